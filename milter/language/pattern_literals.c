#include "pattern_internal.h"

void
pattern_analyse(struct pattern *pattern)
{
	pattern->nature.understood = false;
}
