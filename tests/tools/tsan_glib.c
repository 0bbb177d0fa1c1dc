/*
 * tsan_glib: tells ThreadSanitizer what GLib's g_once_init_*() promise.
 *
 * GLib comes without the instrumentation, so that the store in
 * g_once_init_leave(), which lets other threads see what was made before it,
 * goes unseen: each use of what was made once would look like a race. Linked
 * with --wrap into the build of `make races` alone.
 */
#include <glib.h>
#include <sanitizer/tsan_interface.h>

/* The linker's names. */
gboolean __real_g_once_init_enter(volatile void *location);
void __real_g_once_init_leave(volatile void *location, gsize result);
gboolean __wrap_g_once_init_enter(volatile void *location);
void __wrap_g_once_init_leave(volatile void *location, gsize result);

static void *
address(volatile void *location)
{
	return (void *)(guintptr)location;
}

/* False where another thread has made it, maybe while this one waited. */
gboolean
__wrap_g_once_init_enter(volatile void *location)
{
	gboolean first = __real_g_once_init_enter(location);

	if (!first)
		__tsan_acquire(address(location));
	return first;
}

void
__wrap_g_once_init_leave(volatile void *location, gsize result)
{
	__tsan_release(address(location));
	__real_g_once_init_leave(location, result);
}
