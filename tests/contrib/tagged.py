"""Mail as Comity tags it: the demo's messages with what `comity scan` says."""
import functools
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
DEMO = ROOT / "tests" / "demo"
COUNCIL = "thornbeck.example"


def configuration(folder):
    """The demo's council with the shipped rules."""
    path = pathlib.Path(folder) / "comity.conf"
    text = (DEMO / "comity.conf").read_text()
    path.write_text(text.replace('"rules/', f'"{ROOT}/rules/')
                    .replace('"roster.csv"', f'"{DEMO}/roster.csv"'))
    return path


def fold(line):
    """As the daemon folds it: every space is a place to break at."""
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > 77:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n ".join(lines) + "\n"


def tag(data, sender, recipients):
    """The message, bytes, with our fields at its top."""
    with tempfile.TemporaryDirectory() as folder:
        words = [str(BUILD / "comity"), "scan", "--json", "--config",
                 str(configuration(folder)), "--from", sender]
        for recipient in recipients:
            words += ["--rcpt", recipient]
        done = subprocess.run(words + ["-"], input=data, check=True,
                              stdout=subprocess.PIPE)
    fields = json.loads(done.stdout)["headers"]
    return "".join(fold(f"{name}: {value}")
                   for name, value in fields).encode() + data


def person(name):
    return f"{name}@{COUNCIL}"


def letter(sender, recipient, text, hidden=()):
    data = (f"From: <{person(sender)}>\nTo: <{person(recipient)}>\n"
            "Subject: A letter\nDate: Tue, 17 Nov 2026 10:00:00 +0000\n"
            f"\n{text}\n")
    return tag(data.encode(), person(sender),
               [person(recipient), *map(person, hidden)])


@functools.lru_cache(maxsize=1)
def samples():
    """What the demo's people write: by name, with our fields."""
    officer, member = "tobias.reed", "jane.hallow"
    return {
        "hidden-copy": letter(officer, member, "The figures are attached.",
                              ["peter.vane"]),
        "political": letter(officer, member, "Do vote Labour in May: only "
                            "Labour will keep our leisure centre open."),
        "enquiry": letter(member, officer, "When will the lights in Mill "
                          "Lane be mended? Please let me know."),
        "plain": letter(officer, member, "The report goes to committee."),
        "outside": tag(b"From: <shop@elsewhere.example>\n"
                       b"To: <jane.hallow@thornbeck.example>\n"
                       b"Subject: Catalogue\n\nNew this month.\n",
                       "shop@elsewhere.example", [person(member)]),
    }
