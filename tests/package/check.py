#!/usr/bin/env python3
"""make check-package: the Debian package, on fresh Debian systems.

The first system goes through README.md's section "On a relay" word for word,
with a clock: it builds the package, sets up a council, and receives a tagged
message by a real Postfix. lintian then looks at the package. The second gets
only the package: files, account, services, reload, log rotation, upgrade,
removal, purge. Needs root and a Debian mirror; takes about ten minutes.
"""
import pathlib
import re
import resource
import sys
import textwrap
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.package import fresh  # noqa: E402
from tests.readme import words  # noqa: E402

MAILBOX = "/var/mail/postbox"
COUNCIL = "thornbeck.example"
MEMBER = f"cllr.j.marsh@{COUNCIL}"

# The council's own relay, in place of the mail server behind it.
POSTFIX = f"""
useradd --create-home postbox
postconf -e 'mydestination = {COUNCIL}, elsewhere.example' \\
	'local_recipient_maps =' 'luser_relay = postbox@{COUNCIL}' \\
	'inet_interfaces = loopback-only' \\
	'inet_protocols = ipv4' 'maillog_file = /var/log/mail.log' \\
	'smtp_host_lookup = native' 'smtp_dns_support_level = disabled'
systemctl restart postfix
"""

LETTER = f"""\
From: Priya Ashworth <p.ashworth@{COUNCIL}>
To: Cllr Jane Marsh <{MEMBER}>
Subject: Void turnaround

Dear Jane, the figures are attached.
"""

results = []


def step(title, action, *arguments):
    """One test; what it says when it fails is shown."""
    start = time.monotonic()
    try:
        value = action(*arguments)
        problem = None
    except Exception as error:  # a failed step must not hide the next
        value, problem = None, error
    results.append(problem is None)
    print(f"{'ok' if problem is None else 'not ok'} {len(results)} {title} "
          f"({time.monotonic() - start:.1f} s)", flush=True)
    if problem is not None:
        print(textwrap.indent(f"{type(problem).__name__}: {problem}", "  # "))
    return value


def processor_time():
    """Seconds that everything started from here has computed so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def minutes(seconds):
    return f"{int(seconds // 60)} min {int(seconds % 60):02} s"


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def send(machine, hidden="someone@elsewhere.example", letter=LETTER):
    """A letter with a hidden copy, by SMTP; what the mailbox gets."""
    machine.run(f"rm -f {MAILBOX}")
    machine.run(f"""python3 - <<'END'
import smtplib
with smtplib.SMTP("127.0.0.1") as client:
    client.sendmail("p.ashworth@{COUNCIL}", ["{MEMBER}", "{hidden}"],
                    '''{letter}''')
END""")
    return received(machine)


def received(machine):
    fresh.Machine.wait(lambda: machine.try_run(f"test -s {MAILBOX}")[0] == 0,
                       "the message")
    time.sleep(0.5)
    return machine.read(MAILBOX)


def expect_tagged(mail):
    # Where the field is folded is nobody's business.
    expect("X-Council-Protocol: broxtowe-borough; officer-to-member; "
           "flags=copy-notice; severity=warning;" in " ".join(mail.split()),
           mail)


# --- The first system: as the README says ----------------------------------

class Walk:
    """README.md's "On a relay", command by command."""

    def __init__(self):
        self.text = words.section("On a relay")
        self.machine = fresh.Machine("relay").boot()
        self.machine.take_sources("/root/comity")
        self.start = time.monotonic()
        self.worked = processor_time()

    def say(self, what):
        seconds = time.monotonic() - self.start
        worked = processor_time() - self.worked
        print(f"  # {minutes(seconds)} (processor {minutes(worked)}): {what}",
              flush=True)

    def type(self, command, online=False):
        output = self.machine.run(f"cd /root/comity\n{command}", online=online)
        self.say(command.splitlines()[0])
        return output

    def install(self):
        commands = words.block_with(self.text, "make deb").splitlines()
        expect(len(commands) == 4, commands)
        for command in commands:
            # Nobody is there to answer apt's question.
            self.type(command.replace("apt-get ", "apt-get -y -qq "),
                      online=True)
        self.machine.run(POSTFIX)

    def configure(self):
        self.machine.write("/etc/comity/thornbeck.csv",
                           words.manual_example("comity-roster.5"))
        self.say("roster written")
        council = words.block_with(self.text, "council thornbeck")
        self.machine.run("cat >>/etc/comity/comity.conf",
                         data=council.encode())
        self.say("council added")
        output = self.type(words.block_with(self.text, "comity lint"))
        expect("error" not in output.replace("no errors", ""), output)

    def start_filter(self):
        for command in words.block_with(self.text,
                                        "enable --now").splitlines():
            self.type(command)

    def first_message(self):
        self.type(words.block_with(self.text, "sendmail "))
        expect_tagged(received(self.machine))
        self.say("the first tagged message")
        # Where others have the machine the clock says little of us: then the
        # processor's time counts, on one core.
        took = min(time.monotonic() - self.start,
                   processor_time() - self.worked)
        expect(took < 600, "more than ten minutes")

    def by_smtp(self):
        expect_tagged(send(self.machine))

    def reload(self):
        self.type(words.block_with(self.text, "systemctl reload comity"))

    def log(self):
        command = words.block_with(self.text, "journalctl")
        output = self.type(command)
        expect('"copy-notice"' in output, output)
        expect("elsewhere" not in output, "a hidden address in the log")

    def lintian(self):
        self.machine.install("lintian")
        status, output = self.machine.try_run(
            "cd /root/comity/build/deb && lintian --allow-root "
            "--display-info --fail-on error,warning *.changes")
        print(textwrap.indent(output, "  # "), end="")
        expect(status == 0, "lintian has something to say")

    def packages(self):
        files = self.machine.run(
            "ls /root/comity/build/deb/*.deb").split()
        kept = fresh.PLACE / "debs"
        kept.mkdir(exist_ok=True)
        for old in kept.glob("*.deb"):
            old.unlink()
        for name in files:
            (kept / pathlib.Path(name).name).write_bytes(
                self.machine.path(name).read_bytes())
        deb = [p for p in kept.glob("comity_*.deb")]
        expect(len(deb) == 1, files)
        return deb[0]


