"""The shape of what is kept about the use of tokens: where each was used last, and how much on each day."""

# A use belongs to a token of one kind or the other. `repository` is OWNER/NAME as it was called, empty where there is
# none; `operation` is the template of a route, so that the table stays small.
_WHOSE = """
        fine_grained_token_id INTEGER REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        classic_token_id INTEGER REFERENCES classic_tokens (id) ON DELETE CASCADE,
        CHECK ((fine_grained_token_id IS NULL) <> (classic_token_id IS NULL))
"""

STATEMENTS = (
    f"""
    CREATE TABLE token_uses (
        operation TEXT NOT NULL,
        repository TEXT NOT NULL,
        last_used_at TEXT NOT NULL,
        address TEXT NOT NULL,
        user_agent TEXT NOT NULL,
        uses INTEGER NOT NULL,
        {_WHOSE}
    ) STRICT
    """,
    "CREATE UNIQUE INDEX uses_of_fine_grained ON token_uses (fine_grained_token_id, operation, repository)",
    "CREATE UNIQUE INDEX uses_of_classic ON token_uses (classic_token_id, operation, repository)",
    f"""
    CREATE TABLE token_use_days (
        day TEXT NOT NULL,
        uses INTEGER NOT NULL,
        {_WHOSE}
    ) STRICT
    """,
    "CREATE UNIQUE INDEX use_days_of_fine_grained ON token_use_days (fine_grained_token_id, day)",
    "CREATE UNIQUE INDEX use_days_of_classic ON token_use_days (classic_token_id, day)",
)
