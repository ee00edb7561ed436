"""Links that fill in the form of a new token, in GitHub's own language: reading one, and writing one.

A link is text from anybody. Nothing of it is trusted beyond what the rules let pass, what is wrong with it is named and
ignored, and nothing is ever fetched: its host is not even looked at. Repositories cannot be in a link.

Source: GitHub's documentation, "Managing your personal access tokens", pre-filling by URL parameters.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from urllib.parse import unquote_to_bytes, urlencode

from pat_tui.domain.classic import NOTE_LENGTH
from pat_tui.domain.drafts import DESCRIPTION_LENGTH, NAME_LENGTH, TokenDraft
from pat_tui.domain.expiration import MAXIMUM_DAYS, Expiration, InDays, Never, OnDate, days_text, local_day
from pat_tui.domain.names import LOGIN_PATTERN
from pat_tui.domain.permissions import Level, Permission
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean, text_error
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _

PATHS = {
    TokenKind.FINE_GRAINED: "/settings/personal-access-tokens/new",
    TokenKind.CLASSIC: "/settings/tokens/new",
}
"""GitHub's pages of the two forms."""

MAXIMUM_LENGTH = 20_000
"""Characters of a link; what every field and every permission could take, escaped, is less."""

NEVER = "none"
"""What `expires_in` says for a token without an expiration."""

_NAMED = 8
"""How many unknown things are named; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a link fills in. Which resource owners there are, and what they allow, it has not been held against yet."""

    kind: TokenKind
    """Which form the link opens."""
    name: str = ""
    description: str = ""
    """Of a classic token: its note."""
    owner: str = ""
    """The resource owner's login; empty for whoever opens the link."""
    expiration: Expiration | None = None
    """A number of days or never; None for what the form proposes."""
    permissions: Mapping[str, Level] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    """What was not understood or is not allowed, a sentence each."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that fills in a form."""

    url: str
    left_out: tuple[str, ...] = ()
    """What of the form a link cannot hold, a sentence each; empty where it holds all."""


def parse(text: str, permissions: Mapping[str, Permission], scopes: Collection[str]) -> Prefill:
    """Read TEXT, a whole address, one without its host, or only its query. Never raises.

    PERMISSIONS and SCOPES are the catalogues, by slug and by name. The path says which form it is; without one of
    GitHub's two paths the parameter `scopes` does.
    """
    if len(text) > MAXIMUM_LENGTH:
        words = _("The link is longer than {maximum} characters, so nothing of it was used.")
        return Prefill(TokenKind.FINE_GRAINED, ignored=(words.format(maximum=MAXIMUM_LENGTH),))
    path, query = _path_and_query(text)
    reading = _Reading(query)
    kind = next((kind for kind, its_path in PATHS.items() if its_path == path), None)
    if kind is None:
        kind = TokenKind.CLASSIC if "scopes" in reading.values else TokenKind.FINE_GRAINED
        if path:
            words = _("{path} is no page for a new token; what stands after it was used all the same.")
            reading.ignored.append(words.format(path=_shown(path)))
    return reading.classic(scopes) if kind is TokenKind.CLASSIC else reading.fine_grained(permissions)


def _path_and_query(text: str) -> tuple[str, str]:
    # Not urlsplit, which raises for some hosts and drops control characters without a word.
    head, _mark, query = text.strip(" ").partition("#")[0].partition("?")
    for scheme in ("https://", "http://"):
        if head.lower().startswith(scheme):
            _host, slash, path = head[len(scheme) :].partition("/")
            head = slash + path
    return head.rstrip("/"), query


