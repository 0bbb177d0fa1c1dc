/*
 * prefilter_table: what the prefilter knows of the literals of a rule set.
 *
 * The trie leads to strings. Entries are strings with the boundaries that
 * literals ask for, and uses lead from an entry to the patterns that have it.
 * Partners are numbered through all patterns: an entry leads to those that it
 * is a string of, and a use to its company, the partners that it needs. What
 * belongs to one of them reaches from its `first_…` to that of the next one;
 * each list has one more item than it counts.
 *
 * Masks of arms (judge/prefilter.h) say what each thing is for: a use what its
 * pattern is for, a partner what all those are for whose companies need it, and
 * a node of the trie what all strings are for that it leads to.
 */
#ifndef COMITY_JUDGE_PREFILTER_TABLE_H
#define COMITY_JUDGE_PREFILTER_TABLE_H

#include <glib.h>

#include "judge/trie.h"
#include "language/ruleset.h"

struct holding; /* holding.h */
struct lexicon;

struct prefilter_entry {
	bool starts_word, ends_word;
	uint32_t first_use, first_sign;
};

/* So far before something a match starts: bytes, and the spaces among them;
 * PREFILTER_FAR: or further. */
#define PREFILTER_FAR UINT16_MAX
struct prefilter_reach {
	uint16_t most, least;
	uint16_t most_spaces, least_spaces;
};

/* What is in reach of either is in reach then. */
static inline void
prefilter_widen(struct prefilter_reach *reach, struct prefilter_reach other)
{
	reach->most = MAX(reach->most, other.most);
	reach->least = MIN(reach->least, other.least);
	reach->most_spaces = MAX(reach->most_spaces, other.most_spaces);
	reach->least_spaces = MIN(reach->least_spaces, other.least_spaces);
}

/* A literal of a pattern. */
struct prefilter_use {
	uint32_t pattern;
	uint16_t piece;
	uint8_t offset;	  /* of the literal in the word that holds it */
	uint8_t capital;  /* stands so far behind its start; 0: none need */
	uint32_t company; /* 0: none is needed */
	uint32_t arms;
	struct prefilter_reach reach;
};

/* A string of a partner. */
struct prefilter_sign {
	uint32_t partner;
	uint32_t arms;
	uint32_t offset; /* as of a use */
};

/* Are the boundaries there that the entry asks for? `within_…`: a letter or digit
 * stands there. */
static inline bool
prefilter_entry_fits(const struct prefilter_entry *entry, bool within_before,
	bool within_behind)
{
	return !(entry->starts_word && within_before) &&
	       !(entry->ends_word && within_behind);
}

/* A partner that is needed, and where a match starts that has it. */
#define PREFILTER_NOBODY UINT32_MAX
struct prefilter_need {
	uint32_t partner; /* PREFILTER_NOBODY: none, nor are there more */
	struct prefilter_reach reach;
};

struct prefilter_company {
	struct prefilter_need needs[PATTERN_PARTNERS]; /* the rarest first */
};

struct prefilter {
	struct trie *trie;
	struct lexicon *lexicon; /* learns while texts are read */
	size_t pattern_count;
	uint32_t *arms; /* by pattern */
	/* Pieces without literals: from first_always[id] to the next one's;
	 * and for each arm the patterns that have such, prefilter_words() of
	 * bits after those of the arm before. */
	uint32_t *first_always, *always_pieces;
	uint64_t *always;
	uint32_t *first_entry; /* by string */
	size_t string_count;
	uint32_t *node_arms; /* by node of the trie */
	uint32_t begin_arms[256]; /* by the byte that strings begin with */
	struct prefilter_entry *entries;
	struct holding *holdings; /* what each entry by itself holds */
	size_t entry_count;
	struct prefilter_use *uses;
	struct prefilter_sign *signs; /* of entries */
	size_t partner_count;
	struct prefilter_company *companies;
	size_t company_count;
};

enum { PREFILTER_ARMS = 32 };

/* Of a set of patterns. */
static inline size_t
prefilter_words(const struct prefilter *prefilter)
{
	return prefilter->pattern_count / 64 + 1;
}

/* Has it a piece without literals? */
static inline bool
prefilter_is_always(const struct prefilter *prefilter, unsigned id)
{
	return prefilter->first_always[id] < prefilter->first_always[id + 1];
}

/* Fills in what all that was laid out is for. */
void prefilter_arm(struct prefilter *made);

#endif
