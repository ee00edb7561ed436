"""Commands that a person can copy from a page, so that they act for the same user on the same store."""

import shlex

from pat_tui import settings
from pat_tui.domain.errors import InvalidInput
from pat_tui.store import accounts
from pat_tui.wiring import Services


def local_command(services: Services, *words: str) -> str:
    """`pat-tui WORDS`, with the store and the user where they are not the ones that it would take by itself."""
    options: list[str] = []
    try:
        usual = settings.load()
    except InvalidInput:
        usual = None
    if usual is None or services.settings.store != usual.store:
        options += ["--db", str(services.settings.store)]
    first = accounts.first_user(services.context.database)
    if first is None or first.id != services.acting.id:
        options += ["--as", services.acting.login]
    return shlex.join(["pat-tui", *options, *words])
