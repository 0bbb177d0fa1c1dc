/*
 * An expression on its first line, a text behind it. What the pattern says of
 * itself (its literals, its shortest match) holds for what it finds, since the
 * prefilter leaves out patterns on the strength of it.
 */
#include "fuzz.h"

#include "language/pattern.h"
#include "mail/decode.h"
#include "mail/fold.h"

static bool
has_literal(const struct pattern *pattern, struct str found)
{
	const struct str *literals;
	size_t count = pattern_literals(pattern, &literals);
	bool has = count == 0;

	for (size_t i = 0; i < count; i++)
		has = has || str_find_nocase(found, literals[i], 0) != SIZE_MAX;
	return has;
}

static void
check_match(const struct pattern *pattern, struct str text, size_t start,
	size_t end)
{
	struct pattern_nature nature = pattern_nature(pattern);
	struct pattern_reach reach = pattern_reach(pattern);
	struct str found = {text.p + start, end - start};

	FUZZ_CHECK(start < end && end <= text.n);
	if (nature.understood) {
		FUZZ_CHECK(!nature.never);
		FUZZ_CHECK((size_t)g_utf8_strlen(found.p, (gssize)found.n) >=
			   nature.min_length);
	}
	FUZZ_CHECK(has_literal(pattern, text));
	if (reach.bytes == SIZE_MAX)
		return;
	FUZZ_CHECK(found.n <=
		   reach.bytes + reach.gaps * pattern_longest_gap(text));
	FUZZ_CHECK(has_literal(pattern, found));
}

static void
find(const struct pattern *pattern, struct str text)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	size_t start, end;
	bool ascii = g_str_is_ascii(text.n > 0 ? text.p : "");

	pattern_scratch_deadline(scratch, g_get_monotonic_time() / 1000 + 500);
	if (pattern_find(pattern, scratch, text, ascii, 0, &start, &end) ==
		PATTERN_YES)
		check_match(pattern, text, start, end);
	pattern_scratch_free(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct str text = fuzz_input(bytes, size);
	struct str written = arena_str(arena, fuzz_piece(&text, '\n'));
	struct pattern_error error = {0};
	struct pattern *pattern = NULL;

	text = fold_text(arena, decode_make_valid(arena, text), NULL, NULL);
	text = arena_str(arena, text);
	if (fuzz_is_text(written) && fuzz_is_text(text)) {
		pattern = pattern_new(written, size % 2, &error);
		FUZZ_CHECK(pattern != NULL || error.offset <= written.n);
	}
	if (pattern != NULL && !pattern_matches_empty(pattern))
		find(pattern, text);
	pattern_free(&pattern);
	arena_free(&arena);
	return 0;
}
