#!/usr/bin/env python3
"""make soak: mixed mail through a real Postfix for SOAK_SECONDS (an hour).

RATE (20) messages a second of every kind: short, long, HTML, attachments,
forged, hidden copies, mail that is none of ours. The configuration is read
anew every RELOAD_SECONDS (20); in the last quarter the filter is killed as
often, too. Each minute says how much memory and how many descriptors the
filter has. No message may be lost or doubled, and from the end of the first
quarter to that of the third the filter may not grow by more than GROWTH_MIB.
It runs as the systemd unit runs it, with no memory both written and executed:
machine code of patterns, where there is any, grows by up to 1 MiB a reload
until it has found its size.
"""
import base64
import collections
import os
import pathlib
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    LEADER, MEMBER, OFFICER, OUTSIDER, PLAIN, POLITICAL, letter, ours)
from tests.tools.flood import descriptors, memory  # noqa: E402
from tests.tools.load import Load  # noqa: E402
from tests.tools.relay import (  # noqa: E402
    NO_WRITE_EXECUTE, Relay, can_deny, wait_until)

SECONDS = int(os.environ.get("SOAK_SECONDS", 3600))
RATE = int(os.environ.get("RATE", 20))
RELOAD_SECONDS = int(os.environ.get("RELOAD_SECONDS", 20))
GROWTH_MIB = 16


def message(sender, to, text, extra="", **options):
    data = letter(sender, to, text, "number @NUMBER@", extra, **options)
    data = data.decode().replace("@test.example>", ".@NUMBER@@test.example>")
    return data.replace("\r\n.", "\r\n..")


def html(text):
    return ("MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n",
            f"<html><body><p>{text}</p><blockquote>Earlier words."
            "</blockquote></body></html>")


def attached(text):
    """With 150 KB that nobody reads."""
    data = base64.encodebytes(bytes(range(256)) * 600).decode()
    data = data.replace("\n", "\r\n")
    return ("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b"
            "\r\n", f"--b\r\n\r\n{text}\r\n--b\r\nContent-Type: "
            "application/octet-stream\r\nContent-Transfer-Encoding: base64"
            f"\r\n\r\n{data}\r\n--b--")


def kinds():
    long = "\r\n\r\n".join([PLAIN] * 1500)
    forged = "X-Council-Protocol: forged\r\n" * 30
    page, parts = html(POLITICAL), attached(POLITICAL)
    mixed = [
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, PLAIN)),
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, POLITICAL)),
        (OFFICER, [MEMBER, LEADER], message(OFFICER, MEMBER, PLAIN)),
        (MEMBER, [OFFICER], message(MEMBER, OFFICER, PLAIN, cc=LEADER)),
        (OUTSIDER, [MEMBER], message(OUTSIDER, MEMBER, PLAIN)),
        (OUTSIDER, [MEMBER], message(OUTSIDER, MEMBER, PLAIN, forged)),
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, PLAIN, forged)),
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, page[1], page[0])),
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, parts[1], parts[0])),
        (OFFICER, [MEMBER], message(OFFICER, MEMBER, long)),
    ]
    return mixed


class Arrivals:
    """What has been delivered. The mail itself would fill the memory."""

    def __init__(self, sink):
        self.sink = sink
        self.subjects = collections.Counter()
        self.forged = 0  # passed while the filter was down

    def count(self):
        return self.subjects.total()

    def take(self, more=0, seconds=0):
        """What has come; waits for so many `more`."""
        for message in self.sink.take(more, seconds):
            self.subjects[message.subject()] += 1
            head = message.data.partition(b"\r\n\r\n")[0]
            self.forged += b"forged" in head and bool(ours(message))


class Watch:
    """What the filter looks like over time."""

    def __init__(self, relay):
        self.relay, self.start = relay, time.monotonic()
        self.samples = []

    def seconds(self):
        return time.monotonic() - self.start

    def look(self):
        try:
            sample = (self.seconds(), memory(self.relay.filter),
                      descriptors(self.relay.filter))
        except (OSError, StopIteration):
            return  # between two children
        self.samples.append(sample)

    def say(self):
        seconds, mib, files = self.samples[-1]
        print(f"{seconds:5.0f} s  {mib:6.1f} MiB  {files:3} descriptors",
              flush=True)

    def mib_at(self, share):
        """The least of ten samples from there on: without what is in hand."""
        later = [s for s in self.samples if s[0] >= share * SECONDS][:10]
        return min(s[1] for s in later)


def soak(relay, watch, arrivals):
    """How many reloads and kills there were."""
    reloads = kills = 0
    said = next_act = 0
    while watch.seconds() < SECONDS:
        time.sleep(min(1, SECONDS / 100))
        watch.look()
        if watch.seconds() > said + 60:
            said = watch.seconds()
            watch.say()
            arrivals.take()
        if watch.seconds() < next_act:
            continue
        next_act = watch.seconds() + RELOAD_SECONDS
        relay.filter.process.send_signal(signal.SIGHUP)
        reloads += 1
        child = relay.filter.child()
        if watch.seconds() > 0.75 * SECONDS and child:
            os.kill(child, signal.SIGKILL)
            kills += 1
    return reloads, kills


def judge(load, arrivals, watch):
    accepted = {f"number {n}" for n in load.accepted}
    lost = accepted - set(arrivals.subjects)
    doubled = arrivals.count() - len(arrivals.subjects)
    grown = watch.mib_at(0.7) - watch.mib_at(0.25)
    print(f"{len(accepted)} accepted ({load.pace()}), {len(load.refused)} "
          f"refused, {len(lost)} lost, {doubled} doubled; "
          f"{max(s[1] for s in watch.samples):.0f} MiB at most, {grown:+.1f} "
          f"MiB grown, {max(s[2] for s in watch.samples)} descriptors at most")
    wrong = []
    if lost or doubled or load.refused:
        wrong.append(f"lost {sorted(lost)[:5]}, refused {load.refused[:5]}")
    if grown > GROWTH_MIB:
        wrong.append(f"grown by {grown:.1f} MiB")
    return wrong


def main():
    relay = Relay(wrapper=NO_WRITE_EXECUTE if can_deny() else ())
    watch, arrivals = Watch(relay), Arrivals(relay.sink)
    try:
        with Load(relay.mta.port, kinds(), RATE) as load:
            reloads, kills = soak(relay, watch, arrivals)
        wait_until(lambda: not relay.mta.queued(), 900, "empty queue")
        arrivals.take()
        arrivals.take(len(load.accepted) - arrivals.count(), 60)
        print(f"{reloads} reloads, {kills} kills")
        wrong = judge(load, arrivals, watch)
        print(f"{arrivals.forged} with a forged field that passed while the "
              "filter was down")
    finally:
        relay.stop()
    for text in wrong:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
