#!/usr/bin/env python3
"""`comity roster check`, and `comity roster import` from ModernGov."""
import csv
import io
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMITY = ROOT / "build" / os.environ.get("CONFIG", "release") / "comity"
XML = pathlib.Path(__file__).with_name("councillors.xml")
HEADER = "address,role,name,title,party,posts,expands,aliases,ward,from,until\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="comity-roster-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.roster = self.folder / "roster.csv"

    def comity(self, *words, stdin=b""):
        return subprocess.run([str(COMITY), *map(str, words)], input=stdin,
                              capture_output=True, check=False,
                              cwd=self.folder)


class Check(Case):
    def check(self, lines, *words):
        self.roster.write_text(HEADER + lines)
        done = self.comity("roster", "check", *words, "roster.csv")
        out = done.stdout.decode()
        self.assertEqual(done.stderr, b"")
        self.assertEqual(done.returncode, 1 if "error:" in out else 0, out)
        return out

    def marked(self, out, message, word):
        """The caret stands under that word of the line that is shown."""
        lines = out.splitlines()
        for i, line in enumerate(lines):
            if message in line:
                start = lines[i + 2].index("^")
                under = lines[i + 1][start:start + len(lines[i + 2].strip())]
                self.assertEqual(under, word)
                column = int(line.split(":")[2])
                self.assertEqual(column, start + 1)
                return
        self.fail(f"{message!r} is not in\n{out}")

    def test_nothing_wrong(self):
        out = self.check("a@t.example,member,Cllr A,,Labour,leader,,,,,\n"
                         "c@gmail.com,member,Cllr C,,Labour,,,,,,\n"
                         "l@t.example,list,All,,,,role:member,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.assertEqual(out, "no errors, no warnings\n")
        for roster in sorted((ROOT / "tests/corpus/rosters").glob("*.csv")):
            done = self.comity("roster", "check", roster)
            self.assertEqual(done.stdout, b"no errors, no warnings\n", roster)

    def test_double_and_overlap(self):
        out = self.check("a@t.example,officer,A,,,,,,,2026-01-01,2026-06-30\n"
                         "a@t.example,member,A,,,,,,,2026-06-01,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.marked(out, 'error: "a@t.example" stands here again',
                    "a@t.example")
        self.assertIn("their dates overlap from 2026-06-01 until 2026-06-30",
                      out)

    def test_role(self):
        out = self.check("a@t.example,memmber,A,,,,,,,,\n")
        self.marked(out, 'did you mean "member"?', "memmber")

    def test_post(self):
        out = self.check("a@t.example,member,A,,X,leader cabient,,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.marked(out, 'the post "cabient"; did you mean "cabinet"?',
                    "cabient")

    def test_post_of_own_rules(self):
        config = self.folder / "own.conf"
        config.write_text(
            'flag f {\n severity info\n threshold 1\n warning "W."\n}\n'
            'rule r {\n flag f\n when author is officer with post beadle\n'
            ' points 1\n}\n')
        lines = ("a@t.example,officer,A,,,beadle,,,,,\n"
                 "@t.example,officer,,,,,,,,,\n")
        self.assertIn('knows the post "beadle"', self.check(lines))
        self.assertNotIn("beadle", self.check(lines, "--config", config))

    def test_parties(self):
        out = self.check("a@t.example,member,A,,Labour,,,,,,\n"
                         "b@t.example,member,B,,Labuor,,,,,,\n"
                         "c@t.example,member,C,,labour ,,,,,,\n"
                         "d@t.example,member,D,,Green,,,,,,\n"
                         "e@t.example,member,E,,,,,,,,\n"
                         "g@t.example,group,G,,Reform UK,,,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.marked(out, 'does not count as "Labour"', "Labuor")
        self.assertIn("of 2 lines", out)
        self.marked(out, "a member without a party", "e@t.example")
        self.marked(out, "no member is of this group's party", "Reform UK")
        self.assertIn("3 warnings", out)

    def test_parish_without_parties(self):
        out = self.check("a@t.example,member,A,,,,,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.assertIn("no errors, no warnings", out)

    def test_domains(self):
        out = self.check("a@t.example,officer,A,,,,,,,,\n"
                         "b@t.example,officer,B,,,,,,,,\n"
                         "@gmail.com,officer,,,,,,,,,\n")
        self.marked(out, 'no line "@t.example"', "a@t.example")
        self.marked(out, "anybody may have an address there", "@gmail.com")
        self.assertIn("2 warnings", out)

    def test_lists(self):
        out = self.check("a@t.example,member,A,,,chair,,,,,2020-01-01\n"
                         "l@t.example,list,L,,,,post:chair,,,,\n"
                         "m@t.example,list,M,,,,,,,,\n"
                         "n@t.example,list,N,,,,ward:None,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.marked(out, "expands to nobody today", "post:chair")
        self.assertIn("a list that expands to nobody\n", out)
        self.marked(out, 'nobody is "ward:None"', "ward:None")

    def test_same_name(self):
        out = self.check("a@t.example,officer,Ann Oz,,,,,,,,\n"
                         "b@t.example,officer,ann oz,,,,,,,,\n"
                         "@t.example,officer,,,,,,,,,\n")
        self.marked(out, "this name stands here again", "ann oz")

    def test_several_and_none(self):
        done = self.comity("roster", "check", "none.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"none.csv", done.stdout)
        done = self.comity("roster", "chekc", "x")
        self.assertIn(b'did you mean "check"?', done.stderr)


class ModernGov(Case):
    def run_import(self, *words, xml=None, status=0, stdin=b""):
        done = self.comity("roster", "import", "--moderngov", xml or XML,
                           *words, "roster.csv", stdin=stdin)
        self.assertEqual(done.returncode, status, done.stderr)
        return (done.stderr if status else done.stdout).decode()

    def lines(self):
        with open(self.roster, newline="", encoding="utf-8-sig") as file:
            return {row["address"]: row for row in csv.DictReader(file)}

    def changed(self, *changes):
        text = XML.read_text()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        path = self.folder / "changed.xml"
        path.write_text(text)
        return path

    def test_new_roster(self):
        out = self.run_import()
        self.assertIn("3 added, 0 removed, 0 altered", out)
        self.assertIn("Bram Oddie  left out: no e-mail address", out)
        lines = self.lines()
        self.assertEqual(list(lines), [
            "Cllr.I.Sedgwick@fennbridge.example", "owen.tarr@mail.example",
            "cllr.n.quarmby@fennbridge.example"])
        leader = lines["Cllr.I.Sedgwick@fennbridge.example"]
        self.assertEqual(leader, {
            "address": "Cllr.I.Sedgwick@fennbridge.example",
            "role": "member", "name": "Councillor Ivy Sedgwick",
            "title": "Leader of the Council; Cabinet Member for Planning and "
                     "Property",
            "party": "Labour", "posts": "leader cabinet", "expands": "",
            "ward": "Castle & Priory", "source": "moderngov"})
        self.assertEqual(lines["owen.tarr@mail.example"]["posts"], "chair")
        # A shadow cabinet and a vice-chair are neither.
        self.assertEqual(
            lines["cllr.n.quarmby@fennbridge.example"]["posts"], "")
        # What was written is a roster.
        done = self.comity("roster", "check", "roster.csv")
        self.assertEqual(done.returncode, 0)

    def test_standard_input_and_nothing_new(self):
        self.run_import()
        before = self.roster.stat()
        out = self.run_import(xml="-", stdin=XML.read_bytes())
        self.assertIn("3 unchanged", out)
        after = self.roster.stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns),
                         (after.st_ino, after.st_mtime_ns))

    def test_dry_run(self):
        out = self.run_import("--dry-run")
        self.assertIn("+ owen.tarr@mail.example", out)
        self.assertIn("nothing was written", out)
        self.assertFalse(self.roster.exists())

    def test_changes(self):
        self.run_import()
        out = self.run_import(xml=self.changed(
            ("<politicalpartytitle>Labour<", "<politicalpartytitle>Green<"),
            ("owen.tarr@mail.example", "o.tarr@fennbridge.example")))
        self.assertIn("~ Cllr.I.Sedgwick@fennbridge.example", out)
        self.assertRegex(out, r'party +"Labour" -> "Green"')
        self.assertIn("+ o.tarr@fennbridge.example", out)
        self.assertIn("- owen.tarr@mail.example", out)
        self.assertIn("1 added, 1 removed, 1 altered, 1 unchanged", out)
        self.assertNotIn("owen.tarr@mail.example", self.lines())

    def test_hand_written_lines_stay_to_the_byte(self):
        kept = ('"clerk@fennbridge.example" , officer,"Clerk, ""the""",,,'
                'clerk,,01234\n\n')
        own = "cllr.n.quarmby@fennbridge.example,member,Nell,,Tory,,,\n"
        last = "@fennbridge.example,officer,,,,,,\n"
        self.roster.write_text(
            "address,role,name,title,party,posts,expands,phone\n"
            + kept + own + last)
        out = self.run_import()
        self.assertIn("1 kept by hand", out)
        self.assertIn("= cllr.n.quarmby@fennbridge.example", out)
        text = self.roster.read_text()
        self.assertTrue(text.startswith(
            "address,role,name,title,party,posts,expands,phone,ward,source\n"
            + kept.rstrip("\n") + ",,\n\n" + own.rstrip("\n") + ",,\n"), text)
        self.assertEqual(len(self.lines()), 5)

    def test_columns_kept(self):
        self.run_import()
        text = self.roster.read_text()
        text = text.replace("source\n", "source,phone\n")
        text = re.sub(r"(?m)^(.*moderngov)$", r"\1,555", text)
        text = text.replace("Labour,leader cabinet", "Mine,Mine")
        text = text.replace("moderngov,555", "moderngov keep:posts,555", 1)
        self.roster.write_text(text)
        out = self.run_import()
        leader = self.lines()["Cllr.I.Sedgwick@fennbridge.example"]
        self.assertEqual((leader["posts"], leader["party"], leader["phone"]),
                         ("Mine", "Labour", "555"))
        self.assertIn("1 altered", out)

    def test_spreadsheet_form(self):
        self.run_import()
        text = self.roster.read_bytes().replace(b"\n", b"\r\n")
        self.roster.write_bytes(b"\xef\xbb\xbf" + text)
        before = self.roster.read_bytes()
        self.run_import()
        self.assertEqual(self.roster.read_bytes(), before)
        self.run_import(xml=self.changed(
            ("<politicalpartytitle>Labour<", "<politicalpartytitle>Green<")))
        self.assertEqual(self.roster.read_bytes(),
                         before.replace(b"Labour", b"Green"))

    def test_mode_and_link_stay(self):
        real = self.folder / "real.csv"
        self.roster.symlink_to(real)
        real.write_text(HEADER + "@fennbridge.example,officer,,,,,,,,,\n")
        real.chmod(0o640)
        self.run_import()
        self.assertTrue(self.roster.is_symlink())
        self.assertEqual(real.stat().st_mode & 0o777, 0o640)
        self.assertEqual(len(self.lines()), 4)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["real.csv", "roster.csv"])

    def test_most_lines_would_go(self):
        self.run_import()
        few = self.folder / "few.xml"
        few.write_text("<councillorsbyward><councillor><fullusername>New"
                       "</fullusername><email>new@fennbridge.example</email>"
                       "</councillor></councillorsbyward>")
        before = self.roster.read_text()
        error = self.run_import(xml=few, status=1)
        self.assertIn("3 of 3 lines would go", error)
        self.assertEqual(self.roster.read_text(), before)
        self.run_import("--force", xml=few)
        self.assertEqual(list(self.lines()), ["new@fennbridge.example"])

    def test_usual_mapping_as_a_file(self):
        self.run_import()
        usual = self.roster.read_bytes()
        self.roster.unlink()
        self.run_import("--map", ROOT / "contrib/roster/moderngov.map")
        self.assertEqual(self.roster.read_bytes(), usual)

    def test_mapping(self):
        mapping = self.folder / "own.map"
        mapping.write_text(
            'address homeemail\naddress email\nname fullusername\n'
            'role "member"\n'
            'party "Lib Dem" where politicalpartytitle "lib*dem*"\n'
            'party politicalpartytitle\nfrom termstart\nuntil termend\n')
        self.run_import("--map", mapping)
        lines = self.lines()
        self.assertEqual(lines["owen.tarr@mail.example"]["party"], "Lib Dem")
        self.assertEqual(lines["ivy@sedgwick.example"]["from"], "2023-05-05")
        self.assertEqual(lines["owen.tarr@mail.example"]["from"], "")
        self.assertNotIn("until", lines["ivy@sedgwick.example"])

    def test_empty_texts_in_a_mapping(self):
        mapping = self.folder / "own.map"
        mapping.write_text(
            'address ""\naddress email\naliases ""\nname ""\ntitle "" where '
            'email ""\nposts ""\nexpands ""\nfrom ""\nrole "member"\n'
            'skip where email "" and not email ""\n')
        self.run_import("--map", mapping)
        self.assertEqual(len(self.lines()), 2)

    def test_mistakes_in_a_mapping(self):
        mapping = self.folder / "own.map"
        mapping.write_text('adress email\nrole "membr"\nname\n'
                           'skip fullusername\nparty "x" were y "z"\n')
        error = self.run_import("--map", mapping, status=1)
        for place, words in (("1:1", 'did you mean "address"?'),
                             ("2:6", '"membr" is no role'),
                             ("3:5", "an attribute's name or a text"),
                             ("4:6", '"where" was expected'),
                             ("5:11", '"where", "and" or the end')):
            self.assertRegex(error, f"own.map:{place}: error: .*"
                             + re.escape(words))
        mapping.write_text("name fullusername\n")
        error = self.run_import("--map", mapping, status=1)
        self.assertIn("nothing here gives an address", error)
        self.assertIn("nothing here gives a role", error)

    def test_xml_from_outside(self):
        secret = self.folder / "secret"
        secret.write_text("secret")
        bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">'
                       for i in range(1, 12))
        councillor = ("<councillor><fullusername>&{};</fullusername><email>"
                      "a@b.example</email></councillor>")
        for text, wanted in (
                (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><x>'
                 + councillor.format("e") + "</x>", "document type"),
                (f'<!DOCTYPE x [<!ENTITY e0 "y">{bomb}]><x>'
                 + councillor.format("e11") + "</x>", "document type"),
                ('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
                 "document type"),
                ("<x>" + councillor.format("e") + "</x>", "1:33: error:"),
                ("<x><y></x>", "bad.xml:1:11: error:"),
                ("<a>" * 5000, "error:"),
                ("", "no XML"),
                ("<html/>", "no councillor"),
        ):
            path = self.folder / "bad.xml"
            path.write_text(text)
            error = self.run_import(xml=path, status=1)
            self.assertIn(wanted, error)
            self.assertNotIn("secret", error)
            self.assertFalse(self.roster.exists())
        self.run_import(xml="none.xml", status=1)
        self.run_import(xml=self.folder, status=1)

    def test_encodings(self):
        text = XML.read_text().replace("Ivy", "Zo\u00eb")
        path = self.folder / "encoded.xml"
        for label, encoding in (("utf-8", "utf-8-sig"), ("utf-16", "utf-16"),
                                ("utf-16", "utf-8"), ("utf-16", "utf-8-sig"),
                                ("iso-8859-1", "latin-1"),
                                ("windows-1252", "cp1252")):
            path.write_bytes(text.replace("utf-8", label).encode(encoding))
            self.roster.unlink(missing_ok=True)
            self.run_import(xml=path)
            self.assertEqual(
                self.lines()["Cllr.I.Sedgwick@fennbridge.example"]["name"],
                "Councillor Zo\u00eb Sedgwick")
        path.write_bytes(text.encode("latin-1"))
        self.roster.unlink()
        error = self.run_import(xml=path, status=1)
        self.assertRegex(error, r"^\S+encoded.xml:11:\d+: error: [^\n]+\n$")

    def test_roster_with_a_mistake_is_left(self):
        text = HEADER + "a@b.example,membr,,,,,,,,,\n"
        self.roster.write_text(text)
        self.assertIn("roster.csv:2:13: error", self.run_import(status=1))
        self.assertEqual(self.roster.read_text(), text)

    def test_folder_that_cannot_be_written(self):
        done = self.comity("roster", "import", "--moderngov", XML,
                           "none/roster.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No such file", done.stderr)

    def test_full_disk(self):
        self.run_import()
        before = self.roster.read_bytes()
        xml = self.changed(("Labour<", "Green<"))

        def no_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

        for roster in ("roster.csv", "new.csv"):
            done = subprocess.run(
                [str(COMITY), "roster", "import", "--moderngov", xml, roster],
                capture_output=True, check=False, cwd=self.folder,
                preexec_fn=no_room)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"File too large", done.stderr)
        self.assertEqual(self.roster.read_bytes(), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["changed.xml", "roster.csv"])

    def test_many_rosters_at_random(self):
        """Hand-written lines stay to the byte; twice is once."""
        chance = random.Random(8)
        texts = ["", "A", "a b", 'q"q', "x,y", "é ß", "= 1", "l\nm"]
        for _ in range(40):
            self.roster.unlink(missing_ok=True)
            extra = chance.sample(["phone", "note", "ward", "source",
                                   "aliases", "until"], chance.randrange(5))
            columns = ["address", "role", "name", "title", "party", "posts",
                       "expands", *extra]
            chance.shuffle(columns)
            buffer = io.StringIO()
            writer = csv.writer(buffer, lineterminator="\n")
            writer.writerow(columns)
            for i in range(chance.randrange(1, 9)):
                mine = chance.random() < 0.5
                row = {"address": f"p{i}@fennbridge.example",
                       "role": "officer", "name": chance.choice(texts),
                       "note": chance.choice(texts),
                       "phone": chance.choice(texts),
                       "until": chance.choice(["", "2027-05-06"]),
                       "source": "" if mine else chance.choice(
                           ["moderngov", "moderngov keep:name", "ldap"])}
                writer.writerow([row.get(name, "") for name in columns])
            self.roster.write_text(buffer.getvalue())
            before = self.lines()
            councillors = "".join(
                f"<councillor><fullusername>N{chance.randrange(3)}"
                f"</fullusername><email>p{i}@fennbridge.example</email>"
                "</councillor>"
                for i in chance.sample(range(12), chance.randrange(1, 12)))
            xml = self.folder / "random.xml"
            xml.write_text(f"<ward>{councillors}</ward>")
            self.run_import("--force", xml=xml)
            after = self.lines()
            for address, row in before.items():
                owner = (row.get("source") or "").split(" ")[0]
                if owner != "moderngov":
                    self.assertEqual(
                        {name: after[address][name] for name in row}, row)
                elif address in after:
                    for name in ("phone", "note", "until"):
                        self.assertEqual(
                            # Line ends within a cell are kept, too.
                            after[address].get(name), row.get(name))
            text = self.roster.read_bytes()
            out = self.run_import(xml=xml)
            self.assertIn("0 added, 0 removed, 0 altered", out)
            self.assertEqual(self.roster.read_bytes(), text)

    def test_words(self):
        for words, wanted in (
                ((), "needs --ldap or --moderngov"),
                (("--moderngov", "x", "--ldap", "y"), "needs --ldap or"),
                (("--moderngov", "x", "second.csv"), "takes one roster")):
            done = self.comity("roster", "import", *words, "roster.csv")
            self.assertEqual(done.returncode, 1)
            self.assertIn(wanted, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
