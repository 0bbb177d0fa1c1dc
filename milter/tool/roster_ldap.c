#include "tool/roster_sources.h"

#include <errno.h>
#include <glib.h>
#include <ldap.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "roster_bind.h"

/* People who have a mailbox and whose account is not disabled (bit 2). */
#define USUAL_FILTER                                                           \
	"(&(objectClass=user)(!(objectClass=computer))(mail=*)"                \
	"(!(userAccountControl:1.2.840.113556.1.4.803:=2)))"

/* Active Directory gives 1,000 at most; a council has some thousands. */
enum { PAGE = 500, MOST_RECORDS = 200 * 1000 };

struct reading {
	const struct options *options;
	struct record_list *list;
	GPtrArray *found;
	LDAP *ldap;
	char **attributes;
	struct timeval timeout;
};

static bool
fail(const struct reading *reading, const char *what, int code)
{
	char *why = NULL;
	char *plain;

	if (reading->ldap != NULL)
		ldap_get_option(
			reading->ldap, LDAP_OPT_DIAGNOSTIC_MESSAGE, &why);
	plain = diag_plain(why != NULL ? why : "");
	fprintf(stderr, "comity: %s: %s: %s%s%s%s\n", reading->options->ldap,
		what, ldap_err2string(code), *plain != '\0' ? " (" : "", plain,
		*plain != '\0' ? ")" : "");
	g_free(plain);
	ldap_memfree(why);
	return false;
}

/* --- Waiting ----------------------------------------------------------- */

/*
 * libldap's own time limits do not cover a TLS handshake, and a server that
 * says nothing would keep us for ever. Nothing is written before all has been
 * read, so that the program may end at any point.
 */
static void
give_up(int signal)
{
	static const char text[] =
		"comity: the directory server does not answer in time\n";
	ssize_t unused = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)signal;
	(void)unused;
	_exit(1);
}

/* Before each exchange with the server; libldap's limits come first. */
static void
wait_at_most(const struct reading *reading)
{
	struct sigaction action = {.sa_handler = give_up};

	sigaction(SIGALRM, &action, NULL);
	alarm((unsigned)reading->timeout.tv_sec + 1);
}

/* --- Connecting -------------------------------------------------------- */

static bool
set_option(struct reading *reading, int option, const void *value)
{
	int code = ldap_set_option(reading->ldap, option, value);

	return code == LDAP_OPT_SUCCESS || fail(reading, "setting up", code);
}

/*
 * Whom to trust: as the option says, as ldap.conf does, or as all of Debian
 * does. A handle with a TLS context of its own takes over none of it by itself.
 */
static bool
set_authorities(struct reading *reading)
{
	static const char usual[] = "/etc/ssl/certs/ca-certificates.crt";
	const char *file = reading->options->ca;
	char *configured = NULL;
	bool good;

	ldap_get_option(NULL, LDAP_OPT_X_TLS_CACERTFILE, &configured);
	if (file == NULL)
		file = configured != NULL ? configured : usual;
	good = set_option(reading, LDAP_OPT_X_TLS_CACERTFILE, file);
	ldap_memfree(configured);
	return good;
}

static bool
set_options(struct reading *reading)
{
	const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND;
	const int least = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2, client = 0;

	return set_option(reading, LDAP_OPT_PROTOCOL_VERSION, &version) &&
	       set_option(reading, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) &&
	       set_option(
		       reading, LDAP_OPT_NETWORK_TIMEOUT, &reading->timeout) &&
	       set_option(reading, LDAP_OPT_TIMEOUT, &reading->timeout) &&
	       set_option(reading, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) &&
	       set_option(reading, LDAP_OPT_X_TLS_PROTOCOL_MIN, &least) &&
	       set_authorities(reading) &&
	       set_option(reading, LDAP_OPT_X_TLS_NEWCTX, &client);
}

enum transport { TRANSPORT_PLAIN, TRANSPORT_START_TLS, TRANSPORT_SAFE };

/* ldapi:// is a socket on this machine, ldaps:// is TLS from the start. */
static enum transport
transport_of(const struct options *options)
{
	if (!g_str_has_prefix(options->ldap, "ldap://"))
		return TRANSPORT_SAFE;
	return options->no_tls ? TRANSPORT_PLAIN : TRANSPORT_START_TLS;
}

static bool
bind_as(struct reading *reading, const struct bind_secret *secret)
{
	/* libldap takes the password as a plain pointer and leaves it alone. */
	struct berval password = {
		secret->password.n, (char *)(uintptr_t)secret->password.p};
	int code;

	wait_at_most(reading);
	code = ldap_sasl_bind_s(reading->ldap, secret->dn, LDAP_SASL_SIMPLE,
		&password, NULL, NULL, NULL);
	return code == LDAP_SUCCESS || fail(reading, "logging in", code);
}

static bool
connect_to(struct reading *reading)
{
	const struct options *options = reading->options;
	enum transport transport = transport_of(options);
	struct bind_secret secret = {NULL, {NULL, 0}};
	int code;

	if (options->bind != NULL && transport == TRANSPORT_PLAIN) {
		fputs("comity: without TLS the password would cross the "
		      "network in the clear; it is not sent\n",
			stderr);
		return false;
	}
	if (options->bind != NULL &&
		!bind_secret_read(reading->list->arena, options->bind, &secret))
		return false;
	code = ldap_initialize(&reading->ldap, options->ldap);
	if (code != LDAP_SUCCESS)
		return fail(reading, "this address", code);
	if (!set_options(reading))
		return false;
	wait_at_most(reading);
	if (transport == TRANSPORT_START_TLS) {
		code = ldap_start_tls_s(reading->ldap, NULL, NULL);
		if (code != LDAP_SUCCESS)
			return fail(reading, "StartTLS", code);
	}
	return bind_as(reading, &secret);
}

