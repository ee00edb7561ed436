"""The main job, with keys alone in a terminal of 80 by 24: generate a token, copy it, never see it again."""

import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pat_tui.domain.secrets import TokenKind, recognise
from tests.e2e.interface import Home, Interface

TYPING = "F1 Help"
"""What the keys at the bottom say once the focus is on a text field, where `?` is only a character."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")


@contextmanager
def _opened(store: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def _rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with _opened(store) as connection:
        return connection.execute(sql).fetchall()


def _fill_in(interface: Interface) -> None:
    """Name, 60 days, a description, all repositories, contents: write."""
    interface.press("n")
    interface.see("Token name", "Expiration", "^s Generate")
    interface.write("ci deploy")
    interface.see("ci deploy is available")
    interface.press("tab right")
    interface.see("‹ 60 days")
    interface.press("tab")
    interface.see(TYPING)
    interface.write("Deploys at night")
    interface.see("Deploys at night")
    interface.press("tab")
    interface.see("▌ ‹ mona-lisa")
    interface.press("tab")
    interface.see("▌ (•) Public repositories")
    interface.press("down enter")
    interface.see("▌ (•) All repositories")
    interface.press("tab")
    interface.see("→ Next tab")
    interface.press("tab")
    interface.see(TYPING)
    interface.write("contents")
    interface.see("│ contents", "  Contents")
    interface.press("enter")
    interface.see("Space Change level")
    interface.press("right right")
    interface.see("Read and write", "[Repositories 2]")


def _new_token(interface: Interface) -> str:
    """Submit the form, show the token, copy it, and return it."""
    interface.press("ctrl+s")
    interface.see("Token name: ci deploy", "Repository access: All repositories", "Generate token (g)")
    interface.press("g")
    interface.see("“ci deploy” was generated", "••••", "c Copy")
    assert not any("pattui_pat_" in line for line in interface.screen)
    secret = interface.show_secret()
    interface.press("c")
    interface.see("Sent to your terminal; paste to check.")
    return secret


def test_the_main_job(home: Home) -> None:
    """From an empty home to a token that was copied: every page answers to keys, and the store holds the hash alone."""
    with Interface(home) as interface:
        interface.see("@mona-lisa", "0 tokens", "No fine-grained tokens created", "? Help")
        _fill_in(interface)
        secret = _new_token(interface)
        assert recognise(secret) is TokenKind.FINE_GRAINED
        assert interface.copied() == [secret]
        interface.leave_new_token()
        interface.see("1 token", "▌ ci deploy", "mona-lisa · Expires on", "Never used")
        assert not any(secret[:20] in line for line in interface.screen)
        assert interface.quit() == 0
        assert interface.unclean() == []
        assert interface.copied() == [secret, ""]
        assert interface.last_words() == "Asked for the clipboard to be cleared; that cannot be confirmed."
    _holds_only_the_hash(home, secret)
    _is_private(home.store)


def _holds_only_the_hash(home: Home, secret: str) -> None:
    ((token_id, name, secret_hash, hint, access),) = _rows(
        home.store, "SELECT id, name, secret_hash, hint, repository_access FROM fine_grained_tokens"
    )
    assert (name, access) == ("ci deploy", "all")
    assert secret_hash == hashlib.sha256(secret.encode()).digest()
    assert hint == secret[-8:]
    permissions = dict(_rows(home.store, f"SELECT slug, level FROM token_permissions WHERE token_id = {token_id}"))
    assert permissions == {"contents": "write", "metadata": "read"}
    with _opened(home.store) as connection:
        everything = "\n".join(connection.iterdump())
    assert secret_hash.hex().upper() in everything.upper()
    assert secret not in everything
    assert secret[11:33] not in everything
    assert secret[34:60] not in everything


def _is_private(store: Path) -> None:
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700


def _pages(interface: Interface) -> Iterator[str]:
    """Go through the pages and dialogs of a store with one token, and yield what stands on each."""
    steps: list[tuple[str, str, list[str]]] = [
        ("", "", ["ci deploy", "? Help"]),
        ("enter", "Newest first", ["No description", "Esc Back"]),
        ("pagedown", "No description", ["Esc Back"]),
        ("?", "", ["Help"]),
        ("escape", "", ["Esc Back"]),
        ("escape", "", ["Newest first"]),
        ("s", "", ["Sort tokens"]),
        ("escape", "Sort tokens", ["? Help"]),
        ("ctrl+p", "", ["Search for commands"]),
        ("escape", "Search for commands", ["? Help"]),
        ("n", "Newest first", ["Token name", "Expiration", "^s Generate"]),
        ("ctrl+s", "", ["can't be blank"]),
    ]
    for key, gone, texts in steps:
        interface.press(key)
        interface.see_gone(gone or "\0")
        interface.see(*texts)
        yield "\n".join(interface.screen)


def test_the_secret_never_comes_back(home: Home) -> None:
    """After a restart no page, and no command, shows any of a token but its hint."""
    with Interface(home) as interface:
        interface.opened().generate("ci deploy")
        secret = interface.show_secret()
        interface.leave_new_token()
        assert interface.quit() == 0
    with Interface(home) as interface:
        shown = [*_pages(interface.opened())]
    commands = [
        home.run("token", "show", "ci deploy"),
        home.run("token", "show", "ci deploy", "--json"),
        home.run("token", "list"),
        home.run("token", "list", "--json"),
    ]
    assert [done.returncode for done in commands] == [0] * len(commands)
    assert json.loads(commands[1].stdout)["name"] == "ci deploy"
    for text in [*shown, *(done.stdout + done.stderr for done in commands)]:
        assert not any(secret[start : start + 9] in text for start in range(11, len(secret) - 9))
