#include "roster_merge_internal.h"

#include "mime/address.h"

struct holders {
	GHashTable *by_hand; /* key to nothing: lines of somebody's own */
	GHashTable *owned;   /* key to row + 1: the source's own lines */
	GHashTable *seen;    /* key to nothing: addresses of this run */
};

static guint
key_hash(gconstpointer key)
{
	const struct str *s = key;
	guint hash = 5381;

	for (size_t i = 0; i < s->n; i++)
		hash = hash * 33 + (unsigned char)s->p[i];
	return hash;
}

static gboolean
key_equal(gconstpointer a, gconstpointer b)
{
	const struct str *x = a, *y = b;

	return str_eq(*x, *y);
}

static void
enter(struct arena *arena, GHashTable *table, struct str key, size_t value)
{
	struct str *copy;

	if (key.n == 0 || g_hash_table_contains(table, &key))
		return;
	copy = ARENA_NEW(arena, struct str);
	*copy = key;
	g_hash_table_insert(table, copy, GSIZE_TO_POINTER(value));
}

/* --- Whose line -------------------------------------------------------- */

static bool
is_owned(const struct roster_merge *merge, size_t row)
{
	struct str cell =
		roster_table_cell(merge->table, row, ROSTER_SOURCE).text;
	struct str word;

	return roster_next_word(&cell, &word) &&
	       str_eq_nocase(word, str_of(merge->source));
}

static bool
is_kept(const struct roster_table *table, size_t row, enum roster_column column)
{
	struct str cell = roster_table_cell(table, row, ROSTER_SOURCE).text;
	struct str word, prefix = STR_LIT("keep:");

	while (roster_next_word(&cell, &word))
		if (str_starts_nocase(word, prefix) &&
			str_eq_nocase((struct str){word.p + prefix.n,
					      word.n - prefix.n},
				str_of(roster_column_names[column])))
			return true;
	return false;
}

bool
merge_governs(
	const struct merging *merging, size_t row, enum roster_column column)
{
	return column != ROSTER_SOURCE &&
	       roster_map_fills(merging->merge->map, column) &&
	       !is_kept(merging->merge->table, row, column);
}

static void
enter_row(struct merging *merging, struct holders *holders, size_t row)
{
	const struct roster_table *table = merging->merge->table;
	GHashTable *keys =
		merging->lines[row].owned ? holders->owned : holders->by_hand;
	struct str address = roster_table_cell(table, row, ROSTER_ADDRESS).text;
	struct str rest = roster_table_cell(table, row, ROSTER_ALIASES).text;
	struct str word;

	enter(merging->arena, keys, address_key(merging->arena, address),
		row + 1);
	if (merging->lines[row].owned)
		return;
	while (roster_next_word(&rest, &word))
		enter(merging->arena, keys, address_key(merging->arena, word),
			row + 1);
}

/* --- What becomes of a line -------------------------------------------- */

static void
say(struct merging *merging, const char *what, const struct roster_entry *entry,
	const char *why)
{
	char *address = g_strndup(
		entry->cells[ROSTER_ADDRESS].p, entry->cells[ROSTER_ADDRESS].n);
	char *plain = diag_plain(address);

	g_string_append_printf(
		merging->merge->changes, "%s %s  %s\n", what, plain, why);
	g_free(plain);
	g_free(address);
}

/* Kept as somebody wrote it, or as another source has it. */
static void
say_kept(struct merging *merging, const struct holders *holders,
	const struct roster_entry *entry)
{
	size_t row = GPOINTER_TO_SIZE(
		g_hash_table_lookup(holders->by_hand, &entry->key));
	struct str cell =
		roster_table_cell(merging->merge->table, row - 1, ROSTER_SOURCE)
			.text;
	char *source = g_strndup(cell.n > 0 ? cell.p : "", cell.n);
	char *plain = diag_plain(source);
	char *why = g_strdup_printf("kept as \"%s\" has it", plain);

	say(merging, "=", entry, cell.n > 0 ? why : "kept as written by hand");
	g_free(why);
	g_free(plain);
	g_free(source);
}

/* An address that a line of somebody's own has is nobody else's alias. */
static void
drop_taken_aliases(struct merging *merging, const struct holders *holders,
	struct roster_entry *entry)
{
	struct str rest = entry->cells[ROSTER_ALIASES], word;
	GString *left = g_string_new(NULL);

	while (roster_next_word(&rest, &word)) {
		struct str key = address_key(merging->arena, word);

		if (g_hash_table_contains(holders->by_hand, &key) ||
			g_hash_table_contains(holders->seen, &key))
			continue;
		enter(merging->arena, holders->seen, key, 0);
		g_string_append_printf(left, "%s%.*s", left->len > 0 ? " " : "",
			STR_ARG(word));
	}
	entry->cells[ROSTER_ALIASES] =
		arena_str(merging->arena, (struct str){left->str, left->len});
	g_string_free(left, TRUE);
}

