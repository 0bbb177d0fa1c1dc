/*
 * Who wrote to whom, and who is told: the first byte of the input chooses one
 * of some made-up rosters (kept: an index of names takes its time), the rest
 * of the line recipients in To, Cc and the envelope; the other lines are the
 * text of the message.
 */
#include "fuzz.h"

#include "mime/mime.h"
#include "people/mention.h"
#include "people/notice.h"

enum { DAY = 20500, ROSTERS = 12 };

struct council_people {
	struct roster *roster;
	struct mention_index *index;
};

static const char *const names[] = {"Jane Marsh", "Tom Barlow", "Olu Bright",
	"Priya Ashworth", "Mair Evans", "Labour Group", "Ann-Marie O'Neill",
	"Marsh"};
static const char *const posts[] = {"", "chair", "chief-executive", "leader",
	"monitoring-officer", "clerk"};
static const char *const parties[] = {"", "Labour", "Conservative"};
static const char *const expands[] = {"role:member", "post:chair",
	"party:Labour", "a@c.example x@elsewhere.example", "role:officer",
	"ward:Castle"};

static void
add_person(GString *roster, unsigned i, unsigned char kind)
{
	const char *role = role_names[1 + kind % (ROLE_COUNT - 1)];
	bool is_list = strcmp(role, "list") == 0;

	g_string_append_printf(roster, "p%u@c.example,%s,%s,%s,%s,%s,%s,%s\n",
		i, role, names[kind / 2 % 8], kind & 64 ? "Director" : "",
		parties[kind / 4 % 3], posts[kind / 8 % 6],
		is_list ? expands[kind / 16 % 6] : "",
		kind & 128 ? "Castle" : "");
}

/* The number chooses how many people there are, and who they are. */
static const struct council_people *
people_of(unsigned number)
{
	static struct council_people all[ROSTERS];
	struct council_people *one = &all[number % ROSTERS];
	struct diag *diag;
	GString *csv;
	GRand *dice;

	if (one->roster != NULL)
		return one;
	diag = diag_new();
	dice = g_rand_new_with_seed(number % ROSTERS);
	csv = g_string_new("address,role,name,title,party,posts,expands,ward\n"
			   "a@c.example,officer,Ann Author,Clerk,,,,\n");
	for (unsigned i = 0; i < 4 * (number % ROSTERS); i++)
		add_person(
			csv, i, (unsigned char)g_rand_int_range(dice, 0, 256));
	one->roster =
		roster_load(diag, diag_read_memory(diag, "r.csv",
					  (struct str){csv->str, csv->len}));
	FUZZ_CHECK(one->roster != NULL);
	one->index = mention_index_new(one->roster);
	g_string_free(csv, TRUE);
	g_rand_free(dice);
	diag_free(&diag);
	return one;
}

/* Recipients from the bytes: bits 6 and 7 say where each stands. */
static void
make_mail(struct raw_mail *raw, GPtrArray *rcpts, struct str choice,
	struct str text)
{
	static const char *const fields[] = {"To", "Cc", "Bcc"};

	raw_mail_add_field(raw, STR_LIT("From"), STR_LIT(" Ann <a@c.example>"));
	for (size_t i = 0; i < choice.n; i++) {
		unsigned char c = (unsigned char)choice.p[i];
		char address[32];

		snprintf(address, sizeof(address), " p%d@%s.example", c & 31,
			c & 32 ? "c" : "elsewhere");
		if (c >> 6 < 3)
			raw_mail_add_field(
				raw, str_of(fields[c >> 6]), str_of(address));
		if (c >> 6 == 3 || c & 1)
			g_ptr_array_add(rcpts, g_strdup(address + 1));
	}
	raw_mail_add_body(raw, text.p, text.n);
}

static enum tri
not_told(const struct participant *somebody, void *context)
{
	(void)context;
	return somebody->key.n > 0 ? TRI_NO : TRI_UNKNOWN;
}

/* One question to every other input, of one set: telling takes its time. */
static void
ask_who_is_told(const struct message *message,
	const struct participants *people, size_t which)
{
	switch (which % 8) {
	case 0:
		notice_tells_of(message, people, which / 8 % (SET_CC + 1));
		break;
	case 1:
		notice_given(message, people);
		break;
	case 2:
		notice_to_remember(message, people);
		break;
	case 3:
		notice_member_knows(message, people);
		break;
	default:
		break;
	}
}

static void
check_people(const struct message *message, const struct participants *people,
	enum recipient_set set)
{
	static const struct trait anyone = {.kind = TRAIT_ANYONE};
	static const struct selector_alternative one = {&anyone, 1};
	static const struct selector all = {&one, 1};
	enum tri hidden = participants_any(people, SET_HIDDEN, &all);
	enum tri seen = participants_any(people, SET_VISIBLE, &all);

	FUZZ_CHECK(hidden == participants_more_than(people, SET_HIDDEN, 0));
	FUZZ_CHECK(
		participants_more_than(people, SET_HIDDEN, 1) == TRI_UNKNOWN ||
		hidden != TRI_YES);
	if (hidden == TRI_YES || seen == TRI_YES)
		FUZZ_CHECK(participants_any(people, SET_EVERYONE, &all) ==
			   TRI_YES);
	if (hidden == TRI_NO)
		FUZZ_CHECK(notice_given(message, people) == TRI_YES);
	hidden_every(people->hidden, not_told, NULL);
	participants_only(people, set, &all);
	participants_all_of(people, set, &all);
	participants_whole_wards(people, set);
	notice_forwards_letter(message, people);
}

/* The envelope's addresses as views. */
static struct str *
views_of(struct arena *arena, const GPtrArray *rcpts)
{
	struct str *views = ARENA_ARRAY(arena, struct str, rcpts->len + 1);

	for (unsigned i = 0; i < rcpts->len; i++)
		views[i] = str_of(rcpts->pdata[i]);
	return views;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	static struct raw_mail *raw;
	struct str text = fuzz_input(bytes, size);
	const struct council_people *council = people_of(fuzz_byte(&text));
	struct str choice = fuzz_piece(&text, '\n');
	GPtrArray *rcpts = g_ptr_array_new_with_free_func(g_free);
	struct message message = {0};
	struct participants people = {0};
	struct envelope envelope = {.from = STR_LIT("<a@c.example>")};

	if (arena == NULL) {
		mime_init();
		arena = arena_new();
		raw = raw_mail_new();
	}
	make_mail(raw, rcpts, choice, text);
	message_read(arena, raw, NULL, &message);
	envelope.rcpts = views_of(arena, rcpts);
	envelope.rcpt_count = rcpts->len;
	envelope.known = rcpts->len > 0;
	participants_find(arena, council->roster, council->index, DAY, &message,
		&envelope, &people);
	check_people(&message, &people, text.n % (SET_CC + 1));
	ask_who_is_told(&message, &people, text.n);
	g_ptr_array_free(rcpts, TRUE);
	raw_mail_reset(raw);
	arena_reset(arena);
	return 0;
}
