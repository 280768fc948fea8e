/*
 * What the output is, see term.h. Never asks the terminal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "term.h"

void term_start(void)
{
	static char out[16384], err[4096];

	setvbuf(stdout, out, _IOFBF, sizeof(out));
	setvbuf(stderr, err, _IOLBF, sizeof(err));
}

bool term_is_terminal(int fd)
{
	/* Documentation/admin-guide/devices.txt of the kernel */
	static const struct {
		unsigned first, last;
	} majors[] = {
		{ 4, 5 },     /* virtual consoles, serial ports, /dev/tty, /dev/console */
		{ 136, 143 }, /* pseudo terminals */
		{ 166, 166 }, /* USB modems */
		{ 188, 188 }, /* USB serial */
		{ 204, 204 }, /* serial ports of small boards: ttyAMA, ttymxc ... */
		{ 229, 229 }, /* virtual machines' hvc */
	};
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISCHR(st.st_mode))
		return false;
	for (size_t i = 0; i < sizeof(majors) / sizeof(majors[0]); i++)
		if (major(st.st_rdev) >= majors[i].first &&
			major(st.st_rdev) <= majors[i].last)
			return true;
	return false;
}

static int kept_width = -1;

int term_width(int fd)
{
	const char *columns;
	int n;

	if (fd == STDERR_FILENO && kept_width >= 0)
		return kept_width;
	if (!term_is_terminal(fd))
		return 0;
	columns = getenv("COLUMNS");
	n = columns ? atoi(columns) : 0;
	return n >= 40 && n <= 1000 ? n : 80;
}

static bool coloured(int fd)
{
	static int known[3] = { -1, -1, -1 };
	const char *no, *term;

	if (fd < 0 || fd > 2)
		return false;
	if (known[fd] >= 0)
		return known[fd];

	no = getenv("NO_COLOR");
	term = getenv("TERM");
	known[fd] = !(no && *no) && term && *term && strcmp(term, "dumb") != 0 &&
		term_is_terminal(fd);
	return known[fd];
}

const char *term_colour(int fd, enum colour c)
{
	static const char *const codes[] = {
		[COLOUR_NONE] = "",
		[COLOUR_GOOD] = "\033[32m",
		[COLOUR_BAD] = "\033[31m",
		[COLOUR_WARN] = "\033[33m",
		[COLOUR_STRONG] = "\033[1m",
	};

	return coloured(fd) ? codes[c] : "";
}

const char *term_plain(int fd)
{
	return coloured(fd) ? "\033[0m" : "";
}

void term_keep(void)
{
	coloured(STDOUT_FILENO);
	coloured(STDERR_FILENO);
	kept_width = term_width(STDERR_FILENO);
}
