#include "tool/commands.h"
int
cmd_init(const struct options *options)
{
	(void)options;
	return 1;
}
