#include "daemon/trust.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Both families as IPv6, so that one comparison does. */
static bool
read_address(struct str text, unsigned char bytes[16], unsigned *width)
{
	static const unsigned char mapped[12] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
	char copy[INET6_ADDRSTRLEN];

	if (str_starts_nocase(text, STR_LIT("IPv6:"))) {
		text.p += 5;
		text.n -= 5;
	}
	if (text.n >= sizeof(copy) || memchr(text.p, '\0', text.n) != NULL)
		return false;
	snprintf(copy, sizeof(copy), "%.*s", STR_ARG(text));
	*width = 128;
	if (inet_pton(AF_INET6, copy, bytes) == 1)
		return true;
	*width = 32;
	memcpy(bytes, mapped, sizeof(mapped));
	return inet_pton(AF_INET, copy, bytes + 12) == 1;
}

static bool
read_length(struct str text, unsigned width, unsigned *length)
{
	*length = 0;
	if (text.n == 0 || text.n > 3)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*length = *length * 10 + (unsigned)(text.p[i] - '0');
	}
	return *length <= width;
}

static bool
same_network(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned whole = bits / 8;
	unsigned char mask = (unsigned char)(0xFF00 >> bits % 8);

	return memcmp(a, b, whole) == 0 &&
	       (bits % 8 == 0 || ((a[whole] ^ b[whole]) & mask) == 0);
}

static bool
relay_covers(struct str relay, const unsigned char client[16])
{
	unsigned char network[16];
	unsigned width, length;
	struct str address;

	if (!str_split(&relay, '/', &address) ||
		!read_address(address, network, &width))
		return false;
	length = width;
	if (relay.p != NULL && !read_length(relay, width, &length))
		return false;
	return same_network(network, client, 128 - width + length);
}

bool
trust_covers(const struct str *relays, size_t count, struct str client)
{
	unsigned char bytes[16];
	unsigned width;

	if (count == 0 || client.n == 0 || !read_address(client, bytes, &width))
		return false;
	for (size_t i = 0; i < count; i++)
		if (relay_covers(relays[i], bytes))
			return true;
	return false;
}
