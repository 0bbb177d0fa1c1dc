#include "mime/mime.h"

#include <glib.h>

#include "base/limits.h"
#include "mime/decode.h"
#include "mime/unread.h"
#include "mime_internal.h"

/* Letters in base64 within letters in base64 ... */
enum { MOST_REPARSES = 4 };

/* Reading one message. */
struct reader {
	struct arena *arena;
	GArray *parts; /* of struct part */
	unsigned *unread;
	size_t text_left; /* of LIMIT_TEXT_BYTES */
	unsigned reparses;
	bool always_gmime;
};

/* One entity: what its fields say and its bytes, encoded. */
struct entity {
	struct mime_fields mime;
	struct str bytes;
	int parent, depth;
};

static bool
is_digest(const struct mime_fields *mime)
{
	return str_eq(mime->type, STR_LIT("multipart/digest"));
}

static void walk(struct reader *r, GMimeObject *object,
	const struct entity *root, int parent, int depth);

/* Adds a part and returns its index, or -1 when there are too many. */
static int
add_part(struct reader *r, const struct part *part)
{
	if (r->parts->len >= LIMIT_PARTS) {
		*r->unread |= UNREAD_PARTS;
		return -1;
	}
	g_array_append_val(r->parts, *part);
	return (int)r->parts->len - 1;
}

static struct part
make_part(enum part_kind kind, const struct mime_fields *mime, int parent,
	int depth)
{
	struct str type = mime->type;

	if (type.n == 0)
		type = STR_LIT("text/plain");
	return (struct part){
		.kind = kind,
		.parent = parent,
		.depth = depth,
		.type = type,
		.charset = mime->charset,
		.flowed = mime->flowed,
		.delsp = mime->delsp,
		.attachment =
			mime->disposed ||
			(mime->filename.n > 0 &&
				!str_starts_nocase(type, STR_LIT("text/"))),
		.filename = mime->filename,
		.content_id = mime->content_id,
		.protocol = mime->protocol,
		.method = mime->method,
	};
}

static struct str
undo_encoding(struct arena *arena, struct str bytes, enum mime_encoding how)
{
	switch (how) {
	case ENCODING_BASE64:
		return decode_base64(arena, bytes);
	case ENCODING_QP:
		return decode_quoted_printable(arena, bytes);
	case ENCODING_UU:
		return decode_uu(arena, bytes);
	default:
		return bytes;
	}
}

/* Text, and reports, which are text too; not what one has to open. */
static bool
is_read(const struct part *part)
{
	return !part->attachment &&
	       (str_starts_nocase(part->type, STR_LIT("text/")) ||
		       str_starts_nocase(part->type, STR_LIT("message/")));
}

/* Decodes no more than may still be read. */
static struct str
read_content(struct reader *r, struct str bytes, enum mime_encoding encoding)
{
	size_t most = r->text_left;
	struct str content;

	if (encoding != ENCODING_NONE)
		most *= 4; /* base64 and its line ends, =XX */
	if (bytes.n > most)
		*r->unread |= UNREAD_SIZE;
	bytes.n = MIN(bytes.n, most);
	content = undo_encoding(r->arena, bytes, encoding);
	if (content.n > r->text_left) {
		*r->unread |= UNREAD_SIZE;
		content.n = r->text_left;
	}
	r->text_left -= content.n;
	return content;
}

static void
add_leaf(struct reader *r, const struct entity *entity)
{
	struct part part = make_part(
		PART_LEAF, &entity->mime, entity->parent, entity->depth);

	part.encoded_bytes = entity->bytes.n;
	if (is_read(&part))
		part.content =
			read_content(r, entity->bytes, entity->mime.encoding);
	add_part(r, &part);
}

/*
 * The header that GMime gets is of our making, so that it cannot mistake it:
 * only what kind of thing it is and where it is parted.
 */
