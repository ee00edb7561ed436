"""Token secrets: how they look, how they are checked without a look-up, and what is kept of them.

The format follows GitHub's ("Behind GitHub's new authentication token formats") under prefixes of our own, so that
nobody takes a local token for a live GitHub one. The last six characters are a CRC-32 in base 62.
"""

import re
import zlib
from collections.abc import Callable
from enum import StrEnum
from typing import NoReturn

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM_LENGTH = 6
HINT_LENGTH = 8

RandomString = Callable[[int], str]
"""Returns that many characters, each drawn evenly from ALPHABET."""


class TokenKind(StrEnum):
    """The two kinds of personal access token."""

    FINE_GRAINED = "fine-grained"
    CLASSIC = "classic"


PREFIXES = {
    TokenKind.FINE_GRAINED: ("pattui_pat_", "github_pat_"),
    TokenKind.CLASSIC: ("ptp_", "ghp_"),
}
"""Every prefix ever recognised, our own first."""

_BODIES = {TokenKind.FINE_GRAINED: r"[0-9A-Za-z]{22}_[0-9A-Za-z]{59}", TokenKind.CLASSIC: r"[0-9A-Za-z]{36}"}
_PATTERNS = {
    kind: re.compile(rf"(?:{'|'.join(PREFIXES[kind])})({_BODIES[kind]})")
    for kind in (TokenKind.FINE_GRAINED, TokenKind.CLASSIC)
}


class SecretGone(Exception):
    """A secret was asked for after it had been wiped."""


class Secret:
    """A token's plain text. Shows itself only through `reveal()`, and to nobody after `wipe()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text: str | None = text

    def reveal(self) -> str:
        """Return the plain text. Raises SecretGone once wiped."""
        if self._text is None:
            raise SecretGone("This token can no longer be shown.")
        return self._text

    def wipe(self) -> None:
        """Forget the plain text; every holder of this object forgets with it."""
        self._text = None

    @property
    def is_wiped(self) -> bool:
        """Whether the plain text is gone."""
        return self._text is None

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __rich_repr__(self) -> list[str]:
        return ["***"]

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is never serialised.")


def base62(number: int, width: int) -> str:
    """Write NUMBER in base 62 (0-9, A-Z, a-z), left-padded with `0` to WIDTH characters."""
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits.rjust(width, "0")


def checksum(body: str) -> str:
    """Six characters: the CRC-32 (IEEE) of BODY in base 62."""
    return base62(zlib.crc32(body.encode("ascii")), CHECKSUM_LENGTH)


def generate(kind: TokenKind, random_string: RandomString) -> Secret:
    """Make a new secret of KIND from RANDOM_STRING's characters (fine-grained 22 + 53, classic 30)."""
    body = f"{random_string(22)}_{random_string(53)}" if kind is TokenKind.FINE_GRAINED else random_string(30)
    return Secret(PREFIXES[kind][0] + body + checksum(body))


def recognise(text: str) -> TokenKind | None:
    """Say which kind of token TEXT is, by its shape and checksum alone; None if it is neither."""
    for kind, pattern in _PATTERNS.items():
        if (match := pattern.fullmatch(text)) and checksum(match[1][:-CHECKSUM_LENGTH]) == match[1][-CHECKSUM_LENGTH:]:
            return kind
    return None


def hash_of(secret: Secret) -> bytes:
    """The 32 bytes of SHA-256 that the store keeps in place of the secret."""
    import hashlib

    return hashlib.sha256(secret.reveal().encode("ascii")).digest()


def hint_of(secret: Secret) -> str:
    """The last eight characters, by which people tell tokens apart."""
    return secret.reveal()[-HINT_LENGTH:]
