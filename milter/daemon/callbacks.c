#include "daemon/callbacks.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <netinet/in.h>

#include <glib.h>
#include <libmilter/mfapi.h>

#include "base/log.h"
#include "daemon/door.h"
#include "daemon/session.h"

enum {
	/* One packet of the mail server may be this large, headers above all. */
	MOST_PACKET_BYTES = 1024 * 1024,
};

/* libmilter exports it and keeps it out of its header. */
extern size_t smfi_setmaxdatasize(size_t size);

/* Set once by callbacks_register(), before libmilter starts its threads. */
static struct service *service;
static bool over_tcp;

/* What libmilter keeps for a connection. */
struct connection {
	SMFICTX *ctx;
	struct session *session;
	unsigned long protocol; /* SMFIP_*: as negotiated */
};

/* Events that we look at; for each, the flag that spares the answer. */
enum stage { STAGE_MAIL, STAGE_RECIPIENT, STAGE_FIELD, STAGE_BODY, STAGES };

static const unsigned long no_reply[STAGES] = {
	[STAGE_MAIL] = SMFIP_NR_MAIL,
	[STAGE_RECIPIENT] = SMFIP_NR_RCPT,
	[STAGE_FIELD] = SMFIP_NR_HDR,
	[STAGE_BODY] = SMFIP_NR_BODY,
};

/* Events that we never look at. */
static const unsigned long unwanted =
	SMFIP_NOHELO | SMFIP_NODATA | SMFIP_NOUNKNOWN;

/*
 * Over TCP these events are answered all the same: a small packet that goes
 * unanswered makes the mail server's next one wait 40 ms (Nagle and delayed
 * ACK; libmilter sets no option against it).
 */
static const unsigned long not_over_tcp =
	SMFIP_NODATA | SMFIP_NR_MAIL | SMFIP_NR_RCPT;

static const unsigned long actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS |
				     SMFIF_ADDRCPT | SMFIF_QUARANTINE |
				     SMFIF_SETSYMLIST;
static const unsigned long needed_actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS;

/* What sessions ask of the mail server ------------------------------------- */

static const char *
mta_macro(void *context, const char *name)
{
	const struct connection *connection = context;
	char copy[64];

	snprintf(copy, sizeof(copy), "%s", name);
	return smfi_getsymval(connection->ctx, copy);
}

static bool
mta_progress(void *context)
{
	const struct connection *connection = context;

	return smfi_progress(connection->ctx) == MI_SUCCESS;
}

/*
 * Where header values come with the space after the colon, the mail server
 * puts none before ours.
 */
static char *
spaced(const struct connection *connection, const char *value)
{
	const char *space = connection->protocol & SMFIP_HDR_LEADSPC ? " " : "";

	return g_strconcat(space, value, NULL);
}

static bool
mta_insert_field(
	void *context, unsigned index, const char *name, const char *value)
{
	const struct connection *connection = context;
	char *own_name = g_strdup(name);
	char *own_value = spaced(connection, value);
	int result = smfi_insheader(
		connection->ctx, (int)index, own_name, own_value);

	g_free(own_name);
	g_free(own_value);
	return result == MI_SUCCESS;
}

static bool
mta_change_field(
	void *context, unsigned index, const char *name, const char *value)
{
	const struct connection *connection = context;
	char *own_name = g_strdup(name);
	char *own_value = value ? spaced(connection, value) : NULL;
	int result = smfi_chgheader(
		connection->ctx, own_name, (int)index, own_value);

	g_free(own_name);
	g_free(own_value);
	return result == MI_SUCCESS;
}

static bool
mta_add_recipient(void *context, const char *address)
{
	const struct connection *connection = context;
	char *own = g_strdup(address);
	int result = smfi_addrcpt(connection->ctx, own);

	g_free(own);
	return result == MI_SUCCESS;
}

static bool
mta_quarantine(void *context, const char *reason)
{
	const struct connection *connection = context;
	char *own = g_strdup(reason);
	int result = smfi_quarantine(connection->ctx, own);

	g_free(own);
	return result == MI_SUCCESS;
}

