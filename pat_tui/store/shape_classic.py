"""The shape of classic tokens, and of the deploy keys that tokens make."""

# The scopes are a set that is only ever read and written as a whole: one column, as `X-OAuth-Scopes` writes it.
# `issued_at` is when the present secret was made. A deleted token leaves its table at once, as fine-grained ones do.
STATEMENTS = (
    """
    CREATE TABLE classic_tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        note TEXT NOT NULL,
        scopes TEXT NOT NULL,
        secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
        hint TEXT NOT NULL,
        created_at TEXT NOT NULL,
        issued_at TEXT NOT NULL,
        expires_at TEXT,
        last_used_at TEXT,
        UNIQUE (user_id, note)
    ) STRICT
    """,
    "CREATE INDEX classic_tokens_by_created ON classic_tokens (user_id, created_at, id)",
    "CREATE INDEX classic_tokens_by_note ON classic_tokens (user_id, note COLLATE NOCASE, id)",
    "CREATE INDEX classic_tokens_by_last_used ON classic_tokens (user_id, last_used_at, id)",
    "CREATE INDEX classic_tokens_by_expires ON classic_tokens (user_id, ifnull(expires_at, 'never'), id)",
    """
    CREATE TABLE deleted_classic_tokens (
        token_id INTEGER PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        deleted_at TEXT NOT NULL,
        rows TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE deploy_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        read_only INTEGER NOT NULL CHECK (read_only IN (0, 1)),
        created_at TEXT NOT NULL,
        classic_token_id INTEGER REFERENCES classic_tokens (id) ON DELETE CASCADE,
        fine_grained_token_id INTEGER REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        CHECK (classic_token_id IS NULL OR fine_grained_token_id IS NULL)
    ) STRICT
    """,
    "CREATE INDEX deploy_keys_by_repository ON deploy_keys (repository_id)",
    "CREATE INDEX deploy_keys_by_classic_token ON deploy_keys (classic_token_id)",
    "CREATE INDEX deploy_keys_by_fine_grained_token ON deploy_keys (fine_grained_token_id)",
)
