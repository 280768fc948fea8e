/*
 * What the output is, see term.h. Never asks the terminal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "output/term.h"

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
	for (size_t i = 0; i < ARRAY_SIZE(majors); i++)
		if (major(st.st_rdev) >= majors[i].first &&
			major(st.st_rdev) <= majors[i].last)
			return true;
	return false;
}

/* What the environment says of the size; what is hardly one is not believed. */
static int size_of(const char *variable, int least, int usual)
{
	const char *text = getenv(variable);
	int n = text ? atoi(text) : 0;

	return n >= least && n <= 1000 ? n : usual;
}

static int kept_width[3] = { -1, -1, -1 };

int term_width(int fd)
{
	if (fd >= 0 && fd <= 2 && kept_width[fd] >= 0)
		return kept_width[fd];
	return term_is_terminal(fd) ? size_of("COLUMNS", 40, 80) : 0;
}

int term_height(void)
{
	return size_of("LINES", 3, 24);
}

bool term_moves(int fd)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0 && term_is_terminal(fd);
}

/* As setlocale(3) would choose; to ask it would load the locale, for one word of it. */
bool term_is_utf8(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *text = getenv(variables[i]);

		if (text && *text)
			return strcasestr(text, "UTF-8") || strcasestr(text, "UTF8");
	}
	return false;
}

static bool coloured(int fd)
{
	static int known[3] = { -1, -1, -1 };
	const char *no;

	if (fd < 0 || fd > 2)
		return false;
	if (known[fd] >= 0)
		return known[fd];

	no = getenv("NO_COLOR");
	known[fd] = !(no && *no) && term_moves(fd);
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
	kept_width[STDOUT_FILENO] = term_width(STDOUT_FILENO);
	kept_width[STDERR_FILENO] = term_width(STDERR_FILENO);
}
