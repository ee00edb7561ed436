"""Which permissions a text typed into the form's filter means: by title, name, or an endpoint that asks for them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pat_tui.domain.permissions import Permission

_REQUEST = re.compile(r"(?:(?P<method>[a-z]+)\s+)?(?:https?://[^/\s]+)?(?P<path>/[^\s?#]*)\S*")
_TAKES_THE_REST = {"{path}", "{ref}"}
"""Placeholders that GitHub fills with several segments when they come last, as in `contents/docs/index.md`."""


@dataclass(frozen=True, slots=True)
class FilterMatch:
    """One permission that a filter lets through."""

    permission: Permission
    endpoints: tuple[str, ...] = ()
    """The endpoints that matched; empty when the title or the name holds the text."""


def endpoint_matcher(text: str) -> Callable[[str], bool]:
    """Return a test for endpoints written as `GET /repos/{owner}/{repo}`.

    It holds for an endpoint that contains TEXT, and for one whose template fits TEXT when TEXT is a concrete path
    (`/repos/acme/app`), with or without a method, a host and a query. A placeholder fits one segment. Case is ignored.
    """
    wanted = " ".join(text.lower().split())
    request = _REQUEST.fullmatch(wanted)

    def matches(endpoint: str) -> bool:
        known = endpoint.lower()
        if wanted in known:
            return True
        if request is None:
            return False
        method, _space, template = known.partition(" ")
        return request["method"] in (None, method) and _fits(_segments(template), _segments(request["path"]))

    return matches


def filter_permissions(permissions: Sequence[Permission], text: str) -> list[FilterMatch]:
    """Return the PERMISSIONS that TEXT means: those with TEXT in title or name first, then those meant by endpoint.

    Blank TEXT means them all. Each part keeps the order of PERMISSIONS.
    """
    wanted = text.strip().lower()
    named, asked = [], []
    matches = endpoint_matcher(wanted)
    for permission in permissions:
        if wanted in permission.title.lower() or wanted in permission.slug.lower():
            named.append(FilterMatch(permission))
        elif endpoints := tuple(filter(matches, permission.endpoints)):
            asked.append(FilterMatch(permission, endpoints))
    return named + asked


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _fits(template: list[str], path: list[str]) -> bool:
    if template[-1] in _TAKES_THE_REST and len(path) > len(template):
        path = path[: len(template)]
    return len(path) == len(template) and all(map(_segment_fits, template, path))


def _segment_fits(template: str, segment: str) -> bool:
    is_placeholder = template.startswith("{") and template.endswith("}")
    return bool(segment) if is_placeholder else segment == template
