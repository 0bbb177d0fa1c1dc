#include "answer/headers.h"

#include <string.h>

#include <glib.h>

#include "answer/wording.h"
#include "base/calendar.h"

/* --- The fields -------------------------------------------------------- */

struct maker {
	struct arena *arena;
	const struct verdict *verdict;
	struct str prefix;
	GArray *headers; /* struct header */
};

/* Adds PREFIX + suffix with the value folded. */
static void
add(struct maker *maker, const char *suffix, struct str value)
{
	struct header header;
	size_t n = strlen(suffix);
	char *name = arena_alloc(maker->arena, maker->prefix.n + n + 1);

	memcpy(name, maker->prefix.p, maker->prefix.n);
	memcpy(name + maker->prefix.n, suffix, n);
	header.name = (struct str){name, maker->prefix.n + n};
	header.value = headers_fold(maker->arena, header.name, value);
	g_array_append_val(maker->headers, header);
}

static void
add_string(struct maker *maker, const char *suffix, const GString *value)
{
	add(maker, suffix, (struct str){value->str, value->len});
}

static void
append_str(GString *out, struct str s)
{
	if (s.n > 0)
		g_string_append_len(out, s.p, (gssize)s.n);
}

static void
append_part(GString *out, const char *name, const char *value)
{
	g_string_append(out, name);
	g_string_append(out, value);
}

/* The names of the set bits, parted by commas. */
static void
append_bits(GString *out, unsigned bits, const char *const *names)
{
	const char *comma = "";

	for (unsigned i = 0; names[i] != NULL; i++) {
		if (!(bits & 1u << i))
			continue;
		g_string_append(out, comma);
		g_string_append(out, names[i]);
		comma = ",";
	}
}

static void
append_flags(GString *out, const struct finding_list *findings)
{
	if (findings->raised_count == 0)
		g_string_append(out, "none");
	for (size_t i = 0; i < findings->raised_count; i++) {
		if (i > 0)
			g_string_append_c(out, ',');
		append_str(out, findings->raised[i].flag->name);
	}
}

/* protocol; directions; flags=…; severity=…; rules=… */
static void
add_summary(struct maker *maker)
{
	const struct verdict *verdict = maker->verdict;
	GString *out = g_string_new(NULL);

	if (verdict->protocol != NULL)
		append_str(out, verdict->protocol->name);
	else
		g_string_append(out, "none");
	if (verdict->directions != 0) {
		g_string_append(out, "; ");
		append_bits(out, verdict->directions, direction_names);
	}
	g_string_append(out, "; flags=");
	append_flags(out, &verdict->findings);
	if (verdict->findings.raised_count > 0)
		append_part(
			out, "; severity=", severity_names[verdict->severity]);
	if (verdict->identity != IDENTITY_VERIFIED)
		g_string_append(out, "; identity=unverified");
	if (verdict->unread != 0) {
		g_string_append(out, "; unread=");
		append_bits(out, verdict->unread, unread_names);
	}
	if (verdict->rules != NULL)
		append_part(out, "; rules=", verdict->rules->digest);
	add_string(maker, "", out);
	g_string_free(out, TRUE);
}

static void
add_flag(struct maker *maker, const struct finding *finding)
{
	GString *out = g_string_new(NULL);

	append_str(out, finding->flag->name);
	g_string_append(out, "; clause=\"");
	append_str(out, finding->clauses);
	append_part(
		out, "\"; severity=", severity_names[finding->flag->severity]);
	add_string(maker, "-Flag", out);
	g_string_free(out, TRUE);
}

static void
add_warning(struct maker *maker, const struct finding *finding)
{
	struct str text = wording_warning(
		maker->arena, maker->verdict->protocol, finding);

	if (text.n > 0)
		add(maker, "-Warning", text);
}

static void
add_dates(struct maker *maker)
{
	const struct verdict *verdict = maker->verdict;
	char text[17];

	if (verdict->has_respond_by) {
		calendar_rfc5322(verdict->respond_by, text);
		add(maker, "-Respond-By", str_of(text));
	}
	if (verdict->acknowledge_by == 0)
		return;
	calendar_rfc5322(verdict->acknowledge_by, text);
	add(maker, "-Acknowledge-By", str_of(text));
}

struct header_list
headers_for(struct arena *arena, const struct verdict *verdict)
{
	const struct ruleset *rules = verdict->rules;
	const struct finding_list *findings = &verdict->findings;
	struct maker maker = {arena, verdict, headers_prefix(rules), NULL};
	struct header_list list = {NULL, 0};

	if (!verdict->correspondence)
		return list;
	if (verdict->outside_only &&
		!(rules != NULL && rules->settings.outside_headers))
		return list;
	maker.headers = g_array_new(FALSE, FALSE, sizeof(struct header));
	add_summary(&maker);
	for (size_t i = 0; i < findings->raised_count; i++)
		add_flag(&maker, &findings->raised[i]);
	for (size_t i = 0; i < findings->raised_count; i++)
		add_warning(&maker, &findings->raised[i]);
	add_dates(&maker);
	list.count = maker.headers->len;
	list.items = ARENA_ARRAY(arena, struct header, list.count);
	memcpy(list.items, maker.headers->data,
		list.count * sizeof(struct header));
	g_array_free(maker.headers, TRUE);
	return list;
}

/* --- Whose field is it? ------------------------------------------------ */

struct str
headers_prefix(const struct ruleset *rules)
{
	if (rules == NULL || rules->settings.header_prefix.n == 0)
		return STR_LIT("X-Council-Protocol");
	return rules->settings.header_prefix;
}

bool
headers_is_ours(struct str name, struct str prefix)
{
	name = str_trim(name);
	return str_starts_nocase(name, prefix) &&
	       (name.n == prefix.n || name.p[prefix.n] == '-');
}
