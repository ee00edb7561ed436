"""Putting the hook where git finds it."""

import shlex
import sys
from pathlib import Path

from pat_tui.gateway.hook import pre_receive

HOOK = "pre-receive"


def install_hooks(folder: Path) -> None:
    """Make the hook, and an empty folder of hooks, below FOLDER, which belongs to one worker."""
    (folder / "no-hooks").mkdir()
    hook = folder / HOOK
    words = shlex.join([sys.executable, "-I", "-S", pre_receive.__file__])
    hook.write_text(f"#!/bin/sh\nexec {words}\n", encoding="utf-8")
    hook.chmod(0o700)


def link_hook(worker: Path, hooks: Path) -> None:
    """Make the folder HOOKS of one push, with the hook of WORKER in it."""
    hooks.mkdir()
    (hooks / HOOK).symlink_to(worker / HOOK)