/* A per cent sign is a format sign to mail servers; two stand for one. */
static bool
mta_set_reply(
	void *context, const char *code, const char *extended, const char *text)
{
	const struct connection *connection = context;
	char **pieces = g_strsplit(text, "%", -1);
	char *own = g_strjoinv("%%", pieces);
	char own_code[8], own_extended[16];
	int result;

	snprintf(own_code, sizeof(own_code), "%s", code);
	snprintf(own_extended, sizeof(own_extended), "%s", extended);
	result = smfi_setreply(connection->ctx, own_code, own_extended, own);
	g_strfreev(pieces);
	g_free(own);
	return result == MI_SUCCESS;
}

static const struct mta milter_mta = {
	.macro = mta_macro,
	.progress = mta_progress,
	.insert_field = mta_insert_field,
	.change_field = mta_change_field,
	.add_recipient = mta_add_recipient,
	.quarantine = mta_quarantine,
	.set_reply = mta_set_reply,
};

/* Events ------------------------------------------------------------------- */

/*
 * A peer may send anything in any order, or nothing at all: a connection is
 * made when first needed, and may be missing at the end.
 */
static struct connection *
connection_of(SMFICTX *ctx)
{
	struct connection *connection = smfi_getpriv(ctx);

	if (connection != NULL)
		return connection;
	connection = g_new0(struct connection, 1);
	connection->ctx = ctx;
	connection->session = session_new(service, &milter_mta, connection);
	service_add(service, COUNT_CONNECTIONS, 1);
	service_add(service, COUNT_OPEN, 1);
	smfi_setpriv(ctx, connection);
	return connection;
}

/* No answer where none is waited for: the same flags decide both. */
static sfsistat
go_on(const struct connection *connection, enum stage stage)
{
	return connection->protocol & no_reply[stage] ? SMFIS_NOREPLY
						      : SMFIS_CONTINUE;
}

static sfsistat
answer_of(enum session_answer answer)
{
	switch (answer) {
	case SESSION_GO_ON:
		return SMFIS_CONTINUE;
	case SESSION_ACCEPT:
		return SMFIS_ACCEPT;
	case SESSION_DEFER:
		return SMFIS_TEMPFAIL;
	case SESSION_REJECT:
		return SMFIS_REJECT;
	}
	return SMFIS_TEMPFAIL;
}

/* Only what sessions look at; a shorter list is a shorter packet. */
static bool
ask_for_macros(SMFICTX *ctx)
{
	char mail[] = "{mail_addr} {client_addr} {auth_authen}";
	char recipient[] = "{rcpt_addr}";
	char end[] = "i";

	return smfi_setsymlist(ctx, SMFIM_ENVFROM, mail) == MI_SUCCESS &&
	       smfi_setsymlist(ctx, SMFIM_ENVRCPT, recipient) == MI_SUCCESS &&
	       smfi_setsymlist(ctx, SMFIM_EOH, end) == MI_SUCCESS &&
	       smfi_setsymlist(ctx, SMFIM_EOM, end) == MI_SUCCESS;
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long offered_actions,
	unsigned long offered_steps, unsigned long f2, unsigned long f3,
	unsigned long *our_actions, unsigned long *our_steps,
	unsigned long *our_f2, unsigned long *our_f3)
{
	struct connection *connection;
	unsigned long steps = SMFIP_HDR_LEADSPC | unwanted;

	(void)f2, (void)f3;
	if ((offered_actions & needed_actions) != needed_actions) {
		log_error("the mail server lets no filter add and remove "
			  "header fields; connection turned away");
		return SMFIS_REJECT;
	}
	for (int i = 0; i < STAGES; i++)
		steps |= no_reply[i];
	/* The client's address comes as a macro, or with the connection. */
	if (offered_actions & SMFIF_SETSYMLIST && ask_for_macros(ctx))
		steps |= SMFIP_NOCONNECT;
	if (over_tcp)
		steps &= ~not_over_tcp;
	steps &= offered_steps;
	connection = connection_of(ctx);
	connection->protocol = steps;
	*our_actions = offered_actions & actions;
	*our_steps = steps;
	*our_f2 = *our_f3 = 0;
	return SMFIS_CONTINUE;
}

