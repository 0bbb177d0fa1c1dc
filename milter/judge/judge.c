#include "judge/judge.h"

#include <glib.h>

#include "judge/points.h"

/* One message before the judge. */
struct court {
	struct arena *arena;
	struct subject *subject;
	struct line_list *lines; /* by flag id */
};

static bool
in_force(const struct subject *subject, const struct flag *flag)
{
	return subject->protocol->flag_clauses[flag->id].n > 0;
}

static enum tri
speaks(struct subject *subject, const struct rule *rule)
{
	return rule->when == NULL ? TRI_YES : ask(subject, rule->when);
}

static void
hear_rule(struct court *court, const struct rule *rule)
{
	struct subject *subject = court->subject;
	enum standing standing = rule->shadow ? STANDING_SHADOW : STANDING_ACTS;
	enum tri when;

	if (!in_force(subject, rule->flag))
		return;
	when = speaks(subject, rule);
	if (when == TRI_NO || (when == TRI_UNKNOWN && rule->shadow))
		return;
	if (when == TRI_UNKNOWN)
		standing = STANDING_OPEN;
	points_lines(court->arena, subject->matcher, rule, standing,
		&court->lines[rule->flag->id]);
}

/* Lines that count become reasons; their rules are named once each. */
static void
give_reasons(struct court *court, const struct unit_points *best,
	unsigned standings, struct finding *finding)
{
	const struct message *message = court->subject->message;
	const struct flag *flag = finding->flag;
	const struct line_list *lines = &court->lines[flag->id];
	struct reason *reasons;
	size_t most = 0;

	for (const struct line *line = lines->first; line; line = line->next)
		most++;
	reasons = ARENA_ARRAY(court->arena, struct reason, most);
	finding->rules = ARENA_ARRAY(court->arena, const struct rule *, most);
	for (const struct line *line = lines->first; line; line = line->next) {
		size_t named = finding->rule_count;

		if (!(line->standing & standings) ||
			!points_counts(line, best, message, flag->within))
			continue;
		reasons[finding->reason_count++] =
			points_reason(court->subject->matcher, message, line,
				best, flag->within);
		if (line->score->points > 0 &&
			(named == 0 || finding->rules[named - 1] != line->rule))
			finding->rules[finding->rule_count++] = line->rule;
	}
	finding->reasons = reasons;
}

static void
append_word(GString *out, struct str word, bool capital)
{
	size_t at = out->len;

	g_string_append_len(out, word.p, (gssize)word.n);
	if (capital && at < out->len)
		out->str[at] = g_ascii_toupper(out->str[at]);
}

/* The protocol's word for {member}, {Members} …; false: no such key. */
static bool
append_wording(GString *out, const struct protocol *protocol, struct str key)
{
	bool capital = key.n > 0 && g_ascii_isupper(key.p[0]);

	for (size_t i = 0; i < protocol->wording_count; i++) {
		const struct wording *wording = &protocol->wordings[i];
		struct str one = wording->key;

		if (str_eq_nocase(key, one)) {
			append_word(out, wording->singular, capital);
			return true;
		}
		if (key.n == one.n + 1 && key.p[one.n] == 's' &&
			str_starts_nocase(key, one)) {
			append_word(out, wording->plural, capital);
			return true;
		}
	}
	for (size_t i = 0; i < 4; i++) {
		static const char *const own[] = {
			"member", "members", "officer", "officers"};

		if (!str_eq_nocase(key, str_of(own[i])))
			continue;
		append_word(out, str_of(own[i]), capital);
		return true;
	}
	return false;
}

static struct str
word_warning(struct court *court, const struct finding *finding)
{
	struct str rest = finding->flag->warning;
	GString *out = g_string_sized_new(rest.n + 32);
	struct str made;

	while (rest.n > 0) {
		const char *brace = memchr(rest.p, '{', rest.n);
		size_t plain = brace ? (size_t)(brace - rest.p) : rest.n;
		const char *close =
			brace ? memchr(brace, '}', rest.n - plain) : NULL;
		struct str key;

		g_string_append_len(out, rest.p, (gssize)plain);
		rest.p += plain;
		rest.n -= plain;
		if (close == NULL) {
			g_string_append_len(out, rest.p, (gssize)rest.n);
			break;
		}
		key = (struct str){rest.p + 1, (size_t)(close - rest.p) - 1};
		if (str_eq(key, STR_LIT("clause")))
			append_word(out, finding->clauses, false);
		else if (!append_wording(out, court->subject->protocol, key))
			g_string_append_len(out, rest.p, close + 1 - rest.p);
		rest.n -= (size_t)(close + 1 - rest.p);
		rest.p = close + 1;
	}
	made = arena_str(court->arena, (struct str){out->str, out->len});
	g_string_free(out, TRUE);
	return made;
}

