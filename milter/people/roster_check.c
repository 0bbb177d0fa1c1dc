#include "roster_loader.h"

#include "base/calendar.h"
#include "mime/address.h"

/* Where a key was written, for telling of doubles. */
struct written {
	struct str key;
	const struct person *person;
	struct place place;
	struct written *next; /* of the same key */
};

struct csv_cell
loader_cell(const struct loader *loader, const struct csv_row *row,
	enum column column)
{
	int index = loader->columns[column];

	if (index >= 0 && (size_t)index < row->count)
		return row->cells[index];
	return (struct csv_cell){.place = row->place};
}

static bool
dates_overlap(const struct person *a, const struct person *b)
{
	return a->from <= b->until && b->from <= a->until;
}

/* Where a line has dates: for which days both would count. */
static void
say_overlap(struct diag *diag, struct place place, const struct person *a,
	const struct person *b)
{
	int32_t from = MAX(a->from, b->from);
	int32_t until = MIN(a->until, b->until);
	char first[11] = "", last[11] = "";

	if (from == INT32_MIN && until == INT32_MAX)
		return;
	if (from != INT32_MIN)
		calendar_iso(from, first);
	if (until != INT32_MAX)
		calendar_iso(until, last);
	diag_note(diag, place, "their dates overlap%s%s%s%s",
		first[0] != '\0' ? " from " : "", first,
		last[0] != '\0' ? " until " : "", last);
}

/* Enters one key of a person; tells of a double with both places. */
static void
write_key(struct loader *loader, const struct person *person, struct str key,
	struct place place)
{
	struct arena *arena = loader->roster->arena;
	struct written *now = ARENA_NEW(arena, struct written);
	struct holder *holder = ARENA_NEW(arena, struct holder);
	struct written *first = g_hash_table_lookup(loader->written, &key);

	if (key.n == 0)
		return;
	for (struct written *w = first; w != NULL; w = w->next) {
		if (!dates_overlap(w->person, person) || w->person == person)
			continue;
		diag_error(loader->diag, place, "\"%.*s\" stands here again",
			STR_ARG(key));
		diag_note(loader->diag, w->place, "it stood here first");
		say_overlap(loader->diag, place, w->person, person);
		break;
	}
	*now = (struct written){key, person, place, first};
	g_hash_table_replace(loader->written, &now->key, now);
	holder->person = person;
	holder->next = g_hash_table_lookup(loader->roster->holders, &key);
	g_hash_table_replace(loader->roster->holders, &now->key, holder);
}

void
loader_write_keys(struct loader *loader)
{
	for (size_t i = 0; i < loader->roster->count; i++) {
		const struct person *person = &loader->roster->people[i];
		const struct csv_row *row =
			&g_array_index(loader->rows, struct csv_row, i);
		struct place place =
			loader_cell(loader, row, COLUMN_ALIASES).place;

		write_key(loader, person, person->key,
			loader_cell(loader, row, COLUMN_ADDRESS).place);
		for (size_t j = 0; j < person->alias_count; j++)
			write_key(loader, person, person->aliases[j], place);
	}
}

static bool
somebody_has(struct str key, const struct person *person, void *context)
{
	(void)key;
	(void)person;
	(void)context;
	return true;
}

/* Is there a line, at whatever time, with this key or this domain? */
static bool
key_is_known(const struct roster *roster, struct str key)
{
	struct str domain = address_domain(key);
	struct str fallback;

	if (g_hash_table_contains(roster->holders, &key))
		return true;
	if (domain.n == 0 || domain.n >= key.n)
		return false;
	fallback = (struct str){domain.p - 1, domain.n + 1};
	return g_hash_table_contains(roster->holders, &fallback);
}

static void
check_list_word(struct loader *loader, struct place place, struct str word)
{
	const struct person only = {
		.role = ROLE_LIST, .expands = &word, .expand_count = 1};
	struct str value;

	if (list_word_read(word, &value) == WORD_ADDRESS) {
		if (!key_is_known(loader->roster, value))
			diag_warning(loader->diag, place,
				"\"%.*s\" is on this list and has no line",
				STR_ARG(word));
		return;
	}
	for (size_t i = 0; i < loader->roster->count; i++) {
		int32_t day = loader->roster->people[i].from;

		/* Whoever fits does so on the first day of some line. */
		if (roster_list_find(
			    loader->roster, &only, day, somebody_has, NULL))
			return;
	}
	diag_warning(loader->diag, place, "nobody is \"%.*s\"", STR_ARG(word));
}

/* How deep lists stand in `list`; beyond the bound where they go in a ring. */
static int
nesting_of(const struct roster *roster, const struct person *list, int depth)
{
	int deepest = depth;

	if (depth > LIST_NESTING)
		return depth;
	for (size_t i = 0; i < list->expand_count; i++) {
		const struct holder *holder =
			g_hash_table_lookup(roster->holders, &list->expands[i]);

		for (; holder != NULL; holder = holder->next)
			if (holder->person->role == ROLE_LIST)
				deepest = MAX(deepest,
					nesting_of(roster, holder->person,
						depth + 1));
		if (deepest > LIST_NESTING)
			break;
	}
	return deepest;
}

void
loader_check_lists(struct loader *loader)
{
	for (size_t i = 0; i < loader->roster->count; i++) {
		const struct person *list = &loader->roster->people[i];
		const struct csv_row *row =
			&g_array_index(loader->rows, struct csv_row, i);
		struct place place =
			loader_cell(loader, row, COLUMN_EXPANDS).place;

		if (list->role != ROLE_LIST)
			continue;
		if (nesting_of(loader->roster, list, 1) > LIST_NESTING)
			diag_error(loader->diag, place,
				"lists within this list go in a ring, or more "
				"than %d deep",
				LIST_NESTING);
		for (size_t j = 0; j < list->expand_count; j++)
			check_list_word(loader, place, list->expands[j]);
	}
}
