"""Through a real Postfix, or with MTA=sendmail a real Sendmail: messages whose
lines, ends and bytes are not what they should be."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    MEMBER, OFFICER, POLITICAL, flags, letter)
from tests.tools.relay import MTA, ROOT, Relay  # noqa: E402

relay = None


def setUpModule():
    global relay
    relay = Relay(small=True)


def tearDownModule():
    relay.stop()


class Lines(unittest.TestCase):
    def setUp(self):
        relay.sink.take(0)

    def pass_on(self, data):
        relay.submit(OFFICER, [MEMBER], data)
        delivered = relay.sink.take(1)
        self.assertEqual(len(delivered), 1, "not delivered")
        return delivered[0]

    def send(self, data):
        """As it stands, up to the mail server's answer, which comes back."""
        with relay.mta.client() as client:
            client.ehlo()
            client.mail(OFFICER)
            client.rcpt(MEMBER)
            client.docmd("DATA")
            client.send(data)
            return client.getreply()[0]

    def test_mailbox_line(self):
        """Postfix makes a field of it, which means nothing to us."""
        message = self.pass_on(
            b"From jane@thornbeck.example Tue Nov 17 10:00:00 2026\r\n" +
            letter(text=POLITICAL))
        self.assertEqual(flags(message), ["political-wording"])

    def test_nul_bytes(self):
        message = self.pass_on(letter(
            subject="A\0B", text="\0" + POLITICAL + "\0\r\n\0"))
        self.assertEqual(flags(message), ["political-wording"])

    def test_bare_line_ends(self):
        """As Postfix reads them, so do we: no line is hidden from us.
        Sendmail takes no such mail."""
        for end in (b"\r", b"\n"):
            text = "One." + 2 * end.decode() + POLITICAL
            code = self.send(letter(text=text) + b".\r\n")
            if MTA == "sendmail":
                self.assertIn(code // 100, (4, 5))
                continue
            self.assertEqual(code, 250)
            self.assertEqual(flags(relay.sink.take(1)[0]),
                             ["political-wording"])

    def test_empty_messages(self):
        for data in (b"", b"\r\n", b"no header at all\r\n",
                     b"From: <%s>\r\n" % OFFICER.encode()):
            self.pass_on(data)

    @unittest.skipUnless(MTA == "postfix", "Sendmail refuses bare line feeds")
    def test_a_smuggled_message_stays_text(self):
        """With our snippet's setting it is part of the message around it."""
        snippet = (ROOT / "contrib" / "postfix.cf").read_text()
        name = "smtpd_forbid_bare_newline"
        value = re.search(rf"^{name} = (\w+)$", snippet, re.M).group(1)
        smuggled = (b"\n.\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" +
                    MEMBER.encode() + b">\r\nDATA\r\nSubject: Two\r\n\r\n")
        relay.mta.set(**{name: value, name + "_exclusions": ""})
        try:
            code = self.send(letter(text="One.") + smuggled +
                             POLITICAL.encode() + b"\r\n.\r\n")
        finally:
            relay.mta.set(**{name: "no"})
        self.assertEqual(code, 250)
        delivered = relay.sink.take(2, 3)
        self.assertEqual(len(delivered), 1)
        self.assertEqual(flags(delivered[0]), ["political-wording"])


if __name__ == "__main__":
    unittest.main()
