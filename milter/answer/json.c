#include "json_internal.h"

#include <glib.h>

json_t *
answer_json_string(struct str s)
{
	char *valid = g_utf8_make_valid(s.n > 0 ? s.p : "", (gssize)s.n);
	json_t *string = json_string(valid);

	g_free(valid);
	return string;
}

json_t *
answer_json_bits(unsigned bits, const char *const *names)
{
	json_t *array = json_array();

	for (unsigned i = 0; names[i] != NULL; i++)
		if (bits & 1u << i)
			json_array_append_new(array, json_string(names[i]));
	return array;
}

json_t *
answer_json_clauses(struct str clauses)
{
	json_t *array = json_array();
	struct str piece;

	while (clauses.n > 0 && str_split(&clauses, ',', &piece)) {
		piece = str_trim(piece);
		if (piece.n > 0)
			json_array_append_new(array, answer_json_string(piece));
	}
	return array;
}

json_t *
answer_json_rules(const struct finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->rule_count; i++)
		json_array_append_new(
			array, answer_json_string(finding->rules[i]->id));
	return array;
}

const char *
answer_identity(enum identity identity)
{
	return identity == IDENTITY_VERIFIED ? "verified" : "unverified";
}

const char *
answer_action(const struct verdict *verdict)
{
	return verdict->correspondence ? action_names[verdict->action] : "none";
}
