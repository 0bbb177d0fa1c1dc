#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "people/mention.h"
#include "people/notice.h"

static const char borough[] =
	"address,role,name,title,party,posts,expands,aliases\n"
	"ceo@b.example,officer,Priya Ashworth,Chief Executive,,"
	"chief-executive restricted,,priya@old.example\n"
	"mo@b.example,officer,Gareth Mellor,"
	"Monitoring Officer and Head of Legal,,monitoring-officer,,\n"
	"dce@b.example,officer,Samuel Okafor,"
	"Deputy Chief Executive and Section 151 Officer,,"
	"section-151 director,,\n"
	"housing@b.example,officer,Lorraine Fenn,Director of Housing,,"
	"director,,\n"
	"env@b.example,officer,Dean Whitlock,Director of Environment,,"
	"director,,\n"
	"hr@b.example,officer,Rukhsana Hussain,Head of Human Resources,,"
	"head-of-hr,,\n"
	"plan@b.example,officer,Tom Barlow,Planning Officer,,,,\n"
	"jo@b.example,officer,Jenny Cope,Housing Officer,,junior,,\n"
	"marsh@b.example,member,Cllr Jane Marsh,Leader of the Council,Labour,"
	"leader cabinet,,\n"
	"doyle@b.example,member,Cllr Brendan Doyle,"
	"Cabinet Member for Housing,Labour,cabinet,,\n"
	"shah@b.example,member,Cllr Nadia Shah,Chair of Planning Committee,"
	"Labour,chair,,\n"
	"pike@b.example,member,Cllr Helen Pike,Leader of the Opposition,"
	"Conservative,,,\n"
	"lowe@b.example,member,Cllr Fiona Lowe,Councillor,Liberal Democrats,"
	",,\n"
	"tate@b.example,member,Cllr William Tate,Councillor,Independent,,,\n"
	"labour@b.example,group,Labour Group,,Labour,,,\n"
	"libdem@b.example,group,Liberal Democrat Group,,Liberal Democrats,,,\n"
	"all@b.example,list,All Members,,,,role:member,\n"
	"cabinet@b.example,list,Cabinet,,,,post:cabinet,\n"
	"archive@b.example,archive,,,,,,\n"
	"news@paper.example,media,The Herald,,,,,\n"
	"@b.example,officer,,,,,,\n";

struct fixture {
	struct diag *diag;
	struct roster *roster;
	struct mention_index *index;
	struct arena *arena;
	struct message message;
	struct participants people;
};

static int
set_up(void **state)
{
	struct fixture *f = g_new0(struct fixture, 1);

	f->diag = diag_new();
	f->roster = roster_load(f->diag,
		diag_read_memory(f->diag, "borough.csv", STR_LIT(borough)));
	if (f->roster == NULL)
		diag_print(f->diag, stderr);
	assert_non_null(f->roster);
	f->index = mention_index_new(f->roster);
	f->arena = arena_new();
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	mention_index_free(&f->index);
	roster_free(&f->roster);
	diag_free(&f->diag);
	g_free(f);
	return 0;
}

/* Addresses parted by spaces; what holds no '@' is a bare name, '_' a space. */
static struct address_list
addresses(struct fixture *f, const char *text)
{
	struct address_list list = {0};
	struct str rest = str_of(text), spec;

	list.items = ARENA_ARRAY(f->arena, struct address, 64);
	while (str_split(&rest, ' ', &spec)) {
		struct address *address = &list.items[list.count];

		if (spec.n == 0)
			continue;
		list.count++;
		address->key = address_key(f->arena, spec);
		address->valid = address->key.n > 0;
		if (address->valid) {
			address->spec = spec;
			continue;
		}
		address->name.p = g_strdelimit(
			arena_copy(f->arena, spec.p, spec.n), "_", ' ');
		address->name.n = spec.n;
	}
	return list;
}

static struct zone_text
zone_of(struct fixture *f, const char *text)
{
	struct zone_builder *builder = zone_builder_new(f->arena);

	zone_builder_add(builder, str_of(text), 0, strlen(text), 0, true);
	return zone_builder_finish(builder);
}

