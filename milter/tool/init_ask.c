#include "init_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "judge/policy.h"
#include "mime/address.h"

const char *const mta_names[MTA_COUNT + 1] = {"postfix", "sendmail", NULL};

struct asking {
	struct ruleset *shipped; /* for the protocol */
	struct init_answers *answers;
	bool terminal;
};

/* --- Is it one? -------------------------------------------------------- */

static void
refuse(const char *what, const char *word)
{
	char *plain = diag_plain(word);

	fprintf(stderr, "comity: \"%s\" is no %s\n", plain, what);
	g_free(plain);
}

/* A word of the rule language. */
static bool
take_council(struct asking *asking, const char *word)
{
	size_t good = strspn(word, "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	if (!g_ascii_isalpha(word[0]) || word[good] != '\0' || good > 60) {
		refuse("name in one word: a letter, then letters, digits "
		       "and -",
			word);
		return false;
	}
	asking->answers->council = g_ascii_strdown(word, -1);
	return true;
}

static bool
is_domain(const char *word)
{
	struct arena *arena = arena_new();
	char *address = arena_printf(arena, "x@%s", word);
	struct str domain = address_domain(address_key(arena, str_of(address)));
	bool good = domain.n > 0 && strchr(word, '.') != NULL &&
		    strpbrk(word, "@\"\\ []") == NULL;

	arena_free(&arena);
	return good;
}

static bool
take_domain(struct asking *asking, const char *word)
{
	if (word[0] == '@')
		word++;
	if (!is_domain(word)) {
		refuse("domain, such as thornbeck.gov.uk", word);
		return false;
	}
	g_ptr_array_add(asking->answers->domains, g_ascii_strdown(word, -1));
	return true;
}

/* Several on one line, parted by blanks or commas. */
static bool
take_domains(struct asking *asking, const char *line)
{
	char **words = g_strsplit_set(line, " ,\t", -1);
	bool good = true;

	for (size_t i = 0; words[i] != NULL && good; i++)
		if (words[i][0] != '\0')
			good = take_domain(asking, words[i]);
	g_strfreev(words);
	good = good && asking->answers->domains->len > 0;
	if (!good)
		g_ptr_array_set_size(asking->answers->domains, 0);
	return good;
}

static const struct protocol *
protocol_of(const struct ruleset *rules, const char *word)
{
	char *end;
	unsigned long number = strtoul(word, &end, 10);

	if (*word != '\0' && *end == '\0' && number >= 1 &&
		number <= rules->protocol_count)
		return rules->protocols[number - 1];
	return ruleset_protocol(rules, str_of(word));
}

static bool
take_protocol(struct asking *asking, const char *word)
{
	const struct protocol *protocol = protocol_of(asking->shipped, word);

	if (protocol == NULL) {
		refuse("protocol that comes with Comity", word);
		return false;
	}
	asking->answers->protocol =
		g_strndup(protocol->name.p, protocol->name.n);
	return true;
}

static bool
take_mta(struct asking *asking, const char *word)
{
	for (int mta = 0; mta < MTA_COUNT; mta++)
		if (g_ascii_strcasecmp(word, mta_names[mta]) == 0) {
			asking->answers->mta = (enum mta)mta;
			return true;
		}
	refuse("mail server that Comity knows: postfix or sendmail", word);
	return false;
}

/* --- Asking ------------------------------------------------------------ */

typedef bool take_fn(struct asking *asking, const char *word);

/* Asks until the answer is one; false at the end of the input. */
static bool
ask(struct asking *asking, const char *question, const char *usual,
	take_fn *take)
{
	char line[1024];
	char *answer;

	for (;;) {
		printf("%s%s%s%s: ", question, usual != NULL ? " [" : "",
			usual != NULL ? usual : "", usual != NULL ? "]" : "");
		fflush(stdout);
		if (fgets(line, sizeof(line), stdin) == NULL) {
			fputs("\ncomity: nothing was written\n", stderr);
			return false;
		}
		answer = g_strstrip(line);
		if (answer[0] == '\0' && usual != NULL)
			return take(asking, usual);
		if (answer[0] != '\0' && take(asking, answer))
			return true;
	}
}

/* From the option, else from whoever sits at the terminal. */
static bool
find_out(struct asking *asking, const char *given, const char *option,
	const char *question, const char *usual, take_fn *take)
{
	if (given != NULL)
		return take(asking, given);
	if (asking->terminal)
		return ask(asking, question, usual, take);
	fprintf(stderr, "comity: --%s is missing\n", option);
	return false;
}

static void
show_protocols(const struct ruleset *rules)
{
	puts("The protocols that come with Comity:");
	for (size_t i = 0; i < rules->protocol_count; i++)
		printf("  %zu  %-28.*s %.*s\n", i + 1,
			STR_ARG(rules->protocols[i]->name),
			STR_ARG(rules->protocols[i]->title));
}

static bool
find_domains(struct asking *asking, const char **given)
{
	if (given[0] == NULL)
		return find_out(asking, NULL, "domain",
			"Its mail domains (after the @)", NULL, take_domains);
	for (size_t i = 0; given[i] != NULL; i++)
		if (!take_domain(asking, given[i]))
			return false;
	return true;
}

static const char *
likely_mta(void)
{
	return g_file_test("/etc/mail/sendmail.mc", G_FILE_TEST_EXISTS) &&
			       !g_file_test("/etc/postfix/main.cf",
				       G_FILE_TEST_EXISTS)
		       ? "sendmail"
		       : "postfix";
}

/* The rules take a second or two to load: last, when all else is known. */
static bool
find_protocol(struct asking *asking, const char *given)
{
	struct diag *diag = diag_new();
	char *path = g_build_filename(
		policy_shipped_directory(), "comity.conf", NULL);
	bool good = false;

	asking->shipped = ruleset_load(diag, path);
	if (asking->shipped == NULL) {
		diag_print(diag, stderr);
	} else {
		if (given == NULL && asking->terminal)
			show_protocols(asking->shipped);
		good = find_out(asking, given, "protocol",
			"Its protocol, by name or number", NULL, take_protocol);
	}
	ruleset_free(&asking->shipped);
	diag_free(&diag);
	g_free(path);
	return good;
}

bool
init_ask(const struct options *options, struct init_answers *answers)
{
	struct asking asking = {NULL, answers, isatty(STDIN_FILENO) == 1};

	*answers = (struct init_answers){
		.domains = g_ptr_array_new_with_free_func(g_free)};
	return find_out(&asking, options->council, "council",
		       "The council, in one word", NULL, take_council) &&
	       find_domains(&asking, options->domains) &&
	       find_out(&asking, options->mta, "mta", "The mail server",
		       likely_mta(), take_mta) &&
	       find_protocol(&asking, options->protocol);
}

void
init_answers_clear(struct init_answers *answers)
{
	g_free(answers->council);
	g_free(answers->protocol);
	g_ptr_array_free(answers->domains, TRUE);
}
