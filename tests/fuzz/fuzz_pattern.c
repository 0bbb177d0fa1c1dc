/*
 * Expressions, one a line, and behind an empty line a text. What a pattern
 * says of itself holds for what it finds, and the prefilter, which leaves out
 * work on the strength of it, changes no answer.
 */
#include "base/utf8.h"
#include "fuzz.h"

#include "judge/matcher.h"
#include "judge/prefilter.h"
#include "mime/decode.h"

#include "../../milter/language/pattern_internal.h"
#include "../unit/pattern_windows.h"

/* Of a piece in a sentence only so many starts are looked at. */
enum { MOST_PATTERNS = 4, PATIENCE_MS = 1000, MOST_STARTS = 8 };

static int64_t
deadline(void)
{
	return g_get_monotonic_time() / 1000 + PATIENCE_MS;
}

/* The form for ASCII texts finds what the other one finds. */
static void
check_forms(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str text, enum pattern_result found, size_t start, size_t end)
{
	size_t other_start, other_end;
	enum pattern_result other = pattern_find(
		pattern, scratch, text, false, 0, &other_start, &other_end);

	if (found == PATTERN_LIMIT || other == PATTERN_LIMIT)
		return;
	FUZZ_CHECK(found == other);
	FUZZ_CHECK(found == PATTERN_NO ||
		   (start == other_start && end == other_end));
}

/* What the first match is, against what the pattern says of itself. */
static void
check_nature(const struct pattern *pattern, const struct zone_text *zone)
{
	static struct pattern_scratch *scratch;
	struct pattern_nature nature = pattern_nature(pattern);
	enum pattern_result found;
	size_t start, end;

	if (scratch == NULL)
		scratch = pattern_scratch_new();
	pattern_scratch_deadline(scratch, deadline());
	found = pattern_find(
		pattern, scratch, zone->text, zone->ascii, 0, &start, &end);
	/* Not each time: it is compiled twice. */
	if (zone->ascii && zone->text.n % 2 == 0)
		check_forms(pattern, scratch, zone->text, found, start, end);
	if (found == PATTERN_YES) {
		FUZZ_CHECK(start < end && end <= zone->text.n);
		FUZZ_CHECK(!nature.understood || !nature.never);
		FUZZ_CHECK(!nature.understood ||
			   (size_t)g_utf8_strlen(zone->text.p + start,
				   (gssize)(end - start)) >= nature.min_length);
	}
}

/* Where the piece is found its literals and their partners stand. */
static void
check_windows(const struct pattern *piece, struct pattern_scratch *scratch,
	struct str text)
{
	size_t at = 0;

	/* What \K makes of a start is not where the match was tried from. */
	if (strstr(pattern_expression(piece).p, "\\K") != NULL)
		return;
	for (int i = 0; i < MOST_STARTS; i++) {
		if (pattern_find(piece, scratch, text, false, at, &at, NULL) !=
			PATTERN_YES)
			return;
		FUZZ_CHECK(windows_hold(piece, text, at));
		at += (size_t)g_utf8_skip[(unsigned char)text.p[at]];
	}
}

/* Looked for in passing it is found where it is found otherwise. */
static void
check_brief(const struct pattern *piece, struct pattern_scratch *scratch,
	struct str text)
{
	static struct pattern_scratch *brief;
	bool ascii = str_is_ascii(text);
	size_t start = 0, end = 0, other_start = 0, other_end = 0;
	enum pattern_result found, other;

	if (brief == NULL) {
		brief = pattern_scratch_new();
		pattern_scratch_brief(brief);
	}
	pattern_scratch_deadline(brief, deadline());
	other = pattern_find(
		piece, brief, text, ascii, 0, &other_start, &other_end);
	found = pattern_find(piece, scratch, text, ascii, 0, &start, &end);
	if (found == PATTERN_LIMIT || other == PATTERN_LIMIT)
		return;
	FUZZ_CHECK(found == other && start == other_start && end == other_end);
}

