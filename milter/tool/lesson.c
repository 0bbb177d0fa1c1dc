#include "tool/lesson.h"

#include "people/mention.h"
#include "text/plain_word.h"

enum {
	MESSAGES_LEAST = 3, /* that have a word */
	PAIR_MESSAGES_LEAST = 6,
	/* Per cent of a word's places within sentences where it is small. */
	SMALL_LEAST = 30,
	SMALL_LEAST_OF_NAME = 50,
};

struct lesson *
lesson_new(const char *const *flags)
{
	struct lesson *lesson = g_new0(struct lesson, 1);

	lesson->flags = flags;
	while (flags[lesson->flag_count] != NULL)
		lesson->flag_count++;
	lesson->words = g_array_new(FALSE, FALSE, sizeof(struct lesson_word));
	lesson->messages =
		g_array_new(FALSE, FALSE, sizeof(struct lesson_message));
	lesson->uses = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	lesson->hits = g_byte_array_new();
	lesson->numbers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lesson->names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return lesson;
}

void
lesson_free(struct lesson **lesson)
{
	struct lesson *old = *lesson;

	if (old == NULL)
		return;
	g_hash_table_destroy(old->names);
	g_hash_table_destroy(old->numbers);
	g_byte_array_free(old->hits, TRUE);
	g_array_free(old->uses, TRUE);
	g_array_free(old->messages, TRUE);
	g_array_free(old->words, TRUE);
	g_free(old);
	*lesson = NULL;
}

/* --- A message --------------------------------------------------------- */

/* A message while its words are read. */
struct listener {
	struct lesson *lesson;
	GHashTable *met; /* numbers of its words and pairs */
	unsigned words;
};

/* The text is taken over. */
static uint32_t
number_of(struct lesson *lesson, char *text)
{
	struct lesson_word new = {.text = text};
	uint32_t number = lesson->words->len;
	gpointer known;

	if (g_hash_table_lookup_extended(lesson->numbers, text, NULL, &known)) {
		g_free(text);
		return GPOINTER_TO_UINT(known);
	}
	g_hash_table_insert(lesson->numbers, text, GUINT_TO_POINTER(number));
	g_array_append_val(lesson->words, new);
	return number;
}

static struct lesson_word *
word_of(struct lesson *lesson, uint32_t number)
{
	return &g_array_index(lesson->words, struct lesson_word, number);
}

/* Each counts once in a message. */
static void
note_use(struct listener *listener, uint32_t number)
{
	struct lesson *lesson = listener->lesson;

	if (!g_hash_table_add(listener->met, GUINT_TO_POINTER(number)))
		return;
	word_of(lesson, number)->messages++;
	g_array_append_val(lesson->uses, number);
}

static bool
begins_small(struct str word)
{
	return g_unichar_islower(g_utf8_get_char(word.p));
}

/* Its number. */
static uint32_t
hear_word(struct listener *listener, struct str bare, bool inside)
{
	struct lesson *lesson = listener->lesson;
	uint32_t number =
		number_of(lesson, g_ascii_strdown(bare.p, (gssize)bare.n));

	word_of(lesson, number)->inside += inside;
	word_of(lesson, number)->small += inside && begins_small(bare);
	note_use(listener, number);
	return number;
}

static void
hear_pair(struct listener *listener, uint32_t first, uint32_t second)
{
	struct lesson *lesson = listener->lesson;
	uint32_t number =
		number_of(lesson, g_strconcat(word_of(lesson, first)->text, " ",
					  word_of(lesson, second)->text, NULL));
	struct lesson_word *pair = word_of(lesson, number);

	pair->is_pair = true;
	pair->first = first;
	pair->second = second;
	note_use(listener, number);
}

static void
hear_zone(struct listener *listener, const struct zone_text *zone)
{
	const char *end_before = NULL; /* of a word that may be of a pair */
	uint32_t before = 0;
	size_t sentence = 0; /* the next to begin */
	size_t at = 0;
	struct str word;

	while (plain_word_next(zone->text, &at, &word)) {
		size_t start = (size_t)(word.p - zone->text.p);
		struct str bare = plain_word_bare(word);
		bool inside = true;
		uint32_t number;

		for (; sentence < zone->sentence_count &&
			zone->sentences[sentence].start <= start;
			sentence++)
			inside = false;
		listener->words++;
		if (bare.n == 0) {
			end_before = NULL;
			continue;
		}
		number = hear_word(listener, bare, inside);
		if (end_before != NULL &&
			plain_word_follows(end_before, word.p))
			hear_pair(listener, before, number);
		before = number;
		end_before = word.p + word.n;
	}
}

static bool
reaches(const struct participants *people, enum role role)
{
	const struct trait trait = {.kind = TRAIT_ROLE, .role = role};
	const struct selector_alternative alternative = {&trait, 1};
	const struct selector selector = {&alternative, 1};

	return participants_any(people, SET_EVERYONE, &selector) == TRI_YES;
}

