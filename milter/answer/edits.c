#include "answer/edits.h"

#include <stdlib.h>

#include <glib.h>

#include "answer/wording.h"
#include "mime/decode.h"

/* An SMTP reply's text line; RFC 5321 4.5.3.1.5 allows 512 bytes in all. */
enum { REPLY_TEXT_MOST = 400 };
/* RFC 5322 2.1.1 allows 998; some of it is for the text put before it. */
enum { SUBJECT_LINE_MOST = 900 };

struct editor {
	struct arena *arena;
	const struct verdict *verdict;
	const struct field *fields;
	size_t field_count;
	struct str prefix;
	struct str action_text; /* worded, trimmed */
	GArray *edits;		/* struct edit */
};

static void
push(struct editor *editor, enum edit_kind kind, unsigned index,
	struct str name, struct str value)
{
	struct edit edit = {kind, index, name, value};

	g_array_append_val(editor->edits, edit);
}

/* --- Forged fields ----------------------------------------------------- */

/* A field of ours that came with the message. */
struct forged {
	struct str name;
	size_t at;     /* its place among all fields of ours */
	unsigned rank; /* its place among those of its name, from 1 */
};

static int
by_name(const void *a, const void *b)
{
	const struct forged *one = a, *other = b;
	size_t shorter = MIN(one->name.n, other->name.n);
	int order = g_ascii_strncasecmp(one->name.p, other->name.p, shorter);

	if (order == 0 && one->name.n != other->name.n)
		order = one->name.n < other->name.n ? -1 : 1;
	if (order == 0)
		order = one->at < other->at ? -1 : 1;
	return order;
}

static int
by_place(const void *a, const void *b)
{
	const struct forged *one = a, *other = b;

	return one->at < other->at ? -1 : 1;
}

/*
 * Ranks by sorting: a message may bring thousands of fields, and whoever sent
 * it chose their names.
 */
static void
rank(struct forged *forged, size_t count)
{
	qsort(forged, count, sizeof(*forged), by_name);
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && str_eq_nocase(forged[i].name,
					     forged[i - 1].name);

		forged[i].rank = same ? forged[i - 1].rank + 1 : 1;
	}
	qsort(forged, count, sizeof(*forged), by_place);
}

/* In the order of the message, each with its rank. */
static struct forged *
find_forged(const struct editor *editor, size_t *count)
{
	struct forged *found = ARENA_ARRAY(
		editor->arena, struct forged, editor->field_count + 1);

	*count = 0;
	for (size_t i = 0; i < editor->field_count; i++) {
		struct str name = str_trim(editor->fields[i].name);

		if (headers_is_ours(name, editor->prefix)) {
			found[*count] = (struct forged){name, *count, 0};
			++*count;
		}
	}
	rank(found, *count);
	return found;
}

/*
 * From the end of the message to its top, so that each name's highest index
 * comes first: on Postfix a removal renumbers what stands behind it.
 */
static void
remove_forged(struct editor *editor)
{
	size_t count;
	const struct forged *forged = find_forged(editor, &count);

	while (count-- > 0)
		push(editor, EDIT_REMOVE, forged[count].rank,
			forged[count].name, (struct str){NULL, 0});
}

static bool
is_tagged(const struct editor *editor)
{
	for (size_t i = 0; i < editor->field_count; i++)
		if (str_eq_nocase(
			    str_trim(editor->fields[i].name), editor->prefix))
			return true;
	return false;
}

/* --- Our headers ------------------------------------------------------- */

/* Each is put at the very top, so the last one goes first. */
static void
insert_headers(struct editor *editor)
{
	struct header_list headers =
		headers_for(editor->arena, editor->verdict);

	for (size_t i = headers.count; i-- > 0;)
		push(editor, EDIT_INSERT, 0, headers.items[i].name,
			headers.items[i].value);
}

/* --- The subject ------------------------------------------------------- */

static const struct field *
find_subject(const struct editor *editor)
{
	for (size_t i = 0; i < editor->field_count; i++)
		if (str_eq_nocase(str_trim(editor->fields[i].name),
			    STR_LIT("Subject")))
			return &editor->fields[i];
	return NULL;
}

