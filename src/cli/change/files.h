/*
 * Files of bonds.
 */
#ifndef CLI_CHANGE_FILES_H
#define CLI_CHANGE_FILES_H

#include <bondnl/bondnl.h>

/*
 * Reads a file of bonds, standard input for "-", or the *.conf of a folder, into
 * a spec. 0, or the exit status of what went wrong, which was told.
 */
int files_read(struct bondnl_spec *spec, const char *path);

#endif
