#include "ask_internal.h"

#include "judge/matcher.h"
#include "people/mention.h"
#include "people/selector.h"

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

enum tri
ask_names(struct subject *subject, const struct condition *condition)
{
	const struct mention_list *named;

	if (subject->closed != CLOSED_NOTHING)
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
enum tri
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
		if (!is_closed(subject, condition->zone) &&
			!are_patterns_closed(subject))
			named = unless_gap(
				matcher_holds(subject->matcher, party->words,
					1u << condition->zone, UNIT_SENTENCE),
				has_gap(subject, condition->zone));
		answer = tri_or(answer, tri_and(other, named));
	}
	return answer;
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
enum tri
ask_route(struct subject *subject, const struct condition *condition)
{
	const struct protocol *protocol = subject->protocol;
	enum recipient_set set = SET_VISIBLE;
	bool recipients;

	(void)condition;
	if (subject->closed != CLOSED_NOTHING)
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
