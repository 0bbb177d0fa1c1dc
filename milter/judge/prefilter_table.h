/*
 * prefilter_table: what the prefilter knows of the literals of a rule set.
 *
 * The trie leads to strings. Entries are strings with the boundaries that
 * literals ask for, and uses lead from an entry to the patterns that have it.
 * Partners are numbered through all patterns: an entry leads to those that it
 * is a string of, and a use to its company, the partners that it needs. What
 * belongs to one of them reaches from its `first_…` to that of the next one;
 * each list has one more item than it counts.
 */
#ifndef COMITY_JUDGE_PREFILTER_TABLE_H
#define COMITY_JUDGE_PREFILTER_TABLE_H

#include "judge/trie.h"
#include "language/ruleset.h"

struct lexicon;

struct prefilter_entry {
	bool starts_word, ends_word;
	uint32_t first_use, first_partner;
};

struct prefilter_use {
	uint32_t pattern;
	uint16_t piece;
	uint16_t offset;  /* of the literal in the word that holds it */
	uint32_t lead;	  /* as of a literal; UINT32_MAX: any number */
	uint32_t company; /* 0: none is needed */
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

/* Numbers of partners in order, PREFILTER_NOBODY behind them. */
#define PREFILTER_NOBODY UINT32_MAX
struct prefilter_company {
	uint32_t partners[PATTERN_PARTNERS];
};

struct prefilter {
	struct trie *trie;
	struct lexicon *lexicon; /* learns while texts are read */
	char plain[256];	 /* of the characters of words; others: NUL */
	size_t pattern_count;
	/* Pieces without literals: from first_always[id] to the next one's;
	 * and the patterns that have such. */
	uint32_t *first_always, *always_pieces;
	uint64_t *always;
	uint32_t *first_entry; /* by string */
	size_t string_count;
	struct prefilter_entry *entries;
	size_t entry_count;
	struct prefilter_use *uses;
	uint32_t *partners;   /* of entries */
	size_t partner_count; /* their numbers are below */
	struct prefilter_company *companies;
	size_t company_count;
};

#endif
