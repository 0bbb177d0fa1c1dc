/*
 * lesson: what labelled messages say, as far as `comity learn` looks at it.
 *
 * Of each message: which words and pairs of words (likeness.h) stand in its
 * subject and text, once each, how many words there are in all, the roles of
 * author and recipients, and which of the flags in question it has. Of each
 * word: in how many messages it stands, and how people write it within
 * sentences, where only names have capitals.
 *
 * Words are those of plain_word.h, bare, with ASCII letters in lower case.
 *
 * Threads: one at a time. What is in here is read freely and changed by the
 * functions below only.
 */
#ifndef COMITY_TOOL_LESSON_H
#define COMITY_TOOL_LESSON_H

#include <glib.h>
#include <stdint.h>

#include "tool/engine.h"

/* A word, or a pair, which has the numbers of its words. */
struct lesson_word {
	const char *text;
	bool is_pair;
	uint32_t first, second;
	unsigned messages;
	unsigned inside; /* behind another word of its sentence */
	unsigned small;	 /* of these, begun with a small letter */
};

struct lesson_message {
	size_t end;	/* behind its last in lesson.uses */
	unsigned words; /* with those that come again */
	unsigned roles; /* less than LESSON_ROLES, or LESSON_ALL_ROLES */
};

/* With no clause for the flag in its protocol a message tells nothing of it. */
enum lesson_hit { LESSON_MISS, LESSON_HIT, LESSON_OFF };

/* Author's role, and whether a member and an officer are among everyone. */
enum { LESSON_ROLES = ROLE_COUNT * 4, LESSON_ALL_ROLES = LESSON_ROLES };

struct lesson {
	const char *const *flags; /* ends with NULL */
	size_t flag_count;
	GArray *words;	  /* struct lesson_word; a word's number is its index */
	GArray *messages; /* struct lesson_message */
	GArray *uses;	  /* uint32_t: words' numbers, message after message */
	GByteArray *hits; /* enum lesson_hit, by message and flag */
	GHashTable *numbers; /* text -> its number */
	GHashTable *names;   /* what the people of the rosters are called */
};

/* `flags` is there as long as the lesson. */
struct lesson *lesson_new(const char *const *flags);
void lesson_free(struct lesson **lesson);

/* `has`: by flag. */
void lesson_add(struct lesson *lesson, const struct engine_reading *reading,
	const bool *has);
/* A sentence that is labelled for one flag tells nothing of the others, and was
 * written as somebody would who could raise it. */
void lesson_add_sentence(struct lesson *lesson,
	const struct engine_reading *reading, size_t flag, bool hit);
/* Its members' and officers' names and the local parts of their addresses. */
void lesson_add_names(struct lesson *lesson, const struct roster *roster);

/*
 * May the word be learnt? Not one that few messages have, that nobody writes
 * small within a sentence as a rule, or that is part of a name on a roster and
 * no ordinary word as well ("will", "grant"); and no pair with such a word.
 */
bool lesson_word_fits(
	const struct lesson *lesson, const struct lesson_word *word);

static inline const struct lesson_word *
lesson_word(const struct lesson *lesson, size_t number)
{
	return &g_array_index(lesson->words, struct lesson_word, number);
}

static inline const struct lesson_message *
lesson_message(const struct lesson *lesson, size_t index)
{
	return &g_array_index(lesson->messages, struct lesson_message, index);
}

/* The message's words, `*count` of them. */
const uint32_t *lesson_uses(
	const struct lesson *lesson, size_t message, size_t *count);
enum lesson_hit lesson_hit(
	const struct lesson *lesson, size_t message, size_t flag);

#endif
