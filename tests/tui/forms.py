"""What the tests of the form share: choosing in its fields, and reading what they offer."""

from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import events, policies
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.tui.pages import Driver
from tests.worlds import user

TALL = (100, 90)
"""Room for the whole form, so that what it says can be read in one go."""
SMALL = (80, 24)


async def choose(pilot: Driver, selector: str, value: str) -> None:
    """Choose VALUE in a menu of the form."""
    menu = pilot.app.screen.query_one(selector, Choice)
    menu.focus()
    for _step in range(10):
        if menu.value == value:
            return
        menu.action_cycle()
        await pilot.pause()
    raise AssertionError(f"{value} is not on the menu")


async def choose_access(pilot: Driver, access: RepositoryAccess) -> None:
    """Choose one of the radio buttons."""
    radios = pilot.app.screen.query_one("#access", OptionLines)
    radios.cursor = list(RepositoryAccess).index(access)
    radios.action_choose()
    await pilot.pause()


async def raise_level(pilot: Driver, slug: str, steps: int = 1) -> None:
    """Raise the level of a permission of the tab that is shown."""
    table = pilot.app.screen.query_one(PermissionTable)
    table.cursor = [permission.slug for permission in table.choices.permissions].index(slug)
    for _step in range(steps):
        table.action_raise()
    await pilot.pause()


def menu_of(form: TokenFormScreen, selector: str) -> list[str]:
    """The labels on a menu of the form."""
    return [option.label for option in form.query_one(selector, Choice)._options]


def tabs_of(form: TokenFormScreen) -> dict[str, int]:
    """The tabs with their counters."""
    return {tab.label: tab.count or 0 for tab in form.query_one(TabLine).tabs}


def set_policy(services: Services, login: str, policy: OrganizationPolicy) -> None:
    """Change an organization's policy, as another program would."""
    database = services.context.database
    with database.transaction():
        policies.set_policy(database, user(database, login).id, policy)


def actions(services: Services) -> list[str]:
    """What the security log says that the acting user did."""
    return [action for action, _fields in events.actions_of(services.context.database, services.acting.id)]
