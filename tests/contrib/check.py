#!/usr/bin/env python3
"""make check-contrib: contrib/'s files by the programs that they are for.

Dovecot's sievec and sieve-test run the Sieve scripts on tagged mail,
Thunderbird its filters; mutt reads its lines, apparmor_parser the profile, and
what the daemon opens is compared with what the profile lets it. Apart from
`make check` since it installs a mail store, two mail programs and AppArmor.
"""
import fnmatch
import mailbox
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.contrib.tagged import ROOT, samples  # noqa: E402
from tests.contrib.thunderbird import RUN_FILTERS, Thunderbird  # noqa: E402
from tests.integration.common import letter, flags  # noqa: E402
from tests.tools.relay import Relay  # noqa: E402

CONTRIB = ROOT / "contrib"


def run(*words, **options):
    done = subprocess.run([str(w) for w in words], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **options)
    return done.returncode, done.stdout.decode(errors="replace")


class Sieve(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-sieve-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.chown(self.folder, "nobody")

    def actions(self, script):
        """What Pigeonhole would do with each message, as it prints it."""
        source = self.folder / script
        # A mail store's settings of our own; the system's stay unread.
        config = self.folder / "dovecot.conf"
        config.write_text(f"mail_location = maildir:{self.folder}/mail\n"
                          f"mail_home = {self.folder}\n"
                          "mail_uid = nobody\nmail_gid = nogroup\n")
        shutil.copy(CONTRIB / "sieve" / script, source)
        status, output = run("sievec", source)
        self.assertEqual((status, output), (0, ""))
        done = {}
        for name, data in samples().items():
            message = self.folder / f"{name}.eml"
            message.write_bytes(data)
            status, output = run("runuser", "-u", "nobody", "--",
                                 "sieve-test", "-c", config, source, message)
            self.assertEqual(status, 0, output)
            done[name] = output
        return done

    def test_warnings_to_folder(self):
        for name, said in self.actions("warnings-to-folder.sieve").items():
            warned = name in ("hidden-copy", "political")
            with self.subTest(name):
                folder = re.findall(r"store message in folder: (\S+)", said)
                self.assertEqual(folder, ["Protocol" if warned else "INBOX"])
                self.assertEqual("create mailbox" in said, warned)

    def test_flag_by_finding(self):
        wanted = {"hidden-copy": {"\\flagged", "protocol-copy"},
                  "political": {"protocol-wording"},
                  "enquiry": {"protocol-reply"}, "plain": set(),
                  "outside": set()}
        for name, said in self.actions("flag-by-finding.sieve").items():
            with self.subTest(name):
                found = re.search(r"add IMAP flags: (.*)", said)
                words = set(found[1].lower().split()) if found else set()
                self.assertEqual(words, wanted[name], said)


class Mutt(unittest.TestCase):
    RC = CONTRIB / "mutt" / "comity.muttrc"

    def test_reads_its_lines(self):
        status, output = run("mutt", "-n", "-F", self.RC, "-D")
        self.assertEqual(status, 0, output)
        self.assertNotIn("Error", output)
        self.assertIn("X-COUNCIL-PROTOCOL", output)

    def test_pattern_finds_warnings(self):
        """The index's pattern, as mutt itself searches by it."""
        pattern = re.search(r'color index brightyellow default "(.*)"',
                            self.RC.read_text())[1]
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "Mail").mkdir()  # or mutt would ask for it
            box = mailbox.mbox(folder / "in")
            for data in samples().values():
                box.add(data)
            box.flush()
            box.close()
            # Typed for mutt "^X" is a control key and "=" a shortcut.
            typed = pattern.replace("^", "").replace("=", ".")
            (folder / "keys").write_text(
                "set delete=yes quit=yes\npush \"<delete-pattern>"
                f"{typed}<enter><sync-mailbox><exit>\"\n")
            # mutt wants a terminal, and script makes one.
            said = run("script", "-qec", f"mutt -n -F {self.RC} -e "
                f"'source {folder}/keys' -f {folder}/in", "/dev/null",
                env={"TERM": "xterm", "HOME": name, "PATH": "/usr/bin:/bin"},
                stdin=subprocess.DEVNULL, timeout=60)
            left = mailbox.mbox(folder / "in")
            self.assertEqual([bool(re.search("severity=warning", str(m)))
                              for m in left], [False] * 3, said)
            left.close()


