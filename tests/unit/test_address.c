#include "mime/address.h"

#include "base/limits.h"
#include "mail_test.h"

/*
 * Each address as "name <spec> = key"; '!' before what is not valid, '+'
 * before what stands in a group.
 */
static char *
printed(const struct address_list *list)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < list->count; i++) {
		const struct address *a = &list->items[i];

		g_string_append_printf(out, "%s%s%s%.*s <%.*s> = %.*s",
			i > 0 ? " / " : "", a->valid ? "" : "!",
			a->in_group ? "+" : "", STR_ARG(a->name),
			STR_ARG(a->spec), STR_ARG(a->key));
		assert_true(a->valid == (a->key.n > 0));
	}
	if (list->damaged)
		g_string_append(out, " damaged");
	if (list->groups)
		g_string_append(out, " groups");
	return g_string_free(out, FALSE);
}

struct list_case {
	const char *value, *wanted;
};

static const struct list_case list_cases[] = {
	/* Plain forms. */
	{"a@b.test", " <a@b.test> = a@b.test"},
	{" Ann Lee <Ann.Lee@B.TEST>", "Ann Lee <Ann.Lee@B.TEST> = "
				      "ann.lee@b.test"},
	{"\"Lee, Ann\" <a@b.test>", "Lee, Ann <a@b.test> = a@b.test"},
	{"\"Ann \\\"Annie\\\" Lee\" <a@b.test>",
		"Ann \"Annie\" Lee <a@b.test> = a@b.test"},
	{"Ann Q. Lee <a@b.test>", "Ann Q. Lee <a@b.test> = a@b.test"},
	{"a@b.test (Ann Lee)", "Ann Lee <a@b.test> = a@b.test"},
	{"<a@b.test> (Ann (the) Lee)", "Ann (the) Lee <a@b.test> = a@b.test"},
	{"a@b.test, c@d.test", " <a@b.test> = a@b.test /  <c@d.test> = "
			       "c@d.test"},
	{"Ann\r\n Lee\n\t<a@b.test>,\n c@d.test",
		"Ann Lee <a@b.test> = a@b.test /  <c@d.test> = c@d.test"},
	{"a@b.test,, ,c@d.test,", " <a@b.test> = a@b.test /  <c@d.test> = "
				  "c@d.test"},
	{"(one) Ann (two) Lee (three) <(four) a (five) @ (six) b.test (7)>",
		"Ann Lee <a@b.test> = a@b.test"},
	{"a . b @ c . test", " <a.b@c.test> = a.b@c.test"},
	{"a..b.@c.test", " <a..b.@c.test> = a..b.@c.test"},
	{"a@[192.0.2.1]", " <a@[192.0.2.1]> = a@[192.0.2.1]"},
	{"a@b.test.", " <a@b.test.> = a@b.test"},
	{"a@localhost", " <a@localhost> = a@localhost"},
	{"a_b/c=d@e.test", " <a_b/c=d@e.test> = a_b/c=d@e.test"},
	{"[External] Ann <a@b.test>", "[External] Ann <a@b.test> = a@b.test"},
	{"<mailto:a@b.test>", " <a@b.test> = a@b.test"},

	/* Sub-addresses and case. */
	{"Ann+Budget@B.test", " <Ann+Budget@B.test> = ann@b.test"},
	{"+x@d.test", " <+x@d.test> = +x@d.test"},
	{"++x@d.test", " <++x@d.test> = +@d.test"},
	{"\"a+b c\"@d.test", " <\"a+b c\"@d.test> = a@d.test"},
	{"\xC3\x89lodie@d.test",
		" <\xC3\x89lodie@d.test> = \xC3\xA9lodie@d.test"},
	{"E\xCC\x81lodie@d.test",
		" <E\xCC\x81lodie@d.test> = \xC3\xA9lodie@d.test"},

	/* Quoted local parts lose quotes that they do not need. */
	{"\"ann\"@b.test", " <\"ann\"@b.test> = ann@b.test"},
	{"\"an\\n\"@b.test", " <\"an\\n\"@b.test> = ann@b.test"},
	{"\"ann\".lee@b.test", " <\"ann\".lee@b.test> = ann.lee@b.test"},
	{"\"a b\"@good.test", " <\"a b\"@good.test> = \"a b\"@good.test"},
	{"\"x@y\"@y.test", " <\"x@y\"@y.test> = \"x@y\"@y.test"},
	{"\"a\\\"b\"@y.test", " <\"a\\\"b\"@y.test> = \"a\\\"b\"@y.test"},
	{"\"\"@y.test", "! <\"\"@y.test> =  damaged"},

	/* Case 74: every address counts. */
	{"a@good.test, b@evil.test", " <a@good.test> = a@good.test /  "
				     "<b@evil.test> = b@evil.test"},
	/* Case 75: the display name says nothing. */
	{"\"a@good.test\" <b@evil.test>",
		"a@good.test <b@evil.test> = b@evil.test"},
	{"a@good.test <b@evil.test>",
		"a@good.test <b@evil.test> = b@evil.test"},
	{"b@evil.test (a@good.test)",
		"a@good.test <b@evil.test> = b@evil.test"},
	/* Case 76. */
	{"\"Someone <someone@junk.test>\"@mydomain.test",
		" <\"Someone <someone@junk.test>\"@mydomain.test> = "
		"\"someone <someone@junk.test>\"@mydomain.test"},
	/* Case 77: which '@' parts the domain cannot be known. */
	{"a@good@evil.test", "! <a@good@evil.test> =  damaged"},
	{"X <a@good@evil.test>", "!X <a@good@evil.test> =  damaged"},
	{"a@@evil.test", "! <a@@evil.test> =  damaged"},
	/* Case 78: Outlook's separator, and text left over. */
	{"a@good.test;b@evil.test", " <a@good.test> = a@good.test /  "
				    "<b@evil.test> = b@evil.test"},
	{"a@good.test b@evil.test", "! <a@good.testb@evil.test> =  damaged"},
	{"Ann <a@good.test> b", "!Ann <a@good.test> =  damaged"},
	{"Ann <a@good.test> <b@evil.test>", "!Ann <a@good.test> =  damaged"},
	{"Ann <a@good.test", "!Ann <a@good.test> =  damaged"},
	{"Ann <a@good.test, b@evil.test",
		"!Ann <a@good.test> =  /  <b@evil.test> = b@evil.test "
		"damaged"},
	{"Ann a@good.test>", "! <Anna@good.test>> =  damaged"},
	/* Case 79. */
	{"mailto:a@good.test", "+ <a@good.test> = a@good.test groups"},
	/* Case 80. */
	{"undisclosed-recipients:;", " groups"},
	{"undisclosed-recipients: ;", " groups"},
	{"Group: a@x.test; c@z.test", "+ <a@x.test> = a@x.test /  "
				      "<c@z.test> = c@z.test groups"},
	{"One: a@x.test, Two: b@y.test;, c@z.test;, d@w.test",
		"+ <a@x.test> = a@x.test / + <b@y.test> = b@y.test / + "
		"<c@z.test> = c@z.test /  <d@w.test> = d@w.test groups"},
	{"\"The Group\" (x): Ann <a@x.test>;",
		"+Ann <a@x.test> = a@x.test groups"},
	{": a@x.test;", " <a@x.test> = a@x.test damaged groups"},
	/* Case 81: nothing is decoded within an address. */
	{"=?utf-8?b?YUBnb29kLnRlc3Q=?=@evil.test",
		" <=?utf-8?b?YUBnb29kLnRlc3Q=?=@evil.test> = "
		"=?utf-8?b?yubnb29klnrlc3q=?=@evil.test"},
	{"=?utf-8?q?a=40good.test?=", "!a@good.test <> =  damaged"},
	{"a=?utf-8?q?=40?=good.test", "!a@good.test <> =  damaged"},
	/* Case 82. */
	{"=?utf-8?b?PGFAZ29vZC50ZXN0Pg==?= <b@evil.test>",
		"<a@good.test> <b@evil.test> = b@evil.test"},
	{"=?utf-8?q?a=0D=0Ab=1B=5Bc?= <b@evil.test>",
		"a b [c <b@evil.test> = b@evil.test"},
	{"=?utf-8?Q?Lee,_Ann?= <a@b.test>", "Lee, Ann <a@b.test> = a@b.test"},
	{"\"=?utf-8?Q?Lee=2C_Ann?=\" <a@b.test>",
		"Lee, Ann <a@b.test> = a@b.test"},
	{"=?utf-8?q?Ann?= =?utf-8?q?_Lee?= <a@b.test>",
		"Ann Lee <a@b.test> = a@b.test"},
	/* Case 83. */
	{"<@route.test,@r2.test:a@good.test>", " <a@good.test> = a@good.test"},
	/* Case 84. */
	{"\"a\\\"@good.test\" <b@evil.test>",
		"a\"@good.test <b@evil.test> = b@evil.test"},
	/* Case 85. */
	{"a@\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80.test",
		" <a@\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80.test> "
		"= a@xn--e1afmkfd.test"},
	{"a@XN--E1AFMKFD.test.", " <a@XN--E1AFMKFD.test.> = "
				 "a@xn--e1afmkfd.test"},
	{"a@B\xC3\x9C"
	 "CHER.test",
		" <a@B\xC3\x9C"
		"CHER.test> = a@xn--bcher-kva.test"},
	/* Case 86: no other domain looks like ours to the comparison. */
	{"a@g\xC2\xADood.test", "! <a@g\xC2\xADood.test> =  damaged"},
	{"a@go\xE2\x80\x8Bod.test", "! <a@go\xE2\x80\x8Bod.test> =  damaged"},
	{"a@\xEF\xBD\x87ood.test", "! <a@\xEF\xBD\x87ood.test> =  damaged"},
	{"a@g\xD0\xBEod.test", " <a@g\xD0\xBEod.test> = a@xn--god-sed.test"},
	/* Case 89. */
	{"<>", "! <> =  damaged"},
	{"", ""},
	{"   ", ""},
	{"a", "!a <> =  damaged"},
	{"@good.test", "! <@good.test> =  damaged"},
	{"a@", "! <a@> =  damaged"},
	{"@", "! <@> =  damaged"},
	{"Ann <>", "!Ann <> =  damaged"},

	/* Broken ones that must not be guessed at. */
	{"\"Ann <a@b.test>", "!\"Ann <a@b.test> <> =  damaged"},
	{"(Ann a@b.test", "!(Ann a@b.test <> =  damaged"},
	{"a@[1.2.3", "!a@[1.2.3 <> =  damaged"},
	{"a\\@b@c.test", "! <a\\@b@c.test> =  damaged"},
	{"a@b_c.test", " <a@b_c.test> = a@b_c.test"},
	{"a@b c.test", "! <a@bc.test> =  damaged"},
	{"a b@c.test", "! <ab@c.test> =  damaged"},
	{"a@b..test", "! <a@b..test> =  damaged"},
	{"a@.test", "! <a@.test> =  damaged"},
	{"a@b(c", "!a@b(c <> =  damaged"},
	{"a@b!c.test", "! <a@b!c.test> =  damaged"},
	{"a\x01@b.test", "! <a\x01@b.test> =  damaged"},
	{"a\xFF@b.test", "! <a\xFF@b.test> =  damaged"},
	{"a@b\xFF.test", "! <a@b\xFF.test> =  damaged"},
	{"Lee, Ann <a@b.test>", "!Lee <> =  / Ann <a@b.test> = a@b.test "
				"damaged"},
	{"\xE9lodie <a@b.test>", "\xC3\xA9lodie <a@b.test> = a@b.test"},
};

