#include "mail/message.h"

#include <stdint.h>

#include <glib.h>

#include "base/limits.h"
#include "mail/decode.h"
#include "mail/flowed.h"
#include "mail/html.h"
#include "mail/mime.h"
#include "mail/segment.h"
#include "part_reading.h"

/* Texts of one alternative that are compared; later ones are read as well. */
enum { MOST_TEXTS = 16 };

/* Everything that is gathered while the parts are gone through. */
struct reading {
	struct arena *arena;
	struct message *message;
	struct part_list parts;
	struct segment_hints hints;
	struct zone_builder *zones[ZONE_COUNT];
	size_t text_bytes; /* decoded so far */
	size_t text_room, attachment_room, forward_room;
};

/* Text of a part with what its markup said. */
struct rendering {
	struct html_text seen;
	struct str hidden;
	int part;
	bool html;
};

static void *
grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return items;
	*room = *room * 2 + 4;
	more = arena_alloc_array(arena, *room, size);
	if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

/* Keeps the zones' text within bounds; what is left out is said. */
static struct str
within_limit(struct reading *r, struct str text)
{
	size_t left = LIMIT_TEXT_BYTES - r->text_bytes;

	if (text.n > left) {
		r->message->unread |= UNREAD_SIZE;
		while (left > 0 && ((unsigned char)text.p[left] & 0xC0) == 0x80)
			left--;
		text.n = left;
	}
	r->text_bytes += text.n;
	return text;
}

static int
add_text(struct reading *r, struct str text, int part, bool html)
{
	struct message *m = r->message;

	m->texts = grow(r->arena, m->texts, m->text_count, &r->text_room,
		sizeof(*m->texts));
	m->texts[m->text_count] =
		(struct part_text){.text = text, .part = part, .html = html};
	return (int)m->text_count++;
}

static struct forwarded *
add_forward(struct reading *r)
{
	struct message *m = r->message;

	if (m->forward_count >= LIMIT_FORWARDS) {
		m->unread |= UNREAD_PARTS;
		return NULL;
	}
	m->forwards = grow(r->arena, m->forwards, m->forward_count,
		&r->forward_room, sizeof(*m->forwards));
	m->is_forward = true;
	return &m->forwards[m->forward_count++];
}

static void
add_attachment(struct reading *r, const struct part *part)
{
	struct message *m = r->message;

	m->attachments = grow(r->arena, m->attachments, m->attachment_count,
		&r->attachment_room, sizeof(*m->attachments));
	m->attachments[m->attachment_count++] =
		(struct attachment){part->filename, part->type};
	/* Nobody sees the names of pictures that stand in the text. */
	if (part->content_id.n > 0 &&
		str_starts_nocase(part->type, STR_LIT("image/")))
		return;
	if (part->filename.n > 0)
		zone_builder_add(r->zones[ZONE_ATTACHMENT], part->filename, 0,
			part->filename.n, -1, false);
}

/* Cuts a text into its zones. */
static void
add_segments(struct reading *r, struct str text, int index,
	const struct html_text *seen)
{
	struct segment_list list = segment_text(
		r->arena, text, seen->marks, seen->mark_count, &r->hints);

	for (size_t i = 0; i < list.count; i++) {
		const struct segment *segment = &list.items[i];
		struct str piece = {
			text.p + segment->start, segment->end - segment->start};
		struct forwarded found;

		zone_builder_add(r->zones[segment->zone], text, segment->start,
			segment->end, index, true);
		if (segment->zone == ZONE_FORWARDED)
			r->message->is_forward = true;
		if (segment->heads_forward &&
			forward_read_inline(r->arena, piece, &found)) {
			struct forwarded *forward = add_forward(r);

			if (forward != NULL)
				*forward = found;
		}
	}
}

static void
add_rendering(
	struct reading *r, const struct rendering *rendering, bool forwarded)
{
	struct str text = within_limit(r, rendering->seen.text);
	struct str hidden = within_limit(r, rendering->hidden);
	int index;

	if (text.n > 0) {
		index = add_text(r, text, rendering->part, rendering->html);
		if (forwarded)
			zone_builder_add(r->zones[ZONE_FORWARDED], text, 0,
				text.n, index, true);
		else
			add_segments(r, text, index, &rendering->seen);
	}
	if (hidden.n > 0) {
		index = add_text(r, hidden, rendering->part, rendering->html);
		zone_builder_add(r->zones[ZONE_HIDDEN], hidden, 0, hidden.n,
			index, true);
	}
}

static bool
is_type(const struct part *part, const char *type)
{
	return str_eq(part->type, str_of(type));
}

