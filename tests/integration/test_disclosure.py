"""Nothing tells who gets a hidden copy, nor how many do.

Made-up messages go through the daemon and through `comity scan`, each with
hidden recipients that nobody else has. Everything that comes out is searched
for them in every spelling, and must be the same for one set of hidden people
as for another of the same roles, be it larger or smaller.
"""
import base64
import binascii
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import BUILD, ROOT, Filter, wait_until  # noqa: E402

CONFIG = os.environ.get("CONFIG", "release")
PAIRS = 1200 if CONFIG == "release" else 150
if os.environ.get("COMITY_THOROUGH"):
    PAIRS *= 20

DOMAIN = "thornbeck.example"
# In each hidden address and name, and in nothing else. No two neighbouring
# letters occur together in English, so that parts of it are no accident.
MARK = "qzvxkjwq"

AUTHORS = ("l.fenn@" + DOMAIN, "p.ashworth@" + DOMAIN,
           "cllr.j.marsh@" + DOMAIN, "labour.group@" + DOMAIN)
VISIBLE = AUTHORS + ("cllr.h.pike@" + DOMAIN, "t.barlow@" + DOMAIN,
                     "resident@elsewhere.example", "all.members@" + DOMAIN)
# Each flag of the configuration and each action, and nothing at all.
TEXTS = (
    "The figures are below.", "Do vote Labour in May.",
    "Could you tell me when it will be done?", "It is about my grading.",
    "You will change your report.", "lots of love, Jane", "you fool",
    "I have copied in the Chief Executive.", "cc: all members",
    "A copy of this goes to Councillor Pike, and nobody else.",
    "From: Lorraine Fenn\nSent: 1 May 2026\nTo: Jane Marsh\n"
    "Subject: Rents\n\nDear Jane, the rents are below.")

directory = None
the_filter = None
audit = None
roster = {}


def make_roster():
    """CSV text; fills `roster` with the hidden addresses by role."""
    lines = [(ROOT / "tests/golden/roster.csv").read_text().rstrip("\n")]
    lines.append(f"all.members@{DOMAIN},list,All,,,,role:member")
    for role in ("member", "officer", "group", "archive", "media"):
        roster[role] = []
        for number in range(40):
            name = f"{MARK}{role}{number}"
            address = f"{name}@{DOMAIN}"
            roster[role].append(address)
            party = ",Labour," if role in ("member", "group") else ",,"
            lines.append(f"{address},{role},{name.title()} Person,"
                         f"{name} title{party},")
    return "\n".join(lines) + "\n"


def setUpModule():
    global directory, the_filter, audit
    directory = tempfile.TemporaryDirectory(prefix="comity-disclosure.")
    os.chmod(directory.name, 0o755)
    home = pathlib.Path(directory.name)
    audit = home / "milter" / "audit.log"
    config = home / "comity.conf"
    config.write_text(
        f'audit-log "{audit}"\nmetrics-file "{home}/milter/metrics"\n'
        f'copy-store "{home}/milter/copies"\noutside-headers yes\n' +
        (ROOT / "tests/golden/golden.conf").read_text())
    (home / "roster.csv").write_text(make_roster())
    the_filter = Filter(home, config)
    the_filter.start()


def tearDownModule():
    the_filter.stop()
    directory.cleanup()


def spellings(word):
    """What a search has to look for, to find the word however written."""
    raw = word.encode()
    rot = str.maketrans("abcdefghijklmnopqrstuvwxyz",
                        "nopqrstuvwxyzabcdefghijklm")
    yield raw
    yield raw[::-1]
    yield word.translate(rot).encode()
    yield binascii.hexlify(raw)
    yield b"".join(b"=%02x" % c for c in raw)
    yield b"".join(b"%%%02x" % c for c in raw)
    yield b"".join(b"\\x%02x" % c for c in raw)
    yield b"".join(b"\\u%04x" % c for c in raw)
    yield b"".join(b"&#%d;" % c for c in raw)
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")


def base64_spellings(word):
    """At each of the three places that it may have in a text."""
    for variant in (word, word.upper(), word.title(), word[::-1]):
        for skip in range(3):
            text = base64.b64encode(b"\0" * skip + variant.encode())
            # Without the letters that its neighbours have a part in.
            first = (0, 2, 3)[skip]
            last = (skip + len(word)) * 8 // 6
            yield text[first:last]


def hashes(address):
    local = address.partition("@")[0]
    for text in (address, local, f"<{address}>"):
        for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            digest = kind(text.encode()).digest()
            yield digest[:4]
            yield digest[:4].hex().encode()
            yield base64.b64encode(digest)[:8]


