#!/usr/bin/env python3
"""`comity init`, by options and at a terminal."""
import json
import os
import pathlib
import pty
import re
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
COMITY = BUILD / "comity"
# Two protocols and one flag: most of what is tested does not need more.
FEW_RULES = """\
default-protocol ashcombe
flag copy-notice {
    severity warning
    threshold 5
    warning "Somebody has a hidden copy ({clause})."
}
rule hidden {
    flag copy-notice
    when author is officer and hidden has officer
    points 5
}
protocol ashcombe {
    title "Ashcombe Town Council"
    clause "1" "Copies" flags copy-notice
}
protocol broxtowe-borough {
    title "Broxtowe Borough Council"
    clause "4.4" "Copies" flags copy-notice
}
"""

LETTER = """\
From: Somebody Else <s.else@ashcombe.example>
To: Cllr Example <cllr.example@ashcombe.example>
Subject: Footpath
Date: Tue, 17 Nov 2026 10:00:00 +0000
Message-ID: <1@ashcombe.example>

Dear Councillor, the footpath will be mended on Monday.
"""


class Terminal:
    """A program at a terminal of its own, spoken to as a person would."""

    def __init__(self, words, folder, environment):
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(words, cwd=folder, stdin=theirs,
                                        stdout=theirs, stderr=theirs,
                                        env=environment)
        os.close(theirs)
        self.seen = ""

    def read_more(self):
        if not select.select([self.ours], [], [], 60)[0]:
            raise AssertionError(f"it says no more than\n{self.seen}")
        try:
            bytes_read = os.read(self.ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            return False
        self.seen += bytes_read.decode().replace("\r\n", "\n")
        return bool(bytes_read)

    def answer(self, question, words):
        while question not in self.seen:
            if not self.read_more():
                raise AssertionError(f"never asked {question}\n{self.seen}")
        before, self.seen = self.seen.split(question, 1)
        os.write(self.ours, words.encode())
        return before

    def end(self):
        while self.read_more():
            pass
        os.close(self.ours)
        return self.process.wait(60)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-init-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.place = self.folder / "etc"
        self.config = self.place / "comity.conf"
        self.roster = self.place / "ashcombe.csv"
        self.environment = dict(os.environ)

    def few_rules(self):
        rules = self.folder / "rules"
        rules.mkdir()
        (rules / "comity.conf").write_text(FEW_RULES)
        self.environment["COMITY_RULES"] = str(rules)
        return rules

    def init(self, *words):
        return subprocess.run(
            [str(COMITY), "init", *map(str, words)], cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            env=self.environment)

    def words(self, mta="postfix"):
        return ["--council", "Ashcombe", "--domain", "ashcombe.example",
                "--domain", "@Ash.example", "--protocol", "broxtowe-borough",
                "--mta", mta, "--directory", self.place]

    def check_works(self, out, mta):
        """What was written is in order, and finds something."""
        checked = out.split(f"Checking {self.config}:\n")[1]
        # Warnings of the shipped rules are not init's.
        self.assertNotIn("error:", checked)
        self.assertFalse(re.search(
            rf"(?m)^{re.escape(str(self.place))}\S*: warning", checked))
        config = self.config.read_text()
        self.assertIn("council ashcombe {", config)
        self.assertIn('"ashcombe.example" "ash.example"', config)
        self.assertIn("/var/spool/postfix/comity/comity.sock"
                      if mta == "postfix" else "/run/comity/comity.sock",
                      config)
        name = "postfix.cf" if mta == "postfix" else "sendmail.mc"
        self.assertIn((ROOT / "contrib" / name).read_text(), out)
        letter = self.folder / "letter.eml"
        letter.write_text(LETTER)
        done = subprocess.run(
            [str(COMITY), "scan", "--config", str(self.config), "--json",
             "--from", "s.else@ashcombe.example",
             "--rcpt", "cllr.example@ashcombe.example",
             "--rcpt", "chief.executive.example@ashcombe.example",
             str(letter)], capture_output=True, check=False,
            env=self.environment)
        self.assertEqual(done.stderr.decode(), "")
        found = json.loads(done.stdout)
        self.assertEqual(found["protocol"], "broxtowe-borough")
        self.assertEqual(found["directions"], ["officer-to-member"])
        self.assertIn("copy-notice",
                      [finding["flag"] for finding in found["findings"]])
        done = subprocess.run(
            [str(COMITY), "roster", "check", str(self.roster)],
            capture_output=True, check=False)
        self.assertEqual(done.stdout, b"no errors, no warnings\n")


class Options(Case):
    def test_shipped_rules_and_postfix(self):
        done = self.init(*self.words())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.check_works(done.stdout.decode(), "postfix")
        # The daemon takes it too.
        done = subprocess.run(
            [str(BUILD / "comity-milter"), "--check", "-c", str(self.config)],
            capture_output=True, check=False)
        self.assertIn("in order", (done.stdout + done.stderr).decode())
        # A second time nothing is touched.
        before = [path.read_bytes() for path in (self.config, self.roster)]
        done = self.init(*self.words())
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"is there already; nothing was written", done.stderr)
        self.assertEqual(before, [path.read_bytes() for path in
                                  (self.config, self.roster)])

    def test_command_of_the_readme(self):
        self.few_rules()
        text = (ROOT / "README.md").read_text().replace("\\\n", "")
        command = re.search(r"(?m)^ +comity init (--.*)$", text)[1]
        done = self.init(*command.split(), "--directory", self.place)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.place / "thornbeck.csv").exists())

    def test_sendmail(self):
        self.few_rules()
        done = self.init(*self.words("sendmail"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check_works(done.stdout.decode(), "sendmail")

    def test_roster_that_is_there(self):
        self.few_rules()
        self.place.mkdir()
        self.roster.write_text("mine")
        done = self.init(*self.words())
        self.assertEqual(done.returncode, 1)
        self.assertFalse(self.config.exists())
        self.assertEqual(self.roster.read_text(), "mine")

    def test_dangling_link_is_there_too(self):
        self.few_rules()
        self.place.mkdir()
        self.config.symlink_to(self.folder / "elsewhere")
        self.assertEqual(self.init(*self.words()).returncode, 1)
        self.assertFalse((self.folder / "elsewhere").exists())

    def test_installed_configuration_is_filled_in(self):
        rules = self.few_rules()
        self.place.mkdir()
        installed = (ROOT / "contrib/comity.conf").read_text().replace(
            "@rulesdir@", str(rules))
        self.config.write_text(installed + "# mine\n")
        self.assertEqual(self.init(*self.words()).returncode, 1)
        self.config.write_text(installed)
        self.config.chmod(0o640)
        done = self.init(*self.words())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("council ashcombe {", self.config.read_text())
        self.assertEqual(self.config.stat().st_mode & 0o777, 0o640)

    def test_what_is_missing_or_wrong(self):
        self.few_rules()
        given = {"--council": "a", "--domain": "a.example",
                 "--protocol": "hexham-town", "--mta": "postfix"}
        for changed, wanted in (
                ({"--council": None}, "--council is missing"),
                ({"--domain": None}, "--domain is missing"),
                ({"--protocol": None}, "--protocol is missing"),
                ({"--mta": None}, "--mta is missing"),
                ({"--council": "two words"}, "is no name in one word"),
                ({"--domain": "localhost"}, "is no domain"),
                ({"--domain": 'a.example" x "'}, "is no domain"),
                ({"--protocol": "hexam"}, "is no protocol"),
                ({"--mta": "exim"}, "is no mail server")):
            words = [word for pair in {**given, **changed}.items()
                     if pair[1] is not None for word in pair]
            done = self.init(*words, "--directory", self.place)
            self.assertEqual(done.returncode, 1)
            self.assertIn(wanted, done.stderr.decode())
            self.assertFalse(self.place.exists())

    def test_disk_that_fills_up(self):
        """Room for the roster and not for the rest: neither stays."""
        self.few_rules()

        def little_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        done = subprocess.run(
            [str(COMITY), "init", *map(str, self.words())], cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            env=self.environment, preexec_fn=little_room)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"comity.conf: File too large", done.stderr)
        self.assertEqual(list(self.place.iterdir()), [])
        self.assertEqual(self.init(*self.words()).returncode, 0)

    def test_place_that_cannot_be_written(self):
        self.few_rules()
        self.place.write_text("a file")
        done = self.init(*self.words())
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.place.read_text(), "a file")


