"""Forged fields of ours, and text that tries to be more than text.

A mail server is played by this file: it applies the filter's edits to a
message's header as Postfix does (a removal renumbers what stands behind it)
and as Sendmail does (it does not), and both must come out the same.
"""
import json
import os
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import BUILD, ROOT, Filter  # noqa: E402

OFFICER = "l.fenn@thornbeck.example"
MEMBER = "cllr.j.marsh@thornbeck.example"
OUTSIDER = "visitor@elsewhere.example"
GOLDEN = ROOT / "tests" / "golden"

# A text for each thing that the golden rules do.
TEXTS = {"nothing": "The report is ready.", "tag": "Do vote Labour in May.",
         "subject": "It is about my grading.", "hold": "lots of love",
         "return-copy": "you fool"}

TIMES = 20 if os.environ.get("COMITY_THOROUGH") else 1

directory = None
the_filter = None
audit = None


def setUpModule():
    global directory, the_filter, audit
    directory = tempfile.TemporaryDirectory(prefix="comity-forgery.")
    os.chmod(directory.name, 0o755)
    home = pathlib.Path(directory.name)
    audit = home / "milter" / "audit.log"
    config = home / "comity.conf"
    config.write_text(f'audit-log "{audit}"\ntrusted-relay "192.0.2.0/24"\n' +
                      (GOLDEN / "golden.conf").read_text())
    (home / "roster.csv").write_bytes((GOLDEN / "roster.csv").read_bytes())
    the_filter = Filter(home, config)
    the_filter.start()


def tearDownModule():
    the_filter.stop()
    directory.cleanup()


def apply(fields, edits, renumbers):
    """The header after the edits: [(name, value)]."""
    header = [[name.strip().lower(), name, value] for name, value in fields]
    for command, payload in edits:
        if command == milter.INSERT:
            index = struct.unpack(">I", payload[:4])[0]
            name, value = payload[4:].split(b"\0")[:2]
            header.insert(index, [name.lower(), name, value])
        elif command == milter.CHANGE:
            index = struct.unpack(">I", payload[:4])[0]
            name, value = payload[4:].split(b"\0")[:2]
            same = [entry for entry in header if entry[0] == name.lower()]
            assert 1 <= index <= len(same), (index, name)
            if value:
                same[index - 1][2] = value
            elif renumbers:
                header.remove(same[index - 1])
            else:
                same[index - 1][2] = None
    return [(name, value) for _, name, value in header if value is not None]


def is_ours(name):
    return re.match(rb"x-council-protocol(-|$)", name.strip().lower())


class Case(unittest.TestCase):
    def pass_on(self, fields, text, sender=OFFICER, client_address=None,
                **negotiated):
        """(edits, answer, fields as delivered)"""
        client = milter.Client(the_filter.spec).negotiate(**negotiated)
        head = [(b"From", f" <{sender}>".encode()),
                (b"To", f" <{MEMBER}>".encode()),
                (b"Subject", b" Rents")]
        fields = head + list(fields)
        macros = {"client_addr": client_address} if client_address else {}
        client.mail(sender, **macros)
        client.recipient(MEMBER)
        for name, value in fields:
            client.field(name, value)
        if client.end_of_header(i="4FORGED") == milter.ACCEPT:
            client.quit()
            return [], milter.ACCEPT, fields
        client.body(text.encode() + b"\r\n")
        edits, answer, _ = client.end_of_message()
        client.quit()
        after = apply(fields, edits, True)
        self.assertEqual(after, apply(fields, edits, False))
        return edits, answer, after

    def assert_clean(self, fields):
        for name, value in fields:
            if not is_ours(name):
                continue
            self.assertNotIn(b"forged", value.lower())
            self.assertTrue(value.isascii())
            self.assertIsNone(re.search(rb"[\0-\x09\x0b-\x1f\x7f]", value))
            for line in (name + b":" + value).split(b"\n")[1:]:
                self.assertRegex(line, rb"^ \S")


