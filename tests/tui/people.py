"""What the tests of the pages of people share: ways to them, and what their rows say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pat_tui.store.database import Database
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.rows_page import RowList, RowsPage
from pat_tui.wiring import Services
from tests.tui.pages import Driver, settle


@contextmanager
def elsewhere(services: Services) -> Iterator[Services]:
    """The same store, opened by another program."""
    other = Database(services.settings.store)
    try:
        yield replace(services, context=services.context._replace(database=other))
    finally:
        other.close()


def rows(pilot: Driver) -> list[str]:
    """Each row as `title: badges: facts`, from the top."""
    found = pilot.app.screen.query_one(RowList)
    texts = []
    for number in range(found.row_count):
        row = found.row_at(number)
        assert row is not None
        texts.append(f"{row.title}: {', '.join(badge.label for badge in row.badges)}: {' · '.join(row.facts)}")
    return texts


def titles(pilot: Driver) -> list[str]:
    """The titles of the rows, from the top."""
    return [text.partition(":")[0] for text in rows(pilot)]


def cursor_to(pilot: Driver, title: str) -> None:
    """Put the cursor on the row called TITLE."""
    pilot.app.screen.query_one(RowList).cursor = titles(pilot).index(title)


def under_cursor(pilot: Driver) -> str:
    """The title of the row under the cursor."""
    screen = pilot.app.screen
    assert isinstance(screen, RowsPage)
    assert screen.row is not None
    return screen.row.title


async def open_page(pilot: Driver, page: str) -> None:
    """Open a page by its name."""
    assert isinstance(pilot.app, PatTuiApp)
    pilot.app.open_page(page)
    await settle(pilot)
