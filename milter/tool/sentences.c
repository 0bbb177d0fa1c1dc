#include "tool/sentences.h"

#include <glib.h>

#include "tool/list_lines.h"
#include "tool/made_mail.h"

enum { COLUMNS = 4, ADDRESSEES_MOST = 8 };

/* Whom a sentence is sent to, one message each. */
struct addressees {
	struct str keys[ADDRESSEES_MOST];
	size_t count;
	struct str copied; /* gets the hidden copy for copy-notice */
};

struct reader {
	struct engine *engine;
	struct inspector *inspector;
	struct raw_mail *raw;
	struct diag *diag;
	struct score_sheet *sheet;
	const struct roster *roster;
	const char *protocol;
	bool failed; /* no policy could be had */
};

/* --- The file ---------------------------------------------------------- */

static bool
read_role(struct str word, enum role *role)
{
	for (int i = 0; role_names[i] != NULL; i++) {
		if (str_eq(word, str_of(role_names[i]))) {
			*role = (enum role)i;
			return true;
		}
	}
	return false;
}

static bool
read_case(struct diag *diag, struct place place, struct str line,
	struct sentence_case *one)
{
	struct str columns[COLUMNS] = {{NULL, 0}};
	size_t count = 0;

	while (count < COLUMNS && str_split(&line, '\t', &columns[count]))
		count++;
	one->place = place;
	one->flag = columns[0];
	one->hit = str_eq(columns[1], STR_LIT("hit"));
	one->text = columns[3];
	if (count == COLUMNS && read_role(columns[2], &one->role) &&
		(one->hit || str_eq(columns[1], STR_LIT("miss"))))
		return true;
	diag_error(diag, place,
		"a sentence has the columns flag, hit or miss, role and "
		"sentence, parted by tabs");
	return false;
}

/* What is done with each sentence. */
struct sentence_reader {
	struct diag *diag;
	sentence_fn *each;
	void *context;
};

static bool
use_line(struct place place, struct str line, unsigned number, void *context)
{
	const struct sentence_reader *reader = context;
	struct sentence_case one;

	(void)number;
	return read_case(reader->diag, place, line, &one) &&
	       reader->each(&one, reader->context);
}

bool
sentences_read(
	struct diag *diag, const char *path, sentence_fn *each, void *context)
{
	struct sentence_reader reader = {diag, each, context};

	return list_lines_read(diag, path, use_line, &reader);
}

/* --- People ------------------------------------------------------------ */

static bool
is_plain(const struct person *person, enum role role)
{
	return person->role == role && !person->is_default &&
	       person_in_force(person, MADE_MAIL_DAY);
}

/* The first of that role, or the last; rather one without a post. */
static const struct person *
somebody(const struct roster *roster, enum role role, bool last,
	const struct person *except)
{
	const struct person *found = NULL;
	size_t count;
	const struct person *people = roster_people(roster, &count);

	for (size_t i = 0; i < count; i++) {
		const struct person *person = &people[last ? count - 1 - i : i];

		if (person == except || !is_plain(person, role))
			continue;
		if (person->post_count == 0)
			return person;
		if (found == NULL)
			found = person;
	}
	return found;
}

static void
add_person(struct addressees *to, const struct person *person)
{
	if (person != NULL)
		to->keys[to->count++] = person->key;
}

static void
find_addressees(struct addressees *to, const struct roster *roster,
	const struct person *author)
{
	const struct person *media =
		somebody(roster, ROLE_MEDIA, false, author);
	const struct person *copied =
		somebody(roster, ROLE_OFFICER, true, author);

	memset(to, 0, sizeof(*to));
	add_person(to, somebody(roster, ROLE_MEMBER, false, author));
	add_person(to, somebody(roster, ROLE_MEMBER, true, author));
	add_person(to, somebody(roster, ROLE_OFFICER, false, author));
	add_person(to, somebody(roster, ROLE_GROUP, false, author));
	add_person(to, somebody(roster, ROLE_GROUP, true, author));
	add_person(to, media);
	to->keys[to->count++] = STR_LIT("newsdesk@gazette.example");
	if (copied != NULL)
		to->copied = copied->key;
}