class Forged(Case):
    NAMES = (b"X-Council-Protocol", b"x-council-protocol",
             b"X-COUNCIL-PROTOCOL", b"X-Council-Protocol ",
             b"X-Council-Protocol\t", b"X-Council-Protocol-Flag",
             b"x-Council-protocol-WARNING", b"X-Council-Protocol-Respond-By",
             b"X-Council-Protocol-Acknowledge-By", b"X-Council-Protocol-",
             b"X-Council-Protocol-Made-Up")
    VALUES = (b" forged", b"forged", b"\tforged", b"", b" ",
              b" forged\n and folded", b" forged\n\tand\n so on",
              b" =?utf-8?b?Zm9yZ2Vk?=", b" =?utf-8?q?forged=0D=0AX-A:_b?=",
              b" forged\rX-A: b", b" forged \xff\xfe", b" forged " * 10000)

    def both_ways(self, forged, count=1):
        others = [(b"X-Other", b" stays"), (b"X-Council-Protocols", b" stays"),
                  (b"X-Council", b" stays"), (b"Y-X-Council-Protocol", b" y")]
        mixed = []
        for number, field in enumerate(forged):
            mixed += [field, others[number % len(others)]]
        for sender in (OFFICER, OUTSIDER):
            for text in TEXTS.values():
                _, answer, after = self.pass_on(mixed, text, sender)
                self.assertEqual(answer, milter.ACCEPT)
                self.assert_clean(after)
                ours = [f for f in after if is_ours(f[0])]
                self.assertEqual(bool(ours), sender == OFFICER)
                self.assertFalse([f for f in ours if f in forged])
                self.assertEqual(
                    [f for f in after if f in others],
                    [f for f in mixed if f in others])

    def test_each_spelling(self):
        for value in self.VALUES[:-1]:
            self.both_ways([(name, value) for name in self.NAMES])

    def test_many(self):
        for count in (1, 2, 3, 50):
            self.both_ways([(b"X-Council-Protocol", b" forged")] * count)

    def test_longer_than_held(self):
        self.both_ways([(self.NAMES[0], b" forged"),
                        (self.NAMES[1], self.VALUES[-1]),
                        (self.NAMES[0], b" forged")])

    def test_more_than_held(self):
        """Behind thousands of other fields, of which not all are kept."""
        fields = [(b"X-Filler", b" f")] * 2500
        fields += [(name, b" forged") for name in self.NAMES * 3]
        _, _, after = self.pass_on(fields, TEXTS["tag"])
        self.assert_clean(after)
        self.assertEqual(after.count((b"X-Filler", b" f")), 2500)
        self.assertIn(b"size", b" ".join(dict(reversed(after))[
            b"X-Council-Protocol"].split()))

    def test_at_random(self):
        dice = random.Random(3)
        for _ in range(60 * TIMES):
            self.both_ways([(dice.choice(self.NAMES),
                             dice.choice(self.VALUES[:-1]))
                            for _ in range(dice.randrange(1, 12))])

    def test_no_name_of_ours(self):
        """A reader would show none of these as a field of ours."""
        fields = [(b"=?utf-8?q?X-Council-Protocol?=", b" a"),
                  (b"X-Council_Protocol", b" a"), (b"XCouncil-Protocol", b" a"),
                  (b"X-Council-Protoc\xd0\xbel", b" a")]
        _, _, after = self.pass_on(fields, TEXTS["tag"])
        self.assertEqual([f for f in after if f in fields], fields)

    def test_behind_the_header(self):
        """In the body and in a letter within it they are only text."""
        inner = ("X-Council-Protocol: forged\n\nFrom: <a@b.example>\n"
                 "X-Council-Protocol: forged\n\nDo vote Labour in May.\n")
        edits, _, after = self.pass_on([], inner)
        self.assertFalse([e for e in edits if e[0] == milter.CHANGE])
        self.assert_clean(after)

    def test_trusted_by_address_alone(self):
        forged = [(b"X-Council-Protocol", b" theirs")]
        _, _, after = self.pass_on(forged, "", OUTSIDER, "192.0.2.7")
        self.assertEqual([f for f in after if is_ours(f[0])], forged)
        for address in ("192.0.3.7", "2001:db8::1", "192.0.2", "192.0.2.7.1",
                        " 192.0.2.7", "trusted.example", "::192.0.2.7", None):
            _, _, after = self.pass_on(forged, "", OUTSIDER, address)
            self.assertEqual([f for f in after if is_ours(f[0])], [], address)


