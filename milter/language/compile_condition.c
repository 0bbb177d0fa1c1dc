#include "compile_internal.h"

/* Atoms ---------------------------------------------------------------- */

static struct condition *
new_condition(struct cursor *cursor, enum condition_op op, size_t start)
{
	struct condition *condition =
		ARENA_NEW(cursor->compiler->arena, struct condition);

	condition->op = op;
	condition->place = cursor_place_since(cursor, start);
	if (++cursor->operands > MOST_OPERANDS)
		cursor_fail(
			cursor, condition->place, "this condition is too long");
	return condition;
}

static struct condition *
negate(struct cursor *cursor, struct condition *condition)
{
	struct condition *outer =
		ARENA_NEW(cursor->compiler->arena, struct condition);

	outer->op = COND_NOT;
	outer->place = condition->place;
	outer->left = condition;
	return outer;
}

static void
read_window_name(struct cursor *cursor, struct condition *atom)
{
	const struct token *name =
		cursor_expect(cursor, TOKEN_WORD, "a window's name");

	if (name == NULL)
		return;
	find_definition(cursor, &cursor->compiler->windows, name, "window");
	atom->text = arena_str(cursor->compiler->arena, name->text);
}

static void
read_protocol_name(struct cursor *cursor, struct condition *atom)
{
	const struct token *name =
		cursor_expect(cursor, TOKEN_WORD, "a protocol's name");

	if (name == NULL)
		return;
	find_definition(cursor, &cursor->compiler->protocols, name, "protocol");
	atom->text = arena_str(cursor->compiler->arena, name->text);
}

/* `LIKENESS by N`; likenesses are named before any condition is read. */
static void
read_likeness(struct cursor *cursor, struct condition *atom)
{
	const struct token *name =
		cursor_expect(cursor, TOKEN_WORD, "a likeness's name");
	struct definition *likeness;

	if (name == NULL)
		return;
	likeness = find_definition(
		cursor, &cursor->compiler->likenesses, name, "likeness");
	cursor_expect_word(cursor, "by");
	atom->number =
		(unsigned)cursor_number(cursor, "a number of per cent", 1, 99);
	if (likeness == NULL)
		return;
	likeness->used = true;
	atom->likeness = likeness->object;
}

/* Of the hidden set nobody may know how large it is. */
static void
read_count(struct cursor *cursor, struct condition *atom)
{
	struct place place = cursor_place(cursor);

	atom->number = (unsigned)cursor_number(
		cursor, "a number of recipients", 0, LIMIT_RECIPIENTS);
	if (atom->set == SET_HIDDEN && atom->number > 0)
		cursor_fail(cursor, place,
			"hidden recipients are never counted; write 'hidden "
			"has anyone'");
}

/* `longer than N words`; `shorter than N` is not longer than N - 1. */
static void
read_length(struct cursor *cursor, bool shorter, struct condition *atom)
{
	int least = shorter ? 1 : 0;
	int number = cursor_number(
		cursor, "a number of words", least, LIMIT_WORDS - 1 + least);

	cursor_expect_word(cursor, "words");
	atom->number = (unsigned)(number - least);
}

static void
read_argument(struct cursor *cursor, const struct condition_fit *fit,
	struct condition *atom)
{
	struct str argument = fit->next;

	if (str_eq(argument, str_of("SELECTOR")))
		atom->selector = read_selector(cursor);
	else if (str_eq(argument, str_of("TERM")))
		atom->term = read_term_in_condition(cursor);
	else if (str_eq(argument, str_of("PATTERN")))
		atom->pattern = cursor_pattern(cursor);
	else if (str_eq(argument, str_of("NUMBER")))
		read_count(cursor, atom);
	else if (str_eq(argument, str_of("WORDS")))
		read_length(cursor, fit->form->negated, atom);
	else if (str_eq(argument, str_of("TRAIT")))
		atom->trait = (enum message_trait)cursor_choice(
			cursor, "what a message can be", condition_traits);
	else if (str_eq(argument, str_of("LIKENESS")))
		read_likeness(cursor, atom);
	else if (str_eq(argument, str_of("WINDOW")))
		read_window_name(cursor, atom);
	else if (str_eq(argument, str_of("PROTOCOLS")))
		read_protocol_name(cursor, atom);
}

