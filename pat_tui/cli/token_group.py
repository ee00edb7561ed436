"""The noun `token`, whose verbs are about fine-grained tokens, or with `--classic` about classic ones.

The two kinds have other options, other rules and ids of their own: each is a command with a help of its own.
"""

from collections.abc import Sequence
from typing import Any

import click

from pat_tui.i18n import _

FLAG = "--classic"


class TokenGroup(click.Group):
    """Picks the command for classic tokens where `--classic` stands among the words behind the verb."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._classic: dict[str | None, click.Command] = {}

    def add_classic(self, classic: click.Command) -> None:
        """Add CLASSIC, which is called as its fine-grained sibling is; that one's help names it from now on."""
        self._classic[classic.name] = classic
        hint = _("The same for a classic token; --classic --help tells the options of that.")
        self.commands[classic.name or ""].params.append(_flag(hint))
        classic.params.append(_flag(_("For a classic token.")))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ARGS begin with, and the rest of them."""
        name, command, rest = super().resolve_command(context, args)
        if name in self._classic and FLAG in _options(rest):
            command = self._classic[name]
        return name, command, rest

    def invoke(self, context: click.Context) -> Any:
        """Run the command. An option of the other kind is told to be one."""
        try:
            return super().invoke(context)
        except click.NoSuchOption as error:
            raise self._explained(error) from error

    def _explained(self, error: click.NoSuchOption) -> click.UsageError:
        given = error.ctx.command if error.ctx else None
        name = given.name if given else None
        if name not in self._classic:
            return error
        if given is not self._classic[name] and _has(self._classic[name], error.option_name):
            words = _("{option} is for classic tokens: it needs --classic.")
        elif given is self._classic[name] and _has(self.commands[name or ""], error.option_name):
            words = _("{option} is for fine-grained tokens: it goes without --classic.")
        else:
            return error
        return click.UsageError(words.format(option=error.option_name), error.ctx)


def _has(command: click.Command, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params)


def _flag(text: str) -> click.Option:
    return click.Option([FLAG], is_flag=True, expose_value=False, help=text)


def _options(words: Sequence[str]) -> Sequence[str]:
    """WORDS up to the `--` after which there are no options."""
    return words[: words.index("--")] if "--" in words else words
