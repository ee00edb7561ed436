"""An app whose keys a person can choose, and that understands the keyboards of other languages."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding
from textual.events import Event, Key
from textual.screen import Screen

from pat_tui.i18n import current
from pat_tui.settings import Found
from pat_tui.tui.actions import ACTIONS
from pat_tui.tui.hygiene import GuardedApp


class KeyedApp(GuardedApp):
    """The base of the interface, as far as keys go."""

    def __init__(self, log_path: Path, own: Mapping[str, Found]) -> None:
        """LOG_PATH is GuardedApp's. OWN are keys that a person has chosen, checked, by action."""
        super().__init__(log_path)
        self.own_keys: dict[str, tuple[str, ...]] = {action_id: found.value for action_id, found in own.items()}
        if own:
            self.set_keymap({action_id: ",".join(keys) for action_id, keys in self.own_keys.items()})

    async def on_event(self, event: Event) -> None:
        """Take a character that no action has, and no text field, for the key at its place on other keyboards."""
        if isinstance(event, Key) and not event.is_forwarded:
            if not event.key.isascii():
                _translate(event, self.screen)
            elif event.is_printable and current() == "fr":
                _translate_french(event, self.screen)
        await super().on_event(event)


def _translate(event: Key, screen: Screen[Any]) -> None:
    from pat_tui.tui.keyboards import at_its_place

    modifiers, plus, last = event.key.rpartition("+")
    character = at_its_place(event.character or last)
    if character is None or event.key in screen.active_bindings:
        return
    if plus:  # a terminal that tells Ctrl+с from Ctrl+c; in a text field, too, that types nothing
        event.key, event.character = f"{modifiers}+{character}", None
    elif screen.focused is None or not screen.focused.check_consume_key(event.key, event.character):
        from pat_tui.key_names import canonical

        event.key, event.character = canonical(character), character


def _translate_french(event: Key, screen: Screen[Any]) -> None:
    """As above, for what an American keyboard has as well, elsewhere. Nobody leaves pat-tui by a key beside `q`."""
    from pat_tui.key_names import canonical
    from pat_tui.tui.keyboards import at_its_french_place

    character = at_its_french_place(event.character or "")
    if character is None or event.key in screen.active_bindings:
        return
    key = canonical(character)
    meant = screen.active_bindings.get(key)
    if meant is None or not meant.enabled or meant.binding.id == "app.quit":
        return
    if screen.focused is None or not screen.focused.check_consume_key(event.key, event.character):
        event.key, event.character = key, character


def own_keys(app: App[Any]) -> Mapping[str, tuple[str, ...]]:
    """The keys that a person has chosen, by action; without those that are as ever."""
    return app.own_keys if isinstance(app, KeyedApp) else {}


def keys_of(app: App[Any], action_id: str) -> str:
    """The keys of an action, as they are shown, such as `Home g`."""
    if own := own_keys(app).get(action_id):
        from pat_tui.key_names import shown

        return " ".join(map(shown, own))
    action = ACTIONS[action_id]
    return action.key_display or action.keys


def key_of(app: App[Any], action_id: str) -> str:
    """The first key of an action, as it is shown."""
    return keys_of(app, action_id).split(" ")[0]


def in_order(app: App[Any], active: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """What is ACTIVE, in the order in which each node declares it: Textual moves to the end what has own keys."""
    if not own_keys(app):
        return list(active)
    by_node: dict[Any, list[ActiveBinding]] = {}
    for each in active:
        by_node.setdefault(each.node, []).append(each)
    return [each for node, found in by_node.items() for each in sorted(found, key=lambda each: _place(node, each))]


def _place(node: Any, active: ActiveBinding) -> int:
    order = [binding.id for _key, binding in node._bindings]
    return order.index(active.binding.id) if active.binding.id in order else -1
