#include "tell_internal.h"

/*
 * What a sentence or a stretch is asked besides the frames of tell_frames.c,
 * and the words for bodies of people.
 */
const char *const check_expressions[CHECK_COUNT] = {
	[WORD_COPY] =
		"\\b(?:[a-z-]*cop(?:y|ies|ied|ying)|b?cc|c\\.c|[bc]/c|loop|"
		"blind|reading along|on here|but .{1,60} on this|recipients?|distribution|"
		"circulation|undisclosed|party to|sent also|also sent|(?:all|"
		"every|each|both) (?:of )?(?:the |you\\b|members?|"
		"councillors?)|for you and|for info|f\\.?y\\.?i)|^\\W*(?:dear|"
		"hi|hello|hallo|good|morning|afternoon|to|same|also|sent)\\b|"
		"^\\W{0,3}\\+|^\\W*(?:p\\.?c|x\\.?c|c\\.)",
	[WORD_THIS] =
		"\\b(?:this|these|same|identical|what|everything|anything|"
		"above|below|here|present|sight|one|what|all|everything|"
		"e-?mails?|letter|message|reply|answer|response|advice|"
		"correspondence|exchange|conversation|thread|terms|words|"
		"it)\\b",
	[WORD_PASS] =
		"\\b(?:s[eh][en][dnt]|gav|giv|shar|forward|pass|circulat|"
		"cascad|broadcast|distribut|relay|issu|hand|mail|e-?mail|show|"
		"see|sight|read|g[eo]+t|receiv|go|went|writ|address|with|let|"
		"lodg|submit|hold|post|disclos|releas|provid|suppl|slip|drop|"
		"mak|made|plac|retain|answer|tell|inform|had|has|hav[ei]|put|"
		"add|includ)",
	[CUT_BEHIND] =
		"[;!?]|\\. |,? ?\\b(?:because|since|so that|so (?:he|she|they|"
		"you|I|we|it)|as (?:it|he|she|they|you|I|we|this|that|these)|"
		"as (?-i:[A-Z])\\w+(?: \\w+)? (?:asked|has|had|is|was|wanted|"
		"requested|said|suggested|wished|will|needs|leads|deals|"
		"wants)|although|though|while|if|when|where|before|after|"
		"in case|in order|to (?:let|keep|make|ensure|see)|for (?:his|"
		"her|their|your|the sake)|and (?:I|we|you|he|she|they|it|this|"
		"that|there|will|have|has|am|is|hope|would|ask)|but|which|"
		"who (?:will|is|has|was|can|may|leads|deals|asked|wrote)|"
		"whose|having|given that|asking|about (?:the|this|that|your|"
		"his|her|it|what)|regarding|concerning)\\b",
	[CUT_OBJECT] =
		"[;!?]|\\. |,? ?\\b(?:to|from|for|below|into|onto|about|at|on|"
		"by|as|so|because|since|if|when|where|while|who|which|that|"
		"but|and (?:I|we|you|he|she|they|it|this|will|have|has|am|is|"
		"hope|would|ask))\\b",
	[CUT_BEFORE] =
		"[;:!?]|\\. | - |\\b(?:that|because|since|but|so|if|when|"
		"while|although|which|to|with|from|know|aware|note|mention|"
		"say|this|these|and (?:I|we|you|this|it))\\b",
	[CONDITION] =
		"\\b(?:if|unless|once|whether|when|until|from now on|"
		"in future|next time|should you|would you like|with "
		"your (?:permission|agreement|consent)|subject to)\\b",
	[PAST] =
		"\\b(?:went|was|were|had)\\b",
	[OPENING] =
		"\\b(?:may|can|could|might|should|shall) I (?:just |"
		"also )?(?:mention|say|add|tell you|let you know|point out|"
		"note|remind)\\b",
	[NOBODY] =
		"\\b(?:no ?one|nobody|none|neither(?! of (?:whom|them|which))|anyone|anybody|"
		"who(?:ever)? else)\\b|^\\W*(?:yourself|you|me|us|myself|it|I|"
		"we)(?: (?:in|into|on|too|both|all))*\\W*$|^\\W*(?:an?|the|"
		"this|that|my|your|his|her|their|it) (?:letter|e-?mail|"
		"message|note|reply|report|copy|item|paper)\\W*$",
	[MEETING] =
		"^\\s*(?:the )?(?:next )?(?:full )?(?:(?!all|each|"
		"every)\\w+ ){0,3}(?:cabinet|council|committee|board|panel|"
		"scrutiny|assembly|executive|tender|press|print)(?: "
		"meeting)?\\b,?(?: (?:in|on|at|next|later|for (?:decision|"
		"approval|consideration)|after|tomorrow|tonight|this (?:week|"
		"month))\\b)|^\\s*(?:full )?(?:cabinet|council|committee|"
		"scrutiny|tender|print|press)\\W*$",
	[HELPED] =
		"\\b(?:you (?:should|could|might|may|can|must|need)|let|help|"
		"make|suggest|propose|recommend)\\b",
	[OTHER_THING] =
		"\\b(?:in|into|in on|in to|on) (?:the|his|her|their|your|that|"
		"those|last|my (?!reply|answer|response)|\\w+'s) "
		"(?:\\w+ ){0,3}(?:letter|e-?mail|message|note|report|minutes|"
		"correspondence|file|reply)s?\\b",
	[KNOWS] =
		"\\b(?:knows?|(?:is|are|'s|'re) (?:\\w+ )?aware|been (?:told|"
		"informed|made aware)|(?:have|'ve|has) (?:\\w+ )?(?:told|"
		"informed|warned|agreed|consented|asked|cleared|confirmed)|"
		"agrees|(?:is|are|was|were|'s|'re) (?:\\w+ )?(?:happy|content|"
		"fine|willing|agreeable|relaxed|comfortable)|consents?|"
		"(?:with|at|by) (?:his|her|their|the \\w+(?: \\w+)?'s|(?:cllr|"
		"councillor) \\w+(?: \\w+)?'s) (?:\\w+ )?(?:knowledge|"
		"agreement|consent|permission|blessing|leave|request|wish|"
		"suggestion|invitation|approval)|(?:asked|wanted|wished|told|"
		"invited|allowed) (?:me|us|that|for|you)|said (?:that )?(?:I|"
		"we|you) (?:may|can|could|might|should)|(?:doesn't|does not|"
		"don't|do not) mind|(?:let|letting) \\w+(?: \\w+){0,2} know|"
		"(?:copied|copying|cc'd) (?:to |in )?(?:him|her|them|cllr|"
		"councillor)|with (?:the )?(?:agreement|consent|permission|"
		"knowledge) of)\\b",
	[KNOWS_NOT] =
		"\\b(?:not|hasn't|haven't|isn't|aren't|won't|without|unaware|"
		"before|yet to|never|nor|needn't|no need|if|would|rather|"
		"doesn't(?! mind)|don't(?! mind)|didn't|what (?:I|we)(?: have|"
		"'ve)? (?:\\w+ )?(?:told|asked|warned))\\b(?! mind)",
	[OF_MEMBER] =
		"\\b(?:he|she|they|him|her|them|his|their|(?:the|this|our|my|"
		"your) (?:\\w+ )?(?:members?|councillors?)|both members)\\b",
};

