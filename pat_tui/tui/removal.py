"""The removal of tokens unused for a year, once the first page stands."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pat_tui.domain.text import clean
from pat_tui.i18n import ngettext

if TYPE_CHECKING:
    from pat_tui.store.unused_tokens import UnusedToken
    from pat_tui.tui.app import PatTuiApp


def remove_unused(app: "PatTuiApp") -> None:
    """Remove them in a thread, and say what is gone. The list notices by itself that the store has changed."""
    removal = app.services.removal

    def work() -> None:
        removed = removal.on_start()
        if removed:
            with suppress(RuntimeError):  # the interface has ended meanwhile
                app.call_from_thread(_say, app, removed)

    app.run_worker(work, name="removal", group="life", thread=True)


def _say(app: "PatTuiApp", removed: "Sequence[UnusedToken]") -> None:
    words = ngettext(
        "Removed “{name}”: nobody has used it for a year.",
        "Removed {count} tokens that nobody has used for a year. The security log names them.",
        len(removed),
    )
    app.notify(words.format(name=clean(removed[0].name), count=len(removed)), markup=False, timeout=10)