static void
letter(struct fixture *f, const char *from, const char *to, const char *rcpts,
	const char *text)
{
	struct address_list list = addresses(f, rcpts);
	struct str *copy = ARENA_ARRAY(f->arena, struct str, 64);
	struct envelope envelope = {
		.from = str_of(from), .rcpts = copy, .known = true};

	for (size_t i = 0; i < list.count; i++)
		copy[i] = list.items[i].spec;
	envelope.rcpt_count = list.count;
	f->message = (struct message){
		.from = addresses(f, from), .to = addresses(f, to)};
	f->message.zones[ZONE_TEXT] = zone_of(f, text);
	participants_find(f->arena, f->roster, f->index, 20000, &f->message,
		&envelope, &f->people);
}

/* A letter of Lorraine Fenn's to Cllr Pike, with others hidden. */
static enum tri
given(struct fixture *f, const char *hidden, const char *text)
{
	letter(f, "housing@b.example", "pike@b.example", hidden, text);
	return notice_given(&f->message, &f->people);
}

static const struct {
	const char *hidden, *text;
	bool told;
} cases[] = {
	/* By name. */
	{"mo@b.example", "I am copying this to Gareth Mellor.", true},
	{"mo@b.example", "I've copied Gareth in.", true},
	{"mo@b.example", "I'm letting Mr Mellor have sight of this.", true},
	{"priya@old.example", "Priya has had a copy of this.", true},
	{"ceo@b.example", "Copied to ceo@b.example for information.", true},
	{"mo@b.example", "I spoke to Gareth Mellor about it.", false},
	{"mo@b.example", "I have not copied Gareth Mellor.", false},
	{"mo@b.example", "I can copy Gareth Mellor if you want.", false},
	{"mo@b.example", "I copied the plan to Gareth Mellor.", false},
	{"mo@b.example", "Please do not copy this to Gareth.", false},
	{"mo@b.example", "Shall I copy this to Gareth?", false},
	{"mo@b.example", "", false},
	{"mo@b.example", "I am copying this to Gareth Mason.", false},
	/* One copy told of does not cover another. */
	{"mo@b.example", "I am copying this to Priya Ashworth.", false},
	{"mo@b.example ceo@b.example", "I am copying this to Priya.", false},
	{"mo@b.example ceo@b.example",
		"I am copying this to Priya Ashworth and Gareth Mellor.", true},
	{"mo@b.example ceo@b.example",
		"I have let Priya have a copy. It also goes to our solicitor. "
		"This is copied to Gareth.",
		true},
	{"mo@b.example",
		"I am copying this to Priya, and Gareth will ring you.", false},
	{"mo@b.example",
		"I spoke to Gareth Mellor and I'm copying this to Priya.",
		false},
	{"mo@b.example", "I am copying this to Priya, as Gareth asked.", false},
	{"mo@b.example", "As Gareth asked, Priya is copied in.", false},
	/* The post or the title. */
	{"ceo@b.example", "A copy goes to the Chief Executive.", true},
	{"ceo@b.example", "The chief executive is copied in.", true},
	{"ceo@b.example", "A copy goes to the Deputy Chief Executive.", false},
	{"dce@b.example", "A copy goes to the Deputy Chief Executive.", true},
	{"dce@b.example", "The s151 Officer gets a copy.", true},
	{"mo@b.example", "The Monitoring Officer's a silent recipient of this.",
		true},
	{"mo@b.example", "This is going to the Head of Legal too.", true},
	{"mo@b.example", "Legal have seen this reply.", true},
	{"hr@b.example", "I'm sharing this with HR.", true},
	{"env@b.example", "I've bcc'd the Director of Environment.", true},
	{"env@b.example", "I've bcc'd the Director of Finance.", false},
	{"plan@b.example", "This has been passed to Tom in Planning.", true},
	{"env@b.example", "Copied to Dean Whitlock's deputy.", false},
	{"env@b.example", "Copied to Dean Whitlock's office.", true},
	/* A pronoun means whoever was named before. */
	{"mo@b.example", "Gareth Mellor leads on this. I have sent him a copy.",
		true},
	{"ceo@b.example",
		"Gareth Mellor leads on this. I have sent him a copy.", false},
	{"marsh@b.example",
		"As this touches on Cllr Marsh's portfolio, she too receives a "
		"copy.",
		true},
	/* Parties, groups, bodies. */
	{"labour@b.example", "This has also gone to the Labour group.", true},
	{"marsh@b.example", "This has also gone to the Labour group.", true},
	{"libdem@b.example", "This has also gone to the Labour group.", false},
	{"libdem@b.example", "The Lib Dem group have been sent this.", true},
	{"labour@b.example", "Copied to the Labour group leader.", false},
	{"tate@b.example", "This is copied to all Labour members.", false},
	{"marsh@b.example doyle@b.example",
		"This is copied to all Labour "
		"members.",
		true},
	{"tate@b.example", "This goes to all members of the committee.", true},
	{"tate@b.example", "This e-mail goes to every councillor.", true},
	{"tate@b.example", "Blind copied to all parish councillors.", true},
	{"tate@b.example", "Your fellow ward councillors have been sent this.",
		true},
	{"labour@b.example", "This goes to all members.", true},
	{"all@b.example", "This goes to all members.", true},
	{"all@b.example", "This goes to Cllr Tate.", false},
	{"mo@b.example", "This goes to all members of the committee.", false},
	{"cabinet@b.example", "I am copying this to the Cabinet.", true},
	{"doyle@b.example", "I am copying this to Cabinet members.", true},
	{"tate@b.example", "I am copying this to Cabinet members.", false},
	{"shah@b.example", "Copied to the committee chairs.", true},
	{"env@b.example", "This has gone to all directors.", true},
	{"jo@b.example", "This has gone to all directors.", false},
	{"env@b.example ceo@b.example mo@b.example",
		"The whole senior management team are on blind copy here.",
		true},
	{"marsh@b.example", "The same goes to the group leaders.", true},
	{"tate@b.example", "Some members have been sent this.", false},
	{"tate@b.example", "Everybody who wrote is getting this reply.", true},
	{"tate@b.example mo@b.example x@else.example",
		"All recipients are blind copied.", true},
	{"tate@b.example", "No one else has been copied.", false},
	/* Lines at the foot. */
	{"mo@b.example", "Regards\n\ncc: Gareth Mellor", true},
	{"mo@b.example ceo@b.example",
		"Regards\n\nc.c. Mr G. Mellor, the Chief Executive", true},
	{"mo@b.example", "Copy to: Town Clerk; Monitoring Officer; file.",
		true},
	{"mo@b.example", "cc: Priya Ashworth", false},
	/* Outside the council. */
	{"ian.pole@greenhaul.example", "I'm copying this to Ian Pole.", true},
	{"ian.pole@greenhaul.example", "I'm copying this to Greenhaul.", true},
	{"ian.pole@greenhaul.example", "I'm copying this to the contractor.",
		true},
	{"ian.pole@greenhaul.example", "I'm copying this to Anna Shaw.", false},
	{"ian.pole@greenhaul.example", "I'm copying this to Priya.", false},
	{"ian.pole@greenhaul.example", "Ian Pole will ring you.", false},
	{"advice@marlowesafety.example",
		"It goes to our adviser at Marlowe Safety too: a copy of this "
		"has been sent to Marlowe Safety.",
		true},
	{"bluebell77@mail.example", "I have sent a copy of this to Mrs Hall.",
		true},
	{"news@paper.example", "A copy of this is going to the press.", true},
	{"news@paper.example", "A copy of this is going to Priya.", false},
	/* An officer of whom the roster knows the domain alone. */
	{"k.stead@b.example", "I've copied Karen Stead in.", true},
	{"k.stead@b.example", "I've copied Gareth in.", false},
	{"k.stead@b.example", "My manager is copied in.", true},
	/* Longer sentences, as people write them. */
	{"marsh@b.example doyle@b.example",
		"I am copying this to Cllrs Marsh and Doyle.", true},
	{"lowe@b.example tate@b.example",
		"Councillors Lowe and Tate are getting the same message.",
		true},
	{"lowe@b.example tate@b.example",
		"Councillor Lowe is getting the same message.", false},
	{"mo@b.example ceo@b.example",
		"Both Gareth and the Chief Executive have been copied in.",
		true},
	{"mo@b.example", "Gareth Mellor, the Monitoring Officer, has a copy.",
		true},
	{"mo@b.example",
		"The Monitoring Officer, Gareth Mellor, has had sight of this.",
		true},
	{"mo@b.example",
		"I'm copying in my colleague Gareth Mellor, who may be able to "
		"add something on the lease.",
		true},
	{"mo@b.example",
		"My colleague Gareth Mellor (copied) can tell you more about "
		"the lease.",
		true},
	{"mo@b.example",
		"My colleague Gareth Mellor can tell you more about the lease.",
		false},
	{"mo@b.example",
		"Gareth Mellor is on leave, so I have sent a copy of this to "
		"Tom.",
		false},
	{"mo@b.example plan@b.example",
		"Gareth Mellor is on leave, so I have sent a copy of this to "
		"Tom.",
		false},
	{"plan@b.example",
		"Gareth Mellor is on leave, so I have sent a copy of this to "
		"Tom.",
		true},
	{"ceo@b.example", "Priya has asked me to reply to you direct.", false},
	{"ceo@b.example",
		"I discussed your letter with Priya before sending this.",
		false},
	{"ceo@b.example", "I have copied your letter to Priya.", false},
	{"ceo@b.example", "I have copied your letter and this reply to Priya.",
		true},
	{"ceo@b.example",
		"I have copied this reply, and your letter, to Priya.", true},
	{"ceo@b.example",
		"Given what you say about the delay, I have shared our "
		"correspondence with the Chief Executive.",
		true},
	{"ceo@b.example",
		"Given what you say about the delay I think it only fair to "
		"share this with Priya.",
		true},
	{"ceo@b.example",
		"I'd be glad to share this with Priya if you are content.",
		false},
	{"ceo@b.example",
		"I have not shared this with Priya, and will not unless you "
		"ask me to.",
		false},
	{"ceo@b.example", "For your information, Priya is blind copied.", true},
	{"ceo@b.example", "P.S. Priya has this too.", true},
	{"ceo@b.example", "PS I've bcc'd Priya.", true},
	{"ceo@b.example", "Hi Helen\n\n(Priya bcc'd)\n\nThe answer is 12.",
		true},
	{"ceo@b.example", "Hi Helen, (bcc Priya) The answer is 12.", true},
	{"ceo@b.example", "The answer is 12. Priya in copy.", true},
	{"ceo@b.example", "The answer is 12.\n\nCopied to: Chief Executive",
		true},
	{"ceo@b.example", "The answer is 12.\n\nLorraine\n\ncc Chief Executive",
		true},
	{"ceo@b.example", "The answer is 12.\n\nLorraine\n\ncc P Ashworth",
		true},
	{"ceo@b.example", "The answer is 12.\n\nLorraine\n\nc.c. Ms P Ashworth",
		true},
	{"ceo@b.example", "The answer is 12.\n\nLorraine\n\ncc G Mellor",
		false},
	{"ceo@b.example", "The answer is 12.\n\nCopies: P Ashworth, G Mellor",
		true},
	{"dce@b.example",
		"I have let the Section 151 Officer have a copy of this.",
		true},
	{"dce@b.example", "Sam Okafor is copied in.", true},
	{"dce@b.example",
		"Samuel is looking at the money and has been sent this.", true},
	{"dce@b.example", "Finance have been sent this.", true},
	{"env@b.example",
		"I'm sending this to Environment as well, since half of it is "
		"theirs.",
		true},
	{"env@b.example",
		"Copied to the Director of Environment for the second point.",
		true},
	{"env@b.example", "The Environment Director has a copy.", true},
	{"env@b.example", "My fellow director Dean Whitlock has a copy.", true},
	{"env@b.example",
		"I have asked the Director of Environment for an answer to the "
		"second point.",
		false},
	{"env@b.example",
		"I've sent your second point to Dean Whitlock for an answer.",
		false},
	{"env@b.example",
		"The second point is for Dean, to whom I've sent your "
		"photographs.",
		false},
	{"labour@b.example", "I have sent the same note to the Labour Group.",
		true},
	{"labour@b.example",
		"The Labour Group asked for the same figures in May.", false},
	{"libdem@b.example labour@b.example",
		"This note goes to all the group offices at the same time.",
		true},
	{"libdem@b.example labour@b.example",
		"All political groups are being sent this note.", true},
	{"libdem@b.example labour@b.example",
		"The other groups have been sent this note.", true},
	{"libdem@b.example labour@b.example",
		"The Labour Group has been sent this note.", false},
	{"libdem@b.example labour@b.example",
		"The Labour and Liberal Democrat groups have been sent this "
		"note.",
		true},
	{"tate@b.example lowe@b.example shah@b.example",
		"I'm sending the same answer to everyone who asked.", true},
	{"tate@b.example lowe@b.example shah@b.example",
		"As several of you have asked, here is the answer; it goes to "
		"all members by blind copy.",
		true},
	{"tate@b.example lowe@b.example shah@b.example",
		"This e-mail is being sent to all members of the Council.",
		true},
	{"tate@b.example lowe@b.example shah@b.example",
		"To: all members of the Council (by blind copy)", true},
	{"tate@b.example lowe@b.example shah@b.example",
		"Several of you have asked about the depot.", false},
	{"tate@b.example lowe@b.example shah@b.example",
		"Dear all\n\nHere are the figures.", false},
	{"tate@b.example lowe@b.example shah@b.example",
		"Dear Councillors\n\nHere are the figures.", false},
	{"shah@b.example",
		"The Chair of Planning is copied in as the site comes to her "
		"committee.",
		true},
	{"shah@b.example", "I'm copying the Planning Chair in as well.", true},
	{"shah@b.example", "The Chair of Planning has asked for a site visit.",
		false},
	{"doyle@b.example", "The portfolio holder has been copied in.", true},
	{"doyle@b.example",
		"Your cabinet colleague for Housing, Brendan Doyle, has been "
		"sent a copy.",
		true},
	{"doyle@b.example",
		"Please raise it with the Cabinet Member for Housing.", false},
	{"x@else.example", "I have let the applicant have a copy of this.",
		true},
	{"jane.hill@mail.example",
		"I'm sending this to Mrs Hill as well, as she raised it with "
		"us both.",
		true},
	{"jane.hill@mail.example", "I have written separately to Mrs Hill.",
		false},
	{"jane.hill@mail.example",
		"Your constituent has been sent a copy of this reply.", true},
	{"jane.hill@mail.example", "Your constituent has been sent a form.",
		false},
	{"jane.hill@mail.example",
		"The resident is getting this reply as well.", true},
	{"clerk@millbeck-pc.example",
		"A copy goes to the clerk of Millbeck Parish Council.", true},
	{"clerk@millbeck-pc.example", "I have copied the parish council.",
		true},
	{"clerk@millbeck-pc.example", "The parish council objected.", false},
	{"enquiries@severnwater.example", "Severn Water have been copied in.",
		true},
	{"enquiries@severnwater.example", "Severn Water have been told.",
		false},
	{"legal@barlowandwood.example",
		"Our solicitors have had a copy of this.", true},
	{"legal@barlowandwood.example",
		"This is copied to Barlow and Wood, who act for us.", true},
	{"news@paper.example", "I have also given this answer to the Herald.",
		true},
	{"news@paper.example", "I have not spoken to the Herald.", false},
	{"k.stead@b.example", "Karen Stead gets a copy of this.", true},
	{"housing.options@b.example",
		"The Housing Options team have been copied in.", true},
	{"housing.options@b.example", "The Housing Options team will ring her.",
		false},
	{"waste@b.example", "I've copied in Waste.", true},
	{"waste@b.example", "I've copied in the Waste team.", true},
	{"mo@b.example ceo@b.example",
		"I have let Gareth Mellor and Priya Ashworth have a copy of "
		"this reply.",
		true},
	{"mo@b.example ceo@b.example",
		"I have copied this to Gareth, and Priya will ring you.",
		false},
	/* "the Director", where it is left unsaid of what. */
	{"env@b.example", "The Director is copied in.", true},
	{"env@b.example", "The Director of Housing is copied in.", false},
	{"mo@b.example env@b.example",
		"The Director and the Monitoring Officer are each getting it "
		"blind.",
		true},
	{"mo@b.example", "The Director is copied in.", false},
	/* Two copies: both are told of, or not. */
	{"mo@b.example ceo@b.example",
		"I have blind copied Gareth, who signs these off, and Priya"
		" Ashworth, whose figures they are.",
		true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor is copied in, and so is Priya Ashworth.", true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor is copied in. So is Priya Ashworth.", true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor has a copy of this, as does Priya Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"Copied to the Monitoring Officer; also to the Chief "
		"Executive.",
		true},
	{"mo@b.example ceo@b.example",
		"I am sending a copy to Gareth Mellor because the lease is "
		"his, and another to Priya Ashworth because she asked.",
		true},
	{"mo@b.example ceo@b.example",
		"The Monitoring Officer is copied, blind, because of the "
		"lease. Priya Ashworth also, because she asked.",
		true},
	{"mo@b.example ceo@b.example",
		"Two people are blind copied: Gareth Mellor and Priya "
		"Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor gets a blind copy of this and Priya Ashworth"
		" another.",
		true},
	{"mo@b.example ceo@b.example",
		"Both Gareth Mellor, who holds the file, and Priya Ashworth"
		" are reading this as blind copies.",
		true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor and Priya Ashworth, neither of whom is shown"
		" above, have been copied.",
		true},
	{"mo@b.example ceo@b.example",
		"Please note two blind copies: Gareth Mellor, Priya "
		"Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"Two blind copies of this go out, one to Gareth Mellor and "
		"one to Priya Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"I'm sending this blind to Gareth Mellor, and Priya "
		"Ashworth gets it too.",
		true},
	{"mo@b.example ceo@b.example",
		"You can't see them but Gareth Mellor and Priya Ashworth "
		"are on this.",
		true},
	{"mo@b.example ceo@b.example",
		"The hidden recipients are Gareth Mellor and Priya "
		"Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"Not shown above but reading this are Gareth Mellor and "
		"Priya Ashworth.",
		true},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor is copied. The same goes for the Chief "
		"Executive.",
		true},
	{"mo@b.example ceo@b.example",
		"I have copied Gareth in, and Priya Ashworth will ring you.",
		false},
	{"mo@b.example ceo@b.example",
		"I have copied Gareth in because of the lease, and Priya "
		"Ashworth agrees with you.",
		false},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor is copied in. Priya Ashworth also thinks "
		"that the lease is sound.",
		false},
	{"mo@b.example ceo@b.example",
		"Gareth Mellor is copied in. Priya Ashworth is away until "
		"Monday.",
		false},
	{"mo@b.example ceo@b.example",
		"I have copied this to Gareth; Priya has seen the site.",
		false},
};

