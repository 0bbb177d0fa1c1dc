#include "roster_map_internal.h"

#include <glib.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "mime/address.h"

/* --- Records ----------------------------------------------------------- */

struct record *
record_new(struct arena *arena, struct str label)
{
	struct record *record = ARENA_NEW(arena, struct record);

	record->label = arena_str(arena, label);
	return record;
}

/* Line ends and other controls would break a line of the roster. */
static struct str
clean_text(struct arena *arena, struct str value)
{
	char *valid = g_utf8_make_valid(value.p, (gssize)value.n);
	GString *text = g_string_new(NULL);
	struct str result;

	for (const char *p = valid; *p != '\0';
		p += g_utf8_skip[(unsigned char)*p]) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
			g_string_append_unichar(text, c);
		else if (text->len > 0 && text->str[text->len - 1] != ' ')
			g_string_append_c(text, ' ');
	}
	result = arena_str(arena, str_trim((struct str){text->str, text->len}));
	g_string_free(text, TRUE);
	g_free(valid);
	return result;
}

void
record_add(struct arena *arena, struct record *record, struct str attribute,
	struct str value)
{
	struct record_value *added = ARENA_NEW(arena, struct record_value);

	added->attribute = arena_str(arena, attribute);
	added->value = value.n > 0 ? clean_text(arena, value) : value;
	if (added->value.n == 0)
		return;
	if (record->last != NULL)
		record->last->next = added;
	else
		record->first = added;
	record->last = added;
}

const struct record_value *
record_next(const struct record *record, struct str attribute,
	const struct record_value *after)
{
	const struct record_value *value =
		after != NULL ? after->next : record->first;

	while (value != NULL && !str_eq_nocase(value->attribute, attribute))
		value = value->next;
	return value;
}

/* --- Tests ------------------------------------------------------------- */

static bool
fits_pattern(struct str pattern, struct str value)
{
	char *folded_pattern, *folded_value;
	bool fits;

	/* A value always holds something. */
	if (pattern.n == 0)
		return false;
	folded_pattern = g_utf8_casefold(pattern.p, (gssize)pattern.n);
	folded_value = g_utf8_casefold(value.p, (gssize)value.n);
	fits = g_pattern_match_simple(folded_pattern, folded_value);
	g_free(folded_pattern);
	g_free(folded_value);
	return fits;
}

static bool
test_holds(const struct map_test *test, const struct record *record)
{
	const struct record_value *value = NULL;

	while ((value = record_next(record, test->attribute, value)) != NULL)
		if (fits_pattern(test->pattern, value->value))
			return !test->negated;
	return test->negated;
}

static bool
line_fits(const struct map_line *line, const struct record *record)
{
	for (size_t i = 0; i < line->test_count; i++)
		if (!test_holds(&line->tests[i], record))
			return false;
	return true;
}

/* --- Values ------------------------------------------------------------ */

struct maker {
	struct arena *arena;
	const struct record *record;
	struct roster_entry *entry;
	GPtrArray *aliases; /* texts, each key once */
	GPtrArray *posts;
	GString *expands;
};

/*
 * Exchange writes "smtp:alias@x", "SMTP:primary@x" and, for other systems,
 * "X500:/o=…". Empty where it is no address; "@x" would be a whole domain.
 */
static struct str
mail_address(struct arena *arena, struct str value)
{
	struct str none = {NULL, 0};
	const char *colon;

	if (str_starts_nocase(value, STR_LIT("smtp:")))
		value = str_trim((struct str){value.p + 5, value.n - 5});
	colon = value.n > 0 ? memchr(value.p, ':', value.n) : NULL;
	if (value.n == 0 || value.p[0] == '@' || colon != NULL ||
		memchr(value.p, ' ', value.n) != NULL ||
		memchr(value.p, '@', value.n) == NULL)
		return none;
	return address_key(arena, value).n > 0 ? value : none;
}

static void
add_alias(struct maker *maker, struct str value)
{
	struct str address = mail_address(maker->arena, value);
	struct str key = address_key(maker->arena, address);

	if (address.n == 0)
		return;
	for (guint i = 0; i < maker->aliases->len; i++)
		if (str_eq(key, address_key(maker->arena,
					str_of(maker->aliases->pdata[i]))))
			return;
	g_ptr_array_add(
		maker->aliases, arena_copy(maker->arena, address.p, address.n));
}

static void
add_post(struct maker *maker, struct str word)
{
	char *post = arena_copy(maker->arena, word.p, word.n);

	for (char *p = post; *p != '\0'; p++)
		*p = *p == ' ' ? '-' : g_ascii_tolower(*p);
	for (guint i = 0; i < maker->posts->len; i++)
		if (strcmp(maker->posts->pdata[i], post) == 0)
			return;
	g_ptr_array_add(maker->posts, post);
}

static void
add_posts(struct maker *maker, struct str words)
{
	struct str word;

	while (roster_next_word(&words, &word))
		add_post(maker, word);
}

/* "Marsh, Jane (Housing)", as directories sort people: "Jane Marsh". */
static struct str
name_in_order(struct arena *arena, struct str name)
{
	struct str head = name, rest, last;
	const char *paren = name.n > 0 ? memchr(name.p, '(', name.n) : NULL;

	if (paren != NULL && paren > name.p && name.p[name.n - 1] == ')')
		head = str_trim((struct str){name.p, (size_t)(paren - name.p)});
	rest = head;
	if (!str_split(&rest, ',', &last) || rest.n == 0 ||
		memchr(rest.p, ',', rest.n) != NULL)
		return name;
	rest = str_trim(rest);
	last = str_trim(last);
	if (rest.n == 0 || last.n == 0)
		return name;
	return str_of(
		arena_printf(arena, "%.*s %.*s", STR_ARG(rest), STR_ARG(last)));
}

