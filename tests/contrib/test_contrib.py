#!/usr/bin/env python3
"""What contrib/ ships is sound, as far as this machine can tell by itself.

Every file there is used by a test: this one, tests/contrib/check.py (by the
programs that the file is for), tests/package/check.py (on a fresh Debian) or
the integration tests. Exchange and PowerShell are not on Debian: their file is
held to its form, and to the header fields that we write.
"""
import email
import email.policy
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.contrib.tagged import ROOT, samples  # noqa: E402

CONTRIB = ROOT / "contrib"
FLAGS = {path.stem for path in (ROOT / "rules/flags").glob("*.rules")}


def read(name):
    return (CONTRIB / name).read_text()


class Files(unittest.TestCase):
    def shipped(self):
        return [path.relative_to(CONTRIB) for path in CONTRIB.rglob("*")
                if path.is_file()]

    def test_each_is_used_by_a_test(self):
        tests = "".join(
            path.read_text() for path in (ROOT / "tests").rglob("*")
            if path.suffix in (".py", ".sh") and path.is_file())
        # The packaging is one thing, and its test builds all of it.
        self.assertIn("make deb", tests)
        unused = [str(path) for path in self.shipped()
                  if path.parts[0] not in ("debian", "man")
                  and path.name not in tests]
        self.assertEqual(unused, [])

    def test_each_sample_says_how_to_use_it(self):
        for path in self.shipped():
            if path.parts[0] in ("debian", "man") or \
                    path.suffix in (".service", ".socket", ".conf", ".cf",
                                    ".mc", ".dat", ".js", ".json"):
                continue
            with self.subTest(path):
                self.assertIn("To use:", read(path)[:900])

    def test_no_machine_of_ours(self):
        """Nothing is named by where it was built."""
        top = f"/{ROOT.parts[1]}/"
        built = str(ROOT) if top in ("/root/", "/usr/", "/var/") else top
        for path in self.shipped():
            self.assertNotRegex(read(path), f"{re.escape(built)}|/tmp/")


class Packaging(unittest.TestCase):
    def test_build_depends_on_what_the_setup_installs(self):
        setup = (ROOT / "tests/setup.sh").read_text()
        block = re.search(r'# To build\.\nPACKAGES="([^"]*)"', setup)[1]
        wanted = {p for p in block.split() if p.endswith("-dev")}
        control = read("debian/control")
        depends = re.search(r"Build-Depends:(.*?)\nS", control, re.S)[1]
        named = {p.split()[0] for p in depends.split(",")}
        self.assertEqual({p for p in named if p.endswith("-dev")} -
                         {"libcmocka-dev"}, wanted)

    def test_version(self):
        version = re.search(r"(?m)^VERSION *:= *(\S+)",
                            (ROOT / "Makefile").read_text())[1]
        self.assertTrue(read("debian/changelog").startswith(
            f"comity ({version}-"))

    def test_licence(self):
        words = read("debian/copyright").replace("\n .\n", "\n\n").split()
        licence = (ROOT / "LICENSE").read_text().split("\n\n", 2)[2].split()
        self.assertEqual(words[-len(licence):], licence)


class Install(unittest.TestCase):
    def make(self, *words):
        return subprocess.run(
            ["make", "-s", "--no-print-directory", *words], cwd=ROOT,
            check=True, stdout=subprocess.PIPE,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}).stdout.decode()

    def test_places(self):
        """What each variable moves."""
        said = self.make("-n", "install", "prefix=/opt/c", "DESTDIR=/stage",
                         "sysconfdir=/etc/opt", "unitdir=/units",
                         "mandir=/opt/man")
        for place in ("/stage/opt/c/bin/comity", "/stage/opt/man/man",
                      "/stage/opt/c/sbin/comity-milter",
                      "/stage/etc/opt/comity", "/stage/units",
                      "/stage/opt/c/share/doc/comity"):
            self.assertIn(place, said)

    def test_install_and_uninstall(self):
        """Nothing is left but the configuration, which is never replaced."""
        with tempfile.TemporaryDirectory() as stage:
            self.make("install", f"DESTDIR={stage}")
            config = pathlib.Path(stage, "usr/local/etc/comity/comity.conf")
            self.assertNotIn("@", config.read_text())
            unit = pathlib.Path(stage, "usr/local/lib/systemd/system",
                                "comity-milter.service").read_text()
            self.assertNotRegex(unit, r"@\w+@")
            config.write_text("# ours\n")
            self.make("install", f"DESTDIR={stage}")
            self.assertEqual(config.read_text(), "# ours\n")
            self.make("uninstall", f"DESTDIR={stage}")
            left = [p for p in pathlib.Path(stage).rglob("*") if p.is_file()]
            self.assertEqual(left, [config])


