"""Deleting a repository: its row, what hangs on it, and its folder if pat-tui made that."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from pat_tui.domain.repositories import Repository
from pat_tui.services import deploy_keys as key_log
from pat_tui.services.context import Context
from pat_tui.services.repositories import administered
from pat_tui.store import deploy_keys, events, repositories


def delete_repository(context: Context, root: Path, full_name: str) -> Repository:
    """Delete the repository called FULL_NAME for one of its administrators, and return what it was.

    Its folder goes if it lies below ROOT, where pat-tui makes them; one that was merely added stays where it is.
    Raises NotFound, Forbidden.
    """
    database, now = context.database, context.clock()
    with database.transaction():
        found = administered(context, full_name)
        key_log.note_gone(context, deploy_keys.of_repository(database, found.id), now)
        repositories.remove(database, found.id)
        fields = {"repo": found.full_name, "visibility": found.visibility.value}
        events.add(database, "repo.destroy", context.acting, now, fields)
    if found.path is not None:
        _remove_folder(Path(found.path), root)
    return found


def _remove_folder(folder: Path, root: Path) -> None:
    """Move FOLDER away first, so that nobody is served half of it. What cannot be removed stays below ROOT."""
    with suppress(OSError):
        if folder.resolve() != folder or root.resolve() not in folder.parents:
            return
        aside = Path(tempfile.mkdtemp(prefix=".gone-", dir=root))
        folder.rename(aside / folder.name)
        shutil.rmtree(aside, ignore_errors=True)
