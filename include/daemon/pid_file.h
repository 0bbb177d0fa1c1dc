/*
 * pid_file: the process's number in a file, and the lock that keeps a second
 * instance away.
 *
 * The lock counts, not the number: a file left by a crash is as good as none.
 *
 * Threads: start and end of the program only.
 */
#ifndef COMITY_DAEMON_PID_FILE_H
#define COMITY_DAEMON_PID_FILE_H

#include <stdbool.h>

/*
 * Opens and locks; -1 (logged) when another instance holds it or it cannot be
 * made. The lock is held until the descriptor is closed in every process that
 * has it.
 */
int pid_file_open(const char *path);
bool pid_file_write(int fd);
/* Removes it while the lock is still held. */
void pid_file_remove(int fd, const char *path);

#endif
