/*
 * The program's JSON: what becomes of each byte, brackets and commas, and a document of
 * show. jansson, which the program does not use, reads all of it.
 */
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/json_writer.h"
#include "output/out.h"
#include "read/state.h"
#include "show/show.h"
#include "support/fake.h"
#include "support/unit.h"

/* ------------------------------------------------------------------------ what is out */

static char *written;
static size_t written_size;
static FILE *file;

static void begin(void)
{
	file = open_memstream(&written, &written_size);
	ck_assert_ptr_nonnull(file);
	out_to(file);
}

/* What was written since; the caller's to free. */
static char *end(void)
{
	out_flush();
	ck_assert_int_eq(fclose(file), 0);
	return written;
}

/* A document with one text in it. */
static char *document_of(const char *text, size_t n)
{
	begin();
	jsonw_begin();
	jsonw_text_n("t", text, n);
	jsonw_end();
	return end();
}

/* The text as jansson reads it; the caller's to free. */
static char *read_back(const char *document)
{
	json_t *root = json_loads(document, 0, NULL);
	const char *text = json_string_value(json_object_get(root, "t"));
	char *copy;

	ck_assert_msg(root && text, "jansson does not take %s", document);
	copy = strdup(text);
	json_decref(root);
	return copy;
}

/* What a reader does to get the bytes of a name: "/xff" is one that is not UTF-8. */
static void bytes_of(char *text)
{
	char *to = text;
	unsigned byte;

	for (const char *s = text; *s; to++) {
		if (s[0] == '/' && sscanf(s, "/x%2x", &byte) == 1) {
			*to = (char)byte;
			s += 4;
		} else {
			*to = *s++;
		}
	}
	*to = 0;
}

/* ----------------------------------------------------------------------------- strings
 */

