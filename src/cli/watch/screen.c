/*
 * Screens that are written at once, see screen.h. It asks no terminal anything, and knows
 * nothing of what they show.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "output/term.h"
#include "watch/frame.h"
#include "watch/screen.h"
#include "watch/wait.h"

#define SHOW_CURSOR "\033[?25h"
/* So long a terminal may take to have room for a word. */
#define LEAVE_MS 1000

int screen_begin(struct screen *p, struct waiting *w)
{
	/* what it is must be known before something else stands for it */
	term_keep();
	p->in_place = term_moves(STDOUT_FILENO);
	p->width = term_width(STDOUT_FILENO);
	p->lines = term_height();
	p->held = memfd_create("picture", MFD_CLOEXEC);
	w->out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (p->held < 0 || w->out < 0 || fcntl(p->held, F_SETFL, O_APPEND) < 0 ||
		dup2(p->held, STDOUT_FILENO) < 0)
		return -errno;
	return 0;
}

/* What was printed since the last time, which the caller frees. */
static int take_text(struct screen *p, char **ret)
{
	_cleanup_free_ char *text = NULL;
	struct stat st;

	if (fflush(stdout) != 0 || fstat(p->held, &st) < 0)
		return -errno;
	text = st.st_size < INT_MAX ? malloc((size_t)st.st_size + 1) : NULL;
	if (!text || pread(p->held, text, (size_t)st.st_size, 0) != st.st_size ||
		ftruncate(p->held, 0) < 0)
		return -ENOMEM;
	text[st.st_size] = 0;
	*ret = steal(text);
	return 0;
}

/* What is cut into pieces has room for each; a terminal gets all of it at once. */
static void write_all(struct waiting *w, const char *text, size_t n, size_t piece)
{
	while (n && !w->ended) {
		ssize_t done;

		wait_room(w);
		if (w->ended)
			return;
		done = write(w->out, text, n < piece ? n : piece);
		if (done >= 0) {
			text += done;
			n -= (size_t)done;
		} else if (errno != EINTR && errno != EAGAIN) {
			wait_unwritten(w, errno);
		}
	}
}

int screen_show(struct screen *p, struct waiting *w)
{
	_cleanup_free_ char *text = NULL, *laid = NULL;
	size_t n;
	int rc;

	rc = take_text(p, &text);
	if (rc < 0)
		return rc;
	if (!p->in_place) {
		write_all(w, text, strlen(text), PIPE_BUF);
		/* so the next one begins */
		putchar('\n');
		return 0;
	}
	rc = layout(text, !p->hidden, p->width, p->lines, &laid, &n);
	if (rc < 0)
		return rc;
	p->hidden = true;
	write_all(w, laid, n, n);
	return 0;
}

/* A terminal that is held, or gone, does not keep us for ever. */
void screen_leave(struct screen *p, const struct waiting *w)
{
	struct pollfd out = { .fd = w->out, .events = POLLOUT };

	if (p->hidden && poll(&out, 1, LEAVE_MS) > 0)
		(void)!write(w->out, SHOW_CURSOR, strlen(SHOW_CURSOR));
	p->hidden = false;
}

void screen_end(struct screen *p, struct waiting *w)
{
	if (w->out > STDERR_FILENO) {
		screen_leave(p, w);
		/* what was printed since belongs to a screen that is not shown any more
		 */
		__fpurge(stdout);
		dup2(w->out, STDOUT_FILENO);
		close(w->out);
		w->out = STDOUT_FILENO;
	}
	if (p->held >= 0)
		close(p->held);
	p->held = -1;
}
