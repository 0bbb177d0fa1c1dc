#include "judge/inspect.h"

#include <glib.h>

#include "base/calendar.h"
#include "base/limits.h"
#include "judge/judge.h"
#include "judge/matcher.h"
#include "people/copystore.h"
#include "people/notice.h"

struct inspector {
	struct arena *arena;
	struct matcher *matcher;
	bool explain;
	struct copystore *store; /* not ours; may be NULL */
};

/* What is found out about a message on its way. */
struct passage {
	struct policy *policy;
	const struct raw_mail *raw;
	struct message *message;
	struct participants people;
	struct subject subject;
	bool could_matter; /* as far as the header tells */
};

struct inspector *
inspector_new(void)
{
	struct inspector *inspector = g_new0(struct inspector, 1);

	inspector->arena = arena_new();
	inspector->matcher = matcher_new();
	return inspector;
}

void
inspector_use_store(struct inspector *inspector, struct copystore *store)
{
	inspector->store = store;
}

void
inspector_free(struct inspector **inspector)
{
	if (*inspector == NULL)
		return;
	matcher_free(&(*inspector)->matcher);
	arena_free(&(*inspector)->arena);
	g_free(*inspector);
	*inspector = NULL;
}

void
inspector_explain(struct inspector *inspector)
{
	inspector->explain = true;
}

static int64_t
deadline(void)
{
	return g_get_monotonic_time() / 1000 + LIMIT_JUDGE_MS;
}

/*
 * Whose message it is decides which council's people and rules count: of
 * several in From the first whom any council's roster has.
 */
static const struct council_data *
council_of(
	const struct policy *policy, const struct message *message, int64_t now)
{
	const struct address_list *from = &message->from;
	size_t count;
	const struct council_data *first = policy_councils(policy, &count);
	int32_t day = calendar_day(first->calendar, now);

	for (size_t i = 0; count > 1 && i < from->count; i++) {
		struct str key = from->items[i].key;
		const struct council_data *council =
			policy_council(policy, key, day);

		if (roster_find(council->roster, key, day) != NULL)
			return council;
	}
	return policy_council(policy,
		from->count > 0 ? from->items[0].key : STR_LIT(""), day);
}

static void
meet(struct passage *passage, struct arena *arena,
	const struct envelope *envelope, int64_t now)
{
	const struct council_data *council =
		council_of(passage->policy, passage->message, now);

	participants_find(arena, council->roster, council->mentions,
		calendar_day(council->calendar, now), passage->message,
		envelope, &passage->people);
	passage->subject = (struct subject){
		.rules = policy_rules(passage->policy),
		.plan = policy_plan(passage->policy),
		.council = council,
		.protocol = council->protocol,
		.people = &passage->people,
		.now = now,
		.arena = arena,
	};
}

static void
begin_matching(const struct inspector *inspector, struct passage *passage)
{
	struct subject *subject = &passage->subject;

	subject->message = passage->message;
	subject->matcher = inspector->matcher;
	subject->explain = inspector->explain;
	matcher_begin(subject->matcher, subject->rules,
		policy_prefilter(passage->policy, passage->people.author.role),
		passage->message, deadline());
}

/* As far as the header tells. */
static bool
is_correspondence(struct passage *passage)
{
	switch (passage->people.author.role) {
	case ROLE_MEMBER:
	case ROLE_OFFICER:
	case ROLE_GROUP:
		return judge_could_apply(&passage->subject);
	default:
		return false;
	}
}

/* The people are known; what they wrote is read now. */
static void
read_all(const struct inspector *inspector, struct passage *passage)
{
	const struct council *council = passage->subject.council->council;
	const struct message_options options = {
		council->disclaimers, council->disclaimer_count};

	message_read_rest(passage->subject.arena, passage->raw, &options,
		passage->message);
	if (raw_mail_is_cut(passage->raw))
		passage->message->unread |= UNREAD_SIZE;
	begin_matching(inspector, passage);
}

/* What other transactions of this message were, as far as is known. */
static void
recall_copies(const struct inspector *inspector, struct passage *passage)
{
	if (inspector->store != NULL)
		passage->people.earlier = copystore_recall(inspector->store,
			passage->people.author.key,
			passage->message->message_id, passage->subject.now);
}

static void
note_copies(const struct inspector *inspector, const struct passage *passage,
	struct verdict *verdict)
{
	enum earlier_copies seen;

	if (inspector->store == NULL)
		return;
	seen = notice_to_remember(passage->message, &passage->people);
	verdict->copied_later = passage->people.earlier == EARLIER_VISIBLE &&
				seen == EARLIER_UNTOLD;
	copystore_note(inspector->store, passage->people.author.key,
		passage->message->message_id, seen, passage->subject.now);
}

