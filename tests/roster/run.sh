#!/bin/sh
folder=$(dirname "$0")
python3 -B "$folder/test_roster.py" -v
status=$?
python3 -B "$folder/test_ldap.py" -v || status=1
exit $status
