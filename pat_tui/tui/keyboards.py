"""Keyboards that type other characters at the places of the keys that actions have.

A Russian one types no Latin letter at all, so each of its letters stands for the one at its place: `т` for `n`. A
French one types every letter and sign that actions have, elsewhere or with Shift, so there the label counts: `a` is
`a`, and `?` and `/` are `?` and `/`. What an American one cannot type stands there, too, for the key at its place: `é`
for `2`, where somebody has chosen that. ASCII characters mean themselves on all: nobody can tell what has typed them.
"""

_RUSSIAN = dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True))
_RUSSIAN |= dict(zip("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~', strict=True))
_FRENCH = {"é": "2", "è": "7", "ç": "9", "à": "0", "ù": "'", "²": "`", "§": "?"}
_AT_ITS_PLACE = _RUSSIAN | _FRENCH


def at_its_place(character: str) -> str | None:
    """What an American keyboard types at the place where another one types CHARACTER; None where that is the same."""
    return _AT_ITS_PLACE.get(character)
