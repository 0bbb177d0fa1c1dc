/*
 * stream: what connections say and hear, in few system calls.
 *
 * For each packet libmilter asks the kernel five times: is there one, is there
 * its length, its length, is there the rest, the rest. A mail server sends a
 * dozen packets at once. And each edit goes out on its own, though nothing
 * happens to it before the answer that follows. So libmilter's poll(), read(),
 * writev() and close() come here, as its accept() comes to door.c: this
 * program's functions of these names stand before the C library's.
 *
 *   in   As much as is there is taken at once and handed out in pieces. A
 *        connection holds a buffer only while there is something in it.
 *   out  Edits wait for the answer behind them; all else goes out at once.
 *
 * Descriptors that were not given to stream_open() are the C library's as ever.
 * A peer that does not read what it is sent loses its connection after minutes.
 *
 * Threads: a connection is in one thread at a time, as libmilter has it; different
 * ones in any.
 */
#ifndef COMITY_DAEMON_STREAM_H
#define COMITY_DAEMON_STREAM_H

/* From now on, and until it is closed, `fd` is a connection of the mail server. */
void stream_open(int fd);

#endif
