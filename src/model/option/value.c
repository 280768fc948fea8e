/*
 * Values between words and numbers, see value.h. It never judges one against another.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "option/value.h"

/* Whole decimal numbers only: no sign but '-', no blanks, no octal by a leading zero. */
static bool number_parse(const char *word, size_t len, int64_t *ret)
{
	bool minus = len && word[0] == '-';
	int64_t n = 0;

	if (minus) {
		word++;
		len--;
	}
	/* 15 digits are beyond every range here and cannot overflow */
	if (len == 0 || len > 15)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)word[i]))
			return false;
		n = n * 10 + (word[i] - '0');
	}
	*ret = minus ? -n : n;
	return true;
}

/*
 * A time as "100", "100ms", "1s" or "1.5s"; the bare number is in the row's unit.
 * A part of a second that is no whole number of units is refused, never rounded.
 */
static bool time_parse(const char *unit, const char *word, int64_t *ret)
{
	size_t len = strlen(word);
	int64_t scale = 1, whole, part = 0, ten = 1;
	const char *dot;

	if (len > 2 && str_eq(word + len - 2, "ms")) {
		if (!str_eq(unit, "ms"))
			return number_parse(word, len - 2, ret) && *ret % 1000 == 0 &&
				((*ret /= 1000), true);
		len -= 2;
	} else if (len > 1 && word[len - 1] == 's') {
		scale = str_eq(unit, "ms") ? 1000 : 1;
		len -= 1;
	}

	dot = memchr(word, '.', len);
	if (!dot)
		return number_parse(word, len, ret) && ((*ret *= scale), true);

	if (scale != 1000 || word[0] == '-' ||
		!number_parse(word, (size_t)(dot - word), &whole))
		return false;
	for (const char *p = dot + 1; p < word + len; p++) {
		if (!isdigit((unsigned char)*p) || ten >= 1000)
			return false;
		part = part * 10 + (*p - '0');
		ten *= 10;
	}
	if (ten == 1)
		return false;
	*ret = whole * scale + part * (scale / ten);
	return true;
}

bool mac_parse(const char *word, uint8_t ret[6])
{
	size_t n = 0;

	if (strlen(word) != 17)
		return false;
	for (const char *p = word;; p += 3) {
		char hex[3] = { p[0], p[1], 0 };

		if (!isxdigit((unsigned char)p[0]) || !isxdigit((unsigned char)p[1]))
			return false;
		ret[n++] = (uint8_t)strtoul(hex, NULL, 16);
		if (n == 6)
			return true;
		if (p[2] != ':' && p[2] != '-')
			return false;
	}
}

