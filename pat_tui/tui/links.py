"""Links that fill in the form of a new token: opening one, and copying one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.links import Link
from pat_tui.domain.secrets import TokenKind
from pat_tui.i18n import _
from pat_tui.services.clipboard import CopyResult
from pat_tui.services.links import Links
from pat_tui.tui.verified import must_verify_first

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


def open_link(app: "PatTuiApp", text: str) -> None:
    """Go to the form that the link TEXT leads to, filled in. What is in the way is said in a notice.

    Without a verified address the way leads to the page of addresses, as for every new token.
    """
    if must_verify_first(app):
        return
    links = app.services.links
    try:
        prefill = links.read(text)
        if prefill.kind is TokenKind.CLASSIC:
            from pat_tui.tui.screens.link_mode import LinkedClassicScreen

            app.push_screen(LinkedClassicScreen(app.services.classic_tokens, prefill))
            return
        from pat_tui.tui.screens.link_mode import LinkMode
        from pat_tui.tui.screens.token_form import TokenFormScreen

        app.push_screen(TokenFormScreen(LinkMode(app.services.tokens, links.fill(prefill))))
    except PatTuiError as error:
        app.notify(str(error), severity="error", markup=False)


def copy_link(app: "PatTuiApp", make: Callable[[Links], Link]) -> None:
    """Copy the link that MAKE makes, in a thread, and say what became of it and what it does not hold."""
    try:
        link = make(app.services.links)
    except PatTuiError as error:
        app.notify(str(error), severity="error", markup=False)
        return

    def work() -> None:
        words = copied_words(app.clipboard_of_secrets.copy_text(link.url), link)
        app.call_from_thread(app.notify, words, title=_("Link"), markup=False)

    app.run_worker(work, name="copy", group="clipboard", thread=True)


def copied_words(result: CopyResult, link: Link) -> str:
    """What became of copying LINK, and what it cannot hold."""
    told = result.words if result.channel else _("Nothing here takes a copy. “pat-tui token link” prints links.")
    return "\n".join((told, *link.left_out))
