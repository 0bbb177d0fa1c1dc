#include "judge/plan.h"

#include <glib.h>

#include "base/array.h"
#include "base/bits.h"
#include "judge/arms.h"

/* While it is being made; what is handed out points into these. */
struct draft {
	struct plan plan; /* first, so that one is the other */
	const struct ruleset *rules;
	struct plan_node *nodes;
	size_t node_count;
	struct plan_when *whens;
	size_t when_count;
	unsigned *when_of;
	uint32_t *first, *triggers;
	uint64_t *always;
	uint32_t *first_line;
	struct plan_line *lines;
	uint32_t *needs;
};

/* Conditions written out ---------------------------------------------- */

/* Texts carry their length, so that no two lists of them look the same. */
static void
write_text(GString *out, struct str text)
{
	g_string_append_printf(out, "%zu:", text.n);
	g_string_append_len(out, text.p, (gssize)text.n);
}

static void
write_selector(GString *out, const struct selector *selector)
{
	for (size_t a = 0; selector != NULL && a < selector->count; a++) {
		const struct selector_alternative *one =
			&selector->alternatives[a];

		g_string_append_c(out, '|');
		for (size_t t = 0; t < one->count; t++) {
			const struct trait *trait = &one->traits[t];

			g_string_append_printf(out, "%d.%d.%d.", trait->kind,
				trait->role, trait->negated);
			write_text(out, trait->text);
		}
	}
}

static void
write_pattern(GString *out, const struct pattern *pattern)
{
	if (pattern != NULL)
		g_string_append_printf(out, "p%u", pattern_id(pattern));
}

static void
write_term(GString *out, const struct term *term)
{
	if (term == NULL)
		return;
	g_string_append_printf(out, "(%d", term->op);
	if (term->op == TERM_PATTERN) {
		write_pattern(out, term->pattern);
	} else {
		write_term(out, term->left);
		write_term(out, term->op == TERM_NOT ? NULL : term->right);
	}
	g_string_append_c(out, ')');
}

static void
write_atom(GString *out, const struct condition *condition)
{
	g_string_append_printf(out, "%d,%d,%d,%d,%d,%u,%d,", condition->kind,
		condition->set, condition->zone, condition->at_start,
		condition->by_type, condition->number, condition->trait);
	write_text(out, condition->text);
	if (condition->likeness != NULL)
		g_string_append_printf(out, "l%u", condition->likeness->id);
	write_selector(out, condition->selector);
	write_term(out, condition->term);
	write_pattern(out, condition->pattern);
}

/* Parts of conditions that are written the same are one node. */
struct sharing {
	GHashTable *known; /* GBytes as written, to a node's number plus one */
	GArray *nodes;	   /* struct plan_node, parts before what they are of */
};

/* The number of the node; equal ones are written the same, and no others. */
static unsigned
node_of(struct sharing *sharing, const struct condition *condition)
{
	struct plan_node node = {.op = condition->op};
	GString *text = g_string_new(NULL);
	GBytes *key;
	unsigned number;

	if (condition->op == COND_ATOM) {
		node.atom = condition;
		write_atom(text, condition);
	} else {
		node.left = node_of(sharing, condition->left);
		if (condition->op != COND_NOT)
			node.right = node_of(sharing, condition->right);
		g_string_append_printf(text, "[%d,%u,%u]", condition->op,
			node.left, node.right);
	}
	key = g_string_free_to_bytes(text);
	number = GPOINTER_TO_UINT(g_hash_table_lookup(sharing->known, key));
	if (number > 0) {
		g_bytes_unref(key);
		return number - 1;
	}
	number = sharing->nodes->len;
	g_array_append_val(sharing->nodes, node);
	g_hash_table_insert(sharing->known, key, GUINT_TO_POINTER(number + 1));
	return number;
}

