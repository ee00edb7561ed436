"""The hunt for a secret finds it wherever it is: a hunt that cannot find proves nothing."""

import base64
import os
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from rich.segment import Segment

from pat_tui.domain.secrets import Secret, TokenKind, generate
from tests.e2e.needle import Needle
from tests.worlds import seeded_random

_OWN = int.from_bytes(os.urandom(6), "big") << 8
"""Makes the seeds of this file its own: other tests of this process may still hold what theirs made."""


def _secret(seed: int = 3) -> str:
    return generate(TokenKind.FINE_GRAINED, seeded_random(_OWN + seed)).reveal()


WAYS: dict[str, Callable[[str], str]] = {
    "whole": lambda secret: secret,
    "first half": lambda secret: secret[:46],
    "second half": lambda secret: secret[46:],
    "any 24 characters": lambda secret: secret[33:57],
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64 of something longer": lambda secret: base64.b64encode(f'{{"token": "{secret}"}}'.encode()).decode(),
    "hexadecimal": lambda secret: secret.encode().hex(),
    "capital hexadecimal of a half": lambda secret: secret[46:].encode().hex().upper(),
    "a style for each character": lambda secret: "".join(f"\x1b[1;38;2;1;2;3m{each}\x1b[0m" for each in secret),
    "an element for each character": lambda secret: "\n".join(f'<text x="1">{each}</text>' for each in secret),
}
HOLDERS: dict[str, Callable[[str], object]] = {
    "tuple": lambda secret: (secret,),
    "dictionary key": lambda secret: {secret: 1},
    "object": Secret,
    "bytes": lambda secret: [secret.encode()],
    "cut in two": lambda secret: [secret[:46]],
    "characters": list,
    "segments": lambda secret: [Segment(character) for character in secret],
    "code points": lambda secret: [ord(character) for character in secret],
    "closure": lambda secret: lambda: secret,
    "suspended generator": lambda secret: _suspended(secret),
    "cache": lambda secret: _cache(secret),
    "exception": lambda secret: _exception(secret),
}


def _suspended(secret: str) -> object:
    def generator() -> object:
        held = secret + "!"
        yield len(held)
        yield held

    started = generator()
    next(started)  # type: ignore[call-overload]
    return started


def _cache(secret: str) -> object:
    cached = lru_cache(len)
    cached(secret)
    return cached


def _exception(secret: str) -> object:
    try:
        raise ValueError(secret)
    except ValueError as error:
        return error


@pytest.mark.parametrize("way", WAYS)
def test_it_is_found_in_text_and_files(way: str, tmp_path: Path) -> None:
    """However it is written down, the secret is found, in the middle of other text too; another secret is not."""
    needle, text = Needle(_secret()), WAYS[way](_secret())
    assert needle.is_in_bytes(f"before {text} after".encode())
    (tmp_path / "plain").write_bytes(b"\xff\0" + text.encode() + b"\0")
    (tmp_path / "wide").write_text(text, encoding="utf-16")
    (tmp_path / "other").write_text(WAYS[way](_secret(4)))
    assert sorted(path.name for path in needle.files(tmp_path.iterdir())) == ["plain", "wide"]


def test_the_hint_may_be_shown() -> None:
    """The last eight characters are no find."""
    assert not Needle(_secret()).is_in(f"The token ends in {_secret()[-8:]}.")


def test_it_is_found_in_memory() -> None:
    """Whatever holds a secret, the hunt through memory finds it; once that is gone, so is the find."""
    needles = {name: Needle(_secret(seed)) for seed, name in enumerate(HOLDERS)}
    needle = Needle(*(_secret(seed) for seed in range(len(HOLDERS))))
    held = [hold(_secret(seed)) for seed, hold in enumerate(HOLDERS.values())]
    found = needle.finds()
    assert [name for name, each in needles.items() if not any(map(each.is_read_off, found))] == []
    del held, found
    assert needle.holders() == []


def test_it_is_found_on_another_stack() -> None:
    """A variable of a function that runs in another thread counts as held."""
    needle, ready, go = Needle(_secret()), threading.Event(), threading.Event()

    def work() -> None:
        local = _secret()
        ready.set()
        go.wait()
        assert local

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    found = needle.holders()
    go.set()
    thread.join()
    assert found != []
    assert needle.holders() == []
