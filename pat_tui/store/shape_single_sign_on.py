"""The shape of single sign-on: who demands it, open sessions, authorised credentials."""

# An authorization belongs to a secret, not only to a token: one of a secret that the token no longer has counts for
# nothing. What an owner revoked stays as long as the token does, so that the same secret is never authorised again.
STATEMENTS = (
    "ALTER TABLE organization_policies"
    " ADD COLUMN sso_required INTEGER NOT NULL DEFAULT 0 CHECK (sso_required IN (0, 1))",
    "ALTER TABLE enterprise_policy ADD COLUMN sso_required INTEGER NOT NULL DEFAULT 0 CHECK (sso_required IN (0, 1))",
    """
    CREATE TABLE sso_sessions (
        organization_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        opened_at TEXT NOT NULL,
        ends_at TEXT NOT NULL,
        PRIMARY KEY (user_id, organization_id)
    ) STRICT
    """,
    """
    CREATE TABLE credential_authorizations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        organization_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        fine_grained_token_id INTEGER REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        classic_token_id INTEGER REFERENCES classic_tokens (id) ON DELETE CASCADE,
        secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
        authorized_at TEXT NOT NULL,
        revoked_at TEXT,
        revoked_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
        UNIQUE (secret_hash, organization_id),
        CHECK ((fine_grained_token_id IS NULL) <> (classic_token_id IS NULL))
    ) STRICT
    """,
    "CREATE INDEX credential_authorizations_by_organization ON credential_authorizations (organization_id, id)",
    "CREATE INDEX credential_authorizations_by_fine_grained_token ON credential_authorizations (fine_grained_token_id)",
    "CREATE INDEX credential_authorizations_by_classic_token ON credential_authorizations (classic_token_id)",
    "CREATE INDEX credential_authorizations_by_user ON credential_authorizations (user_id, organization_id)",
)
