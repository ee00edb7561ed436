"""E-mail addresses, and the six-digit codes by which a user shows that one is the user's."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from pat_tui.domain.secrets import ALPHABET, RandomString

CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=15)
CODE_TRIES = 5

_EVEN = len(ALPHABET) // 10 * 10
"""How many characters of the alphabet can stand for digits so that each digit is as likely as the others."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address of a user."""

    address: str
    is_primary: bool
    """Whether notices go there. Exactly one of a user's addresses is, where there are any."""
    verified_at: datetime | None
    """None for an address that nobody has shown to be the user's."""

    @property
    def is_verified(self) -> bool:
        """Whether it was shown to be the user's."""
        return self.verified_at is not None


@dataclass(frozen=True, slots=True)
class CodeState:
    """Where a code stands that was made to verify an address. The code itself is known to nobody but its reader."""

    issued_at: datetime
    tries_left: int

    @property
    def ends_at(self) -> datetime:
        """The moment from which on it is refused."""
        return self.issued_at + CODE_LIFETIME

    def works_at(self, now: datetime) -> bool:
        """Whether it can be used at NOW. A clock that was set back must not make it last longer."""
        return self.tries_left > 0 and self.issued_at <= now < self.ends_at


def new_code(random_string: RandomString) -> str:
    """Six digits, each drawn evenly."""
    code = ""
    while len(code) < CODE_DIGITS:
        place = ALPHABET.index(random_string(1))
        if place < _EVEN:
            code += str(place % 10)
    return code


def typed_code(text: str) -> str | None:
    """The code in what a person typed, who may have grouped it (`123 456`, `123-456`); None where there is none."""
    code = "".join(text.split()).replace("-", "")
    return code if len(code) == CODE_DIGITS and code.isascii() and code.isdecimal() else None


def hash_of_code(code: str, salt: str) -> bytes:
    """The 32 bytes that the store keeps in place of CODE.

    By scrypt: a copy of the store must not give the code away, by trying all million, within the minutes it works.
    """
    import hashlib

    return hashlib.scrypt(code.encode("ascii"), salt=salt.encode("ascii"), n=2**14, r=8, p=1, dklen=32)


def is_code(code: str, salt: str, code_hash: bytes) -> bool:
    """Whether CODE is what CODE_HASH was made from. Takes as long for a near miss as for a far one."""
    return hmac.compare_digest(hash_of_code(code, salt), code_hash)
