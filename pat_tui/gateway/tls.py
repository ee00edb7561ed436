"""A certificate of one's own, for a gateway that is not on loopback and has none of an authority."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAYS = 397
"""The longest that browsers and Apple's systems accept."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM."""

    certificate: Path
    key: Path


def self_signed(folder: Path, host: str) -> Certificate:
    """The certificate for HOST in FOLDER, made now unless there is one that is good for a while. Raises OSError."""
    found = Certificate(folder / "gateway-certificate.pem", folder / "gateway-key.pem")
    if not _is_good(found, host):
        _make(found, host)
    return found


def _is_good(found: Certificate, host: str) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(found.certificate.read_bytes())
        found.key.stat()
    except (OSError, ValueError):
        return False
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=30)
    return lasts and all(name in names for name in _names(host))


def _make(target: Certificate, host: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pat-tui gateway")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    _write(target.key, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain), 0o600)
    _write(target.certificate, certificate.public_bytes(pem), 0o644)


def _names(host: str) -> list[x509.GeneralName]:
    """What clients may call the gateway: HOST, and this machine as it calls itself."""
    words = dict.fromkeys([host, socket.gethostname(), "localhost", "127.0.0.1", "::1"])
    return [name for word in words if (name := _name(word)) is not None]


def _name(word: str) -> x509.GeneralName | None:
    try:
        address = ipaddress.ip_address(word)
    except ValueError:
        return x509.DNSName(word) if word.isascii() else None
    return None if address.is_unspecified else x509.IPAddress(address)


def _write(path: Path, data: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
