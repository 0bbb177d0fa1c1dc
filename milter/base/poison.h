/*
 * poison: tells the address sanitizer which bytes of a block nobody was given,
 * so that it sees an overrun within the block as it sees one of the heap. In
 * programs built without it this is nothing at all.
 */
#ifndef COMITY_BASE_POISON_H
#define COMITY_BASE_POISON_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER
#endif

#ifdef HAS_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
/* Bytes kept between what is given out. */
enum { POISON_GAP = 16 };
#define POISON(bytes, count) ASAN_POISON_MEMORY_REGION(bytes, count)
#define UNPOISON(bytes, count) ASAN_UNPOISON_MEMORY_REGION(bytes, count)
#else
enum { POISON_GAP = 0 };
#define POISON(bytes, count) ((void)(bytes))
#define UNPOISON(bytes, count) ((void)(bytes))
#endif

#endif
