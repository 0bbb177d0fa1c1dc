#include "tool/commands.h"

#include <glib.h>

#include "tool/account.h"
#include "tool/engine.h"
#include "tool/progress.h"
#include "tool/put_file.h"
#include "tool/replay.h"

enum { THREADS_MOST = 64, DRAW_EVERY_US = 100 * 1000 };

/* One way through all messages, by one configuration. */
struct pass {
	struct engine *engine;
	struct replay *replay;
	size_t body_limit;
	gint next;    /* the message that a free thread takes; atomic */
	gint done;    /* atomic */
	gint running; /* threads; atomic */
};

/* --- Threads ----------------------------------------------------------- */

static void
judge_one(struct pass *pass, size_t index, struct inspector *inspector,
	struct raw_mail *raw)
{
	struct replay *replay = pass->replay;
	struct engine_mail mail = {raw, NULL, NULL, NULL};
	struct engine_result result;

	if (mailbox_read(replay->mailbox, index, raw) &&
		engine_inspect(pass->engine, inspector, &mail, &result)) {
		struct replay_outcome *outcome = &replay->outcomes[index];

		replay_keep(outcome, &result.verdict);
		outcome->dated = result.dated;
		outcome->when = result.now;
	}
	g_atomic_int_inc(&pass->done);
}

static gpointer
work(gpointer data)
{
	struct pass *pass = data;
	struct inspector *inspector = inspector_new();
	struct raw_mail *raw = raw_mail_new();

	raw_mail_set_body_limit(raw, pass->body_limit);
	for (;;) {
		size_t index = (size_t)g_atomic_int_add(&pass->next, 1);

		if (index >= pass->replay->count)
			break;
		judge_one(pass, index, inspector, raw);
	}
	raw_mail_free(&raw);
	inspector_free(&inspector);
	g_atomic_int_dec_and_test(&pass->running);
	return NULL;
}

static void
work_in_threads(struct pass *pass)
{
	GThread *threads[THREADS_MOST];
	guint count = MIN(g_get_num_processors(), (guint)THREADS_MOST);
	struct progress progress;

	progress_start(&progress, pass->replay->count);
	progress_draw(&progress, 0);
	g_atomic_int_set(&pass->running, (gint)count);
	for (guint i = 0; i < count; i++)
		threads[i] = g_thread_new("replay", work, pass);
	while (progress.drawn_at_all && g_atomic_int_get(&pass->running) > 0) {
		progress_draw(&progress, (size_t)g_atomic_int_get(&pass->done));
		g_usleep(DRAW_EVERY_US);
	}
	for (guint i = 0; i < count; i++)
		g_thread_join(threads[i]);
	pass->replay->seconds = progress_end(&progress);
}

/* --- The command ------------------------------------------------------- */

/* The engine has to outlive what is kept: hits point into its rules. */
static struct engine *
go_through(const struct options *options, const char *config,
	const struct mailbox *mailbox, struct replay *replay)
{
	struct options own = *options;
	struct pass pass = {NULL, replay, 0, 0, 0, 0};

	own.config = config;
	replay->mailbox = mailbox;
	replay->count = mailbox_count(mailbox);
	replay->outcomes = g_new0(struct replay_outcome, replay->count + 1);
	pass.engine = engine_new(&own);
	if (pass.engine == NULL)
		return NULL;
	replay->rules = engine_rules(pass.engine, NULL);
	if (replay->rules == NULL) {
		engine_free(&pass.engine);
		return NULL;
	}
	pass.body_limit = engine_body_limit(pass.engine);
	work_in_threads(&pass);
	return pass.engine;
}

static bool
all_read(const struct replay *replay)
{
	for (size_t i = 0; i < replay->count; i++)
		if (!replay->outcomes[i].read)
			return false;
	return true;
}

/* Where the mail was, in words. */
static char *
source_of(const struct options *options)
{
	GString *text = g_string_new("Read from ");

	for (size_t i = 0; options->arguments[i] != NULL; i++)
		g_string_append_printf(
			text, "%s%s", i > 0 ? ", " : "", options->arguments[i]);
	return g_string_free(text, FALSE);
}

static bool
put_page(const struct options *options, const struct replay *replay)
{
	struct tally *tally = tally_new();
	char *source = source_of(options);
	struct account account = {
		.title = "Mail between members and officers",
		.source = source,
		.basis = "All mail was judged by one set of rules, whatever "
			 "was in force when it was sent. Stored mail does not "
			 "show hidden recipients.",
		.tally = tally,
		.rules = replay->rules,
		.examples = true,
	};
	char *page;
	bool good;

	replay_count(replay, tally);
	page = account_html(&account);
	good = put_file(options->html, str_of(page));
	g_free(page);
	g_free(source);
	tally_free(&tally);
	return good;
}

/* A page takes the place of the plain text, not of the JSON. */
static bool
print_all(const struct options *options, const struct replay *replay)
{
	if (options->json)
		replay_print_json(replay);
	else if (options->html == NULL)
		replay_print(replay);
	return options->html == NULL || put_page(options, replay);
}

static bool
replay_mailbox(const struct options *options, const struct mailbox *mailbox)
{
	struct replay one = {0}, two = {0};
	struct engine *first, *second = NULL;
	bool good;

	first = go_through(options, options->config, mailbox, &one);
	if (first != NULL && options->against != NULL)
		second = go_through(options, options->against, mailbox, &two);
	good = first != NULL && all_read(&one);
	if (options->against != NULL)
		good = good && second != NULL && all_read(&two);
	if (first != NULL && second != NULL)
		replay_print_changes(&one, &two, options->json);
	else if (first != NULL && options->against == NULL)
		good = print_all(options, &one) && good;
	replay_clear(&one);
	replay_clear(&two);
	engine_free(&first);
	engine_free(&second);
	return good;
}

int
cmd_replay(const struct options *options)
{
	struct mailbox *mailbox;
	bool good = true;

	if (options->html != NULL && options->against != NULL) {
		fputs("comity: --html and --against do not go together\n",
			stderr);
		return 1;
	}
	mailbox = mailbox_new();
	for (size_t i = 0; options->arguments[i] != NULL; i++)
		good = mailbox_add(mailbox, options->arguments[i]) && good;
	good = replay_mailbox(options, mailbox) && good;
	mailbox_free(&mailbox);
	return good ? 0 : 1;
}
