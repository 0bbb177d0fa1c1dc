#!/usr/bin/env python3
"""`comity roster import --ldap` against a real slapd on loopback."""
import base64
import csv
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import directory
from directory import BASE, PEOPLE, person

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
COMITY = BUILD / "comity"
MANY = 1200

SHIPPED = "".join([
    person("Priya Ashworth", "P.Ashworth@fennbridge.example",
           "displayName: Ashworth, Priya (Corporate)",
           "title: Chief Executive", "department: Executive",
           "proxyAddresses: SMTP:P.Ashworth@fennbridge.example",
           "proxyAddresses: smtp:chief@fennbridge.example",
           "proxyAddresses: X500:/o=Fennbridge/cn=ashworth",
           "proxyAddresses: smtp:priya@fennbridge.example",
           "userAccountControl: 512"),
    person("Gareth Mellor", "g.mellor@fennbridge.example",
           "displayName: Gareth Mellor",
           "title: Head of Legal and Monitoring Officer",
           "userAccountControl: 512"),
    person("Dee Putty", "d.putty@fennbridge.example",
           "displayName: Dee Putty", "title: Deputy Monitoring Officer",
           "userAccountControl: 512"),
    person("Jane Marsh", "cllr.j.marsh@fennbridge.example",
           "displayName: Cllr Jane Marsh", "department: Elected Members",
           f"memberOf: CN=Labour Group,OU=Groups,{BASE}",
           f"memberOf: CN=Cabinet,OU=Groups,{BASE}",
           "userAccountControl: 512"),
    person("Gone Away", "g.away@fennbridge.example",
           "userAccountControl: 514"),
    person("No Mailbox", None, "userAccountControl: 512"),
    # A domain's default line is nobody whom a directory may write.
    person("Whole Domain", "@fennbridge.example", "userAccountControl: 512"),
    person("Odd Text", "odd@fennbridge.example",
           "displayName:: " + base64.b64encode(
               b'Odd, "Text", and\na line \x1b[31m').decode(),
           "userAccountControl: 512"),
    directory.entry(f"ou=Many,{BASE}", "objectClass: organizationalUnit",
                    "ou: Many"),
    *(person(f"Number P{i:04}", f"p{i:04}@many.example",
             "userAccountControl: 512", unit=f"ou=Many,{BASE}")
      for i in range(MANY)),
    *(person(f"Open O{i}", f"o{i}@open.example", "userAccountControl: 512",
             unit=f"ou=Open,{BASE}") for i in range(3)),
])

MAP = """\
# The council's own rules.
address mail
aliases proxyAddresses
name    givenName sn
title   title
party   "Labour"  where memberOf "labour group"
posts   "cabinet" where memberOf "Cabinet"
role    "member"  where department "Elected *" and not title "Officer*"
role    "officer"
skip    where mail "odd@*"
"""


