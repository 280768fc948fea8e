/*
 * What the program has of the library is given back by the end of the block that holds
 * it, see base/cleanup.h. The library's functions that free take NULL.
 */
#ifndef CLI_OWNED_H
#define CLI_OWNED_H

#include <bondnl/bondnl.h>

#include "cleanup.h"

#define OWNED(name, type, free_fn)                                                       \
	static inline void name##_freep(type **p)                                        \
	{                                                                                \
		free_fn(*p);                                                             \
	}

OWNED(ctx, struct bondnl_ctx, bondnl_close)
OWNED(error, struct bondnl_error, bondnl_error_free)
OWNED(findings, struct bondnl_findings, bondnl_findings_free)
OWNED(result, struct bondnl_result, bondnl_result_free)
OWNED(spec, struct bondnl_spec, bondnl_spec_free)
OWNED(state, struct bondnl_state, bondnl_state_free)

#define _cleanup_ctx_	   _cleanup_(ctx_freep)
#define _cleanup_error_	   _cleanup_(error_freep)
#define _cleanup_findings_ _cleanup_(findings_freep)
#define _cleanup_result_   _cleanup_(result_freep)
#define _cleanup_spec_	   _cleanup_(spec_freep)
#define _cleanup_state_	   _cleanup_(state_freep)

#endif
