#include "daemon/supervisor.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/pid_file.h"

enum {
	SOUND_MS = 1000, /* who lives that long did not crash at its start */
	FIRST_DELAY_MS = 100,
	/* While we wait mail may pass unlooked at, and whoever can send what
	 * crashes us would like us to wait long. */
	LONGEST_DELAY_MS = 2000,
	/* Beyond its own time to drain; then it is ended by force. */
	PATIENCE_MS = 10 * 1000,
	TICK_MS = 60 * 1000,
};

struct state {
	const struct supervisor *plan;
	pid_t child;	  /* 0: none */
	int64_t started;  /* milliseconds */
	int64_t start_at; /* when to start the next one */
	int64_t delay;	  /* before the next start */
	int64_t kill_at;  /* when patience ends; 0: not stopping */
	bool force;	  /* told to stop once more */
};

static void
waited_for(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGCHLD);
}

void
supervisor_block_signals(void)
{
	sigset_t set;

	waited_for(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* Tells systemd (Type=notify); nothing where nobody asked. */
static void
notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = path ? strlen(path) : 0;
	int fd;

	if (length < 2 || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
		(struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	close(fd);
}

/*
 * A process group of its own: Ctrl-C is for the supervisor to hear. Should
 * the supervisor be killed, the child finishes what it has and goes, too.
 */
static void
be_child(const struct state *state, pid_t parent)
{
	const struct supervisor *plan = state->plan;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGUSR2);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	if (plan->pid_fd >= 0)
		close(plan->pid_fd);
	_exit(plan->work(plan->listener, plan->context));
}

static void
start_child(struct state *state)
{
	pid_t parent = getpid();
	pid_t child = fork();

	if (child == 0)
		be_child(state, parent);
	state->started = clock_ms();
	if (child < 0) {
		log_error("cannot start a process: %s", strerror(errno));
		state->delay = LONGEST_DELAY_MS;
		state->start_at = state->started + state->delay;
		return;
	}
	state->child = child;
}

static void
say_how_it_ended(int status)
{
	if (WIFSIGNALED(status))
		log_error("the filter was ended by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		log_error(
			"the filter ended with status %d", WEXITSTATUS(status));
}

static void
reap(struct state *state)
{
	int status;
	pid_t child = waitpid(-1, &status, WNOHANG);
	int64_t now = clock_ms();

	if (child <= 0 || child != state->child)
		return;
	state->child = 0;
	if (state->kill_at != 0)
		return;
	say_how_it_ended(status);
	if (now - state->started >= SOUND_MS)
		state->delay = 0;
	else if (state->delay == 0)
		state->delay = FIRST_DELAY_MS;
	else
		state->delay = state->delay * 2 < LONGEST_DELAY_MS
				       ? state->delay * 2
				       : LONGEST_DELAY_MS;
	state->start_at = now + state->delay;
	log_info("starting it again in %lld ms", (long long)state->delay);
}

static void
begin_stop(struct state *state)
{
	const struct supervisor *plan = state->plan;

	state->force = state->kill_at != 0;
	if (state->force)
		return;
	notify("STOPPING=1");
	state->kill_at =
		clock_ms() + (int64_t)plan->drain_seconds * 1000 + PATIENCE_MS;
	/* The path goes first, so that nobody knocks at a closed door. */
	listener_unlink(plan->listener);
	listener_close(plan->listener);
	if (state->child != 0)
		kill(state->child, SIGUSR2);
}

static void
hear(struct state *state, int number)
{
	switch (number) {
	case SIGHUP:
		if (state->child != 0)
			kill(state->child, SIGUSR1);
		break;
	case SIGTERM:
	case SIGINT:
		begin_stop(state);
		break;
	case SIGCHLD:
		reap(state);
		break;
	}
}

static int64_t
until_next(const struct state *state)
{
	int64_t next = clock_ms() + TICK_MS;

	if (state->kill_at != 0 && state->kill_at < next)
		next = state->kill_at;
	if (state->child == 0 && state->start_at < next)
		next = state->start_at;
	next -= clock_ms();
	return next > 0 ? next : 0;
}

static void
wait_for_signal(struct state *state)
{
	int64_t ms = until_next(state);
	struct timespec pause = {ms / 1000, ms % 1000 * 1000 * 1000};
	sigset_t set;
	int number;

	waited_for(&set);
	number = sigtimedwait(&set, NULL, &pause);
	if (number > 0)
		hear(state, number);
}

static void
end_by_force(struct state *state)
{
	log_warning("the filter does not end; ended by force");
	kill(state->child, SIGKILL);
	waitpid(state->child, NULL, 0);
	state->child = 0;
}

int
supervisor_run(const struct supervisor *supervisor)
{
	struct state state = {.plan = supervisor};

	start_child(&state);
	notify("READY=1");
	while (state.kill_at == 0 || state.child != 0) {
		wait_for_signal(&state);
		if (state.kill_at != 0 && state.child != 0 &&
			(state.force || clock_ms() >= state.kill_at))
			end_by_force(&state);
		if (state.kill_at == 0 && state.child == 0 &&
			clock_ms() >= state.start_at)
			start_child(&state);
	}
	if (supervisor->pid_fd >= 0)
		pid_file_remove(supervisor->pid_fd, supervisor->pid_path);
	log_info("stopped");
	return EXIT_SUCCESS;
}
