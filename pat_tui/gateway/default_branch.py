"""The default branch of a repository that had no commits: the one that was pushed first, as on GitHub."""

import asyncio
import os
from pathlib import Path

from pat_tui.gateway.git_backend import GitBackend

_START = "ref: refs/heads/"


async def settle(backend: GitBackend, folder: str) -> None:
    """Where HEAD of the repository in FOLDER names a branch that is not there, let it name one that is."""
    if _is_settled(Path(folder)):
        return
    branches = await _git(backend, folder, "for-each-ref", "--count=1", "--format=%(refname)", "refs/heads/")
    if branches and not await _git(backend, folder, "rev-parse", "--verify", "--quiet", "HEAD"):
        await _git(backend, folder, "symbolic-ref", "HEAD", branches)


def _is_settled(folder: Path) -> bool:
    """Without asking git, which costs as much as the push of a small commit: the branch lies there as a file."""
    try:
        head = (folder / "HEAD").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return True
    branch = head.removeprefix("ref: ").strip()
    return not head.startswith(_START) or os.path.isfile(folder / branch)


async def _git(backend: GitBackend, folder: str, *words: str) -> str:
    """What git says to WORDS; nothing where it fails."""
    process = await asyncio.create_subprocess_exec(
        backend.program,
        "--git-dir",
        folder,
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=backend.environment(),
    )
    written, _nothing = await process.communicate()
    return written.decode("utf-8", "replace").strip() if process.returncode == 0 else ""
