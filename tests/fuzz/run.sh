#!/bin/sh
# Seeds and saved inputs through every fuzz target.
exec python3 -B "$(dirname "$0")/run.py" --replay
