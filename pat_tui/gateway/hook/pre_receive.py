"""The pre-receive hook: looks through what a push brings before any of it lands.

Git tells it each reference on standard input (old, new, name). It refuses a push that carries a live token of this
store, and references whose commits create or change workflow files when the token behind the push may not. Where only
some references are refused, an `update` hook, made on the spot, refuses them one by one and the rest lands.

It runs as `python -I -S`, at every push: what is not always needed is imported where it is. If anything goes wrong the
push is refused.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # without importing typing
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import IO

    Command = tuple[bytes, bytes, bytes]
    """Old object, new object, name of the reference."""

STATE = "PAT_TUI_PUSH"
"""The variable that names the folder of this push."""
MOST_REFERENCES = 20_000
MARKS = {b"ptp_": 36, b"ghp_": 36, b"pattui_pat_": 82, b"github_pat_": 82}
"""What tokens begin with, and how long the rest is (domain/secrets.py; a test holds the two together)."""
RULE_VIOLATION = b"push declined due to repository rule violations"
_WORKFLOWS = ".github/workflows"
_NO_WORKFLOWS = b"refusing to allow a Personal Access Token to create or update workflow `%s` without `workflow` scope"
_LONGEST = 93
_PIECE = 1024 * 1024
_MOST_CANDIDATES = 10_000
_ONLY_NEW = ["--stdin", "--not", "--all"]
_UPDATE = f"""#!/bin/sh
[ -r "${STATE}/refused" ] || exit 1
while IFS= read -r name; do [ "$name" != "$1" ] || exit 1; done <"${STATE}/refused"
exit 0"""
"""Refuses the references that are listed; all of them if the list is gone."""


def main() -> int:
    """Look through the push on standard input. Returns the code to exit with: 0 lets the push go on."""
    state = os.fsencode(os.environ[STATE])
    commands = [_command(line) for line in _read_all(0).splitlines()]
    if len(commands) > MOST_REFERENCES:
        say(f"A push may change {MOST_REFERENCES} references at most; this one changes {len(commands)}.")
        return _refuse_all(state, commands, b"too many references in one push")
    new = sorted({command[1] for command in commands if command[1].strip(b"0")})
    if not new:
        return 0
    told = _told(state)
    if (texts := look_alikes(new)) and _refusals().live_tokens(told, texts, new):
        return _refuse_all(state, commands, RULE_VIOLATION)
    if not told["may_change_workflows"] and (refused := workflow_refusals(commands, new)):
        _refusals().explain_workflows(told)
        return _refuse_some(state, commands, refused)
    return 0


def look_alikes(new: "list[bytes]") -> "set[bytes]":
    """What has the shape of a token in any object that only NEW brings: content, messages, and names of files."""
    listed, listing = os.pipe()
    lister = _spawn(["rev-list", "--objects", *_ONLY_NEW], _sent(new), listing)
    shown, showing = os.pipe()
    shower = _spawn(["cat-file", "--batch=%(objectname) %(rest)", "--buffer"], listed, showing)
    found: set[bytes] = set()
    kept = b""
    while piece := os.read(shown, _PIECE):
        text = kept + piece
        found.update(_shaped(text))
        if len(found) > _MOST_CANDIDATES:
            say("This push is full of what looks like tokens, more than can be looked up.")
            sys.exit(1)
        kept = text[-_LONGEST:]
    _expect_success(lister, shower)
    return found


def _shaped(text: bytes) -> "Iterator[bytes]":
    for mark, length in MARKS.items():
        at = text.find(mark)
        while at >= 0:
            rest = text[at + len(mark) : at + len(mark) + length]
            if len(rest) == length and (rest if length == 36 else rest[:22] + rest[23:]).isalnum():
                yield mark + rest
            at = text.find(mark, at + 1)


def workflow_refusals(commands: "list[Command]", new: "list[bytes]") -> "dict[bytes, bytes]":
    """For each reference whose new commits change a workflow file, that file."""
    changes = set(_workflow_changes(new))
    forbidden = changes - _standing(changes) if changes else changes
    if not forbidden:
        return {}
    refused = {}
    for _old, name, reference in commands:
        if name.strip(b"0") and (paths := sorted(path for _object, path in forbidden & {*_workflow_changes([name])})):
            refused[reference] = paths[0]
    return refused


def _workflow_changes(new: "list[bytes]") -> "Iterator[tuple[bytes, bytes]]":
    """The workflow files that commits which only NEW brings create, change or delete: (object, path).

    A merge counts only for what is as in none of its parents. The object of a deleted file is zeros.
    """
    words = ["log", "--root", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-history", "--format="]
    parts = iter(output([*words, *_ONLY_NEW, "--", _WORKFLOWS], new).split(b"\0"))
    for part in parts:
        entry = part.strip(b"\n")
        if entry.startswith(b":"):
            fields = entry.lstrip(b":").split(b" ")
            yield fields[-2], next(parts)  # the modes and objects of all parents and the result, then the status


def _standing(changes: "set[tuple[bytes, bytes]]") -> "set[tuple[bytes, bytes]]":
    """Those of CHANGES that stand already: the same path with the same content on a branch."""
    branches = {*output(["for-each-ref", "--format=%(objectname)", "refs/heads/"], []).split()}
    paths = {path for _object, path in changes if b"\n" not in path}
    asked = [branch + b":" + path for branch in branches for path in paths]
    answers = output(["cat-file", "--batch-check=%(objectname)"], asked).splitlines()
    return {
        (answer, question.partition(b":")[2])
        for question, answer in zip(asked, answers, strict=True)
        if not answer.endswith(b" missing")
    }


def read_reasons(state: bytes) -> "Mapping[bytes, bytes]":
    """The refused references of the push of folder STATE, each with the reason to report."""
    try:
        with open(os.path.join(state, b"reasons"), "rb") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    return {reference: reason for reference, _tab, reason in (line.partition(b"\t") for line in lines)}


def _refuse_all(state: bytes, commands: "list[Command]", reason: bytes) -> int:
    _write(state, b"reasons", [command[2] + b"\t" + reason for command in commands])
    return 1


def _refuse_some(state: bytes, commands: "list[Command]", refused: "dict[bytes, bytes]") -> int:
    reasons = {reference: _NO_WORKFLOWS % _printable(path) for reference, path in refused.items()}
    _write(state, b"reasons", [reference + b"\t" + reason for reference, reason in reasons.items()])
    if len(refused) == len(commands):
        return 1
    _write(state, b"refused", refused)
    update = os.path.join(b"hooks", b"update")
    _write(state, update, [_UPDATE.encode()])
    os.chmod(os.path.join(state, update), 0o700)
    return 0


def _write(state: bytes, name: bytes, lines: "Iterable[bytes]") -> None:
    with open(os.path.join(state, name), "wb") as file:
        file.writelines(line + b"\n" for line in lines)


def _printable(path: bytes) -> bytes:
    return bytes(byte if 0x20 <= byte < 0x7F else 0x3F for byte in path[:200])


def _command(line: bytes) -> "Command":
    old, new, reference = line.split(b" ", 2)
    return old, new, reference


def _told(state: bytes) -> "dict[str, str | int | bool]":
    import json

    with open(os.path.join(state, b"push.json"), "rb") as file:
        told: dict[str, str | int | bool] = json.load(file)
    return told


def _refusals() -> "ModuleType":
    """The part that knows the store and the words. `-I -S` leaves out even pat-tui's own folder."""
    folder = os.path.abspath(__file__)
    for _level in range(4):
        folder = os.path.dirname(folder)
    sys.path.insert(0, folder)
    from pat_tui.gateway.hook import refusals

    return refusals


