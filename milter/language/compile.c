#include "compile_internal.h"
#include "ruleset_internal.h"

/* The kinds of block ----------------------------------------------------- */

const struct block_kind block_kinds[BLOCK_KINDS] = {
	{"flag", flag_statements, sizeof(struct flag), false, compile_flag},
	{"window", window_statements, sizeof(struct window), true,
		compile_window},
	{"likeness", likeness_statements, sizeof(struct likeness), false,
		compile_likeness},
	{"protocol", protocol_statements, sizeof(struct protocol), false,
		compile_protocol},
	{"council", council_statements, sizeof(struct council), false,
		compile_council},
	{"rule", rule_statements, sizeof(struct rule), false, compile_rule},
};

static struct definitions *
definitions_of(struct compiler *compiler, const struct block_kind *kind)
{
	struct definitions *all[BLOCK_KINDS] = {&compiler->flags,
		&compiler->windows, &compiler->likenesses, &compiler->protocols,
		&compiler->councils, &compiler->rules_};

	return all[kind - block_kinds];
}

static const struct block_kind *
kind_of(const struct token *token)
{
	for (size_t i = 0; i < BLOCK_KINDS; i++)
		if (token_is(token, block_kinds[i].word))
			return &block_kinds[i];
	return NULL;
}

/* Names ------------------------------------------------------------------ */

struct definition *
definitions_find(const struct definitions *definitions, struct str name)
{
	char *key = g_strndup(name.p, name.n);
	struct definition *found =
		g_hash_table_lookup(definitions->by_name, key);

	g_free(key);
	return found;
}

struct definition *
definitions_add(struct compiler *compiler, struct definitions *definitions,
	const struct node *node, const struct token *name, void *object)
{
	struct definition *before = definitions_find(definitions, name->text);
	struct definition *definition =
		ARENA_NEW(compiler->trees, struct definition);

	definition->name = arena_str(compiler->arena, name->text);
	definition->place = name->place;
	definition->node = node;
	definition->object = object;
	g_ptr_array_add(definitions->list, definition);
	if (before == NULL)
		g_hash_table_insert(definitions->by_name,
			g_strdup(definition->name.p), definition);
	return definition;
}

/* A name that nobody defined is told of once, however often it is used. */
static bool
first_time(struct compiler *compiler, const char *kind, struct str name)
{
	return g_hash_table_add(compiler->unknown,
		g_strdup_printf("%s %.*s", kind, STR_ARG(name)));
}

struct definition *
find_definition(struct cursor *cursor, const struct definitions *definitions,
	const struct token *name, const char *kind)
{
	struct compiler *compiler = cursor->compiler;
	struct definition *found = definitions_find(definitions, name->text);

	if (found == NULL && first_time(compiler, kind, name->text))
		cursor_fail(cursor, name->place, "no %s is called '%.*s'%s",
			kind, STR_ARG(name->text),
			hint_definition(compiler, name->text, definitions));
	cursor->failed |= found == NULL;
	return found;
}

/* Top level -------------------------------------------------------------- */

static void
add_definition(struct compiler *compiler, const struct block_kind *kind,
	const struct node *node, const struct token *name)
{
	struct definitions *definitions = definitions_of(compiler, kind);
	struct definition *before = definitions_find(definitions, name->text);

	if (before != NULL && !kind->may_share_name) {
		diag_error(compiler->diag, name->place,
			"a %s is called '%.*s' already", kind->word,
			STR_ARG(name->text));
		diag_note(compiler->diag, before->place, "first defined here");
	}
	definitions_add(compiler, definitions, node, name,
		arena_alloc(compiler->arena, kind->size));
}

static void
collect_block(struct compiler *compiler, const struct block_kind *kind,
	const struct node *node)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct token *name;
	char *what = g_strdup_printf("the %s's name", kind->word);

	/* The name is good even where something else is broken. */
	cursor.failed = false;
	name = cursor_expect(&cursor, TOKEN_WORD, what);
	g_free(what);
	if (name == NULL)
		return;
	cursor.failed = node->broken;
	cursor_end(&cursor);
	if (!node->has_block && !cursor.failed)
		diag_error(compiler->diag, node_end(node),
			"'{' is missing behind this '%s'", kind->word);
	add_definition(compiler, kind, node, name);
}

