"""Which token a person means: one rule wherever a token is named by a word."""

from collections.abc import Sequence

from pat_tui.domain.errors import Ambiguous, NotFound
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.store import token_names
from pat_tui.store.token_names import Named

_SHOWN = 10
"""How many candidates are told."""


def fine_grained(context: Context, text: str) -> int:
    """The id of the acting user's fine-grained token that TEXT names: by id, name or last eight characters, or, where
    nothing else fits, by four or more of these. Raises NotFound, Ambiguous."""
    login, database, user_id = context.acting.login, context.database, context.acting.id
    if found := token_names.fine_grained(database, user_id, text):
        return the_one(found, text)
    words = _("{login} has no token {text}.").format(login=login, text=text)
    if token_names.classic(database, user_id, text):
        words += " " + _("A classic one is called so: add --classic.")
    raise NotFound(words)


def classic(context: Context, text: str) -> int:
    """The id of the acting user's classic token that TEXT names, as above. Raises NotFound, Ambiguous."""
    login, database, user_id = context.acting.login, context.database, context.acting.id
    if found := token_names.classic(database, user_id, text):
        return the_one(found, text)
    words = _("{login} has no classic token {text}.").format(login=login, text=text)
    if token_names.fine_grained(database, user_id, text):
        words += " " + _("A fine-grained one is called so: leave out --classic.")
    raise NotFound(words)


def is_classic_alone(context: Context, text: str) -> bool:
    """Whether TEXT names classic tokens of the acting user and nothing else, and is no number: ids are of a kind."""
    database, user_id = context.database, context.acting.id
    if text.isdecimal() or token_names.fine_grained(database, user_id, text):
        return False
    return bool(token_names.classic(database, user_id, text))


def the_one(found: Sequence[Named], text: str, *, with_users: bool = False) -> int:
    """The id of the only one of FOUND. Raises Ambiguous where there are more; they are told, WITH_USERS or not."""
    if len(found) == 1:
        return found[0].id
    ids = ", ".join(str(token.id) for token in found[:_SHOWN]) + (", …" if found[_SHOWN:] else "")
    candidates = [_candidate(token, with_users=with_users) for token in found[:_SHOWN]]
    raise Ambiguous(_("{text} names several tokens: ids {ids}.").format(text=text, ids=ids), candidates)


def _candidate(token: Named, *, with_users: bool) -> str:
    names = {"id": token.id, "name": token.name, "hint": token.hint, "login": token.user_login}
    if with_users:
        return _("{id}  {name}, of {login}, which ends in {hint}").format(**names)
    return _("{id}  {name}, which ends in {hint}").format(**names)
