"""`pat-tui notify`: sending what users are to be told about their tokens. Fit for cron."""

import click

from pat_tui.cli.output import Value, json_option, say, write_json
from pat_tui.cli.session import Session
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _, ngettext
from pat_tui.services.notify import Handled


@click.command(
    "notify",
    help=_(
        "Mail all users what has happened to their tokens (created, approved, denied, revoked) and which end in 7 days "
        "or in 1 day; each is told once. Run it from cron, such as every ten minutes. What cannot be sent waits for "
        "the next run."
    ),
    short_help=_("Send the mails about tokens that are due."),
)
@json_option
@click.pass_obj
def notify(session: Session, as_json: bool) -> int:
    """Send what is due. The notices go to standard output as JSON, or are told on standard error."""
    with session.open() as services:
        notifier = services.notifier
        handled = notifier.send_due()
        waiting = notifier.count_waiting()
    if as_json:
        write_json([_as_json(one) for one in handled])
    failed = [one for one in handled if one.error]
    for one in failed:
        say(
            _("Notice {id} to {login} waits: {error}").format(
                id=one.waiting.id, login=one.waiting.user_login, error=one.error
            )
        )
    _sum_up(len(handled) - len(failed), waiting)
    return ExitCode.MAIL if any(one.address for one in failed) else ExitCode.DONE


def _sum_up(sent: int, waiting: int) -> None:
    """Say how many were sent and wait. Nothing is said of nothing: cron would mail it."""
    if sent:
        say(ngettext("Sent {count} notice.", "Sent {count} notices.", sent).format(count=sent))
    if waiting:
        say(ngettext("{count} notice waits.", "{count} notices wait.", waiting).format(count=waiting))


def _as_json(handled: Handled) -> dict[str, Value]:
    notice = handled.waiting.notice
    return {
        "id": handled.waiting.id,
        "kind": notice.kind.value,
        "user": handled.waiting.user_login,
        "email": handled.address,
        "token_kind": notice.token_kind.value,
        "token_id": notice.token_id,
        "token_name": notice.token_name,
        "state": "waiting" if handled.error else "sent",
        "error": handled.error or None,
    }
