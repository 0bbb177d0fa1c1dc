#include "account_internal.h"

#include <jansson.h>

#include "base/calendar.h"

static json_t *
number_json(size_t number)
{
	return json_integer((json_int_t)number);
}

static json_t *
day_json(int32_t day)
{
	char text[11];

	calendar_iso(day, text);
	return json_string(text);
}

static json_t *
periods_json(const struct account *account)
{
	json_t *array = json_array();
	struct periods periods;

	if (!account_periods(account, &periods))
		return array;
	for (size_t i = 0; i < periods.count; i++) {
		int32_t begin = periods_begin(&periods, i);
		struct tally_days days = tally_between(
			account->tally, begin, periods_begin(&periods, i + 1));

		json_array_append_new(
			array, json_pack("{s:s, s:o, s:o, s:o}", "by",
				       account_grain(&periods), "begin",
				       day_json(begin), "messages",
				       number_json(days.messages), "flagged",
				       number_json(days.flagged)));
	}
	return array;
}

static json_t *
rows_json(const struct account *account, enum tally_kind kind)
{
	const struct tally_row **rows = tally_rows(account->tally, kind);
	json_t *object = json_object();

	for (size_t i = 0; rows[i] != NULL; i++)
		json_object_set_new(object, rows[i]->name,
			json_pack("{s:o, s:o}", "messages",
				number_json(rows[i]->messages), "flagged",
				number_json(rows[i]->flagged)));
	g_free(rows);
	return object;
}

static json_t *
silent_json(const struct account *account)
{
	const struct rule **silent = account_silent(account);
	json_t *array = json_array();

	for (size_t i = 0; silent != NULL && silent[i] != NULL; i++)
		json_array_append_new(
			array, json_stringn(silent[i]->id.p, silent[i]->id.n));
	g_free(silent);
	return array;
}

void
account_json(const struct account *account, FILE *out)
{
	struct tally_sums sums = tally_sums(account->tally);
	json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o}", "messages",
		number_json(sums.messages), "correspondence",
		number_json(sums.correspondence), "flagged",
		number_json(sums.flagged), "not_wholly_read",
		number_json(sums.partly), "periods", periods_json(account));

	for (size_t i = 0; i < account_section_count; i++) {
		const struct account_section *section = &account_sections[i];

		if (!section->on_request || account->names)
			json_object_set_new(object, section->id,
				rows_json(account, section->kind));
	}
	json_object_set_new(
		object, "rule_sets", rows_json(account, TALLY_RULE_SET));
	json_object_set_new(object, "silent", silent_json(account));
	json_dumpf(object, out, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
	fputc('\n', out);
	json_decref(object);
}
