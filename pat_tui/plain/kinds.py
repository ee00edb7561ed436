"""What differs between the two kinds of tokens: their words, their lines, their use cases."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from pat_tui.domain.classic import ClassicSummary
from pat_tui.domain.dates import classic_expiry_text, expiry_text, instant_text, last_used_text
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import Status, TokenSummary
from pat_tui.domain.text import clean
from pat_tui.domain.unused import Removable
from pat_tui.i18n import _
from pat_tui.services.token_list import TokenOrder
from pat_tui.wiring import Services

if TYPE_CHECKING:
    from pat_tui.plain.desk import Desk, Page


class ListedTokens(Protocol):
    """The list of one kind. All but `now` may raise StoreError."""

    def now(self) -> datetime:
        """The present instant."""
        ...

    def count(self, text: str = "") -> int:
        """How many tokens hold TEXT."""
        ...

    def page(self, order: TokenOrder, text: str, offset: int, limit: int) -> Sequence[Any]:
        """LIMIT rows from OFFSET on."""
        ...


class Life(Protocol):
    """What is done with tokens of one kind that are there. All of it may raise PatTuiError."""

    def now(self) -> datetime:
        """The present instant."""
        ...

    def get(self, token_id: int) -> Any:
        """The token of that id."""
        ...

    def delete(self, token_ids: Sequence[int]) -> list[str]:
        """Delete them; their names."""
        ...

    def undo_delete(self, token_ids: Sequence[int] = ()) -> Sequence[Any]:
        """Bring them back."""
        ...


class Kind(ABC):
    """One kind of tokens, as its pages need it. Without state."""

    kind: ClassVar[TokenKind]
    can_revoke_all: ClassVar[bool] = False
    """Whether all of them can be revoked at once."""

    @abstractmethod
    def heading(self) -> str:
        """What stands over the list."""

    @abstractmethod
    def nothing(self) -> str:
        """What is said where the user has no such token."""

    @abstractmethod
    def no_match(self, text: str) -> str:
        """What is said where none holds TEXT."""

    @abstractmethod
    def copy_warning(self) -> str:
        """What is said of the secret of a new token."""

    @abstractmethod
    def listed(self, services: Services) -> ListedTokens:
        """The list."""

    @abstractmethod
    def life(self, services: Services) -> Life:
        """The use cases."""

    @abstractmethod
    def facts(self, row: Any, now: datetime, zone: tzinfo | None) -> Iterator[str]:
        """What is said of ROW beside its name and state."""

    @abstractmethod
    def deleting_lines(self, tokens: Sequence[Any], services: Services) -> Sequence[str]:
        """What is said before TOKENS are deleted."""

    @abstractmethod
    def new_page(self, desk: "Desk") -> "Page":
        """The form of a new token."""

    @abstractmethod
    def page_of(self, desk: "Desk", token_id: int) -> "Page":
        """The page of one token."""

    def line(self, row: Any, now: datetime, zone: tzinfo | None) -> str:
        """ROW of the list in a line: name, state, and the rest of what a row says."""
        status = row.status_at(now)
        state = status.badge or (_("Unused") if row.is_announced_at(now) else _("Active"))
        facts = [clean(row.name), state, *self.facts(row, now, zone)]
        return " ".join(fact if fact.endswith(".") else f"{fact}." for fact in facts if fact)


class FineGrained(Kind):
    """Fine-grained tokens."""

    kind = TokenKind.FINE_GRAINED

    def heading(self) -> str:
        """GitHub's."""
        return _("Fine-grained personal access tokens")

    def nothing(self) -> str:
        """GitHub's."""
        return _("No fine-grained tokens created")

    def no_match(self, text: str) -> str:
        """Where a filter looks."""
        return _("No token's name or resource owner holds “{text}”.").format(text=clean(text))

    def copy_warning(self) -> str:
        """GitHub's."""
        return _("Make sure to copy your personal access token now as you will not be able to see this again.")

    def listed(self, services: Services) -> ListedTokens:
        """The acting user's."""
        return services.listed_tokens

    def life(self, services: Services) -> Life:
        """The acting user's."""
        return services.token_life

    def facts(self, row: TokenSummary, now: datetime, zone: tzinfo | None) -> Iterator[str]:
        """Owner, expiry, last use; what single sign-on misses, why a request was denied."""
        yield _("Resource owner: {owner}").format(owner=clean(row.owner_login))
        yield expiry_text(row.expires_at, now, zone)
        yield last_used_text(row.last_used_at, now)
        yield from _removal(row, now, zone)
        if row.sso_text and row.status_at(now) is not Status.EXPIRED:
            yield clean(row.sso_text)
        if row.status_at(now) is Status.DENIED and row.decision_reason:
            yield _("Reason given: {text}").format(text=clean(" ".join(row.decision_reason.split())))

    def deleting_lines(self, tokens: Sequence[Any], services: Services) -> Sequence[str]:
        """As in the dialog."""
        from pat_tui.wording.deleting import lines_for

        return lines_for(tokens, services.token_life)

    def new_page(self, desk: "Desk") -> "Page":
        """The form."""
        from pat_tui.plain.generate import GeneratePage

        return GeneratePage(desk)

    def page_of(self, desk: "Desk", token_id: int) -> "Page":
        """The page of one token."""
        from pat_tui.plain.token_page import TokenPage

        return TokenPage(desk, token_id)


class Classic(Kind):
    """Classic tokens."""

    kind = TokenKind.CLASSIC
    can_revoke_all = True

    def heading(self) -> str:
        """GitHub's."""
        return _("Personal access tokens (classic)")

    def nothing(self) -> str:
        """As of the other kind."""
        return _("No personal access tokens (classic) created")

    def no_match(self, text: str) -> str:
        """Where a filter looks."""
        return _("No token's note or scopes hold “{text}”.").format(text=clean(text))

    def copy_warning(self) -> str:
        """GitHub's."""
        return _("Make sure to copy your personal access token now. You won't be able to see it again!")

    def listed(self, services: Services) -> ListedTokens:
        """The acting user's."""
        return services.listed_classic_tokens

    def life(self, services: Services) -> Life:
        """The acting user's."""
        return services.classic_tokens

    def facts(self, row: ClassicSummary, now: datetime, zone: tzinfo | None) -> Iterator[str]:
        """Scopes, expiry, last use; what single sign-on misses."""
        from pat_tui.wording.classic_state import scopes_text

        yield scopes_text(row.scopes)
        yield classic_expiry_text(row.expires_at, now, zone)
        yield last_used_text(row.last_used_at, now)
        yield from _removal(row, now, zone)
        if row.sso_text and row.status_at(now) is not Status.EXPIRED:
            yield clean(row.sso_text)

    def deleting_lines(self, tokens: Sequence[Any], services: Services) -> Sequence[str]:
        """As in the dialog."""
        from pat_tui.wording.classic_deleting import lines_for

        return lines_for(tokens, services.classic_tokens)

    def new_page(self, desk: "Desk") -> "Page":
        """The form."""
        from pat_tui.plain.classic_form import NewClassicPage

        return NewClassicPage(desk)

    def page_of(self, desk: "Desk", token_id: int) -> "Page":
        """The page of one token."""
        from pat_tui.plain.classic_page import ClassicPage

        return ClassicPage(desk, token_id)


def _removal(row: Removable, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    if row.is_announced_at(now):
        yield _("Removed on {instant}, unless it is used before").format(instant=instant_text(row.removal_at, zone))


FINE_GRAINED = FineGrained()
CLASSIC = Classic()
