"""From page to page: the loop, the commands, and every way out."""

import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from pat_tui.domain.errors import NotFound
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move, Page, open_page, run
from pat_tui.plain.main_menu import MainMenu
from pat_tui.wiring import Services
from tests.organization_worlds import ask, generate
from tests.plain.talks import CTRL_C, CTRL_D, desk, talk


class Deeper(Page):
    """Opens another one of itself until it is deep enough, and notes how deep the stack of calls was."""

    frames: set[int]

    def __init__(self, desk: Desk, depth: int, frames: set[int]) -> None:
        super().__init__(desk)
        self._depth = depth
        self.frames = frames

    def visit(self) -> Move:
        """One page further, or out."""
        self.frames.add(len(inspect.stack(0)))
        if self._depth == 0:
            return Move(-2)
        return open_page(Deeper(self.desk, self._depth - 1, self.frames))


class Closing(Page):
    """Fails, or is left, and notes that it was closed."""

    def __init__(self, desk: Desk, error: BaseException | None, closed: list[str]) -> None:
        super().__init__(desk)
        self._error = error
        self._closed = closed

    def visit(self) -> Move:
        """Fail."""
        if self._error is not None:
            raise self._error
        return Move(1)

    def close(self) -> None:
        """Note it."""
        self._closed.append("closed")


class Small(CommandPage):
    """A page with two commands that begin alike."""

    def heading(self) -> str:
        """A heading."""
        return "Small"

    def content(self) -> None:
        """A line."""
        self.asker.say("content")

    def commands(self) -> Iterator[Command]:
        """Two."""
        yield Command("delete", "deletes", self._do("deleted"))
        yield Command("duplicate", "duplicates", self._do("duplicated"))

    def _do(self, words: str) -> "Callable[[str], Move]":
        def run(rest: str) -> Move:
            self.asker.say(f"{words} {rest}".strip())
            return STAY

        return run


def test_going_deep_does_not_deepen_the_stack(services: Services) -> None:
    """A thousand pages one over the other are visited from the same depth of calls."""
    frames: set[int] = set()
    found, _said = desk(services)
    run(found, [Deeper(found, 300, frames)])
    assert len(frames) == 1


@pytest.mark.parametrize(
    "error",
    [None, NotFound("gone"), KeyboardInterrupt(), RuntimeError("unforeseen")],
    ids=["left", "told", "^C", "bug"],
)
def test_every_page_is_closed_once(services: Services, error: BaseException | None) -> None:
    """Also where something goes wrong: a page may hold a secret."""
    closed: list[str] = []
    found, _said = desk(services)
    with suppress(KeyboardInterrupt, RuntimeError):
        run(found, [Closing(found, error, closed)])
    assert closed == ["closed"]


def test_an_error_of_the_first_page_is_the_exit_code(services: Services) -> None:
    """What keeps pat-tui from showing anything ends it with its code, and is said."""
    found, said = desk(services)
    assert run(found, [Closing(found, NotFound("Nothing is there."), [])]) == 3
    assert "Nothing is there." in said.getvalue()


class TestCommands:
    def test_a_page_begins_with_its_heading(self, services: Services) -> None:
        """After an empty line; then its content, then what can be done."""
        said = talk(services, page=Small)
        assert said.startswith("\nSmall\ncontent\nCommands: delete, duplicate, help, back.\nCommand: ")

    def test_beginnings_will_do(self, services: Services) -> None:
        """If they can mean but one thing; else it is said what they could mean."""
        said = talk(services, "del 1 2", "d", "dup", page=Small)
        assert "deleted 1 2\n" in said
        assert "“d” could mean: delete, duplicate.\n" in said
        assert "duplicated\n" in said

    def test_an_empty_line_says_the_page_again(self, services: Services) -> None:
        """And nothing else does."""
        assert talk(services, "", "nonsense", page=Small).count("content") == 2

    def test_help_names_every_command(self, services: Services) -> None:
        """Those of the page, and those that are everywhere."""
        said = talk(services, "?", page=Small)
        assert all(f"\n{name}: " in said for name in ("delete", "duplicate", "back", "menu", "quit"))

    def test_what_is_no_command(self, services: Services) -> None:
        """It is quoted, harmlessly."""
        said = talk(services, "x\x1b[2J", page=Small)
        assert "is no command here" in said
        assert "\x1b" not in said

    def test_ctrl_c_leaves(self, services: Services) -> None:
        """At a command there is nothing to give up but pat-tui itself."""
        with pytest.raises(KeyboardInterrupt):
            talk(services, CTRL_C, page=Small)


