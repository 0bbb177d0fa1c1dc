#include "tool/roster_checks.h"

#include <glib.h>

#include "base/calendar.h"
#include "mime/address.h"

/* Those of comity-roster(5). */
static const char *const usual_posts[] = {"chief-executive",
	"monitoring-officer", "section-151", "director", "head-of-hr", "clerk",
	"chair", "chairman", "leader", "cabinet", "junior", "restricted"};

/* Domains in which anybody may have an address. */
static const char *const public_domains[] = {"gmail.com", "googlemail.com",
	"outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk",
	"msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com",
	"me.com", "aol.com", "btinternet.com", "btopenworld.com",
	"talktalk.net", "tiscali.co.uk", "sky.com", "virginmedia.com",
	"ntlworld.com", "blueyonder.co.uk", "plus.com", "protonmail.com",
	"proton.me", NULL};

struct checker {
	struct diag *diag;
	const struct roster_table *table;
};

/* --- Posts ------------------------------------------------------------- */

static void
learn_post(struct str post, void *context)
{
	GPtrArray *known = context;

	g_ptr_array_add(known, g_strndup(post.p, post.n));
}

static bool
is_among(GPtrArray *names, struct str word)
{
	for (guint i = 0; i < names->len; i++)
		if (str_eq_nocase(str_of(names->pdata[i]), word))
			return true;
	return false;
}

static void
check_post(const struct checker *checker, GPtrArray *known, struct str post,
	struct place place)
{
	const char *near;

	if (is_among(known, post))
		return;
	g_ptr_array_add(known, NULL);
	near = diag_nearest(post, (const char *const *)known->pdata);
	g_ptr_array_set_size(known, (gint)known->len - 1);
	if (near != NULL)
		diag_warning(checker->diag, place,
			"no rule knows the post \"%.*s\"; did you mean "
			"\"%s\"?",
			STR_ARG(post), near);
	else
		diag_warning(checker->diag, place,
			"no rule knows the post \"%.*s\"", STR_ARG(post));
}

/* The place of a word that was taken from a cell. */
static struct place
place_of_word(struct csv_cell cell, struct str word)
{
	struct str written = source_text(cell.place.source);
	struct str cut = {written.p + cell.place.offset, cell.place.length};
	size_t at = str_find_nocase(cut, word, 0);

	if (at == SIZE_MAX)
		return cell.place;
	return (struct place){cell.place.source,
		cell.place.offset + (uint32_t)at, (uint32_t)word.n};
}

static void
check_posts(const struct checker *checker, const struct ruleset *rules)
{
	GPtrArray *known = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < G_N_ELEMENTS(usual_posts); i++)
		learn_post(str_of(usual_posts[i]), known);
	if (rules != NULL)
		roster_posts_asked(rules, learn_post, known);
	for (size_t i = 0; i < checker->table->count; i++) {
		struct csv_cell cell =
			roster_table_cell(checker->table, i, ROSTER_POSTS);
		struct str rest = cell.text, post;

		while (roster_next_word(&rest, &post))
			check_post(checker, known, post,
				place_of_word(cell, post));
	}
	g_ptr_array_free(known, TRUE);
}

/* --- Parties ----------------------------------------------------------- */

struct party {
	struct str name;
	struct csv_cell first; /* where it stands first */
	unsigned lines;
};

static GArray *
find_parties(const struct roster_table *table)
{
	GArray *parties = g_array_new(FALSE, FALSE, sizeof(struct party));

	for (size_t i = 0; i < table->count; i++) {
		struct csv_cell cell =
			roster_table_cell(table, i, ROSTER_PARTY);
		struct party party = {cell.text, cell, 1};
		bool known = false;

		for (guint j = 0; j < parties->len && !known; j++) {
			struct party *other =
				&g_array_index(parties, struct party, j);

			known = label_same(other->name, party.name);
			other->lines += known;
		}
		if (!known && party.name.n > 0)
			g_array_append_val(parties, party);
	}
	return parties;
}

/* Of two names that nearly agree the rarer one is the likely slip. */
static void
check_pair(const struct checker *checker, const struct party *a,
	const struct party *b)
{
	const struct party *slip = b->lines <= a->lines ? b : a;
	const struct party *other = slip == b ? a : b;
	char *name = g_strndup(other->name.p, other->name.n);
	const char *names[] = {name, NULL};

	if (diag_nearest(slip->name, names) != NULL) {
		diag_warning(checker->diag, slip->first.place,
			"party \"%.*s\" does not count as \"%s\"; are they "
			"meant to be the same?",
			STR_ARG(slip->name), name);
		diag_note(checker->diag, other->first.place,
			"\"%s\" stands here first, of %u line%s", name,
			other->lines, other->lines == 1 ? "" : "s");
	}
	g_free(name);
}

static void
check_members(const struct checker *checker)
{
	const struct roster_table *table = checker->table;

	for (size_t i = 0; i < table->count; i++)
		if (roster_table_role(table, i) == ROLE_MEMBER &&
			roster_table_cell(table, i, ROSTER_PARTY).text.n == 0)
			diag_warning(checker->diag,
				roster_table_cell(table, i, ROSTER_ADDRESS)
					.place,
				"a member without a party, where others have "
				"one");
}

static bool
has_party(const struct roster_table *table, enum role role, struct str party)
{
	for (size_t i = 0; i < table->count; i++) {
		struct str own = roster_table_cell(table, i, ROSTER_PARTY).text;

		if (roster_table_role(table, i) == role &&
			(party.n == 0 ? own.n > 0 : label_same(own, party)))
			return true;
	}
	return false;
}

