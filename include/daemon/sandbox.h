/*
 * sandbox: what the filter may still ask of the kernel once it serves.
 *
 * A seccomp filter, whether or not systemd has set one of its own: a list of
 * what the daemon and its libraries use, so that whoever took the process over
 * by a message could start no program and no process, open no connection but
 * to a Unix socket (the log), trace nobody and change no account. All else
 * fails with ENOSYS, which the C library takes as an old kernel's answer.
 *
 * Threads: to be called while there is one.
 */
#ifndef COMITY_DAEMON_SANDBOX_H
#define COMITY_DAEMON_SANDBOX_H

#include <stdbool.h>

/*
 * For good. The process must have given up gaining privileges. False
 * (logged) where the kernel has no such filters; all else holds then.
 */
bool sandbox_enter(void);

#endif
