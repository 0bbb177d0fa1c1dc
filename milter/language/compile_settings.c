#include "compile_internal.h"

#include <arpa/inet.h>
#include <stddef.h>

static void read_text(struct cursor *, void *, int, int);
static void read_path(struct cursor *, void *, int, int);
static void read_word(struct cursor *, void *, int, int);
static void read_number(struct cursor *, void *, int, int);
static void read_size(struct cursor *, void *, int, int);
static void read_mode(struct cursor *, void *, int, int);
static void read_switch(struct cursor *, void *, int, int);
static void read_socket(struct cursor *, void *, int, int);
static void read_prefix(struct cursor *, void *, int, int);
static void read_relays(struct cursor *, void *, int, int);

/* Name, how it is read, where it goes, its range. */
static const struct setting {
	const char *name;
	void (*read)(struct cursor *, void *field, int least, int most);
	size_t field;
	int least, most;
	bool many;
} settings[] = {
#define FIELD(name) offsetof(struct settings, name)
	{"socket", read_socket, FIELD(socket), 0, 0, false},
	{"socket-group", read_word, FIELD(socket_group), 0, 0, false},
	{"socket-mode", read_mode, FIELD(socket_mode), 0, 0, false},
	{"user", read_word, FIELD(user), 0, 0, false},
	{"pid-file", read_path, FIELD(pid_file), 0, 0, false},
	{"header-prefix", read_prefix, FIELD(header_prefix), 0, 0, false},
	{"outside-headers", read_switch, FIELD(outside_headers), 0, 0, false},
	{"trusted-relay", read_relays, FIELD(trusted_relays), 0, 0, true},
	{"audit-log", read_path, FIELD(audit_log), 0, 0, false},
	{"audit-author", read_switch, FIELD(audit_author), 0, 0, false},
	{"metrics-file", read_path, FIELD(metrics_file), 0, 0, false},
	{"default-protocol", read_word, FIELD(default_protocol), 0, 0, false},
	{"default-holidays", read_path, FIELD(default_holidays), 0, 0, false},
	{"copy-store", read_path, FIELD(copy_store), 0, 0, false},
	{"body-limit", read_size, FIELD(body_limit), 1, 1024, false},
	{"drain", read_number, FIELD(drain_seconds), 0, 3600, false},
#undef FIELD
};

void
settings_begin(struct compiler *compiler)
{
	struct settings *now = &compiler->rules->settings;

	now->socket = str_of("unix:/run/comity/comity.sock");
	now->socket_mode = 0660;
	now->header_prefix = str_of("X-Council-Protocol");
	now->body_limit = LIMIT_BODY_BYTES;
	now->drain_seconds = 20;
}

const char *const *
settings_names(struct compiler *compiler)
{
	const char **names = ARENA_ARRAY(
		compiler->trees, const char *, G_N_ELEMENTS(settings) + 1);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		names[i] = settings[i].name;
	return names;
}

static const struct setting *
find_setting(const struct token *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (token_is(name, settings[i].name))
			return &settings[i];
	return NULL;
}

static bool
check_once(struct compiler *compiler, const struct setting *setting,
	struct place place)
{
	struct place *before =
		g_hash_table_lookup(compiler->settings, setting->name);

	if (before != NULL && !setting->many) {
		diag_error(compiler->diag, place, "'%s' is set already",
			setting->name);
		diag_note(compiler->diag, *before, "first set here");
		return false;
	}
	if (before == NULL)
		g_hash_table_insert(compiler->settings, g_strdup(setting->name),
			g_memdup2(&place, sizeof(place)));
	return true;
}

bool
settings_read(struct compiler *compiler, const struct node *node)
{
	const struct setting *setting = find_setting(&node->tokens[0]);
	struct cursor cursor = cursor_start(compiler, node, 1);
	char *base = (char *)&compiler->rules->settings;

	if (setting == NULL)
		return false;
	if (!check_once(compiler, setting, node->tokens[0].place))
		return true;
	if (!cursor.failed)
		setting->read(&cursor, base + setting->field, setting->least,
			setting->most);
	cursor_end(&cursor);
	return true;
}

static void
read_text(struct cursor *cursor, void *field, int least, int most)
{
	(void)least;
	(void)most;
	*(struct str *)field = cursor_text(cursor, "a string");
}

static void
read_path(struct cursor *cursor, void *field, int least, int most)
{
	const struct token *token = cursor_peek(cursor);

	read_text(cursor, field, least, most);
	if (!cursor->failed)
		*(struct str *)field = resolve_path(cursor->compiler, token);
}

static void
read_word(struct cursor *cursor, void *field, int least, int most)
{
	const struct token *token = cursor_expect(cursor, TOKEN_WORD, "a name");

	(void)least;
	(void)most;
	if (token != NULL)
		*(struct str *)field =
			arena_str(cursor->compiler->arena, token->text);
}

