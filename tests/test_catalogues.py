"""The messages in the source can be found, and every catalogue has all of them, as they should be.

Mend what fails here with `python -m tests.catalogues update`, a translation in the `.po` file, and `... compile`.
"""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import read_po

from tests import catalogues
from tests.catalogues import ROOT, TRANSLATED

CALLS = {"_": (0,), "ngettext": (0, 1), "pgettext": (0, 1), "marked": (0,)}
"""Which arguments of which function have to be texts that stand there."""
SOURCES = sorted(path for path in (ROOT / "pat_tui").rglob("*.py") if path.name != "i18n.py")
_PERCENT = re.compile(r"%(?:\(\w+\))?[sdr]")
_MNEMONIC = re.compile(r"\(\w\)$")


@pytest.fixture(scope="module", name="template")
def template_of_the_source() -> Catalog:
    """What is in the source now."""
    return catalogues.template()


@pytest.fixture(scope="module", params=TRANSLATED, name="catalogue")
def catalogue_of_each_language(request: pytest.FixtureRequest) -> Catalog:
    """Each language's `.po` file."""
    return catalogues.load(request.param)


def _calls(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.lineno, node.func.id, node


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value.strip())


def test_only_literals_are_translated() -> None:
    """No f-string, variable or concatenation: Babel would not find it, and a translator could not see the sentence."""
    bad = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        for line, name, call in _calls(path)
        if not all(index < len(call.args) and _is_text(call.args[index]) for index in CALLS[name])
    ]
    assert bad == []


def test_a_singular_has_one_plural() -> None:
    """A catalogue finds a counted message by its singular, and would give the plural of somewhere else."""
    plurals: dict[str, set[str]] = {}
    for path in SOURCES:
        for _line, name, call in _calls(path):
            if name == "ngettext":
                singular, plural = (ast.literal_eval(argument) for argument in call.args[:2])
                plurals.setdefault(singular, set()).add(plural)
    assert {singular: found for singular, found in plurals.items() if len(found) > 1} == {}


def test_what_differs_has_a_name() -> None:
    """`{}` and `{0}` cannot be put in another order by who does not know what they are."""
    bad = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        for line, name, call in _calls(path)
        for index in CALLS[name]
        if any(not field.isidentifier() for field, _form in _fields(str(ast.literal_eval(call.args[index]))))
    ]
    assert bad == []


def test_sentences_are_not_glued() -> None:
    """`_("a") + _("b")` and `_("a") + name` have an English order. Whole lines may stand one below the other."""
    bad = []
    for path in SOURCES:
        for parts, line in _sums(path):
            texts = [index for index, part in enumerate(parts) if _is_call(part)]
            between = [parts[near] for index in texts for near in (index - 1, index + 1) if 0 <= near < len(parts)]
            if not all(_separates(part) for part in between):
                bad.append(f"{path.relative_to(ROOT)}:{line}")
    assert bad == []


def _sums(path: Path) -> Iterator[tuple[list[ast.expr], int]]:
    """What is added up in the module at PATH, part by part."""
    tree = ast.parse(path.read_bytes())
    sums = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)]
    inner = {id(node.left) for node in sums}
    return ((_parts(node), node.lineno) for node in sums if id(node) not in inner)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), node.right]
    return [node]


def _is_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS


def _separates(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not re.search(r"\w", node.value)


def test_the_template_is_up_to_date(template: Catalog) -> None:
    """pat_tui.pot has what the source has."""
    with catalogues.TEMPLATE.open("rb") as file:
        written = read_po(file)
    assert _keys(written) == _keys(template)


def test_nothing_is_stale_or_missing(template: Catalog, catalogue: Catalog) -> None:
    """A catalogue has the messages of the source and no others, none of them guessed."""
    assert _keys(catalogue) ^ _keys(template) == set()
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_everything_is_translated(catalogue: Catalog) -> None:
    """In every form."""
    assert catalogues.untranslated(catalogue) == []


def test_placeholders_are_kept(catalogue: Catalog) -> None:
    """A translation fills in what the English does, no more and no less."""
    assert [message.string for message in _translated(catalogue) if not _fits(message)] == []


def test_looks_like_the_english(catalogue: Catalog) -> None:
    """Blanks at the ends, line feeds and keys in parentheses stay."""
    assert [message.string for message in _translated(catalogue) if not _looks_alike(message)] == []


def test_what_is_read_is_what_is_written() -> None:
    """Every `.mo` file comes from its `.po` file."""
    stale = [
        language
        for language in TRANSLATED
        if catalogues.path_of(language, "mo").read_bytes() != catalogues.as_mo(catalogues.load(language))
    ]
    assert stale == []


@pytest.mark.parametrize(
    ("english", "other", "fits"),
    [
        ("{a} of {b:02}", "{b:02}: {a}", True),
        ("{a} of {b:02}", "{b}: {a}", False),
        ("{a} of {b}", "{a}", False),
        ("{a}", "{a} {b}", False),
        ("{a}", "{a", False),
        ("{text!r}", "{text}", False),
        ("%(version)s", "%(Version)s", False),
        (("A token", "{count} tokens"), ("{count} jeton", "{count} jetons"), True),
        (("A token", "{count} tokens"), ("Un jeton", "{count} jetons"), True),
        (("A token", "{count} tokens"), ("Un jeton", "Des jetons"), False),
    ],
)
def test_what_fits(english: str | tuple[str, str], other: str | tuple[str, str], fits: bool) -> None:
    """Placeholders may change places, not names or formats; one thing need not be counted."""
    assert _fits(BabelMessage(english, other)) is fits


def _keys(catalogue: Catalog) -> set[tuple[str, str, str | None]]:
    return {(*_texts(message.id), message.context) for message in catalogue if message.id}


def _texts(message_id: str | tuple[str, ...] | list[str]) -> tuple[str, str]:
    return (message_id, message_id) if isinstance(message_id, str) else (message_id[0], message_id[1])


def _translated(catalogue: Catalog) -> Iterator[BabelMessage]:
    return (message for message in catalogue if message.id and all(catalogues.forms(message)))


def _fields(text: str) -> list[tuple[str, str]]:
    """The placeholders of TEXT and how they are written out. Raises ValueError for a broken one."""
    found = [
        (name, f"{conversion}:{form}")
        for _before, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    ]
    return sorted(found)


def _fits(message: BabelMessage) -> bool:
    singular, plural = _texts(message.id)
    forms = catalogues.forms(message)
    try:
        wanted = [_fields(text) for text in (singular, plural)]
        given = [_fields(form) for form in forms]
    except ValueError:
        return False
    allowed = [given_fields in wanted for given_fields in given[:1]] + [fields == wanted[1] for fields in given[1:]]
    percents = Counter(_PERCENT.findall(plural))
    return all(allowed) and all(Counter(_PERCENT.findall(form)) == percents for form in forms)


def _looks_alike(message: BabelMessage) -> bool:
    english = _texts(message.id)[1]
    return all(
        (form[:1].isspace(), form[-1:].isspace(), form.count("\n"), _MNEMONIC.findall(form))
        == (english[:1].isspace(), english[-1:].isspace(), english.count("\n"), _MNEMONIC.findall(english))
        for form in catalogues.forms(message)
    )
