#include "engine_internal.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

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
	struct policy *compiled; /* the first of them; the others share it */
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
	if (engine->compiled != NULL)
		kept->policy =
			policy_with(kept->diag, engine->compiled, &overrides);
	else
		kept->policy =
			policy_load(kept->diag, engine->config, &overrides);
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
		if (engine->compiled == NULL)
			engine->compiled = kept->policy;
		g_hash_table_insert(engine->policies, g_strdup(key), kept);
	}
	g_mutex_unlock(&engine->lock);
	g_free(key);
	return kept->policy;
}

struct policy *
engine_policy(struct engine *engine, const char *protocol, struct str author,
	int32_t day)
{
	const struct known_roster *known = choose_roster(engine, author, day);

	return get_policy(engine, protocol, known != NULL ? known->path : NULL);
}

const struct ruleset *
engine_rules(struct engine *engine, const char *protocol)
{
	struct policy *policy =
		engine_policy(engine, protocol, (struct str){NULL, 0}, 0);

	return policy != NULL ? policy_rules(policy) : NULL;
}

bool
engine_each_roster(struct engine *engine, roster_fn *each, void *context)
{
	struct policy *policy;
	const struct council_data *councils;
	size_t count = 0;

	for (guint i = 0; i < engine->rosters->len; i++) {
		const struct known_roster *known =
			g_ptr_array_index(engine->rosters, i);

		each(known->roster, context);
	}
	if (engine->rosters->len > 0)
		return true;
	policy = get_policy(engine, NULL, NULL);
	if (policy == NULL)
		return false;
	councils = policy_councils(policy, &count);
	for (size_t i = 0; i < count; i++)
		if (councils[i].roster != NULL)
			each(councils[i].roster, context);
	return true;
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

bool
engine_use_rosters(struct engine *engine, const char *const *paths)
{
	unsigned errors = diag_errors(engine->diag);

	g_ptr_array_set_size(engine->rosters, 0);
	for (size_t i = 0; paths[i] != NULL; i++) {
		if (g_file_test(paths[i], G_FILE_TEST_IS_DIR))
			add_folder(engine, paths[i]);
		else
			add_roster(engine, paths[i]);
	}
	if (diag_errors(engine->diag) == errors)
		return true;
	diag_print(engine->diag, stderr);
	return false;
}

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
	if (!engine_use_rosters(engine, options->rosters))
		engine_free(&engine);
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