/* The `when` with that node, or a new one. */
static unsigned
when_with(struct draft *draft, unsigned node)
{
	unsigned at = 0;

	while (at < draft->when_count && draft->whens[at].node != node)
		at++;
	if (at == draft->when_count)
		draft->whens[draft->when_count++].node = node;
	return at;
}

static void
share_conditions(struct draft *draft)
{
	const struct ruleset *rules = draft->rules;
	struct sharing sharing = {
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
			(GDestroyNotify)g_bytes_unref, NULL),
		g_array_new(FALSE, FALSE, sizeof(struct plan_node))};

	draft->whens = g_new0(struct plan_when, rules->rule_count + 1);
	draft->when_of = g_new0(unsigned, rules->rule_count + 1);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct condition *when = rules->rules[i]->when;
		unsigned node = PLAN_ALWAYS;

		if (when != NULL)
			node = node_of(&sharing, when);
		draft->when_of[i] = when_with(draft, node);
	}
	g_hash_table_destroy(sharing.known);
	draft->node_count = sharing.nodes->len;
	draft->nodes =
		(struct plan_node *)(void *)g_array_free(sharing.nodes, FALSE);
}

/* What hangs on a condition ------------------------------------------- */

static void
sum_up_whens(struct draft *draft)
{
	const struct ruleset *rules = draft->rules;
	size_t flags = rules->flag_count;
	bool *raises = g_new0(bool, draft->when_count *flags + 1);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];
		struct plan_when *when = &draft->whens[draft->when_of[i]];

		when->zones |= rule->zones;
		if (rule->shadow || rule_can_raise(rule))
			when->arms |= arm_of(rule->flag);
		if (rule_can_raise(rule))
			raises[draft->when_of[i] * flags + rule->flag->id] =
				true;
	}
	for (size_t w = 0; w < draft->when_count; w++) {
		unsigned *list = g_new0(unsigned, flags + 1);
		size_t count = 0;

		for (unsigned f = 0; f < flags; f++)
			if (raises[w * flags + f])
				list[count++] = f;
		draft->whens[w].flags = list;
		draft->whens[w].flag_count = count;
	}
	g_free(raises);
}

/* What rules hang on -------------------------------------------------- */

/*
 * Adds patterns of which one is found wherever the term holds; false where
 * there are none such, since it may hold without any.
 */
static bool
add_triggers(const struct term *term, GArray *ids)
{
	unsigned before = ids->len;
	unsigned id;

	switch (term == NULL ? TERM_NOT : term->op) {
	case TERM_PATTERN:
		id = pattern_id(term->pattern);
		g_array_append_val(ids, id);
		return true;
	case TERM_AND:
		if (add_triggers(term->left, ids))
			return true;
		g_array_set_size(ids, before);
		return add_triggers(term->right, ids);
	case TERM_OR:
		return add_triggers(term->left, ids) &&
		       add_triggers(term->right, ids);
	case TERM_NOT:
		break;
	}
	return false;
}

/* The patterns of a rule, each once; false: it may hold without any. */
static bool
rule_triggers(const struct rule *rule, GArray *ids)
{
	g_array_set_size(ids, 0);
	for (size_t i = 0; i < rule->score_count; i++)
		if (!add_triggers(rule->scores[i].term, ids))
			return false;
	array_sort_once(ids);
	return true;
}

struct pair {
	unsigned pattern;
	uint32_t rule;
};

static void
lay_out(struct draft *draft, const GArray *pairs)
{
	size_t patterns = draft->rules->pattern_count;
	uint32_t *filled;

	draft->first = g_new0(uint32_t, patterns + 1);
	draft->triggers = g_new0(uint32_t, pairs->len + 1);
	for (unsigned i = 0; i < pairs->len; i++)
		draft->first[g_array_index(pairs, struct pair, i).pattern +
			     1]++;
	for (size_t p = 0; p < patterns; p++)
		draft->first[p + 1] += draft->first[p];
	filled = g_memdup2(draft->first, sizeof(*filled) * (patterns + 1));
	for (unsigned i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);

		draft->triggers[filled[pair->pattern]++] = pair->rule;
	}
	g_free(filled);
}

