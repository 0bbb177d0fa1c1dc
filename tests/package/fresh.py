"""A fresh Debian machine, to install things on and throw away.

debootstrap makes the smallest system once, in build/package/base. A Machine is
an overlay over it with a systemd of its own as its first process: processes,
mounts, users, host name and loopback are apart from this machine's, nothing
listens where others could reach it, and all ends with this program. Needs
root, and calls itself anew in namespaces of its own (enter()).
"""
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "package"
BASE = PLACE / "base"
SUITE = "bookworm"
SOURCES = ("milter", "include", "rules", "tests", "contrib", "Makefile",
           "README.md", "LICENSE")

# What systemd finds when it starts: the kernel's file systems, and devices
# that cannot do harm.
MOUNTS = """
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/run"
mount -t tmpfs tmpfs "$1/tmp"
mount -t sysfs -o ro sysfs "$1/sys"
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
	mount -t cgroup2 cgroup "$1/sys/fs/cgroup"
else
	mount -t tmpfs tmpfs "$1/sys/fs/cgroup"
	mkdir "$1/sys/fs/cgroup/systemd"
	mount -t cgroup -o none,name=systemd cgroup "$1/sys/fs/cgroup/systemd"
fi
mount -t tmpfs -o mode=755 dev "$1/dev"
for name in null zero full random urandom tty; do
	cp -a "/dev/$name" "$1/dev/"
done
mkdir "$1/dev/pts" "$1/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$1/dev/pts"
ln -s pts/ptmx "$1/dev/ptmx"
ln -s /proc/self/fd "$1/dev/fd"
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	chroot "$1" /lib/systemd/systemd
"""


def enter():
    """Goes on in a mount and process namespace of this program's own."""
    if os.geteuid() != 0:
        raise SystemExit("a fresh system can only be made by root")
    if "--inside" in sys.argv:
        sys.argv.remove("--inside")
        return
    os.execvp("unshare", [
        "unshare", "--mount", "--pid", "--fork", "--kill-child",
        "--mount-proc", sys.executable, "-B", *sys.argv, "--inside"])


def output_of(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          **options).stdout.decode()


def sources_list():
    """Where this machine has its packages from: one line for each."""
    found = output_of(["apt-get", "indextargets", "--format",
                       "$(SITE) $(RELEASE) $(COMPONENT)",
                       "Created-By: Packages"])
    lines = sorted({line for line in found.splitlines()
                    if f" {SUITE}" in line and line.endswith(" main")})
    if not any(f" {SUITE} " in line for line in lines):
        lines.append(f"http://deb.debian.org/debian {SUITE} main")
    return lines


def make_base():
    """The smallest Debian with systemd; kept for the next time."""
    if (BASE / "complete").exists():
        return
    shutil.rmtree(BASE, ignore_errors=True)
    PLACE.mkdir(parents=True, exist_ok=True)
    lines = sources_list()
    site = next(l.split()[0] for l in lines if l.split()[1] == SUITE)
    log = PLACE / "debootstrap.log"
    with open(log, "wb") as out:
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, str(BASE), site],
            stdout=out, stderr=out, check=False)
    if done.returncode != 0:
        raise SystemExit(log.read_text()[-2000:])
    (BASE / "etc/apt/sources.list").write_text(
        "".join(f"deb {line}\n" for line in lines))
    # Proxies and such: what this machine needs to reach its packages.
    dump = output_of(["apt-config", "dump"])
    (BASE / "etc/apt/apt.conf.d/90fresh").write_text("".join(
        line + "\n" for line in dump.splitlines()
        if line.startswith(("Acquire::Check", "Acquire::http"))) +
        'APT::Install-Recommends "false";\nAcquire::Languages "none";\n')
    for name in ("resolv.conf", "hosts"):
        shutil.copy(f"/etc/{name}", BASE / "etc")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "systemd-sysv", "dbus"]):
        with open(log, "ab") as out:
            subprocess.run(["chroot", str(BASE), "apt-get", "-qq", *words],
                           stdout=out, stderr=out, check=True,
                           env=environment)
    (BASE / "complete").touch()