void mac_print(const uint8_t *mac, size_t len, char ret[MAC_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	char *p = ret;

	if (len > MAC_TEXT_SIZE / 3)
		len = MAC_TEXT_SIZE / 3;
	for (size_t i = 0; i < len; i++) {
		*p++ = digits[mac[i] >> 4];
		*p++ = digits[mac[i] & 15];
		*p++ = ':';
	}
	*(len ? p - 1 : p) = 0;
}

static const char *name_char_fault(const char *name)
{
	if (!*name)
		return "a device name cannot be empty";
	if (str_eq(name, ".") || str_eq(name, "..") || str_eq(name, "all") ||
		str_eq(name, "default"))
		return "no device can have this name";
	for (const char *p = name; *p; p++) {
		if (*p == '/' || *p == ':' || isspace((unsigned char)*p))
			return "a device name has no '/', ':' or white space";
		if (*p == '%')
			return "a device name with '%' is a pattern to the kernel; say "
			       "the name";
	}
	return NULL;
}

const char *name_fault(const char *name)
{
	if (strlen(name) >= IFNAMSIZ)
		return "a device name has at most 15 bytes";
	return name_char_fault(name);
}

const char *altname_fault(const char *name)
{
	if (strlen(name) >= 128)
		return "an alternative device name has at most 127 bytes";
	return name_char_fault(name);
}

void value_print_range(const struct option *o, struct text *t)
{
	switch (o->type) {
	case OPTION_MAC:
		text_add(t, "a MAC such as 02:00:00:00:00:01");
		return;
	case OPTION_LINK:
		text_add(t, "the name of a slave, or none");
		return;
	case OPTION_IP4_LIST:
		text_add(t, "up to 16 IPv4 addresses with commas between them, or none");
		return;
	case OPTION_IP6_LIST:
		text_add(t, "up to 16 IPv6 addresses with commas between them, or none");
		return;
	default:
		break;
	}
	if (!o->names) {
		text_add(t, "%" PRId64 " to %" PRId64, o->min, o->max);
		if (o->unit)
			text_add(t, " %s", o->unit);
		return;
	}
	for (const struct option_name *n = o->names; n->name; n++)
		text_add(t, "%s%s", n == o->names ? "" : ", ", n->name);
}

static int refuse(const struct option *o, const char *word, struct bondnl_error *err)
{
	_cleanup_text_ struct text range = { 0 };
	struct nearest near = { 0 };

	for (const struct option_name *n = o->names; n && n->name; n++)
		nearest_try(&near, word, n->name);
	value_print_range(o, &range);

	error_usage(err, o->name, "'%s' is not a value it can have", word);
	if (near.word)
		error_hint(
			err, "did you mean %s? it takes %s", near.word, text_str(&range));
	else
		error_hint(err, "it takes %s%s", text_str(&range),
			o->unit ? str_eq(o->unit, "ms") ? ", such as 100, 100ms or 1s"
							: ", such as 1 or 1s"
				: "");
	return -EINVAL;
}

static int number_value(
	const struct option *o, const char *word, int64_t *ret, struct bondnl_error *err)
{
	for (const struct option_name *n = o->names; n && n->name; n++) {
		if (str_eq(n->name, word)) {
			*ret = n->value;
			return 0;
		}
	}
	if (o->unit ? !time_parse(o->unit, word, ret)
		    : !number_parse(word, strlen(word), ret))
		return refuse(o, word, err);
	if (*ret < o->min || *ret > o->max)
		return refuse(o, word, err);
	return 0;
}

/* Inner types of the list are of no account to the driver, so a list is just its
 * addresses. */
static int list_value(const struct option *o, const char *word, struct targets *ret,
	struct bondnl_error *err)
{
	int family = o->type == OPTION_IP6_LIST ? AF_INET6 : AF_INET;
	char one[INET6_ADDRSTRLEN];
	const char *p = word;

	if (str_eq(word, "none"))
		return 0;
	for (;;) {
		size_t n = strcspn(p, ",");
		uint8_t ip[16] = { 0 };

		if (n >= sizeof(one))
			return refuse(o, word, err);
		memcpy(one, p, n);
		one[n] = 0;
		if (inet_pton(family, one, ip) != 1)
			return refuse(o, word, err);
		if (ret->n == TARGETS_ROOM)
			return error_usage(
				err, o->name, "%d targets at most", TARGETS_MAX);
		memcpy(ret->ip[ret->n++], ip, sizeof(ip));
		if (!p[n])
			return 0;
		p += n + 1;
	}
}

void value_widen(struct option *o)
{
	switch (o->type) {
	case OPTION_U8:
		o->min = 0;
		o->max = UINT8_MAX;
		return;
	case OPTION_U16:
		o->min = 0;
		o->max = UINT16_MAX;
		return;
	case OPTION_U32:
		o->min = 0;
		o->max = UINT32_MAX;
		return;
	default:
		return;
	}
}

int value_parse(const struct option *o, const char *word, struct value *ret,
	struct bondnl_error *err)
{
	uint8_t mac[6];
	const char *fault;

	memset(ret, 0, sizeof(*ret));
	switch (o->type) {
	case OPTION_MAC:
		if (!mac_parse(word, mac))
			return refuse(o, word, err);
		ret->number = mac_to_number(mac);
		return 0;
	case OPTION_LINK:
		if (str_eq(word, "none"))
			return 0;
		fault = altname_fault(word);
		if (fault)
			return error_usage(err, o->name, "'%s': %s", word, fault);
		str_copy(ret->link_name, sizeof(ret->link_name), word);
		return 0;
	case OPTION_IP4_LIST:
	case OPTION_IP6_LIST:
		return list_value(o, word, &ret->targets, err);
	default:
		return number_value(o, word, &ret->number, err);
	}
}

static void flags_print(const struct option *o, uint64_t bits, struct text *t)
{
	const char *comma = "";

	for (const struct option_name *n = o->names; n->name; n++) {
		if (!(bits & (uint64_t)n->value))
			continue;
		text_add(t, "%s%s", comma, n->name);
		comma = ",";
		bits &= ~(uint64_t)n->value;
	}
	if (bits)
		text_add(t, "%s0x%" PRIx64, comma, bits);
}

/* Most of what is shown is numbers, and printf takes its time. */
static void print_number(int64_t number, struct text *t)
{
	uint64_t n = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	if (number < 0)
		digits[--at] = '-';
	text_add_bytes(t, digits + at, sizeof(digits) - at);
}

const char *value_name(const struct option *o, int64_t number)
{
	/* of flags each bit has one */
	if (!o->names || o->type == OPTION_FLAGS8 || o->type == OPTION_FLAGS16)
		return NULL;
	for (const struct option_name *n = o->names; n->name; n++)
		if (n->value == number)
			return n->name;
	return NULL;
}

void value_print(const struct option *o, const struct value *v, struct text *t)
{
	char s[INET6_ADDRSTRLEN];
	const char *name;
	uint8_t mac[6];
	char mac_text[MAC_TEXT_SIZE];

	switch (o->type) {
	case OPTION_MAC:
		mac_from_number(v->number, mac);
		mac_print(mac, sizeof(mac), mac_text);
		text_put(t, mac_text);
		return;
	case OPTION_LINK:
		if (v->link_name[0])
			text_put(t, v->link_name);
		else if (v->number)
			text_add(t, "%" PRId64, v->number);
		else
			text_put(t, "none");
		return;
	case OPTION_IP4_LIST:
	case OPTION_IP6_LIST:
		for (size_t i = 0; i < v->targets.n; i++) {
			inet_ntop(o->type == OPTION_IP6_LIST ? AF_INET6 : AF_INET,
				v->targets.ip[i], s, sizeof(s));
			text_add(t, "%s%s", i ? "," : "", s);
		}
		if (!v->targets.n)
			text_put(t, "none");
		return;
	case OPTION_FLAGS8:
	case OPTION_FLAGS16:
		flags_print(o, (uint64_t)v->number, t);
		return;
	default:
		break;
	}
	/* a number without a name is a value of a newer kernel: shown as it is */
	name = value_name(o, v->number);
	if (name)
		text_put(t, name);
	else
		print_number(v->number, t);
}
