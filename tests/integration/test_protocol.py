"""The filter at the end of a raw connection: odd orders, odd bytes, no MTA."""
import os
import pathlib
import random
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    LEADER, MEMBER, OFFICER, OUTSIDER, POLITICAL, letter)
from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import Filter, install_config  # noqa: E402

# More with COMITY_THOROUGH=1, for a long look now and then.
TIMES = 20 if os.environ.get("COMITY_THOROUGH") else 1

directory = None
the_filter = None


def setUpModule():
    global directory, the_filter
    directory = tempfile.TemporaryDirectory(prefix="comity-protocol.")
    os.chmod(directory.name, 0o755)
    home = pathlib.Path(directory.name)
    the_filter = Filter(home, install_config(home))
    the_filter.start()


def tearDownModule():
    the_filter.stop()
    if os.environ.get("KEEP"):
        print(the_filter.log())
    directory.cleanup()


def message(**options):
    return letter(**options).replace(b"\r\n", b"\n")


class Case(unittest.TestCase):
    def setUp(self):
        self.child = the_filter.child()

    def tearDown(self):
        self.assertEqual(the_filter.child(), self.child, "it crashed")
        self.assert_works()

    def client(self, **options):
        return milter.Client(the_filter.spec).negotiate(**options)

    def assert_works(self):
        client = self.client()
        edits, answer, _ = milter.play(
            client, OFFICER, [MEMBER], message(text=POLITICAL))
        client.quit()
        self.assertEqual(answer, milter.ACCEPT)
        self.assertIn("political-wording", milter.inserted(edits)[0][1])


class Negotiation(Case):
    def test_what_is_asked_for(self):
        client = self.client()
        client.quit()
        # ADDHDRS, ADDRCPT, CHGHDRS, QUARANTINE, SETSYMLIST; no more.
        self.assertEqual(client.actions, 0x1 | 0x4 | 0x10 | 0x20 | 0x100)
        for step in (milter.NOCONNECT, milter.NOHELO, 0x200, 0x100,
                     milter.NR_HDR, milter.NR_MAIL, milter.NR_RCPT,
                     milter.NR_BODY, 0x100000):
            self.assertTrue(client.steps & step, hex(step))
        # Wanted: MAIL, RCPT, header, end of header with answer, body.
        for step in (0x4, 0x8, 0x10, 0x20, 0x40, 0x40000):
            self.assertFalse(client.steps & step, hex(step))
        self.assertIn(b"{client_addr}", client.macro_lists)

    def test_fewer_features(self):
        """No more is asked for than is offered, and all still works."""
        for actions, steps, version in (
                (0x1FF, 0x1FFFFF, 6), (0x11, 0x7F, 2), (0x1F, 0x7F, 2),
                (0x3F, 0x7FF, 6), (0x11, 0x7F, 4), (0x13F, 0x1FF7FF, 6)):
            client = self.client(actions=actions, steps=steps,
                                 version=version)
            self.assertEqual(client.actions & ~actions, 0)
            self.assertEqual(client.steps & ~steps, 0)
            edits, answer, _ = milter.play(
                client, OFFICER, [MEMBER], message(text=POLITICAL))
            self.assertEqual(answer, milter.ACCEPT)
            self.assertTrue(edits)
            client.quit()

    def test_no_way_to_add_headers(self):
        client = milter.Client(the_filter.spec)
        with self.assertRaises((milter.Gone, AssertionError)):
            client.negotiate(actions=0)
        client.close()

    def test_leading_space(self):
        for steps, space in ((milter.ALL_STEPS, " "), (0xFFFFF, "")):
            client = self.client(steps=steps)
            edits, _, _ = milter.play(client, OFFICER, [MEMBER], message())
            client.quit()
            value = milter.inserted(edits)[0][1]
            self.assertEqual(value[:len(space) + 7], space + "broxtow")


