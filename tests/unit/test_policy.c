#include "base/calendar.h"
#include "judge_fixture.h"

#include <glib/gstdio.h>

#include "judge/policy.h"

static const char *const rules =
	"flag f {\nseverity info\nthreshold 4\nwarning \"w\"\n}\n"
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
	"protocol q {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
	"rule r {\nflag f\n5 \"one\"\nmatch \"one\"\nmiss \"two\"\n}\n";

static const char *const roster =
	"address,role,name,title,party,posts,expands\n"
	"jane@%s.test,member,Jane Marsh,,,,\n"
	"@%s.test,officer,,,,,\n";

/* A folder of its own with files in it. */
struct folder {
	char *path;
};

static char *
write_file(const struct folder *folder, const char *name, const char *text)
{
	char *path = g_build_filename(folder->path, name, NULL);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

static int
make_folder(void **state)
{
	struct folder *folder = g_new0(struct folder, 1);

	folder->path = g_dir_make_tmp("comity-policy-XXXXXX", NULL);
	*state = folder;
	return folder->path == NULL;
}

static int
drop_folder(void **state)
{
	struct folder *folder = *state;
	GDir *dir = g_dir_open(folder->path, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder->path, name, NULL);

		g_unlink(path);
		g_free(path);
	}
	g_dir_close(dir);
	g_rmdir(folder->path);
	g_free(folder->path);
	g_free(folder);
	return 0;
}

static struct policy *
load(const struct folder *folder, const char *text,
	const struct policy_overrides *overrides, const char *complaint)
{
	char *path = write_file(folder, "comity.conf", text);
	struct diag *diag = diag_new();
	struct policy *policy = policy_load(diag, path, overrides);
	char *printed = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&printed, &length);

	diag_print(diag, out);
	fclose(out);
	if (complaint == NULL && policy == NULL)
		print_error("%s", printed);
	assert_int_equal(policy == NULL, complaint != NULL);
	if (complaint != NULL) {
		if (strstr(printed, complaint) == NULL)
			print_error("%s", printed);
		assert_non_null(strstr(printed, complaint));
	}
	free(printed);
	diag_free(&diag);
	g_free(path);
	return policy;
}

static void
test_nameless_council(void **state)
{
	struct policy_overrides overrides = {.protocol = "q"};
	const struct council_data *council;
	struct policy *policy;
	size_t count;

	policy = load(*state, rules, &overrides, NULL);
	council = policy_councils(policy, &count);
	assert_int_equal(count, 1);
	assert_true(str_eq(council->protocol->name, STR_LIT("q")));
	assert_non_null(council->calendar);
	assert_non_null(council->mentions);
	assert_null(roster_find(council->roster, STR_LIT("a@b.test"), 0));
	assert_ptr_equal(policy_council(policy, STR_LIT(""), 0), council);
	policy_unref(&policy);
	assert_null(policy);
}

/* A file of rules alone says what is usual, or is only looked at. */
static void
test_defaults(void **state)
{
	struct policy_overrides check = {.check_only = true};
	char *usual = g_strconcat(rules,
		"default-protocol q\ndefault-holidays \"days.json\"\n", NULL);
	char *wrong = g_strconcat(rules, "default-protocol z\n", NULL);
	const struct council_data *council;
	struct policy *policy;
	size_t count;

	g_free(write_file(*state, "days.json",
		"{\"england-and-wales\": {\"division\": "
		"\"england-and-wales\", \"events\": [{\"title\": "
		"\"Christmas Day\", \"date\": \"2026-12-25\", "
		"\"notes\": \"\", \"bunting\": true}]}}\n"));
	policy = load(*state, usual, NULL, NULL);
	council = policy_councils(policy, &count);
	assert_true(str_eq(council->protocol->name, STR_LIT("q")));
	assert_int_equal(calendar_last_year(council->calendar), 2026);
	policy_unref(&policy);
	load(*state, wrong, NULL, "no protocol \"z\"");
	policy = load(*state, rules, &check, NULL);
	policy_unref(&policy);
	g_free(usual);
	g_free(wrong);
}

static void
test_refusals(void **state)
{
	struct policy_overrides none = {.check_only = false};
	struct policy_overrides wrong = {.protocol = "z"};
	struct policy_overrides no_file = {
		.protocol = "p", .roster = "no-such-file.csv"};
	struct policy_overrides fine = {.protocol = "p"};
	char *failing = g_strconcat(rules,
		"rule s {\nflag f\n1 \"one\"\nmatch \"x\"\nmiss \"y\"\n}\n",
		NULL);

	load(*state, rules, &none, "p, q");
	load(*state, rules, NULL, "p, q");
	load(*state, rules, &wrong, "no protocol \"z\"");
	load(*state, rules, &no_file, "no-such-file.csv");
	load(*state, failing, &fine, "should match");
	load(*state, "rule {\n", &fine, "error");
	g_free(failing);
}

