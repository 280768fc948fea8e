/*
 * Messages as texts, and torn ones: for the tests of the rooms that write and read them.
 * It walks attributes with libnl, not with the code that is tested.
 */
#ifndef UNIT_MESSAGE_H
#define UNIT_MESSAGE_H

#include <netlink/msg.h>

#include "str.h"

/*
 * One message as a line: its type, its flags, its head, its attributes. Numbers of 1, 2
 * and 4 bytes are u8, u16, u32; nests have braces; the rest, and addresses, are bytes.
 */
void message_print(const struct nlmsghdr *h, struct text *t);

/*
 * Calls @fn with copies that begin like @h and are damaged: cut at each length, and with
 * each two bytes replaced by what a wrong length could be. Each copy is exactly as long
 * as it says, so that the sanitizer and valgrind tell of a byte read beyond it.
 */
void message_damage(const struct nlmsghdr *h,
	void (*fn)(void *data, const struct nlmsghdr *h), void *data);

#endif
