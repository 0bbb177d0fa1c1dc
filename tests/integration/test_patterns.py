"""Patterns that an administrator should not have written.

`comity lint` says so; at run time they cost a message three seconds at most,
and others on other connections nothing that anybody notices.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import (  # noqa: E402
    BUILD, NO_WRITE_EXECUTE, ROOT, Filter, can_deny)

OFFICER = "l.fenn@thornbeck.example"
MEMBER = "cllr.j.marsh@thornbeck.example"
GOLDEN = ROOT / "tests" / "golden"

# Exponential, polynomial, with back-references and look-ahead.
PATTERNS = (r"(?:\w\s?)+[!?][0-9]", r"(?:a+)+\d", r"(.*)*x\d", r"(\w+ )*\1!",
            r"(?:\w+\s?)*[!]9", r"(?:a|a)*[!?]", r"(?=(a+))\1*b",
            r"(?:[a-z]+ ?){1,60}[0-9]", r"(?:(?:a|b|ab)*)*c",
            r"[a-z]*[a-z]*[a-z]*[!?]")
# What they like least: one sentence, with what they want at its very end.
TEXTS = tuple((unit * (60000 // len(unit)))[:60000] + end + "\n"
              for unit in ("a", "ab ", "the council letter ", "aab")
              for end in ("", " 7 x! cb"))

directory = None
the_filter = None


def rule(number, pattern):
    return (f"rule slow-{number} {{\n    flag familiarity\n"
            f"    when author is officer\n    5 /{pattern}/\n"
            f'    miss "the"\n}}\n')


def write_config(home):
    config = home / "comity.conf"
    config.write_text(
        (GOLDEN / "golden.conf").read_text() +
        "".join(rule(i, p) for i, p in enumerate(PATTERNS)))
    (home / "roster.csv").write_bytes((GOLDEN / "roster.csv").read_bytes())
    return config


def setUpModule():
    global directory, the_filter
    directory = tempfile.TemporaryDirectory(prefix="comity-patterns.")
    os.chmod(directory.name, 0o755)
    home = pathlib.Path(directory.name)
    the_filter = Filter(home, write_config(home))
    the_filter.start()


def tearDownModule():
    the_filter.stop()
    directory.cleanup()


def send(client, text):
    """The summary field, and the seconds that the answer took."""
    message = (f"From: <{OFFICER}>\nTo: <{MEMBER}>\nSubject: x\n\n"
               f"{text}").encode()
    start = time.monotonic()
    edits, answer, _ = milter.play(client, OFFICER, [MEMBER], message)
    assert answer == milter.ACCEPT
    return " ".join(milter.inserted(edits)[0][1].split()), \
        time.monotonic() - start


class Lint(unittest.TestCase):
    def test_each_is_named(self):
        done = subprocess.run(
            [str(BUILD / "comity"), "lint", str(the_filter.config)],
            stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0)
        text = done.stdout.decode()
        self.assertEqual(text.count("this pattern is slow"), len(PATTERNS))
        for pattern in PATTERNS:
            self.assertIn(f"/{pattern}/\n", text)


class Running(unittest.TestCase):
    def test_bounded_and_said(self):
        client = milter.Client(the_filter.spec).negotiate()
        limited = 0
        for text in TEXTS:
            summary, seconds = send(client, text)
            self.assertLess(seconds, 8)  # Sendmail waits ten
            limited += "unread=match-limit" in summary
            summary, _ = send(client, "Do vote Labour in May.\n\n" + text)
            self.assertIn("political-wording", summary)
        client.quit()
        self.assertGreaterEqual(limited, len(TEXTS) // 2)

    def test_others_go_on(self):
        """Plain messages while slow ones keep other connections busy."""
        over, errors = threading.Event(), []

        def keep_busy(number):
            try:
                client = milter.Client(the_filter.spec).negotiate()
                while not over.is_set():
                    send(client, TEXTS[number])
                client.quit()
            except Exception as error:  # told below, in the main thread
                errors.append(error)

        threads = [threading.Thread(target=keep_busy, args=(n,))
                   for n in range(4)]
        for thread in threads:
            thread.start()
        took = []
        client = milter.Client(the_filter.spec).negotiate()
        for _ in range(40):
            summary, seconds = send(client, "Do vote Labour in May.")
            self.assertNotIn("unread", summary)
            self.assertIn("political-wording", summary)
            took.append(seconds)
        client.quit()
        over.set()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        took.sort()
        print(f"[median {took[20] * 1000:.1f} ms, most "
              f"{took[-1] * 1000:.0f} ms] ", end="")
        self.assertLess(took[20], 0.5)


@unittest.skipUnless(can_deny(), "this kernel cannot deny it")
@unittest.skipIf("asan" in str(BUILD), "sanitizers need the memory")
class WithoutJit(unittest.TestCase):
    """Where memory may not be written and executed."""

    def test_slower_and_the_same(self):
        with tempfile.TemporaryDirectory(prefix="comity-mdwe.") as name:
            os.chmod(name, 0o755)
            home = pathlib.Path(name)
            slow = Filter(home, write_config(home), NO_WRITE_EXECUTE)
            slow.start()
            try:
                self.assertIn("not compiled to machine code", slow.log())
                client = milter.Client(slow.spec).negotiate()
                for text in TEXTS[1::4]:
                    summary, seconds = send(
                        client, "Do vote Labour in May.\n\n" + text)
                    self.assertLess(seconds, 8)
                    self.assertIn("political-wording", summary)
                client.quit()
            finally:
                slow.stop()

    def test_check_says_so(self):
        done = subprocess.run(
            NO_WRITE_EXECUTE + [str(BUILD / "comity-milter"), "--check", "-c",
                       str(the_filter.config)],
            capture_output=True, check=False)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"not compiled to machine code", done.stderr)


if __name__ == "__main__":
    unittest.main()
