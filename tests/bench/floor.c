/*
 * floor: a milter that does nothing, as cheaply as the protocol allows.
 *
 *     floor PATH        takes header and body, adds one field
 *     floor -e PATH     accepts at the end of the header
 *
 * Where the mail server can do without an answer it gets none, and what is
 * not looked at is not sent. Whatever a filter does costs this at least.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libmilter/mfapi.h>

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps,
	unsigned long unused, unsigned long unused_too,
	unsigned long *wanted_actions, unsigned long *wanted_steps,
	unsigned long *more, unsigned long *still_more)
{
	const unsigned long spared =
		SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NODATA |
		SMFIP_NOUNKNOWN | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR |
		SMFIP_NR_EOH | SMFIP_NR_BODY;

	(void)ctx;
	(void)unused;
	(void)unused_too;
	*wanted_actions = actions & SMFIF_ADDHDRS;
	*wanted_steps = steps & spared;
	*more = *still_more = 0;
	return SMFIS_CONTINUE;
}

/* The same, but that an answer at the end of the header is heard. */
static sfsistat
on_negotiate_early(SMFICTX *ctx, unsigned long actions, unsigned long steps,
	unsigned long a, unsigned long b, unsigned long *wanted_actions,
	unsigned long *wanted_steps, unsigned long *c, unsigned long *d)
{
	on_negotiate(
		ctx, actions, steps, a, b, wanted_actions, wanted_steps, c, d);
	*wanted_steps &= ~(unsigned long)SMFIP_NR_EOH;
	return SMFIS_CONTINUE;
}

static sfsistat
on_mail(SMFICTX *ctx, char **arguments)
{
	(void)ctx;
	(void)arguments;
	return SMFIS_NOREPLY;
}

static sfsistat
on_field(SMFICTX *ctx, char *name, char *value)
{
	(void)ctx;
	(void)name;
	(void)value;
	return SMFIS_NOREPLY;
}

static sfsistat
on_end_of_header(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_NOREPLY;
}

static sfsistat
on_end_of_header_early(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_ACCEPT;
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *bytes, size_t length)
{
	(void)ctx;
	(void)bytes;
	(void)length;
	return SMFIS_NOREPLY;
}

static sfsistat
on_end_of_message(SMFICTX *ctx)
{
	static char name[] = "X-Floor", value[] = "seen";

	smfi_addheader(ctx, name, value);
	return SMFIS_ACCEPT;
}

int
main(int argc, char **argv)
{
	static char name[] = "floor";
	int early = argc == 3 && strcmp(argv[1], "-e") == 0;
	struct smfiDesc description = {
		.xxfi_name = name,
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_ADDHDRS,
		.xxfi_negotiate = early ? on_negotiate_early : on_negotiate,
		.xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_mail,
		.xxfi_header = on_field,
		.xxfi_eoh = early ? on_end_of_header_early : on_end_of_header,
		.xxfi_body = on_body,
		.xxfi_eom = on_end_of_message,
	};
	char place[200];

	if (argc != 2 + early) {
		fprintf(stderr, "usage: floor [-e] PATH\n");
		return EXIT_FAILURE;
	}
	snprintf(place, sizeof(place), "unix:%s", argv[argc - 1]);
	umask(0);
	if (smfi_setconn(place) != MI_SUCCESS ||
		smfi_register(description) != MI_SUCCESS)
		return EXIT_FAILURE;
	return smfi_main() == MI_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE;
}
