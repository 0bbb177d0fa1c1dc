/*
 * limits: every bound on what comes from outside, with its reason.
 *
 * A bound that is hit is never silent: it sets an `unread=` reason on the
 * message (mail) or is an error (configuration).
 */
#ifndef COMITY_BASE_LIMITS_H
#define COMITY_BASE_LIMITS_H

enum {
	/* Mail ------------------------------------------------------------ */

	/* Body bytes held for reading; people write far less, and eight such
	 * messages at once must fit in 256 MiB. */
	LIMIT_BODY_BYTES = 10 * 1024 * 1024,
	/* Header fields of one message; Postfix itself allows 100 kB in all. */
	LIMIT_HEADER_FIELDS = 2000,
	LIMIT_HEADER_FIELD_BYTES = 64 * 1024,
	LIMIT_HEADER_BYTES = 512 * 1024,
	/* Recipients of one transaction; Postfix's own default is 1,000. */
	LIMIT_RECIPIENTS = 10 * 1000,
	/* Addresses read from one header field. */
	LIMIT_ADDRESSES = 10 * 1000,
	/* Groups within groups in an address list; RFC 5322 has none. */
	LIMIT_ADDRESS_NESTING = 8,
	/* MIME parts and nesting: GMime takes 649 MB for 500,000 parts. */
	LIMIT_PARTS = 1000,
	LIMIT_PART_NESTING = 50,
	/* Content-Type and other MIME fields given to the parser. */
	LIMIT_MIME_FIELD_BYTES = 8 * 1024,
	/* Decoded readable text of one message. */
	LIMIT_TEXT_BYTES = 4 * 1024 * 1024,
	/* Open elements in HTML; deeper ones are read but not tracked. */
	LIMIT_HTML_NESTING = 256,
	/* Forwarded letters looked at in one message. */
	LIMIT_FORWARDS = 16,
	/* Words of one zone that are counted; no rule asks for more. */
	LIMIT_WORDS = 10 * 1000,
	/* Sentences of one zone that are told apart. */
	LIMIT_SENTENCES = 50 * 1000,

	/* Patterns -------------------------------------------------------- */

	/* Per call of pcre2_match: 100,000 stops `^(a|aa)*b$` in 5 ms. */
	LIMIT_MATCH = 100 * 1000,
	LIMIT_MATCH_DEPTH = 10 * 1000,
	/* In KiB: the library's default is 20 GB. */
	LIMIT_MATCH_HEAP_KIB = 10 * 1024,
	/* Start offsets tried between two looks at the clock: the match limit
	 * starts anew at each offset and so bounds no time. */
	LIMIT_MATCH_SLICE = 256,
	/* Milliseconds for all patterns on one message; Sendmail waits 10 s. */
	LIMIT_JUDGE_MS = 3000,
	LIMIT_PATTERN_BYTES = 64 * 1024,

	/* Configuration --------------------------------------------------- */

	LIMIT_CONFIG_BYTES = 16 * 1024 * 1024,
	LIMIT_INCLUDE_NESTING = 16,
	LIMIT_RULES = 20 * 1000,

	/* Output ---------------------------------------------------------- */

	/* Lines are folded below this (RFC 5322 2.1.1 asks for 78). */
	LIMIT_HEADER_LINE = 78,
	LIMIT_HEADER_VALUE_BYTES = 2000,
};

#endif
