#include "tool/roster_sources.h"

#include <errno.h>
#include <glib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/limits.h"
#include "tool/engine.h"

/* --- The document ------------------------------------------------------ */

struct parsing {
	const char *path;
	bool doctype;
};

/* Called before anything of the declaration is read. */
static void
refuse_doctype(void *context, const xmlChar *name, const xmlChar *external_id,
	const xmlChar *system_id)
{
	xmlParserCtxtPtr parser = context;
	struct parsing *parsing = parser->_private;

	(void)name;
	(void)external_id;
	(void)system_id;
	parsing->doctype = true;
	xmlStopParser(parser);
}

static void
say_error(const struct parsing *parsing, xmlParserCtxtPtr parser)
{
	const xmlError *error = xmlCtxtGetLastError(parser);
	char *text, *plain;

	if (parsing->doctype) {
		fprintf(stderr,
			"comity: %s: a document type declaration (<!DOCTYPE) "
			"is refused\n",
			parsing->path);
		return;
	}
	if (error == NULL) {
		fprintf(stderr, "comity: %s: this is no XML\n", parsing->path);
		return;
	}
	text = g_strdup(error->message);
	text[strcspn(text, "\n")] = '\0';
	plain = diag_plain(text);
	fprintf(stderr, "%s:%d:%d: error: %s\n", parsing->path, error->line,
		error->int2, plain);
	g_free(plain);
	g_free(text);
}

static xmlDocPtr
parse(const char *path, const GString *text)
{
	struct parsing parsing = {path, false};
	xmlParserCtxtPtr parser =
		xmlCreateMemoryParserCtxt(text->str, (int)text->len);
	xmlDocPtr document = NULL;
	/* UTF-8 that calls itself UTF-16 is what .NET programs save. */
	bool is_utf8 = g_utf8_validate(text->str, (gssize)text->len, NULL);

	if (parser == NULL) {
		fprintf(stderr, "comity: %s: this is no XML\n", path);
		return NULL;
	}
	parser->_private = &parsing;
	parser->sax->internalSubset = refuse_doctype;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR |
					  XML_PARSE_NOWARNING |
					  XML_PARSE_NOCDATA |
					  (is_utf8 ? XML_PARSE_IGNORE_ENC : 0));
	if (xmlParseDocument(parser) == 0 && parser->wellFormed) {
		document = parser->myDoc;
	} else {
		say_error(&parsing, parser);
		xmlFreeDoc(parser->myDoc);
	}
	parser->myDoc = NULL;
	xmlFreeParserCtxt(parser);
	return document;
}

static GString *
read_text(const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "re");
	GString *text = g_string_new(NULL);
	char bytes[16 * 1024];
	size_t length;
	bool good = file != NULL;

	while (good && (length = fread(bytes, 1, sizeof(bytes), file)) > 0 &&
		text->len <= LIMIT_CONFIG_BYTES)
		g_string_append_len(text, bytes, (gssize)length);
	good = good && !ferror(file);
	if (!good)
		engine_complain(path);
	if (good && text->len > LIMIT_CONFIG_BYTES) {
		fprintf(stderr, "comity: %s is larger than %d MiB\n", path,
			LIMIT_CONFIG_BYTES / 1024 / 1024);
		good = false;
	}
	if (file != NULL && !standard)
		fclose(file);
	if (!good)
		g_string_free(text, TRUE);
	return good ? text : NULL;
}

/* --- Councillors ------------------------------------------------------- */

static bool
is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       g_ascii_strcasecmp((const char *)node->name, name) == 0;
}

static xmlNode *
child_named(const xmlNode *node, const char *name)
{
	xmlNode *child = node->children;

	while (child != NULL && !is_named(child, name))
		child = child->next;
	return child;
}

static void
add(struct record_list *list, struct record *record, const char *attribute,
	struct str value)
{
	/* What a ModernGov site writes for nothing. */
	if (!str_eq_nocase(str_trim(value), STR_LIT("unspecified")))
		record_add(list->arena, record, str_of(attribute), value);
}

static void
add_node(struct record_list *list, struct record *record, const char *attribute,
	xmlNode *node)
{
	xmlChar *text;

	if (node == NULL)
		return;
	text = xmlNodeGetContent(node);
	add(list, record, attribute, str_of((const char *)text));
	xmlFree(text);
}

/* "Leader of the Council; Chair of Cabinet": each for itself. */
static void
add_posts(struct record_list *list, struct record *record, xmlNode *node)
{
	xmlChar *text;
	struct str rest, post;

	if (node == NULL)
		return;
	text = xmlNodeGetContent(node);
	rest = str_of((const char *)text);
	while (str_split(&rest, ';', &post))
		add(list, record, "keypost", post);
	xmlFree(text);
}

static void
add_terms(struct record_list *list, struct record *record, xmlNode *terms)
{
	xmlNode *last = NULL;

	for (xmlNode *term = terms != NULL ? terms->children : NULL;
		term != NULL; term = term->next)
		if (is_named(term, "termofoffice"))
			last = term;
	if (last == NULL)
		return;
	add_node(list, record, "termstart", child_named(last, "startdate"));
	add_node(list, record, "termend", child_named(last, "enddate"));
}

static void
add_email(struct record_list *list, struct record *record,
	const char *attribute, xmlNode *address)
{
	if (address != NULL)
		add_node(
			list, record, attribute, child_named(address, "email"));
}

static struct record *
read_councillor(struct record_list *list, xmlNode *councillor, xmlNode *ward)
{
	struct record *record = record_new(list->arena, STR_LIT("?"));
	const struct record_value *name;

	/* Plain elements alone: addresses have parts of their own. */
	for (xmlNode *node = councillor->children; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
			xmlChildElementCount(node) == 0)
			add_node(list, record, (const char *)node->name, node);
	add_email(
		list, record, "email", child_named(councillor, "workaddress"));
	add_email(list, record, "homeemail",
		child_named(councillor, "homeaddress"));
	add_posts(list, record, child_named(councillor, "keyposts"));
	add_terms(list, record, child_named(councillor, "termsofoffice"));
	if (ward != NULL)
		add_node(list, record, "wardtitle",
			child_named(ward, "wardtitle"));
	name = record_next(record, STR_LIT("fullusername"), NULL);
	if (name != NULL)
		record->label = name->value;
	return record;
}

/* The parser allows 256 elements within each other: depth is bounded. */
static void
find_councillors(struct record_list *list, GPtrArray *found, xmlNode *node,
	xmlNode *ward)
{
	for (; node != NULL; node = node->next) {
		if (is_named(node, "councillor"))
			g_ptr_array_add(
				found, read_councillor(list, node, ward));
		else if (node->type == XML_ELEMENT_NODE)
			find_councillors(list, found, node->children,
				is_named(node, "ward") ? node : ward);
	}
}

bool
moderngov_records(const char *path, struct record_list *list)
{
	GString *text = read_text(path);
	GPtrArray *found = g_ptr_array_new();
	xmlDocPtr document = text != NULL ? parse(path, text) : NULL;

	if (document != NULL) {
		find_councillors(
			list, found, xmlDocGetRootElement(document), NULL);
		list->count = found->len;
		list->items =
			ARENA_ARRAY(list->arena, struct record *, found->len);
		for (guint i = 0; i < found->len; i++)
			list->items[i] = found->pdata[i];
		if (found->len == 0)
			fprintf(stderr,
				"comity: %s: there is no councillor in it\n",
				path);
		xmlFreeDoc(document);
	}
	g_ptr_array_free(found, TRUE);
	if (text != NULL)
		g_string_free(text, TRUE);
	return document != NULL && list->count > 0;
}
