"""Public keys for tests, made byte by byte: in order, and broken in one place each. Nobody has a key to them."""

import base64
import hashlib

P256 = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
"""The base point of the curve nistp256, which is on it."""

MODULUS = 2**2047 + 9


def string(value: bytes) -> bytes:
    """A field of the wire format."""
    return len(value).to_bytes(4) + value


def number(value: int) -> bytes:
    """A positive number as a field."""
    return string(value.to_bytes(value.bit_length() // 8 + 1))


def line(algorithm: str, *fields: bytes, comment: str = "") -> str:
    """A key of ALGORITHM with FIELDS after its name, as a file holds it."""
    blob = string(algorithm.encode()) + b"".join(fields)
    return " ".join(filter(None, (algorithm, base64.b64encode(blob).decode(), comment)))


def ed25519(seed: int = 1, comment: str = "") -> str:
    """An Ed25519 key for each SEED."""
    return line("ssh-ed25519", string(hashlib.sha256(str(seed).encode()).digest()), comment=comment)


def rsa(modulus: int = MODULUS, exponent: int = 65537) -> str:
    """An RSA key of these numbers."""
    return line("ssh-rsa", number(exponent), number(modulus))


def point(x: int, y: int, size: int = 32) -> bytes:
    """A point of a curve, in full."""
    return string(b"\x04" + x.to_bytes(size) + y.to_bytes(size))


def ecdsa(algorithm: str = "ecdsa-sha2-nistp256", curve: bytes = b"nistp256", at: bytes = point(*P256)) -> str:
    """A key on a curve."""
    return line(algorithm, string(curve), at)
