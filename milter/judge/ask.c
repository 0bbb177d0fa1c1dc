#include "judge/judge.h"

#include "ask_internal.h"

#include "base/calendar.h"
#include "base/limits.h"
#include "judge/matcher.h"
#include "judge/resemblance.h"
#include "people/notice.h"
#include "text/fold.h"

/* Where one of these is set, parts may stand in what was not read. */
static const unsigned part_gaps = UNREAD_SIZE | UNREAD_PARTS | UNREAD_NESTING |
				  UNREAD_ENCRYPTED | UNREAD_TNEF |
				  UNREAD_DAMAGED | UNREAD_ERROR;

static enum tri
ask_author(struct subject *subject, const struct condition *condition)
{
	const struct participant *author = &subject->people->author;

	return tri_of(selector_fits(condition->selector, author->address,
		author->person, party_of(subject)));
}

static enum tri
ask_any(struct subject *subject, const struct condition *condition)
{
	return participants_any(
		subject->people, condition->set, condition->selector);
}

static enum tri
ask_only(struct subject *subject, const struct condition *condition)
{
	return participants_only(
		subject->people, condition->set, condition->selector);
}

static enum tri
ask_all(struct subject *subject, const struct condition *condition)
{
	return participants_all_of(
		subject->people, condition->set, condition->selector);
}

static enum tri
ask_more(struct subject *subject, const struct condition *condition)
{
	return participants_more_than(
		subject->people, condition->set, condition->number);
}

static enum tri
ask_whole_wards(struct subject *subject, const struct condition *condition)
{
	return participants_whole_wards(subject->people, condition->set);
}

static enum tri
ask_zone(struct subject *subject, const struct condition *condition)
{
	enum tri answer;

	if (is_closed(subject, condition->zone) || are_patterns_closed(subject))
		return TRI_UNKNOWN;
	if (condition->at_start)
		return matcher_starts(
			subject->matcher, condition->pattern, condition->zone);
	answer = matcher_holds(subject->matcher, condition->term,
		1u << condition->zone, UNIT_SENTENCE);
	return unless_gap(answer, has_gap(subject, condition->zone));
}

static enum tri
ask_longer(struct subject *subject, const struct condition *condition)
{
	const struct zone_text *text =
		&subject->message->zones[condition->zone];
	unsigned number = condition->number;

	if (is_closed(subject, condition->zone))
		return TRI_UNKNOWN;
	/* One more tells; how many there are in all nobody asks. */
	return unless_gap(tri_of(zone_words(text, number + 1) > number),
		has_gap(subject, condition->zone));
}

/* Is everybody in the set told of? Yes where nobody is in it. */
static enum tri
is_told(struct subject *subject, enum recipient_set set)
{
	enum tri any = participants_more_than(subject->people, set, 0);

	if (any == TRI_NO)
		return TRI_YES;
	if (subject->closed != CLOSED_NOTHING)
		return TRI_UNKNOWN;
	return unless_gap(
		notice_tells_of(subject->message, subject->people, set),
		has_gap(subject, ZONE_TEXT));
}

static enum tri
ask_told(struct subject *subject, const struct condition *condition)
{
	return is_told(subject, condition->set);
}

static enum tri
ask_notice(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	return is_told(subject, SET_HIDDEN);
}

static enum tri
ask_letter_forwarded(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	if (subject->closed != CLOSED_NOTHING)
		return TRI_UNKNOWN;
	return unless_gap(
		notice_forwards_letter(subject->message, subject->people),
		has_gap(subject, ZONE_FORWARDED));
}

static enum tri
ask_member_knows(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	if (subject->closed != CLOSED_NOTHING)
		return TRI_UNKNOWN;
	return unless_gap(
		notice_member_knows(subject->message, subject->people),
		has_gap(subject, ZONE_TEXT));
}

static enum tri
ask_identity(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	return tri_of(subject->people->identity == IDENTITY_VERIFIED);
}

static enum tri
ask_message(struct subject *subject, const struct condition *condition)
{
	const struct message *message = subject->message;

	switch (condition->trait) {
	case MESSAGE_REPLY:
		return tri_of(message->is_reply);
	case MESSAGE_REDIRECTED:
		return tri_of(message->is_redirected);
	case MESSAGE_FORWARD:
		return unless_gap(tri_of(message->is_forward),
			only_header_is_open(subject) ||
				message->unread & part_gaps);
	case MESSAGE_AUTOMATIC:
		return unless_gap(tri_of(message->is_automatic),
			only_header_is_open(subject));
	case MESSAGE_ENCRYPTED:
		return unless_gap(
			tri_of((message->unread & UNREAD_ENCRYPTED) != 0),
			only_header_is_open(subject));
	}
	return TRI_UNKNOWN;
}

static enum tri
ask_resembles(struct subject *subject, const struct condition *condition)
{
	if (is_closed(subject, ZONE_TEXT))
		return TRI_UNKNOWN;
	return unless_gap(
		tri_of(resemblance_percent(subject, condition->likeness) >=
			condition->number),
		has_gap(subject, ZONE_TEXT));
}

/* Texts outside zones are looked at in the same plain form as zones. */
static enum tri
has_pattern(
	struct subject *subject, const struct pattern *pattern, struct str text)
{
	return matcher_in_text(subject->matcher, pattern,
		fold_text(subject->arena, text, NULL, NULL));
}