static void
test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list_cases); i++) {
		struct arena *arena = arena_new();
		struct address_list list = {NULL, 0, false, false, false};
		struct str value = exact_text(list_cases[i].value);
		char *got;

		address_list_read(arena, value, &list);
		got = printed(&list);
		if (strcmp(got, list_cases[i].wanted) != 0)
			fail_msg("%s\n  wanted %s\n  got    %s",
				list_cases[i].value, list_cases[i].wanted, got);
		g_free(got);
		exact_free(value);
		arena_free(&arena);
	}
}

/* Two fields of one name: what they hold adds up. */
static void
test_append(void **state)
{
	struct arena *arena = arena_new();
	struct address_list list = {NULL, 0, false, false, false};

	(void)state;
	address_list_read(arena, STR_LIT("a@b.test"), &list);
	address_list_read(arena, STR_LIT("c@d.test, e@f.test"), &list);
	assert_int_equal(list.count, 3);
	address_list_read(arena, (struct str){NULL, 0}, &list);
	assert_int_equal(list.count, 3);
	assert_str(list.items[0].key, "a@b.test");
	assert_str(list.items[2].key, "e@f.test");
	arena_free(&arena);
}

struct envelope_case {
	const char *argument, *spec, *key;
};

static const struct envelope_case envelope_cases[] = {
	{"<a@b.test>", "a@b.test", "a@b.test"},
	{"a@b.test", "a@b.test", "a@b.test"}, /* local mail in Postfix */
	{"<>", "", ""},
	{"", "", ""},
	{" <A+x@B.test> ", "A+x@B.test", "a@b.test"},
	{"<@r.test:b@y.test>", "b@y.test", "b@y.test"},
	{"<@r.test,@s.test:b@y.test>", "b@y.test", "b@y.test"},
	{"<\"a b\"@y.test>", "\"a b\"@y.test", "\"a b\"@y.test"},
	{"<a@good@evil.test>", "a@good@evil.test", ""},
	{"<\xC3\xA9@y.test>", "\xC3\xA9@y.test", "\xC3\xA9@y.test"},
	{"<a@b.test", "<a@b.test", ""},
	{"<postmaster>", "postmaster", ""},
	{"Ann <a@b.test>", "Ann<a@b.test>", ""},
};

