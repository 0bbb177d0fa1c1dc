#include "tool/put_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/engine.h"

enum { MODE_NEW = 0666, MODE_BITS = 07777 };

static bool
write_all(int file, struct str text)
{
	while (text.n > 0) {
		ssize_t written = write(file, text.p, text.n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		text.p += written;
		text.n -= (size_t)written;
	}
	return fsync(file) == 0;
}

/* The mode of the file that is there, else of any that is created. */
static bool
take_over(int file, const char *path)
{
	struct stat old;
	mode_t mask;

	if (stat(path, &old) == 0) {
		/* Only root may give a file away: as far as it goes. */
		if (fchown(file, old.st_uid, old.st_gid) != 0)
			errno = 0;
		return fchmod(file, old.st_mode & MODE_BITS) == 0;
	}
	mask = umask(0);
	umask(mask);
	return fchmod(file, MODE_NEW & ~mask) == 0;
}

static bool
replace(const char *path, struct str text)
{
	char *name = g_strconcat(path, ".XXXXXX", NULL);
	int file = g_mkstemp(name);
	bool good = file >= 0;

	if (good) {
		good = take_over(file, path) && write_all(file, text);
		good = close(file) == 0 && good;
		good = good && rename(name, path) == 0;
	}
	if (!good)
		engine_complain(path);
	if (!good && file >= 0)
		g_unlink(name);
	g_free(name);
	return good;
}

/* A device or a pipe is written to; it must not be replaced by a file. */
static bool
is_file_or_nothing(const char *path)
{
	struct stat about;

	return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

static bool
write_into(const char *path, struct str text)
{
	FILE *out = fopen(path, "we");
	bool good = out != NULL && fwrite(text.p, 1, text.n, out) == text.n;

	if (out != NULL && fclose(out) != 0)
		good = false;
	if (!good)
		engine_complain(path);
	return good;
}

bool
put_file(const char *path, struct str text)
{
	char *real;
	bool good;

	if (strcmp(path, "-") == 0)
		return fwrite(text.p, 1, text.n, stdout) == text.n;
	if (!is_file_or_nothing(path))
		return write_into(path, text);
	real = realpath(path, NULL);
	good = replace(real != NULL ? real : path, text);
	free(real);
	return good;
}

/* Linked into place when full, since a link never takes another's name. */
bool
create_file(const char *path, struct str text)
{
	char *name = g_strconcat(path, ".XXXXXX", NULL);
	int file = g_mkstemp_full(name, O_WRONLY | O_CLOEXEC, 0644);
	bool good = file >= 0 && write_all(file, text);

	if (file >= 0)
		good = close(file) == 0 && good;
	good = good && link(name, path) == 0;
	if (!good)
		engine_complain(path);
	if (file >= 0)
		g_unlink(name);
	g_free(name);
	return good;
}
