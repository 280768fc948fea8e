/*
 * Lists of objects of any kind, see objects.h. It knows none of the kinds.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "link/objects.h"

#define OBJECT_ROW_(kind, type, list, row) extern const struct object_row row;
OBJECT_TABLE(OBJECT_ROW_)

#define OBJECT_AT_(kind, type, list, row) [kind] = &row,
static const struct object_row *const rows[] = { OBJECT_TABLE(OBJECT_AT_) };

/* A list as it is named in a link is one as the functions here take it. */
#define OBJECT_CHECK_(kind, type, list, row)                                             \
	_Static_assert(offsetof(struct lists, n_##list) ==                               \
				offsetof(struct lists, objects[kind].n) &&               \
			offsetof(struct lists, list##_known) ==                          \
				offsetof(struct lists, objects[kind].known),             \
		#list);
struct lists {
	OBJECTS_HERE;
};
OBJECT_TABLE(OBJECT_CHECK_)

const struct object_row *object_row(enum object_kind kind)
{
	return rows[kind];
}

bool object_is_kernels(enum object_kind kind, const void *o)
{
	return rows[kind]->is_kernels && rows[kind]->is_kernels(o);
}

void *objects_find(enum object_kind kind, const struct objects *list, const void *o)
{
	for (size_t i = 0; i < list->n; i++)
		if (rows[kind]->same(objects_at(kind, list, i), o))
			return objects_at(kind, list, i);
	return NULL;
}

void object_free(enum object_kind kind, void *o)
{
	if (rows[kind]->clear)
		rows[kind]->clear(o);
}

void *objects_take(enum object_kind kind, struct objects *list, void *o)
{
	void *items = array_room(list->items, &list->cap, list->n, rows[kind]->size);

	if (!items) {
		object_free(kind, o);
		return NULL;
	}
	list->items = items;
	return memcpy(objects_at(kind, list, list->n++), o, rows[kind]->size);
}

int objects_add(enum object_kind kind, struct objects *list, const void *o)
{
	void *items = array_room(list->items, &list->cap, list->n, rows[kind]->size);
	void *place;
	int rc = 0;

	if (!items)
		return -ENOMEM;
	list->items = items;
	place = objects_at(kind, list, list->n);
	if (rows[kind]->copy)
		rc = rows[kind]->copy(place, o);
	else
		memcpy(place, o, rows[kind]->size);
	if (rc == 0)
		list->n++;
	return rc;
}

int objects_add_all(
	enum object_kind kind, struct objects *list, const struct objects *from)
{
	int rc = 0;

	for (size_t i = 0; i < from->n && rc == 0; i++)
		rc = objects_add(kind, list, objects_at(kind, from, i));
	return rc;
}

void objects_drop(enum object_kind kind, struct objects *list, void *o)
{
	char *next = (char *)o + rows[kind]->size;

	object_free(kind, o);
	memmove(o, next, (size_t)((char *)objects_at(kind, list, list->n) - next));
	list->n--;
}

void objects_clear(enum object_kind kind, struct objects *list)
{
	for (size_t i = 0; i < list->n; i++)
		object_free(kind, objects_at(kind, list, i));
	list->n = 0;
}

int as_sent_copy(void *ret, const void *from)
{
	const struct as_sent *o = from;
	struct as_sent *copy = ret;

	*copy = (struct as_sent){ malloc(o->len), o->len };
	if (!copy->payload)
		return -ENOMEM;
	memcpy(copy->payload, o->payload, o->len);
	return 0;
}

void as_sent_clear(void *o)
{
	free(((struct as_sent *)o)->payload);
}

void objects_free(struct objects lists[OBJECT_KINDS])
{
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++) {
		objects_clear(i, &lists[i]);
		free(lists[i].items);
		lists[i] = (struct objects){ 0 };
	}
}