static void
find_triggers(struct draft *draft)
{
	const struct ruleset *rules = draft->rules;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(unsigned));
	GArray *pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));

	draft->always = g_new0(uint64_t, rules->rule_count / 64 + 1);
	for (uint32_t r = 0; r < rules->rule_count; r++) {
		if (!rule_triggers(rules->rules[r], ids)) {
			bits_add(draft->always, r);
			continue;
		}
		for (unsigned i = 0; i < ids->len; i++) {
			struct pair pair = {g_array_index(ids, unsigned, i), r};

			g_array_append_val(pairs, pair);
		}
	}
	lay_out(draft, pairs);
	g_array_free(pairs, TRUE);
	g_array_free(ids, TRUE);
}

/* What lines need ------------------------------------------------------ */

static void
add_number(GArray *numbers, uint32_t number)
{
	g_array_append_val(numbers, number);
}

static void
add_groups(const struct term *term, GArray *needs)
{
	unsigned count = needs->len;

	if (term->op == TERM_AND) {
		add_groups(term->left, needs);
		add_groups(term->right, needs);
		return;
	}
	add_number(needs, 0);
	if (add_triggers(term, needs))
		g_array_index(needs, uint32_t, count) = needs->len - count - 1;
	else
		g_array_set_size(needs, count);
}

static void
add_line(const struct rule *rule, uint32_t score, GArray *lines, GArray *needs)
{
	const struct score *one = &rule->scores[score];
	struct plan_line line = {.score = score,
		.points = one->points,
		.needs = needs->len,
		.zones = (unsigned char)rule->zones,
		.in_any_unit =
			one->term == NULL || one->within == UNIT_MESSAGE};

	if (one->term != NULL)
		add_groups(one->term, needs);
	add_number(needs, 0);
	g_array_append_val(lines, line);
}

static void
find_needs(struct draft *draft)
{
	const struct ruleset *rules = draft->rules;
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct plan_line));
	GArray *needs = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	draft->first_line = g_new0(uint32_t, rules->rule_count + 1);
	for (size_t r = 0; r < rules->rule_count; r++) {
		const struct rule *rule = rules->rules[r];

		for (uint32_t i = 0; i < rule->score_count; i++)
			if (rule->scores[i].points > 0)
				add_line(rule, i, lines, needs);
		draft->first_line[r + 1] = lines->len;
	}
	draft->lines = (struct plan_line *)(void *)g_array_free(lines, FALSE);
	draft->needs = (uint32_t *)(void *)g_array_free(needs, FALSE);
}

struct plan *
plan_new(const struct ruleset *rules)
{
	struct draft *draft = g_new0(struct draft, 1);

	draft->rules = rules;
	share_conditions(draft);
	sum_up_whens(draft);
	find_triggers(draft);
	find_needs(draft);
	draft->plan = (struct plan){.nodes = draft->nodes,
		.node_count = draft->node_count,
		.whens = draft->whens,
		.when_count = draft->when_count,
		.when_of = draft->when_of,
		.first = draft->first,
		.triggers = draft->triggers,
		.always = draft->always,
		.rule_words = rules->rule_count / 64 + 1,
		.first_line = draft->first_line,
		.lines = draft->lines,
		.needs = draft->needs};
	return &draft->plan;
}

void
plan_free(struct plan **plan)
{
	struct draft *draft = (struct draft *)(void *)*plan;

	if (draft == NULL)
		return;
	for (size_t w = 0; w < draft->when_count; w++)
		g_free((gpointer)(uintptr_t)draft->whens[w].flags);
	g_free(draft->nodes);
	g_free(draft->whens);
	g_free(draft->when_of);
	g_free(draft->first);
	g_free(draft->triggers);
	g_free(draft->always);
	g_free(draft->first_line);
	g_free(draft->lines);
	g_free(draft->needs);
	g_free(draft);
	*plan = NULL;
}
