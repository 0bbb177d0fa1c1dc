#!/usr/bin/env python3
"""make demo: seven messages through a private Postfix with Comity.

Submits each over SMTP, waits until it is delivered, and prints what the
recipient got: the envelope and the headers that Comity put there. Ends with
status 1 when a message has not what it should have.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools.relay import Relay  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
COUNCIL = "thornbeck.example"

# File, envelope, and the flags to be raised (None: no header of ours).
SAMPLES = [
    ("1-hidden-copy", "An officer writes to a member; the leader gets a "
     "blind copy", "tobias.reed", ["jane.hallow", "peter.vane"],
     ["copy-notice"]),
    ("2-visible-copy", "The same letter, the leader in Cc",
     "tobias.reed", ["jane.hallow", "peter.vane"], []),
    ("3-copy-told", "A blind copy that the text tells of",
     "tobias.reed", ["jane.hallow", "ruth.tarn"], []),
    ("4-political-wording", "An officer writes party political words",
     "olu.bright", ["jane.hallow"], ["political-wording"]),
    ("5-quoted-wording", "An officer's reply quotes the same words",
     "hanna.frost", ["jane.hallow"], []),
    ("6-no-correspondence", "A catalogue from outside",
     "offers@greenfield.example", ["elin.marsh"], None),
    ("7-forged-header", "Mail from outside with forged headers of ours",
     "peter.vane@elsewhere.example", ["elin.marsh"], None),
]


def address(name):
    return name if "@" in name else f"{name}@{COUNCIL}"


def ours(message):
    return [(name, value) for name, value in message.fields()
            if name.lower().startswith("x-council-protocol")]


def flags_of(fields):
    """The flags that the summary names; None without a summary."""
    for name, value in fields:
        if name == "X-Council-Protocol":
            for part in " ".join(value.split()).split("; "):
                if part.startswith("flags="):
                    names = part.removeprefix("flags=")
                    return [] if names == "none" else names.split(",")
    return None


def problems_with(message, hidden, flags):
    """What is wrong with a message as delivered, in plain words."""
    fields = ours(message)
    found = flags_of(fields)
    wrong = []
    if found != flags:
        wrong.append(f"flags are {found}, expected {flags}")
    if flags is None and fields:
        wrong.append("headers of ours on mail that should have none")
    if flags is not None and message.fields()[0][0] != "X-Council-Protocol":
        wrong.append("the summary is not at the top")
    for person in hidden:
        if any(person in value for _, value in message.fields()):
            wrong.append("a hidden address stands in a header")
    return wrong


def show(message):
    print(f"    envelope  from {message.sender or '<>'}")
    for recipient in message.recipients:
        print(f"              to   {recipient}")
    fields = ours(message)
    if not fields:
        print("    no header of ours")
    for name, value in fields:
        for line in (f"{name}:{value}").split("\n"):
            print(f"    {line}")


def try_sample(relay, sample):
    name, title, sender, recipients, flags = sample
    data = (HERE / "messages" / f"{name}.eml").read_bytes()
    recipients = [address(r) for r in recipients]
    relay.submit(address(sender), recipients,
                 data.replace(b"\n", b"\r\n"))
    delivered = relay.sink.take(1)
    print(f"\n{name[0]}. {title}\n")
    if not delivered:
        print("    NOT DELIVERED")
        return False
    show(delivered[0])
    head = data.partition(b"\n\n")[0].decode()
    hidden = [r for r in recipients if r not in head]
    wrong = problems_with(delivered[0], hidden, flags)
    for problem in wrong:
        print(f"    WRONG: {problem}")
    return not wrong


def main():
    print("Starting a private Postfix and comity-milter ...")
    relay = Relay(name="comity-demo")
    try:
        good = [try_sample(relay, sample) for sample in SAMPLES]
    finally:
        relay.stop()
    print(f"\n{sum(good)} of {len(good)} messages came out as they should.")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
