# Files mail that Comity has a warning for into the folder "Protocol".
#
# To use: upload it as the active script of your mailbox (ManageSieve, webmail),
# or let the administrator include it for everybody (sieve_before in Dovecot).
# Only mail from the council's own relay has these fields: it removes forged ones.
require ["fileinto", "mailbox"];

if header :contains "X-Council-Protocol" "severity=warning" {
	fileinto :create "Protocol";
	stop;
}
