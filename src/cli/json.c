/*
 * What the JSON documents share, see json.h. It writes nothing.
 */
#include "json.h"

bool json_failed;

void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value) < 0)
		json_failed = true;
}

void json_add(json_t *list, json_t *value)
{
	if (json_array_append_new(list, value) < 0)
		json_failed = true;
}

void json_put_filled(json_t *object, const char *key, json_t *value)
{
	if (!value || json_array_size(value) || json_object_size(value))
		json_put(object, key, value);
	else
		json_decref(value);
}