def say(text: str) -> None:
    """Tell the person who pushes TEXT."""
    os.write(2, f"{text}\n".encode())


def output(words: "list[str]", lines: "Iterable[bytes]") -> bytes:
    """What git says to WORDS, given LINES on standard input. Ends the hook, and with it the push, where git fails."""
    with git_file(words, lines) as file:
        return file.read()


class git_file:
    """The same, to be read bit by bit and to the end."""

    def __init__(self, words: "list[str]", lines: "Iterable[bytes]") -> None:
        read, written = os.pipe()
        self._process = _spawn(words, _sent(lines), written)
        self._file = open(read, "rb")  # noqa: SIM115

    def __enter__(self) -> "IO[bytes]":
        return self._file

    def __exit__(self, *error: object) -> None:
        self._file.close()
        if error[0] is None:
            _expect_success(self._process)


def _read_all(descriptor: int) -> bytes:
    pieces = []
    while piece := os.read(descriptor, _PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _sent(lines: "Iterable[bytes]") -> int:
    """A descriptor from which LINES can be read; a file, since a pipe would hold few of them."""
    path = os.path.join(os.environ[STATE], f"lines-{os.urandom(8).hex()}")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.unlink(path)
    with open(os.dup(descriptor), "wb") as file:
        file.writelines(line + b"\n" for line in lines)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _spawn(words: "list[str]", source: int, target: int) -> int:
    """Start git with WORDS, reading from SOURCE and writing to TARGET, which are closed here. Returns its id."""
    environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1"}
    actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1)]
    process = os.posix_spawnp("git", ["git", *words], environment, file_actions=actions)
    os.close(source)
    os.close(target)
    return process


def _expect_success(*processes: int) -> None:
    for process in processes:
        if os.waitpid(process, 0)[1] != 0:
            say("What this push brings could not be looked through, so it is refused.")
            sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
