#include "mime/unread.h"

#include <stddef.h>

const char *const unread_names[] = {"size", "parts", "nesting", "charset",
	"encrypted", "tnef", "damaged", "addresses", "match-limit", "error",
	NULL};
