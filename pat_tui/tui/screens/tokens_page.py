"""The list as a page of its own, and what can be done with the tokens in it."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.errors import PatTuiError, StoreError
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_list import TokenOrder
from pat_tui.tui.actions import bindings
from pat_tui.tui.keys import key_of
from pat_tui.tui.screens.token_list import TokenListScreen
from pat_tui.tui.token_source import TokenSource
from pat_tui.tui.widgets.tick_list import TickList

if TYPE_CHECKING:
    from pat_tui.tui.screens.ending_soon import EndingSoonBanner
    from pat_tui.tui.screens.undo_flash import Deletion, UndoFlash

_MINUTE = 60.0
"""Seconds after which badges, groups and the banner follow the clock."""
_FORGET_SECONDS = 2.0
"""How long after the offer has ended what was deleted is let go of."""


class UrgentTokensScreen(TokenListScreen):
    """The tokens can be grouped by how soon they expire; while some do soon, a banner says so."""

    _is_grouped = False
    _place_wanted: int | None = None
    """The row that gets the cursor once the list has been read."""
    _banner: "EndingSoonBanner | None" = None

    def on_mount(self) -> None:
        """Look for what expires soon when the list is on the screen, and again as time goes by."""
        self.call_after_refresh(self._look_for_ending)
        self.set_interval(_MINUTE, self._let_time_pass)

    def refresh_tokens(self) -> None:
        """Read the list anew, in place, and what expires soon."""
        super().refresh_tokens()
        self._look_for_ending()

    def _let_time_pass(self) -> None:
        if self.is_current:
            self.refresh_tokens()

    def _look_for_ending(self) -> None:
        from pat_tui.tui.screens.ending_soon import EndingSoonBanner, ending_soon

        try:
            ending = ending_soon(self._tokens) if self.is_attached else None
        except StoreError:
            return  # the list says so
        if ending is None:
            self._take_banner_away()
        elif self._banner is not None:
            self._banner.say(ending)
        else:
            self._banner = EndingSoonBanner(ending, self._tokens.context.zone)
            self.mount(self._banner, after=self._heading)
            self.refresh_bindings()

    def _take_banner_away(self) -> None:
        if self._banner is not None:
            if self._banner.has_focus:
                self._list.focus()
            self._banner.remove()
            self._banner = None
            self.refresh_bindings()

    def _source(self) -> TokenSource[Any]:
        if not self._is_grouped:
            return super()._source()
        from pat_tui.tui.token_groups import GroupedTokens

        return GroupedTokens(self._tokens, self._text, self._store_failed)

    def _take(self, source: TokenSource[Any], error: PatTuiError | None) -> None:
        super()._take(source, error)
        if self._place_wanted is not None and error is None:
            self._list.cursor, self._place_wanted = self._place_wanted, None
            self._list.lead_with_cursor()

    def order_text(self) -> str:
        """How the list is sorted, or that it is grouped."""
        return _("Grouped by expiry") if self._is_grouped else super().order_text()

    def action_group(self) -> None:
        """Group the tokens, or sort them as before."""
        self._is_grouped = not self._is_grouped
        self.show_tokens()

    def _sort(self, order: TokenOrder | None) -> None:
        self._is_grouped = self._is_grouped and order is None
        super()._sort(order)

    def action_ending(self) -> None:
        """Group the tokens, and go to the first of those that expire soon."""
        self._look_for_ending()
        if self._banner is None:
            return
        self._is_grouped, self._place_wanted = True, self._banner.ending.place
        if self._filter is not None:
            self.close_filter()
        else:
            self.show_tokens()
        self._list.focus()

    def on_ending_soon_banner_wanted(self) -> None:
        """Go to them."""
        self.action_ending()


class TokensScreen(UrgentTokensScreen, inherit_bindings=False):
    """Rows can be ticked; what is deleted can be brought back from here for a while."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings(
            "page.back",
            "tokens.undo",
            "tokens.generate",
            "token.edit",
            "token.delete",
            "tokens.filter",
            "tokens.tick",
            "token.regenerate",
            "token.duplicate",
            "token.sso",
            "token.can",
            "tokens.sort",
            "tokens.group",
            "tokens.ending",
            "app.menu",
            "app.quit",
        ),
    ]

    _flash: "UndoFlash | None" = None
    _uses_sso = False
    """Whether an organization of the user's demands single sign-on; else there is nothing to configure."""

    def on_mount(self) -> None:
        """Look for single sign-on when the list is on the screen."""
        self.call_after_refresh(self._look_for_sso)

    def refresh_tokens(self) -> None:
        """Read the list anew, in place, and whether there is single sign-on."""
        super().refresh_tokens()
        self._look_for_sso()

    def _look_for_sso(self) -> None:
        with suppress(StoreError):
            self._uses_sso = self.pat_tui.services.single_sign_on.is_used()
        self.refresh_bindings()

    def further_words(self) -> Iterable[str]:
        """How many rows are ticked."""
        if number := len(self._list.ticked):
            yield ngettext("{count} ticked", "{count} ticked", number).format(count=number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        match action:
            case "ending":
                return self._banner is not None
            case "group":
                return self._is_grouped or self._list.row_count > 0
            case "back":
                return bool(self._list.ticked) or self._filter is not None
            case "undo":
                return self._flash is not None
            case "token" if parameters == ("sso",):
                return self._uses_sso and self._list.row_count > 0
            case "tick" | "token":
                return self._list.row_count > 0
        return True

    def action_back(self) -> None:
        """Take the ticks away; without any, close the filter."""
        if self._list.ticked:
            self.untick()
        else:
            super().action_back()

    def action_tick(self) -> None:
        """Tick the row under the cursor, or take its tick away."""
        if self._list.current is not None:
            self._list.tick(self._list.current)

    def on_tick_list_ticked(self, _message: TickList.Ticked) -> None:
        """Say how many there are."""
        self._describe()

    def untick(self) -> None:
        """Take all ticks away."""
        self._list.ticked.clear()
        self._list.refresh()
        self._describe()

    def action_token(self, verb: str) -> None:
        """Do what VERB says with the token under the cursor; delete the ticked ones where there are any."""
        row = self._list.current
        ticked = sorted(self._list.ticked) if verb == "delete" else []
        if ticked or row is not None:
            self.listing.act(self.pat_tui, verb, ticked or [row.id for row in [row] if row is not None])

    def show_deleted(self, deletion: "Deletion") -> None:
        """Say that the tokens of DELETION are gone, and offer to bring them back as long as that can be done."""
        from pat_tui.services.token_life import UNDO_SECONDS
        from pat_tui.tui.screens.undo_flash import UndoFlash
        from pat_tui.tui.token_actions import forget_deleted

        self.take_flash_away()
        # The page may have been left by then, and the flash with it.
        forget = partial(forget_deleted, self.pat_tui, self.listing.life(self.pat_tui))
        self.app.set_timer(UNDO_SECONDS + _FORGET_SECONDS, forget)
        self._flash = UndoFlash(deletion, self._tokens.now, key_of(self.app, "tokens.undo"))
        self.mount(self._flash, after=self._heading)
        self.untick()
        self.refresh_tokens()

    def take_flash_away(self) -> None:
        """Say no more of what was deleted."""
        if self._flash is not None:
            if self._flash.has_focus_within:
                self._list.focus()
            self._flash.remove()
            self._flash = None
            self.refresh_bindings()

    def action_undo(self) -> None:
        """Bring back what was just deleted."""
        from pat_tui.tui.token_actions import undo_delete

        if self._flash is not None:
            undo_delete(self.pat_tui, self.listing.life(self.pat_tui), self._flash.deletion, self._undone)

    def _undone(self) -> None:
        self.take_flash_away()
        self.refresh_tokens()

    def on_undo_flash_wanted(self) -> None:
        """Bring back what was just deleted."""
        self.action_undo()

    def on_undo_flash_over(self) -> None:
        """It is too late now: let go of it for good, once it is too late by the store's own reckoning as well."""
        from pat_tui.tui.token_actions import forget_deleted

        self.take_flash_away()
        self.set_timer(_FORGET_SECONDS, partial(forget_deleted, self.pat_tui, self.listing.life(self.pat_tui)))
