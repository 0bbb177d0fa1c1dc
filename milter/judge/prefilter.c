#include "judge/prefilter.h"

#include <glib.h>

#include "judge/automaton.h"
#include "prefilter_table.h"

enum {
	/* Read at a time, so that the list of hits stays small. */
	BLOCK_BYTES = 16 * 1024,
	/* More notes than this of one text: all of it is tried. */
	MOST_NOTES = 512 * 1024,
	/* Kept from text to text. */
	KEPT_NOTES = 16 * 1024,
	KEPT_WORDS = 64 * 1024,
};

#define NONE UINT32_MAX

/* A chain of notes; one of another turn counts as empty. */
struct chain {
	uint32_t turn, first, last;
};

/* Where an entry stands in one sentence: from its first start to its last. */
struct note {
	uint32_t sentence, first, last, next;
};

/* A set of sentences in `words`; one of another turn counts as empty. */
struct mark {
	uint32_t turn, at;
};

/* A literal of a pattern that is in the text. */
struct found {
	uint32_t use, entry, next;
};

struct prefilter_notes {
	const struct zone_text *zone;
	uint32_t turn;
	bool useless; /* the text is not plain, or too much of it is noted */
	struct automaton_hits hits;
	struct chain *entries;	/* of notes, by entry */
	struct chain *patterns; /* of found, by pattern */
	struct mark *partners;	/* sentences that have one of its strings */
	struct mark *companies; /* sentences that have all its partners */
	uint64_t *candidates;
	size_t entry_room, pattern_room, partner_room, company_room;
	uint32_t *seen; /* entries in the order in which they came */
	size_t seen_count;
	size_t set_words; /* of a set of sentences */
	uint64_t *words;
	size_t word_count, word_room;
	struct note *notes;
	size_t note_count, note_room;
	struct found *found;
	size_t found_count, found_room;
	struct stretch *stretches;
	size_t stretch_count, stretch_room;
};

struct prefilter_notes *
prefilter_notes_new(void)
{
	return g_new0(struct prefilter_notes, 1);
}

void
prefilter_notes_free(struct prefilter_notes **notes)
{
	struct prefilter_notes *old = *notes;

	if (old == NULL)
		return;
	automaton_hits_clear(&old->hits);
	g_free(old->entries);
	g_free(old->patterns);
	g_free(old->partners);
	g_free(old->companies);
	g_free(old->candidates);
	g_free(old->seen);
	g_free(old->words);
	g_free(old->notes);
	g_free(old->found);
	g_free(old->stretches);
	g_free(old);
	*notes = NULL;
}

/* Taking notes -------------------------------------------------------- */

static void
make_room_for_sets(
	const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	if (prefilter->partner_count > notes->partner_room) {
		notes->partner_room = prefilter->partner_count;
		g_free(notes->partners);
		notes->partners = g_new0(struct mark, notes->partner_room);
	}
	if (prefilter->company_count > notes->company_room) {
		notes->company_room = prefilter->company_count;
		g_free(notes->companies);
		notes->companies = g_new0(struct mark, notes->company_room);
	}
	if (notes->word_room > KEPT_WORDS) {
		g_free(notes->words);
		notes->words = NULL;
		notes->word_room = 0;
	}
}

static void
make_room(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room_for_sets(prefilter, notes);
	if (prefilter->entry_count > notes->entry_room) {
		notes->entry_room = prefilter->entry_count;
		g_free(notes->entries);
		g_free(notes->seen);
		notes->entries = g_new0(struct chain, notes->entry_room);
		notes->seen = g_new(uint32_t, notes->entry_room);
	}
	if (prefilter->pattern_count + 1 > notes->pattern_room) {
		notes->pattern_room = prefilter->pattern_count + 1;
		g_free(notes->patterns);
		g_free(notes->candidates);
		notes->patterns = g_new0(struct chain, notes->pattern_room);
		notes->candidates =
			g_new0(uint64_t, notes->pattern_room / 64 + 1);
	}
	if (notes->note_room > KEPT_NOTES) {
		g_free(notes->notes);
		notes->notes = NULL;
		notes->note_room = 0;
		automaton_hits_clear(&notes->hits);
	}
}

