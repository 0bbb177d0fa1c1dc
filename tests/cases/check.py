#!/usr/bin/env python3
"""Does tests/CASES.md answer every case, with tests that there are?"""
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
CASES = 127


def exists(name):
    """`unit/test_x.c:test_y` or `fuzz/NAME`"""
    file, _, test = name.partition(":")
    if file.startswith("fuzz/"):
        return (TESTS / f"fuzz/fuzz_{file[5:]}.c").is_file()
    path = TESTS / file
    return path.is_file() and re.search(
        rf"\b(?:cmocka_unit_test\w*|TEST|def)\b\W+{re.escape(test)}\b",
        path.read_text()) is not None


def main():
    wrong = []
    numbers = []
    for line in (TESTS / "CASES.md").read_text().splitlines():
        row = re.fullmatch(r"\| (\d+) \| (.+) \| (.+) \|", line)
        if not row:
            continue
        numbers.append(int(row.group(1)))
        names = re.findall(r"`((?:unit|integration|tool|fuzz)/[^`]+)`",
                           row.group(3))
        wrong += [f"case {row.group(1)}: no {name}" for name in names
                  if not exists(name)]
    if numbers != list(range(1, CASES + 1)):
        wrong.append(f"cases are {numbers}")
    for text in wrong:
        print(text)
    print(f"{'FAIL' if wrong else 'PASS'}: {len(numbers)} cases answered")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
