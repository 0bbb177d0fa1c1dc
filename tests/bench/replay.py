#!/usr/bin/env python3
"""make bench-replay: `comity replay` on one core and on all, in turns.

Replays the same made letters with one core allowed and with all, ROUNDS (3)
times, and prints how much faster all are and how the work was divided: the
CPU time of all threads in times of the busiest one's. What else runs on the
machine disturbs the first figure and hardly the second; status 1 where that
shows less than LEAST of each further core put to use.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
ROUNDS = int(os.environ.get("ROUNDS", 3))
LETTERS, TIMES = 1000, 3
LEAST = 0.75

CONFIG = """\
council northmere {{
    domains   "northmere.example"
    protocol  broxtowe-borough
    roster    "letters/roster.csv"
    time-zone "Europe/London"
}}
include "{rules}/comity.conf"
"""


def thread_times(pid):
    """Nanoseconds on a processor, by thread."""
    times = {}
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            times[path.parent.name] = int(path.read_text().split()[0])
        except (OSError, IndexError):
            pass  # it has just ended
    return times


def replay(folder, cores):
    """Seconds on these cores, and how the threads divided the work."""
    times = {}
    start = time.monotonic()
    with subprocess.Popen(
            [BUILD / "comity", "replay", "--config", folder / "comity.conf",
             *[folder / "letters"] * TIMES],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, cores)) as process:
        while process.poll() is None:
            times.update(thread_times(process.pid))
            time.sleep(0.05)
    seconds = time.monotonic() - start
    if process.returncode != 0:
        sys.exit("replay failed")
    times.pop(str(process.pid))  # loads the rules, and waits
    return seconds, sum(times.values()) / max(times.values())


def main():
    everywhere = os.sched_getaffinity(0)
    alone = {min(everywhere)}
    with tempfile.TemporaryDirectory(prefix="comity-bench-replay.") as name:
        folder = pathlib.Path(name)
        (folder / "letters").mkdir()
        subprocess.run(
            [BUILD / "bench/letters", folder / "letters", str(LETTERS)],
            check=True, stdout=subprocess.DEVNULL)
        (folder / "comity.conf").write_text(
            CONFIG.format(rules=ROOT / "rules"))
        pairs = [(replay(folder, alone)[0], replay(folder, everywhere))
                 for _ in range(ROUNDS)]
    gain = statistics.median(one / every for one, (every, _) in pairs)
    divided = statistics.median(parts for _, (_, parts) in pairs)
    print(f"{len(everywhere)} cores: {gain:.2f} times as fast as one, loading "
          f"included; work divided by {divided:.2f}")
    return 0 if divided >= 1 + (len(everywhere) - 1) * LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