/* --- Judging ----------------------------------------------------------- */

static bool
raises(struct reader *reader, const struct sentence_case *one,
	const char *protocol, struct str to, struct str copied)
{
	char *first = g_strndup(to.p, to.n);
	char *second = g_strndup(copied.p, copied.n);
	const char *rcpts[] = {first, copied.n > 0 ? second : NULL, NULL};
	struct engine_mail mail = {reader->raw, NULL, rcpts, protocol};
	struct engine_result result;
	bool raised = false;

	if (!engine_inspect(
		    reader->engine, reader->inspector, &mail, &result)) {
		reader->failed = true;
	} else {
		const struct finding_list *findings = &result.verdict.findings;

		for (size_t i = 0; i < findings->raised_count; i++)
			raised =
				raised || str_eq(findings->raised[i].flag->name,
						  one->flag);
	}
	g_free(first);
	g_free(second);
	return raised;
}

/* The protocol to judge by; NULL where none has a clause for the flag. */
static const char *
protocol_for(struct reader *reader, struct str flag_name, char **made)
{
	const struct ruleset *rules =
		engine_rules(reader->engine, reader->protocol);
	const struct flag *flag =
		rules != NULL ? ruleset_flag(rules, flag_name) : NULL;

	*made = NULL;
	if (reader->protocol != NULL || flag == NULL)
		return flag != NULL ? reader->protocol : NULL;
	for (size_t i = 0; i < rules->protocol_count && *made == NULL; i++) {
		const struct protocol *protocol = rules->protocols[i];

		if (protocol->flag_clauses[flag->id].n > 0)
			*made = g_strndup(protocol->name.p, protocol->name.n);
	}
	return *made;
}

static void
write_mail(const struct reader *reader, const struct person *author,
	struct str to, struct str sentence)
{
	const struct made_mail mail = {author->name, author->key, to,
		STR_LIT("Your message"), sentence};

	made_mail_write(reader->raw, &mail);
}

static bool
judge_case(const struct sentence_case *one, void *context)
{
	struct reader *reader = context;
	const struct person *author =
		somebody(reader->roster, one->role, false, NULL);
	struct score_case judged = {one->text, {NULL, 0}, {NULL, 0}};
	struct str nobody = {NULL, 0};
	struct addressees to;
	char *made;
	const char *protocol = protocol_for(reader, one->flag, &made);
	bool raised = false;

	if (author == NULL || protocol == NULL) {
		diag_error(reader->diag, one->place,
			"there is no %s for this sentence",
			author == NULL ? "author on the roster"
				       : "protocol with such a flag");
		g_free(made);
		return false;
	}
	find_addressees(&to, reader->roster, author);
	for (size_t i = 0; i < to.count && !raised; i++) {
		bool copies = str_eq(one->flag, STR_LIT("copy-notice"));

		write_mail(reader, author, to.keys[i], one->text);
		raised = raises(reader, one, protocol, to.keys[i],
			copies ? to.copied : nobody);
	}
	judged.protocol = str_of(protocol);
	score_flag(reader->sheet, &judged, one->flag, one->hit, raised);
	score_end(reader->sheet, raised == one->hit);
	g_free(made);
	return true;
}

/* --- The test ---------------------------------------------------------- */

bool
sentences_test(struct engine *engine, struct inspector *inspector,
	struct diag *diag, const char *path, const char *protocol,
	struct score_sheet *sheet)
{
	struct reader reader = {engine, inspector, NULL, diag, sheet,
		engine_roster(engine, (struct str){NULL, 0}, MADE_MAIL_DAY),
		protocol, false};
	struct place nowhere = {NULL, 0, 0};
	bool good;

	if (reader.roster == NULL) {
		diag_error(diag, nowhere, "--sentences needs a --roster");
		return false;
	}
	reader.raw = raw_mail_new();
	good = sentences_read(diag, path, judge_case, &reader);
	raw_mail_free(&reader.raw);
	return good && !reader.failed;
}
