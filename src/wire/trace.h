/*
 * The messages in words, for --debug. It reads them, and changes and judges nothing.
 */
#ifndef WIRE_TRACE_H
#define WIRE_TRACE_H

#include "sock.h"

/* @way: "send" or "recv". */
void trace_message(const struct sock *s, const char *way, const struct nlmsghdr *h);

#endif
