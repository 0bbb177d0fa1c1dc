/* What a signature encloses; see mime_internal.h. */
#include "mime_internal.h"

#include "base/limits.h"

/*
 * Tags of BER (X.690 8.1). DER would do by the standard, but senders that
 * stream write lengths that are not known beforehand.
 */
enum {
	TAG_OCTETS = 0x04,
	TAG_OBJECT = 0x06,
	TAG_PIECES = 0x24, /* octets in several pieces */
	TAG_SEQUENCE = 0x30,
	TAG_EXPLICIT = 0xA0, /* [0] */
	TAG_CONSTRUCTED = 0x20,
	TAG_LONG = 0x1F, /* its number takes further bytes: none of ours */
	/* Elements within elements that are passed over. */
	DEEPEST = 16,
};

/* 1.2.840.113549.1.7.2 and .1 (RFC 5652 5.1, 4). */
static const char signed_data[] = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
static const char plain_data[] = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";

struct element {
	unsigned char tag;
	bool endless;	    /* ends with two zero bytes */
	struct str content; /* of an endless one all there is behind */
};

static bool
take_byte(struct str *rest, unsigned char *byte)
{
	if (rest->n == 0)
		return false;
	*byte = (unsigned char)rest->p[0];
	rest->p++;
	rest->n--;
	return true;
}

/* The number of bytes of an element; false where it makes no sense. */
static bool
take_length(struct str *rest, size_t *length, bool *endless)
{
	unsigned char first, byte;

	*endless = false;
	if (!take_byte(rest, &first))
		return false;
	*length = first & 0x7F;
	if (first < 0x80)
		return true;
	*endless = *length == 0;
	if (*length > 4)
		return false;
	for (size_t bytes = *length, i = *length = 0; i < bytes; i++) {
		if (!take_byte(rest, &byte))
			return false;
		*length = *length << 8 | byte;
	}
	return true;
}

/* Takes tag and length off the front, and the content where it has an end. */
static bool
take(struct str *rest, struct element *element)
{
	size_t length;

	if (!take_byte(rest, &element->tag) ||
		(element->tag & TAG_LONG) == TAG_LONG ||
		!take_length(rest, &length, &element->endless))
		return false;
	element->content = *rest;
	if (element->endless)
		return (element->tag & TAG_CONSTRUCTED) != 0;
	if (length > rest->n)
		return false;
	element->content.n = length;
	rest->p += length;
	rest->n -= length;
	return true;
}

/* Takes the two zero bytes at the end of an endless element. */
static bool
take_end(struct str *rest)
{
	if (rest->n < 2 || rest->p[0] != '\0' || rest->p[1] != '\0')
		return false;
	rest->p += 2;
	rest->n -= 2;
	return true;
}

static bool
skip(struct str *rest, int depth)
{
	struct element element;

	if (depth == DEEPEST || !take(rest, &element))
		return false;
	while (element.endless && !take_end(rest))
		if (!skip(rest, depth + 1))
			return false;
	return true;
}

/* Goes into the element at the front, which is to be of this tag. */
static bool
enter(struct str *rest, unsigned char tag)
{
	struct element element;

	if (!take(rest, &element) || element.tag != tag)
		return false;
	*rest = element.content;
	return true;
}

static bool
take_object(struct str *rest, const char *wanted)
{
	struct element element;

	return take(rest, &element) && element.tag == TAG_OBJECT &&
	       str_eq(element.content, str_of(wanted));
}

/* Appends the octets at the front of *rest, in one piece or in several. */
static bool
append_octets(struct str *rest, int depth, char *out, size_t *n)
{
	struct element element;
	struct str inside;

	if (depth == DEEPEST || !take(rest, &element))
		return false;
	if (element.tag == TAG_OCTETS) {
		memcpy(out + *n, element.content.p, element.content.n);
		*n += element.content.n;
		return true;
	}
	if (element.tag != TAG_PIECES)
		return false;
	inside = element.content;
	while (element.endless ? !take_end(&inside) : inside.n > 0)
		if (!append_octets(&inside, depth + 1, out, n))
			return false;
	if (element.endless)
		*rest = inside;
	return true;
}

bool
smime_may_be_signed(struct str beginning)
{
	return beginning.n > 0 && memmem(beginning.p, beginning.n, signed_data,
					  strlen(signed_data)) != NULL;
}

char *
smime_signed_content(
	struct arena *arena, struct str signature, struct str before, size_t *n)
{
	struct str at = signature;
	char *out;

	if (!enter(&at, TAG_SEQUENCE) || !take_object(&at, signed_data) ||
		!enter(&at, TAG_EXPLICIT) || !enter(&at, TAG_SEQUENCE) ||
		!skip(&at, 0) || !skip(&at, 0) || /* version, algorithms */
		!enter(&at, TAG_SEQUENCE) || !take_object(&at, plain_data) ||
		!enter(&at, TAG_EXPLICIT))
		return NULL;
	out = arena_alloc(arena, before.n + at.n + 1);
	memcpy(out, before.p, before.n);
	*n = before.n;
	return append_octets(&at, 0, out, n) ? out : NULL;
}
