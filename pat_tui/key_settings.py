"""Keys of one's own, held against the interface's actions: what is unknown, reserved, or taken on the same page."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pat_tui.domain.errors import SettingsError
from pat_tui.i18n import _
from pat_tui.key_names import types, written

if TYPE_CHECKING:
    from pat_tui.settings import Found
    from pat_tui.tui.actions import Action

RESERVED = {
    *("enter", "escape", "tab", "shift+tab", "ctrl+c"),
    *("ctrl+m", "ctrl+left_square_bracket", "ctrl+i"),  # how terminals send the first three
}
"""They mean the same everywhere. An action that has one keeps it, and no other gets it."""

_EVERYWHERE = "app.quit_anywhere page.back"
_PAGE = f"{_EVERYWHERE} app.*"
_LISTS = ("list.* menu.leave", "button.*")
"""The sidebar and the lists of a page, and its buttons."""
_QUESTION = "question"
"""What has the keys that answer a question, in place of an action in a row below."""
QUESTION_KEYS = {"g", "l", "u", "y"}
"""One of them confirms, as the question says."""
_TOGETHER: tuple[tuple[str, ...], ...] = (
    # Pages: what they can do themselves, then each kind of widget that may have the focus there.
    (f"{_PAGE} tokens.* token.*", *_LISTS),
    (f"{_PAGE} tokens.* secret.*", *_LISTS),
    (f"{_PAGE} token.*", *_LISTS, "reading.*"),
    (
        f"{_PAGE} link.copy form.* token.can token.use",
        *(*_LISTS, "reading.*", "choice.*", "tick.*", "tab.*", "list.* option.*", "list.* levels.*", "list.* scopes.*"),
    ),
    (f"{_PAGE} policy.save", *_LISTS, "reading.*", "choice.*", "tick.*", "tab.*", "list.* option.*"),
    (f"{_PAGE} requests.* reviews.*", *_LISTS, "reading.*", "choice.*"),
    (f"{_PAGE} access.* reviews.*", *_LISTS, "reading.*", "choice.*"),
    (f"{_PAGE} emails.*", *_LISTS),
    (f"{_PAGE} log.*", *_LISTS, "reading.*"),
    (f"{_PAGE} people.* reviews.filter tab.*", *_LISTS),
    (f"{_PAGE} repositories.* reviews.filter", *_LISTS),
    (f"{_PAGE} users.* reviews.filter tab.*", *_LISTS),
    (f"{_PAGE}", "list.* use.copy"),
    (f"{_PAGE}", *_LISTS, "reading.*", "list.* can.ask"),
    # Dialogs
    (f"{_EVERYWHERE} {_QUESTION} dialog.left dialog.right reading.*", "button.*"),
    (f"{_EVERYWHERE} sso.* dialog.left dialog.right", "list.*", "button.*"),
    (f"{_EVERYWHERE} dialog.add_email", "button.*"),
    (f"{_EVERYWHERE} dialog.add", "choice.*", "button.*"),
    (f"{_EVERYWHERE} dialog.hand_over", "list.* option.*", "button.*"),
    (f"{_EVERYWHERE} dialog.verify dialog.send_code", "button.*"),
    (f"{_EVERYWHERE} deny.submit", "button.*"),
    (f"{_EVERYWHERE} picker.*", "list.*", "button.*"),
    (f"{_EVERYWHERE} option.choose list.*",),
    (f"{_EVERYWHERE} calendar.*",),
)
"""Which actions are there at the same time, by id or by the first word of it."""


def check(own: "Mapping[str, Found]") -> None:
    """Raise SettingsError for whatever is wrong with one's OWN keys, by action, each with where it stands."""
    if not own:
        return
    from pat_tui.tui.actions import ACTIONS

    errors = dict(_unknown(own, ACTIONS))
    known = {action_id: found for action_id, found in own.items() if action_id in ACTIONS}
    for action_id, found in known.items():
        if words := _problem(ACTIONS[action_id], found.value):
            errors[_label(action_id, found)] = f"{_label(action_id, found)} {words}"
    for label, words in _conflicts(known, ACTIONS):
        errors.setdefault(label, words)
    if errors:
        places = {_label(action_id, found): found.origin.line for action_id, found in own.items()}
        raise SettingsError(dict(sorted(errors.items(), key=lambda error: places[error[0]])))


