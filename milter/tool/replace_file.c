#include "tool/replace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tool/engine.h"

static bool
complain(const char *path)
{
	engine_complain(path);
	return false;
}

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

/* Fills a new file beside the old one, then takes its place. */
static bool
replace(const char *path, struct str text)
{
	char *name = g_strconcat(path, ".XXXXXX", NULL);
	struct stat old;
	int file = stat(path, &old) == 0 ? g_mkstemp(name) : -1;
	bool good = file >= 0;

	if (good) {
		/* Only root may give a file away: as far as it goes. */
		if (fchown(file, old.st_uid, old.st_gid) != 0)
			errno = 0;
		good = fchmod(file, old.st_mode & 07777) == 0 &&
		       write_all(file, text);
		good = close(file) == 0 && good;
		good = good && rename(name, path) == 0;
	}
	if (!good)
		complain(path);
	if (!good && file >= 0)
		g_unlink(name);
	g_free(name);
	return good;
}

bool
replace_file(const char *path, struct str text)
{
	char *real = realpath(path, NULL);
	bool good = real != NULL ? replace(real, text) : complain(path);

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
		complain(path);
	if (file >= 0)
		g_unlink(name);
	g_free(name);
	return good;
}
