"""Through a real Postfix, or with MTA=sendmail a real Sendmail: what a
recipient gets."""
import json
import pathlib
import re
import smtplib
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    CHIEF, LEADER, MEMBER, OFFICER, OUTSIDER, POLITICAL, flags, letter, ours,
    summary)
from tests.tools.relay import MTA, Relay, wait_until  # noqa: E402

CRLF = b"\r\n"
relay = None


def only_postfix(reason):
    return unittest.skipUnless(MTA == "postfix", reason)


def setUpModule():
    global relay
    relay = Relay('trusted-relay "127.0.0.8/31"\nbody-limit 1')


def tearDownModule():
    relay.stop()


class Case(unittest.TestCase):
    def setUp(self):
        relay.sink.take(0)

    def pass_on(self, data, sender=OFFICER, recipients=(MEMBER,), **options):
        """Submits one message and returns it as delivered."""
        relay.submit(sender, list(recipients), data, **options)
        delivered = relay.sink.take(1)
        self.assertEqual(len(delivered), 1, "not delivered")
        return delivered[0]


class Headers(Case):
    def test_summary_is_the_first_field(self):
        message = self.pass_on(letter())
        self.assertEqual(message.fields()[0][0], "X-Council-Protocol")
        self.assertTrue(message.fields()[0][1].startswith(" "))
        self.assertEqual(flags(message), [])
        self.assertIn("Received", [n for n, _ in message.fields()])

    def test_political_wording(self):
        message = self.pass_on(letter(text=POLITICAL))
        self.assertEqual(flags(message), ["political-wording"])
        self.assertTrue(message.field("X-Council-Protocol-Warning"))
        self.assertIn('clause="', message.field("X-Council-Protocol-Flag")[0])

    def test_lines_are_short_ascii(self):
        message = self.pass_on(letter(text=POLITICAL), recipients=[
            MEMBER, LEADER])
        for name, value in ours(message):
            for line in f"{name}:{value}".split("\n"):
                self.assertLessEqual(len(line), 78)
                line.encode("ascii")

    def test_body_and_other_fields_are_untouched(self):
        data = letter(extra="X-Odd:   three  spaces\r\n\tand a tab\r\n",
                      text="One\r\n..two\r\n\r\n  three \r\nfour \xe9")
        message = self.pass_on(data)
        self.assertIn(("X-Odd", "   three  spaces\n\tand a tab"),
                      message.fields())
        self.assertEqual(message.body(), data.partition(b"\r\n\r\n")[2])

    def test_fields_that_the_mail_server_adds(self):
        """They change no finding: a letter with all of them, and one of two."""
        data = letter(text=POLITICAL)
        bare = re.sub(rb"^(?:To|Date|Message-ID):.*\r\n", b"", data,
                      flags=re.M)
        self.assertEqual(bare.partition(CRLF + CRLF)[0].count(CRLF), 1)
        for text in (data, bare):
            message = self.pass_on(text)
            self.assertEqual(flags(message), ["political-wording"])
            self.assertTrue(message.field("Date"))

    def test_mail_from_outside_has_none(self):
        message = self.pass_on(letter(OUTSIDER), OUTSIDER)
        self.assertEqual(ours(message), [])

    def test_queue_id(self):
        """The audit line has the mail server's own, as in its Received."""
        message = self.pass_on(letter())
        line = relay.filter.log().splitlines()[-1]
        audit = json.loads(line[line.index("{"):])
        self.assertRegex(audit["queue_id"], r"^\w{8,}$")
        self.assertIn(f"id {audit['queue_id']}",
                      message.field("Received")[0])

    def test_null_sender(self):
        message = self.pass_on(letter(OUTSIDER), "", [OFFICER])
        self.assertEqual(ours(message), [])
        message = self.pass_on(letter(text=POLITICAL), "")
        self.assertEqual(flags(message), ["political-wording"])
        self.assertEqual(summary(message).get("identity"), "unverified")

    def test_forged_from_is_unverified(self):
        message = self.pass_on(letter(text=POLITICAL), OUTSIDER)
        self.assertEqual(summary(message).get("identity"), "unverified")

    @only_postfix("Debian's Sendmail is built without it")
    def test_smtputf8(self):
        data = letter(subject="R\u00e9union", text=POLITICAL)
        message = self.pass_on(
            data, "ren\u00e9@elsewhere.example",
            mail_options=["SMTPUTF8", "BODY=8BITMIME"])
        self.assertEqual(flags(message), ["political-wording"])
        self.assertEqual(message.sender, "ren\u00e9@elsewhere.example")

    def test_large_message(self):
        text = (POLITICAL + "\r\n\r\n" + ("x" * 70 + "\r\n") * 30000)
        message = self.pass_on(letter(text=text))
        self.assertIn("size", summary(message)["unread"])
        self.assertEqual(flags(message), ["political-wording"])
        self.assertGreater(len(message.data), 2000 * 1000)