class Orders(Case):
    def test_connect_and_close(self):
        for _ in range(1000 * TIMES):
            milter.connect(the_filter.spec).close()
        for _ in range(200 * TIMES):
            self.client().close()

    def test_leave_at_any_point(self):
        for stage in range(7):
            for how in ("close", "quit", "abort"):
                client = self.client()
                steps = [
                    lambda: client.mail(OFFICER),
                    lambda: client.recipient(MEMBER),
                    lambda: client.field(b"From", b" " + OFFICER.encode()),
                    lambda: client.end_of_header(),
                    lambda: client.body(b"Vote Labour\r\n"),
                    lambda: client.end_of_message()]
                for step in steps[:stage]:
                    step()
                if how == "abort":
                    client.abort()
                    client.abort()
                    edits, answer, _ = milter.play(
                        client, OFFICER, [MEMBER], message())
                    self.assertIn("flags=none", " ".join(
                        milter.inserted(edits)[0][1].split()))
                    self.assertEqual(answer, milter.ACCEPT)
                if how != "close":
                    client.quit()
                else:
                    client.close()

    def test_many_messages_on_a_connection(self):
        client = self.client()
        for number in range(100):
            text, expected = ((POLITICAL, "political-wording"),
                              ("Plain.", "flags=none"))[number % 2]
            edits, answer, _ = milter.play(
                client, OFFICER, [MEMBER], message(text=text))
            self.assertEqual(answer, milter.ACCEPT)
            self.assertIn(expected, milter.inserted(edits)[0][1])
            if number % 10 == 0:
                edits, answer, _ = milter.play(
                    client, OUTSIDER, [MEMBER], message(sender=OUTSIDER))
                self.assertEqual((edits, answer), ([], milter.ACCEPT))
        client.quit()

    def test_random_walks(self):
        random.seed(5)
        for _ in range(300 * TIMES):
            client = self.client(steps=random.choice(
                (milter.ALL_STEPS, 0x7F)))
            try:
                for _ in range(random.randrange(1, 20)):
                    command = random.choice(b"MRLNBEADTUH")
                    payload = random.choice((
                        b"", b"<a@b>\0", b"Name\0 value\0", b"M{i}\0x\0",
                        os.urandom(20)))
                    client.send(bytes([command]), payload)
            except (BrokenPipeError, ConnectionResetError):
                pass
            client.close()

    def test_random_bytes(self):
        random.seed(7)
        for _ in range(300 * TIMES):
            peer = milter.connect(the_filter.spec)
            try:
                peer.sendall(random.randbytes(random.randrange(1, 4096)))
            except (BrokenPipeError, ConnectionResetError):
                pass
            peer.close()
        peer = milter.connect(the_filter.spec)
        peer.sendall(b"GET / HTTP/1.0\r\n\r\n")
        peer.close()


