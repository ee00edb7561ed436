"""What the tests of the pages of classic tokens share: tokens in every state, and ways to a page."""

from dataclasses import dataclass
from datetime import timedelta

from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.expiration import Expiration, InDays, Never
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.store import classic_tokens
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.classic_form import NewClassicScreen
from pat_tui.tui.screens.classic_listing import ClassicList
from pat_tui.tui.screens.classic_page import ClassicTokensScreen
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.wiring import Services
from tests.tui.pages import Driver, on, settle


@dataclass(frozen=True)
class PastClassic:
    """A classic token that `mona` generated some days ago."""

    note: str
    scopes: tuple[str, ...] = ()
    days_ago: int = 0
    expiration: Expiration = DEFAULT_EXPIRATION
    used_days_ago: int | None = None


PAST = (
    PastClassic("old-server", ("admin:org", "repo", "user"), 400, Never(), 200),
    PastClassic("spring-conference", ("gist",), 100, InDays(60), 60),
    PastClassic(
        "everything",
        ("admin:org", "admin:public_key", "admin:repo_hook", "delete_repo", "gist", "notifications", "repo", "user"),
        20,
        InDays(90),
    ),
    PastClassic("release-bot", ("repo", "workflow", "write:packages"), 26, InDays(30), 1),
    PastClassic("rate-limit", (), 3, InDays(90), 2),
    PastClassic("laptop", ("gist", "repo"), 1, InDays(90), 0),
)
"""Every state, in the order of their making."""


def add_classic(services: Services, *past: PastClassic) -> list[int]:
    """Add the tokens of PAST, or of the table above, and return their ids."""
    return [_add(services, each) for each in past or PAST]


def _add(services: Services, past: PastClassic) -> int:
    context, now = services.context, services.context.clock()
    then = now - timedelta(days=past.days_ago)
    made_then = ClassicTokens(context._replace(clock=lambda: then))
    token = made_then.generate(ClassicDraft(past.note, past.expiration, past.scopes)).token
    if past.used_days_ago is not None:
        with context.database.transaction():
            classic_tokens.note_use(context.database, token.id, now - timedelta(days=past.used_days_ago))
    return token.id


def classic(services: Services, note: str) -> ClassicToken:
    """The token called NOTE as the store has it now."""
    return services.classic_tokens.find(note)


def secret_hash(services: Services, token_id: int) -> bytes | None:
    """The hash of the token's value; None for a token that is not there."""
    row = services.context.database.row("SELECT secret_hash FROM classic_tokens WHERE id = ?", (token_id,))
    return row["secret_hash"] if row else None


def classic_actions(services: Services) -> list[str]:
    """What the security log says was done with classic tokens, oldest first."""
    sql = "SELECT action FROM events WHERE action LIKE 'oauth_access.%' ORDER BY id"
    return [row["action"].removeprefix("oauth_access.") for row in services.context.database.rows(sql)]


async def open_list(pilot: Driver) -> ClassicTokensScreen:
    """Go to the list of classic tokens."""
    pilot.app.open_page(CLASSIC_TOKENS)  # type: ignore[attr-defined]
    await settle(pilot)
    return on(pilot, ClassicTokensScreen)


async def open_new(pilot: Driver) -> NewClassicScreen:
    """Go to the form of a new classic token."""
    await open_list(pilot)
    await pilot.press("n", "enter")
    await settle(pilot)
    return on(pilot, NewClassicScreen)


async def open_edit(pilot: Driver, note: str) -> EditClassicScreen:
    """Go to the page of the token called NOTE."""
    await open_list(pilot)
    go_to(pilot, note)
    await pilot.press("enter")
    await settle(pilot)
    return on(pilot, EditClassicScreen)


def go_to(pilot: Driver, note: str) -> None:
    """Put the cursor of the list on the token called NOTE."""
    rows = pilot.app.screen.query_one(ClassicList)
    for row in range(rows.row_count):
        rows.cursor = row
        if rows.current is not None and rows.current.note == note:
            return
    raise AssertionError(f"{note} is not in the list")


async def tick(pilot: Driver, *names: str) -> None:
    """Tick the scopes called NAMES in the form on top, or take their ticks away."""
    tree = pilot.app.screen.query_one(ScopeTree)
    for name in names:
        tree.cursor = [scope.name for scope in tree.choices.scopes].index(name)
        tree.action_tick()
    await pilot.pause()