static const char *const *
top_words(struct compiler *compiler)
{
	const char *const *settings = settings_names(compiler);
	size_t count = 0;
	size_t used = 0;
	const char **words;

	while (settings[count] != NULL)
		count++;
	words = ARENA_ARRAY(
		compiler->trees, const char *, count + BLOCK_KINDS + 6);
	for (size_t i = 0; i < BLOCK_KINDS; i++)
		words[used++] = block_kinds[i].word;
	words[used++] = "define";
	words[used++] = "condition";
	words[used++] = "include";
	words[used++] = "action";
	words[used++] = "party";
	for (size_t i = 0; i < count; i++)
		words[used++] = settings[i];
	return words;
}

static void
fail_top(struct compiler *compiler, const struct node *node)
{
	const struct token *first = &node->tokens[0];
	const struct block_kind *home = home_of(first);
	const char *near;

	if (node->broken)
		return;
	if (first->kind != TOKEN_WORD) {
		diag_error(compiler->diag, first->place,
			"a setting, a define or a block is expected; %s "
			"stands here%s",
			token_kind_name(first->kind), hint_piece(first));
		return;
	}
	near = hint_nearest(compiler, first->text, top_words(compiler));
	if (home != NULL)
		near = arena_printf(
			compiler->trees, "; it belongs in a '%s'", home->word);
	diag_error(compiler->diag, first->place,
		"unknown setting or block '%.*s'%s", STR_ARG(first->text),
		near);
}

static void
collect(struct compiler *compiler, const struct node *node)
{
	const struct token *first = &node->tokens[0];
	const struct block_kind *kind = kind_of(first);
	bool known = true;

	if (kind != NULL)
		collect_block(compiler, kind, node);
	else if (token_is(first, "define"))
		define_collect(compiler, node);
	else if (token_is(first, "condition"))
		named_collect(compiler, node);
	else if (token_is(first, "action"))
		g_ptr_array_add(compiler->actions, (void *)(uintptr_t)node);
	else if (token_is(first, "party"))
		g_ptr_array_add(compiler->party_nodes, (void *)(uintptr_t)node);
	else
		known = settings_read(compiler, node);
	if (!known)
		fail_top(compiler, node);
	else if (kind == NULL && node->has_block && !node->broken)
		diag_error(compiler->diag, node->block->place,
			"no block can stand here");
}

/* What each object is called and where, before any of them is read. */
static void
name_objects(struct compiler *compiler)
{
#define EACH(list_, type, code)                                                \
	for (unsigned i = 0; i < (list_).list->len; i++) {                     \
		struct definition *definition = (list_).list->pdata[i];        \
		struct type *object = definition->object;                      \
                                                                               \
		object->place = definition->place;                             \
		code;                                                          \
	}
	EACH(compiler->flags, flag,
		(object->name = definition->name, object->id = i))
	EACH(compiler->rules_, rule,
		(object->id = definition->name, object->index = i))
	EACH(compiler->protocols, protocol,
		(object->name = definition->name, object->index = i))
	EACH(compiler->windows, window, object->name = definition->name)
	EACH(compiler->likenesses, likeness,
		(object->name = definition->name, object->id = i))
	EACH(compiler->councils, council, object->name = definition->name)
#undef EACH
}

static void
compile_blocks(struct compiler *compiler)
{
	for (size_t k = 0; k < BLOCK_KINDS; k++) {
		struct definitions *all =
			definitions_of(compiler, &block_kinds[k]);

		for (unsigned i = 0; i < all->list->len; i++)
			block_kinds[k].compile(compiler, all->list->pdata[i]);
	}
}

/* The whole -------------------------------------------------------------- */

static void
definitions_begin(struct definitions *definitions)
{
	definitions->list = g_ptr_array_new();
	definitions->by_name =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
definitions_end(struct definitions *definitions)
{
	g_ptr_array_free(definitions->list, TRUE);
	g_hash_table_destroy(definitions->by_name);
}

static void
compiler_begin(struct compiler *compiler, struct diag *diag)
{
	memset(compiler, 0, sizeof(*compiler));
	compiler->diag = diag;
	compiler->rules = ruleset_new();
	compiler->arena = ruleset_whole(compiler->rules)->arena;
	compiler->pattern_list = ruleset_whole(compiler->rules)->patterns;
	compiler->trees = arena_new();
	compiler->statements = g_ptr_array_new();
	compiler->actions = g_ptr_array_new();
	compiler->party_nodes = g_ptr_array_new();
	compiler->parties = g_ptr_array_new();
	compiler->party_names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	compiler->files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	compiler->settings =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	definitions_begin(&compiler->defines);
	definitions_begin(&compiler->named);
	compiler->named_uses = g_hash_table_new(NULL, NULL);
	compiler->patterns =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	compiler->unknown =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < BLOCK_KINDS; i++)
		definitions_begin(definitions_of(compiler, &block_kinds[i]));
	settings_begin(compiler);
}