class Forged(Case):
    """Fields of ours that come with a message never arrive."""

    def both_ways(self, extra, count=0):
        """On mail that is inspected and on mail that is not."""
        message = self.pass_on(letter(extra=extra))
        self.assertEqual([n for n, _ in ours(message)],
                         ["X-Council-Protocol"])
        self.assertEqual(flags(message), [])
        message = self.pass_on(letter(OUTSIDER, extra=extra), OUTSIDER)
        self.assertEqual(ours(message), [])
        self.assertNotIn(b"forged", message.data.lower())

    def test_copies(self):
        for count in (1, 2, 3, 50):
            with self.subTest(count=count):
                self.both_ways("X-Council-Protocol: forged\r\n" * count)

    def test_other_fields_between(self):
        self.both_ways(
            "X-Council-Protocol: forged\r\nX-Other: a\r\n"
            "X-Council-Protocol-Flag: forged\r\nX-Council-Protocol: forged\r\n"
            "X-Other: b\r\nX-Council-Protocol-Flag: forged\r\n"
            "X-Council-Protocol-Unheard-Of: forged\r\n")

    def test_odd_spelling(self):
        for field in ("x-COUNCIL-protocol: forged", "X-COUNCIL-PROTOCOL:forged",
                      "X-Council-Protocol : forged",
                      "X-Council-Protocol\t: forged",
                      "X-Council-Protocol:\r\n forged\r\n\tforged"):
            with self.subTest(field=field):
                self.both_ways(field + "\r\n")

    def both_ways_or_refused(self, extra):
        """Sendmail takes no header of more than 32 KiB."""
        if MTA == "postfix":
            self.both_ways(extra)
            return
        with self.assertRaises(smtplib.SMTPDataError) as caught:
            self.both_ways(extra)
        self.assertEqual(caught.exception.smtp_code, 552)

    def test_longer_than_we_hold(self):
        line = "forged " * 120
        self.both_ways_or_refused(
            "X-Council-Protocol: a\r\nX-Council-Protocol: b\r\n" +
            (" " + line + "\r\n") * 90 + "X-Council-Protocol: c\r\n")

    def test_as_many_as_fit(self):
        start = time.monotonic()
        self.both_ways_or_refused("X-Council-Protocol: f\r\n" * 3500)
        self.assertLess(time.monotonic() - start, 30)

    def test_as_many_as_both_take(self):
        self.both_ways("X-Council-Protocol: f\r\n" * 900)

    def test_trusted_relay(self):
        extra = "X-Council-Protocol: theirs\r\n"
        with relay.mta.client("127.0.0.9") as client:
            client.sendmail(OUTSIDER, [CHIEF], letter(OUTSIDER, extra=extra))
        message = relay.sink.take(1)[0]
        self.assertEqual(message.field("X-Council-Protocol"), ["theirs"])
        with relay.mta.client("127.0.0.10") as client:
            client.sendmail(OUTSIDER, [CHIEF], letter(OUTSIDER, extra=extra))
        self.assertEqual(ours(relay.sink.take(1)[0]), [])

    def test_a_message_that_passes_twice(self):
        once = self.pass_on(letter(text=POLITICAL))
        twice = self.pass_on(once.data)
        self.assertEqual(ours(twice), ours(once))

    @only_postfix("Sendmail's queue runs pass no filter again")
    def test_requeued(self):
        relay.mta.set(defer_transports="smtp")
        try:
            relay.submit(OFFICER, [MEMBER], letter(text=POLITICAL))
            wait_until(lambda: any("deferred" in name for name in
                                   relay.mta.queued()), what="queue")
        finally:
            relay.mta.set(defer_transports="")
        relay.mta.requeue()
        message = relay.sink.take(1)[0]
        self.assertEqual(flags(message), ["political-wording"])
        self.assertEqual(
            len(message.field("X-Council-Protocol-Warning")), 1)


