"""What the hook says when it refuses. Loaded only then; needs the standard library alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from pat_tui.domain.authorization import Denied
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.requirements import PUSH_WORKFLOWS
from pat_tui.domain.secrets import Secret, TokenKind, recognise
from pat_tui.domain.text import clean
from pat_tui.gateway.hook.pre_receive import git_file, output, say
from pat_tui.gateway.words import explained, named
from pat_tui.services.access import Access
from pat_tui.services.clock import system_clock
from pat_tui.store.database import Database

Told = Mapping[str, str | int | bool]
"""What the gateway tells the hook."""
_ONLY_NEW = ["--stdin", "--not", "--all"]
_PIECE = 1024 * 1024
_LONGEST = 93


def live_tokens(told: Told, texts: set[bytes], new: list[bytes]) -> bool:
    """Look TEXTS up; name each that is a live token, with the commit that brings it. Returns whether any is."""
    access = _access(told)
    found = {text: credential for text in sorted(texts) if (credential := _live(access, text)) is not None}
    if not found:
        return False
    places = _places(set(found), new)
    say("error: GH013: Repository rule violations found.")
    say("Push cannot contain secrets. Live tokens of this store are in it:")
    for text, credential in found.items():
        say(f"  {named(credential)}, in {places.get(text, 'this push')}")
    say("Nothing has landed. Take it out of the commits and regenerate the token.")
    return True


def explain_workflows(told: Told) -> None:
    """Say which token may not change workflow files, and how it may."""
    access = _access(told)
    credential = access.credential(TokenKind(str(told["kind"])), int(told["token_id"]))
    owner, _slash, name = str(told["repository"]).partition("/")
    resource = access.repository(owner, name, credential)
    if credential is None or resource is None:
        return
    decision = access.decide(credential, PUSH_WORKFLOWS, resource)
    if isinstance(decision, Denied):
        for line in explained(decision, credential, resource):
            say(line)


def _access(told: Told) -> Access:
    return Access(Database(Path(str(told["store"]))), system_clock)


def _live(access: Access, text: bytes) -> AnyCredential | None:
    """The token that TEXT is, unless its time is over: one of a suspended user may work again."""
    secret = Secret(text.decode("ascii"))
    if recognise(secret.reveal()) is None:
        return None
    credential = access.whose(secret)
    if credential is None or (credential.expires_at is not None and credential.expires_at <= access.clock()):
        return None
    return credential


def _places(texts: set[bytes], new: list[bytes]) -> dict[bytes, str]:
    """Where each of TEXTS comes in: the commit, and the file."""
    places: dict[bytes, str] = {}
    lines = output(["rev-list", "--objects", *_ONLY_NEW], new).splitlines()
    listed = {name: path for name, _space, path in (line.partition(b" ") for line in lines)}
    with git_file(["cat-file", "--batch", "--buffer"], listed) as file:
        for name, path in listed.items():
            size = int(file.readline().split()[2])
            for text in _held(file, size, texts) | {text for text in texts if text in path}:
                places.setdefault(text, _place(name, _without(path, texts), new))
    return places


def _held(file: IO[bytes], size: int, texts: set[bytes]) -> set[bytes]:
    """Which of TEXTS stand in the SIZE bytes that come next in FILE, before a line feed."""
    held: set[bytes] = set()
    kept = b""
    while size > 0:
        piece = kept + file.read(min(size, _PIECE))
        size -= len(piece) - len(kept)
        held |= {text for text in texts if text in piece}
        kept = piece[-_LONGEST:]
    file.read(1)
    return held


def _without(path: bytes, texts: set[bytes]) -> str:
    for text in texts:
        path = path.replace(text, b"***")
    return clean(path.decode("utf-8", "replace"))


def _place(name: bytes, path: str, new: list[bytes]) -> str:
    words = ["log", "--format=%h", "--reverse", "-m", "--root", f"--find-object={name.decode('ascii')}"]
    commits = output([*words, *_ONLY_NEW], new).split()
    commit = (commits[0] if commits else name[:7]).decode("ascii")
    if not path:
        return f"commit {commit}"
    return f"commit {commit}, {path}"