class Contents(Case):
    def answer(self, data, chunk):
        client = self.client()
        result = milter.play(client, OFFICER, [MEMBER, LEADER], data, chunk)
        client.quit()
        return result

    def test_chunks(self):
        """The answer does not depend on where the body is cut."""
        plain = message(
            text="\u201cDo vote Labour in May\u201d \u2013 caf\u00e9. " * 40,
            extra="MIME-Version: 1.0\r\nContent-Type: text/plain; "
                  "charset=utf-8\r\n")
        part = ("--b\r\nContent-Type: text/html; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                "<p>Do vote L=61bour in =\r\nMay: only Labour</p>\r\n--b--\r\n")
        parts = message(
            text=part, extra="MIME-Version: 1.0\r\nContent-Type: "
            "multipart/alternative; boundary=b\r\n")
        for data in (plain, parts):
            whole = self.answer(data, 65535)
            for chunk in (1, 7, 4096):
                self.assertEqual(self.answer(data, chunk), whole)

    def test_large_fields(self):
        for size in (70 * 1000, 900 * 1000):
            client = self.client()
            client.mail(OFFICER)
            client.recipient(MEMBER)
            client.field(b"From", b" " + OFFICER.encode())
            client.field(b"X-Large", b" " + b"x" * size)
            client.field(b"X-Council-Protocol", b" " + b"f" * size)
            client.field(b"To", b" " + MEMBER.encode())
            client.end_of_header()
            edits, answer, _ = client.end_of_message()
            self.assertEqual(answer, milter.ACCEPT)
            self.assertEqual(edits[0][0], milter.CHANGE)
            self.assertIn("size", milter.inserted(edits)[0][1])
            client.quit()

    def test_odd_bytes(self):
        for value in (b"", b"\r\n", b"\xff\xfe", b"=?utf-8?q?=0D=0AX:_y?=",
                      b" a\r b", b"<" * 1000, b"(" * 5000, b'"' * 999):
            client = self.client()
            client.mail(OFFICER)
            client.recipient(MEMBER)
            client.field(b"From", value + b" <" + OFFICER.encode() + b">")
            client.field(b"Subject", value)
            client.field(b"To", value + b", " + MEMBER.encode())
            if client.end_of_header() == milter.ACCEPT:
                client.quit()
                continue
            client.body(b"x" + value * 10)
            edits, answer, _ = client.end_of_message()
            self.assertEqual(answer, milter.ACCEPT)
            for _, line in milter.inserted(edits):
                self.assertNotIn("\r", line)
                self.assertNotIn("\n\n", line)
                line.encode("ascii")
            client.quit()

    def test_no_macros_at_all(self):
        client = self.client()
        client.ask(b"M", b"<" + OFFICER.encode() + b">\0", milter.NR_MAIL)
        client.ask(b"R", b"<" + MEMBER.encode() + b">\0SIZE=1\0",
                   milter.NR_RCPT)
        client.field(b"From", OFFICER.encode())
        client.field(b"To", MEMBER.encode())
        client.end_of_header()
        edits, _, _ = client.end_of_message()
        self.assertNotIn("unverified", milter.inserted(edits)[0][1])
        client.quit()


class Limits(unittest.TestCase):
    def test_few_descriptors(self):
        """Connections over the bound are turned away, without a spin; those
        under it are served, and later ones again."""
        with tempfile.TemporaryDirectory(prefix="comity-limits.") as name:
            os.chmod(name, 0o755)
            home = pathlib.Path(name)
            limited = Filter(home, install_config(home),
                             ["bash", "-c", "ulimit -n 96; exec \"$@\"", "-"])
            limited.start()
            try:
                self.fill(limited)
            finally:
                limited.stop()
            self.assertIn("turned away", limited.log())

    def test_silent_peers(self):
        """More than there are descriptors connect and say nothing, or half a
        word: others are served at once, and nothing spins."""
        with tempfile.TemporaryDirectory(prefix="comity-limits.") as name:
            os.chmod(name, 0o755)
            home = pathlib.Path(name)
            limited = Filter(home, install_config(home),
                             ["bash", "-c", "ulimit -n 96; exec \"$@\"", "-"])
            limited.start()
            peers = []
            try:
                for number in range(400):
                    peers.append(milter.connect(limited.spec))
                    if number % 2:
                        peers[-1].sendall(b"\0\0")
                time.sleep(0.2)
                before = cpu_seconds(limited.child())
                time.sleep(2)
                self.assertLess(cpu_seconds(limited.child()) - before, 0.1)
                start = time.monotonic()
                client = milter.Client(limited.spec).negotiate()
                edits, _, _ = milter.play(client, OFFICER, [MEMBER],
                                          message())
                self.assertTrue(edits)
                client.quit()
                self.assertLess(time.monotonic() - start, 1)
            finally:
                for peer in peers:
                    peer.close()
                start = time.monotonic()
                limited.stop()
                self.assertLess(time.monotonic() - start, 5)

    def fill(self, limited):
        served, away = [], 0
        for _ in range(50):
            client = milter.Client(limited.spec)
            try:
                served.append(client.negotiate())
            except (milter.Gone, OSError):
                away += 1
                client.close()
        self.assertEqual(len(served), 32)
        self.assertEqual(away, 18)
        before = cpu_seconds(limited.child())
        time.sleep(1)
        self.assertLess(cpu_seconds(limited.child()) - before, 0.1)
        for client in served:
            edits, answer, _ = milter.play(client, OFFICER, [MEMBER],
                                           message())
            self.assertEqual(answer, milter.ACCEPT)
            self.assertTrue(edits)
            client.quit()
        time.sleep(0.2)
        milter.Client(limited.spec).negotiate().quit()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    unittest.main()
