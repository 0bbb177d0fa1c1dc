#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "../../milter/people/tell_code.h"
#include "../../milter/people/tell_internal.h"

/* Each tells of a copy of the message that it stands in. */
static const char *const telling[] = {
	"I am copying this to Gareth Mellor.",
	"I've copied in Gareth Mellor.",
	"Copied to Gareth Mellor for information.",
	"I have bcc'd the Chief Executive.",
	"A copy of this letter goes to Cllr Pike.",
	"I have sent a copy of this to the Chief Executive.",
	"For transparency Gareth will also see this.",
	"I've shared this with Priya.",
	"Priya has had a copy.",
	"This goes to all members of the committee.",
	"This invitation is going to every councillor and the directors.",
	"This summons has been sent to all parish councillors.",
	"I am sending the same questionnaire to the Leader.",
	"with a copy to Gareth Mellor",
	"I'm letting Priya have sight of this.",
	"Blind copied to all parish councillors.",
	"Sent to all members of the committee.",
	"Please note I am bcc-ing the Director of Housing.",
	"You should know that Lorraine Fenn is receiving a copy.",
	"I have taken the liberty of copying Lorraine into this.",
	"My director is copied in.",
	"Both Lorraine and Priya have been copied in.",
	"Priya and Gareth are also copied.",
	"As Gareth needs to be aware I'm copying him in.",
	"I have copied my reply to Samuel Okafor.",
	"I'm forwarding this to the Monitoring Officer for his records.",
	"I am also sending this to the other two ward members.",
	"This has been circulated to all directors.",
	"This reply has been blind copied to Priya Ashworth.",
	"Karen Stead, who runs the crews, has been sent this too.",
	"Please bear in mind that Karen Stead is reading this as well.",
	"This message is being sent simultaneously to all group leaders.",
	"The same e-mail has gone to the other group leaders.",
	"I have written in the same terms to Cllr Pike.",
	"Gareth has seen this.",
	"Legal have seen this reply.",
	"I have asked Gareth to look at this and have copied him in.",
	"Gareth (copied) will be able to help.",
	"Gareth Mellor, copied here, will be able to help.",
	"I've cc'd Dean blind so that he can pick up the second point.",
	"I include Dean Whitlock as a blind copy recipient.",
	"I've included Dean Whitlock in the bcc line.",
	"I have put Dean in copy.",
	"You'll want to know that Dean gets a copy of this.",
	"A blind copy has gone to Dean Whitlock.",
	"A copy has been sent to the Chief Executive.",
	"A copy is going to the Chief Executive.",
	"A copy of this e-mail is being placed with the Monitoring Officer.",
	"A copy of this reply will be sent to the Chief Executive.",
	"I will be sending a copy of this to the Chief Executive.",
	"I'm required to copy this to the Monitoring Officer.",
	"I must tell you that I have shared your letter and my reply with the "
	"Chief Executive.",
	"Our exchange has been passed to the Monitoring Officer.",
	"I have passed our exchange to the Monitoring Officer.",
	"All three ward councillors have been sent this.",
	"This is a message to all councillors.",
	"This message is addressed to every member of the Planning Committee.",
	"I'm writing to all members of the Planning Committee individually.",
	"I am sending this to all of you blind copied.",
	"You are all blind copied.",
	"Everyone on the committee is getting this.",
	"Everybody who wrote in is being sent this reply.",
	"I have used bcc so that members' addresses are not shared, but this "
	"goes to all nine of you.",
	"Recipients: all members of the Licensing Committee",
	"To all members of the Planning Committee",
	"c.c. Monitoring Officer",
	"cc. Gareth Mellor",
	"CC: Gareth Mellor, Priya Ashworth",
	"bcc: Gareth Mellor",
	"Copies: Gareth Mellor; Priya Ashworth",
	"Copy: Gareth Mellor",
	"Copy sent to Gareth Mellor",
	"Copies to Gareth Mellor and Priya Ashworth.",
	"Copied: Gareth Mellor",
	"(copied to Gareth Mellor)",
	"(cc Gareth Mellor)",
	"Circulation: Gareth Mellor, Priya Ashworth",
	"Thank you for your e-mail, which I have copied to Gareth Mellor "
	"together with this reply.",
	"I've looped Gareth in.",
	"Looping in Gareth.",
	"Adding Gareth Mellor in bcc.",
	"Copying Gareth Mellor for info.",
	"+ Gareth Mellor in copy.",
	"I have informed Gareth by copy of this message.",
	"By copy of this e-mail I have asked Gareth to ring you.",
	"Gareth, by copy of this, please could you ring Cllr Doyle?",
	"I have let Gareth see this.",
	"Gareth has been shown this.",
	"Gareth was copied in on this.",
	"I'm also giving the Chief Executive sight of this.",
	"The Chief Executive will get a copy as well.",
	"The Chief Executive is on copy.",
	"Please note that Priya is a blind copy recipient.",
	"In the interests of openness, I should say that I have also sent this "
	"to the local press.",
	"I have also sent this to Mr Fernley, the applicant.",
	"The applicant gets the same letter from me today.",
	"Mr Fernley has had the same reply.",
	"An identical e-mail has gone to Mr Fernley.",
	"I am sending the same to Mr Fernley, who asked the same question.",
	"This answer is also for Cllr Tranter, who asked the same thing, so I "
	"have sent it to you both.",
	"I've sent this to Cllr Tranter as well.",
	"I've sent this to you and Cllr Tranter.",
	"I am writing to you and Cllr Tranter in the same terms.",
	"You and Cllr Tranter are both getting this.",
	"Cllr Tranter asked the same, so he is getting this too.",
	"FYI Lorraine is bcc'd.",
	"fyi - lorraine fenn is bcc'd on this",
	"Just so you know, I bcc'd Lorraine on this.",
	"Just so you know I've blind-copied Lorraine.",
	"Lorraine sees everything that goes out on this and has this too.",
	"Our insurers have asked for, and are receiving, a copy of this.",
	"The auditors receive a copy of this letter.",
	"This letter is copied to the external auditor.",
	"I am obliged to let the external auditor have a copy of this letter.",
	"A copy of this correspondence has been placed before the Standards "
	"Committee's Independent Person.",
	"For the record I've kept the Chief Executive copied in.",
	"The Chief Executive, Priya Ashworth, has been copied in to this "
	"e-mail.",
	"This email has also been sent to the Director of Housing.",
	"this email has been forwarded to the director of housing",
	"Please see below my response, which has also been provided to the "
	"Director of Housing.",
	"My response has also been provided to the Director of Housing.",
	"I have also provided this response to the Director of Housing.",
	"I've made the Director of Housing aware by copying her into this "
	"message.",
	"I have copied this e-mail to the Director for her information.",
	"As a courtesy I've copied the Leader.",
	"The Leader's copied as well.",
	"The Leader is being kept informed by copy of this message.",
	"I am sharing this reply with the Cabinet Member for Housing.",
	"I shall be sharing this reply with the Cabinet Member for Housing.",
	"The Cabinet Member for Housing will have this too.",
	"NB This reply is shared with the Cabinet Member for Housing.",
	"Please be advised that a copy of this message has been retained by "
	"the Monitoring Officer.",
	"I ought to mention that Sam has a copy of this.",
	"May I add that Sam is copied in?",
	"I have sent this jointly to you and the chairman.",
	"The chairman is getting the same note.",
	"Same note to the chairman.",
	"I've sent the chairman the same note.",
	"I've dropped the chairman a copy of this.",
	"The chairman's had this as well.",
	"All councillors receive this e-mail.",
	"All parish councillors have been blind copied into this e-mail.",
	"This is going to all the councillors, with addresses hidden.",
	"Members of the committee have all been sent this separately.",
	"I have sent this round to everyone.",
	"This has gone round everyone.",
	"Gareth in Legal has been copied in so that he can advise on the "
	"lease.",
	"I am conscious that Samuel needs this as well, so he's in the bcc.",
	"So that there's no surprise later, this reply is also with the Chief "
	"Executive.",
	"You might like to know this also went to Mrs Fernley.",
	"I've also let your fellow ward member know by sending her this.",
	"Please treat this as sent to all three of you.",
	"This is going to you, Cllr Tranter and Cllr Lowe in identical form.",
	"The planning agent has this as well.",
	"As usual the Deputy Chief Executive is a copy recipient.",
	"I should declare that I'm also writing to the complainant in these "
	"words.",
	"Copied for information to the Director of Environment.",
	"Blind copy: Director of Environment",
	"bcc Director of Environment",
	"c.c. The Clerk",
	"cc - Gareth Mellor",
	"Cc'd: Gareth Mellor",
	"CC Gareth Mellor",
	"Copy: file; Monitoring Officer",
	"Sent on bcc to all members of the Licensing Committee.",
	"Sent by blind copy to all members of the Licensing Committee.",
	"All parish clerks are receiving this e-mail under blind copy.",
	"I'm mailing all parish clerks under bcc.",
	"I'm e-mailing all of the group leaders with this message.",
	"I have e-mailed all three ward members with this.",
	"To save time I have addressed this to all the ward members at once.",
	"Each of the ward members is getting this.",
	"I'm sending the other ward members this e-mail separately.",
	"Your ward colleagues have each had this from me.",
	"In fairness I've told the Head of Legal what I have said here by "
	"copying her in.",
	"I've blind copied in Priya.",
	"With apologies for the bcc, I've included Priya so that she knows "
	"where we are.",
	"Priya's copied blind.",
	"Priya is copied, blind, so that she knows where we are.",
	"For completeness, a copy goes by the same post to the Ombudsman.",
	"The Ombudsman has been provided with a copy of this letter.",
	"We have to share our answer with the Ombudsman.",
	"This will be read by the Ombudsman's investigator too.",
	"I have made a copy of this available to the Ombudsman.",
	"The external auditor is on the circulation for this note.",
	"The auditor will receive this as part of the file.",
	"I'll be letting the auditor have this.",
	"I am duty bound to pass a copy of this to the Monitoring Officer.",
	"As I have to under the constitution, I've given a copy of this to the "
	"Monitoring Officer.",
	"My reply goes, as is the rule, to the Monitoring Officer as well.",
	"The Monitoring Officer, as always with these, gets a copy.",
	"You and I are not the only readers: the Monitoring Officer sees these "
	"too.",
	"Dean and Karen will both have received this by now.",
	"Dean has this e-mail too.",
	"Dean's on copy for the bins question.",
	"Dean (bcc) will pick up the bins question.",
	"Dean, whom I've copied, will pick up the bins question.",
	"I've asked Dean, who is copied, to pick up the bins question.",
	"My colleague Dean Whitlock is copied to pick up the bins question.",
	"Copy of this to Dean, please ignore Dean if you've already done it.",
	"Copying Dean as he has the key.",
	"+Dean",
	"This has gone to the residents' association as well.",
	"I promised the residents' association a copy of whatever I said to "
	"you, so they have one.",
	"I have just sent the school the same.",
	"The head teacher knows, as she's been sent this.",
	"The head teacher will see a copy.",
	"We've also e-mailed this to the head teacher.",
	"Please note: also sent to the head teacher.",
	"The governors are being sent the same update.",
	"The same update is being sent to the governors.",
	"Same update to governors and to the other two councillors.",
	"The update below has been sent to every county councillor in the "
	"division.",
	"This update goes out to about forty people, among them all the "
	"borough councillors.",
	"You're receiving this with the other members of the working group.",
	"You are receiving this along with Cllr Pike and Cllr Lowe.",
	"This note is for you and for Cllr Pike.",
	"I have put Cllr Pike's name on this too.",
	"I've given Cllr Pike exactly the same answer, in this e-mail.",
	"Out of courtesy to Cllr Pike she has been blind copied.",
	"Cllr Pike is party to this e-mail.",
	"I've kept Cllr Pike on the thread, in blind copy.",
	"The leader of the opposition has this note as well as you.",
	"All group leaders have this note.",
	"This is being shared with all political groups at the same time.",
	"The Labour Group and the Green Group have been sent this also.",
	"I am sending this to the five group offices together.",
	"The press office has a copy.",
	"Anna in Communications has been sent a copy in case the Herald ring.",
	"Comms are copied.",
	"HR are aware, and copied.",
	"HR has been blind-copied for the file.",
	"Rukhsana gets all of these and has got this one.",
	"I thought you'd want to know that the Leader has been sent this as "
	"well.",
	"Mr Twigg in Estates is also on this e-mail, though you won't see his "
	"address.",
	"You'll not see it from the header, but the Head of Audit has this "
	"too.",
	"The Head of Audit's address is hidden, but she is a recipient.",
	"I've given the Chairman a sight of what I have written here.",
	"I am sending a duplicate of this to the Ombudsman.",
	"The Ombudsman has been furnished with a copy of this letter.",
	"This reply is being made available to all members of the Standards "
	"Committee.",
	"As the complaint names him, Mr Jarrold is entitled to a copy of this "
	"and I have sent him one.",
	"cc Cllr Amos, Cllr Tate",
	"Copied also to the Chair of Scrutiny.",
	"I've taken the view that the Chair of Scrutiny ought to have this, "
	"and have sent it to her.",
	"Internal Audit receive everything on this case and will be getting "
	"this.",
	"All nine members of the panel have been sent this, each separately.",
	"Same reply to Cllr Amos, who asked the same thing.",
	"A blind copy of this is on its way to your group leader.",
	"For the file, and for the Head of Legal who is copied, here's the "
	"position.",
	"I'm letting the press office know by way of a blind copy.",
	"Please note that my manager reads all my outgoing mail, this "
	"included.",
	"Kate in Planning has been copied in with my reply.",
	"By the way I have dropped Kate in Planning in the bcc.",
	"I ought to say that I sent Kate in Planning this too.",
	"This has been cc'd to Kate in Planning.",
	"I've forwarded your message and this reply to Kate in Planning.",
	"Distribution: Kate Moss (Planning); Head of Legal; file",
	"The County Councillor's had an identical note from me.",
	"It seemed sensible to send the County Councillor a copy, so I have.",
	"The others on the working party have received this in the same form.",
	"You share this e-mail with the two other members for Northfield.",
	"In case you wonder, Cllr Baines has been sent the same words.",
	"The Chief Executive wanted to see my answer, and it has gone to her.",
	"You should assume that the Chief Executive will read this.",
	"As agreed when we met, I'm keeping the Chief Executive copied.",
	"Copies have gone to the Chief Executive and to Legal.",
	"Copies of this have gone to the Chief Executive and to Legal.",
	"I have lodged a copy with the Clerk.",
	"The Clerk holds a copy of this.",
	"Just to say the Clerk was bcc'd.",
	"The members for Westgate and Northgate get the same e-mail from me "
	"today.",
	"Because it's about all three wards it goes to all three members.",
	"All of the ward members have been written to in these terms.",
	"Everyone who signed the petition has been sent this answer.",
	"Each of the objectors is getting this answer by e-mail today.",
	"We're sending your constituent this answer as well.",
	"I have e-mailed your constituent a copy.",
	"I have posted your constituent a copy.",
	"Your constituent had a copy from me this morning.",
	"It's only right that you should know I'm sharing your letter, and "
	"this, with the police.",
	"In accordance with the members' code this is copied to your group's "
	"office.",
	"Your group office receives a copy of letters like this one.",
	"I'd better own up to having copied in my Director.",
	"I confess I have my Director in blind copy.",
	"The Assistant Director is listening in, as it were: she's bcc'd.",
	"(I've let Sunil see this.)",
	"Sunil - you're copied so that you can book the room.",
	"[Copied to Sunil for the room booking]",
	"Sunil, copied for the room booking.",
	"@Sunil (bcc) - please book the room.",
	"Gareth Mellor is getting it blind.",
	"For openness I ought to say that Lorraine Fenn can see this.",
	"Lorraine is on here as well, in the blind line.",
	"There is one more person reading this than you can see: Priya.",
	"This has a silent reader: the Monitoring Officer.",
	"Copied, without being shown, to the Chief Executive.",
	"b/c Gareth Mellor",
	"Copy for information: Director of Environment",
	"Our Communications Manager is reading along.",
	"Cllr Doyle, as cabinet member, is having the same note.",
	"It is going separately to the ward members.",
	"Cllr Amos is having this from me under separate cover.",
	"I am sending it to Cllr Pike at the same moment.",
	"A copy of my reply has been placed on file and sent to Priya.",
	"This answer is for Cllr Amos as well.",
	"Rukhsana in HR is in on this by bcc.",
	"The resident will be getting this word for word.",
	"The press have been given this text.",
	"pc Director of Housing",
	"xc Lorraine Fenn",
	"My team leader gets a copy of whatever I send to councillors.",
	"The opposition leader asked to be kept in copy and is.",
};

