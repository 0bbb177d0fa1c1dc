#include "daemon/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <glib.h>

#include "answer/audit.h"
#include "answer/edits.h"
#include "base/limits.h"
#include "base/log.h"
#include "daemon/trust.h"

enum {
	/* Above this a message is a large one: few are inspected at a time,
	 * and the memory is given back. */
	LARGE_BODY = 256 * 1024,
	LONG_WORK_US = 1000 * 1000,
	/* Twice what Postfix lets into a header. Beyond it lies no mail server,
	 * and removing them would take minutes. */
	MOST_OWN_FIELDS = 10 * 1000,
};

struct session {
	struct service *service;
	const struct mta *mta;
	void *context;
	char client[64];

	/* The message; `policy` and `desk` are NULL where there is none. */
	struct policy *policy;
	struct desk *desk;
	int64_t now;
	struct str from;
	bool recipients_cut;
	bool trusted;
	/* Some rule could apply: the body is wanted; else NULL. */
	struct passage *passage;
};

struct session *
session_new(struct service *service, const struct mta *mta, void *context)
{
	struct session *session = g_new0(struct session, 1);

	session->service = service;
	session->mta = mta;
	session->context = context;
	return session;
}

void
session_free(struct session **session)
{
	if (*session == NULL)
		return;
	session_reset(*session);
	g_free(*session);
	*session = NULL;
}

static enum service_load
load_of(const struct session *session)
{
	return raw_mail_body(session->desk->raw).n > LARGE_BODY ? LOAD_LARGE
								: LOAD_SMALL;
}

void
session_reset(struct session *session)
{
	policy_unref(&session->policy);
	if (session->desk != NULL)
		desk_leave(service_desks(session->service), session->desk,
			load_of(session) == LOAD_LARGE);
	session->desk = NULL;
	session->from = (struct str){NULL, 0};
	session->recipients_cut = false;
	session->trusted = false;
	session->passage = NULL;
}

void
session_client(struct session *session, const char *address)
{
	snprintf(session->client, sizeof(session->client), "%s", address);
}

static const struct settings *
settings_of(const struct session *session)
{
	return &policy_rules(session->policy)->settings;
}

static struct str
macro(const struct session *session, const char *name)
{
	return str_of(session->mta->macro(session->context, name));
}

/* Collecting --------------------------------------------------------------- */

void
session_mail(struct session *session, struct str from)
{
	session_reset(session);
	session->policy = service_policy(session->service);
	session->desk = desk_take(service_desks(session->service));
	session->now = (int64_t)time(NULL);
	session->from = arena_str(session->desk->arena, from);
	raw_mail_set_body_limit(
		session->desk->raw, settings_of(session)->body_limit);
}

void
session_recipient(struct session *session, struct str to)
{
	struct str copy;

	if (session->policy == NULL)
		return;
	if (session->desk->recipients->len >= LIMIT_RECIPIENTS) {
		session->recipients_cut = true;
		return;
	}
	copy = arena_str(session->desk->arena, to);
	g_array_append_val(session->desk->recipients, copy);
}

static void
keep_own(struct session *session, struct str name, struct str value)
{
	struct field copy;

	if (session->desk->ours->len >= MOST_OWN_FIELDS)
		return;
	if (value.n > LIMIT_HEADER_VALUE_BYTES)
		value.n = 0;
	copy.name = arena_str(session->desk->arena, name);
	copy.value = arena_str(session->desk->arena, value);
	g_array_append_val(session->desk->ours, copy);
}

void
session_field(struct session *session, struct str name, struct str value)
{
	if (session->policy == NULL)
		return;
	name = str_trim(name);
	if (headers_is_ours(name, settings_of(session)->header_prefix))
		keep_own(session, name, value);
	raw_mail_add_field(session->desk->raw, name, value);
}

void
session_body(struct session *session, const char *bytes, size_t length)
{
	if (session->passage != NULL)
		raw_mail_add_body(session->desk->raw, bytes, length);
}

/* Inspecting --------------------------------------------------------------- */

/* The mail server's clock starts anew; Sendmail's rings after ten seconds. */
static void
still_here(void *context)
{
	const struct session *session = context;

	session->mta->progress(session->context);
}

static struct envelope
envelope_of(const struct session *session)
{
	return (struct envelope){
		.from = session->from,
		.rcpts = (const struct str *)(void *)
				 session->desk->recipients->data,
		.rcpt_count = session->desk->recipients->len,
		.rcpts_cut = session->recipients_cut,
		.known = true,
		.login = macro(session, "{auth_authen}"),
	};
}

static bool
is_trusted(const struct session *session)
{
	const struct settings *settings = settings_of(session);
	struct str client = str_of(session->client);

	if (client.n == 0)
		client = macro(session, "{client_addr}");
	return trust_covers(settings->trusted_relays,
		settings->trusted_relay_count, client);
}

/* The body is not needed, and nothing has to be removed: off it goes. */
static enum session_answer
leave_early(struct session *session)
{
	service_add(session->service, COUNT_EARLY, 1);
	session_reset(session);
	return SESSION_ACCEPT;
}

/* NULL: no rule could be about it. */
static struct passage *
look_at_header(struct session *session)
{
	struct envelope envelope = envelope_of(session);
	struct inspector *inspector = service_take_inspector(
		session->service, LOAD_SMALL, still_here, session);
	struct passage *passage =
		inspect_header(inspector, session->desk->arena, session->policy,
			session->desk->raw, &envelope, session->now);

	service_give_inspector(session->service, LOAD_SMALL, inspector);
	return inspect_could_matter(passage) ? passage : NULL;
}