static enum tri
ask_header(struct subject *subject, const struct condition *condition)
{
	const struct message *message = subject->message;
	const struct field *field;
	enum tri answer = TRI_NO;

	for (size_t from = 0; (field = message_field(message, condition->text,
				       &from)) != NULL;) {
		if (condition->pattern == NULL)
			return TRI_YES;
		answer = tri_or(answer,
			has_pattern(subject, condition->pattern, field->value));
		if (answer == TRI_YES)
			return answer;
	}
	return unless_gap(answer, message->field_count >= LIMIT_HEADER_FIELDS);
}

static enum tri
ask_attachment(struct subject *subject, const struct condition *condition)
{
	const struct message *message = subject->message;
	enum tri answer = TRI_NO;

	if (only_header_is_open(subject))
		return TRI_UNKNOWN;
	for (size_t i = 0; i < message->attachment_count; i++) {
		const struct attachment *file = &message->attachments[i];

		if (condition->pattern == NULL)
			return TRI_YES;
		answer = tri_or(answer,
			has_pattern(subject, condition->pattern,
				condition->by_type ? file->type : file->name));
		if (answer == TRI_YES)
			return answer;
	}
	return unless_gap(answer, message->unread & part_gaps);
}

/* A ward's window is for what its people write and get. */
static enum tri
concerns_ward(const struct subject *subject, struct str ward)
{
	const struct trait trait = {.kind = TRAIT_WARD, .text = ward};
	const struct selector_alternative alternative = {&trait, 1};
	const struct selector selector = {&alternative, 1};
	const struct participant *author = &subject->people->author;

	if (ward.n == 0 || selector_fits(&selector, author->key, author->person,
				   party_of(subject)))
		return TRI_YES;
	return participants_any(subject->people, SET_VISIBLE, &selector);
}

static enum tri
ask_window(struct subject *subject, const struct condition *condition)
{
	const struct ruleset *rules = subject->rules;
	int64_t local = calendar_local_minutes(
		subject->council->calendar, subject->now);
	enum tri answer = TRI_NO;

	for (size_t i = 0; i < rules->window_count; i++) {
		const struct window *window = rules->windows[i];

		if (str_eq(window->name, condition->text) &&
			local >= window->from && local < window->until)
			answer = tri_or(
				answer, concerns_ward(subject, window->ward));
	}
	return answer;
}

static enum tri
ask_hours(struct subject *subject, const struct condition *condition)
{
	const struct council *council = subject->council->council;
	const struct calendar *calendar = subject->council->calendar;
	int64_t minute =
		calendar_local_minutes(calendar, subject->now) % (24 * 60);

	(void)condition;
	if (council->work_from == council->work_until)
		return TRI_UNKNOWN;
	return tri_of(calendar_is_working(
			      calendar, calendar_day(calendar, subject->now)) &&
		      minute >= council->work_from &&
		      minute < council->work_until);
}

static enum tri
ask_protocol(struct subject *subject, const struct condition *condition)
{
	return tri_of(str_eq(subject->protocol->name, condition->text));
}

static enum tri
ask_unread(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	return unless_gap(tri_of(subject->message->unread != 0),
		only_header_is_open(subject));
}

typedef enum tri answer_fn(struct subject *, const struct condition *);

/* One row and one function for each kind in condition.h. */
static answer_fn *const answers[COND_KIND_COUNT] = {
	[COND_AUTHOR] = ask_author,
	[COND_SET_ANY] = ask_any,
	[COND_SET_ONLY] = ask_only,
	[COND_SET_ALL] = ask_all,
	[COND_SET_MORE] = ask_more,
	[COND_WHOLE_WARDS] = ask_whole_wards,
	[COND_TOLD] = ask_told,
	[COND_ZONE] = ask_zone,
	[COND_LONGER] = ask_longer,
	[COND_NAMES] = ask_names,
	[COND_NAMES_PARTY] = ask_names_party,
	[COND_NOTICE] = ask_notice,
	[COND_LETTER_FORWARDED] = ask_letter_forwarded,
	[COND_MEMBER_KNOWS] = ask_member_knows,
	[COND_ROUTE] = ask_route,
	[COND_IDENTITY] = ask_identity,
	[COND_MESSAGE] = ask_message,
	[COND_RESEMBLES] = ask_resembles,
	[COND_HEADER] = ask_header,
	[COND_ATTACHMENT] = ask_attachment,
	[COND_WINDOW] = ask_window,
	[COND_HOURS] = ask_hours,
	[COND_PROTOCOL] = ask_protocol,
	[COND_UNREAD] = ask_unread,
};

enum tri
ask_atom(struct subject *subject, const struct condition *condition)
{
	return answers[condition->kind](subject, condition);
}

static enum tri
answer(struct subject *subject, const struct condition *condition)
{
	enum tri left;

	if (condition->op == COND_ATOM)
		return ask_atom(subject, condition);
	left = answer(subject, condition->left);
	if (condition->op == COND_NOT)
		return tri_not(left);
	if (condition_is_settled(condition->op, left))
		return left;
	return condition_join(
		condition->op, left, answer(subject, condition->right));
}

enum tri
ask(struct subject *subject, const struct condition *condition)
{
	enum closed closed = subject->closed;
	enum tri said = TRI_UNKNOWN;

	/* With something closed an answer is either final or unknown. */
	for (int now = CLOSED_TEXTS; now >= (int)closed && said == TRI_UNKNOWN;
		now--) {
		subject->closed = (enum closed)now;
		said = answer(subject, condition);
	}
	subject->closed = closed;
	return said;
}
