/*
 * decode: bytes of mail to text, in the cases where a mail client reads more
 * than the strict standard allows.
 *
 * GMime 3.2.13 loses text here (consecutive base64 encoded words, base64 with
 * padding in the middle, unknown charsets), so these small decoders are ours.
 * All are linear, never fail, and always give valid UTF-8 without NUL where
 * they give text.
 *
 * Charsets: valid UTF-8 wins over any declaration; latin-1, us-ascii and what
 * is not declared are read as windows-1252, and so is what calls itself UTF-8
 * without holding one valid sequence; UTF-7 and unknown names are not
 * converted: ASCII is kept, other bytes become U+FFFD and `*unknown` is set.
 *
 * Threads: pure functions (iconv handles are opened per call; most mail is
 * UTF-8 or windows-1252, which need none). Results live in the arena.
 */
#ifndef COMITY_MIME_DECODE_H
#define COMITY_MIME_DECODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* RFC 4648 base64: junk skipped, decoding starts anew after padding. */
struct str decode_base64(struct arena *arena, struct str in);
/* RFC 2045 6.7; soft breaks with trailing blanks, stray '=' kept. Line ends
 * become LF. */
struct str decode_quoted_printable(struct arena *arena, struct str in);
/* A uuencoded block (x-uuencode as transfer encoding). */
struct str decode_uu(struct arena *arena, struct str in);

/*
 * `charset` may be empty; `*unknown` (may be NULL) is set, never cleared. Line
 * ends of the result are LF. Returns `in` itself where nothing has to change.
 */
struct str decode_charset(struct arena *arena, struct str in,
	struct str charset, bool *unknown);

/*
 * An unstructured or display-name value: unfolded, RFC 2047 words decoded
 * (adjacent words of one charset are joined before conversion, since senders
 * cut characters in two), control bytes replaced by spaces. Plain ASCII comes
 * back as a view of `value` itself.
 */
struct str decode_header(struct arena *arena, struct str value);

/* The characters that windows-1252 has for bytes 0x80 to 0x9F. */
extern const unsigned short windows_1252[32];

#endif
