"""What an owner of an organization decides, from whatever page: approve, deny, revoke."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import ActiveToken, ReviewedToken, TokenRequest
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.requests import Requests
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.store_work import in_a_thread
from pat_tui.wording.review_words import dialog_lines

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp

TokenT = TypeVar("TokenT", bound=ReviewedToken)


def approve(app: "PatTuiApp", request_ids: Sequence[int], then: Callable[[], None]) -> None:
    """Ask, and approve what is still open of these requests; THEN comes in any case in which something happened."""
    requests = app.services.requests
    found = _still_open(app, requests, request_ids, then)
    if not found:
        return
    title = ngettext(
        "Are you sure you want to approve this request?",
        "Are you sure you want to approve these {count} requests?",
        len(found),
    )
    dialog = ConfirmDialog(
        title.format(count=len(found)),
        list(dialog_lines(found, app.services.tokens.permissions)),
        confirm=_("Approve"),
        key="y",
    )
    ids = [request.id for request in found]
    several = ngettext("Approved {count} request.", "Approved {count} requests.", len(found))
    said = (_("Approved “{name}” of {owner}: it can access {organization}."), several)
    app.push_screen(dialog, lambda yes: _carry_out(app, lambda: requests.approve(ids), said, then) if yes else None)


def deny(app: "PatTuiApp", request_ids: Sequence[int], then: Callable[[], None]) -> None:
    """Ask for a reason, and deny what is still open of these requests; THEN as above."""
    from pat_tui.tui.screens.deny_dialog import DenyDialog

    requests = app.services.requests
    found = _still_open(app, requests, request_ids, then)
    if not found:
        return
    ids = [request.id for request in found]
    several = ngettext("Denied {count} request.", "Denied {count} requests.", len(found))
    said = (_("Denied “{name}” of {owner}."), several)

    def go_on(reason: str | None) -> None:
        if reason is not None:
            _carry_out(app, lambda: requests.deny(ids, reason), said, then)

    app.push_screen(DenyDialog(found), go_on)


def revoke(app: "PatTuiApp", login: str, token_ids: Sequence[int], then: Callable[[], None]) -> None:
    """Ask, and take the tokens' access to the organization called LOGIN away; THEN as above."""
    requests = app.services.requests
    found: list[ActiveToken] = []
    try:
        found = [requests.active_token(login, token_id) for token_id in token_ids]
    except PatTuiError as error:
        _tell(app, error, then)
        return
    title = ngettext(
        "Are you sure you want to revoke the access of this token?",
        "Are you sure you want to revoke the access of these {count} tokens?",
        len(found),
    )
    lines = [*dialog_lines(found, app.services.tokens.permissions), "", _("The token stays, and reads public things.")]
    dialog = ConfirmDialog(title.format(count=len(found)), lines, confirm=_("Revoke"), key="y", danger=True)
    ids = [token.token_id for token in found]
    several = ngettext("Revoked {count} token.", "Revoked {count} tokens.", len(found))
    said = (_("Revoked “{name}” of {owner}: it can no longer access {organization}."), several)
    app.push_screen(
        dialog, lambda yes: _carry_out(app, lambda: requests.revoke(login, ids), said, then) if yes else None
    )


def _still_open(
    app: "PatTuiApp", requests: Requests, request_ids: Sequence[int], then: Callable[[], None]
) -> list[TokenRequest]:
    """Those requests that nobody has decided meanwhile; of the others it is said who did, and THEN is called."""
    found, errors = [], []
    for request_id in request_ids:
        try:
            found.append(requests.request(request_id).request)
        except PatTuiError as error:
            errors.append(error)
    for words in dict.fromkeys(map(str, errors)):
        app.notify(clean(words), severity="warning", markup=False)
    if errors:
        then()
    return found


def _carry_out(
    app: "PatTuiApp", work: Callable[[], Sequence[TokenT]], said: tuple[str, str], then: Callable[[], None]
) -> None:
    """Do WORK in a thread, for the store may wait for another program; say what came of it, of one or of several."""

    def done(tokens: Sequence[TokenT]) -> None:
        first = tokens[0]
        words = said[0] if len(tokens) == 1 else said[1]
        app.notify(
            words.format(
                name=clean(first.token_name),
                owner=clean(first.user_login),
                organization=clean(first.organization_login),
                count=len(tokens),
            ),
            markup=False,
        )
        then()

    in_a_thread(app, work, done, lambda error: _tell(app, error, then), name="decide")


def _tell(app: "PatTuiApp", error: PatTuiError, then: Callable[[], None]) -> None:
    app.notify(clean(str(error)), severity="error", markup=False)
    then()
