"""Every word that a person reads passes through here, and comes out in the reader's language.

`_`, `ngettext` and `pgettext` take literals only, so that Babel finds them (`python -m tests.catalogues update`); what
differs goes in through `str.format` afterwards. A text that has to stand in a table before the language is known is
`marked` there and `translated` where it is shown. The catalogues are in `locale/`, read once, when `use` is called;
English has none, costs nothing, and is what a text without a translation comes out as.

What stays English everywhere: commands, options, metavars, slugs, scopes, roles and other values that JSON or an
option takes; everything in JSON, CSV and the security log; GitHub's event names; what the gateway answers to git and
to the API, for its clients match on GitHub's words and who reads them is not who started it; tracebacks.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import GNUTranslations

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh_CN": "简体中文", "fr": "Français", "ru": "Русский"}
"""Each language that there is, by its name in `locale/`, in its own word."""

VARIABLE = "PAT_TUI_LANG"
OPTION = "--lang"
_FROM_THE_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")
_SIMPLIFIED = {"zh", "zh_cn", "zh_sg", "zh_hans", "zh_hans_cn", "zh_hans_sg"}

_language = ENGLISH
_catalogue: "GNUTranslations | None" = None


def _(message: str) -> str:
    """Return MESSAGE in the language of the reader."""
    return message if _catalogue is None else _catalogue.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits NUMBER, still with its placeholders."""
    if _catalogue is None:
        return singular if number == 1 else plural
    return _catalogue.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return MESSAGE as it is put in CONTEXT, for a word that other languages have several for."""
    return message if _catalogue is None else _catalogue.pgettext(context, message)


def marked(message: str, _plural: str = "") -> str:
    """Return MESSAGE as it is: it stands in a table, and is translated when it is shown."""
    return message


def translated(message: str, context: str = "") -> str:
    """Return a MESSAGE that was `marked`, or that stands in one of the catalogue's files under CONTEXT."""
    if _catalogue is None or not message:
        return message
    return _catalogue.pgettext(context, message) if context else _catalogue.gettext(message)


def current() -> str:
    """The language that `use` has set: one of LANGUAGES."""
    return _language


def use(language: str) -> None:
    """Speak LANGUAGE, one of LANGUAGES, from now on; English where its catalogue cannot be read.

    Before anything with words is imported: the options of the command line take theirs while they are defined.
    """
    global _language, _catalogue
    _language, _catalogue = language, None
    if language != ENGLISH:
        _catalogue = _read(language)


def _read(language: str) -> "GNUTranslations | None":
    from gettext import GNUTranslations
    from pathlib import Path
    from struct import error as Torn

    try:
        with (Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "pat_tui.mo").open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, LookupError, Torn):  # words in a foreign language are better than none
        return None


def matching(name: str) -> str | None:
    """The language called NAME, as `fr`, `fr_CA.UTF-8`, `zh-Hans`, or `C`; None where pat-tui does not speak it."""
    plain = name.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    if plain in ("c", "posix"):
        return ENGLISH
    if plain in _SIMPLIFIED:
        return "zh_CN"
    first = plain.partition("_")[0]
    return first if first in LANGUAGES else None


def of_the_system(environ: "Mapping[str, str]") -> str:
    """The language of the locale that ENVIRON names; English where pat-tui does not speak it."""
    found = next((value for name in _FROM_THE_SYSTEM if (value := environ.get(name))), "")
    return matching(found) or ENGLISH
