#!/bin/sh
# A folder of milter/ may include what comes before it on a message's way and
# nothing behind it; only mime/mime sees GMime, only the daemon sees libmilter.
set -u
cd "$(dirname "$0")/../.." || exit 1
count=0
failed=0

# check WHAT FILES PATTERN: no line of these files may match.
check()
{
	count=$((count + 1))
	# shellcheck disable=SC2086
	if grep -nE "$3" $2 /dev/null; then
		echo "not ok $count $1"
		failed=$((failed + 1))
	else
		echo "ok $count $1"
	fi
}

behind="daemon tool"
for layer in answer judge language people message text mime base; do
	pattern="#include \"($(echo "$behind" | tr ' ' '|'))/"
	check "$layer includes nothing of $behind" \
		"milter/$layer/*.[ch] include/$layer/*.h" "$pattern"
	behind="$behind $layer"
done
check "daemon includes nothing of tool" \
	"milter/daemon/*.[ch] include/daemon/*.h" '#include "tool/'
check "tool includes nothing of daemon" \
	"milter/tool/*.[ch] include/tool/*.h" '#include "daemon/'
check "only mime sees GMime" \
	"$(ls milter/*/*.[ch] include/*/*.h | grep -v 'milter/mime/mime')" \
	'#include <gmime/'
check "only callbacks and stream see libmilter" \
	"$(ls milter/*/*.[ch] include/*/*.h |
		grep -vE 'milter/daemon/(callbacks|stream)\.c')" \
	'#include <libmilter/'
check "only the import from LDAP sees libldap" \
	"$(ls milter/*/*.[ch] include/*/*.h |
		grep -v 'milter/tool/roster_ldap\.c')" '#include <(ldap|lber)'
check "only the import from ModernGov sees libxml2" \
	"$(ls milter/*/*.[ch] include/*/*.h |
		grep -v 'milter/tool/roster_moderngov\.c')" '#include <libxml/'
check "the hidden set stays in people" \
	"$(ls milter/*/*.[ch] | grep -v 'milter/people/')" 'hidden_internal\.h'

echo "1..$count"
[ "$failed" -eq 0 ]