class AtATerminal(Case):
    def start(self, *words):
        self.few_rules()
        return Terminal([str(COMITY), "init", "--directory", str(self.place),
                         *words], self.folder, self.environment)

    def test_questions(self):
        terminal = self.start()
        terminal.answer("The council, in one word: ", "Ash combe\n")
        terminal.answer("The council, in one word: ", "Ashcombe\n")
        terminal.answer("mail domains (after the @): ", "nonsense\n")
        terminal.answer("mail domains (after the @): ",
                        "ashcombe.example, @ash.example\n")
        terminal.answer("The mail server [", "postfix\n")
        shown = terminal.answer("by name or number: ", "99\n")
        listed = re.search(r"(\d+)  broxtowe-borough +Broxtowe", shown)
        terminal.answer("by name or number: ", listed[1] + "\n")
        self.assertEqual(terminal.end(), 0, terminal.seen)
        self.check_works(terminal.seen, "postfix")

    def test_only_what_is_not_given(self):
        terminal = self.start("--council", "ashcombe", "--protocol",
                              "broxtowe-borough", "--domain",
                              "ashcombe.example", "--domain", "ash.example")
        terminal.answer("The mail server [", "\n")
        self.assertEqual(terminal.end(), 0, terminal.seen)
        self.assertTrue(self.config.exists())

    def test_end_of_input(self):
        terminal = self.start()
        terminal.answer("The council, in one word: ", "\x04")
        self.assertEqual(terminal.end(), 1)
        self.assertIn("nothing was written", terminal.seen)
        self.assertFalse(self.place.exists())


if __name__ == "__main__":
    unittest.main()
