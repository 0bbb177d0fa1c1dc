#include "daemon/pid_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

/* The file may have been removed by its owner between open and lock. */
static bool
is_still_there(int fd, const char *path)
{
	struct stat opened, named;

	return fstat(fd, &opened) == 0 && stat(path, &named) == 0 &&
	       opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static void
say_locked(int fd, const char *path)
{
	char number[16] = "";
	ssize_t n = pread(fd, number, sizeof(number) - 1, 0);

	if (n > 0)
		number[strcspn(number, "\n")] = '\0';
	log_error("another comity-milter is running (process %s holds %s)",
		n > 0 ? number : "unknown", path);
}

int
pid_file_open(const char *path)
{
	for (int attempt = 0; attempt < 100; attempt++) {
		int fd = open(
			path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);

		if (fd < 0) {
			log_error("pid file %s: %s", path, strerror(errno));
			return -1;
		}
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			say_locked(fd, path);
			close(fd);
			return -1;
		}
		if (is_still_there(fd, path))
			return fd;
		close(fd);
	}
	log_error("pid file %s: vanishes whenever it is made", path);
	return -1;
}

bool
pid_file_write(int fd)
{
	char number[16];
	int length = snprintf(number, sizeof(number), "%d\n", (int)getpid());

	return ftruncate(fd, 0) == 0 &&
	       pwrite(fd, number, (size_t)length, 0) == length;
}

void
pid_file_remove(int fd, const char *path)
{
	if (is_still_there(fd, path))
		unlink(path);
}
