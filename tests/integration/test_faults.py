"""What fails around the filter, and what it may and may not do.

Full disks, too little memory, peers that say half a word; messages made to
take time and memory; and what the programs can do at all.
"""
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import BUILD, ROOT, Filter, wait_until  # noqa: E402

OFFICER = "l.fenn@thornbeck.example"
MEMBER = "cllr.j.marsh@thornbeck.example"
GOLDEN = ROOT / "tests" / "golden"
SANITIZED = "asan" in BUILD.name

HEAD = (f"From: <{OFFICER}>\nTo: <{MEMBER}>\nSubject: x\n"
        "MIME-Version: 1.0\n")
MIXED = HEAD + "Content-Type: multipart/mixed; boundary=b\n\n"
TEN_MB = 10 * 1000 * 1000


def fill(unit, size=TEN_MB):
    return unit * (size // len(unit))


def bombs():
    """Messages of 10 MB that are all work: (name, text)."""
    yield "parts", MIXED + fill("--b\n\nx\n")
    yield "few parts", MIXED + "".join(
        "--b\nContent-Type: text/html\n\n" + fill("<p>a <b>c ", 11000)
        for _ in range(900))
    yield "nesting", MIXED + fill(
        "--b\nContent-Type: multipart/mixed; boundary=b\n\n")
    yield "letters", MIXED + "--b\n" + fill("Content-Type: message/rfc822\n\n")
    yield "html", HEAD + "Content-Type: text/html\n\n" + fill("<div><i>a&lt;")
    yield "tags", HEAD + "Content-Type: text/html\n\n" + fill("<")
    yield "quotes", HEAD + "\n" + fill(">> > On x wrote:\n> a. ")
    yield "sentences", HEAD + "\n" + fill("A. ")
    yield "one line", HEAD + "\n" + fill("vote Labour ")
    yield "names", HEAD + "\n" + fill("Cllr Jane Marsh, ")
    yield "qp", (HEAD + "Content-Transfer-Encoding: quoted-printable\n\n" +
                 fill("=C3=A9=\n"))
    yield "base64", (HEAD + "Content-Transfer-Encoding: base64\n\n" +
                     fill("w6nDqQ==\n"))
    yield "charset", (HEAD + "Content-Type: text/plain; charset=iso-2022-jp\n"
                      "\n" + fill("\x1b$B$3\x1b(B"))
    yield "heads", HEAD + "\n" + fill(
        "From: Jane Marsh\nSent: 1 May 2026\nTo: X\nSubject: y\n\n")


def addresses():
    """As much header as we hold, full of addresses."""
    line = "Cc: " + ", ".join(f"<a{i}@b{i}.example>" for i in range(2500))
    return HEAD + (line + "\n") * 8 + "\nVote.\n"


class Case(unittest.TestCase):
    settings = ""
    wrapper = ()

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="comity-faults.")
        self.addCleanup(directory.cleanup)
        os.chmod(directory.name, 0o755)
        home = pathlib.Path(directory.name)
        config = home / "comity.conf"
        config.write_text(self.settings.format(home=home) +
                          (GOLDEN / "golden.conf").read_text())
        (home / "roster.csv").write_bytes(
            (GOLDEN / "roster.csv").read_bytes())
        self.filter = Filter(home, config, self.wrapper)
        self.filter.start()
        self.addCleanup(self.filter.stop)

    def send(self, text="Do vote Labour in May.", client=None):
        """The summary of the answer."""
        if not text.startswith("From:"):
            text = HEAD + "\n" + text + "\n"
        own = client or milter.Client(self.filter.spec).negotiate()
        edits, answer, _ = milter.play(own, OFFICER, [MEMBER], text.encode())
        self.assertEqual(answer, milter.ACCEPT)
        if client is None:
            own.quit()
        return " ".join(milter.inserted(edits)[0][1].split())

    def memory(self, which):
        """Of the child, in MiB: VmRSS, VmHWM."""
        status = pathlib.Path(
            f"/proc/{self.filter.child()}/status").read_text()
        line = next(x for x in status.splitlines() if x.startswith(which))
        return int(line.split()[1]) / 1024


class FullDisk(Case):
    settings = 'audit-log "/dev/full"\nmetrics-file "/dev/full/none"\n' \
        'copy-store "{home}/no/such/folder"\n'

    def test_goes_on_and_says_so_once(self):
        for _ in range(20):
            self.assertIn("political-wording", self.send())
        log = self.filter.log()
        self.assertEqual(log.count("No space left on device"), 1)
        self.assertEqual(log.count('"flags": ["political-wording"]'), 20)


