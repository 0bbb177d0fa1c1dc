#include "tool/commands.h"

#include "answer/edits.h"
#include "answer/report.h"
#include "tool/engine.h"

struct scan {
	const struct options *options;
	struct engine *engine;
	struct inspector *inspector;
	struct raw_mail *raw;
};

static void
print_result(const struct scan *scan, const char *path,
	const struct engine_result *result)
{
	const struct verdict *verdict = &result->verdict;
	struct arena *arena = arena_new();
	size_t field_count;
	const struct field *fields = raw_mail_fields(scan->raw, &field_count);
	struct header_list headers = headers_for(arena, verdict);
	struct edit_list edits =
		edits_for(arena, verdict, fields, field_count, false);

	if (scan->options->json)
		report_json(stdout, path, verdict, &headers, &edits);
	else if (scan->options->explain)
		report_explain(stdout, path, verdict, result->now);
	else
		report_headers(stdout, path, verdict, &headers, &edits);
	arena_free(&arena);
}

static bool
scan_file(const struct scan *scan, const char *path)
{
	const struct options *options = scan->options;
	struct engine_mail mail = {scan->raw, options->from,
		options->rcpts[0] != NULL ? options->rcpts : NULL, NULL};
	struct engine_result result;

	if (!engine_read_file(scan->raw, path))
		return false;
	if (!engine_inspect(scan->engine, scan->inspector, &mail, &result))
		return false;
	print_result(scan, path, &result);
	return true;
}

int
cmd_scan(const struct options *options)
{
	struct scan scan = {options, engine_new(options), NULL, NULL};
	int status = 0;

	if (scan.engine == NULL)
		return 1;
	scan.inspector = inspector_new();
	if (options->explain)
		inspector_explain(scan.inspector);
	scan.raw = raw_mail_new();
	raw_mail_set_body_limit(scan.raw, engine_body_limit(scan.engine));
	for (size_t i = 0; options->arguments[i] != NULL; i++)
		if (!scan_file(&scan, options->arguments[i]))
			status = 1;
	raw_mail_free(&scan.raw);
	inspector_free(&scan.inspector);
	engine_free(&scan.engine);
	return status;
}
