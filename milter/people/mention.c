#include "mention_index.h"

#include "base/array.h"
#include "word_internal.h"

/* One word of the text, as far as finding needs to know it. */
struct spot {
	uint32_t start, end;
	guint word;
	unsigned sorts;
	bool begins;				    /* a phrase, perhaps */
	bool capital, possessive, adjacent, letter; /* letter: an initial */
};

struct scan {
	const struct mention_index *index;
	const struct zone_text *zone;
	int32_t day;
	struct spot *spots;
	size_t spot_count, spot_room;
	GArray *found; /* struct found_mention */
};

static struct spot
spot_of(const struct scan *scan, const struct word *word)
{
	const struct known_word *known =
		mention_word(scan->index, word->folded);

	return (struct spot){
		.start = (uint32_t)word->start,
		.end = (uint32_t)word->end,
		.word = known->number,
		.sorts = known->sorts,
		.begins = known->begins,
		.capital = word->capital,
		.possessive = word->possessive,
		.adjacent = word->adjacent,
		.letter = word->folded.n == 1 && word->capital,
	};
}

static void
read_spots(struct scan *scan)
{
	struct word_reader reader = word_reader_new(scan->zone->text);
	struct word word;

	while (word_next(&reader, &word)) {
		scan->spots = array_grow(scan->spots, scan->spot_count,
			&scan->spot_room, sizeof(*scan->spots));
		scan->spots[scan->spot_count++] = spot_of(scan, &word);
	}
	word_reader_clear(&reader);
}

static const struct spot *
spot_at(const struct scan *scan, size_t i)
{
	return i < scan->spot_count ? &scan->spots[i] : NULL;
}

static bool
starts_sentence(const struct scan *scan, size_t i)
{
	const struct spot *spot = spot_at(scan, i);
	size_t sentence = zone_sentence_at(scan->zone, spot->start);

	return i == 0 || sentence >= scan->zone->sentence_count ||
	       spot_at(scan, i - 1)->start <
		       scan->zone->sentences[sentence].start;
}

/* "Cllr Marsh", "Mr P. Twigg": a courtesy title, perhaps with initials. */
static bool
courtesy_before(const struct scan *scan, size_t i)
{
	const struct spot *spot;

	do {
		if (i == 0)
			return false;
		spot = spot_at(scan, --i);
	} while (spot->letter);
	return (spot->sorts & SORT_COURTESY) &&
	       !(spot->sorts & SORT_DETERMINER);
}

/* A capital word right behind a first name is the surname of another. */
static bool
capital_behind(const struct scan *scan, size_t end)
{
	const struct spot *next = spot_at(scan, end);

	return next != NULL && next->adjacent && next->capital &&
	       next->end - next->start > 1;
}

static bool
name_counts(const struct scan *scan, size_t from, size_t to)
{
	return spot_at(scan, from)->capital || to - from > 1;
}

static bool
first_name_counts(const struct scan *scan, size_t from, size_t to)
{
	const struct spot *spot = spot_at(scan, from);

	if (!spot->capital || capital_behind(scan, to))
		return false;
	if (from > 0 && courtesy_before(scan, from))
		return false;
	return !(spot->sorts & SORT_COMMON) || !starts_sentence(scan, from);
}

static bool
office_counts(const struct scan *scan, size_t from, size_t to, bool bare)
{
	const struct spot *spot = spot_at(scan, from);
	const struct spot *before = from > 0 ? spot_at(scan, from - 1) : NULL;
	const struct spot *behind = spot_at(scan, to);
	bool lone = starts_sentence(scan, from);

	if (before != NULL && (before->sorts & SORT_DEPUTY) && spot->adjacent)
		return false;
	if (bare && behind != NULL && behind->adjacent &&
		(behind->sorts & SORT_OF))
		return false;
	if (bare && !lone && before != NULL && before->capital &&
		spot->adjacent && !(before->sorts & SORT_DETERMINER))
		return false; /* "Managing Director", "Town Clerk" */
	return spot->capital ||
	       (before != NULL && (before->sorts & SORT_DETERMINER));
}

