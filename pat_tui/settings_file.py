"""Reading the settings file, which is TOML. Imported only where there is one.

Whatever is wrong with it is told with its line, all of it at once, and never with a value: it may be a secret.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pat_tui.domain.errors import SettingsError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.settings import Found, Origin, Source, parsed, wrong
from pat_tui.settings_table import SETTINGS, Setting, path

LARGEST_FILE = 16 * 1024
"""In bytes. No settings are that long, and reading stays quick."""
_AT_LINE = re.compile(r" \(at (line (?P<line>\d+), column \d+|end of document)\)$")
_KNOWN = {setting.name: setting for setting in SETTINGS}
_TABLES = {name.partition(".")[0] for name in _KNOWN if "." in name} | {
    setting.name for setting in SETTINGS if setting.kind is dict
}


def read(file: Path) -> dict[str, Found]:
    """The settings that FILE has, by name. Raises SettingsError for everything in it that makes no sense."""
    text, is_private = _text(file)
    values = _toml(file, text)
    lines = statement_lines(text)
    found: dict[str, Found] = {}
    errors: dict[str, str] = {}
    seen: set[str] = set()
    for name, value in _leaves(values):
        origin = Origin(Source.FILE, str(file), lines.get(name, 0))
        try:
            if name in seen:  # with its dots in quotes and without
                raise _error(origin, name, _("{name} stands in this file twice."))
            seen.add(name)
            _take(found, name, value, origin, is_private)
        except SettingsError as error:
            errors |= error.errors
    if errors:
        raise SettingsError(errors)
    return found


def _take(found: dict[str, Found], name: str, value: Any, origin: Origin, is_private: bool) -> None:
    """Add the setting called NAME to those FOUND."""
    table, _dot, inner = name.partition(".")
    if table in _KNOWN and _KNOWN[table].kind is dict and inner:
        entries = found.setdefault(table, Found({}, origin)).value
        entries[inner] = Found(_own(name, value, origin), origin)
    elif name in _KNOWN and _KNOWN[name].kind is not dict:
        found[name] = _value(_KNOWN[name], value, origin)
        if _KNOWN[name].is_secret and not is_private:
            words = _("{name} is a secret, and others can read this file: chmod 600 {path}")
            raise _error(origin, name, words, path=origin.place)
    elif name in _TABLES:
        if value != {}:
            words = _("{name} is a table: write [{table}] on a line of its own, and its settings below.")
            raise _error(origin, name, words, table=name)
    else:
        raise _unknown(name, origin)


def _value(setting: Setting, value: Any, origin: Origin) -> Found:
    """VALUE, as TOML has it, as one of SETTING: by the same rule as a text from the environment."""
    if type(value) is not setting.kind or value == "":
        raise wrong(setting, origin)
    found = parsed(setting, str(value), origin)
    # What a relative path is relative to would depend on where pat-tui happens to be started.
    if setting.parse is path and not found.value.is_absolute():
        raise wrong(setting, origin)
    return found


def _own(name: str, value: Any, origin: Origin) -> tuple[str, ...]:
    from pat_tui.key_names import canonical, near

    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise _error(origin, name, _("{name} must be a key in quotes, or a list of them."))
    try:
        return tuple(dict.fromkeys(canonical(key) for key in keys))
    except ValueError as error:
        words = _(
            "{name}: there is no key “{key}”{hint}. A key is a character, or a name such as f5, ctrl+x or pageup."
        )
        key = str(error.args[0])
        raise _error(origin, name, words, key=clean(key), hint=_hint(near(key))) from None


def _unknown(name: str, origin: Origin) -> SettingsError:
    from difflib import get_close_matches

    outer, _dot, last = name.rpartition(".")
    alike = get_close_matches(name, _KNOWN, n=1, cutoff=0.7)
    near = alike or [known for known in _KNOWN if outer == known or last == known.rpartition(".")[2]]
    words = _("{name} is no setting{hint}. `pat-tui settings init` writes down which there are.")
    return _error(origin, name, words, hint=_hint(near[0] if near else ""))


def _hint(near: str) -> str:
    return _(" (did you mean {name}?)").format(name=near) if near else ""


def _error(origin: Origin, name: str, words: str, **values: str) -> SettingsError:
    label = origin.label(clean(name))
    return SettingsError({label: words.format(name=label, **values)})


def _text(file: Path) -> tuple[str, bool]:
    """What FILE holds, and whether it is its owner's alone."""
    try:
        # What is no file, such as a pipe without a writer, must not keep the program waiting.
        with open(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
            mode = os.fstat(opened.fileno()).st_mode
    except (OSError, ValueError) as error:
        words = _("The settings file {path} cannot be read: {reason}.")
        reason = getattr(error, "strerror", None) or _("no such name")
        raise SettingsError({str(file): words.format(path=file, reason=reason)}) from None
    if len(content) > LARGEST_FILE:
        words = _("{path} is longer than any settings ({maximum} bytes).")
        raise SettingsError({str(file): words.format(path=file, maximum=LARGEST_FILE)})
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), os.name != "posix" or not mode & 0o077
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"{file}:{line}"
        raise SettingsError({place: _("{place}: this is not text in UTF-8.").format(place=place)}) from None


def _toml(file: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        match = _AT_LINE.search(str(error))
        line = (match and match["line"]) or text.rstrip("\n").count("\n") + 1
        reason = clean(_AT_LINE.sub("", str(error))) if isinstance(error, tomllib.TOMLDecodeError) else _("too much")
        place = f"{file}:{line}"
        words = _('{place}: this is not TOML: {reason}. Texts and keys stand in quotes, as theme = "github-light".')
        raise SettingsError({place: words.format(place=place, reason=reason)}) from None


def _leaves(values: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its dotted name. A table without values stands for itself."""
    for key, value in values.items():
        name = f"{within}{key}"
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{name}.")
        else:
            yield name, value


def statement_lines(text: str) -> dict[str, int]:
    """In which line, from 1 on, the statement begins that gives each dotted name of TEXT, which is whole TOML.

    tomllib does not tell. But a statement of TOML ends with a line, and no part of one that spans lines is TOML itself:
    so lines are taken together until they can be read.
    """
    lines: dict[str, int] = {}
    table, begun, waiting = "", 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        begun = begun if waiting else number
        waiting += line + "\n"
        try:
            values = tomllib.loads(waiting)
        except ValueError:
            continue
        if values and waiting.lstrip().startswith("["):
            table = _header(values)
            lines.setdefault(table, begun)
            table += "."
        else:
            for name in _names(values):
                lines.setdefault(table + name, begun)
        waiting = ""
    return lines


def _header(values: Mapping[str, Any]) -> str:
    [(key, inner)] = values.items()
    inner = inner[0] if isinstance(inner, list) else inner
    return f"{key}.{_header(inner)}" if inner else str(key)


def _names(values: Mapping[str, Any], within: str = "") -> Iterator[str]:
    for key, value in values.items():
        yield f"{within}{key}"
        if isinstance(value, dict):
            yield from _names(value, f"{within}{key}.")
