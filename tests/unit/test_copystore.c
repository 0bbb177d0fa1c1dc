#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "people/copystore.h"

enum { NOW = 1795000000, DAY = 24 * 60 * 60 };

struct fixture {
	char *folder, *path;
	struct copystore *store;
};

static int
set_up(void **state)
{
	struct fixture *f = g_new0(struct fixture, 1);

	f->folder = g_dir_make_tmp("copystore-XXXXXX", NULL);
	f->path = g_build_filename(f->folder, "copies.db", NULL);
	f->store = copystore_open(f->path);
	*state = f;
	return f->store == NULL;
}

static int
tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct fixture *f = *state;

	copystore_close(&f->store);
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		char *path = g_strconcat(f->path, ends[i], NULL);

		g_unlink(path);
		g_free(path);
	}
	g_rmdir(f->folder);
	g_free(f->path);
	g_free(f->folder);
	g_free(f);
	return 0;
}

static const struct str author = {"ceo@b.example", 13};
static const struct str other = {"mo@b.example", 12};
static const struct str id = {"1@b.example", 11};

static void
what_was_noted_is_recalled(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		copystore_recall(f->store, author, id, NOW), EARLIER_NONE);
	copystore_note(f->store, author, id, EARLIER_UNTOLD, NOW);
	assert_int_equal(
		copystore_recall(f->store, author, id, NOW), EARLIER_UNTOLD);
	/* Another author may use the same Message-ID, or another one. */
	assert_int_equal(
		copystore_recall(f->store, other, id, NOW), EARLIER_NONE);
	assert_int_equal(
		copystore_recall(f->store, author, STR_LIT("2@b.example"), NOW),
		EARLIER_NONE);
}

static void
the_most_telling_stays(void **state)
{
	struct fixture *f = *state;

	copystore_note(f->store, author, id, EARLIER_VISIBLE, NOW);
	assert_int_equal(
		copystore_recall(f->store, author, id, NOW), EARLIER_VISIBLE);
	copystore_note(f->store, author, id, EARLIER_UNTOLD, NOW);
	copystore_note(f->store, author, id, EARLIER_TOLD, NOW);
	assert_int_equal(
		copystore_recall(f->store, author, id, NOW), EARLIER_UNTOLD);
}

static void
old_ones_are_forgotten(void **state)
{
	struct fixture *f = *state;
	int64_t later = NOW + (COPYSTORE_DAYS + 1) * (int64_t)DAY;

	copystore_note(f->store, author, id, EARLIER_UNTOLD, NOW);
	assert_int_equal(copystore_recall(f->store, author, id, NOW + DAY),
		EARLIER_UNTOLD);
	assert_int_equal(
		copystore_recall(f->store, author, id, later), EARLIER_NONE);
}

static void
it_survives_a_restart(void **state)
{
	struct fixture *f = *state;

	copystore_note(f->store, author, id, EARLIER_TOLD, NOW);
	copystore_close(&f->store);
	assert_null(f->store);
	f->store = copystore_open(f->path);
	assert_int_equal(
		copystore_recall(f->store, author, id, NOW), EARLIER_TOLD);
}

static void
nothing_readable_is_kept(void **state)
{
	struct fixture *f = *state;
	static const char *const ends[] = {"", "-wal"};

	copystore_note(f->store, author, id, EARLIER_UNTOLD, NOW);
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		char *path = g_strconcat(f->path, ends[i], NULL), *bytes;
		gsize length;

		assert_true(g_file_get_contents(path, &bytes, &length, NULL));
		assert_null(memmem(bytes, length, author.p, author.n));
		assert_null(memmem(bytes, length, "ceo", 3));
		assert_null(memmem(bytes, length, id.p, id.n));
		g_free(bytes);
		g_free(path);
	}
}

static void
without_a_store_nothing_is_known(void **state)
{
	struct copystore *none = NULL;
	struct fixture *f = *state;

	copystore_note(none, author, id, EARLIER_UNTOLD, NOW);
	assert_int_equal(copystore_recall(none, author, id, NOW), EARLIER_NONE);
	copystore_close(&none);
	assert_null(copystore_open("/nowhere/at/all/copies.db"));
	/* Without a Message-ID no two transactions can be joined. */
	copystore_note(
		f->store, author, (struct str){NULL, 0}, EARLIER_UNTOLD, NOW);
	assert_int_equal(
		copystore_recall(f->store, author, (struct str){NULL, 0}, NOW),
		EARLIER_NONE);
}

static void
a_spoilt_file_is_refused(void **state)
{
	struct fixture *f = *state;

	copystore_close(&f->store);
	assert_true(g_file_set_contents(
		f->path, "this is no database, whatever it is\n", -1, NULL));
	assert_null(copystore_open(f->path));
}

struct crowd {
	struct copystore *store;
	int number;
};

static gpointer
note_many(gpointer data)
{
	struct crowd *one = data;

	for (int i = 0; i < 200; i++) {
		char key[32];

		g_snprintf(key, sizeof(key), "%d.%d@b", one->number, i);
		copystore_note(
			one->store, author, str_of(key), EARLIER_TOLD, NOW);
		if (copystore_recall(one->store, author, str_of(key), NOW) !=
			EARLIER_TOLD)
			return GINT_TO_POINTER(1);
	}
	return NULL;
}

static void
many_threads_may_use_it(void **state)
{
	struct fixture *f = *state;
	struct crowd crowd[4];
	GThread *threads[4];

	for (int i = 0; i < 4; i++) {
		crowd[i] = (struct crowd){f->store, i};
		threads[i] = g_thread_new("note", note_many, &crowd[i]);
	}
	for (int i = 0; i < 4; i++)
		assert_null(g_thread_join(threads[i]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_noted_is_recalled),
		TEST(the_most_telling_stays),
		TEST(old_ones_are_forgotten),
		TEST(it_survives_a_restart),
		TEST(nothing_readable_is_kept),
		TEST(without_a_store_nothing_is_known),
		TEST(a_spoilt_file_is_refused),
		TEST(many_threads_may_use_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
