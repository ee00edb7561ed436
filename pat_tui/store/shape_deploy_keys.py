"""The shape of deploy keys."""

# The table of an earlier migration never held anything: no program that knew it could add a key.
STATEMENTS = (
    "DROP TABLE deploy_keys",
    """
    CREATE TABLE deploy_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        fingerprint TEXT NOT NULL UNIQUE,
        read_only INTEGER NOT NULL CHECK (read_only IN (0, 1)),
        created_at TEXT NOT NULL,
        created_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
        classic_token_id INTEGER REFERENCES classic_tokens (id) ON DELETE CASCADE,
        fine_grained_token_id INTEGER REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        CHECK (classic_token_id IS NULL OR fine_grained_token_id IS NULL)
    ) STRICT
    """,
    "CREATE INDEX deploy_keys_by_repository ON deploy_keys (repository_id)",
    "CREATE INDEX deploy_keys_by_classic_token ON deploy_keys (classic_token_id)",
    "CREATE INDEX deploy_keys_by_fine_grained_token ON deploy_keys (fine_grained_token_id)",
)
