#include "compile_internal.h"

/* One part of a condition that must hold, or must not. */
struct demand {
	const struct condition *atom;
	bool negated;
	struct place place; /* where the rule says so, by a name maybe */
};

/* The demands of a rule, while they are gathered. */
struct gathering {
	const struct compiler *compiler;
	GArray *demands;
	const struct token *name; /* the outermost that is being looked into */
};

static void
collect(struct gathering *into, const struct condition *condition, bool negated)
{
	const struct token *outer = into->name;
	struct demand demand = {.atom = condition, .negated = negated};

	if (condition == NULL)
		return;
	if (outer == NULL)
		into->name = g_hash_table_lookup(
			into->compiler->named_uses, condition);
	if (condition->op == COND_NOT) {
		collect(into, condition->left, !negated);
	} else if (condition->op == COND_ATOM) {
		demand.place = into->name != NULL ? into->name->place
						  : condition->place;
		g_array_append_val(into->demands, demand);
	} else if ((condition->op == COND_AND) != negated) {
		collect(into, condition->left, negated);
		collect(into, condition->right, negated);
	}
	into->name = outer;
}

/* Equality --------------------------------------------------------------- */

static bool
same_alternative(const struct selector_alternative *a,
	const struct selector_alternative *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->traits[i].kind != b->traits[i].kind ||
			a->traits[i].role != b->traits[i].role ||
			a->traits[i].negated != b->traits[i].negated ||
			!str_eq(a->traits[i].text, b->traits[i].text))
			return false;
	return true;
}

static bool
same_selector(const struct selector *a, const struct selector *b)
{
	if (a == b)
		return true;
	if (a == NULL || b == NULL || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!same_alternative(&a->alternatives[i], &b->alternatives[i]))
			return false;
	return true;
}

static bool
same_term(const struct term *a, const struct term *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->op == b->op && a->pattern == b->pattern &&
	       (a->op == TERM_PATTERN ||
		       (same_term(a->left, b->left) &&
			       same_term(a->right, b->right)));
}

static bool
same_atom(const struct condition *a, const struct condition *b)
{
	return a->kind == b->kind && a->set == b->set && a->zone == b->zone &&
	       a->at_start == b->at_start && a->by_type == b->by_type &&
	       a->pattern == b->pattern && a->number == b->number &&
	       a->trait == b->trait && str_eq(a->text, b->text) &&
	       same_selector(a->selector, b->selector) &&
	       same_term(a->term, b->term);
}

/* Contradiction ---------------------------------------------------------- */

static unsigned
roles_of(const struct selector *selector)
{
	unsigned roles = 0;

	for (size_t i = 0; i < selector->count; i++) {
		const struct trait *first =
			&selector->alternatives[i].traits[0];

		roles |= first->kind == TRAIT_ROLE ? 1u << first->role : ~0u;
	}
	return roles;
}

static bool
is_anyone(const struct selector *selector)
{
	return selector->count == 1 && selector->alternatives[0].count == 1 &&
	       selector->alternatives[0].traits[0].kind == TRAIT_ANYONE;
}

static bool
asks_for_somebody(const struct condition *atom)
{
	return atom->kind == COND_SET_ANY || atom->kind == COND_SET_ONLY;
}

/* Nobody in the set, and somebody in it. */
static bool
is_empty_and_not(const struct demand *none, const struct demand *some)
{
	return none->negated && none->atom->kind == COND_SET_ANY &&
	       is_anyone(none->atom->selector) && !some->negated &&
	       asks_for_somebody(some->atom) &&
	       none->atom->set == some->atom->set;
}

/* More than so many, and no more than fewer. */
static bool
is_more_and_fewer(const struct demand *more, const struct demand *fewer)
{
	const struct condition *a = more->atom;
	const struct condition *b = fewer->atom;

	return !more->negated && fewer->negated && a->kind == b->kind &&
	       (a->kind == COND_LONGER || a->kind == COND_SET_MORE) &&
	       a->set == b->set && a->zone == b->zone && a->number >= b->number;
}

static bool
is_contrary(const struct demand *a, const struct demand *b)
{
	if (a->negated != b->negated && same_atom(a->atom, b->atom))
		return true;
	if (is_empty_and_not(a, b) || is_empty_and_not(b, a) ||
		is_more_and_fewer(a, b) || is_more_and_fewer(b, a))
		return true;
	if (a->negated || b->negated)
		return false;
	if (a->atom->kind == COND_AUTHOR && b->atom->kind == COND_AUTHOR)
		return (roles_of(a->atom->selector) &
			       roles_of(b->atom->selector)) == 0;
	if (a->atom->kind == COND_PROTOCOL && b->atom->kind == COND_PROTOCOL)
		return !str_eq(a->atom->text, b->atom->text);
	if (asks_for_somebody(a->atom) && asks_for_somebody(b->atom) &&
		a->atom->set == b->atom->set &&
		(a->atom->kind == COND_SET_ONLY ||
			b->atom->kind == COND_SET_ONLY))
		return (roles_of(a->atom->selector) &
			       roles_of(b->atom->selector)) == 0;
	return false;
}

static bool
warn_contrary(struct compiler *compiler, const struct rule *rule,
	const struct demand *first, const struct demand *second)
{
	if (!is_contrary(first, second))
		return false;
	diag_warning(compiler->diag, second->place,
		"rule '%.*s' never speaks: this contradicts what stands "
		"before",
		STR_ARG(rule->id));
	diag_note(compiler->diag, first->place, "namely this");
	return true;
}

/* Within one protocol, which has no clause for the rule's flag? */
static bool
warn_no_clause(struct compiler *compiler, const struct rule *rule,
	const struct demand *demand)
{
	const struct definition *definition;
	const struct protocol *protocol;

	if (demand->negated || demand->atom->kind != COND_PROTOCOL ||
		rule->flag == NULL)
		return false;
	definition = definitions_find(&compiler->protocols, demand->atom->text);
	if (definition == NULL)
		return false;
	protocol = definition->object;
	if (protocol->flag_clauses[rule->flag->id].n > 0)
		return false;
	diag_warning(compiler->diag, demand->place,
		"rule '%.*s' never speaks: protocol '%.*s' has no clause for "
		"flag '%.*s'",
		STR_ARG(rule->id), STR_ARG(protocol->name),
		STR_ARG(rule->flag->name));
	return true;
}

/* Without a `party` nobody knows how a party is called. */
static bool
warn_no_parties(struct compiler *compiler, const struct demand *demand)
{
	if (demand->atom->kind != COND_NAMES_PARTY ||
		compiler->party_nodes->len > 0)
		return false;
	diag_warning(compiler->diag, demand->place,
		"this never holds: no line 'party \"…\" = …' says how a "
		"party is called");
	return true;
}

void
check_conditions(struct compiler *compiler, const struct definition *definition)
{
	const struct rule *rule = definition->object;
	GArray *demands = g_array_new(FALSE, FALSE, sizeof(struct demand));
	struct gathering gathering = {compiler, demands, NULL};
	bool told = false;

	collect(&gathering, rule->when, false);
	for (unsigned i = 0; i < demands->len && !told; i++) {
		const struct demand *demand =
			&g_array_index(demands, struct demand, i);

		told = diag_errors(compiler->diag) == 0 &&
		       (warn_no_clause(compiler, rule, demand) ||
			       warn_no_parties(compiler, demand));
		for (unsigned k = 0; k < i && !told; k++)
			told = warn_contrary(compiler, rule,
				&g_array_index(demands, struct demand, k),
				demand);
	}
	g_array_free(demands, TRUE);
}