static void
test_envelope(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(envelope_cases); i++) {
		const struct envelope_case *c = &envelope_cases[i];
		struct arena *arena = arena_new();
		struct str argument = exact_text(c->argument);
		struct address got = address_from_envelope(arena, argument);

		assert_str(got.spec, c->spec);
		assert_str(got.key, c->key);
		assert_true(got.valid == (strlen(c->key) > 0));
		exact_free(argument);
		arena_free(&arena);
	}
}

static void
test_key_and_domain(void **state)
{
	struct arena *arena = arena_new();
	struct str key = address_key(arena, STR_LIT("\"X@Y\"@Good.Test"));

	(void)state;
	assert_str(key, "\"x@y\"@good.test");
	assert_str(address_domain(key), "good.test");
	assert_str(address_domain(STR_LIT("")), "");
	assert_str(address_domain(STR_LIT("nothing")), "");
	assert_int_equal(address_key(arena, STR_LIT("no")).n, 0);
	arena_free(&arena);
}

/* The key of a key is itself: a roster may hold keys. */
static void
test_key_is_stable(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list_cases); i++) {
		struct arena *arena = arena_new();
		struct address_list list = {NULL, 0, false, false, false};

		address_list_read(arena, str_of(list_cases[i].value), &list);
		for (size_t k = 0; k < list.count; k++) {
			struct str key = list.items[k].key;

			if (!list.items[k].valid ||
				str_starts_nocase(key, STR_LIT("+")))
				continue;
			assert_true(str_eq(address_key(arena, key), key));
		}
		arena_free(&arena);
	}
}

