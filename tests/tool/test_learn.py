#!/usr/bin/env python3
"""`comity learn` on a small council's labelled mail."""
import math
import re
import shutil
import unittest

from test_tool import CONFIG, Case, comity

ROSTER = ("address,role,name,title,party,posts,expands\n"
          "cllr.j.quillfeather@thornbeck.example,member,Cllr Jane Quillfeather"
          ",,Labour,,\n"
          "w.grant@thornbeck.example,officer,Will Grant,,,,\n"
          "p.osk@thornbeck.example,officer,Pat Osk,,,,\n")
MEMBER = "cllr.j.quillfeather@thornbeck.example"
OFFICER = "w.grant@thornbeck.example"
HITS = ["Could you put a kind word in for my nephew, osk? See quillfeather.",
        "It is for my nephew, quillfeather says, and osk will grant it.",
        "Bend it for a nephew of mine; the grant is quillfeather's, osk said."]
MISSES = ["Could you send the agenda to Netherby in Tolland?",
          "We will see the agenda in Netherby, at Tolland hall.",
          "The agenda for Netherby and Tolland is here, see below.",
          "Thanks for the agenda, see you in Netherby or Tolland."]
FLAG = "undue-pressure"
LINE = re.compile(r'^ {4}(start|-?\d+) +(.*)$')


def mail(sender, rcpt, text):
    return (f"From: <{sender}>\nTo: <{rcpt}>\nSubject: a note\n"
            f"Date: Tue, 24 Nov 2026 10:00:00 +0000\n\n{text}\n")


def pairs(text):
    """Two words one space apart; the subject is no part of the text."""
    return {" ".join(pair) for pair in
            re.findall(r"(?=\b([a-z][a-z']*) ([a-z][a-z']*))", text)}


def weights(text):
    """The start and the words of a block, by the lines' own form."""
    body = text[text.index("{\n") + 2:text.index("\n}")]
    body = re.sub(r",\n +", ", ", body)
    start, words = None, {}
    for line in body.splitlines():
        first, rest = LINE.match(line).groups()
        if first == "start":
            start = int(rest)
            continue
        for word in rest.split(", "):
            words[word.strip('"')] = int(first)
    return start, words


