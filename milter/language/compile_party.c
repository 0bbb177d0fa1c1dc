#include "compile_internal.h"

/* What the roster may call it; two parties with one name are a mistake. */
static struct str
read_name(struct cursor *cursor)
{
	struct compiler *compiler = cursor->compiler;
	struct place place = cursor_place(cursor);
	struct str name =
		str_trim(cursor_text(cursor, "a party's name in quotes"));
	const struct place *before;
	char *key;

	if (cursor->failed)
		return name;
	key = g_utf8_casefold(name.p, (gssize)name.n);
	before = g_hash_table_lookup(compiler->party_names, key);
	if (before != NULL) {
		cursor_fail(cursor, place, "party '%.*s' is there already",
			STR_ARG(name));
		diag_note(compiler->diag, *before, "it stands here first");
		g_free(key);
		return name;
	}
	g_hash_table_insert(
		compiler->party_names, key, g_memdup2(&place, sizeof(place)));
	return name;
}

static void
read_names(struct cursor *cursor, struct party_words *party)
{
	GArray *names = g_array_new(FALSE, FALSE, sizeof(struct str));
	struct str *kept;

	do {
		struct str name = read_name(cursor);

		g_array_append_val(names, name);
	} while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
	kept = ARENA_ARRAY(cursor->compiler->arena, struct str, names->len);
	memcpy(kept, names->data, names->len * sizeof(*kept));
	party->names = kept;
	party->name_count = names->len;
	g_array_free(names, TRUE);
}

/* Any of the patterns will do. */
static const struct term *
read_words(struct cursor *cursor)
{
	struct arena *arena = cursor->compiler->arena;
	struct term *words = NULL;

	do {
		size_t start = cursor->at;
		struct term *one = ARENA_NEW(arena, struct term);
		struct term *both;

		if (cursor_peek(cursor) != NULL)
			pattern_check_folding(
				cursor->compiler, cursor_peek(cursor));
		if (++cursor->operands > MOST_OPERANDS)
			cursor_fail(cursor, cursor_place(cursor),
				"this is too long; make a define of its "
				"patterns");
		one->op = TERM_PATTERN;
		one->pattern = cursor_pattern(cursor);
		one->place = cursor_place_since(cursor, start);
		if (words == NULL) {
			words = one;
			continue;
		}
		both = ARENA_NEW(arena, struct term);
		both->op = TERM_OR;
		both->left = words;
		both->right = one;
		both->place = place_join(words->place, one->place);
		words = both;
	} while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
	return words;
}

/* Who has a party, and none of these names for it. */
static const struct selector *
others_than(struct arena *arena, const struct party_words *party)
{
	struct trait *traits =
		ARENA_ARRAY(arena, struct trait, party->name_count);
	struct selector_alternative *alternative =
		ARENA_NEW(arena, struct selector_alternative);
	struct selector *selector = ARENA_NEW(arena, struct selector);

	for (size_t i = 0; i < party->name_count; i++) {
		traits[i].kind = TRAIT_NOT_PARTY;
		traits[i].text = party->names[i];
	}
	alternative->traits = traits;
	alternative->count = party->name_count;
	selector->alternatives = alternative;
	selector->count = 1;
	return selector;
}

static void
compile_party(struct compiler *compiler, const struct node *node)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	struct party_words *party =
		ARENA_NEW(compiler->arena, struct party_words);

	read_names(&cursor, party);
	cursor_expect(&cursor, TOKEN_EQUALS, "'='");
	if (!cursor.failed)
		party->words = read_words(&cursor);
	cursor_end(&cursor);
	party->place = node_place(node);
	party->others = others_than(compiler->arena, party);
	g_ptr_array_add(compiler->parties, party);
}

void
compile_parties(struct compiler *compiler)
{
	struct ruleset *rules = compiler->rules;
	const struct party_words **kept;

	for (unsigned i = 0; i < compiler->party_nodes->len; i++)
		compile_party(compiler, compiler->party_nodes->pdata[i]);
	rules->party_count = compiler->parties->len;
	kept = ARENA_ARRAY(compiler->arena, const struct party_words *,
		rules->party_count);
	for (size_t i = 0; i < rules->party_count; i++)
		kept[i] = compiler->parties->pdata[i];
	rules->parties = kept;
}
