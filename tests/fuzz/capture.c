/*
 * Writes what the kernel tells of links, addresses and routes, each dump to a file
 * PREFIX-NAME: seeds for fuzz_link's corpus. Reads only.
 */
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int dump(int type, const char *path)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg head; /* as large as that of addresses and routes */
	} q = { .h = { .nlmsg_len = sizeof(q),
			.nlmsg_type = (unsigned short)type,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP } };
	int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int f = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	char buffer[32768];
	ssize_t n;

	if (s < 0 || f < 0 || send(s, &q, sizeof(q), 0) < 0) {
		perror(path);
		return 1;
	}
	while ((n = recv(s, buffer, sizeof(buffer), 0)) > 0) {
		const struct nlmsghdr *h = (const struct nlmsghdr *)buffer;

		if (h->nlmsg_type == NLMSG_DONE || write(f, buffer, (size_t)n) != n)
			break;
	}
	close(f);
	close(s);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		int type;
		const char *name;
	} dumps[] = { { RTM_GETLINK, "links" }, { RTM_GETADDR, "addresses" },
		{ RTM_GETROUTE, "routes" } };
	char path[512];
	int bad = 0;

	for (size_t i = 0; argc == 2 && i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		snprintf(path, sizeof(path), "%s-%s", argv[1], dumps[i].name);
		bad |= dump(dumps[i].type, path);
	}
	return argc == 2 ? bad : 2;
}
