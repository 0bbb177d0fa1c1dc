"""Inputs to begin with, made from what the other tests hold.

Whole messages, rule files and rosters as they stand, and the string literals
of unit tests, each one an input. write() fills a folder per target.
"""
import hashlib
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"

# More than that teaches a fuzzer nothing and slows it down.
LONGEST = 24 * 1024

ESCAPES = {"n": b"\n", "t": b"\t", "r": b"\r", "a": b"\a", "b": b"\b",
           "f": b"\f", "v": b"\v"}


def unescape(literal):
    """The bytes of what stands between a C literal's quotes."""
    def put(match):
        text = match.group(1)
        if text[0] == "x" and len(text) > 1:
            return bytes([int(text[1:], 16) & 255])
        if text[0] in "01234567":
            return bytes([int(text, 8) & 255])
        if text[0] == "u" and len(text) > 1:
            return chr(int(text[1:], 16)).encode()
        return ESCAPES.get(text, text.encode())
    out, at = b"", 0
    for match in re.finditer(
            r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|u[0-9a-fA-F]{4}|.)", literal, re.S):
        out += literal[at:match.start()].encode() + put(match)
        at = match.end()
    return out + literal[at:].encode()


def literals(*names):
    """Each string of these C files, adjacent ones joined."""
    string = r'"((?:[^"\\\n]|\\.)*)"'
    for name in names:
        for path in sorted((TESTS / "unit").glob(name)):
            text = re.sub(r"^#.*$", "", path.read_text(), flags=re.M)
            for group in re.finditer(rf"(?:{string}\s*)+", text):
                yield b"".join(unescape(m.group(1)) for m in
                               re.finditer(string, group.group(0)))


def files(*patterns):
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def messages():
    return files("tests/*/messages/*.eml", "tests/corpus/**/*.eml")


def small_messages():
    """Of the tables of test_reading: name, header, body, what is read."""
    for name in ("decoding", "forwards", "html", "marks", "parts", "replies",
                 "signatures", "text"):
        cases = list(literals(f"reading_{name}.h"))
        for head, body in zip(cases[1::4], cases[2::4]):
            yield b"From: j@council.example\n" + head + b"\n" + body


def whole_messages():
    yield from messages()
    yield from small_messages()


def with_kinds(kinds, inputs):
    inputs = list(inputs)
    for kind in kinds:
        for data in inputs:
            yield bytes([kind]) + data


def html():
    yield from literals("test_html.c", "reading_html.h")
    for data in messages():
        if b"<html" in data.lower():
            yield data.partition(b"\n\n")[2]


def addresses():
    yield from literals("test_address.c")
    for data in messages():
        for match in re.finditer(
                rb"^(?:From|To|Cc):((?:.*\n(?=[ \t]))*.*)\n", data, re.M):
            yield match.group(1)


def decodings():
    strings = list(literals("test_decode.c"))
    yield from with_kinds((0, 1, 2, 4, 7), strings)
    for charset in (b"utf-8", b"iso-2022-jp", b"utf-7", b"gb18030", b"utf-16",
                    b"big5", b"hz-gb-2312", b"bogus"):
        yield b"\x03" + charset + b"\ncaf\xe9 \x1b$B%F%9%H\x1b(B +ADw-"
    yield from with_kinds((5, 13), literals("test_zone.c"))
    yield from with_kinds((6,), literals("test_date.c"))
    yield from with_kinds((7,), literals("test_fold.c"))


def rules():
    yield from files("rules/**/*.rules", "tests/golden/diagnostics/*.rules",
                     "tests/golden/golden.conf")
    yield from literals("test_compile*.c", "test_parse.c", "test_fmt.c",
                        "test_lexer.c", "test_condition.c")


def patterns():
    text = (b"\n\nDo vote Labour in May, said Cllr Marsh to the clerk. It is "
            b"about 12 caf\xc3\xa9s; see you on 4 May.")
    for data in files("rules/**/*.rules"):
        found = re.findall(rb"(?<= )/((?:[^/\n\\]|\\.)+)/", data)
        for start in range(0, len(found), 4):
            yield b"\n".join(found[start:start + 4]) + text
    for data in literals("test_pattern*.c", "test_prefilter.c"):
        yield data + text
        yield data + b"\n\n" + data


def rosters():
    yield from files("tests/*/*.csv", "tests/corpus/**/*.csv")
    yield from literals("test_roster.c", "test_mention.c")


def settings():
    yield from files("contrib/*.conf", "tests/*/*.conf")
    yield from literals("test_compile*.c", "test_session.c", "test_socket.c")
    for line in (b'socket "inet:8891@127.0.0.1"', b'socket "inet6:[::1]:25"',
                 b'trusted-relay "192.0.2.0/24" "2001:db8::/32"',
                 b'header-prefix "X-Town"', b"body-limit 5", b"drain 9"):
        yield line + b"\n"


def calendars():
    yield from files("rules/calendars/*.json")
    yield from literals("test_calendar.c")


def sessions():
    for data in messages():
        head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
        head = re.sub(rb"\n[ \t]+", b" ", head)
        found = re.search(rb"^From:.*?([\w.+-]+@[\w.-]+)", head, re.M)
        events = [b"M<" + (found.group(1) if found else b"") + b">",
                  b"R<cllr.j.marsh@thornbeck.example>"]
        events += [b"L" + line for line in head.split(b"\n")]
        events += [b"N"] + [b"B" + line for line in body.split(b"\n")]
        yield b"\n".join(events + [b"E"])
        yield b"\n".join(events + [b"A"] + events + [b"E", b"E", b"!"] +
                         events + [b"E"])


def people():
    texts = [data.partition(b"\n\n")[2] for data in messages()]
    texts += literals("notice_cases.h", "test_letter.c", "test_tell.c")
    for number, text in enumerate(texts):
        choice = bytes((number + i * 53) % 256 for i in range(5))
        yield (bytes([number % 24]) + choice.replace(b"\n", b"\v") + b"\n" +
               text)


TARGETS = {
    "address": addresses, "calendar": calendars, "decode": decodings,
    "headers": messages, "html": html,
    "message": whole_messages,
    "pattern": patterns, "people": people, "roster": rosters, "rules": rules,
    "session": sessions, "settings": settings,
}

# What a language can say and few seeds do.
ALWAYS = {
    "rules": [b'" + "', b"/ + /", b"within sentence", b"within paragraph",
              b"within message", b'party "', b"names party other than ",
              b"condition ", b"longer than ", b"shorter than ",
              b" words"],
}


def write(target, folder):
    """Fills the folder; the words that the seeds use most come back."""
    folder.mkdir(parents=True, exist_ok=True)
    count = {}
    for data in TARGETS[target]():
        if len(data) > LONGEST:
            continue
        name = hashlib.sha1(data).hexdigest()[:16]
        (folder / name).write_bytes(data)
        for word in set(re.findall(rb"[A-Za-z][\w-]{2,20}|[^\w\s]{2,4}",
                                   data)):
            count[word] = count.get(word, 0) + 1
    often = sorted(count, key=lambda word: (-count[word], word))[:400]
    return ALWAYS.get(target, []) + often
