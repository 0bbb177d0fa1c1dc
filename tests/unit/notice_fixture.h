/*
 * notice_fixture: a borough's people and the letters that they write, for the
 * tests of what a letter tells of its copies.
 */
#ifndef COMITY_TESTS_NOTICE_FIXTURE_H
#define COMITY_TESTS_NOTICE_FIXTURE_H

#include "people/notice.h"
#include "people_fixture.h"

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

static inline int
set_up(void **state)
{
	return fixture_begin(state, borough);
}

static inline struct zone_text
zone_of(struct fixture *f, const char *text)
{
	struct zone_builder *builder = zone_builder_new(f->arena);

	zone_builder_add(builder, str_of(text), 0, strlen(text), 0, true);
	return zone_builder_finish(builder);
}

static inline void
letter(struct fixture *f, const char *from, const char *to, const char *rcpts,
	const char *text)
{
	f->envelope = envelope_of(f, from, rcpts);
	f->message = (struct message){
		.from = addresses(f, from), .to = addresses(f, to)};
	f->message.zones[ZONE_TEXT] = zone_of(f, text);
	participants_find(f->arena, f->roster, f->index, 20000, &f->message,
		&f->envelope, &f->people);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_end)

#endif