def _fill(services: Services) -> None:
    """A token of each kind that the acting user has, and a request and a grant in an organization that she owns."""
    from pat_tui.domain.classic import ClassicDraft
    from tests.organization_worlds import add_member

    generate(services, "own", owner="mona")
    services.classic_tokens.generate(ClassicDraft("old", scopes=("repo",)))
    add_member(services, "mallory", "octo-labs")
    ask(services, "asked", "mallory", "octo-labs")
    generate(services, "granted", "mona", "octo-labs")


PATHS = {
    "emails": ["emails"],
    "adding an address": ["emails", "add"],
    "verifying": ["emails", "add new@example.com", "verify 2"],
    "the enterprise": ["enterprise", "2"],
    "organizations": ["organizations"],
    "demands": ["organizations", "1"],
    "an organization": ["organizations", "octo-labs"],
    "policy": ["organizations", "octo-labs", "1"],
    "changing it": ["organizations", "octo-labs", "1", "2"],
    "a lifetime": ["organizations", "octo-labs", "1", "3"],
    "active tokens": ["organizations", "octo-labs", "2"],
    "an active token": ["organizations", "octo-labs", "2", "1"],
    "revoking": ["organizations", "octo-labs", "2", "revoke 1"],
    "pending requests": ["organizations", "octo-labs", "3"],
    "a request": ["organizations", "octo-labs", "3", "1"],
    "denying": ["organizations", "octo-labs", "3", "1", "deny"],
    "approving": ["organizations", "octo-labs", "3", "approve 1"],
    "the log": ["security"],
    "an entry": ["security", "1"],
    "tokens": ["fine"],
    "sorting": ["fine", "sort"],
    "deleting": ["fine", "delete 1"],
    "a token": ["fine", "1"],
    "editing": ["fine", "1", "edit"],
    "a field": ["fine", "1", "edit", "1", "new", "4"],
    "permissions": ["fine", "1", "edit", "5"],
    "regenerating": ["fine", "1", "regenerate"],
    "a new value": ["fine", "1", "regenerate", "", "yes"],
    "a new token": ["new", "fresh", "", "", "", "", "", "yes"],
    "half a form": ["new", "fresh", "", "text"],
    "classic tokens": ["tokens"],
    "a classic token": ["tokens", "1"],
    "revoking all": ["tokens", "revoke"],
    "what it may do": ["fine", "1", "can"],
    "its use": ["fine", "1", "use"],
    "editing a classic one": ["tokens", "1", "edit", "2"],
    "half a classic form": ["tokens", "new", "fresh", "", "repo"],
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_end_of_input_leads_out_of_everything(services: Services, path: list[str]) -> None:
    """Whatever is being asked, a terminal that has gone away is not asked for ever, and no page is a dead end."""
    _fill(services)
    said = talk(services, *path)
    assert "no command here" not in said
    assert "There is no" not in said.replace("There is no such", "")
    assert said.endswith("Command: \n")


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_ctrl_c_gives_up_or_leaves(services: Services, path: list[str]) -> None:
    """Twice Ctrl+C ends pat-tui from everywhere: the first may only give up a question."""
    _fill(services)
    with pytest.raises(KeyboardInterrupt):
        talk(services, *path, CTRL_C, CTRL_C)


def test_the_menu_has_the_order_of_the_sidebar(services: Services) -> None:
    """So that who knows the pages finds them."""
    said = talk(services)
    lines = [line.partition(". ")[2] for line in said.splitlines() if line[:1].isdigit()]
    assert lines[2] == "Enterprise", "who owns it acts"
    assert [*lines[:2], *lines[3:]] == [
        "Emails",
        "Organizations",
        "Security log",
        "Fine-grained tokens",
        "Tokens (classic)",
    ]


def test_no_page_stays_in_memory(services: Services) -> None:
    """Walking to and fro leaves nothing behind."""
    talk(services, *["fine", "back"] * 3)
    gc.collect()
    assert [each for each in gc.get_objects() if isinstance(each, MainMenu)] == []


def test_names_can_do_no_harm(services: Services) -> None:
    """A name with markup, CJK or a number is said as it is; one that another program wrote is made harmless."""
    token = generate(services, "oops[/] 日本", owner="mona")
    database = services.context.database
    with database.transaction():
        database.update("fine_grained_tokens", token.id, {"description": "\x1b[31mred\u202e"})
    said = talk(services, "fine", "1", CTRL_D)
    assert "oops[/] 日本" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
