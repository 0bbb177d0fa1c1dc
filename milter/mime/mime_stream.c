#include "mime_internal.h"

/*
 * GMime keeps the parts of a parsed stream as sub-streams of it, so bounds of
 * a part's stream are places in the message: its bytes need no copy. The
 * library's own memory stream would want the whole message in one piece.
 */
struct joined_stream {
	GMimeStream parent;
	struct str head, body;
};

struct joined_stream_class {
	GMimeStreamClass parent;
};

static struct joined_stream *
joined(GMimeStream *stream)
{
	return (struct joined_stream *)(void *)stream;
}

static gint64
stream_end(GMimeStream *stream)
{
	struct joined_stream *self = joined(stream);

	if (stream->bound_end != -1)
		return stream->bound_end;
	return (gint64)(self->head.n + self->body.n);
}

static ssize_t
stream_read(GMimeStream *stream, char *out, size_t length)
{
	struct joined_stream *self = joined(stream);
	size_t at = (size_t)stream->position;
	size_t end = (size_t)stream_end(stream);
	struct str from = self->head;
	size_t n;

	if (at >= end)
		return 0;
	n = end - at;
	if (at >= self->head.n) {
		at -= self->head.n;
		from = self->body;
	}
	n = MIN(MIN(n, from.n - at), length);
	memcpy(out, from.p + at, n);
	stream->position += (gint64)n;
	return (ssize_t)n;
}

static ssize_t
stream_write(GMimeStream *stream, const char *in, size_t length)
{
	(void)stream;
	(void)in;
	(void)length;
	return -1;
}

static int
stream_no_op(GMimeStream *stream)
{
	(void)stream;
	return 0;
}

static gboolean
stream_eos(GMimeStream *stream)
{
	return stream->position >= stream_end(stream);
}

static int
stream_reset(GMimeStream *stream)
{
	stream->position = stream->bound_start;
	return 0;
}

static gint64
stream_seek(GMimeStream *stream, gint64 offset, GMimeSeekWhence whence)
{
	gint64 base = whence == GMIME_STREAM_SEEK_SET	? stream->bound_start
		      : whence == GMIME_STREAM_SEEK_CUR ? stream->position
							: stream_end(stream);

	if (base + offset < stream->bound_start ||
		base + offset > stream_end(stream))
		return -1;
	stream->position = base + offset;
	return stream->position;
}

static gint64
stream_tell(GMimeStream *stream)
{
	return stream->position;
}

static gint64
stream_length(GMimeStream *stream)
{
	return stream_end(stream) - stream->bound_start;
}

static GMimeStream *
stream_part(GMimeStream *stream, gint64 start, gint64 end)
{
	struct joined_stream *self = joined(stream);
	struct joined_stream *part = g_object_new(G_OBJECT_TYPE(stream), NULL);

	g_mime_stream_construct(&part->parent, start, end);
	part->head = self->head;
	part->body = self->body;
	return &part->parent;
}

static void
class_init(gpointer class, gpointer data)
{
	GMimeStreamClass *stream = class;

	(void)data;
	stream->read = stream_read;
	stream->write = stream_write;
	stream->flush = stream_no_op;
	stream->close = stream_no_op;
	stream->eos = stream_eos;
	stream->reset = stream_reset;
	stream->seek = stream_seek;
	stream->tell = stream_tell;
	stream->length = stream_length;
	stream->substream = stream_part;
}

/* GObject's type system wants a number that it chooses itself. */
static GType
stream_type(void)
{
	static gsize type;

	if (g_once_init_enter(&type)) {
		GType made = g_type_register_static_simple(GMIME_TYPE_STREAM,
			"ComityJoinedStream",
			sizeof(struct joined_stream_class), class_init,
			sizeof(struct joined_stream), NULL, 0);

		g_once_init_leave(&type, made);
	}
	return type;
}

void
mime_stream_init(void)
{
	g_type_class_unref(g_type_class_ref(stream_type()));
}

GMimeStream *
mime_stream_new(struct str head, struct str body)
{
	struct joined_stream *self = g_object_new(stream_type(), NULL);

	g_mime_stream_construct(&self->parent, 0, -1);
	self->head = head;
	self->body = body;
	return &self->parent;
}

struct str
mime_stream_bytes(GMimeStream *stream)
{
	struct joined_stream *self;
	size_t start, end;

	if (!G_TYPE_CHECK_INSTANCE_TYPE(stream, stream_type()))
		return (struct str){NULL, 0};
	self = joined(stream);
	start = MAX((size_t)stream->bound_start, self->head.n) - self->head.n;
	end = MAX((size_t)stream_end(stream), self->head.n) - self->head.n;
	start = MIN(start, self->body.n);
	end = MIN(end, self->body.n);
	if (start >= end)
		return (struct str){self->body.p, 0};
	return (struct str){self->body.p + start, end - start};
}
