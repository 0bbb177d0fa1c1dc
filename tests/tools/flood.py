#!/usr/bin/env python3
"""make flood: peers that are no mail server, by the thousand.

CONNECTS (10,000) connections that close at once, and PACKETS (1,000,000)
packets of the protocol in any order with anything in them. The filter must be
the same process afterwards, as large as before, and serve as before.

One thing crashes libmilter 8.17.1 itself: a list of macros in which a name
has no value, which no mail server sends. It reads behind the list's end. Only
who may connect can do so; then another process serves at once.
"""
import os
import pathlib
import random
import struct
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    MEMBER, OFFICER, POLITICAL, letter)
from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import (  # noqa: E402
    Filter, install_config, wait_until)

CONNECTS = int(os.environ.get("CONNECTS", 10 * 1000))
PACKETS = int(os.environ.get("PACKETS", 1000 * 1000))
EACH = 500  # packets over a connection, if the filter bears so many
GROWTH_MIB = 4

# What mail servers send, most of all; each third packet has any letter.
COMMANDS = b"DMRLLLNBBEAHCTKUQ"
PAYLOADS = (b"", b"<a@b.example>\0", b"From\0 l <a@b.example>\0",
            b"To\0 <c@d.example>\0", b"X-Council-Protocol\0 f\0",
            b"Vote Labour.\r\n", b"\0",
            b"no end", b"\xff" * 40, b"Subject\0=?utf-8?q?=00=0D?=\0")


def macros(dice, odd=0):
    """A list of names with their values; with `odd` a name too many."""
    words = [b"{mail_addr}", b"a@b.example", b"i", b"4TEST", b"{x}", b""]
    count = 2 * dice.randrange(1, 4) - odd
    return dice.choice(b"CHMRTNEZ").to_bytes(1, "big") + b"".join(
        word + b"\0" for word in words[:count])


def packet(dice):
    if dice.random() < 0.02:
        command = bytes([dice.randrange(256)])
    else:
        command = bytes([dice.choice(COMMANDS)])
    payload = dice.choice(PAYLOADS)
    if dice.random() < 0.1:
        payload = dice.randbytes(dice.randrange(200))
    if command == b"D":
        payload = macros(dice)
    return struct.pack(">I", len(payload) + 1) + command + payload


def memory(filter_):
    status = pathlib.Path(f"/proc/{filter_.child()}/status").read_text()
    line = next(x for x in status.splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def descriptors(filter_):
    return len(os.listdir(f"/proc/{filter_.child()}/fd"))


def knock(filter_):
    """Waits where more have connected than the kernel keeps."""
    while True:
        try:
            return milter.connect(filter_.spec)
        except BlockingIOError:
            time.sleep(0.01)


def connect_and_close(filter_, count):
    for number in range(count):
        peer = knock(filter_)
        if number % 3 == 1:
            peer.sendall(b"\0\0")
        if number % 3 == 2:
            peer.sendall(b"GET / HTTP/1.0\r\n\r\n")
        peer.close()


def send_packets(filter_, count):
    """Connections that broke off are made anew; those that hold go on."""
    dice = random.Random(17)
    sent = 0
    while sent < count:
        client = milter.Client(filter_.spec)
        try:
            client.negotiate(steps=dice.choice((milter.ALL_STEPS, 0x7F)))
            # In few pieces: what comes back is read so that nothing jams.
            for _ in range(EACH // 50):
                client.socket.sendall(
                    b"".join(packet(dice) for _ in range(50)))
                sent += 50
                client.socket.settimeout(0.0005)
                try:
                    while client.socket.recv(65536):
                        pass
                    break
                except (TimeoutError, BlockingIOError):
                    client.socket.settimeout(60)
        except OSError:
            pass
        client.close()
    return sent


def serves(filter_):
    client = milter.Client(filter_.spec).negotiate()
    data = letter(text=POLITICAL).replace(b"\r\n", b"\n")
    edits, answer, _ = milter.play(client, OFFICER, [MEMBER], data)
    client.quit()
    return answer == milter.ACCEPT and \
        "political-wording" in milter.inserted(edits)[0][1]


def half_lists(filter_):
    """Until it has crashed or borne a good many; seconds until it serves."""
    dice = random.Random(19)
    child = filter_.child()
    for _ in range(300):
        try:
            client = milter.Client(filter_.spec).negotiate()
            for _ in range(20):
                client.send(b"D", macros(dice, 1))
                client.send(b"M", b"<a@b.example>\0")
                client.send(b"A")
        except (milter.Gone, OSError):
            pass
        client.close()
        if filter_.child() != child:
            break

    def serves_again():
        try:
            return serves(filter_)
        except (milter.Gone, OSError):
            return False

    start = time.monotonic()
    wait_until(serves_again, 60, "service")
    return filter_.child() != child, time.monotonic() - start


def settle(filter_, files):
    """Until all connections are gone; True where they all are."""
    try:
        wait_until(lambda: descriptors(filter_) <= files, 20)
    except TimeoutError:
        return False
    return True


def run(filter_, what, count, act):
    wrong = []
    act(filter_, max(count // 20, 1))  # libraries and heaps fill up
    files, before, child = descriptors(filter_), memory(filter_), \
        filter_.child()
    start = time.monotonic()
    act(filter_, count)
    seconds = time.monotonic() - start
    if filter_.child() != child:
        said = [x for x in filter_.log().splitlines() if "audit" not in x]
        return [f"{what}: it crashed", *said[-5:]]
    if not settle(filter_, files + 2):
        wrong.append(f"{what}: {descriptors(filter_)} descriptors left open")
    grown = memory(filter_) - before
    print(f"{count} {what} in {seconds:.0f} s: {before:.1f} MiB before, "
          f"{grown:+.1f} MiB after", flush=True)
    if grown > GROWTH_MIB:
        wrong.append(f"{what}: grown by {grown:.1f} MiB")
    if not serves(filter_):
        wrong.append(f"{what}: no longer serves")
    return wrong


def main():
    with tempfile.TemporaryDirectory(prefix="comity-flood.") as name:
        os.chmod(name, 0o755)
        home = pathlib.Path(name)
        filter_ = Filter(home, install_config(
            home, f'audit-log "{home}/milter/audit.log"'))
        filter_.start()
        try:
            wrong = run(filter_, "connections that close at once", CONNECTS,
                        connect_and_close)
            wrong += run(filter_, "packets at random", PACKETS, send_packets)
            crashed, seconds = half_lists(filter_)
            print(f"half lists of macros: {'crashed' if crashed else 'borne'}"
                  f", served again after {seconds:.1f} s")
            if seconds > 5:
                wrong.append("did not serve again")
        finally:
            filter_.stop()
    for text in wrong:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
