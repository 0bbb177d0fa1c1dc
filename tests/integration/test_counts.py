#!/usr/bin/env python3
"""What the daemon writes down: audit lines and metrics, and who reads them.

Messages go through the real daemon; its audit log is counted by `comity
report`, its metrics file is held to Prometheus' text format, to the manual
page and to the dashboard in contrib.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.tools import milter_client as milter  # noqa: E402
from tests.tools.relay import (  # noqa: E402
    BUILD, ROOT, Filter, free_port, wait_until)

OFFICER = "l.fenn@thornbeck.example"
MEMBER = "cllr.j.marsh@thornbeck.example"
GOLDEN = ROOT / "tests/golden"
MANUAL = (ROOT / "contrib/man/comity-milter.8").read_text()
DASHBOARD = ROOT / "contrib/grafana-comity.json"

directory = None
the_filter = None
home = None


def setUpModule():
    global directory, the_filter, home
    directory = tempfile.TemporaryDirectory(prefix="comity-counts.")
    os.chmod(directory.name, 0o755)
    home = pathlib.Path(directory.name)
    (home / "roster.csv").write_text((GOLDEN / "roster.csv").read_text())
    write_settings("")
    # The strictest umask that a unit may set.
    the_filter = Filter(home, home / "comity.conf", wrapper=[
        "bash", "-c", 'umask 077; exec "$@"', "bash"])
    the_filter.start()


def tearDownModule():
    the_filter.stop()
    directory.cleanup()


def write_settings(more):
    (home / "comity.conf").write_text(
        f'audit-log "{home}/milter/audit.log"\n'
        f'metrics-file "{home}/milter/comity.prom"\n{more}' +
        (GOLDEN / "golden.conf").read_text())


def letter(text, sender=OFFICER, recipient=MEMBER):
    return (f"From: {sender}\nTo: {recipient}\nSubject: Rents\n"
            f"Date: Tue, 17 Nov 2026 10:00:00 +0000\n\n{text}\n").encode()


def send(text, sender=OFFICER, recipient=MEMBER, count=1):
    client = milter.Client(the_filter.spec).negotiate()
    for _ in range(count):
        milter.play(client, sender, [recipient],
                    letter(text, sender, recipient))
    client.quit()


def audit_path():
    return home / "milter" / "audit.log"


def audit_lines(*paths):
    text = "".join(p.read_text() for p in paths or (audit_path(),))
    assert text.endswith("\n"), text[-200:]
    return [json.loads(line) for line in text.splitlines()]


def fresh_metrics():
    """The file after a reload, which writes it anew."""
    path = home / "milter" / "comity.prom"
    old = path.stat().st_ino if path.exists() else None
    the_filter.reload()
    wait_until(lambda: path.exists() and path.stat().st_ino != old,
               what="metrics")
    return path.read_text()


NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"


def parse_exposition(text):
    """{name: (type, help, value)}; fails where the format is not kept to:
    for each metric its HELP, its TYPE and its samples, in one group."""
    found, kind, words = {}, {}, {}
    assert text.endswith("\n")
    for line in text.splitlines():
        told = re.fullmatch(rf"# (HELP|TYPE) ({NAME}) (.+)", line)
        sample = re.fullmatch(rf"({NAME}) ([0-9]+)", line)
        if told and told[1] == "HELP":
            assert told[2] not in words, f"twice: {line}"
            assert "\\" not in told[3]
            words[told[2]] = told[3]
        elif told:
            assert told[2] in words and told[2] not in kind, line
            assert told[3] in ("counter", "gauge"), line
            kind[told[2]] = told[3]
        else:
            assert sample and sample[1] in kind, f"no metric: {line}"
            assert sample[1] not in found, f"twice: {line}"
            found[sample[1]] = (kind[sample[1]], words[sample[1]],
                                int(sample[2]))
    return found


class Metrics(unittest.TestCase):
    def test_format(self):
        metrics = parse_exposition(fresh_metrics())
        self.assertGreater(len(metrics), 10)
        for name, (kind, words, _) in metrics.items():
            self.assertTrue(name.startswith("comity_"), name)
            # As Prometheus names them: a counter ends so, a gauge does not.
            self.assertEqual(name.endswith("_total"), kind == "counter", name)
            self.assertTrue(words.endswith("."), name)

    def test_counts(self):
        before = parse_exposition(fresh_metrics())
        send("Do vote Labour in May.", count=3)
        send("The rents are below.", count=2)
        send("Hello.", "a@elsewhere.example", "b@elsewhere.example")
        after = parse_exposition(fresh_metrics())
        more = {name: after[name][2] - before[name][2] for name in after}
        self.assertEqual(more["comity_messages_total"], 6)
        self.assertEqual(more["comity_messages_correspondence_total"], 5)
        self.assertEqual(more["comity_messages_raised_total"], 3)
        self.assertEqual(more["comity_messages_early_total"], 1)
        self.assertEqual(more["comity_reloads_total"], 1)

    def test_another_user_may_read_it(self):
        fresh_metrics()
        path = home / "milter" / "comity.prom"
        self.assertEqual(path.stat().st_mode & 0o777, 0o644)

    def test_never_half_of_it(self):
        """A reader that looks all the time sees whole files only."""
        path = home / "milter" / "comity.prom"
        last = parse_exposition(fresh_metrics())
        over = threading.Event()
        wrong = []

        def look():
            while not over.is_set():
                text = path.read_text()
                if not text.endswith("\n") or \
                        set(parse_exposition(text)) != set(last):
                    wrong.append(text)

        reader = threading.Thread(target=look)
        reader.start()
        for _ in range(10):
            the_filter.reload()
        over.set()
        reader.join()
        self.assertEqual(wrong, [])
        self.assertFalse(path.with_name("comity.prom.new").exists())

    def test_manual_has_each(self):
        section = MANUAL.partition(".Ss Metrics")[2].partition("\n.Ss ")[0]
        self.assertEqual(
            set(re.findall(r"^\.It Li (comity_\w+)$", section, re.M)),
            set(parse_exposition(fresh_metrics())))

    def test_promtool(self):
        """Prometheus' own checker; `make check-metrics` installs it."""
        if not os.environ.get("COMITY_PROMETHEUS"):
            self.skipTest("only in make check-metrics")
        done = subprocess.run(["promtool", "check", "metrics"],
                              input=fresh_metrics(), text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "", ""))


