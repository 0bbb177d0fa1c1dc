/*
 * message_internal: what the files of message.h share while they read.
 *
 * message.c begins and ends a reading, message_parts.c goes through the parts,
 * message_text.c turns a part into text and puts it where it belongs.
 */
#ifndef COMITY_MESSAGE_MESSAGE_INTERNAL_H
#define COMITY_MESSAGE_MESSAGE_INTERNAL_H

#include "message/message.h"
#include "mime/mime.h"
#include "text/html.h"
#include "text/segment.h"

/* Everything that is gathered while the parts are gone through. */
struct reading {
	struct arena *arena;
	struct message *message;
	struct part_list parts;
	struct segment_hints hints;
	struct zone_builder *zones[ZONE_COUNT];
	size_t text_bytes; /* decoded so far */
	size_t text_room, attachment_room, forward_room;
};

/* Text of a part with what its markup said. */
struct rendering {
	struct html_text seen;
	struct str hidden;
	struct str *files; /* names of those within the text */
	size_t file_count;
	int part;
	bool html;
};

static inline bool
part_is_type(const struct part *part, const char *type)
{
	return str_eq(part->type, str_of(type));
}
/* The text of a part as its reader sees it. */
struct rendering message_render(struct reading *r, int index);
/* Puts it into its zones; all of it is `forwarded` in an attached letter. */
void message_add_rendering(
	struct reading *r, const struct rendering *rendering, bool forwarded);
/* An entry of message.texts; its index. */
int message_add_text(struct reading *r, struct str text, int part, bool html);
/* A new entry of message.forwards, or NULL beyond the limit. */
struct forwarded *message_add_forward(struct reading *r);
void message_add_attachment(struct reading *r, const struct part *part);

/* Reads a part and all that is in it. */
void message_read_part(struct reading *r, int index, bool forwarded);

#endif
