/*
 * compile_internal: what the files that turn the tree into a rule set share.
 *
 *   compile.c                 the passes, the whole
 *   compile_include.c         files and what they include -> trees
 *   compile_block.c           the statements of a block
 *   compile_cursor.c          reading the words of one statement
 *   compile_expansion.c       expressions in the making
 *   compile_define.c          `define`; {names} put into expressions
 *   compile_pattern.c         tokens -> patterns; the table of kinds
 *   compile_logic.c           and, or, not and parentheses, of anything
 *   compile_term.c            terms, of patterns
 *   compile_selector.c        selectors
 *   compile_condition_form.c  which form of condition.c the words have
 *   compile_condition.c       conditions, of such
 *   compile_named.c           `condition`: those with a name
 *   compile_settings.c        the table of settings
 *   compile_party.c           party
 *   compile_flag.c            flag, and `action`
 *   compile_rule.c            rule
 *   compile_protocol.c        protocol
 *   compile_window.c          window
 *   compile_likeness.c        likeness
 *   compile_council.c         council
 *   compile_check*.c          warnings: the whole, conditions, patterns
 *
 * First all names are collected, then the blocks are read, so that the order
 * in files does not matter. Every reader reports its first mistake and gives
 * its statement up; the next statement is read as if nothing had happened.
 */
#ifndef COMITY_LANGUAGE_COMPILE_INTERNAL_H
#define COMITY_LANGUAGE_COMPILE_INTERNAL_H

#include <glib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "language/ruleset.h"
#include "language/tree.h"

enum {
	MOST_POINTS = 1000,
	/* Of a word of a likeness, in tenths of a logit. */
	MOST_WEIGHT = 1000 * 1000,
	/* Parentheses and `not` within each other; nobody writes ten. */
	MOST_NESTING = 64,
	/* Operands of one condition or term: they are worked out by
	 * recursion. A longer list is a define. */
	MOST_OPERANDS = 500,
};

struct define;

/* A block of the tree, or a named list or condition, and what it becomes. */
struct definition {
	struct str name;
	struct place place; /* of the name */
	const struct node *node;
	/* struct flag, rule, protocol, window, likeness, council, define or
	 * named */
	void *object;
	bool used;
	bool clean; /* nothing was wrong with its statements */
};

/* Those of one kind, in file order and by name. */
struct definitions {
	GPtrArray *list; /* struct definition * */
	GHashTable *by_name;
};

struct compiler {
	struct diag *diag;
	struct arena *arena; /* the rule set's */
	struct arena *trees; /* goes when all is compiled */
	struct ruleset *rules;
	GPtrArray *statements; /* top-level nodes of all files, in order */
	GHashTable *files;     /* resolved path -> struct place of naming */
	GHashTable *settings;  /* word -> struct place * */
	struct definitions flags, rules_, protocols, windows, councils,
		likenesses;
	GPtrArray *actions;  /* top-level nodes `action FLAG …` */
	GPtrArray *party_nodes; /* top-level nodes `party …` */
	GPtrArray *parties;     /* struct party_words * */
	GHashTable *party_names; /* folded -> struct place * */
	struct definitions defines, named;
	GHashTable *named_uses; /* struct condition * -> struct token * */
	unsigned named_depth;   /* of those that are being read */
	GHashTable *patterns; /* case and expression -> struct pattern * */
	GPtrArray *pattern_list;
	/* Names once used that nobody defined, so that each is told once. */
	GHashTable *unknown;
};

/* Files ---------------------------------------------------------------- */

void include_source(struct compiler *compiler, const struct source *source);
/* `path` against the directory of the file that names it; in the arena. */
struct str resolve_path(
	struct compiler *compiler, const struct token *token);

/* One statement -------------------------------------------------------- */

struct cursor {
	struct compiler *compiler;
	const struct node *node;
	size_t at;
	bool failed; /* reported; nothing more is */
	unsigned depth, operands;
};

struct cursor cursor_start(
	struct compiler *compiler, const struct node *node, size_t at);