static void
test_councils(void **state)
{
	char *first = g_strdup_printf(roster, "first", "first");
	char *second = g_strdup_printf(roster, "second", "first");
	char *config = g_strconcat(rules,
		"council one {\ndomains \"first.test\"\nprotocol p\n"
		"roster \"one.csv\"\n}\n"
		"council two {\ndomains \"second.test\" \"parish.test\"\n"
		"protocol q\nroster \"two.csv\"\ntime-zone "
		"\"Europe/Paris\"\n}\n",
		NULL);
	const struct {
		const char *key;
		size_t council;
	} cases[] = {
		{"jane@first.test", 0},
		{"jane@second.test", 1},
		{"clerk@first.test", 0},
		{"clerk@parish.test", 1},
		{"who@elsewhere.test", 0},
		{"", 0},
	};
	struct policy_overrides overrides = {.protocol = "p"};
	const struct council_data *councils;
	struct policy *policy;
	size_t count;

	g_free(write_file(*state, "one.csv", first));
	g_free(write_file(*state, "two.csv", second));
	policy = load(*state, config, NULL, NULL);
	councils = policy_councils(policy, &count);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_ptr_equal(
			policy_council(policy, str_of(cases[i].key), 20000),
			&councils[cases[i].council]);
	assert_true(str_eq(councils[1].protocol->name, STR_LIT("q")));
	policy_unref(&policy);
	policy = load(*state, config, &overrides, NULL);
	councils = policy_councils(policy, &count);
	assert_true(str_eq(councils[1].protocol->name, STR_LIT("p")));
	policy_unref(&policy);
	g_free(first);
	g_free(second);
	g_free(config);
}

static gpointer
take_and_drop(gpointer data)
{
	for (int i = 0; i < 20000; i++) {
		struct policy *policy = policy_store_get(data);

		if (policy_rules(policy)->rule_count != 1)
			return GINT_TO_POINTER(1);
		policy_unref(&policy);
	}
	return NULL;
}

/* Whoever holds a policy keeps it while others are taken into force. */
static void
test_store(void **state)
{
	struct policy_overrides overrides = {.protocol = "p"};
	struct policy_store *store =
		policy_store_new(load(*state, rules, &overrides, NULL));
	struct policy *held = policy_store_get(store);
	GThread *threads[2];

	for (size_t i = 0; i < 2; i++)
		threads[i] = g_thread_new("reader", take_and_drop, store);
	for (int i = 0; i < 20; i++)
		policy_store_swap(store, load(*state, rules, &overrides, NULL));
	for (size_t i = 0; i < 2; i++)
		assert_null(g_thread_join(threads[i]));
	assert_int_equal(policy_rules(held)->rule_count, 1);
	policy_unref(&held);
	policy_store_free(&store);
	assert_null(store);
}

/* One compiled set of rules serves other people under another protocol. */
static void
test_shared_rules(void **state)
{
	const struct folder *folder = *state;
	char *text = g_strdup_printf(roster, "a", "a");
	char *path = write_file(folder, "a.csv", text);
	struct policy_overrides overrides = {.protocol = "p"};
	struct policy *first = load(folder, rules, &overrides, NULL);
	struct diag *diag = diag_new();
	struct policy *other;

	overrides = (struct policy_overrides){.protocol = "q", .roster = path};
	other = policy_with(diag, first, &overrides);
	assert_non_null(other);
	assert_ptr_equal(policy_rules(other), policy_rules(first));
	/* The first may go: what they share stays. */
	policy_unref(&first);
	assert_true(str_eq(policy_council(other, STR_LIT("jane@a.test"), 0)
				->protocol->name,
		STR_LIT("q")));

	overrides = (struct policy_overrides){.protocol = "none"};
	assert_null(policy_with(diag, other, &overrides));
	assert_int_equal(diag_errors(diag), 1);
	policy_unref(&other);
	diag_free(&diag);
	g_free(path);
	g_free(text);
}

static void
test_shipped_directory(void **state)
{
	(void)state;
	g_setenv("COMITY_RULES", "/somewhere/else", TRUE);
	assert_string_equal(policy_shipped_directory(), "/somewhere/else");
	g_unsetenv("COMITY_RULES");
	assert_non_null(strstr(policy_shipped_directory(), "rules"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_nameless_council, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_defaults, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_refusals, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_councils, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_store, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_shared_rules, make_folder, drop_folder),
		cmocka_unit_test(test_shipped_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
