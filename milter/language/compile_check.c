#include "compile_internal.h"

/* Single blocks ---------------------------------------------------------- */

static bool
has_patterns(const struct rule *rule)
{
	for (size_t i = 0; i < rule->score_count; i++)
		if (rule->scores[i].term != NULL)
			return true;
	return false;
}

static void
check_examples(struct compiler *compiler, const struct definition *definition)
{
	const struct rule *rule = definition->object;
	bool miss = false;

	for (size_t i = 0; i < rule->example_count; i++)
		miss |= !rule->examples[i].match;
	if (has_patterns(rule) && !miss)
		diag_warning(compiler->diag, definition->place,
			"rule '%.*s' has no 'miss': show a sentence that it "
			"must not find",
			STR_ARG(rule->id));
}

static void
check_windows(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->windows.list->len; i++) {
		const struct definition *definition =
			compiler->windows.list->pdata[i];
		const struct window *window = definition->object;

		if (definition->clean && window->until <= window->from)
			diag_warning(compiler->diag, definition->place,
				"window '%.*s' ends before it begins",
				STR_ARG(window->name));
	}
}

/* The whole -------------------------------------------------------------- */

static bool
is_named(const struct compiler *compiler, const struct flag *flag)
{
	for (unsigned i = 0; i < compiler->protocols.list->len; i++) {
		const struct definition *definition =
			compiler->protocols.list->pdata[i];
		const struct protocol *protocol = definition->object;

		if (protocol->flag_clauses[flag->id].n > 0)
			return true;
	}
	return false;
}

/* The most that the rules of a flag can give together. */
static int64_t
most_points(const struct compiler *compiler, const struct flag *flag)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < compiler->rules_.list->len; i++) {
		const struct definition *definition =
			compiler->rules_.list->pdata[i];
		const struct rule *rule = definition->object;

		for (size_t k = 0; k < rule->score_count; k++)
			if (rule->flag == flag && rule->scores[k].points > 0)
				sum += rule->scores[k].points;
	}
	return sum;
}

static void
check_flag(struct compiler *compiler, const struct definition *definition)
{
	const struct flag *flag = definition->object;
	int64_t most = most_points(compiler, flag);

	check_plain_words(compiler, flag);
	if (compiler->protocols.list->len > 0 && !is_named(compiler, flag))
		diag_warning(compiler->diag, definition->place,
			"no protocol has a clause for flag '%.*s', so it is "
			"never raised",
			STR_ARG(flag->name));
	if (!definition->used)
		diag_warning(compiler->diag, definition->place,
			"no rule gives points to flag '%.*s'",
			STR_ARG(flag->name));
	else if (most < flag->threshold)
		diag_warning(compiler->diag, definition->place,
			"flag '%.*s' is never raised: all its rules together "
			"give %d of the %d points that it takes",
			STR_ARG(flag->name), (int)most, flag->threshold);
}

/* Words are no use where nothing is raised at all; that is told once. */
static void
check_protocols(struct compiler *compiler)
{
	const struct definition *first;

	if (compiler->protocols.list->len > 0 || compiler->flags.list->len == 0)
		return;
	first = compiler->flags.list->pdata[0];
	diag_warning(compiler->diag, first->place,
		"there is no protocol, so no flag is ever raised");
}

static void
warn_unused(struct compiler *compiler, struct str name, struct place place)
{
	diag_warning(
		compiler->diag, place, "nothing uses '%.*s'", STR_ARG(name));
}

static void
check_likenesses(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->likenesses.list->len; i++) {
		const struct definition *definition =
			compiler->likenesses.list->pdata[i];

		if (!definition->used)
			warn_unused(
				compiler, definition->name, definition->place);
	}
}

static void
check_whole(struct compiler *compiler)
{
	check_protocols(compiler);
	for (unsigned i = 0; i < compiler->flags.list->len; i++)
		check_flag(compiler, compiler->flags.list->pdata[i]);
	check_likenesses(compiler);
	define_each_unused(compiler, warn_unused);
	named_each_unused(compiler, warn_unused);
}

void
check_ruleset(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->rules_.list->len; i++) {
		const struct definition *definition =
			compiler->rules_.list->pdata[i];

		if (!definition->clean)
			continue;
		check_examples(compiler, definition);
		check_conditions(compiler, definition);
		check_patterns(compiler, definition);
	}
	check_windows(compiler);
	/* With an error anywhere what is missing may be what is broken. */
	if (diag_errors(compiler->diag) == 0)
		check_whole(compiler);
}
