"""What can be done with classic tokens, from whatever page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.scopes import minimum_text
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.classic_tokens import ClassicTokens, GeneratedClassic, Revoked
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.token_actions import ask_to_delete, in_a_thread, still_there
from pat_tui.tui.verified import must_verify_first

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp
    from pat_tui.tui.screens.typed_confirm import TypedConfirmDialog


def act(app: "PatTuiApp", verb: str, token_ids: Sequence[int]) -> None:
    """Do what VERB says with the acting user's tokens: `edit`, `regenerate`, `duplicate`, `delete`, `sso`, `can`,
    `use`, `how`.

    All but `delete` take the first of TOKEN_IDS. What is in the way is said in a notice.
    """
    verbs = {
        "edit": _edit,
        "regenerate": _regenerate,
        "duplicate": _duplicate,
        "delete": _delete,
        "sso": _configure_sso,
        "can": _can,
        "use": _show_use,
        "how": _how_to_use,
    }
    tokens = app.services.classic_tokens
    try:
        verbs[verb](app, tokens, still_there(tokens, token_ids))
    except PatTuiError as error:
        app.notify(str(error), severity="error", markup=False)


def open_form(app: "PatTuiApp") -> None:
    """Go to the form that generates a classic token."""
    from pat_tui.tui.screens.classic_form import NewClassicScreen

    if not must_verify_first(app):
        app.push_screen(NewClassicScreen(app.services.classic_tokens))


def show_generated(app: "PatTuiApp", generated: GeneratedClassic, *, regenerated: bool = False) -> None:
    """Go to the list with the new token, or the new value of a REGENERATED one, on top."""
    from pat_tui.tui.screens.classic_listing import CLASSIC
    from pat_tui.tui.screens.new_token import NewTokenScreen

    app.open_page(CLASSIC_TOKENS)
    app.push_screen(NewTokenScreen(app.services.classic_tokens, generated, CLASSIC, regenerated=regenerated))
    tell_left_out(app, generated.left_out)


def tell_left_out(app: "PatTuiApp", left_out: tuple[str, ...]) -> None:
    """Say which scopes were not kept because others include them, if there are any."""
    if left_out:
        app.notify(minimum_text(left_out), markup=False)


def revoke_all(app: "PatTuiApp", then: Callable[[], None]) -> None:
    """Ask for the user name, revoke all tokens, say so, and call THEN."""
    tokens = app.services.classic_tokens
    try:
        number = tokens.count()
    except PatTuiError as error:
        app.notify(str(error), severity="error", markup=False)
        return
    if not number:
        app.notify(_("You have no personal access tokens (classic) to revoke."), markup=False)
        return

    def done(revoked: Revoked) -> None:
        number = len(revoked.tokens)
        words = ngettext("{count} token was revoked.", "{count} tokens were revoked.", number)
        app.notify(words.format(count=number), markup=False)
        then()

    def carry_out(typed: str | None) -> None:
        if typed is not None:
            in_a_thread(app, lambda: tokens.revoke_all(typed), done)

    app.push_screen(_revoke_all_dialog(app.services.acting.login, number), carry_out)


def _revoke_all_dialog(login: str, number: int) -> "TypedConfirmDialog":
    from pat_tui.tui.screens.typed_confirm import TypedConfirmDialog

    lines = [
        ngettext(
            "Your only personal access token (classic) will be revoked.",
            "All of your {count} personal access tokens (classic) will be revoked.",
            number,
        ).format(count=number),
        _("Any scripts or applications using them will stop working at once. Deploy keys made with them go too."),
        _("This cannot be undone."),
    ]
    return TypedConfirmDialog(
        _("Revoke all"),
        lines,
        label=_("Type your user name, {login}, to confirm").format(login=clean(login)),
        phrase=login,
        confirm=_("I understand, revoke access for everything"),
    )


def _edit(app: "PatTuiApp", tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.tui.screens.classic_edit import EditClassicScreen

    app.push_screen(EditClassicScreen(tokens, chosen[0]))


def _configure_sso(app: "PatTuiApp", _tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.configure_sso import open_dialog

    open_dialog(app, TokenKind.CLASSIC, chosen[0].id, chosen[0].note)


def _can(app: "PatTuiApp", _tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.what_it_may import WhatItMayScreen

    app.push_screen(WhatItMayScreen(app.services, TokenKind.CLASSIC, chosen[0].id))


def _show_use(app: "PatTuiApp", tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.tui.screens.use_section import ClassicUseScreen

    app.push_screen(ClassicUseScreen(tokens, chosen[0].id))


def _how_to_use(app: "PatTuiApp", _tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.use_token import UseTokenScreen

    app.push_screen(UseTokenScreen(app.services, TokenKind.CLASSIC, chosen[0].id))


def _duplicate(app: "PatTuiApp", tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.tui.screens.classic_form import NewClassicScreen

    if must_verify_first(app):
        return
    start = replace(tokens.draft_of(chosen[0].id), note="")
    app.push_screen(NewClassicScreen(tokens, start, chosen[0].note))


def _regenerate(app: "PatTuiApp", tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.tui.screens.classic_regenerate import RegenerateClassicScreen

    if not must_verify_first(app):
        app.push_screen(RegenerateClassicScreen(tokens, chosen[0]))


def _delete(app: "PatTuiApp", tokens: ClassicTokens, chosen: Sequence[ClassicToken]) -> None:
    from pat_tui.wording.classic_deleting import lines_for

    ask_to_delete(app, tokens, chosen, lines_for(chosen, tokens), CLASSIC_TOKENS)