@unittest.skipIf(SANITIZED, "sanitizers come first, before what is preloaded")
class Clock(Case):
    settings = 'copy-store "{home}/milter/copies"\n'

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="comity-clock.")
        self.addCleanup(directory.cleanup)
        os.chmod(directory.name, 0o755)
        home = pathlib.Path(directory.name)
        self.offset = home / "offset"
        self.offset.write_bytes(bytes(8))
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", home / "clock.so",
             ROOT / "tests" / "tools" / "jumping_clock.c"], check=True)
        self.wrapper = ["env", f"LD_PRELOAD={home}/clock.so",
                        f"JUMPING_CLOCK={self.offset}"]
        super().setUp()

    def jump(self, years):
        """The year that the filter takes it for."""
        seconds = int(years * 365.25 * 86400)
        with open(self.offset, "r+b") as file:
            file.write(struct.pack("=q", seconds))
        return time.gmtime(time.time() + seconds).tm_year

    def test_jumps(self):
        """Ten years on and back, between messages and within one: none
        waits, none is lost, and reloads and restarts go on."""
        client = milter.Client(self.filter.spec).negotiate()
        child = self.filter.child()
        for years in (10, -10, 0.001, -0.001, 0):
            start = time.monotonic()
            client.mail(OFFICER)
            year = self.jump(years)
            client.abort()
            self.assertIn("political-wording", self.send(client=client))
            self.assertIn("political-wording", self.send())
            self.assertIn(f'{{"time": "{year}', self.filter.log())
            self.filter.reload()
            self.assertLess(time.monotonic() - start, 10)
        self.assertEqual(self.filter.child(), child)
        client.quit()

    def test_killed_as_it_jumps(self):
        for years in (10, -10):
            child = self.filter.child()
            self.jump(years)
            os.kill(child, signal.SIGKILL)
            wait_until(lambda: self.filter.child() not in (None, child), 10,
                       "another child")
            wait_until(self.filter.has_read_all, 30, "its start")
            self.assertIn("political-wording", self.send())


class NoLogReader(Case):
    def test_goes_on(self):
        """Standard error is a pipe that nobody reads."""
        self.filter.stop()
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, read_end)
        command = [str(BUILD / "comity-milter"), "-f", "-c",
                   str(self.filter.config), "--user", "nobody", "--socket",
                   self.filter.spec, "--pid-file",
                   str(self.filter.socket_directory / "pid")]
        process = subprocess.Popen(command, stderr=write_end)
        os.close(write_end)
        path = self.filter.spec.partition(":")[2]
        wait_until(lambda: os.path.exists(path), what="socket")
        client = milter.Client(self.filter.spec).negotiate()
        for _ in range(400):
            self.assertIn("political-wording", self.send(client=client))
        client.quit()
        process.terminate()
        self.assertEqual(process.wait(60), 0)


