/*
 * What the JSON documents share, see json.h.
 */
#include <errno.h>
#include <stdio.h>

#include "output/json.h"

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

json_t *json_name(const char *name)
{
	json_t *value = json_string(name);
	char plain[1024];
	size_t n = 0;

	if (value)
		return value;
	for (; *name && n < sizeof(plain) - 1; name++)
		plain[n++] = (unsigned char)*name < 0x80 ? *name : '?';
	plain[n] = 0;
	return json_string(plain);
}

int json_print(json_t *root)
{
	int rc = json_failed ? -ENOMEM : json_dumpf(root, stdout, JSON_COMPACT);

	json_decref(root);
	if (rc < 0)
		return -ENOMEM;
	putchar('\n');
	return 0;
}
