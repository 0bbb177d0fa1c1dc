#include "tell_internal.h"

/*
 * The English of telling. Parts come first and build on each other; a space is
 * any white space. Verbs stand in three rows: what I do, am doing, have done.
 */
const struct frame_part frame_parts[] = {
	/* Words that may slip in anywhere; "not" is none of them. */
	{"adv",
		"(?:(?!hardly|nearly|rarely|scarcely|reply|supply|"
		"apply)(?:also|too|just|now|likewise|already|hereby|therefore|"
		"today|again|both|each|all|blind|as well|in turn|as usual|"
		"of course|this time|for (?:information|transparency|openness|"
		"completeness|good order)|[a-z]+ly)\\b,? ?)"},
	{"doc",
		"(?:e-?mail|mail|letter|message|note|reply|answer|response|"
		"memo(?:randum)?|correspondence|exchange|thread|chain|"
		"conversation|briefing|update|advice|reminder|bulletin|"
		"newsletter|circular|notice|notification|announcement|alert|"
		"invitation|invite|summons|appeal|survey|questionnaire|"
		"mailing|communication|text|report|lot)s?"},
	/* No noun follows: "this" and "the same" stand by themselves. */
	{"end",
		"(?=\\s*(?:[,.;:!?()-]|$)| (?:to|too|also|as|on|over|along|so|"
		"for|in|with|by|because|since|and|at|round|from|out|is|has|"
		"have|are|had|was|goes|will|separately|individually|today|now|"
		"before|after|then|likewise|except|available|blind|[a-z]+ly)\\b)"},
	{"bare",
		"(?:this|these)(?: one| too| also)?{end}"},
	/* "this" as all that is got: not "has this in hand". */
	{"alone",
		"(?:this|these)(?: one)?(?=\\s*(?:[,.;:!?()-]|$)| (?:too|also|"
		"as (?:well|he|she|they|usual)|since|because|now|today|"
		"likewise|in (?:full|copy|confidence)|separately|individually|"
		"directly|blind|by (?:blind copy|b?cc)|under separate cover|"
		"word for word|as (?:an? )?(?:blind )?(?:cop(?:y|ies)|b?cc)|privately|in (?:the same|identical|this|his|"
		"her|their|the) (?:form|terms|words|inbox|post|file|in-?tray)|"
		"from (?:me|us)|by now|as (?:part|one) of|at the same time|"
		"and|so|when|for (?:information|his|her|their))\\b)"},
	{"letter",
		"(?:(?:this|these)(?: (?:same|very|whole|entire|present|short|"
		"brief|long|little))*(?: e-?mail)? {doc}|the (?:present|above|"
		"foregoing|current) {doc}|the {doc} (?:below|above|here)|"
		"the (?:very |exact )?same(?: {doc}| thing| words| text|"
		"{end})|an? identical {doc}|(?:this|my|our) "
		"(?:e-?mail )?(?:reply|answer|response|advice)(?: (?:to you|"
		"above|below|here|of today))*|my (?:e-?mail|message|note|"
		"letter)(?: (?:to you|above|here))*|(?:our|this whole|"
		"the whole) (?:correspondence|exchange|e-?mails|conversation|"
		"thread)|(?:what(?:ever)?|everything|anything|"
		"all)(?: that)? (?:you(?:'re| are) reading|I(?:'m| "
		"am)? (?:write|writing|say|saying|send|sending)[^,;]{0,30}|"
		"on this thread)|the above|(?:letters|e-?mails|messages|"
		"replies) like (?:this|these)(?: one)?|what I(?:'ve|"
		" have)? (?:written|said|set out|told you|sent)(?: here|"
		" above| below| you)?|(?:your|the) {doc},? (?:with|and|"
		"together with|along with) (?:my|this) {doc})"},
	{"this",
		"(?:{bare}|{letter})"},
	{"paper",
		"(?:(?:(?:an?|another|one|the) )?(?:(?:further|second|blind|"
		"silent|carbon|hidden|information|courtesy|extra|hard|paper|"
		"full|complete|identical|same) )*cop(?:y|ies)(?: of "
		"{this})?(?! of\\b| that\\b| which\\b)|one(?: of (?:these|"
		"them))?(?=\\s*(?:[,.;:!?)]|$)| too| also| has| have| as| to)|"
		"(?:sight|a (?:sight|look)) of {this})"},
	{"copy",
		"(?:{paper}|{this})"},
	{"got",
		"(?:{paper}|{alone}|{letter})"},
	{"self",
		"\\b(?:I|we|my (?:office|team|assistant|PA|secretary)|"
		"the (?:office|team|department))"},
	{"doing",
		"{self}(?:'?m|'?re| am| are) {adv}*"},
	{"done",
		"{self}(?:'?ve| have| has) {adv}*"},
	{"will",
		"{self}(?:'ll| will| shall|(?:'m|'re| am| are) going to|"
		" propose to| intend to| mean to|(?:'m|'re| am| "
		"are) about to) {adv}*"},
	{"must",
		"{self}(?: must| have to| need to| ought to|'ve got to|(?:'m|"
		"'re| am| are) (?:\\w+ )?(?:obliged|bound|required|asked|"
		"expected) to|'ve had to| have had to) {adv}*"},
	{"do",
		"{self} {adv}*"},
	{"right",
		"(?<!n't )(?<!not )(?<!no )(?<!never )(?<!n't think "
		"it )\\b(?:right|proper|best|fair|sensible|helpful|prudent|"
		"courteous|appropriate|necessary|wise) to {adv}*"},
	/* "and slipped a copy to": the second verb of a sentence. */
	{"and",
		"\\b(?:and|but|then|so)(?: (?:have|am|are|has))? {adv}*"},
	{"copying",
		"(?:(?:blind|carbon)[- ]?)?(?:copying|b?cc'?-?ing|looping)"},
	{"copied",
		"(?:(?:blind|carbon)[- ]?)?(?:copied|b?cc'?-?e?d|looped)\\b"},
	{"copyv",
		"(?:(?:blind|carbon)[- ]?)?(?:copy|b?cc|loop)\\b"},
	{"sending",
		"(?:sending|forwarding|passing|circulating|sharing|e-?mailing|"
		"mailing|showing|giving|distributing|addressing|relaying|"
		"issuing|handing|slipping|dropping|writing|providing|"
		"submitting|lodging)"},
	{"sent",
		"(?:sent|forwarded|passed|circulated|shared|e-?mailed|mailed|"
		"shown|showed|given|gave|distributed|addressed|relayed|issued|"
		"handed|slipped|dropped|provided|supplied|submitted|lodged|"
		"released|disclosed|posted|furnished|presented|made available|"
		"cascaded|broadcast|placed|retained|let)"},
	{"sendv",
		"(?:send|forward|pass|circulate|share|e-?mail|mail|show|give|"
		"distribute|relay|hand|let|submit|lodge)"},
	/* By what means, if that is said. */
	{"how",
		"(?: (?:by|on|under|in|via|as)(?: an?)? (?:blind |"
		"information )?(?:cop(?:y|ies)|b?cc))"},
	{"on",
		"(?: (?:on|over|along|across|round|out|off|up|down))?{how}?"},
	{"to",
		"(?:,? {adv}*|, [^,;]{1,50},)?,? (?:to|with|round(?: to)?|"
		"on to|by|before)\\b"},
	/* Persons and posts as they are written, one or several. */
	{"name",
		"(?:(?:the |my |our |his |her )?(?-i:[A-Z])[\\w'-]*\\.?"
		"(?:(?: (?:of|for|and|the))* (?-i:[A-Z])[\\w'-]*\\.?){0,8})"},
	/* One character of a name between a verb and what they get. */
	{"letters",
		"(?:(?!\\b(?:I|we|it|that|which|but|because|if|about|so|"
		"out to|round to|over to)\\b)[^;:.!?]|(?<=\\b[A-Z]|\\bMr|"
		"\\bDr|\\bMrs|\\bMs|\\bCllr)\\.)"},
	{NULL, NULL},
};