@unittest.skipUnless(os.environ.get("COMITY_PROMETHEUS"),
                     "only in make check-metrics")
class Monitored(unittest.TestCase):
    """By the node exporter and Prometheus themselves, on loopback."""

    def start(self, *command):
        log = open(home / "monitoring.log", "ab")
        self.addCleanup(log.close)
        process = subprocess.Popen(list(map(str, command)), stdout=log,
                                   stderr=log, stdin=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

    def fetch(self, port, path):
        try:
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def value(self, port, expression):
        """What a panel would show; None where there is nothing."""
        for name, stands in (("$__rate_interval", "20s"), ("$__range", "1m"),
                             ("$instance", ".*")):
            expression = expression.replace(name, stands)
        text = self.fetch(port, "/api/v1/query?" + urllib.parse.urlencode(
            {"query": expression}))
        answer = json.loads(text or '{"status": "no answer"}')
        if answer["status"] != "success" or not answer["data"]["result"]:
            return None
        return float(answer["data"]["result"][0]["value"][1])

    def test_dashboard(self):
        """Every panel shows something once mail has come."""
        fresh_metrics()
        texts = home / "textfiles"
        texts.mkdir()
        (texts / "comity.prom").symlink_to(home / "milter" / "comity.prom")
        exporter, prometheus = free_port(), free_port()
        self.start("prometheus-node-exporter", "--collector.disable-defaults",
                   "--collector.textfile",
                   f"--collector.textfile.directory={texts}",
                   f"--web.listen-address=127.0.0.1:{exporter}")
        wait_until(lambda: "comity_messages_total " in
                   self.fetch(exporter, "/metrics"), what="the exporter")
        self.assertIn("node_textfile_scrape_error 0",
                      self.fetch(exporter, "/metrics"))
        config = home / "prometheus.yml"
        config.write_text(json.dumps({
            "global": {"scrape_interval": "1s"}, "scrape_configs": [
                {"job_name": "node", "static_configs": [
                    {"targets": [f"127.0.0.1:{exporter}"]}]}]}))
        self.start("prometheus", f"--config.file={config}",
                   f"--storage.tsdb.path={home}/tsdb",
                   f"--web.listen-address=127.0.0.1:{prometheus}")
        wait_until(lambda: self.value(
            prometheus, "comity_messages_total") is not None, 60, "a scrape")
        send("Do vote Labour in May.", count=3)
        fresh_metrics()
        board = json.loads(DASHBOARD.read_text())
        grown = "sum(increase(comity_messages_raised_total[1m]))"
        wait_until(lambda: (self.value(prometheus, grown) or 0) > 1, 60,
                   "the growth")
        for panel in board["panels"]:
            for target in panel["targets"]:
                self.assertIsNotNone(
                    self.value(prometheus, target["expr"]), target["expr"])


class Dashboard(unittest.TestCase):
    def setUp(self):
        self.board = json.loads(DASHBOARD.read_text())
        self.expressions = [target["expr"] for panel in self.board["panels"]
                            for target in panel["targets"]]

    def test_only_metrics_that_exist(self):
        metrics = parse_exposition(fresh_metrics())
        text = json.dumps(self.board)
        used = set(re.findall(r"comity_\w+", text))
        self.assertLessEqual(used, set(metrics))
        self.assertEqual(set(metrics) - used, set(), "left out")

    def test_counters_by_their_growth(self):
        metrics = parse_exposition(fresh_metrics())
        for expression in self.expressions:
            for name in re.findall(r"comity_\w+", expression):
                grown = re.search(r"increase\(" + name + r"\b", expression)
                self.assertEqual(bool(grown), metrics[name][0] == "counter",
                                 expression)

    def test_sound(self):
        panels = self.board["panels"]
        self.assertEqual(len({p["id"] for p in panels}), len(panels))
        taken = set()
        for panel in panels:
            self.assertTrue(panel["title"] and panel["description"])
            at = panel["gridPos"]
            self.assertLessEqual(at["x"] + at["w"], 24)
            cells = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                     for y in range(at["y"], at["y"] + at["h"])}
            self.assertFalse(cells & taken, panel["title"])
            taken |= cells
            for target in panel["targets"]:
                self.assertEqual(target["datasource"]["uid"],
                                 "${datasource}")

    def test_promtool(self):
        """As rules, since promtool checks expressions only in them."""
        if not os.environ.get("COMITY_PROMETHEUS"):
            self.skipTest("only in make check-metrics")
        rules = [{"record": f"test:r{i}", "expr": e.replace(
            "$__rate_interval", "5m").replace("$__range", "7d")}
            for i, e in enumerate(self.expressions)]
        path = home / "rules.yaml"
        path.write_text(json.dumps({"groups": [
            {"name": "comity", "rules": rules}]}))  # JSON is YAML
        done = subprocess.run(["promtool", "check", "rules", path],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"{len(rules)} rules found", done.stdout)


