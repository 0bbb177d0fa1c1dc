#!/usr/bin/env python3
"""The program `comity` as an administrator calls it."""
import fcntl
import json
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import tempfile
import termios
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMITY = os.environ.get(
    "COMITY", ROOT / "build" / os.environ.get("CONFIG", "release") / "comity")
GOLDEN = ROOT / "tests" / "golden"
CONFIG = ["--config", str(GOLDEN / "golden.conf")]
MESSAGES = GOLDEN / "messages"


def comity(*words, stdin=None):
    return subprocess.run([str(COMITY), *map(str, words)], input=stdin,
                          capture_output=True, check=False)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def good(self, *words, stdin=None):
        done = comity(*words, stdin=stdin)
        self.assertEqual(done.stderr.decode(), "")
        self.assertEqual(done.returncode, 0)
        return done.stdout.decode()

    def bad(self, *words):
        done = comity(*words)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr.decode()

    def objects(self, *words, stdin=None):
        return [json.loads(line) for line in
                self.good(*words, stdin=stdin).splitlines()]


class CommandLine(Case):
    def test_help(self):
        for words in (["help"], ["--help"], ["-h"]):
            text = self.good(*words)
            for name in ("lint", "scan", "test", "learn", "coverage", "replay",
                         "report", "fmt", "roster", "init"):
                self.assertIn(f"  {name} ", text)

    def test_help_of_a_command(self):
        for words in (["help", "scan"], ["scan", "--help"], ["scan", "-h"]):
            text = self.good(*words)
            self.assertTrue(text.startswith("Usage: comity scan "))
            for option in ("--config", "--protocol", "--roster", "--from",
                           "--rcpt", "--json", "--explain"):
                self.assertIn(option, text)
            self.assertNotIn("--against", text)

    def test_lines_fit_a_terminal(self):
        for words in (["help"], *(["help", name] for name in
                                  ("lint", "scan", "test", "learn", "coverage",
                                   "replay", "report", "fmt", "roster",
                                   "init"))):
            for line in self.good(*words).splitlines():
                self.assertLess(len(line), 80, line)

    def test_version(self):
        self.assertRegex(self.good("--version"), r"^comity \d+\.\d+\.\d+\n$")

    def test_nothing(self):
        self.assertIn("Usage:", self.bad())

    def test_nearest_command(self):
        self.assertIn('did you mean "scan"?', self.bad("scna"))
        self.assertNotIn("did you mean", self.bad("zzzzzzzz"))

    def test_nearest_option(self):
        self.assertIn('did you mean "--explain"?',
                      self.bad("scan", "--explian", "x"))
        self.assertIn('no option "-z"', self.bad("scan", "-z", "x"))
        # An option of another command is none of this one.
        self.assertIn('no option "--against"',
                      self.bad("scan", "--against", "x", "x"))

    def test_values(self):
        self.assertIn("needs a value", self.bad("scan", "--from"))
        self.assertIn("takes no value", self.bad("scan", "--json=1", "x"))
        self.assertIn("given twice",
                      self.bad("scan", "--from=a", "--from", "b", "x"))
        self.assertIn("something is missing", self.bad("scan"))
        self.assertIn("too much", self.bad("lint", "a", "b"))

    def test_double_dash(self):
        self.assertIn("--json", self.bad("scan", *CONFIG, "--", "--json"))