@unittest.skipIf(SANITIZED, "sanitizers need the memory")
class LittleMemory(Case):
    wrapper = ["bash", "-c", "ulimit -v 400000; exec \"$@\"", "-"]

    def test_ends_at_worst_and_is_started_anew(self):
        def send(text):
            try:
                client = milter.Client(self.filter.spec).negotiate()
                milter.play(client, OFFICER, [MEMBER], text)
                client.close()
            except (milter.Gone, OSError, AssertionError):
                pass  # the mail server would pass it on, or try later

        texts = [text.encode() for _, text in bombs()]
        threads = [threading.Thread(target=send, args=(text,))
                   for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wait_until(lambda: self.filter.child() is not None, 30, "a child")
        self.assertIn("political-wording", self.send())


class HalfWords(Case):
    def test_many_peers_that_stop(self):
        """Two bytes of a packet, then nothing: others are served."""
        peers = []
        for _ in range(400):
            peer = milter.connect(self.filter.spec)
            peer.sendall(b"\0\0")
            peers.append(peer)
        took = []
        for _ in range(20):
            start = time.monotonic()
            self.assertIn("political-wording", self.send())
            took.append(time.monotonic() - start)
        self.assertLess(sorted(took)[10], 0.5)
        if not SANITIZED:
            self.assertLess(self.memory("VmRSS"), 100)
        for peer in peers:
            peer.close()


class Bombs(Case):
    """Any 10 MB: an answer in time, within bounds of memory."""

    def timed(self, name, text, took):
        start = time.monotonic()
        summary = self.send(text)
        took[name] = (time.monotonic() - start, summary)

    def test_one_by_one(self):
        took = {}
        for name, text in [*bombs(), ("addresses", addresses())]:
            self.timed(name, text, took)
        slowest = max(took, key=lambda name: took[name][0])
        print(f"[slowest: {slowest}, {took[slowest][0]:.1f} s] ", end="")
        self.assertLess(took[slowest][0], 30 if SANITIZED else 5)
        for name in ("parts", "nesting", "letters", "html", "one line"):
            self.assertIn("unread=", took[name][1], name)

    def test_the_mail_server_hears_of_it(self):
        """Sendmail waits ten seconds, and anew at each sign of life."""
        client = milter.Client(self.filter.spec).negotiate()
        client.mail(OFFICER)
        client.recipient(MEMBER)
        for name, value in milter.split(HEAD.strip().encode())[0]:
            client.field(name, value)
        client.end_of_header()
        for _ in range(16):
            client.body(b"Vote. " * 10000)
        client.send(b"E")
        self.assertEqual(client.receive()[0], milter.PROGRESS)
        client.close()

    @unittest.skipIf(SANITIZED, "sanitizers need the memory")
    def test_eight_at_once(self):
        took = {}
        for _ in range(2):
            texts = list(bombs())[:8]
            threads = [threading.Thread(target=self.timed,
                                        args=(name, text, took))
                       for name, text in texts]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(len(took), 8)
        print(f"[{self.memory('VmHWM'):.0f} MiB at most] ", end="")
        self.assertLess(self.memory("VmHWM"), 256)


class Check(unittest.TestCase):
    """`comity-milter --check` on who can reach the socket."""

    def check(self, settings):
        with tempfile.TemporaryDirectory() as name:
            config = pathlib.Path(name) / "comity.conf"
            config.write_text(settings +
                              (GOLDEN / "golden.conf").read_text())
            (config.parent / "roster.csv").write_bytes(
                (GOLDEN / "roster.csv").read_bytes())
            done = subprocess.run(
                [str(BUILD / "comity-milter"), "--check", "-c", str(config)],
                capture_output=True, check=False)
            return (done.stdout + done.stderr).decode()

    def test_both_views_of_the_path(self):
        text = self.check('socket "unix:/run/comity/comity.sock"\n')
        self.assertIn("not chrooted: smtpd_milters = unix:/run/comity/", text)
        self.assertIn("cannot see it", text)
        text = self.check('socket "unix:/var/spool/postfix/c/s.sock"\n')
        self.assertIn("chrooted:     smtpd_milters = unix:/c/s.sock", text)

    def test_mode_and_group(self):
        text = self.check('socket "unix:/run/comity/comity.sock"\n'
                          "socket-mode 0600\nsocket-group postfix\n")
        self.assertIn("mode 0600, group postfix", text)
        self.assertIn("the mail server cannot", text)

    def test_reachable_from_elsewhere(self):
        text = self.check('socket "inet:8891@0.0.0.0"\n')
        self.assertIn("can be reached from other machines", text)


class Powers(Case):
    def test_of_the_process(self):
        child = self.filter.child()
        status = dict(line.split(":\t", 1) for line in pathlib.Path(
            f"/proc/{child}/status").read_text().splitlines()
            if ":\t" in line)
        self.assertEqual(status["NoNewPrivs"], "1")
        self.assertEqual(status["Seccomp"], "2")
        self.assertEqual(int(status["CapEff"], 16), 0)
        self.assertEqual(int(status["CapPrm"], 16), 0)
        self.assertNotIn("0", status["Uid"].split())
        self.assertNotIn("0", status["Groups"].split())
        limits = pathlib.Path(f"/proc/{child}/limits").read_text()
        core = next(x for x in limits.splitlines() if "core" in x)
        self.assertEqual(core.split()[4:6], ["0", "0"])
        # What may not be dumped is root's in /proc.
        self.assertEqual(os.stat(f"/proc/{child}/mem").st_uid, 0)

    def test_threads_suffice(self):
        """As many tasks as connections that are taken, each with a thread,
        and some to spare for the supervisor and libmilter's own."""
        unit = (ROOT / "contrib" / "comity-milter.service").read_text()
        code = (ROOT / "milter" / "daemon" / "filter.c").read_text()
        tasks = int(re.search(r"^TasksMax=(\d+)$", unit, re.M).group(1))
        most = int(re.search(r"MOST_CONNECTIONS = (\d+),", code).group(1))
        self.assertGreaterEqual(tasks, most + 32)

    def test_of_the_programs(self):
        """Neither starts another program; libmilter's own time limit for an
        idle mail server stays as it is; no matcher is linked that compiles
        for one kind of processor and keeps what it compiled."""
        for program in ("comity", "comity-milter"):
            done = subprocess.run(
                ["nm", "-D", "--undefined-only", str(BUILD / program)],
                stdout=subprocess.PIPE, check=True)
            names = {line.split()[-1].decode().partition("@")[0]
                     for line in done.stdout.splitlines()}
            self.assertIn("free", names)  # it lists names at all
            self.assertEqual([n for n in names if n.startswith("hs_")], [])
            self.assertEqual(
                names & {"system", "popen", "execl", "execlp", "execle",
                         "execv", "execvp", "execve", "execvpe", "fexecve",
                         "posix_spawn", "posix_spawnp", "g_spawn_sync",
                         "g_spawn_async", "wordexp", "dlopen",
                         "smfi_settimeout", "gethostbyname"}, set())


@unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd here")
class Unit(unittest.TestCase):
    def test_exposure(self):
        """0.5 of 10 in systemd 252; more than 1 would be a restriction lost."""
        text = (ROOT / "contrib" / "comity-milter.service").read_text()
        text = text.replace("@sbindir@/comity-milter", "/bin/true")
        with tempfile.TemporaryDirectory() as name:
            unit = pathlib.Path(name) / "comity-milter.service"
            unit.write_text(text)
            done = subprocess.run(
                ["systemd-analyze", "security", "--offline=yes",
                 "--threshold=10", "--no-pager", unit],
                capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())


if __name__ == "__main__":
    unittest.main()
