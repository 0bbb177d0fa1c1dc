/* Address fields, envelope addresses, and the form in which they compare. */
#include "fuzz.h"

#include "base/limits.h"
#include "mime/address.h"

static void
check_address(struct arena *arena, const struct address *address)
{
	struct str key = address->key;

	FUZZ_CHECK(fuzz_is_text(address->name));
	FUZZ_CHECK(address->valid == (key.n > 0));
	if (!address->valid)
		return;
	FUZZ_CHECK(fuzz_is_text(key));
	FUZZ_CHECK(address_domain(key).n > 0);
	FUZZ_CHECK(address_domain(key).p[-1] == '@');
	/* A key is its own key: who is equal once is equal for good. */
	FUZZ_CHECK(str_eq(address_key(arena, key), key));
	for (size_t i = 0; i < key.n; i++)
		FUZZ_CHECK((unsigned char)key.p[i] >= ' ' && key.p[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct str input = fuzz_input(bytes, size);
	struct address_list list = {0};
	struct address single = address_from_envelope(arena, input);

	check_address(arena, &single);
	address_list_read(arena, input, &list);
	address_list_read(arena, input, &list); /* a second To field */
	FUZZ_CHECK(list.count <= 2 * LIMIT_ADDRESSES);
	for (size_t i = 0; i < list.count; i++)
		check_address(arena, &list.items[i]);
	arena_free(&arena);
	return 0;
}
