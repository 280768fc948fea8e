/*
 * metrics into a file: written beside it under another name, which node_exporter does not
 * read, and then put in its place. A reader sees the old one or the new one, also after
 * the power failed; what went wrong leaves nothing behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change/change.h"
#include "check/metrics.h"
#include "cleanup.h"
#include "output/say.h"

/* All of it in memory first, so that the file is there but for a moment. */
static char *in_memory(const struct bondnl_state *state,
	const struct bondnl_findings *findings, size_t *ret_size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, ret_size);
	bool failed;

	if (!out)
		return NULL;
	failed = metrics_write(out, state, findings) < 0 || ferror(out);
	if (fclose(out) == 0 && !failed)
		return text;
	free(text);
	return NULL;
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		size -= (size_t)n;
	}
	return 0;
}

/* The new name is on the disk only when its folder is; some file systems cannot say. */
static int sync_folder(const char *path)
{
	_cleanup_free_ char *copy = strdup(path);
	int fd, rc = 0;

	if (!copy)
		return -ENOMEM;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* a folder may be written to, and not be read */
	if (fd < 0)
		return errno == EACCES ? 0 : -errno;
	if (fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
		rc = -errno;
	close(fd);
	return rc;
}

static int fill(int fd, const char *text, size_t size)
{
	int rc = write_all(fd, text, size);

	/* mkostemp() makes it for us alone; who reads it is another user */
	if (rc == 0 && fchmod(fd, 0644) < 0)
		rc = -errno;
	if (rc == 0 && fsync(fd) < 0 && errno != EINVAL)
		rc = -errno;
	if (close(fd) < 0 && rc == 0)
		rc = -errno;
	return rc;
}

static int replace(const char *path, char *beside, const char *text, size_t size)
{
	int fd = mkostemp(beside, O_CLOEXEC), rc;

	if (fd < 0)
		return -errno;
	rc = fill(fd, text, size);
	if (rc == 0 && rename(beside, path) < 0)
		rc = -errno;
	if (rc < 0) {
		unlink(beside);
		return rc;
	}
	return sync_folder(path);
}

int metrics_file(const char *path, const struct bondnl_state *state,
	const struct bondnl_findings *findings)
{
	static const char suffix[] = ".XXXXXX";
	char why[128];
	struct stat st;
	size_t size = 0, length = strlen(path);
	_cleanup_free_ char *text = in_memory(state, findings, &size);
	_cleanup_free_ char *beside = malloc(length + sizeof(suffix));
	sigset_t before;
	int rc = -ENOMEM;

	/* what is in its place then is one, and a device or a link would be gone */
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return say_refused(path, "is no regular file, which this would be then",
			"without --textfile the metrics go to standard output");
	if (text && beside) {
		memcpy(beside, path, length);
		memcpy(beside + length, suffix, sizeof(suffix));
		/* a key or a hang-up must not leave the other name behind */
		change_hold_signals(&before);
		rc = replace(path, beside, text, size);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
	if (rc < 0) {
		snprintf(why, sizeof(why), "cannot be written: %s", strerror(-rc));
		say_usage(path, why, rc == -ENOENT ? "its folder has to be there" : NULL);
	}
	return rc < 0 ? BONDNL_REFUSED : 0;
}
