"""Handing over to git, which passes it on to whatever helper keeps its passwords."""

import os
from collections.abc import Iterator
from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way
from pat_tui.services.hand_over.running import Ended, harmless, last_line, run

SECONDS = 30.0
"""How long a helper may take for one step: it may wait for a keychain to be unlocked."""
_LONGEST_NAME = 40
_ASKING = ("GIT_ASKPASS", "SSH_ASKPASS", "GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE")


class GitCredential(Receiver):
    """Git's credential of a user at an address, as `git credential approve` takes it."""

    way = Way.GIT_CREDENTIAL

    def __init__(self, url: str, login: str, seconds: float = SECONDS) -> None:
        """LOGIN is the user name at the URL (http or https) of a server or of one repository."""
        super().__init__()
        self._url = url.strip()
        self._login = login
        self._seconds = seconds
        self._helpers: list[str] = []

    @property
    def where(self) -> str:
        """The address, without the user."""
        parts = urlsplit(self._url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()

    def check(self) -> None:
        """Raises InvalidInput for an address that is none, where git is missing, and where it has no helper."""
        if problem := _address_problem(self._url, self._login):
            raise self.refused(problem)
        try:
            self._helpers = list(self._configured())
        except HandOverFailed as error:
            raise self.refused(str(error)) from error
        if not self._helpers:
            words = _(
                "Git has no credential helper for {url}, so nobody would keep it. "
                "Set one first, such as: git config --global credential.helper cache"
            )
            raise self.refused(words.format(url=self.where))

    def deliver(self, secret: Secret) -> Delivered:
        """Have git keep SECRET, and read it back. Raises HandOverFailed."""
        approved = self._git("credential", "approve", given=f"{self._asked()}password={secret.reveal()}\n\n")
        said = last_line(harmless(approved.output, secret.reveal()))
        if approved.code or not compare_digest(self._kept().encode(), secret.reveal().encode()):
            words = _("Git's credential helper ({helper}) does not have it.").format(helper=self.helper)
            raise HandOverFailed(_("{failure} It said: {line}").format(failure=words, line=said) if said else words)
        words = _("Git's credential helper ({helper}) has it for {login} at {url} (checked).")
        return Delivered(words.format(helper=self.helper, login=self._login, url=self.where))

    @property
    def helper(self) -> str:
        """The helpers that git uses for the address, in words; known after `check`."""
        return ", ".join(map(_name, self._helpers))

    def _asked(self) -> str:
        return f"url={self.where}\nusername={self._login}\n"

    def _kept(self) -> str:
        """The password that git has now; empty for none."""
        lines = self._git("credential", "fill", given=f"{self._asked()}\n").output.split("\n")
        return next((line.removeprefix("password=") for line in lines if line.startswith("password=")), "")

    def _configured(self) -> Iterator[str]:
        """Git's helpers for the address, in their order. An empty one lets go of those before it."""
        listed = self._git("config", "--null", "--get-regexp", r"^credential\.(.*\.)?helper$").output
        found: list[str] = []
        for entry in filter(None, listed.split("\0")):
            key, _line_end, helper = entry.partition("\n")
            pattern = key.removeprefix("credential.").removesuffix("helper").removesuffix(".")
            if not pattern or self._is_meant(pattern):
                found = [*found, helper] if helper else []
        yield from found

    def _is_meant(self, pattern: str) -> bool:
        """Whether git applies settings under `credential.PATTERN` to the address: git itself decides."""
        probe = ("-c", f"credential.{pattern}.pattuiprobe=yes")
        answer = self._git(*probe, "config", "--get-urlmatch", "credential.pattuiprobe", self.where)
        return answer.code == 0 and answer.output.strip() == "yes"

    def _git(self, *words: str, given: str = "") -> Ended:
        environ = {name: value for name, value in os.environ.items() if name not in _ASKING}
        environ |= {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never"}
        command = ["git", "-c", "core.askPass=", *words]
        return run(command, given.encode(), environ, self._seconds, self._stopping)


def _address_problem(url: str, login: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, user, password, _port = parts.hostname, parts.username, parts.password, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or clean(url) != url or " " in url:
        return _("Write an address, such as http://127.0.0.1:8020 or https://HOST/OWNER/REPO.")
    if password is not None:
        return _("Leave the password out of the address: the token takes its place.")
    if user not in (None, login):
        return _("The user at the address is {login}, whose token it is, and not {user}.").format(
            login=login, user=user
        )
    if parts.scheme == "http" and not is_this_machine(host):
        return _("Without https, anybody on the way to {host} could read it.").format(host=host)
    return None


def is_this_machine(host: str) -> bool:
    """Whether HOST, of an address, is the machine that this runs on, which nobody listens in on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _name(helper: str) -> str:
    """HELPER in a few words. One that is a shell command may hold anything."""
    if helper.startswith("!"):
        return _("a shell command")
    shown = clean(helper)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
