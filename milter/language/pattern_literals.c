#include "pattern_internal.h"

#include <glib.h>

void
pattern_analyse(struct pattern *pattern)
{
	pattern->nature.understood = false;
}

bool
pattern_matches_empty(const struct pattern *pattern)
{
	static const char *const samples[] = {"", "a", " ", "a b", "1", "."};
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(samples) && !found; i++) {
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);

		if (pcre2_match(pattern->code, (PCRE2_SPTR)samples[i],
			    PCRE2_ZERO_TERMINATED, 0, 0, data, NULL) >= 0)
			found = at[0] == at[1];
	}
	pcre2_match_data_free(data);
	return found;
}
