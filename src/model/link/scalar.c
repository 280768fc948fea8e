/*
 * The table of what a link has one value of, see scalar.h. It asks nobody.
 */
#include <linux/if_link.h>
#include <string.h>
#include <sys/socket.h>

#include "cleanup.h"
#include "link/scalar.h"
#include "option/value.h"

#define AT(member) .offset = offsetof(struct scalars, member)

/* IN6_ADDR_GEN_MODE_*, in the words of ip */
static const char *const addrgenmodes[] = { "eui64", "none", "stable_secret", "random",
	NULL };

/* clang-format off */
static const struct scalar_row rows[] = {
	[SCALAR_MTU] = { "mtu", "mtu", "mtu", .attr = IFLA_MTU, .width = 4, AT(mtu) },
	[SCALAR_MAC] = { "lladdr", "MAC", "its MAC", .attr = IFLA_ADDRESS,
		.form = SCALAR_HWADDR, .width = HWADDR_MAX, AT(mac) },
	[SCALAR_GROUP] = { "group", "group", "its group", .attr = IFLA_GROUP, .width = 4,
		AT(group), .alone = true, .verb = "put", .rest = "into group" },
	/* it goes with IPv6, below an MTU of 1280; the secret is a sysctl, which stays */
	[SCALAR_ADDRGENMODE] = { "addrgenmode", "addrgenmode", "addrgenmode",
		.nests = { IFLA_AF_SPEC, AF_INET6 }, .attr = IFLA_INET6_ADDR_GEN_MODE,
		.width = 1, AT(addrgenmode), .names = addrgenmodes, .alone = true,
		.optional = true, .belongs = true,
		.stays = IN6_ADDR_GEN_MODE_STABLE_PRIVACY },
};
/* clang-format on */

_Static_assert(ARRAY_SIZE(rows) == SCALARS, "each has a row");
_Static_assert(
	offsetof(struct scalars, mac_len) == offsetof(struct scalars, mac) + HWADDR_MAX,
	"the length of a MAC is behind it");

const struct scalar_row *scalar_row(enum scalar id)
{
	return &rows[id];
}

static uint32_t number_of(const struct scalars *s, enum scalar id)
{
	const uint8_t *p = (const uint8_t *)s + rows[id].offset;
	uint32_t number;

	if (rows[id].width == 1)
		return *p;
	memcpy(&number, p, sizeof(number));
	return number;
}

static bool is_known(const struct scalars *s, enum scalar id)
{
	return !rows[id].optional ||
		number_of(s, id) != UINT32_MAX >> (32 - 8 * rows[id].width);
}

unsigned scalars_alone(void)
{
	unsigned mask = 0;

	for (enum scalar i = 0; i < SCALARS; i++)
		mask |= rows[i].alone ? 1u << i : 0;
	return mask;
}

unsigned scalars_known(const struct scalars *s)
{
	unsigned mask = 0;

	for (enum scalar i = 0; i < SCALARS; i++)
		mask |= is_known(s, i) ? 1u << i : 0;
	return mask;
}

unsigned scalars_belonging(const struct scalars *s)
{
	unsigned mask = scalars_known(s);

	for (enum scalar i = 0; i < SCALARS; i++)
		mask &= rows[i].belongs ? ~0u : ~(1u << i);
	return mask;
}

unsigned scalars_staying(const struct scalars *s)
{
	unsigned mask = 0;

	for (enum scalar i = 0; i < SCALARS; i++)
		if (rows[i].stays && rows[i].stays == number_of(s, i))
			mask |= 1u << i;
	return mask;
}

bool scalar_next(unsigned *mask, enum scalar *ret)
{
	if (!*mask)
		return false;
	*ret = (enum scalar)__builtin_ctz(*mask);
	*mask &= *mask - 1;
	return true;
}

const void *scalar_bytes(const struct scalars *s, enum scalar id, size_t *ret_len)
{
	const uint8_t *p = (const uint8_t *)s + rows[id].offset;

	*ret_len = rows[id].form == SCALAR_HWADDR ? p[HWADDR_MAX] : rows[id].width;
	return p;
}

void scalar_put(struct scalars *s, enum scalar id, const void *bytes, size_t len)
{
	uint8_t *p = (uint8_t *)s + rows[id].offset;
	size_t n = len < rows[id].width ? len : rows[id].width;

	if (!bytes && rows[id].optional)
		memset(p, 0xff, rows[id].width);
	if (!bytes)
		return;
	if (rows[id].form == SCALAR_HWADDR)
		p[HWADDR_MAX] = (uint8_t)n;
	else if (n < rows[id].width)
		return;
	if (n)
		memcpy(p, bytes, n);
}

static bool differs(const struct scalars *a, const struct scalars *b, enum scalar id)
{
	size_t n, m;
	const void *va = scalar_bytes(a, id, &n), *vb = scalar_bytes(b, id, &m);

	return n == m && memcmp(va, vb, n) != 0;
}

unsigned scalars_differing(const struct scalars *a, const struct scalars *b)
{
	unsigned mask = 0;

	for (enum scalar i = 0; i < SCALARS; i++)
		mask |= differs(a, b, i) ? 1u << i : 0;
	return mask;
}

void scalars_take(struct scalars *s, const struct scalars *from, unsigned mask)
{
	size_t n;

	for (enum scalar id; scalar_next(&mask, &id);) {
		const void *bytes = scalar_bytes(from, id, &n);

		scalar_put(s, id, bytes, n);
	}
}

void scalar_print(const struct scalars *s, enum scalar id, struct text *t)
{
	size_t n;
	const void *bytes = scalar_bytes(s, id, &n);
	const char *const *name = rows[id].names;
	char mac[MAC_TEXT_SIZE];
	uint32_t number;

	if (rows[id].form == SCALAR_HWADDR) {
		mac_print(bytes, n, mac);
		text_put(t, mac);
		return;
	}
	number = number_of(s, id);
	for (uint32_t i = number; name && *name && i; i--)
		name++;
	if (!is_known(s, id))
		text_put(t, "unknown");
	else if (name && *name)
		text_put(t, *name);
	else
		text_add(t, "%u", number);
}
