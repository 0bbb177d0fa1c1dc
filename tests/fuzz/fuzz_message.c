/* A whole message: header, parts, texts, whose words they are, zones. */
#include "fuzz.h"

#include "message/message.h"
#include "mime/mime.h"

static void
check_zone(const struct message *message, const struct zone_text *zone)
{
	uint32_t last = 0;

	FUZZ_CHECK(fuzz_is_text(zone->text));
	FUZZ_CHECK(zone->text.n == 0 || zone->text.p[zone->text.n] == '\0');
	for (size_t i = 0; i < zone->sentence_count; i++) {
		const struct sentence *sentence = &zone->sentences[i];
		size_t original = 0;
		const struct zone_run *run =
			zone_origin(zone, sentence->start, &original);

		FUZZ_CHECK(last <= sentence->start);
		FUZZ_CHECK(sentence->start < sentence->end);
		FUZZ_CHECK(sentence->end <= zone->text.n);
		FUZZ_CHECK(zone_sentence_at(zone, sentence->start) == i);
		FUZZ_CHECK(run != NULL);
		FUZZ_CHECK(run->part < (int)message->text_count);
		FUZZ_CHECK(run->part < 0 ||
			   original <= message->texts[run->part].text.n);
		last = sentence->end;
	}
}

static void
check_addresses(const struct address_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		FUZZ_CHECK(fuzz_is_text(list->items[i].name));
		FUZZ_CHECK(list->items[i].valid == (list->items[i].key.n > 0));
	}
}

static void
check_message(const struct message *message)
{
	for (size_t i = 0; i < ZONE_COUNT; i++)
		check_zone(message, &message->zones[i]);
	for (size_t i = 0; i < message->text_count; i++)
		FUZZ_CHECK(fuzz_is_text(message->texts[i].text));
	for (size_t i = 0; i < message->attachment_count; i++)
		FUZZ_CHECK(fuzz_is_text(message->attachments[i].name));
	for (size_t i = 0; i < message->forward_count; i++)
		check_addresses(&message->forwards[i].from);
	FUZZ_CHECK(fuzz_is_text(message->subject));
	check_addresses(&message->from);
	check_addresses(&message->to);
	check_addresses(&message->cc);
	FUZZ_CHECK(message->unread < UNREAD_ERROR << 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct raw_mail *raw = raw_mail_new();
	struct message message = {0};

	mime_init();
	raw_mail_parse(raw, fuzz_input(bytes, size));
	message_read(arena, raw, NULL, &message);
	check_message(&message);
	raw_mail_free(&raw);
	arena_free(&arena);
	return 0;
}
