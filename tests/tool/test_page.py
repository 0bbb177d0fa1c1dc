#!/usr/bin/env python3
"""`comity report`, and the page of charts that it shares with `replay`."""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import pages  # noqa: E402
from tests.tools.pages import Reader  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMITY = os.environ.get(
    "COMITY", ROOT / "build" / os.environ.get("CONFIG", "release") / "comity")
GOLDEN = ROOT / "tests" / "golden"
CONFIG = ["--config", str(GOLDEN / "golden.conf")]
MESSAGES = GOLDEN / "messages"

HOSTILE = "<script>alert('1')</script>&amp;\"<b>]]>--!><!--\u202e\x1b[2J\x00"


def line(**fields):
    whole = {
        "time": "2026-08-12T09:00:00Z", "queue_id": "4X1", "council": "t",
        "protocol": "golden", "correspondence": True,
        "directions": ["officer-to-member"], "identity": "verified",
        "flags": [], "shadow": [], "rules": [], "clauses": [],
        "severity": None, "action": "tag", "copied_later": False,
        "unread": [], "forged_removed": 0, "microseconds": 400,
        "rule_set": "3f9a1c20"}
    whole.update(fields)
    return json.dumps(whole)


def political(**fields):
    return line(flags=["political-wording"], rules=["vote-appeal"],
                clauses=["3.1(a)", "3.1(e)"], severity="notice", **fields)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_comity(self, *words, stdin=None, zone="UTC"):
        return subprocess.run(
            [str(COMITY), *map(str, words)], input=stdin, check=False,
            capture_output=True, env={**os.environ, "TZ": zone})

    def good(self, *words, **more):
        done = self.run_comity(*words, **more)
        self.assertEqual(done.stderr.decode(), "")
        self.assertEqual(done.returncode, 0)
        return done.stdout.decode()

    def bad(self, *words, **more):
        done = self.run_comity(*words, **more)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr.decode()

    def log(self, *lines, name="audit.log"):
        path = self.folder / name
        path.write_text("".join(text + "\n" for text in lines))
        return path

    def page(self, *words, **more):
        """The page that this command writes, which must be in order."""
        page = self.good(*words, "--html", "-", **more)
        self.assertEqual(pages.faults(page), [])
        return Reader(page)


