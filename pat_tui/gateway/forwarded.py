"""What a proxy asks about on /auth/verify: the request that it holds back, as its headers tell.

nginx is told to send `X-Original-URI` and `X-Original-Method`; Caddy and Traefik send `X-Forwarded-Uri` and
`X-Forwarded-Method`. A proxy hands a client's own headers on as well: where both families stand and differ, or one
stands twice, nobody can say which is the proxy's, and the answer is no. So it is for a path that the server behind the
proxy might read otherwise than it is read here.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from pat_tui.domain.names import LOGIN_PATTERN, REPOSITORY_NAME_PATTERN
from pat_tui.gateway.credentials import Headers

_URIS = (b"x-original-uri", b"x-forwarded-uri")
_METHODS = (b"x-original-method", b"x-forwarded-method")
_METHOD = re.compile(r"[A-Z]{1,20}")
_AMBIGUOUS = re.compile(rb"//|\\|/\.{1,2}(?:/|$)|%2f|%5c|%2e|%00|[\x00-\x20\x7f#]|%(?![0-9a-f]{2})", re.IGNORECASE)
_GIT = re.compile(r"/([^/]+)/([^/]+?)(?:\.git)?/(info/refs|git-upload-pack|git-receive-pack)")
_SERVICES = {"service=git-upload-pack": "git-upload-pack", "service=git-receive-pack": "git-receive-pack"}
_LONGEST = 8 * 1024


class Unclear(Exception):
    """The proxy's headers do not say what is asked for. The text says why."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The request that the proxy holds back."""

    method: str
    path: str
    """Decoded, without the query."""
    query: str

    @property
    def git(self) -> "AskedOfGit | None":
        """What it asks of git; None where it is nothing of git's."""
        match = _GIT.fullmatch(self.path)
        if match is None:
            return None
        owner, repo, last = match.groups()
        is_named = LOGIN_PATTERN.fullmatch(owner) and REPOSITORY_NAME_PATTERN.fullmatch(repo)
        service = _SERVICES.get(self.query, "") if last == "info/refs" else last
        method = "GET" if last == "info/refs" else "POST"
        if not is_named or not service or self.method != method:
            return None
        return AskedOfGit(owner, repo, service)


@dataclass(frozen=True, slots=True)
class AskedOfGit:
    """A service of git's on a repository."""

    owner: str
    repo: str
    service: str


def forwarded(headers: Headers) -> Forwarded | None:
    """What HEADERS say is asked for; None where they say nothing. Raises Unclear."""
    pairs = list(headers)
    uri, method = _only(pairs, _URIS), _only(pairs, _METHODS)
    if uri is None and method is None:
        return None
    if uri is None or method is None:
        raise Unclear("method or URI is missing")
    word = method.decode("latin-1")
    if not _METHOD.fullmatch(word):
        raise Unclear("this is no method")
    path, query = _split(uri)
    return Forwarded(word, path, query)


def _only(pairs: list[tuple[bytes, bytes]], names: tuple[bytes, ...]) -> bytes | None:
    values = [value for name, value in pairs if name in names]
    if len(set(values)) > 1 or len(values) > len(names):
        raise Unclear("the headers contradict each other")
    return values[0] if values else None


def _split(uri: bytes) -> tuple[str, str]:
    try:
        parts = urlsplit(uri.decode("ascii")) if len(uri) <= _LONGEST else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme or parts.netloc or not uri.startswith(b"/"):
        raise Unclear("this is no path")
    raw = uri.partition(b"?")[0]
    if _AMBIGUOUS.search(raw):
        raise Unclear("the path can be read in more than one way")
    try:
        return unquote_to_bytes(raw).decode("utf-8"), parts.query
    except UnicodeDecodeError:
        raise Unclear("the path is no UTF-8") from None
