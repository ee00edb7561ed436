"""What can be done with tokens that are there, from whatever page: edit, regenerate, duplicate, delete, undo."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from pat_tui.domain.errors import NotFound, PatTuiError
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_life import TokenLife
from pat_tui.tui import store_work
from pat_tui.tui.places import FINE_GRAINED_TOKENS
from pat_tui.tui.screens.undo_flash import Deletion
from pat_tui.tui.verified import must_verify_first

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp

ResultT = TypeVar("ResultT")


class Named(Protocol):
    """A token of either kind, as far as it is needed here."""

    @property
    def id(self) -> int:
        """Its own among the tokens of its kind."""
        ...

    @property
    def name(self) -> str:
        """What its user calls it."""
        ...


NamedT = TypeVar("NamedT", bound=Named)
NamedT_co = TypeVar("NamedT_co", bound=Named, covariant=True)


class Life(Protocol[NamedT_co]):
    """The use cases around tokens of one kind that are there, as far as they are the same for both kinds."""

    def now(self) -> datetime:
        """The present instant by the clock that all rules go by."""
        ...

    def get(self, token_id: int) -> NamedT_co:
        """The acting user's token of that id. Raises NotFound."""
        ...

    def delete(self, token_ids: Sequence[int]) -> list[str]:
        """Delete the tokens, in one transaction, and return their names. Raises NotFound."""
        ...

    def undo_delete(self, token_ids: Sequence[int] = ()) -> Sequence[NamedT_co]:
        """Bring them back. Raises NotFound, InvalidInput."""
        ...

    def forget_deleted(self) -> None:
        """Let go for good what can no longer be brought back."""
        ...


def act(app: "PatTuiApp", verb: str, token_ids: Sequence[int]) -> None:
    """Do what VERB says with the acting user's tokens: `edit`, `regenerate`, `duplicate`, `delete`, `sso`, `can`,
    `how`.

    All but `delete` take the first of TOKEN_IDS. What is in the way is said in a notice.
    """
    verbs = {
        "edit": _edit,
        "regenerate": _regenerate,
        "duplicate": _duplicate,
        "delete": _delete,
        "sso": _configure_sso,
        "can": _can,
        "how": _how_to_use,
    }
    life = app.services.token_life
    try:
        tokens = still_there(life, token_ids)
        verbs[verb](app, life, tokens)
    except PatTuiError as error:
        app.notify(str(error), severity="error", markup=False)


def still_there(life: Life[NamedT], token_ids: Sequence[int]) -> list[NamedT]:
    """Those tokens that nobody else has deleted meanwhile. Raises NotFound when there is none."""
    found = []
    for token_id in token_ids:
        with suppress(NotFound):
            found.append(life.get(token_id))
    return found or [life.get(token_ids[0])]