/* None of these does. */
static const char *const silent[] = {
	"I spoke to Gareth Mellor about this.",
	"Gareth Mellor will ring you tomorrow.",
	"I have not copied Gareth in.",
	"I can copy Gareth if you want.",
	"Please do not copy this to Gareth.",
	"I copied the plan to Tom.",
	"I've sent the plan to Tom Barlow.",
	"I have forwarded the photos to Karen Stead.",
	"I sent a copy of the minutes to Priya Ashworth.",
	"Priya has a copy of the lease.",
	"I'll pass this on to Gareth if you're content.",
	"Would you like me to copy in the Director?",
	"Should I share this with Priya?",
	"If you'd like Priya to see this, let me know.",
	"I'd rather not share this with Priya.",
	"I haven't shown this to anyone.",
	"Nobody else has seen this.",
	"No one else is copied.",
	"This is just between us.",
	"I have discussed this with the Monitoring Officer.",
	"The Monitoring Officer has advised on this.",
	"I have asked the Director to look at this.",
	"I've raised this with Priya.",
	"Priya has asked me to reply.",
	"I am replying on behalf of Priya Ashworth.",
	"The Director has seen the site.",
	"Gareth has seen the plans.",
	"Gareth has this in hand.",
	"Gareth has this on his list.",
	"Karen has this week off.",
	"Karen sees this as a priority.",
	"Priya is reading the report.",
	"I gave Tom the figures for this ward.",
	"I have sent Tom your photographs.",
	"I've passed your complaint to Karen Stead.",
	"I'll send a copy of the report to Gareth next week.",
	"Tom sent me a copy of the drawing.",
	"Please copy Priya into your reply.",
	"Can you copy the Director in next time?",
	"Feel free to share this with Priya.",
	"You may wish to copy this to the Chairman.",
	"You could send this to the Chairman.",
	"You have copied this to the Chairman, I see.",
	"I note that you copied your e-mail to the Chief Executive.",
	"Your e-mail was copied to the Chief Executive.",
	"Your e-mail was also sent to the Chief Executive, who asked me to "
	"reply.",
	"The agenda will be sent to all members on Friday.",
	"The report has been circulated to all members.",
	"All members have been sent the agenda.",
	"A briefing for all members is on Tuesday.",
	"A letter to all residents goes out on Monday.",
	"I am writing to all residents next week.",
	"The notice has been sent to the applicant.",
	"A copy of the decision notice was sent to the applicant.",
	"The applicant has been sent a copy of the conditions.",
	"We sent the residents a leaflet.",
	"The Leader has agreed to this.",
	"The Leader is aware of this.",
	"I will let Priya know.",
	"I'll tell Gareth.",
	"I have told Gareth.",
	"Gareth knows about this.",
	"If Gareth were copied he would say the same.",
	"I would normally copy Gareth in.",
	"I was going to copy Gareth in but he's away.",
	"I never copy the press.",
	"Once it is agreed I will copy this to Gareth.",
	"I will copy this to Gareth when he is back.",
	"Please find attached a copy of the letter to Mr Fernley.",
	"I attach a copy of my letter to the Environment Agency.",
	"Mr Fernley has sent us a copy of his letter to you.",
	"Mr Fernley copied his letter to Priya.",
	"I see that Priya was copied in to your letter.",
	"Priya showed me your e-mail.",
	"Gareth forwarded your e-mail to me.",
	"Thanks for copying me in.",
	"Thank you for copying the Director.",
	"I got a copy from Gareth.",
	"I have a copy of this from Gareth.",
	"Can we meet with Gareth on this?",
	"I've put this on Gareth's desk.",
	"This is a matter for Gareth.",
	"This is with Gareth.",
	"This was agreed with Priya.",
	"This goes to Cabinet in December.",
	"This goes to committee on the 9th.",
	"This report goes to Council on Tuesday.",
	"This is going to Planning Committee on the 14th.",
	"This has gone to tender.",
	"The matter has been passed to the Director.",
	"This matter has been referred to the Monitoring Officer.",
	"Your enquiry has been passed to Karen Stead.",
	"Your request has been forwarded to Highways.",
	"I've forwarded your e-mail to Highways for a reply.",
	"I'm passing your query on to Karen.",
	"I am sending Karen out to look at this.",
	"I am sending this week's rota to Karen.",
	"Karen will get this done.",
	"Karen will see to this.",
	"Karen is getting this repaired.",
	"Karen has had this looked at.",
	"We share this building with the police.",
	"I'm sharing the figures with members on Tuesday.",
	"I have seen the copy that Gareth sent.",
	"It may help to talk to Gareth, who has read the correspondence.",
	"Copies of the minutes are with the Clerk.",
	"Copies can be had from the Clerk.",
	"A copy can be inspected at the Clerk's office.",
	"The photocopier is with the Clerk.",
	"All recipients of housing benefit have been told.",
	"Each member receives a copy of the constitution.",
	"All members get a copy of the handbook.",
	"Every councillor gets one of these in May.",
	"I read this to mean that the Chairman has a casting vote.",
	"The Chairman reads this differently.",
	"The Chairman sees this differently.",
	"Please note that the Director is on leave.",
	"The Director is in the loop.",
	"You were copied because you are the ward member.",
	"I've copied you because you are the ward member.",
	"I have copied you and nobody else.",
	"Gareth said the same to Priya.",
	"The same goes for Gareth.",
	"The same applies to Gareth.",
	"The reply will come from Gareth.",
	"My answer to Cllr Tranter was the same.",
	"I gave the same answer to Cllr Tranter last year.",
	"I told Cllr Tranter the same.",
	"Gareth in Legal is the person to ask.",
	"I'll ask Gareth in Legal for a copy of the lease.",
	"Could you copy Gareth in Legal when you reply?",
	"Samuel sent me this on Monday.",
	"Samuel's figures are attached.",
	"Thanks, Samuel has this covered.",
	"I have had this checked by Samuel.",
	"This was sent to me by Samuel.",
	"The Chief Executive asked me to send you this.",
	"The Chief Executive has asked for this to be looked at.",
	"The Chief Executive and I have agreed this.",
	"I would prefer it if you did not copy the Chief Executive.",
	"I shan't be copying the Chief Executive.",
	"Neither Priya nor Gareth has seen this.",
	"I have kept this from the Chief Executive for now.",
	"There is no need to copy the Director in.",
	"It isn't necessary to copy the Director.",
	"Next time do copy the Director.",
	"You asked whether the Director had been copied in. She hadn't.",
	"The Director was not copied.",
	"The Director has not been copied.",
	"I don't think that the Director should be copied.",
	"Had you copied the Director she'd have told you.",
	"The Director received your letter on Monday.",
	"The Director has received your letter of the 4th.",
	"The Director has received a copy of your complaint from the "
	"Ombudsman.",
	"A copy of your complaint has been sent to the Director.",
	"I've given a copy of your complaint to the Director.",
	"The Ombudsman sent a copy of her decision to the Chief Executive.",
	"I attach a copy of the Ombudsman's decision.",
	"The parish has been sent the plans.",
	"The parish councils are consulted on all of these.",
	"We consult the parish council as a matter of course.",
	"The parish clerk has the plans and will share them with her members.",
	"The clerk circulates these to her members.",
	"The clerk sends this out in May.",
	"This form goes to the clerk when it's complete.",
	"Please return this to the clerk.",
	"Please pass this to the clerk.",
	"Please pass my thanks to Karen.",
	"Would you forward this to the residents?",
	"You're welcome to forward this to the residents.",
	"Do share this with the residents if it helps.",
	"The leaflet has been delivered to all residents.",
	"All residents of Mill Lane have been written to.",
	"We have written to all residents of Mill Lane.",
	"I've met with the residents and shared the drawings with them.",
	"The residents have the drawings.",
	"Members were sent the drawings in June.",
	"Members have a copy of the drawings in the group rooms.",
	"The drawings are with all members of the committee.",
	"All members of the committee have visited.",
	"The chairman has been told of your question.",
	"The chairman has your question.",
	"I read your question to the chairman.",
	"The question has been forwarded to the chairman, who will answer it "
	"at the meeting.",
	"I have forwarded your question to the chairman.",
	"The photos have gone to the insurer.",
	"Your claim has been sent to our insurer.",
	"We've passed your claim to our insurer.",
	"I copy below what the insurer says.",
	"I have copied below what the insurer says.",
	"I've copied out the paragraph from the insurer's letter.",
	"What follows is copied from the insurer's letter.",
	"The wording is copied from the Director's report.",
	"This sentence is copied from the Director's report.",
	"I've attached copies of the letters to Mr Jarrold.",
	"The letter to Mr Jarrold is attached.",
	"This is the letter we sent to Mr Jarrold.",
	"This letter was sent to Mr Jarrold in March.",
	"I have this from Mr Jarrold himself.",
	"Mr Jarrold gets this wrong.",
	"Mr Jarrold sees the file on Tuesdays.",
	"Mr Jarrold will see you at ten.",
	"Mr Jarrold will get back to you.",
	"We get this every year from Mr Jarrold.",
	"I'm sending Mr Jarrold to have a look.",
	"I'm sending Mr Jarrold the map.",
	"I have let Mr Jarrold have the map.",
	"I've let Mr Jarrold know.",
	"I let Mr Jarrold see the draft.",
	"I'm giving Mr Jarrold until Friday.",
	"I have shown Mr Jarrold round.",
	"We have shared this road with the county since 1974.",
	"I share your concern, as does the Director.",
	"I share this view with the Director.",
	"I note what you say about the Director, with whom I've spoken.",
	"The Director, with whom this has been discussed, agrees.",
	"The Director, to whom this was reported, has acted.",
	"I had a copy from the County Councillor.",
	"The County Councillor would like a copy, if you don't mind.",
	"May I send the County Councillor a copy?",
	"I'm not sure who else has seen this.",
	"Who else has had a copy of this?",
	"You sent this to the Ombudsman as well, I think.",
	"The Ombudsman has a copy of the file.",
	"The Ombudsman will be sent the file.",
	"I've sent the file to the Ombudsman.",
	"We send copies of planning decisions to the parish.",
	"Copies of the poster are in reception for members.",
	"I would be grateful if you didn't copy the press in.",
	"Kate in Planning has been working on this.",
	"Kate in Planning is dealing with this.",
	"Kate in Planning sent this to me this morning.",
	"I'm passing you on to Kate in Planning.",
	"Could Kate in Planning have a copy of your photographs?",
	"The letter you mention was never copied to us.",
	"The minutes have been circulated to all members of the panel.",
	"I have circulated the minutes to the panel.",
	"I'll share the results with the whole panel next week.",
	"All nine members of the panel will be interviewed.",
	"The panel has this under review.",
	"The Leader saw the site on Friday.",
	"The Leader has given this her approval.",
	"I sent the Leader's office a reminder.",
	"The keys were copied and given to the warden.",
	"Internal Audit get the receipts each quarter.",
	"Please reply to me alone and I will decide who should see it.",
	"Sunil will book the room.",
	"I've asked Sunil to book the room and he'll send you the details.",
	"Sunil has sent you the details.",
	"The Leader is in front of the committee on Monday.",
	"The Chief Executive will read it out at Council.",
	"The Chief Executive wanted to see you about this.",
	"Copies of the order have gone to the Chief Executive and to Legal.",
	"The Clerk holds a copy of the lease.",
	"All of the ward members have been invited.",
	"Everyone who signed the petition has been invited.",
	"I'm also answering Mrs Doyle's letter.",
	"Your constituent had a letter from me this morning.",
	"The police have asked for a copy of the recording.",
	"The police have a copy of the recording.",
	"Your group office asked for this.",
	"My Director is keen to hear from you.",
	"I'll be copying in the contractor from now on.",
	"Would it help if I copied in the contractor?",
	"I asked the contractor to copy you in.",
	"We never share members' letters with contractors.",
	"Have a look at the copy in the library.",
	"Legal copied the wrong version.",
	"Your e-mail went to the wrong address.",
	"This went to the wrong address at first.",
	"The Director of Housing is getting it fixed.",
	"The Director of Housing is having this looked at.",
	"Lorraine Fenn can see the point you make.",
	"Priya has it under control.",
	"I think you should let the Monitoring Officer see this.",
	"The Communications Manager is reading the draft now.",
	"Another resident has this trouble with the bins: the lorry is late.",
	"The Chief Executive has this on her list.",
	"You should let Gareth have this.",
};

