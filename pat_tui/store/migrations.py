"""The store's shape, one named migration after the other. A migration is never edited once it has landed.

Instants are text, UTC, to the second (`2026-01-20T13:05:00Z`): they sort, and a person can read them.
Status is never stored; where a token stands with its owner follows from `token_grants` and `token_requests`.
"""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from pat_tui.domain.errors import StoreError
from pat_tui.i18n import _
from pat_tui.store import shape_classic, shape_deploy_keys, shape_emails, shape_last_use, shape_single_sign_on
from pat_tui.store.database import BUSY_SECONDS, SCHEMA_VERSION, Database
from pat_tui.store.shape_log_chain import LOG_CHAIN

migrations = Migrations("pat-tui")

_INITIAL = (
    """
    CREATE TABLE accounts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        login TEXT NOT NULL UNIQUE COLLATE NOCASE,
        kind TEXT NOT NULL CHECK (kind IN ('user', 'organization')),
        name TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE email_addresses (
        address TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
        verified_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE memberships (
        organization_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
        PRIMARY KEY (organization_id, user_id)
    ) STRICT
    """,
    """
    CREATE TABLE organization_policies (
        organization_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
        fine_grained_allowed INTEGER NOT NULL CHECK (fine_grained_allowed IN (0, 1)),
        classic_allowed INTEGER NOT NULL CHECK (classic_allowed IN (0, 1)),
        approval_required INTEGER NOT NULL CHECK (approval_required IN (0, 1)),
        max_lifetime_fine_grained INTEGER CHECK (max_lifetime_fine_grained BETWEEN 1 AND 366),
        max_lifetime_classic INTEGER CHECK (max_lifetime_classic BETWEEN 1 AND 366)
    ) STRICT
    """,
    """
    CREATE TABLE repositories (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        name TEXT NOT NULL COLLATE NOCASE,
        visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private', 'internal')),
        path TEXT,
        created_at TEXT NOT NULL,
        UNIQUE (owner_id, name)
    ) STRICT
    """,
    """
    CREATE TABLE fine_grained_tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        owner_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        description TEXT NOT NULL,
        secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
        hint TEXT NOT NULL,
        repository_access TEXT NOT NULL CHECK (repository_access IN ('public', 'all', 'selected')),
        created_at TEXT NOT NULL,
        expires_at TEXT,
        last_used_at TEXT,
        UNIQUE (user_id, name)
    ) STRICT
    """,
    "CREATE INDEX fine_grained_tokens_by_created ON fine_grained_tokens (user_id, created_at, id)",
    "CREATE INDEX fine_grained_tokens_by_name ON fine_grained_tokens (user_id, name COLLATE NOCASE, id)",
    "CREATE INDEX fine_grained_tokens_by_last_used ON fine_grained_tokens (user_id, last_used_at, id)",
    "CREATE INDEX fine_grained_tokens_by_expires ON fine_grained_tokens (user_id, ifnull(expires_at, '9999'), id)",
    "CREATE INDEX fine_grained_tokens_by_owner ON fine_grained_tokens (owner_id)",
    """
    CREATE TABLE token_repositories (
        token_id INTEGER NOT NULL REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
        PRIMARY KEY (token_id, repository_id)
    ) STRICT
    """,
    "CREATE INDEX token_repositories_by_repository ON token_repositories (repository_id)",
    """
    CREATE TABLE token_permissions (
        token_id INTEGER NOT NULL REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        slug TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('read', 'write', 'admin')),
        PRIMARY KEY (token_id, slug)
    ) STRICT
    """,
    # `asked` and `granted` are JSON: repository_access, repositories (ids), permissions (slug to level). What a token
    # of an organization may do is what it holds AND what was granted: one that is widened waits with the addition only.
    """
    CREATE TABLE token_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        token_id INTEGER NOT NULL REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        organization_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        reason TEXT NOT NULL,
        asked TEXT NOT NULL,
        created_at TEXT NOT NULL,
        decision TEXT CHECK (decision IN ('approved', 'denied', 'cancelled')),
        decision_reason TEXT NOT NULL DEFAULT '',
        decided_at TEXT,
        decided_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
        CHECK ((decision IS NULL) = (decided_at IS NULL))
    ) STRICT
    """,
    "CREATE INDEX token_requests_by_token ON token_requests (token_id, id)",
    "CREATE INDEX token_requests_by_organization ON token_requests (organization_id, decision, id)",
    """
    CREATE TABLE token_grants (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        token_id INTEGER NOT NULL UNIQUE REFERENCES fine_grained_tokens (id) ON DELETE CASCADE,
        organization_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        granted TEXT NOT NULL,
        granted_at TEXT NOT NULL,
        granted_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
        revoked_at TEXT,
        revoked_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL
    ) STRICT
    """,
    "CREATE INDEX token_grants_by_organization ON token_grants (organization_id)",
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        created_at TEXT NOT NULL,
        action TEXT NOT NULL,
        actor_id INTEGER NOT NULL,
        actor TEXT NOT NULL,
        fields TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX events_by_actor ON events (actor_id, id)",
)