static unsigned
roles_of(const struct participants *people)
{
	return (unsigned)people->author.role * 4 +
	       2 * reaches(people, ROLE_MEMBER) + reaches(people, ROLE_OFFICER);
}

static bool
is_in_force(const struct engine_reading *reading, const char *name)
{
	const struct flag *flag = ruleset_flag(reading->rules, str_of(name));

	return flag != NULL && reading->protocol->flag_clauses[flag->id].n > 0;
}

static void
add_text(struct lesson *lesson, const struct engine_reading *reading,
	unsigned roles)
{
	const struct zone_text *zones = reading->message->zones;
	struct listener listener = {
		lesson, g_hash_table_new(g_direct_hash, g_direct_equal), 0};
	struct lesson_message message;

	hear_zone(&listener, &zones[ZONE_SUBJECT]);
	hear_zone(&listener, &zones[ZONE_TEXT]);
	message = (struct lesson_message){
		lesson->uses->len, listener.words, roles};
	g_array_append_val(lesson->messages, message);
	g_hash_table_destroy(listener.met);
}

static void
add_hit(struct lesson *lesson, enum lesson_hit hit)
{
	guint8 byte = (guint8)hit;

	g_byte_array_append(lesson->hits, &byte, 1);
}

void
lesson_add(struct lesson *lesson, const struct engine_reading *reading,
	const bool *has)
{
	add_text(lesson, reading, roles_of(&reading->people));
	for (size_t i = 0; i < lesson->flag_count; i++)
		if (!is_in_force(reading, lesson->flags[i]))
			add_hit(lesson, LESSON_OFF);
		else
			add_hit(lesson, has[i] ? LESSON_HIT : LESSON_MISS);
}

void
lesson_add_sentence(struct lesson *lesson, const struct engine_reading *reading,
	size_t flag, bool hit)
{
	add_text(lesson, reading, LESSON_ALL_ROLES);
	for (size_t i = 0; i < lesson->flag_count; i++)
		if (i != flag)
			add_hit(lesson, LESSON_OFF);
		else
			add_hit(lesson, hit ? LESSON_HIT : LESSON_MISS);
}

const uint32_t *
lesson_uses(const struct lesson *lesson, size_t message, size_t *count)
{
	size_t begin =
		message > 0 ? lesson_message(lesson, message - 1)->end : 0;

	*count = lesson_message(lesson, message)->end - begin;
	return (const uint32_t *)(void *)lesson->uses->data + begin;
}

enum lesson_hit
lesson_hit(const struct lesson *lesson, size_t message, size_t flag)
{
	return (enum lesson_hit)
		lesson->hits->data[message * lesson->flag_count + flag];
}

/* --- Names ------------------------------------------------------------- */

/* The parts of a name; initials and "Cllr" say of nobody who they are. */
static void
add_names(struct lesson *lesson, struct str text)
{
	struct str word;
	size_t at = 0;

	while (plain_word_next(text, &at, &word))
		if (word.n > 1 && !word_is_courtesy(word))
			g_hash_table_add(lesson->names,
				g_ascii_strdown(word.p, (gssize)word.n));
}

static void
add_local_part(struct lesson *lesson, struct str key)
{
	struct str local;

	str_split(&key, '@', &local);
	add_names(lesson, local);
}

void
lesson_add_names(struct lesson *lesson, const struct roster *roster)
{
	size_t count;
	const struct person *people = roster_people(roster, &count);

	for (size_t i = 0; i < count; i++) {
		const struct person *person = &people[i];

		if (person->is_default || (person->role != ROLE_MEMBER &&
						  person->role != ROLE_OFFICER))
			continue;
		add_names(lesson, person->name);
		add_local_part(lesson, person->key);
		for (size_t j = 0; j < person->alias_count; j++)
			add_local_part(lesson, person->aliases[j]);
	}
}

/* Does the word begin with a small letter in so many of a hundred places? */
static bool
is_small(const struct lesson_word *word, unsigned least)
{
	return word->inside > 0 &&
	       (uint64_t)word->small * 100 >= (uint64_t)word->inside * least;
}

static bool
has_digit(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

static bool
is_learnt(const struct lesson *lesson, const struct lesson_word *word)
{
	bool is_name = g_hash_table_contains(lesson->names, word->text);

	return word->messages >= MESSAGES_LEAST && !has_digit(word->text) &&
	       is_small(word, is_name ? SMALL_LEAST_OF_NAME : SMALL_LEAST);
}

bool
lesson_word_fits(const struct lesson *lesson, const struct lesson_word *word)
{
	if (!word->is_pair)
		return is_learnt(lesson, word);
	return word->messages >= PAIR_MESSAGES_LEAST &&
	       is_learnt(lesson, lesson_word(lesson, word->first)) &&
	       is_learnt(lesson, lesson_word(lesson, word->second));
}
