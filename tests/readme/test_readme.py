#!/usr/bin/env python3
"""README.md does what it says: its files and commands, word for word.

Each walk begins in an empty directory. Files are written as they stand in the
README; commands that begin with "$" have to print what stands below them.
What a relay alone can do (users, services) is left out.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.readme.words import (  # noqa: E402
    block_with, blocks, manual_example, section)

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
# The digest changes with each letter of the rules.
DIGEST = re.compile(r"rules=[0-9a-f]{8}")


class Walk(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-readme-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = str(BUILD)

    def run_words(self, words, status=0):
        done = subprocess.run(
            words, cwd=self.folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "PATH": self.path + ":" + os.environ["PATH"]})
        output = done.stdout.decode()
        self.assertEqual(done.returncode, status, f"{words}\n{output}")
        return output

    def scan(self, *words):
        return json.loads(self.run_words(
            ["comity", "scan", "--config", "comity.conf", "--json", *words]))

    def flags(self, *words):
        return [f["flag"] for f in self.scan(*words)["findings"]]

    def write(self, name, text):
        (self.folder / name).write_text(text)


class ProtocolOfYourOwn(Walk):
    """A council with a protocol of its own, in one file."""

    def setUp(self):
        super().setUp()
        self.text = section("A protocol of your own")
        self.names = []
        for before, block in blocks(self.text):
            named = re.search(r"`([\w.]+)`[^`]*:\s*$", before)
            if named:
                self.write(named[1], block)
                self.names.append(named[1])

    def test_files(self):
        self.assertEqual(self.names,
                         ["comity.conf", "roster.csv", "message.eml"])

    def test_commands_print_what_is_said(self):
        shown = block_with(self.text, "$ comity")
        steps = re.findall(r"(?m)^\$ (.*)\n((?:(?!\$ ).*\n)*)", shown)
        self.assertEqual(len(steps), 2)
        for command, wanted in steps:
            output = self.run_words(command.split())
            self.assertEqual(DIGEST.sub("rules=", output).rstrip("\n"),
                             DIGEST.sub("rules=", wanted).rstrip("\n"))

    def test_coverage(self):
        output = self.run_words("comity coverage --config comity.conf".split())
        self.assertIn("`comity coverage --config comity.conf`", self.text)
        for number in re.findall(r'clause +"([^"]+)"', self.text):
            self.assertIn(f"  {number}  ", output)
        self.assertIn("3 clauses: 2 handled by flags, 1 unobservable", output)

    def test_daemon_takes_the_same_file(self):
        command = "comity-milter --check -c comity.conf"
        self.assertIn(f"`{command}`", self.text)
        self.assertIn("in order", self.run_words(command.split()))

    def test_message_that_is_well(self):
        message = (self.folder / "message.eml").read_text()
        self.assertEqual(self.flags("message.eml"),
                         ["clerk-copied", "answer-due"])
        self.write("good.eml", message.replace(
            "Cc: ", "Cc: Helen Trew <clerk@ashcombe.example>, ")
            .replace("When will the path be mended?", "Thank you."))
        self.assertEqual(self.flags("good.eml"), [])

    def test_examples_guard_the_rule(self):
        config = (self.folder / "comity.conf").read_text()
        self.write("comity.conf", config.replace(
            "I know when it floods.", "Do you know when it floods?"))
        output = self.run_words("comity lint comity.conf".split(), 1)
        self.assertIn("this example should not match", output)

    def test_twelve_examples(self):
        self.assertIn("`rules/examples/` has twelve clauses", self.text)
        self.assertEqual(len(list((ROOT / "rules/examples").glob("*"))), 12)


class Relay(Walk):
    """Installed, with the shipped rules, a council and a rule of its own."""

    def setUp(self):
        super().setUp()
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
        self.stage = stage = self.folder
        done = subprocess.run(
            ["make", "-s", "install", f"DESTDIR={stage}"], cwd=ROOT,
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.text = section("On a relay")
        self.path = f"{stage}/usr/local/bin:{stage}/usr/local/sbin"
        # The places that the README names, below the stage.
        self.assertIn("`make && make install`", self.text)
        for place in ("/etc/comity/thornbeck.csv", "/etc/comity/comity.conf",
                      "/usr/local/etc/comity"):
            self.assertIn(f"`{place}`", self.text)
        self.folder = stage / "usr/local/etc/comity"
        config = (self.folder / "comity.conf").read_text()
        self.write("comity.conf",
                   config.replace('include "/usr/', f'include "{stage}/usr/')
                   + block_with(self.text, "council thornbeck"))
        self.write("thornbeck.csv", manual_example("comity-roster.5"))
        self.write("message.eml", textwrap.dedent("""\
            From: Cllr Jane Marsh <cllr.j.marsh@thornbeck.example>
            To: Priya Ashworth <p.ashworth@thornbeck.example>
            Subject: Newsletter
            Date: Tue, 17 Nov 2026 10:00:00 +0000

            """) + self.sentence() + "\n")

    @staticmethod
    def sentence():
        text = section("From a sentence to a tested rule")
        quoted = re.search(r'message with "([^"]+)"', text)[1]
        return " ".join(quoted.split())

    def test_configuration_is_sound(self):
        output = self.run_words(["comity", "lint", "comity.conf"])
        self.assertNotIn("error:", output)
        output = self.run_words("comity-milter --check -c comity.conf".split())
        self.assertIn("in order", output)

    def test_hidden_copy(self):
        self.write("letter.eml", textwrap.dedent("""\
            From: Priya Ashworth <p.ashworth@thornbeck.example>
            To: Cllr Jane Marsh <cllr.j.marsh@thornbeck.example>
            Subject: Void turnaround
            Date: Tue, 17 Nov 2026 10:00:00 +0000

            Dear Jane, the figures are attached.
            """))
        self.assertEqual(self.flags("letter.eml"), [])
        self.assertEqual(
            self.flags("--rcpt", "cllr.j.marsh@thornbeck.example",
                       "--rcpt", "someone@elsewhere.example", "letter.eml"),
            ["copy-notice"])

    def test_in_the_mail_client(self):
        """The samples that the README names are installed; its action is
        taken, and its words stand in what a message gets."""
        text = section("In the mail client")
        samples = self.stage / "usr/local/share/doc/comity/examples"
        named = re.findall(r"`((?:sieve|thunderbird|exchange|mutt)/[\w./-]+)`",
                           text)
        self.assertGreaterEqual(len(named), 6)
        for name in named:
            self.assertTrue((samples / name).is_file(), name)
        config = (self.folder / "comity.conf").read_text()
        action = block_with(text, "action copy-notice")
        self.assertIn("#" + action, config)
        self.write("comity.conf", config + action)
        self.write("letter.eml", textwrap.dedent("""\
            From: Priya Ashworth <p.ashworth@thornbeck.example>
            To: Cllr Jane Marsh <cllr.j.marsh@thornbeck.example>
            Subject: Void turnaround
            Date: Tue, 17 Nov 2026 10:00:00 +0000

            Dear Jane, the figures are attached.
            """))
        output = self.run_words([
            "comity", "scan", "--config", "comity.conf",
            "--rcpt", "cllr.j.marsh@thornbeck.example",
            "--rcpt", "someone@elsewhere.example", "letter.eml"])
        self.assertIn("a copy goes back to p.ashworth@", output)
        for words in ("`severity=warning`", "`copy-notice`"):
            self.assertIn(words, text)
            self.assertIn(words.strip("`"), output)

    def test_from_a_sentence_to_a_rule(self):
        text = section("From a sentence to a tested rule")
        explain = block_with(text, "--explain").split()
        self.assertIn("member-to-officer", self.run_words(explain))

        include = re.search(r'add `(include "local.rules")` to', text)[1]
        self.assertIn(self.sentence(), block_with(text, "rule print-room"))
        self.write("local.rules", block_with(text, "rule print-room"))
        with open(self.folder / "comity.conf", "a", encoding="utf-8") as file:
            file.write(include + "\n")
        self.assertNotIn("error:",
                         self.run_words(["comity", "lint", "comity.conf"]))
        found = self.scan("message.eml")["findings"]
        rules = {r for f in found if f["flag"] == "political-request"
                 for r in f["rules"]}
        self.assertIn("print-room-campaign", rules)
        self.assertIn("rule print-room-campaign", self.run_words(explain))

    def test_what_else_would_change(self):
        text = section("From a sentence to a tested rule")
        replay = block_with(text, "comity replay")
        shutil.copy(self.folder / "comity.conf", self.folder / "OLD.conf")
        (self.folder / "MAILDIR").mkdir()
        shutil.copy(self.folder / "message.eml", self.folder / "MAILDIR")
        self.run_words(replay.split())


if __name__ == "__main__":
    unittest.main()
