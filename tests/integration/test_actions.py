"""What flags can do besides tagging, through a real Postfix (or
with MTA=sendmail a real Sendmail); two councils."""
import os
import pathlib
import re
import smtplib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    LEADER, MEMBER, OFFICER, PLAIN, POLITICAL, flags, letter, ours, summary)
from tests.tools.relay import MTA, ROOT, Relay, wait_until  # noqa: E402

CLERK = "clerk@acting.example"
COUNCILLOR = "councillor@acting.example"

ACTIONS = {
    "mark": 'subject "[Check] "', "copy": "return-copy", "keep": "hold",
    "wait": "defer", "stop": 'reject "Not accepted: 100% sure"'}

relay = None


def rules():
    text = ('council acting {\n domains "acting.example"\n protocol acting\n'
            ' roster "acting.csv"\n time-zone "Europe/London"\n}\n'
            'protocol acting {\n title "Acting"\n'
            f' clause "1" "All" flags {", ".join(ACTIONS)}\n}}\n')
    for name, action in ACTIONS.items():
        text += (f"flag {name} {{\n severity warning\n threshold 5\n"
                 f' warning "It says {name}."\n action {action}\n}}\n'
                 f"rule say-{name} {{\n flag {name}\n"
                 f' when author is officer\n 5 "act {name}"\n}}\n')
    return text


def setUpModule():
    global relay
    relay = Relay(start=False)
    (relay.config.parent / "acting.csv").write_text(
        "address,role,name,title,party,posts,expands\n"
        f"{CLERK},officer,A Clerk,,,,\n{COUNCILLOR},member,A Member,,,,\n")
    relay.config.write_text(relay.config.read_text() + rules())
    relay.start()


def tearDownModule():
    relay.stop()


def acting(word, **options):
    return letter(CLERK, COUNCILLOR, f"Please act {word} now.", **options)