static void
read_number(struct cursor *cursor, void *field, int least, int most)
{
	*(int *)field = cursor_number(cursor, "this number", least, most);
}

/* Written in MiB, kept in bytes. */
static void
read_size(struct cursor *cursor, void *field, int least, int most)
{
	int number = cursor_number(cursor, "this number of MiB", least, most);

	*(size_t *)field = (size_t)number * 1024 * 1024;
}

/* Octal, as chmod(1) takes it, so that the digits are looked at again. */
static void
read_mode(struct cursor *cursor, void *field, int least, int most)
{
	const struct token *token =
		cursor_expect(cursor, TOKEN_NUMBER, "a mode such as 0660");
	unsigned mode = 0;
	bool good = token != NULL;

	(void)least;
	(void)most;
	if (token == NULL)
		return;
	for (size_t i = 0; i < token->text.n && good; i++) {
		good = token->text.p[i] >= '0' && token->text.p[i] <= '7';
		mode = mode * 8 + (unsigned)(token->text.p[i] - '0');
		good = good && mode <= 0777;
	}
	if (!good)
		cursor_fail(cursor, token->place,
			"a mode has three octal digits, such as 0660");
	*(unsigned *)field = mode;
}

static void
read_switch(struct cursor *cursor, void *field, int least, int most)
{
	static const char *const words[] = {"no", "yes", NULL};

	(void)least;
	(void)most;
	*(bool *)field = cursor_choice(cursor, "an answer", words) == 1;
}

static void
read_socket(struct cursor *cursor, void *field, int least, int most)
{
	struct place place = cursor_place(cursor);
	struct str text;

	read_text(cursor, field, least, most);
	text = *(struct str *)field;
	if (!str_starts_nocase(text, str_of("unix:/")) &&
		!str_starts_nocase(text, str_of("local:/")) &&
		!str_starts_nocase(text, str_of("inet:")) &&
		!str_starts_nocase(text, str_of("inet6:")))
		cursor_fail(cursor, place,
			"a socket is \"unix:/PATH\" or \"inet:PORT@HOST\"");
}

/* RFC 5322 field names; short, so that a field fits its line. */
static void
read_prefix(struct cursor *cursor, void *field, int least, int most)
{
	struct place place = cursor_place(cursor);
	struct str text;
	bool good = true;

	read_text(cursor, field, least, most);
	text = *(struct str *)field;
	for (size_t i = 0; i < text.n; i++)
		good = good && (g_ascii_isalnum(text.p[i]) || text.p[i] == '-');
	if (!good || text.n > 40 || !g_ascii_isalpha(text.p[0]))
		cursor_fail(cursor, place,
			"a header prefix is up to 40 letters, digits and "
			"hyphens");
}

/* "192.0.2.1", "192.0.2.0/24", "2001:db8::/32". */
static bool
is_network(struct str text)
{
	char address[INET6_ADDRSTRLEN + 1];
	struct str bits = text;
	struct str host;
	unsigned char bytes[16];
	unsigned long length = 0;
	int family;

	str_split(&bits, '/', &host);
	if (host.n >= sizeof(address))
		return false;
	memcpy(address, host.p, host.n);
	address[host.n] = '\0';
	family = memchr(host.p, ':', host.n) != NULL ? AF_INET6 : AF_INET;
	if (inet_pton(family, address, bytes) != 1)
		return false;
	if (bits.p == NULL)
		return true;
	for (size_t i = 0; i < bits.n; i++) {
		if (!g_ascii_isdigit(bits.p[i]) || length > 128)
			return false;
		length = length * 10 + (unsigned long)(bits.p[i] - '0');
	}
	return bits.n > 0 && length <= (family == AF_INET ? 32 : 128);
}

static void
read_relays(struct cursor *cursor, void *field, int least, int most)
{
	struct settings *all = &cursor->compiler->rules->settings;
	struct arena *arena = cursor->compiler->arena;
	const struct str *before = all->trusted_relays;
	size_t room = all->trusted_relay_count + cursor->node->count;
	struct str *relays = ARENA_ARRAY(arena, struct str, room);
	size_t count = all->trusted_relay_count;

	(void)field;
	(void)least;
	(void)most;
	if (count > 0)
		memcpy(relays, before, count * sizeof(*relays));
	do {
		struct place place = cursor_place(cursor);

		relays[count] = cursor_text(cursor, "an address in quotes");
		if (!cursor->failed && !is_network(relays[count]))
			cursor_fail(cursor, place,
				"this is no address of a host or network");
		count++;
	} while (!cursor->failed && cursor_peek(cursor) != NULL);
	all->trusted_relays = relays;
	all->trusted_relay_count = count;
}
