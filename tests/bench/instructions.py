#!/usr/bin/env python3
"""Instructions a message, stage by stage, held to known figures.

    instructions.py BUILD            fails where a stage costs more than known
    UPDATE=1 instructions.py BUILD   takes what is measured as known

`stages` (tests/bench) goes under callgrind with made mail and made rules, so
that neither the machine's load nor a new rule changes what is counted; so does
`sessions`, for what the daemon does beside reading the body and judging it. The
figures depend a little on the C library's choice of routines for the
processor; MARGIN leaves room for that.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = HERE / "instructions.known"
MARGIN = 1.08
PATTERNS = 300
MIXES = {"ordinary": (0, 40), "correspondence": (1, 20), "large": (2, 2)}
STAGES = ["message_read_header", "participants_find", "judge_could_apply",
          "message_read_rest", "judge_message", "edits_for"]
BODY = ["message_read_rest", "judge_message"]
LINE = re.compile(r"^\s*([\d,]+) \([ \d.]+%\)\s+\S*?(?:\S+:)?(\w+)(?:'\d+)? \[")


def run(build, program, mix, messages):
    """Instructions by function, what it calls included."""
    with tempfile.TemporaryDirectory(prefix="comity-callgrind-") as folder:
        out = pathlib.Path(folder) / "out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
             "--collect-atstart=no", f"--toggle-collect={program}_go", "-q",
             f"{build}/bench/{program}", "-n", "1", "-x", str(mix),
             "-m", str(messages), "-g", str(PATTERNS)],
            check=True, stdout=subprocess.DEVNULL)
        listing = subprocess.run(
            ["callgrind_annotate", "--inclusive=yes", "--threshold=100",
             str(out)], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in listing.splitlines():
        match = LINE.match(line)
        if match and match[2] in [*STAGES, f"{program}_go"]:
            ir = int(match[1].replace(",", ""))
            found[match[2]] = max(ir, found.get(match[2], 0))
    if f"{program}_go" not in found:
        sys.exit(f"callgrind did not see {program}_go()")
    return found


def count(build, mix, messages):
    """Instructions a message by stage, of the whole way, and of the rest."""
    found = run(build, "stages", mix, messages)
    figures = {stage: found.get(stage, 0) // messages for stage in STAGES}
    figures["sum"] = sum(figures.values())
    found = run(build, "sessions", mix, messages)
    rest = found["sessions_go"] - sum(found.get(stage, 0) for stage in BODY)
    figures["session"] = rest // messages
    return figures


def read_known():
    known = {}
    if KNOWN.exists():
        for line in KNOWN.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                mix, stage, figure = line.split()
                known[mix, stage] = int(figure)
    return known


def write_known(measured):
    lines = ["# Instructions a message: mix, stage, figure."
             " Written by instructions.py."]
    lines += [f"{mix} {stage} {figure}"
              for (mix, stage), figure in measured.items()]
    KNOWN.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    build = sys.argv[1]
    known = read_known()
    measured = {}
    failed = False
    for mix, (number, messages) in MIXES.items():
        for stage, figure in count(build, number, messages).items():
            measured[mix, stage] = figure
            limit = known.get((mix, stage), 0) * MARGIN + 500
            bad = (mix, stage) not in known or figure > limit
            word = "not ok" if bad else "ok"
            print(f"{word} {len(measured)} {mix}: {stage} {figure}"
                  f" (known {known.get((mix, stage), 'nothing')})", flush=True)
            failed |= bad
    print(f"1..{len(measured)}")
    if os.environ.get("UPDATE"):
        write_known(measured)
        failed = False
    sys.exit(failed)


if __name__ == "__main__":
    main()