static const struct {
	const char *text, *json;
} texts[] = {
	{ "", "" },
	{ "bond0", "bond0" },
	{ "a/24", "a/24" },
	{ "q\"u", "q\\\"u" },
	{ "b\\s", "b\\\\s" },
	{ "\"\\", "\\\"\\\\" },
	{ "\b\f\n\r\t", "\\b\\f\\n\\r\\t" },
	{ "\001\033\037", "\\u0001\\u001B\\u001F" },
	{ " !~", " !~" },
	{ "\177", "\\u007F" },
	{ "\xc2\x80", "\\u0080" },
	{ "x\xc2\x9fx", "x\\u009Fx" },
	{ "\xc2\xa0", "\xc2\xa0" },
	{ "\xc3\x80", "\xc3\x80" },
	{ "b\xc3\xb6nd", "b\xc3\xb6nd" },
	{ "\xe2\x82\xac", "\xe2\x82\xac" },
	{ "\xef\xbf\xbf", "\xef\xbf\xbf" },
	{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf" },
	/* what is not UTF-8: bytes that never are */
	{ "b\xff", "b/xff" },
	{ "b\xfe", "b/xfe" },
	{ "\xc0\x80", "/xc0/x80" },
	{ "\xc1\xbf", "/xc1/xbf" },
	{ "\xf5\x80\x80\x80", "/xf5/x80/x80/x80" },
	/* too long for what it says, a surrogate, beyond the last character */
	{ "\xe0\x9f\xbf", "/xe0/x9f/xbf" },
	{ "\xf0\x8f\xbf\xbf", "/xf0/x8f/xbf/xbf" },
	{ "\xed\xa0\x80", "/xed/xa0/x80" },
	{ "\xed\xb3\xbf", "/xed/xb3/xbf" },
	{ "\xf4\x90\x80\x80", "/xf4/x90/x80/x80" },
	/* cut short, and what follows is as it is */
	{ "\xc3", "/xc3" },
	{ "\xe2\x82", "/xe2/x82" },
	{ "\xf0\x9f\x98", "/xf0/x9f/x98" },
	{ "\xc3\"", "/xc3\\\"" },
	{ "\xc3\xc3\xb6", "/xc3\xc3\xb6" },
	{ "\xe2\x82z", "/xe2/x82z" },
	{ "\x80\xbf", "/x80/xbf" },
	{ "\xff\\xff", "/xff\\\\xff" },
};

START_TEST(test_text)
{
	char *got = document_of(texts[_i].text, strlen(texts[_i].text)), *text, *want;

	ck_assert_int_gt(
		asprintf(&want, "{\"schema\":1,\"t\":\"%s\"}\n", texts[_i].json), 0);
	ck_assert_str_eq(got, want);
	text = read_back(got);
	bytes_of(text);
	ck_assert_str_eq(text, texts[_i].text);
	free(text);
	free(want);
	free(got);
}
END_TEST

static bool is_escaped_by_us_alone(const char *s)
{
	for (; *s; s++)
		if (*s == 0x7f || (s[0] == '\xc2' && (unsigned char)s[1] < 0xa0))
			return true;
	return false;
}

/*
 * jansson judges: what it takes for UTF-8 is read as it was, and is written as jansson
 * would, but for the control characters that it leaves alone. What it does not take can
 * be told from all that it takes, and has its own bytes again: so no two look alike.
 */
static void check_bytes(const char *bytes)
{
	char *got, *text, *theirs;
	json_t *t, *root;

	/* no name of a device has it */
	if (strchr(bytes, '/'))
		return;
	got = document_of(bytes, strlen(bytes));
	text = read_back(got);
	t = json_string(bytes);
	ck_assert_int_eq(!t, strstr(text, "/x") != NULL);
	if (t) {
		ck_assert_str_eq(text, bytes);
		root = json_pack("{s:i, s:o}", "schema", 1, "t", t);
		theirs = json_dumps(root, JSON_COMPACT);
		if (!is_escaped_by_us_alone(bytes)) {
			ck_assert_uint_eq(strlen(got), strlen(theirs) + 1);
			ck_assert(strncmp(got, theirs, strlen(theirs)) == 0);
		}
		free(theirs);
		json_decref(root);
	} else {
		bytes_of(text);
		ck_assert_str_eq(text, bytes);
	}
	free(text);
	free(got);
}

START_TEST(test_one_byte)
{
	for (unsigned a = 1; a < 256; a++)
		check_bytes((char[]){ (char)a, 0 });
}
END_TEST

/* Where the ranges of UTF-8 begin and end. */
static const unsigned char edges[] = { 'x', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
	0xc0, 0xc2, 0xff };
static const unsigned char leads[] = { 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf4, 0xf5 };

START_TEST(test_two_bytes)
{
	for (size_t i = 0; i < ARRAY_SIZE(edges); i++)
		check_bytes((char[]){ (char)(_i + 1), (char)edges[i], 0 });
}
END_TEST

START_TEST(test_four_bytes)
{
	const size_t n = ARRAY_SIZE(edges);

	for (size_t i = 0; i < n * n * n; i++)
		check_bytes((char[]){ (char)leads[_i], (char)edges[i / n / n],
			(char)edges[i / n % n], (char)edges[i % n], 0 });
}
END_TEST

/* More than any buffer holds, and a part of a text. */
START_TEST(test_long)
{
	enum { N = 20000 };
	char *bytes = calloc(1, N + 1), *got, *text;

	for (size_t i = 0; i < N; i++)
		bytes[i] = "a\xff\xc3\xb6\""[i % 5];
	got = document_of(bytes, N);
	text = read_back(got);
	bytes_of(text);
	ck_assert_str_eq(text, bytes);
	free(text);
	free(got);
	got = document_of(bytes, 1);
	ck_assert_str_eq(got, "{\"schema\":1,\"t\":\"a\"}\n");
	free(got);
	free(bytes);
}
END_TEST

/* ----------------------------------------------------------------------------- numbers
 */

static const struct {
	const char *text, *json;
} numbers[] = {
	{ "0", "0" },
	{ "-5", "-5" },
	{ "999999999999999", "999999999999999" },
	{ "9007199254740992", "9007199254740992" },
	{ "-9007199254740992", "-9007199254740992" },
	{ "9007199254740993", "\"9007199254740993\"" },
	{ "9223372036854775807", "\"9223372036854775807\"" },
	{ "-9223372036854775808", "\"-9223372036854775808\"" },
	{ "18446744073709551615", "\"18446744073709551615\"" },
	{ "", "\"\"" },
	{ "-", "\"-\"" },
	{ "0x0a0b", "\"0x0a0b\"" },
	{ "12 ", "\"12 \"" },
	{ "--1", "\"--1\"" },
};

START_TEST(test_number_text)
{
	char want[80], *got;

	begin();
	jsonw_begin();
	jsonw_number_text("n", numbers[_i].text);
	jsonw_end();
	got = end();
	snprintf(want, sizeof(want), "{\"schema\":1,\"n\":%s}\n", numbers[_i].json);
	ck_assert_str_eq(got, want);
	free(got);
}
END_TEST

START_TEST(test_numbers)
{
	char *got;

	begin();
	jsonw_begin();
	jsonw_integer("least", INT64_MIN);
	jsonw_integer("none", 0);
	jsonw_integer("most", INT64_MAX);
	jsonw_counter("few", 7);
	jsonw_counter("whole", UINT64_C(9007199254740992));
	jsonw_counter("many", UINT64_C(9007199254740993));
	jsonw_counter("all", UINT64_MAX);
	jsonw_end();
	got = end();
	ck_assert_str_eq(got,
		"{\"schema\":1,\"least\":-9223372036854775808,\"none\":0,"
		"\"most\":9223372036854775807,\"few\":7,\"whole\":9007199254740992,"
		"\"many\":\"9007199254740993\",\"all\":\"18446744073709551615\"}\n");
	free(got);
}
END_TEST

/* ----------------------------------------------------------------------------- nesting
 */

/* '{' '[' '}' ']' are themselves, with a key where one is due; 't' is a text, 'b' a bool,
 * 'i' a number, '-' what is absent, 'N' the next document. */
static const struct {
	const char *calls, *json;
} nestings[] = {
	{ "}", "{\"schema\":1}\n" },
	{ "-}", "{\"schema\":1}\n" },
	{ "t}", "{\"schema\":1,\"k\":\"s\"}\n" },
	{ "[]}", "{\"schema\":1,\"k\":[]}\n" },
	{ "{}}", "{\"schema\":1,\"k\":{}}\n" },
	{ "[]t[]}", "{\"schema\":1,\"k\":[],\"k\":\"s\",\"k\":[]}\n" },
	{ "[tib]}", "{\"schema\":1,\"k\":[\"s\",1,true]}\n" },
	{ "[-t-]}", "{\"schema\":1,\"k\":[\"s\"]}\n" },
	{ "{-t-i-}}", "{\"schema\":1,\"k\":{\"k\":\"s\",\"k\":1}}\n" },
	{ "[{}{t}[]t]b}",
		"{\"schema\":1,\"k\":[{},{\"k\":\"s\"},[],\"s\"],\"k\":true}\n" },
	{ "[[[]][]]}", "{\"schema\":1,\"k\":[[[]],[]]}\n" },
	{ "{{{t}t}t}t}",
		"{\"schema\":1,\"k\":{\"k\":{\"k\":{\"k\":\"s\"},\"k\":\"s\"},"
		"\"k\":\"s\"},\"k\":\"s\"}\n" },
	/* one after the other */
	{ "t}Ni}", "{\"schema\":1,\"k\":\"s\"}\n{\"schema\":1,\"k\":1}\n" },
};

static void call(const char *calls)
{
	char inside[32] = "{"; /* what the innermost one is */
	size_t depth = 1;

	jsonw_begin();
	for (; *calls; calls++) {
		const char *key = depth && inside[depth - 1] == '{' ? "k" : NULL;

		switch (*calls) {
		case '{':
		case '[':
			(*calls == '{' ? jsonw_object : jsonw_list)(key);
			inside[depth++] = *calls;
			break;
		case '}':
		case ']':
			jsonw_end();
			depth--;
			break;
		case 't':
			jsonw_text(key, "s");
			break;
		case '-':
			jsonw_text(key, NULL);
			jsonw_number_text(key, NULL);
			break;
		case 'i':
			jsonw_integer(key, 1);
			break;
		case 'b':
			jsonw_bool(key, true);
			break;
		case 'N':
			out_to(file);
			jsonw_begin();
			depth = 1;
			break;
		}
	}
}

START_TEST(test_nesting)
{
	char *got;

	begin();
	call(nestings[_i].calls);
	got = end();
	ck_assert_str_eq(got, nestings[_i].json);
	free(got);
}
END_TEST

/* What would not be JSON ends the program: it is a mistake of ours. */
static void no_key(void)
{
	jsonw_text(NULL, "s");
}

static void key_in_list(void)
{
	jsonw_list("l");
	jsonw_text("k", "s");
}

static void too_deep(void)
{
	for (int i = 0; i < 100; i++)
		jsonw_object("o");
}

static void two_ends(void)
{
	jsonw_end();
	jsonw_end();
}

static void behind_the_end(void)
{
	jsonw_end();
	jsonw_bool("b", true);
}

static void two_documents(void)
{
	jsonw_begin();
}

static void (*const wrong[])(void) = { no_key, key_in_list, too_deep, two_ends,
	behind_the_end, two_documents };

START_TEST(test_wrong)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr) ||
			setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 }) < 0)
			_exit(1);
		jsonw_begin();
		wrong[_i]();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}
