#include "pattern_internal.h"

#include <glib.h>

#include "pattern_strings.h"
#include "pattern_tree.h"

enum {
	SHORTEST = 3,
	/* A class of more characters breaks a literal. */
	MOST_CLASS = 4,
	/* Strings of one set while it is put together, and in the end. */
	MOST_EXACT = 16,
	MOST_LITERALS = 600,
	LONGEST = 32,
};

/*
 * What is known of the text that an expression matches. `exact`: it is one of
 * these strings and nothing else. `needed`: it contains one of these strings;
 * NULL where nothing is known.
 */
struct known {
	GPtrArray *exact;  /* char *; NULL: not known */
	GPtrArray *needed; /* char *; NULL: nothing */
	bool never;
};

static struct known known_of(const struct expr *expr);

static void
known_clear(struct known *known)
{
	strings_free(&known->exact);
	strings_free(&known->needed);
}

/* Longer literals stand in fewer texts; more of them in more. */
static int
quality(const GPtrArray *strings)
{
	size_t shortest;
	int cost = 0;

	if (strings == NULL || strings->len == 0)
		return -1;
	shortest = strings_shortest(strings);
	if (shortest < SHORTEST || strings->len > MOST_LITERALS)
		return -1;
	for (unsigned n = strings->len; n > 1; n /= 2)
		cost++;
	return (int)MIN(shortest, (size_t)10) * 4 - cost * 2 + 100;
}

/* Keeps the better of `*best` and `strings`, which it takes over. */
static void
keep_better(GPtrArray **best, GPtrArray *strings)
{
	if (strings == NULL)
		return;
	strings_drop_redundant(strings);
	if (quality(strings) > quality(*best)) {
		strings_free(best);
		*best = strings;
	} else {
		g_ptr_array_free(strings, TRUE);
	}
}

/* Characters ------------------------------------------------------------- */

static bool
is_large(const struct char_set *set)
{
	return set->beyond ||
	       __builtin_popcountll(set->ascii[0]) +
			       __builtin_popcountll(set->ascii[1]) >
		       MOST_CLASS;
}

static struct known
known_of_chars(const struct char_set *set)
{
	struct known known = {NULL, NULL, false};

	/* A NUL would end our strings; none stands in folded text. */
	if (is_large(set) || set_has(set, 0))
		return known;
	known.exact = strings_new();
	for (unsigned char c = 1; c < 0x80; c++) {
		char text[2] = {(char)c, '\0'};

		if (set_has(set, c))
			g_ptr_array_add(known.exact, g_strdup(text));
	}
	return known;
}

/* The one character that `expr` stands for; 0 where it may be several. */
static char
only_char(const struct expr *expr)
{
	const uint64_t *ascii = expr->set.ascii;
	unsigned half = ascii[0] != 0 ? 0 : 1;

	if (expr->kind != EXPR_CHARS || is_large(&expr->set) ||
		__builtin_popcountll(ascii[0]) +
				__builtin_popcountll(ascii[1]) !=
			1)
		return '\0';
	return (char)(half * 64 + (unsigned)__builtin_ctzll(ascii[half]));
}

/* Sequences -------------------------------------------------------------- */

static GPtrArray *
cross(const GPtrArray *left, const GPtrArray *right)
{
	GPtrArray *both = strings_new();

	for (unsigned i = 0; i < left->len; i++) {
		for (unsigned k = 0; k < right->len; k++) {
			char *text = g_strconcat(
				left->pdata[i], right->pdata[k], NULL);

			g_ptr_array_add(both, text);
		}
	}
	strings_drop_same(both);
	return both;
}

static bool
can_cross(const GPtrArray *left, const GPtrArray *right)
{
	return left->len * right->len <= MOST_EXACT &&
	       strings_longest(left) + strings_longest(right) <= LONGEST;
}

static GPtrArray *
only_empty(void)
{
	GPtrArray *strings = strings_new();

	strings_add(strings, "");
	return strings;
}

/* A sequence while it is read: the strings of the run that goes on. */
struct run {
	GPtrArray *strings;
	GPtrArray *needed; /* the best so far */
	bool whole;	   /* the run began with the sequence */
	bool never;
};

static void
run_add(struct run *run, struct known *next)
{
	run->never |= next->never;
	if (next->exact != NULL && can_cross(run->strings, next->exact)) {
		GPtrArray *both = cross(run->strings, next->exact);

		strings_free(&run->strings);
		run->strings = both;
		known_clear(next);
		return;
	}
	run->whole = false;
	keep_better(&run->needed, run->strings);
	keep_better(&run->needed, next->needed);
	next->needed = NULL;
	run->strings = next->exact != NULL ? next->exact : only_empty();
	next->exact = NULL;
}

static void
run_begin(struct run *run)
{
	run->strings = only_empty();
	run->needed = NULL;
	run->whole = true;
	run->never = false;
}

static struct known
run_end(struct run *run)
{
	struct known known = {NULL, NULL, run->never};

	if (run->whole) {
		known.exact = run->strings;
		return known;
	}
	keep_better(&run->needed, run->strings);
	known.needed = run->needed;
	return known;
}

static void run_add_repeat(struct run *run, const struct expr *expr);

/* Letters one after the other are taken as one string: there are many. */
static const struct expr *
run_add_letters(struct run *run, const struct expr *child)
{
	struct known next = {strings_new(), NULL, false};
	char text[LONGEST + 1];
	size_t n = 0;

	while (child != NULL && n < LONGEST && only_char(child) != '\0') {
		text[n++] = only_char(child);
		child = child->next;
	}
	text[n] = '\0';
	g_ptr_array_add(next.exact, g_strdup(text));
	run_add(run, &next);
	return child;
}

