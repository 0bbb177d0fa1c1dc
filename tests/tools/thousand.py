#!/usr/bin/env python3
"""make valgrind, make races: 1,000 messages over 10 connections.

The demo's messages and some that are hard to read go over raw milter
connections, among them aborted ones, with reloads meanwhile. Ends with status
1 on any error that valgrind finds, on memory definitely or indirectly lost,
and on any data race that ThreadSanitizer sees.

To read the shipped rules takes ten seconds of a core under ThreadSanitizer and
a minute under valgrind. So the thousand messages and most reloads meet the few
rules of the golden tests; a hundred messages more meet the shipped ones.
"""
import contextlib
import os
import pathlib
import re
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.integration.common import (  # noqa: E402
    LEADER, MEMBER, OFFICER, OUTSIDER, POLITICAL, letter)
from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import (  # noqa: E402
    ROOT, Filter, install_config, install_small)

CONNECTIONS, EACH = 10, 100


def messages():
    """(sender, recipients, text) again and again."""
    found = []
    for path in sorted((ROOT / "tests/demo/messages").glob("*.eml")):
        data = path.read_bytes()
        sender = OUTSIDER if b"elsewhere" in data else OFFICER
        found.append((sender, [MEMBER, LEADER], data))
    html = ("--b\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"
            "<p>Vote &#76;abour<blockquote>old</blockquote>\r\n--b\r\n"
            "Content-Type: application/octet-stream; name=\"=?utf-8?q?x?=\"\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\nAAAA=AAA\r\n--b--\r\n")
    for text, extra in (
            (POLITICAL, "X-Council-Protocol: forged\r\n" * 20),
            (html, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
             "boundary=b\r\n"),
            ("--x" * 2000, "MIME-Version: 1.0\r\nContent-Type: "
             "multipart/mixed; boundary=\"-x\"\r\n"),
            ("x" * 300000, ""), ("", "")):
        data = letter(text=text, extra=extra).replace(b"\r\n", b"\n")
        found.append((OFFICER, [MEMBER, LEADER], data))
    return found


def run(spec, number, each, errors):
    samples = messages()
    try:
        client = milter.Client(spec).negotiate()
        for i in range(each):
            sender, recipients, data = samples[(number + i) % len(samples)]
            _, answer, _ = milter.play(client, sender, recipients, data,
                                       chunk=4000)
            if answer not in (milter.ACCEPT, milter.CONTINUE):
                raise AssertionError(f"answer {answer!r}")
            if i % 9 == 0:
                client.mail(OFFICER)
                client.recipient(MEMBER)
                client.abort()
        client.quit()
    except Exception as error:  # shown below
        errors.append(repr(error))


def send_all(filter_, each, reloads):
    """`each` messages over each connection; what went wrong, in words."""
    child = filter_.child()
    errors = []
    threads = [threading.Thread(target=run,
                                args=(filter_.spec, n, each, errors))
               for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for _ in range(reloads):
        filter_.reload()
    for thread in threads:
        thread.join()
    if filter_.child() != child:
        errors.append("the filter crashed")
    print(f"{CONNECTIONS * each} messages over {CONNECTIONS} connections, "
          f"{reloads} reloads", flush=True)
    return errors


def valgrind_errors(text):
    errors = int(re.search(r"ERROR SUMMARY: (\d+)", text).group(1))
    lost = sum(int(n.replace(",", "")) for n in re.findall(
        r"(?:definitely|indirectly) lost: ([\d,]+) bytes", text))
    told = "definitely lost:" in text or "no leaks are possible" in text
    print(f"{errors} errors, {lost} bytes lost")
    return [text] if errors or lost or not told else []


def race_errors(text):
    """GLib's own memory must come from malloc, whose locks are known."""
    races = text.count("WARNING: ThreadSanitizer")
    print(f"{races} data races")
    return [text] if races else []


@contextlib.contextmanager
def directory():
    with tempfile.TemporaryDirectory(prefix="comity-thousand.") as name:
        os.chmod(name, 0o777)
        yield pathlib.Path(name)


def valgrind(install, each, reloads):
    with directory() as home:
        wrapper = ["valgrind", "--trace-children=yes", "--leak-check=full",
                   "--show-leak-kinds=definite",
                   "--errors-for-leak-kinds=definite,indirect",
                   f"--log-file={home}/valgrind.%p"]
        # At its end valgrind looks for leaks, which takes its time.
        filter_ = Filter(home, install(home, "drain 300"), wrapper)
        filter_.start()
        child = filter_.child()
        errors = send_all(filter_, each, reloads)
        filter_.stop(400)
        return errors + valgrind_errors(
            (home / f"valgrind.{child}").read_text())


def races(install, each, reloads):
    with directory() as home:
        filter_ = Filter(home, install(home))
        filter_.start()
        errors = send_all(filter_, each, reloads)
        filter_.stop(300)
        return errors + race_errors(filter_.log())


def main():
    os.environ["G_SLICE"] = "always-malloc"
    under, few = (valgrind, 1) if sys.argv[1:] == ["valgrind"] else (races, 2)
    errors = under(install_small, EACH, 20)
    errors += under(install_config, EACH // 10, few)
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
