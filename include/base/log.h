/*
 * log: lines for the administrator.
 *
 * Lines go to standard error with a syslog level prefix ("<4>"), which journald
 * understands (on a terminal with the program's name instead), or to syslog. Bytes that do not print are escaped, so that
 * nothing from a message can forge a line or move a terminal's cursor.
 * Writing never blocks and never fails a message: what cannot be written is
 * dropped and counted.
 *
 * Threads: all functions may be called from any thread.
 */
#ifndef COMITY_BASE_LOG_H
#define COMITY_BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LOG_LEVEL_NONE, /* nothing at all, for tests */
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/* To be called once, before threads; the default is standard error, info. */
void log_open(const char *program, bool to_syslog, enum log_level most);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Lines that could not be written since the start. */
unsigned long log_dropped(void);

#endif
