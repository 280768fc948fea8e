/*
 * The messages in words, for --debug. It reads them, and changes and judges nothing.
 */
#ifndef WIRE_TRACE_H
#define WIRE_TRACE_H

#include "sock.h"

/* How an attribute reads, and what is inside if it is a nest. */
enum trace_form {
	FORM_HEX,
	FORM_U8,
	FORM_U32,
	FORM_STRING,
	FORM_MAC,
	FORM_IP,
	FORM_NEST,
	FORM_BOND, /* rows of the option table */
	FORM_SLAVE,
	FORM_LONG, /* of no interest here: its length only */
};

/* The attributes of a message or nest; the last one has no name. */
struct trace_name {
	int type;
	const char *name;
	enum trace_form form;
	const struct trace_name *inside;
};

/* @way: "send" or "recv". */
void trace_message(const struct sock *s, const char *way, const struct nlmsghdr *h);

#endif
