"""What differs between the lists of the two kinds of tokens: their words, their rows, and where they lead."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.places import FINE_GRAINED_TOKENS
from pat_tui.tui.screens.token_rows import TokenList, TokenRows
from pat_tui.tui.token_source import Listed

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp
    from pat_tui.tui.token_actions import Life


class Listing(ABC):
    """One kind of tokens, as its pages need it. Without state: one of each kind is enough."""

    page: ClassVar[str]
    """The entry of the sidebar."""

    @abstractmethod
    def step(self) -> str:
        """The list's step of the breadcrumb."""

    @abstractmethod
    def heading(self) -> str:
        """What stands over the list."""

    def intro(self) -> str:
        """A sentence under the heading; empty for none."""
        return ""

    @abstractmethod
    def rows(self, tokens: Listed[Any]) -> TokenRows[Any]:
        """The list's widget over TOKENS."""

    @abstractmethod
    def filter_hint(self) -> str:
        """What stands in the empty filter."""

    @abstractmethod
    def nothing(self, key: str) -> str:
        """What stands there when the user has no such token. KEY generates one."""

    @abstractmethod
    def no_match(self, text: str) -> str:
        """What stands there when no token holds TEXT."""

    @abstractmethod
    def copy_warning(self) -> str:
        """What stands over the secret of a new token."""

    @abstractmethod
    def generate(self, app: "PatTuiApp") -> None:
        """Do what the button `Generate new token` does."""

    @abstractmethod
    def open(self, app: "PatTuiApp", token_id: int) -> None:
        """Go to the page of one token."""

    @abstractmethod
    def act(self, app: "PatTuiApp", verb: str, token_ids: Sequence[int]) -> None:
        """Do what VERB says (`edit`, `regenerate`, `duplicate`, `delete`) with the tokens of TOKEN_IDS."""

    @abstractmethod
    def life(self, app: "PatTuiApp") -> "Life[Any]":
        """The use cases around such tokens that are there."""


class FineGrainedListing(Listing):
    """Fine-grained tokens."""

    page = FINE_GRAINED_TOKENS

    def step(self) -> str:
        """The list's step of the breadcrumb."""
        return _("Fine-grained tokens")

    def heading(self) -> str:
        """What stands over the list."""
        return _("Fine-grained personal access tokens")

    def rows(self, tokens: Listed[Any]) -> TokenRows[Any]:
        """The list's widget over TOKENS."""
        return TokenList(tokens)

    def filter_hint(self) -> str:
        """What stands in the empty filter."""
        return _("Filter by name or resource owner")

    def nothing(self, key: str) -> str:
        """What stands there when the user has no such token. KEY generates one."""
        return _("No fine-grained tokens created") + "\n\n" + _("Press {key} to generate one.").format(key=key)

    def no_match(self, text: str) -> str:
        """What stands there when no token holds TEXT."""
        words = _("No token's name or resource owner holds “{text}”.").format(text=clean(text))
        return words + "\n\n" + _("Press Esc to see all.")

    def copy_warning(self) -> str:
        """What stands over the secret of a new token."""
        return _("Make sure to copy your personal access token now as you will not be able to see this again.")

    def generate(self, app: "PatTuiApp") -> None:
        """Open the form."""
        app.open_form()

    def open(self, app: "PatTuiApp", token_id: int) -> None:
        """Go to the page of one token."""
        app.open_token(token_id)

    def act(self, app: "PatTuiApp", verb: str, token_ids: Sequence[int]) -> None:
        """Do what VERB says with the tokens of TOKEN_IDS."""
        from pat_tui.tui.token_actions import act

        act(app, verb, token_ids)

    def life(self, app: "PatTuiApp") -> "Life[Any]":
        """The use cases around such tokens that are there."""
        return app.services.token_life


FINE_GRAINED = FineGrainedListing()
