"""The scope tree: ticks by keys and mouse, what comes along with a tick, what is locked, and what is drawn."""

from collections.abc import Iterable

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.scopes import Scope, effective
from pat_tui.tui.widgets.scope_choices import ScopeChoices
from pat_tui.tui.widgets.scope_tree import ScopeTree

CATALOGUE = scopes()


class TreeApp(App[None]):
    """Shows the tree of all scopes, and keeps what it says."""

    CSS = "ScopeTree { height: 16; }"

    def __init__(self, ticked: Iterable[str] = ()) -> None:
        super().__init__()
        self.tree_of_scopes = ScopeTree(CATALOGUE, ticked)
        self.changes: list[tuple[str, ...]] = []
        self.reasons: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.tree_of_scopes

    def on_scope_tree_changed(self, event: ScopeTree.Changed) -> None:
        assert event.control is self.tree_of_scopes
        self.changes.append(event.ticked)

    def on_scope_tree_locked(self, event: ScopeTree.Locked) -> None:
        assert event.control is self.tree_of_scopes
        self.reasons.append(event.reason)

    @property
    def lines(self) -> list[str]:
        """What the tree shows, line by line, without blanks at the end."""
        tree = self.tree_of_scopes
        return [tree.render_line(y).text.rstrip() for y in range(tree.size.height)]


def go_to(app: TreeApp, name: str) -> None:
    """Put the cursor on the scope called NAME."""
    app.tree_of_scopes.cursor = list(CATALOGUE).index(name)


async def tick(pilot: Pilot[None], app: TreeApp, name: str, key: str = "space") -> None:
    """Go to the scope called NAME and press KEY."""
    go_to(app, name)
    await pilot.press(key)
    await pilot.pause()


def choices(*names: str) -> ScopeChoices:
    """Choices in which the scopes called NAMES were ticked one after the other."""
    made = ScopeChoices(CATALOGUE)
    for name in names:
        made.toggle(CATALOGUE[name])
    return made


# What is chosen


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_is_included_is_ticked_and_locked(name: str) -> None:
    """Ticking a scope ticks all that it implies, and none of that can be changed by itself."""
    made = choices(name)
    ticked = {scope.name for scope in made.scopes if made.is_ticked(scope)}
    assert ticked == effective(made.ticked, CATALOGUE)
    for implied in CATALOGUE[name].implied:
        assert made.holder(CATALOGUE[implied]) in made.ticked
        assert not made.toggle(CATALOGUE[implied])
    assert {scope.name for scope in made.scopes if made.is_ticked(scope)} == ticked


@pytest.mark.parametrize("name", CATALOGUE)
def test_twice_is_nothing(name: str) -> None:
    """A tick that is set and taken away leaves no tick behind, not even the one that came along with it."""
    assert choices(name, name).ticked == ()


def test_own_tick_outlives_a_lock() -> None:
    """A scope that was ticked before its parent is ticked still, once the parent no longer is."""
    assert choices("public_repo", "repo").ticked == ("repo", "public_repo")
    assert choices("public_repo", "repo", "repo").ticked == ("public_repo",)


def test_outermost_holder_is_named() -> None:
    """Of two scopes that include a third, the first one of the form is the reason for its lock."""
    made = choices("write:org", "admin:org")
    assert made.holder(CATALOGUE["read:org"]) == "admin:org"


class TestPackages:
    def test_brings_repo(self) -> None:
        """Ticking `write:packages` ticks `repo` too, by a tick of its own, and says so."""
        made = choices("write:packages")
        assert made.ticked == ("repo", "write:packages")
        assert made.bringer(CATALOGUE["repo"]) == "write:packages"
        assert made.holder(CATALOGUE["repo"]) is None

    def test_repo_can_be_unticked(self) -> None:
        """The tick that came along can be taken away; `write:packages` stays."""
        made = choices("write:packages", "repo")
        assert made.ticked == ("write:packages",)
        assert made.bringer(CATALOGUE["repo"]) is None

    def test_repo_stays_where_it_was_there_before(self) -> None:
        """A tick of one's own does not go with `write:packages`."""
        assert choices("repo", "write:packages", "write:packages").ticked == ("repo",)

    def test_repo_stays_where_it_was_ticked_again(self) -> None:
        """Who unticks `repo` and ticks it again means it."""
        assert choices("write:packages", "repo", "repo", "write:packages").ticked == ("repo",)

    @pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"write:packages"}))
    def test_nothing_else_does(self, name: str) -> None:
        """No other scope ticks one that it does not include."""
        assert choices(name).ticked == (name,)


def test_replace_leaves_out_what_is_not_on_offer() -> None:
    """Ticks that are set from outside are those of the catalogue, without what would come along."""
    made = choices("gist")
    made.replace(["write:packages", "site_admin", "workflow"])
    assert made.ticked == ("workflow", "write:packages")


