/* HTML as text with marks, and whose words that text is. */
#include "fuzz.h"

#include "text/segment.h"

static void
check_marks(const struct html_text *html)
{
	size_t last = 0;

	for (size_t i = 0; i < html->mark_count; i++) {
		const struct html_mark *mark = &html->marks[i];

		FUZZ_CHECK(last <= mark->start && mark->start <= mark->end);
		FUZZ_CHECK(mark->end <= html->text.n);
		last = mark->start;
	}
}

/* Every byte falls into exactly one segment. */
static void
check_segments(const struct segment_list *segments, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < segments->count; i++) {
		FUZZ_CHECK(segments->items[i].start == at);
		FUZZ_CHECK(segments->items[i].end > at);
		FUZZ_CHECK(segments->items[i].zone < ZONE_COUNT);
		at = segments->items[i].end;
	}
	FUZZ_CHECK(at == length);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct str input = fuzz_input(bytes, size);
	const struct segment_hints hints = {
		.is_reply = size % 2, .author_name = STR_LIT("Jane Marsh")};
	struct html_text html;
	struct segment_list segments;

	html = html_read(arena, input);
	FUZZ_CHECK(!g_utf8_validate(input.p, (gssize)size, NULL) ||
		   fuzz_is_text(html.text));
	check_marks(&html);
	segments = segment_text(
		arena, html.text, html.marks, html.mark_count, &hints);
	check_segments(&segments, html.text.n);
	arena_free(&arena);
	return 0;
}
