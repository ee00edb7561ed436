"""`pat-tui settings`: what is set, where it is set, and which keys there are."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from pat_tui.cli.output import json_option, say, write, write_json, write_table
from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _
from pat_tui.settings import Found, Source, config_path, load, resolve
from pat_tui.settings_table import SETTINGS

_HIDDEN = "***"
_SECRETS = {setting.name for setting in SETTINGS if setting.is_secret}
_VARIABLES = {setting.name: setting.variable for setting in SETTINGS if not setting.is_secret}


Given = Mapping[str, str | None]
"""The global options, not yet taken together with the rest: `settings path` works where that fails."""


def _found(given: Given) -> dict[str, Found]:
    """Every setting with its origin, and every own key as one, `keys.ACTION`. Raises SettingsError."""
    load(options=given)  # for what must hold between settings
    found = resolve(options=given)
    own = found["keys"].value
    _check(own)
    return {name: each for name, each in found.items() if name != "keys" or not own} | {
        f"keys.{action_id}": each for action_id, each in own.items()
    }


@click.group(
    invoke_without_command=True,
    subcommand_metavar="[COMMAND]",
    short_help=_("Show the settings and where they come from."),
    help=_("What is set, and where: an option goes before a variable, that before the file, that before a default."),
)
@json_option
@click.pass_context
def settings(context: click.Context, as_json: bool) -> None:
    """The noun; without a verb the list."""
    if context.invoked_subcommand is None:
        _list(context.obj, as_json=as_json)
    elif as_json:
        raise click.UsageError(_("--json goes after the command."))


@settings.command("list", help=_("List every setting with its value and its origin."))
@json_option
@click.pass_obj
def list_(given: Given, as_json: bool) -> None:
    """Write the table, or the array."""
    _list(given, as_json=as_json)


@settings.command("path", help=_("Print where the settings file is, or would be."))
def path() -> None:
    """Write the path; on standard error, whether there is a file."""
    file = config_path()
    write(os.fspath(file))
    if not file.exists():
        say(_("There is no such file. `pat-tui settings init` makes it."))


@settings.command("init", help=_("Write a settings file in which every setting stands, explained, as a comment."))
def init() -> None:
    """Make the file, never in place of one that is there."""
    file = config_path()
    _create(file)
    say(_("Wrote {path}. Take away the # before a line to change what it says.").format(path=os.fspath(file)))


@settings.command("keys", help=_("List the actions of the interface, with the keys that they have."))
@json_option
@click.pass_obj
def keys(given: Given, as_json: bool) -> None:
    """Write the table, or the array."""
    from pat_tui.tui.actions import ACTIONS

    own = resolve(options=given)["keys"].value
    _check(own)
    if as_json:
        write_json([_action_json(action, own.get(action.id)) for action in ACTIONS.values()])
        return
    headings = (_("ACTION"), _("KEYS"), _("WHAT IT DOES"))
    write_table(
        headings, [(each.id, ", ".join(_keys(each, own.get(each.id))), each.tooltip) for each in ACTIONS.values()]
    )
    say(_("Keys of your own stand in the table [keys] of the settings file, as: {example}").format(example=_EXAMPLE))


_EXAMPLE = 'tokens.sort = ["z", "f5"]'


def _keys(action: Any, own: Found | None) -> tuple[str, ...]:
    from pat_tui.key_settings import default_keys

    return _written(own.value if own else default_keys(action))


def _written(chosen: Iterable[str]) -> tuple[str, ...]:
    from pat_tui.key_names import written

    return tuple(map(written, chosen))


def _check(own: Mapping[str, Found]) -> None:
    from pat_tui.key_settings import check

    check(own)


def _action_json(action: Any, own: Found | None) -> dict[str, Any]:
    return {
        "id": action.id,
        "keys": list(_keys(action, own)),
        "default_keys": list(_keys(action, None)),
        "label": action.label or None,
        "description": action.tooltip,
    }


def _list(given: Given, *, as_json: bool) -> None:
    found = _found(given)
    if as_json:
        write_json([_setting_json(name, each) for name, each in found.items()])
    else:
        rows = [(name, _origin(each), _text(name, each.value)) for name, each in found.items()]
        write_table((_("SETTING"), _("FROM"), _("VALUE")), rows)


def _setting_json(name: str, found: Found) -> dict[str, Any]:
    origin = found.origin
    return {
        "id": name,
        "value": _HIDDEN if name in _SECRETS and found.value is not None else _json_value(found.value),
        "source": origin.source.value,
        "place": origin.place or None,
        "line": origin.line or None,
        "variable": _VARIABLES.get(name.partition(".")[0] if name.startswith("keys.") else name),
    }


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(_written(value))
    return os.fspath(value) if isinstance(value, Path) else value


def _origin(found: Found) -> str:
    origin = found.origin
    if origin.source is Source.FILE:
        return f"{os.path.basename(origin.place)}:{origin.line}"
    return origin.place or _("default")


def _text(name: str, value: Any) -> str:
    if value is None or value == {}:
        return "-"
    if name in _SECRETS:
        return _HIDDEN
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(_written(value)) if isinstance(value, tuple) else str(value)


def _create(file: Path) -> None:
    words = _("{path} cannot be written: {reason}.")
    try:
        if not file.parent.is_dir():
            file.parent.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise InvalidInput({"file": words.format(path=file, reason=error.strerror)}) from None
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write("\n".join(_template()) + "\n")
    except FileExistsError:
        raise InvalidInput({"file": _("{path} is there already, and stays.").format(path=file)}) from None
    except OSError as error:
        raise InvalidInput({"file": words.format(path=file, reason=error.strerror)}) from None


def _template() -> Iterator[str]:
    """The lines of a file with every setting as a comment."""
    yield "# " + _("The settings of pat-tui. Take away the # before a line to change what it says.")
    yield "# " + _("What is set, and where: pat-tui settings")
    table = ""
    for setting in SETTINGS:
        inner_table, _dot, name = setting.name.rpartition(".")
        inner_table = setting.name if setting.kind is dict else inner_table
        if inner_table != table:
            table = inner_table
            yield from ("", f"[{table}]")
        yield from ("", f"# {setting.what()}", f"# {_EXAMPLE if setting.kind is dict else _line(name, setting)}")


def _line(name: str, setting: Any) -> str:
    import json

    value = setting.default()
    text = setting.example if value is None else json.dumps(os.fspath(value) if isinstance(value, Path) else value)
    return f"{name} = {text}"