# By keys and mouse


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_tick_by_key(key: str) -> None:
    """Space and Enter tick the scope under the cursor, and take the tick away again."""
    app = TreeApp()
    async with app.run_test(size=(54, 24)) as pilot:
        await tick(pilot, app, "gist", key)
        await tick(pilot, app, "gist", key)
    assert app.changes == [("gist",), ()]


async def test_moves_by_keys() -> None:
    """Arrows, letters, Home and End move over all 51 scopes."""
    app = TreeApp()
    async with app.run_test(size=(54, 24)) as pilot:
        seen = []
        for key in ("down", "j", "up", "k", "end", "home", "G", "g", "pagedown"):
            await pilot.press(key)
            seen.append(app.tree_of_scopes.cursor)
        assert len(CATALOGUE) == 51
        assert seen == [1, 2, 1, 0, 50, 0, 50, 0, 13]


async def test_locked_says_why() -> None:
    """A tick that follows another one does not change; the reason names the one to untick."""
    app = TreeApp(["repo"])
    async with app.run_test(size=(54, 24)) as pilot:
        await tick(pilot, app, "public_repo")
        assert app.tree_of_scopes.ticked == ("repo",)
    assert app.changes == []
    assert app.reasons == [
        "public_repo is included in repo. To choose it by itself, take the tick off repo first.",
    ]


async def test_click_ticks() -> None:
    """A click on a row moves the cursor there and ticks it; one on the lines below the rows does nothing."""
    app = TreeApp()
    async with app.run_test(size=(54, 24)) as pilot:
        await pilot.click(ScopeTree, offset=(8, 3))
        assert app.tree_of_scopes.current == CATALOGUE["public_repo"]
        await pilot.click(ScopeTree, offset=(8, 14))
    assert app.changes == [("public_repo",)]


async def test_set_ticked_says_nothing() -> None:
    """Ticks that are set from outside are drawn, and no message comes of them."""
    app = TreeApp()
    async with app.run_test(size=(54, 24)) as pilot:
        app.tree_of_scopes.set_ticked(["gist"])
        go_to(app, "gist")
        await pilot.pause()
        assert any(line.endswith("[x] gist") for line in app.lines)
    assert app.changes == []


# What is drawn


async def test_rows() -> None:
    """A tick box, indented below its parent, the name, why it is ticked; below, the label of the current scope."""
    app = TreeApp()
    async with app.run_test(size=(54, 24)) as pilot:
        await tick(pilot, app, "write:packages")
        assert app.lines == [
            "  [x] repo  came with write:packages",
            "    [x] repo:status  included in repo",
            "    [x] repo_deployment  included in repo",
            "    [x] public_repo  included in repo",
            "    [x] repo:invite  included in repo",
            "    [x] security_events  included in repo",
            "  [ ] workflow",
            "▌ [x] write:packages",
            "    [x] read:packages  included in write:packages",
            "  [ ] delete:packages",
            "  [ ] admin:org",
            "    [ ] write:org",
            "    [ ] read:org",
            "── write:packages ───────────────────────────────────",
            "  Publish packages",
            "",
        ]


async def test_labels_stand_beside_where_there_is_room() -> None:
    """On a wide screen every scope has its label beside it, with the reason for a lock behind."""
    app = TreeApp(["write:packages"])
    async with app.run_test(size=(100, 50)):
        rows = {line[2:].strip().split("  ")[0]: line for line in app.lines}
        assert rows["[ ] workflow"].endswith("  Add and change GitHub Actions workflow files")
        assert rows["[x] read:packages"].endswith("  Install packages · included in write:packages")
        assert not any("──" in line for line in app.lines)


@pytest.mark.parametrize("width", [20, 30, 34, 35, 54, 55, 84, 85, 94, 120])
async def test_every_line_has_the_width(width: int) -> None:
    """No line is longer or shorter than the tree, at whatever width; from 35 cells on no name is cut."""
    app = TreeApp(["repo", "admin:enterprise", "write:network_configurations"])
    async with app.run_test(size=(width, 24)):
        said = ""
        for row in range(len(CATALOGUE)):
            app.tree_of_scopes.cursor = row
            lines = [app.tree_of_scopes.render_line(y).text for y in range(16)]
            assert {cell_len(line) for line in lines} == {width - 1}
            said += "\n".join(lines)
        assert width < 35 or all(f"] {name}" in said for name in CATALOGUE)


async def test_hostile_scope_is_harmless() -> None:
    """A name or label that holds control characters reaches no terminal as such."""
    bad = Scope("evil\x1b]52;c;x\x07", None, frozenset(), "label\x1b[2J")
    tree = ScopeTree({bad.name: bad}, [bad.name])

    class Bad(App[None]):
        def compose(self) -> ComposeResult:
            yield tree

    async with Bad().run_test(size=(54, 24)):
        said = "".join(tree.render_line(y).text for y in range(14))
        assert "evil" in said
        assert "\x1b" not in said
        assert "\x07" not in said
