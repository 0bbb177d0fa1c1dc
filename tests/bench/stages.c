/*
 * stages: what each stage of a message's way costs.
 *
 *     stages [-n ROUNDS] [-x MIX] [-m MESSAGES] [-g PATTERNS]
 *            [-c CONFIG] [-r ROSTER] [-p PROTOCOL] [MAIL...]
 *
 * Goes the way of judge/inspect.c with each message of the mail named (files,
 * folders, mailboxes), or with made mail of a mix (mail.h), ROUNDS times, and
 * prints for each stage the mean over the messages of the shortest time that
 * it took. The shortest of several rounds is what the stage costs where
 * nothing else disturbs it. With -g the rules are so many made ones (rules.h)
 * and nothing of what ships: instructions.py counts with these.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "answer/edits.h"
#include "base/arena.h"
#include "base/calendar.h"
#include "judge/judge.h"
#include "judge/matcher.h"
#include "judge/policy.h"
#include "judge/prefilter.h"
#include "judge/text_words.h"
#include "mime/mime.h"
#include "mail.h"
#include "rules.h"
#include "tool/mailbox.h"

enum stage {
	STAGE_HEADER,
	STAGE_PEOPLE,
	STAGE_COULD,
	STAGE_READ,
	STAGE_PREFILTER,
	STAGE_JUDGE,
	STAGE_ANSWER,
	STAGES
};

static const char *const stage_names[STAGES] = {"message_read_header",
	"participants_find", "judge_could_apply", "message_read", "prefilter",
	"judge_message", "edits_for"};

struct bench {
	struct policy *policy;
	const struct council_data *council;
	struct arena *arena;
	struct matcher *matcher;
	struct prefilter_notes *notes;
	struct text_words words;
	int64_t now;
};

/* The shortest time of each stage for one message, in nanoseconds. */
struct times {
	int64_t ns[STAGES];
	bool correspondence;
};

static int64_t
clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000 * 1000 * 1000 + now.tv_nsec;
}

/* Notes how long the stage took and begins the next one. */
static void
lap(struct times *times, enum stage stage, int64_t *since)
{
	int64_t now = clock_ns();

	if (times->ns[stage] == 0 || now - *since < times->ns[stage])
		times->ns[stage] = now - *since;
	*since = clock_ns();
}

static void
prefilter_zone(struct bench *bench, const struct prefilter *filter,
	const struct zone_text *zone)
{
	text_words_begin(&bench->words);
	prefilter_scan(
		filter, zone, &bench->words, PREFILTER_ALL_ARMS, bench->notes);
}

/* By itself; judge_message() does it once more for the zones it needs. */
static void
prefilter(struct bench *bench, const struct message *message, enum role author)
{
	const struct prefilter *filter =
		policy_prefilter(bench->policy, author);

	prefilter_zone(bench, filter, &message->zones[ZONE_SUBJECT]);
	prefilter_zone(bench, filter, &message->zones[ZONE_TEXT]);
}

static void
judge(struct bench *bench, const struct raw_mail *raw, struct subject *subject,
	struct times *times)
{
	const struct council *council = bench->council->council;
	const struct message_options options = {
		council->disclaimers, council->disclaimer_count};
	struct verdict verdict = {.correspondence = true};
	size_t count;
	const struct field *fields = raw_mail_fields(raw, &count);
	int64_t since = clock_ns();

	message_read_rest(bench->arena, raw, &options, subject->message);
	lap(times, STAGE_READ, &since);
	prefilter(bench, subject->message, subject->people->author.role);
	lap(times, STAGE_PREFILTER, &since);
	matcher_begin(bench->matcher, subject->rules,
		policy_prefilter(bench->policy, subject->people->author.role),
		subject->message, 0);
	judge_message(bench->arena, subject, &verdict.findings);
	lap(times, STAGE_JUDGE, &since);
	verdict.council = bench->council;
	verdict.protocol = subject->protocol;
	verdict.rules = subject->rules;
	verdict.message = subject->message;
	verdict.author = subject->people->author;
	verdict.directions = subject->people->directions;
	edits_for(bench->arena, &verdict, fields, count, false);
	lap(times, STAGE_ANSWER, &since);
}

