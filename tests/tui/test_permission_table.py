"""The permission table: levels by keys and mouse, the rule about Metadata, the filter, and what is drawn."""

from collections.abc import Iterable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from pat_tui.domain.permissions import Group, Level, Permission
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.permission_choices import PermissionChoices
from pat_tui.tui.widgets.permission_table import PermissionTable, locked_reason

READ_WRITE = (Level.READ, Level.WRITE)
MERGE = "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge"


def repository(slug: str, title: str, *levels: Level, about: str = "", asks: tuple[str, ...] = ()) -> Permission:
    return Permission(slug, title, Group.REPOSITORY, levels or READ_WRITE, about, asks)


ACTIONS = repository("actions", "Actions", about="Workflows, workflow runs, artifacts and caches of a repository")
CONTENTS = repository("contents", "Contents", about="Code, commits, branches", asks=(MERGE,))
METADATA = repository("metadata", "Metadata", Level.READ, about="Search repositories and list collaborators")
PULLS = repository(
    "pull_requests", "Pull requests", asks=("GET /repos/{owner}/{repo}/pulls", "POST /repos/{owner}/{repo}/pulls")
)
WORKFLOWS = repository("workflows", "Workflows", Level.WRITE, about="Update workflow files")
TAB = (ACTIONS, CONTENTS, METADATA, PULLS, WORKFLOWS)
PROJECTS = Permission("organization_projects", "Projects", Group.ORGANIZATION, tuple(Level), "Projects of an owner")
PLAN = Permission("organization_plan", "Plan", Group.ORGANIZATION, (Level.READ,), "The plan of an owner")
MANY = tuple(repository(f"p{n:02}", f"Permission {n:02}") for n in range(40))


class TableApp(App[None]):
    """Shows a table of PERMISSIONS, 12 lines of 48 cells, and keeps what it says."""

    CSS = "PermissionTable { width: 49; height: 12; }"

    def __init__(self, permissions: Iterable[Permission] = TAB) -> None:
        super().__init__()
        self.table = PermissionTable(tuple(permissions), id="table")
        self.changes: list[dict[str, Level]] = []
        self.reasons: list[str] = []
        self.filters_asked = 0

    def compose(self) -> ComposeResult:
        yield self.table
        yield Input()

    def on_permission_table_changed(self, event: PermissionTable.Changed) -> None:
        assert event.control is self.table
        self.changes.append(event.levels)

    def on_permission_table_locked(self, event: PermissionTable.Locked) -> None:
        self.reasons.append(event.reason)

    def on_permission_table_filter_requested(self) -> None:
        self.filters_asked += 1

    @property
    def lines(self) -> list[str]:
        """What the table shows, line by line, without blanks at the end."""
        return [self.table.render_line(y).text.rstrip() for y in range(self.table.size.height)]


async def press(pilot: Pilot[None], keys: Iterable[str]) -> None:
    await pilot.press(*keys)
    await pilot.pause()


# What is chosen


def test_metadata_follows() -> None:
    """Metadata is there, read-only, exactly while another repository permission is chosen."""
    choices = PermissionChoices(TAB)
    assert choices.choose(WORKFLOWS, Level.WRITE)
    assert choices.levels == {"metadata": Level.READ, "workflows": Level.WRITE}
    assert choices.is_required(METADATA)
    assert choices.choose(WORKFLOWS, None)
    assert choices.levels == {}
    assert not choices.is_required(METADATA)


def test_metadata_cannot_be_chosen() -> None:
    """Neither choosing Metadata nor taking it out does anything."""
    choices = PermissionChoices(TAB)
    assert not choices.choose(METADATA, Level.READ)
    choices.replace({"contents": Level.READ})
    assert not choices.choose(METADATA, None)
    assert choices.levels == {"contents": Level.READ, "metadata": Level.READ}


def test_replace_keeps_to_what_is_on_offer() -> None:
    """Unknown permissions, levels not on offer and Metadata by itself are left out."""
    choices = PermissionChoices(TAB)
    choices.replace({"workflows": Level.READ, "nothing": Level.READ, "metadata": Level.READ})
    assert choices.levels == {}


def test_organization_has_no_metadata() -> None:
    """Organization permissions bring nothing along."""
    choices = PermissionChoices((PROJECTS, PLAN))
    choices.choose(PROJECTS, Level.ADMIN)
    assert choices.levels == {"organization_projects": Level.ADMIN}


def test_levels_are_a_copy() -> None:
    """Nobody changes what is chosen behind the table's back."""
    table = PermissionTable(TAB)
    table.set_levels({"contents": Level.WRITE})
    table.levels.clear()
    assert table.levels == {"contents": Level.WRITE, "metadata": Level.READ}