const struct frame frames[] = {
	/* Verb, message, person: "I am sending a copy of this to X". */
	{"\\b(?:{doing}(?:{copying}|{sending})|{done}(?:{copied}|{sent})|"
	 "{and}(?:{copying}|{sending}|{copied}|{sent})|{must}(?:{copyv}|"
	 "{sendv})|{right}(?:{copyv}|{sendv})|{do}(?:{copyv}|"
	 "{sendv})) {adv}*{copy}{on}{to}",
		SIDE_BEHIND, 0},
	{"\\b{will}(?:{copyv}|{sendv}|be (?:{copying}|{sending})) "
	 "{adv}*{copy}{on}{to}",
		SIDE_BEHIND, FRAME_SOFT},
	{"\\b{self} {adv}*(?:{copied}|{sent}) {adv}*(?=this|these|our|"
	 "my){this}{on}{to}",
		SIDE_BEHIND, 0},
	{"\\b{doing}writing {adv}*to (?=(?:all|each|every|both|you and|"
	 "you both)\\b)(?![^.;]*\\b(?:next|tomorrow|later)\\b)",
		SIDE_BEHIND, 0},
	{"\\b(?:{letter}|this) is {adv}*(?:an? {doc} )?{adv}*(?:to|"
	 "for) (?=all\\b|every|each\\b|both\\b)",
		SIDE_BEHIND, 0},
	{"\\b{letter} is (?:(?:also|both|equally|as much) (?:for|to|with)|"
	 "with|for (?=you and))\\b",
		SIDE_BEHIND, 0},
	{"\\bit (?:goes|is going|has gone) (?:to (?=(?:all|every|each|"
	 "both)\\b)|(?:separately|individually|blind|in (?:blind )?copy|"
	 "as well|also|too) to\\b)",
		SIDE_BEHIND, 0},
	{"\\b{doing}(?:{copying}|{sending}) it{on} to "
	 "(?<who>{letters}{1,150}?),? (?:at the same (?:moment|time)|as well|"
	 "too|also)\\b",
		SIDE_WITHIN, 0},
	/* "one more person is reading this: X", "one note to three people: X" */
	{"\\b(?:who else|(?:one|two|three) (?:more|other|further)|another|"
	 "a (?:further|second|third|silent|hidden)|other people|"
	 "others)\\b[^.:;,]{0,40}\\b(?:reads?|reading|gets?|getting|receives?|"
	 "receiving|sees?|seeing|has|have|on|readers? of|"
	 "recipients? of) (?:this|these)(?: {doc})?(?: (?:than|that|whom|"
	 "besides|beyond|and)\\b[^.:;,]{0,40})?[:,(-]",
		SIDE_BEHIND, 0},
	{"\\b(?:this|the present)(?: {doc})? has (?:an?|one|"
	 "two)(?: more)? (?:silent|hidden|further|other|second|unseen|extra|"
	 "additional) (?:reader|recipient)s?[:,(-]",
		SIDE_BEHIND, 0},
	{"\\b(?:one|the same|a single|a joint|this one) {doc} (?:to|"
	 "for) [^:.;]{1,40}:",
		SIDE_BEHIND, 0},
	{"\\b{letter} is (?:to|for) (?<who>{letters}{1,80}?) (?:as well|too|"
	 "also)\\b",
		SIDE_WITHIN, 0},
	{"\\b(?:answering|writing to|replying to|telling|addressing|"
	 "informing) (?<who>(?:you )?both(?: of you)?|(?:you "
	 ")?all(?: of you)?|you and {letters}{1,80}?) (?:with|in|by|through|"
	 "at once in) {this}",
		SIDE_WITHIN, 0},
	{"\\b(?:this|these) (?:is|are) also with\\b",
		SIDE_BEHIND, 0},
	{"\\b(?:this|it) as (?:sent|addressed|written|copied) to\\b",
		SIDE_BEHIND, 0},
	{"\\b(?:{doing}making|{done}made|{must}make|{do}make) "
	 "{copy} available to\\b",
		SIDE_BEHIND, 0},
	{"\\byou(?:'re| are| will be) {adv}*(?:receiving|getting|being sent|"
	 "sent) {paper}?(?:{letter}|this)? {adv}*(?:with|along with|"
	 "together with|alongside|at the same time as)\\b",
		SIDE_BEHIND, 0},
	{"\\b(?:{doing}|{done})(?:writing|written) {adv}*to "
	 "(?<who>{letters}{1,150}?) {adv}*in (?:these|the same|identical|"
	 "similar|like) (?:words|terms)",
		SIDE_WITHIN, 0},
	{"\\b(?:{doing}(?:sending|mailing|e-?mailing|writing to)|"
	 "{done}(?:sent|mailed|e-?mailed|written to)) "
	 "(?<who>{letters}{1,150}?)(?:{how}| (?:with|on) {this})",
		SIDE_WITHIN, 0},
	{"^(?=.*\\b(?:b?cc|blind|copy|copied|e-?mail|message|"
	 "thread)\\b).*?{done}(?:included|added)\\b",
		SIDE_OBJECT, 0},
	/* "my letter of the 5th, which I have also sent on to X" */
	{"\\b(?:letter|e-?mail|reply|answer|note|correspondence|"
	 "mine)\\b[^;]{0,60}?,? (?:both of )?which {done}(?:{copied}|"
	 "{sent}){on}{to}",
		SIDE_BEHIND, 0},

	/* Verb, person: "I'm copying in X", "I've bcc'd X". */
	{"\\b(?:{doing}{copying}|{done}{copied}|{must}{copyv}|{right}{copyv}|"
	 "{do}{copyv}|{and}{copying}|{and}{copied})(?: in(?:to)?| "
	 "up)?\\b(?! (?:out|from|down|across|below))",
		SIDE_OBJECT, 0},
	{"\\b{will}(?:{copyv}|be {copying})(?: in)?\\b",
		SIDE_OBJECT, FRAME_SOFT},
	{"\\b(?:copying|bcc'?ing|cc'?ing|looping) in\\b",
		SIDE_OBJECT, FRAME_SOFT},
	{"(?:^\\W*|\\b(?:of|by) ){copying}\\b",
		SIDE_OBJECT, 0},
	{"\\b{self} {adv}*{copied} (?<who>{letters}{1,150}?) "
	 "in(?:to)?(?: on)? {this}",
		SIDE_WITHIN, 0},

	/* Verb, person, message: "I've let X have sight of this". */
	{"\\b(?:{doing}(?:{sending}|letting)|{done}{sent}|{must}{sendv}|"
	 "{do}{sendv}|{right}{sendv}|{and}(?:{sent}|{sending}|"
	 "letting)) (?<who>{letters}{1,150}?),?(?: (?:have|see|read|get|"
	 "know by))? {adv}*{copy}",
		SIDE_WITHIN, 0},
	{"\\b{self} {adv}*{sent} (?<who>{letters}{1,80}?) {adv}*(?=this|"
	 "these|our|my|the same|a copy)(?:{paper}|{alone}|{letter})",
		SIDE_WITHIN, 0},
	{"\\b{this}[^;]{0,80}?(?:and|so)(?: I(?:'ve|'m)?)?(?: have|"
	 " am)? {adv}*(?:{sent}|{sending}|{copied}|{copying}) it{on}{to}",
		SIDE_BEHIND, 0},
	{"\\byou {adv}*share {this} with\\b",
		SIDE_BEHIND, 0},
	{"\\b{will}{sendv} (?<who>{letters}{1,150}?),?(?: (?:have|see|read|"
	 "get))? {adv}*{copy}",
		SIDE_WITHIN, FRAME_SOFT},
	{"\\b(?:{done}(?:put|added|included|placed|kept|brought|dropped|"
	 "popped|slipped)|{doing}(?:putting|adding|including|keeping)|"
	 "{do}(?:put|add|include|have)|^\\W*(?:adding|including|"
	 "putting)) (?<who>{letters}{1,150}?) (?:in|on|to|as|into|on to|"
	 "among) (?:a |the )?(?:blind )?(?:cop(?:y|ies)|b?cc|recipients?|"
	 "(?:b?cc|copy|circulation|distribution|address|mailing)[- ]?(?:line|"
	 "field|list|box)|this\\b)",
		SIDE_WITHIN, 0},

	/* The message goes: "This is going to X", "a copy has been sent". */
	{"\\b{copy}(?:,[^,;]{1,60},| among it,?|,)? (?:(?:is|are|'s|(?:has|"
	 "have) {adv}*been|being) {adv}*(?:being {adv}*)?(?:{sent}|{copied}|"
	 "going|seen|read|on (?:its|their) way|addressed|open|visible)|"
	 "{adv}*(?:goes|go|went)|(?:has|have|'s) {adv}*(?:gone|"
	 "been)){on}(?: individually| separately| by (?:hand|post|"
	 "e-?mail))*{to}",
		SIDE_BEHIND, 0},
	{"\\b{copy}(?:,[^,;]{1,60},)? (?:will|shall|'ll) "
	 "{adv}*(?:be {adv}*)?(?:{sent}|{copied}|going|go|seen|read|"
	 "reach){on}(?: individually| separately| by (?:hand|post|"
	 "e-?mail))*{to}",
		SIDE_BEHIND, FRAME_SOFT},
	{"\\b{copy}[^;]{0,80}?,? (?:and|which) (?:it )?{adv}*(?:goes|"
	 "is going|has {adv}*gone|(?:(?:is|has {adv}*been) "
	 ")?{adv}*(?:{copied}|{sent})){on}{to}",
		SIDE_BEHIND, 0},
	{"\\b(?:writing|written) {adv}*in (?:the same|identical|similar|"
	 "like) terms(?: also| too)? to\\b",
		SIDE_BEHIND, 0},
	{"\\bby (?:way of )?(?:a )?copy of this(?: {doc})?,? (?:to|I(?:'m|"
	 " am| have|'ve| would|'d| shall|'ll)? {adv}*(?:ask|inform|alert|"
	 "request|invit|tell|let|notify|put|draw)[a-z]*)\\b",
		SIDE_OBJECT, FRAME_ASKS},
	{"\\bby (?:way of )?(?:a )?copy of this\\b",
		SIDE_BEFORE, FRAME_ASKS},
	{"\\bwith (?:an? )?(?:blind |information )?cop(?:y|"
	 "ies)(?: of this(?: {doc})?)?(?: going| sent)?{to}",
		SIDE_BEHIND, FRAME_NOT_PAST},

	/* Without a verb of one's own: "Copied to X", "cc: X". */
	{"^\\W*(?:(?:please )?note(?: that)?:? |n\\.?b\\.?:? |"
	 "p\\.?s\\.?:? )?{adv}*(?:{copied}|sent|forwarded|circulated|"
	 "e-?mailed|shared|addressed|(?:an? )?cop(?:y|ies)(?: sent| of this)?|"
	 "(?:the )?same(?: {doc})?)(?:, [^,;]{1,40},)? {adv}*(?:in )?(?:(?:by|"
	 "on|under|in|via) (?:an? )?(?:blind )?(?:cop(?:y|ies)|b?cc) )?(?:to|"
	 "with)\\b",
		SIDE_BEHIND, FRAME_FOOT},
	{"[(;:-] ?{adv}*(?:{copied}) {adv}*(?:in )?(?:to|with)\\b",
		SIDE_BEHIND, FRAME_FOOT},
	{"(?:^|[\\s(\\[|;,])(?:b?cc'?d?|c\\.c\\.?|b\\.c\\.c\\.?) ?[:=-]",
		SIDE_LINE, FRAME_FOOT},
	{"^\\W*(?:b?cc'?d?|c\\.c\\.?|[bc]/c|p\\.?c\\.?|"
	 "x\\.?c\\.?)[.,-]? (?=[A-Z]|all\\b|the\\b)",
		SIDE_LINE, FRAME_FOOT},
	{"(?<!please )(?<!to )(?<!and )(?<!the )(?<!in )(?<!by )\\b(?-i:cc|"
	 "CC|Cc|bcc|BCC) (?=(?-i:[A-Z]))",
		SIDE_LINE, FRAME_FOOT},
	{"^\\W{0,3}\\+ ?(?=(?-i:[A-Z]))",
		SIDE_LINE, FRAME_FOOT},
	{"(?:\\bc\\.c\\.?|^\\W*c\\.) (?=(?-i:[A-Z]))",
		SIDE_LINE, FRAME_FOOT},
	{"(?:^\\W*|[.)] )(?:cop(?:y|ies|ied)(?: (?:in|list|for "
	 "(?:information|info|reference|the file)))?|(?:(?:blind |"
	 "information )?cop(?:y|ies)|copied|circulated|sent|also|same|"
	 "addressed)(?: (?:sent|also|in|e-?mailed))* to|blind cop(?:y|ies)|"
	 "distribution(?: list)?|circulation(?: list)?|recipients|"
	 "for information|for info|f\\.?y\\.?i\\.?)(?: to)? ?[:-]",
		SIDE_LINE, FRAME_FOOT},
	{"^\\W*to:? (?=all\\b|every\\b|members of\\b)",
		SIDE_LINE, 0},
	{"^\\W*(?:dear|hi|hello|hallo|good (?:morning|afternoon|evening)|"
	 "morning|afternoon)\\b|^\\W*to(?::|(?= (?:cllrs|councillors)\\b))",
		SIDE_GREETING, 0},

	/* The person gets it: "X has had a copy", "X is copied in". */
	{"\\b(?<who>you(?: are|'re) all)(?: being)? {copied}",
		SIDE_WITHIN, 0},
	{"\\b(?:{done}(?:kept|put)|{doing}keeping|{will}keep|"
	 "{do}keep) (?<who>{letters}{1,150}?) {copied}(?: in)?",
		SIDE_WITHIN, 0},
	{"(?:,? who )?(?:\\b(?:is|are)|'s|'re|(?:\\b(?:has|have)|'s|"
	 "'ve) {adv}*been) {adv}*(?:being {adv}*)?{copied}(?>(?: in to| in on|"
	 " into| in| on| to| here)?)(?! (?:from|out|the|his|her|their|your|"
	 "that|those|last|(?:by (?!me|us|way)\\w+)|\\w+'s)\\b)",
		SIDE_BEFORE, 0},
	{"\\bwill {adv}*be {adv}*{copied}(?>(?: in to| in on| into| in| on|"
	 " to)?)(?! (?:the|his|her|their|your|that|those|by)\\b)",
		SIDE_BEFORE, FRAME_SOFT},
	{"\\b(?:was|were) {adv}*(?:blind[- ]copied|bcc'?d)\\b(?! (?:by|into|"
	 "in|on|to)\\b)",
		SIDE_BEFORE, 0},
	{"(?:\\bhas|\\bhave|'ve|'s) {adv}*been written to {adv}*in (?:these|"
	 "the same|identical|similar) (?:terms|words)",
		SIDE_BEFORE, 0},
	{"\\bhad {paper} from (?:me|us)\\b",
		SIDE_BEFORE, 0},
	{"(?:\\b(?:is|are)|'s|'re) {adv}*(?:reading along|on here|"
	 "in on this(?: {doc})? (?:by|via|on|through|in) (?:an? "
	 ")?(?:blind )?(?:copy|b?cc))\\b",
		SIDE_BEFORE, 0},
	{"\\bcan {adv}*(?:see|read) {alone}",
		SIDE_BEFORE, 0},
	{"(?:\\b(?:is|are)|'s|'re|\\bhas|\\bhave|\\bgets?|"
	 "\\breceives?) {adv}*(?:(?:getting|receiving|having|been sent|"
	 "had) {adv}*)?it {adv}*(?:blind|in (?:blind )?copy|(?:as|"
	 "by) (?:an? )?(?:blind )?copy|(?:by|on|in) b?cc|under "
	 "separate cover)\\b",
		SIDE_BEFORE, 0},
	{"\\basked to be (?:kept )?(?:in copy|on copy|{copied}(?: "
	 "in)?),? and (?:is|has been|was)\\b",
		SIDE_BEFORE, 0},
	{"^\\W*(?<who>(?-i:[A-Z])[\\w'-]+(?: "
	 "(?-i:[A-Z])[\\w'-]+){0,2}) ?[,:-] ?(?:you(?:'re| are) )?(?:{copied}|"
	 "in copy|on copy)\\b",
		SIDE_WITHIN, 0},
	{"\\bhaving {adv}*{copied}(?: in)?\\b",
		SIDE_OBJECT, 0},
	{"\\b(?:was|were) {adv}*{copied}(?: in(?:to| on)?| on)? {this}",
		SIDE_BEFORE, 0},
	{"(?<!should |could |can |may |might |would |must |to |not |never |"
	 "n't\\s)(?:,? who )?(?:(?:\\b(?:is|are)|'s|'re) {adv}*(?:g[et]+ing|"
	 "receiving|having|seeing|reading|being (?:given|sent|shown|handed|"
	 "e-?mailed))|\\bgets?|\\bfinds?|\\breceives?|\\bholds?|\\bsees?|"
	 "\\breads?|\\bha(?:s|ve)|(?:\\b(?:has|have)|'s|'ve) "
	 "{adv}*(?:been {adv}*(?:given|sent|shown|handed|e-?mailed|forwarded|"
	 "passed|(?:provided|furnished|supplied|presented|served) with)|had|"
	 "got|seen|read|received)),?\\s{adv}*{got}",
		SIDE_BEFORE, 0},
	{"(?:,? who )?(?:\\bwill|'ll|\\bshall) {adv}*(?:be {adv}*|"
	 "have {adv}*)?(?:getting|receiving|received|had|got|get|receive|see|"
	 "have|read|sent|given|shown|seeing|reading|find),?\\s{adv}*{got}",
		SIDE_BEFORE, FRAME_SOFT},
	{"\\b(?:reads?|sees?|gets?|receives?) {adv}*(?:all|everything|"
	 "every one)(?: of)? (?:my|our|these|I (?:write|send))",
		SIDE_BEFORE, 0},
	{"(?:\\b(?:is|are)|'s|'re) {adv}*(?:on|in|part of) (?:this|"
	 "the) (?:e-?mail|thread|message|chain|exchange|bcc)\\b",
		SIDE_BEFORE, 0},
	{"(?:\\b(?:is|are)|'s|'re|(?:\\b(?:has|have)|'s) "
	 "{adv}*been) {adv}*(?:on|in|included (?:on|in|as)|added to|put (?:on|"
	 "in)|among) (?:an? |the )?(?:blind[- ]?)?(?:cop(?:y|ies)|b?cc|"
	 "(?:b?cc|copy|distribution|circulation|mailing)(?:[- ]?(?:line|"
	 "list))?|those (?:copied|receiving this)|recipients)\\b",
		SIDE_BEFORE, 0},
	{"(?:\\b(?:is|are)|'s|'re) {adv}*(?:an? |the )?(?:silent|hidden|"
	 "blind|copied|copy|b?cc|further|additional|other|"
	 "fellow)?(?: copy)? ?recipients?\\b",
		SIDE_BEFORE, 0},
	{"[,(] ?{adv}*(?:{copied}(?: in)?|in copy|on copy|(?:on |"
	 "in )?b?cc)(?: here| above| to this| into this(?: {doc})?)? ?[),]",
		SIDE_BEFORE, FRAME_ASKS},
	{"(?:\\b(?:is|are)|'s|'re) {adv}*(?:a )?party to {this}",
		SIDE_BEFORE, 0},
	{",? (?:(?:to|with) )?whom (?:(?:{done}|{doing})(?:{copied}|"
	 "{copying}|(?:{sent}|{sending}) {copy})|{copy} (?:is|has "
	 "{adv}*been) {adv}*(?:being {adv}*)?(?:{sent}|{copied}))",
		SIDE_BEFORE, 0},
	{"(?:^|[,(;-] ?)(?<who>(?:(?!\\b(?:not|never|been|be|being|is|are|"
	 "was|were|from|if|have|has|had|I|you)\\b)[^,;()]){2,80}?) "
	 "{adv}*(?:{copied}(?: in)?|in copy|on copy)(?: for "
	 "(?:info(?:rmation)?|reference)| too| here| as well)?\\s*[).,;]*$",
		SIDE_WITHIN, FRAME_FOOT},
	{"\\bwith (?<who>{letters}{1,150}?) (?:in copy|on copy|"
	 "{copied}(?: in)?|on b?cc)\\b",
		SIDE_WITHIN, 0},
	{"\\b(?:one|some|both|all|among|two|three|several|part) "
	 "of (?:the )?(?<who>{letters}{1,150}?) (?:receiving|getting|"
	 "who (?:get|have|are getting|will get|receive|are receiving)|"
	 "to (?:get|receive)|being sent|sent) {copy}",
		SIDE_WITHIN, 0},
	{"\\b(?:{copied}|(?:blind |hidden |information )?copies(?: of {this})?|"
	 "(?:hidden|unseen|blind|further|other|blind copy) recipients)"
	 "(?: {adv}*(?:in|here|into {this}|of {this}|on {this}))?"
	 "(?: are| is| go| as follows)?: ",
		SIDE_BEHIND, 0},
	{"\\b(?:(?:hidden|unseen|blind|further|other|blind copy) recipients?|"
	 "(?:those )?(?:reading|getting|receiving|also on|copied into|in on) {this}),? "
	 "(?:are|is)\\b",
		SIDE_BEHIND, 0},
	{"\\b(?:blind copies|copies of {this})\\b[^.;]{0,60}?,? (?:one|another|"
	 "the other)(?: of them)? to\\b",
		SIDE_BEHIND, 0},
	{"\\b(?:can't|cannot|won't|don't|not) see [^.;]{0,40}\\bbut\\b.*?\\K"
	 "\\b(?:is|are)(?: both| all)? on this\\b",
		SIDE_BEFORE, 0},

	/* More of the same: "…, and so is X", "…, one to X", "X gets it too". */
	{",? (?:and|plus|as well as|also)(?: also)?,?(?: (?:to|with))? "
	 "(?<who>{name})(?=\\s*(?:$|[.;:!?,)(])|,? (?:who|whose|as(?! you| I| we)|"
	 "because|since|for|so that|on|in|too|also|with)\\b)",
		SIDE_WITHIN, FRAME_MORE},
	{"\\b(?:so|as) (?:too )?(?:is|are|has|have|does|do|did|was|were|will)\\b",
		SIDE_BEHIND, FRAME_MORE | FRAME_NEXT},
	{"(?:[;,] ?(?:and )?(?:also|likewise|then)|\\b(?:one|another|a second|"
	 "a third|a further|the other)(?: one| copy| of them)?(?: (?:goes|"
	 "is going|has gone|is|has been sent|sent))?) to\\b",
		SIDE_BEHIND, FRAME_MORE | FRAME_NEXT},
	{"\\band (?<who>{name}) (?:has |gets )?(?:another|too|also|as well|"
	 "likewise|a second)\\b(?=\\s*(?:$|[.;:!?,)])| (?:because|since|as|for|"
	 "so)\\b)",
		SIDE_WITHIN, FRAME_MORE},
	{"\\b(?:has|have|gets?|receives?|is getting|are getting|sees?|reads?) it,? "
	 "(?:too|as well|also)\\b",
		SIDE_BEFORE, FRAME_MORE | FRAME_NEXT},
	{"^\\W*(?<who>{name}),? (?:too|also|as well|likewise)(?=\\s*(?:$|[.;:!?,)])|"
	 " (?:because|since|as|for|so)\\b)",
		SIDE_WITHIN, FRAME_NEXT},
	{"^\\W*(?:ditto|likewise|the same goes for|also|and also|and|plus)[:,]? "
	 "(?:to )?(?<who>{name})(?=\\s*(?:$|[.;:!?,)(])|,? (?:who|whose|because|"
	 "since|too|also)\\b)",
		SIDE_WITHIN, FRAME_NEXT},
	{NULL, SIDE_BEHIND, 0},
};
