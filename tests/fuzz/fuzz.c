#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/log.h"
#include "judge/policy.h"
#include "mime/mime.h"

const char fuzz_config[] = COMITY_RULES_BUILD "/../tests/golden/golden.conf";

void
fuzz_broken(const char *promise, const char *file, int line)
{
	fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
	abort();
}

unsigned char
fuzz_byte(struct str *input)
{
	unsigned char first;

	if (input->n == 0)
		return 0;
	first = (unsigned char)input->p[0];
	input->p++;
	input->n--;
	return first;
}

struct str
fuzz_piece(struct str *input, char separator)
{
	struct str piece = {input->p, 0};

	str_split(input, separator, &piece);
	return piece;
}

bool
fuzz_is_text(struct str text)
{
	return text.n == 0 ||
	       (memchr(text.p, '\0', text.n) == NULL &&
		       g_utf8_validate(text.p, (gssize)text.n, NULL));
}

bool
fuzz_is_within(struct str inner, struct str outer)
{
	return inner.n == 0 ||
	       (inner.p >= outer.p && inner.p + inner.n <= outer.p + outer.n);
}

struct policy *
fuzz_policy(void)
{
	static struct policy *policy;
	struct diag *diag;

	if (policy != NULL)
		return policy;
	log_open("fuzz", false, LOG_LEVEL_NONE);
	mime_init();
	diag = diag_new();
	policy = policy_load(diag, fuzz_config, NULL);
	diag_print(diag, stderr);
	diag_free(&diag);
	FUZZ_CHECK(policy != NULL);
	return policy;
}
