"""A private mail relay: a mail server and comity-milter, in one directory.

Postfix runs with a configuration, a queue and a port of its own and leaves
the system's alone. It passes everything on to a sink (sink.py). Needs root,
as Postfix does. With MTA=sendmail in the environment it is a Sendmail
(sendmail.py) instead.
"""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from tests.tools.mail_server import MailServer, free_port, wait_until
from tests.tools.sendmail import Sendmail
from tests.tools.sink import Sink

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("CONFIG", "release")
USER = "nobody"
MTA = os.environ.get("MTA", "postfix")

# Before a command: MemoryDenyWriteExecute=yes, as the systemd unit has it;
# prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN).
NO_WRITE_EXECUTE = [
    sys.executable, "-c", "import ctypes, os, sys\n"
    "if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0): sys.exit(9)\n"
    "os.execvp(sys.argv[1], sys.argv[1:])"]


def can_deny():
    """Whether this kernel knows of it."""
    return subprocess.run(NO_WRITE_EXECUTE + ["true"],
                          check=False).returncode == 0


MASTER = """\
{port} inet n - n - 200 smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""

MAIN = {
    "compatibility_level": "3.6",
    "command_directory": "/usr/sbin",
    "daemon_directory": "/usr/lib/postfix/sbin",
    "mail_owner": "postfix",
    "setgid_group": "postdrop",
    "myhostname": "relay.test",
    "mydestination": "",
    "mynetworks": "127.0.0.0/8 192.0.2.0/23",
    "inet_interfaces": "127.0.0.1",
    "inet_protocols": "ipv4",
    "local_recipient_maps": "",
    "alias_maps": "",
    "smtpd_relay_restrictions": "permit_mynetworks, reject",
    "smtpd_peername_lookup": "no",
    "smtpd_authorized_xclient_hosts": "127.0.0.0/8",
    "smtp_dns_support_level": "disabled",
    "smtp_host_lookup": "native",
    "smtp_tls_security_level": "none",
    "smtpd_tls_security_level": "none",
    "in_flow_delay": "0",
    "message_size_limit": "104857600",
    "milter_default_action": "accept",
    "default_process_limit": "200",
    "smtpd_client_connection_count_limit": "0",
    "smtpd_client_message_rate_limit": "0",
    "relay_destination_concurrency_limit": "20",
}


class Filter:
    """comity-milter in the foreground, its log in a file."""

    def __init__(self, directory, config, wrapper=(), spec=None):
        self.directory = pathlib.Path(directory)
        self.config = config
        self.wrapper = list(wrapper)
        self.log_path = self.directory / "milter.log"
        self.socket_directory = self.directory / "milter"
        self.socket_directory.mkdir(exist_ok=True)
        shutil.chown(self.socket_directory, USER)
        self.spec = spec or f"unix:{self.socket_directory}/socket"
        self.process = None
        self.passed_on = None

    def pass_socket_on(self):
        """From the next start, as a service manager would: the socket is ours
        and outlives the filter."""
        path = self.spec.partition(":")[2]
        self.passed_on = socket.socket(socket.AF_UNIX)
        self.passed_on.bind(path)
        self.passed_on.listen(512)
        os.chmod(path, 0o666)

    def start(self, ready=True):
        command = self.wrapper + [
            str(BUILD / "comity-milter"), "-f", "-c", str(self.config),
            "--user", USER, "--socket", self.spec,
            "--pid-file", str(self.socket_directory / "pid")]
        passed = ()
        if self.passed_on:
            passed = (self.passed_on.fileno(),)
            command = ["bash", "-c", f"exec 3<&{passed[0]}; LISTEN_FDS=1 "
                       "LISTEN_PID=$$ exec \"$@\"", "bash"] + command
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                command, stderr=log, stdin=subprocess.DEVNULL,
                pass_fds=passed)
        if ready:
            wait_until(self.is_ready, 600, "comity-milter to start")

    def is_ready(self):
        if self.process.poll() is not None:
            raise RuntimeError("comity-milter ended:\n" + self.log())
        return self.child() is not None and self.has_read_all()

    def has_read_all(self):
        """The child that serves now is through with its start."""
        log = self.log()
        started = max(log.rfind(">comity-milter "),
                      log.rfind("starting it again in"))
        return log.rfind(">ready\n") > started

    def child(self):
        """The process that does the work."""
        pid = self.process.pid
        try:
            path = f"/proc/{pid}/task/{pid}/children"
            children = pathlib.Path(path).read_text().split()
        except FileNotFoundError:
            return None
        return int(children[0]) if children else None

    def connections(self):
        """Open connections to its unix socket."""
        path = self.spec.partition(":")[2]
        return [line for line in pathlib.Path(
            "/proc/net/unix").read_text().splitlines()
            if line.endswith(" " + path) and line.split()[5] == "03"]

    def log(self):
        return self.log_path.read_text(errors="replace")

    def said_since(self, place):
        """What was logged behind this place in the file."""
        with open(self.log_path, "rb") as log:
            log.seek(place)
            return log.read().decode(errors="replace")

    def reload(self):
        """Sends HUP and waits until the child has read its configuration."""
        wait_until(self.has_read_all, 600, "start")
        before = self.log_path.stat().st_size

        def done():
            said = self.said_since(before)
            return " in force: " in said or "configuration not taken" in said
        self.process.send_signal(signal.SIGHUP)
        wait_until(done, 600, "reload")

    def stop(self, seconds=60):
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process = None
        return status


class Postfix(MailServer):
    name = "postfix"

    def __init__(self, directory, milter, sink_port, **settings):
        super().__init__(free_port())
        self.directory = pathlib.Path(directory)
        self.config = self.directory / "postfix"
        self.log_path = self.directory / "maillog"
        for name in ("postfix", "queue", "data"):
            (self.directory / name).mkdir()
        shutil.chown(self.directory / "data", "postfix")
        self.settings = dict(
            MAIN,
            queue_directory=self.directory / "queue",
            data_directory=self.directory / "data",
            maillog_file=self.log_path,
            maillog_file_prefixes=self.directory,
            relayhost=f"[127.0.0.1]:{sink_port}",
            smtpd_milters=milter, non_smtpd_milters=milter)
        self.settings.update(settings)
        self.write()

    def write(self):
        text = "".join(f"{k} = {v}\n" for k, v in self.settings.items())
        (self.config / "main.cf").write_text(text)
        (self.config / "master.cf").write_text(
            MASTER.format(port=f"127.0.0.1:{self.port}"))

    def command(self, *words):
        return subprocess.run(
            ["postfix", "-c", str(self.config), *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def start(self):
        done = self.command("start")
        if done.returncode != 0:
            raise RuntimeError(done.stdout.decode() + self.log())
        self.wait_for_answer()

    def set(self, **settings):
        """Other settings, for connections from now on."""
        self.settings.update(settings)
        self.write()
        self.command("reload")
        time.sleep(0.5)

    def log(self):
        try:
            return self.log_path.read_text(errors="replace")
        except FileNotFoundError:
            return ""

    def flush(self):
        subprocess.run(["postqueue", "-c", str(self.config), "-f"],
                       check=False)

    def requeue(self):
        subprocess.run(["postsuper", "-c", str(self.config), "-r", "ALL"],
                       stderr=subprocess.DEVNULL, check=False)
        self.flush()

    def release(self):
        """Lets go of what is held."""
        subprocess.run(["postsuper", "-c", str(self.config), "-H", "ALL"],
                       stderr=subprocess.DEVNULL, check=False)
        self.flush()

    def sendmail(self, sender, recipients, data):
        """As a program on the relay itself submits mail."""
        subprocess.run(
            ["sendmail", "-C", str(self.config), "-i", "-f", sender,
             *recipients],
            input=data.replace(b"\r\n", b"\n"), check=True)

    def queued(self):
        """Names of the messages that are not delivered yet."""
        names = []
        for queue in ("maildrop", "incoming", "active", "deferred", "hold"):
            for path in (self.directory / "queue" / queue).rglob("*"):
                if path.is_file():
                    names.append(f"{queue}/{path.name}")
        return names

    def stop(self):
        self.command("stop")


class Relay:
    """All of it, with the demo council's people and the shipped rules, or
    with a few rules that are read in no time (`small`).

    `options` are settings of Postfix, or what Sendmail() takes.
    """

    def __init__(self, settings="", start=True, name="comity-test",
                 wrapper=(), tcp=False, mta=MTA, small=False, **options):
        if os.geteuid() != 0:
            raise SystemExit("a private mail server needs root")
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}."))
        self.directory.chmod(0o755)
        install = install_small if small else install_config
        self.config = install(self.directory, settings)
        self.sink = Sink()
        port = free_port() if tcp else None
        self.filter = Filter(self.directory, self.config, wrapper,
                             tcp and f"inet:{port}@127.0.0.1")
        if mta == "sendmail":
            self.mta = Sendmail(
                self.directory, self.filter.socket_directory, self.sink.port,
                free_port(), **options)
        else:
            self.mta = Postfix(
                self.directory,
                f"inet:127.0.0.1:{port}" if tcp else self.filter.spec,
                self.sink.port, **options)
        if start:
            self.start()

    def start(self):
        try:
            self.filter.start()
            self.mta.start()
        except BaseException:
            self.stop(keep=True)
            raise

    def submit(self, sender, recipients, message, **options):
        with self.mta.client() as client:
            return client.sendmail(sender, recipients, message, **options)

    def stop(self, keep=False):
        self.mta.stop()
        self.filter.stop()
        self.sink.close()
        if keep or os.environ.get("KEEP"):
            print(f"kept: {self.directory}")
        else:
            shutil.rmtree(self.directory, ignore_errors=True)


def install_config(directory, settings=""):
    """The demo's configuration and the shipped rules, readable by all."""
    home = directory / "comity"
    shutil.copytree(ROOT / "rules", home / "rules")
    for path in (ROOT / "tests" / "demo").iterdir():
        if path.suffix in (".conf", ".csv", ".json", ".rules"):
            shutil.copy(path, home)
    config = home / "comity.conf"
    text = config.read_text()
    config.write_text(f'socket-group postfix\n{settings}\n{text}')
    subprocess.run(["chmod", "-R", "a+rX", str(home)], check=True)
    return config


def install_small(directory, settings=""):
    """The rules of the golden tests, for who restarts and reloads all the
    time; the people of both."""
    home = directory / "comity"
    home.mkdir()
    golden = ROOT / "tests" / "golden"
    people = {}
    for path in (golden, ROOT / "tests" / "demo"):
        for line in (path / "roster.csv").read_text().splitlines():
            people.setdefault(line.partition(",")[0], line)
    (home / "roster.csv").write_text("\n".join(people.values()) + "\n")
    config = home / "comity.conf"
    config.write_text(f"socket-group postfix\n{settings}\n" +
                      (golden / "golden.conf").read_text())
    return config


def user_id(name=USER):
    return pwd.getpwnam(name).pw_uid
