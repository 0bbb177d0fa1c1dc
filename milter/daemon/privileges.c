#include "daemon/privileges.h"

#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

bool
account_find(const char *user, struct account *account)
{
	const struct passwd *entry = getpwnam(user);

	if (entry == NULL) {
		log_error("there is no user %s", user);
		return false;
	}
	account->user = entry->pw_uid;
	account->group = entry->pw_gid;
	snprintf(account->name, sizeof(account->name), "%s", user);
	return true;
}

bool
group_find(const char *name, gid_t *group)
{
	const struct group *entry = getgrnam(name);

	if (entry == NULL) {
		log_error("there is no group %s", name);
		return false;
	}
	*group = entry->gr_gid;
	return true;
}

bool
privileges_drop(const struct account *account)
{
	if (initgroups(account->name, account->group) == 0 &&
		setresgid(account->group, account->group, account->group) ==
			0 &&
		setresuid(account->user, account->user, account->user) == 0 &&
		geteuid() == account->user &&
		(account->user == 0 || setuid(0) != 0))
		return true;
	log_error("cannot become user %s: %s", account->name, strerror(errno));
	return false;
}

/*
 * Both ways to start a program fail with EACCES. The kernel offers this to
 * anybody who gave up gaining privileges; where it does not, all else holds.
 */
static void
forbid_exec(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execveat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

void
privileges_renounce(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		forbid_exec();
}

unsigned long
privileges_raise_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return 256;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	getrlimit(RLIMIT_NOFILE, &files);
	return files.rlim_cur;
}