/* The source's line of that person: by address, else by an old address. */
static size_t
find_owned(struct merging *merging, const struct holders *holders,
	const struct roster_entry *entry)
{
	struct str rest = entry->cells[ROSTER_ALIASES], word;
	size_t row = GPOINTER_TO_SIZE(
		g_hash_table_lookup(holders->owned, &entry->key));

	while (row == 0 && roster_next_word(&rest, &word)) {
		struct str key = address_key(merging->arena, word);

		row = GPOINTER_TO_SIZE(
			g_hash_table_lookup(holders->owned, &key));
	}
	if (row == 0 || merging->lines[row - 1].entry != NULL)
		return SIZE_MAX;
	return row - 1;
}

static bool
differs(const struct merging *merging, size_t row,
	const struct roster_entry *entry)
{
	for (int column = 0; column < ROSTER_COLUMNS; column++)
		if (merge_governs(merging, row, column) &&
			!str_eq(entry->cells[column],
				roster_table_cell(
					merging->merge->table, row, column)
					.text))
			return true;
	return false;
}

static void
place_entry(struct merging *merging, const struct holders *holders,
	struct roster_entry *entry)
{
	struct roster_merge *merge = merging->merge;
	size_t row = find_owned(merging, holders, entry);

	if (row == SIZE_MAX) {
		g_ptr_array_add(merging->added, entry);
		merge->added++;
		return;
	}
	merging->lines[row].entry = entry;
	if (differs(merging, row, entry)) {
		merging->lines[row].fate = FATE_ALTER;
		merge->altered++;
	} else {
		merging->lines[row].fate = FATE_KEEP;
		merge->same++;
	}
}

static void
settle_entries(struct merging *merging, const struct holders *holders)
{
	struct roster_merge *merge = merging->merge;
	struct roster_entry *entries = ARENA_ARRAY(
		merging->arena, struct roster_entry, merge->entry_count);
	bool *left_out = ARENA_ARRAY(merging->arena, bool, merge->entry_count);

	/* All addresses first: one person's address is no one else's alias. */
	for (size_t i = 0; i < merge->entry_count; i++) {
		entries[i] = merge->entries[i];
		left_out[i] = true;
		if (g_hash_table_contains(holders->by_hand, &entries[i].key)) {
			merge->by_hand++;
			say_kept(merging, holders, &entries[i]);
		} else if (g_hash_table_contains(
				   holders->seen, &entries[i].key)) {
			say(merging, "?", &entries[i],
				"stands twice in the source; the first is "
				"taken");
		} else {
			enter(merging->arena, holders->seen, entries[i].key, 0);
			left_out[i] = false;
		}
	}
	for (size_t i = 0; i < merge->entry_count; i++) {
		if (left_out[i])
			continue;
		drop_taken_aliases(merging, holders, &entries[i]);
		place_entry(merging, holders, &entries[i]);
	}
}

static void
find_new_columns(struct merging *merging)
{
	const struct roster_merge *merge = merging->merge;

	for (int column = 0; column < ROSTER_COLUMNS; column++) {
		bool wanted = column < ROSTER_NEEDED || column == ROSTER_SOURCE;

		for (size_t i = 0; i < merge->entry_count && !wanted; i++)
			wanted = roster_map_fills(merge->map, column) &&
				 merge->entries[i].cells[column].n > 0;
		if (wanted && merge->table->columns[column] < 0)
			merging->new_columns[merging->new_column_count++] =
				column;
	}
}

void
roster_merge_run(struct roster_merge *merge)
{
	struct merging merging = {.merge = merge,
		.arena = merge->table->arena,
		.added = g_ptr_array_new()};
	struct holders holders = {g_hash_table_new(key_hash, key_equal),
		g_hash_table_new(key_hash, key_equal),
		g_hash_table_new(key_hash, key_equal)};

	merge->text = g_string_new(NULL);
	merge->changes = g_string_new(NULL);
	merging.lines = ARENA_ARRAY(
		merging.arena, struct merge_line, merge->table->count);
	for (size_t i = 0; i < merge->table->count; i++) {
		merging.lines[i].owned = is_owned(merge, i);
		merging.lines[i].fate =
			merging.lines[i].owned ? FATE_REMOVE : FATE_KEEP;
		merge->owned += merging.lines[i].owned;
		enter_row(&merging, &holders, i);
	}
	settle_entries(&merging, &holders);
	merge->removed = merge->owned - merge->altered - merge->same;
	find_new_columns(&merging);
	merge_write(&merging);
	g_hash_table_destroy(holders.by_hand);
	g_hash_table_destroy(holders.owned);
	g_hash_table_destroy(holders.seen);
	g_ptr_array_free(merging.added, TRUE);
}

void
roster_merge_clear(struct roster_merge *merge)
{
	if (merge->text != NULL)
		g_string_free(merge->text, TRUE);
	if (merge->changes != NULL)
		g_string_free(merge->changes, TRUE);
	merge->text = merge->changes = NULL;
}
