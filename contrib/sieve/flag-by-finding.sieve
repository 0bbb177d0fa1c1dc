# Leaves mail in the inbox and marks it by what Comity found.
#
# To use: upload it as the active script of your mailbox, or include it from
# your own; Thunderbird shows the keywords once tags with these keys are made
# (Settings, General, Tags). Remove the blocks that you do not want.
require ["imap4flags"];

# Somebody whom you cannot see has a copy: a star.
if header :matches "X-Council-Protocol-Flag" "copy-notice;*" {
	addflag ["\\Flagged", "protocol-copy"];
}

# Confidential matter, marked as such or not: think before you forward.
if header :matches "X-Council-Protocol-Flag"
		["confidential-unmarked;*", "confidential-disclosure;*"] {
	addflag "protocol-confidential";
}

# Wording that a protocol has something to say about.
if header :matches "X-Council-Protocol-Flag"
		["political-*", "group-*", "undue-pressure;*", "discourtesy;*",
		 "familiarity;*", "improper-influence;*"] {
	addflag "protocol-wording";
}

# A member waits for an answer; where the protocol names a time for it, the day
# is in X-Council-Protocol-Respond-By.
if header :matches "X-Council-Protocol-Flag" "response-due;*" {
	addflag "protocol-reply";
}

# Something could not be read (encrypted, too large): look for yourself.
if header :contains "X-Council-Protocol" "unread=" {
	addflag "protocol-unread";
}