class Report(Case):
    def counts(self, text):
        return {name: int(count) for name, count in
                re.findall(r"^  (\S.*?) {2,}(\d+)\b", text, re.M)}

    def test_text(self):
        text = self.good("report", *CONFIG, self.log(
            line(), political(), political(unread=["size"]),
            line(correspondence=False, protocol=None)))
        found = self.counts(text)
        self.assertTrue(text.startswith(
            "Mail between members and officers, 12 August 2026\n"))
        self.assertEqual(found["messages"], 4)
        self.assertEqual(found["between members and officers"], 3)
        self.assertEqual(found["with a flag"], 2)
        self.assertEqual(found["not wholly read"], 1)
        self.assertEqual(found["10 Aug 2026"], 2)  # its Monday
        self.assertEqual(found["political-wording"], 2)
        self.assertEqual(found["3.1(e)"], 2)
        self.assertEqual(found["vote-appeal"], 2)
        self.assertEqual(found["Officer to member"], 2)
        silent = text.partition("Rules that never spoke\n")[2]
        self.assertIn("hidden-copy", silent)
        self.assertNotIn("vote-appeal", silent)

    def test_json(self):
        log = self.log(political(author="x@y.example"), line(),
                       political(time="2026-08-17T10:00:00Z"))
        found = json.loads(self.good("report", *CONFIG, "--json", log))
        self.assertEqual((found["messages"], found["correspondence"],
                          found["flagged"]), (3, 3, 2))
        self.assertEqual(found["periods"], [
            {"by": "week", "begin": "2026-08-10", "messages": 2,
             "flagged": 1},
            {"by": "week", "begin": "2026-08-17", "messages": 1,
             "flagged": 1}])
        self.assertEqual(found["clauses"]["golden 3.1(a)"],
                         {"messages": 2, "flagged": 2})
        self.assertEqual(found["directions"]["officer-to-member"],
                         {"messages": 3, "flagged": 2})
        self.assertIn("hidden-copy", found["silent"])
        self.assertNotIn("authors", found)
        found = json.loads(self.good("report", *CONFIG, "--json", "--names",
                                     log))
        self.assertEqual(found["authors"],
                         {"x@y.example": {"messages": 1, "flagged": 1}})

    def test_days(self):
        log = self.log(*(political(time=f"2026-{day}T10:00:00Z") for day in (
            "06-30", "07-01", "07-31", "09-30", "10-01")))
        for words, count in (
                ([], 5), (["--from", "2026-07-01"], 4),
                (["--until=2026-09-30"], 4),
                (["--from", "2026-07-01", "--until", "2026-09-30"], 3),
                (["--from", "2026-07-31", "--until", "2026-07-31"], 1),
                (["--from", "2027-01-01"], 0)):
            text = self.good("report", *CONFIG, *words, log)
            self.assertEqual(self.counts(text)["messages"], count, words)
        for words, says in (
                (["--from", "July"], '--from wants a date'),
                (["--until", "2026-02-30"], '--until wants a date'),
                (["--from", "1066-10-14"], '--from wants a date'),
                (["--from", "2026-07-02", "--until", "2026-07-01"],
                 "--until is before --from")):
            self.assertIn(says, self.bad("report", *CONFIG, *words, log))

    def test_days_are_local(self):
        """Half past midnight of British Summer Time is no longer June."""
        log = self.log(political(time="2026-06-30T23:30:00Z"))
        words = ["report", *CONFIG, "--from", "2026-07-01", log]
        self.assertEqual(self.counts(self.good(*words))["messages"], 0)
        self.assertEqual(self.counts(self.good(
            *words, zone="Europe/London"))["messages"], 1)

    def test_one_council_of_several(self):
        log = self.log(political(council="thornbeck"), line(council="hexham"),
                       political(council=None), political(council="hexham"))
        text = self.good("report", *CONFIG, "--council", "hexham", log)
        self.assertEqual(self.counts(text)["messages"], 2)
        self.assertNotIn("thornbeck", text)
        page = self.page("report", *CONFIG, "--council", "hexham", log)
        self.assertIn("Council: hexham", page.text())
        page = self.page("report", *CONFIG, log)
        self.assertEqual(page.section("councils"),
                         {"hexham": [1, 2], "thornbeck": [1, 1]})

    def test_several_logs_and_standard_input(self):
        one = self.log(political(), name="one")
        two = self.log(line(), name="two")
        text = self.good("report", *CONFIG, one, "-", two,
                         stdin=political().encode())  # without its newline
        self.assertEqual(self.counts(text)["messages"], 3)
        done = self.run_comity("report", *CONFIG, one, self.folder / "none",
                               two)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"none: No such file", done.stderr)
        self.assertEqual(self.counts(done.stdout.decode())["messages"], 2)
        self.assertIn("Is a directory", self.bad(
            "report", *CONFIG, self.folder))

    def test_syslog(self):
        text = self.good("report", *CONFIG, self.log(
            "Aug 12 09:00:00 relay comity-milter[12]: " + political()))
        self.assertEqual(self.counts(text)["political-wording"], 1)

    def test_broken_lines(self):
        broken = ["", "rules 3f9a1c20 in force", political()[:-20], "{}",
                  "[]", line(time="yesterday"), line(time=None),
                  line(time="0026-08-12T09:00:00Z"),
                  line(flags="x"), line(flags=[1]), line(rules=[["x"]]),
                  line(correspondence=None), line(author=7),
                  political() + political(), "{" * 5000, "\x00\xff{\x00}"]
        log = self.log(political(), *broken, political())
        done = self.run_comity("report", *CONFIG, log)
        self.assertEqual(done.returncode, 0)
        found = self.counts(done.stdout.decode())
        self.assertEqual(found["messages"], 2)
        said = done.stderr.decode().splitlines()
        for number in range(2, 12):
            self.assertIn(f"audit.log:{number}: ", said[number - 2])
        self.assertEqual(len(said), 11)
        self.assertIn(f"{len(broken)} such lines", said[10])
        page = self.run_comity("report", *CONFIG, "--html", "-", log)
        self.assertIn(f"{len(broken)} lines could not be read".encode(),
                      page.stdout)

    def test_any_damage(self):
        """Each line counts or is broken, whatever is done to it."""
        chance = random.Random(8)
        lines = []
        for _ in range(3000):
            text = bytearray(political().encode())
            for _ in range(chance.choice((0, 1, 1, 3))):
                at = chance.randrange(len(text))
                if chance.random() < .5:
                    del text[at:at + chance.randrange(1, 40)]
                else:
                    text[at] = chance.randrange(256)
                text = text or bytearray(b"x")
            lines.append(bytes(text).replace(b"\n", b"N"))
        done = self.run_comity("report", *CONFIG, "-",
                               stdin=b"\n".join(lines))
        self.assertEqual(done.returncode, 0)
        broken = int(re.findall(r"(\d+) such lines",
                                done.stderr.decode())[-1])
        found = self.counts(done.stdout.decode(errors="replace"))
        self.assertGreater(broken, 500)
        self.assertEqual(found["messages"] + broken, len(lines))

    def test_names_only_on_request(self):
        log = self.log(political(author="l.fenn@thornbeck.example"),
                       line(author="l.fenn@thornbeck.example"))
        text = self.good("report", *CONFIG, log)
        self.assertNotIn("fenn", text)
        self.assertNotIn("fenn", self.page("report", *CONFIG, log).page)
        text = self.good("report", *CONFIG, "--names", log)
        self.assertEqual(self.counts(text)["l.fenn@thornbeck.example"], 1)
        page = self.page("report", *CONFIG, "--names", log)
        self.assertEqual(page.section("authors"),
                         {"l.fenn@thornbeck.example": [1, 2]})
        self.assertIn("This page names people", page.text())

    def test_names_that_are_not_there(self):
        done = self.run_comity("report", *CONFIG, "--names",
                               self.log(political()))
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"audit-author", done.stderr)
        self.assertIn(b"names nobody", done.stdout)

    def test_nothing(self):
        text = self.good("report", *CONFIG, self.log())
        self.assertIn("no day with such mail", text)
        page = self.page("report", *CONFIG, self.log())
        self.assertIn("There was no mail between members and officers",
                      page.text())


