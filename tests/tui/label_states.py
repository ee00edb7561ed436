"""Ways to every page and state whose labels are compared with GitHub's.

A state is a function that leads from the list of tokens to what is to be read. It is added by `@state(NAME)`, and the
rows of `label_table.py` name it; a page of its own brings a function or two, and its rows.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from textual.widgets import Input

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.repository_picker import RepositoryPicker
from pat_tui.tui.widgets.choice import Choice
from pat_tui.wiring import Services
from tests.sso_worlds import demand
from tests.tui.forms import choose, choose_access, raise_level
from tests.tui.pages import Driver, add_past, generate, on, open_form, settle, until
from tests.worlds import draft

Way = Callable[[Driver, Services], Awaitable[None]]

STATES: dict[str, Way] = {}
"""The way to each state, by its name."""

NEEDS = {"organization": "pat_tui.tui.screens.organization_settings"}
"""Which module the states of a family (the first word of their names) need; without it there are no such pages."""


def state(name: str) -> Callable[[Way], Way]:
    """Add the way to the state called NAME."""

    def add(way: Way) -> Way:
        assert name not in STATES, name
        STATES[name] = way
        return way

    return add


def pat_tui(pilot: Driver) -> PatTuiApp:
    """The app, by its own type."""
    assert isinstance(pilot.app, PatTuiApp)
    return pilot.app


# Fine-grained tokens


@state("list, empty")
async def _empty_list(pilot: Driver, services: Services) -> None:
    await settle(pilot)


@state("list, full")
async def _full_list(pilot: Driver, services: Services) -> None:
    add_past(services)
    await pilot.press("s", "escape")
    await settle(pilot)


@state("form")
async def _form(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")


@state("form, submitted empty")
async def _form_without_a_name(pilot: Driver, services: Services) -> None:
    await open_form(pilot)
    await pilot.press("ctrl+s")
    await settle(pilot)


@state("form, name taken")
async def _form_with_a_taken_name(pilot: Driver, services: Services) -> None:
    add_past(services)
    await open_form(pilot, "old-laptop")


@state("form, expiration menu")
async def _expiration_menu(pilot: Driver, services: Services) -> None:
    form = await open_form(pilot, "ci")
    form.query_one("#expiration", Choice).action_open()
    await settle(pilot)


@state("form, no expiration")
async def _form_without_an_end(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await choose(pilot, "#expiration", "never")


@state("form, an organization's")
async def _form_of_an_organization(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await choose(pilot, "#owner", "acme")
    await choose_access(pilot, RepositoryAccess.ALL)


@state("form, its organization tab")
async def _organization_tab(pilot: Driver, services: Services) -> None:
    await _form_of_an_organization(pilot, services)
    pilot.app.screen.query_one("#tabs").focus()
    await pilot.press("right")
    await pilot.pause()
    await raise_level(pilot, "organization_projects", 3)


@state("form, repositories selected")
async def _form_with_repositories(pilot: Driver, services: Services) -> None:
    form = await open_form(pilot, "ci")
    await choose_access(pilot, RepositoryAccess.SELECTED)
    form.query_one("#select").focus()
    await pilot.press("enter")
    on(pilot, RepositoryPicker)
    await settle(pilot)
    await pilot.press("down", "space", "down", "space", "ctrl+s")
    await settle(pilot)


@state("form, repository picker")
async def _picker(pilot: Driver, services: Services) -> None:
    form = await open_form(pilot, "ci")
    await choose_access(pilot, RepositoryAccess.SELECTED)
    form.query_one("#select").focus()
    await pilot.press("enter")
    picker = on(pilot, RepositoryPicker)
    picker.query_one(Input).value = "nothing of the kind"
    await settle(pilot)


@state("form, permissions")
async def _form_with_permissions(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await choose_access(pilot, RepositoryAccess.ALL)
    await raise_level(pilot, "actions")
    await raise_level(pilot, "contents", 2)
    await pilot.press("end")
    pilot.app.screen.query_one("#permission-filter", Input).value = "metadata"
    await pilot.pause()


@state("form, levels")
async def _levels(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await choose_access(pilot, RepositoryAccess.ALL)
    await raise_level(pilot, "actions")
    await raise_level(pilot, "administration", 2)


@state("confirmation")
async def _confirmation(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await choose(pilot, "#expiration", "never")
    await pilot.press("ctrl+s")
    await settle(pilot)


@state("new token")
async def _new_token(pilot: Driver, services: Services) -> None:
    await open_form(pilot, "ci")
    await generate(pilot)


async def _page_of(pilot: Driver, services: Services, name: str) -> None:
    add_past(services)
    pat_tui(pilot).open_token(services.tokens.find(name).id)
    await settle(pilot)


@state("token page")
async def _token_page(pilot: Driver, services: Services) -> None:
    await _page_of(pilot, services, "notes-mobile")


@state("token page, nothing allowed")
async def _bare_token_page(pilot: Driver, services: Services) -> None:
    pat_tui(pilot).open_token(services.tokens.generate(draft("bare")).token.id)
    await settle(pilot)


@state("token page, repositories gone")
async def _token_page_without_repositories(pilot: Driver, services: Services) -> None:
    add_past(services)
    with services.context.database.transaction():
        services.context.database.tables.table("repositories").delete_where("name IN ('app', 'notes')")
    pat_tui(pilot).open_token(services.tokens.find("notes-mobile").id)
    await settle(pilot)


@state("token page, an organization's")
async def _token_page_of_an_organization(pilot: Driver, services: Services) -> None:
    await _page_of(pilot, services, "acme-review-agent")


@state("delete dialog")
async def _delete_dialog(pilot: Driver, services: Services) -> None:
    await _page_of(pilot, services, "notes-mobile")
    await pilot.press("d")


@state("list, after deleting")
async def _deleted(pilot: Driver, services: Services) -> None:
    await _delete_dialog(pilot, services)
    await pilot.press("y")
    await settle(pilot)


@state("edit page")
async def _edit_page(pilot: Driver, services: Services) -> None:
    await _page_of(pilot, services, "notes-mobile")
    await pilot.press("e")
    await until(pilot, lambda: bool(pilot.app.screen.query("#submit")))


@state("token page, after editing")
async def _edited(pilot: Driver, services: Services) -> None:
    await _edit_page(pilot, services)
    pilot.app.screen.query_one("#name", Input).value = "notes"
    await pilot.press("ctrl+s")
    await settle(pilot)


@state("regenerate page")
async def _regenerate_page(pilot: Driver, services: Services) -> None:
    await _page_of(pilot, services, "notes-mobile")
    await pilot.press("r")
    await settle(pilot)


@state("form, filled in by a link")
async def _linked_form(pilot: Driver, services: Services) -> None:
    from pat_tui.tui.links import open_link

    open_link(pat_tui(pilot), "?name=ci&description=Nightly&target_name=NAME&expires_in=90&contents=read")
    await until(pilot, lambda: bool(pilot.app.screen.query("#submit")))
    await settle(pilot)


# Classic tokens


async def _classic(pilot: Driver, services: Services) -> None:
    for note, end, scopes in (
        ("old", InDays(7), ("repo", "gist")),
        ("for ever", Never(), ()),
        ("used", InDays(90), ("user",)),
    ):
        services.classic_tokens.generate(ClassicDraft(note, end, scopes))
    pat_tui(pilot).open_page(CLASSIC_TOKENS)
    await settle(pilot)


@state("classic list")
async def _classic_list(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)


@state("classic list, menu of new tokens")
async def _classic_menu(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)
    await pilot.press("n")
    await settle(pilot)


@state("classic list, revoke all")
async def _revoke_all(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)
    await pilot.press("R")
    await settle(pilot)


@state("classic list, single sign-on")
async def _configure_sso(pilot: Driver, services: Services) -> None:
    demand(services, "acme")
    await _classic(pilot, services)
    await pilot.press("o")
    await settle(pilot)


@state("classic list, delete dialog")
async def _classic_delete(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)
    await pilot.press("d")
    await settle(pilot)


@state("classic form")
async def _classic_form(pilot: Driver, services: Services) -> None:
    from pat_tui.tui.classic_actions import open_form as open_classic_form

    await _classic(pilot, services)
    open_classic_form(pat_tui(pilot))
    await settle(pilot)


@state("classic form, submitted empty")
async def _classic_form_without_a_note(pilot: Driver, services: Services) -> None:
    await _classic_form(pilot, services)
    await pilot.press("ctrl+s")
    await settle(pilot)


@state("classic form, note taken")
async def _classic_form_with_a_taken_note(pilot: Driver, services: Services) -> None:
    await _classic_form(pilot, services)
    pilot.app.screen.query_one("#note", Input).value = "old"
    await settle(pilot)


@state("classic form, no expiration")
async def _classic_form_without_an_end(pilot: Driver, services: Services) -> None:
    await _classic_form(pilot, services)
    await choose(pilot, "#expiration", "never")


@state("classic, new token")
async def _new_classic_token(pilot: Driver, services: Services) -> None:
    await _classic_form(pilot, services)
    pilot.app.screen.query_one("#note", Input).value = "new"
    await pilot.press("ctrl+s")
    await settle(pilot)


@state("classic edit page")
async def _classic_edit(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)
    await pilot.press("e")
    await settle(pilot)


@state("classic regenerate page")
async def _classic_regenerate(pilot: Driver, services: Services) -> None:
    await _classic(pilot, services)
    await pilot.press("r")
    await settle(pilot)


# Organizations


async def _go(pilot: Driver, services: Services, part: str, *, fill: bool = False) -> None:
    organizations: Any = import_module("tests.tui.organizations")
    if fill:
        organizations.fill(services)
    await organizations.go(pilot, part)


@state("organization settings")
async def _settings(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "settings")


@state("organization settings, classic tab")
async def _classic_settings(pilot: Driver, services: Services) -> None:
    from pat_tui.tui.widgets.tab_line import TabLine

    await _go(pilot, services, "settings")
    pilot.app.screen.query_one(TabLine).focus()
    await pilot.press("right")
    await settle(pilot)


@state("organization settings, question")
async def _settings_question(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "settings")
    await pilot.press("tab", "down", "space", "ctrl+s")
    await settle(pilot)


@state("organization active tokens, empty")
async def _no_active(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "active-tokens")


@state("organization active tokens")
async def _active(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "active-tokens", fill=True)
    await pilot.press("slash")
    await settle(pilot)


@state("organization active tokens, ticked")
async def _active_ticked(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "active-tokens", fill=True)
    await pilot.press("A")
    await settle(pilot)


@state("organization active token")
async def _active_page(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "active-tokens", fill=True)
    await pilot.press("enter")
    await settle(pilot)


@state("organization pending requests, empty")
async def _no_pending(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "pending-requests")


@state("organization pending requests, ticked")
async def _pending_ticked(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "pending-requests", fill=True)
    await pilot.press("A")
    await settle(pilot)


@state("organization pending requests, menu")
async def _pending_menu(pilot: Driver, services: Services) -> None:
    await _pending_ticked(pilot, services)
    pilot.app.screen.query_one("#selection").focus()
    await pilot.press("enter")
    await settle(pilot)


@state("organization active tokens, menu")
async def _active_menu(pilot: Driver, services: Services) -> None:
    await _active_ticked(pilot, services)
    pilot.app.screen.query_one("#selection").focus()
    await pilot.press("enter")
    await settle(pilot)


@state("organization pending request")
async def _pending_page(pilot: Driver, services: Services) -> None:
    await _go(pilot, services, "pending-requests", fill=True)
    await pilot.press("enter")
    await settle(pilot)
