#include "people/copystore.h"

#include <string.h>
#include <sys/random.h>

#include <glib.h>
#include <sqlite3.h>

#include "base/log.h"

enum {
	SALT_BYTES = 32,
	HASH_BYTES = 32,
	/* Old rows are looked for once in so many notes. */
	NOTES_BETWEEN_SWEEPS = 1024,
	SECONDS_OF_DAY = 24 * 60 * 60,
};

enum statement { RECALL, NOTE, DROP_OLD, DROP_MANY, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
	[RECALL] = "SELECT seen FROM copies WHERE hash = ?1 AND at >= ?2",
	[NOTE] = "INSERT INTO copies (hash, at, seen) VALUES (?1, ?2, ?3) "
		 "ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at), "
		 "seen = max(seen, excluded.seen)",
	[DROP_OLD] = "DELETE FROM copies WHERE at < ?1",
	[DROP_MANY] = "DELETE FROM copies WHERE hash IN "
		      "(SELECT hash FROM copies "
		      "ORDER BY at DESC LIMIT -1 OFFSET ?1)",
};

/* PRAGMA synchronous is off: a power cut may cost what was last noted. */
static const char set_up[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = OFF;"
	"CREATE TABLE IF NOT EXISTS salt (one INTEGER PRIMARY KEY CHECK (one = "
	"1), salt BLOB NOT NULL);"
	"CREATE TABLE IF NOT EXISTS copies (hash BLOB PRIMARY KEY, at INTEGER "
	"NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS copies_at ON copies (at);";

struct copystore {
	GMutex lock;
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_COUNT];
	guint8 salt[SALT_BYTES];
	unsigned notes;
	bool complained; /* one line in the log is enough */
};

static void
complain(struct copystore *store, const char *doing)
{
	if (!store->complained)
		log_warning("copy-store: cannot %s: %s", doing,
			sqlite3_errmsg(store->db));
	store->complained = true;
}

/* The salt that the file holds; a new file gets one. */
static bool
read_salt(struct copystore *store)
{
	sqlite3_stmt *get = NULL, *put = NULL;
	guint8 fresh[SALT_BYTES];
	bool read = false;

	if (getrandom(fresh, sizeof(fresh), 0) != (ssize_t)sizeof(fresh))
		return false;
	if (sqlite3_prepare_v2(store->db,
		    "INSERT OR IGNORE INTO salt (one, salt) VALUES (1, ?1)", -1,
		    &put, NULL) == SQLITE_OK &&
		sqlite3_bind_blob(put, 1, fresh, sizeof(fresh),
			SQLITE_STATIC) == SQLITE_OK &&
		sqlite3_step(put) == SQLITE_DONE &&
		sqlite3_prepare_v2(store->db, "SELECT salt FROM salt", -1, &get,
			NULL) == SQLITE_OK &&
		sqlite3_step(get) == SQLITE_ROW &&
		sqlite3_column_bytes(get, 0) == SALT_BYTES) {
		memcpy(store->salt, sqlite3_column_blob(get, 0), SALT_BYTES);
		read = true;
	}
	sqlite3_finalize(put);
	sqlite3_finalize(get);
	return read;
}

static bool
prepare(struct copystore *store)
{
	sqlite3_busy_timeout(store->db, COPYSTORE_WAIT_MS);
	if (sqlite3_exec(store->db, set_up, NULL, NULL, NULL) != SQLITE_OK ||
		!read_salt(store))
		return false;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		if (sqlite3_prepare_v3(store->db, statements[i], -1,
			    SQLITE_PREPARE_PERSISTENT, &store->statements[i],
			    NULL) != SQLITE_OK)
			return false;
	return true;
}

struct copystore *
copystore_open(const char *path)
{
	struct copystore *store = g_new0(struct copystore, 1);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

	g_mutex_init(&store->lock);
	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK ||
		!prepare(store)) {
		complain(store, "open the file");
		copystore_close(&store);
	}
	return store;
}

void
copystore_close(struct copystore **store)
{
	if (*store == NULL)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize((*store)->statements[i]);
	sqlite3_close((*store)->db);
	g_mutex_clear(&(*store)->lock);
	g_free(*store);
	*store = NULL;
}

/* The key: author and Message-ID, parted by a byte that neither holds. */
static void
hash_of(const struct copystore *store, struct str author, struct str message_id,
	guint8 hash[HASH_BYTES])
{
	GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, store->salt, SALT_BYTES);
	gsize length = HASH_BYTES;

	if (author.n > 0)
		g_hmac_update(hmac, (const guchar *)author.p, (gssize)author.n);
	g_hmac_update(hmac, (const guchar *)"", 1);
	g_hmac_update(hmac, (const guchar *)message_id.p, (gssize)message_id.n);
	g_hmac_get_digest(hmac, hash, &length);
	g_hmac_unref(hmac);
}

static int64_t
oldest_kept(int64_t now)
{
	return now - (int64_t)COPYSTORE_DAYS * SECONDS_OF_DAY;
}

enum earlier_copies
copystore_recall(struct copystore *store, struct str author,
	struct str message_id, int64_t now)
{
	guint8 hash[HASH_BYTES];
	enum earlier_copies seen = EARLIER_NONE;
	sqlite3_stmt *recall;
	int result;

	if (store == NULL || message_id.n == 0)
		return EARLIER_NONE;
	hash_of(store, author, message_id, hash);
	g_mutex_lock(&store->lock);
	recall = store->statements[RECALL];
	sqlite3_bind_blob(recall, 1, hash, HASH_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(recall, 2, oldest_kept(now));
	result = sqlite3_step(recall);
	if (result == SQLITE_ROW) {
		int value = sqlite3_column_int(recall, 0);

		if (value > EARLIER_NONE && value <= EARLIER_UNTOLD)
			seen = (enum earlier_copies)value;
	} else if (result != SQLITE_DONE) {
		complain(store, "read");
	}
	sqlite3_reset(recall);
	g_mutex_unlock(&store->lock);
	return seen;
}

static void
run(struct copystore *store, enum statement which, int64_t number)
{
	sqlite3_stmt *statement = store->statements[which];

	sqlite3_bind_int64(statement, 1, number);
	if (sqlite3_step(statement) != SQLITE_DONE)
		complain(store, "drop what is old");
	sqlite3_reset(statement);
}

void
copystore_note(struct copystore *store, struct str author,
	struct str message_id, enum earlier_copies seen, int64_t now)
{
	guint8 hash[HASH_BYTES];
	sqlite3_stmt *note;

	if (store == NULL || message_id.n == 0 || seen == EARLIER_NONE)
		return;
	hash_of(store, author, message_id, hash);
	g_mutex_lock(&store->lock);
	note = store->statements[NOTE];
	sqlite3_bind_blob(note, 1, hash, HASH_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(note, 2, now);
	sqlite3_bind_int(note, 3, (int)seen);
	if (sqlite3_step(note) != SQLITE_DONE)
		complain(store, "write");
	sqlite3_reset(note);
	if (store->notes++ % NOTES_BETWEEN_SWEEPS == 0) {
		run(store, DROP_OLD, oldest_kept(now));
		run(store, DROP_MANY, COPYSTORE_ROWS);
	}
	g_mutex_unlock(&store->lock);
}
