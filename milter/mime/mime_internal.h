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

/* NUL is none. Most lists are short: a call would cost more than they do. */
static inline bool
mime_is_one_of(char c, const char *these)
{
	while (*these != '\0' && *these != c)
		these++;
	return *these != '\0';
}

void mime_fields_read(struct arena *arena, const struct field *fields,
	size_t count, struct mime_fields *out);
/* Type and parameters out of one Content-Type value. */
void mime_fields_read_type(
	struct arena *arena, struct str value, struct mime_fields *out);

bool mime_is_multipart(struct str type);
/* Types whose content is a message. */
bool mime_is_message(struct str type);
/* Parts of it are messages, if they do not say otherwise. */
bool mime_is_digest(struct str type);
/* Either of multipart and message. */
bool mime_has_parts(const struct mime_fields *mime);

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

/* smime.c: letters within their signature. -------------------------------- */

enum { SMIME_BEGINNING = 256 }; /* encoded bytes that are enough to tell */

/* False where it is something else, such as an encrypted letter. */
bool smime_may_be_signed(struct str beginning);

/*
 * What a signature of application/pkcs7-mime encloses (SignedData, RFC 5652
 * 5.1) behind a copy of `before`, `*n` bytes in all: Outlook sends text in
 * this form. NULL where it encloses nothing, is no signature, or is cut off.
 * Linear; goes no deeper than a fixed number of elements.
 */
char *smime_signed_content(struct arena *arena, struct str signature,
	struct str before, size_t *n);

/* mime_gmime.c: the parts of what is not plain. --------------------------- */

struct mime_reader;
struct mime_entity;

/* Before there are threads. */
void mime_gmime_init(void);

void mime_part_by_gmime(struct mime_reader *r, const struct mime_entity *entity,
	struct str body);

/* mime_stream.c: two views as one stream, nothing copied. ----------------- */

void mime_stream_init(void);
GMimeStream *mime_stream_new(struct str head, struct str body);
/* The bytes of `body` that a part's stream covers. */
struct str mime_stream_bytes(GMimeStream *stream);

/* mime.c ------------------------------------------------------------------ */

/* Reading one message. */
struct mime_reader {
	struct arena *arena;
	GArray *parts; /* of struct part */
	unsigned *unread;
	size_t text_left; /* of LIMIT_TEXT_BYTES */
	unsigned reparses;
	bool always_gmime;
};

/* One entity: what its fields say and its bytes, encoded. */
struct mime_entity {
	struct mime_fields mime;
	struct str bytes;
	int parent, depth;
};

struct part mime_make_part(enum part_kind kind, const struct mime_fields *mime,
	int parent, int depth);
/* Adds a part and returns its index, or -1 when there are too many. */
int mime_add_part(struct mime_reader *r, const struct part *part);
void mime_add_leaf(struct mime_reader *r, const struct mime_entity *entity);
/* Parts a multipart or a letter and adds all that is in it. */
void mime_part_entity(struct mime_reader *r, const struct mime_entity *entity);
/* The same where it is encoded or was taken for a leaf. */
void mime_part_again(struct mime_reader *r, struct mime_entity *entity);

/* As mime_read(); `always_gmime` is for the tests that compare both ways. */
struct part_list mime_read_by(struct arena *arena, const struct field *fields,
	size_t field_count, struct str body, bool always_gmime,
	unsigned *unread);

#endif
