/*
 * The account for people (report.h): who wrote to whom, which rules spoke
 * about which words, and what would have kept a flag away.
 */
#include "answer/report.h"

#include <glib.h>
#include <stdlib.h>

#include "answer/wording.h"
#include "base/calendar.h"
#include "explain_internal.h"

struct account {
	FILE *out;
	struct arena *arena;
	const struct verdict *verdict;
	const struct roster *roster;
	int32_t day;
};

/* --- Who wrote to whom ------------------------------------------------- */

static void
print_person(FILE *out, struct str name, struct str spec,
	const struct person *person)
{
	if (person != NULL && !person->is_default && person->name.n > 0)
		name = person->name;
	report_plain(out, name.n > 0 ? name : spec);
	if (name.n > 0 && spec.n > 0) {
		fputs(" <", out);
		report_plain(out, spec);
		fputc('>', out);
	}
	fprintf(out, " (%s",
		person == NULL ? "outside the council"
			       : role_names[person->role]);
	if (person != NULL && person->title.n > 0) {
		fputs(", ", out);
		report_plain(out, person->title);
	}
	if (person != NULL && person->party.n > 0) {
		fputs(", ", out);
		report_plain(out, person->party);
	}
	fputc(')', out);
}

static void
print_addresses(const struct account *account, const char *label,
	const struct address_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct address *address = &list->items[i];
		const struct person *person = NULL;

		if (address->valid && account->roster != NULL)
			person = roster_find(
				account->roster, address->key, account->day);
		fprintf(account->out, "  %-9s ", i == 0 ? label : "");
		print_person(
			account->out, address->name, address->spec, person);
		fputc('\n', account->out);
	}
}

static void
print_people(const struct account *account)
{
	const struct verdict *verdict = account->verdict;
	const struct message *message = verdict->message;
	struct str address = verdict->author.key;

	fputs("  From      ", account->out);
	print_person(account->out, verdict->author.name, address,
		verdict->author.person);
	fputc('\n', account->out);
	if (message == NULL)
		return;
	print_addresses(account, "To", &message->to);
	print_addresses(account, "Cc", &message->cc);
	print_addresses(account, "Resent-To", &message->resent_to);
	print_addresses(account, "Resent-Cc", &message->resent_cc);
}

static void
print_direction(const struct account *account)
{
	const struct verdict *verdict = account->verdict;
	FILE *out = account->out;

	fputs("  Direction", out);
	for (unsigned i = 0; direction_names[i] != NULL; i++)
		if (verdict->directions & 1u << i)
			fprintf(out, " %s", direction_names[i]);
	if (verdict->directions == 0)
		fputs(" none that the roster knows", out);
	if (verdict->protocol != NULL) {
		fputs(", under ", out);
		report_plain(out, verdict->protocol->name);
	}
	fputs(verdict->identity == IDENTITY_VERIFIED
			? "\n"
			: "; the author's identity is not verified\n",
		out);
}

/* --- A flag ------------------------------------------------------------ */

static void
print_rule(const struct account *account, const struct rule *rule)
{
	FILE *out = account->out;
	unsigned line, column;

	fputs("    rule ", out);
	report_plain(out, rule->id);
	if (rule->place.source != NULL) {
		place_position(rule->place, &line, &column);
		fputs(", ", out);
		report_plain(out, str_of(source_name(rule->place.source)));
		fprintf(out, ":%u", line);
	}
	if (rule->shadow)
		fputs(" (shadow: recorded, not acted on)", out);
	fputc('\n', out);
}

/* Each rule once, with all its reasons below it. */
static void
print_reasons(const struct account *account, const struct finding *finding)
{
	for (size_t i = 0; i < finding->reason_count; i++) {
		const struct rule *rule = finding->reasons[i].rule;
		bool done = false;

		for (size_t j = 0; j < i && !done; j++)
			done = finding->reasons[j].rule == rule;
		if (done)
			continue;
		print_rule(account, rule);
		for (size_t j = i; j < finding->reason_count; j++)
			if (finding->reasons[j].rule == rule)
				explain_reason(account->out,
					account->verdict->message,
					&finding->reasons[j]);
	}
}

static int
points_of_rule(const struct finding *finding, const struct rule *rule)
{
	int points = 0;

	for (size_t i = 0; i < finding->reason_count; i++)
		if (finding->reasons[i].rule == rule)
			points += finding->reasons[i].points;
	return points;
}

/* Lines that alone carried the flag over its threshold. */
static bool
print_needed_words(const struct account *account, const struct finding *finding)
{
	bool any = false;

	for (size_t i = 0; i < finding->reason_count; i++) {
		const struct reason *reason = &finding->reasons[i];

		if (reason->points <= 0 || finding->points - reason->points >=
						   finding->flag->threshold)
			continue;
		any = explain_without(account->out, account->verdict->message,
			      reason) ||
		      any;
	}
	return any;
}