class Injected(Case):
    """What stands in a message never becomes a line of its own."""

    EVIL = (b"a\rX-Inj: bad", b"a\n X-Inj: bad", b"a\n\n bad", b"a\r\n bad",
            b"=?utf-8?q?a=0D=0AX-Inj:_bad?=", b"=?utf-8?b?DQpYLUluajogYmFk?=",
            b"=?utf-8?q?=00=1B[2J?=", b"\xff\xc3\x28\xe2\x80\xae",
            b"caf\xc3\xa9 \x7f\x1b[31m\x07", b"x" * 2000, b"\xe2\x82\xac" * 900,
            b"=?utf-8?q?" + b"=C3=A9" * 600 + b"?=", b"%s%n%%", b"<" * 300,
            b"\t \t", b"[Check]\r\n\r\n")

    def assert_safe(self, edits, answer, after):
        self.assert_clean(after)
        for command, payload in edits:
            self.assertTrue(payload.rstrip(b"\0").isascii() or
                            command == milter.ADD_RECIPIENT, payload)
            index = 4 if command in (milter.INSERT, milter.CHANGE) else 0
            parts = payload[index:].rstrip(b"\0").split(b"\0")
            for part in parts:
                self.assertIsNone(
                    re.search(rb"[\x01-\x08\x0b-\x1f\x7f]", part), part)
                for line in part.split(b"\n")[1:]:
                    self.assertRegex(line, rb"^[ \t].*\S")
                for line in part.split(b"\n"):
                    self.assertLessEqual(len(line), 990)

    def test_each_field(self):
        for evil in self.EVIL:
            for text in TEXTS.values():
                client = milter.Client(the_filter.spec).negotiate()
                client.mail(OFFICER)
                client.recipient(MEMBER)
                fields = [(b"From", b' "' + evil + b'" <' + OFFICER.encode() +
                           b">"),
                          (b"To", b" " + evil + b" <" + MEMBER.encode() +
                           b">"),
                          (b"Subject", b" " + evil), (b"Date", evil),
                          (b"Message-ID", b"<" + evil + b">")]
                for name, value in fields:
                    client.field(name, value.replace(b"\0", b""))
                if client.end_of_header(i="4EVIL") == milter.ACCEPT:
                    client.quit()
                    continue
                client.body(text.encode() + b"\r\n" + evil)
                edits, answer, _ = client.end_of_message()
                client.quit()
                self.assertEqual(answer, milter.ACCEPT)
                self.assert_safe(edits, answer, apply(fields, edits, True))

    def test_random_bytes(self):
        dice = random.Random(11)
        client = milter.Client(the_filter.spec).negotiate()
        for _ in range(150 * TIMES):
            soup = bytes(dice.choices(
                b"\r\n\t =?_<>@,;:\"()\\utf8qb\xc3\xa9\x1b",
                k=dice.randrange(80)))
            client.mail(OFFICER)
            client.recipient(MEMBER)
            fields = [(b"From", b" <" + OFFICER.encode() + b">"),
                      (b"To", b" <" + MEMBER.encode() + b">, " + soup),
                      (b"Subject", soup), (b"X-Council-Protocol", soup)]
            for name, value in fields:
                client.field(name, value)
            self.assertEqual(client.end_of_header(i="4SOUP"), milter.CONTINUE)
            client.body(dice.choice(list(TEXTS.values())).encode() + soup)
            edits, answer, _ = client.end_of_message()
            self.assert_safe(edits, answer, apply(fields, edits, True))
        client.quit()

    def test_subject_is_marked_and_kept(self):
        edits, _, after = self.pass_on([], TEXTS["subject"])
        self.assertIn((b"Subject", b" [Check] Rents"), after)


