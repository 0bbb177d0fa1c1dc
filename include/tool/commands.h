/*
 * commands: what `comity` can do, one function and one file each.
 *
 * A command prints to standard output, its complaints to standard error, and
 * returns the exit status: 0 done, 1 a message or a configuration could not be
 * read.
 */
#ifndef COMITY_TOOL_COMMANDS_H
#define COMITY_TOOL_COMMANDS_H

#include "tool/options.h"

command_fn cmd_lint;
command_fn cmd_scan;
command_fn cmd_test;
command_fn cmd_learn;
command_fn cmd_coverage;
command_fn cmd_replay;
command_fn cmd_report;
command_fn cmd_fmt;
command_fn cmd_roster;
command_fn cmd_init;

#endif
