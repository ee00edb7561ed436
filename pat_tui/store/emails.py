"""E-mail addresses and the codes that verify them. Every read and write of an address takes its user's id."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pat_tui.domain.emails import CODE_TRIES, CodeState, EmailAddress
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant, to_text


@dataclass(frozen=True, slots=True)
class KeptCode:
    """What is kept of a code."""

    salt: str
    code_hash: bytes
    state: CodeState


def all_of(database: Database, user_id: int) -> list[EmailAddress]:
    """The user's addresses: the primary one, then the others in alphabetical order."""
    rows = database.rows(
        "SELECT * FROM email_addresses WHERE user_id = ? ORDER BY is_primary DESC, address", (user_id,)
    )
    return [_address(row) for row in rows]


def find(database: Database, user_id: int, address: str) -> EmailAddress | None:
    """The user's address of that text, in any case; None where the user has none such."""
    row = database.row("SELECT * FROM email_addresses WHERE user_id = ? AND address = ?", (user_id, address))
    return _address(row) if row else None


def has_verified(database: Database, user_id: int) -> bool:
    """Whether any address of the user is verified."""
    sql = "SELECT 1 FROM email_addresses WHERE user_id = ? AND verified_at IS NOT NULL"
    return database.row(sql, (user_id,)) is not None


def address_for_mail(database: Database, user_id: int) -> str | None:
    """Where the user's mail goes: to a verified address, the primary one first. None where none is verified."""
    row = database.row(
        "SELECT address FROM email_addresses WHERE user_id = ? AND verified_at IS NOT NULL"
        " ORDER BY is_primary DESC, address",
        (user_id,),
    )
    return row["address"] if row else None


def remove(database: Database, user_id: int, address: str) -> None:
    """Remove the address, and its code with it."""
    database.tables.table("email_addresses").delete_where("user_id = ? AND address = ?", [user_id, address])


def make_primary(database: Database, user_id: int, address: str) -> None:
    """Make the address the user's primary one, and no other."""
    database.connection.execute(
        "UPDATE email_addresses SET is_primary = (address = ?) WHERE user_id = ?", (address, user_id)
    )


def set_verified(database: Database, user_id: int, address: str, at: datetime) -> None:
    """Note that the address is the user's."""
    database.connection.execute(
        "UPDATE email_addresses SET verified_at = ? WHERE user_id = ? AND address = ?", (to_text(at), user_id, address)
    )


def set_code(database: Database, address: str, salt: str, code_hash: bytes, issued_at: datetime) -> None:
    """Keep a new code for the address, in place of what was there."""
    row = {
        "address": address,
        "salt": salt,
        "code_hash": code_hash,
        "issued_at": to_text(issued_at),
        "tries_left": CODE_TRIES,
    }
    forget_code(database, address)
    database.insert("email_codes", row)


def code(database: Database, address: str) -> KeptCode | None:
    """What is kept of the address's code; None where none has been made since it was last verified."""
    row = database.row("SELECT * FROM email_codes WHERE address = ?", (address,))
    if row is None:
        return None
    return KeptCode(row["salt"], row["code_hash"], CodeState(from_text(row["issued_at"]), row["tries_left"]))


def use_up_a_try(database: Database, address: str) -> None:
    """Note a wrong code. There must be a try left."""
    database.connection.execute("UPDATE email_codes SET tries_left = tries_left - 1 WHERE address = ?", (address,))


def forget_code(database: Database, address: str) -> None:
    """Forget the address's code."""
    database.tables.table("email_codes").delete_where("address = ?", [address])


def _address(row: sqlite3.Row) -> EmailAddress:
    return EmailAddress(row["address"], bool(row["is_primary"]), optional_instant(row["verified_at"]))
