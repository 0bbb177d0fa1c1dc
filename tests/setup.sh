#!/bin/sh
# Installs the Debian packages that building and testing need, if any is
# missing. Starts no service and leaves none to be started at boot.
#
#   tests/setup.sh            what `make demo` and `make check` need
#   tests/setup.sh valgrind   that and further packages by name
set -eu

# To build.
PACKAGES="build-essential pkg-config libmilter-dev libgmime-3.0-dev
	libglib2.0-dev libpcre2-dev libjansson-dev libidn2-dev libsqlite3-dev
	libseccomp-dev libldap-dev libxml2-dev"
# To test: unit tests, the mail server, test tools, time zones, manuals, a
# directory server with certificates.
PACKAGES="$PACKAGES libcmocka-dev postfix python3 tzdata mandoc slapd openssl"

POLICY=/usr/sbin/policy-rc.d

missing=""
for package in $PACKAGES "$@"; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
		grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

echo "Installing Debian packages:$missing"
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "Please run as root: apt-get install$missing" >&2
		exit 1
	}
	exec sudo "$0" "$@"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 1' HUP INT TERM

# Debian asks this script before it starts a service: 101 means no. A
# machine that has one already keeps it, and its say.
if [ ! -e "$POLICY" ]; then
	trap 'rm -f "$log" "$POLICY"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$POLICY"
	chmod 755 "$POLICY"
fi

new_servers=""
case " $missing " in
*" postfix "*)
	new_servers="postfix"
	echo "postfix postfix/main_mailer_type select Local only" |
		debconf-set-selections
	;;
esac
case " $missing " in
*" slapd "*)
	new_servers="$new_servers slapd"
	echo "slapd slapd/no_configuration boolean true" |
		debconf-set-selections
	;;
esac

install()
{
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends -o Dpkg::Use-Pty=0 $missing
}

# Package lists may be absent or out of date; fetch them only then.
known=yes
for package in $missing; do
	apt-cache show "$package" >/dev/null 2>&1 || known=no
done
[ "$known" = yes ] || apt-get update -qq
install >"$log" 2>&1 || {
	apt-get update -qq
	install >"$log" 2>&1
} || {
	cat "$log" >&2
	exit 1
}

# The tests run private servers of their own; the system's stay off.
for server in $new_servers; do
	[ "$server" = postfix ] && postfix stop >/dev/null 2>&1 || true
	if [ -d /run/systemd/system ]; then
		systemctl disable --quiet --now "$server" || true
	fi
	update-rc.d "$server" disable >/dev/null 2>&1 || true
done
echo "Installed."
