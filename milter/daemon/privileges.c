#include "daemon/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/sandbox.h"

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

void
privileges_renounce(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		sandbox_enter();
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
