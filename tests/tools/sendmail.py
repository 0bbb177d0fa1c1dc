"""A private Sendmail beside the machine's Postfix, whose packages conflict.

The packages are fetched and unpacked below build/sendmail/, not installed.
Sendmail runs in mount and host-name namespaces of its own: its path
/run/comity is the filter's folder, and its host has a name. It passes
everything on to a sink. Needs root.
"""
import pathlib
import shlex
import shutil
import subprocess

from tests.tools.mail_server import MailServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = ROOT / "build" / "sendmail"
TREE = HOME / "root"
PROGRAM = TREE / "usr/libexec/sendmail/sendmail"
CF = TREE / "usr/share/sendmail/cf"
LIBRARIES = TREE / "usr/lib/x86_64-linux-gnu"

PACKAGES = ("sendmail-bin", "sendmail-cf", "m4", "libdb5.3", "libldap-2.5-0",
            "liblockfile1", "libnsl2", "libsasl2-2", "libwrap0")

# What a loaded test machine needs is in the second half.
COMMON = """\
divert(0)dnl
OSTYPE(`linux')
define(`confDOMAIN_NAME', `relay.test')
define(`confPID_FILE', `{home}/sendmail.pid')
define(`QUEUE_DIR', `{home}/queue')
define(`STATUS_FILE', `{home}/statistics')
define(`ALIAS_FILE', `')
define(`confSERVICE_SWITCH_FILE', `{home}/switch')
define(`confDONT_BLAME_SENDMAIL', `GroupWritableDirPathSafe')
define(`RELAY_MAILER_ARGS', `TCP $h {next}')
FEATURE(`nocanonify')
FEATURE(`accept_unresolvable_domains')
define(`confQUEUE_LA', `10000')
define(`confREFUSE_LA', `10000')
define(`confDELAY_LA', `0')
define(`confTO_IDENT', `0')
define(`confMIN_QUEUE_AGE', `0')
define(`confDELIVERY_MODE', `{delivery}')
"""

# The relay itself. Of more than ten that knock at once Linux would let some
# wait for up to two minutes: each try of theirs may meet a full queue.
SERVER = """\
define(`SMART_HOST', `relay:[127.0.0.1]')
FEATURE(`promiscuous_relay')
FEATURE(`no_default_msa')
DAEMON_OPTIONS(`Name=MTA, Addr=127.0.0.1, Port={port}, Listen=256')
{snippet}
MAILER(`smtp')
"""

# Programs on the relay hand their mail to the relay.
SUBMIT = """\
FEATURE(`msp', `[127.0.0.1]')
define(`confRUN_AS_USER', `nobody')
define(`confTRUSTED_USER', `nobody')
define(`QUEUE_DIR', `{home}/submitted')
"""


def prepare():
    """Fetches and unpacks the packages, once."""
    if PROGRAM.exists():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    fetch = ["apt-get", "download", "-qq", *PACKAGES]
    done = subprocess.run(fetch, cwd=HOME, capture_output=True, check=False)
    if done.returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(fetch, cwd=HOME, check=True)
    for package in HOME.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, TREE], check=True)
    # Else the loader would not look where we say.
    PROGRAM.chmod(0o755)


def snippet(flags):
    """contrib/sendmail.mc as it ships, but for the socket's name and flags."""
    text = (ROOT / "contrib" / "sendmail.mc").read_text()
    line = next(x for x in text.splitlines()
                if x.startswith("INPUT_MAIL_FILTER"))
    line = line.replace("/comity.sock", "/socket")
    return line.replace(", T=", f", F={flags}, T=") if flags else line


class Sendmail(MailServer):
    """What tests ask of a mail server; as Postfix in relay.py."""

    name = "sendmail"

    def __init__(self, directory, socket_directory, sink_port, port, flags="",
                 delivery="background"):
        super().__init__(port)
        prepare()
        self.home = pathlib.Path(directory) / "sendmail"
        self.socket_directory = socket_directory
        self.next = sink_port
        self.flags, self.delivery = flags, delivery
        self.process = None
        (self.home / "queue").mkdir(parents=True)
        (self.home / "queue").chmod(0o700)
        (self.home / "submitted").mkdir(mode=0o770)
        shutil.chown(self.home / "submitted", "nobody", "nogroup")
        (self.home / "hosts").write_text("127.0.0.1 relay.test localhost\n")
        (self.home / "switch").write_text("hosts files\naliases files\n")
        self.write()

    def write(self):
        self.make("sendmail", COMMON + SERVER, self.next)
        self.make("submit", COMMON + SUBMIT, self.port)

    def make(self, name, text, port):
        text = text.format(home=self.home, next=port, port=self.port,
                           delivery=self.delivery,
                           snippet=snippet(self.flags))
        source = self.home / f"{name}.mc"
        source.write_text(text)
        with open(self.home / f"{name}.cf", "wb") as out:
            subprocess.run(
                [TREE / "usr/bin/m4", f"-D_CF_DIR_={CF}/",
                 CF / "m4/cf.m4", source], stdout=out,
                stderr=subprocess.DEVNULL, check=True)

    def inside(self, *words):
        """The command that runs Sendmail with these words."""
        run = " ".join(shlex.quote(str(w)) for w in (PROGRAM, *words))
        return ["unshare", "-m", "-u", "sh", "-ec", f"""
            hostname relay.test
            mount --bind {self.home}/hosts /etc/hosts
            mount -t tmpfs -o mode=755 tmpfs /run
            mkdir /run/comity
            mount --bind {self.socket_directory} /run/comity
            LD_LIBRARY_PATH={LIBRARIES} exec {run}"""]

    def start(self):
        self.process = subprocess.Popen(
            self.inside("-C", self.home / "sendmail.cf", "-bD", "-q1s"),
            stdin=subprocess.DEVNULL)
        self.wait_for_answer()

    def sendmail(self, sender, recipients, data):
        """As a program on the relay itself submits mail."""
        subprocess.run(
            self.inside("-C", self.home / "submit.cf", "-bm", "-i", "-f",
                        sender, *recipients),
            input=data.replace(b"\r\n", b"\n"), check=True)

    def flush(self):
        subprocess.run(
            self.inside("-C", self.home / "sendmail.cf", "-q"),
            stdout=subprocess.DEVNULL, check=False)

    def release(self):
        """Lets go of what is held."""
        subprocess.run(
            self.inside("-C", self.home / "sendmail.cf", "-qQ", "-Q"),
            stdout=subprocess.DEVNULL, check=False)
        self.flush()

    def queued(self):
        """Names of the messages that are not delivered yet."""
        names = []
        for path in (self.home / "queue").iterdir():
            kind = "hold" if path.name.startswith("hf") else "active"
            if path.name[:2] in ("qf", "hf"):
                names.append(f"{kind}/{path.name}")
        return names

    def log(self):
        return ""

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
