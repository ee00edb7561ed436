"""The security log as a chain, and the order in which unused tokens are found."""

LOG_CHAIN = (
    "ALTER TABLE events ADD COLUMN user_id INTEGER",
    "ALTER TABLE events ADD COLUMN org_id INTEGER",
    "ALTER TABLE events ADD COLUMN key_id TEXT",
    "ALTER TABLE events ADD COLUMN mac BLOB",
    # What was noted before names its subjects by login only.
    """
    UPDATE events SET
        user_id = (SELECT id FROM accounts WHERE kind = 'user' AND login = json_extract(fields, '$.user')),
        org_id = (SELECT id FROM accounts WHERE kind = 'organization' AND login = json_extract(fields, '$.org'))
    WHERE json_valid(fields)
    """,
    "CREATE INDEX events_by_user ON events (user_id, id)",
    "CREATE INDEX events_by_org ON events (org_id, id)",
    # As pat_tui.store.unused_tokens asks for it: a token that is new, or has a new secret, is as good as used.
    """
    CREATE INDEX fine_grained_tokens_by_idleness
        ON fine_grained_tokens (max(created_at, ifnull(issued_at, ''), ifnull(last_used_at, '')))
    """,
    """
    CREATE INDEX classic_tokens_by_idleness
        ON classic_tokens (max(created_at, ifnull(issued_at, ''), ifnull(last_used_at, '')))
    """,
)
