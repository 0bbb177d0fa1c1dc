#include "pattern_reader.h"

#include <glib.h>

/* So many are made room for at once: there is one for each letter. */
enum { ROOM = 16 };

struct expr *
reader_expr(struct reader *reader, enum expr_kind kind)
{
	struct expr *expr;

	if (reader->room == 0) {
		reader->fresh = ARENA_ARRAY(reader->arena, struct expr, ROOM);
		reader->room = ROOM;
	}
	reader->room--;
	expr = reader->fresh++;
	expr->kind = kind;
	return expr;
}

struct expr *
reader_chars(struct reader *reader, struct char_set set)
{
	struct expr *expr = reader_expr(reader, EXPR_CHARS);

	expr->set = set;
	return expr;
}

struct expr *
reader_assert(struct reader *reader, enum expr_assert assert)
{
	struct expr *expr = reader_expr(reader, EXPR_ASSERT);

	expr->assert = assert;
	return expr;
}

struct expr *
reader_lose(struct reader *reader)
{
	reader->lost = true;
	return reader_expr(reader, EXPR_UNKNOWN);
}

void
reader_skip_behind(struct reader *reader, char end)
{
	while (!reader_done(reader) && reader_peek(reader, 0) != end)
		reader->at++;
	reader->at += !reader_done(reader);
}

void
reader_add_char(struct reader *reader, struct char_set *set)
{
	struct str sign = {reader->text.p + reader->at, 0};
	unsigned char c = (unsigned char)reader_peek(reader, 0);

	set_add(set, c);
	reader->at++;
	if (c < 0x80)
		return;
	while (c >= 0xC0 &&
		((unsigned char)reader_peek(reader, 0) & 0xC0) == 0x80)
		reader->at++;
	sign.n = (size_t)(reader->text.p + reader->at - sign.p);
	if (str_eq(sign, STR_LIT(LONG_S)))
		set_add(set, 's');
	else if (str_eq(sign, STR_LIT(KELVIN_SIGN)))
		set_add(set, 'k');
}

static bool
has_no_case(struct str sign)
{
	gunichar c = g_utf8_get_char_validated(sign.p, (gssize)sign.n);

	return c < 0x110000 && !g_unichar_isalnum(c) && !g_unichar_isspace(c) &&
	       g_unichar_tolower(c) == c && g_unichar_toupper(c) == c;
}

struct expr *
read_literal(struct reader *reader)
{
	struct char_set set = {{0, 0}, false, false};
	struct str sign = {reader->text.p + reader->at, 0};
	struct expr *expr;

	reader_add_char(reader, &set);
	sign.n = (size_t)(reader->text.p + reader->at - sign.p);
	expr = reader_chars(reader, set);
	expr->capital = !reader->options.caseless && g_ascii_isupper(*sign.p);
	if (set.beyond && has_no_case(sign))
		expr->sign = sign;
	return expr;
}
