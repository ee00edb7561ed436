"""Sessions of single sign-on, and the credentials that organizations have authorised."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import Authorization, Credential, CredentialAuthorization, SsoSession
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import from_text, optional_instant, to_text
from pat_tui.store.token_list import like

_COLUMNS = {TokenKind.FINE_GRAINED: "fine_grained_token_id", TokenKind.CLASSIC: "classic_token_id"}
_ASIDE = ("deleted_tokens", "deleted_classic_tokens")


@dataclass(frozen=True, slots=True)
class Subject:
    """A token with its present secret: what is authorised."""

    kind: TokenKind
    token_id: int
    user_id: int
    name: str
    scopes: str
    """As `X-OAuth-Scopes` writes them; empty for a fine-grained token."""
    credential: Credential = field(repr=False)


# Sessions


def session(database: Database, user_id: int, organization_id: int) -> SsoSession | None:
    """The user's session with the organization, be it over or not."""
    row = database.row(
        "SELECT * FROM sso_sessions WHERE user_id = ? AND organization_id = ?", (user_id, organization_id)
    )
    return SsoSession(from_text(row["opened_at"]), from_text(row["ends_at"])) if row else None


def organizations_signed_on(database: Database, user_id: int, now: datetime) -> set[int]:
    """Ids of the organizations that the user has an active session with."""
    rows = database.rows("SELECT * FROM sso_sessions WHERE user_id = ?", (user_id,))
    return {
        row["organization_id"]
        for row in rows
        if SsoSession(from_text(row["opened_at"]), from_text(row["ends_at"])).is_active_at(now)
    }


def open_session(database: Database, user_id: int, organization_id: int, opened: SsoSession) -> None:
    """Keep the session OPENED in place of what there was."""
    row = {
        "user_id": user_id,
        "organization_id": organization_id,
        "opened_at": to_text(opened.opened_at),
        "ends_at": to_text(opened.ends_at),
    }
    database.tables.table("sso_sessions").upsert(row, pk=("user_id", "organization_id"))


def close_session(database: Database, user_id: int, organization_id: int) -> None:
    """Let go of the user's session with the organization."""
    both = "user_id = ? AND organization_id = ?"
    database.tables.table("sso_sessions").delete_where(both, [user_id, organization_id])


# What a token's user has to do with


def subject(database: Database, user_id: int, kind: TokenKind, token_id: int) -> Subject | None:
    """The user's token of that KIND and id."""
    columns, table = _table_of(kind)
    row = database.row(
        f"SELECT user_id, secret_hash, expires_at, {columns} FROM {table} WHERE user_id = ? AND id = ?",  # noqa: S608
        (user_id, token_id),
    )
    if row is None:
        return None
    credential = Credential(bytes(row["secret_hash"]), optional_instant(row["expires_at"]))
    return Subject(kind, token_id, row["user_id"], row["name"], row["scopes"], credential)


def authorizations(database: Database, kind: TokenKind, token_id: int) -> list[Authorization]:
    """What organizations have on record of the token, oldest first."""
    rows = database.rows(
        f"SELECT * FROM credential_authorizations WHERE {_COLUMNS[kind]} = ? ORDER BY id",  # noqa: S608
        (token_id,),
    )
    return [_authorization(row) for row in rows]


def authorize(database: Database, organization_id: int, token: Subject, now: datetime) -> None:
    """Note that the organization lets TOKEN's present secret in. Raises Taken where there is a record of it."""
    row = {
        "organization_id": organization_id,
        "user_id": token.user_id,
        _COLUMNS[token.kind]: token.token_id,
        "secret_hash": token.credential.secret_hash,
        "authorized_at": to_text(now),
    }
    database.insert("credential_authorizations", row)


def remove(database: Database, organization_id: int, token: Subject) -> None:
    """Take the authorization of TOKEN's secret away. What an owner has revoked stays on record."""
    where = "organization_id = ? AND secret_hash = ? AND revoked_at IS NULL"
    values = [organization_id, token.credential.secret_hash]
    database.tables.table("credential_authorizations").delete_where(where, values)


def tokens_authorized(database: Database, organization_id: int, user_id: int) -> list[tuple[TokenKind, int]]:
    """The user's tokens that the organization has authorised: kind and id."""
    rows = database.rows(
        "SELECT * FROM credential_authorizations WHERE organization_id = ? AND user_id = ? AND revoked_at IS NULL"
        " ORDER BY id",
        (organization_id, user_id),
    )
    return [_kind_and_id(row) for row in rows]


