/* A roster, found in by each of its own keys, and its names in a text. */
#include "fuzz.h"

#include "base/arena.h"
#include "people/mention.h"
#include "people/roster.h"
#include "text/zone.h"

enum { DAY = 20500 };

static bool
none(struct str key, const struct person *person, void *context)
{
	(void)key;
	(void)person;
	(void)context;
	return false;
}

static void
check_person(const struct roster *roster, const struct person *person)
{
	const struct person *found = roster_find(roster, person->key, DAY);

	FUZZ_CHECK(fuzz_is_text(person->name));
	FUZZ_CHECK(person->role < ROLE_COUNT);
	FUZZ_CHECK(person->is_default || found != NULL ||
		   !person_in_force(person, DAY));
	if (person->role != ROLE_LIST)
		return;
	roster_list_find(roster, person, DAY, none, NULL);
	roster_list_has(roster, person, found, DAY);
}

/* The roster's own text is as full of its names as a text can be. */
static void
find_names(const struct roster *roster, struct str text)
{
	struct arena *arena = arena_new();
	struct mention_index *index = mention_index_new(roster);
	struct zone_builder *builder = zone_builder_new(arena);
	struct zone_text zone;
	struct mention_list mentions;

	zone_builder_add(builder, text, 0, text.n, -1, true);
	zone = zone_builder_finish(builder);
	mentions = mention_find(arena, index, &zone, DAY);
	for (size_t i = 0; i < mentions.count; i++) {
		FUZZ_CHECK(mentions.items[i].start < mentions.items[i].end);
		FUZZ_CHECK(mentions.items[i].end <= zone.text.n);
		FUZZ_CHECK(mentions.items[i].sentence < zone.sentence_count);
	}
	mention_index_free(&index);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct diag *diag = diag_new();
	const struct source *source =
		diag_read_memory(diag, "r.csv", fuzz_input(bytes, size));
	struct roster *roster = NULL;
	const struct person *people = NULL;
	size_t count = 0;

	if (source != NULL)
		roster = roster_load(diag, source);
	FUZZ_CHECK((roster == NULL) == (diag_errors(diag) > 0));
	if (roster != NULL)
		people = roster_people(roster, &count);
	/* Not each time: an index takes a thousand times as long. */
	if (roster != NULL && size % 256 == 0)
		find_names(roster, source_text(source));
	for (size_t i = 0; i < count; i++)
		check_person(roster, &people[i]);
	roster_free(&roster);
	diag_free(&diag);
	return 0;
}