END_TEST

/* ------------------------------------------------------------------------ a document */

static const char *const scene[] = {
	"7 bond0 bond up mode 802.3ad miimon 100 addr 192.0.2.5/24 addr 2001:db8::5/64",
	"3 eth1 up master 7 prio -5 mtu 9000",
	"2 eth0 master 7 mtu 9000",
	NULL,
};

/* What no kernel of today reports, by its number: of 1 byte, of 3, and of 8. */
static void keep_unknown(struct link *l, enum option_level level, unsigned number)
{
	const unsigned char data[8] = { [0 ... 7] = 0xff };

	link_keep_unknown(l, level, (uint16_t)number, (const unsigned char[]){ 7 }, 1);
	link_keep_unknown(l, level, (uint16_t)(number + 1),
		(const unsigned char[]){ 10, 11, 12 }, 3);
	link_keep_unknown(l, level, (uint16_t)(number + 2), data, 8);
}

START_TEST(test_show)
{
	struct bondnl_state *state = NULL;
	struct bondnl_error err = { 0 };
	struct bondnl_ctx ctx = { 0 };
	char *got, *theirs;
	struct fake fake;
	json_t *root;

	fake_open(&fake, scene);
	ctx.backend = &fake.backend;
	keep_unknown(fake_link(&fake, "bond0"), OPTION_BOND, 40);
	keep_unknown(fake_link(&fake, "bond0"), OPTION_AD_INFO, 50);
	keep_unknown(fake_link(&fake, "eth1"), OPTION_SLAVE, 60);
	ck_assert_int_eq(bondnl_state_read(&ctx, 0, NULL, &state, &err), 0);
	begin();
	ck_assert_int_eq(show_json(state), 0);
	got = end();
	ck_assert_part(got,
		"\"unknown\":{\"40\":7,\"41\":\"0x0a0b0c\","
		"\"42\":\"18446744073709551615\",\"ad_info\":{\"50\":7,"
		"\"51\":\"0x0a0b0c\",\"52\":\"18446744073709551615\"}}");
	ck_assert_part(got,
		"\"unknown\":{\"60\":7,\"61\":\"0x0a0b0c\","
		"\"62\":\"18446744073709551615\"}");
	ck_assert_part(got, "\"addresses\":[\"192.0.2.5/24\",\"2001:db8::5/64\"]");
	/* jansson would have written the same */
	root = json_loads(got, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(root);
	theirs = json_dumps(root, JSON_COMPACT);
	ck_assert_uint_eq(strlen(got), strlen(theirs) + 1);
	ck_assert(strncmp(got, theirs, strlen(theirs)) == 0);
	ck_assert_str_eq(got + strlen(theirs), "\n");
	free(theirs);
	json_decref(root);
	free(got);
	bondnl_state_free(state);
	fake_close(&fake);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("json_writer");

	unit_rows(s, "text", test_text, ARRAY_SIZE(texts));
	unit_one(s, "one_byte", test_one_byte);
	unit_rows(s, "two_bytes", test_two_bytes, 255);
	unit_rows(s, "four_bytes", test_four_bytes, ARRAY_SIZE(leads));
	unit_one(s, "long", test_long);
	unit_rows(s, "number_text", test_number_text, ARRAY_SIZE(numbers));
	unit_one(s, "numbers", test_numbers);
	unit_rows(s, "nesting", test_nesting, ARRAY_SIZE(nestings));
	unit_rows(s, "wrong", test_wrong, ARRAY_SIZE(wrong));
	unit_one(s, "show", test_show);
	return unit_run(s);
}
