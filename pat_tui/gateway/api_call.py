"""One request of the API that has been let through, as its endpoint sees it, and the answers that there are."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope

from pat_tui.domain.accounts import Account
from pat_tui.domain.authorization import Owner, RepositoryAsked, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.routes import Match
from pat_tui.gateway.gateway import Gateway
from pat_tui.services.clock import system_random
from pat_tui.services.context import Context
from pat_tui.store import accounts

API = "/api/v3"
PER_PAGE, MOST_PER_PAGE = 30, 100
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)

Headered = Mapping[str, str]
NO_HEADERS: Headered = {}

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint says."""

    value: Any = None
    """What becomes JSON; not used with 204, nor beside `raw`."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """A body that is no JSON."""
    media_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    number: int
    """From 1."""
    size: int

    @property
    def offset(self) -> int:
        """How many items come before."""
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class Call:
    """A request that has been let through."""

    gateway: Gateway
    scope: Scope
    credential: AnyCredential | None
    match: Match
    resource: Resource
    body: Mapping[str, Any]
    """What was sent, where the method has a body."""

    @property
    def values(self) -> dict[str, str]:
        """What stands for the placeholders of the endpoint's path."""
        return self.match.values

    @cached_property
    def query(self) -> QueryParams:
        """The query; the last of several values counts, except where lists are taken."""
        return QueryParams(self.scope["query_string"])

    @cached_property
    def headers(self) -> Headers:
        """The request's."""
        return Headers(scope=self.scope)

    @cached_property
    def base(self) -> str:
        """What the addresses in answers begin with, without a slash at the end."""
        return base_url(self.gateway, self.scope)

    @property
    def owner(self) -> Owner:
        """The account that is asked about."""
        assert self.resource.owner is not None
        return self.resource.owner

    @property
    def repository(self) -> RepositoryAsked:
        """The repository that is asked about."""
        assert self.resource.repository is not None
        return self.resource.repository

    @property
    def context(self) -> Context:
        """For the use cases: the credential's user acts."""
        assert self.credential is not None
        return context_of(self.gateway, self.user(self.credential.user_id))

    def user(self, account_id: int) -> Account:
        """The account of that id, which was there when the request was let through."""
        gateway = self.gateway
        found = gateway.access.memory.recall(("user", account_id), lambda: accounts.by_id(gateway.database, account_id))
        assert found is not None
        return found

    def url(self, path: str) -> str:
        """The address of PATH, which begins with a slash, on this API."""
        return f"{self.base}{API}{path}"

    @cached_property
    def page(self) -> Page:
        """The page that is asked for. What is no number counts as not said; what is too large as the largest."""
        size = _number(self.query.get("per_page"), PER_PAGE)
        return Page(_number(self.query.get("page"), 1), min(size, MOST_PER_PAGE))

    def paged(self, items: Sequence[_Item], shape: Callable[[_Item], Any], headers: Headered = NO_HEADERS) -> Answer:
        """The page of ITEMS, each as SHAPE makes it, with `Link` and HEADERS."""
        page = self.page
        shown = items[page.offset : page.offset + page.size]
        return self.page_of([shape(item) for item in shown], len(items), headers=headers)

    def page_of(
        self, values: list[Any], total: int | None, *, is_last: bool = True, headers: Headered = NO_HEADERS
    ) -> Answer:
        """VALUES, which are the page already, of TOTAL; where that is unknown, IS_LAST tells whether more comes."""
        last = None if total is None else max(1, -(-total // self.page.size))
        found = self._links(last, is_last=is_last)
        link = {"Link": ", ".join(found)} if found else {}
        return Answer(values, headers=link | dict(headers))

    def _links(self, last: int | None, *, is_last: bool) -> list[str]:
        number = self.page.number
        more = not is_last if last is None else number < last
        found = [(number - 1, "prev")] if number > 1 else []
        found += [(number + 1, "next")] if more else []
        found += [(last, "last")] if more and last is not None else []
        found += [(1, "first")] if number > 1 else []
        return [f'<{self._page_url(target)}>; rel="{relation}"' for target, relation in found]

    def _page_url(self, number: int) -> str:
        others = [(name, value) for name, value in self.query.multi_items() if name != "page"]
        path: str = self.scope["path"].removeprefix(API)
        return f"{self.url(_quoted(path))}?{urlencode([*others, ('page', str(number))])}"


Handler = Callable[[Call], Answer | Awaitable[Answer]]
"""Answers one endpoint. A plain function runs in a thread, and may take its time with the store."""


def context_of(gateway: Gateway, acting: Account) -> Context:
    """For the use cases, with ACTING."""
    return Context(gateway.database, gateway.config.clock, system_random, None, acting)


def base_url(gateway: Gateway, scope: Scope) -> str:
    """Where this gateway is, as the client of SCOPE calls it."""
    if gateway.config.base_url:
        return gateway.config.base_url
    host = Headers(scope=scope).get("host", "")
    if not _HOST.fullmatch(host):
        server = scope.get("server") or ("localhost", None)
        host = f"{server[0]}:{server[1]}"
    return f"{scope['scheme']}://{host}"


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not _NUMBER.fullmatch(text):
        return otherwise
    return int(text) or otherwise


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
