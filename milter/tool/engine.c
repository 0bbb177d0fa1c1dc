#include "tool/engine.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "mime/date.h"

/* A roster of the command line, read to find out whom it knows. */
struct known_roster {
	char *path;
	struct roster *roster;
};

/* A policy that was asked for; `policy` NULL: it could not be loaded. */
struct kept_policy {
	struct diag *diag; /* holds the sources that the rules point into */
	struct policy *policy;
};

struct engine {
	const char *config;
	const char *protocol;
	struct diag *diag;	/* of the rosters */
	GPtrArray *rosters;	/* struct known_roster */
	GMutex lock;		/* for what follows */
	GHashTable *complaints; /* texts that were printed */
	GHashTable *policies;	/* "protocol LF roster" -> struct kept_policy */
};

/* --- Rosters ----------------------------------------------------------- */

static void
free_roster(gpointer data)
{
	struct known_roster *known = data;

	roster_free(&known->roster);
	g_free(known->path);
	g_free(known);
}

static void
add_roster(struct engine *engine, const char *path)
{
	struct place place = {NULL, 0, 0};
	const struct source *source;
	struct known_roster *known;
	struct roster *roster = NULL;

	source = diag_read_file(engine->diag, path, place);
	if (source != NULL)
		roster = roster_load(engine->diag, source);
	if (roster == NULL)
		return;
	known = g_new0(struct known_roster, 1);
	known->path = g_strdup(path);
	known->roster = roster;
	g_ptr_array_add(engine->rosters, known);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All CSV files of a folder, by name. */
static void
add_folder(struct engine *engine, const char *path)
{
	GDir *folder = g_dir_open(path, 0, NULL);
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL)
		if (g_str_has_suffix(name, ".csv"))
			g_ptr_array_add(
				files, g_build_filename(path, name, NULL));
	g_ptr_array_sort(files, compare_names);
	for (guint i = 0; i < files->len; i++)
		add_roster(engine, g_ptr_array_index(files, i));
	if (files->len == 0)
		diag_error(engine->diag, ((struct place){NULL, 0, 0}),
			"there is no CSV file in %s", path);
	g_ptr_array_free(files, TRUE);
	if (folder != NULL)
		g_dir_close(folder);
}

static const struct known_roster *
choose_roster(const struct engine *engine, struct str key, int32_t day)
{
	const struct known_roster *by_domain = NULL;

	if (engine->rosters->len == 0)
		return NULL;
	for (guint i = 0; i < engine->rosters->len; i++) {
		const struct known_roster *known =
			g_ptr_array_index(engine->rosters, i);
		const struct person *person = NULL;

		if (key.n > 0)
			person = roster_find(known->roster, key, day);
		if (person != NULL && !person->is_default)
			return known;
		if (person != NULL && by_domain == NULL)
			by_domain = known;
	}
	if (by_domain != NULL)
		return by_domain;
	return g_ptr_array_index(engine->rosters, 0);
}

const struct roster *
engine_roster(struct engine *engine, struct str key, int32_t day)
{
	const struct known_roster *known = choose_roster(engine, key, day);

	return known != NULL ? known->roster : NULL;
}

/* --- Policies ---------------------------------------------------------- */

static void
free_policy(gpointer data)
{
	struct kept_policy *kept = data;

	policy_unref(&kept->policy);
	diag_free(&kept->diag);
	g_free(kept);
}

/* Many policies may fail in the same way; that is said once. */
static void
complain(const struct engine *engine, const struct diag *diag)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL) {
		diag_print(diag, stderr);
		return;
	}
	diag_print(diag, out);
	fclose(out);
	if (g_hash_table_add(engine->complaints, g_strdup(text)))
		fputs(text, stderr);
	free(text);
}

static struct kept_policy *
load_policy(
	const struct engine *engine, const char *protocol, const char *roster)
{
	struct policy_overrides overrides = {
		.protocol = protocol, .roster = roster};
	struct kept_policy *kept = g_new0(struct kept_policy, 1);

	kept->diag = diag_new();
	kept->policy = policy_load(kept->diag, engine->config, &overrides);
	if (kept->policy == NULL)
		complain(engine, kept->diag);
	return kept;
}

/* The policy for a protocol and a roster; either may be NULL. */
static struct policy *
get_policy(struct engine *engine, const char *protocol, const char *roster)
{
	struct kept_policy *kept;
	char *key;

	if (protocol == NULL)
		protocol = engine->protocol;
	key = g_strdup_printf("%s\n%s", protocol != NULL ? protocol : "",
		roster != NULL ? roster : "");
	g_mutex_lock(&engine->lock);
	kept = g_hash_table_lookup(engine->policies, key);
	if (kept == NULL) {
		kept = load_policy(engine, protocol, roster);
		g_hash_table_insert(engine->policies, g_strdup(key), kept);
	}
	g_mutex_unlock(&engine->lock);
	g_free(key);
	return kept->policy;
}

static const char *
first_roster_path(const struct engine *engine)
{
	const struct known_roster *known =
		choose_roster(engine, (struct str){NULL, 0}, 0);

	return known != NULL ? known->path : NULL;
}

const struct ruleset *
engine_rules(struct engine *engine, const char *protocol)
{
	struct policy *policy =
		get_policy(engine, protocol, first_roster_path(engine));

	return policy != NULL ? policy_rules(policy) : NULL;
}

size_t
engine_body_limit(struct engine *engine)
{
	const struct ruleset *rules = engine_rules(engine, NULL);

	return rules != NULL && rules->settings.body_limit > 0
		       ? rules->settings.body_limit
		       : LIMIT_BODY_BYTES;
}

/* --- The engine -------------------------------------------------------- */

struct engine *
engine_new(const struct options *options)
{
	struct engine *engine = g_new0(struct engine, 1);

	engine->config = options->config;
	engine->protocol = options->protocol;
	engine->diag = diag_new();
	engine->rosters = g_ptr_array_new_with_free_func(free_roster);
	engine->policies = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, free_policy);
	engine->complaints =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_mutex_init(&engine->lock);
	for (size_t i = 0; options->rosters[i] != NULL; i++) {
		const char *path = options->rosters[i];

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			add_folder(engine, path);
		else
			add_roster(engine, path);
	}
	if (diag_errors(engine->diag) > 0) {
		diag_print(engine->diag, stderr);
		engine_free(&engine);
	}
	return engine;
}

void
engine_free(struct engine **engine)
{
	struct engine *old = *engine;

	if (old == NULL)
		return;
	g_hash_table_destroy(old->policies);
	g_hash_table_destroy(old->complaints);
	g_ptr_array_free(old->rosters, TRUE);
	diag_free(&old->diag);
	g_mutex_clear(&old->lock);
	g_free(old);
	*engine = NULL;
}

/* --- A message --------------------------------------------------------- */

struct made_envelope {
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

bool
engine_inspect(struct engine *engine, struct inspector *inspector,
	const struct engine_mail *mail, struct engine_result *result)
{
	struct arena *arena = arena_new();
	const struct known_roster *known;
	struct made_envelope made;
	struct policy *policy;

	make_envelope(&made, arena, mail);
	known = choose_roster(
		engine, made.author_key, (int32_t)(made.now / (24 * 60 * 60)));
	policy = get_policy(
		engine, mail->protocol, known != NULL ? known->path : NULL);
	if (policy != NULL)
		inspect_message(inspector, policy, mail->raw, &made.envelope,
			made.now, &result->verdict);
	result->now = made.now;
	result->dated = made.dated;
	g_array_free(made.rcpts, TRUE);
	arena_free(&arena);
	return policy != NULL;
}

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