class Audit(unittest.TestCase):
    def setUp(self):
        if audit_path().exists():
            audit_path().unlink()
        the_filter.reload()

    def test_manual_has_each_field(self):
        write_settings("audit-author yes\n")
        try:
            the_filter.reload()
            send("Do vote Labour in May.")
        finally:
            write_settings("")
            the_filter.reload()
        line, = audit_lines()
        section = MANUAL.partition(".Ss Audit log")[2].partition("\n.Ss ")[0]
        self.assertEqual(re.findall(r"^\.It Li (\w+)$", section, re.M),
                         list(line))
        self.assertEqual(line["author"], OFFICER)
        send("Do vote Labour in May.")
        self.assertNotIn("author", audit_lines()[1])

    def test_no_line_is_lost_in_rotation(self):
        """Renamed and opened anew, again and again, while mail comes in."""
        rotations, sent, over = 4, [], threading.Event()

        def keep_sending():
            while not over.is_set():
                send("Do vote Labour in May.", count=20)
                sent.append(20)

        senders = [threading.Thread(target=keep_sending) for _ in range(3)]
        for sender in senders:
            sender.start()
        old = [home / "milter" / f"audit.log.{i}" for i in range(rotations)]
        try:
            for path in old:
                wait_until(audit_path().exists, what="a line")
                audit_path().rename(path)
                the_filter.reload()
        finally:
            over.set()
            for sender in senders:
                sender.join()
        lines = audit_lines(*old, audit_path())
        print(f"[{len(lines)} lines over {rotations} rotations] ", end="")
        self.assertEqual(len(lines), sum(sent))
        self.assertEqual({tuple(line["flags"]) for line in lines},
                         {("political-wording",)})

    def test_report(self):
        """`comity report` says what the daemon did."""
        send("Do vote Labour in May.", count=3)
        send("The rents are below.", count=2)
        send("When will it be done?", MEMBER, OFFICER, count=4)
        done = subprocess.run(
            [BUILD / "comity", "report", "--config", home / "comity.conf",
             audit_path()], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        found = dict(re.findall(r"^  (\S.*?) +(\d+)\b", done.stdout, re.M))
        self.assertEqual(found["between members and officers"], "9")
        self.assertEqual(found["with a flag"], "7")
        self.assertEqual(found["political-wording"], "3")
        self.assertEqual(found["response-due"], "4")
        self.assertEqual(found["Officer to member"], "3")
        self.assertEqual(found["3.1(a)"], "3")
        self.assertEqual(found["vote-appeal"], "3")
        self.assertNotIn("fenn", done.stdout)


if __name__ == "__main__":
    unittest.main()
