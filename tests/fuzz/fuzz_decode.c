/* Bytes to text: the first byte chooses the decoder. */
#include "base/utf8.h"
#include "fuzz.h"

#include "mime/date.h"
#include "mime/decode.h"
#include "text/flowed.h"
#include "text/fold.h"
#include "text/sentence.h"

/* Offsets rise, and none of the writer's lies outside what was written. */
struct runs {
	size_t folded, count, most;
};

static void
check_run(void *context, size_t folded, size_t original)
{
	struct runs *runs = context;

	FUZZ_CHECK(runs->count > 0 || (folded == 0 && original == 0));
	FUZZ_CHECK(folded >= runs->folded && original <= runs->most);
	runs->folded = folded;
	runs->count++;
}

static void
check_fold(struct arena *arena, struct str input)
{
	struct str text = utf8_make_valid(arena, input);
	struct runs runs = {.most = text.n};
	struct str folded = fold_text(arena, text, check_run, &runs);
	size_t at = 0;

	FUZZ_CHECK(fuzz_is_text(text));
	FUZZ_CHECK(fuzz_is_text(folded));
	while (at < folded.n) {
		size_t end = sentence_end(folded, at);

		FUZZ_CHECK(end > at && end <= folded.n);
		for (at = end; at < folded.n && folded.p[at] == ' ';)
			at++;
	}
}

static struct str
decode(struct arena *arena, unsigned char kind, struct str input)
{
	struct str charset;
	int64_t utc;

	switch (kind % 8) {
	case 0:
		return utf8_make_valid(arena, decode_base64(arena, input));
	case 1:
		return utf8_make_valid(
			arena, decode_quoted_printable(arena, input));
	case 2:
		return utf8_make_valid(arena, decode_uu(arena, input));
	case 3:
		charset = fuzz_piece(&input, '\n');
		return decode_charset(arena, input, charset, NULL);
	case 4:
		return decode_header(arena, input);
	case 5:
		input = utf8_make_valid(arena, input);
		return flowed_unwrap(arena, input, kind & 8);
	case 6:
		date_read(input, &utc);
		return (struct str){NULL, 0};
	default:
		check_fold(arena, input);
		return (struct str){NULL, 0};
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct str input = fuzz_input(bytes, size);
	unsigned char kind = fuzz_byte(&input);

	FUZZ_CHECK(fuzz_is_text(decode(arena, kind, input)));
	arena_free(&arena);
	return 0;
}
