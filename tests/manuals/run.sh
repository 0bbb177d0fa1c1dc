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

for command in lint scan test coverage replay report fmt roster init; do
	for option in $(options "$build/comity" help $command); do
		named "$option" contrib/man/comity.1
		ok $? "comity.1 has $option of $command"
	done
done
for option in $(options "$build/comity-milter" --help); do
	named "$option" contrib/man/comity-milter.8
	ok $? "comity-milter.8 has $option"
done
for command in lint scan test coverage replay report fmt "roster check" \
	"roster import" init; do
	grep -q "^.It Cm $command\$" contrib/man/comity.1
	ok $? "comity.1 has $command"
done

# Every setting has an entry with words below it, and no entry is of a setting
# that there is not.
settings=$(sed -n 's/^\t{"\([a-z-]*\)", read_.*, FIELD(.*/\1/p' \
	milter/language/compile_settings.c)
for setting in $settings; do
	awk -v setting="$setting" '
		/^\.Ss Settings/ { inside = 1 }
		/^\.Sh EXAMPLES/ { inside = 0 }
		inside && entry && !/^\.It/ { found = 1 }
		inside { entry = ($0 " ") ~ ("Ic " setting " ") }
		END { exit !found }' contrib/man/comity-rules.5
	ok $? "comity-rules.5 has the setting $setting"
done
known=" $(echo $settings) "
for named in $(sed -n '/^\.Ss Settings/,/^\.Sh EXAMPLES/p' \
	contrib/man/comity-rules.5 | grep '^\.It' |
	grep -oE 'Ic [a-z-]+' | sed 's/Ic //'); do
	case "$known" in
	*" $named "*) ok 0 "the setting $named of comity-rules.5 is known" ;;
	*) ok 1 "the setting $named of comity-rules.5 is known" ;;
	esac
done

# Every header field, and every word that can stand in the first of them.
prefix=X-Council-Protocol
for suffix in "" $(sed -n 's/.*add[a-z_]*(.*maker, "\(-[A-Za-z-]*\)".*/\1/p' \
	milter/answer/headers.c | sort -u); do
	grep -qx ".It Li $prefix$suffix" contrib/man/comity-milter.8
	ok $? "comity-milter.8 has $prefix$suffix"
done
for word in $(sed -n '/_names\[\] = {/,/NULL/p' milter/mime/unread.c |
	grep -oE '"[a-z-]+"' | tr -d '"') \
	flags= severity= identity= unread= rules= clause=; do
	sed -n '/^\.Ss Header fields/,/^\.Ss Audit/p' \
		contrib/man/comity-milter.8 | grep -qE "[ (]$word"
	ok $? "comity-milter.8 has $word"
done
for word in $(sed -n '/action_names\[/,/NULL/p' milter/language/ruleset.c |
	grep -oE '"[a-z-]+"' | tr -d '"'); do
	grep -qE "(Cm|\\|) $word( |\$)" contrib/man/comity-rules.5
	ok $? "comity-rules.5 has the action $word"
done
echo "1..$count"
exit $failed
