"""What the integration tests share: people, messages, and a look at ours."""
import email.utils
import itertools

MEMBER = "jane.hallow@thornbeck.example"
LEADER = "peter.vane@thornbeck.example"
OFFICER = "tobias.reed@thornbeck.example"
CHIEF = "elin.marsh@thornbeck.example"
OUTSIDER = "visitor@elsewhere.example"

POLITICAL = ("Do vote Labour in May: only Labour will keep our leisure centre "
             "open, and the Tories have failed this town for years.")
PLAIN = "The report goes to committee in January."

serial = itertools.count(1)


def letter(sender=OFFICER, to=MEMBER, text=PLAIN, subject="A report",
           extra="", cc=""):
    """A plain message, CRLF, as bytes."""
    fields = [f"From: <{sender}>", f"To: <{to}>"]
    if cc:
        fields.append(f"Cc: <{cc}>")
    fields += [f"Subject: {subject}",
               f"Date: {email.utils.formatdate(1795000000)}",
               f"Message-ID: <{next(serial)}@test.example>"]
    head = "\r\n".join(fields) + "\r\n" + extra
    return (head + "\r\n" + text + "\r\n").encode()


def ours(message):
    return [(name, value) for name, value in message.fields()
            if name.strip().lower().startswith("x-council-protocol")]


def summary(message):
    """The parts of the summary field; None without one."""
    values = [value for name, value in ours(message)
              if name == "X-Council-Protocol"]
    if len(values) != 1:
        assert not values, f"{len(values)} summaries"
        return None
    parts = {}
    for part in " ".join(values[0].split()).split("; "):
        key, _, value = part.partition("=")
        parts[key] = value
    return parts


def flags(message):
    """The flags raised, sorted; None without a summary."""
    parts = summary(message)
    if parts is None:
        return None
    return sorted(f for f in parts["flags"].split(",") if f != "none")
