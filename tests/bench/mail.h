/*
 * mail: the messages of the bench, made and not stored.
 *
 * Four mixes:
 *   ordinary        from outside and from one officer to another; no rule is
 *                   about such mail
 *   correspondence  between members and officers, 2 to 30 KB: plain, HTML
 *                   with a plain alternative, replies with what they answer
 *   large           the same with attachments of 1 to 5 MB
 *   worst           correspondence that is made of the words of the rules
 *
 * The people are generated as well, and their roster with them. The same
 * number gives the same message on every machine.
 */
#ifndef COMITY_BENCH_MAIL_H
#define COMITY_BENCH_MAIL_H

#include <stddef.h>

#include <glib.h>

enum mix { MIX_ORDINARY, MIX_CORRESPONDENCE, MIX_LARGE, MIX_WORST, MIX_COUNT };
extern const char *const mix_names[MIX_COUNT];

struct mail {
	char *from; /* addresses without brackets */
	char **rcpts;
	GPtrArray *names, *values; /* fields; values without line ends */
	GString *body;		   /* CRLF */
};

/* Words for MIX_WORST, given once before any of it is made. */
void mail_set_words(const char *const *words, size_t count);

struct mail *mail_make(enum mix mix, unsigned number);
/* Correspondence of about so many bytes, in its text or in what is attached. */
enum bulk { BULK_ATTACHED, BULK_TEXT };
struct mail *mail_make_sized(enum bulk bulk, unsigned number, size_t bytes);
void mail_free(struct mail *mail);
/* As RFC 5322 text, for stages and for looking at. */
GString *mail_text(const struct mail *mail);

/* The council's people as a roster (comity-roster(5)). */
GString *mail_roster(void);

#endif