class Actions(unittest.TestCase):
    def setUp(self):
        relay.sink.take(0)

    def send(self, data, sender=CLERK, recipient=COUNCILLOR):
        relay.submit(sender, [recipient], data)
        return relay.sink.take(1)[0]

    def test_subject(self):
        message = self.send(acting("mark", subject="Bins on Friday"))
        self.assertEqual(message.field("Subject"), ["[Check] Bins on Friday"])
        self.assertEqual(flags(message), ["mark"])
        again = self.send(message.data)
        self.assertEqual(again.field("Subject"), ["[Check] Bins on Friday"])

    def test_subject_spacing(self):
        message = self.send(acting("mark", subject="Bins"))
        self.assertIn(("Subject", " [Check] Bins"), message.fields())

    def test_no_subject(self):
        data = acting("mark").replace(b"Subject: A report\r\n", b"")
        self.assertEqual(self.send(data).field("Subject"), ["[Check]"])

    def test_return_copy(self):
        relay.submit(CLERK, [COUNCILLOR], acting("copy"))
        wait_until(lambda: sum(len(m.recipients)
                               for m in relay.sink.wait(1)) == 2, what="copy")
        messages = relay.sink.take(0)
        self.assertEqual(sorted(r for m in messages for r in m.recipients),
                         [CLERK, COUNCILLOR])
        for message in messages:
            self.assertEqual(flags(message), ["copy"])

    def test_hold(self):
        relay.submit(CLERK, [COUNCILLOR], acting("keep"))
        wait_until(lambda: any(name.startswith("hold/") for name in
                               relay.mta.queued()), what="hold")
        self.assertEqual(relay.sink.wait(1, 0.5), [])
        relay.mta.release()
        self.assertEqual(flags(relay.sink.take(1)[0]), ["keep"])

    def test_defer(self):
        with self.assertRaises(smtplib.SMTPDataError) as caught:
            relay.submit(CLERK, [COUNCILLOR], acting("wait"))
        self.assertEqual(caught.exception.smtp_code // 100, 4)

    def test_reject(self):
        with self.assertRaises(smtplib.SMTPDataError) as caught:
            relay.submit(CLERK, [COUNCILLOR], acting("stop"))
        self.assertEqual(caught.exception.smtp_code, 550)
        self.assertEqual(caught.exception.smtp_error,
                         b"5.7.1 Not accepted: 100% sure")

    def test_after_a_refusal_the_connection_goes_on(self):
        with relay.mta.client() as client:
            with self.assertRaises(smtplib.SMTPDataError):
                client.sendmail(CLERK, [COUNCILLOR], acting("stop"))
            client.sendmail(CLERK, [COUNCILLOR], acting("mark"))
        self.assertEqual(flags(relay.sink.take(1)[0]), ["mark"])


class TellingTheAuthor(unittest.TestCase):
    """The examples in contrib/comity.conf, on the shipped rules, as they
    stand there but for the "#" before them."""

    def examples(self, action):
        text = (ROOT / "contrib/comity.conf").read_text()
        found = re.findall(rf"(?m)^#(action \S+ {action}\b.*)$", text)
        self.assertEqual(len(found), 1)
        return found[0] + "\n"

    def start(self, line):
        own = Relay(settings=line, name="comity-telling")
        self.addCleanup(own.stop)
        return own

    def test_return_copy(self):
        own = self.start(self.examples("return-copy"))
        own.submit(OFFICER, [MEMBER, LEADER], letter())
        wait_until(lambda: sum(len(m.recipients)
                               for m in own.sink.wait(1)) == 3, what="copy")
        messages = own.sink.take(0)
        self.assertEqual(sorted(r for m in messages for r in m.recipients),
                         sorted([MEMBER, LEADER, OFFICER]))
        for message in messages:
            self.assertEqual(flags(message), ["copy-notice"])

    def test_reject_and_put_right(self):
        """The text says what to do; both ways of doing it help."""
        line = self.examples("reject")
        own = self.start(line)
        with self.assertRaises(smtplib.SMTPDataError) as caught:
            own.submit(OFFICER, [MEMBER, LEADER], letter())
        self.assertEqual(caught.exception.smtp_code, 550)
        said = caught.exception.smtp_error.decode()
        self.assertIn(re.search(r'"(.*)"', line)[1], said)
        self.assertIn("in Cc", said)
        self.assertNotIn("peter", said.lower())
        self.assertEqual(own.sink.wait(1, 0.5), [])
        for better in (letter(cc=LEADER),
                       letter(text=PLAIN + " I am sending a copy of this "
                              "to Cllr Peter Vane.")):
            own.submit(OFFICER, [MEMBER, LEADER], better)
            self.assertEqual(flags(own.sink.take(1)[0]), [])
            own.sink.take(0)

    def test_reject_of_a_program_on_the_relay(self):
        """What the relay's own programs send comes back with the text;
        Sendmail tells the program at once."""
        own = self.start(self.examples("reject"))
        if MTA == "sendmail":
            with self.assertRaises(subprocess.CalledProcessError) as caught:
                own.mta.sendmail(OFFICER, [MEMBER, LEADER], letter())
            self.assertEqual(caught.exception.returncode, os.EX_UNAVAILABLE)
            return
        own.mta.sendmail(OFFICER, [MEMBER, LEADER], letter())
        bounce = own.sink.take(1)[0]
        self.assertEqual(bounce.recipients, [OFFICER])
        self.assertIn(b"name the copied person", b" ".join(
            bounce.data.split()))


class Councils(unittest.TestCase):
    def test_the_authors_council_decides(self):
        relay.submit(CLERK, [COUNCILLOR], letter(CLERK, COUNCILLOR, POLITICAL))
        message = relay.sink.take(1)[0]
        self.assertEqual(flags(message), [])
        self.assertIn("acting", summary(message))
        relay.submit(OFFICER, [MEMBER], letter(text=POLITICAL + " act mark"))
        message = relay.sink.take(1)[0]
        self.assertEqual(flags(message), ["political-wording"])
        self.assertIn("broxtowe-borough", summary(message))

    def test_mail_to_the_other_council(self):
        """Its members are outsiders to this one's protocol."""
        relay.submit(OFFICER, [COUNCILLOR], letter(to=COUNCILLOR))
        self.assertEqual(ours(relay.sink.take(1)[0]), [])


if __name__ == "__main__":
    unittest.main()
