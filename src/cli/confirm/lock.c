/*
 * The file where programs meet, see lock.h. Its places are held by record locks of the
 * kernel, which tell who has them and end with their process, however that ends. It
 * never judges what a holder does.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "confirm/lock.h"
#include "output/clock.h"

/* Each place is that part of the file which its holder writes to. */
static off_t begin_of(enum lock_place place)
{
	return place == LOCK_WORK ? 0 : LOCK_WORK_SIZE;
}

static struct flock part(enum lock_place place, short type)
{
	return (struct flock){ .l_type = type,
		.l_whence = SEEK_SET,
		.l_start = begin_of(place),
		.l_len = place == LOCK_WORK ? LOCK_WORK_SIZE : LOCK_GUARD_SIZE };
}

/* ------------------------------------------------------------------------- opening */

/* Kernels that do not number their namespaces have one file for all of them. */
static int find_path(struct lock *l, struct bondnl_ctx *ctx)
{
	const char *dir = getenv("BONDNL_RUN_DIR");
	char number[24] = "";
	uint64_t cookie;
	int n;

	if (!dir || !*dir)
		dir = RUN_DIR;
	if (bondnl_netns_cookie(ctx, &cookie) == 0)
		snprintf(number, sizeof(number), "-%" PRIu64, cookie);
	n = snprintf(l->path, sizeof(l->path), "%s/bondnl%s", dir, number);
	if (n < 0 || (size_t)n >= sizeof(l->path))
		return -ENAMETOOLONG;
	return dir[0] == '/' ? 0 : -EINVAL;
}

static int open_file(struct lock *l)
{
	struct stat st;
	int rc;

	/* the folder may be one where others make links, such as /tmp */
	l->fd = open(l->path,
		O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (l->make ? O_CREAT : 0),
		0600);
	if (l->fd < 0)
		return -errno;
	if (fstat(l->fd, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	rc = -EINVAL;
	close(l->fd);
	l->fd = -1;
	return rc;
}

int lock_open(struct lock *l, struct bondnl_ctx *ctx, bool make)
{
	int rc;

	memset(l, 0, sizeof(*l));
	l->fd = -1;
	l->make = make;
	rc = find_path(l, ctx);
	return rc < 0 ? rc : open_file(l);
}

/* ------------------------------------------------------------------------- waiting */

static void interrupt(int signal)
{
	(void)signal; /* it ends fcntl(2), which is all that it is for */
}

/* The kernel has no time limit for it, so an alarm ends the wait. */
static int wait_for(const struct lock *l, enum lock_place place, int64_t end_ms)
{
	struct sigaction act = { .sa_handler = interrupt }, before;
	struct itimerval off = { 0 };
	struct flock want = part(place, F_WRLCK);
	int rc;

	sigaction(SIGALRM, &act, &before);
	do {
		int64_t left = end_ms - clock_ms();
		/* again and again: one that came before fcntl(2) began ends nothing */
		struct itimerval alarm = {
			.it_value = { (time_t)(left / 1000),
				(suseconds_t)(left % 1000 * 1000) },
			.it_interval = { .tv_usec = 100000 },
		};

		rc = -ETIMEDOUT;
		if (left <= 0)
			break;
		setitimer(ITIMER_REAL, &alarm, NULL);
		rc = fcntl(l->fd, F_SETLKW, &want) < 0 ? -errno : 0;
	} while (rc == -EINTR);
	setitimer(ITIMER_REAL, &off, NULL);
	sigaction(SIGALRM, &before, NULL);
	return rc;
}

/* Who had it may have removed the file, so that the next one makes another. */
static bool is_gone(const struct lock *l)
{
	struct stat st;

	return fstat(l->fd, &st) == 0 && st.st_nlink == 0;
}

int lock_take(struct lock *l, enum lock_place place, int ms)
{
	int64_t end_ms = clock_ms() + ms;

	for (;;) {
		struct flock want = part(place, F_WRLCK);
		int rc = fcntl(l->fd, F_SETLK, &want) < 0 ? -errno : 0;

		if (rc == -EAGAIN || rc == -EACCES)
			rc = wait_for(l, place, end_ms);
		/* what the guard wrote last is read in a file that is gone */
		if (rc < 0 || place != LOCK_WORK || !is_gone(l))
			return rc;
		close(l->fd);
		rc = open_file(l);
		if (rc < 0)
			return rc;
	}
}

void lock_give(struct lock *l, enum lock_place place)
{
	struct flock no = part(place, F_UNLCK);

	if (l->fd >= 0)
		fcntl(l->fd, F_SETLK, &no);
}

pid_t lock_holder(const struct lock *l, enum lock_place place)
{
	struct flock lock = part(place, F_WRLCK);

	if (l->fd < 0 || fcntl(l->fd, F_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
		return 0;
	return lock.l_pid > 0 ? lock.l_pid : -1;
}

/* -------------------------------------------------------------------------- texts */

void lock_write(const struct lock *l, enum lock_place place, const char *text)
{
	char all[LOCK_GUARD_SIZE] = "";
	size_t n = place == LOCK_WORK ? LOCK_WORK_SIZE : sizeof(all);

	if (l->fd < 0)
		return;
	snprintf(all, n, "%s", text);
	if (place == LOCK_GUARD)
		n = strlen(all) + 1;
	/* who reads it has not more than our number, if this fails */
	(void)!pwrite(l->fd, all, n, begin_of(place));
}

void lock_read(const struct lock *l, enum lock_place place, size_t size, char ret[])
{
	ssize_t n = pread(l->fd, ret, size - 1, begin_of(place));

	ret[n > 0 ? n : 0] = 0;
}

/* ------------------------------------------------------------------------- closing */

void lock_close(struct lock *l, bool last)
{
	if (l->fd < 0)
		return;
	if (last && !is_gone(l))
		unlink(l->path);
	close(l->fd);
	l->fd = -1;
}