static struct str
canonical_header(struct arena *arena, const struct mime_fields *mime)
{
	const char *type = mime_is_message(mime->type)	   ? "message/rfc822"
			   : is_digest(mime)		   ? "multipart/digest"
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

static void
add_node(struct reader *r, const struct mime_node *node, int parent, int depth)
{
	struct part part = make_part(node->kind, &node->mime, parent, depth);
	const struct entity leaf = {node->mime, node->bytes, parent, depth};

	if (node->kind == PART_LEAF) {
		add_leaf(r, &leaf);
		return;
	}
	part.fields = node->fields;
	part.field_count = node->field_count;
	add_part(r, &part);
}

/* Parts the entity where its structure is plain; false where it is not. */
static bool
part_plainly(struct reader *r, const struct entity *entity, struct str body)
{
	int parents[LIMIT_PART_NESTING + 2] = {entity->parent};
	struct mime_node *nodes;
	size_t count;

	if (r->always_gmime ||
		!mime_plain_read(r->arena, &entity->mime, body, &nodes, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		int within = nodes[i].depth, depth = entity->depth + within;

		if (r->parts->len >= LIMIT_PARTS) {
			*r->unread |= UNREAD_PARTS;
			break;
		}
		if (depth > LIMIT_PART_NESTING) {
			*r->unread |= UNREAD_NESTING;
			continue;
		}
		parents[within + 1] = (int)r->parts->len;
		add_node(r, &nodes[i], parents[within], depth);
	}
	if (r->parts->len >= LIMIT_PARTS)
		*r->unread |= UNREAD_PARTS;
	return true;
}

/* Parts the entity, with GMime where there is anything odd about it. */
static void
part_entity(struct reader *r, const struct entity *entity)
{
	struct str body = entity->bytes;
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeObject *object;

	body.n = mime_bound(body,
		mime_is_message(entity->mime.type) || is_digest(&entity->mime),
		r->unread);
	if (part_plainly(r, entity, body))
		return;
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
		add_leaf(r, entity);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

static bool
has_parts(const struct mime_fields *mime)
{
	return mime_is_multipart(mime->type) || mime_is_message(mime->type);
}

/*
 * A leaf for GMime that is none for us: a letter in base64, or a multipart
 * whose Content-Type GMime did not understand.
 */
static void
part_again(struct reader *r, struct entity *entity)
{
	struct entity plain = *entity;

	if (r->reparses >= MOST_REPARSES) {
		*r->unread |= UNREAD_NESTING;
		return;
	}
	r->reparses++;
	plain.bytes =
		undo_encoding(r->arena, entity->bytes, entity->mime.encoding);
	plain.mime.encoding = ENCODING_NONE;
	part_entity(r, &plain);
	r->reparses--;
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
add_unparted(struct reader *r, GMimeMultipart *multipart,
	const struct entity *root, int parent, int depth)
{
	struct entity text = {.parent = parent, .depth = depth};

	*r->unread |= UNREAD_DAMAGED;
	if (root != NULL)
		text.bytes = root->bytes;
	else
		text.bytes = arena_str(r->arena,
			str_of(g_mime_multipart_get_prologue(multipart)));
	add_leaf(r, &text);
}

static void
walk_multipart(struct reader *r, GMimeMultipart *multipart,
	const struct entity *entity, const struct entity *root)
{
	struct part part = make_part(
		PART_MULTIPART, &entity->mime, entity->parent, entity->depth);
	int count = g_mime_multipart_get_count(multipart);
	int self;

	if (!mime_is_multipart(part.type))
		part.type = STR_LIT("multipart/mixed");
	self = add_part(r, &part);
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
walk_message(
	struct reader *r, GMimeMessagePart *object, const struct entity *entity)
{
	struct part part = make_part(
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
	self = add_part(r, &part);
	if (self >= 0 && content != NULL)
		walk(r, content, NULL, self, entity->depth + 1);
}

static void
walk_leaf(struct reader *r, GMimeObject *object, struct entity *entity)
{
	GMimeDataWrapper *content = NULL;
	GMimeStream *stream = NULL;

	if (GMIME_IS_PART(object))
		content = g_mime_part_get_content(GMIME_PART(object));
	if (content != NULL)
		stream = g_mime_data_wrapper_get_stream(content);
	if (stream != NULL)
		entity->bytes = mime_stream_bytes(stream);
	if (has_parts(&entity->mime) && entity->bytes.n > 0)
		part_again(r, entity);
	else
		add_leaf(r, entity);
}

/* `root`: what GMime was given, where this object is all of it. */
static void
walk(struct reader *r, GMimeObject *object, const struct entity *root,
	int parent, int depth)
{
	struct entity entity = {.parent = parent, .depth = depth};

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

static void
read_top(struct reader *r, const struct mime_fields *mime, struct str body)
{
	struct entity entity = {.mime = *mime, .bytes = body, .parent = -1};

	if (has_parts(mime) && mime->encoding != ENCODING_NONE &&
		mime_is_message(mime->type))
		part_again(r, &entity);
	else if (has_parts(mime) || r->always_gmime)
		part_entity(r, &entity);
	else
		add_leaf(r, &entity);
}

struct part_list
mime_read_by(struct arena *arena, const struct field *fields,
	size_t field_count, struct str body, bool always_gmime,
	unsigned *unread)
{
	struct reader r = {.arena = arena,
		.unread = unread,
		.text_left = LIMIT_TEXT_BYTES,
		.always_gmime = always_gmime};
	struct part_list list;
	struct mime_fields mime;

	r.parts = g_array_new(FALSE, FALSE, sizeof(struct part));
	mime_fields_read(arena, fields, field_count, &mime);
	read_top(&r, &mime, body);
	if (mime.rival.n > 0) {
		/* Which of two declarations counts depends on the reader. */
		*unread |= UNREAD_DAMAGED;
		mime_fields_read_type(arena, mime.rival, &mime);
		read_top(&r, &mime, body);
	}
	list.count = r.parts->len;
	list.items = ARENA_ARRAY(arena, struct part, list.count);
	if (list.count > 0)
		memcpy(list.items, r.parts->data,
			list.count * sizeof(struct part));
	g_array_free(r.parts, TRUE);
	return list;
}

struct part_list
mime_read(struct arena *arena, const struct field *fields, size_t field_count,
	struct str body, unsigned *unread)
{
	return mime_read_by(arena, fields, field_count, body, false, unread);
}

void
mime_init(void)
{
	g_mime_init();
	mime_stream_init();
}
