/*
 * A message for the engine: its envelope, made from the header where none is
 * given, and what comes of it.
 */
#include "engine_internal.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "mime/date.h"

/* --- The envelope ------------------------------------------------------ */

struct made_envelope {
	struct message *message; /* its header is read */
	struct envelope envelope;
	GArray *rcpts; /* struct str */
	struct str author_key;
	int64_t now;
	bool dated;
};

static void
add_specs(GArray *rcpts, const struct address_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].valid)
			g_array_append_val(rcpts, list->items[i].spec);
}

static void
find_rcpts(struct made_envelope *made, const struct engine_mail *mail,
	const struct message *message)
{
	for (size_t i = 0; mail->rcpts != NULL && mail->rcpts[i] != NULL; i++) {
		struct str rcpt = str_of(mail->rcpts[i]);

		g_array_append_val(made->rcpts, rcpt);
	}
	if (mail->rcpts != NULL)
		return;
	add_specs(made->rcpts, &message->to);
	add_specs(made->rcpts, &message->cc);
	add_specs(made->rcpts, &message->resent_to);
	add_specs(made->rcpts, &message->resent_cc);
}

static void
find_time(struct made_envelope *made, const struct message *message)
{
	size_t from = 0;
	const struct field *date =
		message_field(message, STR_LIT("Date"), &from);

	made->dated = date != NULL && date_read(date->value, &made->now);
	if (!made->dated)
		made->now = (int64_t)time(NULL);
}

static void
make_envelope(struct made_envelope *made, struct arena *arena,
	const struct engine_mail *mail)
{
	struct message *message = ARENA_NEW(arena, struct message);
	struct envelope *envelope = &made->envelope;

	memset(made, 0, sizeof(*made));
	made->message = message;
	message_read_header(arena, mail->raw, message);
	made->rcpts = g_array_new(FALSE, FALSE, sizeof(struct str));
	find_rcpts(made, mail, message);
	find_time(made, message);
	if (message->from.count > 0) {
		made->author_key = message->from.items[0].key;
		envelope->from = message->from.items[0].spec;
	}
	if (mail->from != NULL)
		envelope->from = str_of(mail->from);
	envelope->known = true;
	envelope->rcpts = (const struct str *)(void *)made->rcpts->data;
	envelope->rcpt_count = made->rcpts->len;
}

/* --- Judging and reading ----------------------------------------------- */

static struct policy *
policy_for(struct engine *engine, const struct engine_mail *mail,
	const struct made_envelope *made)
{
	return engine_policy(engine, mail->protocol, made->author_key,
		(int32_t)(made->now / (24 * 60 * 60)));
}

bool
engine_inspect(struct engine *engine, struct inspector *inspector,
	const struct engine_mail *mail, struct engine_result *result)
{
	struct arena *arena = arena_new();
	struct made_envelope made;
	struct policy *policy;

	make_envelope(&made, arena, mail);
	policy = policy_for(engine, mail, &made);
	if (policy != NULL)
		inspect_message(inspector, policy, mail->raw, &made.envelope,
			made.now, &result->verdict);
	result->now = made.now;
	result->dated = made.dated;
	g_array_free(made.rcpts, TRUE);
	arena_free(&arena);
	return policy != NULL;
}

/* Reads the rest of the message as its council has it read. */
static void
read_all(struct policy *policy, struct arena *arena,
	const struct engine_mail *mail, const struct made_envelope *made,
	struct engine_reading *reading)
{
	size_t count;
	const struct council_data *first = policy_councils(policy, &count);
	const struct council_data *council = policy_council(policy,
		made->author_key, calendar_day(first->calendar, made->now));
	const struct message_options options = {council->council->disclaimers,
		council->council->disclaimer_count};

	participants_find(arena, council->roster, council->mentions,
		calendar_day(council->calendar, made->now), made->message,
		&made->envelope, &reading->people);
	message_read_rest(arena, mail->raw, &options, made->message);
	reading->message = made->message;
	reading->rules = policy_rules(policy);
	reading->protocol = council->protocol;
}

bool
engine_read(struct engine *engine, struct arena *arena,
	const struct engine_mail *mail, struct engine_reading *reading)
{
	struct made_envelope made;
	struct policy *policy;

	make_envelope(&made, arena, mail);
	policy = policy_for(engine, mail, &made);
	if (policy != NULL)
		read_all(policy, arena, mail, &made, reading);
	g_array_free(made.rcpts, TRUE);
	return policy != NULL;
}

/* --- Files ------------------------------------------------------------- */

void
engine_complain(const char *path)
{
	int error = errno;
	char *plain = diag_plain(path);

	fprintf(stderr, "comity: %s: %s\n", plain, strerror(error));
	g_free(plain);
}

bool
engine_read_file(struct raw_mail *raw, const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(path, "rb");
	int failed;

	if (in == NULL) {
		engine_complain(path);
		return false;
	}
	raw_mail_reset(raw);
	errno = 0;
	failed = raw_mail_read(raw, in);
	if (failed)
		engine_complain(path);
	if (!is_stdin)
		fclose(in);
	return !failed;
}
