/*
 * Ownership by scope: what a block allocates it frees, unless it is handed over.
 * Holds macros only; it never allocates and knows no type of the project.
 */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#include <stdlib.h>
#include <unistd.h>

#define _cleanup_(fn)  __attribute__((cleanup(fn)))
#define _must_check_   __attribute__((warn_unused_result))
#define _printf_(f, a) __attribute__((format(printf, f, a)))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Hands a pointer over: the variable forgets it, so that its cleanup does nothing. */
#define steal(p)                                                                         \
	({                                                                               \
		__typeof__(p) p_ = (p);                                                  \
		(p) = NULL;                                                              \
		p_;                                                                      \
	})

static inline void freep(void *p)
{
	free(*(void **)p);
}

static inline void closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define _cleanup_free_	_cleanup_(freep)
#define _cleanup_close_ _cleanup_(closep)

#endif