static void
go(struct bench *bench, const struct raw_mail *raw, struct times *times)
{
	const struct envelope envelope = {.known = false};
	struct participants people;
	struct message message;
	struct subject subject;
	int64_t since;

	arena_reset(bench->arena);
	since = clock_ns();
	message_read_header(bench->arena, raw, &message);
	lap(times, STAGE_HEADER, &since);
	participants_find(bench->arena, bench->council->roster,
		bench->council->mentions,
		calendar_day(bench->council->calendar, bench->now), &message,
		&envelope, &people);
	lap(times, STAGE_PEOPLE, &since);
	subject = (struct subject){
		.rules = policy_rules(bench->policy),
		.plan = policy_plan(bench->policy),
		.council = bench->council,
		.protocol = bench->council->protocol,
		.people = &people,
		.message = &message,
		.matcher = bench->matcher,
		.now = bench->now,
		.arena = bench->arena,
	};
	matcher_begin(bench->matcher, subject.rules,
		policy_prefilter(bench->policy, people.author.role), &message,
		0);
	/* Mail from outside is none; judge/inspect.c asks the same. */
	times->correspondence = people.author.role != ROLE_OUTSIDE &&
				people.author.role != ROLE_MEDIA &&
				judge_could_apply(&subject);
	lap(times, STAGE_COULD, &since);
	if (times->correspondence)
		judge(bench, raw, &subject, times);
}

/* By this name instructions.py knows what to count. */
static __attribute__((noinline)) void
stages_go(struct bench *bench, const struct raw_mail *raw, struct times *times)
{
	go(bench, raw, times);
}

/* Once without counting: patterns are compiled when they are first needed. */
static void
warm_up(struct bench *bench, const struct raw_mail *raw)
{
	struct times ignored = {{0}, false};

	go(bench, raw, &ignored);
}

static void
print_times(const struct times *all, size_t count)
{
	int64_t sums[STAGES] = {0};
	int64_t total = 0;
	size_t judged = 0;

	for (size_t i = 0; i < count; i++) {
		judged += all[i].correspondence;
		for (int stage = 0; stage < STAGES; stage++)
			sums[stage] += all[i].ns[stage];
	}
	printf("%zu messages, %zu of them correspondence\n", count, judged);
	for (int stage = 0; stage < STAGES; stage++) {
		size_t of = stage < STAGE_READ ? count : judged;
		int64_t mean = of > 0 ? sums[stage] / (int64_t)of : 0;

		printf("%-20s %9" G_GINT64_FORMAT " ns\n", stage_names[stage],
			mean);
		total += stage == STAGE_PREFILTER ? 0 : mean;
	}
	printf("%-20s %9" G_GINT64_FORMAT " ns\n", "all but prefilter", total);
}

/* Where messages come from: the mail named, or made ones. */
struct source_of_mail {
	struct mailbox *mailbox;
	enum mix mix;
	size_t made; /* so many; 0: as many as are usual */
	size_t count;
};

static bool
next_mail(
	const struct source_of_mail *source, size_t index, struct raw_mail *raw)
{
	struct mail *mail;
	GString *text;

	raw_mail_reset(raw);
	if (mailbox_count(source->mailbox) > 0)
		return mailbox_read(source->mailbox, index, raw);
	mail = mail_make(source->mix, (unsigned)index);
	text = mail_text(mail);
	raw_mail_parse(raw, (struct str){text->str, text->len});
	g_string_free(text, TRUE);
	mail_free(mail);
	return true;
}

