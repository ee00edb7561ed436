"""What a request presents in `Authorization`: read strictly, within bounds, and never repeated to anybody."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pat_tui.domain.secrets import Secret, TokenKind, recognise

_WORD = re.compile(rb"[\x21-\x7E]*")
_LONGEST = 1024
"""Bytes of a header's value; the longest token in the longest form takes some 400."""

Headers = Iterable[tuple[bytes, bytes]]
"""As ASGI has them: names in lower case."""


class Scheme(StrEnum):
    """How a token is presented."""

    BASIC = "basic"
    BEARER = "bearer"
    TOKEN = "token"  # noqa: S105 -- the name of a scheme


@dataclass(frozen=True, slots=True)
class Presented:
    """A well-formed `Authorization`."""

    scheme: Scheme
    secret: Secret
    """The password with Basic, else the token."""
    user_name: str = ""
    """With Basic; GitHub does not check it."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """An `Authorization` that is no credential: refused as a bad one, never taken for none at all."""


def presented(headers: Headers) -> Presented | Malformed | None:
    """What HEADERS present; None where there is no `Authorization`."""
    values = [value for name, value in headers if name == b"authorization"]
    if not values:
        return None
    if len(values) > 1 or len(values[0]) > _LONGEST:
        return Malformed()
    scheme, _space, rest = values[0].strip().partition(b" ")
    match scheme.lower():
        case b"basic":
            return _basic(rest.strip())
        case b"bearer" | b"token" as word:
            text = _ascii(rest.strip())
            return Presented(Scheme(word.decode()), Secret(text)) if text else Malformed()
    return Malformed()


def secret_for_git(presented: Presented) -> Secret | None:
    """The token that git presents; None for what is none there.

    GitHub: Basic only, under any user name but an empty one. A classic token may stand as the user name, with an empty
    password; a fine-grained one may not.
    """
    if presented.scheme is not Scheme.BASIC or not presented.user_name:
        return None
    return _as_user_name(presented) or presented.secret


def secret_for_api(presented: Presented) -> Secret | None:
    """The token that a client of the API presents: any scheme, with Basic any user name; None for what is none."""
    return (_as_user_name(presented) or presented.secret) if presented.secret.reveal() or presented.user_name else None


def _as_user_name(presented: Presented) -> Secret | None:
    is_token = not presented.secret.reveal() and recognise(presented.user_name) is TokenKind.CLASSIC
    return Secret(presented.user_name) if is_token else None


def _basic(encoded: bytes) -> Presented | Malformed:
    try:
        text = b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return Malformed()
    user_name, colon, password = text.partition(":")
    if not colon or not text.isprintable():
        return Malformed()
    return Presented(Scheme.BASIC, Secret(password), user_name)


def _ascii(value: bytes) -> str:
    """VALUE as text; empty where it is not one word of visible ASCII."""
    return value.decode("ascii") if _WORD.fullmatch(value) else ""
