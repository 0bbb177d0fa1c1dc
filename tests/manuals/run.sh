#!/bin/sh
# The manual pages are sound, and name every option of the programs' usage.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=build/${CONFIG:-release}
count=0
failed=0

ok()
{
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count $2"
	else
		echo "not ok $count $2"
		failed=1
	fi
}

# Our own pages are not installed where the tests run.
for page in contrib/man/*; do
	mandoc -Tlint -Wwarning "$page" | grep -v 'referenced manual not found'
	mandoc -Tlint -Wwarning "$page" | grep -v 'referenced manual not found' |
		grep -q . && bad=1 || bad=0
	ok $bad "$page is sound mdoc"
done

# options USAGE-COMMAND... : the long options that it names
options()
{
	"$@" 2>&1 | grep -oE -- '--[a-z][a-z-]+' | sort -u
}

# named PAGE OPTION: mdoc writes --json as "Fl -json"
named()
{
	grep -qE "(Fl|,) -${1#--}( |\$)" "$2"
}

for command in lint scan test coverage replay report fmt; do
	for option in $(options "$build/comity" help $command); do
		named "$option" contrib/man/comity.1
		ok $? "comity.1 has $option of $command"
	done
done
for option in $(options "$build/comity-milter" --help); do
	named "$option" contrib/man/comity-milter.8
	ok $? "comity-milter.8 has $option"
done
for command in lint scan test coverage replay report fmt; do
	grep -q "^.It Cm $command\$" contrib/man/comity.1
	ok $? "comity.1 has $command"
done
echo "1..$count"
exit $failed
