#include "judge/judge.h"

#include "base/calendar.h"
#include "base/limits.h"
#include "judge/matcher.h"
#include "people/mention.h"
#include "people/notice.h"
#include "text/fold.h"

/* Where one of these is set, words may stand in what was not read. */
static const unsigned text_gaps = UNREAD_SIZE | UNREAD_PARTS | UNREAD_NESTING |
				  UNREAD_CHARSET | UNREAD_ENCRYPTED |
				  UNREAD_TNEF | UNREAD_DAMAGED | UNREAD_ERROR;
/* And parts, with these. */
static const unsigned part_gaps = UNREAD_SIZE | UNREAD_PARTS | UNREAD_NESTING |
				  UNREAD_ENCRYPTED | UNREAD_TNEF |
				  UNREAD_DAMAGED | UNREAD_ERROR;

/* "No" from a text that was not read in full is no answer. */
static enum tri
unless_gap(enum tri answer, bool gap)
{
	return answer == TRI_NO && gap ? TRI_UNKNOWN : answer;
}

static bool
has_gap(const struct subject *subject, enum zone zone)
{
	if (subject->message->zones[zone].cut)
		return true;
	return zone != ZONE_SUBJECT && (subject->message->unread & text_gaps);
}

static struct str
party_of(const struct subject *subject)
{
	return participants_party(subject->people);
}

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

	if (subject->body_unread)
		return TRI_UNKNOWN;
	if (condition->at_start)
		return matcher_starts(
			subject->matcher, condition->pattern, condition->zone);
	answer = matcher_holds(subject->matcher, condition->term,
		1u << condition->zone, UNIT_SENTENCE);
	return unless_gap(answer, has_gap(subject, condition->zone));
}

static const struct mention_list *
mentions_in(struct subject *subject, enum zone zone)
{
	struct mention_list *list;

	if (subject->mentions[zone] != NULL)
		return subject->mentions[zone];
	list = ARENA_NEW(subject->arena, struct mention_list);
	if (subject->people->mentions != NULL)
		*list = mention_find(subject->arena, subject->people->mentions,
			&subject->message->zones[zone], subject->people->day);
	subject->mentions[zone] = list;
	return list;
}

/* The author's own name in the text says nothing about somebody. */
static bool
is_author(const struct subject *subject, const struct person *person)
{
	return person == subject->people->author.person;
}

static enum tri
ask_names(struct subject *subject, const struct condition *condition)
{
	const struct mention_list *named;

	if (subject->body_unread)
		return TRI_UNKNOWN;
	named = mentions_in(subject, condition->zone);
	for (size_t i = 0; i < named->count; i++) {
		const struct person *person = named->items[i].person;

		if (!is_author(subject, person) &&
			selector_fits(condition->selector, person->key, person,
				party_of(subject)))
			return TRI_YES;
	}
	return unless_gap(TRI_NO, has_gap(subject, condition->zone));
}

/* A party that is named and is not that of everybody in the set. */
static enum tri
ask_names_party(struct subject *subject, const struct condition *condition)
{
	const struct ruleset *rules = subject->rules;
	enum tri answer = TRI_NO;

	for (size_t i = 0; i < rules->party_count && answer != TRI_YES; i++) {
		const struct party_words *party = rules->parties[i];
		enum tri other = participants_any(
			subject->people, condition->set, party->others);
		enum tri named = TRI_UNKNOWN;

		if (other == TRI_NO)
			continue;
		if (!subject->body_unread)
			named = unless_gap(
				matcher_holds(subject->matcher, party->words,
					1u << condition->zone, UNIT_SENTENCE),
				has_gap(subject, condition->zone));
		answer = tri_or(answer, tri_and(other, named));
	}
	return answer;
}

/* Is everybody in the set told of? Yes where nobody is in it. */
static enum tri
is_told(struct subject *subject, enum recipient_set set)
{
	enum tri any = participants_more_than(subject->people, set, 0);

	if (any == TRI_NO)
		return TRI_YES;
	if (subject->body_unread)
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
	if (subject->body_unread)
		return TRI_UNKNOWN;
	return unless_gap(
		notice_forwards_letter(subject->message, subject->people),
		has_gap(subject, ZONE_FORWARDED));
}

static enum tri
ask_member_knows(struct subject *subject, const struct condition *condition)
{
	(void)condition;
	if (subject->body_unread)
		return TRI_UNKNOWN;
	return unless_gap(
		notice_member_knows(subject->message, subject->people),
		has_gap(subject, ZONE_TEXT));
}