/* As far as its readers see: a header must not tell of a hidden colleague. */
static bool
goes_outside_only(const struct participants *people)
{
	static const struct trait outside[] = {
		{.kind = TRAIT_ROLE, .role = ROLE_OUTSIDE}};
	static const struct trait media[] = {
		{.kind = TRAIT_ROLE, .role = ROLE_MEDIA}};
	static const struct selector_alternative either[] = {
		{outside, 1}, {media, 1}};
	static const struct selector outsider = {either, 2};
	enum recipient_set readers =
		participants_more_than(people, SET_VISIBLE, 0) == TRI_YES
			? SET_VISIBLE
			: SET_EVERYONE;

	return participants_only(people, readers, &outsider) == TRI_YES;
}

static void
set_reply_days(const struct passage *passage, struct verdict *verdict)
{
	const struct protocol *protocol = passage->subject.protocol;
	const struct calendar *calendar = passage->subject.council->calendar;
	int32_t day = calendar_day(calendar, passage->subject.now);

	if (protocol->reply_days > 0) {
		verdict->has_respond_by = true;
		verdict->respond_by = calendar_add_working(
			calendar, day, protocol->reply_days);
	}
	if (protocol->acknowledge_days > 0)
		verdict->acknowledge_by = calendar_add_working(
			calendar, day, protocol->acknowledge_days);
}

/* The strongest action, and of equals the first flag's. */
static void
sum_up(const struct passage *passage, struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;
	bool asks_reply = false;

	for (size_t i = 0; i < findings->raised_count; i++) {
		const struct flag *flag = findings->raised[i].flag;

		verdict->severity = MAX(verdict->severity, flag->severity);
		asks_reply |= flag->asks_reply;
		if (flag->action <= verdict->action)
			continue;
		verdict->action = flag->action;
		verdict->action_text = flag->action_text;
		verdict->action_clauses = findings->raised[i].clauses;
	}
	if (asks_reply)
		set_reply_days(passage, verdict);
}

static unsigned
unread_of(const struct passage *passage, const struct finding_list *findings)
{
	unsigned unread = passage->message->unread;

	if (matcher_limited(passage->subject.matcher))
		unread |= UNREAD_MATCH_LIMIT;
	if (passage->people.incomplete)
		unread |= UNREAD_ADDRESSES;
	/* What is left open though all was read are the people of a letter
	 * carried on, whose names lead nowhere. */
	if (findings->open && unread == 0)
		unread |= UNREAD_ADDRESSES;
	return unread;
}

struct passage *
inspect_header(struct inspector *inspector, struct arena *arena,
	struct policy *policy, const struct raw_mail *raw,
	const struct envelope *envelope, int64_t now)
{
	struct passage *passage = ARENA_NEW(arena, struct passage);

	passage->policy = policy;
	passage->raw = raw;
	passage->message = ARENA_NEW(arena, struct message);
	message_read_header(arena, raw, passage->message);
	meet(passage, arena, envelope, now);
	begin_matching(inspector, passage);
	passage->could_matter = is_correspondence(passage);
	return passage;
}

bool
inspect_could_matter(const struct passage *passage)
{
	return passage->could_matter;
}

static void
judge_all(const struct inspector *inspector, struct passage *passage,
	struct verdict *verdict)
{
	recall_copies(inspector, passage);
	read_all(inspector, passage);
	judge_message(
		passage->subject.arena, &passage->subject, &verdict->findings);
	sum_up(passage, verdict);
	note_copies(inspector, passage, verdict);
	verdict->outside_only = goes_outside_only(&passage->people);
}

void
inspect_rest(struct inspector *inspector, struct passage *passage,
	struct verdict *verdict)
{
	memset(verdict, 0, sizeof(*verdict));
	verdict->correspondence = passage->could_matter;
	verdict->rules = passage->subject.rules;
	verdict->council = passage->subject.council;
	verdict->protocol = passage->subject.protocol;
	if (verdict->correspondence)
		judge_all(inspector, passage, verdict);
	verdict->message = passage->message;
	verdict->unread = unread_of(passage, &verdict->findings);
	verdict->directions = passage->people.directions;
	verdict->identity = passage->people.identity;
	verdict->author = passage->people.author;
}

void
inspect_message(struct inspector *inspector, struct policy *policy,
	const struct raw_mail *raw, const struct envelope *envelope,
	int64_t now, struct verdict *verdict)
{
	arena_reset(inspector->arena);
	inspect_rest(inspector,
		inspect_header(inspector, inspector->arena, policy, raw,
			envelope, now),
		verdict);
}