static void
notices_fit_their_copies(void **state)
{
	unsigned bad = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (given(*state, cases[i].hidden, cases[i].text) !=
			tri_of(cases[i].told))
			bad++, print_error("%s: \"%s\" should%s tell\n",
				       cases[i].hidden, cases[i].text,
				       cases[i].told ? "" : " not");
	assert_int_equal(bad, 0);
}

static void
nobody_hidden_needs_no_notice(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(given(f, "pike@b.example", "Hello."), TRI_YES);
	assert_int_equal(given(f, "archive@b.example", "Hello."), TRI_YES);
	letter(f, "housing@b.example", "", "pike@b.example", "Hello.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);
}

static void
undisclosed_recipients_are_told_of_each(void **state)
{
	unsigned bad = 0;
	struct fixture *f = *state;
	static const struct {
		const char *text;
		enum tri given;
	} letters[] = {
		{"Dear Councillor, here are the figures.", TRI_NO},
		{"Dear Fiona and William, here are the figures.", TRI_YES},
		{"Dear Fiona, here are the figures.", TRI_NO},
		{"I am sending this to all of you by blind copy.", TRI_YES},
		{"This goes to Cllr Lowe and Cllr Tate.", TRI_YES},
		{"This goes to all members of the committee.", TRI_YES},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
		letter(f, "housing@b.example", "",
			"lowe@b.example tate@b.example", letters[i].text);
		if (notice_given(&f->message, &f->people) != letters[i].given)
			bad++, print_error("\"%s\"\n", letters[i].text);
	}
	assert_int_equal(bad, 0);
}

static void
signatures_tell_in_lines_only(void **state)
{
	struct fixture *f = *state;

	given(f, "mo@b.example", "Here it is.");
	f->message.zones[ZONE_SIGNATURE] =
		zone_of(f, "Lorraine Fenn\n\ncc: Gareth Mellor");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);
	f->message.zones[ZONE_SIGNATURE] =
		zone_of(f, "This e-mail may be shared with Gareth Mellor.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
	f->message.zones[ZONE_QUOTED] =
		zone_of(f, "I am copying this to Gareth Mellor.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
}

static void
unread_text_leaves_it_open(void **state)
{
	struct fixture *f = *state;

	given(f, "mo@b.example", "");
	f->message.unread = UNREAD_ENCRYPTED;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_UNKNOWN);
	given(f, "mo@b.example", "Here it is.");
	f->message.zones[ZONE_TEXT].cut = true;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_UNKNOWN);
	given(f, "mo@b.example", "Here it is.");
	f->message.unread = UNREAD_SIZE;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
}

