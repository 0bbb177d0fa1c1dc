/*
 * ruleset: the rules, compiled; what the judge works on.
 *
 * Open structures, built by compile.c from the syntax tree and never changed
 * afterwards. Everything lives in the rule set's own arena; patterns are
 * shared by all rules that use them and numbered, so that a matcher keeps one
 * answer per pattern.
 *
 * The way of a rule file through this folder, by the names of its files:
 *
 *   lexer     the text -> words, strings, patterns and signs
 *   parse     these -> statements and blocks (tree.h)
 *   compile   statements -> flags, rules, protocols, … of the rule set, in the
 *             order that compile_internal.h tells; condition.c has the words
 *             of conditions
 *   pattern   an expression -> what PCRE2 runs, and what a text must hold
 *             before that is tried (pattern_internal.h)
 *   ruleset   the whole, kept, measured and freed
 *
 * and back again: fmt, statements -> the text, laid out.
 *
 * Threads: immutable once built; shared by all.
 */
#ifndef COMITY_LANGUAGE_RULESET_H
#define COMITY_LANGUAGE_RULESET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"
#include "base/tri.h"
#include "language/condition.h"
#include "language/likeness.h"
#include "language/pattern.h"
#include "people/selector.h"
#include "text/zone.h"

enum severity { SEVERITY_INFO, SEVERITY_NOTICE, SEVERITY_WARNING, SEVERITY_COUNT };
extern const char *const severity_names[SEVERITY_COUNT + 1];

/* Ordered by force: where several flags are raised the strongest acts. */
enum action {
	ACTION_TAG,
	ACTION_SUBJECT,     /* puts action_text before the subject */
	ACTION_RETURN_COPY, /* adds the author as a recipient */
	ACTION_HOLD,
	ACTION_DEFER,
	ACTION_REJECT,      /* with action_text */
	ACTION_COUNT
};
extern const char *const action_names[ACTION_COUNT + 1];

/* The stretch of text within which things count together. */
enum unit { UNIT_SENTENCE, UNIT_PARAGRAPH, UNIT_MESSAGE };

/* What must stand together in one unit of a zone: patterns with and/or/not. */
enum term_op { TERM_PATTERN, TERM_AND, TERM_OR, TERM_NOT };
struct term {
	enum term_op op;
	const struct pattern *pattern; /* TERM_PATTERN */
	const struct term *left, *right; /* right unused for TERM_NOT */
	struct place place;
};

struct score {
	int points;              /* may be negative */
	const struct term *term; /* NULL: holds whenever the rule speaks */
	enum unit within;        /* its own, or its rule's */
	struct place place;
};

struct example {
	bool match; /* false: miss */
	struct str text;
	struct place place;
};

struct flag {
	struct str name;
	unsigned id; /* index into ruleset.flags */
	enum severity severity;
	int threshold;
	enum unit within; /* points add up within; the best unit counts */
	struct str warning; /* with {member}-like words still in it */
	enum action action;
	struct str action_text;
	bool asks_reply; /* gives Respond-By where the protocol has a time */
	struct place place;
};

struct rule {
	struct str id;
	unsigned index;
	const struct flag *flag;
	const struct condition *when; /* NULL: always */
	unsigned zones;               /* bits 1 << enum zone */
	enum unit within;             /* unless its line says another */
	const struct score *scores;
	size_t score_count;
	const struct term **unless; /* silent where one holds in its zones */
	size_t unless_count;
	const struct example *examples;
	size_t example_count;
	bool shadow;
	struct place place;
};

struct clause {
	struct str number;
	struct str title;
	const struct flag **flags;
	size_t flag_count;
	struct str unobservable; /* the reason; empty where flags handle it */
	struct place place;
};

/* A complaint about somebody who fits `about` goes to one who fits `to`. */
struct complaint_route {
	const struct selector *about;
	const struct selector *to;
	struct place place;
};

/* A word of the organisation: wording member "councillor" "councillors". */
struct wording {
	struct str key, singular, plural;
};

struct protocol {
	struct str name;
	struct str title;
	unsigned index;
	const struct clause *clauses;
	size_t clause_count;
	/* By flag id: the clauses' numbers joined by ", ", empty: flag off. */
	const struct str *flag_clauses;
	const struct wording *wordings;
	size_t wording_count;
	int reply_days;       /* working days; 0: the protocol names none */
	int acknowledge_days; /* working days; 0: none */
	const struct complaint_route *routes; /* first that fits counts */
	size_t route_count;
	struct place place;
};

/* A political party: what the roster calls it, and what people do. */
struct party_words {
	const struct str *names;
	size_t name_count;
	const struct term *words;
	const struct selector *others; /* who has a party, but not this one */
	struct place place;
};

/* A named stretch of dates, such as a pre-election period. */
struct window {
	struct str name;
	/* Local wall-clock times of the council, minutes since 1970-01-01; `until`
	 * is the first minute that is not in it. */
	int64_t from, until;
	struct str ward; /* empty: the whole council */
	struct place place;
};

struct council {
	struct str name;
	const struct str *domains;
	size_t domain_count;
	struct str protocol_name;
	const struct protocol *protocol;
	struct str roster_path; /* resolved against the file's directory */
	struct str time_zone;   /* "Europe/London" */
	struct str holidays_path, holidays_division;
	int work_from, work_until; /* minutes of the day */
	const struct str *disclaimers;
	size_t disclaimer_count;
	struct place place;
};

struct settings {
	struct str socket;
	struct str socket_group;
	unsigned socket_mode;
	struct str user;
	struct str pid_file;
	struct str header_prefix;
	bool outside_headers;
	const struct str *trusted_relays; /* addresses, CIDR allowed */
	size_t trusted_relay_count;
	struct str audit_log; /* path, or empty: journal */
	bool audit_author;    /* its lines name the authors */
	struct str metrics_file;
	/* For councils that name none, and where there is no council block;
	 * the protocol is for the latter only. */
	struct str default_protocol, default_holidays;
	struct str copy_store; /* path of the SQLite store; empty: none */
	size_t body_limit; /* bytes; written in MiB */
	int drain_seconds;
};

struct ruleset {
	struct settings settings;
	const struct flag **flags;
	size_t flag_count;
	const struct rule **rules; /* in file order */
	size_t rule_count;
	const struct protocol **protocols;
	size_t protocol_count;
	const struct party_words **parties;
	size_t party_count;
	const struct window **windows;
	size_t window_count;
	const struct likeness **likenesses;
	size_t likeness_count;
	const struct vocabulary *vocabulary; /* of them all */
	const struct council **councils;
	size_t council_count;
	const struct pattern **patterns; /* pattern->id is the index */
	size_t pattern_count;
	char digest[9]; /* eight hex digits of what was read */
};

const struct flag *ruleset_flag(const struct ruleset *rules, struct str name);
const struct protocol *ruleset_protocol(
	const struct ruleset *rules, struct str name);
/* Has it points to give that count? A shadow is only recorded. */
bool rule_can_raise(const struct rule *rule);

/*
 * Reads `path` and all it includes and compiles. NULL when diag_errors() is
 * not 0 afterwards. The examples in rules are not run here (judge/examples.h).
 */
struct ruleset *ruleset_load(struct diag *diag, const char *path);
struct ruleset *ruleset_load_source(
	struct diag *diag, const struct source *source);
/*
 * Warns of patterns that are slow on a long text (pattern_is_slow); for
 * `comity lint`, since it takes its time.
 */
void ruleset_check_speed(struct diag *diag, const struct ruleset *rules);
void ruleset_free(struct ruleset **rules);

#endif
