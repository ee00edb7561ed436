"""What the tests of organizations' pages share: their world, and ways to a page."""

from dataclasses import replace
from datetime import timedelta

from textual.widget import Widget

from pat_tui.domain.accounts import Role
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import accounts, tokens
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import organization_page, screen_for
from pat_tui.tui.screens.review_list import ReviewList
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user, ask, generate
from tests.tui.pages import Driver, settle
from tests.worlds import FixedClock, user

READ, WRITE = Level.READ, Level.WRITE
REASON = "The team wants reviews at night, when nobody is there to write them."
LAB = "octo-labs"
"""The organization that `mona` owns, who acts in the tests of pages."""


def fill(services: Services) -> dict[str, int]:
    """Three requests and two active tokens of `lin` and `octo` in the lab: ids of the requests, and of the tokens."""
    clock = services.context.clock
    assert isinstance(clock, FixedClock)
    for login in ("lin", "octo"):
        add_member(services, login, LAB)
    ids, start = {}, clock.now
    clock.now = start - timedelta(days=30)
    selected: dict[str, object] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("octo-labs/lab",)}
    for name, login in (("nightly-build", "lin"), ("old-mirror", "octo")):
        token = generate(services, name, login, LAB, expiration=InDays(20 if name == "old-mirror" else 60), **selected)
        request = services.context.database.row("SELECT id FROM token_requests WHERE token_id = ?", (token.id,))
        assert request is not None
        as_user(services, "mona").requests.approve([request["id"]])
        ids[name] = token.id
    with services.context.database.transaction():
        tokens.note_use(services.context.database, ids["nightly-build"], start - timedelta(days=2))
    clock.now = start - timedelta(days=3)
    ids["review-agent"] = ask(
        services, "review-agent", "lin", LAB, permissions={"pull_requests": WRITE, "issues": READ}, reason=REASON
    )
    clock.now = start - timedelta(days=2)
    ids["member-list"] = ask(
        services, "member-list", "octo", LAB, repository_access=RepositoryAccess.PUBLIC, permissions={"members": READ}
    )
    clock.now = start - timedelta(days=1)
    ids["sync"] = ask(services, "sync", "octo", LAB, **selected, permissions={"contents": WRITE})
    clock.now = start
    return ids


def widen(services: Services) -> int:
    """Let lin ask for more than the nightly build was granted: the id of the request."""
    life = as_user(services, "lin").token_life
    token = life.find("nightly-build")
    life.edit_with(
        token.id,
        lambda draft: replace(
            draft,
            permissions={"contents": WRITE, "actions": READ},
            repository_access=RepositoryAccess.ALL,
            repositories=(),
        ),
    )
    row = services.context.database.row("SELECT max(id) AS id FROM token_requests WHERE token_id = ?", (token.id,))
    assert row is not None
    return int(row["id"])


def demote(services: Services, login: str = "mona", organization: str = LAB) -> None:
    """Make an owner a member, as another owner would."""
    database = services.context.database
    with database.transaction():
        accounts.set_member(database, user(database, organization).id, user(database, login).id, Role.MEMBER)


async def go(pilot: Driver, part: str, login: str = LAB) -> None:
    """Open a page of an organization from the list of organizations."""
    app = pilot.app
    assert isinstance(app, PatTuiApp)
    app.open_page("organizations")
    app.push_screen(screen_for(app.services, organization_page(login, part)))
    await settle(pilot)


def names(pilot: Driver) -> list[str]:
    """The names in the list of requests or tokens, from the top."""
    rows = pilot.app.screen.query_one(ReviewList)
    return [rows.row_at(number).token_name for number in range(rows.row_count)]  # type: ignore[union-attr]


def cursor_to(pilot: Driver, name: str) -> None:
    """Put the cursor on the row called NAME."""
    pilot.app.screen.query_one(ReviewList).cursor = names(pilot).index(name)


async def click(pilot: Driver, selector: str, kind: type[Widget] = LineButton) -> None:
    """Click the middle of a widget, which must be in view."""
    widget = pilot.app.screen.query_one(selector, kind)
    widget.scroll_visible(animate=False)
    await pilot.pause()
    assert await pilot.click(widget)
    await settle(pilot)
