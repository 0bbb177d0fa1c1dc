#!/usr/bin/env python3
"""make kills: the filter killed again and again under load.

Per mail server, once with mail passing while the filter is down (as our
snippets have it) and once with a refusal for the time being. At random
moments either the child is killed, which the supervisor replaces, or both
processes, which are then started anew as a service manager would. In the end
each message that the mail server took must have arrived exactly once, with
the refusal none of them without our header, and without it none refused.

    kills.py [postfix|sendmail]...

KILLS (200) and RATE (200 messages a second) come from the environment.
"""
import collections
import os
import pathlib
import random
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    MEMBER, OFFICER, POLITICAL, flags, letter, ours)
from tests.tools.load import Load  # noqa: E402
from tests.tools.relay import Relay, wait_until  # noqa: E402

KILLS = int(os.environ.get("KILLS", 200))
RATE = int(os.environ.get("RATE", 200))
LONGEST_LIFE = 2.0  # seconds between a start and the next kill

VARIANTS = {
    ("postfix", "accept"): {"milter_default_action": "accept"},
    ("postfix", "tempfail"): {"milter_default_action": "tempfail",
                              "smtpd_error_sleep_time": "0"},
    ("sendmail", "accept"): {"delivery": "queueonly"},
    ("sendmail", "tempfail"): {"delivery": "queueonly", "flags": "T"},
}


def kinds():
    text = letter(text=POLITICAL, subject="number @NUMBER@").decode()
    text = text.replace("@test.example>", ".@NUMBER@@test.example>")
    return [(OFFICER, [MEMBER], text)]


def kill_child(filter_):
    child = filter_.child()
    if child is None:
        return False
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: filter_.child() not in (None, child), 60, "a child")
    return True


def kill_both(filter_):
    child = filter_.child()
    filter_.process.kill()
    if child is not None:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
    filter_.process.wait()
    # A service manager waits as well until all of it is gone.
    wait_until(lambda: not os.path.exists(f"/proc/{child}"), 30, "its end")
    filter_.start(ready=False)
    return True


def wait_for_socket(relay):
    """The filter's path takes connections again, or some time has passed."""
    path = pathlib.Path(relay.filter.spec.partition(":")[2])
    try:
        wait_until(lambda: path.exists() and relay.filter.child(), 60, "start")
    except RuntimeError:
        pass


def kill_many(relay):
    dice = random.Random(11)
    done = 0
    while done < KILLS:
        time.sleep(dice.uniform(0, LONGEST_LIFE))
        kill = dice.choice((kill_child, kill_both))
        done += kill(relay.filter)
        wait_for_socket(relay)


def collect(relay, count):
    """All that arrived, once the queue is empty."""
    end = time.monotonic() + 900
    while time.monotonic() < end:
        relay.mta.flush()
        if not relay.mta.queued():
            break
        time.sleep(1)
    return relay.sink.take(count, 60)


def judge(load, messages, variant):
    """Prints the figures; what is wrong, in words."""
    arrived = collections.Counter(m.subject() for m in messages)
    accepted = {f"number {n}" for n in load.accepted}
    lost = accepted - set(arrived)
    doubled = [s for s, n in arrived.items() if n > 1]
    # One whose answer never reached the client is nobody's.
    unknown = set(arrived) - accepted
    untagged = [m for m in messages if not flags(m)]
    partly = [m for m in untagged if ours(m)]
    print(f"{' '.join(variant):18} {KILLS} kills in {load.seconds:.0f} s, "
          f"{load.pace()}: {len(accepted)} accepted, "
          f"{len(load.refused)} put off, {len(load.broken)} broken, "
          f"{len(lost)} lost, {len(doubled)} doubled, "
          f"{len(untagged)} untagged, {len(partly)} in part", flush=True)
    if load.broken:
        print(f"broken: {', '.join(sorted(set(load.broken)))}", flush=True)
    wrong = []
    if lost or doubled:
        wrong.append(f"lost {sorted(lost)[:5]}, doubled {doubled[:5]}")
    if len(unknown) > len(load.broken):
        wrong.append(f"not accepted but delivered: {sorted(unknown)[:5]}")
    if variant[1] == "tempfail" and untagged:
        wrong.append(f"{len(untagged)} untagged")
    if variant[1] == "accept" and load.refused:
        wrong.append(f"refused: {load.refused[:5]}")
    if not accepted:
        wrong.append("nothing was accepted at all")
    return wrong


def run(variant):
    relay = Relay(mta=variant[0], small=True, **VARIANTS[variant])
    try:
        with Load(relay.mta.port, kinds(), RATE) as load:
            kill_many(relay)
        return judge(load, collect(relay, len(load.accepted)), variant)
    finally:
        relay.stop()


def main():
    chosen = sys.argv[1:] or ["postfix", "sendmail"]
    wrong = []
    for variant in VARIANTS:
        if variant[0] in chosen:
            wrong += run(variant)
    for text in wrong:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
