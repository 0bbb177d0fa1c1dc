"""A real LDAP server (slapd) in a private folder, with Active Directory's
schema for people."""
import base64
import pathlib
import shutil
import socket
import subprocess
import time

BASE = "dc=fennbridge,dc=example"
PEOPLE = f"ou=People,{BASE}"
LOGIN = f"cn=comity,{BASE}"
# Octets that a careless reader of the file would lose.
PASSWORD = "  k#y: word "
SCHEMAS = ("core", "cosine", "nis", "inetorgperson", "msuser")

CONFIG = """\
{includes}
# Debian's schema of Active Directory lacks a few of a user's attributes.
objectclass ( 1.3.6.1.4.1.4203.666.99.1 NAME 'councilUser' SUP user
  STRUCTURAL MAY ( department $ title ) )
modulepath {modules}
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
directory {folder}/db
maxsize 104857600
# As Active Directory does: more than a page only by paging.
limits users size.soft=500 size.hard=500 size.pr=500 size.prtotal=unlimited
limits anonymous size.soft=5 size.hard=5
access to attrs=userPassword by anonymous auth
access to dn.subtree="ou=Open,{base}" by * read
access to * by dn.base="{login}" read by * none
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **options)
    if done.returncode != 0:
        raise RuntimeError(f"{words}\n{done.stdout.decode()}")


def make_certificates(folder):
    """An authority, another one, and a server that the first vouches for."""
    for name in ("ca", "other"):
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
            f"/CN={name}", "-keyout", folder / f"{name}.key",
            "-out", folder / f"{name}.pem")
    run("openssl", "req", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=directory",
        "-keyout", folder / "server.key", "-out", folder / "server.csr")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-in", folder / "server.csr", "-days", "2",
        "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
        "-CAcreateserial", "-extfile", folder / "names",
        "-out", folder / "server.pem")


def entry(dn, *lines):
    return "\n".join((f"dn: {dn}", *lines)) + "\n\n"


def person(name, mail, *lines, unit=PEOPLE):
    given, surname = name.rsplit(" ", 1)
    return entry(f"cn={name},{unit}", "objectClass: councilUser", f"cn: {name}",
                 f"sn: {surname}", f"givenName: {given}",
                 "instanceType: 4", "nTSecurityDescriptor: x",
                 f"objectCategory: cn=Person,{BASE}",
                 *([f"mail: {mail}"] if mail else []), *lines)


class Directory:
    def __init__(self, folder, people):
        self.folder = pathlib.Path(folder)
        (self.folder / "db").mkdir()
        make_certificates(self.folder)
        self.port, self.tls_port = free_port(), free_port()
        self.socket = self.folder / "ldapi"
        config = self.folder / "slapd.conf"
        config.write_text(CONFIG.format(
            includes="\n".join(f"include /etc/ldap/schema/{name}.schema"
                               for name in SCHEMAS),
            modules="/usr/lib/ldap", folder=self.folder, base=BASE,
            login=LOGIN))
        ldif = self.folder / "people.ldif"
        ldif.write_text(
            entry(BASE, "objectClass: dcObject", "objectClass: organization",
                  "dc: fennbridge", "o: Fennbridge")
            + entry(PEOPLE, "objectClass: organizationalUnit", "ou: People")
            + entry(f"ou=Open,{BASE}", "objectClass: organizationalUnit",
                    "ou: Open")
            + entry(LOGIN, "objectClass: organizationalRole",
                    "objectClass: simpleSecurityObject", "cn: comity",
                    "userPassword:: "
                    + base64.b64encode(PASSWORD.encode()).decode())
            + people)
        # A copy: AppArmor binds the installed one to the system's folders.
        slapd = self.folder / "slapd"
        shutil.copy("/usr/sbin/slapd", slapd)
        # The program is slapadd where it is called so.
        slapadd = self.folder / "slapadd"
        slapadd.symlink_to(slapd)
        run(slapadd, "-q", "-f", config, "-l", ldif)
        self.process = subprocess.Popen(
            [slapd, "-d", "0", "-f", config, "-h",
             f"ldap://127.0.0.1:{self.port}/ "
             f"ldaps://127.0.0.1:{self.tls_port}/ "
             f"ldapi://{str(self.socket).replace('/', '%2F')}/"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait()

    def wait(self):
        for _ in range(200):
            try:
                socket.create_connection(
                    ("127.0.0.1", self.tls_port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("slapd does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    @property
    def start_tls(self):
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def tls(self):
        return f"ldaps://127.0.0.1:{self.tls_port}"

    @property
    def local(self):
        return f"ldapi://{str(self.socket).replace('/', '%2F')}"
