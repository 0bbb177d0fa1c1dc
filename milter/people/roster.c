#include "roster_internal.h"

#include "mime/address.h"

const char *const role_names[ROLE_COUNT + 1] = {"outsider", "member", "officer",
	"group", "list", "archive", "media", NULL};

guint
str_hash(gconstpointer key)
{
	const struct str *s = key;
	guint hash = 5381;

	for (size_t i = 0; i < s->n; i++)
		hash = hash * 33 + (unsigned char)s->p[i];
	return hash;
}

gboolean
str_equal(gconstpointer a, gconstpointer b)
{
	const struct str *x = a, *y = b;

	return str_eq(*x, *y);
}

enum role
role_of(struct str name)
{
	for (int role = 0; role < ROLE_COUNT; role++)
		if (str_eq_nocase(name, str_of(role_names[role])))
			return (enum role)role;
	return ROLE_COUNT;
}

bool
label_same(struct str a, struct str b)
{
	a = str_trim(a);
	return a.n > 0 && str_eq_nocase(a, str_trim(b));
}

bool
label_differs(struct str a, struct str b)
{
	a = str_trim(a);
	b = str_trim(b);
	return a.n > 0 && b.n > 0 && !str_eq_nocase(a, b);
}

bool
person_in_force(const struct person *person, int32_t day)
{
	return day >= person->from && day <= person->until;
}

bool
person_has_post(const struct person *person, struct str post)
{
	for (size_t i = 0; i < person->post_count; i++)
		if (str_eq_nocase(person->posts[i], post))
			return true;
	return false;
}

const struct person *
roster_people(const struct roster *roster, size_t *count)
{
	*count = roster->count;
	return roster->people;
}

static const struct person *
find_exactly(const struct roster *roster, struct str key, int32_t day)
{
	const struct holder *holder =
		g_hash_table_lookup(roster->holders, &key);

	for (; holder != NULL; holder = holder->next)
		if (person_in_force(holder->person, day))
			return holder->person;
	return NULL;
}

const struct person *
roster_find(const struct roster *roster, struct str key, int32_t day)
{
	const struct person *person;
	struct str domain;

	if (key.n == 0)
		return NULL;
	person = find_exactly(roster, key, day);
	if (person != NULL)
		return person;
	domain = address_domain(key);
	if (domain.n == 0 || domain.n >= key.n)
		return NULL;
	/* A key ends with "@domain", which is how defaults are kept. */
	return find_exactly(
		roster, (struct str){domain.p - 1, domain.n + 1}, day);
}

enum list_word
list_word_read(struct str word, struct str *value)
{
	static const struct {
		const char *prefix;
		enum list_word kind;
	} kinds[] = {
		{"role:", WORD_ROLE},
		{"post:", WORD_POST},
		{"party:", WORD_PARTY},
		{"ward:", WORD_WARD},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct str prefix = str_of(kinds[i].prefix);

		if (str_starts_nocase(word, prefix)) {
			*value = (struct str){
				word.p + prefix.n, word.n - prefix.n};
			return kinds[i].kind;
		}
	}
	*value = word;
	return WORD_ADDRESS;
}

static bool
word_takes(enum list_word kind, struct str value, const struct person *person)
{
	switch (kind) {
	case WORD_ROLE:
		return person->role == role_of(value);
	case WORD_POST:
		return person_has_post(person, value);
	case WORD_PARTY:
		/* A party's group mailbox is a member's other address. */
		return person->role == ROLE_MEMBER &&
		       label_same(person->party, value);
	case WORD_WARD:
		return person->role == ROLE_MEMBER &&
		       label_same(person->ward, value);
	case WORD_ADDRESS:
		break;
	}
	return false;
}

struct expansion {
	const struct roster *roster;
	int32_t day;
	list_member_fn *each;
	void *context;
};

static bool
expand_people(const struct expansion *expansion, enum list_word kind,
	struct str value)
{
	for (size_t i = 0; i < expansion->roster->count; i++) {
		const struct person *person = &expansion->roster->people[i];

		if (person->is_default || person->role == ROLE_LIST ||
			!person_in_force(person, expansion->day) ||
			!word_takes(kind, value, person))
			continue;
		if (expansion->each(person->key, person, expansion->context))
			return true;
	}
	return false;
}

static bool
expand(const struct expansion *expansion, const struct person *list, int depth)
{
	for (size_t i = 0; i < list->expand_count; i++) {
		struct str value;
		enum list_word kind = list_word_read(list->expands[i], &value);
		const struct person *person;

		if (kind != WORD_ADDRESS) {
			if (expand_people(expansion, kind, value))
				return true;
			continue;
		}
		person = roster_find(expansion->roster, value, expansion->day);
		if (person != NULL && person->role == ROLE_LIST) {
			/* Loading refused deeper ones; this is for safety. */
			if (depth < LIST_NESTING &&
				expand(expansion, person, depth + 1))
				return true;
		} else if (expansion->each(value, person, expansion->context)) {
			return true;
		}
	}
	return false;
}

bool
roster_list_find(const struct roster *roster, const struct person *list,
	int32_t day, list_member_fn *each, void *context)
{
	struct expansion expansion = {roster, day, each, context};

	return expand(&expansion, list, 1);
}

struct wanted {
	const struct person *person;
};

static bool
is_wanted(struct str key, const struct person *person, void *context)
{
	const struct wanted *wanted = context;

	(void)key;
	return person == wanted->person;
}

bool
roster_list_has(const struct roster *roster, const struct person *list,
	const struct person *person, int32_t day)
{
	struct wanted wanted = {person};

	/* A domain's default line is nobody in particular. */
	if (person->is_default)
		return false;
	return roster_list_find(roster, list, day, is_wanted, &wanted);
}

void
roster_free(struct roster **roster)
{
	if (*roster == NULL)
		return;
	g_hash_table_destroy((*roster)->holders);
	arena_free(&(*roster)->arena);
	g_free(*roster);
	*roster = NULL;
}