# Keys


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        pytest.param(["right"], ["read"], id="right raises"),
        pytest.param(["right", "right", "right", "right"], ["read", "write", "admin"], id="and stays at the highest"),
        pytest.param(["left"], [], id="left stays at No access"),
        pytest.param(["right", "right", "left"], ["read", "write", "read"], id="left lowers"),
        pytest.param(["right", "left"], ["read", None], id="down to No access"),
        pytest.param(["space"] * 4, ["read", "write", "admin", None], id="space goes round"),
        pytest.param(["space", "space", "delete"], ["read", "write", None], id="delete takes out"),
        pytest.param(["space", "backspace", "backspace"], ["read", None], id="backspace takes out, once"),
        pytest.param(["down", "space", "space"], ["plan", None], id="one level goes on and off"),
    ],
)
async def test_levels_by_key(keys: list[str], chosen: list[str | None]) -> None:
    """Each key changes the level under the cursor, and each change is announced with all that is chosen."""
    app = TableApp((PROJECTS, PLAN))
    meant = {None: {}, "plan": {"organization_plan": Level.READ}}
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert app.changes == [
            meant[level] if level in meant else {"organization_projects": Level(str(level))} for level in chosen
        ]


async def test_metadata_is_locked() -> None:
    """Keys on Metadata change nothing and are told why."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["down", "down", "space", "right", "enter", "delete"])
        assert len(app.screen_stack) == 1
        assert (app.changes, app.reasons) == ([], [locked_reason()] * 4)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["j", "j", "k"], 1),
        (["down", "down", "up"], 1),
        (["up"], 0),
        (["G"], 39),
        (["end", "down"], 39),
        (["end", "g"], 0),
        (["end", "home"], 0),
        (["pagedown"], 9),
        (["pagedown", "pagedown", "pageup"], 9),
    ],
)
async def test_cursor_by_key(keys: list[str], row: int) -> None:
    """The cursor moves by rows and screens, stays at the ends, and is in view with its details."""
    app = TableApp(MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert app.table.current == MANY[row]
        assert [line for line in app.lines[:9] if line.startswith("▌")] == [
            f"▌   Permission {row:02}                  ‹ No access ›"
        ]
        assert app.lines[9].startswith(f"── Permission {row:02} ──")


async def test_popup() -> None:
    """Enter opens the levels on offer with the chosen one marked, and a choice there is announced."""
    app = TableApp((PLAN, PROJECTS))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["down", "right", "enter"])
        assert isinstance(app.screen, ChooseDialog)
        assert len(app.changes) == 1
        await press(pilot, ["G", "enter"])
        assert app.changes[1:] == [{"organization_projects": Level.ADMIN}]
        await press(pilot, ["enter", "g", "enter"])
        assert app.changes[2:] == [{}]


@pytest.mark.parametrize("keys", [["escape"], ["down", "escape"], ["enter"]])
async def test_popup_left_alone(keys: list[str]) -> None:
    """Leaving the popup, or choosing what was chosen, changes and announces nothing."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.set_levels({"actions": Level.READ})
        await press(pilot, ["enter", *keys])
        assert len(app.screen_stack) == 1
        assert app.changes == []
        assert app.table.levels["actions"] is Level.READ


# Mouse


async def test_click_on_a_row() -> None:
    """A click on a title moves the cursor there and opens nothing."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#table", offset=(10, 3))
        await pilot.pause()
        assert app.table.current == PULLS
        assert len(app.screen_stack) == 1


async def test_click_on_a_level() -> None:
    """A click on a level opens the popup for it, and a click there chooses."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#table", offset=(40, 1))
        await pilot.pause()
        assert isinstance(app.screen, ChooseDialog)
        await pilot.click("OptionLines", offset=(8, 2))
        await pilot.pause()
        assert app.changes == [{"contents": Level.WRITE, "metadata": Level.READ}]


async def test_click_in_a_scrolled_table() -> None:
    """A click means the row that is seen there."""
    app = TableApp(MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["end"])
        await pilot.click("#table", offset=(10, 0))
        await pilot.pause()
        assert app.table.current == MANY[31]


@pytest.mark.parametrize("y", [6, 9, 11])
async def test_click_on_no_row(y: int) -> None:
    """A click below the rows, or on the details, does nothing."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#table", offset=(40, y))
        await pilot.pause()
        assert app.table.current == ACTIONS
        assert len(app.screen_stack) == 1


# Looks


async def test_draws_rows_and_details() -> None:
    """Title left, level right, a tick before the chosen ones, Metadata marked as required, details below."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.set_levels({"actions": Level.WRITE, "contents": Level.READ})
        await pilot.pause()
        assert app.lines == [
            "▌ ✓ Actions                   ‹ Read and write ›",
            "  ✓ Contents                       ‹ Read-only ›",
            "  ✓ Metadata              Read-only (required)",
            "    Pull requests                  ‹ No access ›",
            "    Workflows                      ‹ No access ›",
            "",
            "",
            "",
            "",
            "── Actions ─────────────────────────────────────",
            "  Workflows, workflow runs, artifacts and caches",
            "  of a repository · actions",
        ]


async def test_draws_metadata_without_others() -> None:
    """With nothing else chosen Metadata has no access, and no brackets that would promise a choice."""
    app = TableApp()
    async with app.run_test(size=(80, 24)):
        assert app.lines[2] == "    Metadata                         No access"


