"""Reading a repository for the API: git's plumbing, in the closed environment that every git of the gateway gets.

Names from outside reach git only as whole arguments that cannot be options, and as references after they were found
to be there letter by letter.
"""

import asyncio
import os
import re
import signal
from contextlib import suppress
from dataclasses import dataclass

from pat_tui.gateway.git_backend import GitBackend, GitFailed

_SECONDS = 20.0
_MOST_BYTES = 64 * 1024 * 1024
_PIECE = 64 * 1024
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT = re.compile(r"[0-9a-fA-F]{4,64}")


class TooMuch(GitFailed):
    """What git says is larger than is read here."""


@dataclass(frozen=True, slots=True)
class GitReader:
    """Reads one repository."""

    backend: GitBackend
    folder: str
    is_anonymous: bool

    async def run(self, *words: str, most: int = _MOST_BYTES) -> bytes | None:
        """What git says to WORDS; None where it fails. Raises TooMuch, TooBusy, GitFailed when it takes too long."""
        async with self.backend.turn(self.is_anonymous):
            process = await asyncio.create_subprocess_exec(
                self.backend.program,
                "--git-dir",
                self.folder,
                "--literal-pathspecs",
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=self.backend.environment(),
                cwd="/",
                start_new_session=True,
            )
            try:
                async with asyncio.timeout(_SECONDS):
                    said = await _said(process, most)
                    code = await process.wait()
            except TimeoutError as error:
                raise GitFailed("it took too long") from error
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    await asyncio.shield(process.wait())
        return said if code == 0 else None

    async def text(self, *words: str) -> str | None:
        """`run`, as text."""
        said = await self.run(*words)
        return None if said is None else said.decode("utf-8", "replace")

    async def branch(self, name: str) -> str | None:
        """The commit at the head of the branch called NAME; None where there is none."""
        return await self._reference(f"refs/heads/{name}")

    async def commit(self, name: str) -> str | None:
        """The commit that NAME means: a branch, a tag, `heads/…`, `tags/…`, `HEAD`, or a commit's number."""
        for reference in (f"refs/heads/{name}", f"refs/tags/{name}", f"refs/{name}", name if name == "HEAD" else ""):
            if reference and (found := await self._reference(reference)) is not None:
                return await self._peeled(found)
        return await self._peeled(name.lower()) if _SHORT.fullmatch(name) else None

    async def _reference(self, reference: str) -> str | None:
        if "\0" in reference:
            return None
        said = await self.text("show-ref", "--verify", "--hash", "--", reference)
        return said.strip() if said else None

    async def _peeled(self, name: str) -> str | None:
        said = await self.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        found = said.strip() if said else ""
        return found if _OBJECT.fullmatch(found) else None


async def _said(process: asyncio.subprocess.Process, most: int) -> bytes:
    assert process.stdout is not None
    said = bytearray()
    while data := await process.stdout.read(_PIECE):
        said += data
        if len(said) > most:
            raise TooMuch("it is too large to be read here")
    return bytes(said)
