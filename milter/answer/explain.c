#include "explain_internal.h"

#include "answer/report.h"

enum { TERM_MOST = 100 };

/* What a place marks, on one line; empty where it marks nothing. */
static struct str
place_text(struct place place)
{
	struct str text;

	if (place.source == NULL || place.length == 0)
		return (struct str){NULL, 0};
	text = source_text(place.source);
	if (place.offset >= text.n || place.length > text.n - place.offset)
		return (struct str){NULL, 0};
	return (struct str){text.p + place.offset, place.length};
}

static void
print_cut(FILE *out, struct str text)
{
	bool cut = text.n > TERM_MOST;

	if (cut) {
		text.n = TERM_MOST;
		while (text.n > 0 &&
			((unsigned char)text.p[text.n] & 0xc0) == 0x80)
			text.n--;
	}
	report_plain(out, text);
	fputs(cut ? "..." : "", out);
}

void
explain_term(FILE *out, const struct term *term)
{
	struct str written = place_text(term->place);

	if (term->op == TERM_PATTERN && term->pattern != NULL) {
		print_cut(out, pattern_written(term->pattern));
		return;
	}
	if (written.n > 0) {
		print_cut(out, written);
		return;
	}
	if (term->op == TERM_NOT)
		fputs("not ", out);
	explain_term(out, term->left);
	if (term->op == TERM_NOT)
		return;
	fputs(term->op == TERM_AND ? " and " : " or ", out);
	explain_term(out, term->right);
}

static void
print_condition(FILE *out, const struct condition *condition)
{
	switch (condition->op) {
	case COND_ATOM:
		print_cut(out, place_text(condition->place));
		break;
	case COND_NOT:
		fputs("not ", out);
		print_condition(out, condition->left);
		break;
	case COND_AND:
	case COND_OR:
		print_condition(out, condition->left);
		fputs(condition->op == COND_AND ? " and " : " or ", out);
		print_condition(out, condition->right);
		break;
	}
}

/*
 * Who wrote to whom is not a thing that an author could mend, so conditions
 * on the author alone are left out.
 */
bool
explain_conditions(FILE *out, const struct condition *when)
{
	bool any;

	if (when == NULL)
		return false;
	if (when->op == COND_AND) {
		any = explain_conditions(out, when->left);
		return explain_conditions(out, when->right) || any;
	}
	if (when->op == COND_ATOM &&
		(when->kind == COND_AUTHOR || when->kind == COND_PROTOCOL))
		return false;
	if (when->op == COND_NOT) {
		fputs("      if this held: ", out);
		when = when->left;
	} else {
		fputs("      if this did not hold: ", out);
	}
	print_condition(out, when);
	fputc('\n', out);
	return true;
}

bool
explain_unless(FILE *out, const struct rule *rule)
{
	for (size_t i = 0; i < rule->unless_count; i++) {
		fputs("      with ", out);
		explain_term(out, rule->unless[i]);
		fputc('\n', out);
	}
	return rule->unless_count > 0;
}
