#include "language/condition.h"

const char *const condition_sets[] = {
	[SET_VISIBLE] = "visible",
	[SET_HIDDEN] = "hidden",
	[SET_EVERYONE] = "everyone",
	[SET_TO] = "to",
	[SET_CC] = "cc",
	NULL,
};

const char *const condition_zones[] = {
	[ZONE_SUBJECT] = "subject",
	[ZONE_TEXT] = "text",
	[ZONE_QUOTED] = "quoted",
	[ZONE_FORWARDED] = "forwarded",
	[ZONE_SIGNATURE] = "signature",
	[ZONE_ATTACHMENT] = "attachment",
	NULL,
};

const char *const condition_traits[] = {
	[MESSAGE_REPLY] = "reply",
	[MESSAGE_FORWARD] = "forward",
	[MESSAGE_AUTOMATIC] = "automatic",
	[MESSAGE_REDIRECTED] = "redirected",
	[MESSAGE_ENCRYPTED] = "encrypted",
	NULL,
};

const struct condition_form condition_forms[] = {
	{"author is SELECTOR", COND_AUTHOR, false, false},
	{"SET has SELECTOR", COND_SET_ANY, false, false},
	{"SET has no SELECTOR", COND_SET_ANY, true, false},
	{"SET has only SELECTOR", COND_SET_ONLY, false, false},
	{"SET has all SELECTOR", COND_SET_ALL, false, false},
	{"SET more than NUMBER", COND_SET_MORE, false, false},
	{"SET has whole wards", COND_WHOLE_WARDS, false, false},
	{"SET told", COND_TOLD, false, false},
	{"ZONE has TERM", COND_ZONE, false, false},
	{"ZONE starts PATTERN", COND_ZONE, false, true},
	{"ZONE longer than WORDS", COND_LONGER, false, false},
	{"ZONE shorter than WORDS", COND_LONGER, true, false},
	{"ZONE names SELECTOR", COND_NAMES, false, false},
	{"ZONE names party other than SET", COND_NAMES_PARTY, false, false},
	{"notice given", COND_NOTICE, false, false},
	{"letter forwarded", COND_LETTER_FORWARDED, false, false},
	{"letter known", COND_MEMBER_KNOWS, false, false},
	{"complaint routed", COND_ROUTE, false, false},
	{"identity verified", COND_IDENTITY, false, false},
	{"message is TRAIT", COND_MESSAGE, false, false},
	{"message resembles LIKENESS", COND_RESEMBLES, false, false},
	{"message has unread", COND_UNREAD, false, false},
	{"message has attachment", COND_ATTACHMENT, false, false},
	{"header STRING", COND_HEADER, false, false},
	{"header STRING has PATTERN", COND_HEADER, false, false},
	{"attachment name PATTERN", COND_ATTACHMENT, false, false},
	{"attachment type PATTERN", COND_ATTACHMENT, false, true},
	{"during WINDOW", COND_WINDOW, false, false},
	{"working hours", COND_HOURS, false, false},
	{"protocol is PROTOCOLS", COND_PROTOCOL, false, false},
	{NULL, COND_KIND_COUNT, false, false},
};