static bool
print_needed_rules(const struct account *account, const struct finding *finding)
{
	bool any = false;

	for (size_t i = 0; i < finding->rule_count; i++) {
		const struct rule *rule = finding->rules[i];

		if (finding->points - points_of_rule(finding, rule) >=
			finding->flag->threshold)
			continue;
		any = explain_conditions(account->out, rule->when) || any;
		any = explain_unless(account->out, rule) || any;
	}
	return any;
}

static void
print_remedies(const struct account *account, const struct finding *finding)
{
	bool words, rules;

	fputs("    would have kept it away:\n", account->out);
	words = print_needed_words(account, finding);
	rules = print_needed_rules(account, finding);
	if (!words && !rules)
		fprintf(account->out,
			"      fewer of these words: %d points less\n",
			finding->points - finding->flag->threshold + 1);
}

static void
print_raised(const struct account *account, const struct finding *finding)
{
	const struct flag *flag = finding->flag;
	FILE *out = account->out;
	struct str warning;

	fputs("\n  ", out);
	report_plain(out, flag->name);
	fprintf(out, " is raised (%s): %d points, %d are enough; clause ",
		severity_names[flag->severity], finding->points,
		flag->threshold);
	report_plain(out, finding->clauses);
	fputc('\n', out);
	print_reasons(account, finding);
	warning = wording_warning(
		account->arena, account->verdict->protocol, finding);
	if (warning.n > 0) {
		fputs("    the warning: ", out);
		report_plain(out, warning);
		fputc('\n', out);
	}
	print_remedies(account, finding);
}

static void
print_others(const struct account *account, const struct finding *findings,
	size_t count, const char *says)
{
	for (size_t i = 0; i < count; i++) {
		fputs("\n  ", account->out);
		report_plain(account->out, findings[i].flag->name);
		fprintf(account->out, " %s: %d of %d points\n", says,
			findings[i].points, findings[i].flag->threshold);
		print_reasons(account, &findings[i]);
	}
}

/* --- The rest ---------------------------------------------------------- */

static const char *
unread_reason(unsigned bit)
{
	switch (bit) {
	case UNREAD_SIZE:
		return "it is longer than what is read of a message";
	case UNREAD_PARTS:
		return "it has too many parts";
	case UNREAD_NESTING:
		return "its parts are nested too deep";
	case UNREAD_CHARSET:
		return "it names a character set that is not known";
	case UNREAD_ENCRYPTED:
		return "it is encrypted";
	case UNREAD_TNEF:
		return "it has a winmail.dat";
	case UNREAD_DAMAGED:
		return "its structure makes no sense";
	case UNREAD_ADDRESSES:
		return "an address field makes no sense";
	case UNREAD_MATCH_LIMIT:
		return "a pattern came to its limit";
	default:
		return "something went wrong inside";
	}
}

static void
print_ending(const struct account *account)
{
	const struct verdict *verdict = account->verdict;
	FILE *out = account->out;
	char text[17];

	if (verdict->has_respond_by) {
		calendar_rfc5322(verdict->respond_by, text);
		fprintf(out, "\n  A reply is due by %s.\n", text);
	}
	if (verdict->acknowledge_by != 0) {
		calendar_rfc5322(verdict->acknowledge_by, text);
		fprintf(out, "%s  An acknowledgement is due by %s.\n",
			verdict->has_respond_by ? "" : "\n", text);
	}
	for (unsigned i = 0; unread_names[i] != NULL; i++)
		if (verdict->unread & 1u << i)
			fprintf(out, "\n  Not all was read (%s): %s.\n",
				unread_names[i], unread_reason(1u << i));
	if (verdict->outside_only)
		fputs("\n  It goes only outside the council.\n", out);
}

void
report_explain(
	FILE *out, const char *file, const struct verdict *verdict, int64_t now)
{
	const struct council_data *data = verdict->council;
	const struct finding_list *findings = &verdict->findings;
	struct account account = {out, arena_new(), verdict, NULL, 0};

	if (data != NULL) {
		account.roster = data->roster;
		if (data->calendar != NULL)
			account.day = calendar_day(data->calendar, now);
	}
	report_plain(out, str_of(file));
	fputc('\n', out);
	print_people(&account);
	print_direction(&account);
	if (!verdict->correspondence)
		fputs("\n  No rule of the protocol speaks of such mail.\n",
			out);
	else if (findings->raised_count == 0)
		fputs("\n  No flag is raised.\n", out);
	for (size_t i = 0; i < findings->raised_count; i++)
		print_raised(&account, &findings->raised[i]);
	print_others(&account, findings->below, findings->below_count,
		"is not raised");
	print_others(&account, findings->shadow, findings->shadow_count,
		"would be raised by shadow rules");
	print_ending(&account);
	fputc('\n', out);
	arena_free(&account.arena);
}
