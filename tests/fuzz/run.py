#!/usr/bin/env python3
"""Fuzz targets: search (libFuzzer), replay (any compiler), coverage.

    run.py [--seconds N] [TARGET]...   searches; findings go to saved/TARGET/
    run.py --reach [TARGET]...         searches until each has run as often as
                                       GOALS says, or --seconds are over. One
                                       turn of six is a thorough one: inputs
                                       are long, and comparisons and counts
                                       are watched. The others run many times
                                       as often
    run.py --replay [TARGET]...        reads seeds and saved inputs
    run.py --coverage [TARGET]...      lines that all inputs found reach

Inputs that searching found useful are kept in build/corpus/TARGET/, and
build/corpus/reach.json how often each target has run: a reach that was broken
off goes on where it was.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import seeds  # noqa: E402

ROOT = seeds.ROOT
SAVED = ROOT / "tests" / "fuzz" / "saved"
CORPUS = ROOT / "build" / "corpus"
SEEDS = ROOT / "build" / "seeds"

# What is freed is kept for a few messages' time, and where it came from to eight
# calls: more costs time and finds no more.
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1:allocator_may_return_null"
                    "=0:quarantine_size_mb=4:malloc_context_size=8",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "G_SLICE": "always-malloc",
}
# An input longer than this is rare, but for messages and their like.
LENGTHS = {"message": 16384, "html": 8192, "session": 8192, "headers": 8192,
           "rules": 4096, "calendar": 4096}
LENGTH = 2048
# Of the turns that are to be quick: time goes by the length of an input.
SHORT_LENGTHS = {"message": 4096, "html": 2048, "session": 4096,
                 "headers": 768, "people": 256, "pattern": 384}
SHORT_LENGTH = 640
# Nor do they tell how often code was run, only that it was: the fuzzer's own
# work was more than the target's.
QUICK = ["-use_counters=0"]
QUICK_ASAN = ":malloc_context_size=2"

# Executions without a finding before we call a target reached. Those of whole
# messages take milliseconds each, all others far less.
GOALS = {"message": 300 * 1000, "session": 300 * 1000}
SMALL_GOAL = 10 * 1000 * 1000
# Each target in its turn gets this long; every sixth is a thorough one.
TURN_SECONDS = 240
THOROUGH_TURN = 6

# Which sources a target is about, for the figure of its coverage.
SOURCES = {
    "address": "mime/address", "calendar": "base/calendar",
    "decode": "mime/decode mime/date text/fold text/flowed text/sentence",
    "headers": "answer/", "html": "text/html text/segment",
    "message": "mime/ text/ message/",
    "pattern": "language/pattern", "people": "people/",
    "roster": "people/roster people/csv people/mention",
    "rules": "language/", "session": "daemon/session",
    "settings": "language/compile_settings language/compile_council "
                "daemon/socket daemon/trust",
}


def build(config):
    subprocess.run(["make", "-s", f"-j{os.cpu_count()}", f"CONFIG={config}",
                    "fuzzers"], cwd=ROOT, check=True)
    return ROOT / "build" / config / "fuzzers"


def write_seeds(target):
    """The folder, and a file of words in libFuzzer's form."""
    folder = SEEDS / target
    shutil.rmtree(folder, ignore_errors=True)
    words = seeds.write(target, folder)
    path = SEEDS / f"{target}.dict"
    path.write_text("".join(
        '"' + "".join(f"\\x{b:02x}" for b in word) + '"\n' for word in words))
    return folder, path


def saved(target):
    folder = SAVED / target
    return [folder] if folder.is_dir() else []


def environment(quick=False):
    asan = SANITIZERS["ASAN_OPTIONS"] + (QUICK_ASAN if quick else "")
    return {**os.environ, **SANITIZERS, "ASAN_OPTIONS": asan}


