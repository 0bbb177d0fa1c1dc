/*
 * participants: who wrote a message, and to whom.
 *
 * Three sets of recipients: visible (To, Cc, Resent-To, Resent-Cc), hidden
 * (envelope minus visible, plus a Bcc: field) and everyone. The author's own
 * copy is in none of them. Taken out of hidden: whoever sends for the author
 * (Sender, the envelope's sender), archive addresses, those who get it through
 * a list or a group's mailbox that is visible. Being absent from the envelope
 * makes nobody hidden. Where a recipient's mailbox passes the message on
 * (Resent-From, marks of a rule, the envelope's sender is an addressee), its
 * envelope hides nobody either; a Bcc: field still does.
 *
 * Undisclosed recipients: where nobody but the author and archives is
 * visible, those in the envelope are addressed and each is hidden from the
 * others. The visible set stays empty, so that `visible has all group` and its
 * like hold of nobody; everyone has them; hidden has them where they are two
 * or more (a list of several counts as several), and nobody where there is
 * one alone. A rule on copies to members therefore reads
 *
 *     when author is officer and hidden has anyone and not notice given and
 *         (visible has member, group or
 *          not visible more than 0 and everyone has member, group)
 *
 * A group's mailbox keeps its role; for who is reached it counts as the
 * members it stands for, as a list does.
 *
 * From with several addresses: the author is the first who is a member, an
 * officer or a group, else the first; a stranger's address in front hides no
 * author. A login or envelope sender confirms the author as the same address
 * or the same line of the roster; a login without a domain is compared with
 * the author's local part.
 *
 * THE HIDDEN SET NEVER LEAVES. `struct hidden` is opaque, nothing returns an
 * address, a person or a number from it; it only answers questions with yes,
 * no or unknown. Header, log, audit and explain writers take types that hold
 * no hidden recipient. `--explain` and the audit line may say that somebody
 * is hidden, never who nor how many.
 *
 * Threads: one message, one thread. Lives in the message's arena.
 */
#ifndef COMITY_PEOPLE_PARTICIPANTS_H
#define COMITY_PEOPLE_PARTICIPANTS_H

#include "base/arena.h"
#include "base/tri.h"
#include "message/message.h"
#include "mime/address.h"
#include "people/roster.h"
#include "people/selector.h"

struct envelope {
	struct str from;        /* as MAIL gave it, brackets allowed */
	const struct str *rcpts; /* as RCPT gave them */
	size_t rcpt_count;
	bool rcpts_cut;         /* more than LIMIT_RECIPIENTS came */
	bool known;             /* false: no envelope; take To and Cc */
	struct str login;       /* {auth_authen}, may be empty */
};

struct participant {
	struct str key;     /* of the person's own line, whatever the alias */
	struct str address; /* the key of the address as it stands here */
	struct str name; /* display name as written */
	const struct person *person; /* NULL: outside the council */
	enum role role;
};

enum identity { IDENTITY_UNVERIFIED, IDENTITY_VERIFIED };

enum recipient_set { SET_VISIBLE, SET_HIDDEN, SET_EVERYONE, SET_TO, SET_CC };

/*
 * Other transactions of the same message that came before this one
 * (copystore.h), the most telling of them.
 */
enum earlier_copies {
	EARLIER_NONE,    /* none, or nothing is known */
	EARLIER_VISIBLE, /* nobody was hidden in them */
	EARLIER_TOLD,    /* to somebody hidden, of whom the text tells */
	EARLIER_UNTOLD,  /* to somebody hidden, of whom it does not */
};

/*
 * Directions, as bits author role x recipient role. They stand in a header
 * that everybody reads, so they are those of the visible recipients; where
 * nobody is visible, one only, members first.
 */
enum direction {
	DIR_MEMBER_TO_OFFICER = 1 << 0,
	DIR_MEMBER_TO_MEMBER = 1 << 1,
	DIR_MEMBER_TO_GROUP = 1 << 2,
	DIR_MEMBER_TO_OUTSIDE = 1 << 3,
	DIR_OFFICER_TO_MEMBER = 1 << 4,
	DIR_OFFICER_TO_OFFICER = 1 << 5,
	DIR_OFFICER_TO_GROUP = 1 << 6,
	DIR_OFFICER_TO_OUTSIDE = 1 << 7,
	DIR_GROUP_TO_OFFICER = 1 << 8,
	DIR_GROUP_TO_MEMBER = 1 << 9,
	DIR_GROUP_TO_GROUP = 1 << 10,
	DIR_GROUP_TO_OUTSIDE = 1 << 11,
};
extern const char *const direction_names[]; /* bit order, NULL at the end */

struct hidden;

struct mention_index;

struct participants {
	const struct roster *roster;
	const struct mention_index *mentions; /* of the roster; mention.h */
	int32_t day; /* local date of the message's arrival */
	struct participant author; /* of From; several: see below */
	bool several_authors;      /* From names more than one person */
	enum identity identity;
	struct participant *to, *cc; /* cc: Cc, Resent-*; who is in both is
				      * in `to`; without the author */
	size_t to_count, cc_count;
	const struct hidden *hidden;
	/* Set by the caller after participants_find(): somebody who got an
	 * earlier transaction is hidden as well, though of no known role. */
	enum earlier_copies earlier;
	bool incomplete; /* limits cut a set: "none" becomes "unknown" */
	unsigned directions; /* of the visible; lists are their members */
};

void participants_find(struct arena *arena, const struct roster *roster,
	const struct mention_index *mentions, int32_t day,
	const struct message *message,
	const struct envelope *envelope, struct participants *people);

/* The party that "same party" and "other party" refer to: the author's, or,
 * where an officer writes, that of the group or member addressed. */
struct str participants_party(const struct participants *people);

/* Is there anybody in `set` who fits? A list counts as its members, too. */
enum tri participants_any(const struct participants *people,
	enum recipient_set set, const struct selector *selector);
/* Is everybody in `set` such? TRI_NO for an empty set. */
enum tri participants_only(const struct participants *people,
	enum recipient_set set, const struct selector *selector);
/*
 * Is every person of the roster who fits in `set`, by themselves, through a
 * list, or as a group through each of its members? (Author excepted; yes
 * where nobody fits.)
 */
enum tri participants_all_of(const struct participants *people,
	enum recipient_set set, const struct selector *selector);
/* Is, for each member in `set`, everybody of their ward in it, too? (Author
 * excepted.) Yes where it has no member with a ward. */
enum tri participants_whole_wards(
	const struct participants *people, enum recipient_set set);
/* Does `set` hold more than `count`? For SET_HIDDEN never more exact than
 * "any" (count 0); TRI_UNKNOWN otherwise. */
enum tri participants_more_than(const struct participants *people,
	enum recipient_set set, unsigned count);

/*
 * Calls `told` for each hidden recipient until one is not told. The question
 * that notice.h answers; nothing but its tri comes back.
 */
typedef enum tri hidden_question(
	const struct participant *somebody, void *context);
enum tri hidden_every(const struct hidden *hidden, hidden_question *told,
	void *context);

#endif
