#include "roster_bind.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/engine.h"

enum { LONGEST = 4096 };

static bool
read_text(const char *path, char *text)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	ssize_t length = -1;

	if (file >= 0 && fstat(file, &status) == 0)
		length = read(file, text, LONGEST);
	if (length < 0)
		engine_complain(path);
	if (file >= 0)
		close(file);
	if (length < 0)
		return false;
	text[length] = '\0';
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return true;
	fprintf(stderr,
		"comity: others can read the password in %s; \"chmod 600\" "
		"it\n",
		path);
	return false;
}

static bool
read_line(struct arena *arena, const char *path, struct str line,
	struct bind_secret *secret)
{
	struct str rest = line;

	if (line.n > 0 && line.p[line.n - 1] == '\r')
		rest.n--;
	if (str_trim(rest).n == 0 || rest.p[0] == '#')
		return true;
	if (str_starts_nocase(rest, STR_LIT("dn "))) {
		rest = str_trim((struct str){rest.p + 3, rest.n - 3});
		secret->dn = arena_copy(arena, rest.p, rest.n);
		return true;
	}
	/* A password may begin or end with a blank. */
	if (str_starts_nocase(rest, STR_LIT("password "))) {
		secret->password =
			arena_str(arena, (struct str){rest.p + 9, rest.n - 9});
		return true;
	}
	/* The line is not shown: it may be the password. */
	fprintf(stderr,
		"comity: %s: a line begins neither with \"dn \" nor with "
		"\"password \"\n",
		path);
	return false;
}

bool
bind_secret_read(
	struct arena *arena, const char *path, struct bind_secret *secret)
{
	char text[LONGEST + 1];
	struct str rest, line;
	bool good = read_text(path, text);

	rest = good ? str_of(text) : (struct str){NULL, 0};
	while (good && str_split(&rest, '\n', &line))
		good = read_line(arena, path, line, secret);
	explicit_bzero(text, sizeof(text));
	/* An empty password would log in as nobody, and seem to work. */
	if (good && (secret->dn == NULL || secret->password.n == 0)) {
		fprintf(stderr,
			"comity: %s: \"dn\" or \"password\" is missing\n",
			path);
		return false;
	}
	return good;
}
