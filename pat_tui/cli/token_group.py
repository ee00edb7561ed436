"""The noun `token`, whose verbs are about fine-grained tokens, or with `--classic` about classic ones.

The two kinds have other options, other rules and ids of their own: each is a command with a help of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pat_tui.cli.lazy_group import LazyGroup, give_quiet, loaded
from pat_tui.i18n import _

FLAG = "--classic"


class TokenGroup(LazyGroup):
    """Picks the command for classic tokens where `--classic` stands among the words behind the verb."""

    def __init__(self, *arguments: Any, classic: Mapping[str, str] | None = None, **options: Any) -> None:
        """CLASSIC: the verbs for classic tokens, as `lazy` has the others; each is called as its sibling is."""
        super().__init__(*arguments, **options)
        self._classic_places = dict(classic or {})
        self._classic: dict[str, click.Command] = {}

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command for fine-grained tokens; its help names the flag that leads to the other."""
        is_new = name in self._lazy
        found = super().get_command(context, name)
        if is_new and found is not None and name in self._classic_places:
            hint = _("The same for a classic token; --classic --help tells the options of that.")
            found.params.append(_flag(hint))
        return found

    def classic_command(self, name: str) -> click.Command | None:
        """The command of that NAME for classic tokens; None where there is none."""
        if name not in self._classic and name in self._classic_places:
            made = self._classic[name] = loaded(self._classic_places[name])
            made.params.append(_flag(_("For a classic token.")))
            give_quiet(made)
        return self._classic.get(name)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ARGS begin with, and the rest of them."""
        name, command, rest = super().resolve_command(context, args)
        if name is not None and FLAG in _options(rest):
            command = self.classic_command(name) or command
        return name, command, rest

    def invoke(self, context: click.Context) -> Any:
        """Run the command. An option of the other kind is told to be one."""
        try:
            return super().invoke(context)
        except click.NoSuchOption as error:
            raise self._explained(error) from error

    def _explained(self, error: click.NoSuchOption) -> click.UsageError:
        given = error.ctx.command if error.ctx else None
        name = (given.name if given else None) or ""
        classic, fine_grained = self.classic_command(name), self.commands.get(name)
        if classic is None or fine_grained is None:
            return error
        if given is fine_grained and _has(classic, error.option_name):
            words = _("{option} is for classic tokens: it needs --classic.")
        elif given is classic and _has(fine_grained, error.option_name):
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