SPELLINGS = sorted({s.lower() for s in spellings(MARK)})
BASE64 = sorted(set(base64_spellings(MARK)))


def found_in(output):
    """The spellings of MARK that stand in these bytes."""
    # Folding and soft line breaks hide nothing.
    flat = re.sub(rb"=?\r?\n[ \t]?|\?=\s*=\?utf-8\?q\?", b"", output)
    low = output.lower() + b"\n" + flat.lower()
    return ([s for s in SPELLINGS if s in low] +
            [s for s in BASE64 if s in output or s in flat])


class Letter:
    """A message without its hidden recipients: who they are, by role, comes
    with each sending."""

    def __init__(self, dice, number):
        self.number = number
        # Each author with each text, whatever else is thrown.
        self.author = AUTHORS[number % len(AUTHORS)]
        texts = [TEXTS[number // len(AUTHORS) % len(TEXTS)]]
        texts += dice.sample(TEXTS, dice.choice((0, 0, 1)))
        self.roles = dice.choice((
            ("member",), ("officer",), ("outside",), ("member", "outside"),
            ("group",), ("archive",), ("media",), ("officer", "member"),
            ("unknown",), ("group", "officer", "media")))
        self.to = dice.sample(VISIBLE, dice.choice((1, 1, 1, 2, 3)))
        self.undisclosed = dice.random() < 0.1
        self.text = "\n\n".join(texts)
        self.subject = dice.choice(("Rents", "Re: Rents", "Fw: Rents"))
        self.in_bcc = dice.random() < 0.3
        self.from_hidden = dice.random() < 0.2
        self.odd_case = dice.random() < 0.3
        self.html = dice.random() < 0.2
        self.forged = dice.random() < 0.1

    def hidden(self, dice, most):
        """One to `most` people of each role; two at least where nobody is
        visible, since one alone is hidden from nobody."""
        people = []
        for role in self.roles:
            least = 2 if self.undisclosed else 1
            for _ in range(dice.randint(least, max(least, most))):
                serial = f"{MARK}{dice.randrange(10 ** 9)}"
                if role == "outside":
                    people.append(f"{serial}@{MARK}.example")
                elif role == "unknown":
                    people.append(f"{serial}+{MARK}@{DOMAIN}")
                else:
                    people.append(dice.choice(roster[role]))
        return sorted(set(people), key=lambda _: dice.random())

    def message(self, hidden, serial):
        to = ("undisclosed-recipients:;" if self.undisclosed else
              ", ".join(f"<{a}>" for a in self.to))
        lines = [f"From: <{self.author}>", f"To: {to}",
                 f"Subject: {self.subject}",
                 "Date: Tue, 17 Nov 2026 10:00:00 +0000",
                 f"Message-ID: <{self.number}.{serial}@{DOMAIN}>"]
        if self.in_bcc:
            lines.append("Bcc: " + ",\n ".join(
                f'"{a.partition("@")[0]}" <{a}>' for a in hidden))
        if self.forged:
            lines.append("X-Council-Protocol: forged")
        body = self.text
        if self.html:
            lines.append("Content-Type: text/html; charset=utf-8")
            body = "<p>" + body.replace("\n\n", "</p>\n<p>") + "</p>"
        return ("\n".join(lines) + "\n\n" + body + "\n").encode()

    def envelope(self, hidden):
        """Sender and recipients."""
        sender = f"{MARK}.bounce@{DOMAIN}" if self.from_hidden else self.author
        shown = [] if self.undisclosed else self.to
        if self.odd_case:
            hidden = [a.upper() for a in hidden]
        return sender, sorted(shown + hidden)


class Output:
    """What came out since it was last asked."""

    def __init__(self, *paths):
        self.paths = paths
        self.at = {path: 0 for path in paths}

    def take(self):
        data = b""
        for path in self.paths:
            with open(path, "rb") as file:
                file.seek(self.at[path])
                data += file.read()
                self.at[path] = file.tell()
        return data


def without_clock(text):
    return re.sub(rb'"time": "[^"]*"|"microseconds": \d+|"queue_id": "[^"]*"',
                  b"", text)


class Daemon(unittest.TestCase):
    def setUp(self):
        self.client = milter.Client(the_filter.spec).negotiate()
        self.files = Output(audit, the_filter.log_path)
        self.files.take()

    def tearDown(self):
        self.client.quit()

    def send(self, letter, hidden, serial):
        """All that the daemon said and wrote."""
        sender, recipients = letter.envelope(hidden)
        edits, answer, payload = milter.play(
            self.client, sender, recipients, letter.message(hidden, serial))
        said = b"\n".join(command + data for command, data in edits)
        said += b"\n" + answer + payload + b"\n"
        return said, self.files.take()

    def test_hidden_addresses(self):
        dice = random.Random(17)
        searched, actions, raised = set(), set(), 0
        for number in range(PAIRS):
            letter = Letter(dice, number)
            first = letter.hidden(dice, 2)
            second = letter.hidden(dice, 7)
            said, written = self.send(letter, first, 1)
            again, written_again = self.send(letter, second, 2)
            for hidden, output in ((first, said + written),
                                   (second, again + written_again)):
                self.assertEqual(found_in(output), [], letter.message(
                    hidden, 0))
                for address in hidden:
                    for digest in hashes(address):
                        self.assertNotIn(digest, output.lower())
                searched.update(hidden)
            self.assertEqual(said, again, letter.message(first, 0))
            self.assertEqual(without_clock(written),
                             without_clock(written_again))
            line = json.loads(written.decode().splitlines()[-1])
            actions.add(line["action"])
            raised += "copy-notice" in line["flags"]
        # The test is worth something only if it went everywhere.
        self.assertEqual(actions, {"tag", "subject", "hold", "reject",
                                   "return-copy"})
        self.assertGreater(raised, PAIRS / 20)
        print(f"[{2 * PAIRS} messages, {len(searched)} addresses, "
              f"{raised} of them flagged] ", end="")

    def test_store_and_metrics(self):
        """What is kept between messages tells as little."""
        dice = random.Random(18)
        for number in range(60):
            letter = Letter(dice, 10 ** 6 + number)
            self.send(letter, letter.hidden(dice, 3), 1)
        the_filter.reload()
        home = pathlib.Path(directory.name) / "milter"
        # Counts are written aside and moved into place a moment later.
        wait_until((home / "metrics").exists, what="metrics")
        kept = list(home.iterdir())
        names = {path.name for path in kept}
        self.assertGreaterEqual(names, {"copies", "audit.log"})
        for path in kept:
            if path.is_file():
                self.assertEqual(found_in(path.read_bytes()), [], path)

    def test_a_refused_edit(self):
        """A client that goes away at the end leaves a line in the log."""
        dice = random.Random(19)
        for number in range(20):
            letter = Letter(dice, 2 * 10 ** 6 + number)
            client = milter.Client(the_filter.spec).negotiate()
            sender, recipients = letter.envelope(letter.hidden(dice, 3))
            client.mail(sender)
            for recipient in recipients:
                client.recipient(recipient)
            fields, _ = milter.split(letter.message([], 1))
            for name, value in fields:
                client.field(name, value)
            client.end_of_header()
            client.send(b"E")
            client.close()
        self.assertEqual(found_in(self.files.take()), [])


class Tool(unittest.TestCase):
    def scan(self, folder, letter, hidden, *options):
        sender, recipients = letter.envelope(hidden)
        path = folder / "message.eml"
        path.write_bytes(letter.message(hidden, 1))
        words = [str(BUILD / "comity"), "scan", "--config",
                 str(the_filter.config), "--from", sender, *options]
        for recipient in recipients:
            words += ["--rcpt", recipient]
        done = subprocess.run(words + [str(path)], capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout + done.stderr

    def test_reports(self):
        dice = random.Random(20)
        flagged = 0
        with tempfile.TemporaryDirectory() as name:
            for number in range(24 if CONFIG == "release" else 8):
                letter = Letter(dice, number)
                for options in (["--json"], ["--explain"], []):
                    first = self.scan(pathlib.Path(name), letter,
                                      letter.hidden(dice, 2), *options)
                    second = self.scan(pathlib.Path(name), letter,
                                       letter.hidden(dice, 6), *options)
                    self.assertEqual(found_in(first + second), [], first)
                    self.assertEqual(first, second)
                    flagged += b"copy-notice" in first
        self.assertGreater(flagged, 0)


class Search(unittest.TestCase):
    """The search finds what it is made to find."""

    def test_spellings(self):
        word = "x" + MARK + "7@thornbeck.example"
        for text in (word.encode(), word.upper().encode(),
                     word[::-1].encode(), word.encode().hex().encode(),
                     b"".join(b"=%02X" % c for c in word.encode()),
                     b"".join(b"%%%02x" % c for c in word.encode()),
                     word.encode("utf-16-le"), b"x" + word[:5].encode() +
                     b"\r\n " + word[5:].encode()):
            self.assertTrue(found_in(text), text)
        for pad in range(5):
            for variant in (word, word.upper()):
                self.assertTrue(found_in(base64.b64encode(
                    b"y" * pad + variant.encode())), pad)
        self.assertEqual(found_in(b"Someone the addressee cannot see"), [])


if __name__ == "__main__":
    unittest.main()
