#include "wire.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

enum {
	VERSION = 6,
	CHUNK = MILTER_CHUNK_SIZE,
	/* What waits for an answer goes out with all that waits before it. */
	BUFFER = 64 * 1024,
	STAGES = 6,
};

#define ALL_ACTIONS 0x1FFu
#define ALL_STEPS 0x1FFFFFu

struct wire {
	int fd;
	uint32_t steps;
	/* Names of macros that the filter asks for, by stage; NULL: all. */
	char *wanted[STAGES];
	GByteArray *out, *in;
	size_t in_at;
};

/* Packets --------------------------------------------------------------- */

static bool
flush(struct wire *wire)
{
	for (size_t sent = 0; sent < wire->out->len;) {
		ssize_t n = send(wire->fd, wire->out->data + sent,
			wire->out->len - sent, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	g_byte_array_set_size(wire->out, 0);
	return true;
}

static void
begin(struct wire *wire, char command, size_t length)
{
	uint32_t size = htonl((uint32_t)length + 1);

	g_byte_array_append(wire->out, (const guint8 *)&size, 4);
	g_byte_array_append(wire->out, (const guint8 *)&command, 1);
}

static void
put(struct wire *wire, const void *bytes, size_t n)
{
	g_byte_array_append(wire->out, bytes, (guint)n);
}

static bool
packet(struct wire *wire, char command, const void *bytes, size_t n)
{
	begin(wire, command, n);
	if (n > 0)
		put(wire, bytes, n);
	return wire->out->len < BUFFER || flush(wire);
}

static bool
fill(struct wire *wire, size_t wanted)
{
	guint8 bytes[16 * 1024];

	while (wire->in->len - wire->in_at < wanted) {
		ssize_t n = recv(wire->fd, bytes, sizeof(bytes), 0);

		if (n <= 0)
			return false;
		if (wire->in_at == wire->in->len) {
			g_byte_array_set_size(wire->in, 0);
			wire->in_at = 0;
		}
		g_byte_array_append(wire->in, bytes, (guint)n);
	}
	return true;
}

/* The next packet; its payload is valid until the one after it. */
static bool
receive(struct wire *wire, char *command, const guint8 **bytes, size_t *n)
{
	uint32_t size;

	if (!fill(wire, 5))
		return false;
	memcpy(&size, wire->in->data + wire->in_at, 4);
	size = ntohl(size);
	if (size == 0 || !fill(wire, 4 + (size_t)size))
		return false;
	*command = (char)wire->in->data[wire->in_at + 4];
	*bytes = wire->in->data + wire->in_at + 5;
	*n = size - 1;
	wire->in_at += 4 + (size_t)size;
	return true;
}

/* Macros ---------------------------------------------------------------- */

struct macro {
	const char *name, *value;
};

static bool
is_wanted(const char *list, const char *name)
{
	size_t n = strlen(name);

	if (list == NULL)
		return true;
	for (const char *at = list; (at = strstr(at, name)) != NULL; at += n)
		if ((at == list || at[-1] == ' ') &&
			(at[n] == '\0' || at[n] == ' '))
			return true;
	return false;
}

static bool
tell(struct wire *wire, char command, int stage, const struct macro *macros,
	size_t count)
{
	GString *text = g_string_new(NULL);
	bool sent;

	g_string_append_c(text, command);
	for (size_t i = 0; i < count; i++) {
		if (!is_wanted(wire->wanted[stage], macros[i].name))
			continue;
		g_string_append_len(text, macros[i].name,
			(gssize)strlen(macros[i].name) + 1);
		g_string_append_len(text, macros[i].value,
			(gssize)strlen(macros[i].value) + 1);
	}
	sent = packet(wire, SMFIC_MACRO, text->str, text->len);
	g_string_free(text, TRUE);
	return sent;
}

/* Opening --------------------------------------------------------------- */

static int
reach(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address,
			       sizeof(address)) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* Behind the three numbers of the answer: which macros it wants when. */
static void
read_lists(struct wire *wire, const guint8 *bytes, size_t n)
{
	while (n > 4) {
		uint32_t stage;
		size_t length = strnlen((const char *)bytes + 4, n - 4);

		memcpy(&stage, bytes, 4);
		stage = ntohl(stage);
		if (stage < STAGES && wire->wanted[stage] == NULL)
			wire->wanted[stage] =
				g_strndup((const char *)bytes + 4, length);
		length = MIN(length + 5, n);
		bytes += length;
		n -= length;
	}
}

static bool
negotiate(struct wire *wire)
{
	uint32_t offer[3] = {
		htonl(VERSION), htonl(ALL_ACTIONS), htonl(ALL_STEPS)};
	uint32_t answer[3];
	const guint8 *bytes;
	char command;
	size_t n;

	if (!packet(wire, SMFIC_OPTNEG, offer, sizeof(offer)) || !flush(wire) ||
		!receive(wire, &command, &bytes, &n) ||
		command != SMFIC_OPTNEG || n < sizeof(answer))
		return false;
	memcpy(answer, bytes, sizeof(answer));
	wire->steps = ntohl(answer[2]);
	read_lists(wire, bytes + sizeof(answer), n - sizeof(answer));
	return true;
}

/*
 * Sends a step unless it is not wanted, and takes the answer where one is
 * due. `*answer` stays SMFIR_CONTINUE otherwise.
 */
static bool
step(struct wire *wire, char command, const void *bytes, size_t n,
	uint32_t no_reply, char *answer)
{
	const guint8 *payload;

	*answer = SMFIR_CONTINUE;
	if (!packet(wire, command, bytes, n))
		return false;
	if (wire->steps & no_reply)
		return true;
	return flush(wire) && receive(wire, answer, &payload, &n);
}

static bool
introduce(struct wire *wire)
{
	static const char client[] = "client.northmere.example\0"
				     "4\x9c\x40"
				     "192.0.2.25";
	static const char helo[] = "client.northmere.example";
	static const struct macro connect_macros[] = {
		{"j", "relay.northmere.example"},
		{"{daemon_name}", "relay.northmere.example"},
		{"{client_addr}", "192.0.2.25"}, {"v", "Postfix 3.7"}};
	char answer;

	if (!(wire->steps & SMFIP_NOCONNECT) &&
		(!tell(wire, SMFIC_CONNECT, SMFIM_CONNECT, connect_macros,
			 G_N_ELEMENTS(connect_macros)) ||
			!step(wire, SMFIC_CONNECT, client, sizeof(client),
				SMFIP_NR_CONN, &answer)))
		return false;
	return (wire->steps & SMFIP_NOHELO) != 0 ||
	       (tell(wire, SMFIC_HELO, SMFIM_HELO, NULL, 0) &&
		       step(wire, SMFIC_HELO, helo, sizeof(helo), SMFIP_NR_HELO,
			       &answer));
}

struct wire *
wire_open(const char *path)
{
	struct wire *wire = g_new0(struct wire, 1);

	wire->out = g_byte_array_new();
	wire->in = g_byte_array_new();
	wire->fd = reach(path);
	if (wire->fd < 0 || !negotiate(wire) || !introduce(wire))
		wire_close(&wire);
	return wire;
}

void
wire_close(struct wire **wire)
{
	struct wire *old = *wire;

	if (old == NULL)
		return;
	if (old->fd >= 0) {
		if (packet(old, SMFIC_QUIT, NULL, 0))
			flush(old);
		close(old->fd);
	}
	for (int i = 0; i < STAGES; i++)
		g_free(old->wanted[i]);
	g_byte_array_free(old->out, TRUE);
	g_byte_array_free(old->in, TRUE);
	g_free(old);
	*wire = NULL;
}

/* Messages -------------------------------------------------------------- */

static bool
play_envelope(struct wire *wire, const struct mail *mail, char *answer)
{
	char *from = g_strdup_printf("<%s>", mail->from);
	const struct macro macros[] = {{"{auth_authen}", mail->from},
		{"{auth_type}", "plain"}, {"{mail_addr}", mail->from},
		{"{mail_host}", "northmere.example"},
		{"{mail_mailer}", "local"}};
	bool sent = tell(wire, SMFIC_MAIL, SMFIM_ENVFROM, macros,
			    G_N_ELEMENTS(macros)) &&
		    step(wire, SMFIC_MAIL, from, strlen(from) + 1,
			    SMFIP_NR_MAIL, answer);

	g_free(from);
	for (char **rcpt = mail->rcpts;
		sent && *rcpt != NULL && *answer == SMFIR_CONTINUE; rcpt++) {
		char *to = g_strdup_printf("<%s>", *rcpt);
		const struct macro told[] = {{"i", "4FzQk71bXyz"},
			{"{rcpt_addr}", *rcpt},
			{"{rcpt_host}", "northmere.example"},
			{"{rcpt_mailer}", "local"}};

		sent = tell(wire, SMFIC_RCPT, SMFIM_ENVRCPT, told,
			       G_N_ELEMENTS(told)) &&
		       step(wire, SMFIC_RCPT, to, strlen(to) + 1, SMFIP_NR_RCPT,
			       answer);
		g_free(to);
	}
	return sent;
}

static bool
play_header(struct wire *wire, const struct mail *mail, char *answer)
{
	const char *space = wire->steps & SMFIP_HDR_LEADSPC ? " " : "";
	const struct macro macros[] = {{"i", "4FzQk71bXyz"}};
	GString *field = g_string_new(NULL);
	bool sent = true;

	if (!(wire->steps & SMFIP_NODATA))
		sent = tell(wire, SMFIC_DATA, SMFIM_DATA, macros, 1) &&
		       step(wire, SMFIC_DATA, NULL, 0, SMFIP_NR_DATA, answer);
	for (unsigned i = 0;
		sent && i < mail->names->len && *answer == SMFIR_CONTINUE;
		i++) {
		const char *name = mail->names->pdata[i];
		const char *value = mail->values->pdata[i];

		g_string_assign(field, name);
		g_string_append_c(field, '\0');
		g_string_append(field, space);
		g_string_append(field, value);
		g_string_append_c(field, '\0');
		sent = step(wire, SMFIC_HEADER, field->str, field->len,
			SMFIP_NR_HDR, answer);
	}
	g_string_free(field, TRUE);
	if (sent && *answer == SMFIR_CONTINUE && !(wire->steps & SMFIP_NOEOH))
		sent = tell(wire, SMFIC_EOH, SMFIM_EOH, macros, 1) &&
		       step(wire, SMFIC_EOH, NULL, 0, SMFIP_NR_EOH, answer);
	return sent;
}

static bool
play_body(struct wire *wire, const struct mail *mail, char *answer)
{
	size_t length = wire->steps & SMFIP_NOBODY ? 0 : mail->body->len;

	for (size_t at = 0; at < length && *answer == SMFIR_CONTINUE;
		at += CHUNK)
		if (!step(wire, SMFIC_BODY, mail->body->str + at,
			    MIN(length - at, (size_t)CHUNK), SMFIP_NR_BODY,
			    answer))
			return false;
	return true;
}

/* The filter's edits, and its last word. */
static bool
play_end(struct wire *wire, struct outcome *outcome)
{
	const struct macro macros[] = {{"i", "4FzQk71bXyz"}};
	const guint8 *bytes;
	size_t n;

	if (!tell(wire, SMFIC_BODYEOB, SMFIM_EOM, macros, 1) ||
		!packet(wire, SMFIC_BODYEOB, NULL, 0) || !flush(wire))
		return false;
	for (;;) {
		if (!receive(wire, &outcome->answer, &bytes, &n))
			return false;
		if (strchr("acrtdy4", outcome->answer) != NULL)
			return true;
		outcome->edits += outcome->answer != SMFIR_PROGRESS;
	}
}

bool
wire_play(struct wire *wire, const struct mail *mail, struct outcome *outcome)
{
	*outcome = (struct outcome){.answer = SMFIR_CONTINUE};
	if (!play_envelope(wire, mail, &outcome->answer))
		return false;
	if (outcome->answer == SMFIR_CONTINUE &&
		!play_header(wire, mail, &outcome->answer))
		return false;
	if (outcome->answer == SMFIR_CONTINUE &&
		!play_body(wire, mail, &outcome->answer))
		return false;
	if (outcome->answer == SMFIR_SKIP)
		outcome->answer = SMFIR_CONTINUE;
	outcome->early = outcome->answer != SMFIR_CONTINUE;
	return outcome->early || play_end(wire, outcome);
}
