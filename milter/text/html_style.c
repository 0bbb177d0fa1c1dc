#include <stdlib.h>

#include "html_internal.h"

enum {
	/* A channel's difference below which text cannot be told from what
	 * it stands on. */
	ALIKE = 0x18,
	/* Text is moved out of sight by more than any page is wide. */
	OUT_OF_SIGHT = -900,
};

static bool
is(struct str s, const char *name)
{
	return str_eq_nocase(s, str_of(name));
}

static bool
has(struct str s, const char *word)
{
	return str_find_nocase(s, str_of(word), 0) != SIZE_MAX;
}

/* Colours ----------------------------------------------------------------- */

static int
hex_colour(struct str digits)
{
	int colour = 0;

	if (digits.n != 3 && digits.n != 6)
		return COLOUR_UNSURE;
	for (size_t i = 0; i < digits.n; i++) {
		int value = hex_value(digits.p[i]);

		if (value < 0)
			return COLOUR_UNSURE;
		colour = colour << 4 | value;
		if (digits.n == 3)
			colour = colour << 4 | value;
	}
	return colour;
}

/* "rgb(1, 2, 3)" and "rgba(1, 2, 3, 0)"; `rest` is what follows '('. */
static int
rgb_colour(struct str rest)
{
	int colour = 0;
	struct str piece;

	for (int i = 0; i < 3; i++) {
		int value = 0;

		if (!str_split(&rest, i < 2 ? ',' : ')', &piece))
			return COLOUR_UNSURE;
		piece = str_trim(piece);
		if (piece.n == 0 || !g_ascii_isdigit(piece.p[0]))
			return COLOUR_UNSURE;
		for (size_t k = 0;
			k < piece.n && k < 3 && g_ascii_isdigit(piece.p[k]);
			k++)
			value = value * 10 + (piece.p[k] - '0');
		colour = colour << 8 | MIN(value, 255);
	}
	return colour;
}

int
html_colour(struct str value)
{
	static const struct {
		const char *name;
		int colour;
	} names[] = {
		{"white", 0xFFFFFF},
		{"black", 0x000000},
		{"windowtext", 0x000000},
		{"window", 0xFFFFFF},
		{"snow", 0xFFFAFA},
		{"ivory", 0xFFFFF0},
		{"ghostwhite", 0xF8F8FF},
		{"whitesmoke", 0xF5F5F5},
		{"red", 0xFF0000},
		{"blue", 0x0000FF},
		{"navy", 0x000080},
		{"green", 0x008000},
		{"gray", 0x808080},
		{"grey", 0x808080},
		{"silver", 0xC0C0C0},
		{"yellow", 0xFFFF00},
	};

	value = str_trim(value);
	if (value.n > 0 && value.p[0] == '#')
		return hex_colour((struct str){value.p + 1, value.n - 1});
	if (str_starts_nocase(value, STR_LIT("rgb(")))
		return rgb_colour((struct str){value.p + 4, value.n - 4});
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (is(value, names[i].name))
			return names[i].colour;
	if (value.n == 6 && hex_colour(value) >= 0)
		return hex_colour(value);
	return COLOUR_UNSURE;
}

bool
html_colours_alike(int a, int b)
{
	if (a < 0 || b < 0)
		return false;
	for (int shift = 0; shift < 24; shift += 8)
		if (abs((a >> shift & 0xFF) - (b >> shift & 0xFF)) >= ALIKE)
			return false;
	return true;
}

/* Lengths ----------------------------------------------------------------- */

/* The whole number at the start of a length; false where there is none. */
static bool
read_number(struct str value, int *number)
{
	size_t i = value.n > 0 && value.p[0] == '-';
	bool minus = i > 0;
	int n = 0;

	if (i < value.n && value.p[i] == '.') {
		*number = 0;
		return true;
	}
	if (i >= value.n || !g_ascii_isdigit(value.p[i]))
		return false;
	for (; i < value.n && g_ascii_isdigit(value.p[i]) && n < 100000; i++)
		n = n * 10 + (value.p[i] - '0');
	*number = minus ? -n : n;
	return true;
}

/* "0", "0px", "0.0pt": nothing, in whatever unit. */
static bool
is_zero(struct str value)
{
	size_t i = 0;

	while (i < value.n && (value.p[i] == '0' || value.p[i] == '.'))
		i++;
	return i > 0 && (i == value.n || !g_ascii_isdigit(value.p[i]));
}