/* Takes the words of a form that are no argument, and what they say. */
static void
take_words(struct cursor *cursor, const struct condition_fit *fit,
	struct condition *atom)
{
	for (size_t i = 0; i < fit->words; i++, cursor->at++) {
		const struct token *token = cursor_peek(cursor);
		int set = word_index(token, condition_sets);
		int zone = word_index(token, condition_zones);

		/* In front, or behind "other than". */
		if (set >= 0)
			atom->set = (enum recipient_set)set;
		if (i == 0 && zone >= 0)
			atom->zone = (enum zone)zone;
		if (token->kind == TOKEN_STRING)
			atom->text =
				arena_str(cursor->compiler->arena, token->text);
	}
}

/* `text starts PATTERN` is kept as a term of one pattern. */
static void
finish_zone(struct cursor *cursor, struct condition *atom, bool at_start)
{
	struct term *term;

	atom->at_start = at_start;
	if (!at_start)
		return;
	term = ARENA_NEW(cursor->compiler->arena, struct term);
	term->op = TERM_PATTERN;
	term->pattern = atom->pattern;
	term->place = atom->place;
	atom->term = term;
}

static void
check_header_name(struct cursor *cursor, struct str name, struct place place)
{
	bool good = name.n > 0;

	/* RFC 5322: what prints, but for the colon. */
	for (size_t i = 0; i < name.n; i++)
		good = good && name.p[i] > ' ' && name.p[i] < 0x7F &&
		       name.p[i] != ':';
	if (!good)
		cursor_fail(cursor, place,
			"a header's name has neither spaces nor a colon");
}

static struct condition *
read_atom_of(struct cursor *cursor, const struct condition_fit *fit)
{
	size_t start = cursor->at;
	struct condition *atom;

	atom = new_condition(cursor, COND_ATOM, start);
	atom->kind = fit->form->kind;
	take_words(cursor, fit, atom);
	if (fit->next.n > 0)
		read_argument(cursor, fit, atom);
	atom->place = cursor_place_since(cursor, start);
	if (atom->kind == COND_ZONE)
		finish_zone(cursor, atom, fit->form->flag);
	if (atom->kind == COND_ATTACHMENT)
		atom->by_type = fit->form->flag;
	if (atom->kind == COND_HEADER)
		check_header_name(cursor, atom->text,
			cursor->node->tokens[start + 1].place);
	return fit->form->negated ? negate(cursor, atom) : atom;
}

/* `protocol is a, b`: one atom each, joined by or. */
static struct condition *
read_more_protocols(struct cursor *cursor, struct condition *first)
{
	while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA)) {
		size_t start = cursor->at;
		struct condition *atom =
			new_condition(cursor, COND_ATOM, start);
		struct condition *both;

		atom->kind = COND_PROTOCOL;
		read_protocol_name(cursor, atom);
		atom->place = cursor_place_since(cursor, start);
		both = new_condition(cursor, COND_OR, start);
		both->left = first;
		both->right = atom;
		both->place = place_join(first->place, atom->place);
		first = both;
	}
	return first;
}

static const void *
read_atom(struct cursor *cursor)
{
	struct condition_fit fit = condition_best_fit(cursor);
	struct condition *atom = NULL;

	if (cursor->failed)
		return NULL;
	if (fit.form == NULL) {
		if (!named_read(cursor, &atom))
			condition_fail_unknown(cursor);
		return atom;
	}
	atom = read_atom_of(cursor, &fit);
	if (atom->op == COND_ATOM && atom->kind == COND_PROTOCOL)
		atom = read_more_protocols(cursor, atom);
	return atom;
}

static const void *
join(struct cursor *cursor, enum logic_op op, size_t start, const void *left,
	const void *right)
{
	static const enum condition_op ops[] = {[LOGIC_AND] = COND_AND,
		[LOGIC_OR] = COND_OR,
		[LOGIC_NOT] = COND_NOT};
	struct condition *condition = new_condition(cursor, ops[op], start);

	condition->left = left;
	condition->right = right;
	return condition;
}

const struct condition *
read_condition(struct cursor *cursor)
{
	static const struct logic logic = {read_atom, join, NULL};

	return read_logic(cursor, &logic);
}