def search(program, target, seconds, most=-1, quick=False):
    """(True where nothing was found, how often it ran)"""
    longest = (SHORT_LENGTHS.get(target, SHORT_LENGTH) if quick
               else LENGTHS.get(target, LENGTH))
    folder, words = write_seeds(target)
    for path in (CORPUS / target, SAVED / target):
        path.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [program, f"-max_total_time={seconds}", f"-runs={most}",
         "-print_final_stats=1",
         f"-max_len={longest}", f"-dict={words}", "-reload=0",
         *(QUICK if quick else []),
         "-timeout=60", "-rss_limit_mb=2500", "-report_slow_units=20",
         f"-artifact_prefix={SAVED / target}/",
         CORPUS / target, folder, *saved(target)],
        env=environment(quick), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=False)
    text = done.stderr.decode(errors="replace")
    (CORPUS / f"{target}.log").write_text(text)
    if not any((SAVED / target).iterdir()):
        (SAVED / target).rmdir()
    number = {name: int(value) for name, value in
              re.findall(r"^stat::(\w+): +(\d+)", text, re.M)}
    cover = re.findall(r" cov: (\d+) ft: (\d+) corp: (\d+)", text)
    edges, features, inputs = cover[-1] if cover else (0, 0, 0)
    print(f"{target:9} {number.get('number_of_executed_units', 0):>10} runs "
          f"{number.get('average_exec_per_sec', 0):>6}/s "
          f"{edges:>6} edges {features:>6} features {inputs:>5} inputs "
          f"{number.get('peak_rss_mb', 0):>5} MB  "
          f"{'no finding' if done.returncode == 0 else 'FOUND'}", flush=True)
    if done.returncode != 0:
        print("\n".join(line for line in text.splitlines() if re.search(
            r"ERROR|SUMMARY|promise|(milter|tests)/.*:\d+:|Test unit|slow",
            line)))
    return done.returncode == 0, number.get("number_of_executed_units", 0)


def reach(targets, seconds):
    """In turns, so that whenever it ends all have come some way. A target
    with a finding has no more turns."""
    thorough, quick = build("fuzz"), build("quick")
    path = CORPUS / "reach.json"
    CORPUS.mkdir(parents=True, exist_ok=True)
    tally = json.loads(path.read_text()) if path.exists() else {}
    end = time.monotonic() + seconds
    found = set()
    turn = 0

    def left(target):
        return GOALS.get(target, SMALL_GOAL) - tally.get(target, 0)

    def due():
        return [t for t in targets if left(t) > 0 and t not in found]

    while due() and time.monotonic() < end:
        turn += 1
        is_quick = turn % THOROUGH_TURN != 0
        for target in due():
            if time.monotonic() > end:
                break
            good, ran = search(
                (quick if is_quick else thorough) / target, target,
                min(TURN_SECONDS, int(end - time.monotonic()) + 1),
                left(target), is_quick)
            if not good:
                found.add(target)
            tally[target] = tally.get(target, 0) + ran
            path.write_text(json.dumps(tally, indent=1, sort_keys=True))
    for target in targets:
        goal = GOALS.get(target, SMALL_GOAL)
        print(f"{target:9} {tally.get(target, 0):>10} of {goal:>10} runs"
              f"{', FOUND' if target in found else ''}")
    return not found and all(left(t) <= 0 for t in targets)


def replay(program, target):
    folder, _ = write_seeds(target)
    done = subprocess.run(
        [program, folder, *saved(target)], env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    names = done.stdout.decode(errors="replace").splitlines()
    good = done.returncode == 0 and names
    print(f"{'PASS' if good else 'FAIL'}: fuzz target {target}, "
          f"{len(names)} inputs")
    if not good:
        print(f"ended in {names[-1] if names else 'its start'}")
        print(done.stderr.decode(errors="replace"))
    return good


def covered(program, target):
    """Lines of the target's sources that all its inputs reach."""
    folder, _ = write_seeds(target)
    inputs = [folder, *saved(target)]
    if (CORPUS / target).is_dir():
        inputs.append(CORPUS / target)
    raw, data = SEEDS / f"{target}.profraw", SEEDS / f"{target}.profdata"
    subprocess.run([program, *inputs], stdout=subprocess.DEVNULL, check=True,
                   env={**os.environ, "LLVM_PROFILE_FILE": str(raw)})
    subprocess.run(["llvm-profdata", "merge", "-sparse", raw, "-o", data],
                   check=True)
    table = subprocess.run(
        ["llvm-cov", "report", program, f"-instr-profile={data}"],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    lines = missed = 0
    for row in table.splitlines():
        cells = row.split()
        if len(cells) > 9 and any(
                f"milter/{part}" in "milter/" + cells[0].partition(
                    "milter/")[2] or cells[0].startswith(part)
                for part in SOURCES[target].split()):
            lines += int(cells[7])
            missed += int(cells[8])
    share = 100 * (lines - missed) / max(lines, 1)
    print(f"{target:9} {lines - missed:>6} of {lines:>6} lines "
          f"({share:.1f} %)  of {SOURCES[target]}", flush=True)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--reach", action="store_true")
    parser.add_argument("--replay", action="store_true")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    targets = options.targets or sorted(seeds.TARGETS)
    if options.replay:
        folder = build(os.environ.get("CONFIG", "asan"))
        results = [replay(folder / t, t) for t in targets]
    elif options.coverage:
        folder = build("coverage")
        results = [covered(folder / t, t) for t in targets]
    elif options.reach:
        results = [reach(targets, options.seconds)]
    else:
        folder = build("fuzz")
        results = [search(folder / t, t, options.seconds)[0] for t in targets]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