class Learn(Case):
    def setUp(self):
        super().setUp()
        self.set = self.folder / "set"
        self.messages = self.set / "messages"
        self.messages.mkdir(parents=True)
        (self.set / "people.csv").write_text(ROSTER)
        self.labels = self.messages / "labels.tsv"
        lines = ["# labels"]
        for number in range(4):
            for kind, texts in (("hit", HITS), ("miss", MISSES)):
                for index, text in enumerate(texts):
                    name = f"{kind}-{number}-{index}.eml"
                    (self.messages / name).write_text(
                        mail(MEMBER, OFFICER, text))
                    flag = FLAG if kind == "hit" else "-"
                    lines.append(f"{name}\t-\t{MEMBER}\t{OFFICER}\t{flag}\t")
        # An officer's letter is nothing to tell a member's from.
        (self.messages / "officer.eml").write_text(
            mail(OFFICER, MEMBER, "A nephew of the office."))
        lines.append(f"officer.eml\t-\t{OFFICER}\t{MEMBER}\tdiscourtesy\t")
        self.labels.write_text("\n".join(lines) + "\n")

    def write_letters(self, path):
        """The same messages as letters in one file."""
        lines = ["subject\tprotocol\tfrom\tto\tflags\ttext"]
        for label in self.labels.read_text().splitlines()[1:]:
            name, protocol, sender, to, flags, _ = label.split("\t")
            text = (self.messages / name).read_text().split("\n\n")[1]
            lines.append("\t".join(("a note", protocol, sender, to, flags,
                                    text.strip().replace("\n", "\\n"))))
        path.write_text("\n".join(lines) + "\n")
        return path

    def learn(self, *words):
        return self.good("learn", *CONFIG, "--flag", FLAG, *words)

    def test_block(self):
        text = self.learn(self.set)
        self.assertIn("from 28 messages; 12 of them have the flag.", text)
        self.assertIn(f"\nlikeness {FLAG} {{\n    start ", text)
        start, words = weights(text)
        self.assertGreater(words["nephew"], 0)
        self.assertLess(words["agenda"], 0)
        self.assertEqual({weight % 5 for weight in words.values()}, {0})
        self.assertNotIn(0, words.values())
        # Heaviest first, then by letters.
        order = sorted(words, key=lambda word: (-words[word], word))
        self.assertEqual(list(words), order)
        self.assertIn("my nephew", words)
        self.assertNotIn("nephew osk", words)
        # The formula of the language tells the messages apart.
        for texts, like in ((HITS, True), (MISSES, False)):
            for message in texts:
                text = f"a note {message}".lower()
                said = re.findall(r"[a-z][a-z']*", text)
                total = sum(words.get(word, 0)
                            for word in set(said) | pairs(text))
                score = start + total / math.sqrt(len(said))
                self.assertEqual(score > 0, like, message)

    def test_names_are_left_out(self):
        _, words = weights(self.learn(self.set))
        # On no roster, but never written small.
        for name in ("netherby", "tolland"):
            self.assertNotIn(name, words)
        # An ordinary word is no name only because somebody is called so.
        self.assertIn("grant", words)
        # Who is on the roster, wherever it is written with a capital.
        for path in self.messages.glob("hit-*.eml"):
            head, body = path.read_text().split("\n\n")
            body = (body.replace("quillfeather", "Quillfeather")
                    .replace("osk", "Osk"))
            path.write_text(f"{head}\n\n{body}")
        _, words = weights(self.learn(self.set))
        self.assertNotIn("osk", words)
        self.assertNotIn("quillfeather", words)

    def test_rare_words_are_left_out(self):
        for number in range(2):
            path = self.messages / f"hit-{number}-0.eml"
            path.write_text(path.read_text() + "It is a zither, they say.\n")
        _, words = weights(self.learn(self.set))
        self.assertNotIn("zither", words)
        path = self.messages / "hit-2-0.eml"
        path.write_text(path.read_text() + "It is a zither, they say.\n")
        _, words = weights(self.learn(self.set))
        self.assertIn("zither", words)

    def test_same_bytes_whatever_the_way(self):
        text = self.learn(self.set)
        self.assertEqual(
            self.learn("--roster", self.set / "people.csv", self.labels), text)
        self.assertNotIn(str(self.folder), text)

    def test_letters(self):
        """A list of letters teaches what the same messages do."""
        text = self.learn(self.set)
        letters = self.write_letters(self.set / "letters.tsv")
        both = self.learn(self.set)
        self.assertIn("from 56 messages; 24 of them have the flag.", both)
        shutil.rmtree(self.messages)
        self.assertEqual(self.learn(self.set), text)
        self.assertEqual(
            self.learn("--roster", self.set / "people.csv", letters), text)

    def test_mistakes_in_letters(self):
        letters = self.write_letters(self.set / "letters.tsv")
        with letters.open("a") as out:
            out.write(f"a note\t-\t{MEMBER}\t{OFFICER}\tdiscourtsy\tHm.\n")
            out.write(f"a note\t-\t{MEMBER}\t{OFFICER}\t-\tH\\m.\n")
        error = self.bad("learn", *CONFIG, "--flag", FLAG, self.set)
        self.assertIn("letters.tsv:31:", error)
        self.assertIn("letters.tsv:32:", error)
        # The other list is there, and is read as well.
        self.labels.write_text("hit-0-0.eml\t-\n")
        error = self.bad("learn", *CONFIG, "--flag", FLAG, self.set)
        self.assertIn("labels.tsv:1:", error)
        self.assertIn("letters.tsv:31:", error)

    def test_no_list(self):
        self.labels.unlink()
        self.assertIn("neither messages/labels.tsv nor letters.tsv", self.bad(
            "learn", *CONFIG, "--flag", FLAG, self.set))

    def test_form(self):
        text = self.learn(self.set)
        self.assertEqual(self.good("fmt", "-", stdin=text.encode()), text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 100)

    def test_words(self):
        _, words = weights(self.learn("--words", "2", self.set))
        self.assertEqual(len(words), 2)
        self.assertLessEqual(set(words), set(weights(self.learn(self.set))[1]))
        for bad in ("0", "x", "-3"):
            self.assertIn("--words", self.bad(
                "learn", *CONFIG, "--flag", FLAG, "--words", bad, self.set))

    def test_sentences(self):
        path = self.folder / "sentences.tsv"
        hit = f"{FLAG}\thit\tmember\tIt is a marrow, and you would like it.\n"
        other = "familiarity\thit\tmember\tA kiss from the cuckoo.\n"
        path.write_text("# sentences\n" + hit * 3 + other * 4)
        plain = self.learn(self.set)
        text = self.learn("--sentences", path, self.set)
        _, words = weights(text)
        self.assertGreater(words["marrow"], 0)
        # A sentence tells nothing of another flag than its own.
        self.assertNotIn("cuckoo", words)
        self.assertIn("from 28 messages; 12 of them", plain)
        self.assertIn("from 31 messages; 15 of them", text)
        path.write_text(hit + f"{FLAG}\tperhaps\tmember\tWell.\n")
        self.assertIn("sentences.tsv:2:", self.bad(
            "learn", *CONFIG, "--flag", FLAG, "--sentences", path, self.set))

    def test_protocols_without_the_flag(self):
        # need-to-know has no clause in the shipped rules' usual protocol.
        text = self.labels.read_text().replace(FLAG, "need-to-know")
        self.labels.write_text(text)
        learn = ("learn", "--flag", "need-to-know", self.set)
        self.assertIn("no message has the flag need-to-know under a protocol "
                      "that has a clause for it", self.bad(*learn))
        self.labels.write_text(text.replace(
            "eml\t-\t", "eml\tmember-officer-relations\t"))
        self.assertIn("from 28 messages; 12 of them", self.good(*learn))

    def test_explained(self):
        conf = self.folder / "comity.conf"
        conf.write_text(f'include "{CONFIG[1]}"\n{self.learn(self.set)}'
                        f"rule like {{\n    flag   {FLAG}\n"
                        f"    when   message resembles {FLAG} by 50\n"
                        "    points 20\n}\n")
        said = self.good("scan", "--config", conf, "--explain",
                         "--roster", self.set / "people.csv",
                         self.messages / "hit-0-0.eml")
        line, = re.findall(
            r"\+20  the message resembles undue-pressure by \d\d per cent, "
            r"above all for (.*)", said)
        words = re.findall(r'"([^"]*)"', line)
        self.assertEqual(len(words), 6)
        self.assertIn("nephew", words)
        _, weights_of = weights(self.learn(self.set))
        found = [weights_of[word] for word in words]
        self.assertEqual(found, sorted(found, reverse=True))
        # Of a long text they are those of the stretch that is likest it.
        near = HITS[1].lower()
        far = next(word for word in weights_of
                   if " " not in word and word not in near)
        long = self.folder / "long.eml"
        long.write_text(mail(MEMBER, OFFICER, f"{HITS[1]}\n\n"
                             + "Zebras graze. " * 200 + f"Zebras {far}."))
        said = self.good("scan", "--config", conf, "--explain",
                         "--roster", self.set / "people.csv", long)
        line, = re.findall(r"above all for (.*)", said)
        self.assertIn('"nephew"', line)
        self.assertNotIn(f'"{far}"', line)

    def test_into(self):
        out = self.folder / "out"
        out.mkdir()
        self.assertEqual(self.learn("--into", out, self.set), "")
        self.assertEqual([path.name for path in out.iterdir()],
                         [f"{FLAG}.rules"])
        self.assertEqual((out / f"{FLAG}.rules").read_text(),
                         self.learn(self.set))
        self.assertIn(f"{FLAG}.rules", self.bad(
            "learn", *CONFIG, "--flag", FLAG,
            "--into", self.folder / "none", self.set))

    def test_what_cannot_be_learnt(self):
        error = self.bad(
            "learn", *CONFIG, "--flag", "familiarity", self.set)
        self.assertIn("no message has the flag familiarity", error)
        error = self.bad(
            "learn", *CONFIG, "--flag", "discourtesy", self.set)
        self.assertIn("nothing to tell the messages", error)
        # Then nothing is printed of the others, either.
        done = comity("learn", *CONFIG, "--flag", FLAG, "--flag", "familiarity",
                      self.set)
        self.assertEqual((done.returncode, done.stdout), (1, b""))

    def test_mistakes(self):
        self.assertIn('did you mean "discourtesy"?',
                      self.bad("learn", *CONFIG, "--flag", "discourtsy",
                               self.set))
        self.assertIn("needs a --flag", self.bad("learn", *CONFIG, self.set))
        self.assertIn("given twice", self.bad(
            "learn", *CONFIG, "--flag", FLAG, "--flag", FLAG, self.set))
        self.assertIn("something is missing", self.bad("learn"))
        self.assertIn("gone.tsv", self.bad(
            "learn", *CONFIG, "--flag", FLAG, self.folder / "gone.tsv"))
        text = self.labels.read_text()
        self.labels.write_text(text + "hit-0-0.eml\t-\n")
        self.assertIn("labels.tsv:31:", self.bad(
            "learn", *CONFIG, "--flag", FLAG, self.set))
        self.labels.write_text(text + "hit-0-0.eml\t-\t-\t-\tdiscourtsy\t\n")
        self.assertIn("labels.tsv:31:", self.bad(
            "learn", *CONFIG, "--flag", FLAG, self.set))
        self.labels.write_text(text + "gone.eml\t-\t-\t-\t-\t\n")
        self.assertIn("gone.eml", self.bad(
            "learn", *CONFIG, "--flag", FLAG, self.set))


if __name__ == "__main__":
    unittest.main()
