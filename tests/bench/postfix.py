#!/usr/bin/env python3
"""make bench-postfix: what Comity takes from a real Postfix's throughput.

One private Postfix with its queue on disk has a port for each filter: the
floor, the floor once more, and Comity. In each round each gets the same made
letters over as many connections at once, as fast as they are taken, and
Postfix throws them away once they are queued. The second floor tells how far
two runs of the same thing lie apart: what Comity loses beyond that is its own.

    ROUNDS (9), LETTERS (16 different ones), EACH (25 times), CLIENTS (8)

Ends with status 1 where Comity's share of the floor's pace lies below the
lowest of the second floor's.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools.relay import (  # noqa: E402
    BUILD, ROOT, Filter, Postfix, free_port, wait_until)

ROUNDS, LETTERS, EACH, CLIENTS = (
    int(os.environ.get(name, usual)) for name, usual in (
        ("ROUNDS", 9), ("LETTERS", 16), ("EACH", 25), ("CLIENTS", 8)))
FLOOR, AGAIN, COMITY = "floor", "floor again", "comity"

CONFIG = """\
socket-group postfix
audit-log "{folder}/milter/audit"
council northmere {{
    domains   "northmere.example"
    protocol  broxtowe-borough
    roster    "roster.csv"
    time-zone "Europe/London"
}}
include "{rules}/comity.conf"
"""


class Ports(Postfix):
    """A port for each filter; all mail is thrown away after the queue."""

    def __init__(self, directory, milters):
        self.ports = {name: free_port() for name in milters}
        self.milters = milters
        super().__init__(directory, "", 9, default_transport="discard:",
                         relayhost="", milter_default_action="tempfail")

    def write(self):
        super().write()
        with open(self.config / "master.cf", "a", encoding="ascii") as out:
            for name, milter in self.milters.items():
                out.write(f"127.0.0.1:{self.ports[name]} inet n - n - 200 "
                          f"smtpd -o smtpd_milters={milter}\n")


class Floor:
    def __init__(self, folder):
        self.path = folder / "milter" / "floor"
        self.process = subprocess.Popen([BUILD / "bench/floor", self.path])
        wait_until(self.path.exists, 30, "the floor")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def make_letters(folder):
    """(file, sender, recipient) of each, and the roster beside them."""
    lines = subprocess.run(
        [BUILD / "bench/letters", folder, str(LETTERS)],
        check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [line.split() for line in lines]


def make_filter(folder):
    (folder / "comity.conf").write_text(CONFIG.format(
        folder=folder, rules=ROOT / "rules"))
    return Filter(folder, folder / "comity.conf")


def send_all(port, folder, letters):
    """Messages a second."""
    start = time.monotonic()
    for name, sender, recipient in letters:
        subprocess.run(
            ["smtp-source", "-s", str(CLIENTS), "-m", str(EACH),
             "-f", sender, "-t", recipient, "-F", folder / name,
             f"127.0.0.1:{port}"], check=True)
    return len(letters) * EACH / (time.monotonic() - start)


def run_rounds(postfix, folder, letters):
    paces = {name: [] for name in postfix.ports}
    names = list(paces)
    for number in range(-1, ROUNDS):
        for i in range(len(names)):
            name = names[(i + number) % len(names)]
            pace = send_all(postfix.ports[name], folder, letters)
            wait_until(lambda: not postfix.queued(), 120, "an empty queue")
            if number >= 0:  # what is done once is done before it counts
                paces[name].append(pace)
    return paces


def report(paces):
    """Whether Comity loses no more than the floor does beside itself."""
    shares = {name: [pace / floor for pace, floor in
                     zip(paces[name], paces[FLOOR])] for name in paces}
    for name, values in paces.items():
        share = shares[name]
        print(f"{name:12} {statistics.median(values):7.0f} a second "
              f"{statistics.median(share):6.3f} of the floor "
              f"({min(share):.3f} to {max(share):.3f})")
    return statistics.median(shares[COMITY]) >= min(shares[AGAIN])


def count_audited(folder):
    with open(folder / "milter" / "audit", encoding="ascii") as lines:
        return sum(1 for line in lines if '"correspondence": true' in line)


def main():
    if os.geteuid() != 0:
        sys.exit("a private mail server needs root")
    folder = pathlib.Path(tempfile.mkdtemp(
        prefix="comity-bench-postfix.", dir="/var/tmp"))
    folder.chmod(0o755)
    letters = make_letters(folder)
    filter_ = make_filter(folder)
    floor = Floor(folder)
    postfix = Ports(folder, {FLOOR: f"unix:{floor.path}",
                             AGAIN: f"unix:{floor.path}",
                             COMITY: filter_.spec})
    try:
        filter_.start()
        postfix.start()
        print(f"{ROUNDS} rounds of {LETTERS * EACH} letters over {CLIENTS} "
              "connections", flush=True)
        well = report(run_rounds(postfix, folder, letters))
        judged = count_audited(folder)
        print(f"{judged} judged by Comity")
        well &= judged == (ROUNDS + 1) * LETTERS * EACH
    finally:
        postfix.stop()
        filter_.stop()
        floor.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