class Scan(Case):
    def test_keys(self):
        found, = self.objects("scan", *CONFIG, "--json",
                              MESSAGES / "political.eml")
        self.assertEqual(
            list(found),
            ["file", "protocol", "correspondence", "directions", "identity",
             "findings", "respond_by", "unread", "headers", "action"])
        finding, = found["findings"]
        self.assertEqual(
            list(finding),
            ["flag", "clauses", "severity", "points", "rules", "warning"])
        self.assertEqual(finding["clauses"], ["3.1(a)", "3.1(e)"])
        self.assertEqual(found["identity"], "verified")
        self.assertEqual(found["directions"], ["officer-to-member"])
        self.assertEqual(found["headers"][0][0], "X-Council-Protocol")

    def test_several_files_and_standard_input(self):
        message = (MESSAGES / "political.eml").read_bytes()
        found = self.objects("scan", *CONFIG, "--json", "-",
                             MESSAGES / "enquiry.eml", stdin=message)
        self.assertEqual([f["file"] for f in found],
                         ["-", str(MESSAGES / "enquiry.eml")])
        self.assertEqual(found[0]["findings"][0]["flag"], "political-wording")
        self.assertEqual(found[1]["respond_by"], "2026-11-24")

    def test_crlf_and_mbox_line(self):
        message = (MESSAGES / "political.eml").read_bytes()
        message = b"From x Tue Nov 17 10:00:00 2026\n" + message
        plain, = self.objects("scan", *CONFIG, "--json", "-", stdin=message)
        crlf, = self.objects("scan", *CONFIG, "--json", "-",
                             stdin=message.replace(b"\n", b"\r\n"))
        self.assertEqual(plain, crlf)
        self.assertEqual(len(plain["findings"]), 1)

    def test_what_cannot_be_read(self):
        done = comity("scan", *CONFIG, "--json", self.folder / "none.eml",
                      MESSAGES / "political.eml")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"none.eml: No such file", done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertIn("Is a directory",
                      self.bad("scan", *CONFIG, self.folder))
        self.assertIn("nowhere.conf",
                      self.bad("scan", "--config", "nowhere.conf",
                               MESSAGES / "political.eml"))

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [str(COMITY), "scan", *CONFIG,
                 str(MESSAGES / "political.eml")],
                stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot write", done.stderr)

    def test_hidden_address_is_never_printed(self):
        words = ["scan", *CONFIG, "--rcpt", "cllr.j.marsh@thornbeck.example",
                 "--rcpt", "p.ashworth@thornbeck.example",
                 MESSAGES / "hidden-copy.eml"]
        for form in ([], ["--json"], ["--explain"]):
            text = self.good(*words, *form)
            self.assertIn("copy-notice", text)
            self.assertNotIn("ashworth", text.lower())

    def test_explain(self):
        text = self.good("scan", *CONFIG, "--explain",
                         MESSAGES / "political.eml")
        for words in ("Lorraine Fenn <l.fenn@thornbeck.example> (officer, "
                      "Director of Housing)", "Cllr Jane Marsh",
                      "officer-to-member", "political-wording is raised",
                      "rule vote-appeal", "\"vote Labour\"",
                      "would have kept it away", "golden.conf:"):
            self.assertIn(words, text)

    def test_roster_folder_is_chosen_by_author(self):
        (self.folder / "a.csv").write_text(
            "address,role,name,title,party,posts,expands\n"
            "x@other.example,officer,X,,,,\n@other.example,officer,,,,,\n")
        shutil.copy(GOLDEN / "roster.csv", self.folder / "b.csv")
        found, = self.objects("scan", *CONFIG, "--roster", self.folder,
                              "--json", MESSAGES / "political.eml")
        self.assertEqual(len(found["findings"]), 1)
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.assertIn("no CSV file", self.bad(
            "scan", *CONFIG, "--roster", self.folder,
            MESSAGES / "political.eml"))


class Lint(Case):
    def test_good(self):
        self.assertIn("no errors", self.good(
            "lint", GOLDEN / "golden.conf"))

    def test_bad(self):
        text = (GOLDEN / "golden.conf").read_text()
        bad = self.folder / "bad.conf"
        shutil.copy(GOLDEN / "roster.csv", self.folder)
        bad.write_text(text.replace("threshold 5", "treshold 5")
                       .replace("(?:for )?", "(?:for ?"))
        done = comity("lint", bad)
        self.assertEqual(done.returncode, 1)
        out = done.stdout.decode()
        self.assertIn("bad.conf:", out)
        self.assertIn("threshold", out)
        self.assertRegex(out, r"\d+ errors")

    def test_failing_example(self):
        text = (GOLDEN / "golden.conf").read_text()
        bad = self.folder / "bad.conf"
        shutil.copy(GOLDEN / "roster.csv", self.folder)
        bad.write_text(text.replace('"Do vote Labour in May"', '"Hello"'))
        done = comity("lint", bad)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"bad.conf:", done.stdout)


