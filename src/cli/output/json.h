/*
 * What the JSON documents of the program share. A document that memory ran out for is
 * not written: json_failed tells. It knows nothing of what the documents say.
 */
#ifndef CLI_OUTPUT_JSON_H
#define CLI_OUTPUT_JSON_H

#include <jansson.h>
#include <stdbool.h>

/* Of all documents: it changes when a reader would have to. */
#define SCHEMA 1

extern bool json_failed;

/* Both take @value over; NULL is a failure. */
void json_put(json_t *object, const char *key, json_t *value);
void json_add(json_t *list, json_t *value);
/* A key that is there only if something is in its list or object. */
void json_put_filled(json_t *object, const char *key, json_t *value);

/* A device may be called by any bytes; JSON has room for UTF-8 only. Sentences with a
 * name in them, too, up to 1023 bytes of those that are not UTF-8. */
json_t *json_name(const char *name);
/* A whole document and its line end; takes @root over. 0 or -ENOMEM. */
int json_print(json_t *root);

#endif
