/*
 * points: score lines that hold, added up by units.
 *
 * Takes the lines of one flag that hold somewhere and finds the unit (the
 * sentence, paragraph or message of flag->within) with the most points among
 * those in which a positive line holds. The zones of a message are parted:
 * a sentence of the subject and one of the text never add up, unless the unit
 * is the message.
 *
 * Threads: pure. What is made lives in the arena.
 */
#ifndef COMITY_JUDGE_POINTS_H
#define COMITY_JUDGE_POINTS_H

#include "base/arena.h"
#include "judge/finding.h"
#include "judge/matcher.h"

/* Why a rule's lines are there; bits, since they are counted together. */
enum standing {
	STANDING_ACTS = 1 << 0,
	STANDING_SHADOW = 1 << 1,
	STANDING_OPEN = 1 << 2, /* its conditions could not be told */
};

/* A score line that holds. */
struct line {
	struct line *next;
	const struct rule *rule;
	const struct score *score;
	enum standing standing;
	bool everywhere; /* in every unit; `sets` is unused */
	struct sentence_set sets[ZONE_COUNT]; /* of the rule's zones */
};

/* Lines in the order of the rules. */
struct line_list {
	struct line *first, *last;
};

/*
 * The lines of `rule` that hold in the matcher's message, whatever the rule's
 * conditions say, are appended. TRI_NO: none does, or an `unless` is met;
 * TRI_UNKNOWN: whether one is met could not be told.
 */
enum tri points_lines(struct arena *arena, struct matcher *matcher,
	const struct rule *rule, enum standing standing,
	struct line_list *lines);

/* The one line, if it holds in these zones, whatever else is said of the rule;
 * in its rule's others it does not hold. */
bool points_line(struct arena *arena, struct matcher *matcher,
	const struct rule *rule, const struct score *score, unsigned zones,
	struct line_list *lines);

/* The unit that counts most. */
struct unit_points {
	bool found; /* a positive line holds somewhere */
	int points;
	bool whole; /* the message as a whole; zone and unit are unused */
	enum zone zone;
	size_t unit; /* the sentence or paragraph */
};

struct unit_points points_best(struct arena *arena,
	const struct message *message, enum unit within,
	const struct line_list *lines, unsigned standings);

/* Does the line count in that unit? */
bool points_counts(const struct line *line, const struct unit_points *best,
	const struct message *message, enum unit within);
/* The line as a reason, with its words in that unit where there are any. */
struct reason points_reason(struct matcher *matcher,
	const struct message *message, const struct line *line,
	const struct unit_points *best, enum unit within);

#endif