static void
compiler_end(struct compiler *compiler)
{
	for (size_t i = 0; i < BLOCK_KINDS; i++)
		definitions_end(definitions_of(compiler, &block_kinds[i]));
	g_hash_table_destroy(compiler->unknown);
	g_hash_table_destroy(compiler->patterns);
	g_hash_table_destroy(compiler->named_uses);
	definitions_end(&compiler->named);
	definitions_end(&compiler->defines);
	g_hash_table_destroy(compiler->settings);
	g_hash_table_destroy(compiler->files);
	g_hash_table_destroy(compiler->party_names);
	g_ptr_array_free(compiler->parties, TRUE);
	g_ptr_array_free(compiler->party_nodes, TRUE);
	g_ptr_array_free(compiler->actions, TRUE);
	g_ptr_array_free(compiler->statements, TRUE);
	arena_free(&compiler->trees);
}

/* What was read decides, so that the digest tells one rule set from another. */
static void
set_digest(struct ruleset *rules)
{
	const struct whole_ruleset *whole = ruleset_whole(rules);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (unsigned i = 0; i < whole->sources->len; i++) {
		struct str text = source_text(whole->sources->pdata[i]);

		g_checksum_update(sum, (const guchar *)text.p, (gssize)text.n);
	}
	g_strlcpy(rules->digest, g_checksum_get_string(sum),
		sizeof(rules->digest));
	g_checksum_free(sum);
}

static const void **
keep_list(struct compiler *compiler, const struct definitions *definitions,
	size_t *count)
{
	const void **list = ARENA_ARRAY(
		compiler->arena, const void *, definitions->list->len);

	*count = definitions->list->len;
	for (size_t i = 0; i < *count; i++) {
		const struct definition *definition =
			definitions->list->pdata[i];

		list[i] = definition->object;
	}
	return list;
}

static void
keep_lists(struct compiler *compiler)
{
	struct ruleset *rules = compiler->rules;

	rules->flags = (const struct flag **)keep_list(
		compiler, &compiler->flags, &rules->flag_count);
	rules->rules = (const struct rule **)keep_list(
		compiler, &compiler->rules_, &rules->rule_count);
	rules->protocols = (const struct protocol **)keep_list(
		compiler, &compiler->protocols, &rules->protocol_count);
	rules->windows = (const struct window **)keep_list(
		compiler, &compiler->windows, &rules->window_count);
	rules->likenesses = (const struct likeness **)keep_list(
		compiler, &compiler->likenesses, &rules->likeness_count);
	rules->vocabulary = vocabulary_new(
		compiler->arena, rules->likenesses, rules->likeness_count);
	rules->councils = (const struct council **)keep_list(
		compiler, &compiler->councils, &rules->council_count);
	rules->patterns =
		(const struct pattern **)(void *)compiler->pattern_list->pdata;
	rules->pattern_count = compiler->pattern_list->len;
}

static bool
check_size(struct compiler *compiler)
{
	const struct definition *one;

	if (compiler->rules_.list->len <= LIMIT_RULES)
		return true;
	one = compiler->rules_.list->pdata[LIMIT_RULES];
	diag_error(
		compiler->diag, one->place, "more than %d rules", LIMIT_RULES);
	return false;
}

static void
compile_all(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->statements->len; i++)
		collect(compiler, compiler->statements->pdata[i]);
	if (!check_size(compiler))
		return;
	name_objects(compiler);
	define_check_all(compiler);
	compile_parties(compiler);
	named_read_all(compiler);
	compile_blocks(compiler);
	compile_actions(compiler);
	keep_lists(compiler);
	check_ruleset(compiler);
}

struct ruleset *
ruleset_load_source(struct diag *diag, const struct source *source)
{
	unsigned before = diag_errors(diag);
	struct compiler compiler;

	compiler_begin(&compiler, diag);
	include_source(&compiler, source);
	set_digest(compiler.rules);
	compile_all(&compiler);
	compiler_end(&compiler);
	if (diag_errors(diag) != before)
		ruleset_free(&compiler.rules);
	return compiler.rules;
}

struct ruleset *
ruleset_load(struct diag *diag, const char *path)
{
	struct place nowhere = {NULL, 0, 0};
	const struct source *source = diag_read_file(diag, path, nowhere);

	return source == NULL ? NULL : ruleset_load_source(diag, source);
}