static sfsistat
on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *address)
{
	struct connection *connection = connection_of(ctx);
	char text[INET6_ADDRSTRLEN] = "";

	(void)name;
	if (address != NULL && address->sa_family == AF_INET)
		inet_ntop(AF_INET,
			&((struct sockaddr_in *)(void *)address)->sin_addr,
			text, sizeof(text));
	else if (address != NULL && address->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
			&((struct sockaddr_in6 *)(void *)address)->sin6_addr,
			text, sizeof(text));
	session_client(connection->session, text);
	return SMFIS_CONTINUE;
}

/*
 * The macro is the address as the mail server understood it, the argument as
 * the client wrote it. Sendmail's macro is a bare user name for its own
 * mailboxes: then the argument says more.
 */
static struct str
envelope_address(SMFICTX *ctx, const char *macro, char **arguments)
{
	char copy[16];
	struct str understood;

	snprintf(copy, sizeof(copy), "%s", macro);
	understood = str_of(smfi_getsymval(ctx, copy));
	if (understood.n > 0 && memchr(understood.p, '@', understood.n))
		return understood;
	return str_of(arguments != NULL ? arguments[0] : NULL);
}

static sfsistat
on_mail(SMFICTX *ctx, char **arguments)
{
	struct connection *connection = connection_of(ctx);

	session_mail(connection->session,
		envelope_address(ctx, "{mail_addr}", arguments));
	return go_on(connection, STAGE_MAIL);
}

static sfsistat
on_recipient(SMFICTX *ctx, char **arguments)
{
	struct connection *connection = connection_of(ctx);

	session_recipient(connection->session,
		envelope_address(ctx, "{rcpt_addr}", arguments));
	return go_on(connection, STAGE_RECIPIENT);
}

static sfsistat
on_data(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_CONTINUE;
}

static sfsistat
on_field(SMFICTX *ctx, char *name, char *value)
{
	struct connection *connection = connection_of(ctx);

	session_field(connection->session, str_of(name), str_of(value));
	return go_on(connection, STAGE_FIELD);
}

static sfsistat
on_end_of_header(SMFICTX *ctx)
{
	return answer_of(session_end_of_header(connection_of(ctx)->session));
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *bytes, size_t length)
{
	struct connection *connection = connection_of(ctx);

	session_body(connection->session, (const char *)bytes, length);
	return go_on(connection, STAGE_BODY);
}

static sfsistat
on_end_of_message(SMFICTX *ctx)
{
	return answer_of(session_end_of_message(connection_of(ctx)->session));
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	const struct connection *connection = smfi_getpriv(ctx);

	if (connection != NULL)
		session_reset(connection->session);
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	struct connection *connection = smfi_getpriv(ctx);

	door_left();
	if (connection == NULL)
		return SMFIS_CONTINUE;
	smfi_setpriv(ctx, NULL);
	session_free(&connection->session);
	g_free(connection);
	service_add(service, COUNT_OPEN, -1);
	return SMFIS_CONTINUE;
}

/* Serving ------------------------------------------------------------------ */

static void
on_turned_away(void)
{
	if (service_add(service, COUNT_REFUSED, 1) == 1)
		log_error("too many connections; turned away");
}

bool
callbacks_register(struct service *shared, const struct listener *listener,
	long most_connections)
{
	static char name[] = "comity";
	struct smfiDesc description = {
		.xxfi_name = name,
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = actions,
		.xxfi_connect = on_connect,
		.xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_recipient,
		.xxfi_data = on_data,
		.xxfi_header = on_field,
		.xxfi_eoh = on_end_of_header,
		.xxfi_body = on_body,
		.xxfi_eom = on_end_of_message,
		.xxfi_abort = on_abort,
		.xxfi_close = on_close,
		.xxfi_negotiate = on_negotiate,
	};
	char place[32];
	int fd;

	service = shared;
	over_tcp = listener_is_tcp(listener);
	fd = door_open(listener, most_connections, on_turned_away);
	if (fd < 0)
		return false;
	/* Debian's libmilter takes an open socket in this form. */
	snprintf(place, sizeof(place), "fd:%d", fd);
	smfi_setmaxdatasize(MOST_PACKET_BYTES);
	if (smfi_setconn(place) == MI_SUCCESS &&
		smfi_register(description) == MI_SUCCESS &&
		smfi_opensocket(false) == MI_SUCCESS)
		return true;
	log_error("libmilter does not take an open socket (\"fd:\")");
	return false;
}

bool
callbacks_serve(void)
{
	return smfi_main() == MI_SUCCESS;
}
