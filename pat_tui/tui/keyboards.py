"""Keyboards that type other characters at the places of the keys that actions have.

A Russian one types no Latin letter at all, so each of its letters stands for the one at its place: `т` for `n`. What
an American one cannot type stands for the key at its place of a French one, too: `é` for `2`, where somebody has
chosen that. All other characters of a French keyboard are those of an American one, elsewhere: what is printed on a
key counts, and its place only where pat-tui speaks French, for a character that has no action: `!` for `/`. `a` and
`q` are never taken for each other: the one approves and authorizes, the other leaves.
"""

_RUSSIAN = dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True))
_RUSSIAN |= dict(zip("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~', strict=True))
_FRENCH = {"é": "2", "è": "7", "ç": "9", "à": "0", "ù": "'", "²": "`", "§": "?"}
_AT_ITS_PLACE = _RUSSIAN | _FRENCH
_IN_FRENCH = dict(zip("zwm,;:!ZWM?./&\"'(-_)", "wz;m,./WZ:M<>134568-", strict=True))


def at_its_place(character: str) -> str | None:
    """What an American keyboard types at the place where another one types CHARACTER; None where that is the same.

    None for ASCII, too: nobody can tell what has typed it.
    """
    return _AT_ITS_PLACE.get(character)


def at_its_french_place(character: str) -> str | None:
    """What the ASCII CHARACTER of a French keyboard may stand for: what an American one types there; else None."""
    return _IN_FRENCH.get(character)