/* The text of a part as its reader sees it. */
static struct rendering
render(struct reading *r, int index)
{
	const struct part *part = &r->parts.items[index];
	struct rendering rendering = {.part = index};
	bool unknown = false, encrypted = false;
	struct str text = decode_charset(
		r->arena, part->content, part->charset, &unknown);

	if (unknown)
		r->message->unread |= UNREAD_CHARSET;
	if (is_type(part, "text/html")) {
		struct html_text html = html_read(r->arena, text);

		rendering.html = true;
		rendering.seen =
			visible_split(r->arena, &html, &rendering.hidden);
		return rendering;
	}
	if (is_type(part, "text/calendar"))
		text = invite_read(r->arena, text);
	else if (part->flowed)
		text = flowed_unwrap(r->arena, text, part->delsp);
	text = pgp_strip(r->arena, text, &encrypted);
	if (encrypted)
		r->message->unread |= UNREAD_ENCRYPTED;
	rendering.seen.text = text;
	return rendering;
}

/* Behind the last part inside the part `index`. */
static int
subtree_end(const struct reading *r, int index)
{
	int end = index + 1, depth = r->parts.items[index].depth;

	while ((size_t)end < r->parts.count &&
		r->parts.items[end].depth > depth)
		end++;
	return end;
}

static void read_part(struct reading *r, int index, bool forwarded);

static void
read_children(struct reading *r, int index, bool forwarded)
{
	int end = subtree_end(r, index);

	for (int child = index + 1; child < end; child = subtree_end(r, child))
		read_part(r, child, forwarded);
}

static bool
is_shown_text(const struct part *part)
{
	return part->kind == PART_LEAF && !part->attachment &&
	       str_starts_nocase(part->type, STR_LIT("text/")) &&
	       !is_type(part, "text/calendar");
}

/* One alternative: its texts, in HTML perhaps with pictures in between. */
struct alternative {
	struct rendering *items;
	size_t count;
	struct str words; /* of all its texts */
};

static bool
has_words(const struct alternative *alternative)
{
	return str_trim(alternative->words).n > 0;
}

/* Puts one text of an alternative behind the others. */
static void
add_to_alternative(struct reading *r, struct alternative *alternative,
	const struct rendering *rendering, size_t *room)
{
	struct str text = rendering->seen.text, words = alternative->words;
	char *joined;

	alternative->items = grow(r->arena, alternative->items,
		alternative->count, room, sizeof(*rendering));
	alternative->items[alternative->count++] = *rendering;
	if (alternative->count == 1) {
		alternative->words = text;
		return;
	}
	joined = arena_alloc(r->arena, words.n + 1 + text.n);
	if (words.n > 0)
		memcpy(joined, words.p, words.n);
	joined[words.n] = '\n';
	if (text.n > 0)
		memcpy(joined + words.n + 1, text.p, text.n);
	alternative->words = (struct str){joined, words.n + 1 + text.n};
}

/*
 * Renders the texts of the alternative `index`. What else is in it is read:
 * attachments, letters; calendars only where there is no text beside them.
 */
static struct alternative
read_alternative(struct reading *r, int index, bool forwarded)
{
	struct alternative alternative = {NULL, 0, {NULL, 0}};
	int end = subtree_end(r, index);
	size_t room = 0;

	for (int i = index; i < end; i++) {
		const struct part *part = &r->parts.items[i];

		if (part->kind == PART_MULTIPART &&
			!is_type(part, "multipart/encrypted"))
			continue;
		if (is_shown_text(part) && alternative.count < MOST_TEXTS) {
			struct rendering rendering = render(r, i);

			add_to_alternative(r, &alternative, &rendering, &room);
		} else if (part->kind == PART_MESSAGE || i > index) {
			read_part(r, i, forwarded);
			i = subtree_end(r, i) - 1;
		}
	}
	return alternative;
}

static void
add_alternative(struct reading *r, const struct alternative *alternative,
	bool forwarded)
{
	for (size_t i = 0; i < alternative->count; i++)
		add_rendering(r, &alternative->items[i], forwarded);
}

/*
 * Clients show the last alternative that they can, mostly HTML; some show the
 * plain one. Each is read that says something which the one before it does
 * not; of two that say the same the later one, where markup tells what is
 * quoted.
 */
static void
read_alternatives(struct reading *r, int index, bool forwarded)
{
	struct alternative last = {NULL, 0, {NULL, 0}};
	int end = subtree_end(r, index), child;

	for (child = index + 1; child < end; child = subtree_end(r, child)) {
		struct alternative next = read_alternative(r, child, forwarded);

		if (has_words(&last) && has_words(&next) &&
			!same_words(last.words, next.words))
			add_alternative(r, &last, forwarded);
		if (last.count == 0 || has_words(&next))
			last = next;
	}
	add_alternative(r, &last, forwarded);
	/* An invitation, a picture: what is no text of its own. */
	for (child = index + 1; child < end; child = subtree_end(r, child))
		if (r->parts.items[child].kind == PART_LEAF &&
			!is_shown_text(&r->parts.items[child]))
			read_part(r, child, forwarded);
}

