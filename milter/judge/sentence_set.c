#include "judge/sentence_set.h"

#include "base/bits.h"

struct set_frame
set_frame_of(struct arena *arena, const struct zone_text *text)
{
	size_t count = text->sentence_count;
	size_t words = (count + 63) / 64;
	uint64_t *every = ARENA_ARRAY(arena, uint64_t, words);

	for (size_t i = 0; i < count; i++)
		bits_add(every, i);
	return (struct set_frame){
		arena, text, words, ARENA_ARRAY(arena, uint64_t, words), every};
}

struct sentence_set
set_of(const struct set_frame *frame, const uint64_t *words,
	const uint64_t *maybe)
{
	struct sentence_set set = {
		words, maybe, frame->text->sentence_count, false, false};

	if (words == frame->none && maybe == words)
		return set;
	for (size_t i = 0; i < frame->words; i++) {
		set.any |= words[i] != 0;
		set.unknown |= (maybe[i] & ~words[i]) != 0;
	}
	return set;
}

struct sentence_set
set_empty(const struct set_frame *frame)
{
	return set_of(frame, frame->none, frame->none);
}

/* Most zones take a word or two: clearing them first would cost more than
 * writing them. */
uint64_t *
set_room(const struct set_frame *frame)
{
	return (uint64_t *)(void *)arena_room(
		frame->arena, frame->words * sizeof(uint64_t));
}

const uint64_t *
set_common(const struct set_frame *frame, const uint64_t *a, const uint64_t *b)
{
	uint64_t *made = set_room(frame);
	uint64_t any = 0;

	for (size_t i = 0; i < frame->words; i++)
		any |= made[i] = a[i] & b[i];
	return any != 0 ? made : NULL;
}

const uint64_t *
set_either(const struct set_frame *frame, const uint64_t *a, const uint64_t *b)
{
	uint64_t *made = set_room(frame);

	for (size_t i = 0; i < frame->words; i++)
		made[i] = a[i] | b[i];
	return made;
}

/* The first bit at or after `from`, or count. */
static size_t
next_bit(const uint64_t *words, size_t count, size_t from)
{
	while (from < count) {
		uint64_t rest = words[from / 64] >> (from % 64);

		if (rest != 0)
			return from + (size_t)__builtin_ctzll(rest);
		from = (from / 64 + 1) * 64;
	}
	return count;
}

const uint64_t *
set_paragraphs(const struct set_frame *frame, const uint64_t *words)
{
	const struct sentence *sentences = frame->text->sentences;
	size_t count = frame->text->sentence_count;
	uint64_t *wide = ARENA_ARRAY(frame->arena, uint64_t, frame->words);

	for (size_t s = next_bit(words, count, 0); s < count;) {
		uint32_t paragraph = sentences[s].paragraph;
		size_t first = s;

		while (first > 0 && sentences[first - 1].paragraph == paragraph)
			first--;
		while (s < count && sentences[s].paragraph == paragraph)
			s++;
		bits_add_from(wide, first, s);
		s = next_bit(words, count, s);
	}
	return wide;
}

struct sentence_set
set_widen(const struct set_frame *frame, struct sentence_set set,
	enum unit within)
{
	const uint64_t *words, *maybe;

	if (within == UNIT_SENTENCE || set_is_void(&set))
		return set;
	if (within == UNIT_MESSAGE) {
		words = set.any ? frame->every : frame->none;
		return set_of(frame, words, frame->every);
	}
	words = set_paragraphs(frame, set.words);
	maybe = set.maybe == set.words ? words
				       : set_paragraphs(frame, set.maybe);
	return set_of(frame, words, maybe);
}

static const uint64_t *
join(const struct set_frame *frame, enum term_op op, const uint64_t *a,
	const uint64_t *b)
{
	uint64_t *made = set_room(frame);

	for (size_t i = 0; i < frame->words; i++)
		made[i] = op == TERM_AND  ? a[i] & b[i]
			  : op == TERM_OR ? a[i] | b[i]
					  : b[i] & ~a[i];
	return made;
}

static struct sentence_set
both(const struct set_frame *frame, enum term_op op, struct sentence_set a,
	struct sentence_set b)
{
	const uint64_t *words = join(frame, op, a.words, b.words);
	const uint64_t *maybe = words;

	if (a.unknown || b.unknown)
		maybe = join(frame, op, a.maybe, b.maybe);
	return set_of(frame, words, maybe);
}

struct sentence_set
set_and(const struct set_frame *frame, struct sentence_set a,
	struct sentence_set b)
{
	if (set_is_void(&a))
		return a;
	return set_is_void(&b) ? b : both(frame, TERM_AND, a, b);
}

struct sentence_set
set_or(const struct set_frame *frame, struct sentence_set a,
	struct sentence_set b)
{
	if (set_is_void(&a))
		return b;
	return set_is_void(&b) ? a : both(frame, TERM_OR, a, b);
}

/* What may be in the set is not for certain out of its opposite. */
struct sentence_set
set_not(const struct set_frame *frame, struct sentence_set a,
	const uint64_t *among)
{
	const uint64_t *words = join(frame, TERM_NOT, a.maybe, among);
	const uint64_t *maybe = words;

	if (a.unknown)
		maybe = join(frame, TERM_NOT, a.words, among);
	return set_of(frame, words, maybe);
}

size_t
set_next(const struct sentence_set *set, size_t from)
{
	return next_bit(set->words, set->count, from);
}
