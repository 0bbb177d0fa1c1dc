#include "mention_index.h"

#include "mention_phrases.h"
#include "roster_internal.h"
#include "tell_internal.h"
#include "word_internal.h"

static guint
step_hash(gconstpointer p)
{
	const struct step *step = p;

	return step->from * 2654435761u + step->word;
}

static gboolean
step_equal(gconstpointer a, gconstpointer b)
{
	const struct step *x = a, *y = b;

	return x->from == y->from && x->word == y->word;
}

static size_t
start_of(struct str folded)
{
	unsigned first = folded.n > 0 ? (unsigned char)folded.p[0] : 0;
	unsigned second = folded.n > 1 ? (unsigned char)folded.p[1] : 0;

	return first % START_LETTERS * START_LETTERS + second % START_LETTERS;
}

static uint32_t
length_bit(struct str folded)
{
	return UINT32_C(1) << MIN(folded.n, (size_t)LONGEST_TOLD);
}

const struct known_word *
mention_word(const struct mention_index *index, struct str folded)
{
	static const struct known_word unknown;
	const struct known_word *known;

	if (!(index->lengths[start_of(folded)] & length_bit(folded)))
		return &unknown;
	known = g_hash_table_lookup(index->words, &folded);
	return known ? known : &unknown;
}

guint
mention_step(const struct mention_index *index, guint from, guint word)
{
	struct step wanted = {from, word, 0};
	const struct step *step = g_hash_table_lookup(index->steps, &wanted);

	return step ? step->to : NO_NODE;
}

static struct known_word *
learn_word(struct mention_index *index, struct str folded)
{
	struct known_word *known = g_hash_table_lookup(index->words, &folded);

	if (known != NULL)
		return known;
	known = ARENA_NEW(index->arena, struct known_word);
	known->folded = arena_str(index->arena, folded);
	known->number = g_hash_table_size(index->words) + 1;
	index->lengths[start_of(folded)] |= length_bit(folded);
	g_hash_table_insert(index->words, &known->folded, known);
	return known;
}

static guint
learn_step(struct mention_index *index, guint from, guint word)
{
	struct step *step;
	guint to = mention_step(index, from, word);

	if (to != NO_NODE)
		return to;
	step = ARENA_NEW(index->arena, struct step);
	*step = (struct step){from, word, index->targets->len};
	g_ptr_array_add(index->targets, NULL);
	g_hash_table_add(index->steps, step);
	return step->to;
}

static void
learn_target(struct mention_index *index, guint node, struct target target)
{
	GArray *targets = index->targets->pdata[node];

	if (targets == NULL) {
		targets = g_array_new(FALSE, FALSE, sizeof(struct target));
		index->targets->pdata[node] = targets;
	}
	for (guint i = 0; i < targets->len; i++) {
		struct target *old = &g_array_index(targets, struct target, i);

		if (old->person != target.person)
			continue;
		/* The stricter form and the full one win. */
		old->form = MIN(old->form, target.form);
		old->bare = old->bare && target.bare;
		return;
	}
	g_array_append_val(targets, target);
}

static void
learn_phrase(const struct person *person, struct str phrase,
	enum mention_form form, bool bare, void *context)
{
	struct mention_index *index = context;
	struct word_reader reader = word_reader_new(phrase);
	struct known_word *known;
	struct word word;
	guint node = ROOT, count = 0;

	while (count < LONGEST_PHRASE && word_next(&reader, &word)) {
		if (str_eq(word.folded, STR_LIT("the")))
			continue;
		known = learn_word(index, word.folded);
		known->begins |= node == ROOT;
		node = learn_step(index, node, known->number);
		count++;
	}
	if (node != ROOT)
		learn_target(index, node, (struct target){person, form, bare});
	word_reader_clear(&reader);
}

static const char *const determiners[] = {
	"the", "our", "my", "your", "their", "his", "her", "its", "and", NULL};
/* Before an office these make it another one. */
static const char *const deputies[] = {"deputy", "assistant", "vice", "former",
	"ex", "previous", "associate", "sub", "shadow", "junior", "trainee",
	"next", "new", NULL};
/* First names that are words, too; at the start of a sentence no name. */
static const char *const common_words[] = {"will", "may", "mark", "bill",
	"grant", "rose", "grace", "hope", "faith", "joy", "dot", "sue", "pat",
	"drew", "jack", "ray", "rich", "guy", "miles", "chase", "dawn", "eve",
	"april", "june", "august", "summer", "penny", "rob", "nick", "frank",
	"dean", "earl", "don", "victor", "max", "lance", "robin", "holly",
	"ivy", "violet", "amber", "ruby", "pearl", "heather", "iris", "lily",
	"olive", "daisy", "poppy", "sandy", "gene", "wade", "cliff", "glen",
	"dale", "forest", "hunter", "mason", "cooper", "taylor", "carter",
	"porter", "parker", "warren", "archer", "page", "reed", "art", "bob",
	"jo", "lee", "kit", "sky", "star", "stew", "trinity", "verity", "ward",
	"wren", "hazel", "honor", "melody", "harmony", "christian", "norm",
	"sterling", "ford", "hall", "park", "field", "hill", "lane", "street",
	"church", "bridge", "mill", "wood", "brook", "moss", "frost", "stone",
	NULL};

