/*
 * The table of kinds of objects as messages, see objects.h. It reads and writes none.
 */
#include "objects.h"

#define WIRE_ROW_(kind, type, list, row) extern const struct object_wire wire_##row;
OBJECT_TABLE(WIRE_ROW_)

#define WIRE_AT_(kind, type, list, row) [kind] = &wire_##row,
static const struct object_wire *const rows[] = { OBJECT_TABLE(WIRE_AT_) };

const struct object_wire *object_wire(enum object_kind kind)
{
	return rows[kind];
}
