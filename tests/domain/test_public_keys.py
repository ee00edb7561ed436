"""OpenSSH public keys: ssh-keygen's are taken and get its fingerprints, all else is refused with its reason."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.public_keys import MAXIMUM_LENGTH, parse_public_key
from tests.public_keys import MODULUS, P256, ecdsa, ed25519, line, number, point, rsa, string

APPLICATION = string(b"ssh:")
SK_ED25519 = line("sk-ssh-ed25519@openssh.com", string(bytes(32)), APPLICATION)
SK_ECDSA = line("sk-ecdsa-sha2-nistp256@openssh.com", string(b"nistp256"), point(*P256), APPLICATION)
DAMAGED = "The key is damaged: "


def refusal(text: str) -> str:
    """Why TEXT is no key."""
    with pytest.raises(InvalidInput) as refused:
        parse_public_key(text)
    return refused.value.errors["key"]


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing: apt-get install openssh-client")
@pytest.mark.parametrize(
    ("kind", "bits"), [("ed25519", 0), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048), ("rsa", 3072)]
)
def test_keys_of_ssh_keygen(tmp_path: Path, kind: str, bits: int) -> None:
    """The real program's keys are taken, under the fingerprint that it shows."""
    size = ["-b", str(bits)] if bits else []
    file = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", "a b", "-f", str(file)], check=True)
    text = file.with_suffix(".pub").read_text()
    shown = subprocess.run(["ssh-keygen", "-lf", f"{file}.pub"], capture_output=True, text=True, check=True).stdout
    key = parse_public_key(text)
    assert shown.split()[1] == key.fingerprint
    assert text == f"{key.text} a b\n"
    assert refusal(file.read_text()).startswith("This is a private key. Keep it to yourself")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing: apt-get install openssh-client")
@pytest.mark.parametrize("text", [ed25519(), ecdsa(), rsa(), SK_ED25519, SK_ECDSA], ids=lambda text: text.split()[0])
def test_keys_of_these_tests(tmp_path: Path, text: str) -> None:
    """What these tests make by hand is a key for the real program too, under the same fingerprint."""
    file = tmp_path / "key.pub"
    file.write_text(text + "\n")
    shown = subprocess.run(["ssh-keygen", "-lf", str(file)], capture_output=True, text=True, check=True).stdout
    assert shown.split()[1] == parse_public_key(text).fingerprint