def setUpModule():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-ldap-"))
    unittest.addModuleCleanup(shutil.rmtree, folder)
    global SERVER
    SERVER = directory.Directory(folder, SHIPPED)
    unittest.addModuleCleanup(SERVER.stop)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-roster-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.roster = self.folder / "roster.csv"
        self.environment = dict(os.environ)
        self.bind = self.folder / "bind"
        self.bind.write_text(f"# who\ndn {directory.LOGIN}\n"
                             f"password {directory.PASSWORD}\n")
        self.bind.chmod(0o600)

    def comity(self, *words):
        return subprocess.run(
            [str(COMITY), "roster", "import", *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
            timeout=60, env=self.environment)

    def words(self, uri=None, base=PEOPLE):
        return ["--ldap", uri or SERVER.start_tls, "--base", base, "--bind",
                self.bind, "--ca", SERVER.folder / "ca.pem"]

    def good(self, *words):
        done = self.comity(*words, self.roster)
        self.assertEqual(done.stderr.decode(), "")
        self.assertEqual(done.returncode, 0)
        return done.stdout.decode()

    def bad(self, *words):
        done = self.comity(*words, self.roster)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr.decode()

    def lines(self):
        with open(self.roster, newline="") as file:
            return {row["address"]: row for row in csv.DictReader(file)}


class Import(Case):
    def test_usual_mapping(self):
        out = self.good(*self.words())
        self.assertIn("5 added, 0 removed", out)
        lines = self.lines()
        # Disabled, without a mailbox, a whole domain: not among them.
        self.assertEqual(set(lines), {
            "P.Ashworth@fennbridge.example", "g.mellor@fennbridge.example",
            "d.putty@fennbridge.example", "cllr.j.marsh@fennbridge.example",
            "odd@fennbridge.example"})
        chief = lines["P.Ashworth@fennbridge.example"]
        self.assertEqual(chief["role"], "officer")
        self.assertEqual(chief["name"], "Priya Ashworth")
        self.assertEqual(chief["posts"], "chief-executive")
        self.assertEqual(chief["aliases"], "chief@fennbridge.example "
                                           "priya@fennbridge.example")
        self.assertEqual(chief["source"], "ldap")
        self.assertEqual(lines["g.mellor@fennbridge.example"]["posts"],
                         "monitoring-officer")
        self.assertEqual(lines["d.putty@fennbridge.example"]["posts"], "")
        self.assertEqual(lines["cllr.j.marsh@fennbridge.example"]["role"],
                         "member")
        self.assertEqual(lines["odd@fennbridge.example"]["name"],
                         'Odd, "Text", and a line [31m')
        self.assertNotIn("\x1b", out)
        self.assertIn("left out: no e-mail address", out)

    def test_usual_mapping_as_a_file(self):
        self.good(*self.words())
        usual = self.roster.read_bytes()
        self.roster.unlink()
        self.good(*self.words(), "--map", ROOT / "contrib/roster/ldap.map")
        self.assertEqual(self.roster.read_bytes(), usual)

    def test_mapping_of_ones_own(self):
        mapping = self.folder / "ad.map"
        mapping.write_text(MAP)
        self.good(*self.words(), "--map", mapping)
        lines = self.lines()
        self.assertNotIn("odd@fennbridge.example", lines)
        member = lines["cllr.j.marsh@fennbridge.example"]
        self.assertEqual((member["role"], member["party"], member["posts"],
                          member["name"]),
                         ("member", "Labour", "cabinet", "Jane Marsh"))

    def test_pages(self):
        out = self.good(*self.words(base=BASE))
        self.assertIn(f"{MANY + 8} added", out)
        self.assertIn(f"{MANY + 8} unchanged",
                      self.good(*self.words(base=BASE)))

    def test_filter(self):
        self.good(*self.words(), "--filter", "(title=Chief Executive)")
        self.assertEqual(len(self.lines()), 1)
        self.assertIn("searching", self.bad(*self.words(), "--filter", "(("))
        self.assertIn("nobody below",
                      self.bad(*self.words(), "--filter", "(sn=Nobody)"))

    def test_two_sources(self):
        self.roster.write_text(
            "address,role,name,title,party,posts,expands,source\n"
            "cllr.j.marsh@fennbridge.example,member,J,,Labour,,,moderngov\n")
        out = self.good(*self.words())
        self.assertIn("= cllr.j.marsh@fennbridge.example  "
                      'kept as "moderngov" has it', out)
        self.assertEqual(
            self.lines()["cllr.j.marsh@fennbridge.example"]["party"],
            "Labour")

    def test_what_was_kept(self):
        self.roster.write_text(
            "address,role,name,title,party,posts,expands,phone,source\n"
            "chief@fennbridge.example,officer,The Office,,,,,123,\n"
            "d.putty@fennbridge.example,officer,D,,,,,77,ldap keep:name\n")
        out = self.good(*self.words())
        lines = self.lines()
        office = lines["chief@fennbridge.example"]
        self.assertEqual((office["name"], office["phone"]),
                         ("The Office", "123"))
        self.assertEqual(lines["P.Ashworth@fennbridge.example"]["aliases"],
                         "priya@fennbridge.example")
        deputy = lines["d.putty@fennbridge.example"]
        self.assertEqual((deputy["name"], deputy["phone"], deputy["title"]),
                         ("D", "77", "Deputy Monitoring Officer"))
        self.assertIn("~ d.putty@fennbridge.example", out)


class Ways(Case):
    def test_tls_and_local_socket(self):
        for uri in (SERVER.tls, SERVER.local):
            self.roster.unlink(missing_ok=True)
            self.good(*self.words(uri))
            self.assertEqual(len(self.lines()), 5)

    def test_other_authority(self):
        for uri in (SERVER.tls, SERVER.start_tls):
            self.bad("--ldap", uri, "--base", PEOPLE, "--bind", self.bind,
                     "--ca", SERVER.folder / "other.pem")
            self.assertFalse(self.roster.exists())

    def test_environment_does_not_weaken_it(self):
        self.environment["LDAPTLS_REQCERT"] = "never"
        self.test_other_authority()

    def test_authority_that_is_not_named(self):
        self.bad("--ldap", SERVER.tls, "--base", PEOPLE, "--bind", self.bind)
        # As a machine says it for all its programs.
        self.environment["LDAPTLS_CACERT"] = str(SERVER.folder / "ca.pem")
        self.good("--ldap", SERVER.tls, "--base", PEOPLE, "--bind", self.bind)

    def test_other_host_name(self):
        uri = f"ldaps://localhost:{SERVER.tls_port}"
        self.bad(*self.words(uri))

    def test_no_password_in_the_clear(self):
        self.assertIn("in the clear", self.bad(*self.words(), "--no-tls"))

    def test_anonymous(self):
        words = ["--ldap", SERVER.start_tls, "--base", f"ou=Open,{BASE}",
                 "--no-tls"]
        self.good(*words)
        self.assertEqual(len(self.lines()), 3)

    def test_wrong_password(self):
        self.bind.write_text(f"dn {directory.LOGIN}\npassword wrong\n")
        error = self.bad(*self.words())
        self.assertIn("logging in: Invalid credentials", error)
        self.assertNotIn("wrong", error)

    def test_bind_file(self):
        self.bind.chmod(0o640)
        self.assertIn("chmod 600", self.bad(*self.words()))
        self.bind.chmod(0o600)
        for text, wanted in (("dn x\n", "missing"), ("secret\n", "neither"),
                             ("dn x\npassword \n", "missing")):
            self.bind.write_text(text)
            error = self.bad(*self.words())
            self.assertIn(wanted, error)
            self.assertNotIn("secret", error)
        self.bind.unlink()
        self.assertIn("No such file", self.bad(*self.words()))

    def test_nobody_there(self):
        uri = f"ldap://127.0.0.1:{directory.free_port()}"
        self.assertIn("StartTLS", self.bad(*self.words(uri)))

    def test_base_is_not_there(self):
        self.assertIn("No such object",
                      self.bad(*self.words(base=f"ou=None,{BASE}")))

    def test_server_that_says_nothing(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen(5)
            for scheme in ("ldap", "ldaps"):
                uri = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}"
                start = time.monotonic()
                self.bad(*self.words(uri), "--timeout", "1")
                self.assertLess(time.monotonic() - start, 10)

    def test_words(self):
        self.assertIn("--base", self.bad("--ldap", SERVER.tls))
        self.assertIn("needs --ldap or", self.bad())
        self.assertIn("1 to 3600", self.bad(*self.words(), "--timeout", "x"))


class Links(unittest.TestCase):
    def test_daemon_knows_no_directory(self):
        for name, wanted in (("comity", True), ("comity-milter", False)):
            needed = subprocess.run(
                ["readelf", "-d", BUILD / name], check=True,
                stdout=subprocess.PIPE).stdout.decode()
            for library in ("libldap", "libxml2"):
                self.assertEqual(library in needed, wanted, (name, library))


if __name__ == "__main__":
    unittest.main()
