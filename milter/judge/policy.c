#include "judge/policy.h"

#include <pthread.h>
#include <stdatomic.h>

#include <glib.h>

#include "base/calendar.h"
#include "judge/arms.h"
#include "judge/by_author.h"
#include "judge/examples.h"
#include "judge/plan.h"
#include "judge/prefilter.h"
#include "mime/address.h"
#include "policy_load.h"

/* Whose mail is judged (inspect.c). Others have the first one's prefilter. */
static const enum role authors[] = {ROLE_MEMBER, ROLE_OFFICER, ROLE_GROUP};
enum { AUTHOR_COUNT = G_N_ELEMENTS(authors) };

/* What the files of rules come to, whoever's mail is judged by them. */
struct rulebook {
	gint references;
	struct ruleset *rules;
	struct plan *plan;
	/* Made with the lock held; NULL: not asked for yet. */
	_Atomic(struct prefilter *) prefilters[AUTHOR_COUNT];
	pthread_mutex_t lock;
};

struct policy {
	gint references;
	struct rulebook *book;
	struct council_data *councils;
	size_t council_count;
	/* Stands in where the rules have no council block. */
	struct council nameless;
};

struct policy_store {
	/* Not GLib's, which thread sanitizers do not see. */
	pthread_mutex_t lock;
	struct policy *policy;
};

static void
load_councils(struct diag *diag, struct policy *policy,
	const struct policy_overrides *overrides)
{
	const struct ruleset *rules = policy->book->rules;

	policy->nameless.work_from = 9 * 60;
	policy->nameless.work_until = 17 * 60;
	policy->council_count = MAX(rules->council_count, (size_t)1);
	policy->councils = g_new0(struct council_data, policy->council_count);
	if (rules->council_count == 0)
		policy_load_council(diag, rules, &policy->nameless, overrides,
			&policy->councils[0]);
	for (size_t i = 0; i < rules->council_count; i++)
		policy_load_council(diag, rules, rules->councils[i], overrides,
			&policy->councils[i]);
}

static void
rulebook_unref(struct rulebook *book)
{
	if (!g_atomic_int_dec_and_test(&book->references))
		return;
	for (int i = 0; i < AUTHOR_COUNT; i++) {
		struct prefilter *old = atomic_load(&book->prefilters[i]);

		prefilter_free(&old);
	}
	pthread_mutex_destroy(&book->lock);
	plan_free(&book->plan);
	ruleset_free(&book->rules);
	g_free(book);
}

static void
policy_free(struct policy *policy)
{
	for (size_t i = 0; i < policy->council_count; i++) {
		mention_index_free(&policy->councils[i].mentions);
		roster_free(&policy->councils[i].roster);
		calendar_free(&policy->councils[i].calendar);
	}
	g_free(policy->councils);
	rulebook_unref(policy->book);
	g_free(policy);
}

/* Takes the reference to the book over. */
static struct policy *
policy_of(struct diag *diag, struct rulebook *book,
	const struct policy_overrides *overrides)
{
	struct policy *policy = g_new0(struct policy, 1);

	policy->references = 1;
	policy->book = book;
	load_councils(diag, policy, overrides);
	return policy;
}

static struct prefilter *
make_prefilter(struct rulebook *book, int author)
{
	uint64_t *patterns = by_author_patterns(book->rules, authors[author]);
	uint32_t *arms = arms_of_patterns(book->rules);
	struct prefilter *made = prefilter_new(book->rules, patterns, arms);

	g_free(arms);
	g_free(patterns);
	return made;
}

static const struct prefilter *
prefilter_of(struct rulebook *book, int author)
{
	_Atomic(struct prefilter *) *kept = &book->prefilters[author];
	struct prefilter *made =
		atomic_load_explicit(kept, memory_order_acquire);

	if (made != NULL)
		return made;
	pthread_mutex_lock(&book->lock);
	made = atomic_load_explicit(kept, memory_order_relaxed);
	if (made == NULL) {
		made = make_prefilter(book, author);
		atomic_store_explicit(kept, made, memory_order_release);
	}
	pthread_mutex_unlock(&book->lock);
	return made;
}