static void
check_sentences(const struct pattern *pattern, const struct zone_text *zone)
{
	static struct pattern_scratch *scratch;
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	if (scratch == NULL)
		scratch = pattern_scratch_new();
	pattern_scratch_deadline(scratch, deadline());
	for (size_t s = 0; s < zone->sentence_count; s++) {
		struct str text = zone_sentence(zone, s);

		for (size_t i = 0; i < count && windows_plain(text); i++) {
			check_brief(pieces[i], scratch, text);
			check_windows(pieces[i], scratch, text);
		}
	}
}

/* What was taken without asking PCRE2 does compile. */
static void
check_code(const struct pattern *pattern)
{
	FUZZ_CHECK(pattern_compiled(pattern, false, true)->code != NULL);
}

/* Compiles what can be; patterns of the empty string are refused elsewhere. */
static size_t
read_patterns(
	struct arena *arena, struct str *input, const struct pattern **patterns)
{
	size_t count = 0;
	struct str line;

	while (str_split(input, '\n', &line) && line.n > 0) {
		struct pattern_error error = {0};
		struct pattern *pattern;

		line = arena_str(arena, line);
		if (count == MOST_PATTERNS || !fuzz_is_text(line))
			continue;
		pattern = pattern_new(line, line.n % 2 == 0, &error);
		FUZZ_CHECK(pattern != NULL || error.offset <= line.n);
		if (pattern != NULL)
			check_code(pattern);
		if (pattern != NULL && pattern_matches_empty(pattern)) {
			pattern_free(&pattern);
		} else if (pattern != NULL) {
			pattern_set_id(pattern, (unsigned)count);
			patterns[count++] = pattern;
		}
	}
	return count;
}

/* The matchers are used again and again, as those of the daemon are. */
static void
check_prefilter(const struct ruleset *rules, const struct message *message)
{
	static struct matcher *with, *without;
	struct prefilter *prefilter = prefilter_new(rules, NULL, NULL);

	if (with == NULL) {
		with = matcher_new();
		without = matcher_new();
	}
	matcher_begin(with, rules, prefilter, message, deadline());
	matcher_begin(without, rules, NULL, message, deadline());
	for (size_t i = 0; i < rules->pattern_count; i++) {
		const struct term term = {
			.op = TERM_PATTERN, .pattern = rules->patterns[i]};
		struct sentence_set a =
			matcher_term(with, &term, ZONE_TEXT, UNIT_SENTENCE);
		struct sentence_set b =
			matcher_term(without, &term, ZONE_TEXT, UNIT_SENTENCE);

		if (matcher_limited(with) || matcher_limited(without))
			break;
		FUZZ_CHECK(a.count == b.count);
		FUZZ_CHECK(
			memcmp(a.words, b.words,
				(a.count + 63) / 64 * sizeof(*a.words)) == 0);
	}
	prefilter_free(&prefilter);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct str text = fuzz_input(bytes, size);
	const struct pattern *patterns[MOST_PATTERNS];
	struct ruleset rules = {.patterns = patterns};
	struct message message = {0};
	struct zone_builder *builder;

	rules.vocabulary = vocabulary_new(arena, NULL, 0);
	rules.pattern_count = read_patterns(arena, &text, patterns);
	text = utf8_make_valid(arena, text);
	for (int i = 0; i < ZONE_COUNT; i++) {
		builder = zone_builder_new(arena);
		if (i == ZONE_TEXT)
			zone_builder_add(builder, text, 0, text.n, -1, true);
		message.zones[i] = zone_builder_finish(builder);
	}
	for (size_t i = 0; i < rules.pattern_count; i++) {
		check_nature(patterns[i], &message.zones[ZONE_TEXT]);
		check_sentences(patterns[i], &message.zones[ZONE_TEXT]);
	}
	check_prefilter(&rules, &message);
	for (size_t i = 0; i < rules.pattern_count; i++) {
		struct pattern *pattern =
			(struct pattern *)(uintptr_t)patterns[i];

		pattern_free(&pattern);
	}
	arena_free(&arena);
	return 0;
}