class Test(Case):
    def write(self, text):
        path = self.folder / "cases.tsv"
        path.write_text(text)
        for name in ("political.eml", "enquiry.eml"):
            shutil.copy(MESSAGES / name, self.folder)
        return path

    def test_scores(self):
        cases = self.write(
            "# a comment\n"
            "political.eml\tgolden\tl.fenn@thornbeck.example\t"
            "cllr.j.marsh@thornbeck.example\tpolitical-wording\tright\n"
            "enquiry.eml\tgolden\tcllr.j.marsh@thornbeck.example\t"
            "l.fenn@thornbeck.example\tundue-pressure\twrong\n")
        found, = self.objects("test", *CONFIG, "--json", cases)
        self.assertEqual(found["messages"], 2)
        self.assertEqual(found["exact"], 1)
        flags = {flag["flag"]: flag for flag in found["flags"]}
        self.assertEqual(flags["political-wording"]["f1"], 1.0)
        self.assertEqual(flags["undue-pressure"]["recall"], 0.0)
        self.assertIsNone(flags["undue-pressure"]["precision"])
        self.assertEqual(found["overall"]["precision"], 0.5)
        self.assertEqual(
            [(m["file"], m["flag"], m["kind"]) for m in found["misses"]],
            [("enquiry.eml", "response-due", "false"),
             ("enquiry.eml", "undue-pressure", "missed")])
        text = self.good("test", *CONFIG, cases)
        self.assertIn("1 of 2 have exactly", text)
        self.assertIn("missed  undue-pressure  enquiry.eml", text)

    def test_column_names_and_dash(self):
        cases = self.write(
            "file\tprotocol\tfrom\trcpts\tflags\tnote\n"
            "political.eml\t-\t-\t-\tpolitical-wording\n")
        found, = self.objects("test", *CONFIG, "--json", cases)
        self.assertEqual(found["exact"], 1)

    def test_mistakes(self):
        cases = self.write("political.eml\tgolden\n")
        error = self.bad("test", *CONFIG, cases)
        self.assertIn("cases.tsv:1:", error)
        cases = self.write("political.eml\tgolden\t-\t-\tpolitcal\tx\n")
        self.assertIn("politcal", self.bad("test", *CONFIG, cases))
        cases = self.write("gone.eml\tgolden\t-\t-\t-\tx\n")
        self.assertIn("gone.eml", self.bad("test", *CONFIG, cases))
        self.bad("test", *CONFIG)

    def test_sentences(self):
        path = self.folder / "sentences.tsv"
        path.write_text(
            "political-wording\thit\tofficer\tDo vote Labour in May.\n"
            "political-wording\tmiss\tofficer\tThe vote is in May.\n"
            "response-due\thit\tmember\tWhen will it be done?\n"
            "copy-notice\thit\tofficer\tThe figures are below.\n"
            "personal-matter\thit\tofficer\tNothing of the kind.\n")
        found, = self.objects(
            "test", *CONFIG, "--roster", GOLDEN / "roster.csv",
            "--sentences", path, "--json")
        self.assertEqual(found["messages"], 5)
        self.assertEqual(found["exact"], 4)
        self.assertEqual(found["misses"][0]["flag"], "personal-matter")

    def test_sentences_of_nobody(self):
        path = self.folder / "sentences.tsv"
        path.write_text("political-wording\thit\tmember\tVote Labour.\n")
        roster = self.folder / "roster.csv"
        roster.write_text(
            "address,role,name,title,party,posts,expands\n"
            "ann.reed@golden.example,officer,Ann Reed,,,,\n")
        error = self.bad("test", *CONFIG, "--roster", roster,
                         "--sentences", path)
        self.assertIn("sentences.tsv:1:", error)
        self.assertIn("no author on the roster", error)
        self.assertTrue(error.endswith("\n1 error\n"), error)


class Fmt(Case):
    UGLY = ("#  a note\nflag   f {\n  severity warning\n"
            "      threshold 5\nwarning \"W.\" }\n")

    def setUp(self):
        super().setUp()
        self.path = self.folder / "a.rules"
        self.path.write_text(self.UGLY)

    def test_prints(self):
        text = self.good("fmt", self.path)
        self.assertIn("#  a note\n", text)
        self.assertEqual(self.good("fmt", "-", stdin=self.UGLY.encode()), text)
        self.assertEqual(self.good("fmt", "-", stdin=text.encode()), text)
        self.assertEqual(self.path.read_text(), self.UGLY)

    def test_write_keeps_mode_and_link(self):
        text = self.good("fmt", self.path)
        link = self.folder / "link.rules"
        link.symlink_to(self.path)
        self.path.chmod(0o640)
        self.assertEqual(self.good("fmt", "-w", link), "")
        self.assertTrue(link.is_symlink())
        self.assertEqual(self.path.read_text(), text)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o640)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["a.rules", "link.rules"])

    def test_check(self):
        done = comity("fmt", "--check", self.path)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.decode(), f"{self.path}\n")
        self.good("fmt", "--write", self.path)
        self.assertEqual(self.good("fmt", "--check", self.path), "")
        self.path.write_bytes(
            self.path.read_bytes().replace(b"\n", b"\r\n"))
        self.assertEqual(comity("fmt", "--check", self.path).returncode, 1)

    def test_what_cannot_be_parsed_stays(self):
        self.path.write_text("flag f {\n  severity (\n")
        self.assertIn("a.rules:1:", self.bad("fmt", "-w", self.path))
        self.assertEqual(self.path.read_text(), "flag f {\n  severity (\n")
        self.bad("fmt", self.folder / "none.rules")


class Coverage(Case):
    def test_text(self):
        text = self.good("coverage", *CONFIG)
        self.assertIn("political-wording: vote-appeal", text)
        self.assertIn("unobservable: no message shows it", text)
        self.assertIn("9 clauses: 8 handled by flags, 1 unobservable", text)

    def test_json(self):
        found, = self.objects("coverage", *CONFIG, "--json", "golden")
        self.assertEqual(found["clauses"][0]["clause"], "4.4")
        self.assertEqual(found["clauses"][0]["flags"],
                         [{"flag": "copy-notice", "rules": ["hidden-copy"]}])

    def test_unknown(self):
        self.assertIn('did you mean "golden"?',
                      self.bad("coverage", *CONFIG, "goldne"))


