/* The way through a message's parts; see message_internal.h. */
#include "message_internal.h"

#include <glib.h>

#include "base/words.h"
#include "part_reading.h"

/* Texts of one alternative that are compared; later ones are read as well. */
enum { MOST_TEXTS = 16 };

/* Behind the last part inside the part `index`. */
static int
subtree_end(const struct reading *r, int index)
{
	int end = index + 1, depth = r->parts.items[index].depth;

	while ((size_t)end < r->parts.count &&
		r->parts.items[end].depth > depth)
		end++;
	return end;
}

static void
read_children(struct reading *r, int index, bool forwarded)
{
	int end = subtree_end(r, index);

	for (int child = index + 1; child < end; child = subtree_end(r, child))
		message_read_part(r, child, forwarded);
}

/* Text that clients do not show as text, whatever its name. */
static bool
is_other_text(const struct part *part)
{
	static const struct str types[] = {WORDS("text/calendar"),
		WORDS("text/vcard"), WORDS("text/x-vcard"),
		WORDS("text/directory"), WORDS("text/css"), WORDS("text/rtf"),
		WORDS("text/xml"), WORDS("text/javascript"),
		WORDS("text/x-amp-html"), WORDS("text/watch-html"),
		WORDS("text/rfc822-headers")};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (str_eq(part->type, types[i]))
			return true;
	return false;
}

static bool
is_shown_text(const struct part *part)
{
	return part->kind == PART_LEAF && !part->attachment &&
	       str_starts_nocase(part->type, STR_LIT("text/")) &&
	       !is_other_text(part);
}

/* One alternative: its texts, in HTML perhaps with pictures in between. */
struct alternative {
	struct rendering *items;
	size_t count;
	struct str words; /* of all its texts */
};

static bool
has_words(const struct alternative *alternative)
{
	return str_trim(alternative->words).n > 0;
}

/* Puts one text of an alternative behind the others. */
static void
add_to_alternative(struct reading *r, struct alternative *alternative,
	const struct rendering *rendering, size_t *room)
{
	struct str text = rendering->seen.text, words = alternative->words;
	char *joined;

	alternative->items = arena_grow(r->arena, alternative->items,
		alternative->count, room, sizeof(*rendering));
	alternative->items[alternative->count++] = *rendering;
	if (alternative->count == 1) {
		alternative->words = text;
		return;
	}
	joined = arena_room(r->arena, words.n + 1 + text.n);
	if (words.n > 0)
		memcpy(joined, words.p, words.n);
	joined[words.n] = '\n';
	if (text.n > 0)
		memcpy(joined + words.n + 1, text.p, text.n);
	alternative->words = (struct str){joined, words.n + 1 + text.n};
}

/*
 * Renders the texts of the alternative `index`. What else is in it is read:
 * attachments, letters; calendars only where there is no text beside them.
 */
static struct alternative
read_alternative(struct reading *r, int index, bool forwarded)
{
	struct alternative alternative = {NULL, 0, {NULL, 0}};
	int end = subtree_end(r, index);
	size_t room = 0;

	for (int i = index; i < end; i++) {
		const struct part *part = &r->parts.items[i];

		if (part->kind == PART_MULTIPART &&
			!part_is_type(part, "multipart/encrypted"))
			continue;
		if (is_shown_text(part) && alternative.count < MOST_TEXTS) {
			struct rendering rendering = message_render(r, i);

			add_to_alternative(r, &alternative, &rendering, &room);
		} else if (part->kind == PART_MESSAGE || i > index) {
			message_read_part(r, i, forwarded);
			i = subtree_end(r, i) - 1;
		}
	}
	return alternative;
}

static void
add_alternative(struct reading *r, const struct alternative *alternative,
	bool forwarded)
{
	for (size_t i = 0; i < alternative->count; i++)
		message_add_rendering(r, &alternative->items[i], forwarded);
}

/*
 * Clients show the last alternative that they can, mostly HTML; some show the
 * plain one. Each is read that says something which the one before it does
 * not; of two that say the same the later one, where markup tells what is
 * quoted.
 */
