/*
 * rules: what the bench needs to know of the shipped rules, and more of them.
 */
#ifndef COMITY_BENCH_RULES_H
#define COMITY_BENCH_RULES_H

#include <glib.h>

/* How many patterns they have; their words and their expressions are added,
 * where wanted. Exits on an error. */
size_t rules_count(GPtrArray *words, GPtrArray *expressions);

/*
 * Rules of the same kind with so many patterns, made of common words and words
 * that nobody writes.
 */
GString *rules_made(size_t patterns);
/* A whole configuration of such rules, their protocol `made` and nothing of
 * what ships. */
GString *rules_alone(size_t patterns);

#endif