static void
count_told(struct told told, void *context)
{
	unsigned *count = context;

	if (told.side != SIDE_GREETING)
		(*count)++;
}

static unsigned
times_told(const struct tell *tell, const char *sentence)
{
	size_t length = strlen(sentence);
	char *exact = g_memdup2(sentence, length);
	unsigned count = 0;

	assert_int_not_equal(tell_find(tell, (struct str){exact, length}, 0,
				     count_told, &count),
		TRI_UNKNOWN);
	g_free(exact);
	return count;
}

static void
sentences_tell(void **state)
{
	unsigned bad = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(telling); i++)
		if (times_told(*state, telling[i]) == 0)
			bad++, print_error("tells: %s\n", telling[i]);
	assert_int_equal(bad, 0);
}

static void
sentences_do_not_tell(void **state)
{
	unsigned bad = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(silent); i++)
		if (times_told(*state, silent[i]) > 0)
			bad++, print_error("tells nothing: %s\n", silent[i]);
	assert_int_equal(bad, 0);
}

static const struct {
	const char *sentence, *names;
	unsigned body;
} stretches[] = {
	{"I am copying this to Gareth Mellor, since he asked.",
		" Gareth Mellor", 0},
	{"I've copied in Gareth and Priya for information.",
		" Gareth and Priya", 0},
	{"Gareth has had a copy.", "Gareth ", 0},
	{"I've given the Clerk a copy.", "the Clerk", 0},
	{"cc: Gareth; Priya", " Gareth; Priya", 0},
	{"This goes to all members.", " all members.", BODY_MEMBERS},
	{"I've copied everyone in.", " everyone in.", BODY_EVERYONE},
	{"This has gone to the ward councillors.", " the ward councillors.",
		BODY_WARD},
	{"This has gone to Cabinet members.", " Cabinet members.",
		BODY_CABINET},
	{"This is copied to all directors.", " all directors.", BODY_MANAGERS},
	{"This is copied to Labour members.", " Labour members.",
		BODY_ONE_PARTY},
	{"This is copied to the local press.", " the local press.", BODY_PRESS},
	{"This is copied to our solicitor.", " our solicitor.", BODY_OUTSIDERS},
	{"I'm sending her the same.", "her", BODY_PRONOUN},
};

