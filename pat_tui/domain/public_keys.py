"""OpenSSH public keys: reading one, strictly, down to its last byte.

Of its own, and not by a library: what is needed is the wire format of six kinds of key (RFC 4253 and 5656, OpenSSH's
PROTOCOL.u2f), and the libraries that know it bring all of cryptography along. Nothing is signed or verified here.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _

MAXIMUM_LENGTH = 16_384
"""Characters of a key, with its comment."""

RSA_BITS = (2048, 16_384)
"""The shortest RSA key that is worth anything today, and OpenSSH's longest."""

_ED25519_BYTES = 32


class _Curve(NamedTuple):
    """y² = x³ - 3x + b over the field of PRIME, as NIST has them all."""

    prime: int
    b: int
    bytes: int


_CURVES = {
    "nistp256": _Curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        32,
    ),
    "nistp384": _Curve(
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        48,
    ),
    "nistp521": _Curve(
        2**521 - 1,
        0x51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
        66,
    ),
}

ALGORITHMS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""The kinds of key that are taken."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that is in order."""

    algorithm: str
    text: str
    """As OpenSSH writes it, without the comment: `ssh-ed25519 AAAA...`."""
    fingerprint: str
    """`SHA256:` and 43 characters, as ssh-keygen shows it."""


class _Malformed(Exception):
    """The bytes of a key are not what its algorithm calls for. Its text says what is wrong."""


def parse_public_key(text: str) -> PublicKey:
    """Read the one key in TEXT, a line with or without a comment. Raises InvalidInput (field `key`) for all else."""
    try:
        return _parse(text)
    except _Malformed as error:
        raise InvalidInput({"key": str(error)}) from None


def _parse(text: str) -> PublicKey:
    if len(text) > MAXIMUM_LENGTH:
        raise _Malformed(_("It is too long to be a public key."))
    if "PRIVATE KEY-----" in text:
        raise _Malformed(_("This is a private key. Keep it to yourself, and give the public one, which ends in .pub."))
    line = text.strip(" \t\r\n")
    if not line or "\n" in line or "\r" in line:
        raise _Malformed(_("Give one public key, as the one line that ssh-keygen writes."))
    algorithm, _space, rest = line.partition(" ")
    if algorithm not in ALGORITHMS:
        raise _Malformed(_("It must begin with one of {algorithms}.").format(algorithms=", ".join(ALGORITHMS)))
    encoded = rest.strip(" \t").split(" ")[0].split("\t")[0]
    blob = _decoded(encoded)
    wire = _Wire(blob)
    if wire.string() != algorithm.encode("ascii"):
        raise _Malformed(_("The key is of another kind than it says."))
    _check(algorithm, wire)
    if wire.rest:
        raise _Malformed(_("Something follows after the end of the key."))
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return PublicKey(algorithm, f"{algorithm} {encoded}", f"SHA256:{digest}")


def _decoded(encoded: str) -> bytes:
    try:
        blob = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        blob = b""
    # One key has one spelling: what decodes to the same bytes is still refused.
    if not blob or base64.b64encode(blob).decode("ascii") != encoded:
        raise _Malformed(_("The key is damaged: it is not in base 64."))
    return blob


class _Wire:
    """Fields of SSH's wire format, taken one after the other."""

    def __init__(self, blob: bytes) -> None:
        self.rest = blob

    def string(self) -> bytes:
        """The next field."""
        length = int.from_bytes(self.rest[:4])
        value = self.rest[4 : 4 + length]
        if len(self.rest) < 4 or len(value) < length:
            raise _Malformed(_("The key is damaged: a part of it is missing."))
        self.rest = self.rest[4 + length :]
        return value

    def number(self) -> int:
        """The next field, a positive number in its one shortest spelling."""
        value = self.string()
        number = int.from_bytes(value)
        if number == 0 or value != number.to_bytes(number.bit_length() // 8 + 1):
            raise _Malformed(_("The key is damaged: a number in it is not written as it must be."))
        return number


def _check(algorithm: str, wire: _Wire) -> None:
    """Take the fields of a key of ALGORITHM out of WIRE and look at each."""
    match algorithm.removeprefix("sk-").removesuffix("@openssh.com").removeprefix("ecdsa-sha2-"):
        case "ssh-rsa":
            _check_rsa(wire.number(), wire.number())
        case "ssh-ed25519":
            if len(wire.string()) != _ED25519_BYTES:
                raise _Malformed(_("The key is damaged: it has another length than its kind."))
        case curve:
            _check_point(curve, wire.string(), wire.string())
    if algorithm.startswith("sk-") and not re.fullmatch(rb"[!-~]{1,255}", wire.string()):
        raise _Malformed(_("The key is damaged: it does not say for what its security key is."))


def _check_rsa(exponent: int, modulus: int) -> None:
    shortest, longest = RSA_BITS
    if modulus.bit_length() < shortest:
        words = _("An RSA key needs at least {bits} bits; this one has {found}.")
        raise _Malformed(words.format(bits=shortest, found=modulus.bit_length()))
    if modulus.bit_length() > longest or exponent.bit_length() > shortest:
        raise _Malformed(_("An RSA key may have at most {bits} bits.").format(bits=longest))
    if modulus % 2 == 0 or exponent % 2 == 0 or exponent < 3:
        raise _Malformed(_("The key is damaged: these are not the numbers of an RSA key."))


def _check_point(name: str, said: bytes, point: bytes) -> None:
    curve = _CURVES[name]
    if said != name.encode("ascii"):
        raise _Malformed(_("The key is of another kind than it says."))
    if len(point) != 1 + 2 * curve.bytes or point[0] != 4:  # 4: both coordinates in full
        raise _Malformed(_("The key is damaged: it has another length than its kind."))
    x, y = int.from_bytes(point[1 : 1 + curve.bytes]), int.from_bytes(point[1 + curve.bytes :])
    if max(x, y) >= curve.prime or (y * y - (x**3 - 3 * x + curve.b)) % curve.prime:
        raise _Malformed(_("The key is damaged: its point is not on its curve."))
