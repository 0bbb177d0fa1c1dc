#!/usr/bin/env python3
"""The rule files of rules/examples/, each with messages.

cases.tsv has a message a line, in columns parted by tabs:

  rules     the file of rules/examples/, without ".rules"
  message   the file of messages/, without ".eml"
  hidden    recipients of the envelope who stand in neither To nor Cc, or "-"
  date      what the message's Date is to be instead, or "-"
  flags     exactly those that are raised, or "-"
  rules     exactly those that gave points to them, or "-"
  headers   "=": what `comity scan` prints is headers/RULES.MESSAGE, but for
            the digest; "none": the message gets no field; "-": not looked at

Where NAME.conf stands beside this file it is the configuration for NAME,
otherwise the rule file alone is. UPDATE=1 writes headers/ anew.
"""
import collections
import csv
import difflib
import email
import email.policy
import email.utils
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RULES = ROOT / "rules" / "examples"
COMITY = os.environ.get(
    "COMITY", ROOT / "build" / os.environ.get("CONFIG", "release") / "comity")

Case = collections.namedtuple(
    "Case", "rules message hidden date flags speaking headers")


def comity(*words, stdin=None):
    return subprocess.run([str(COMITY), *map(str, words)], input=stdin,
                          capture_output=True, cwd=ROOT, check=False)


def set_of(cell):
    return set() if cell == "-" else set(cell.split(","))


def configuration(name):
    own = HERE / f"{name}.conf"
    if own.exists():
        return ["--config", own]
    return ["--config", RULES / f"{name}.rules",
            "--roster", HERE / "roster.csv"]


def message_of(case):
    data = (HERE / "messages" / f"{case.message}.eml").read_bytes()
    if case.date == "-":
        return data
    return re.sub(rb"(?m)^Date: .*$", b"Date: " + case.date.encode(), data)


def envelope(case, data):
    if case.hidden == "-":
        return []
    message = email.message_from_bytes(data)
    shown = email.utils.getaddresses(
        message.get_all("To", []) + message.get_all("Cc", []))
    words = []
    for address in [a for _, a in shown] + case.hidden.split(","):
        words += ["--rcpt", address]
    return words


def scan(case, *options):
    data = message_of(case)
    done = comity("scan", *configuration(case.rules), *envelope(case, data),
                  *options, "-", stdin=data)
    output = done.stdout.decode()
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"status {done.returncode}\n{output}"
                             f"{done.stderr.decode()}")
    return output


def difference(wanted, got):
    return "".join(difflib.unified_diff(
        wanted.splitlines(True), got.splitlines(True), "wanted", "got"))


def check_headers(case):
    path = HERE / "headers" / f"{case.rules}.{case.message}"
    got = re.sub(r"rules=[0-9a-f]{8}", "rules=DIGEST", scan(case))
    if os.environ.get("UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(got)
    return difference(path.read_text(), got)


def check_case(case):
    found = json.loads(scan(case, "--json"))
    flags = {f["flag"] for f in found["findings"]}
    speaking = {r for f in found["findings"] for r in f["rules"]}
    if flags != set_of(case.flags) or speaking != set_of(case.speaking):
        return f"raised {flags or '-'} by {speaking or '-'}"
    if case.headers == "none" and found["headers"]:
        return f"it gets {found['headers']}"
    if case.headers == "=":
        return check_headers(case)
    return ""


def check_lint(name):
    done = comity("lint", RULES / f"{name}.rules")
    output = (done.stdout + done.stderr).decode()
    return "" if output == "no errors, no warnings\n" else output


def check_together():
    """All in one configuration: no name stands in two files."""
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "all.conf"
        config.write_text(f'include "{RULES}/*.rules"\n')
        done = comity("lint", config)
    output = (done.stdout + done.stderr).decode()
    return "" if output == "no errors, no warnings\n" else output


def check_shown(name, cases):
    """Each rule speaks in one message at least, and one raises nothing."""
    text = (RULES / f"{name}.rules").read_text()
    rules = set(re.findall(r"(?m)^rule ([\w-]+)", text))
    spoken = set().union(*(set_of(c.speaking) for c in cases)) \
        if cases else set()
    silent = rules - spoken
    if silent:
        return f"no message for {', '.join(sorted(silent))}"
    if all(c.flags != "-" for c in cases):
        return "no message that raises nothing"
    return ""


def check_wording(name, cases):
    """Under this protocol nobody reads the word "member"."""
    texts = []
    for case in cases:
        if case.rules == name:
            texts += [f["warning"] for f in
                      json.loads(scan(case, "--json"))["findings"]]
            texts += [line for line in scan(case).splitlines()
                      if line.startswith("rejected: ")]
    if not texts:
        return "nothing is said"
    return "\n".join(t for t in texts if re.search(r"(?i)\bmembers?\b", t))


def checks(cases):
    names = sorted(path.stem for path in RULES.glob("*.rules"))
    for name in names:
        yield f"{name}: lint", lambda n=name: check_lint(n)
        own = [case for case in cases if case.rules == name]
        yield f"{name}: shown", lambda n=name, o=own: check_shown(n, o)
    yield "all together: lint", check_together
    for case in cases:
        title = f"{case.rules}: {case.message}"
        for more in (case.hidden, case.date):
            title += f", {more}" if more != "-" else ""
        yield title, lambda c=case: check_case(c)
    yield "says-councillor: no word of members", \
        lambda: check_wording("says-councillor", cases)
    unused = {p.stem for p in (HERE / "messages").glob("*.eml")} - \
        {case.message for case in cases}
    yield "every message has a case", lambda: ", ".join(sorted(unused))


def main():
    with open(HERE / "cases.tsv", encoding="utf-8", newline="") as table:
        rows = csv.reader((line for line in table
                           if line.strip() and not line.startswith("#")),
                          delimiter="\t", quoting=csv.QUOTE_NONE)
        cases = [Case(*row) for row in rows]
    failed = count = 0
    for title, check in checks(cases):
        count += 1
        try:
            trouble = check()
        except (AssertionError, OSError, ValueError) as error:
            trouble = str(error) or repr(error)
        print(f"{'not ok' if trouble else 'ok'} {count} {title}")
        if trouble:
            failed += 1
            print("\n".join("#   " + t for t in trouble.splitlines()))
    print(f"1..{count}")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
