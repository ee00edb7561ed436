"""Keys by their names: as a person writes them, as Textual calls them, and as they are shown."""

import re
import unicodedata

NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "⌫",
    "space": "Space",
    "enter": "⏎",
    "escape": "Esc",
    "tab": "Tab",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
"""The keys that are no characters, with what is shown for each."""
_MODIFIERS = {"alt", "ctrl", "shift"}
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""What Textual calls a character in place of its name in Unicode."""
_LONGER = {shorter: longer for longer, shorter in _SHORTER.items()} | {
    "minus": "hyphen-minus",
    "less_than_sign": "less-than sign",
    "greater_than_sign": "greater-than sign",
}
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def canonical(text: str) -> str:
    """Textual's name of the key that a person calls TEXT, as `?`, `F5` or `Ctrl+X`. Raises ValueError with TEXT."""
    if len(text) == 1:
        return _of_character(text, text)
    *modifiers, key = text.lower().split("+")
    if not modifiers:
        return _of_name(key, text)
    plain = _of_character(key, text) if len(key) == 1 else _of_name(key, text)
    known = len(set(modifiers)) == len(modifiers) and set(modifiers) <= _MODIFIERS
    # Shift with a character is another character, and written as that one.
    if not known or (set(modifiers) == {"shift"} and types(plain)):
        raise ValueError(text)
    return "+".join([*sorted(modifiers), plain])


def own_keys(text: str) -> dict[str, tuple[str, ...]]:
    """Keys by action of a TEXT such as `tokens.sort=x,f5;tokens.generate=insert`. Raises ValueError."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in filter(None, text.split(";")):
        action, equals, keys = entry.strip().partition("=")
        if not equals or not _ACTION.fullmatch(action) or action in found:
            raise ValueError(entry)
        found[action] = tuple(dict.fromkeys(canonical(key) for key in keys.split(",")))
    return found


def character(key: str) -> str | None:
    """The character that KEY types; None where it types none."""
    if key == "space":
        return " "
    if len(key) == 1:
        return key
    if key in NAMES or "+" in key:
        return None
    try:
        return unicodedata.lookup(_LONGER.get(key, key).replace("_", " "))
    except KeyError:
        return None


def types(key: str) -> bool:
    """Whether KEY puts a character into a text field."""
    return character(key) is not None


def written(key: str) -> str:
    """KEY, by Textual's name, as a person would write it: a character as itself."""
    typed = character(key)
    return key if typed is None or typed in " ,;" else typed


def shown(key: str) -> str:
    """KEY, by Textual's name, as the interface shows it: `^s`, `PgUp`, `?`."""
    *modifiers, last = key.split("+")
    name = NAMES.get(last) or character(last) or last
    if modifiers == ["ctrl"] and len(name) == 1:
        return f"^{name}"
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def near(text: str) -> str:
    """The name of a key that TEXT may be meant for; empty where none is like it."""
    from difflib import get_close_matches

    *modifiers, key = text.lower().split("+")
    found = get_close_matches(key, NAMES, n=1)
    modifiers = [(get_close_matches(modifier, _MODIFIERS, n=1) or [modifier])[0] for modifier in modifiers]
    guess = "+".join([*modifiers, *(found or [key])])
    try:
        return "" if guess == text else written(canonical(guess))
    except ValueError:
        return ""


def _of_character(typed: str, text: str) -> str:
    if typed == " ":
        return "space"
    if not typed.isprintable():
        raise ValueError(text)
    name = typed if typed.isalnum() else unicodedata.name(typed, "").lower().replace("-", "_").replace(" ", "_")
    name = _SHORTER.get(name, name)
    if character(name) != typed:  # a name with hyphens, which Textual's does not tell apart
        raise ValueError(text)
    return name


def _of_name(key: str, text: str) -> str:
    if key in NAMES:
        return key
    typed = character(key)
    if typed is None:
        raise ValueError(text)
    return _of_character(typed, text)