static void
next_turn(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room(prefilter, notes);
	notes->note_count = notes->found_count = 0;
	notes->seen_count = notes->word_count = 0;
	notes->useless = false;
	memcpy(notes->candidates, prefilter->always,
		(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
	if (++notes->turn != 0)
		return;
	memset(notes->entries, 0, notes->entry_room * sizeof(struct chain));
	memset(notes->patterns, 0, notes->pattern_room * sizeof(struct chain));
	memset(notes->partners, 0, notes->partner_room * sizeof(struct mark));
	memset(notes->companies, 0, notes->company_room * sizeof(struct mark));
	notes->turn = 1;
}

/* An empty set of sentences; its place in `words`. */
static uint32_t
new_set(struct prefilter_notes *notes)
{
	size_t at = notes->word_count;

	notes->word_count += notes->set_words;
	if (notes->word_count > notes->word_room) {
		notes->word_room = notes->word_count * 2 + 256;
		notes->words =
			g_renew(uint64_t, notes->words, notes->word_room);
	}
	memset(notes->words + at, 0, notes->set_words * sizeof(uint64_t));
	return (uint32_t)at;
}

/* The partners that the entry is a string of are in the sentence. */
static void
mark_partners(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t sentence)
{
	const struct prefilter_entry *one = &prefilter->entries[entry];

	for (uint32_t i = one->first_partner; i < one[1].first_partner; i++) {
		struct mark *mark = &notes->partners[prefilter->partners[i]];

		if (mark->turn != notes->turn)
			*mark = (struct mark){notes->turn, new_set(notes)};
		notes->words[mark->at + sentence / 64] |= (uint64_t)1
							  << (sentence % 64);
	}
}

static void
note(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t sentence, uint32_t start)
{
	struct chain *chain = &notes->entries[entry];
	uint32_t added = (uint32_t)notes->note_count;

	if (chain->turn == notes->turn &&
		notes->notes[chain->last].sentence == sentence) {
		notes->notes[chain->last].last = start;
		return;
	}
	if (notes->note_count == notes->note_room) {
		notes->note_room = notes->note_room * 2 + 256;
		notes->notes =
			g_renew(struct note, notes->notes, notes->note_room);
	}
	notes->notes[notes->note_count++] =
		(struct note){sentence, start, start, NONE};
	mark_partners(prefilter, notes, entry, sentence);
	if (chain->turn == notes->turn) {
		notes->notes[chain->last].next = added;
		chain->last = added;
	} else {
		*chain = (struct chain){notes->turn, added, added};
		notes->seen[notes->seen_count++] = entry;
	}
}

static bool
is_alnum_at(struct str text, size_t at)
{
	return at < text.n && g_ascii_isalnum(text.p[at]);
}

/* A word in one sentence: the entries whose boundaries are there. */
static void
take_hit(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t word, uint32_t end, uint32_t sentence)
{
	struct str text = notes->zone->text;
	uint32_t start = end - prefilter->words[word].length;
	bool within_before = start > 0 && is_alnum_at(text, start - 1);
	bool within_behind = is_alnum_at(text, end);

	for (uint32_t e = prefilter->words[word].first_entry;
		e < prefilter->words[word + 1].first_entry; e++) {
		const struct prefilter_entry *entry = &prefilter->entries[e];

		if (!(entry->starts_word && within_before) &&
			!(entry->ends_word && within_behind))
			note(prefilter, notes, e, sentence, start);
	}
}

/* Goes through the hits of a block together with the sentences. */
static void
take_hits(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t *sentence)
{
	const struct zone_text *zone = notes->zone;

	for (size_t i = 0; i < notes->hits.count; i++) {
		uint32_t word = notes->hits.items[i].word;
		uint32_t end = notes->hits.items[i].end;

		notes->useless |= word >= prefilter->first_stranger;
		while (*sentence < zone->sentence_count &&
			zone->sentences[*sentence].end < end)
			++*sentence;
		if (*sentence < zone->sentence_count &&
			zone->sentences[*sentence].start +
					prefilter->words[word].length <=
				end)
			take_hit(prefilter, notes, word, end, *sentence);
	}
	notes->useless |= notes->note_count > MOST_NOTES;
}

/* Who may match --------------------------------------------------------- */

/* Is every partner somewhere in the text? */
static bool
all_are_here(const struct prefilter_notes *notes,
	const struct prefilter_company *company)
{
	for (int i = 0; i < PATTERN_PARTNERS; i++)
		if (company->partners[i] != PREFILTER_NOBODY &&
			notes->partners[company->partners[i]].turn !=
				notes->turn)
			return false;
	return true;
}

/* Puts the sentences that have all partners into a new set. */
static uint32_t
meet(struct prefilter_notes *notes, const struct prefilter_company *company)
{
	uint32_t at = new_set(notes);
	uint64_t *set = notes->words + at;

	memset(set, 0xFF, notes->set_words * sizeof(*set));
	for (int k = 0; k < PATTERN_PARTNERS; k++) {
		const uint64_t *other;

		if (company->partners[k] == PREFILTER_NOBODY)
			break;
		other = notes->words + notes->partners[company->partners[k]].at;
		for (size_t i = 0; i < notes->set_words; i++)
			set[i] &= other[i];
	}
	return at;
}

/* The sentences where a use is worth a trial; NULL: none of them. */
static const uint64_t *
sentences_of(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t company)
{
	struct mark *mark = &notes->companies[company];

	if (mark->turn != notes->turn) {
		mark->turn = notes->turn;
		mark->at = NONE;
		if (all_are_here(notes, &prefilter->companies[company]))
			mark->at = meet(notes, &prefilter->companies[company]);
	}
	return mark->at == NONE ? NULL : notes->words + mark->at;
}

static bool
is_in(const uint64_t *sentences, uint32_t sentence)
{
	return sentences[sentence / 64] >> (sentence % 64) & 1;
}

/* Does an entry stand in the company that it needs? */
static bool
meets(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t company)
{
	const uint64_t *sentences;
	uint32_t n = notes->entries[entry].first;

	if (company == 0)
		return true;
	sentences = sentences_of(prefilter, notes, company);
	if (sentences == NULL)
		return false;
	while (n != NONE && !is_in(sentences, notes->notes[n].sentence))
		n = notes->notes[n].next;
	return n != NONE;
}

static void
add_found(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t use, uint32_t entry)
{
	uint32_t id = prefilter->uses[use].pattern;
	struct chain *chain = &notes->patterns[id];
	uint32_t next = chain->turn == notes->turn ? chain->first : NONE;

	if (notes->found_count == notes->found_room) {
		notes->found_room = notes->found_room * 2 + 256;
		notes->found =
			g_renew(struct found, notes->found, notes->found_room);
	}
	notes->found[notes->found_count] = (struct found){use, entry, next};
	*chain = (struct chain){notes->turn, (uint32_t)notes->found_count++, 0};
	notes->candidates[id / 64] |= (uint64_t)1 << (id % 64);
}

/* The patterns that an entry is a literal of hear of it. */
static void
tell_patterns(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry)
{
	const struct prefilter_entry *one = &prefilter->entries[entry];
	uint32_t company = 0;
	bool here = true;

	/* Those that need the same company stand together. */
	for (uint32_t use = one->first_use; use < one[1].first_use; use++) {
		if (prefilter->uses[use].company != company) {
			company = prefilter->uses[use].company;
			here = meets(prefilter, notes, entry, company);
		}
		if (here)
			add_found(prefilter, notes, use, entry);
	}
}

/* Characters beyond ASCII that plain text (pattern.h) has not. */
static bool
is_strange(gunichar c)
{
	if (c < 0x660)
		return c == 0x85 || c == 0xA0 || c == 0x17F;
	return c == 0x212A || c >= 0x110000 || g_unichar_isdigit(c) ||
	       g_unichar_isspace(c) || c == 0x180E;
}

static bool
has_strangers(const struct zone_text *zone)
{
	struct str text = zone->text;

	for (size_t i = 0; i < text.n && !zone->ascii; i++)
		if ((unsigned char)text.p[i] >= 0xC2 &&
			is_strange(g_utf8_get_char_validated(
				text.p + i, (gssize)MIN(text.n - i, 6))))
			return true;
	return false;
}

void
prefilter_scan(const struct prefilter *prefilter, const struct zone_text *zone,
	struct prefilter_notes *notes)
{
	struct str text = zone->text;
	uint32_t sentence = 0;

	next_turn(prefilter, notes);
	notes->zone = zone;
	notes->set_words = (zone->sentence_count + 63) / 64;
	notes->useless = text.n >= UINT32_MAX || has_strangers(zone);
	for (size_t from = 0; from < text.n && !notes->useless;
		from += BLOCK_BYTES) {
		automaton_scan(prefilter->automaton, text, from,
			MIN(from + BLOCK_BYTES, text.n), &notes->hits);
		take_hits(prefilter, notes, &sentence);
	}
	for (size_t i = 0; i < notes->seen_count && !notes->useless; i++)
		tell_patterns(prefilter, notes, notes->seen[i]);
	if (notes->useless)
		memset(notes->candidates, 0xFF,
			(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
}

const uint64_t *
prefilter_candidates(const struct prefilter_notes *notes)
{
	return notes->candidates;
}

/* Stretches ------------------------------------------------------------- */

/* Starts are at characters, not within one. */
static uint32_t
to_character(const struct zone_text *zone, uint32_t at)
{
	while (at > 0 && ((unsigned char)zone->text.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static void
add_stretch(struct prefilter_notes *notes, struct stretch added)
{
	if (notes->stretch_count == notes->stretch_room) {
		notes->stretch_room = notes->stretch_room * 2 + 64;
		notes->stretches = g_renew(
			struct stretch, notes->stretches, notes->stretch_room);
	}
	notes->stretches[notes->stretch_count++] = added;
}

static void
add_note(struct prefilter_notes *notes, const struct note *note,
	const struct prefilter_use *use)
{
	uint32_t start = notes->zone->sentences[note->sentence].start;
	uint32_t room = note->first - start;
	uint32_t from = use->lead >= room ? start
					  : to_character(notes->zone,
						    note->first - use->lead);

	add_stretch(notes, (struct stretch){note->sentence, use->piece, from,
				   note->last + 1});
}

/* Pieces without literals are tried everywhere. */
static void
add_always(const struct prefilter *prefilter, struct prefilter_notes *notes,
	unsigned id, const uint64_t *wanted)
{
	const struct zone_text *zone = notes->zone;

	for (uint32_t i = prefilter->first_always[id];
		i < prefilter->first_always[id + 1]; i++)
		for (uint32_t s = 0; s < zone->sentence_count; s++)
			if (wanted[s / 64] >> (s % 64) & 1)
				add_stretch(notes,
					(struct stretch){s,
						prefilter->always_pieces[i],
						zone->sentences[s].start,
						zone->sentences[s].end});
}

static int
by_place(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->sentence != y->sentence)
		return x->sentence > y->sentence ? 1 : -1;
	if (x->piece != y->piece)
		return x->piece > y->piece ? 1 : -1;
	return (x->from > y->from) - (x->from < y->from);
}

/* Few are in order already, or nearly so. */
static void
sort_stretches(struct stretch *stretches, size_t count)
{
	if (count > 16) {
		qsort(stretches, count, sizeof(*stretches), by_place);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct stretch moved = stretches[i];
		size_t at = i;

		for (; at > 0 && by_place(&stretches[at - 1], &moved) > 0; at--)
			stretches[at] = stretches[at - 1];
		stretches[at] = moved;
	}
}

/* Those that meet become one. */
static size_t
join_stretches(struct stretch *stretches, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct stretch *last = kept > 0 ? &stretches[kept - 1] : NULL;

		if (last != NULL && last->sentence == stretches[i].sentence &&
			last->piece == stretches[i].piece &&
			last->to >= stretches[i].from)
			last->to = MAX(last->to, stretches[i].to);
		else
			stretches[kept++] = stretches[i];
	}
	return kept;
}

size_t
prefilter_stretches(const struct prefilter *prefilter,
	struct prefilter_notes *notes, const struct pattern *pattern,
	const uint64_t *wanted, const struct stretch **stretches)
{
	unsigned id = pattern_id(pattern);
	const struct chain *chain = &notes->patterns[id];

	if (notes->useless)
		return SIZE_MAX;
	notes->stretch_count = 0;
	add_always(prefilter, notes, id, wanted);
	for (uint32_t f = chain->turn == notes->turn ? chain->first : NONE;
		f != NONE; f = notes->found[f].next) {
		const struct prefilter_use *use =
			&prefilter->uses[notes->found[f].use];
		uint32_t n = notes->entries[notes->found[f].entry].first;
		const uint64_t *worth =
			use->company == 0
				? wanted
				: sentences_of(prefilter, notes, use->company);

		for (; n != NONE; n = notes->notes[n].next) {
			uint32_t s = notes->notes[n].sentence;

			if (is_in(wanted, s) && is_in(worth, s))
				add_note(notes, &notes->notes[n], use);
		}
	}
	*stretches = notes->stretches;
	sort_stretches(notes->stretches, notes->stretch_count);
	return join_stretches(notes->stretches, notes->stretch_count);
}
