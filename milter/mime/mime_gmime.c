/* Parts an entity with GMime and goes over what it found; see mime_internal.h. */
#include "mime_internal.h"

#include <glib.h>

#include "base/limits.h"
#include "mime/unread.h"

static void walk(struct mime_reader *r, GMimeObject *object,
	const struct mime_entity *root, int parent, int depth);

/*
 * The header that GMime gets is of our making, so that it cannot mistake it:
 * only what kind of thing it is and where it is parted.
 */
static struct str
canonical_header(struct arena *arena, const struct mime_fields *mime)
{
	const char *type = mime_is_message(mime->type)	   ? "message/rfc822"
			   : mime_is_digest(mime->type)	   ? "multipart/digest"
			   : mime_is_multipart(mime->type) ? "multipart/mixed"
							   : "text/plain";
	char *boundary = arena_alloc(arena, 2 * mime->boundary.n + 1);
	char *out = boundary;

	for (size_t i = 0; i < mime->boundary.n; i++) {
		char c = mime->boundary.p[i];

		if (c == '"' || c == '\\')
			*out++ = '\\';
		if ((unsigned char)c >= ' ')
			*out++ = c;
	}
	if (mime->boundary.n == 0)
		return str_of(
			arena_printf(arena, "Content-Type: %s\n\n", type));
	return str_of(arena_printf(arena,
		"Content-Type: %s; boundary=\"%s\"\n\n", type, boundary));
}

/* The fields of a GMime object as they were written. */
static size_t
object_fields(struct arena *arena, GMimeObject *object, struct field **fields)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int count = g_mime_header_list_get_count(list);

	count = CLAMP(count, 0, LIMIT_HEADER_FIELDS);
	*fields = ARENA_ARRAY(arena, struct field, (size_t)count);
	for (int i = 0; i < count; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		struct str value = str_of(g_mime_header_get_raw_value(header));

		while (value.n > 0 && (value.p[value.n - 1] == '\n' ||
					      value.p[value.n - 1] == '\r'))
			value.n--;
		(*fields)[i].name = arena_str(
			arena, str_of(g_mime_header_get_name(header)));
		(*fields)[i].value = arena_str(arena, value);
	}
	return (size_t)count;
}

/* No part could be told from another: what stands there is read as text. */
static void
add_unparted(struct mime_reader *r, GMimeMultipart *multipart,
	const struct mime_entity *root, int parent, int depth)
{
	struct mime_entity text = {.parent = parent, .depth = depth};

	*r->unread |= UNREAD_DAMAGED;
	if (root != NULL)
		text.bytes = root->bytes;
	else
		text.bytes = arena_str(r->arena,
			str_of(g_mime_multipart_get_prologue(multipart)));
	mime_add_leaf(r, &text);
}

static void
walk_multipart(struct mime_reader *r, GMimeMultipart *multipart,
	const struct mime_entity *entity, const struct mime_entity *root)
{
	struct part part = mime_make_part(
		PART_MULTIPART, &entity->mime, entity->parent, entity->depth);
	int count = g_mime_multipart_get_count(multipart);
	int self;

	if (!mime_is_multipart(part.type))
		part.type = STR_LIT("multipart/mixed");
	self = mime_add_part(r, &part);
	if (self < 0)
		return;
	if (count == 0)
		add_unparted(r, multipart, root, self, entity->depth + 1);
	for (int i = 0; i < count && r->parts->len < LIMIT_PARTS; i++)
		walk(r, g_mime_multipart_get_part(multipart, i), NULL, self,
			entity->depth + 1);
	if (r->parts->len >= LIMIT_PARTS)
		*r->unread |= UNREAD_PARTS;
}

static void
walk_message(struct mime_reader *r, GMimeMessagePart *object,
	const struct mime_entity *entity)
{
	struct part part = mime_make_part(
		PART_MESSAGE, &entity->mime, entity->parent, entity->depth);
	GMimeMessage *message = g_mime_message_part_get_message(object);
	GMimeObject *content = NULL;
	struct field *fields;
	int self;

	if (!mime_is_message(part.type))
		part.type = STR_LIT("message/rfc822");
	if (message != NULL) {
		part.field_count =
			object_fields(r->arena, GMIME_OBJECT(message), &fields);
		part.fields = fields;
		content = g_mime_message_get_mime_part(message);
	}
	self = mime_add_part(r, &part);
	if (self >= 0 && content != NULL)
		walk(r, content, NULL, self, entity->depth + 1);
}

static void
walk_leaf(
	struct mime_reader *r, GMimeObject *object, struct mime_entity *entity)
{
	GMimeDataWrapper *content = NULL;
	GMimeStream *stream = NULL;

	if (GMIME_IS_PART(object))
		content = g_mime_part_get_content(GMIME_PART(object));
	if (content != NULL)
		stream = g_mime_data_wrapper_get_stream(content);
	if (stream != NULL)
		entity->bytes = mime_stream_bytes(stream);
	if (mime_has_parts(&entity->mime) && entity->bytes.n > 0)
		mime_part_again(r, entity);
	else
		mime_add_leaf(r, entity);
}

/* `root`: what GMime was given, where this object is all of it. */
static void
walk(struct mime_reader *r, GMimeObject *object, const struct mime_entity *root,
	int parent, int depth)
{
	struct mime_entity entity = {.parent = parent, .depth = depth};

	if (depth > LIMIT_PART_NESTING) {
		*r->unread |= UNREAD_NESTING;
		return;
	}
	if (root != NULL) {
		entity.mime = root->mime;
	} else {
		struct field *fields;
		size_t count = object_fields(r->arena, object, &fields);

		mime_fields_read(r->arena, fields, count, &entity.mime);
		if (entity.mime.rival.n > 0)
			*r->unread |= UNREAD_DAMAGED;
	}
	if (GMIME_IS_MULTIPART(object))
		walk_multipart(r, GMIME_MULTIPART(object), &entity, root);
	else if (GMIME_IS_MESSAGE_PART(object))
		walk_message(r, GMIME_MESSAGE_PART(object), &entity);
	else
		walk_leaf(r, object, &entity);
}

void
mime_part_by_gmime(struct mime_reader *r, const struct mime_entity *entity,
	struct str body)
{
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeObject *object;

	stream = mime_stream_new(
		canonical_header(r->arena, &entity->mime), body);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_persist_stream(parser, TRUE);
	object = g_mime_parser_construct_part(parser, NULL);
	if (object != NULL) {
		walk(r, object, entity, entity->parent, entity->depth);
		g_object_unref(object);
	} else {
		*r->unread |= UNREAD_DAMAGED;
		mime_add_leaf(r, entity);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

/*
 * GObject makes a class when the first object of it is made. Few messages come
 * here, so that this would be at any time and in any thread.
 */
void
mime_gmime_init(void)
{
	const GType types[] = {GMIME_TYPE_PART, GMIME_TYPE_TEXT_PART,
		GMIME_TYPE_MULTIPART, GMIME_TYPE_MULTIPART_SIGNED,
		GMIME_TYPE_MULTIPART_ENCRYPTED, GMIME_TYPE_MESSAGE,
		GMIME_TYPE_MESSAGE_PART, GMIME_TYPE_MESSAGE_PARTIAL,
		GMIME_TYPE_APPLICATION_PKCS7_MIME};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		g_type_class_ref(types[i]);
}
