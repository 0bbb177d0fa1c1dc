/* From a part to text in zones; see message_internal.h. */
#include "message_internal.h"

#include <glib.h>

#include "base/limits.h"
#include "mime/decode.h"
#include "part_reading.h"
#include "text/flowed.h"

/* Keeps the zones' text within bounds; what is left out is said. */
static struct str
within_limit(struct reading *r, struct str text)
{
	size_t left = LIMIT_TEXT_BYTES - r->text_bytes;

	if (text.n > left) {
		r->message->unread |= UNREAD_SIZE;
		while (left > 0 && ((unsigned char)text.p[left] & 0xC0) == 0x80)
			left--;
		text.n = left;
	}
	r->text_bytes += text.n;
	return text;
}

int
message_add_text(struct reading *r, struct str text, int part, bool html)
{
	struct message *m = r->message;

	m->texts = arena_grow(r->arena, m->texts, m->text_count, &r->text_room,
		sizeof(*m->texts));
	m->texts[m->text_count] =
		(struct part_text){.text = text, .part = part, .html = html};
	return (int)m->text_count++;
}

struct forwarded *
message_add_forward(struct reading *r)
{
	struct message *m = r->message;

	if (m->forward_count >= LIMIT_FORWARDS) {
		m->unread |= UNREAD_PARTS;
		return NULL;
	}
	m->forwards = arena_grow(r->arena, m->forwards, m->forward_count,
		&r->forward_room, sizeof(*m->forwards));
	m->is_forward = true;
	return &m->forwards[m->forward_count++];
}

void
message_add_attachment(struct reading *r, const struct part *part)
{
	struct message *m = r->message;

	m->attachments =
		arena_grow(r->arena, m->attachments, m->attachment_count,
			&r->attachment_room, sizeof(*m->attachments));
	m->attachments[m->attachment_count++] =
		(struct attachment){part->filename, part->type};
	/* Nobody sees the names of pictures that stand in the text. */
	if (part->content_id.n > 0 &&
		str_starts_nocase(part->type, STR_LIT("image/")))
		return;
	if (part->filename.n > 0)
		zone_builder_add(r->zones[ZONE_ATTACHMENT], part->filename, 0,
			part->filename.n, -1, false);
}

/* Cuts a text into its zones. */
static void
add_segments(struct reading *r, struct str text, int index,
	const struct html_text *seen)
{
	struct segment_list list = segment_text(
		r->arena, text, seen->marks, seen->mark_count, &r->hints);

	for (size_t i = 0; i < list.count; i++) {
		const struct segment *segment = &list.items[i];
		struct str piece = {
			text.p + segment->start, segment->end - segment->start};
		struct forwarded found;

		zone_builder_add(r->zones[segment->zone], text, segment->start,
			segment->end, index, true);
		if (segment->zone == ZONE_FORWARDED)
			r->message->is_forward = true;
		if (segment->heads_forward &&
			forward_read_inline(r->arena, piece, &found)) {
			struct forwarded *forward = message_add_forward(r);

			if (forward != NULL)
				*forward = found;
		}
	}
}

void
message_add_rendering(
	struct reading *r, const struct rendering *rendering, bool forwarded)
{
	struct str text = within_limit(r, rendering->seen.text);
	struct str hidden = within_limit(r, rendering->hidden);
	int index;

	for (size_t i = 0; i < rendering->file_count; i++)
		message_add_attachment(
			r, &(struct part){
				   .type = STR_LIT("application/octet-stream"),
				   .filename = rendering->files[i]});
	if (text.n > 0) {
		index = message_add_text(
			r, text, rendering->part, rendering->html);
		if (forwarded)
			zone_builder_add(r->zones[ZONE_FORWARDED], text, 0,
				text.n, index, true);
		else
			add_segments(r, text, index, &rendering->seen);
	}
	if (hidden.n > 0) {
		index = message_add_text(
			r, hidden, rendering->part, rendering->html);
		zone_builder_add(r->zones[ZONE_HIDDEN], hidden, 0, hidden.n,
			index, true);
	}
}

/* By its proper name or one of those that careless senders give it. */
static bool
is_html(const struct part *part)
{
	return part_is_type(part, "text/html") ||
	       part_is_type(part, "text/htm") ||
	       part_is_type(part, "text/x-html") ||
	       part_is_type(part, "text/xhtml") ||
	       part_is_type(part, "text/xhtml+xml");
}

/* The text of a part as its reader sees it. */
struct rendering
message_render(struct reading *r, int index)
{
	const struct part *part = &r->parts.items[index];
	struct rendering rendering = {.part = index};
	bool unknown = false, encrypted = false;
	struct str text = decode_charset(
		r->arena, part->content, part->charset, &unknown);

	if (unknown)
		r->message->unread |= UNREAD_CHARSET;
	if (is_html(part)) {
		struct html_text html = html_read(r->arena, text);

		rendering.html = true;
		rendering.seen =
			visible_split(r->arena, &html, &rendering.hidden);
		return rendering;
	}
	if (part_is_type(part, "text/calendar")) {
		text = invite_read(r->arena, text);
	} else {
		text = uu_strip(r->arena, text, &rendering.files,
			&rendering.file_count);
		if (part->flowed)
			text = flowed_unwrap(r->arena, text, part->delsp);
	}
	text = pgp_strip(r->arena, text, &encrypted);
	if (encrypted)
		r->message->unread |= UNREAD_ENCRYPTED;
	rendering.seen.text = text;
	return rendering;
}
