#!/bin/sh
# Messages and exactly what they get.
#
# messages/NAME.eml is scanned with the options of NAME.args (and of no others
# but --config); what `comity scan` prints has to be NAME.headers to the byte,
# but for the digest of the rules. UPDATE=1 writes the .headers files anew.
set -u
cd "$(dirname "$0")" || exit 1
comity=${COMITY:-../../build/${CONFIG:-release}/comity}
result=$(mktemp)
trap 'rm -f "$result"' EXIT
count=0
failed=0

for message in messages/*.eml; do
	name=${message%.eml}
	count=$((count + 1))
	# The options are words without spaces: splitting them is meant.
	# shellcheck disable=SC2046
	"$comity" scan --config golden.conf $(cat "$name.args") "$message" \
		2>&1 | sed 's/rules=[0-9a-f]\{8\}/rules=DIGEST/' >"$result"
	if [ -n "${UPDATE:-}" ]; then
		cp "$result" "$name.headers"
	fi
	if cmp -s "$result" "$name.headers"; then
		echo "ok $count $name"
	else
		echo "not ok $count $name"
		diff -u "$name.headers" "$result"
		failed=1
	fi
done
echo "1..$count"
exit $failed