/* Past "Re:", "Fw:", "Fwd:", "AW:" and spaces. */
static struct str
past_reply_marks(struct str subject)
{
	static const char *const marks[] = {"re:", "fw:", "fwd:", "aw:", NULL};
	bool again = true;

	while (again) {
		subject = str_trim(subject);
		again = false;
		for (size_t i = 0; marks[i] != NULL; i++) {
			struct str mark = str_of(marks[i]);

			if (!str_starts_nocase(subject, mark))
				continue;
			subject.p += mark.n;
			subject.n -= mark.n;
			again = true;
		}
	}
	return subject;
}

/*
 * Printable ASCII in lines of a length that every server takes, each next one
 * begun by a blank and none of them empty.
 */
static bool
is_safe_as_written(struct str value)
{
	struct str line;

	for (bool first = true; str_split(&value, '\n', &line); first = false) {
		if (line.n > SUBJECT_LINE_MOST)
			return false;
		if (!first && (str_trim(line).n == 0 ||
				      (line.p[0] != ' ' && line.p[0] != '\t')))
			return false;
		for (size_t i = 0; i < line.n; i++) {
			unsigned char c = (unsigned char)line.p[i];

			if ((c < 0x20 && c != '\t' && c != '\r') || c >= 0x7f)
				return false;
		}
	}
	return true;
}

/* The sender's own value, as folded by them but without any CR. */
static void
append_as_written(GString *out, struct str value)
{
	size_t line = 0;

	while (line < value.n && value.p[line] != '\n')
		line++;
	if (out->len + sizeof("Subject: ") + line > 77)
		g_string_append_c(out, '\n');
	g_string_append_c(out, ' ');
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\r')
			g_string_append_c(out, value.p[i]);
}

/*
 * The subject with the flag's text before it. What the sender wrote stays as
 * it is, byte for byte, unless it holds bytes that may not stand there.
 */
static struct str
marked_subject(struct editor *editor, struct str text, struct str value)
{
	struct str name = STR_LIT("Subject");
	struct str head;
	struct str decoded;
	GString *out;
	struct str result;

	value = str_trim(value);
	if (!is_safe_as_written(value)) {
		decoded = decode_header(editor->arena, value);
		return headers_fold_whole(editor->arena, name,
			str_of(arena_printf(editor->arena, "%.*s %.*s",
				STR_ARG(text), STR_ARG(decoded))));
	}
	head = headers_fold(editor->arena, name, text);
	out = g_string_new_len(head.p, (gssize)head.n);
	append_as_written(out, value);
	result = arena_str(editor->arena, (struct str){out->str, out->len});
	g_string_free(out, TRUE);
	return result;
}

static void
mark_subject(struct editor *editor)
{
	struct str name = STR_LIT("Subject");
	struct str text = editor->action_text;
	const struct field *subject = find_subject(editor);
	struct str now;

	if (text.n == 0 || subject == NULL)
		return;
	now = past_reply_marks(decode_header(editor->arena, subject->value));
	if (str_starts_nocase(now, text))
		return;
	push(editor, EDIT_CHANGE, 1, name,
		marked_subject(editor, text, subject->value));
}

/* Goes in before our headers do, so that these stand above it. */
static void
insert_subject(struct editor *editor)
{
	const struct verdict *verdict = editor->verdict;
	struct str name = STR_LIT("Subject");
	struct str text = editor->action_text;

	if (verdict->findings.raised_count > 0 &&
		verdict->action == ACTION_SUBJECT && text.n > 0 &&
		find_subject(editor) == NULL)
		push(editor, EDIT_INSERT, 0, name,
			headers_fold(editor->arena, name, text));
}

/* --- The other actions ------------------------------------------------- */

/*
 * ASCII only: the mail server took the message as one that any server can
 * pass on, and an address in UTF-8 (RFC 6531) would end that.
 */
static bool
is_plain_address(struct str spec)
{
	if (spec.n == 0 || spec.n > 320)
		return false;
	for (size_t i = 0; i < spec.n; i++) {
		unsigned char c = (unsigned char)spec.p[i];

		if (c <= ' ' || c >= 0x7f || c == '<' || c == '>')
			return false;
	}
	return true;
}

/* The author's address as it stands in From; the key has lost its "+…". */
static struct str
author_address(const struct verdict *verdict)
{
	const struct message *message = verdict->message;

	for (size_t i = 0; message != NULL && i < message->from.count; i++) {
		const struct address *from = &message->from.items[i];

		if (from->valid && str_eq(from->key, verdict->author.key))
			return from->spec;
	}
	return verdict->author.key;
}

