/*
 * Files of bonds, read into a spec: one file, standard input, or the *.conf of a folder
 * in the order of their names. What stands in them the library reads.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change/files.h"
#include "cleanup.h"
#include "output/say.h"

/* A thousand bonds are some 200 kB; who names a device or a disk by mistake is told. */
#define SIZE_MAX_ (16u << 20)

static void tell_fault(void *data, const struct bondnl_error *fault)
{
	(void)data;
	say_error(fault);
}

static int read_text(struct bondnl_spec *spec, const char *name, int fd)
{
	_cleanup_free_ char *text = NULL;
	size_t n = 0, room = 0;
	ssize_t got;

	for (;;) {
		if (n == room) {
			char *more;

			room = room ? 2 * room : 65536;
			more = room <= SIZE_MAX_ ? realloc(text, room) : NULL;
			if (!more)
				return say_refused(name,
					room > SIZE_MAX_ ? "too long for a file of bonds"
							 : "out of memory",
					NULL);
			text = more;
		}
		got = read(fd, text + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	if (got < 0)
		return say_refused(name, strerror(errno), NULL);
	return bondnl_spec_text(spec, name, text, n, tell_fault, NULL, NULL) < 0
		? BONDNL_USAGE
		: 0;
}

static int is_conf(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 5 && strcmp(d->d_name + n - 5, ".conf") == 0;
}

/* All of them, so that all that is wrong is told at once. */
static int read_folder(struct bondnl_spec *spec, const char *path)
{
	struct dirent **all;
	int n = scandir(path, &all, is_conf, alphasort), status = 0;

	if (n < 0)
		return say_refused(path, strerror(errno), NULL);
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *name = NULL;
		int one = BONDNL_REFUSED;

		if (asprintf(&name, "%s/%s", path, all[i]->d_name) >= 0)
			one = files_read(spec, name);
		else
			name = NULL;
		status = one > status ? one : status;
		free(all[i]);
	}
	free(all);
	return status;
}

int files_read(struct bondnl_spec *spec, const char *path)
{
	_cleanup_close_ int fd = -1;
	struct stat st;

	if (strcmp(path, "-") == 0)
		return read_text(spec, "standard input", STDIN_FILENO);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return say_refused(path, strerror(errno), NULL);
	return S_ISDIR(st.st_mode) ? read_folder(spec, path) : read_text(spec, path, fd);
}
