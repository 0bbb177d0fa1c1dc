#include "base/words.h"
#include "html_internal.h"

/* The names that mail clients give to their elements. */
struct role_name {
	const char *name;
	enum html_role role;
};

static const struct role_name class_roles[] = {
	{"gmail_quote", ROLE_GMAIL_QUOTE},
	{"gmail_quote_container", ROLE_GMAIL_QUOTE},
	{"gmail_attr", ROLE_ATTRIBUTION},
	{"gmail_signature", ROLE_SIGNATURE},
	{"gmail_signature_prefix", ROLE_SIGNATURE},
	{"moz-cite-prefix", ROLE_ATTRIBUTION},
	{"moz-forward-container", ROLE_FORWARDED},
	{"moz-email-headers-table", ROLE_REPLY_HEAD},
	{"moz-signature", ROLE_SIGNATURE},
	{"moz-txt-sig", ROLE_SIGNATURE},
	{"yahoo_quoted", ROLE_QUOTED},
	{"yahoo-signature", ROLE_SIGNATURE},
	{"protonmail_quote", ROLE_QUOTED},
	{"protonmail_signature_block", ROLE_SIGNATURE},
	{"tutanota_quote", ROLE_QUOTED},
	{"zmail_extra", ROLE_QUOTED},
	{"outlookmessageheader", ROLE_REPLY_HEAD},
	{"ms-outlook-mobile-signature", ROLE_SIGNATURE},
	{"ms-outlook-mobile-reference-message", ROLE_QUOTED},
	{"applemailsignature", ROLE_SIGNATURE},
};

static const struct role_name id_roles[] = {
	{"divrplyfwdmsg", ROLE_REPLY_HEAD},
	{"signature", ROLE_SIGNATURE},
	{"ms-outlook-mobile-signature", ROLE_SIGNATURE},
	{"mail-editor-reference-message-container", ROLE_QUOTED},
	{"olk_src_body_section", ROLE_QUOTED},
	{"applemailsignature", ROLE_SIGNATURE},
	{"linebreakatbeginningofsignature", ROLE_NEXT_SIGNATURE},
	{"yahoo_quoted", ROLE_QUOTED},
};

static const struct role_name name_roles[] = {
	{"_mailautosig", ROLE_SIGNATURE},
	{"messagereplysection", ROLE_QUOTED},
	{"messagesignaturesection", ROLE_SIGNATURE},
};

/* Outlook on the web writes x_ before names of the message that it quotes,
 * once more each time. */
static struct str
without_x(struct str name)
{
	while (str_starts_nocase(name, STR_LIT("x_"))) {
		name.p += 2;
		name.n -= 2;
	}
	return name;
}

static enum html_role
find_role(struct str name, const struct role_name *roles, size_t count)
{
	char first;

	name = without_x(name);
	first = name.n > 0 ? word_lower(name.p[0]) : '\0';
	for (size_t i = 0; i < count; i++) {
		size_t n;

		/* Most classes begin with other letters. */
		if (roles[i].name[0] != first)
			continue;
		n = strlen(roles[i].name);
		if (!str_starts_nocase(name, (struct str){roles[i].name, n}))
			continue;
		/* Yahoo and others put a number behind. */
		if (name.n == n || (name.p[n] == '_' && name.n > n + 1 &&
					   g_ascii_isdigit(name.p[n + 1])))
			return roles[i].role;
	}
	return ROLE_NONE;
}

/* Yahoo puts letters of its own before the name: "ydp12ab34yahoo_quoted". */
static struct str
without_ydp(struct str name)
{
	size_t at;

	if (!str_starts_nocase(name, STR_LIT("ydp")))
		return name;
	at = str_find_nocase(name, STR_LIT("yahoo"), 0);
	if (at == SIZE_MAX)
		return name;
	return (struct str){name.p + at, name.n - at};
}

static enum html_role
class_role(struct str class)
{
	struct str word;

	while (class.n > 0 && str_split(&class, ' ', &word)) {
		enum html_role role = find_role(without_ydp(word), class_roles,
			G_N_ELEMENTS(class_roles));

		if (role != ROLE_NONE)
			return role;
	}
	return ROLE_NONE;
}

/* Gmail's button "indent more" makes a blockquote, too; it is no quotation. */
static bool
is_indent(const struct html_attributes *attributes,
	const struct html_style *style)
{
	return style->no_border && !style->line_left &&
	       !str_eq_nocase(attributes->type, STR_LIT("cite"));
}

static enum html_role
role_by_name(const struct html_attributes *attributes)
{
	enum html_role role = ROLE_NONE;

	if (attributes->id.n > 0)
		role = find_role(
			attributes->id, id_roles, G_N_ELEMENTS(id_roles));
	if (role == ROLE_NONE && attributes->class.n > 0)
		role = class_role(attributes->class);
	if (role == ROLE_NONE && attributes->name.n > 0)
		role = find_role(
			attributes->name, name_roles, G_N_ELEMENTS(name_roles));
	return role;
}

enum html_role
html_role_find(enum tag tag, const struct html_attributes *attributes,
	const struct html_style *style)
{
	enum html_role role = role_by_name(attributes);

	if (tag == TAG_BLOCKQUOTE) {
		if (role == ROLE_NONE && is_indent(attributes, style))
			return ROLE_NONE;
		return ROLE_QUOTED;
	}
	if (role == ROLE_NONE && html_tag_is_block(tag)) {
		if (style->line_above)
			return ROLE_LINE_ABOVE;
		if (style->line_left && style->no_border)
			return ROLE_QUOTED;
	}
	return role;
}

/* What the text in it says ------------------------------------------------ */

bool
html_heads_forward(struct str text)
{
	while (text.n > 0 &&
		(text.p[0] == '-' || text.p[0] == ' ' || text.p[0] == '\n')) {
		text.p++;
		text.n--;
	}
	return str_starts_nocase(text, STR_LIT("forwarded message")) ||
	       str_starts_nocase(text, STR_LIT("begin forwarded message"));
}

/* "From: ": a short label, a colon, and something behind. */
static bool
is_labelled(struct str line)
{
	size_t i = 0;

	line = str_trim(line);
	while (i < line.n && i < 24 && line.p[i] != ':')
		i++;
	return i > 0 && i + 1 < line.n && line.p[i] == ':';
}

bool
html_heads_reply(struct str text)
{
	struct str line;
	int labelled = 0;

	for (int i = 0; i < 3 && str_split(&text, '\n', &line); i++) {
		if (i == 0 && !is_labelled(line))
			return false;
		labelled += is_labelled(line);
	}
	return labelled >= 2;
}