class ThunderbirdFilters(unittest.TestCase):
    """The filter file by Thunderbird itself, put where its README says."""

    def test_filters(self):
        with tempfile.TemporaryDirectory() as folder:
            profile = pathlib.Path(folder)
            account = profile / "Mail" / "Local Folders"
            account.mkdir(parents=True)
            source = CONTRIB / "thunderbird"
            shutil.copy(source / "msgFilterRules.dat", account)
            shutil.copy(source / "user.js", profile)
            box = mailbox.mbox(account / "Inbox")
            for name, data in samples().items():
                box.add(re.sub(rb"(?m)^Subject: .*$",
                               b"Subject: " + name.encode(), data))
            box.close()
            program = Thunderbird(profile)
            try:
                found = program.run(RUN_FILTERS)
            finally:
                program.stop()
        self.assertEqual(
            {subject: (star, words) for subject, star, words in found},
            {"hidden-copy": (True, "$label1"), "political":
             (False, "$label1"), "enquiry": (False, "$label4"),
             "plain": (False, ""), "outside": (False, "")})


class AppArmor(unittest.TestCase):
    PROFILE = CONTRIB / "apparmor" / "usr.sbin.comity-milter"

    def test_profile_is_sound(self):
        """Compiled, not loaded: there may be no AppArmor in this kernel."""
        status, output = run("apparmor_parser", "--skip-kernel-load",
                             "--skip-cache", "--debug", self.PROFILE)
        self.assertEqual(status, 0, output)

    def rules(self):
        """(path pattern, permissions) of the profile and what it includes."""
        found, files = [], [self.PROFILE]
        while files:
            path = files.pop()
            if path.is_dir():
                files += path.iterdir()
                continue
            text = path.read_text()
            for name in re.findall(r"(?m)^\s*#?include <([\w./-]+)>", text):
                files.append(pathlib.Path("/etc/apparmor.d", name))
            found += re.findall(
                r"(?m)^\s*(?:owner )?(@?[{/]\S+)\s+([rwkmixlaPUCpuc]+),",
                text)
        return found

    @staticmethod
    def allows(pattern, path):
        """AppArmor's own wildcards, turned into a regular expression."""
        for name, value in (("@{PROC}", "/proc"), ("@{pid}", "[0-9]*"),
                            ("@{sys}", "/sys"), ("@{run}", "{,/var}/run"),
                            ("@{etc_ro}", "{,/usr}/etc"),
                            ("@{multiarch}", "*-linux-gnu*")):
            pattern = pattern.replace(name, value)
        out, depth = "", 0
        for part in re.findall(r"\*\*|\*|\?|\{|\}|,|\[[^]]*\]|.", pattern):
            if part == "{":
                depth += 1
                out += "(?:"
            elif part == "}":
                depth -= 1
                out += ")"
            elif part == "," and depth:
                out += "|"
            elif part.startswith("[") and len(part) > 1:
                out += part.replace("[^", "[^")
            else:
                out += {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(
                    part, re.escape(part))
        return re.fullmatch(out, path) is not None

    def test_it_lets_the_daemon_do_its_work(self):
        """Each file that the daemon opened, where it would be installed."""
        relay = Relay(settings='audit-log "audit.log"\n'
                      'metrics-file "comity.prom"\n',
                      start=False, name="comity-apparmor")
        trace = relay.directory / "trace"
        relay.filter.wrapper = ["strace", "-D", "-f", "-qq", "-e",
                                "trace=open,openat,rename,unlink",
                                "-o", str(trace)]
        try:
            home = relay.config.parent
            shutil.chown(home, "nobody")
            relay.start()
            relay.submit("tobias.reed@thornbeck.example",
                         ["jane.hallow@thornbeck.example"], letter())
            self.assertEqual(flags(relay.sink.take(1)[0]), [])
            relay.filter.reload()
            opened = re.findall(r'(?:open|openat|rename|unlink)\((?:AT_FDCWD, '
                                r')?"([^"]+)"[^=]*= (?!-1)', trace.read_text())
        finally:
            relay.stop()
        self.assertGreater(len(set(opened)), 20)
        places = ((f"{home}/audit.log", "/var/log/comity/audit.log"),
                  (f"{home}/comity.prom",
                   "/var/lib/prometheus/node-exporter/comity.prom"),
                  (f"{home}/rules", "/usr/share/comity/rules"),
                  (f"{home}", "/etc/comity"),
                  (f"{relay.directory}/milter", "/run/comity"))
        rules = self.rules()
        for path in sorted(set(opened)):
            for ours, installed in places:
                if path.startswith(ours):
                    path = installed + path.removeprefix(ours)
                    break
            with self.subTest(path):
                self.assertTrue(any(self.allows(pattern, path)
                                    for pattern, _ in rules))


if __name__ == "__main__":
    unittest.main(verbosity=2)
