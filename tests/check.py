#!/usr/bin/env python3
"""make check: every test there is, and one line that counts them.

Each step's output is shown when something in it failed (all of it with
VERBOSE=1). The last line is "N passed, M failed".
"""
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]

# What counts as one test, in the words of each kind of test program.
PASSED = re.compile(
    r"^\[       OK \]"           # cmocka
    r"|\.\.\. (?:\[.*\] )?ok$"   # Python's unittest
    r"|^ok \d+"                  # TAP
    r"|^PASS:", re.M)
FAILED = re.compile(
    r"^\[  FAILED  \] [^\d\s]+$|\.\.\. (?:\[.*\] )?(?:FAIL|ERROR)$"
    r"|^not ok \d+|^FAIL:(?! test_)", re.M)


class Step:
    def __init__(self, title, command, **environment):
        self.title = title
        self.command = command
        self.environment = {k: str(v) for k, v in environment.items()}

    def run(self):
        """(passed, failed); a step without tests is one test itself."""
        start = time.monotonic()
        done = subprocess.run(
            self.command, cwd=ROOT, env={**os.environ, **self.environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        output = done.stdout.decode(errors="replace")
        passed = len(PASSED.findall(output))
        failed = len(set(FAILED.findall(output)))  # named twice each
        if done.returncode != 0 and failed == 0:
            failed = 1
        if done.returncode == 0 and passed == 0:
            passed = 1
        if failed or done.returncode or os.environ.get("VERBOSE"):
            print(output)
        print(f"{'ok  ' if not failed else 'FAIL'} {self.title}: "
              f"{passed} passed, {failed} failed "
              f"({time.monotonic() - start:.0f} s)", flush=True)
        return passed, failed


def make(*words):
    return ["make", "-s", f"-j{os.cpu_count() or 2}", *words]


def steps():
    asan = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1",
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}
    yield Step("build", make("all", "WERROR=-Werror"))
    yield Step("build with sanitizers",
               make("all", "CONFIG=asan", "WERROR=-Werror"))
    yield Step("unit tests", make("unit", "WERROR=-Werror"))
    yield Step("unit tests with sanitizers",
               make("unit", "CONFIG=asan", "WERROR=-Werror"), **asan)
    yield Step("lint of the shipped rules",
               ["build/release/comity", "lint", "rules/comity.conf"])
    for script in sorted((ROOT / "tests").glob("*/run.sh")):
        yield Step(f"{script.parent.name} tests", [str(script)])
    yield Step("demo", [sys.executable, "-B", "tests/demo/run.py"])
    for config in ("release", "asan"):
        for test in sorted((ROOT / "tests/integration").glob("test_*.py")):
            title = test.stem.removeprefix("test_")
            yield Step(f"integration, {title}, {config}",
                       [sys.executable, "-B", str(test), "-v"],
                       CONFIG=config, **(asan if config == "asan" else {}))


def main():
    start = time.monotonic()
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    results = [step.run() for step in steps() if only in step.title]
    passed = sum(p for p, _ in results)
    failed = sum(f for _, f in results)
    print(f"{time.monotonic() - start:.0f} seconds in all")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
