"""The mail server's side of the milter protocol, for tests without one.

Sends any packet in any order. `Client` is a plain connection; `Script` plays
whole messages the way a mail server does and applies the edits it is told.
"""
import socket
import struct

# Answers.
CONTINUE, ACCEPT, REJECT, TEMPFAIL, SKIP = b"c", b"a", b"r", b"t", b"s"
PROGRESS, ADD_RECIPIENT, INSERT, CHANGE, QUARANTINE, REPLY = (
    b"p", b"+", b"i", b"m", b"q", b"y")
EDITS = (ADD_RECIPIENT, INSERT, CHANGE, QUARANTINE)

# Steps that may go without an answer.
NR_HDR, NR_MAIL, NR_RCPT, NR_BODY = 0x80, 0x4000, 0x8000, 0x80000
NOCONNECT, NOHELO = 0x1, 0x2
ALL_STEPS = 0x1FFFFF
ALL_ACTIONS = 0x1FF


class Gone(Exception):
    """The filter closed the connection."""


def connect(spec):
    kind, _, where = spec.partition(":")
    if kind == "unix":
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(60)
        s.connect(where)
        return s
    port, _, host = where.partition("@")
    return socket.create_connection((host, int(port)), 60)


class Client:
    def __init__(self, spec):
        self.socket = connect(spec)
        self.steps = self.actions = 0

    def close(self):
        self.socket.close()

    def send(self, command, payload=b""):
        self.socket.sendall(
            struct.pack(">I", len(payload) + 1) + command + payload)

    def read(self, count):
        data = b""
        while len(data) < count:
            try:
                piece = self.socket.recv(count - len(data))
            except ConnectionResetError:
                piece = b""
            if not piece:
                raise Gone()
            data += piece
        return data

    def receive(self):
        length = struct.unpack(">I", self.read(4))[0]
        data = self.read(length)
        return data[:1], data[1:]

    def negotiate(self, actions=ALL_ACTIONS, steps=ALL_STEPS, version=6):
        self.send(b"O", struct.pack(">III", version, actions, steps))
        command, payload = self.receive()
        assert command == b"O", command
        _, self.actions, self.steps = struct.unpack(">III", payload[:12])
        self.macro_lists = payload[12:]
        return self

    def macros(self, command, **values):
        payload = command
        for name, value in values.items():
            key = name if len(name) == 1 else "{" + name + "}"
            payload += key.encode() + b"\0" + value.encode() + b"\0"
        self.send(b"D", payload)

    def ask(self, command, payload, no_reply):
        """Sends; the answer, or None where the filter owes none."""
        self.send(command, payload)
        if self.steps & no_reply:
            return None
        return self.receive()[0]

    def mail(self, sender, **macros):
        macros.setdefault("mail_addr", sender)
        self.macros(b"M", **macros)
        return self.ask(b"M", b"<" + sender.encode() + b">\0", NR_MAIL)

    def recipient(self, recipient):
        self.macros(b"R", rcpt_addr=recipient)
        return self.ask(b"R", b"<" + recipient.encode() + b">\0", NR_RCPT)

    def field(self, name, value):
        return self.ask(b"L", name + b"\0" + value + b"\0", NR_HDR)

    def end_of_header(self, **macros):
        if macros:
            self.macros(b"N", **macros)
        return self.ask(b"N", b"", 0)

    def body(self, data):
        return self.ask(b"B", data, NR_BODY)

    def end_of_message(self):
        """The edits in order and the final answer."""
        self.send(b"E")
        edits = []
        while True:
            command, payload = self.receive()
            if command in EDITS:
                edits.append((command, payload))
            elif command != PROGRESS:
                return edits, command, payload

    def abort(self):
        self.send(b"A")

    def quit(self):
        self.send(b"Q")
        self.close()


def split(message):
    """RFC 5322 text (LF) as fields [(name, value)] and body (CRLF)."""
    head, _, body = message.partition(b"\n\n")
    fields = []
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1] += b"\n" + line
        else:
            name, _, value = line.partition(b":")
            fields.append([name, value])
    return fields, body.replace(b"\n", b"\r\n")


def play(client, sender, recipients, message, chunk=65535, queue_id="4TEST"):
    """A whole message. Returns (edits, answer, payload)."""
    fields, body = split(message)
    client.mail(sender)
    for recipient in recipients:
        client.recipient(recipient)
    for name, value in fields:
        client.field(name, value)
    answer = client.end_of_header(i=queue_id)
    if answer != CONTINUE:
        return [], answer, b""
    for start in range(0, len(body), chunk):
        answer = client.body(body[start:start + chunk])
        if answer == SKIP:
            break
    return client.end_of_message()


def inserted(edits):
    """The fields that edits put in, as they stand, top first."""
    fields = []
    for command, payload in edits:
        if command == INSERT:
            index = struct.unpack(">I", payload[:4])[0]
            name, value = payload[4:].split(b"\0")[:2]
            fields.insert(index, (name.decode(), value.decode()))
    return fields
