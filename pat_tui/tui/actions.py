"""Every action of the interface, declared once. Bindings, footer, palette and help are made from it.

Its words are marked here and translated where they are shown (`i18n.translated`).

Own keys are held against it by the command line, too, so Textual is imported only for bindings.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType

from pat_tui.i18n import marked as _


class Action(NamedTuple):
    """One thing a key can do."""

    id: str
    """`PLACE.VERB`; stable, the own keys in the settings name it."""
    keys: str
    """Textual key names, comma-separated."""
    method: str
    """The Textual action it runs."""
    label: str
    """A word or two for the footer; empty keeps it out of the footer."""
    tooltip: str
    """A sentence for the help page and the palette."""
    key_display: str | None = None
    priority: bool = False
    """Whether it runs before the focused widget gets the key; it then overtakes the keys typed just before it."""


def _actions() -> tuple[Action, ...]:
    return (
        # Everywhere
        Action("app.help", "question_mark,f1", "help", _("Help"), _("Explain this page and its keys."), "?"),
        Action("app.palette", "ctrl+p", "command_palette", _("Palette"), _("Find a command by name."), "^p"),
        Action("app.quit", "q", "app.quit_when_safe", _("Quit"), _("Leave pat-tui.")),
        Action(
            "app.quit_anywhere", "ctrl+q", "quit_when_safe", "", _("Leave pat-tui, even from a text field."), "^q", True
        ),
        Action("app.menu", "m", "menu", _("Menu"), _("Open the sidebar as a menu, or move to it.")),
        Action("menu.leave", "escape,m", "leave", _("Back"), _("Go back from the sidebar to the page."), "Esc"),
        Action("page.back", "escape", "back", _("Back"), _("Go back one page, or close the dialog."), "Esc"),
        # Lists
        Action("list.up", "up,k", "cursor_up", "", _("Move up one row."), "↑ k"),
        Action("list.down", "down,j", "cursor_down", "", _("Move down one row."), "↓ j"),
        Action("list.page_up", "pageup", "page_up", "", _("Move up one screen."), "PgUp"),
        Action("list.page_down", "pagedown", "page_down", "", _("Move down one screen."), "PgDn"),
        Action("list.first", "home,g", "first", "", _("Go to the first row."), "Home g"),
        Action("list.last", "end,G", "last", "", _("Go to the last row."), "End G"),
        Action("reading.up", "up,k", "cursor_up", "", _("Scroll up one line."), "↑ k"),
        Action("reading.down", "down,j", "cursor_down", "", _("Scroll down one line."), "↓ j"),
        Action("reading.page_up", "pageup", "page_up", "", _("Scroll up one screen."), "PgUp"),
        Action("reading.page_down", "pagedown", "page_down", "", _("Scroll down one screen."), "PgDn"),
        Action("reading.first", "home,g", "first", "", _("Go to the top."), "Home g"),
        Action("reading.last", "end,G", "last", "", _("Go to the end."), "End G"),
        Action("list.open", "enter", "open", _("Open"), _("Open the row under the cursor."), "⏎"),
        # Token list page
        Action("tokens.generate", "n", "generate", _("Generate"), _("Generate a new token.")),
        Action("tokens.filter", "slash", "filter", _("Filter"), _("Show only tokens that hold a text."), "/"),
        Action("tokens.sort", "s", "sort", _("Sort"), _("Sort by creation, name, last use or expiry.")),
        Action(
            "tokens.group", "x", "group", _("Group"), _("Group the tokens by how soon they expire, or stop grouping.")
        ),
        Action("tokens.ending", "X", "ending", "", _("Go to the tokens that expire within 7 days.")),
        Action("tokens.tick", "space", "tick", _("Tick"), _("Tick the token, or take the tick away."), "Space"),
        Action("tokens.undo", "u", "undo", _("Undo"), _("Bring back what was just deleted.")),
        Action("tokens.revoke_all", "R", "revoke_all", _("Revoke all"), _("Revoke all classic tokens, after asking.")),
        # What the owners of an organization decide about
        Action("reviews.filter", "slash", "filter", _("Search"), _("Show only what holds a text."), "/"),
        Action(
            "reviews.narrow",
            "f",
            "narrow",
            _("Filters"),
            _("Show only one owner's, or what reaches a repository or holds a permission."),
        ),
        Action("reviews.sort", "s", "sort", _("Sort"), _("Choose the order.")),
        Action("reviews.tick", "space", "tick", _("Tick"), _("Tick the row, or take the tick away."), "Space"),
        Action("reviews.tick_all", "A", "tick_all", "", _("Tick all rows, or take all ticks away.")),
        Action("requests.approve", "a", "decide('approve')", _("Approve"), _("Approve what is ticked, after asking.")),
        Action("requests.deny", "d", "decide('deny')", _("Deny"), _("Deny what is ticked, with a reason or without.")),
        Action("access.revoke", "r", "decide('revoke')", _("Revoke"), _("Revoke the access of what is ticked.")),
        Action("deny.submit", "ctrl+s", "submit", _("Deny"), _("Deny, and tell the reason."), "^s"),
        # People
        Action("people.add", "a", "add", _("Add"), _("Add a person, with a role.")),
        Action("people.role", "e", "role", _("Change role"), _("Give whom the cursor is on another role.")),
        Action("people.remove", "d", "remove", _("Remove"), _("Remove whom the cursor is on, after asking.")),
        Action("people.leave", "d", "leave", _("Leave"), _("Leave the organization, after asking.")),
        Action(
            "repositories.leave", "d", "leave", _("Leave"), _("Give your role in the repository back, after asking.")
        ),
        Action("users.suspend", "s", "suspend", _("Suspend"), _("Suspend the user under the cursor, after asking.")),
        Action("users.unsuspend", "u", "unsuspend", _("Unsuspend"), _("End the user's suspension, after asking.")),
        Action("dialog.add", "ctrl+s", "submit", _("Add"), _("Add what the fields say."), "^s"),
        # One token, on its page or under the cursor
        Action(
            "token.edit",
            "e",
            "token('edit')",
            _("Edit"),
            _("Change what the token is called and what it may do. Its value stays."),
        ),
        Action(
            "token.regenerate",
            "r",
            "token('regenerate')",
            _("Regenerate"),
            _("Give the token a new value and a new expiration."),
        ),
        Action(
            "token.delete",
            "d",
            "token('delete')",
            _("Delete"),
            _("Delete the token, or on the list all that are ticked, after asking."),
        ),
        Action(
            "token.duplicate",
            "N",
            "token('duplicate')",
            _("Duplicate"),
            _("Generate a new token with the form filled in from this one."),
        ),
        Action(
            "token.can",
            "w",
            "token('can')",
            _("What it may do"),
            _("Show what the token may do, and ask about any request."),
        ),
        Action("token.use", "W", "token('use')", _("Use"), _("Show when and where the token is used.")),
        Action("token.how", "U", "token('how')", _("How to use"), _("Show lines to copy that use the token.")),
        Action("use.copy", "enter,c", "copy_line", _("Copy line"), _("Copy the line under the cursor."), "c"),
        Action("can.ask", "enter", "ask", _("Ask"), _("Ask about the repository under the cursor."), "⏎"),
        # Addresses
        Action("emails.add", "a", "add", _("Add"), _("Add an email address.")),
        Action("emails.verify", "v", "verify", _("Verify"), _("Verify the address under the cursor with a code.")),
        Action("emails.primary", "p", "primary", _("Make primary"), _("Make the address under the cursor primary.")),
        Action("emails.remove", "d", "remove", _("Remove"), _("Remove the address under the cursor, after asking.")),
        Action("dialog.add_email", "ctrl+s", "submit", _("Add"), _("Add the address."), "^s"),
        Action("dialog.verify", "ctrl+s", "submit", _("Verify"), _("Verify the address with the code."), "^s"),
        Action("dialog.send_code", "ctrl+r", "send_code", _("New code"), _("Send a new code by mail."), "^r"),
        Action(
            "token.sso",
            "o",
            "token('sso')",
            _("Configure SSO"),
            _("Authorise the token for organizations that require single sign-on, or take that back."),
        ),
        Action("sso.authorize", "a", "authorize", _("Authorize"), _("Authorise the token for the organization.")),
        Action("sso.deauthorize", "d", "deauthorize", _("Deauthorize"), _("Take the authorization back.")),
        Action("sso.end_session", "e", "end_session", _("End session"), _("End your session with the organization.")),
        # Links that fill in the form of a new token
        Action(
            "link.copy",
            "y,ctrl+l",
            "copy_link",
            _("Copy link"),
            _("Copy a link that fills in the form of a new token like this; ^l from a text field."),
            "y ^l",
        ),
        Action(
            "token.link", "y", "copy_link", _("Link"), _("Copy a link that fills in the form of a new token like this.")
        ),
        # The token that was just made
        Action("secret.copy", "c", "copy", _("Copy"), _("Copy the new token to the clipboard.")),
        Action("secret.show", "v", "toggle_secret", _("Show or hide"), _("Show the new token, or hide it again.")),
        Action(
            "secret.check", "p", "paste_check", _("Paste to check"), _("Check that what you pasted is the new token.")
        ),
        Action(
            "secret.hand_over",
            "h",
            "hand_over",
            _("Hand over"),
            _("Hand the new token to a file, a variable, git or a command, without showing it."),
        ),
        Action("secret.use", "U", "use", _("How to use"), _("Show lines to copy that use the token.")),
        Action("dialog.hand_over", "ctrl+s", "submit", _("Hand over"), _("Hand the token over."), "^s"),
        # Security log
        Action(
            "log.filter",
            "slash",
            "filter",
            _("Filter"),
            _("Show only events that fit: action:NAME, actor:LOGIN, created:2026-01-31, words."),
            "/",
        ),
        Action("log.verify", "v", "verify", _("Verify"), _("Examine the chain: was the log tampered with?")),
        Action("log.export", "x", "export", _("Export"), _("Write what is listed to a file, as JSON lines.")),
        # Forms
        Action(
            "form.submit",
            "ctrl+s",
            "submit",
            _("Generate"),
            _("Check the form and ask to generate the token."),
            "^s",
        ),
        Action("form.generate", "ctrl+s", "submit", _("Generate"), _("Check the form and generate the token."), "^s"),
        Action("form.update", "ctrl+s", "submit", _("Update"), _("Check the form and update the token."), "^s"),
        Action("form.regenerate", "ctrl+s", "submit", _("Regenerate"), _("Give the token a new value."), "^s"),
        Action("policy.save", "ctrl+s", "save_block", _("Save"), _("Save the block you are in, after asking."), "^s"),
        Action("tick.toggle", "enter,space", "tick", _("Tick"), _("Tick the box, or take the tick away."), "Space"),
        Action("button.press", "enter,space", "press", _("Press"), _("Press the button."), "⏎"),
        Action("tab.previous", "left", "previous", "", _("Go to the tab before."), "←"),
        Action("tab.next", "right", "next", _("Next tab"), _("Go to the tab after."), "→"),
        Action("dialog.left", "left", "app.focus_previous", "", _("Go to the button before."), "←"),
        Action("dialog.right", "right", "app.focus_next", "", _("Go to the button after."), "→"),
        # Repository picker
        Action(
            "picker.toggle",
            "space,enter",
            "tick",
            _("Tick"),
            _("Tick the repository under the cursor, or take the tick away."),
            "Space",
        ),
        Action("picker.filter", "slash", "filter", _("Search"), _("Type into the search field."), "/"),
        Action("picker.done", "ctrl+s", "done", _("Done"), _("Keep the ticks and close."), "^s"),
        # Choices and tables of levels
        Action("choice.previous", "left", "previous", "", _("Take the previous choice."), "←"),
        Action("choice.next", "right", "next", "", _("Take the next choice."), "→"),
        Action("choice.cycle", "space", "cycle", _("Change"), _("Take the next choice, round to the first."), "Space"),
        Action("choice.open", "enter", "open", _("Choose"), _("Show all the choices."), "⏎"),
        Action("option.choose", "enter,space", "choose", _("Choose"), _("Take the option under the cursor."), "⏎"),
        Action("levels.lower", "left", "lower", "", _("Lower the level under the cursor."), "←"),
        Action("levels.raise", "right", "raise", "", _("Raise the level under the cursor."), "→"),
        Action(
            "levels.cycle",
            "space",
            "cycle",
            _("Change level"),
            _("Take the next level; after the last comes No access."),
            "Space",
        ),
        Action("levels.open", "enter", "open", _("Levels"), _("Show the levels on offer."), "⏎"),
        Action("levels.remove", "delete,backspace", "remove", _("Remove"), _("Take the permission out again."), "Del"),
        Action("levels.filter", "slash", "filter", _("Filter"), _("Filter by title, name or endpoint path."), "/"),
        Action(
            "scopes.tick",
            "space,enter",
            "tick",
            _("Tick"),
            _("Tick the scope, or take its tick away. What it includes is ticked with it."),
            "Space",
        ),
        # Calendar
        Action("calendar.left", "left", "day(-1)", "", _("Go back one day."), "←"),
        Action("calendar.right", "right", "day(1)", "", _("Go forward one day."), "→"),
        Action("calendar.up", "up", "day(-7)", "", _("Go back one week."), "↑"),
        Action("calendar.down", "down", "day(7)", "", _("Go forward one week."), "↓"),
        Action("calendar.previous_month", "pageup", "month(-1)", _("Month"), _("Go back one month."), "PgUp"),
        Action("calendar.next_month", "pagedown", "month(1)", "", _("Go forward one month."), "PgDn"),
        Action("calendar.previous_year", "less_than_sign", "month(-12)", "", _("Go back one year."), "<"),
        Action("calendar.next_year", "greater_than_sign", "month(12)", "", _("Go forward one year."), ">"),
        Action("calendar.week_start", "home", "week_edge(0)", "", _("Go to the start of the week."), "Home"),
        Action("calendar.week_end", "end", "week_edge(6)", "", _("Go to the end of the week."), "End"),
        Action("calendar.today", "t", "today", _("Soonest"), _("Go to the soonest day that can be chosen.")),
        Action("calendar.choose", "enter", "choose", _("Choose"), _("Take the day under the cursor."), "⏎"),
    )


ACTIONS = {action.id: action for action in _actions()}


def bindings(*ids: str) -> "list[BindingType]":
    """Textual bindings for the actions with IDS, in that order. Raises KeyError for an unknown id."""
    return [_binding(ACTIONS[action_id]) for action_id in ids]


def _binding(action: Action) -> "Binding":
    from textual.binding import Binding

    return Binding(
        action.keys,
        action.method,
        action.label,
        show=bool(action.label),
        key_display=action.key_display,
        tooltip=action.tooltip,
        id=action.id,
        priority=action.priority,
    )