def walk():
    readme = step("a fresh system starts", Walk)
    try:
        step("README: the package is built and installed", readme.install)
        step("README: the council is set up", readme.configure)
        step("README: the filter is started", readme.start_filter)
        step("README: a message is tagged within ten minutes",
             readme.first_message)
        step("a message that comes by SMTP is tagged", readme.by_smtp)
        step("README: the log tells of it", readme.log)
        step("README: reload", readme.reload)
        step("lintian has nothing to say", readme.lintian)
        return step("there is one package", readme.packages)
    finally:
        readme.machine.stop()


# --- The second: the package alone -----------------------------------------

class Package:
    def __init__(self, deb):
        self.machine = fresh.Machine("package").boot()
        self.run = self.machine.run
        self.deb = "/root/comity.deb"
        self.machine.path(self.deb).write_bytes(deb.read_bytes())
        self.packed = self.run(f"dpkg-deb --contents {self.deb}")

    def install(self):
        self.machine.install(self.deb)
        self.run("dpkg --verify comity")

    def files(self):
        for name in ("usr/bin/comity", "usr/sbin/comity-milter",
                     "usr/share/comity/rules/comity.conf",
                     "lib/systemd/system/comity-milter.service",
                     "lib/systemd/system/comity-milter.socket",
                     "lib/systemd/system/comity-milter.service.d/"
                     "postfix-chroot.conf",
                     "etc/comity/comity.conf", "etc/logrotate.d/comity",
                     "usr/share/doc/comity/examples/postfix.cf",
                     "usr/share/man/man8/comity-milter.8.gz"):
            expect(re.search(rf" root/root .* \./{re.escape(name)}$",
                             self.packed, re.M), f"{name} is missing")
        shipped = self.run("sed -n '/^\\//,$p' /etc/logrotate.d/comity")
        expect(shipped in (fresh.ROOT / "contrib/comity.logrotate")
               .read_text(), "another log rotation")
        expect("usr/local" not in self.packed, "something in /usr/local")
        expect(self.run("dpkg-query -W -f '${Conffiles}' comity | "
                        "awk 'NF { print $1 }' | sort").split() ==
               ["/etc/comity/comity.conf", "/etc/logrotate.d/comity"],
               "other configuration files")
        for name in ("comity", "comity-milter"):
            expect("/root/" not in self.run(
                f"strings -a $(command -v {name}) 2>/dev/null || "
                f"grep -aoE '/root/[a-z/]+' $(command -v {name}) || :"),
                f"{name} knows where it was built")

    def account(self):
        fields = self.run("getent passwd comity").strip().split(":")
        expect(int(fields[2]) < 1000, fields)
        expect(fields[5:] == ["/nonexistent", "/usr/sbin/nologin"], fields)
        expect(self.run("id -gn comity") == "comity\n", "its group")

    def lint(self):
        output = self.run("comity lint")
        expect("error" not in output.replace("no errors", ""), output)

    def asleep(self):
        """Nothing runs, and nothing will at the next start."""
        for unit in ("comity-milter.service", "comity-milter.socket"):
            expect(self.machine.try_run(f"systemctl is-enabled {unit}")[1] ==
                   "disabled\n", f"{unit} is enabled")
            expect(self.machine.try_run(f"systemctl is-active {unit}")[1] ==
                   "inactive\n", f"{unit} is active")

    def postfix_comes(self):
        """The socket's folder is made when Postfix comes after us."""
        status, _ = self.machine.try_run("test -e /var/spool/postfix/comity")
        expect(status != 0, "the folder before Postfix")
        self.machine.install("postfix", "python3-minimal",
                             "libpython3-stdlib", "logrotate")
        expect(self.run("stat -c '%U:%G %a' /var/spool/postfix/comity") ==
               "comity:postfix 2750\n", "the folder")
        self.run(POSTFIX)
        expect("comity" not in self.run("postfix check"), "postfix check")

    def starts(self):
        self.machine.write("/etc/comity/thornbeck.csv",
                           words.manual_example("comity-roster.5"))
        self.run("cat >>/etc/comity/comity.conf", data=(
            'audit-log "/var/log/comity/audit.log"\n' + words.block_with(
                words.section("On a relay"), "council thornbeck")).encode())
        self.run("cat /usr/share/doc/comity/examples/postfix.cf "
                 ">>/etc/postfix/main.cf; systemctl reload postfix")
        self.run("systemctl enable --now comity-milter")
        expect(self.run("stat -c '%U:%G %a' "
                        "/var/spool/postfix/comity/comity.sock") ==
               "comity:postfix 660\n", "the socket")
        expect_tagged(send(self.machine))

    def pid(self):
        return self.run(
            "systemctl show -P MainPID comity-milter").strip()

    def in_force(self):
        return self.run("journalctl -u comity-milter --no-pager").count(
            "in force")

    def reload(self):
        before = self.in_force()
        self.run("systemctl reload comity-milter")
        fresh.Machine.wait(lambda: self.in_force() > before, "the reload")

    def reloads(self):
        pid = self.pid()
        self.reload()
        expect(self.pid() == pid, "it was started anew")
        self.run("echo 'rule broken {' >>/etc/comity/comity.conf && "
                 "systemctl reload comity-milter")
        try:
            fresh.Machine.wait(lambda: "not taken" in self.run(
                "journalctl -u comity-milter --no-pager"), "the refusal")
            expect_tagged(send(self.machine))
        finally:
            self.run("sed -i '$d' /etc/comity/comity.conf")
            self.reload()

    def rotates(self):
        log = "/var/log/comity/audit.log"
        output = self.run("logrotate -d /etc/logrotate.d/comity")
        expect("error" not in output, output)
        lines = int(self.run(f"wc -l <{log}"))
        expect(lines >= 2, "no audit lines")
        before = self.in_force()
        output = self.run("logrotate -v -f /etc/logrotate.d/comity")
        expect("error" not in output, output)
        fresh.Machine.wait(lambda: self.in_force() > before, "the new log")
        expect(int(self.run(f"wc -l <{log}.1")) == lines, "a line is lost")
        expect(self.run(f"stat -c '%U:%G %a' {log}") ==
               "comity:comity 640\n", "the new log")
        send(self.machine)
        expect(int(self.run(f"wc -l <{log}")) >= 1, "no line in the new log")
        expect(int(self.run(f"wc -l <{log}.1")) == lines,
               "a line in the old log")

    def repacked(self, version, extra=""):
        """The package as a later version, with its configuration changed."""
        self.run(f"""set -e
            rm -rf /root/new && dpkg-deb -R {self.deb} /root/new
            sed -i 's/^Version: .*/Version: {version}/' /root/new/DEBIAN/control
            printf '%s' '{extra}' >>/root/new/etc/comity/comity.conf
            cd /root/new && find . -type f -not -path './DEBIAN/*' \\
                -printf '%P\\0' | xargs -0 md5sum >DEBIAN/md5sums
            dpkg-deb --root-owner-group -b /root/new /root/new.deb""")
        return "/root/new.deb"

    def upgrade(self):
        """A later version: our settings stay, what runs is started anew."""
        changed = self.run("md5sum </etc/comity/comity.conf")
        pid = self.pid()
        self.machine.install(self.repacked("0.1.0-2"))
        expect(self.run("md5sum </etc/comity/comity.conf") == changed,
               "the configuration was changed")
        expect(self.pid() not in ("0", pid), "not started anew")
        expect_tagged(send(self.machine))

    def upgrade_with_new_settings(self):
        """Its own configuration is another one: ours stays, dpkg says so."""
        changed = self.run("md5sum </etc/comity/comity.conf")
        self.machine.install("-o Dpkg::Options::=--force-confold",
                             self.repacked("0.1.0-3", "# more\n"))
        expect(self.run("md5sum </etc/comity/comity.conf") == changed,
               "the configuration was changed")
        self.run("grep -q '# more' /etc/comity/comity.conf.dpkg-dist")
        expect_tagged(send(self.machine))

    def stays_stopped(self):
        """What was stopped and disabled stays so through an upgrade."""
        self.run("systemctl disable --now comity-milter")
        self.machine.install("-o Dpkg::Options::=--force-confold",
                             self.repacked("0.1.0-4", "# more\n"))
        self.asleep()
        mail = send(self.machine)
        expect("X-Council-Protocol" not in mail, "tagged by whom?")
        self.run("systemctl enable --now comity-milter")

    def socket_unit(self):
        """systemd holds the socket, in the chroot by a drop-in."""
        self.run("""set -e
            systemctl disable --now comity-milter
            mkdir -p /etc/systemd/system/comity-milter.socket.d
            printf '[Socket]\\nListenStream=\\nListenStream=%s\\n' \\
                /var/spool/postfix/comity/comity.sock \\
                >/etc/systemd/system/comity-milter.socket.d/chroot.conf
            systemctl daemon-reload
            systemctl enable --now comity-milter.socket""")
        expect_tagged(send(self.machine))
        self.run("""set -e
            systemctl disable --now comity-milter.socket comity-milter
            rm -r /etc/systemd/system/comity-milter.socket.d
            systemctl daemon-reload; systemctl enable --now comity-milter""")

    def remove(self):
        self.run("apt-get remove -y -qq comity")
        expect(self.machine.try_run("pgrep comity || ls /proc/*/exe -l "
                                    "2>/dev/null | grep comity-milter")[0] != 0,
               "it still runs")
        for name in ("/usr/sbin/comity-milter", "/usr/share/comity"):
            expect(not self.machine.path(name).exists(), name)
        self.run("test -s /etc/comity/comity.conf && "
                 "test -s /var/log/comity/audit.log")
        expect("X-Council-Protocol" not in send(self.machine),
               "mail passes while it is gone")

    def purge(self):
        self.run("apt-get purge -y -qq comity")
        left = self.run(
            "find /etc /var /usr /lib/systemd -xdev -name '*comity*' "
            "-not -path '/var/cache/*' -not -path '/var/tmp/*'").split()
        expect(left == ["/etc/comity"], left)
        expect(self.run("ls /etc/comity") == "comity.conf.dpkg-dist\n"
               "thornbeck.csv\n" or
               self.run("ls /etc/comity") == "thornbeck.csv\n",
               self.run("ls -l /etc/comity"))

    def again(self):
        self.machine.install(self.deb)
        self.asleep()
        self.lint()


def package(deb):
    tests = step("a second fresh system starts", Package, deb)
    if tests is None:
        return
    try:
        step("the package alone is installed", tests.install)
        step("its files are where they belong", tests.files)
        step("it made its account", tests.account)
        step("the installed configuration is sound", tests.lint)
        step("no service runs or is enabled", tests.asleep)
        step("Postfix comes after it: the socket's folder",
             tests.postfix_comes)
        step("enabled on request, it tags through the chroot", tests.starts)
        step("reload, and a mistake that is not taken", tests.reloads)
        step("the audit log is rotated", tests.rotates)
        step("upgrade keeps the settings", tests.upgrade)
        step("upgrade with other settings keeps them, too",
             tests.upgrade_with_new_settings)
        step("upgrade leaves what is off", tests.stays_stopped)
        step("systemd holds the socket", tests.socket_unit)
        step("removal keeps settings and audit log", tests.remove)
        step("purge leaves only the council's own files", tests.purge)
        step("installed again", tests.again)
    finally:
        tests.machine.stop()


def main():
    fresh.enter()
    step("the smallest Debian", fresh.make_base)
    # A package that is there already spares the walk.
    deb = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else walk()
    if deb is not None:
        package(deb)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
