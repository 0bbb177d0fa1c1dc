#!/bin/sh
# Every clause of the five protocols, as their texts number them, is handled by
# flags or named as beyond a message's sight: NAME.clauses has the numbers.
set -u
cd "$(dirname "$0")" || exit 1
comity=${COMITY:-../../build/${CONFIG:-release}/comity}
known=$(mktemp)
trap 'rm -f "$known"' EXIT
count=0
failed=0

for list in *.clauses; do
	protocol=${list%.clauses}
	count=$((count + 1))
	# A clause's line is indented by two; what handles it, by more.
	"$comity" coverage "$protocol" |
		sed -n 's/^  \([^ ]\{1,\}\)  .*/\1/p' >"$known"
	missing=$(grep -vxFf "$known" "$list")
	if [ -s "$known" ] && [ -z "$missing" ]; then
		echo "ok $count $protocol: $(wc -l <"$list") clauses"
	else
		echo "not ok $count $protocol lacks:" $missing
		failed=1
	fi
done
echo "1..$count"
exit $failed
