#include "mime/mime.h"

#include <glib.h>

#include "base/limits.h"
#include "mime/decode.h"
#include "mime/unread.h"
#include "mime_internal.h"

/* Letters in base64 within letters in base64 ... */
enum { MOST_REPARSES = 4 };

/* Adds a part and returns its index, or -1 when there are too many. */
int
mime_add_part(struct mime_reader *r, const struct part *part)
{
	if (r->parts->len >= LIMIT_PARTS) {
		*r->unread |= UNREAD_PARTS;
		return -1;
	}
	g_array_append_val(r->parts, *part);
	return (int)r->parts->len - 1;
}

struct part
mime_make_part(enum part_kind kind, const struct mime_fields *mime, int parent,
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
read_content(
	struct mime_reader *r, struct str bytes, enum mime_encoding encoding)
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

static bool
is_smime(const struct mime_fields *mime)
{
	return str_eq(mime->type, STR_LIT("application/pkcs7-mime")) ||
	       str_eq(mime->type, STR_LIT("application/x-pkcs7-mime"));
}

/* Writes a boundary line into its `room` at the start of `text`, one that the
 * rest of it does not hold; the boundary, or the empty view. */
static struct str
put_boundary(char *text, size_t n, size_t room)
{
	for (char digit = '0'; digit <= '9'; digit++) {
		text[room - 2] = digit;
		if (memmem(text + room, n - room, text + 2, room - 3) == NULL)
			return (struct str){text + 2, room - 3};
	}
	return (struct str){NULL, 0};
}

/*
 * A letter within its signature: parted as the one part of a multipart. False
 * where there is nothing that can be read.
 */
static bool
part_signed(struct mime_reader *r, const struct mime_entity *entity)
{
	const struct str line = STR_LIT("--=_signed_0\n");
	struct mime_entity enclosed = {
		.mime = {.type = STR_LIT("multipart/signed")},
		.parent = entity->parent,
		.depth = entity->depth};
	enum mime_encoding encoding = entity->mime.encoding;
	struct str signature = entity->bytes;
	char *text;

	if (r->reparses >= MOST_REPARSES)
		return false;
	signature.n = MIN(signature.n, SMIME_BEGINNING);
	if (!smime_may_be_signed(undo_encoding(r->arena, signature, encoding)))
		return false;
	signature = undo_encoding(r->arena, entity->bytes, encoding);
	text = smime_signed_content(
		r->arena, signature, line, &enclosed.bytes.n);
	if (text == NULL)
		return false;
	enclosed.bytes.p = text;
	enclosed.mime.boundary = put_boundary(text, enclosed.bytes.n, line.n);
	if (enclosed.mime.boundary.n == 0)
		return false;
	r->reparses++;
	mime_part_entity(r, &enclosed);
	r->reparses--;
	return true;
}

void
mime_add_leaf(struct mime_reader *r, const struct mime_entity *entity)
{
	struct part part = mime_make_part(
		PART_LEAF, &entity->mime, entity->parent, entity->depth);

	if (is_smime(&entity->mime) && part_signed(r, entity))
		return;
	part.encoded_bytes = entity->bytes.n;
	if (is_read(&part))
		part.content =
			read_content(r, entity->bytes, entity->mime.encoding);
	mime_add_part(r, &part);
}

static void
add_node(struct mime_reader *r, const struct mime_node *node, int parent,
	int depth)
{
	struct part part =
		mime_make_part(node->kind, &node->mime, parent, depth);
	const struct mime_entity leaf = {
		node->mime, node->bytes, parent, depth};

	if (node->kind == PART_LEAF) {
		mime_add_leaf(r, &leaf);
		return;
	}
	part.fields = node->fields;
	part.field_count = node->field_count;
	mime_add_part(r, &part);
}

/* Parts the entity where its structure is plain; false where it is not. */
static bool
part_plainly(struct mime_reader *r, const struct mime_entity *entity,
	struct str body)
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

void
mime_part_entity(struct mime_reader *r, const struct mime_entity *entity)
{
	struct str body = entity->bytes;

	body.n = mime_bound(body,
		mime_is_message(entity->mime.type) ||
			mime_is_digest(entity->mime.type),
		r->unread);
	if (!part_plainly(r, entity, body))
		mime_part_by_gmime(r, entity, body);
}

/*
 * A leaf for GMime that is none for us: a letter in base64, or a multipart
 * whose Content-Type GMime did not understand.
 */
void
mime_part_again(struct mime_reader *r, struct mime_entity *entity)
{
	struct mime_entity plain = *entity;

	if (r->reparses >= MOST_REPARSES) {
		*r->unread |= UNREAD_NESTING;
		return;
	}
	r->reparses++;
	plain.bytes =
		undo_encoding(r->arena, entity->bytes, entity->mime.encoding);
	plain.mime.encoding = ENCODING_NONE;
	mime_part_entity(r, &plain);
	r->reparses--;
}

static void
read_top(struct mime_reader *r, const struct mime_fields *mime, struct str body)
{
	struct mime_entity entity = {
		.mime = *mime, .bytes = body, .parent = -1};

	if (mime_has_parts(mime) && mime->encoding != ENCODING_NONE &&
		mime_is_message(mime->type))
		mime_part_again(r, &entity);
	else if (mime_has_parts(mime) || r->always_gmime)
		mime_part_entity(r, &entity);
	else
		mime_add_leaf(r, &entity);
}

struct part_list
mime_read_by(struct arena *arena, const struct field *fields,
	size_t field_count, struct str body, bool always_gmime,
	unsigned *unread)
{
	struct mime_reader r = {.arena = arena,
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
	mime_gmime_init();
	mime_stream_init();
}
