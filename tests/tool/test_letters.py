#!/usr/bin/env python3
"""Labelled letters in one file, for `comity test` and `comity learn`."""
import unittest

from test_tool import CONFIG, Case, GOLDEN, comity

HEAD = "subject\tprotocol\tfrom\tto\tflags\ttext\n"
OFFICER = "l.fenn@thornbeck.example"
MEMBER = "cllr.j.marsh@thornbeck.example"
OUTSIDE = "somebody@elsewhere.example"
POLITICAL = "Vote Labour in May, and tell your neighbours."
ENQUIRY = "When will it be done?"
ROSTER = ["--roster", str(GOLDEN / "roster.csv")]


def letter(subject="Thanks", protocol="-", sender=MEMBER, to=OFFICER,
           flags="-", text="All is well."):
    return "\t".join((subject, protocol, sender, to, flags, text)) + "\n"


class Letters(Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "letters.tsv"

    def write(self, *lines, head=HEAD):
        self.path.write_text(head + "".join(lines))

    def judge(self):
        found, = self.objects("test", *CONFIG, *ROSTER, "--json", self.path)
        return found

    def misses(self):
        return [(miss["kind"], miss["flag"], miss["file"])
                for miss in self.judge()["misses"]]

    def errors(self):
        return self.bad("test", *CONFIG, *ROSTER, self.path)

    def raised(self, **columns):
        """The flags that a letter gets."""
        self.write(letter(**columns))
        return {flag for _, flag, _ in self.misses()}

    def test_judged(self):
        self.write(letter(sender=OFFICER, to=MEMBER, text=POLITICAL,
                          flags="political-wording"),
                   letter(text=ENQUIRY, flags="response-due"),
                   letter())
        found = self.judge()
        self.assertEqual((found["messages"], found["exact"]), (3, 3))
        flags = {flag["flag"]: flag for flag in found["flags"]}
        self.assertEqual(flags["political-wording"]["right"], 1)
        self.assertEqual(flags["response-due"]["right"], 1)

    def test_called_by_file_and_line(self):
        self.write(letter(text=ENQUIRY), "\n", "# a comment\n",
                   letter(flags="response-due"),
                   head="# labelled by hand\n\n" + HEAD)
        self.assertEqual(self.misses(),
                         [("false", "response-due", "letters.tsv:4"),
                          ("missed", "response-due", "letters.tsv:7")])
        self.assertIn("missed  response-due  letters.tsv:7  -\n",
                      self.good("test", *CONFIG, *ROSTER, self.path))

    def test_hash(self):
        """It begins a comment, but for the space before it."""
        self.write(letter(subject="#HaveYourSay"),
                   letter(subject=" #HaveYourSay"))
        self.assertEqual(self.judge()["messages"], 1)

    def test_text(self):
        # A quoted line is not the author's; that there are lines is seen.
        self.assertEqual(self.raised(text=ENQUIRY), {"response-due"})
        self.assertEqual(self.raised(text=f"Thanks.\\n\\n> {ENQUIRY}\\n"),
                         set())
        self.assertEqual(self.raised(text=f"Thanks. > {ENQUIRY}"),
                         {"response-due"})
        # "\\n" is a backslash and an n: no line break.
        self.assertEqual(self.raised(text=f"Thanks.\\\\n> {ENQUIRY}"),
                         {"response-due"})

    def test_beyond_ascii(self):
        self.write(letter(subject="£40 – “now”, Seán", sender=OFFICER,
                          to=MEMBER, text=f"Ŵyn, “{POLITICAL}” – £3 😀",
                          flags="political-wording"))
        self.assertEqual(self.misses(), [])

    def test_subject_is_read(self):
        self.assertEqual(self.raised(subject="Café: vote Labour in May",
                                     sender=OFFICER, to=MEMBER),
                         {"political-wording"})

    def test_recipients(self):
        # To a member the enquiry is no member's to an officer.
        self.assertEqual(self.raised(to=OUTSIDE, text=ENQUIRY), set())
        self.assertEqual(self.raised(to=f"{OUTSIDE}, {OFFICER}",
                                     text=ENQUIRY), {"response-due"})
        # All are seen: nobody gets a hidden copy.
        self.assertNotIn("copy-notice", self.raised(
            sender=OFFICER, to=f"{MEMBER},{OUTSIDE}"))

    def test_protocol(self):
        self.write(letter(text=ENQUIRY, protocol="golden"))
        self.assertEqual(self.misses(),
                         [("false", "response-due", "letters.tsv:2")])
        self.write(letter(protocol="nowhere"))
        self.assertIn("nowhere", self.errors())

    def test_beside_messages(self):
        """A list of files stays one, and both may be named."""
        (self.folder / "a.eml").write_text(
            f"From: <{MEMBER}>\nTo: <{OFFICER}>\n\n{ENQUIRY}\n")
        cases = self.folder / "cases.tsv"
        cases.write_text("a.eml\t-\t-\t-\tresponse-due\t\n")
        self.write(letter())
        found, = self.objects("test", *CONFIG, *ROSTER, "--json", cases,
                              self.path)
        self.assertEqual((found["messages"], found["exact"]), (2, 2))

    # --- Mistakes

    def test_escapes(self):
        self.write(letter(), letter(text="Bad \\t and é\\x."),
                   letter(text="ends in \\"))
        error = self.errors()
        line = "\t".join(("Thanks", "-", MEMBER, OFFICER, "-", ""))
        before = len(line) + 1
        self.assertIn(f"letters.tsv:3:{before + 4}: error: ", error)
        self.assertIn(f"letters.tsv:3:{before + 12}: error: ", error)
        self.assertIn(f"letters.tsv:4:{before + 8}: error: ", error)
        self.assertIn("3 errors", error)
        self.assertIn("\\n for a line break", error)

    def test_columns(self):
        self.write(letter(), "Thanks\t-\n", letter(text="a\tb"))
        error = self.errors()
        self.assertIn("letters.tsv:3:1: error: ", error)
        self.assertIn("letters.tsv:4:", error)
        self.assertIn("here are 2", error)
        self.assertIn("here are 7", error)

    def test_other_letters_are_judged(self):
        self.write("Thanks\t-\n", letter(text="\\x"), letter(text=ENQUIRY))
        done = comity("test", *CONFIG, *ROSTER, self.path)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"2 errors", done.stderr)
        self.assertIn(b"0 of 1 have exactly", done.stdout)
        self.assertIn(b"letters.tsv:4", done.stdout)

    def test_head(self):
        """What the columns hold is not guessed: nothing more is read."""
        for head, column in (
                ("subject\tprotocol\tto\tfrom\tflags\ttext\n", 18),
                ("subject\tprotocol\tfrom\tto\tflags\n", 1),
                (HEAD.strip() + "\tnote\n", 1)):
            self.write(letter(), letter(sender="-"), head=head)
            error = self.errors()
            self.assertIn(f"letters.tsv:1:{column}: error: ", error)
            self.assertIn("subject, protocol, from, to, flags, text", error)
            self.assertIn("1 error\n", error)

    def test_addresses(self):
        self.write(letter(sender="-"), letter(sender="nobody"),
                   letter(to="-"), letter(to=f"{OFFICER},not one"),
                   letter(to=""), letter(sender=f"Jane <{MEMBER}>"))
        error = self.errors()
        column = len("Thanks\t-\t") + 1
        for line in (2, 3, 7):
            self.assertIn(f"letters.tsv:{line}:{column}: error: ", error)
        column += len(MEMBER) + 1
        self.assertIn(f"letters.tsv:4:{column}: error: ", error)
        self.assertIn(f"letters.tsv:5:{column + len(OFFICER) + 1}: error: ",
                      error)
        self.assertIn(f"letters.tsv:6:{column}: error: ", error)
        self.assertIn('"not one" is no address', error)

    def test_flags(self):
        self.write(letter(flags="response-due, politcal"))
        column = len("\t".join(("Thanks", "-", MEMBER, OFFICER,
                                "response-due, "))) + 1
        self.assertIn(f"letters.tsv:2:{column}: error: "
                      'there is no flag "politcal"', self.errors())


if __name__ == "__main__":
    unittest.main()