class Page(Case):
    def test_numbers(self):
        page = self.page("report", *CONFIG, self.log(
            political(time="2026-07-06T10:00:00Z"),
            political(time="2026-07-19T10:00:00Z", shadow=["discourtesy"]),
            line(time="2026-07-20T10:00:00Z", unread=["encrypted"],
                 directions=["member-to-officer", "officer-to-member"])))
        self.assertEqual(page.section("flags"), {"political-wording": [2]})
        self.assertEqual(page.section("clauses"),
                         {"3.1(a)": [2], "3.1(e)": [2]})
        self.assertEqual(page.section("directions"), {
            "Officer to member": [2, 3], "Member to officer": [0, 1]})
        self.assertEqual(page.section("rules"), {"vote-appeal": [2]})
        self.assertEqual(page.section("trial"), {"discourtesy": [1]})
        self.assertEqual(page.section("actions"), {"tag": [2]})
        self.assertEqual(page.section("unread"), {"encrypted": [1]})
        self.assertEqual(page.section("tables"), {
            "6 Jul 2026": [1, 1], "13 Jul 2026": [1, 1],
            "20 Jul 2026": [1, 0], "political-wording": [1, 1, 0]})
        self.assertIn("hidden-copy", page.names("silent"))
        self.assertNotIn("vote-appeal", page.names("silent"))
        self.assertIn("6 July 2026 to 20 July 2026", page.text())
        # What the flags and clauses are about comes from the rules.
        self.assertIn("takes no side between parties", page.text())

    def test_weeks_months_years(self):
        for last, grain, count in (
                ("2026-01-05", "week", 1), ("2028-04-10", "week", 119),
                ("2028-04-23", "week", 120), ("2028-04-24", "month", 28),
                ("2035-12-31", "month", 120), ("2036-01-01", "year", 11),
                ("2099-12-31", "year", 74)):
            page = self.page("report", *CONFIG, "--from", "2026-01-05",
                             "--until", last, self.log(political(
                                 time="2026-01-05T10:00:00Z")))
            self.assertIn(f"officers by {grain}", page.text())
            rows = page.section("tables")
            self.assertEqual(len(rows), count + 1, last)  # and one flag

    def test_every_day_counts_once(self):
        """Whatever the grain: no day falls between two periods."""
        days = [f"{year}-{month:02}-{day:02}" for year in (2027, 2028)
                for month in range(1, 13) for day in (1, 15, 28)]
        days += ["2028-02-29", "2027-12-31", "2028-12-31"]
        log = self.log(*(political(time=f"{day}T12:00:00Z") for day in days))
        for more in ([], ["--from", "2024-01-01"], ["--until", "2040-01-01"]):
            rows = self.page("report", *CONFIG, *more, log).section("tables")
            rows.pop("political-wording")
            self.assertEqual(sum(n[0] for n in rows.values()), len(days))

    def test_nothing_from_a_log_becomes_a_mark(self):
        names = {key: HOSTILE + key for key in (
            "council", "protocol", "action", "author", "rule_set",
            "severity", "identity", "queue_id")}
        lists = {key: [HOSTILE + key] for key in (
            "flags", "shadow", "rules", "clauses", "directions", "unread")}
        names = {k: v.replace("\x00", "") for k, v in names.items()}
        lists = {k: [v[0].replace("\x00", "")] for k, v in lists.items()}
        page = self.page("report", *CONFIG, "--names",
                         self.log(line(**names, **lists),
                                  line(council="other", protocol="p2")))
        shown = "<script>alert('1')</script>&amp;\"<b>]]>--!><!--??[2J"
        for key in ("council", "author", "rule_set", "flags", "shadow",
                    "rules", "clauses", "unread"):
            self.assertIn(shown + key, page.text(), key)

    def test_nothing_from_a_file_becomes_a_mark(self):
        name = "<img src=x onerror=alert(1)>\u202e\n&'\".eml"
        shutil.copy(MESSAGES / "political.eml", self.folder / name)
        page = self.page("replay", *CONFIG, self.folder)
        self.assertIn("<img src=x onerror=alert(1)>??&'\".eml", page.text())

    def test_rules_of_other_protocols_are_not_silent(self):
        config = self.folder / "two.conf"
        shutil.copy(GOLDEN / "roster.csv", self.folder)
        config.write_text(
            (GOLDEN / "golden.conf").read_text() +
            'flag elsewhere {\n severity info\n threshold 5\n warning "W."\n'
            '}\nrule elsewhere-only {\n flag elsewhere\n 5 "zebra"\n}\n'
            'protocol other {\n title "O"\n clause "1" "C" flags elsewhere\n'
            '}\n')
        log = self.log(political())
        self.assertNotIn("elsewhere-only", self.page(
            "report", "--config", config, log).names("silent"))
        log = self.log(political(), line(protocol="other"))
        self.assertIn("elsewhere-only", self.page(
            "report", "--config", config, log).names("silent"))

    def test_page_finder_finds(self):
        """The checks of these tests see what they are there for."""
        page = self.page("report", *CONFIG, self.log(political())).page
        for old, new in (
                ("</h1>", "</h1><script>x</script>"),
                ("<p>", "<p onclick='x'>"), ("#main", "https://x.example/"),
                ("<h2", "<h4"), ('scope="row"', 'title="x"'),
                ("--ink:#1f2730", "--ink:#aaaaaa"), ("</td>", "</td><td/>"),
                ('aria-hidden="true"', 'aria-hidden="false"')):
            self.assertIn(old, page)
            worse = page.replace(old, new, 1)
            if old == "<h2":
                worse = worse.replace("</h2>", "</h4>", 1)
            self.assertNotEqual(pages.faults(worse), [], old)


