#include "prose.h"

#include <stdbool.h>

#define PICK(dice, list) (list)[dice_throw((dice), G_N_ELEMENTS(list))]

static const char *const places[] = {"Castle Street", "the Market Place",
	"Mill Lane", "the library in Church Road", "Riverside Park",
	"the depot at Low Moor", "the leisure centre", "Station Approach",
	"the sports pavilion", "Meadow Close", "the crematorium",
	"the multi-storey car park", "Abbey Fields", "the town hall annexe",
	"Quarry Hill", "the allotments behind Ferry Road"};
static const char *const things[] = {"the street lights", "the bin round",
	"the drainage survey", "the planning application",
	"the tenancy agreement", "the grit bins", "the playground equipment",
	"the draft budget", "the parking scheme", "the boundary fence",
	"the flood wardens' rota", "the consultation papers",
	"the asset register", "the tree survey", "the lease",
	"the noise complaint", "the CCTV camera", "the bus shelter",
	"the licensing hearing", "the void properties"};
static const char *const bodies[] = {"the planning committee", "Cabinet",
	"the overview and scrutiny committee", "full council",
	"the audit committee", "the parish council", "the working group",
	"the licensing panel", "our contractor", "the county highways team",
	"the tenants' forum", "the finance team"};
static const char *const persons[] = {"a resident", "Mrs Holroyd",
	"the site manager", "Cllr Ashdown", "my colleague in Housing",
	"Mr Pettifer", "the clerk", "the head of service", "a local trader",
	"the ward surveyor", "Councillor Begum", "our legal team"};
static const char *const times[] = {"by the end of the week", "on Thursday",
	"before the next meeting", "in the new financial year",
	"at 6.30 p.m. on 14 November", "last Tuesday",
	"some time in the spring", "within ten working days",
	"after the bank holiday", "this morning", "at the October meeting",
	"as soon as the report is out"};
static const char *const adjectives[] = {"further", "revised", "outstanding",
	"detailed", "annual", "preliminary", "separate", "final", "independent",
	"quarterly", "statutory", "informal"};
static const char *const nouns[] = {"estimate", "inspection", "report",
	"reminder", "site visit", "quotation", "invoice", "minute",
	"risk assessment", "programme of works", "letter to the owner",
	"equality statement", "timetable", "case number", "plan"};

/* T thing, P place, B body, N person, W when, A adjective, O noun, D digits. */
static const char *const shapes[] = {
	"Thank you for your message about T at P.",
	"N asked whether T can be looked at W.",
	"We have had DD reports of problems with T since N wrote to us.",
	"B will consider the A O W, and I shall let you know what is agreed.",
	"Could you tell me who deals with T at P these days?",
	"The A O for P came to \xC2\xA3"
	"D,DDD, which is more than we allowed for.",
	"I have attached the A O and a copy of the O that went to B.",
	"As far as I can see T was last checked in 20DD.",
	"N rang W to say that nothing had been done at P.",
	"I would be grateful if N could be told W.",
	"There is a A O about T on page DD of the agenda.",
	"You may remember that B deferred this item W.",
	"Work on T should start W, weather permitting.",
	"Please find below the A O that you asked for.",
	"Our records show that T belongs to the county, not to us.",
	"I spoke to N, who will arrange a A O W.",
	"That leaves T, where we are still waiting for B.",
	"The reference is DD/DDDDD/FUL and the case officer is N.",
	"Residents of P have been told that T will be back to normal W.",
	"If it helps I can bring the A O to the meeting.",
	"It is not yet clear whether B or B pays for this.",
	"N has kindly offered to show us round P W.",
	"The A O is on the website, but the plans take a while to load.",
	"In short: T is fine, P is not.",
	"Sorry for the delay in coming back to you on T.",
	"We need a A O before T can be signed off.",
	"Of the DDD households at P about a third have replied.",
	"The contractor\xE2\x80\x99s A O names T and P, nothing else.",
	"My understanding is that N raised this with B W.",
	"I can\xE2\x80\x99t make W but N will be there.",
	"Shall we put T on the list for B?",
	"The minutes of B don\xE2\x80\x99t mention it.",
};

uint32_t
dice_throw(struct dice *dice, uint32_t sides)
{
	uint64_t x = dice->state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	dice->state = x;
	return (uint32_t)((x >> 32) % sides);
}

static const char *
words_for(struct dice *dice, char letter)
{
	switch (letter) {
	case 'T':
		return PICK(dice, things);
	case 'P':
		return PICK(dice, places);
	case 'B':
		return PICK(dice, bodies);
	case 'N':
		return PICK(dice, persons);
	case 'W':
		return PICK(dice, times);
	case 'A':
		return PICK(dice, adjectives);
	case 'O':
		return PICK(dice, nouns);
	default:
		return NULL;
	}
}

/* A letter of a shape stands by itself, but for digits. */
static void
fill(struct dice *dice, const char *shape, GString *out)
{
	size_t start = out->len;

	for (size_t i = 0; shape[i] != '\0'; i++) {
		bool alone = (i == 0 || !g_ascii_isalpha(shape[i - 1])) &&
			     !g_ascii_isalpha(shape[i + 1]);
		const char *words = alone ? words_for(dice, shape[i]) : NULL;

		if (words != NULL)
			g_string_append(out, words);
		else if (shape[i] == 'D' &&
			 (alone || shape[i + 1] == 'D' || shape[i - 1] == 'D'))
			g_string_append_c(
				out, (char)('1' + dice_throw(dice, 9)));
		else
			g_string_append_c(out, shape[i]);
	}
	out->str[start] = g_ascii_toupper(out->str[start]);
}

void
prose_sentence(struct dice *dice, GString *out)
{
	fill(dice, PICK(dice, shapes), out);
}

void
prose_paragraph(struct dice *dice, GString *out)
{
	uint32_t count = 2 + dice_throw(dice, 5);

	for (uint32_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		prose_sentence(dice, out);
	}
}

void
prose_subject(struct dice *dice, GString *out)
{
	fill(dice, dice_throw(dice, 2) ? "T at P" : "A O: P", out);
}