struct wanted {
	const char *sentence, *names;
	unsigned body;
	bool found;
};

static void
look_for(struct told told, void *context)
{
	struct wanted *wanted = context;

	assert_true(told.start <= told.end);
	assert_true(told.end <= strlen(wanted->sentence));
	if (told.end - told.start == strlen(wanted->names) &&
		strncmp(wanted->sentence + told.start, wanted->names,
			told.end - told.start) == 0 &&
		(told.bodies & wanted->body) == wanted->body)
		wanted->found = true;
}

static void
stretches_are_cut(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(stretches); i++) {
		struct wanted wanted = {stretches[i].sentence,
			stretches[i].names, stretches[i].body, false};

		tell_find(
			*state, str_of(wanted.sentence), 0, look_for, &wanted);
		if (!wanted.found)
			fail_msg("\"%s\" in \"%s\"", wanted.names,
				wanted.sentence);
	}
}

static void
at_the_foot_only_lines_count(void **state)
{
	unsigned count = 0;

	tell_find(*state, STR_LIT("I am copying this to Gareth."), TELL_FOOT,
		count_told, &count);
	assert_int_equal(count, 0);
	tell_find(*state, STR_LIT("cc: Gareth"), TELL_FOOT, count_told, &count);
	assert_int_equal(count, 1);
}

static void
expect_compiles(const char *expression)
{
	struct tell_code *code = g_new0(struct tell_code, 1);

	code->expression = expression;
	assert_non_null(tell_code_get(code));
	tell_codes_free(code, 1);
}

/* Each expression that a frame, a body or a check has is compiled when a text
 * first needs it, and a wrong one ends the program: here all are. */
static void
all_expressions_compile(void **state)
{
	(void)state;
	for (const struct frame *f = frames; f->expression != NULL; f++)
		expect_compiles(f->expression);
	for (const struct body_words *b = body_words; b->expression != NULL;
		b++)
		expect_compiles(b->expression);
	for (int i = 0; i < CHECK_COUNT; i++)
		expect_compiles(check_expressions[i]);
}

static int
set_up(void **state)
{
	*state = tell_new();
	return 0;
}

static int
tear_down(void **state)
{
	struct tell *tell = *state;

	tell_free(&tell);
	return tell != NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_tell),
		cmocka_unit_test(sentences_do_not_tell),
		cmocka_unit_test(stretches_are_cut),
		cmocka_unit_test(at_the_foot_only_lines_count),
		cmocka_unit_test(all_expressions_compile),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