static void
run(struct bench *bench, const struct source_of_mail *source, int rounds)
{
	struct times *all = g_new0(struct times, source->count);
	struct raw_mail *raw = raw_mail_new();

	for (size_t i = 0; i < source->count; i++) {
		if (!next_mail(source, i, raw))
			continue;
		warm_up(bench, raw);
		for (int round = 0; round < rounds; round++)
			stages_go(bench, raw, &all[i]);
	}
	print_times(all, source->count);
	raw_mail_free(&raw);
	g_free(all);
}

static bool
load(struct bench *bench, const char *config,
	const struct policy_overrides *overrides)
{
	struct diag *diag = diag_new();
	int64_t since = clock_ns();
	size_t count;

	bench->policy = policy_load(diag, config, overrides);
	if (bench->policy == NULL) {
		diag_print(diag, stderr);
		return false;
	}
	policy_prepare(bench->policy);
	printf("loading %zu patterns: %.0f ms\n",
		policy_rules(bench->policy)->pattern_count,
		(double)(clock_ns() - since) / 1e6);
	bench->council = policy_councils(bench->policy, &count);
	bench->arena = arena_new();
	bench->matcher = matcher_new();
	bench->notes = prefilter_notes_new();
	bench->now = 1794830400; /* a Monday in November 2026, noon */
	diag_free(&diag);
	return true;
}

/* In a file of its own. */
static char *
put_aside(GString *text)
{
	char *path = NULL;
	int fd = g_file_open_tmp("comity-stages-XXXXXX", &path, NULL);

	if (fd < 0 || !g_file_set_contents(path, text->str, -1, NULL))
		exit(EXIT_FAILURE);
	close(fd);
	g_string_free(text, TRUE);
	return path;
}

static void
drop(char *path)
{
	if (path != NULL)
		unlink(path);
	g_free(path);
}

static void
make_ready(struct source_of_mail *source)
{
	GPtrArray *words = g_ptr_array_new();

	source->count = mailbox_count(source->mailbox);
	if (source->count > 0)
		return;
	source->count = source->made > 0	   ? source->made
			: source->mix == MIX_LARGE ? 8
						   : 200;
	if (source->mix == MIX_WORST)
		rules_count(words, NULL);
	mail_set_words(
		(const char *const *)(const void *)words->pdata, words->len);
	g_ptr_array_free(words, FALSE);
}

int
main(int argc, char **argv)
{
	struct policy_overrides overrides = {.protocol = "broxtowe-borough"};
	struct source_of_mail source = {
		mailbox_new(), MIX_CORRESPONDENCE, 0, 0};
	struct bench bench;
	const char *config = NULL;
	char *roster = NULL;
	char *rules = NULL;
	int rounds = 20;
	int option;

	while ((option = getopt(argc, argv, "n:x:m:g:c:r:p:")) != -1) {
		if (option == 'n')
			rounds = atoi(optarg);
		else if (option == 'x')
			source.mix =
				(enum mix)CLAMP(atoi(optarg), 0, MIX_COUNT - 1);
		else if (option == 'm')
			source.made = (size_t)atoi(optarg);
		else if (option == 'g')
			rules = put_aside(rules_alone((size_t)atoi(optarg)));
		else if (option == 'c')
			config = optarg;
		else if (option == 'r')
			overrides.roster = optarg;
		else if (option == 'p')
			overrides.protocol = optarg;
		else
			return EXIT_FAILURE;
	}
	mime_init();
	for (; optind < argc; optind++)
		if (!mailbox_add(source.mailbox, argv[optind]))
			return EXIT_FAILURE;
	make_ready(&source);
	if (rules != NULL) {
		config = rules;
		overrides.protocol = "made";
	}
	/* Made mail needs its people. */
	if (overrides.roster == NULL)
		overrides.roster = roster = put_aside(mail_roster());
	if (!load(&bench, config, &overrides))
		return EXIT_FAILURE;
	run(&bench, &source, rounds);
	drop(roster);
	drop(rules);
	return EXIT_SUCCESS;
}