class Copies(Case):
    """Hidden copies, and that nothing tells who got them."""

    def assert_hidden(self, message, *people):
        for person in people:
            for name, value in message.fields():
                if name != "Received":  # Postfix's own: for <the recipient>
                    self.assertNotIn(person.partition("@")[0], value, name)
            self.assertNotIn(person, relay.filter.log())
            self.assertNotIn(person.partition("@")[0], relay.filter.log())

    def test_hidden_copy(self):
        message = self.pass_on(letter(), recipients=[MEMBER, LEADER])
        self.assertEqual(flags(message), ["copy-notice"])
        self.assert_hidden(message, LEADER)

    def test_visible_copy(self):
        message = self.pass_on(letter(cc=LEADER), recipients=[MEMBER, LEADER])
        self.assertEqual(flags(message), [])

    def test_a_bcc_field(self):
        """Its people are hidden ones; Postfix takes it out before we look."""
        extra = f"Bcc: <{LEADER}>\r\n"
        message = self.pass_on(letter(extra=extra),
                               recipients=[MEMBER, LEADER])
        self.assertEqual(flags(message), ["copy-notice"])
        self.assert_hidden(message, LEADER)
        message = self.pass_on(letter(extra=extra))
        self.assertEqual(flags(message),
                         [] if MTA == "postfix" else ["copy-notice"])
        self.assert_hidden(message, LEADER)

    def test_hidden_copy_outside_the_council(self):
        message = self.pass_on(letter(), recipients=[
            MEMBER, "canary.quill@elsewhere.example"])
        self.assertEqual(flags(message), ["copy-notice"])
        self.assert_hidden(message, "canary.quill@elsewhere.example")

    def test_hidden_copy_in_a_transaction_of_its_own(self):
        data = letter()
        with relay.mta.client() as client:
            client.sendmail(OFFICER, [MEMBER], data)
            client.sendmail(OFFICER, [LEADER], data)
        to = {m.recipients[0]: m for m in relay.sink.take(2)}
        self.assertEqual(flags(to[LEADER]), ["copy-notice"])
        self.assertEqual(flags(to[MEMBER]), [])
        self.assert_hidden(to[LEADER], LEADER)

    def test_a_hidden_copy_that_came_first_is_remembered(self):
        with tempfile.TemporaryDirectory() as home:
            pathlib.Path(home).chmod(0o777)
            other = Relay(f'copy-store "{home}/copies.db"')
            try:
                data, late = letter(subject="early"), letter(subject="late")
                other.submit(OFFICER, [LEADER], data)
                other.submit(OFFICER, [MEMBER], data)
                other.submit(OFFICER, [MEMBER], late)
                other.submit(OFFICER, [LEADER], late)
                mail = other.sink.take(4)
                self.assertEqual(len(mail), 4)
                self.assertEqual({m.subject(): flags(m) for m in mail
                                  if m.recipients == [MEMBER]},
                                 {"early": ["copy-notice"], "late": []})
                audit = [json.loads(line[line.index("{"):])
                         for line in other.filter.log().splitlines()
                         if '"copied_later"' in line]
                self.assertEqual([line["copied_later"] for line in audit],
                                 [False, False, False, True])
                stored = pathlib.Path(home, "copies.db").read_bytes()
                for person in (LEADER, MEMBER, OFFICER):
                    self.assertNotIn(person.encode(), stored)
            finally:
                other.stop()

    def test_many_hidden_copies_are_not_counted(self):
        hidden = [f"canary{i}.finch@elsewhere.example" for i in range(1, 7)]
        few = self.pass_on(letter(), recipients=[MEMBER] + hidden[:1])
        many = self.pass_on(letter(), recipients=[MEMBER] + hidden)
        self.assertEqual(ours(few), ours(many))
        self.assert_hidden(many, *hidden)

    def test_subject_and_text_stay_out_of_the_log(self):
        self.pass_on(letter(subject="Canary plumage", text=POLITICAL +
                            "\r\nThe feathers of the canary are grey."),
                     recipients=[MEMBER, LEADER])
        for word in ("plumage", "feathers", "leisure", "Labour"):
            self.assertNotIn(word, relay.filter.log())