class _Reading:
    """The parameters of one query, and what is wrong with them so far. Of one that is there twice the last counts."""

    def __init__(self, query: str) -> None:
        self.ignored: list[str] = []
        self.values: dict[str, str] = {}
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        names = [_decoded(name) for name, _equals, _value in pairs]
        broken = []
        for name, (raw_name, _equals, raw_value) in zip(names, pairs, strict=True):
            value = _decoded(raw_value)
            if name is None or value is None:
                broken.append(name or raw_name)
            else:
                self.values[name] = value
        self._say(_("Not text in UTF-8, and ignored: {names}."), broken)
        twice = [name for name, times in Counter(names).items() if name is not None and times > 1]
        self._say(_("Given more than once, so that only the last one counts: {names}."), twice)

    def fine_grained(self, permissions: Mapping[str, Permission]) -> Prefill:
        """What the form of a fine-grained token is filled in with."""
        name = self._text("name", NAME_LENGTH)
        description = self._text("description", DESCRIPTION_LENGTH, multiline=True)
        owner, expiration, levels = self._owner(), self._expiration(), self._levels(permissions)
        ignored = self._all_ignored({"name", "description", "target_name", "expires_in", *permissions})
        return Prefill(TokenKind.FINE_GRAINED, name, description, owner, expiration, levels, ignored=ignored)

    def classic(self, scopes: Collection[str]) -> Prefill:
        """What the form of a classic token is filled in with."""
        note = self._text("description", NOTE_LENGTH)
        chosen = self._scopes(scopes)
        ignored = self._all_ignored({"description", "scopes"})
        return Prefill(TokenKind.CLASSIC, description=note, scopes=chosen, ignored=ignored)

    def _refuse(self, parameter: str, reason: str) -> None:
        words = _("{parameter} was ignored: {reason}")
        self.ignored.append(words.format(parameter=parameter, reason=reason))

    def _say(self, words: str, names: Sequence[str]) -> None:
        """Name NAMES, where there are any, in one sentence."""
        if names:
            self.ignored.append(words.format(names=_listed(names)))

    def _text(self, parameter: str, maximum: int, *, multiline: bool = False) -> str:
        text = self.values.get(parameter, "")
        text = text.replace("\r\n", "\n") if multiline else text
        if len(text) > maximum:
            words = _("It is too long: {length} of at most {maximum} characters.")
            self._refuse(parameter, words.format(length=len(text), maximum=maximum))
        elif (error := text_error(text, multiline=multiline)) is not None:
            self._refuse(parameter, error)
        else:
            return text
        return ""

    def _owner(self) -> str:
        owner = self.values.get("target_name", "")
        if not owner or LOGIN_PATTERN.fullmatch(owner):
            return owner
        self.ignored.append(unknown_owner(owner))
        return ""

    def _expiration(self) -> Expiration | None:
        text = self.values.get("expires_in")
        if text is None:
            return None
        if text == NEVER:
            return Never()
        if text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MAXIMUM_DAYS:
            return InDays(int(text))
        words = _("Write a number of days from 1 to {maximum}, or {never}.")
        self._refuse("expires_in", words.format(maximum=MAXIMUM_DAYS, never=NEVER))
        return None

    def _levels(self, permissions: Mapping[str, Permission]) -> dict[str, Level]:
        asked = {slug: level for slug, level in self.values.items() if slug in permissions}
        wrong = [f"{slug}={level}" for slug, level in asked.items() if level not in permissions[slug].levels]
        self._say(_("Levels that are not on offer, ignored: {names}."), wrong)
        return {slug: Level(level) for slug, level in sorted(asked.items()) if level in permissions[slug].levels}

    def _scopes(self, known: Collection[str]) -> tuple[str, ...]:
        asked = dict.fromkeys(scope.strip() for scope in self.values.get("scopes", "").split(",") if scope.strip())
        self._say(_("Unknown scopes, ignored: {names}."), [scope for scope in asked if scope not in known])
        return tuple(scope for scope in asked if scope in known)

    def _all_ignored(self, known: Collection[str]) -> tuple[str, ...]:
        self._say(_("Unknown and ignored: {names}."), [name for name in self.values if name not in known])
        return tuple(self.ignored)


def unknown_owner(login: str) -> str:
    """GitHub's sentence about a resource owner that cannot be chosen."""
    return _("Cannot find the specified resource owner: {owner}").format(owner=_shown(login))


def _decoded(text: str) -> str | None:
    """TEXT of a query without its escapes; None if that is not UTF-8."""
    try:
        return unquote_to_bytes(text.replace("+", " ").encode("utf-8", "surrogatepass")).decode()
    except UnicodeDecodeError:
        return None


def _shown(text: str, maximum: int = 40) -> str:
    """TEXT, harmless and bounded, to be named in a sentence."""
    text = clean(text)
    return text if len(text) <= maximum else text[: maximum - 1] + "…"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(_shown(name) or "“”" for name in names[:_NAMED])
    more = len(names) - _NAMED
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown


def link_of(draft: TokenDraft, base: str, now: datetime, zone: tzinfo | None) -> Link:
    """The link under BASE (`https://HOST`) that fills the form in like DRAFT. `parse` gives it all back, exactly.

    A custom date becomes whole days, counted from today in ZONE to that day: it is rounded down, for the token then
    ends on that day at the hour at which it is generated, and not at the day's end. Only opened on the same day does
    the link lead to that date.
    """
    days, left_out = _expires_in(draft.expiration, now, zone)
    texts = {"name": draft.name, "description": draft.description, "target_name": draft.owner, "expires_in": days}
    levels = {slug: level.value for slug, level in draft.permissions.items()}
    parameters = {name: text for name, text in texts.items() if text} | levels
    return Link(_url(base, TokenKind.FINE_GRAINED, parameters), (*left_out, *_left_out(draft)))


def classic_link_of(note: str, scopes: Sequence[str], base: str) -> Link:
    """The link under BASE that fills in the form of a classic token. Its expiration has no parameter."""
    parameters = {"description": note, "scopes": ",".join(scopes)}
    words = _("A link for a token (classic) cannot hold the expiration.")
    return Link(_url(base, TokenKind.CLASSIC, parameters), (words,))


def _url(base: str, kind: TokenKind, parameters: Mapping[str, str]) -> str:
    # Commas and colons stay as they are: GitHub's own links for classic tokens have them.
    query = urlencode(parameters, safe=",:", errors="surrogatepass")
    return f"{base}{PATHS[kind]}{'?' if query else ''}{query}"


def _expires_in(choice: Expiration, now: datetime, zone: tzinfo | None) -> tuple[str, list[str]]:
    """The value of the parameter, empty where there is none, and what has to be said about it."""
    match choice:
        case Never():
            return NEVER, []
        case InDays(days):
            said = []
        case OnDate(day):
            days = (day - local_day(now, zone)).days
            words = _("A link counts whole days: {day} became {days}, so a token made today ends in the course of it.")
            said = [words.format(day=day.isoformat(), days=days_text(days))]
    if 1 <= days <= MAXIMUM_DAYS:
        return str(days), said
    return "", [_("A link cannot hold this expiration: it takes 1 to {maximum} days.").format(maximum=MAXIMUM_DAYS)]


def _left_out(draft: TokenDraft) -> Iterator[str]:
    if draft.repository_access is not RepositoryAccess.PUBLIC:
        yield _("A link cannot hold the repository access; whoever opens it chooses that.")
    if draft.reason:
        yield _("A link cannot hold the justification.")
