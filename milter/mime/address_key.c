#include "mime/address.h"

#include "base/utf8.h"
#include "base/words.h"

#include <glib.h>
#include <idn2.h>

#include "address_internal.h"

/* No domain is longer, in UTF-8 before it becomes A-labels. */
enum { DOMAIN_BYTES = 1024, LABEL_BYTES = 63, NAME_BYTES = 253 };

/* Text of tokens without the blanks between them, quotes kept. */
static struct str
join_tokens(struct arena *arena, const struct token *tokens, size_t count)
{
	size_t n = 0;
	char *start, *out;

	for (size_t i = 0; i < count; i++)
		n += tokens[i].text.n + 2;
	start = out = arena_alloc(arena, n + 1);
	for (size_t i = 0; i < count; i++) {
		bool quoted = tokens[i].kind == TOKEN_QUOTED;

		if (quoted)
			*out++ = '"';
		memcpy(out, tokens[i].text.p, tokens[i].text.n);
		out += tokens[i].text.n;
		if (quoted)
			*out++ = '"';
	}
	return (struct str){start, (size_t)(out - start)};
}

static bool
ends_with_dot(const struct token *token)
{
	return token->kind == TOKEN_ATOM &&
	       token->text.p[token->text.n - 1] == '.';
}

static bool
starts_with_dot(const struct token *token)
{
	return token->kind == TOKEN_ATOM && token->text.p[0] == '.';
}

/* Words make one local part or domain only where a dot joins each two. */
static bool
are_joined(const struct token *tokens, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!ends_with_dot(&tokens[i - 1]) &&
			!starts_with_dot(&tokens[i]))
			return false;
	return count > 0;
}

static bool
is_atext(char c)
{
	switch (c) {
	case '(':
	case ')':
	case '<':
	case '>':
	case '[':
	case ']':
	case ':':
	case ';':
	case '@':
	case '\\':
	case ',':
	case '"':
	case 0x7F:
		return false;
	default:
		return (unsigned char)c > ' ';
	}
}

static bool
all_atext(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_atext(s.p[i]))
			return false;
	return s.n > 0;
}

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
			return true;
	return false;
}

static bool
is_ascii(struct str s)
{
	return ascii_length((const unsigned char *)s.p, s.n) == s.n;
}

/* The local part without quotes and escapes; false where it makes no sense. */
static bool
unquote_local(struct arena *arena, const struct token *tokens, size_t count,
	struct str *local)
{
	size_t n = 0;
	char *start, *out;

	if (!are_joined(tokens, count))
		return false;
	for (size_t i = 0; i < count; i++)
		n += tokens[i].text.n;
	start = out = arena_alloc(arena, n + 1);
	for (size_t i = 0; i < count; i++) {
		struct str text = tokens[i].text;

		if (tokens[i].kind == TOKEN_QUOTED) {
			out = address_unescape(text, out);
			continue;
		}
		if (tokens[i].kind != TOKEN_ATOM || !all_atext(text))
			return false;
		memcpy(out, text.p, text.n);
		out += text.n;
	}
	*local = (struct str){start, (size_t)(out - start)};
	return local->n > 0 && !has_control(*local) &&
	       utf8_valid_length(*local) == local->n;
}

