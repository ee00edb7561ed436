"""The folders that are served: found by what the store says, never built from an address."""

import os
from pathlib import Path

from pat_tui.domain.authorization import Resource
from pat_tui.gateway.gateway import Gateway

FIRST_BRANCH = "main"
_MOST = 1024
_BRANCH = "ref: refs/heads/"


def served_folder(gateway: Gateway, resource: Resource) -> str | None:
    """The folder of RESOURCE's repository, if it still is one and no symbolic link leads elsewhere."""
    assert resource.repository is not None
    return checked(gateway.access.folder(resource.repository.id))


def checked(path: str | None) -> str | None:
    """PATH, if it is a folder and no symbolic link leads elsewhere."""
    if path is None or os.path.realpath(path) != path or not os.path.isdir(path):
        return None
    return path


def default_branch(folder: str | None) -> str:
    """What the HEAD of the repository in FOLDER names."""
    if folder is None:
        return FIRST_BRANCH
    try:
        with Path(folder, "HEAD").open("rb") as file:
            text = file.read(_MOST).decode("utf-8", "replace").strip()
    except OSError:
        return FIRST_BRANCH
    return text.removeprefix(_BRANCH) if text.startswith(_BRANCH) else FIRST_BRANCH