/* A letter that is attached. */
static void
read_letter(struct reading *r, int index)
{
	const struct part *part = &r->parts.items[index];
	struct forwarded *forward = add_forward(r);

	if (part->filename.n > 0)
		add_attachment(r, part);
	if (forward != NULL) {
		forward_read_fields(
			r->arena, part->fields, part->field_count, forward);
		if (forward->subject.n > 0) {
			int text = add_text(r, forward->subject, index, false);

			zone_builder_add(r->zones[ZONE_FORWARDED],
				forward->subject, 0, forward->subject.n, text,
				false);
		}
	}
	read_children(r, index, true);
}

/* A multipart, by its kind; what is unknown is read as mixed. */
static void
read_multipart(struct reading *r, int index, bool forwarded)
{
	const struct part *part = &r->parts.items[index];

	if (is_type(part, "multipart/alternative")) {
		read_alternatives(r, index, forwarded);
	} else if (is_type(part, "multipart/encrypted")) {
		r->message->unread |= UNREAD_ENCRYPTED;
	} else {
		if (is_type(part, "multipart/report") && !forwarded)
			r->message->is_automatic = true;
		read_children(r, index, forwarded);
	}
}

static bool
is_signature(const struct part *part)
{
	return is_type(part, "application/pgp-signature") ||
	       is_type(part, "application/pkcs7-signature") ||
	       is_type(part, "application/x-pkcs7-signature");
}

static bool
is_sealed(const struct part *part)
{
	return is_type(part, "application/pkcs7-mime") ||
	       is_type(part, "application/x-pkcs7-mime") ||
	       is_type(part, "application/pgp-encrypted");
}

static bool
is_report(const struct part *part)
{
	return is_type(part, "message/delivery-status") ||
	       is_type(part, "message/disposition-notification") ||
	       is_type(part, "message/feedback-report") ||
	       is_type(part, "text/rfc822-headers");
}

static bool
is_tnef(const struct part *part)
{
	return is_type(part, "application/ms-tnef") ||
	       is_type(part, "application/vnd.ms-tnef") ||
	       str_eq_nocase(part->filename, STR_LIT("winmail.dat"));
}

static void
read_leaf(struct reading *r, int index, bool forwarded)
{
	const struct part *part = &r->parts.items[index];

	if (is_signature(part) || is_report(part))
		return;
	if (is_sealed(part)) {
		r->message->unread |= UNREAD_ENCRYPTED;
	} else if (is_tnef(part)) {
		r->message->unread |= UNREAD_TNEF;
	} else if (is_shown_text(part) ||
		   (is_type(part, "text/calendar") && !part->attachment)) {
		struct rendering rendering = render(r, index);

		add_rendering(r, &rendering, forwarded);
		if (part->filename.n == 0)
			return;
	}
	add_attachment(r, part);
}

static void
read_part(struct reading *r, int index, bool forwarded)
{
	switch (r->parts.items[index].kind) {
	case PART_LEAF:
		read_leaf(r, index, forwarded);
		break;
	case PART_MULTIPART:
		read_multipart(r, index, forwarded);
		break;
	case PART_MESSAGE:
		read_letter(r, index);
		break;
	}
}

/* The name by which the author may sign: as written, or of the address. */
static struct str
author_name(const struct message *message)
{
	if (message->from.count == 0)
		return (struct str){NULL, 0};
	if (message->from.items[0].name.n > 0)
		return message->from.items[0].name;
	return message->from.items[0].spec;
}

static void
read_subjects(struct reading *r)
{
	size_t from = 0;
	const struct field *field;

	/* A second subject may be the one that a client shows. */
	while ((field = message_field(r->message, STR_LIT("Subject"), &from)) !=
		NULL)
		zone_builder_add(r->zones[ZONE_SUBJECT], field->value, 0,
			field->value.n, -1, false);
}

static void
finish_zones(struct reading *r)
{
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		r->message->zones[zone] = zone_builder_finish(r->zones[zone]);
		if (r->message->zones[zone].cut)
			r->message->unread |= UNREAD_SIZE;
	}
}

void
message_read(struct arena *arena, const struct raw_mail *raw,
	const struct message_options *options, struct message *message)
{
	struct reading r = {.arena = arena, .message = message};
	size_t count;
	const struct field *fields = raw_mail_fields(raw, &count);

	message_read_header(arena, raw, message);
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		r.zones[zone] = zone_builder_new(arena);
	r.hints.is_forward = message->is_forward;
	r.hints.is_reply = message->is_reply;
	r.hints.author_name = author_name(message);
	if (options != NULL) {
		r.hints.disclaimers = options->disclaimers;
		r.hints.disclaimer_count = options->disclaimer_count;
	}
	read_subjects(&r);
	r.parts = mime_read(
		arena, fields, count, raw_mail_body(raw), &message->unread);
	if (r.parts.count > 0)
		read_part(&r, 0, false);
	finish_zones(&r);
}