class Replay(Case):
    def mailboxes(self):
        """The golden messages as folder, mbox and Maildir."""
        names = sorted(MESSAGES.glob("*.eml"))
        mbox = self.folder / "all.mbox"
        maildir = self.folder / "Maildir"
        for part in ("cur", "new", "tmp"):
            (maildir / part).mkdir(parents=True)
        with open(mbox, "wb") as out:
            for i, name in enumerate(names):
                text = name.read_bytes()
                quoted = b"\n".join(
                    b">" + line if line.lstrip(b">").startswith(b"From ")
                    else line for line in text.split(b"\n"))
                out.write(b"From x Tue Nov 17 10:00:00 2026\n" + quoted
                          + b"\n\n")
                part = "cur" if i % 2 else "new"
                shutil.copy(name, maildir / part / f"{i}.x:2,S")
        return len(names), [MESSAGES, mbox, maildir]

    def test_all_kinds_agree(self):
        count, boxes = self.mailboxes()
        results = []
        for box in boxes:
            found, = self.objects("replay", *CONFIG, "--json", box)
            self.assertEqual(found["messages"], count)
            self.assertEqual(found["not_readable"], 0)
            results.append({f["flag"]: (f["count"], f["rules"], f["clauses"])
                            for f in found["flags"]})
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])
        self.assertGreater(results[0]["political-wording"][0], 1)

    def test_text(self):
        text = self.good("replay", *CONFIG, MESSAGES)
        self.assertIn("rule vote-appeal: ", text)
        self.assertIn("clause golden 3.1(a), 3.1(e): ", text)
        self.assertIn("as in ", text)

    def test_against(self):
        other = self.folder / "other.conf"
        shutil.copy(GOLDEN / "roster.csv", self.folder)
        other.write_text((GOLDEN / "golden.conf").read_text().replace(
            '    5     "my grading"', '    2     "my grading"').replace(
            'match "It is about my grading"', ""))
        text = self.good("replay", *CONFIG, "--against", other, MESSAGES)
        self.assertIn("subject-mark.eml: -personal-matter (tag, was subject)",
                      text)
        self.assertNotIn("political.eml", text)
        self.assertEqual(
            self.good("replay", *CONFIG, "--against",
                      GOLDEN / "golden.conf", MESSAGES).splitlines()[0][:2],
            "0 ")

    def test_bar_on_a_terminal_only(self):
        self.assertEqual(comity("replay", *CONFIG, MESSAGES).stderr, b"")
        ours, theirs = pty.openpty()
        subprocess.run([str(COMITY), "replay", *CONFIG, str(MESSAGES)],
                       stdout=subprocess.DEVNULL, stderr=theirs, check=True)
        os.close(theirs)
        drawn = os.read(ours, 4096)
        os.close(ours)
        self.assertIn(b"%", drawn)
        self.assertTrue(drawn.endswith(b"\r\x1b[K"))

    def test_bar_goes_forward_and_fits(self):
        """A longer mailbox on a terminal of 60 columns."""
        mbox = self.folder / "long.mbox"
        text = (MESSAGES / "political.eml").read_bytes()
        mbox.write_bytes((b"From x Tue Nov 17 10:00:00 2026\n" + text +
                          b"\n\n") * 4000)
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, 60, 0, 0))
        running = subprocess.Popen(
            [str(COMITY), "replay", *CONFIG, str(mbox)],
            stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        drawn = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # nobody holds the other end any more
                break
            drawn += piece
        os.close(ours)
        printed = running.communicate()[0]
        self.assertEqual(running.returncode, 0)
        self.assertNotIn(b"\x1b", printed)
        self.assertTrue(printed.startswith(b"4000 messages"))
        bars = [bar.replace(b"\x1b[K", b"").decode()
                for bar in drawn.split(b"\r") if bar.strip(b"\x1b[K\n")]
        done = [int(re.search(r"(\d+) of 4000", bar)[1]) for bar in bars]
        self.assertGreater(len(bars), 1)
        self.assertEqual(done, sorted(done))
        self.assertEqual(done[0], 0)
        self.assertGreater(done[-1], 0)
        for bar in bars:
            self.assertLessEqual(len(bar), 60, bar)
            self.assertRegex(bar, r"^\[#*\.*\] +\d+ %  \d+ of 4000")

    def test_what_cannot_be_read(self):
        self.assertIn("nowhere", self.bad(
            "replay", *CONFIG, self.folder / "nowhere"))


if __name__ == "__main__":
    unittest.main()