class Log(Case):
    EVIL = "4X\n<3>forged\r\x1b[31m\u009b\u202e\"}{\x7f"

    def test_lines(self):
        """A mail server's macro with line ends in it, in every kind of line
        that names the message."""
        before = len(the_filter.log())
        written = len(audit.read_bytes()) if audit.exists() else 0
        for text in TEXTS.values():
            for actions in (milter.ALL_ACTIONS, 0x11):
                client = milter.Client(the_filter.spec)
                client.negotiate(actions=actions)
                client.mail(OFFICER + "\x1b[2J\n<3>forged")
                client.recipient(MEMBER + "\n<3>forged")
                client.field(b"From", b" " + OFFICER.encode())
                client.field(b"To", b" " + MEMBER.encode())
                client.field(b"Message-ID", b"<\n<3>forged>")
                client.end_of_header(i=self.EVIL)
                client.body(text.encode())
                client.end_of_message()
                client.quit()
        log = the_filter.log()[before:].encode()
        self.assertIn(b"did not take", log)
        for line in log.splitlines():
            self.assertRegex(line, rb"^<[3467]>[ -~]*$")
        self.assertNotIn(b"\n<3>forged", log)
        for line in audit.read_bytes()[written:].split(b"\n")[:-1]:
            self.assertRegex(line, rb"^[ -~\x7f]*$")
            self.assertEqual(json.loads(line)["queue_id"], self.EVIL)


class Terminal(unittest.TestCase):
    """What an administrator reads on a terminal is text."""
    EVIL = "\x1b[2J\u009b31m\u202e\x07"

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.folder = pathlib.Path(self.home.name) / f"d{self.EVIL}"
        self.folder.mkdir()

    def comity(self, *words):
        done = subprocess.run([str(BUILD / "comity"), *map(str, words)],
                              capture_output=True, check=False)
        text = (done.stdout + done.stderr).decode()
        self.assertIsNone(re.search(
            "[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e]", text),
            repr(text))
        return text

    def config(self, edit=lambda text: text):
        path = self.folder / "a.conf"
        path.write_text(edit((GOLDEN / "golden.conf").read_text()))
        (self.folder / "roster.csv").write_text(
            (GOLDEN / "roster.csv").read_text().replace(
                "Lorraine Fenn", f"Lorraine{self.EVIL} Fenn"))
        return path

    def message(self):
        path = self.folder / f"m{self.EVIL}\n<3>.eml"
        path.write_bytes(
            b"From: =?utf-8?q?A=1B[2J=C2=9B?= <" + OFFICER.encode() + b">\n"
            b"To: \"x\x1b[2J\" <" + MEMBER.encode() + b">\n"
            b"Subject: =?utf-8?q?=1B]0;x=07?= \xe2\x80\xae\n"
            b"Content-Type: text/plain; charset=utf-8\n\n"
            b"Do vote Labour in\x1b[2J May, my grading\x07 \xc2\x9b.\n")
        return path

    def test_scan(self):
        config, message = self.config(), self.message()
        for options in ([], ["--explain"]):
            text = self.comity("scan", "--config", config, *options, message)
            self.assertIn("political-wording", text)
        self.comity("scan", "--config", config, self.folder / "none.eml")

    def test_json(self):
        text = self.comity("scan", "--config", self.config(), "--json",
                           self.message())
        self.assertEqual(len(text.splitlines()), 1)
        self.assertEqual(json.loads(text)["action"], "subject")

    def test_replay(self):
        self.message()
        text = self.comity("replay", "--config", self.config(), self.folder)
        self.assertIn("political-wording: 1", text)

    def test_lint(self):
        for edit in (
                lambda t: t.replace('"Neutrality"', f'"{self.EVIL}"'),
                lambda t: t.replace('match "you fool"',
                                    f'match "{self.EVIL}"'),
                lambda t: t.replace("flag familiarity", f"flag {self.EVIL}"),
                lambda t: t + f'include "{self.EVIL}.rules"\n',
                lambda t: t.replace("roster.csv", f"{self.EVIL}.csv"),
                lambda t: t.replace("Europe/London", self.EVIL),
                lambda t: t.replace("/\\?/", f"/({self.EVIL}/")):
            self.comity("lint", self.config(edit))

    def test_command_line(self):
        for words in ([self.EVIL], ["lint", self.EVIL], ["scan", self.EVIL],
                      ["lint", f"--{self.EVIL}"], ["replay", self.EVIL],
                      ["test", self.EVIL], ["coverage", self.EVIL],
                      ["fmt", self.EVIL], ["scan", "--protocol", self.EVIL,
                                           self.message()]):
            self.comity(*words)


if __name__ == "__main__":
    unittest.main()