class Replay(Case):
    def test_same_numbers_as_json(self):
        found = json.loads(self.good("replay", *CONFIG, "--json", MESSAGES))
        page = self.page("replay", *CONFIG, MESSAGES)
        flags = {f["flag"]: [f["count"]] for f in found["flags"]
                 if f["count"]}
        self.assertEqual(page.section("flags"), flags)
        rules = {rule: [count] for f in found["flags"]
                 for rule, count in f["rules"].items() if count}
        self.assertEqual(page.section("rules"), rules)
        silent = [rule for f in found["flags"]
                  for rule, count in f["rules"].items() if not count]
        self.assertEqual(sorted(page.names("silent")), sorted(silent))
        weeks = page.section("tables")
        self.assertEqual(weeks["16 Nov 2026"],
                         [found["correspondence"], found["flagged"]])

    def test_examples(self):
        page = self.page("replay", *CONFIG, MESSAGES)
        for flag in json.loads(self.good(
                "replay", *CONFIG, "--json", MESSAGES))["flags"]:
            for name in flag["messages"][:3]:
                self.assertIn(name, page.names("flags"))

    def test_page_and_other_output(self):
        path = self.folder / "p.html"
        self.assertEqual(
            self.good("replay", *CONFIG, "--html", path, MESSAGES), "")
        found = self.good("replay", *CONFIG, "--html", path, "--json",
                          MESSAGES)
        self.assertGreater(json.loads(found)["messages"], 5)
        self.assertEqual(pages.faults(path.read_text()), [])
        self.assertIn("do not go together", self.bad(
            "replay", *CONFIG, "--html", path, "--against",
            GOLDEN / "golden.conf", MESSAGES))

    def test_message_without_a_date(self):
        text = (MESSAGES / "political.eml").read_text()
        path = self.folder / "m.eml"
        for date, undated in (("", True), ("Date: yesterday\n", True),
                              ("Date: 1 Jan 1904 00:00 +0000\n", True),
                              ("Date: 1 Jan 2004 00:00 +0000\n", False)):
            path.write_text(re.sub(r"^Date: .*\n", date, text, flags=re.M))
            page = self.page("replay", *CONFIG, path)
            self.assertEqual("without a usable date" in page.text(), undated)
            self.assertEqual(page.section("flags"),
                             {"political-wording": [1]})


