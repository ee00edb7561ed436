"""Making the folders that the gateway serves: new bare repositories, and copies of repositories that are there."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pat_tui.domain.errors import InvalidInput, PatTuiError, Taken
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.services.repositories import add_repository, give_folder, owner_to_add_to, split_name
from pat_tui.store import repositories

FIRST_BRANCH = "main"

Progress = Callable[[str, int], None]
"""Told what git is at, in its own words, and how many percent of that are done."""

_PROGRESS = re.compile(r"(?:remote: )?([A-Z][a-z]+ [a-z]+): +([0-9]{1,3})%")


class GitTrouble(PatTuiError):
    """Git is missing, or did not do what it should. The text ends with its own words."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a repository is to be: a row that waits for its folder, or none yet."""

    existing: Repository | None
    path: Path


def create_repository(context: Context, root: Path, full_name: str, visibility: Visibility | None) -> Repository:
    """Make the bare repository FULL_NAME (`OWNER/NAME`) below ROOT; private where VISIBILITY is None.

    A repository that was added without a folder gets one. Raises InvalidInput, NotFound, Forbidden, GitTrouble.
    """
    place = _place(context, root, full_name, visibility)
    with _prepared(root) as folder:
        _git(["init", "--quiet", "--bare", f"--initial-branch={FIRST_BRANCH}", str(folder)])
        return _settle(context, folder, place, full_name, visibility)


def import_repository(
    context: Context, root: Path, source: Path, full_name: str, visibility: Visibility | None, progress: Progress
) -> Repository:
    """Copy the branches and tags of SOURCE, bare or not, into a repository as `create_repository` makes it.

    Nothing of its configuration and hooks comes along. PROGRESS is told what git is at.
    """
    place = _place(context, root, full_name, visibility)
    source = source.expanduser().resolve()
    if not source.is_dir():
        raise InvalidInput({"path": _("{path} is not a folder.").format(path=source)})
    with _prepared(root) as folder:
        # Not local: that would share files with the source, and has no progress.
        words = ["clone", "--bare", "--no-local", "--progress", "--template=", "--", str(source), str(folder)]
        _git(words, progress)
        _git(["--git-dir", str(folder), "remote", "remove", "origin"])
        _point_head_at_a_branch(folder)
        return _settle(context, folder, place, full_name, visibility)


def name_for(source: Path) -> str:
    """What a repository in the folder SOURCE is probably called."""
    folder = source.expanduser().resolve()
    return (folder.parent if folder.name == ".git" else folder).name.removesuffix(".git")


def _place(context: Context, root: Path, full_name: str, visibility: Visibility | None) -> _Place:
    login, name = split_name(full_name)
    owner = owner_to_add_to(context, login)
    found = repositories.named(context.database, owner.id, [name])
    if found and (found[0].path is not None or visibility not in {None, found[0].visibility}):
        raise InvalidInput({"repository": _("There is a repository {name} already.").format(name=found[0].full_name)})
    name = found[0].name if found else name
    return _Place(found[0] if found else None, root / owner.login / f"{name}.git")


@contextmanager
def _prepared(root: Path) -> Iterator[Path]:
    """A folder below ROOT, to be filled and then moved to its place; removed if it was not."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        around = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    except OSError as error:
        raise _no_folder(root, error) from error
    try:
        yield around / "repository"
    finally:
        shutil.rmtree(around, ignore_errors=True)


def _settle(context: Context, folder: Path, place: _Place, full_name: str, visibility: Visibility | None) -> Repository:
    """Move FOLDER to its PLACE and note it in the store; both or neither."""
    path = place.path
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path = path.parent.resolve() / path.name
        folder.rename(path)
    except OSError as error:
        raise _no_folder(path, error) from error
    try:
        if place.existing is not None:
            return give_folder(context, place.existing, path)
        return add_repository(context, full_name, visibility or Visibility.PRIVATE, path)
    except Taken as error:
        shutil.rmtree(path, ignore_errors=True)
        raise InvalidInput({"repository": str(error)}) from error
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def _point_head_at_a_branch(folder: Path) -> None:
    """Where the source's HEAD was no branch, let it be one that there is."""
    if (folder / "HEAD").read_text(encoding="utf-8").startswith("ref: refs/heads/"):
        return
    branches = _git(["--git-dir", str(folder), "for-each-ref", "--format=%(refname)", "refs/heads/"]).split()
    usual = [f"refs/heads/{name}" for name in (FIRST_BRANCH, "master")]
    target = next((name for name in usual if name in branches), branches[0] if branches else usual[0])
    _git(["--git-dir", str(folder), "symbolic-ref", "HEAD", target])


def _git(words: Sequence[str], progress: Progress | None = None) -> str:
    """Run git with WORDS and return what it writes. Raises GitTrouble."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C",
        "LC_ALL": "C",
        "HOME": "/nonexistent",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
    }
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(["git", *words], env=environment, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    except OSError as error:
        raise GitTrouble(_("git cannot be run: {reason}.").format(reason=error.strerror)) from error
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = _follow(process.stderr.fileno(), progress)
        written = process.stdout.read().decode("utf-8", "replace").strip()
    if process.returncode != 0:
        raise GitTrouble(_("git: {reason}").format(reason=said or _("it failed without a word")))
    return written


def _follow(descriptor: int, progress: Progress | None) -> str:
    """Read what git says to its end, handing progress on. Returns its last line."""
    last, rest = "", b""
    while data := os.read(descriptor, 4096):
        *lines, rest = re.split(rb"[\r\n]", rest + data)
        for line in (line.decode("utf-8", "replace").strip() for line in lines):
            if match := _PROGRESS.match(line):
                if progress is not None:
                    progress(match[1], int(match[2]))
            elif line:
                last = line
    return rest.decode("utf-8", "replace").strip() or last


def _no_folder(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        {"path": _("The folder {path} cannot be made: {reason}.").format(path=path, reason=error.strerror)}
    )
