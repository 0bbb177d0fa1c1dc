#include "compile_internal.h"

void
check_ruleset(struct compiler *compiler)
{
	(void)compiler;
}
