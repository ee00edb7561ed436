"""Handing a secret over: alone on standard output, the one time that it is known."""

from collections.abc import Mapping
from datetime import datetime

from pat_tui.cli import token_text
from pat_tui.cli.output import OutputLost, Value, require_output, say, write, write_json
from pat_tui.domain.dates import instant_text
from pat_tui.domain.secrets import Secret
from pat_tui.domain.status import Status
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.tokens import Generated
from pat_tui.wiring import Services

NONE_MADE = _("Nobody would receive the token, so none was made.")


def require_receiver(consequence: str) -> None:
    """Raise OutputLost, with CONSEQUENCE as its last sentence, if there is no standard output to hand a secret to."""
    try:
        require_output()
    except OutputLost as error:
        raise OutputLost(f"{error} {consequence}") from None


def hand_over(generated: Generated, services: Services, *, as_json: bool, lost: str) -> None:
    """Write the secret out and wipe it. Raises OutputLost that starts with LOST: what was done, up to a colon."""
    described = token_text.token_json(generated.token, services.tokens.now())
    write_secret(generated.secret, described, as_json=as_json, lost=lost)


def write_secret(secret: Secret, described: Mapping[str, Value], *, as_json: bool, lost: str) -> None:
    """`hand_over` of a token of either kind, which is DESCRIBED for JSON."""
    try:
        if as_json:
            write_json({**described, "token": secret.reveal()})
        else:
            write(secret.reveal())
    except OutputLost as error:
        reason = str(error) or _("Nobody reads standard output.")
        way_out = _("Regenerate or delete it: its secret is known to nobody.")
        raise OutputLost(f"{lost} {reason} {way_out}") from error
    finally:
        secret.wipe()


def hand_over_new(generated: Generated, services: Services, *, as_json: bool) -> None:
    """`hand_over` of a token that has just been made, and all that is to be said about it."""
    made = generated.token
    lost = _("The token “{name}” (id {id}) was made, but could not be handed over:").format(name=made.name, id=made.id)
    hand_over(generated, services, as_json=as_json, lost=lost)
    say(
        _("Made the token “{name}” (id {id}), which ends in {hint}.").format(name=made.name, id=made.id, hint=made.hint)
    )
    describe(made, services)


def describe(made: FineGrainedToken, services: Services) -> None:
    """Say when a token ends, whether it waits for anybody, and that its secret will not be seen again."""
    say_expiry(made.expires_at, services)
    if made.status_at(services.tokens.now()) is Status.PENDING:
        say_pending(made)
    say(_("Make sure to copy your personal access token now as you will not be able to see this again."))


def say_expiry(expires_at: datetime | None, services: Services) -> None:
    """Say when a token ends."""
    if expires_at is None:
        say(_("It never expires."))
    else:
        say(_("It expires on {instant}.").format(instant=instant_text(expires_at, services.context.zone)))


def say_pending(token: FineGrainedToken) -> None:
    """Say what it means that the token waits for its organization."""
    sentence = _("It is pending: until {owner} approves it, it reads public resources only.")
    say(sentence.format(owner=token.owner_login))
