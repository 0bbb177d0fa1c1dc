/*
 * A connection on which the mail server says anything in any order: a line of
 * the input is an event, its first letter says which. Edits are asked for at
 * the end of a message only, and a message gets the same whether it is the
 * first on its connection or comes after others.
 */
#include "fuzz.h"

#include "base/log.h"
#include "daemon/session.h"
#include "judge/policy.h"

struct peer {
	GString *asked; /* a line for each thing */
	bool at_end;	/* within session_end_of_message() */
	bool edited;	/* an edit was asked for; a reply is none */
	bool refuses;	/* takes no edit */
};

static const char *
peer_macro(void *context, const char *name)
{
	(void)context;
	return strcmp(name, "i") == 0 ? "4FUZZ" : NULL;
}

static bool
peer_progress(void *context)
{
	return context != NULL;
}

static void
note(struct peer *peer, const char *what, unsigned index, const char *name,
	const char *value)
{
	FUZZ_CHECK(peer->at_end);
	g_string_append_printf(peer->asked, "%s %u %s: %s\n", what, index,
		name != NULL ? name : "", value != NULL ? value : "");
}

static bool
ask_peer(struct peer *peer, const char *what, unsigned index, const char *name,
	const char *value)
{
	note(peer, what, index, name, value);
	peer->edited = true;
	return !peer->refuses;
}

static bool
peer_insert(void *context, unsigned index, const char *name, const char *value)
{
	return ask_peer(context, "insert", index, name, value);
}

static bool
peer_change(void *context, unsigned index, const char *name, const char *value)
{
	return ask_peer(context, "change", index, name, value);
}

static bool
peer_recipient(void *context, const char *address)
{
	return ask_peer(context, "recipient", 0, NULL, address);
}

static bool
peer_quarantine(void *context, const char *reason)
{
	return ask_peer(context, "quarantine", 0, NULL, reason);
}

static bool
peer_reply(
	void *context, const char *code, const char *extended, const char *text)
{
	(void)extended;
	note(context, "reply", 0, code, text);
	return true;
}

static const struct mta mta = {peer_macro, peer_progress, peer_insert,
	peer_change, peer_recipient, peer_quarantine, peer_reply};

static void
end_message(struct session *session, struct peer *peer)
{
	enum session_answer answer;

	g_string_truncate(peer->asked, 0);
	peer->edited = false;
	peer->at_end = true;
	answer = session_end_of_message(session);
	peer->at_end = false;
	FUZZ_CHECK(answer != SESSION_GO_ON);
	FUZZ_CHECK(!peer->edited || !peer->refuses || answer == SESSION_DEFER);
	g_string_append_printf(peer->asked, "answer %d\n", answer);
}

static void
tell(struct session *session, struct peer *peer, struct str event)
{
	struct str name;

	switch (fuzz_byte(&event)) {
	case 'M':
		session_mail(session, event);
		break;
	case 'R':
		session_recipient(session, event);
		break;
	case 'L':
		name = fuzz_piece(&event, ':');
		session_field(session, name, event);
		break;
	case 'N':
		session_end_of_header(session);
		break;
	case 'B':
		session_body(session, event.p, event.n);
		session_body(session, "\r\n", 2);
		break;
	case 'E':
		end_message(session, peer);
		break;
	case 'A':
		session_reset(session);
		break;
	case 'C':
		session_client(session, "192.0.2.1");
		break;
	case '!':
		peer->refuses = !peer->refuses;
		break;
	default:
		break;
	}
}

/* Tells all from the last MAIL on to a fresh session; what it asks for. */
static GString *
play(struct service *service, struct str events, bool refuses)
{
	struct peer peer = {.asked = g_string_new(NULL), .refuses = refuses};
	struct session *session = session_new(service, &mta, &peer);
	struct str event;

	while (str_split(&events, '\n', &event))
		tell(session, &peer, event);
	session_free(&session);
	return peer.asked;
}

/* The events from the last MAIL that an end of message follows on. */
static struct str
last_message(struct str events, bool *refuses)
{
	struct str rest = events, event, start = {NULL, 0}, last = {NULL, 0};
	bool refuses_now = false, at_start = false;

	*refuses = false;
	while (str_split(&rest, '\n', &event)) {
		unsigned char kind = fuzz_byte(&event);

		if (kind == '!')
			refuses_now = !refuses_now;
		if (kind == 'M') {
			start = (struct str){event.p - 1,
				(size_t)(events.p + events.n - event.p + 1)};
			at_start = refuses_now;
		} else if (kind == 'E' && start.n > 0) {
			last = start;
			*refuses = at_start;
		}
	}
	return last;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct service *service;
	struct str events = fuzz_input(bytes, size);
	struct str last;
	bool refuses;
	GString *all, *alone;

	if (service == NULL)
		service = service_new(fuzz_config, policy_ref(fuzz_policy()));
	last = last_message(events, &refuses);
	if (last.n == 0)
		return 0;
	all = play(service, events, false);
	alone = play(service, last, refuses);
	FUZZ_CHECK(g_string_equal(all, alone));
	g_string_free(all, TRUE);
	g_string_free(alone, TRUE);
	return 0;
}
