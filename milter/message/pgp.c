#include "part_reading.h"

enum pgp_state {
	PGP_NONE,
	PGP_HASHES,    /* "Hash: …" below BEGIN PGP SIGNED MESSAGE */
	PGP_SIGNED,    /* the text that is signed */
	PGP_SIGNATURE, /* the signature below it */
	PGP_ENCRYPTED,
};

static bool
is_armour(struct str line, const char *words)
{
	return str_eq(str_trim(line), str_of(words));
}

/* The state below an armour line; the same state where it is none. */
static enum pgp_state
next_state(enum pgp_state state, struct str line)
{
	if (line.n < 5 || memcmp(line.p, "-----", 5) != 0)
		return state;
	if (is_armour(line, "-----BEGIN PGP SIGNED MESSAGE-----"))
		return PGP_HASHES;
	if (state == PGP_SIGNED &&
		is_armour(line, "-----BEGIN PGP SIGNATURE-----"))
		return PGP_SIGNATURE;
	if (is_armour(line, "-----BEGIN PGP MESSAGE-----"))
		return PGP_ENCRYPTED;
	if (is_armour(line, "-----END PGP SIGNATURE-----") ||
		is_armour(line, "-----END PGP MESSAGE-----"))
		return PGP_NONE;
	return state;
}

/* The line as it was signed: dashes at its start were escaped. */
static struct str
unescaped(enum pgp_state state, struct str line)
{
	if (state == PGP_SIGNED && line.n >= 2 && line.p[0] == '-' &&
		line.p[1] == ' ') {
		line.p += 2;
		line.n -= 2;
	}
	return line;
}

static bool
has_armour(struct str text)
{
	static const char begin[] = "-----BEGIN PGP ";
	const size_t n = sizeof(begin) - 1;
	const char *p = text.p, *end = text.p + text.n;

	/* Few letters have two dashes side by side. */
	while ((p = find_pair(p, end, '-', '-')) != NULL) {
		if ((size_t)(end - p) >= n && memcmp(p, begin, n) == 0)
			return true;
		p++;
	}
	return false;
}

struct str
pgp_strip(struct arena *arena, struct str text, bool *encrypted)
{
	enum pgp_state state = PGP_NONE;
	struct str rest = text, line;
	char *out;
	size_t n = 0;

	if (text.n == 0 || !has_armour(text))
		return text;
	out = arena_alloc(arena, text.n + 2);
	while (str_split(&rest, '\n', &line)) {
		enum pgp_state next = next_state(state, line);

		if (next != state) {
			*encrypted |= next == PGP_ENCRYPTED;
			state = next;
			continue;
		}
		if (state == PGP_HASHES && str_trim(line).n == 0)
			state = PGP_SIGNED;
		if (state != PGP_NONE && state != PGP_SIGNED)
			continue;
		line = unescaped(state, line);
		memcpy(out + n, line.p, line.n);
		n += line.n;
		out[n++] = '\n';
	}
	return (struct str){out, n};
}
