#!/bin/sh
# All are run, whatever the first ones say.
cd "$(dirname "$0")" || exit 1
status=0
for test in tool page letters learn; do
	python3 -B test_$test.py -v || status=1
done
exit $status
