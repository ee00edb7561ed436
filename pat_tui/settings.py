"""What a run of pat-tui goes by: options before environment variables before the settings file before defaults."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from pat_tui.domain.errors import SettingsError
from pat_tui.i18n import _
from pat_tui.settings_table import CLIPBOARD_SECONDS, GATEWAY_URL, LINK_BASE, SETTINGS, Setting, folder, path

if TYPE_CHECKING:
    from pat_tui.mail_settings import MailSettings

CONFIG = "PAT_TUI_CONFIG"
"""The variable that names the settings file in place of the usual one."""


class Source(StrEnum):
    """Where a value can come from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    OPTION = "option"


class Origin(NamedTuple):
    """Where a value does come from."""

    source: Source
    place: str = ""
    """The file's path, the variable's name, or the option's; empty for a default."""
    line: int = 0
    """In the file, from 1 on; 0 elsewhere."""

    def label(self, name: str) -> str:
        """What names there the setting called NAME: `FILE:LINE: NAME`, or the variable, or the option."""
        return f"{self.place}:{self.line}: {name}" if self.source is Source.FILE else self.place or name


class Found(NamedTuple):
    """A value with its origin."""

    value: Any
    origin: Origin


class Settings(NamedTuple):
    """The values, checked. What each is stands in settings_table.py."""

    store: Path
    log: Path
    acting: str | None = None
    theme: str | None = None
    clipboard_seconds: int = CLIPBOARD_SECONDS
    link_base: str = LINK_BASE
    """GitHub's own by default, since links are handed around: one made here fills in GitHub's form for who has no
    pat-tui, and a link made for GitHub opens here. pat-tui reads them whatever their host is, and contacts none.
    """
    gateway_url: str = GATEWAY_URL
    mail: "MailSettings | None" = None
    """The table [smtp]; None where no mail is set up."""
    repositories: Path | None = None
    demo: bool = False
    """--demo: a throw-away store in place of `store`. No mail is sent from it."""
    log_key: Path | None = None
    """None for a key that ends with this run, for a throw-away store."""
    language: str | None = None
    """None for that of the locale. It is set before this is read (pat_tui.main)."""
    plain: bool = False
    keys: Mapping[str, Found] = MappingProxyType({})
    """By the action's id its own keys, a tuple of Textual's names; checked against the actions by key_settings."""

    @property
    def repository_folder(self) -> Path:
        """Where pat-tui makes repositories."""
        return self.repositories or self.store.absolute().parent / "repositories"


def load(
    environ: Mapping[str, str] | None = None, options: Mapping[str, str | None] | None = None, *, demo: bool = False
) -> Settings:
    """The settings of this process, or of ENVIRON; OPTIONS are what the command line gave, by the settings' names.

    DEMO is Settings.demo. Raises SettingsError for whatever makes no sense, wherever it stands.
    """
    found = resolve(environ, options)
    if demo and found["acting"].origin.source is Source.FILE:  # a user of one's own store, not of the examples
        found["acting"] = Found(None, Origin(Source.DEFAULT))
    values = {name: each.value for name, each in found.items() if not name.startswith("smtp.")}
    return Settings(**values, mail=_mail(found), demo=demo)


def check_keys(settings: Settings) -> None:
    """Hold own keys against the interface's actions. Raises SettingsError. Words of theirs are needed from here on."""
    if settings.keys:
        from pat_tui.key_settings import check

        check(settings.keys)


def resolve(
    environ: Mapping[str, str] | None = None, options: Mapping[str, str | None] | None = None
) -> dict[str, Found]:
    """Every setting with its origin, by name, in the order of the table. Raises SettingsError."""
    environ = os.environ if environ is None else environ
    written = _written(environ)
    errors: dict[str, str] = {}
    found: dict[str, Found] = {}
    for setting in SETTINGS:
        try:
            found[setting.name] = _find(setting, options or {}, environ, written)
        except SettingsError as error:
            errors |= error.errors
    if errors:
        raise SettingsError(errors)
    return found


def config_path(environ: Mapping[str, str] | None = None) -> Path:
    """Where the settings file is, or would be."""
    environ = os.environ if environ is None else environ
    if text := environ.get(CONFIG):
        return path(text)
    return folder("config") / "settings.toml"


def _written(environ: Mapping[str, str]) -> Mapping[str, Found]:
    """What the file says. Where there is none, looking for it is all that happens."""
    file = config_path(environ)
    try:
        os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        if not environ.get(CONFIG):
            return {}
        words = _("{variable} names {path}, which is not there. `pat-tui settings init` makes it.")
        raise SettingsError({CONFIG: words.format(variable=CONFIG, path=file)}) from None
    except (OSError, ValueError):
        pass  # whoever reads it tells why that fails
    from pat_tui.settings_file import read

    return read(file)


def _find(
    setting: Setting, options: Mapping[str, str | None], environ: Mapping[str, str], written: Mapping[str, Found]
) -> Found:
    if setting.kind is dict:
        return _table(setting, environ, written)
    if text := options.get(setting.name):
        return parsed(setting, text, Origin(Source.OPTION, setting.option))
    if text := environ.get(setting.variable):
        if setting.is_secret:
            raise SettingsError({setting.variable: _secret_words(setting)})
        return parsed(setting, text, Origin(Source.ENVIRONMENT, setting.variable))
    return written.get(setting.name) or Found(setting.default(), Origin(Source.DEFAULT))


def _table(setting: Setting, environ: Mapping[str, str], written: Mapping[str, Found]) -> Found:
    """A setting that is a table: each of its entries has an origin, and a variable changes only those that it names."""
    found: dict[str, Found] = dict(written[setting.name].value) if setting.name in written else {}
    if text := environ.get(setting.variable):
        origin = Origin(Source.ENVIRONMENT, setting.variable)
        values = parsed(setting, text, origin).value
        found |= {name: Found(value, origin) for name, value in values.items()}
    return Found(found, Origin(Source.DEFAULT))


def parsed(setting: Setting, text: str, origin: Origin) -> Found:
    """TEXT as the value of SETTING. Raises SettingsError, with ORIGIN and never with the text."""
    try:
        return Found(setting.parse(text), origin)
    except ValueError:
        raise wrong(setting, origin) from None


def wrong(setting: Setting, origin: Origin) -> SettingsError:
    """What to raise about a value of SETTING, from ORIGIN, that makes no sense."""
    label = origin.label(setting.name)
    return SettingsError({label: setting.rule().format(name=label)})


def _secret_words(setting: Setting) -> str:
    words = _("There is no {variable}: put the password into a file, named by {variable}_FILE.")
    return words.format(variable=setting.variable)


def _mail(found: Mapping[str, Found]) -> "MailSettings | None":
    if all(each.value is None for name, each in found.items() if name.startswith("smtp.")):
        return None
    from pat_tui.mail_settings import load_mail

    return load_mail(found)