class Connections(Case):
    """Several messages on one connection, and none of one in the next."""

    def test_each_message_is_judged(self):
        kinds = [(letter(text=POLITICAL), OFFICER, ["political-wording"]),
                 (letter(OUTSIDER), OUTSIDER, None),
                 (letter(), OFFICER, []),
                 (letter(OUTSIDER, extra="X-Council-Protocol: f\r\n"),
                  OUTSIDER, None),
                 (letter(text=POLITICAL), OFFICER, ["political-wording"])]
        with relay.mta.client() as client:
            for data, sender, expected in kinds * 3:
                client.sendmail(sender, [MEMBER], data)
                message = relay.sink.take(1)[0]
                self.assertEqual(flags(message), expected)

    def test_reset(self):
        with relay.mta.client() as client:
            client.ehlo()
            client.mail(OFFICER)
            client.rcpt(LEADER)
            client.rcpt("canary.teal@elsewhere.example")
            client.rset()
            client.rset()
            client.mail(OUTSIDER)
            client.rset()
            client.sendmail(OFFICER, [MEMBER], letter())
        message = relay.sink.take(1)[0]
        self.assertEqual(flags(message), [])
        self.assertEqual(message.recipients, [MEMBER])

    def test_client_that_goes_away(self):
        for stage in range(4):
            client = relay.mta.client()
            client.ehlo()
            client.mail(OFFICER)
            client.rcpt(MEMBER)
            if stage > 0:
                client.docmd("DATA")
            if stage > 1:
                client.send(letter(text=POLITICAL)[:200 * stage])
            client.sock.close()
        message = self.pass_on(letter())
        self.assertEqual(flags(message), [])

    def test_refused_recipient(self):
        with relay.mta.client() as client:
            client.ehlo()
            client.mail(OFFICER)
            self.assertNotEqual(client.docmd("RCPT", "TO:")[0], 250)
            self.assertNotEqual(client.docmd("DATA")[0], 354)
            client.rset()
            client.sendmail(OFFICER, [MEMBER], letter())
        self.assertEqual(flags(relay.sink.take(1)[0]), [])

    def test_ten_at_once(self):
        each, errors = 20, []

        def send(number):
            try:
                with relay.mta.client() as client:
                    for i in range(each):
                        own = (number + i) % 3
                        client.sendmail(
                            OUTSIDER if own == 2 else OFFICER, [MEMBER],
                            letter(OUTSIDER if own == 2 else OFFICER,
                                   text=POLITICAL if own == 1 else "Plain",
                                   subject=f"kind {own}"))
            except Exception as error:  # shown below, in the main thread
                errors.append(error)

        threads = [threading.Thread(target=send, args=(n,)) for n in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        messages = relay.sink.take(10 * each)
        self.assertEqual(len(messages), 10 * each)
        expected = {"kind 0": [], "kind 1": ["political-wording"],
                    "kind 2": None}
        for message in messages:
            self.assertEqual(flags(message), expected[message.subject()])

    def test_local_submission(self):
        relay.mta.sendmail(OFFICER, [MEMBER], letter(text=POLITICAL))
        message = relay.sink.take(1)[0]
        self.assertEqual(flags(message), ["political-wording"])
        self.assertEqual(message.fields()[0][0], "X-Council-Protocol")

    @only_postfix("Sendmail has no setting for it")
    def test_old_protocols(self):
        """Postfix asked to speak as it did years ago: fewer features, the
        same headers."""
        for version in (2, 3, 4):
            relay.mta.set(milter_protocol=version)
            try:
                message = self.pass_on(letter(text=POLITICAL),
                                       recipients=[MEMBER, LEADER])
                self.assertEqual(flags(message),
                                 ["copy-notice", "political-wording"])
                self.assertTrue(message.fields()[0][1].startswith(" b"))
                self.assertEqual(ours(self.pass_on(
                    letter(OUTSIDER, extra="X-Council-Protocol: f\r\n" * 3),
                    OUTSIDER)), [])
            finally:
                relay.mta.set(milter_protocol=6)

    @only_postfix("Sendmail lets no test claim a login")
    def test_login_verifies(self):
        with relay.mta.client() as client:
            client.ehlo()
            client.docmd("XCLIENT", f"LOGIN={OFFICER}")
            client.sendmail(OUTSIDER, [MEMBER], letter(text=POLITICAL))
        message = relay.sink.take(1)[0]
        self.assertNotIn("identity", summary(message))


if __name__ == "__main__":
    unittest.main()
