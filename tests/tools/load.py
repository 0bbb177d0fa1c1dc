"""Many messages a second into a mail server, each with a number of its own.

`Load` runs this file as a process of its own, so that a test's sink and its
faults take nothing from the pace. What the mail server answered to each
number comes back when the load ends:

    accepted   numbers of messages answered with 250
    refused    [number, answer] of those that got another answer
    broken     connections that ended without one: what for it waited, the
               error, and how long the connection had lasted
"""
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

CLIENTS = 24
PER_CONNECTION = 5


class Pace:
    """Hands out numbers, so many a second; what was missed is not made up
    for beyond a tenth of a second."""

    def __init__(self, rate):
        self.step = 1 / rate
        self.next = time.monotonic()
        self.number = 0
        self.lock = threading.Lock()
        self.over = False

    def take(self):
        with self.lock:
            now = time.monotonic()
            self.next = max(self.next + self.step, now - 0.1)
            self.number += 1
            number, wait = self.number, self.next - now
        if wait > 0:
            time.sleep(wait)
        return None if self.over else number


class Connection:
    """SMTP with as few round trips as pipelining (RFC 2920) allows."""

    def __init__(self):
        self.begun = time.monotonic()
        self.waits_for = "a connection"
        self.socket = self.file = None

    def open(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 120)
        self.file = self.socket.makefile("rb")
        self.waits_for = "the greeting"
        self.answer()
        self.waits_for = "the answer to EHLO"
        self.say(b"EHLO load.test\r\n")
        self.answer()

    def say(self, data):
        self.socket.sendall(data)

    def answer(self):
        while True:
            line = self.file.readline()
            if len(line) < 4:
                raise ConnectionError("closed by the mail server")
            if line[3:4] != b"-":
                return line.decode(errors="replace").strip()

    def send(self, sender, recipients, data):
        """The answer that decided: that to DATA, or the first refusal."""
        envelope = b"MAIL FROM:<" + sender + b">\r\n"
        for recipient in recipients:
            envelope += b"RCPT TO:<" + recipient + b">\r\n"
        self.waits_for = "the answers to the envelope"
        self.say(envelope + b"DATA\r\n")
        answers = [self.answer() for _ in range(len(recipients) + 2)]
        if answers[-1][:3] == "354":
            self.waits_for = "the answer to the message"
            self.say(data + b".\r\n")
            return self.answer()
        self.say(b"RSET\r\n")
        self.answer()
        return next(a for a in answers if a[:1] not in "2")

    def quit(self):
        try:
            self.say(b"QUIT\r\n")
        except OSError:
            pass

    def close(self):
        for part in (self.file, self.socket):
            if part is not None:
                part.close()


class Sender(threading.Thread):
    def __init__(self, port, pace, kinds, report):
        super().__init__()
        self.port, self.pace, self.kinds = port, pace, kinds
        self.report = report

    def run(self):
        while not self.pace.over:
            connection = Connection()
            try:
                connection.open(self.port)
                for _ in range(PER_CONNECTION):
                    if not self.send_one(connection):
                        break
                connection.quit()
            except OSError as error:
                lasted = time.monotonic() - connection.begun
                self.report["broken"].append(
                    f"{connection.waits_for}: {error!r}, {lasted:.0f} s")
                time.sleep(0.1)
            finally:
                connection.close()

    def send_one(self, connection):
        number = self.pace.take()
        if number is None:
            return False
        sender, recipients, text = self.kinds[number % len(self.kinds)]
        answer = connection.send(
            sender.encode(), [r.encode() for r in recipients],
            text.replace("@NUMBER@", str(number)).encode())
        if answer.startswith("250"):
            self.report["accepted"].append(number)
        else:
            self.report["refused"].append([number, answer])
        return True


def main():
    plan = json.loads(sys.stdin.readline())
    report = {"accepted": [], "refused": [], "broken": []}
    pace = Pace(plan["rate"])
    start = time.monotonic()
    senders = [Sender(plan["port"], pace, plan["kinds"], report)
               for _ in range(CLIENTS)]
    for sender in senders:
        sender.start()
    sys.stdin.read()  # until the test closes it
    pace.over = True
    report["seconds"] = time.monotonic() - start
    for sender in senders:
        sender.join()
    json.dump(report, sys.stdout)


class Load:
    """With it around a block, the mail server is under load in the block.

    `kinds` are (sender, recipients, text), sent in turn; @NUMBER@ in a text
    (CRLF) becomes the message's number.
    """

    def __init__(self, port, kinds, rate=200):
        self.plan = {"port": port, "kinds": kinds, "rate": rate}
        self.accepted, self.refused, self.broken = [], [], []
        self.seconds = 0
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-B", __file__], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        self.process.stdin.write(json.dumps(self.plan).encode() + b"\n")
        self.process.stdin.flush()
        return self

    def __exit__(self, *_):
        out, _ = self.process.communicate()
        report = json.loads(out)
        for name, value in report.items():
            setattr(self, name, value)

    def pace(self):
        """Of messages sent: with a refusal for the time being, those that
        come while the filter is down are not accepted."""
        sent = len(self.accepted) + len(self.refused)
        return f"{sent / self.seconds:.0f} a second"


if __name__ == "__main__":
    main()