def _edit(app: "PatTuiApp", life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.tui.screens.token_edit import EditMode, EditTokenScreen

    token = tokens[0]
    owner = next((owner for owner in life.resource_owners() if owner.account.login == token.owner_login), None)
    if owner is None:
        words = _("{owner} no longer lets you use fine-grained tokens, so “{name}” cannot be edited.")
        app.notify(words.format(owner=clean(token.owner_login), name=clean(token.name)), severity="error", markup=False)
    else:
        app.push_screen(EditTokenScreen(EditMode(life, token, owner)))


def _duplicate(app: "PatTuiApp", life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.tui.screens.form_mode import GenerateMode
    from pat_tui.tui.screens.token_form import TokenFormScreen

    if must_verify_first(app):
        return
    token = tokens[0]
    start = replace(life.draft_of(token.id), name="")
    app.push_screen(TokenFormScreen(GenerateMode(life, start, token.name)))
    if token.owner_login not in {owner.account.login for owner in life.resource_owners()}:
        words = _("{owner} no longer lets you use fine-grained tokens. Choose another resource owner.")
        app.notify(words.format(owner=clean(token.owner_login)), severity="warning", markup=False)


def _configure_sso(app: "PatTuiApp", _life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.configure_sso import open_dialog

    open_dialog(app, TokenKind.FINE_GRAINED, tokens[0].id, tokens[0].name)


def _can(app: "PatTuiApp", _life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.what_it_may import WhatItMayScreen

    app.push_screen(WhatItMayScreen(app.services, TokenKind.FINE_GRAINED, tokens[0].id))


def _how_to_use(app: "PatTuiApp", _life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.tui.screens.use_token import UseTokenScreen

    app.push_screen(UseTokenScreen(app.services, TokenKind.FINE_GRAINED, tokens[0].id))


def _regenerate(app: "PatTuiApp", life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.tui.screens.regenerate import RegenerateScreen

    if not must_verify_first(app):
        app.push_screen(RegenerateScreen(life, tokens[0]))


def _delete(app: "PatTuiApp", life: TokenLife, tokens: Sequence[FineGrainedToken]) -> None:
    from pat_tui.wording.deleting import lines_for

    ask_to_delete(app, life, tokens, lines_for(tokens, life), FINE_GRAINED_TOKENS)


def ask_to_delete(
    app: "PatTuiApp", life: Life[NamedT], tokens: Sequence[NamedT], lines: Sequence[str], page: str
) -> None:
    """Ask, over LINES about them, whether to delete TOKENS, which the list called PAGE lists; if so, delete them."""
    from pat_tui.tui.screens.confirm import ConfirmDialog

    number = len(tokens)
    dialog = ConfirmDialog(
        ngettext(
            "Are you sure you want to delete this token?",
            "Are you sure you want to delete these {count} tokens?",
            number,
        ).format(count=number),
        lines,
        confirm=ngettext("I understand, delete this token", "I understand, delete these tokens", number),
        key="y",
        danger=True,
    )
    token_ids = [token.id for token in tokens]
    app.push_screen(dialog, lambda confirmed: _carry_out(app, life, token_ids, page) if confirmed else None)


def _carry_out(app: "PatTuiApp", life: Life[NamedT], token_ids: Sequence[int], page: str) -> None:
    at = life.now().replace(microsecond=0)  # as the store will keep it; the offer to undo must not outlast it

    def done(names: list[str]) -> None:
        _show_deleted(app, Deletion(token_ids, names, at), page)

    in_a_thread(app, lambda: life.delete(token_ids), done)


def _show_deleted(app: "PatTuiApp", deletion: Deletion, page: str) -> None:
    """Leave the page of a token that is gone, and tell it on the list called PAGE that lies below."""
    from pat_tui.tui.screens.tokens_page import TokensScreen

    here, token_id = getattr(app.screen, "here", ""), getattr(app.screen, "token_id", None)
    if here == page and token_id in deletion.token_ids:
        app.pop_screen()
    for screen in reversed(app.screen_stack):
        if isinstance(screen, TokensScreen) and screen.here == page:
            screen.show_deleted(deletion)
            return


def undo_delete(app: "PatTuiApp", life: Life[NamedT], deletion: Deletion, then: Callable[[], None]) -> None:
    """Bring the tokens of DELETION back, say so, and call THEN."""

    def done(tokens: Sequence[NamedT]) -> None:
        words = ngettext(
            "“{name}” is back, with the value that it had.",
            "{count} tokens are back, with the values that they had.",
            len(tokens),
        )
        app.notify(words.format(name=clean(tokens[0].name), count=len(tokens)), markup=False)
        then()

    in_a_thread(app, lambda: life.undo_delete(deletion.token_ids), done)


def forget_deleted(app: "PatTuiApp", life: Life[NamedT]) -> None:
    """Let go for good of what can no longer be brought back. Where that fails, the next deletion tries again."""

    def work() -> None:
        try:
            life.forget_deleted()
        except PatTuiError:
            return

    app.run_worker(work, name="forget", group="life", thread=True)


def in_a_thread(app: "PatTuiApp", work: Callable[[], ResultT], then: Callable[[ResultT], None]) -> None:
    """Do WORK in a thread, for the store may wait for another program, and go on with its result in THEN."""

    def refused(error: PatTuiError) -> None:
        app.notify(str(error), severity="error", markup=False)

    store_work.in_a_thread(app, work, then, refused, name="life")
