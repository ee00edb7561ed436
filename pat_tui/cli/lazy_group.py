"""A group whose commands are imported when they are called, or their help is; and what every command takes."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from pat_tui.cli import output
from pat_tui.i18n import _


class LazyGroup(click.Group):
    """Commands by name, each as `module:attribute`; those that are added as usual are there besides."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lazy = dict(lazy or {})

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted({*self.commands, *self._lazy})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that NAME, imported now if need be."""
        if name in self._lazy:
            self.add_command(loaded(self._lazy.pop(name)), name)
        found = self.commands.get(name)
        if found is not None:
            give_quiet(found)
        return found


def loaded(place: str) -> click.Command:
    """The command at PLACE, `module:attribute`."""
    module, _colon, attribute = place.partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    return command


def give_quiet(command: click.Command) -> None:
    """Give COMMAND the option `--quiet`; if it is a group, all that it holds."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            give_quiet(each)
    elif not any(parameter.name == _QUIET for parameter in command.params):
        command.params.append(quiet_option())


def quiet_option() -> click.Option:
    """The option `--quiet`, which works by itself."""
    words = _("Say nothing but errors on standard error.")
    return click.Option(["--quiet", _QUIET], is_flag=True, expose_value=False, callback=_be_quiet, help=words)


def _be_quiet(_context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        output.be_quiet()


_QUIET = "be_quiet"
