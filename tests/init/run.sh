#!/bin/sh
exec python3 -B "$(dirname "$0")/test_init.py" -v