/* NULL at the end. */
const struct token *cursor_peek(const struct cursor *cursor);
/* Where the next token is, or the point behind the last. */
struct place cursor_place(const struct cursor *cursor);
struct place cursor_place_since(const struct cursor *cursor, size_t start);
void cursor_fail(struct cursor *cursor, struct place place,
	const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Takes the next token if it is that word. */
bool cursor_take(struct cursor *cursor, const char *word);
bool cursor_take_kind(struct cursor *cursor, enum token_kind kind);
/* NULL, reported, where something else stands; `what`: "a flag's name". */
const struct token *cursor_expect(
	struct cursor *cursor, enum token_kind kind, const char *what);
bool cursor_expect_word(struct cursor *cursor, const char *word);
int cursor_number(
	struct cursor *cursor, const char *what, int least, int most);
/* A string's text, copied into the arena; empty is an error. */
struct str cursor_text(struct cursor *cursor, const char *what);
/* The index of the next word in `names`; `what`: "severity". */
int cursor_choice(struct cursor *cursor, const char *what,
	const char *const *names);
/* Nothing more may stand here. */
void cursor_end(struct cursor *cursor);
/* "; did you mean 'x'?", or "" where nothing is near. In the arena. */
const char *hint_nearest(struct compiler *compiler, struct str word,
	const char *const *names);
/* What a string or pattern may lack that has nothing to do where it stands;
 * "" for other tokens. */
const char *hint_piece(const struct token *token);
/* NULL where nothing is called so. */
struct definition *definitions_find(
	const struct definitions *definitions, struct str name);
/* Of several of one name the first is found. */
struct definition *definitions_add(struct compiler *compiler,
	struct definitions *definitions, const struct node *node,
	const struct token *name, void *object);
const char *hint_definition(struct compiler *compiler, struct str word,
	const struct definitions *definitions);

/* A kind of statement within a block. */
struct statement_kind {
	const char *word; /* NULL: the line begins with a number */
	void (*read)(struct cursor *cursor, void *object);
	bool many;
	bool required;
};

/* Reads all statements of a block into `object`; false: some were wrong. */
bool read_statements(struct compiler *compiler, const struct node *node,
	const struct statement_kind *kinds, void *object);

/* A list that grew while a block was read, in the arena; the array goes. */
void *keep_array(struct arena *arena, GArray *array, size_t *count);

extern const struct statement_kind flag_statements[];
extern const struct statement_kind rule_statements[];
extern const struct statement_kind protocol_statements[];
extern const struct statement_kind window_statements[];
extern const struct statement_kind likeness_statements[];
extern const struct statement_kind council_statements[];

/* A kind of block. */
struct block_kind {
	const char *word;
	const struct statement_kind *statements;
	size_t size; /* of what it becomes */
	bool may_share_name;
	void (*compile)(struct compiler *, struct definition *);
};
enum { BLOCK_KINDS = 6 };
extern const struct block_kind block_kinds[BLOCK_KINDS];
/* The kind of block whose statements have this word; NULL: none has. */
const struct block_kind *home_of(const struct token *word);

/* Top level ------------------------------------------------------------ */

void settings_begin(struct compiler *compiler);
/* False where no setting has this name. */
bool settings_read(struct compiler *compiler, const struct node *node);
/* The names of all settings, for the nearest. */
const char *const *settings_names(struct compiler *compiler);

/* The definition called as the token says; NULL, reported once a name. */
struct definition *find_definition(struct cursor *cursor,
	const struct definitions *definitions, const struct token *name,
	const char *kind);

void compile_flag(struct compiler *compiler, struct definition *definition);
/* The lines `action FLAG …`, when all flags have been compiled. */
void compile_actions(struct compiler *compiler);
/* The lines `party "…" = …`, when all defines have been read. */
void compile_parties(struct compiler *compiler);
void compile_rule(struct compiler *compiler, struct definition *definition);
/* sentence, paragraph or message */
enum unit read_unit(struct cursor *cursor);
void compile_protocol(
	struct compiler *compiler, struct definition *definition);
void compile_window(struct compiler *compiler, struct definition *definition);
void compile_likeness(
	struct compiler *compiler, struct definition *definition);
void compile_council(struct compiler *compiler, struct definition *definition);

/* "HH:MM", up to 24:00, in minutes; -1 where it is none. */
int parse_clock(struct str text);

/* Defines and patterns ------------------------------------------------- */

/* Where a part of an expression was written. */
struct piece {
	size_t at; /* in the text */
	const struct token *token;
	size_t offset; /* in the token's text */
	bool copied;   /* byte for byte, so that offsets can be reckoned */
	const struct token *user; /* the token whose {name} brought it, … */
	size_t user_offset, user_length; /* … or NULL */
};

/* An expression in the making, of a pattern token or of a define's name. Where
 * its parts were written is worked out only once something is wrong with it. */
struct expansion {
	const struct token *of;
	GString *text;
	GArray *pieces; /* NULL: not asked for */
	const struct token *user;
	size_t user_offset, user_length;
	bool failed;
};

/* Expands it; `failed`: it could not be, reported. */
struct expansion expansion_of(
	struct compiler *compiler, const struct token *token);
void expansion_end(struct expansion *expansion);
void expansion_add(struct expansion *expansion, const struct token *token,
	size_t offset, const char *bytes, size_t length, bool copied);
/* Reports an error of the expression where it was written. */
void expansion_error(struct compiler *compiler,
	const struct expansion *expansion, const struct pattern_error *error);

void define_collect(struct compiler *compiler, const struct node *node);
/* Checks all defines, used or not. */
void define_check_all(struct compiler *compiler);
/* NULL where there is none. */
struct define *define_find(const struct compiler *compiler, struct str name);
/* May a define or a condition be called so? False: taken, reported. */
bool define_name_is_free(struct compiler *compiler, const struct token *name);
/* Reports that no define is called so; what a name may be instead. */
void define_fail_unknown(
	struct compiler *compiler, struct str name, struct place place);
void define_each_unused(struct compiler *compiler,
	void (*call)(struct compiler *, struct str name, struct place place));
/* Puts all alternatives of a define into `expansion`. */
void define_expand(struct compiler *compiler, struct expansion *expansion,
	struct define *define);
/*
 * The {name} at `at` of a token's text put in; false (reported) where nobody
 * defines it. `*after` is behind the '}'.
 */
void define_expand_name(struct compiler *compiler,
	struct expansion *expansion, const struct token *token, size_t at,
	size_t *after);
/* Does `{name}` stand at `at`? */
bool define_is_name(struct str text, size_t at);

/* May the token begin a pattern? */
bool pattern_token(const struct token *token);
/* Appends what a pattern token means, names put in. */
void pattern_expand(struct compiler *compiler, struct expansion *expansion,
	const struct token *token);
/* NULL where it failed, reported. */
const struct pattern *pattern_of_token(
	struct cursor *cursor, const struct token *token);
const struct pattern *pattern_of_define(
	struct cursor *cursor, const struct token *name);
/* Warns of characters that folded text never holds. */
void pattern_check_folding(
	struct compiler *compiler, const struct token *token);
/* A pattern, a phrase or a define's name. */
const struct pattern *cursor_pattern(struct cursor *cursor);

/* Terms, selectors, conditions ----------------------------------------- */

enum logic_op { LOGIC_AND, LOGIC_OR, LOGIC_NOT };

/* What is joined by and, or, not and parentheses, and how. */
struct logic {
	const void *(*read_one)(struct cursor *cursor);
	/* `start`: the place of its first word; not: `right` is NULL. */
	const void *(*join)(struct cursor *cursor, enum logic_op op,
		size_t start, const void *left, const void *right);
	/* Behind and, or: does what follows belong to it? NULL: always. It is
	 * asked outside parentheses only. */
	bool (*goes_on)(const struct cursor *cursor);
};
const void *read_logic(struct cursor *cursor, const struct logic *logic);

const struct term *read_term(struct cursor *cursor);
/* The term of `text has …`, which ends where a condition begins. */
const struct term *read_term_in_condition(struct cursor *cursor);
const struct selector *read_selector(struct cursor *cursor);
const struct condition *read_condition(struct cursor *cursor);
/* Conditions with a name. */
void named_collect(struct compiler *compiler, const struct node *node);
void named_read_all(struct compiler *compiler);
/* Is the next word one's name? Takes it; *condition NULL: failed, reported. */
bool named_read(struct cursor *cursor, struct condition **condition);
/* Where the condition called so was named; NULL: there is none. */
const struct place *named_place(
	const struct compiler *compiler, struct str name);
void named_each_unused(struct compiler *compiler,
	void (*call)(struct compiler *, struct str name, struct place place));

/* The zone called so, or -1. */
int zone_of_word(const struct token *token);
/* Is it the first word of a condition? */
bool condition_word(const struct token *token);
/* Where a word stands in a list that ends with NULL, or -1. */
int word_index(const struct token *token, const char *const *names);

/* How far a form fits: words taken, and whether all but its argument are. */
struct condition_fit {
	const struct condition_form *form;
	size_t words;
	bool whole;
	struct str next; /* the word of the form that comes next */
};

/* The form that the next words have; none: `form` is NULL. */
struct condition_fit condition_best_fit(const struct cursor *cursor);
/* Reports what could stand instead of the next words. */
void condition_fail_unknown(struct cursor *cursor);

/* Warnings ------------------------------------------------------------- */

/* What can be told of single blocks, and of the whole where it is sound. */
void check_ruleset(struct compiler *compiler);
void check_conditions(
	struct compiler *compiler, const struct definition *definition);
void check_patterns(
	struct compiler *compiler, const struct definition *definition);
/* A warning that says "member" where the protocol says "councillor". */
void check_plain_words(struct compiler *compiler, const struct flag *flag);
/* Alternatives of a define that add nothing. */
void check_alternatives(struct compiler *compiler,
	const struct token *const *alternatives, size_t count);

#endif