static void
earlier_transactions_count(void **state)
{
	struct fixture *f = *state;

	given(f, "pike@b.example", "Here it is.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_VISIBLE);
	f->people.earlier = EARLIER_UNTOLD;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
	f->people.earlier = EARLIER_TOLD;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);

	given(f, "mo@b.example", "Here it is.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_UNTOLD);
	given(f, "mo@b.example", "I am copying this to Gareth Mellor.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_TOLD);
	f->people.earlier = EARLIER_UNTOLD;
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_UNTOLD);
}

static void
no_limit_is_passed_over(void **state)
{
	struct fixture *f = *state;
	GString *text = g_string_new(NULL), *rcpts;
	gint64 start;

	while (text->len < 200 * 1000)
		g_string_append(text,
			"I have sent and I have sent the copy of, the copy, ");
	start = g_get_monotonic_time();
	given(f, "mo@b.example", text->str);
	assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
	g_string_assign(text, "");
	while (text->len < 200 * 1000)
		g_string_append(text, "I am also now just quickly giving Anna "
				      "and Bert, and really carefully. ");
	start = g_get_monotonic_time();
	given(f, "mo@b.example", text->str);
	assert_true(g_get_monotonic_time() - start < 3 * G_USEC_PER_SEC);
	/* Many are told of at the very end of a long text. */
	g_string_assign(text, "");
	while (text->len < 500 * 1000)
		g_string_append(text, "I am copying this to Gareth Mellor and "
				      "the Chief Executive, Priya Ashworth. ");
	g_string_append(text, "This is copied to all our tenants.");
	rcpts = g_string_new(NULL);
	for (int i = 0; i < 60; i++)
		g_string_append_printf(rcpts, "t%d@mail%d.example ", i, i);
	start = g_get_monotonic_time();
	given(f, rcpts->str, text->str);
	assert_true(g_get_monotonic_time() - start < 4 * G_USEC_PER_SEC);
	g_string_free(rcpts, TRUE);
	g_string_free(text, TRUE);
}

/* Forwarded letters --------------------------------------------------- */

static void
forward(struct fixture *f, const char *from, const char *to, const char *cc)
{
	struct forwarded *letters = ARENA_ARRAY(f->arena, struct forwarded, 1);

	letters[0] = (struct forwarded){.from = addresses(f, from),
		.to = addresses(f, to),
		.cc = addresses(f, cc)};
	f->message.forwards = letters;
	f->message.forward_count = 1;
	f->message.is_forward = true;
}

static const struct {
	const char *what, *author, *to, *hidden;	 /* of the message */
	const char *letter_from, *letter_to, *letter_cc; /* of the letter */
	enum tri forwards;
} forwards[] = {
	{"own letter to an outsider", "env@b.example", "x@else.example", "",
		"env@b.example", "pike@b.example", "", TRI_YES},
	{"a colleague's letter to a colleague", "env@b.example", "jo@b.example",
		"", "housing@b.example", "pike@b.example", "", TRI_YES},
	{"letter back to its writer", "env@b.example", "housing@b.example", "",
		"housing@b.example", "pike@b.example", "", TRI_NO},
	{"to one who was in Cc", "env@b.example", "ceo@b.example", "",
		"env@b.example", "pike@b.example", "ceo@b.example", TRI_NO},
	{"hidden recipient was not on it", "env@b.example", "pike@b.example",
		"ceo@b.example", "env@b.example", "pike@b.example", "",
		TRI_YES},
	{"to the same member", "env@b.example", "pike@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
	{"to another member", "env@b.example", "lowe@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_YES},
	{"a member forwards", "pike@b.example", "x@else.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
	{"what a member wrote", "env@b.example", "x@else.example", "",
		"pike@b.example", "env@b.example", "", TRI_NO},
	{"officers among themselves", "env@b.example", "x@else.example", "",
		"housing@b.example", "env@b.example", "", TRI_NO},
	{"to a group", "env@b.example", "x@else.example", "", "env@b.example",
		"labour@b.example", "", TRI_YES},
	{"to a list of members", "env@b.example", "x@else.example", "",
		"env@b.example", "all@b.example", "", TRI_YES},
	{"to one on the list", "env@b.example", "tate@b.example", "",
		"env@b.example", "all@b.example", "", TRI_NO},
	{"to one of the group", "env@b.example", "marsh@b.example", "",
		"env@b.example", "labour@b.example", "", TRI_NO},
	{"member in Cc", "env@b.example", "x@else.example", "", "env@b.example",
		"jo@b.example", "pike@b.example", TRI_YES},
	{"bare names", "env@b.example", "x@else.example", "", "Dean_Whitlock",
		"Cllr_Helen_Pike", "", TRI_YES},
	{"turned names", "env@b.example", "x@else.example", "",
		"Whitlock,_Dean", "Pike,_Helen", "", TRI_YES},
	{"an unknown councillor", "env@b.example", "x@else.example", "",
		"Dean_Whitlock", "Cllr_New_Face", "", TRI_YES},
	{"an unknown writer", "env@b.example", "x@else.example", "", "Somebody",
		"Cllr_Helen_Pike", "", TRI_UNKNOWN},
	{"an unknown addressee", "env@b.example", "x@else.example", "",
		"Dean_Whitlock", "Somebody", "", TRI_UNKNOWN},
	{"nothing at its head", "env@b.example", "x@else.example", "", "", "",
		"", TRI_UNKNOWN},
	{"only to the archive", "env@b.example", "archive@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
};

static void
letters_are_carried_on(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(forwards); i++) {
		enum tri got;

		letter(f, forwards[i].author, forwards[i].to,
			forwards[i].hidden, "See below.");
		forward(f, forwards[i].letter_from, forwards[i].letter_to,
			forwards[i].letter_cc);
		got = notice_forwards_letter(&f->message, &f->people);
		if (got != forwards[i].forwards)
			fail_msg("%s: %d", forwards[i].what, got);
	}
}

static const struct {
	const char *to, *text;
	enum tri knows;
} knowing[] = {
	{"x@else.example", "See below.", TRI_NO},
	{"x@else.example", "Cllr Pike knows that I am sending you this.",
		TRI_YES},
	{"x@else.example", "She is aware that you have this.", TRI_YES},
	{"x@else.example", "Cllr Pike has agreed to my passing this on.",
		TRI_YES},
	{"x@else.example", "I have told Cllr Pike that you will see it.",
		TRI_YES},
	{"x@else.example", "Helen Pike asked me to forward this.", TRI_YES},
	{"x@else.example", "Passed on with the councillor's agreement.",
		TRI_YES},
	{"x@else.example", "The member has been told.", TRI_YES},
	{"x@else.example", "Cllr Pike said I could share this.", TRI_YES},
	{"x@else.example", "Cllr Pike doesn't mind.", TRI_YES},
	{"x@else.example", "Cllr Pike does not know.", TRI_NO},
	{"x@else.example", "I have not told Cllr Pike.", TRI_NO},
	{"x@else.example", "Cllr Lowe knows that I am sending this.", TRI_NO},
	/* What was said to her is not that it is passed on. */
	{"x@else.example", "See what I've told the councillor.", TRI_NO},
	{"x@else.example", "Cllr Pike asked about the bins.", TRI_NO},
	{"x@else.example", "Do you know Cllr Pike?", TRI_NO},
	{"x@else.example pike@b.example", "See below.", TRI_YES},
};

static void
the_member_may_know(void **state)
{
	unsigned bad = 0;
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(knowing); i++) {
		letter(f, "env@b.example", knowing[i].to, "", knowing[i].text);
		forward(f, "env@b.example", "pike@b.example", "");
		if (notice_member_knows(&f->message, &f->people) !=
			knowing[i].knows)
			bad++, print_error("\"%s\"\n", knowing[i].text);
	}
	assert_int_equal(bad, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notices_fit_their_copies),
		TEST(nobody_hidden_needs_no_notice),
		TEST(undisclosed_recipients_are_told_of_each),
		TEST(signatures_tell_in_lines_only),
		TEST(unread_text_leaves_it_open),
		TEST(earlier_transactions_count),
		TEST(no_limit_is_passed_over),
		TEST(letters_are_carried_on),
		TEST(the_member_may_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
