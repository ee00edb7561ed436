"""The options of `pat-tui token` that hand a new secret to where it is needed, in place of standard output."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from pat_tui.cli.output import OutputLost, require_output
from pat_tui.domain.secrets import Secret
from pat_tui.i18n import _
from pat_tui.services.hand_over.receiver import Receiver, Way
from pat_tui.wiring import Services

_Command = TypeVar("_Command", bound=Callable[..., Any])

NONE_MADE = _("Nobody would receive the token, so none was made.")
OLD_STAYS = _("Nobody would receive the new secret, so the old one stays.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a secret is to go."""

    way: Way
    place: str = ""
    """A path, an address or a command."""
    key: str = ""
    """The variable, of a file of variables."""


def hand_over_options(command: _Command) -> _Command:
    """Give COMMAND the options that say where the secret goes, as the argument `to`: a Wanted, or None."""

    @wraps(command)
    def wrapped(
        *arguments: Any,
        output: str | None,
        env_file: tuple[str, str] | None,
        git_credential: str | None,
        pipe: str | None,
        clipboard: bool,
        **options: Any,
    ) -> Any:
        wanted = [
            *([] if output is None else [Wanted(Way.OUTPUT, output)]),
            *([] if env_file is None else [Wanted(Way.ENV_FILE, *env_file)]),
            *([] if git_credential is None else [Wanted(Way.GIT_CREDENTIAL, git_credential)]),
            *([] if pipe is None else [Wanted(Way.PIPE, pipe)]),
            *([Wanted(Way.CLIPBOARD)] if clipboard else []),
        ]
        if len(wanted) > 1:
            raise click.UsageError(_("A secret goes to one place. Give one of: {options}.").format(options=_names()))
        return command(*arguments, to=wanted[0] if wanted else None, **options)

    for option in reversed(_options()):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def _names() -> str:
    return ", ".join(f"--{way.value}" for way in Way)


def _options() -> list[Callable[[_Command], _Command]]:
    return [
        click.option("--output", metavar="FILE", help=_("Hand the secret over to a new file (0600), not to stdout.")),
        click.option(
            "--env-file", nargs=2, metavar="FILE KEY", help=_("Set the variable KEY of FILE, and nothing else in it.")
        ),
        click.option("--git-credential", metavar="URL", help=_("Have git's credential helper keep it for URL.")),
        click.option(
            "--pipe",
            metavar="COMMAND",
            help=_("Give it to COMMAND on standard input, such as 'gh secret set NAME'. It gets no line end."),
        ),
        click.option("--clipboard", is_flag=True, help=_("Copy it to the clipboard.")),
    ]


def ready(to: Wanted | None, services: Services, consequence: str) -> Receiver | None:
    """What takes the secret, after a look at all that could be in its way; None for standard output.

    Nothing has been made yet. Raises InvalidInput, and OutputLost with CONSEQUENCE as its last sentence.
    """
    if to is None:
        require_receiver(consequence)
        return None
    receiver = _receiver(to, services)
    receiver.check()
    return receiver


def require_receiver(consequence: str) -> None:
    """Raise OutputLost, with CONSEQUENCE as its last sentence, if there is no standard output to hand a secret to."""
    try:
        require_output()
    except OutputLost as error:
        raise OutputLost(f"{error} {consequence}") from None


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can be asked and can read what is shown there."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stderr))


def show_once(secret: Secret) -> None:
    """Write SECRET to the terminal; never to standard output, which may lead to a file."""
    sys.stderr.write(f"{secret.reveal()}\n")
    sys.stderr.flush()


def _receiver(to: Wanted, services: Services) -> Receiver:
    if to.way is Way.CLIPBOARD:
        from pat_tui.services.hand_over.to_clipboard import ToClipboard

        seconds = services.settings.clipboard_seconds
        return ToClipboard(os.environ, _write_to_terminal, seconds, can_ask=can_ask())
    from pat_tui.services.hand_over.ways import receiver

    return receiver(to.way, to.place, to.key, services.acting.login)


def _write_to_terminal(sequence: str) -> None:
    if not can_ask():
        raise OSError
    sys.stderr.write(sequence)
    sys.stderr.flush()
