#!/bin/sh
# Both are run, whatever the first one says.
cd "$(dirname "$0")" || exit 1
python3 -B test_tool.py -v
status=$?
python3 -B test_page.py -v && exit $status
