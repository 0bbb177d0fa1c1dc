# Comity: build, test, install.
#
#   make          both programs into build/release/
#   make demo     a private Postfix with Comity, sample mail, what came out
#   make check    all tests (set-up included)
#   make help     every target in a line

CONFIG   ?= release
BUILD    := build/$(CONFIG)
CC       ?= cc
PKGS     := gmime-3.0 glib-2.0 libpcre2-8 jansson libidn2 sqlite3
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

CFLAGS   ?=
CPPFLAGS += -Iinclude -D_GNU_SOURCE -DCOMITY_VERSION='"$(VERSION)"' \
	-DCOMITY_RULES_INSTALLED='"$(RULES_DIR)"' \
	-DCOMITY_RULES_BUILD='"$(CURDIR)/rules"' \
	-DCOMITY_CONFIG='"$(sysconfdir)/comity/comity.conf"'
ALL_CFLAGS  = -std=c11 $(OPT) $(HARDEN) $(WARN) $(WERROR) -pthread \
	$(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -pthread $(OPT) $(LDFLAGS)
LIBS        = $(shell pkg-config --libs $(PKGS))

# Everything but the two programs' own folders is one library.
LIB_SRC    := $(sort $(wildcard milter/base/*.c milter/mail/*.c \
	milter/people/*.c milter/language/*.c milter/judge/*.c \
	milter/answer/*.c))
DAEMON_SRC := $(sort $(wildcard milter/daemon/*.c))
TOOL_SRC   := $(sort $(wildcard milter/tool/*.c))
TEST_SRC   := $(sort $(wildcard tests/unit/test_*.c))

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB      := $(BUILD)/libcomity.a
DAEMON   := $(BUILD)/libdaemon.a
PROGRAMS := $(BUILD)/comity $(BUILD)/comity-milter
TESTS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(TEST_SRC))

.PHONY: all unit clean setup help
.SECONDARY:
all: $(PROGRAMS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/comity: $(call obj,$(TOOL_SRC)) $(LIB)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# The daemon but for its main(), so that tests can link it.
$(DAEMON): $(call obj,$(filter-out %/main.c,$(DAEMON_SRC)))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/comity-milter: $(call obj,milter/daemon/main.c) $(DAEMON) $(LIB)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lmilter

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(DAEMON) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lmilter -lcmocka

unit: $(TESTS)
	@for t in $(TESTS); do echo "== $$t"; $$t || exit 1; done

setup:
	@./tests/setup.sh

clean:
	rm -rf build

help:
	@sed -n 's/^#   \(make.*\)/\1/p' Makefile

-include $(patsubst %.o,%.d,$(call obj,$(LIB_SRC) $(DAEMON_SRC) $(TOOL_SRC) \
	$(TEST_SRC)))