static bool
target_counts(const struct scan *scan, const struct target *target, size_t from,
	size_t to)
{
	if (!person_in_force(target->person, scan->day))
		return false;
	switch (target->form) {
	case FORM_NAME:
		return name_counts(scan, from, to);
	case FORM_SURNAME:
		return spot_at(scan, from)->capital &&
		       courtesy_before(scan, from) && !capital_behind(scan, to);
	case FORM_OFFICE:
		return office_counts(scan, from, to, target->bare);
	case FORM_FIRST_NAME:
		return first_name_counts(scan, from, to);
	case FORM_DEPARTMENT:
		return spot_at(scan, from)->capital;
	}
	return false;
}

/* How many on that day are called so by their first name? */
static bool
is_only_first_name(const struct scan *scan, const GArray *targets)
{
	size_t count = 0;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);

		count += target->form == FORM_FIRST_NAME &&
			 person_in_force(target->person, scan->day);
	}
	return count == 1;
}

/* Enters all whom the words [from, to) mean; false when they mean nobody. */
static bool
enter_targets(struct scan *scan, const GArray *targets, size_t from, size_t to)
{
	guint before = scan->found->len;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);
		const struct spot *first = spot_at(scan, from);
		const struct spot *last = spot_at(scan, to - 1);
		struct found_mention found = {
			.mention = {target->person, first->start, last->end, 0},
			.form = target->form,
			.possessive = last->possessive,
		};

		if (!target_counts(scan, target, from, to) ||
			(target->form == FORM_FIRST_NAME &&
				!is_only_first_name(scan, targets)))
			continue;
		found.mention.sentence =
			(uint32_t)zone_sentence_at(scan->zone, first->start);
		g_array_append_val(scan->found, found);
	}
	return scan->found->len > before;
}

/* The longest phrase that begins at word `from`; the word behind it. */
static size_t
scan_from(struct scan *scan, size_t from)
{
	struct {
		const GArray *targets;
		size_t end;
	} ends[LONGEST_PHRASE];
	size_t count = 0, i = from;
	guint node = ROOT;

	while (count < LONGEST_PHRASE && i < scan->spot_count &&
		i < from + 2 * LONGEST_PHRASE) {
		guint word = spot_at(scan, i)->word;

		i++;
		if (word == scan->index->the && node != ROOT)
			continue;
		node = word ? mention_step(scan->index, node, word) : NO_NODE;
		if (node == NO_NODE)
			break;
		if (scan->index->targets->pdata[node] != NULL) {
			ends[count].targets = scan->index->targets->pdata[node];
			ends[count++].end = i;
		}
	}
	while (count-- > 0)
		if (enter_targets(
			    scan, ends[count].targets, from, ends[count].end))
			return ends[count].end;
	return from + 1;
}

struct found_mentions
mention_scan(struct arena *arena, const struct mention_index *index,
	const struct zone_text *zone, int32_t day)
{
	struct scan scan = {
		.index = index,
		.zone = zone,
		.day = day,
		.found =
			g_array_new(FALSE, FALSE, sizeof(struct found_mention)),
	};
	struct found_mentions found;

	read_spots(&scan);
	for (size_t i = 0; i < scan.spot_count;)
		i = scan.spots[i].begins ? scan_from(&scan, i) : i + 1;
	found.count = scan.found->len;
	found.items = ARENA_ARRAY(arena, struct found_mention, found.count);
	if (found.count > 0)
		memcpy(found.items, scan.found->data,
			found.count * sizeof(*found.items));
	g_free(scan.spots);
	g_array_free(scan.found, TRUE);
	return found;
}

struct mention_list
mention_find(struct arena *arena, const struct mention_index *index,
	const struct zone_text *zone, int32_t day)
{
	struct found_mentions found = mention_scan(arena, index, zone, day);
	struct mention_list list = {
		ARENA_ARRAY(arena, struct mention, found.count), 0};

	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].form != FORM_DEPARTMENT)
			list.items[list.count++] = found.items[i].mention;
	return list;
}