static bool
is_recipient(const struct participants *people, const struct person *person)
{
	for (size_t i = 0; i < people->to_count; i++)
		if (people->to[i].person == person)
			return true;
	for (size_t i = 0; i < people->cc_count; i++)
		if (people->cc[i].person == person)
			return true;
	return false;
}

/*
 * Words that name several, such as "her director", mean the one to whom they
 * are written where that is one of them.
 */
static bool
means_recipient(const struct participants *people,
	const struct mention_list *named, size_t i)
{
	const struct mention *one = &named->items[i];
	size_t first = i;

	while (first > 0 && named->items[first - 1].start == one->start)
		first--;
	for (i = first; i < named->count; i++) {
		if (named->items[i].start != one->start)
			return false;
		if (named->items[i].end == one->end &&
			is_recipient(people, named->items[i].person))
			return true;
	}
	return false;
}

/*
 * Does somebody named fit? Those to whom the message goes are named in its
 * greeting and where copies are told of: they count only where `recipients`.
 */
static bool
is_named(struct subject *subject, const struct selector *selector,
	bool recipients)
{
	static const enum zone zones[] = {ZONE_SUBJECT, ZONE_TEXT};

	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
		const struct mention_list *named =
			mentions_in(subject, zones[z]);

		for (size_t i = 0; i < named->count; i++) {
			const struct person *person = named->items[i].person;

			if (is_author(subject, person) ||
				(!recipients && means_recipient(subject->people,
							named, i)))
				continue;
			if (selector == NULL ||
				selector_fits(selector, person->key, person,
					party_of(subject)))
				return true;
		}
	}
	return false;
}

/*
 * The way of a complaint: the first line that is about somebody named, or
 * about anyone at all. Only visible recipients count where there are any, so
 * that the answer tells nothing of the others.
 */
static enum tri
ask_route(struct subject *subject, const struct condition *condition)
{
	const struct protocol *protocol = subject->protocol;
	enum recipient_set set = SET_VISIBLE;
	bool recipients;

	(void)condition;
	if (subject->body_unread)
		return TRI_UNKNOWN;
	if (participants_more_than(subject->people, SET_VISIBLE, 0) == TRI_NO)
		set = SET_EVERYONE;
	recipients = !is_named(subject, NULL, false);
	for (size_t i = 0; i < protocol->route_count; i++) {
		const struct complaint_route *route = &protocol->routes[i];

		if (is_named(subject, route->about, recipients) ||
			selector_fits(
				route->about, STR_LIT(""), NULL, STR_LIT("")))
			return participants_any(
				subject->people, set, route->to);
	}
	return TRI_YES;
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
			subject->body_unread || message->unread & part_gaps);
	case MESSAGE_AUTOMATIC:
		return unless_gap(
			tri_of(message->is_automatic), subject->body_unread);
	case MESSAGE_ENCRYPTED:
		return unless_gap(
			tri_of((message->unread & UNREAD_ENCRYPTED) != 0),
			subject->body_unread);
	}
	return TRI_UNKNOWN;
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

	if (subject->body_unread)
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
	return unless_gap(
		tri_of(subject->message->unread != 0), subject->body_unread);
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
	[COND_NAMES] = ask_names,
	[COND_NAMES_PARTY] = ask_names_party,
	[COND_NOTICE] = ask_notice,
	[COND_LETTER_FORWARDED] = ask_letter_forwarded,
	[COND_MEMBER_KNOWS] = ask_member_knows,
	[COND_ROUTE] = ask_route,
	[COND_IDENTITY] = ask_identity,
	[COND_MESSAGE] = ask_message,
	[COND_HEADER] = ask_header,
	[COND_ATTACHMENT] = ask_attachment,
	[COND_WINDOW] = ask_window,
	[COND_HOURS] = ask_hours,
	[COND_PROTOCOL] = ask_protocol,
	[COND_UNREAD] = ask_unread,
};

static enum tri
answer(struct subject *subject, const struct condition *condition)
{
	enum tri left;

	if (condition->op == COND_ATOM)
		return answers[condition->kind](subject, condition);
	left = answer(subject, condition->left);
	if (condition->op == COND_NOT)
		return tri_not(left);
	if (left == (condition->op == COND_AND ? TRI_NO : TRI_YES))
		return left;
	if (condition->op == COND_AND)
		return tri_and(left, answer(subject, condition->right));
	return tri_or(left, answer(subject, condition->right));
}

enum tri
ask(struct subject *subject, const struct condition *condition)
{
	bool unread = subject->body_unread;
	enum tri first;

	/* With texts closed an answer is either final or unknown. */
	subject->body_unread = true;
	first = answer(subject, condition);
	subject->body_unread = unread;
	if (unread || first != TRI_UNKNOWN)
		return first;
	return answer(subject, condition);
}
