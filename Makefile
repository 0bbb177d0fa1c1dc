# Comity: build, test, install.
#
#   make          both programs into build/release/
#   make demo     a private Postfix with Comity, sample mail, what came out
#   make check    all tests (set-up included)
#   make check-sendmail  headers and actions through a real Sendmail
#   make unit     the unit tests alone
#   make layers   which folder may include which
#   make valgrind 1,000 messages over 10 connections under valgrind
#   make races    the same under ThreadSanitizer, with 22 reloads
#   make kills    200 SIGKILLs under load, Postfix and Sendmail: none lost
#   make restarts 50 restarts and 1,000 reloads under load: none refused
#   make flood    10,000 silent peers, 1,000,000 packets at random
#   make soak     mixed load, reloads and kills for SOAK_SECONDS (an hour)
#   make headers-as-python  real mail in MAIL, decoded as Python does
#   make fuzz     each fuzz target for FUZZ_SECONDS (60)
#   make fuzz-rules     the rule parser for FUZZ_SECONDS (half an hour)
#   make fuzz-reach     until each target has run as often as it should
#   make fuzz-coverage  lines that the inputs found so far reach
#   make check-pages    the pages of charts in a real browser
#   make check-metrics  the metrics and their dashboard by Prometheus' checker
#   make likenesses  learn rules/likenesses anew from the labelled mail
#   make install  into prefix (/usr/local), below DESTDIR
#   make uninstall  takes it away again, but for the configuration
#   make deb      Debian packages into build/deb/
#   make check-contrib  contrib/'s files by the programs they are for
#   make check-package  builds them in a fresh Debian, tries them in another
#   make bench    what a message costs, beside filters that do nothing
#   make bench-instructions  instructions a message, held to known figures
#   make bench-large  time and memory of messages of 1, 2 and 4 MB
#   make bench-peers  beside Rspamd and SpamAssassin with the same patterns
#   make bench-postfix  throughput of a real Postfix, beside the floor
#   make bench-replay  comity replay on one core and on all
#   make soak-connections  200 connections at once for half an hour
#   make clean    removes build/
#   make help     every target in a line

CONFIG   ?= release
BUILD    := build/$(CONFIG)
CC       ?= cc
PKGS     := gmime-3.0 glib-2.0 libpcre2-8 jansson libidn2 sqlite3
# The tool alone reads directories; the daemon never does.
TOOL_PKGS := ldap libxml-2.0
VERSION  := 0.1.0

prefix      ?= /usr/local
sysconfdir  ?= $(if $(filter /usr,$(prefix)),/etc,$(prefix)/etc)
bindir      ?= $(prefix)/bin
sbindir     ?= $(prefix)/sbin
datadir     ?= $(prefix)/share
mandir      ?= $(datadir)/man
docdir      ?= $(datadir)/doc/comity
unitdir     ?= $(prefix)/lib/systemd/system
RULES_DIR   := $(datadir)/comity/rules
# Used by programs that are run where they were built.
RULES_BUILD ?= $(CURDIR)/rules

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wformat=2 \
	-Wundef -Wvla -Wcast-qual -Wimplicit-fallthrough
WERROR ?= $(if $(CI),-Werror)
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
ifeq ($(CONFIG),release)
OPT := -O2 -g -D_FORTIFY_SOURCE=2
endif
ifeq ($(CONFIG),asan)
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
endif
ifeq ($(CONFIG),tsan)
OPT := -O1 -g -fsanitize=thread
# What it cannot see of GLib is told by tests/tools/tsan_glib.c.
LDFLAGS += -Wl,--wrap=g_once_init_enter,--wrap=g_once_init_leave
endif
# These three are for tests/fuzz/run.py, which says `make CONFIG=… fuzzers`. A
# view of nothing may be NULL, and NULL + 0 is no overflow to us. "quick" checks
# the same, but does not tell the fuzzer of each comparison: twice as fast.
ifneq ($(filter fuzz quick,$(CONFIG)),)
CC  := clang
OPT := -O2 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-sanitize=pointer-overflow \
	-fno-omit-frame-pointer