/* Without case and sub-address; a copy of its own. */
static struct str
fold_local(struct arena *arena, struct str local)
{
	const char *plus = memchr(local.p + 1, '+', local.n - 1);
	char *composed, *folded;
	struct str out;

	if (plus != NULL)
		local.n = (size_t)(plus - local.p);
	if (is_ascii(local)) {
		char *copy = arena_copy(arena, local.p, local.n);

		for (size_t i = 0; i < local.n; i++)
			copy[i] = word_lower(copy[i]);
		return (struct str){copy, local.n};
	}
	composed = g_utf8_normalize(
		local.p, (gssize)local.n, G_NORMALIZE_DEFAULT_COMPOSE);
	folded = g_utf8_casefold(composed, -1);
	g_free(composed);
	composed = g_utf8_normalize(folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	out = arena_str(arena, str_of(composed));
	g_free(composed);
	g_free(folded);
	return out;
}

static bool
is_label(struct str label)
{
	if (label.n == 0 || label.n > LABEL_BYTES)
		return false;
	for (size_t i = 0; i < label.n; i++)
		if (!g_ascii_isalnum(label.p[i]) && label.p[i] != '-' &&
			label.p[i] != '_')
			return false;
	return true;
}

/* Host names: letters, digits, hyphens; the underscore occurs in life. */
static bool
is_host_name(struct str name)
{
	struct str label;

	if (name.n == 0 || name.n > NAME_BYTES)
		return false;
	while (str_split(&name, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

/*
 * A-labels of a domain in UTF-8. Case and composition are folded here and
 * nothing else is mapped: with UTS 46's full mapping a domain with a soft
 * hyphen in it would equal the one without.
 */
static struct str
to_a_labels(struct arena *arena, struct str domain)
{
	struct str out = {NULL, 0};
	char *lower, *composed;
	uint8_t *made = NULL;

	if (domain.n > DOMAIN_BYTES || utf8_valid_length(domain) != domain.n)
		return out;
	lower = g_utf8_strdown(domain.p, (gssize)domain.n);
	composed = g_utf8_normalize(lower, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	if (idn2_lookup_u8((const uint8_t *)composed, &made,
		    IDN2_NFC_INPUT | IDN2_NO_TR46) == IDN2_OK)
		out = arena_str(arena, str_of((const char *)made));
	idn2_free(made);
	g_free(composed);
	g_free(lower);
	return out;
}

/* The domain as it is compared; empty where it cannot be one. */
static struct str
fold_domain(struct arena *arena, const struct token *tokens, size_t count)
{
	struct str domain = join_tokens(arena, tokens, count);
	char *copy;

	if (!are_joined(tokens, count))
		return (struct str){NULL, 0};
	for (size_t i = 0; i < count; i++)
		if (tokens[i].kind != TOKEN_ATOM &&
			!(tokens[i].kind == TOKEN_LITERAL && count == 1))
			return (struct str){NULL, 0};
	if (domain.n > 1 && domain.p[domain.n - 1] == '.')
		domain.n--;
	if (!is_ascii(domain))
		domain = to_a_labels(arena, domain);
	if (tokens[0].kind == TOKEN_LITERAL
			? has_control(domain) || !is_ascii(domain)
			: !is_host_name(domain))
		return (struct str){NULL, 0};
	copy = arena_copy(arena, domain.p, domain.n);
	for (size_t i = 0; i < domain.n; i++)
		copy[i] = word_lower(copy[i]);
	return (struct str){copy, domain.n};
}

/* local@domain, the local part in quotes only where it needs them. */
static struct str
make_key(struct arena *arena, struct str local, struct str domain)
{
	bool bare = all_atext(local);
	char *start = arena_alloc(arena, 2 * local.n + domain.n + 4);
	char *out = start;

	if (!bare)
		*out++ = '"';
	for (size_t i = 0; i < local.n; i++) {
		if (local.p[i] == '"' || local.p[i] == '\\')
			*out++ = '\\';
		*out++ = local.p[i];
	}
	if (!bare)
		*out++ = '"';
	*out++ = '@';
	memcpy(out, domain.p, domain.n);
	out += domain.n;
	return (struct str){start, (size_t)(out - start)};
}

bool
address_spec_read(struct arena *arena, const struct token *tokens, size_t count,
	struct str *spec, struct str *key)
{
	size_t at = count;
	struct str local, domain;

	*spec = join_tokens(arena, tokens, count);
	*key = (struct str){NULL, 0};
	for (size_t i = 0; i < count; i++) {
		if (!address_token_is(&tokens[i], '@'))
			continue;
		if (at < count)
			return false; /* which one parts the domain? */
		at = i;
	}
	if (at == count || !unquote_local(arena, tokens, at, &local))
		return false;
	domain = fold_domain(arena, tokens + at + 1, count - at - 1);
	if (domain.n == 0)
		return false;
	*key = make_key(arena, fold_local(arena, local), domain);
	return true;
}

struct str
address_key(struct arena *arena, struct str spec)
{
	return address_from_envelope(arena, spec).key;
}

struct str
address_domain(struct str key)
{
	const char *at = key.n > 0 ? memrchr(key.p, '@', key.n) : NULL;

	if (at == NULL)
		return (struct str){NULL, 0};
	return (struct str){at + 1, (size_t)(key.p + key.n - at - 1)};
}
