/* What the files of mime.h share, and what their test looks into. */
#ifndef COMITY_MIME_MIME_INTERNAL_H
#define COMITY_MIME_MIME_INTERNAL_H

#include <stdbool.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/str.h"
#include "mime/mime.h"

/* mime_fields.c: the MIME fields of one entity, read by ourselves. -------- */

enum mime_encoding {
	ENCODING_NONE, /* 7bit, 8bit, binary and what nobody knows */
	ENCODING_BASE64,
	ENCODING_QP,
	ENCODING_UU,
};

struct mime_fields {
	struct str type; /* lower case; empty where not declared */
	struct str boundary;
	enum mime_encoding encoding;
	struct str charset, filename, content_id, protocol, method;
	bool flowed, delsp;
	bool disposed; /* a disposition that is not "inline" */
	/* Another Content-Type field that says otherwise; empty: none. */
	struct str rival;
};

void mime_fields_read(struct arena *arena, const struct field *fields,
	size_t count, struct mime_fields *out);
/* Type and parameters out of one Content-Type value. */
void mime_fields_read_type(
	struct arena *arena, struct str value, struct mime_fields *out);

bool mime_is_multipart(struct str type);
/* Types whose content is a message. */
bool mime_is_message(struct str type);

/* mime_bound.c: what GMime must not see. ---------------------------------- */

/*
 * How much of `body` may be parsed so that the number of parts and of header
 * fields in it stays bounded. Where that is not all of it, bits are or-ed to
 * *unread. `letters`: the body is a letter or a digest of letters.
 */
size_t mime_bound(struct str body, bool letters, unsigned *unread);

/* mime_plain.c: parts that need no GMime. --------------------------------- */

struct mime_node {
	enum part_kind kind;
	int depth; /* 0: the entity itself */
	struct mime_fields mime;
	struct str bytes;	    /* of a leaf, encoded */
	const struct field *fields; /* of a letter, its own */
	size_t field_count;
};

/*
 * The entity that `mime` tells of, a multipart or a letter, and all in it, in
 * reading order; a part more than LIMIT_PARTS at most. False where anything
 * about it is not plain. Bounds as mime_bound() sets them are the caller's.
 */
bool mime_plain_read(struct arena *arena, const struct mime_fields *mime,
	struct str body, struct mime_node **nodes, size_t *count);

/* mime_stream.c: two views as one stream, nothing copied. ----------------- */

void mime_stream_init(void);
GMimeStream *mime_stream_new(struct str head, struct str body);
/* The bytes of `body` that a part's stream covers. */
struct str mime_stream_bytes(GMimeStream *stream);

/* mime.c ------------------------------------------------------------------ */

/* As mime_read(); `always_gmime` is for the tests that compare both ways. */
struct part_list mime_read_by(struct arena *arena, const struct field *fields,
	size_t field_count, struct str body, bool always_gmime,
	unsigned *unread);

#endif
