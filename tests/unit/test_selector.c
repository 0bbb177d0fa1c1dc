#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "people/selector.h"

static const struct str director_posts[] = {
	{"director", 8}, {"restricted", 10}};
static const struct str director_aliases[] = {{"dw@old.example", 14}};

static const struct person director = {
	.key = {"d@town.example", 14},
	.role = ROLE_OFFICER,
	.posts = director_posts,
	.post_count = 2,
	.aliases = director_aliases,
	.alias_count = 1,
};
static const struct person labour = {
	.key = {"l@town.example", 14},
	.role = ROLE_MEMBER,
	.party = {"Labour", 6},
	.ward = {"Castle", 6},
};
static const struct person green_group = {
	.key = {"green@town.example", 18},
	.role = ROLE_GROUP,
	.party = {"Green", 5},
};
static const struct person anyone_of_domain = {
	.key = {"@town.example", 13}, .role = ROLE_OFFICER, .is_default = true};
static const struct person reporter = {
	.key = {"r@news.example", 14}, .role = ROLE_MEDIA};

#define TEXT(kind_, text_)                                                     \
	{                                                                      \
		.kind = kind_, .text = { text_, sizeof(text_) - 1 }            \
	}
#define ROLE(role_)                                                            \
	{                                                                      \
		.kind = TRAIT_ROLE, .role = role_                              \
	}

/* One alternative of up to two traits; whom it fits. */
static const struct {
	struct trait traits[2];
	size_t count;
	bool director, labour, green, domain, reporter, outsider;
} cases[] = {
	{{{.kind = TRAIT_ANYONE}}, 1, 1, 1, 1, 1, 1, 1},
	{{ROLE(ROLE_OFFICER)}, 1, 1, 0, 0, 1, 0, 0},
	{{ROLE(ROLE_MEMBER)}, 1, 0, 1, 0, 0, 0, 0},
	{{ROLE(ROLE_OUTSIDE)}, 1, 0, 0, 0, 0, 1, 1},
	{{ROLE(ROLE_MEDIA)}, 1, 0, 0, 0, 0, 1, 0},
	{{TEXT(TRAIT_POST, "Director")}, 1, 1, 0, 0, 0, 0, 0},
	{{ROLE(ROLE_OFFICER), {.kind = TRAIT_POST,
				      .text = {"restricted", 10},
				      .negated = true}},
		2, 0, 0, 0, 1, 0, 0},
	{{TEXT(TRAIT_PARTY, " LABOUR ")}, 1, 0, 1, 0, 0, 0, 0},
	{{{.kind = TRAIT_SAME_PARTY}}, 1, 0, 1, 0, 0, 0, 0},
	{{{.kind = TRAIT_OTHER_PARTY}}, 1, 0, 0, 1, 0, 0, 0},
	{{TEXT(TRAIT_NOT_PARTY, "labour")}, 1, 0, 0, 1, 0, 0, 0},
	{{TEXT(TRAIT_NOT_PARTY, "Labour"), TEXT(TRAIT_NOT_PARTY, "Green")}, 2,
		0, 0, 0, 0, 0, 0},
	{{TEXT(TRAIT_WARD, "castle")}, 1, 0, 1, 0, 0, 0, 0},
	{{TEXT(TRAIT_ADDRESS, "d@town.example")}, 1, 1, 0, 0, 0, 0, 0},
	{{TEXT(TRAIT_ADDRESS, "dw@old.example")}, 1, 1, 0, 0, 0, 0, 0},
	{{TEXT(TRAIT_ADDRESS, "@town.example")}, 1, 0, 0, 0, 0, 0, 0},
	{{TEXT(TRAIT_DOMAIN, "town.example")}, 1, 1, 1, 1, 1, 0, 1},
	{{TEXT(TRAIT_DOMAIN, "@news.example")}, 1, 0, 0, 0, 0, 1, 0},
	{{TEXT(TRAIT_DOMAIN, "own.example")}, 1, 0, 0, 0, 0, 0, 0},
	{{{.kind = TRAIT_NAMED}}, 1, 1, 1, 1, 0, 1, 0},
};

static bool
fits(size_t i, const char *key, const struct person *person, const char *party)
{
	struct selector_alternative alternative = {
		cases[i].traits, cases[i].count};
	struct selector selector = {&alternative, 1};

	return selector_fits(&selector, str_of(key), person, str_of(party));
}

static void
traits_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		print_message("case %zu\n", i);
		assert_int_equal(fits(i, "d@town.example", &director, "labour"),
			cases[i].director);
		assert_int_equal(fits(i, "l@town.example", &labour, "labour"),
			cases[i].labour);
		assert_int_equal(
			fits(i, "green@town.example", &green_group, "labour"),
			cases[i].green);
		assert_int_equal(
			fits(i, "x@town.example", &anyone_of_domain, "labour"),
			cases[i].domain);
		assert_int_equal(fits(i, "r@news.example", &reporter, "labour"),
			cases[i].reporter);
		assert_int_equal(fits(i, "x@sub.town.example", NULL, "labour"),
			cases[i].outsider);
	}
}

static void
without_a_party_nobody_is_same_or_other(void **state)
{
	const struct trait kinds[] = {
		{.kind = TRAIT_SAME_PARTY}, {.kind = TRAIT_OTHER_PARTY}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct selector_alternative alternative = {&kinds[i], 1};
		struct selector selector = {&alternative, 1};

		assert_false(selector_fits(
			&selector, labour.key, &labour, (struct str){NULL, 0}));
	}
}

static void
any_alternative_will_do(void **state)
{
	const struct trait officer = ROLE(ROLE_OFFICER);
	const struct trait member = ROLE(ROLE_MEMBER);
	struct selector_alternative alternatives[] = {
		{&officer, 1}, {&member, 1}};
	struct selector both = {alternatives, 2}, none = {alternatives, 0};
	struct str party = {NULL, 0};

	(void)state;
	assert_true(selector_fits(&both, labour.key, &labour, party));
	assert_true(selector_fits(&both, director.key, &director, party));
	assert_false(selector_fits(&both, reporter.key, &reporter, party));
	assert_false(selector_fits(&none, labour.key, &labour, party));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traits_fit),
		cmocka_unit_test(without_a_party_nobody_is_same_or_other),
		cmocka_unit_test(any_alternative_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
