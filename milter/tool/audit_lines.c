#include "tool/audit_lines.h"

#include <errno.h>
#include <glib.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "tool/engine.h"
#include "tool/period.h"

enum { NAMED_MOST = 10, LINE_LONGEST = 1024 * 1024 };

/* --- One line ---------------------------------------------------------- */

static bool
read_day(json_t *line, int32_t *day)
{
	const char *text = json_string_value(json_object_get(line, "time"));
	GDateTime *time = NULL;

	if (text != NULL)
		time = g_date_time_new_from_iso8601(text, NULL);
	if (time == NULL)
		return false;
	*day = period_day(g_date_time_to_unix(time));
	g_date_time_unref(time);
	return *day >= PERIOD_DAY_FIRST && *day <= PERIOD_DAY_LAST;
}

/* Absent, or an array of strings alone. */
static bool
is_list(json_t *line, const char *key)
{
	json_t *list = json_object_get(line, key);

	if (list == NULL)
		return true;
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return json_is_array(list);
}

/* Absent, null, or a string. */
static bool
is_name(json_t *line, const char *key)
{
	json_t *name = json_object_get(line, key);

	return name == NULL || json_is_null(name) || json_is_string(name);
}

/* What is wrong with the line, or NULL. */
static const char *
fault_of(json_t *line, int32_t *day)
{
	static const char *const lists[] = {
		"flags", "rules", "clauses", "directions", "shadow", "unread"};
	static const char *const names[] = {
		"council", "protocol", "author", "rule_set", "action"};

	if (!json_is_object(line))
		return "not a line of JSON";
	if (!read_day(line, day))
		return "no time that can be";
	if (!json_is_boolean(json_object_get(line, "correspondence")) ||
		!json_is_array(json_object_get(line, "flags")))
		return "not an audit line";
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (!is_list(line, lists[i]))
			return "a list that is none";
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (!is_name(line, names[i]))
			return "a name that is none";
	return NULL;
}

static void
add_list(struct tally *tally, enum tally_kind kind, json_t *line,
	const char *key)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(line, key), i, item)
		tally_add(tally, kind, str_of(json_string_value(item)));
}

static void
add_name(struct tally *tally, enum tally_kind kind, json_t *line,
	const char *key)
{
	const char *name = json_string_value(json_object_get(line, key));

	if (name != NULL)
		tally_add(tally, kind, str_of(name));
}

static void
add_clauses(struct tally *tally, json_t *line)
{
	const char *protocol =
		json_string_value(json_object_get(line, "protocol"));
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(line, "clauses"), i, item)
	{
		char *name = g_strdup_printf("%s %s",
			protocol != NULL ? protocol : "-",
			json_string_value(item));

		tally_add(tally, TALLY_CLAUSE, str_of(name));
		g_free(name);
	}
}

static void
count_line(struct audit_reading *reading, json_t *line, int32_t day)
{
	struct tally *tally = reading->tally;
	struct tally_message message = {
		.read = true,
		.correspondence =
			json_is_true(json_object_get(line, "correspondence")),
		.flagged = json_array_size(json_object_get(line, "flags")) > 0,
		.partly = json_array_size(json_object_get(line, "unread")) > 0,
		.dated = true,
		.day = day,
	};

	reading->counted++;
	tally_begin(tally, &message);
	add_list(tally, TALLY_UNREAD, line, "unread");
	add_name(tally, TALLY_RULE_SET, line, "rule_set");
	if (!message.correspondence)
		return;
	add_list(tally, TALLY_FLAG, line, "flags");
	add_list(tally, TALLY_RULE, line, "rules");
	add_list(tally, TALLY_DIRECTION, line, "directions");
	add_list(tally, TALLY_SHADOW, line, "shadow");
	add_clauses(tally, line);
	add_name(tally, TALLY_COUNCIL, line, "council");
	add_name(tally, TALLY_PROTOCOL, line, "protocol");
	if (message.flagged)
		add_name(tally, TALLY_ACTION, line, "action");
	if (reading->names)
		add_name(tally, TALLY_AUTHOR, line, "author");
}

static bool
is_asked_for(const struct audit_reading *reading, json_t *line, int32_t day)
{
	const char *council =
		json_string_value(json_object_get(line, "council"));

	if (day < reading->from || day > reading->until)
		return false;
	return reading->council == NULL ||
	       (council != NULL && strcmp(council, reading->council) == 0);
}

/* What is wrong with the line, or NULL. */
static const char *
read_line(struct audit_reading *reading, const char *text, size_t length)
{
	const char *open = memchr(text, '{', length);
	json_t *line = NULL;
	const char *fault;
	int32_t day = 0;

	if (open != NULL && length <= LINE_LONGEST)
		line = json_loadb(
			open, length - (size_t)(open - text), 0, NULL);
	fault = fault_of(line, &day);
	if (fault == NULL && is_asked_for(reading, line, day))
		count_line(reading, line, day);
	json_decref(line);
	return fault;
}

/* --- A file ------------------------------------------------------------ */

static void
name_broken(struct audit_reading *reading, const char *path, size_t number,
	const char *fault)
{
	char *plain;

	if (reading->broken++ >= NAMED_MOST)
		return;
	plain = diag_plain(path);
	fprintf(stderr, "comity: %s:%zu: %s; left out\n", plain, number, fault);
	g_free(plain);
}

static bool
read_all(struct audit_reading *reading, FILE *in, const char *path)
{
	char *text = NULL;
	size_t room = 0, number = 0;
	ssize_t length;

	while ((length = getline(&text, &room, in)) > 0) {
		const char *fault = read_line(reading, text, (size_t)length);

		number++;
		if (fault != NULL)
			name_broken(reading, path, number, fault);
	}
	free(text);
	return !ferror(in);
}

bool
audit_lines_read(struct audit_reading *reading, const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(path, "re");
	size_t before = reading->broken;
	bool good;

	if (in == NULL) {
		engine_complain(path);
		return false;
	}
	good = read_all(reading, in, path);
	if (!good)
		engine_complain(path);
	if (!is_stdin)
		fclose(in);
	if (reading->broken > MAX(before, NAMED_MOST))
		fprintf(stderr, "comity: %zu such lines so far\n",
			reading->broken);
	return good;
}
