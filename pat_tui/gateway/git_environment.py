"""What a git process of the gateway is given: an environment of its own, with nothing of the server's or the user's."""

import os
import re
import shutil
from collections.abc import Mapping

from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.errors import PatTuiError
from pat_tui.i18n import _

_PROTOCOL = re.compile(rb"version=[012]")
"""The only `Git-Protocol` that is handed on."""


class GitMissing(PatTuiError):
    """There is no git on this system."""


def git_program() -> str:
    """The path of git. Raises GitMissing."""
    found = shutil.which("git")
    if found is None:
        raise GitMissing(_("git is not installed, and the gateway needs it."))
    return os.path.abspath(found)


def environment(program: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment for PROGRAM with git's SETTINGS, which outweigh the configuration of any repository."""
    found = {
        "PATH": f"{os.path.dirname(program)}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C",
        "LC_ALL": "C",
        "HOME": "/nonexistent",
        "XDG_CONFIG_HOME": "/nonexistent",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",  # a pushed refs/replace/ would show the hook other commits than those that land
        "GIT_COMMITTER_NAME": "pat-tui",
        "GIT_COMMITTER_EMAIL": "gateway@localhost",
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for number, (key, value) in enumerate(settings.items()):
        found[f"GIT_CONFIG_KEY_{number}"], found[f"GIT_CONFIG_VALUE_{number}"] = key, value
    return found


def settings(hooks: str, push_bytes: int) -> dict[str, str]:
    """Git's settings for what the gateway runs. HOOKS is the only folder that hooks are taken from."""
    return {
        "safe.directory": "*",
        "core.hooksPath": hooks,
        "core.fsmonitor": "false",
        "gc.auto": "0",
        "receive.autogc": "false",
        "transfer.fsckObjects": "true",  # a tree with `..` or `.git` in it would harm who clones it
        "receive.maxInputSize": str(push_bytes),
        "uploadpack.allowFilter": "true",
        "uploadpack.allowAnySHA1InWant": "true",
    }


def protocol_of(header: bytes | None) -> dict[str, str]:
    """What `Git-Protocol` adds to the environment; nothing where it is anything but a version."""
    if header is None or not _PROTOCOL.fullmatch(header):
        return {}
    return {"GIT_PROTOCOL": header.decode("ascii")}


def committer_of(credential: AnyCredential | None) -> dict[str, str]:
    """Who stands in the log of references, if a repository keeps one."""
    if credential is None:
        return {}
    return {
        "GIT_COMMITTER_NAME": credential.user_login,
        "GIT_COMMITTER_EMAIL": f"{credential.user_login}@users.noreply.localhost",
    }
