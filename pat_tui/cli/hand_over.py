"""Handing a secret over, the one time that it is known: alone on standard output, or where the options say."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

import click

from pat_tui.cli import token_text
from pat_tui.cli.output import OutputLost, Value, say, write, write_json
from pat_tui.cli.receivers import can_ask, show_once
from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.domain.status import SsoState, Status, sso_text
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.hand_over.receiver import Delivered, Receiver
from pat_tui.services.tokens import Generated
from pat_tui.wiring import Services


def hand_over(
    generated: Generated, services: Services, *, as_json: bool, lost: str, receiver: Receiver | None = None
) -> str:
    """Hand the secret to RECEIVER, or write it out, and wipe it. Returns the last sentence to say, empty for none.

    LOST says, up to a colon, what was done; OutputLost and HandOverFailed are told with it.
    """
    from pat_tui.local_command import local_command

    described = token_text.token_json(generated.token, services.tokens.now())
    regain = local_command(services, "token", "regenerate", f"{generated.token.id}")
    return give(generated.secret, described, regain, as_json=as_json, lost=lost, receiver=receiver)


def give(
    secret: Secret,
    described: Mapping[str, Value],
    regain: str,
    *,
    as_json: bool,
    lost: str,
    receiver: Receiver | None,
) -> str:
    """`hand_over` of a token of either kind, which is DESCRIBED for JSON; the command REGAIN makes a new secret."""
    try:
        if receiver is None:
            _write_secret(secret, described, as_json=as_json, lost=lost)
            return ""
        delivered = _deliver(secret, receiver, lost, regain)
    finally:
        secret.wipe()
    for line in delivered.output.splitlines():
        say(line)
    try:
        if as_json:
            write_json({**described, "handed_over_to": {"way": receiver.way.value, "where": receiver.where}})
        else:
            write(f"{described['id']}")
    except OutputLost:
        say(delivered.words)  # whoever loses the id must not believe that the secret is lost as well
        raise
    return delivered.words


def _write_secret(secret: Secret, described: Mapping[str, Value], *, as_json: bool, lost: str) -> None:
    try:
        if as_json:
            write_json({**described, "token": secret.reveal()})
        else:
            write(secret.reveal())
    except OutputLost as error:
        reason = str(error) or _("Nobody reads standard output.")
        way_out = _("Regenerate or delete it: its secret is known to nobody.")
        raise OutputLost(f"{lost} {reason} {way_out}") from error


def _deliver(secret: Secret, receiver: Receiver, lost: str, regain: str) -> Delivered:
    """Hand SECRET to RECEIVER. Where that fails, say so, offer to show it once, and raise HandOverFailed."""
    nobody = _("Its secret is known to nobody. To get a new one: {command}").format(command=regain)
    try:
        with _interruption_stops(receiver):
            delivered = receiver.deliver(secret)
        if not delivered.is_certain:
            say(delivered.words)
            if not _says_yes(_("Did it arrive?")):
                raise HandOverFailed(_("It did not arrive."))
        return delivered
    except KeyboardInterrupt:
        say(f"{lost} {_('It was broken off.')}")
        say(nobody)
        raise
    except HandOverFailed as error:
        say(f"{lost} {error}")
        if can_ask() and _says_yes(_("Show it here, once?")):
            show_once(secret)
            raise HandOverFailed(_("It stands above this line, and nowhere else.")) from error
        raise HandOverFailed(nobody) from error


@contextmanager
def _interruption_stops(receiver: Receiver) -> Iterator[None]:
    """Within, the first Ctrl+C has RECEIVER give up in good order, at a place of its own choice; a second is as ever.

    Raised at once, it could come while a program is being started, which then nobody would know of, and nobody end.
    Raises KeyboardInterrupt where the receiver gave up for it; what was delivered all the same is delivered.
    """
    before, stopped = signal.getsignal(signal.SIGINT), False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        signal.signal(signal.SIGINT, before)
        stopped = True
        receiver.stop()

    if callable(before):  # else Ctrl+C is nobody's business here
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    except HandOverFailed as error:
        if stopped:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _says_yes(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # the end of what is typed, or an interruption: the way out must be told all the same
        say("")
        return False


def hand_over_new(generated: Generated, services: Services, *, as_json: bool, receiver: Receiver | None = None) -> None:
    """`hand_over` of a token that has just been made, and all that is to be said about it."""
    made = generated.token
    lost = _("The token “{name}” (id {id}) was made, but could not be handed over:").format(name=made.name, id=made.id)
    told = hand_over(generated, services, as_json=as_json, lost=lost, receiver=receiver)
    say(
        _("Made the token “{name}” (id {id}), which ends in {hint}.").format(name=made.name, id=made.id, hint=made.hint)
    )
    describe(made, services, told)


def describe(made: FineGrainedToken, services: Services, told: str = "") -> None:
    """Say when a token ends, whether it waits for anybody, and TOLD, or that its secret will not be seen again."""
    say_expiry(made.expires_at, services)
    if made.status_at(services.tokens.now()) is Status.PENDING:
        say_pending(made)
    if made.sso is SsoState.NOT_AUTHORIZED:
        say_not_authorized(f"{made.id}", made.owner_login)
    say(told or _("Make sure to copy your personal access token now as you will not be able to see this again."))


def say_expiry(expires_at: datetime | None, services: Services) -> None:
    """Say when a token ends."""
    if expires_at is None:
        say(_("It never expires."))
    else:
        say(_("It expires on {instant}.").format(instant=instant_text(expires_at, services.context.zone)))


def say_not_authorized(token: str, organization: str) -> None:
    """Say that single sign-on keeps TOKEN, as the command line names it, out of an organization, and what to do."""
    names = {"organization": organization, "token": token}
    say(sso_text(SsoState.NOT_AUTHORIZED, organization))
    say(_("Authorise it with: pat-tui token sso {token} --authorize {organization}").format(**names))


def say_pending(token: FineGrainedToken) -> None:
    """Say what it means that the token waits for its organization."""
    sentence = _("It is pending: until {owner} approves it, it reads public resources only.")
    say(sentence.format(owner=token.owner_login))
