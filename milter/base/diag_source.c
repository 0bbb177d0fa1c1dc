#include "diag_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

static void
find_lines(struct source *source)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t start = 0;

	g_array_append_val(lines, start);
	for (size_t i = 0; i < source->length; i++) {
		if (source->bytes[i] != '\n')
			continue;
		start = (uint32_t)i + 1;
		g_array_append_val(lines, start);
	}
	source->line_count = lines->len;
	source->lines = (uint32_t *)(void *)g_array_free(lines, FALSE);
}

/* A BOM goes and CRLF becomes LF, so that nobody further on meets either. */
static size_t
tidy(char *bytes, size_t length)
{
	size_t from = 0;
	size_t to = 0;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		from = 3;
	for (; from < length; from++) {
		if (bytes[from] == '\r' && from + 1 < length &&
			bytes[from + 1] == '\n')
			continue;
		bytes[to++] = bytes[from];
	}
	bytes[to] = '\0';
	return to;
}

/* Takes `bytes` (with room for a NUL behind them) over. */
static struct source *
source_add(struct diag *diag, const char *name, char *bytes, size_t length,
	struct place from)
{
	struct source *source = g_new0(struct source, 1);

	g_atomic_ref_count_init(&source->references);
	source->order = diag->sources->len;
	source->name = g_strdup(name);
	source->bytes = bytes;
	source->length = tidy(bytes, length);
	source->included_at = from;
	if (from.source != NULL)
		source->includer = source_ref(from.source);
	find_lines(source);
	g_ptr_array_add(diag->sources, source);
	return source;
}

/* False, with the error at the byte, where the text is not fit to read. */
static bool
check_text(struct diag *diag, struct source *source)
{
	const char *end = source->bytes;
	const char *nul = memchr(source->bytes, '\0', source->length);
	struct place place = {source, 0, 0};

	if (nul != NULL) {
		place.offset = (uint32_t)(nul - source->bytes);
		diag_error(diag, place,
			"this file holds a NUL byte; it is no text file");
		return false;
	}
	if (g_utf8_validate(source->bytes, (gssize)source->length, &end))
		return true;
	place.offset = (uint32_t)(end - source->bytes);
	diag_error(diag, place,
		"byte 0x%02x is not UTF-8; save the file as UTF-8",
		(unsigned char)*end);
	return false;
}

/* Opens without waiting for a writer, as a FIFO would make us. */
static int
open_regular(
	struct diag *diag, const char *path, struct place from, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) != 0) {
		diag_error(diag, from, "cannot read '%s': %s", path,
			g_strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		diag_error(diag, from, "'%s' is %s", path,
			S_ISDIR(status.st_mode) ? "a directory, not a file"
						: "not a regular file");
	} else if (status.st_size > LIMIT_CONFIG_BYTES) {
		diag_error(diag, from, "'%s' is larger than %d MiB", path,
			LIMIT_CONFIG_BYTES / 1024 / 1024);
	} else {
		*size = (size_t)status.st_size;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* The file may grow while it is read; what was measured is what we take. */
static ssize_t
read_all(int fd, char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = read(fd, bytes + done, size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

const struct source *
diag_read_file(struct diag *diag, const char *path, struct place from)
{
	struct source *source;
	size_t size = 0;
	ssize_t got;
	char *bytes;
	int fd = open_regular(diag, path, from, &size);

	if (fd < 0)
		return NULL;
	bytes = g_malloc(size + 1);
	got = read_all(fd, bytes, size);
	if (got < 0)
		diag_error(diag, from, "cannot read '%s': %s", path,
			g_strerror(errno));
	close(fd);
	if (got < 0) {
		g_free(bytes);
		return NULL;
	}
	source = source_add(diag, path, bytes, (size_t)got, from);
	return check_text(diag, source) ? source : NULL;
}

const struct source *
diag_read_memory(struct diag *diag, const char *name, struct str text)
{
	struct place nowhere = {NULL, 0, 0};
	struct source *source;
	char *bytes;

	if (text.n > LIMIT_CONFIG_BYTES) {
		diag_error(diag, nowhere, "'%s' is larger than %d MiB", name,
			LIMIT_CONFIG_BYTES / 1024 / 1024);
		return NULL;
	}
	bytes = g_malloc(text.n + 1);
	if (text.n > 0)
		memcpy(bytes, text.p, text.n);
	source = source_add(diag, name, bytes, text.n, nowhere);
	return check_text(diag, source) ? source : NULL;
}

const struct source *
source_ref(const struct source *source)
{
	/* Counting is the one thing that changes in a source. */
	g_atomic_ref_count_inc(
		(gatomicrefcount *)(uintptr_t)&source->references);
	return source;
}

void
source_unref(const struct source *constant)
{
	struct source *source = (struct source *)(uintptr_t)constant;

	if (source == NULL || !g_atomic_ref_count_dec(&source->references))
		return;
	source_unref(source->includer);
	g_free(source->name);
	g_free(source->bytes);
	g_free(source->lines);
	g_free(source);
}

struct str
source_text(const struct source *source)
{
	return (struct str){source->bytes, source->length};
}

const char *
source_name(const struct source *source)
{
	return source->name;
}

struct place
source_included_at(const struct source *source)
{
	return source->included_at;
}

struct str
source_line_at(const struct source *source, size_t offset, size_t *number)
{
	size_t low = 0;
	size_t high = source->line_count;
	size_t start;
	size_t end;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	start = source->lines[low];
	end = high < source->line_count ? source->lines[high] - 1
					: source->length;
	*number = low;
	return (struct str){source->bytes + start, end - start};
}

void
place_position(struct place place, unsigned *line, unsigned *column)
{
	size_t number;
	struct str text;
	const char *at;

	*line = 0;
	*column = 0;
	if (place.source == NULL)
		return;
	text = source_line_at(place.source, place.offset, &number);
	at = place.source->bytes + MIN(place.offset, place.source->length);
	*line = (unsigned)number + 1;
	*column = 1;
	/* Characters, so the continuing bytes of UTF-8 do not count. */
	for (const char *p = text.p; p < at; p++)
		if (((unsigned char)*p & 0xC0) != 0x80)
			++*column;
}

struct place
place_join(struct place first, struct place last)
{
	if (first.source == last.source && last.offset >= first.offset)
		first.length = last.offset + last.length - first.offset;
	return first;
}