def test_the_comment_and_the_space_around_are_not_kept() -> None:
    """One key is one text, whoever wrote its line."""
    plain = parse_public_key(ed25519())
    assert parse_public_key(f" \t{ed25519(comment='me@home, the grey one')}\r\n\n") == plain
    assert parse_public_key(ed25519().replace(" ", "  ", 1)) == plain
    assert plain.text == ed25519()
    assert (plain.algorithm, len(plain.fingerprint)) == ("ssh-ed25519", 50)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Give one public key, as the one line that ssh-keygen writes."),
        ("\n\n", "Give one public key, as the one line that ssh-keygen writes."),
        (ed25519(1) + "\n" + ed25519(2), "Give one public key, as the one line that ssh-keygen writes."),
        ("x" * (MAXIMUM_LENGTH + 1), "It is too long to be a public key."),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII", "This is a private key. Keep it to yourself"),
        ("---- BEGIN SSH2 PUBLIC KEY ---- x", "It must begin with one of ssh-ed25519, "),
        (f'command="x" {ed25519()}', "It must begin with one of ssh-ed25519, "),
        (line("ssh-dss", string(b"x")), "It must begin with one of ssh-ed25519, "),
        (line("ssh-ed25519-cert-v01@openssh.com", string(b"x")), "It must begin with one of ssh-ed25519, "),
        ("ssh-ed25519", DAMAGED + "it is not in base 64."),
        ("ssh-ed25519 %%%%", DAMAGED + "it is not in base 64."),
        ("ssh-ed25519 ÄÖÜ", DAMAGED + "it is not in base 64."),
        (ed25519()[:-1], DAMAGED + "it is not in base 64."),
        (ed25519() + "=", DAMAGED + "it is not in base 64."),
        ("ssh-ed25519 AAAA", DAMAGED + "a part of it is missing."),
        ("ssh-ed25519 /////w==", DAMAGED + "a part of it is missing."),
        (line("ssh-ed25519"), DAMAGED + "a part of it is missing."),
        (ed25519().replace("ssh-ed25519", "ssh-rsa"), "The key is of another kind than it says."),
        (line("ssh-ed25519", string(bytes(31))), DAMAGED + "it has another length than its kind."),
        (line("ssh-ed25519", string(bytes(33))), DAMAGED + "it has another length than its kind."),
        (line("ssh-ed25519", string(bytes(32)), b"\0"), "Something follows after the end of the key."),
        (rsa(2**2046 + 9), "An RSA key needs at least 2048 bits; this one has 2047."),
        (rsa(2**16384 + 9), "An RSA key may have at most 16384 bits."),
        (rsa(exponent=2**2049 + 1), "An RSA key may have at most 16384 bits."),
        (rsa(MODULUS + 1), DAMAGED + "these are not the numbers of an RSA key."),
        (rsa(exponent=1), DAMAGED + "these are not the numbers of an RSA key."),
        (rsa(exponent=65536), DAMAGED + "these are not the numbers of an RSA key."),
        (line("ssh-rsa", string(b"\0\1\0\1"), number(MODULUS)), DAMAGED + "a number in it is not written"),
        (line("ssh-rsa", number(3), string(b"\xff" * 256)), DAMAGED + "a number in it is not written"),
        (line("ssh-rsa", string(b""), number(MODULUS)), DAMAGED + "a number in it is not written"),
        (line("ssh-rsa", number(3)), DAMAGED + "a part of it is missing."),
        (ecdsa(curve=b"nistp384"), "The key is of another kind than it says."),
        (ecdsa("ecdsa-sha2-nistp384"), "The key is of another kind than it says."),
        (ecdsa("ecdsa-sha2-nistp384", b"nistp384"), DAMAGED + "it has another length than its kind."),
        (ecdsa(at=point(P256[0], P256[1] + 1)), DAMAGED + "its point is not on its curve."),
        (ecdsa(at=point(0, 0)), DAMAGED + "its point is not on its curve."),
        (ecdsa(at=point(2**256 - 1, P256[1])), DAMAGED + "its point is not on its curve."),
        (ecdsa(at=string(b"\2" + bytes(32))), DAMAGED + "it has another length than its kind."),
        (ecdsa(at=string(b"\6" + point(*P256)[5:])), DAMAGED + "it has another length than its kind."),
        (line("sk-ssh-ed25519@openssh.com", string(bytes(32))), DAMAGED + "a part of it is missing."),
        (line("sk-ssh-ed25519@openssh.com", string(bytes(32)), string(b"")), DAMAGED + "it does not say for what"),
        (line("sk-ssh-ed25519@openssh.com", string(bytes(32)), string(b"\x1b]")), DAMAGED + "it does not say for what"),
    ],
    ids=str,
)
def test_what_is_refused(text: str, said: str) -> None:
    """Each reason has its own words, none of which repeats what was given."""
    assert refusal(text).startswith(said)


@given(st.data())
def test_a_key_cut_or_changed_anywhere_never_passes_as_itself(data: st.DataObject) -> None:
    """Whatever is done to the bytes, nothing but a refusal, or another key, comes of it."""
    text = data.draw(st.sampled_from([ed25519(), ecdsa(), rsa(), SK_ED25519]))
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.text(max_size=2)) + text[at + 1 :]
    try:
        key = parse_public_key(changed)
    except InvalidInput:
        return
    assert key.text == parse_public_key(text).text or key.fingerprint != parse_public_key(text).fingerprint


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    """Anything is a key or is refused."""
    for each in (text, "ssh-rsa " + text):
        assert refusal(each)
