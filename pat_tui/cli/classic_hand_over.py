"""Handing the secret of a classic token over, and what is to be said of the token then."""

from pat_tui.cli import classic_text
from pat_tui.cli.hand_over import give, say_expiry, say_not_authorized
from pat_tui.cli.output import say
from pat_tui.domain.scopes import minimum_text
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens, GeneratedClassic
from pat_tui.services.hand_over.receiver import Receiver
from pat_tui.wiring import Services


def hand_over(
    generated: GeneratedClassic, services: Services, *, as_json: bool, lost: str, receiver: Receiver | None = None
) -> str:
    """Hand the secret to RECEIVER, or write it out, and wipe it. Returns the last sentence to say, empty for none.

    LOST says, up to a colon, what was done; OutputLost and HandOverFailed are told with it.
    """
    from pat_tui.local_command import local_command

    described = classic_text.token_json(generated.token, services.classic_tokens)
    regain = local_command(services, "token", "regenerate", "--classic", f"{generated.token.id}")
    return give(generated.secret, described, regain, as_json=as_json, lost=lost, receiver=receiver)


def hand_over_new(
    generated: GeneratedClassic, services: Services, *, as_json: bool, receiver: Receiver | None = None
) -> None:
    """`hand_over` of a token that has just been made, and all that is to be said about it."""
    names = {"name": generated.token.note, "id": generated.token.id}
    lost = _("The classic token “{name}” (id {id}) was made, but could not be handed over:").format(**names)
    told = hand_over(generated, services, as_json=as_json, lost=lost, receiver=receiver)
    made = _("Made the classic token “{name}” (id {id}), which ends in {hint}.")
    say(made.format(**names, hint=generated.token.hint))
    say_left_out(generated.left_out)
    describe(generated, services, told)


def describe(generated: GeneratedClassic, services: Services, told: str = "") -> None:
    """Say when a token ends, which organizations refuse it, and TOLD, or that its secret will not be seen again."""
    say_expiry(generated.token.expires_at, services)
    say_refusals(generated.token.id, services.classic_tokens)
    for organization in generated.token.not_authorized_for:
        say_not_authorized(f"--classic {generated.token.id}", organization)
    say(told or _("Make sure to copy your personal access token now. You won't be able to see it again!"))


def say_refusals(token_id: int, tokens: ClassicTokens) -> None:
    """Say which of the user's organizations refuse the token as it is."""
    for line in classic_text.refusal_lines(tokens.refusals(token_id)):
        say(line)


def say_left_out(left_out: tuple[str, ...]) -> None:
    """Say which of the chosen scopes others include, if there are such."""
    if left_out:
        say(minimum_text(left_out))