/*
 * What those words mean that name a body and not a person. "all" and its like
 * are not asked for where the plural says as much.
 */
const struct body_words body_words[] = {
	{BODY_EVERYONE,
		"\\b(?:everyone|everybody|you(?: are|'re| have)? all|"
		"each of you|all (?:of )?(?:you|us|those|recipients|concerned|"
		"addressees|parties|who|the above|interested|involved|"
		"affected|copied)|the (?:whole|entire|full) (?:(?:circulation|"
		"distribution|mailing|address) )?(?:list|circulation|"
		"distribution)|all(?=\\W*$))\\b"},
	{BODY_MEMBERS,
		"(?<!cabinet )(?<!executive )(?<!one of )(?<!some "
		")(?<!certain )(?<!several )(?<!few )(?<!family "
		")(?<!staff )(?<!team )(?<!most )\\b(?:members|councillors|"
		"cllrs)\\b(?! of (?:the public|staff|the team|my team|"
		"the family))|\\b(?:every|each)(?: \\w+)? (?:member|"
		"councillor|cllr)\\b(?! of (?:the public|staff|my))|"
		"\\b(?:the whole|the full|the entire|all of the|the "
		"rest of the|whole) (?:\\w+ )?(?:council|committee|panel|"
		"board|working group|task group|sub-?committee|"
		"flood group)\\b|\\b(?:the|your|our) (?:\\w+ "
		"){0,4}(?:committee|panel|board|working (?:group|party)|"
		"task (?:group|force)|sub-?committee)\\b(?! (?:chair|clerk|"
		"secretary|officer|lead|support|room|services))|\\b(?:fellow|"
		"other) (?:\\w+ )?(?:members?|councillors?|colleagues)\\b"},
	{BODY_WARD,
		"\\bward (?:\\w+ )?(?:members?|councillors?|colleagues?|"
		"cllrs?)\\b|\\b(?:members?|councillors?|colleagues?) (?:for|"
		"of|in) (?:the |your |that |this )?(?:same "
		")?(?:(?-i:[A-Z])\\w+|ward)\\b"},
	{BODY_GROUP_LEADERS,
		"\\bgroup leaders?\\b|\\bleaders? of (?:the|all|each|"
		"both)(?: \\w+)*? groups\\b|\\bparty leaders\\b"},
	{BODY_GROUPS,
		"\\b(?:all|every|each|both|other|political|the)(?: "
		"of the)?(?: (?!working|task|residents|focus|user|"
		"flood)\\w+){0,2} (?:groups|group offices|group)\\b(?! leader)"},
	{BODY_CABINET,
		"\\b(?:cabinet|executive)(?: (?:members?|colleagues|"
		"councillors))?\\b(?! (?:member for|office|paper|report|"
		"meeting|director))|\\bportfolio holders?\\b(?! for)"},
	{BODY_CHAIRS,
		"\\b(?:chairs|chairmen|chairwomen|chairpersons)\\b|"
		"\\b(?:every|each|all) (?:\\w+ )?chair(?:man)?\\b"},
	{BODY_MANAGERS,
		"\\bdirectors\\b|\\b(?:every|each) director\\b|"
		"\\b(?:corporate|senior|strategic|extended|executive|"
		"council's)? ?(?:management|leadership) (?:team|board|"
		"group)\\b|\\b(?-i:SMT|CMT|SLT|CLT|ELT|EMT|CLB|CMB)\\b|"
		"\\b(?:chief|senior) officers\\b|\\bheads of service\\b|"
		"\\bsenior (?:managers|colleagues|leadership)\\b"},
	{BODY_STATUTORY,
		"\\bstatutory officers\\b"},
	{BODY_OFFICERS,
		"\\bmy (?:(?:own|line|team|service|immediate|area) "
		")*(?:manager|boss|director|head of service|deputy|supervisor|"
		"team leader|team|assistant|PA|colleagues?)\\b|\\b(?:all|"
		"every|each)(?: \\w+){0,2} (?:officers?|staff|employees)\\b"},
	{BODY_PRESS,
		"\\b(?:press|media|journalists?|reporters?|newspapers?|papers|"
		"editors?|broadcasters?|news ?desk)\\b(?! (?:office|officer|"
		"team|release))"},
	{BODY_OUTSIDERS,
		"\\b(?:residents?|constituents?|applicants?|agents?|"
		"developers?|contractors?|solicitors?|lawyers?|counsel|"
		"barristers?|consultants?|advisers?|advisors?|complainants?|"
		"objectors?|petitioners?|neighbours?|tenants?|landlords?|"
		"owners?|occupiers?|schools?|(?:head ?)?teachers?|"
		"heads?(?! of)|governors?|academ(?:y|ies)|parish(?:es|"
		" councils?| clerks?)?|town councils?|county(?: council)?|"
		"district(?: council)?|police|fire service|ambulance service|"
		"trusts?|trustees?|associations?|societ(?:y|ies)|charit(?:y|"
		"ies)|compan(?:y|ies)|firms?|insurers?|auditors?|surveyors?|"
		"architects?|unions?|MP|MPs|ministers?|NHS|hospitals?|"
		"surger(?:y|ies)|GPs?|church(?:es)?|vicars?|traders?|shops?|"
		"businesses|business|suppliers?|operators?|agenc(?:y|ies)|"
		"forums?|clubs?|partners?|stakeholders?|organisations?|"
		"consultees?|correspondents?|enquirers?|customers?|claimants?|"
		"witness(?:es)?|famil(?:y|ies)|parents?|farmers?|landowners?|"
		"volunteers?|wardens?|hirers?|bidders?|tenderers?|utilit(?:y|"
		"ies)|person|gentleman|lady)\\b"},
	{BODY_ONE_PARTY,
		"\\b(?-i:Labour|Conservatives?|Tor(?:y|ies)|Lib(?:eral)?|"
		"Green|Reform|Independent|Plaid|majority|minority|opposition|"
		"ruling)(?: \\w+){0,2}? (?:group|members?|councillors?|"
		"colleagues?|side)\\b"},
	{BODY_DIRECTOR,
		"\\b(?:the|our|both) directors?\\b(?!(?: of| for|'s)\\b)"},
	{BODY_PRONOUN,
		"\\b(?:him|her|them|he|she|they|both|each of them)\\b"},
	{0, NULL},
};