enum session_answer
session_end_of_header(struct session *session)
{
	if (session->policy == NULL)
		return SESSION_GO_ON;
	service_add(session->service, COUNT_MESSAGES, 1);
	session->passage = look_at_header(session);
	session->trusted = is_trusted(session);
	if (session->passage != NULL ||
		(session->desk->ours->len > 0 && !session->trusted))
		return SESSION_GO_ON;
	return leave_early(session);
}

/* What was found, in the settings' words; all zero where nobody looked. */
static void
inspect(struct session *session, struct inspector *inspector,
	struct verdict *verdict)
{
	int64_t start = g_get_monotonic_time();

	*verdict = (struct verdict){.rules = policy_rules(session->policy)};
	if (session->passage == NULL)
		return;
	if (load_of(session) == LOAD_LARGE)
		still_here(session);
	inspect_rest(inspector, session->passage, verdict);
	if (g_get_monotonic_time() - start > LONG_WORK_US)
		still_here(session);
}

/* Acting ------------------------------------------------------------------- */

/*
 * The message's fields, for counting and for the subject. Ours come from the
 * list that holds them all.
 */
static const struct field *
fields_of(struct session *session, size_t *count)
{
	size_t held;
	const struct field *fields = raw_mail_fields(session->desk->raw, &held);
	struct str prefix = settings_of(session)->header_prefix;
	struct field *all = ARENA_ARRAY(session->desk->arena, struct field,
		held + session->desk->ours->len);

	*count = 0;
	for (size_t i = 0; i < held; i++)
		if (!headers_is_ours(fields[i].name, prefix))
			all[(*count)++] = fields[i];
	for (guint i = 0; i < session->desk->ours->len; i++)
		all[(*count)++] =
			g_array_index(session->desk->ours, struct field, i);
	return all;
}

static const char *
cstring(struct session *session, struct str s)
{
	return arena_copy(session->desk->arena, s.p, s.n);
}

static bool
carry_out(struct session *session, const struct edit *edit)
{
	const struct mta *mta = session->mta;
	const char *name = cstring(session, edit->name);
	const char *value = cstring(session, edit->value);

	switch (edit->kind) {
	case EDIT_REMOVE:
		return mta->change_field(
			session->context, edit->index, name, NULL);
	case EDIT_INSERT:
		return mta->insert_field(
			session->context, edit->index, name, value);
	case EDIT_CHANGE:
		return mta->change_field(session->context, 1, name, value);
	case EDIT_ADD_RCPT:
		return mta->add_recipient(session->context, value);
	case EDIT_QUARANTINE:
		return mta->quarantine(session->context, value);
	}
	return false;
}

/* All edits in one burst: nothing is left half done for long. */
static bool
carry_out_all(struct session *session, const struct edit_list *edits)
{
	for (size_t i = 0; i < edits->count; i++) {
		if (carry_out(session, &edits->items[i]))
			continue;
		service_add(session->service, COUNT_EDIT_FAILED, 1);
		log_error("%.*s: the mail server did not take a change; "
			  "asked it to try later",
			STR_ARG(macro(session, "i")));
		return false;
	}
	return true;
}

static enum session_answer
reply(struct session *session, const struct edit_list *edits)
{
	switch (edits->reply) {
	case REPLY_ACCEPT:
		return SESSION_ACCEPT;
	case REPLY_DEFER:
		return SESSION_DEFER;
	case REPLY_REJECT:
		if (edits->reply_text.n > 0)
			session->mta->set_reply(session->context, "550",
				"5.7.1", cstring(session, edits->reply_text));
		return SESSION_REJECT;
	}
	return SESSION_DEFER;
}

static unsigned
count_removed(const struct edit_list *edits)
{
	unsigned removed = 0;

	for (size_t i = 0; i < edits->count; i++)
		removed += edits->items[i].kind == EDIT_REMOVE;
	return removed;
}

static void
account_for(struct session *session, const struct verdict *verdict,
	const struct edit_list *edits, int64_t start)
{
	struct audit_context context = {
		.queue_id = macro(session, "i"),
		.now = session->now,
		.microseconds = g_get_monotonic_time() - start,
		.forged_removed = count_removed(edits),
	};
	char *line = audit_line(verdict, &context);

	service_audit(session->service, line);
	free(line);
	service_add(session->service, COUNT_CORRESPONDENCE,
		verdict->correspondence);
	service_add(session->service, COUNT_RAISED,
		verdict->findings.raised_count > 0);
	service_add(session->service, COUNT_UNREAD, verdict->unread != 0);
	service_add(
		session->service, COUNT_FORGED, (long)context.forged_removed);
}

enum session_answer
session_end_of_message(struct session *session)
{
	int64_t start = g_get_monotonic_time();
	struct inspector *inspector;
	struct verdict verdict;
	struct edit_list edits;
	const struct field *fields;
	size_t field_count;
	enum session_answer answer = SESSION_DEFER;
	enum service_load load;

	if (session->policy == NULL)
		return SESSION_ACCEPT;
	load = load_of(session);
	inspector = service_take_inspector(
		session->service, load, still_here, session);
	inspect(session, inspector, &verdict);
	fields = fields_of(session, &field_count);
	edits = edits_for(session->desk->arena, &verdict, fields, field_count,
		session->trusted);
	if (carry_out_all(session, &edits))
		answer = reply(session, &edits);
	account_for(session, &verdict, &edits, start);
	/* What is given back after a large one is all of it. */
	session_reset(session);
	service_give_inspector(session->service, load, inspector);
	return answer;
}
