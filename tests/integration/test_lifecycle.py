"""Start, stop, crash and reload, under load, through a real Postfix (or with
MTA=sendmail a real Sendmail)."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    MEMBER, OFFICER, POLITICAL, flags, letter)
from tests.tools.relay import BUILD, MTA, Relay, wait_until  # noqa: E402

# The slow build with sanitizers goes each way once; the fast one repeats.
ROUNDS = 1 if os.environ.get("CONFIG") == "asan" else 3

relay = None


def setUpModule():
    global relay
    relay = Relay(small=True)


def tearDownModule():
    relay.stop()


class Load:
    """Clients that send letters with a serial number until told to stop."""

    def __init__(self, clients=6, per_connection=3):
        self.per_connection = per_connection
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.sent, self.refused, self.number = set(), [], 0
        self.threads = [threading.Thread(target=self.run)
                        for _ in range(clients)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def next_number(self):
        with self.lock:
            self.number += 1
            return self.number

    def run(self):
        while not self.over.is_set():
            try:
                with relay.mta.client() as client:
                    for _ in range(self.per_connection):
                        self.send(client)
            except Exception as error:  # a refusal, judged by the test
                self.refused.append(error)

    def send(self, client):
        number = self.next_number()
        time.sleep(0.02)  # the rest is for what is tested
        client.sendmail(OFFICER, [MEMBER],
                        letter(text=POLITICAL, subject=f"number {number}"))
        with self.lock:
            self.sent.add(f"number {number}")


class Case(unittest.TestCase):
    def setUp(self):
        relay.sink.take(0)

    def assert_all_delivered(self, load):
        """Each exactly once, none refused. Gives those without our header."""
        self.assertEqual(load.refused, [])
        messages = relay.sink.take(len(load.sent))
        wait_until(lambda: not relay.mta.queued(), what="empty queue")
        messages += relay.sink.take(0)
        subjects = [m.subject() for m in messages]
        self.assertEqual(len(subjects), len(set(subjects)), "doubled")
        self.assertEqual(set(subjects), load.sent)
        for message in messages:
            self.assertIn(flags(message), (None, ["political-wording"]))
        return [m for m in messages if flags(m) is None]

    def send_one(self):
        relay.submit(OFFICER, [MEMBER], letter(text=POLITICAL))
        return flags(relay.sink.take(1)[0])


class Stopping(Case):
    def test_term_under_load(self):
        untagged = 0
        for _ in range(ROUNDS):
            with Load() as load:
                time.sleep(1)
                self.assertEqual(relay.filter.stop(), 0)
                relay.filter.start()
                time.sleep(0.5)
            untagged += len(self.assert_all_delivered(load))
        print(f"[{untagged} untagged over {ROUNDS} restarts] ", end="")
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_restart_with_a_socket_from_the_service_manager(self):
        """Connections wait in the queue: nothing passes unlooked at."""
        relay.filter.stop()
        relay.filter.pass_socket_on()
        try:
            relay.filter.start()
            with Load() as load:
                for _ in range(ROUNDS):
                    time.sleep(0.5)
                    self.assertEqual(relay.filter.stop(), 0)
                    relay.filter.start()
            self.assertEqual(self.assert_all_delivered(load), [])
        finally:
            relay.filter.stop()
            relay.filter.passed_on.close()
            relay.filter.passed_on = None
            os.unlink(relay.filter.spec.partition(":")[2])
            relay.filter.start()

    def test_message_in_hand_is_finished(self):
        """A connection that has begun a message outlives TERM."""
        with relay.mta.client() as client:
            client.ehlo()
            client.mail(OFFICER)
            client.rcpt(MEMBER)
            relay.filter.process.terminate()
            time.sleep(1)
            self.assertIsNone(relay.filter.process.poll())
            client.data(letter(text=POLITICAL))
            message = relay.sink.take(1)[0]
            self.assertEqual(flags(message), ["political-wording"])
        self.assertEqual(relay.filter.process.wait(10), 0)
        self.assertFalse(os.path.exists(relay.filter.socket_directory /
                                        "socket"))
        relay.filter.start()
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_idle_filter_stops_at_once(self):
        wait_until(lambda: not relay.filter.connections(), 30, "idle filter")
        start = time.monotonic()
        self.assertEqual(relay.filter.stop(), 0)
        self.assertLess(time.monotonic() - start, 2)
        relay.filter.start()


@unittest.skipUnless(MTA == "postfix", "the snippet has a unix socket")
class Tcp(unittest.TestCase):
    def test_no_waiting(self):
        """A filter that adds headers over TCP is as fast as any: no 40 ms
        for a delayed acknowledgement, which it would be at each message."""
        over_tcp = Relay(tcp=True)
        try:
            with over_tcp.mta.client() as client:
                client.sendmail(OFFICER, [MEMBER], letter(text=POLITICAL))
                took = []
                for _ in range(40):
                    start = time.monotonic()
                    client.sendmail(OFFICER, [MEMBER], letter(text=POLITICAL))
                    took.append(time.monotonic() - start)
            for message in over_tcp.sink.take(41):
                self.assertEqual(flags(message), ["political-wording"])
            # Each would have it; what a busy machine adds, only some have.
            self.assertLess(sorted(took)[4], 0.03)
        finally:
            over_tcp.stop()


class Crashing(Case):
    def test_killed_in_the_middle_of_a_message(self):
        with relay.mta.client() as client:
            client.ehlo()
            client.mail(OFFICER)
            client.rcpt(MEMBER)
            before = relay.filter.child()
            os.kill(before, signal.SIGKILL)
            client.data(letter(text=POLITICAL))
        self.assertEqual(len(relay.sink.take(1)), 1)
        wait_until(lambda: relay.filter.child() not in (None, before),
                   what="a new child")
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_kills_under_load(self):
        with Load() as load:
            for _ in range(2 * ROUNDS):
                time.sleep(0.7)
                child = relay.filter.child()
                if child:
                    os.kill(child, signal.SIGKILL)
        untagged = len(self.assert_all_delivered(load))
        print(f"[{untagged} of {len(load.sent)} untagged over {2 * ROUNDS} kills] ",
              end="")
        wait_until(lambda: relay.filter.child() is not None, 40, "a child")
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_supervisor_killed(self):
        """Its child goes as well; the next instance finds its way."""
        child = relay.filter.child()
        relay.filter.process.kill()
        relay.filter.process.wait()
        wait_until(lambda: not os.path.exists(f"/proc/{child}"), 30,
                   "the child to go")
        self.assertTrue(os.path.exists(relay.filter.socket_directory /
                                       "socket"))
        relay.filter.start()
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_second_instance(self):
        spec = relay.filter.spec
        for options in (["--pid-file", relay.filter.socket_directory / "pid"],
                        ["--pid-file", relay.filter.socket_directory / "p2"]):
            done = subprocess.run(
                [BUILD / "comity-milter", "-f", "-c", relay.config, "--user",
                 "nobody", "--socket", spec, *options],
                stderr=subprocess.PIPE, timeout=60, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, b"another comity-milter is running|"
                             b"somebody listens there already")
        self.assertEqual(self.send_one(), ["political-wording"])

    def test_signals_to_the_child(self):
        """libmilter would stop at once at any of these."""
        child = relay.filter.child()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            os.kill(child, number)
        time.sleep(0.3)
        self.assertEqual(relay.filter.child(), child)
        self.assertEqual(self.send_one(), ["political-wording"])


class Silent(Case):
    """Still there, and no answer."""

    @unittest.skipUnless(MTA == "postfix", "Sendmail waits ten seconds")
    def test_stopped_for_longer_than_postfix_waits(self):
        relay.mta.set(milter_command_timeout="2s", milter_content_timeout="2s")
        child = relay.filter.child()
        os.kill(child, signal.SIGSTOP)
        try:
            start = time.monotonic()
            self.assertIsNone(self.send_one())
            self.assertGreater(time.monotonic() - start, 2)
        finally:
            os.kill(child, signal.SIGCONT)
            relay.mta.set(milter_command_timeout="30s",
                          milter_content_timeout="300s")
        self.assertEqual(self.send_one(), ["political-wording"])
        self.assertEqual(relay.filter.child(), child)

    def test_socket_removed(self):
        """Mail passes; the next start finds its way, whoever made what
        stands at the path now."""
        path = relay.filter.spec.partition(":")[2]
        os.unlink(path)
        self.assertIsNone(self.send_one())
        self.assertEqual(relay.filter.stop(), 0)
        self.assertFalse(os.path.exists(path))
        relay.filter.start()
        self.assertEqual(self.send_one(), ["political-wording"])


class Starting(Case):
    def run_filter(self, *options):
        return subprocess.run(
            [BUILD / "comity-milter", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=60, check=False)

    def test_will_not_run_as_root(self):
        done = self.run_filter("-f", "-c", str(relay.config), "--socket",
                               f"unix:{relay.directory}/other")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"will not run as root", done.stderr)

    def test_bad_configuration(self):
        bad = relay.directory / "bad.conf"
        bad.write_text('socket "unix:/x\nflag {\nrule\n')
        for options in (["-t"], ["-f", "--user", "nobody"]):
            done = self.run_filter("-c", str(bad), *options)
            self.assertEqual(done.returncode, 78)
            self.assertIn(b"bad.conf:1:", done.stderr)
            self.assertIn(b"bad.conf:2:", done.stderr)

    def test_check(self):
        done = self.run_filter("--check", "-c", str(relay.config))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"in order", done.stdout)

    def test_usage(self):
        self.assertEqual(self.run_filter("--nonsense").returncode, 64)
        self.assertEqual(self.run_filter("stray").returncode, 64)
        done = self.run_filter("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, rb"^comity-milter \d+\.\d+\.\d+\n$")

    def test_bad_socket(self):
        for spec in ("unix:relative", "unix:/" + "x" * 120,
                     "unix:/no/such/directory/socket", "inet:25@nowhere.test",
                     "/run/x"):
            done = self.run_filter("-f", "-c", str(relay.config), "--user",
                                   "nobody", "--socket", spec)
            self.assertEqual(done.returncode, 1, spec)
            self.assertTrue(done.stderr)


class Reloading(Case):
    def test_under_load(self):
        good = relay.config.read_text()
        child = relay.filter.child()
        with Load() as load:
            for number in range(4 * ROUNDS):
                relay.config.write_text(
                    good + ("flag {\n" if number % 2 else "# changed\n"))
                relay.filter.reload()
            relay.config.write_text(good)
            relay.filter.reload()
        self.assertEqual(self.assert_all_delivered(load), [])
        self.assertEqual(relay.filter.child(), child)

    def test_broken_file_is_named(self):
        good = relay.config.read_text()
        relay.config.write_text(good + "nonsense here\n")
        try:
            relay.filter.reload()
            self.assertTrue(re.search(r"comity\.conf:\d+:\d+: ",
                                      relay.filter.log()))
            self.assertEqual(self.send_one(), ["political-wording"])
        finally:
            relay.config.write_text(good)
            relay.filter.reload()

    def test_metrics(self):
        good = relay.config.read_text()
        path = relay.filter.socket_directory / "metrics"
        relay.config.write_text(f'metrics-file "{path}"\n' + good)
        try:
            relay.filter.reload()
            self.send_one()
            relay.filter.reload()
            wait_until(path.exists, what="metrics")
            counts = dict(line.split() for line in path.read_text().split("\n")
                          if line and not line.startswith("#"))
            self.assertGreater(int(counts["comity_messages_total"]), 0)
            self.assertGreater(
                int(counts["comity_messages_raised_total"]), 0)
            self.assertEqual(counts["comity_edits_failed_total"], "0")
        finally:
            relay.config.write_text(good)
            relay.filter.reload()

    def test_audit_log_is_opened_anew(self):
        good = relay.config.read_text()
        log = relay.filter.socket_directory / "audit.log"
        relay.config.write_text(f'audit-log "{log}"\n' + good)
        try:
            relay.filter.reload()
            self.send_one()
            self.assertEqual(len(log.read_text().splitlines()), 1)
            log.rename(str(log) + ".1")
            relay.filter.reload()
            self.send_one()
            self.assertEqual(len(log.read_text().splitlines()), 1)
        finally:
            relay.config.write_text(good)
            relay.filter.reload()


if __name__ == "__main__":
    unittest.main()
