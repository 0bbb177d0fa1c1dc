#!/usr/bin/env python3
"""make restarts: stopped, started and told to reload under load.

RESTARTS (50) restarts with the service manager holding the socket, and
RELOADS (1,000) reloads, each with other rules and some with broken ones, at
RATE (200) messages a second through a real Postfix that refuses for the time
being where the filter fails it. Not one message may be refused, lost or
doubled, none may lack our header, and each must be judged by one rule set
from its first flag to its last.
"""
import collections
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import letter, summary  # noqa: E402
from tests.tools.load import Load  # noqa: E402
from tests.tools.relay import Relay, wait_until  # noqa: E402

RESTARTS = int(os.environ.get("RESTARTS", 50))
RELOADS = int(os.environ.get("RELOADS", 1000))
RATE = int(os.environ.get("RATE", 200))
BROKEN_EACH = 10

CLERK = "clerk@acting.example"
COUNCILLOR = "councillor@acting.example"
FLAGS = ("first", "middle", "last")

HEAD = """\
socket-group postfix
audit-log "{home}/audit.log"
council acting {{
 domains "acting.example"
 protocol acting
 roster "acting.csv"
 time-zone "Europe/London"
}}
protocol acting {{
 title "Acting"
 clause "1" "All" flags {flags}
}}
"""

# Each generation of the rules says which it is, in each flag's warning.
EACH = """\
flag {flag} {{
 severity warning
 threshold 5
 warning "{flag} of generation {generation}."
}}
rule says-{flag} {{
 flag {flag}
 when author is officer
 5 "say {flag}"
}}
"""


def rules(home, generation, broken=False):
    text = HEAD.format(home=home, flags=", ".join(FLAGS))
    text += "".join(EACH.format(flag=f, generation=generation)
                    for f in FLAGS)
    return text + ("flag {\n" if broken else "")


def write(relay, generation, broken=False):
    """In one piece, as an administrator should."""
    aside = relay.config.with_suffix(".new")
    aside.write_text(rules(relay.filter.socket_directory, generation, broken))
    aside.rename(relay.config)


def kinds():
    text = letter(CLERK, COUNCILLOR, "Please " + " and ".join(
        f"say {f}" for f in FLAGS) + " now.", "number @NUMBER@").decode()
    return [(CLERK, [COUNCILLOR],
             text.replace("@test.example>", ".@NUMBER@@test.example>"))]


def generations(message):
    """What the warnings say: [(flag, generation)]."""
    return [(flag, int(number)) for value in
            message.field("X-Council-Protocol-Warning")
            for flag, number in re.findall(r"(\w+) of generation (\d+)",
                                           value)]


def wrong_with(messages, load):
    """In words; and how many rule sets spoke."""
    wrong, of_digest = [], {}
    arrived = collections.Counter(m.subject() for m in messages)
    accepted = {f"number {n}" for n in load.accepted}
    if load.refused or load.broken:
        wrong.append(f"refused {load.refused[:3]}, broken {load.broken[:3]}")
    if set(arrived) != accepted or len(arrived) != len(messages):
        wrong.append(f"{len(accepted)} accepted, {len(messages)} arrived")
    mixed = untagged = 0
    for message in messages:
        if summary(message) is None:
            untagged += 1
            continue
        said = generations(message)
        one = {generation for _, generation in said}
        digest = summary(message)["rules"]
        if sorted(flag for flag, _ in said) != sorted(FLAGS) or \
                len(one) != 1 or of_digest.setdefault(digest, one) != one:
            mixed += 1
    if mixed or untagged:
        wrong.append(f"{mixed} judged by more than one rule set, "
                     f"{untagged} untagged")
    return wrong, len(of_digest)


def under_load(relay, what, times, act):
    with Load(relay.mta.port, kinds(), RATE) as load:
        act(times)
    wait_until(lambda: not relay.mta.queued(), 900, "empty queue")
    messages = relay.sink.take(len(load.accepted), 60)
    wrong, rule_sets = wrong_with(messages, load)
    print(f"{times} {what} in {load.seconds:.0f} s, {len(load.accepted)} "
          f"messages ({load.pace()}), {len(load.refused)} refused, "
          f"{rule_sets} rule sets; {'; '.join(wrong) or 'nothing wrong'}",
          flush=True)
    return wrong


def main():
    relay = Relay(start=False, milter_default_action="tempfail")
    (relay.config.parent / "acting.csv").write_text(
        "address,role,name,title,party,posts,expands\n"
        f"{CLERK},officer,A Clerk,,,,\n{COUNCILLOR},member,A Member,,,,\n")
    write(relay, 0)
    relay.filter.pass_socket_on()
    relay.start()

    def restart(times):
        for _ in range(times):
            time.sleep(0.5)
            relay.filter.stop()
            relay.filter.start(ready=False)

    def reload(times):
        wait_until(relay.filter.has_read_all, 60, "start")
        for number in range(1, times + 1):
            write(relay, number, number % BROKEN_EACH == 0)
            relay.filter.reload()

    try:
        wrong = under_load(relay, "restarts", RESTARTS, restart)
        wrong += under_load(relay, "reloads", RELOADS, reload)
    finally:
        relay.stop()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
