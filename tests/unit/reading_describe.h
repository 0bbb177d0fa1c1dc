/*
 * reading_describe: a message as it was read, in a few lines of text.
 *
 * For tests. One line for each zone that holds something, sentences parted by
 * " | " and paragraphs by " / "; then what the header told, what could not be
 * read, and the letters carried on.
 */
#ifndef COMITY_READING_DESCRIBE_H
#define COMITY_READING_DESCRIBE_H

#include <glib.h>

#include "message/message.h"

static void
describe_zone(GString *out, const char *name, const struct zone_text *zone)
{
	if (zone->text.n == 0)
		return;
	g_string_append_printf(out, "%s: ", name);
	for (size_t i = 0; i < zone->sentence_count; i++) {
		const struct sentence *s = &zone->sentences[i];

		if (i > 0)
			g_string_append(out, s->paragraph == s[-1].paragraph
						     ? " | "
						     : " / ");
		g_string_append_len(out, zone->text.p + s->start,
			(gssize)(s->end - s->start));
	}
	g_string_append_c(out, '\n');
}

static void
describe_people(
	GString *out, const char *label, const struct address_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct address *a = &list->items[i];

		g_string_append_printf(out, "%s %.*s<%.*s>",
			i == 0 ? label : ",", STR_ARG(a->name),
			STR_ARG(a->key));
	}
}

static void
describe_forward(GString *out, const struct forwarded *forward)
{
	g_string_append(out,
		forward->attached ? "letter attached:" : "letter in line:");
	describe_people(out, " from", &forward->from);
	describe_people(out, " to", &forward->to);
	describe_people(out, " cc", &forward->cc);
	g_string_append_printf(out, " (%.*s) %.*s\n", STR_ARG(forward->date),
		STR_ARG(forward->subject));
}

static void
describe_marks(GString *out, const struct message *m)
{
	if (m->is_reply || m->is_forward || m->is_automatic || m->is_redirected)
		g_string_append_printf(out, "is:%s%s%s%s\n",
			m->is_reply ? " reply" : "",
			m->is_forward ? " forward" : "",
			m->is_automatic ? " automatic" : "",
			m->is_redirected ? " redirected" : "");
	for (int i = 0; unread_names[i] != NULL; i++)
		if (m->unread & (1u << i))
			g_string_append_printf(
				out, "unread: %s\n", unread_names[i]);
}

/* To be freed with g_free(). */
static char *
describe_message(const struct message *m)
{
	GString *out = g_string_new(NULL);

	for (int zone = 0; zone < ZONE_COUNT; zone++)
		describe_zone(out, zone_names[zone], &m->zones[zone]);
	describe_marks(out, m);
	for (size_t i = 0; i < m->forward_count; i++)
		describe_forward(out, &m->forwards[i]);
	return g_string_free(out, FALSE);
}

#endif
