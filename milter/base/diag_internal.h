/*
 * diag_internal: what diag.c and diag_source.c share.
 */
#ifndef COMITY_BASE_DIAG_INTERNAL_H
#define COMITY_BASE_DIAG_INTERNAL_H

#include <glib.h>

#include "base/diag.h"

struct source {
	gatomicrefcount references;
	unsigned order; /* in which it was read, for the order of printing */
	char *name;
	char *bytes;
	size_t length;
	struct place included_at;
	const struct source *includer; /* held, so that the chain stays good */
	uint32_t *lines; /* offset at which each line starts */
	size_t line_count;
};

struct diag {
	GPtrArray *sources; /* struct source *, each with a reference */
	GArray *entries;    /* struct diag_entry */
	unsigned counts[3]; /* by enum diag_level */
	bool note_dropped;  /* the entry a note would belong to was not kept */
};

/* The line that holds `offset`, without its line feed; `number` from 0. */
struct str source_line_at(
	const struct source *source, size_t offset, size_t *number);

#endif