async def test_draws_without_focus() -> None:
    """The row that the details are about is marked without focus too, in another way."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["down", "tab"])
        assert app.lines[1] == ">   Contents                       ‹ No access ›"


async def test_draws_long_titles() -> None:
    """A title without room is cut where one can see it, and stands in full above the details."""
    app = TableApp([repository("bypass", "Secret scanning push protection bypasses")])
    async with app.run_test(size=(80, 24)):
        assert app.lines[0] == "▌   Secret scanning push protecti… ‹ No access ›"
        assert app.lines[9].startswith("── Secret scanning push protection bypasses ──")


async def test_low_table_has_rows_only() -> None:
    """Where there is hardly room for rows, the details give way."""
    app = TableApp(MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.styles.height = 5
        await pilot.pause()
        await press(pilot, ["end"])
        assert [line[4:17] for line in app.lines] == [f"Permission {n}" for n in range(35, 40)]


# Filter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("WORK", [WORKFLOWS], id="title"),
        pytest.param("pull_req", [PULLS], id="name"),
        pytest.param("pulls", [CONTENTS, PULLS], id="part of a path"),
        pytest.param("PUT /repos/acme/app/pulls/3/merge", [CONTENTS], id="a request"),
        pytest.param("", list(TAB), id="nothing"),
    ],
)
async def test_filter(text: str, found: list[Permission]) -> None:
    """Only what the text means is shown, each with its own line."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.filter = text
        await pilot.pause()
        assert [line[4:].split("  ")[0] for line in app.lines[: len(found)]] == [each.title for each in found]
        assert app.table.row_count == len(found)


async def test_filter_names_the_endpoint() -> None:
    """A permission found by an endpoint says which one asks for it, and how many more do."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.filter = "/pulls"
        await pilot.pause()
        assert app.lines[10:] == ["  Asked for by PUT /repos/{owner}/{repo}/pulls/", "  {pull_number}/merge · contents"]
        await press(pilot, ["down"])
        assert app.lines[10:] == ["  Asked for by GET /repos/{owner}/{repo}/pulls", "  and 1 more · pull_requests"]


async def test_filter_without_match() -> None:
    """A filter that means nothing says so, keys do no harm there, and the rows come back."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.filter = "[/]\x1b"
        await pilot.pause()
        assert app.lines == ["  No permission matches “[/]\ufffd”."] + [""] * 11
        await press(pilot, ["down", "space", "enter", "delete", "end"])
        await pilot.click("#table", offset=(40, 0))
        assert (app.changes, len(app.screen_stack)) == ([], 1)
        app.table.filter = ""
        await pilot.pause()
        assert app.table.row_count == len(TAB)


async def test_filter_keeps_the_cursor_and_the_levels() -> None:
    """The cursor stays on its permission while that is shown, and what is hidden stays chosen."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["down", "space", "end"])
        app.table.filter = "o"
        await pilot.pause()
        assert (app.table.current, app.table.cursor) == (WORKFLOWS, 2)
        app.table.filter = "acti"
        await pilot.pause()
        assert app.table.current == ACTIONS
        assert app.table.levels == {"contents": Level.READ, "metadata": Level.READ}


async def test_filter_is_asked_for() -> None:
    """The slash asks the form for its filter."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["/"])
        assert app.filters_asked == 1


# Other rows, or none


async def test_other_permissions() -> None:
    """New permissions replace the rows; of what was chosen, what is still there stays."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["space", "end", "space"])
        app.table.set_permissions((WORKFLOWS, METADATA))
        await pilot.pause()
        assert app.table.levels == {"metadata": Level.READ, "workflows": Level.WRITE}
        assert app.lines[0].startswith("▌ ✓ Workflows")
        app.table.set_permissions((PLAN,))
        await pilot.pause()
        assert app.table.levels == {}
        assert len(app.changes) == 2


async def test_disabled() -> None:
    """With a reason not to choose, the reason is shown instead of rows, no key does anything, and Tab passes by."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.set_levels({"contents": Level.READ})
        app.table.disabled_reason = "Public repositories are read-only, so there is nothing to choose here."
        await press(pilot, ["space", "down", "enter", "/", "tab"])
        assert app.lines[:3] == ["  Public repositories are read-only, so there is", "  nothing to choose here.", ""]
        assert (app.changes, app.filters_asked, len(app.screen_stack)) == ([], 0, 1)
        await press(pilot, ["tab"])
        assert not app.table.has_focus
        app.table.disabled_reason = None
        await press(pilot, ["tab", "space"])
        assert app.changes == [{"actions": Level.READ, "contents": Level.READ, "metadata": Level.READ}]


async def test_disabled_from_the_start() -> None:
    """A table may be disabled before it is shown."""
    app = TableApp(MANY)
    app.table.disabled_reason = "Nothing to choose."
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.lines == ["  Nothing to choose."] + [""] * 11
        app.table.disabled_reason = None
        await pilot.pause()
        assert app.lines[8].startswith("    Permission 08")
        assert app.table.max_scroll_y == len(MANY) - 9