static struct known
known_of_sequence(const struct expr *expr)
{
	const struct expr *child = expr->child;
	struct run run;

	run_begin(&run);
	while (child != NULL) {
		struct known next;

		if (only_char(child) != '\0') {
			child = run_add_letters(&run, child);
			continue;
		}
		if (child->kind == EXPR_REPEAT && child->min > 0) {
			run_add_repeat(&run, child);
		} else {
			next = known_of(child);
			run_add(&run, &next);
		}
		child = child->next;
	}
	return run_end(&run);
}

/* Alternatives ----------------------------------------------------------- */

/* Exact strings are as good as needed ones from here on. */
static GPtrArray *
take_needed(struct known *known)
{
	GPtrArray *taken = known->needed;

	if (taken != NULL) {
		known->needed = NULL;
		return taken;
	}
	taken = known->exact;
	known->exact = NULL;
	return taken;
}

/* One branch of which nothing is known leaves nothing known of the whole. */
static void
add_branch(struct known *sum, struct known *branch)
{
	GPtrArray *needed;

	if (branch->never) {
		known_clear(branch);
		return;
	}
	sum->never = false;
	if (sum->exact != NULL && branch->exact != NULL &&
		sum->exact->len + branch->exact->len <= MOST_EXACT)
		for (unsigned i = 0; i < branch->exact->len; i++)
			strings_add(sum->exact, branch->exact->pdata[i]);
	else
		strings_free(&sum->exact);
	needed = take_needed(branch);
	if (sum->needed != NULL && quality(needed) >= 0 &&
		sum->needed->len + needed->len <= 4 * MOST_LITERALS)
		strings_take_all(sum->needed, needed);
	else
		strings_free(&sum->needed);
	strings_free(&needed);
	known_clear(branch);
}

static struct known
known_of_alternatives(const struct expr *expr)
{
	struct known sum = {strings_new(), strings_new(), true};

	for (const struct expr *child = expr->child; child != NULL;
		child = child->next) {
		struct known branch = known_of(child);

		add_branch(&sum, &branch);
	}
	if (sum.exact != NULL)
		strings_drop_same(sum.exact);
	if (sum.exact != NULL && sum.exact->len == 0)
		strings_free(&sum.exact);
	if (sum.exact != NULL)
		strings_free(&sum.needed);
	if (sum.needed != NULL)
		strings_drop_redundant(sum.needed);
	if (quality(sum.needed) < 0)
		strings_free(&sum.needed);
	return sum;
}

/* Repeats ---------------------------------------------------------------- */

static struct known
known_of_optional(const struct expr *expr)
{
	struct known known = known_of(expr->child);

	strings_free(&known.needed);
	if (known.exact != NULL)
		strings_add(known.exact, "");
	known.never = false;
	return known;
}

/* x{2,} is xx and then anything, and xx may go on what stands before. */
static void
run_add_repeat(struct run *run, const struct expr *expr)
{
	struct known rest = {NULL, NULL, false};
	uint32_t times = MIN(expr->min, (uint32_t)LONGEST);

	for (uint32_t i = 0; i < times; i++) {
		struct known next = known_of(expr->child);
		bool breaks = next.exact == NULL;

		run_add(run, &next);
		/* Once it breaks, more of the same tells nothing new. */
		if (breaks)
			return;
	}
	if (expr->max != times)
		run_add(run, &rest);
}

static struct known
known_of_repeat(const struct expr *expr)
{
	struct run run;

	if (expr->min == 0 && expr->max == 1)
		return known_of_optional(expr);
	run_begin(&run);
	run_add_repeat(&run, expr);
	return run_end(&run);
}

static struct known
known_of(const struct expr *expr)
{
	struct known known = {NULL, NULL, false};

	switch (expr->kind) {
	case EXPR_EMPTY:
	case EXPR_ASSERT:
		known.exact = only_empty();
		break;
	case EXPR_CHARS:
		return known_of_chars(&expr->set);
	case EXPR_CONCAT:
		return known_of_sequence(expr);
	case EXPR_ALT:
		return known_of_alternatives(expr);
	case EXPR_REPEAT:
		return known_of_repeat(expr);
	case EXPR_NEVER:
		known.never = true;
		break;
	case EXPR_UNKNOWN:
		break;
	}
	return known;
}

/* The strings and the views of them in one block. */
static struct str *
keep_strings(const GPtrArray *strings, size_t *count)
{
	size_t room = strings->len * sizeof(struct str);
	struct str *views;
	char *bytes;

	*count = strings->len;
	for (unsigned i = 0; i < strings->len; i++)
		room += strlen(strings->pdata[i]) + 1;
	views = g_malloc(room);
	bytes = (char *)(views + strings->len);
	for (unsigned i = 0; i < strings->len; i++) {
		size_t n = strlen(strings->pdata[i]);

		memcpy(bytes, strings->pdata[i], n + 1);
		views[i] = (struct str){bytes, n};
		bytes += n + 1;
	}
	return views;
}

struct str *
literals_find(const struct expr *tree, size_t *count)
{
	struct known known = known_of(tree);
	GPtrArray *best = NULL;
	struct str *kept = NULL;

	*count = 0;
	keep_better(&best, take_needed(&known));
	if (quality(best) >= 0)
		kept = keep_strings(best, count);
	strings_free(&best);
	known_clear(&known);
	return kept;
}
