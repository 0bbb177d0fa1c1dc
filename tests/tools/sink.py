"""A mail server that keeps what it gets: where test mail is delivered.

Listens on a free loopback port. Each message is kept with its envelope, in
the order of arrival, byte for byte as it came (dots undoubled, CRLF).
"""
import socketserver
import threading
import time


class Message:
    def __init__(self, sender, recipients, data):
        self.sender = sender
        self.recipients = recipients
        self.data = data

    def fields(self):
        """The header as (name, value) pairs; values as folded, CRLF to LF."""
        head = self.data.partition(b"\r\n\r\n")[0]
        lines = head.decode("utf-8", "surrogateescape").split("\r\n")
        found = []
        for line in lines:
            if line[:1] in (" ", "\t") and found:
                found[-1][1] += "\n" + line
            elif line:
                name, _, value = line.partition(":")
                found.append([name, value])
        return [tuple(field) for field in found]

    def field(self, name):
        """All values of the fields with this name, unfolded and trimmed."""
        return [" ".join(value.split()) for n, value in self.fields()
                if n.lower() == name.lower()]

    def subject(self):
        return (self.field("Subject") or [""])[0]

    def body(self):
        return self.data.partition(b"\r\n\r\n")[2]


class Dialogue(socketserver.StreamRequestHandler):
    """Just enough SMTP for Postfix to deliver to."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.sender, self.recipients = None, []
        self.say("220 sink.test ESMTP")
        while True:
            line = self.rfile.readline()
            if not line:
                return
            verb = line[:4].upper()
            argument = line[4:].decode("utf-8", "surrogateescape").strip()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            self.command(verb, argument)

    def command(self, verb, argument):
        if verb == b"EHLO":
            self.say("250-sink.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
                     "250-PIPELINING\r\n250 SIZE 0")
        elif verb == b"MAIL":
            self.sender = argument.partition("<")[2].partition(">")[0]
            self.recipients = []
            self.say("250 ok")
        elif verb == b"RCPT":
            self.recipients.append(
                argument.partition("<")[2].partition(">")[0])
            self.say("250 ok")
        elif verb == b"DATA":
            self.say("354 go on")
            self.receive()
            self.say("250 kept")
        else:
            self.say("250 ok")

    def receive(self):
        lines = []
        while True:
            line = self.rfile.readline()
            if line in (b".\r\n", b""):
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        self.server.keep(
            Message(self.sender, self.recipients, b"".join(lines)))


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.port = self.server_address[1]
        self.messages = []
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keep(self, message):
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()

    def wait(self, count, seconds=60):
        """All messages, once there are `count`; fewer when time is up."""
        end = time.monotonic() + seconds
        with self.changed:
            while len(self.messages) < count:
                left = end - time.monotonic()
                if left <= 0:
                    break
                self.changed.wait(left)
            return list(self.messages)

    def take(self, count, seconds=60):
        """As wait(), and forgets them."""
        with self.changed:
            self.wait(count, seconds)
            taken, self.messages = self.messages, []
            return taken

    def close(self):
        self.shutdown()
        self.server_close()
