"""What verifying addresses and sending mail need of the store."""

STATEMENTS = (
    # A code is kept as a salted, slow hash, and only while it may be used.
    """
    CREATE TABLE email_codes (
        address TEXT NOT NULL COLLATE NOCASE PRIMARY KEY REFERENCES email_addresses (address) ON DELETE CASCADE,
        salt TEXT NOT NULL,
        code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
        issued_at TEXT NOT NULL,
        tries_left INTEGER NOT NULL CHECK (tries_left BETWEEN 0 AND 5)
    ) STRICT
    """,
    "CREATE INDEX email_addresses_by_user ON email_addresses (user_id)",
    # Notices to be sent by mail. A row holds what is to be told, for its token may be gone when it is; a row that was
    # sent, or has become pointless, stays for a while, so that nothing is told twice.
    """
    CREATE TABLE mail_outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        token_kind TEXT NOT NULL CHECK (token_kind IN ('fine-grained', 'classic')),
        token_id INTEGER NOT NULL,
        token_name TEXT NOT NULL,
        owner TEXT NOT NULL,
        actor TEXT NOT NULL,
        reason TEXT NOT NULL,
        expires_at TEXT,
        created_at TEXT NOT NULL,
        claimed_by TEXT,
        claimed_at TEXT,
        sent_at TEXT,
        dropped_at TEXT,
        CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
        CHECK (sent_at IS NULL OR dropped_at IS NULL)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX mail_outbox_expiring ON mail_outbox (kind, token_kind, token_id, expires_at)"
    " WHERE kind IN ('expires-in-7-days', 'expires-in-1-day')",
    "CREATE INDEX mail_outbox_waiting ON mail_outbox (id) WHERE sent_at IS NULL AND dropped_at IS NULL",
    "CREATE INDEX mail_outbox_by_user ON mail_outbox (user_id)",
)
