"""What the tests of pages share: tokens in every state, ways to a page, and what the screen says."""

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen, SystemModalScreen
from textual.widget import Widget
from textual.widgets import Input

from pat_tui.domain.drafts import DEFAULT_EXPIRATION, TokenDraft
from pat_tui.domain.expiration import Expiration, InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import Secret
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.tokens import Tokens
from pat_tui.store import requests, tokens
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.worlds import user

ScreenT = TypeVar("ScreenT", bound=Screen[Any])
WidgetT = TypeVar("WidgetT", bound=Widget)
Driver = Pilot[None]


@dataclass(frozen=True)
class Past:
    """A token that `mona` generated some days ago, and what became of it."""

    name: str
    owner: str = "mona"
    days_ago: int = 0
    expiration: Expiration = DEFAULT_EXPIRATION
    used_days_ago: int | None = None
    decision: str = ""
    access: RepositoryAccess = RepositoryAccess.PUBLIC
    repositories: tuple[str, ...] = ()
    permissions: tuple[tuple[str, Level], ...] = ()
    description: str = ""
    reason: str = ""


PAST = (
    Past("old-laptop", days_ago=300, expiration=Never(), used_days_ago=200, description="The grey one. Retire it."),
    Past("acme-billing-export", "acme", 100, InDays(90), 92, "approved"),
    Past(
        "acme-secret-rotation",
        "acme",
        30,
        InDays(366),
        decision="denied",
        access=RepositoryAccess.ALL,
        permissions=(("secrets", Level.WRITE),),
        reason="Rotate the secrets of every repository",
    ),
    Past("acme-nightly-build", "acme", 29, InDays(90), 20, "revoked"),
    Past("globex-telemetry", "globex", 26, InDays(30), 1),
    Past(
        "acme-review-agent",
        "acme",
        2,
        InDays(60),
        access=RepositoryAccess.SELECTED,
        repositories=("acme/api", "acme/website"),
        permissions=(("contents", Level.READ), ("pull_requests", Level.WRITE)),
        description="Comments on pull requests",
        reason="The team wants reviews at night, when nobody is there to write them.",
    ),
    Past(
        "notes-mobile",
        days_ago=1,
        expiration=InDays(90),
        used_days_ago=0,
        access=RepositoryAccess.SELECTED,
        repositories=("mona/notes", "mona/app"),
        permissions=(("contents", Level.WRITE), ("issues", Level.READ), ("gpg_keys", Level.READ)),
        description="Notes on the phone",
    ),
)
"""Every state, the newest last. The list shows the newest first."""


def add_past(services: Services, *past: Past) -> list[int]:
    """Add the tokens of PAST, or of the table above, and return their ids."""
    return [_add(services, each) for each in past or PAST]


def _add(services: Services, past: Past) -> int:
    context, now = services.context, services.context.clock()
    then = now - timedelta(days=past.days_ago)
    draft = TokenDraft(
        past.name,
        past.expiration,
        past.description,
        past.owner,
        past.reason,
        past.access,
        past.repositories,
        dict(past.permissions),
    )
    token = Tokens(context._replace(clock=lambda: then)).generate(draft).token
    with context.database.transaction():
        if past.used_days_ago is not None:
            tokens.note_use(context.database, token.id, now - timedelta(days=past.used_days_ago))
        if past.decision:
            decide(services, token.id, past.decision)
    return token.id


def decide(services: Services, token_id: int, decision: str) -> None:
    """Let `hubot` approve, deny or revoke the request of a token, inside a transaction."""
    database, now = services.context.database, services.context.clock()
    hubot = user(database, "hubot").id
    if decision == "denied":
        requests.deny(database, token_id, "Ask for the repositories that you need, one by one.", hubot, now)
        return
    requests.approve(database, token_id, hubot, now)
    if decision == "revoked":
        requests.revoke(database, token_id, hubot, now)


def on(pilot: Driver, kind: type[ScreenT]) -> ScreenT:
    """The screen on top, which must be of KIND."""
    screen = pilot.app.screen
    assert isinstance(screen, kind), f"{screen!r} is on top"
    return screen


def shown(pilot: Driver) -> str:
    """What the screen on top says, line by line; of a dialog, what stands in its frame."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    if isinstance(screen, ModalScreen) and not isinstance(screen, SystemModalScreen):
        frame = screen.children[0].region
        strips = [strip.crop(frame.x, frame.right) for strip in strips[frame.y : frame.bottom]]
    return "\n".join(strip.text.rstrip() for strip in strips)


def words(pilot: Driver) -> str:
    """What the screen on top says in one line, without frames and sidebar: a sentence may go on in the next row."""
    lines = shown(pilot).splitlines()
    for sidebar in pilot.app.screen.query(Sidebar):
        beside = range(sidebar.region.y, sidebar.region.bottom)
        lines = [line[sidebar.region.right :] if row in beside else line for row, line in enumerate(lines)]
    return " ".join(re.sub(r"[─-▟]", " ", " ".join(lines)).split())


def keys_shown(pilot: Driver) -> str:
    """The line of keys at the bottom."""
    return pilot.app.screen.query_one(KeyBar).render_line(0).text.strip()


def notices(pilot: Driver) -> list[str]:
    """What was said in a corner of the screen, oldest first."""
    return [notice.message for notice in pilot.app._notifications]


def unwiped_secrets(others: list[Secret]) -> list[Secret]:
    """Every secret of this process that could still be read, but for OTHERS."""
    gc.collect()
    known = {id(each) for each in others}
    return [
        each for each in gc.get_objects() if isinstance(each, Secret) and not each.is_wiped and id(each) not in known
    ]


async def settle(pilot: Driver) -> None:
    """Wait until nothing is under way any more: no worker, no message."""
    for _round in range(2):  # a dialog's answer may start its worker only after the first pause
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Driver, holds: Callable[[], bool]) -> None:
    """Wait for what a timer does. Fails when it does not come."""
    for _attempt in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come")


async def open_form(pilot: Driver, name: str = "") -> TokenFormScreen:
    """Go from the list to the form, and write NAME into it."""
    await pilot.press("n")
    form = on(pilot, TokenFormScreen)
    await until(pilot, lambda: bool(form.query("#submit")))
    if name:
        form.query_one("#name", Input).value = name
    await pilot.pause()
    return form


async def generate(pilot: Driver) -> None:
    """Submit the form and confirm."""
    await pilot.press("ctrl+s")
    await pilot.press("g")
    await settle(pilot)
