"""Which endpoint of the catalogue a method and a path mean, in time that grows with the path and not the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pat_tui.domain.requirements import Requirement

_TAKES_THE_REST = {"{path}", "{ref}", "{basehead}", "{dir}", "{branch}"}
"""Placeholders that stand for several segments when they come last: `contents/docs/index.md`, `git/ref/heads/main`."""
_CONTENTS = "/contents/{path}"
"""Where the path may be left out as well, with its slash or without: that is the root of the repository."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the catalogue."""

    method: str
    path: str
    """The template, as `/repos/{owner}/{repo}`."""
    requirement: Requirement
    documentation_url: str
    """Where GitHub describes it, without a host."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Match:
    """An endpoint, and what stands in the place of its placeholders."""

    endpoint: Endpoint
    values: dict[str, str]
    """By placeholder, without braces."""


@dataclass(slots=True)
class _Node:
    literal: "dict[str, _Node]" = field(default_factory=dict)
    placeholder: "_Node | None" = None
    rest: "_Node | None" = None
    """Where the segments from here on are one value."""
    endpoints: dict[str, Endpoint] = field(default_factory=dict)


class Routes:
    """The endpoints as a tree of segments."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._root = _Node()
        for endpoint in endpoints:
            self._add(endpoint)

    def _add(self, endpoint: Endpoint) -> None:
        node = self._root
        segments = _segments(endpoint.path)
        for number, segment in enumerate(segments):
            if segment in _TAKES_THE_REST and number == len(segments) - 1:
                if endpoint.path.endswith(_CONTENTS) and endpoint.method == "GET":
                    node.endpoints[endpoint.method] = endpoint
                node.rest = node.rest or _Node()
                node.rest.endpoints[endpoint.method] = endpoint
            if segment.startswith("{"):
                node.placeholder = node.placeholder or _Node()
                node = node.placeholder
            else:
                node = node.literal.setdefault(segment, _Node())
        node.endpoints[endpoint.method] = endpoint

    def match(self, method: str, path: str) -> Match | None:
        """The endpoint that METHOD and PATH (decoded, without query) mean; None where there is none.

        Words outweigh placeholders, segment by segment; a trailing slash or an empty segment matches nothing. A `HEAD`
        is what its `GET` is.
        """
        method = "GET" if method == "HEAD" else method
        segments = _segments(path.removesuffix("/") if path.endswith("/contents/") else path)
        found = self._find(self._root, segments, 0, method)
        return None if found is None else Match(found, _values(found.path, segments))

    def _find(self, node: _Node, segments: list[str], at: int, method: str) -> Endpoint | None:
        if at == len(segments):
            return node.endpoints.get(method)
        segment = segments[at]
        for child in (node.literal.get(segment), node.placeholder if segment else None):
            if child is not None and (found := self._find(child, segments, at + 1, method)) is not None:
                return found
        return node.rest.endpoints.get(method) if node.rest is not None and all(segments[at:]) else None


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/") if path != "/" else []


def _values(template: str, segments: list[str]) -> dict[str, str]:
    names = _segments(template)
    values = {name.strip("{}"): segment for name, segment in zip(names, segments, strict=False) if name.startswith("{")}
    if len(segments) > len(names):
        values[names[-1].strip("{}")] = "/".join(segments[len(names) - 1 :])
    return values