static void
return_copy(struct editor *editor)
{
	struct str address = author_address(editor->verdict);

	if (is_plain_address(address))
		push(editor, EDIT_ADD_RCPT, 0, (struct str){NULL, 0},
			arena_str(editor->arena, address));
}

/* The flags whose action is the one taken, for a reason or a reply. */
static struct str
acting_flags(const struct editor *editor)
{
	const struct finding_list *findings = &editor->verdict->findings;
	GString *out = g_string_new(NULL);
	struct str result;

	for (size_t i = 0; i < findings->raised_count; i++) {
		const struct flag *flag = findings->raised[i].flag;

		if (flag->action == editor->verdict->action)
			g_string_append_printf(out, "%s%.*s",
				out->len ? ", " : "", STR_ARG(flag->name));
	}
	result = arena_str(editor->arena, (struct str){out->str, out->len});
	g_string_free(out, TRUE);
	return result;
}

static void
hold(struct editor *editor)
{
	struct str flags = acting_flags(editor);

	push(editor, EDIT_QUARANTINE, 0, (struct str){NULL, 0},
		str_of(arena_printf(editor->arena,
			"held by the council's protocol: %.*s",
			STR_ARG(flags))));
}

/* One line of printable ASCII: an SMTP reply takes nothing else. */
static struct str
reply_line(struct arena *arena, struct str text)
{
	GString *out = g_string_new(NULL);
	struct str result;

	for (size_t i = 0; i < text.n && out->len < REPLY_TEXT_MOST; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= 0x20 && c < 0x7f)
			g_string_append_c(out, (char)c);
		else if (c < 0x20)
			g_string_append_c(out, ' ');
		else if (c >= 0xc0) /* one mark for each character */
			g_string_append_c(out, '?');
	}
	result = str_trim((struct str){out->str, out->len});
	result = arena_str(arena, result);
	g_string_free(out, TRUE);
	return result;
}

static void
reply(struct editor *editor, struct edit_list *list, enum edits_reply kind)
{
	struct str text = editor->action_text;

	if (text.n == 0) {
		struct str flags = acting_flags(editor);

		text = str_of(arena_printf(editor->arena,
			"%s under the council's protocol: %.*s",
			kind == REPLY_REJECT ? "Not accepted" : "Put off",
			STR_ARG(flags)));
	}
	list->reply = kind;
	list->reply_text = reply_line(editor->arena, text);
}

static void
act(struct editor *editor, struct edit_list *list)
{
	if (editor->verdict->findings.raised_count == 0)
		return;
	switch (editor->verdict->action) {
	case ACTION_SUBJECT:
		mark_subject(editor);
		break;
	case ACTION_RETURN_COPY:
		return_copy(editor);
		break;
	case ACTION_HOLD:
		hold(editor);
		break;
	case ACTION_DEFER:
		reply(editor, list, REPLY_DEFER);
		break;
	case ACTION_REJECT:
		reply(editor, list, REPLY_REJECT);
		break;
	case ACTION_TAG:
	case ACTION_COUNT:
		break;
	}
}

struct edit_list
edits_for(struct arena *arena, const struct verdict *verdict,
	const struct field *fields, size_t field_count, bool trusted)
{
	struct edit_list list = {NULL, 0, REPLY_ACCEPT, {NULL, 0}};
	struct editor editor = {arena, verdict, fields, field_count,
		headers_prefix(verdict->rules),
		wording_plain(arena, verdict->protocol, verdict->action_text,
			verdict->action_clauses),
		NULL};

	if (trusted && is_tagged(&editor))
		return list;
	editor.edits = g_array_new(FALSE, FALSE, sizeof(struct edit));
	if (!trusted)
		remove_forged(&editor);
	if (verdict->correspondence) {
		insert_subject(&editor);
		insert_headers(&editor);
		act(&editor, &list);
	}
	list.count = editor.edits->len;
	list.items = ARENA_ARRAY(arena, struct edit, list.count + 1);
	if (list.count > 0)
		memcpy(list.items, editor.edits->data,
			list.count * sizeof(struct edit));
	g_array_free(editor.edits, TRUE);
	return list;
}
