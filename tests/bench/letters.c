/*
 * letters: made mail (mail.h) as files, for who sends it by other means.
 *
 *     letters FOLDER COUNT
 *
 * Writes so many letters of the correspondence mix, 0.eml and so on with lines
 * ended by LF, and roster.csv with their people. Prints a line for each: the
 * file's name, the sender, the recipient.
 */
#include <stdio.h>
#include <stdlib.h>

#include <glib.h>

#include "mail.h"

static void
put(const char *folder, const char *name, const GString *text)
{
	char *path = g_build_filename(folder, name, NULL);

	if (!g_file_set_contents(path, text->str, (gssize)text->len, NULL)) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	g_free(path);
}

static void
put_letter(const char *folder, unsigned number)
{
	struct mail *mail = mail_make(MIX_CORRESPONDENCE, number);
	GString *text = mail_text(mail);
	char *name = g_strdup_printf("%u.eml", number);

	g_string_replace(text, "\r\n", "\n", 0);
	put(folder, name, text);
	printf("%s %s %s\n", name, mail->from, mail->rcpts[0]);
	g_free(name);
	g_string_free(text, TRUE);
	mail_free(mail);
}

int
main(int argc, char **argv)
{
	GString *roster = mail_roster();

	if (argc != 3) {
		fprintf(stderr, "usage: letters FOLDER COUNT\n");
		return EXIT_FAILURE;
	}
	put(argv[1], "roster.csv", roster);
	for (unsigned i = 0; i < (unsigned)atoi(argv[2]); i++)
		put_letter(argv[1], i);
	g_string_free(roster, TRUE);
	return EXIT_SUCCESS;
}
