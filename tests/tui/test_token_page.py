"""The page of one token: what it says in each state, and that it holds no secret."""

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.token_list import TokenListScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.wiring import Services
from tests.tui.pages import Driver, Past, add_past, decide, on, settle, words
from tests.worlds import acting_as

TALL = (100, 60)


async def page_of(pilot: Driver, app: PatTuiApp, token_id: int) -> str:
    """Open the page of a token and return all that it says."""
    app.open_token(token_id)
    await settle(pilot)
    on(pilot, TokenScreen)
    return words(pilot)


async def test_active(app: PatTuiApp, services: Services) -> None:
    """Name, description, dates, hint, repositories, and the permissions in GitHub's sentences."""
    add_past(services)
    token = services.tokens.find("notes-mobile")
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, token.id)
    for sentence in (
        "Fine-grained tokens › Token",
        "notes-mobile Notes on the phone",
        "Status: Active",
        "Created 2026-01-14 12:00 UTC",
        "Expires on Tue, Apr 14 2026. Ends 2026-04-14 12:00 UTC",
        "Last used within the last week Last used 2026-01-15 12:00 UTC",
        f"The token ends in {token.hint}.",
        "Access on @mona The token may use what is listed below.",
        "Repository access mona/app mona/notes",
        "Repository permissions Read access to issues, metadata Read and Write access to code",
        "User permissions Read access to gpg keys",
    ):
        assert sentence in said, sentence
    assert "Organization permissions" not in said


async def test_pending_with_its_justification(app: PatTuiApp, services: Services) -> None:
    """A token that waits says for whom, what it may do until then, and what was said for it."""
    add_past(services)
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, services.tokens.find("acme-review-agent").id)
    assert "Status: Pending" in said
    assert "Waiting for approval by an owner of acme. Until then it reads public things only." in said
    assert "Justification: The team wants reviews at night, when nobody is there to write them." in said
    assert "Organization permissions This token does not have any organization permissions." in said
    assert "User permissions" not in said


async def test_denied_with_its_reason(app: PatTuiApp, services: Services) -> None:
    """A token that was denied says so, with the reason that the owner gave."""
    add_past(services)
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, services.tokens.find("acme-secret-rotation").id)
    assert "Status: Denied" in said
    assert "An owner of acme denied the request. The token reads public things only." in said
    assert "Reason given: Ask for the repositories that you need, one by one." in said
    assert "All repositories of acme, present and future." in said


@pytest.mark.parametrize(
    ("past", "sentences"),
    [
        pytest.param(
            Past("x", "acme", 5, decision="revoked"),
            ("Status: Revoked", "An owner of acme revoked the access. The token reads public things only."),
            id="revoked",
        ),
        pytest.param(
            Past("x", "acme", 5, decision="approved"),
            ("Status: Active", "Access on @acme The token may use what is listed below."),
            id="approved",
        ),
        pytest.param(
            Past("x", days_ago=31),
            ("Status: Expired", "This token has expired. Ended 2026-01-14 12:00 UTC", "Never used"),
            id="expired",
        ),
        pytest.param(
            Past("x", days_ago=25),
            ("Status: Expiring soon", "Expires on Tue, Jan 20 2026. Ends 2026-01-20 12:00 UTC"),
            id="expiring soon",
        ),
        pytest.param(
            Past("x", "octo-labs", permissions=(("members", Level.READ),)),
            (
                "Status: Active",
                "No description",
                "Read access to public repositories.",
                "This token does not have any repository permissions.",
                "Organization permissions Read access to members",
            ),
            id="of an organization of one's own",
        ),
    ],
)
async def test_states(app: PatTuiApp, services: Services, past: Past, sentences: tuple[str, ...]) -> None:
    """Every state has its word and its sentence."""
    (token_id,) = add_past(services, past)
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, token_id)
    for sentence in sentences:
        assert sentence in said, sentence


async def test_never_ends(app: PatTuiApp, services: Services) -> None:
    """A token without an end says so, and names no instant at which it would."""
    add_past(services)
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, services.tokens.find("old-laptop").id)
    assert "This token has no expiration date" in said
    assert "Ends " not in said


async def test_repositories_that_are_gone(app: PatTuiApp, services: Services) -> None:
    """A token whose only repository was deleted elsewhere says that it reaches none."""
    (token_id,) = add_past(services, Past("x", access=RepositoryAccess.SELECTED, repositories=("mona/notes",)))
    with services.context.database.transaction():
        services.context.database.connection.execute("DELETE FROM repositories WHERE name = 'notes'")
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, token_id)
    assert "This token does not have access to any repositories." in said


async def test_deleted_meanwhile(app: PatTuiApp, services: Services) -> None:
    """A token that is gone when its row is opened is a sentence, and Esc leads back to the list without it."""
    (token_id,) = add_past(services, Past("short-lived"))
    async with app.run_test(size=TALL) as pilot:
        with services.context.database.transaction():
            services.context.database.connection.execute("DELETE FROM fine_grained_tokens WHERE id = ?", (token_id,))
        await pilot.press("enter")
        on(pilot, TokenScreen)
        assert "There is no such token any more." in words(pilot)
        await pilot.press("escape")
        on(pilot, TokenListScreen)
        assert "short-lived" not in words(pilot)


async def test_of_somebody_else(app: PatTuiApp, services: Services) -> None:
    """The id of another user's token shows nothing of it."""
    from tests.worlds import draft

    token = acting_as(services, "hubot").generate(draft("not-for-mona", owner="hubot")).token
    async with app.run_test(size=TALL) as pilot:
        said = await page_of(pilot, app, token.id)
    assert "There is no such token any more." in said
    assert "not-for-mona" not in said


async def test_decided_while_on_the_list(app: PatTuiApp, services: Services) -> None:
    """What an owner decides is on the page at the next look."""
    (token_id,) = add_past(services, Past("waits", "acme"))
    async with app.run_test(size=TALL) as pilot:
        assert "Status: Pending" in await page_of(pilot, app, token_id)
        await pilot.press("escape")
        with services.context.database.transaction():
            decide(services, token_id, "denied")
        assert "Status: Denied" in await page_of(pilot, app, token_id)


async def test_scrolls_by_keys(app: PatTuiApp, services: Services) -> None:
    """In a small window all of the page can be read, by arrows and by letters."""
    add_past(services)
    async with app.run_test(size=(80, 24)) as pilot:
        top = await page_of(pilot, app, services.tokens.find("notes-mobile").id)
        assert "User permissions" not in top
        await pilot.press("G")
        assert "User permissions Read access to gpg keys" in words(pilot)
        await pilot.press("g")
        assert words(pilot) == top
        await pilot.press("j", "down")
        assert "Notes on the phone" not in words(pilot)
        await pilot.press("k", "up", "pagedown", "pageup")
        assert words(pilot) == top
