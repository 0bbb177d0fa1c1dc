#include "base/array.h"

void
array_sort_once(GArray *numbers)
{
	guint32 *all = (guint32 *)(void *)numbers->data;
	guint kept = 0;

	g_array_sort(numbers, array_by_number);
	for (guint i = 0; i < numbers->len; i++)
		if (kept == 0 || all[kept - 1] != all[i])
			all[kept++] = all[i];
	g_array_set_size(numbers, kept);
}