class Machine:
    """One fresh system, running."""

    def __init__(self, name):
        self.name = name
        self.folder = PLACE / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.root = self.folder / "root"
        for part in ("root", "upper", "work"):
            (self.folder / part).mkdir(parents=True)
        subprocess.run(
            ["mount", "-t", "overlay", "fresh", "-o",
             f"lowerdir={BASE},upperdir={self.folder}/upper,"
             f"workdir={self.folder}/work", str(self.root)], check=True)
        archives = PLACE / "archives"
        (archives / "partial").mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", str(archives),
                        str(self.root / "var/cache/apt/archives")], check=True)
        (self.root / "etc/hostname").write_text(name + "\n")
        self.init = None

    def boot(self):
        log = open(self.folder / "boot.log", "wb")
        self.outer = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc",
             "--cgroup", "--fork", "--kill-child", "sh", "-ec", MOUNTS, "sh",
             str(self.root)], stdout=log, stderr=log,
            stdin=subprocess.DEVNULL)
        self.wait(self.find_init, "the first process")
        self.wait(lambda: self.try_run("systemctl is-system-running")[1]
                  .strip() in ("running", "degraded"), "systemd")
        return self

    def find_init(self):
        path = pathlib.Path(
            f"/proc/{self.outer.pid}/task/{self.outer.pid}/children")
        children = path.read_text().split()
        for child in children:
            if pathlib.Path(f"/proc/{child}/comm").read_text() == "systemd\n":
                self.init = child
        return self.init

    def try_run(self, command, online=False, data=None):
        """(status, output). `online` reaches the packages' servers."""
        net = [] if online else ["--net"]
        done = subprocess.run(
            ["nsenter", "--target", self.init, "--mount", "--uts", "--ipc",
             "--pid", "--cgroup", "--root", "--wd", *net, "env", "-i",
             "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
             "/sbin:/bin", "HOME=/root", "LANG=C.UTF-8",
             "DEBIAN_FRONTEND=noninteractive", *self.proxies(),
             "bash", "-c", command],
            input=data, stdin=None if data else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode(errors="replace")

    @staticmethod
    def proxies():
        return [f"{k}={v}" for k, v in os.environ.items()
                if k.lower() in ("http_proxy", "https_proxy", "no_proxy")]

    def run(self, command, **options):
        status, output = self.try_run(command, **options)
        if status != 0:
            raise AssertionError(f"{command}: status {status}\n{output}")
        return output

    def install(self, *packages):
        return self.run("apt-get install -y -qq " + " ".join(packages),
                        online=True)

    @staticmethod
    def wait(condition, what, seconds=60):
        end = time.monotonic() + seconds
        while True:
            result = condition()
            if result:
                return result
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for {what}")
            time.sleep(0.1)

    def path(self, name):
        return self.root / name.lstrip("/")

    def read(self, name):
        return self.run(f"cat {name}")

    def write(self, name, text):
        self.run(f"cat >{name}", data=text.encode() or b"\n")

    def take_sources(self, place):
        """This tree, as somebody who has fetched it would have it."""
        target = self.path(place)
        target.mkdir(parents=True)
        tar = subprocess.Popen(
            ["tar", "-C", str(ROOT), "-c", "--exclude=__pycache__", *SOURCES],
            stdout=subprocess.PIPE)
        subprocess.run(["tar", "-C", str(target), "-x", "--no-same-owner"],
                       stdin=tar.stdout, check=True)
        if tar.wait() != 0:
            raise AssertionError("tar")

    def stop(self):
        if self.init:
            self.outer.kill()  # takes its first process along
            self.outer.wait()
        for mount in ("var/cache/apt/archives", ""):
            subprocess.run(["umount", "--lazy", str(self.root / mount)],
                           check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def architecture():
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(
        platform.machine(), platform.machine())