static void
read_alternatives(struct reading *r, int index, bool forwarded)
{
	struct alternative last = {NULL, 0, {NULL, 0}};
	int end = subtree_end(r, index), child;

	for (child = index + 1; child < end; child = subtree_end(r, child)) {
		struct alternative next = read_alternative(r, child, forwarded);

		if (has_words(&last) && has_words(&next) &&
			!same_words(last.words, next.words))
			add_alternative(r, &last, forwarded);
		if (last.count == 0 || has_words(&next))
			last = next;
	}
	add_alternative(r, &last, forwarded);
	/* An invitation, a picture: what is no text of its own. */
	for (child = index + 1; child < end; child = subtree_end(r, child))
		if (r->parts.items[child].kind == PART_LEAF &&
			!is_shown_text(&r->parts.items[child]))
			message_read_part(r, child, forwarded);
}

/* A letter that is attached. */
static void
read_letter(struct reading *r, int index)
{
	const struct part *part = &r->parts.items[index];
	struct forwarded *forward = message_add_forward(r);

	if (part->filename.n > 0)
		message_add_attachment(r, part);
	if (forward != NULL) {
		forward_read_fields(
			r->arena, part->fields, part->field_count, forward);
		if (forward->subject.n > 0) {
			int text = message_add_text(
				r, forward->subject, index, false);

			zone_builder_add(r->zones[ZONE_FORWARDED],
				forward->subject, 0, forward->subject.n, text,
				false);
		}
	}
	read_children(r, index, true);
}

/* A multipart, by its kind; what is unknown is read as mixed. */
static void
read_multipart(struct reading *r, int index, bool forwarded)
{
	const struct part *part = &r->parts.items[index];

	if (part_is_type(part, "multipart/alternative")) {
		read_alternatives(r, index, forwarded);
	} else if (part_is_type(part, "multipart/encrypted")) {
		r->message->unread |= UNREAD_ENCRYPTED;
	} else {
		if (part_is_type(part, "multipart/report") && !forwarded)
			r->message->is_automatic = true;
		read_children(r, index, forwarded);
	}
}

static bool
is_signature(const struct part *part)
{
	return part_is_type(part, "application/pgp-signature") ||
	       part_is_type(part, "application/pkcs7-signature") ||
	       part_is_type(part, "application/x-pkcs7-signature");
}

static bool
is_sealed(const struct part *part)
{
	return part_is_type(part, "application/pkcs7-mime") ||
	       part_is_type(part, "application/x-pkcs7-mime") ||
	       part_is_type(part, "application/pgp-encrypted");
}

static bool
is_report(const struct part *part)
{
	return part_is_type(part, "message/delivery-status") ||
	       part_is_type(part, "message/disposition-notification") ||
	       part_is_type(part, "message/feedback-report") ||
	       part_is_type(part, "text/rfc822-headers");
}

static bool
is_tnef(const struct part *part)
{
	return part_is_type(part, "application/ms-tnef") ||
	       part_is_type(part, "application/vnd.ms-tnef") ||
	       str_eq_nocase(part->filename, STR_LIT("winmail.dat"));
}

static void
read_leaf(struct reading *r, int index, bool forwarded)
{
	const struct part *part = &r->parts.items[index];

	if (is_signature(part) || is_report(part))
		return;
	/* One piece of a letter that was sent in several. */
	if (part_is_type(part, "message/partial"))
		r->message->unread |= UNREAD_DAMAGED;
	if (is_sealed(part)) {
		r->message->unread |= UNREAD_ENCRYPTED;
	} else if (is_tnef(part)) {
		r->message->unread |= UNREAD_TNEF;
	} else if (is_shown_text(part) ||
		   (part_is_type(part, "text/calendar") && !part->attachment)) {
		struct rendering rendering = message_render(r, index);

		message_add_rendering(r, &rendering, forwarded);
		if (part->filename.n == 0)
			return;
	}
	message_add_attachment(r, part);
}

void
message_read_part(struct reading *r, int index, bool forwarded)
{
	switch (r->parts.items[index].kind) {
	case PART_LEAF:
		read_leaf(r, index, forwarded);
		break;
	case PART_MULTIPART:
		read_multipart(r, index, forwarded);
		break;
	case PART_MESSAGE:
		read_letter(r, index);
		break;
	}
}