@migrations()
def m001_initial(tables: Tables) -> None:
    """Accounts, repositories, fine-grained tokens with their requests and grants, events."""
    for statement in _INITIAL:
        tables.execute(statement)


# A deleted token leaves every table at once, so that no look-up can find it; what undoing needs is kept here, as JSON,
# for the seconds in which it can be undone.
_LIFE = (
    "ALTER TABLE fine_grained_tokens ADD COLUMN issued_at TEXT",
    """
    CREATE TABLE deleted_tokens (
        token_id INTEGER PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        deleted_at TEXT NOT NULL,
        rows TEXT NOT NULL
    ) STRICT
    """,
)


@migrations()
def m002_token_life(tables: Tables) -> None:
    """When a token's present secret was issued; what undoing a deletion needs."""
    for statement in _LIFE:
        tables.execute(statement)


# The enterprise is the whole store: there is one, and so one row. Without the row it lets organizations decide.
_ORGANIZATIONS = (
    "ALTER TABLE accounts ADD COLUMN suspended_at TEXT",
    """
    CREATE TABLE enterprise_policy (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        fine_grained TEXT NOT NULL CHECK (fine_grained IN ('organizations-decide', 'allow', 'restrict')),
        classic TEXT NOT NULL CHECK (classic IN ('organizations-decide', 'allow', 'restrict')),
        approval TEXT NOT NULL CHECK (approval IN ('organizations-decide', 'require', 'disable')),
        max_lifetime_fine_grained INTEGER CHECK (max_lifetime_fine_grained BETWEEN 1 AND 366),
        max_lifetime_classic INTEGER CHECK (max_lifetime_classic BETWEEN 1 AND 366)
    ) STRICT
    """,
    """
    CREATE TABLE collaborators (
        repository_id INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
        user_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('read', 'triage', 'write', 'maintain', 'admin')),
        PRIMARY KEY (repository_id, user_id)
    ) STRICT
    """,
    "CREATE INDEX collaborators_by_user ON collaborators (user_id)",
    "CREATE INDEX memberships_by_user ON memberships (user_id)",
)


@migrations()
def m003_organizations_decide(tables: Tables) -> None:
    """The enterprise's policy, outside collaborators, suspended users."""
    for statement in _ORGANIZATIONS:
        tables.execute(statement)


@migrations()
def m004_classic_tokens(tables: Tables) -> None:
    """Classic tokens, the deploy keys that tokens make."""
    for statement in shape_classic.STATEMENTS:
        tables.execute(statement)


@migrations()
def m005_emails(tables: Tables) -> None:
    """Codes that verify addresses; notices to be sent by mail."""
    for statement in shape_emails.STATEMENTS:
        tables.execute(statement)


@migrations()
def m006_log_chain(tables: Tables) -> None:
    """Subjects, macs and keys of the log's entries; unused tokens by index."""
    for statement in LOG_CHAIN:
        tables.execute(statement)


@migrations()
def m007_deploy_keys(tables: Tables) -> None:
    """Who added a deploy key, and its fingerprint."""
    for statement in shape_deploy_keys.STATEMENTS:
        tables.execute(statement)


@migrations()
def m008_single_sign_on(tables: Tables) -> None:
    """Organizations that demand single sign-on, sessions, authorised credentials."""
    for statement in shape_single_sign_on.STATEMENTS:
        tables.execute(statement)


@migrations()
def m009_last_use(tables: Tables) -> None:
    """Where tokens are used, and how much on each day."""
    for statement in shape_last_use.STATEMENTS:
        tables.execute(statement)


def migrate(database: Database) -> None:
    """Bring an older or empty store to the present shape. Safe when several processes start on it at once.

    A store that holds something is copied beside itself first, as `NAME.before-VERSION`.
    Raises StoreError where that copy cannot be made, and sqlite3.Error.
    """
    _use_wal(database.connection)
    # sqlite-utils' own run of migrations races between processes: both find nothing applied. The lock comes first.
    with database.transaction():
        version = database.version()  # anew: another process may have been quicker
        if version < SCHEMA_VERSION:
            if version > 0:
                _set_aside(database, version)
            migrations.apply(database.tables)
            database.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _set_aside(database: Database, version: int) -> None:
    copy = Path(f"{database.path}.before-{version}")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            _("The store is older than this pat-tui, and a copy of it cannot be made at {path}: {reason}.").format(
                path=copy, reason=error.strerror
            )
        ) from error
    # Through a connection of its own: the one that holds the write lock may not be copied from.
    with (
        closing(sqlite3.connect(f"{database.path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite answers this with an error at once where it would wait elsewhere: the waiting is here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
