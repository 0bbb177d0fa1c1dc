/*
 * A rule file: read, compiled, printed anew. What can be read is printed in a
 * form that reads the same and that printing does not change again.
 */
#include "fuzz.h"

#include "base/log.h"
#include "language/fmt.h"
#include "language/ruleset.h"

/* Freed with g_free(); NULL where the text cannot be read. */
static char *
print(struct str text)
{
	struct diag *diag = diag_new();
	const struct source *source = diag_read_memory(diag, "f.rules", text);
	char *printed = source != NULL ? fmt_source(diag, source) : NULL;

	FUZZ_CHECK((printed == NULL) == (diag_errors(diag) > 0));
	diag_free(&diag);
	return printed;
}

/* The number of errors. */
static unsigned
compile(struct str text)
{
	struct diag *diag = diag_new();
	const struct source *source = diag_read_memory(diag, "f.rules", text);
	struct ruleset *rules = NULL;
	unsigned errors;
	char *shown = NULL;
	size_t size;
	FILE *out = open_memstream(&shown, &size);

	if (source != NULL)
		rules = ruleset_load_source(diag, source);
	errors = diag_errors(diag);
	FUZZ_CHECK((rules == NULL) == (errors > 0));
	diag_print(diag, out);
	fclose(out);
	FUZZ_CHECK(fuzz_is_text((struct str){shown, size}));
	free(shown);
	ruleset_free(&rules);
	diag_free(&diag);
	return errors;
}

/* Folders and wildcards of this machine are none of an input's business. */
static bool
reads_files(struct str input)
{
	if (str_find_nocase(input, STR_LIT("include"), 0) == SIZE_MAX)
		return false;
	for (size_t i = 0; i < input.n; i++)
		if (strchr("/.*?[", input.p[i]) != NULL)
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str input = fuzz_input(bytes, size);
	unsigned errors;
	char *once, *twice;

	if (reads_files(input))
		return 0;
	log_open("fuzz", false, LOG_LEVEL_NONE);
	errors = compile(input);
	once = print(input);
	FUZZ_CHECK(once != NULL || errors > 0);
	if (once == NULL)
		return 0;
	twice = print(str_of(once));
	FUZZ_CHECK(twice != NULL && strcmp(once, twice) == 0);
	/* Not each time: compiling is most of the work. */
	if (size % 4 == 0)
		FUZZ_CHECK((compile(str_of(once)) > 0) == (errors > 0));
	g_free(once);
	g_free(twice);
	return 0;
}