static void
read_font_size(struct str value, struct html_style *style)
{
	int size;
	bool relative = has(value, "em") || has(value, "%");

	if (is_zero(value)) {
		style->font_zero = true;
	} else if (read_number(value, &size)) {
		if (!relative && size <= 1)
			style->font_zero = true;
		else if (!relative)
			style->font_sized = true;
	} else if (has(value, "small") || has(value, "medium") ||
		   has(value, "large")) {
		style->font_sized = true;
	}
}

/* Declarations ------------------------------------------------------------ */

/* What hides only together with something else. */
struct box {
	bool flat;    /* no height or no width */
	bool clipped; /* and what does not fit is cut off */
	bool absolute;
	bool far_away;
};

static void
read_background(struct str value, struct html_style *style)
{
	struct str word;
	int colour;

	if (has(value, "url(") || has(value, "gradient")) {
		style->background = COLOUR_UNSURE;
		return;
	}
	colour = html_colour(value);
	while (colour < 0 && str_split(&value, ' ', &word))
		if (word.n > 0)
			colour = html_colour(word);
	if (colour >= 0)
		style->background = colour;
}

static void
read_hiding(struct str name, struct str value, struct html_style *style,
	struct box *box)
{
	int number;

	if (is(name, "display"))
		style->gone |= is(value, "none");
	else if (is(name, "mso-hide"))
		style->gone |= is(value, "all");
	else if (is(name, "visibility"))
		*(is(value, "visible") ? &style->seen : &style->unseen) = true;
	else if (is(name, "opacity"))
		style->gone |= is_zero(value);
	else if (is(name, "text-indent"))
		style->gone |=
			read_number(value, &number) && number <= OUT_OF_SIGHT;
	else if (is(name, "overflow"))
		box->clipped |= is(value, "hidden");
	else if (is(name, "max-height") || is(name, "height") ||
		 is(name, "max-width") || is(name, "width"))
		box->flat |= is_zero(value);
	else if (is(name, "position"))
		box->absolute |= is(value, "absolute") || is(value, "fixed");
	else if (is(name, "left") || is(name, "top"))
		box->far_away |=
			read_number(value, &number) && number <= OUT_OF_SIGHT;
}

static void
read_border(struct str name, struct str value, struct html_style *style)
{
	bool none = str_starts_nocase(value, STR_LIT("none")) || is_zero(value);

	if (is(name, "border"))
		style->no_border = none;
	else if (is(name, "border-top"))
		style->line_above = !none && has(value, "solid");
	else if (is(name, "border-left"))
		style->line_left = !none && has(value, "solid");
}

/* "top right bottom left"; what is left out repeats what stands before. */
static void
read_margin(struct str value, struct html_style *style)
{
	struct str piece;
	bool zero = true;

	for (int i = 0; i < 3 && str_split(&value, ' ', &piece); i++)
		if (i != 1)
			zero &= piece.n == 0 || is_zero(piece);
	style->no_margin = zero;
	style->margin = !zero;
}

static void
read_declaration(struct str name, struct str value, struct html_style *style,
	struct box *box)
{
	if (name.n == 0 || value.n == 0)
		return;
	switch (g_ascii_tolower(name.p[0])) {
	case 'b':
		if (is(name, "background") || is(name, "background-color"))
			read_background(value, style);
		else if (is(name, "background-image"))
			style->background = COLOUR_UNSURE;
		else
			read_border(name, value, style);
		break;
	case 'c':
		if (is(name, "color"))
			style->colour = html_colour(value);
		break;
	case 'f':
		if (is(name, "font-size"))
			read_font_size(value, style);
		break;
	case 'm':
		if (is(name, "margin") || is(name, "margin-bottom"))
			read_margin(value, style);
		else
			read_hiding(name, value, style, box);
		break;
	case 'w':
		if (is(name, "white-space"))
			style->keeps_space =
				str_starts_nocase(value, STR_LIT("pre"));
		else
			read_hiding(name, value, style, box);
		break;
	default:
		read_hiding(name, value, style, box);
	}
}

static struct str
without_important(struct str value)
{
	const char *mark = value.n > 0 ? memchr(value.p, '!', value.n) : NULL;

	if (mark != NULL)
		value.n = (size_t)(mark - value.p);
	return str_trim(value);
}

struct html_style
html_style_read(struct str text)
{
	struct html_style style = {
		.colour = COLOUR_NONE, .background = COLOUR_NONE};
	struct box box = {false, false, false, false};
	struct str declaration;

	while (text.n > 0 && str_split(&text, ';', &declaration)) {
		struct str name;

		if (str_split(&declaration, ':', &name) &&
			declaration.p != NULL)
			read_declaration(str_trim(name),
				without_important(declaration), &style, &box);
	}
	style.gone |= box.flat && box.clipped;
	style.gone |= box.absolute && box.far_away;
	return style;
}
