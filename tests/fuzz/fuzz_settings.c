/*
 * Settings and council blocks, and what the daemon makes of them: socket,
 * trusted relays, header prefix, time zone, working hours.
 */
#include "fuzz.h"

#include "answer/headers.h"
#include "base/calendar.h"
#include "daemon/socket.h"
#include "daemon/trust.h"
#include "language/ruleset.h"

static void
use_settings(const struct settings *settings)
{
	struct arena *arena = arena_new();
	struct endpoint endpoint;
	const char *why = NULL;
	char *socket = g_strndup(settings->socket.p, settings->socket.n);
	struct str line = headers_fold(
		arena, settings->header_prefix, settings->audit_log);

	if (endpoint_parse(socket, &endpoint, &why))
		FUZZ_CHECK(endpoint.text[0] != '\0');
	else
		FUZZ_CHECK(why != NULL);
	trust_covers(settings->trusted_relays, settings->trusted_relay_count,
		settings->user);
	trust_covers(settings->trusted_relays, settings->trusted_relay_count,
		STR_LIT("192.0.2.1"));
	FUZZ_CHECK(fuzz_is_text(line));
	FUZZ_CHECK(settings->body_limit > 0);
	g_free(socket);
	arena_free(&arena);
}

static void
use_council(struct diag *diag, const struct council *council)
{
	char *zone = g_strndup(council->time_zone.p, council->time_zone.n);
	struct calendar *calendar =
		calendar_new(diag, council->place, zone, NULL, NULL);

	FUZZ_CHECK(council->protocol != NULL);
	FUZZ_CHECK(council->work_from < council->work_until);
	if (calendar != NULL)
		calendar_local_minutes(calendar, 1795000000);
	calendar_free(&calendar);
	g_free(zone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static GTimeZone *london; /* held, so that it is read once */
	struct str input = fuzz_input(bytes, size);
	struct diag *diag = diag_new();
	const struct source *source = NULL;
	struct ruleset *rules = NULL;

	if (london == NULL)
		london = g_time_zone_new_identifier("Europe/London");
	/* Files of this machine are none of an input's business. */
	if (str_find_nocase(input, STR_LIT("include"), 0) == SIZE_MAX)
		source = diag_read_memory(diag, "f.conf", input);
	if (source != NULL)
		rules = ruleset_load_source(diag, source);
	if (rules != NULL) {
		use_settings(&rules->settings);
		for (size_t i = 0; i < rules->council_count; i++)
			use_council(diag, rules->councils[i]);
	}
	ruleset_free(&rules);
	diag_free(&diag);
	return 0;
}