def meet(one: str, other: str) -> bool:
    """Whether the actions with these ids can be there at the same time. One that no row names meets them all."""
    if not (_is_placed(one) and _is_placed(other)):
        return True
    return any(_in(one, group) and _in(other, group) for group in _groups())


def default_keys(action: "Action") -> tuple[str, ...]:
    """The keys of ACTION where nobody has chosen others, by Textual's names."""
    return tuple(action.keys.split(","))


def _groups() -> Iterator[list[str]]:
    for ground, *widgets in _TOGETHER:
        for widget in widgets or [""]:
            yield [*ground.split(), *widget.split()]


def _in(action_id: str, group: list[str]) -> bool:
    return action_id in group or f"{action_id.partition('.')[0]}.*" in group


def _is_placed(action_id: str) -> bool:
    return any(_in(action_id, group) for group in _groups())


def _label(action_id: str, found: "Found") -> str:
    return found.origin.label(f"keys.{action_id}") if found.origin.line else f"{found.origin.place}: {action_id}"


def _unknown(own: "Mapping[str, Found]", actions: "Mapping[str, Action]") -> Iterator[tuple[str, str]]:
    from difflib import get_close_matches

    for action_id, found in own.items():
        if action_id not in actions:
            label, near = _label(action_id, found), get_close_matches(action_id, actions, n=1)
            hint = _(" (did you mean {name}?)").format(name=near[0]) if near else ""
            words = _("{name} is no action{hint}. `pat-tui settings keys` lists them.")
            yield label, words.format(name=label, hint=hint)


def _problem(action: "Action", keys: tuple[str, ...]) -> str | None:
    """What is wrong with KEYS for ACTION, whatever other actions have."""
    default = default_keys(action)
    for key in keys:
        if key in RESERVED and key not in default:
            return _("cannot be {key}: that key is reserved.").format(key=key)
    for key in default:
        if key in RESERVED and key not in keys:
            return _("must keep {key}, beside what you add: [{keys}].").format(key=key, keys=_listed((key, *keys)))
    if action.priority and any(map(types, keys)):
        return _("works while you write, and so needs a key that types nothing, such as f10 or ctrl+x.")
    # What has such a key works in text fields, and where there is nothing but text fields it is the only way on.
    if any(_works_in_fields(key) for key in default) and all(map(types, keys)):
        return _("works in text fields, and so needs a key that types nothing, too, such as f10 or ctrl+x.")
    return None


def _works_in_fields(key: str) -> bool:
    return "+" in key or key == "f1"


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f'"{written(key)}"' for key in keys)


def _conflicts(own: "Mapping[str, Found]", actions: "Mapping[str, Action]") -> Iterator[tuple[str, str]]:
    """Each of one's OWN keys that another action has, which can be there at the same time."""
    order = list(own)
    for action_id, found in own.items():
        label = _label(action_id, found)
        taken = (QUESTION_KEYS & set(found.value)) - set(default_keys(actions[action_id]))
        if taken and _asks(action_id):
            words = _("{name} cannot be {key}, which answers questions where that action is.")
            yield label, words.format(name=label, key=min(taken))
        for other, action in actions.items():
            # Of two that are both chosen, the second is told.
            if other == action_id or (other in own and order.index(other) > order.index(action_id)):
                continue
            keys = own[other].value if other in own else default_keys(action)
            by_default = set(default_keys(actions[action_id])) & set(default_keys(action))
            shared = [key for key in found.value if key in keys and key not in by_default]
            if shared and meet(action_id, other):
                words = _("{name} and {other} would share {key} on one page. Choose another key for one of them.")
                yield label, words.format(name=label, other=other, key=written(shared[0]))


def _asks(action_id: str) -> bool:
    return any(_QUESTION in group and _in(action_id, group) for group in _groups())
