#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <glib.h>

#include "../../milter/base/poison.h"
#include "base/arena.h"

enum { PIECES = 400 };

static void
pieces_are_zeroed_aligned_and_apart(void **state)
{
	struct arena *arena = arena_new();
	unsigned char *pieces[PIECES];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < PIECES; i++) {
			pieces[i] = arena_alloc(arena, i);
			assert_int_equal(
				(uintptr_t)pieces[i] % _Alignof(max_align_t),
				0);
			for (size_t k = 0; k < i; k++)
				assert_int_equal(pieces[i][k], 0);
			memset(pieces[i], (int)(i % 256), i);
		}
		for (size_t i = 0; i < PIECES; i++)
			for (size_t k = 0; k < i; k++)
				assert_int_equal(pieces[i][k], i % 256);
		assert_true(arena_used(arena) >= PIECES * (PIECES - 1) / 2);
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
	arena_free(&arena);
	assert_null(arena);
	arena_free(&arena);
}

/* What was there before may still be, but nobody else's. */
static void
room_is_aligned_and_apart(void **state)
{
	struct arena *arena = arena_new();
	char *before = arena_copy(arena, "before", 3);
	char *room = arena_room(arena, PIECES);
	char *behind = arena_alloc(arena, 1);

	(void)state;
	assert_int_equal((uintptr_t)room % _Alignof(max_align_t), 0);
	memset(room, 'x', PIECES);
	assert_string_equal(before, "bef");
	assert_int_equal(*behind, 0);
	arena_reset(arena);
	/* A copy ends with NUL where something else stood. */
	before = arena_copy(arena, "again", 5);
	room = arena_copy(arena, "room", 4);
	assert_string_equal(before, "again");
	assert_string_equal(room, "room");
	arena_free(&arena);
}

/* After a few resets what is asked for each time comes out of one block. */
static void
a_reset_keeps_room_for_as_much_again(void **state)
{
	enum { PIECE = 1000, COUNT = 60 };
	struct arena *arena = arena_new();
	const char *first = NULL, *last = NULL;

	(void)state;
	for (int round = 0; round < 4; round++) {
		arena_reset(arena);
		first = arena_room(arena, PIECE);
		for (int i = 1; i < COUNT; i++)
			last = arena_room(arena, PIECE);
	}
	assert_true(last > first);
	assert_true(last - first < 2 * PIECE * COUNT);
	arena_free(&arena);
}

static void
a_piece_may_be_larger_than_any_block(void **state)
{
	struct arena *arena = arena_new();
	const size_t size = 5 * 1000 * 1000;
	char *large = arena_alloc(arena, size);
	char *small = arena_alloc(arena, 1);

	(void)state;
	large[0] = large[size - 1] = 'l';
	assert_int_equal(*small, 0);
	arena_free(&arena);
}

static void
an_array_keeps_what_it_has_as_it_grows(void **state)
{
	struct arena *arena = arena_new();
	unsigned *numbers = NULL;
	size_t room = 0;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		numbers =
			arena_grow(arena, numbers, i, &room, sizeof(*numbers));
		numbers[i] = i;
	}
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	arena_free(&arena);
}

#ifdef HAS_ADDRESS_SANITIZER
/* One byte behind a piece is nobody's, and so is all after a reset. */
static void
a_sanitizer_sees_an_overrun(void **state)
{
	struct arena *arena = arena_new();
	char *copy;

	(void)state;
	for (size_t n = 1; n < 100; n++) {
		char *piece = arena_alloc(arena, n);

		assert_false(__asan_address_is_poisoned(piece + n - 1));
		assert_true(__asan_address_is_poisoned(piece + n));
	}
	copy = arena_copy(arena, "four", 4);
	assert_false(__asan_address_is_poisoned(copy + 4));
	assert_true(__asan_address_is_poisoned(copy + 5));
	arena_reset(arena);
	assert_true(__asan_address_is_poisoned(copy));
	arena_free(&arena);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(room_is_aligned_and_apart),
		cmocka_unit_test(a_reset_keeps_room_for_as_much_again),
		cmocka_unit_test(a_piece_may_be_larger_than_any_block),
		cmocka_unit_test(an_array_keeps_what_it_has_as_it_grows),
#ifdef HAS_ADDRESS_SANITIZER
		cmocka_unit_test(a_sanitizer_sees_an_overrun),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
