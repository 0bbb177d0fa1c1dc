#include "tool/markup.h"

#include "base/diag.h"

void
markup_put(GString *page, const char *marks)
{
	g_string_append(page, marks);
}

void
markup_format(GString *page, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	g_string_append_vprintf(page, format, values);
	va_end(values);
}

void
markup_text(GString *page, const char *text)
{
	char *plain = diag_plain(text);
	char *escaped = g_markup_escape_text(plain, -1);

	g_string_append(page, escaped);
	g_free(escaped);
	g_free(plain);
}

void
markup_around(
	GString *page, const char *before, const char *text, const char *after)
{
	markup_put(page, before);
	markup_text(page, text);
	markup_put(page, after);
}

void
markup_number(GString *page, size_t number)
{
	char digits[32];
	int count = g_snprintf(digits, sizeof(digits), "%zu", number);

	for (int i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0)
			g_string_append_c(page, ',');
		g_string_append_c(page, digits[i]);
	}
}