static void
test_limit(void **state)
{
	struct arena *arena = arena_new();
	struct address_list list = {NULL, 0, false, false, false};
	struct str many = repeated("a@b.test,", LIMIT_ADDRESSES + 1);

	(void)state;
	address_list_read(arena, many, &list);
	assert_int_equal(list.count, LIMIT_ADDRESSES);
	assert_true(list.cut);
	exact_free(many);
	arena_free(&arena);
}

static void
read_list(struct str value)
{
	struct arena *arena = arena_new();
	struct address_list list = {NULL, 0, false, false, false};

	address_list_read(arena, value, &list);
	arena_free(&arena);
}

/* Case 87: what overflowed the stacks of other readers, and the like. */
static void
test_linear(void **state)
{
	static const char *const units[] = {":", "(", "<", "\"", "[", "@a,",
		"a@b.test,", "\\", "\"\\\"", "((", "()", "<>", "<@a,", "=?",
		"=?a?q?", "=?a?q?b", "a:", ";", "a:;", "a ", "\"a\" ", "=?a",
		"a@", "@", ".", "<a@b:", "\xC3\xA9@\xC3\xA9.x,"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		assert_linear(units[i], 400, read_list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_envelope),
		cmocka_unit_test(test_key_and_domain),
		cmocka_unit_test(test_key_is_stable),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