static void
learn_sort(struct mention_index *index, const char *const *words,
	enum word_sort sort)
{
	for (size_t i = 0; words[i] != NULL; i++)
		learn_word(index, str_of(words[i]))->sorts |= sort;
}

static void
learn_sorts(struct mention_index *index)
{
	static const char *const of[] = {"of", "for", NULL};

	learn_sort(index, courtesy_words, SORT_COURTESY);
	learn_sort(index, determiners, SORT_DETERMINER);
	learn_sort(index, deputies, SORT_DEPUTY);
	learn_sort(index, common_words, SORT_COMMON);
	learn_sort(index, of, SORT_OF);
}

struct mention_index *
mention_index_new(const struct roster *roster)
{
	struct mention_index *index = g_new0(struct mention_index, 1);
	size_t count;
	const struct person *people = roster_people(roster, &count);

	index->arena = arena_new();
	index->words = g_hash_table_new(str_hash, str_equal);
	index->steps = g_hash_table_new(step_hash, step_equal);
	index->targets = g_ptr_array_new();
	g_ptr_array_add(index->targets, NULL); /* the root */
	index->the = learn_word(index, STR_LIT("the"))->number;
	learn_sorts(index);
	for (size_t i = 0; i < count; i++)
		person_phrases(&people[i], learn_phrase, index);
	index->tell = tell_new();
	return index;
}

void
mention_index_free(struct mention_index **index)
{
	if (*index == NULL)
		return;
	for (guint i = 0; i < (*index)->targets->len; i++)
		if ((*index)->targets->pdata[i] != NULL)
			g_array_free((*index)->targets->pdata[i], TRUE);
	g_ptr_array_free((*index)->targets, TRUE);
	g_hash_table_destroy((*index)->words);
	g_hash_table_destroy((*index)->steps);
	tell_free(&(*index)->tell);
	arena_free(&(*index)->arena);
	g_free(*index);
	*index = NULL;
}

const struct tell *
mention_index_tell(const struct mention_index *index)
{
	return index->tell;
}

/* Display names ---------------------------------------------------------- */

/* The node that the words of `name` lead to, from the first or behind "Cllr". */
static guint
node_of_name(
	const struct mention_index *index, struct str name, bool skip_courtesy)
{
	struct word_reader reader = word_reader_new(name);
	struct word word;
	guint node = ROOT;
	bool lost = false;

	while (!lost && word_next(&reader, &word)) {
		if (skip_courtesy && node == ROOT &&
			word_is_courtesy(word.folded))
			continue;
		node = mention_step(
			index, node, mention_word(index, word.folded)->number);
		lost = node == NO_NODE;
	}
	word_reader_clear(&reader);
	return lost ? NO_NODE : node;
}

static const struct person *
only_person_at(const struct mention_index *index, guint node, int32_t day)
{
	const GArray *targets = index->targets->pdata[node];
	const struct person *only = NULL;

	for (guint i = 0; targets != NULL && i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);

		if ((target->form != FORM_NAME &&
			    target->form != FORM_OFFICE) ||
			target->bare || !person_in_force(target->person, day))
			continue;
		if (only != NULL)
			return NULL;
		only = target->person;
	}
	return only;
}

static const struct person *
person_of_name(const struct mention_index *index, struct str name, int32_t day)
{
	const struct person *person =
		only_person_at(index, node_of_name(index, name, false), day);

	if (person != NULL)
		return person;
	return only_person_at(index, node_of_name(index, name, true), day);
}

const struct person *
mention_by_display_name(
	const struct mention_index *index, struct str name, int32_t day)
{
	const char *bracket = name.n ? memchr(name.p, '(', name.n) : NULL;
	const char *comma;
	const struct person *person;
	char *turned;

	if (bracket != NULL && bracket > name.p)
		name.n = (size_t)(bracket - name.p);
	person = person_of_name(index, name, day);
	comma = name.n ? memchr(name.p, ',', name.n) : NULL;
	if (person != NULL || comma == NULL)
		return person;
	/* "Grice, Paul" */
	turned =
		g_strdup_printf("%.*s %.*s", (int)(name.p + name.n - comma - 1),
			comma + 1, (int)(comma - name.p), name.p);
	person = person_of_name(index, str_of(turned), day);
	g_free(turned);
	return person;
}