static void
add_finding(struct court *court, const struct flag *flag,
	const struct unit_points *best, unsigned standings,
	struct finding *list, size_t *count)
{
	struct finding *finding = &list[(*count)++];

	finding->flag = flag;
	finding->clauses = court->subject->protocol->flag_clauses[flag->id];
	finding->points = best->points;
	give_reasons(court, best, standings, finding);
	finding->warning = word_warning(court, finding);
}

static struct unit_points
best_unit(struct court *court, const struct flag *flag, unsigned standings)
{
	return points_best(court->arena, court->subject->message, flag->within,
		&court->lines[flag->id], standings);
}

static bool
is_raised(const struct flag *flag, const struct unit_points *best)
{
	return best->found && best->points >= flag->threshold;
}

static unsigned
standings_of(const struct line_list *lines)
{
	unsigned standings = 0;

	for (const struct line *line = lines->first; line; line = line->next)
		standings |= line->standing;
	return standings;
}

static bool
counts_shadow(struct court *court, const struct flag *flag,
	const struct unit_points *best)
{
	const struct message *message = court->subject->message;
	const struct line *line = court->lines[flag->id].first;

	for (; line != NULL; line = line->next)
		if (line->standing == STANDING_SHADOW &&
			points_counts(line, best, message, flag->within))
			return true;
	return false;
}

static void
judge_flag(struct court *court, const struct flag *flag,
	struct finding_list *findings)
{
	unsigned there = standings_of(&court->lines[flag->id]);
	unsigned with_shadow = STANDING_ACTS | STANDING_SHADOW;
	struct unit_points best, other;

	if (there == 0)
		return;
	best = best_unit(court, flag, STANDING_ACTS);
	if (is_raised(flag, &best))
		add_finding(court, flag, &best, STANDING_ACTS, findings->raised,
			&findings->raised_count);
	else if (best.found)
		add_finding(court, flag, &best, STANDING_ACTS, findings->below,
			&findings->below_count);
	if (there & STANDING_SHADOW) {
		other = best_unit(court, flag, with_shadow);
		if (is_raised(flag, &other) &&
			counts_shadow(court, flag, &other))
			add_finding(court, flag, &other, with_shadow,
				findings->shadow, &findings->shadow_count);
	}
	if (there & STANDING_OPEN && !is_raised(flag, &best)) {
		other = best_unit(court, flag, STANDING_ACTS | STANDING_OPEN);
		findings->open |= is_raised(flag, &other);
	}
}

void
judge_message(struct arena *arena, struct subject *subject,
	struct finding_list *findings)
{
	const struct ruleset *rules = subject->rules;
	struct court court = {arena, subject,
		ARENA_ARRAY(arena, struct line_list, rules->flag_count)};

	memset(findings, 0, sizeof(*findings));
	for (size_t i = 0; i < rules->rule_count; i++)
		hear_rule(&court, rules->rules[i]);
	findings->raised =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->below = ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->shadow =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	for (size_t i = 0; i < rules->flag_count; i++)
		if (in_force(subject, rules->flags[i]))
			judge_flag(&court, rules->flags[i], findings);
}

static bool
can_raise(const struct rule *rule)
{
	for (size_t i = 0; i < rule->score_count && !rule->shadow; i++)
		if (rule->scores[i].points > 0)
			return true;
	return false;
}

enum tri
judge_could_apply(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	bool unread = subject->body_unread;
	enum tri could = TRI_NO;

	subject->body_unread = true;
	for (size_t i = 0; i < rules->rule_count && could != TRI_YES; i++) {
		const struct rule *rule = rules->rules[i];

		if (in_force(subject, rule->flag) && can_raise(rule))
			could = tri_or(could, speaks(subject, rule));
	}
	subject->body_unread = unread;
	return could;
}
