#include "message/message.h"

#include "message_internal.h"

/* The name by which the author may sign: as written, or of the address. */
static struct str
author_name(const struct message *message)
{
	const struct address_list *from = &message->from;

	for (size_t i = 0; i < from->count; i++)
		if (from->items[i].valid)
			return from->items[i].name.n > 0 ? from->items[i].name
							 : from->items[i].spec;
	return (struct str){NULL, 0};
}

static void
read_subjects(struct reading *r)
{
	size_t from = 0;
	const struct field *field;

	/* A second subject may be the one that a client shows. */
	while ((field = message_field(r->message, STR_LIT("Subject"), &from)) !=
		NULL)
		zone_builder_add(r->zones[ZONE_SUBJECT], field->value, 0,
			field->value.n, -1, false);
}

static void
finish_zones(struct reading *r)
{
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		r->message->zones[zone] = zone_builder_finish(r->zones[zone]);
		if (r->message->zones[zone].cut)
			r->message->unread |= UNREAD_SIZE;
	}
}

void
message_read(struct arena *arena, const struct raw_mail *raw,
	const struct message_options *options, struct message *message)
{
	message_read_header(arena, raw, message);
	message_read_rest(arena, raw, options, message);
}

void
message_read_rest(struct arena *arena, const struct raw_mail *raw,
	const struct message_options *options, struct message *message)
{
	struct reading r = {.arena = arena, .message = message};
	size_t count;
	const struct field *fields = raw_mail_fields(raw, &count);

	for (int zone = 0; zone < ZONE_COUNT; zone++)
		r.zones[zone] = zone_builder_new(arena);
	r.hints.is_forward = message->is_forward;
	r.hints.is_reply = message->is_reply;
	r.hints.author_name = author_name(message);
	if (options != NULL) {
		r.hints.disclaimers = options->disclaimers;
		r.hints.disclaimer_count = options->disclaimer_count;
	}
	read_subjects(&r);
	r.parts = mime_read(
		arena, fields, count, raw_mail_body(raw), &message->unread);
	if (r.parts.count > 0)
		message_read_part(&r, 0, false);
	finish_zones(&r);
}
