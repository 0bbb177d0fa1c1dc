/*
 * Twenty messages of the corpus, read zone by zone, against what a person
 * who looked at them in a mail client wrote down (tests/golden/reading/).
 * COMITY_UPDATE=1 writes the files anew: read them before they are kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <glib.h>

#include "message/message.h"
#include "mime/mime.h"
#include "mime/raw.h"

#define MESSAGES "tests/corpus/messages"
#define GOLDEN "tests/golden/reading"

/* Each zone with text: its name, then a paragraph a line. */
static void
describe_zones(GString *out, const struct message *message)
{
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		struct str text = message->zones[zone].text;

		if (text.n > 0)
			g_string_append_printf(out, "[%s]\n%.*s\n",
				zone_names[zone], STR_ARG(text));
	}
}

static void
describe_forwards(GString *out, const struct message *message)
{
	for (size_t i = 0; i < message->forward_count; i++) {
		const struct forwarded *forward = &message->forwards[i];

		g_string_append(out, "[letter carried on]");
		for (size_t a = 0; a < forward->from.count; a++)
			g_string_append_printf(out, " from %.*s",
				STR_ARG(forward->from.items[a].spec));
		for (size_t a = 0; a < forward->to.count; a++)
			g_string_append_printf(out, " to %.*s",
				STR_ARG(forward->to.items[a].spec));
		g_string_append_c(out, '\n');
	}
}

static char *
describe_file(const char *path)
{
	struct raw_mail *raw = raw_mail_new();
	struct arena *arena = arena_new();
	GString *out = g_string_new(NULL);
	struct message message = {0};
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	assert_int_equal(raw_mail_read(raw, in), 0);
	fclose(in);
	message_read(arena, raw, NULL, &message);
	describe_zones(out, &message);
	describe_forwards(out, &message);
	assert_int_equal(message.unread, 0);
	arena_free(&arena);
	raw_mail_free(&raw);
	return g_string_free(out, FALSE);
}

static void
compare(const char *name, const char *read)
{
	char *path = g_strdup_printf(GOLDEN "/%s.zones", name);
	char *wanted = NULL;

	if (g_getenv("COMITY_UPDATE") != NULL)
		g_file_set_contents(path, read, -1, NULL);
	assert_true(g_file_get_contents(path, &wanted, NULL, NULL));
	if (strcmp(read, wanted) != 0)
		print_error("%s:\n", path);
	assert_string_equal(read, wanted);
	g_free(wanted);
	g_free(path);
}

static void
test_zones_of_the_corpus(void **state)
{
	GDir *golden = g_dir_open(GOLDEN, 0, NULL);
	const char *file;
	unsigned count = 0;

	(void)state;
	assert_non_null(golden);
	while ((file = g_dir_read_name(golden)) != NULL) {
		char *name = g_strndup(file, strcspn(file, "."));
		char *path = g_strdup_printf(MESSAGES "/%s.eml", name);
		char *read = describe_file(path);

		compare(name, read);
		count++;
		g_free(read);
		g_free(path);
		g_free(name);
	}
	g_dir_close(golden);
	assert_int_equal(count, 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zones_of_the_corpus),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
