"""What the private Postfix (relay.py) and Sendmail (sendmail.py) share."""
import smtplib
import socket
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds=30, what="condition"):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


class MailServer:
    """On a port of its own; the rest is each one's affair."""

    def __init__(self, port):
        self.port = port

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as s:
                return s.recv(3) == b"220"
        except OSError:
            return False

    def wait_for_answer(self):
        wait_until(self.answers, 60, f"{self.name} to answer")

    def client(self, source=None):
        return smtplib.SMTP("127.0.0.1", self.port, "client.test", 120,
                            source and (source, 0))