/* "20270506…Z" and "06/05/2027" are days too; empty where it is none. */
static struct str
day_of(struct arena *arena, struct str value)
{
	char day[11];
	const char *p = value.p;
	int32_t unused;

	if (value.n >= 8 && strspn(p, "0123456789") >= 8)
		snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", p, p + 4, p + 6);
	else if (value.n == 10 && p[2] == '/' && p[5] == '/')
		snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", p + 6, p + 3, p);
	else
		snprintf(day, sizeof(day), "%.*s", STR_ARG(value));
	if (!calendar_parse_day(str_of(day), &unused))
		return (struct str){NULL, 0};
	return str_of(arena_copy(arena, day, strlen(day)));
}

/* What one value is worth in a column that holds one; empty: nothing. */
static struct str
single_value(struct maker *maker, int column, struct str value)
{
	struct str address;

	switch (column) {
	case ROSTER_ADDRESS:
		address = mail_address(maker->arena, value);
		return address;
	case ROSTER_NAME:
		return name_in_order(maker->arena, value);
	case ROSTER_FROM:
	case ROSTER_UNTIL:
		return day_of(maker->arena, value);
	default:
		return value;
	}
}

static void
use_value(struct maker *maker, const struct map_line *line, struct str value)
{
	struct str *cell = &maker->entry->cells[line->column];

	switch (line->column) {
	case ROSTER_ALIASES:
		add_alias(maker, value);
		break;
	case ROSTER_POSTS:
		if (line->is_text)
			add_posts(maker, value);
		else
			add_post(maker, value);
		break;
	case ROSTER_EXPANDS:
		g_string_append_printf(maker->expands, "%s%.*s",
			maker->expands->len > 0 ? " " : "", STR_ARG(value));
		break;
	case ROSTER_ADDRESS:
		if (cell->n > 0)
			add_alias(maker, value);
		/* fall through */
	default:
		if (cell->n == 0)
			*cell = single_value(maker, line->column, value);
	}
}

/* Several attributes are one value: given name and surname. */
static void
use_attributes(struct maker *maker, const struct map_line *line)
{
	const struct record_value *value = NULL;
	GString *joined;

	if (line->attribute_count == 1) {
		while ((value = record_next(maker->record, line->attributes[0],
				value)) != NULL)
			use_value(maker, line, value->value);
		return;
	}
	joined = g_string_new(NULL);
	for (size_t i = 0; i < line->attribute_count; i++) {
		value = record_next(maker->record, line->attributes[i], NULL);
		if (value != NULL)
			g_string_append_printf(joined, "%s%.*s",
				joined->len > 0 ? " " : "",
				STR_ARG(value->value));
	}
	use_value(maker, line,
		arena_str(
			maker->arena, (struct str){joined->str, joined->len}));
	g_string_free(joined, TRUE);
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct str
join(struct arena *arena, GPtrArray *words)
{
	GString *text = g_string_new(NULL);
	struct str result;

	for (guint i = 0; i < words->len; i++) {
		if (i > 0)
			g_string_append_c(text, ' ');
		g_string_append(text, words->pdata[i]);
	}
	result = arena_str(arena, (struct str){text->str, text->len});
	g_string_free(text, TRUE);
	return result;
}

/* Directories keep no order among values: ours is that of the alphabet. */
static void
finish_lists(struct maker *maker)
{
	struct roster_entry *entry = maker->entry;

	for (guint i = maker->aliases->len; i > 0; i--)
		if (str_eq(entry->key,
			    address_key(maker->arena,
				    str_of(maker->aliases->pdata[i - 1]))))
			g_ptr_array_remove_index(maker->aliases, i - 1);
	g_ptr_array_sort(maker->aliases, compare_texts);
	entry->cells[ROSTER_ALIASES] = join(maker->arena, maker->aliases);
	entry->cells[ROSTER_POSTS] = join(maker->arena, maker->posts);
	entry->cells[ROSTER_EXPANDS] = arena_str(maker->arena,
		(struct str){maker->expands->str, maker->expands->len});
}

static bool
is_role(struct str name)
{
	for (int role = ROLE_OUTSIDE + 1; role < ROLE_COUNT; role++)
		if (str_eq_nocase(name, str_of(role_names[role])))
			return true;
	return false;
}

static enum entry_kind
make_entry(struct maker *maker, const struct roster_map *map)
{
	struct roster_entry *entry = maker->entry;

	for (size_t i = 0; i < map->count; i++) {
		const struct map_line *line = &map->lines[i];

		if (!line_fits(line, maker->record))
			continue;
		if (line->column == ROSTER_COLUMNS)
			return ENTRY_SKIPPED;
		if (line->is_text)
			use_value(maker, line, line->text);
		else
			use_attributes(maker, line);
	}
	if (entry->cells[ROSTER_ADDRESS].n == 0)
		return ENTRY_NO_ADDRESS;
	if (!is_role(entry->cells[ROSTER_ROLE]))
		return ENTRY_NO_ROLE;
	entry->key = address_key(maker->arena, entry->cells[ROSTER_ADDRESS]);
	finish_lists(maker);
	return ENTRY_PERSON;
}

enum entry_kind
roster_map_apply(struct arena *arena, const struct roster_map *map,
	const struct record *record, struct roster_entry *entry)
{
	struct maker maker = {arena, record, entry, g_ptr_array_new(),
		g_ptr_array_new(), g_string_new(NULL)};
	enum entry_kind kind;

	memset(entry, 0, sizeof(*entry));
	entry->label = record->label;
	kind = make_entry(&maker, map);
	g_ptr_array_free(maker.aliases, TRUE);
	g_ptr_array_free(maker.posts, TRUE);
	g_string_free(maker.expands, TRUE);
	return kind;
}