static void
check_groups(const struct checker *checker)
{
	const struct roster_table *table = checker->table;

	for (size_t i = 0; i < table->count; i++) {
		struct csv_cell cell =
			roster_table_cell(table, i, ROSTER_PARTY);

		if (roster_table_role(table, i) == ROLE_GROUP &&
			cell.text.n > 0 &&
			!has_party(table, ROLE_MEMBER, cell.text))
			diag_warning(checker->diag, cell.place,
				"no member is of this group's party");
	}
}

static void
check_parties(const struct checker *checker)
{
	GArray *parties = find_parties(checker->table);

	for (guint i = 0; i < parties->len; i++)
		for (guint j = i + 1; j < parties->len; j++)
			check_pair(checker,
				&g_array_index(parties, struct party, i),
				&g_array_index(parties, struct party, j));
	g_array_free(parties, TRUE);
	/* A parish council may well have no parties at all. */
	if (has_party(checker->table, ROLE_MEMBER, (struct str){NULL, 0}))
		check_members(checker);
	check_groups(checker);
}

/* --- Domains ----------------------------------------------------------- */

static bool
is_public(struct str domain)
{
	for (size_t i = 0; public_domains[i] != NULL; i++)
		if (str_eq_nocase(str_of(public_domains[i]), domain))
			return true;
	return false;
}

/* The domain of an address or a default line, as addresses compare. */
static struct str
domain_of(const struct roster_table *table, struct str address)
{
	struct str key = address;

	if (key.n > 0 && key.p[0] == '@')
		key = str_of(
			arena_printf(table->arena, "x%.*s", STR_ARG(address)));
	return address_domain(address_key(table->arena, key));
}

static bool
is_default(struct str address)
{
	return address.n > 0 && address.p[0] == '@';
}

static bool
is_ours(enum role role)
{
	return role == ROLE_MEMBER || role == ROLE_OFFICER;
}

static bool
has_default(const struct roster_table *table, struct str domain)
{
	for (size_t i = 0; i < table->count; i++) {
		struct str address =
			roster_table_cell(table, i, ROSTER_ADDRESS).text;

		if (is_default(address) &&
			str_eq(domain_of(table, address), domain))
			return true;
	}
	return false;
}

static void
check_domain(
	const struct checker *checker, GPtrArray *told, struct csv_cell cell)
{
	struct str domain = domain_of(checker->table, cell.text);

	if (domain.n == 0 || is_public(domain) || is_among(told, domain) ||
		has_default(checker->table, domain))
		return;
	g_ptr_array_add(told, g_strndup(domain.p, domain.n));
	diag_warning(checker->diag, cell.place,
		"there is no line \"@%.*s\": everybody else there counts as "
		"outside the council",
		STR_ARG(domain));
}

static void
check_domains(const struct checker *checker)
{
	const struct roster_table *table = checker->table;
	GPtrArray *told = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < table->count; i++) {
		struct csv_cell cell =
			roster_table_cell(table, i, ROSTER_ADDRESS);

		if (!is_ours(roster_table_role(table, i)))
			continue;
		if (!is_default(cell.text))
			check_domain(checker, told, cell);
		else if (is_public(domain_of(table, cell.text)))
			diag_warning(checker->diag, cell.place,
				"anybody may have an address there; the whole "
				"world would count as the council's");
	}
	g_ptr_array_free(told, TRUE);
}

void
roster_check_table(struct diag *diag, const struct roster_table *table,
	const struct ruleset *rules)
{
	struct checker checker = {diag, table};

	check_posts(&checker, rules);
	check_parties(&checker);
	check_domains(&checker);
}

/* --- People and lists -------------------------------------------------- */

static bool
overlaps(const struct person *a, const struct person *b)
{
	return a->from <= b->until && b->from <= a->until;
}

/* One person in two lines: likely another address of theirs. */
static void
check_names(
	const struct checker *checker, const struct person *people, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (people[i].name.n == 0 || people[i].role != people[j].role ||
			!label_same(people[i].name, people[j].name) ||
			!overlaps(&people[i], &people[j]))
			continue;
		diag_warning(checker->diag,
			roster_table_cell(checker->table, i, ROSTER_NAME).place,
			"this name stands here again; if it is one person, "
			"write one line with aliases");
		diag_note(checker->diag,
			roster_table_cell(checker->table, j, ROSTER_NAME).place,
			"it stood here first");
		return;
	}
}

static bool
is_somebody(struct str key, const struct person *person, void *context)
{
	(void)key;
	(void)person;
	(void)context;
	return true;
}

/* Lists that never hold anybody were told of when the roster was loaded. */
static void
check_list(const struct checker *checker, const struct roster *roster,
	size_t row, int32_t today)
{
	const struct person *people;
	size_t count;
	bool ever = false;

	people = roster_people(roster, &count);
	for (size_t i = 0; i < count && !ever; i++)
		ever = roster_list_find(roster, &people[row], people[i].from,
			is_somebody, NULL);
	if (ever && person_in_force(&people[row], today) &&
		!roster_list_find(
			roster, &people[row], today, is_somebody, NULL))
		diag_warning(checker->diag,
			roster_table_cell(checker->table, row, ROSTER_EXPANDS)
				.place,
			"a list that expands to nobody today");
}

void
roster_check_people(struct diag *diag, const struct roster_table *table,
	const struct roster *roster, int32_t today)
{
	struct checker checker = {diag, table};
	const struct person *people;
	size_t count;

	people = roster_people(roster, &count);
	for (size_t i = 0; i < count && i < table->count; i++) {
		check_names(&checker, people, i);
		if (people[i].role == ROLE_LIST)
			check_list(&checker, roster, i, today);
	}
}