def forget_deleted(database: Database, organization_id: int, user_id: int) -> None:
    """Take the organization's authorizations out of the user's deleted tokens, so that undoing brings none back."""
    for table in _ASIDE:
        rows = database.rows(f"SELECT token_id, rows FROM {table} WHERE user_id = ?", (user_id,))  # noqa: S608
        for row in rows:
            kept = json.loads(row["rows"])
            records = kept.get("credential_authorizations", [])
            kept["credential_authorizations"] = [
                one for one in records if one["organization_id"] != organization_id or one["revoked_at"] is not None
            ]
            database.tables.table(table).update(row["token_id"], {"rows": json.dumps(kept)})


# What the organization's owners have to do with


def of_organization(
    database: Database, organization_id: int, now: datetime, text: str = "", offset: int = 0, limit: int = -1
) -> list[CredentialAuthorization]:
    """The authorizations that hold at NOW, the latest first; with TEXT, of users or tokens whose name holds it."""
    rows = _listed(database, "*", "ORDER BY id DESC LIMIT ? OFFSET ?", organization_id, now, text, (limit, offset))
    return [_listed_one(row) for row in rows]


def count_of_organization(database: Database, organization_id: int, now: datetime, text: str = "") -> int:
    """How many of them there are."""
    return int(_listed(database, "count(*) AS total", "", organization_id, now, text)[0]["total"])


def one_of_organization(
    database: Database, organization_id: int, now: datetime, credential_id: int
) -> CredentialAuthorization | None:
    """The authorization of that id, if it holds at NOW."""
    rows = _listed(database, "*", "AND id = ?", organization_id, now, "", (credential_id,))
    return _listed_one(rows[0]) if rows else None


def revoke(database: Database, credential_id: int, revoked_by: int, now: datetime) -> None:
    """Note that an owner has revoked the authorization, for good."""
    values = {"revoked_at": to_text(now), "revoked_by": revoked_by}
    database.tables.table("credential_authorizations").update(credential_id, values)


def _listed(
    database: Database,
    columns: str,
    rest: str,
    organization_id: int,
    now: datetime,
    text: str,
    more: Sequence[Value] = (),
) -> list[sqlite3.Row]:
    held = """
        SELECT sso.id, users.login, sso.authorized_at, sso.fine_grained_token_id, sso.classic_token_id,
               coalesce(fine.name, classic.note) AS name, coalesce(fine.hint, classic.hint) AS hint,
               ifnull(classic.scopes, '') AS scopes, coalesce(fine.last_used_at, classic.last_used_at) AS last_used_at,
               coalesce(fine.expires_at, classic.expires_at) AS expires_at
        FROM credential_authorizations AS sso JOIN accounts AS users ON users.id = sso.user_id
        LEFT JOIN fine_grained_tokens AS fine
               ON fine.id = sso.fine_grained_token_id AND fine.secret_hash = sso.secret_hash
        LEFT JOIN classic_tokens AS classic
               ON classic.id = sso.classic_token_id AND classic.secret_hash = sso.secret_hash
        WHERE sso.organization_id = ? AND sso.revoked_at IS NULL AND coalesce(fine.id, classic.id) IS NOT NULL
    """
    sql = rf"""
        SELECT {columns} FROM ({held}) WHERE (expires_at IS NULL OR expires_at > ?)
          AND (login LIKE ? ESCAPE '\' OR name LIKE ? ESCAPE '\') {rest}
    """  # noqa: S608
    return database.rows(sql, (organization_id, to_text(now), like(text), like(text), *more))


def _listed_one(row: sqlite3.Row) -> CredentialAuthorization:
    kind, token_id = _kind_and_id(row)
    return CredentialAuthorization(
        id=row["id"],
        login=row["login"],
        kind=kind,
        token_id=token_id,
        token_name=row["name"],
        hint=row["hint"],
        scopes=tuple(row["scopes"].split(", ")) if row["scopes"] else (),
        authorized_at=from_text(row["authorized_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
        expires_at=optional_instant(row["expires_at"]),
    )


def _kind_and_id(row: sqlite3.Row) -> tuple[TokenKind, int]:
    return next((kind, row[column]) for kind, column in _COLUMNS.items() if row[column] is not None)


def _table_of(kind: TokenKind) -> tuple[str, str]:
    """What name and scopes are called, and the table."""
    if kind is TokenKind.CLASSIC:
        return "note AS name, scopes", "classic_tokens"
    return "name, '' AS scopes", "fine_grained_tokens"


def _authorization(row: sqlite3.Row) -> Authorization:
    return Authorization(
        row["organization_id"],
        bytes(row["secret_hash"]),
        from_text(row["authorized_at"]),
        optional_instant(row["revoked_at"]),
    )
