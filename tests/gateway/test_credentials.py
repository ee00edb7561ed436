"""Reading `Authorization`: strict, bounded, and nothing in between a credential and none."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.secrets import TokenKind, generate
from pat_tui.gateway.credentials import Malformed, Presented, Scheme, presented, secret_for_api, secret_for_git
from tests.worlds import seeded_random

CLASSIC = generate(TokenKind.CLASSIC, seeded_random(1)).reveal()
FINE_GRAINED = generate(TokenKind.FINE_GRAINED, seeded_random(1)).reveal()


def of(*values: bytes) -> Presented | Malformed | None:
    """What `Authorization` headers with VALUES present."""
    return presented([(b"host", b"x"), *((b"authorization", value) for value in values)])


def basic(user_name: str, password: str) -> bytes:
    """The header of Basic."""
    return b"Basic " + b64encode(f"{user_name}:{password}".encode())


def test_none() -> None:
    """No header is nobody."""
    assert of() is None


@pytest.mark.parametrize("word", [b"Bearer", b"bearer", b"BEARER", b"token", b"Token"])
def test_one_word(word: bytes) -> None:
    """Both schemes of the API, in any case of letters."""
    found = of(word + b" " + FINE_GRAINED.encode())
    assert isinstance(found, Presented)
    assert (found.scheme.value, found.secret.reveal(), found.user_name) == (word.decode().lower(), FINE_GRAINED, "")


def test_basic() -> None:
    """The password is what counts; it may hold colons."""
    found = of(basic("mona", "a:b"))
    assert isinstance(found, Presented)
    assert (found.scheme, found.user_name, found.secret.reveal()) == (Scheme.BASIC, "mona", "a:b")


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"Basic",
        b"Basic ",
        b"Basic !!!!",
        b"Basic " + b64encode(b"no colon"),
        b"Basic " + b64encode(b"x:\xff\xfe"),
        b"Basic " + b64encode(b"x:a\nb"),
        b"Basic " + b64encode("x:a\u202eb".encode()),
        b"Basic " + b64encode(b"x:y") + b" z",
        b"Bearer",
        b"Bearer a b",
        b"Bearer a\x00b",
        b"Bearer \xc3\xa9",
        b"Digest username=x",
        b"Bearer " + b"a" * 2000,
    ],
    ids=repr,
)
def test_malformed(value: bytes) -> None:
    """What is no credential is not taken for none at all: it is refused."""
    assert isinstance(of(value), Malformed)


def test_twice() -> None:
    """Two headers are refused, whatever they hold."""
    assert isinstance(of(basic("x", CLASSIC), basic("x", CLASSIC)), Malformed)


@pytest.mark.parametrize(
    ("value", "git", "api"),
    [
        (basic("x", CLASSIC), CLASSIC, CLASSIC),
        (basic("", CLASSIC), None, CLASSIC),
        (basic(CLASSIC, ""), CLASSIC, CLASSIC),
        (basic(FINE_GRAINED, ""), "", ""),
        (basic("", ""), None, None),
        (b"Bearer " + CLASSIC.encode(), None, CLASSIC),
        (b"token " + FINE_GRAINED.encode(), None, FINE_GRAINED),
    ],
)
def test_which_secret(value: bytes, git: str | None, api: str | None) -> None:
    """Git takes Basic alone, under a user name; a classic token may be the user name."""
    found = of(value)
    assert isinstance(found, Presented)
    for secret, expected in ((secret_for_git(found), git), (secret_for_api(found), api)):
        assert (None if secret is None else secret.reveal()) == expected


@given(st.binary(max_size=1500))
def test_any_bytes(value: bytes) -> None:
    """Nothing makes it fail, and what it gives does not show itself."""
    found = of(value)
    assert found is not None
    if isinstance(found, Presented) and len(found.secret.reveal()) > 6:
        assert found.secret.reveal() not in repr(found)