endif
ifeq ($(CONFIG),quick)
OPT += -fno-sanitize-coverage=trace-cmp
endif
ifeq ($(CONFIG),coverage)
CC  := clang
OPT := -O1 -g -fprofile-instr-generate -fcoverage-mapping
endif

CFLAGS   ?=
CPPFLAGS += -Iinclude -D_GNU_SOURCE -DCOMITY_VERSION='"$(VERSION)"' \
	-DCOMITY_RULES_INSTALLED='"$(RULES_DIR)"' \
	-DCOMITY_RULES_BUILD='"$(RULES_BUILD)"' \
	-DCOMITY_CONFIG='"$(sysconfdir)/comity/comity.conf"'
ALL_CFLAGS  = -std=c11 $(OPT) $(HARDEN) $(WARN) $(WERROR) -pthread \
	$(shell pkg-config --cflags $(PKGS) $(TOOL_PKGS)) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -pthread $(OPT) $(LDFLAGS)
LIBS        = $(shell pkg-config --libs $(PKGS)) -lm
# Of the daemon alone.
DAEMON_LIBS := -lmilter -lseccomp
TOOL_LIBS   = $(LIBS) $(shell pkg-config --libs $(TOOL_PKGS))

# Everything but the two programs' own folders is one library.
LAYERS     := base mime text message people language judge answer
LIB_SRC    := $(sort $(foreach layer,$(LAYERS),$(wildcard milter/$(layer)/*.c)) \
	$(if $(filter tsan,$(CONFIG)),tests/tools/tsan_glib.c))
DAEMON_SRC := $(sort $(wildcard milter/daemon/*.c))
TOOL_SRC   := $(sort $(wildcard milter/tool/*.c))

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB      := $(BUILD)/libcomity.a
DAEMON   := $(BUILD)/libdaemon.a
PROGRAMS := $(BUILD)/comity $(BUILD)/comity-milter

.PHONY: all help clean setup FORCE
.PHONY: check demo
.PHONY: install uninstall deb
.SECONDARY:
all: $(PROGRAMS)

# `make V=1` shows the commands.
Q   := $(if $(V),,@)
say  = $(if $(V),,@echo "  $(1)  $(patsubst $(CURDIR)/%,%,$@)")

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# What contrib/ has and the tool writes, prints or reads: an array of lines.
$(BUILD)/made/%.h: contrib/%
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q){ echo "static const char *const $(subst /,_,$(subst .,_,$*))[] = {"; \
		sed 's/[\\"]/\\&/g; s/.*/\t"&",/' $<; \
		echo "	NULL};"; } >$@
$(call obj,milter/tool/init_text.c): $(addprefix $(BUILD)/made/,\
	comity.conf.h postfix.cf.h sendmail.mc.h)
$(call obj,milter/tool/roster_usual.c): $(addprefix $(BUILD)/made/roster/,\
	ldap.map.h moderngov.map.h)
$(call obj,milter/tool/init_text.c milter/tool/roster_usual.c): \
	CPPFLAGS += -I$(BUILD)/made

# Some files know where Comity is installed: another prefix makes them anew.
PLACES = $(VERSION) $(RULES_DIR) $(RULES_BUILD) $(sysconfdir)
$(BUILD)/places: FORCE
	@mkdir -p $(@D)
	@echo "$(PLACES)" | cmp -s - $@ || echo "$(PLACES)" >$@
$(call obj,milter/daemon/main.c milter/tool/main.c milter/tool/cmd_lint.c \
	milter/tool/cmd_init.c \
	milter/judge/policy.c): $(BUILD)/places
FORCE:

$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	$(call say,AR)
	$(Q)ar rcs $@ $^

$(BUILD)/comity: $(call obj,$(TOOL_SRC)) $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TOOL_LIBS)

# The daemon but for its main(), so that tests can link it.
$(DAEMON): $(call obj,$(filter-out %/main.c,$(DAEMON_SRC)))
	@rm -f $@
	$(call say,AR)
	$(Q)ar rcs $@ $^

$(BUILD)/comity-milter: $(call obj,milter/daemon/main.c) $(DAEMON) $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(DAEMON_LIBS)

setup:
	@./tests/setup.sh

# Set-up comes first, since a fresh machine has not even pkg-config.
demo: setup
	@$(MAKE) --no-print-directory -s all
	@python3 -B tests/demo/run.py

check: setup
	@python3 -B tests/check.py

# Everything lies below DESTDIR, where a package is put together. Files that
# name places have them as @sbindir@, @sysconfdir@ and @rulesdir@.
INSTALL ?= install
PUT      = $(INSTALL) -D -m 644
RUN      = $(INSTALL) -D -m 755
FILL     = sed 's|@sbindir@|$(sbindir)|; s|@sysconfdir@|$(sysconfdir)|; \
	s|@rulesdir@|$(RULES_DIR)|'
CONF     = $(DESTDIR)$(sysconfdir)/comity
UNITS    = $(DESTDIR)$(unitdir)
PAGES   := $(wildcard contrib/man/*.[1-8])
# What an administrator copies from and never runs from here.
SAMPLES := $(shell cd contrib && find . -type f -not -path './debian/*' \
	-not -path './man/*' -not -name '*.service' -not -name '*.socket' \
	-not -name comity.conf)

install: all
	$(RUN) $(BUILD)/comity $(DESTDIR)$(bindir)/comity
	$(RUN) $(BUILD)/comity-milter $(DESTDIR)$(sbindir)/comity-milter
	cd rules && find . -type f -exec $(PUT) {} $(DESTDIR)$(RULES_DIR)/{} \;
	$(FILL) contrib/comity-milter.service >$(BUILD)/comity-milter.service
	$(PUT) $(BUILD)/comity-milter.service $(UNITS)/comity-milter.service
	$(PUT) contrib/comity-milter.socket $(UNITS)/comity-milter.socket
	$(PUT) contrib/postfix-chroot.conf \
		$(UNITS)/comity-milter.service.d/postfix-chroot.conf
	for page in $(PAGES); do \
		$(PUT) $$page $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/} \
			|| exit; \
	done
	$(PUT) README.md $(DESTDIR)$(docdir)/README.md
	for sample in $(SAMPLES); do \
		$(PUT) contrib/$$sample $(DESTDIR)$(docdir)/examples/$$sample \
			|| exit; \
	done
	$(FILL) contrib/comity.conf >$(BUILD)/comity.conf
	test -e $(CONF)/comity.conf || \
		$(PUT) $(BUILD)/comity.conf $(CONF)/comity.conf

uninstall:
	rm -f $(DESTDIR)$(bindir)/comity $(DESTDIR)$(sbindir)/comity-milter \
		$(UNITS)/comity-milter.service $(UNITS)/comity-milter.socket \
		$(foreach page,$(PAGES),\
			$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
	rm -rf $(DESTDIR)$(datadir)/comity $(DESTDIR)$(docdir) \
		$(UNITS)/comity-milter.service.d

# The packaging stands in contrib/, and has to be debian/ where it works.
DEB := build/deb/comity-$(VERSION)
deb:
	rm -rf build/deb
	mkdir -p $(DEB)
	tar -c --exclude=__pycache__ --exclude=contrib/debian milter include \
		rules tests contrib Makefile README.md LICENSE | tar -x -C $(DEB)
	tar -C build/deb -cJf build/deb/comity_$(VERSION).orig.tar.xz \
		--sort=name --owner=0 --group=0 --numeric-owner \
		comity-$(VERSION)
	cp -R contrib/debian $(DEB)/debian
	cd $(DEB) && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
		dpkg-buildpackage -us -uc $(DEB_FLAGS)

include tests/tests.mk

clean:
	rm -rf build

help:
	@sed -n 's/^#   \(make.*\)/\1/p' Makefile

-include $(patsubst %.o,%.d,$(call obj,$(LIB_SRC) $(DAEMON_SRC) $(TOOL_SRC) \
	$(TEST_SRC) $(FUZZ_SRC) $(BENCH_SRC) tests/fuzz/fuzz.c tests/fuzz/replay.c))
