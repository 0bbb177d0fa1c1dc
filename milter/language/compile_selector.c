#include "compile_internal.h"

/* The words for roles; `outsider` is ROLE_OUTSIDE and ROLE_MEDIA. */
static const struct role_word {
	const char *word;
	int roles[2]; /* -1: none */
} role_words[] = {
	{"anyone", {-1, -1}},
	{"member", {ROLE_MEMBER, -1}},
	{"officer", {ROLE_OFFICER, -1}},
	{"group", {ROLE_GROUP, -1}},
	{"outsider", {ROLE_OUTSIDE, ROLE_MEDIA}},
	{"list", {ROLE_LIST, -1}},
	{"archive", {ROLE_ARCHIVE, -1}},
	{"media", {ROLE_MEDIA, -1}},
};

/* The words that begin a trait; read_trait() goes by their order. */
static const char *const trait_words[] = {"post", "party", "same", "other",
	"ward", "address", "domain", "name", NULL};

static const char *const first_words[] = {"anyone", "member", "officer",
	"group", "outsider", "list", "archive", "media", "post", "party",
	"same", "other", "ward", "address", "domain", "name", NULL};

static const struct role_word *
role_of(const struct token *token)
{
	for (size_t i = 0; i < G_N_ELEMENTS(role_words); i++)
		if (token != NULL && token_is(token, role_words[i].word))
			return &role_words[i];
	return NULL;
}

static bool
is_trait(const struct token *token)
{
	for (size_t i = 0; trait_words[i] != NULL; i++)
		if (token_is(token, trait_words[i]))
			return true;
	return false;
}

static struct str
read_post(struct cursor *cursor)
{
	const struct token *word =
		cursor_expect(cursor, TOKEN_WORD, "the word of a post");

	return word == NULL ? (struct str){"", 0}
			    : arena_str(cursor->compiler->arena, word->text);
}

/* Addresses and domains compare without case; the roster's keys are lower. */
static struct str
read_lower(struct cursor *cursor, const char *what, char sign)
{
	const struct token *token = cursor_peek(cursor);
	struct str text = str_trim(cursor_text(cursor, what));
	char *lower;
	struct str result = {"", 0};

	if (cursor->failed)
		return result;
	if (sign == '@' && memchr(text.p, '@', text.n) == NULL)
		cursor_fail(cursor, token->place, "this is no address");
	if (sign == '.' && text.p[0] == '@') {
		text.p++;
		text.n--;
	}
	if (sign == '.' && memchr(text.p, '@', text.n) != NULL)
		cursor_fail(cursor, token->place,
			"this is an address, not a domain");
	lower = g_utf8_strdown(text.p, (gssize)text.n);
	result = arena_str(cursor->compiler->arena, str_of(lower));
	g_free(lower);
	return result;
}

static struct trait
read_trait(struct cursor *cursor, bool negated)
{
	struct trait trait = {.negated = negated};

	switch (cursor_choice(cursor, "a trait", trait_words)) {
	case 0:
		trait.kind = TRAIT_POST;
		trait.text = read_post(cursor);
		break;
	case 1:
		trait.kind = TRAIT_PARTY;
		trait.text = cursor_text(cursor, "a party's name in quotes");
		break;
	case 2:
		trait.kind = TRAIT_SAME_PARTY;
		cursor_expect_word(cursor, "party");
		break;
	case 3:
		trait.kind = TRAIT_OTHER_PARTY;
		cursor_expect_word(cursor, "party");
		break;
	case 4:
		trait.kind = TRAIT_WARD;
		trait.text = cursor_text(cursor, "a ward's name in quotes");
		break;
	case 5:
		trait.kind = TRAIT_ADDRESS;
		trait.text = read_lower(cursor, "an address in quotes", '@');
		break;
	case 6:
		trait.kind = TRAIT_DOMAIN;
		trait.text = read_lower(cursor, "a domain in quotes", '.');
		break;
	default:
		trait.kind = TRAIT_NAMED;
		break;
	}
	return trait;
}

/* `post clerk` may stand alone: it is `anyone with post clerk`. */
static void
read_traits(struct cursor *cursor, GArray *traits, bool bare)
{
	struct trait trait;

	if (bare) {
		trait = read_trait(cursor, false);
		g_array_append_val(traits, trait);
	}
	while (!cursor->failed) {
		bool negated = cursor_take(cursor, "without");

		if (!negated && !cursor_take(cursor, "with"))
			break;
		trait = read_trait(cursor, negated);
		g_array_append_val(traits, trait);
	}
}

static void
add_alternative(struct cursor *cursor, GArray *alternatives,
	const GArray *traits, int role)
{
	struct arena *arena = cursor->compiler->arena;
	size_t count = traits->len + 1;
	struct trait *copy = ARENA_ARRAY(arena, struct trait, count);
	struct selector_alternative alternative = {copy, count};

	copy[0].kind = role < 0 ? TRAIT_ANYONE : TRAIT_ROLE;
	copy[0].role = role < 0 ? ROLE_OUTSIDE : (enum role)role;
	if (traits->len > 0)
		memcpy(copy + 1, traits->data,
			traits->len * sizeof(struct trait));
	g_array_append_val(alternatives, alternative);
}

static void
read_alternative(struct cursor *cursor, GArray *alternatives)
{
	const struct token *token = cursor_peek(cursor);
	const struct role_word *role = role_of(token);
	GArray *traits = g_array_new(FALSE, TRUE, sizeof(struct trait));

	if (role != NULL)
		cursor->at++;
	else if (token == NULL || !is_trait(token))
		cursor_choice(cursor, "a role or trait", first_words);
	read_traits(cursor, traits, role == NULL);
	add_alternative(cursor, alternatives, traits,
		role == NULL ? -1 : role->roles[0]);
	if (role != NULL && role->roles[1] >= 0)
		add_alternative(cursor, alternatives, traits, role->roles[1]);
	g_array_free(traits, TRUE);
}

const struct selector *
read_selector(struct cursor *cursor)
{
	struct arena *arena = cursor->compiler->arena;
	GArray *list =
		g_array_new(FALSE, TRUE, sizeof(struct selector_alternative));
	struct selector *selector = ARENA_NEW(arena, struct selector);

	do {
		read_alternative(cursor, list);
	} while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
	selector->alternatives = keep_array(arena, list, &selector->count);
	return selector;
}
