"""Who sits at this machine: git's configuration first, the login name after it."""

import getpass
import subprocess

from pat_tui.services.accounts import Identity

_TIMEOUT_SECONDS = 5


def _git_setting(name: str) -> str:
    try:
        result = subprocess.run(
            ["git", "config", "--get", name], capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return result.stdout.strip() if result.returncode == 0 else ""


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def identity() -> Identity:
    """git's `user.name` and `user.email`, and the login name; empty where unknown."""
    return Identity(name=_git_setting("user.name"), email=_git_setting("user.email"), login=_login_name())
