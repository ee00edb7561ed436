"""The words of pat-tui and their translations: `python -m tests.catalogues update` and `... compile`.

`update` finds every message in the source and in the catalogue's data files, writes `pat_tui/locale/pat_tui.pot` and
brings the `.po` file of each language up to date: new messages come in untranslated, those that are gone go. `compile`
writes the `.mo` files, which pat-tui reads. tests/test_catalogues.py fails until both have been done.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.extract import extract
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pat_tui import i18n
from pat_tui.catalogue.permissions import rows

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "pat_tui" / "locale"
TEMPLATE = LOCALE / "pat_tui.pot"
TRANSLATED = [language for language in i18n.LANGUAGES if language != i18n.ENGLISH]
KEYWORDS = parse_keywords(["_", "ngettext:1,2", "pgettext:1c,2", "marked:1,1t", "marked:1,2,2t"])
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
"""A catalogue says when it was made. It would say something new each time, and nobody needs it."""
_HEADER = """\
# Messages of pat-tui. Rules and vocabulary: pat_tui/locale/GLOSSARY.md.
#"""


class Message(NamedTuple):
    """One text that is translated."""

    place: str
    """The file that has it, below the root."""
    id: str | tuple[str, str]
    """The text, or singular and plural."""
    context: str | None
    comments: tuple[str, ...] = ()


def messages() -> Iterator[Message]:
    """Every message there is, by file."""
    for path in sorted((ROOT / "pat_tui").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if place != "pat_tui/i18n.py":
            yield from _in_source(place, path.read_bytes())
    yield from _in_data()


def _in_source(place: str, source: bytes) -> Iterator[Message]:
    found = extract("python", io.BytesIO(source), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}, True)
    for _line, text, comments, context in found:
        yield Message(place, text if isinstance(text, str) else (text[0], text[1]), context, tuple(comments))


def _in_data() -> Iterator[Message]:
    for name, context, columns in (
        ("permissions.csv", "permission", ("title", "description")),
        ("scopes.csv", "scope", ("description",)),
    ):
        for row in rows(name):
            if row.get("group") != "enterprise" and row.get("on_form") != "no":
                for column in columns:
                    yield Message(f"pat_tui/catalogue/data/{name}", row[column], context)


def template() -> Catalog:
    """All messages, without any translation."""
    made = _empty(None)
    for message in messages():
        made.add(message.id, locations=[(message.place, 0)], context=message.context, auto_comments=message.comments)
    return made


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="pat-tui",
        version="1",
        msgid_bugs_address="",
        header_comment=_HEADER,
        creation_date=_WHEN,
        revision_date=_WHEN,
        last_translator="pat-tui",
        language_team=language,
        fuzzy=False,
    )


def path_of(language: str, suffix: str = "po") -> Path:
    """The catalogue of LANGUAGE: `po` as it is written, `mo` as it is read."""
    return LOCALE / language / "LC_MESSAGES" / f"pat_tui.{suffix}"


def load(language: str) -> Catalog:
    """The catalogue of LANGUAGE as it lies there; an empty one where there is none."""
    path = path_of(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, all_messages: Catalog) -> Catalog:
    """The catalogue of LANGUAGE with ALL_MESSAGES and no others. Nothing is guessed: a changed text is a new one."""
    before, made = load(language), _empty(language)
    for message in all_messages:
        if message.id:
            known = before.get(message.id, message.context)
            fits = known is not None and isinstance(known.string, str) is isinstance(message.id, str)
            made.add(
                message.id,
                known.string if known is not None and fits else "",
                locations=message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known is not None else (),
                context=message.context,
            )
    return made


def as_po(catalogue: Catalog) -> bytes:
    """CATALOGUE as a `.po` file: without line numbers, which change with every edit."""
    made = io.BytesIO()
    write_po(made, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return made.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """CATALOGUE as a `.mo` file. What lacks a form is left out, so that English stands in for it."""
    whole = Catalog(locale=catalogue.locale)
    whole.mime_headers = catalogue.mime_headers
    for message in catalogue:
        if message.id and all(forms(message)) and not message.fuzzy:
            whole.add(message.id, message.string, context=message.context)
    made = io.BytesIO()
    write_mo(made, whole)
    return made.getvalue()


def update() -> None:
    """Write the template, and bring every catalogue up to date."""
    all_messages = template()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_po(all_messages))
    for language in TRANSLATED:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(as_po(updated(language, all_messages)))


def compile_all() -> None:
    """Write what pat-tui reads."""
    for language in TRANSLATED:
        path_of(language, "mo").write_bytes(as_mo(load(language)))


def forms(message: BabelMessage) -> list[str]:
    """What MESSAGE is in its language: one text, or one for each plural form; empty ones where there is none yet."""
    string = message.string
    return [string] if isinstance(string, str) else [form or "" for form in string or ("",)]


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages of CATALOGUE that say nothing yet, or only for some numbers."""
    return [str(message.id) for message in catalogue if message.id and not all(forms(message))]


def main(arguments: list[str]) -> int:
    """Do what ARGUMENTS say and tell how much each language lacks."""
    steps = {"update": update, "compile": compile_all}
    if not arguments or not set(arguments) <= set(steps):
        print("usage: python -m tests.catalogues [update] [compile]", file=sys.stderr)
        return 2
    for step in arguments:
        steps[step]()
    for language in TRANSLATED:
        found = load(language)
        print(f"{language}: {len(found)} messages, {len(untranslated(found))} untranslated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