class Thunderbird(unittest.TestCase):
    """msgFilterRules.dat, read as Thunderbird writes it."""

    ACTIONS = {"Mark flagged": False, "AddTag": True}
    CONDITION = re.compile(r'AND \(\\"([a-z-]+)\\",contains,([a-z=-]+)\)')

    def filters(self):
        lines = read("thunderbird/msgFilterRules.dat").splitlines()
        self.assertEqual(lines[:2], ['version="9"', 'logging="no"'])
        found = []
        for line in lines[2:]:
            key, value = re.fullmatch(r'(\w+)="(.*)"', line).groups()
            if key == "name":
                found.append({})
            self.assertNotIn(key, found[-1])
            found[-1][key] = value
        return found

    def test_form(self):
        for one in self.filters():
            with self.subTest(one["name"]):
                keys = ["name", "enabled", "type", "action"]
                if self.ACTIONS[one["action"]]:
                    keys.append("actionValue")
                self.assertEqual(list(one), keys + ["condition"])
                # 1: when mail arrives, 16: by hand.
                self.assertEqual((one["enabled"], one["type"]), ("yes", "17"))
                self.assertRegex(one["condition"], self.CONDITION)

    def test_editor_knows_the_fields(self):
        offered = re.search(r'"mailnews.customHeaders", "([^"]*)"',
                            read("thunderbird/user.js"))[1]
        names = {name.lower() for name in offered.split(": ")}
        for one in self.filters():
            self.assertIn(self.CONDITION.match(one["condition"])[1], names)

    def hits(self, message):
        parsed = email.message_from_bytes(message,
                                          policy=email.policy.default)
        hit = []
        for one in self.filters():
            name, words = self.CONDITION.match(one["condition"]).groups()
            if any(words in value for value in parsed.get_all(name, [])):
                hit.append(one.get("actionValue", "star"))
        return hit

    def test_against_tagged_mail(self):
        self.assertEqual(
            {name: self.hits(data) for name, data in samples().items()},
            {"hidden-copy": ["star", "$label1"], "political": ["$label1"],
             "enquiry": ["$label4"], "plain": [], "outside": []})

    def test_read_me_names_the_files(self):
        text = read("thunderbird/README")
        for name in ("msgFilterRules.dat", "user.js"):
            self.assertIn(name, text)


class Exchange(unittest.TestCase):
    """comity-banner.ps1: its form, its flags, and what its patterns find."""

    text = read("exchange/comity-banner.ps1")

    def code(self):
        """Without comments, each string in '' made empty."""
        lines = [line for line in self.text.splitlines()
                 if not line.lstrip().startswith("#")]
        return re.sub(r"'[^'\n]*'", "''", "\n".join(lines))

    def test_brackets_and_quotes(self):
        code = re.sub(r'"[^"\n]*"', '""', self.code())
        self.assertNotIn("'", code.replace("''", ""))
        self.assertEqual(code.count('"') % 2, 0)
        open_ones = []
        for letter in code:
            if letter in "([{":
                open_ones.append(")]}"["([{".index(letter)])
            elif letter in ")]}":
                self.assertEqual(open_ones.pop(), letter)
        self.assertEqual(open_ones, [])

    def test_variables_are_set_before_use(self):
        known = {"_", "true", "false", "null"}
        for line in self.code().splitlines():
            set_here = set(re.findall(r"\$(\w+)\s*(?:=|,?\s*$)", line))
            set_here |= set(re.findall(r"foreach \(\$(\w+) in", line))
            set_here |= set(re.findall(r"\[\w+\] \$(\w+)", line))
            used = set(re.findall(r"[$@](\w+)", line)) - set_here
            with self.subTest(line):
                self.assertLessEqual(
                    used - {"ErrorActionPreference"}, known)
            known |= set_here

    def banners(self):
        block = re.search(r"\[ordered\] @\{\n(.*?)\n\}", self.text, re.S)[1]
        return dict(re.findall(r"'([a-z-]+)'\s+= '([^']+)'", block))

    def test_flags_are_those_that_ship(self):
        self.assertGreaterEqual(len(self.banners()), 3)
        self.assertLessEqual(set(self.banners()), FLAGS)

    def test_parameters(self):
        """Those that New-TransportRule has, with values that it takes."""
        block = re.search(r"\$rule = @\{\n(.*?)\n    \}", self.text, re.S)[1]
        given = dict(re.findall(r"(\w+)\s+= (.+)", block))
        self.assertEqual(set(given), {
            "Name", "Comments", "Mode", "HeaderMatchesMessageHeader",
            "HeaderMatchesPatterns", "ApplyHtmlDisclaimerLocation",
            "ApplyHtmlDisclaimerText", "ApplyHtmlDisclaimerFallbackAction"})
        self.assertIn(given["ApplyHtmlDisclaimerLocation"],
                      ("'Prepend'", "'Append'"))
        self.assertIn(given["ApplyHtmlDisclaimerFallbackAction"],
                      ("'Wrap'", "'Ignore'", "'Reject'"))
        # A rule's name has 64 letters at most, a disclaimer 5,000.
        for flag, words in self.banners().items():
            self.assertLess(len(f"Comity: {flag}"), 64)
            self.assertLess(len(words), 2000)

    def test_against_tagged_mail(self):
        pattern = re.search(r'HeaderMatchesPatterns\s+= "(.*)"', self.text)[1]
        header = re.search(r"\$Header = '([^']+)'", self.text)[1]
        found = {}
        for name, data in samples().items():
            message = email.message_from_bytes(data)
            found[name] = [
                flag for flag in self.banners()
                if any(re.search(pattern.replace("$flag", flag), value)
                       for value in message.get_all(header, []))]
        self.assertEqual(found, {
            "hidden-copy": ["copy-notice"], "political":
            ["political-wording"], "enquiry": [], "plain": [], "outside": []})


if __name__ == "__main__":
    unittest.main()