/* --- Entries ----------------------------------------------------------- */

/* A DN's first name stands before the DN, so that rules can be short. */
static void
add_value(struct reading *reading, struct record *record, struct str attribute,
	struct str value)
{
	struct arena *arena = reading->list->arena;
	struct berval text = {value.n, (char *)(uintptr_t)value.p};
	LDAPDN dn = NULL;

	if (memchr(value.p, '=', value.n) != NULL &&
		ldap_bv2dn(&text, &dn, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS &&
		dn != NULL && dn[0] != NULL && dn[1] != NULL)
		record_add(arena, record, attribute,
			(struct str){dn[0][0]->la_value.bv_val,
				dn[0][0]->la_value.bv_len});
	if (dn != NULL)
		ldap_dnfree(dn);
	record_add(arena, record, attribute, value);
}

static void
read_attribute(struct reading *reading, LDAPMessage *entry,
	struct record *record, const char *attribute)
{
	struct berval **values =
		ldap_get_values_len(reading->ldap, entry, attribute);

	for (int i = 0; values != NULL && values[i] != NULL; i++)
		if (values[i]->bv_len > 0)
			add_value(reading, record, str_of(attribute),
				(struct str){
					values[i]->bv_val, values[i]->bv_len});
	ldap_value_free_len(values);
}

static void
read_entry(struct reading *reading, LDAPMessage *entry)
{
	char *dn = ldap_get_dn(reading->ldap, entry);
	struct record *record =
		record_new(reading->list->arena, str_of(dn != NULL ? dn : "?"));

	for (int i = 0; reading->attributes[i] != NULL; i++)
		read_attribute(reading, entry, record, reading->attributes[i]);
	g_ptr_array_add(reading->found, record);
	ldap_memfree(dn);
}

/* Where the next page begins; false on an error. An empty cookie: nowhere. */
static bool
next_page(struct reading *reading, LDAPMessage *result, struct berval *cookie)
{
	LDAPControl **controls = NULL, *control;
	ber_int_t unused;
	int code, own;

	own = ldap_parse_result(
		reading->ldap, result, &code, NULL, NULL, NULL, &controls, 0);
	if (own == LDAP_SUCCESS)
		own = code;
	if (own != LDAP_SUCCESS) {
		ldap_controls_free(controls);
		return fail(reading, "searching", own);
	}
	ldap_memfree(cookie->bv_val);
	*cookie = (struct berval){0, NULL};
	control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	if (control != NULL)
		own = ldap_parse_pageresponse_control(
			reading->ldap, control, &unused, cookie);
	ldap_controls_free(controls);
	return own == LDAP_SUCCESS || fail(reading, "searching", own);
}

static bool
read_page(struct reading *reading, const char *filter, struct berval *cookie)
{
	LDAPControl *page = NULL;
	LDAPMessage *result = NULL;
	LDAPControl *controls[] = {NULL, NULL};
	int code =
		ldap_create_page_control(reading->ldap, PAGE, cookie, 0, &page);
	bool good = false;

	if (code != LDAP_SUCCESS)
		return fail(reading, "searching", code);
	controls[0] = page;
	wait_at_most(reading);
	code = ldap_search_ext_s(reading->ldap, reading->options->base,
		LDAP_SCOPE_SUBTREE, filter, reading->attributes, 0, controls,
		NULL, &reading->timeout, LDAP_NO_LIMIT, &result);
	ldap_control_free(page);
	if (code == LDAP_SUCCESS) {
		for (LDAPMessage *entry =
				ldap_first_entry(reading->ldap, result);
			entry != NULL;
			entry = ldap_next_entry(reading->ldap, entry))
			read_entry(reading, entry);
		good = next_page(reading, result, cookie);
	} else {
		fail(reading, "searching", code);
	}
	ldap_msgfree(result);
	return good;
}

static bool
read_all(struct reading *reading)
{
	const char *filter = reading->options->filter != NULL
				     ? reading->options->filter
				     : USUAL_FILTER;
	struct berval cookie = {0, NULL};
	bool good;

	do {
		good = read_page(reading, filter, &cookie);
		if (good && reading->found->len > MOST_RECORDS) {
			fprintf(stderr, "comity: more than %d entries\n",
				MOST_RECORDS);
			good = false;
		}
	} while (good && cookie.bv_len > 0);
	ldap_memfree(cookie.bv_val);
	if (good && reading->found->len == 0) {
		fprintf(stderr, "comity: nobody below %s fits the filter %s\n",
			reading->options->base, filter);
		good = false;
	}
	return good;
}

bool
ldap_records(const struct options *options, const char **attributes,
	struct record_list *list)
{
	struct reading reading = {.options = options, .list = list};
	gint64 seconds = 30;
	bool good = true;

	if (options->timeout != NULL &&
		!g_ascii_string_to_signed(
			options->timeout, 10, 1, 3600, &seconds, NULL)) {
		fprintf(stderr, "comity: --timeout takes 1 to 3600 seconds\n");
		return false;
	}
	reading.timeout.tv_sec = seconds;
	reading.found = g_ptr_array_new();
	reading.attributes = g_strdupv((char **)(uintptr_t)attributes);
	good = connect_to(&reading) && read_all(&reading);
	if (good) {
		list->count = reading.found->len;
		list->items =
			ARENA_ARRAY(list->arena, struct record *, list->count);
		for (size_t i = 0; i < list->count; i++)
			list->items[i] = reading.found->pdata[i];
	}
	alarm(0);
	if (reading.ldap != NULL)
		ldap_unbind_ext_s(reading.ldap, NULL, NULL);
	g_strfreev(reading.attributes);
	g_ptr_array_free(reading.found, TRUE);
	return good;
}