struct policy *
policy_load(struct diag *diag, const char *path,
	const struct policy_overrides *overrides)
{
	unsigned errors = diag_errors(diag);
	struct ruleset *rules = policy_load_rules(diag, path);
	struct rulebook *book;
	struct policy *policy;

	if (rules == NULL)
		return NULL;
	book = g_new0(struct rulebook, 1);
	book->references = 1;
	book->rules = rules;
	pthread_mutex_init(&book->lock, NULL);
	policy = policy_of(diag, book, overrides);
	examples_run(diag, rules);
	if (diag_errors(diag) > errors) {
		policy_free(policy);
		return NULL;
	}
	book->plan = plan_new(rules);
	return policy;
}

struct policy *
policy_with(struct diag *diag, struct policy *policy,
	const struct policy_overrides *overrides)
{
	unsigned errors = diag_errors(diag);
	struct policy *other;

	g_atomic_int_inc(&policy->book->references);
	other = policy_of(diag, policy->book, overrides);
	if (diag_errors(diag) == errors)
		return other;
	policy_free(other);
	return NULL;
}

struct policy *
policy_ref(struct policy *policy)
{
	g_atomic_int_inc(&policy->references);
	return policy;
}

void
policy_unref(struct policy **policy)
{
	struct policy *held = *policy;

	*policy = NULL;
	if (held != NULL && g_atomic_int_dec_and_test(&held->references))
		policy_free(held);
}

struct policy_store *
policy_store_new(struct policy *first)
{
	struct policy_store *store = g_new0(struct policy_store, 1);

	policy_prepare(first);
	pthread_mutex_init(&store->lock, NULL);
	store->policy = first;
	return store;
}

void
policy_store_free(struct policy_store **store)
{
	if (*store == NULL)
		return;
	policy_unref(&(*store)->policy);
	pthread_mutex_destroy(&(*store)->lock);
	g_free(*store);
	*store = NULL;
}

struct policy *
policy_store_get(struct policy_store *store)
{
	struct policy *policy;

	pthread_mutex_lock(&store->lock);
	policy = policy_ref(store->policy);
	pthread_mutex_unlock(&store->lock);
	return policy;
}

void
policy_store_swap(struct policy_store *store, struct policy *next)
{
	struct policy *old;

	policy_prepare(next);
	pthread_mutex_lock(&store->lock);
	old = store->policy;
	store->policy = next;
	pthread_mutex_unlock(&store->lock);
	policy_unref(&old);
}

const struct ruleset *
policy_rules(const struct policy *policy)
{
	return policy->book->rules;
}

const struct prefilter *
policy_prefilter(const struct policy *policy, enum role author)
{
	int i = AUTHOR_COUNT - 1;

	while (i > 0 && authors[i] != author)
		i--;
	return prefilter_of(policy->book, i);
}

void
policy_prepare(const struct policy *policy)
{
	for (int i = 0; i < AUTHOR_COUNT; i++)
		prefilter_of(policy->book, i);
}

const struct plan *
policy_plan(const struct policy *policy)
{
	return policy->book->plan;
}

const struct council_data *
policy_councils(const struct policy *policy, size_t *count)
{
	*count = policy->council_count;
	return policy->councils;
}

static bool
has_domain(const struct council *council, struct str domain)
{
	for (size_t i = 0; domain.n > 0 && i < council->domain_count; i++)
		if (str_eq_nocase(council->domains[i], domain))
			return true;
	return false;
}

const struct council_data *
policy_council(const struct policy *policy, struct str author_key, int32_t day)
{
	struct str domain = address_domain(author_key);
	const struct council_data *by_default = NULL;

	for (size_t i = 0; i < policy->council_count; i++) {
		const struct council_data *data = &policy->councils[i];
		const struct person *person =
			roster_find(data->roster, author_key, day);

		if (person != NULL && !person->is_default)
			return data;
		if (by_default == NULL &&
			(person != NULL || has_domain(data->council, domain)))
			by_default = data;
	}
	return by_default != NULL ? by_default : &policy->councils[0];
}