class Writing(Case):
    """The page takes its place in one step."""

    def setUp(self):
        super().setUp()
        self.source = self.log(political())
        self.path = self.folder / "page.html"

    def write(self, path):
        return self.run_comity("report", *CONFIG, "--html", path, self.source)

    def names(self):
        return sorted(p.name for p in self.folder.iterdir())

    def test_new_file(self):
        old = os.umask(0o027)
        try:
            self.assertEqual(self.write(self.path).returncode, 0)
        finally:
            os.umask(old)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o640)
        self.assertEqual(self.names(), ["audit.log", "page.html"])
        self.assertEqual(pages.faults(self.path.read_text()), [])

    def test_old_file_hands_on_its_mode(self):
        self.path.write_text("old")
        self.path.chmod(0o604)
        link = self.folder / "link.html"
        link.symlink_to(self.path)
        self.assertEqual(self.write(link).returncode, 0)
        self.assertTrue(link.is_symlink())
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o604)
        self.assertEqual(pages.faults(self.path.read_text()), [])

    def test_reader_of_the_old_file_keeps_it(self):
        self.path.write_text("old")
        with open(self.path, encoding="utf-8") as reader:
            self.write(self.path)
            self.assertEqual(reader.read(), "old")

    def test_no_room(self):
        done = self.write(self.folder / "nowhere" / "page.html")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No such file", done.stderr)

    def test_devices_stay(self):
        done = self.write("/dev/full")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No space left", done.stderr)
        self.assertEqual(self.write("/dev/null").returncode, 0)
        for name in ("/dev/full", "/dev/null"):
            self.assertTrue(pathlib.Path(name).is_char_device())


if __name__ == "__main__":
    unittest.main()
