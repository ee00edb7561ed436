"""Where a token was used, and what it may do, in words."""

from collections.abc import Iterator
from datetime import tzinfo

from pat_tui.domain.dates import instant_text
from pat_tui.domain.denials import held_text
from pat_tui.domain.text import clean
from pat_tui.domain.uses import TokenUse
from pat_tui.i18n import _, ngettext
from pat_tui.services.what_if import Verdict


def use_facts(use: TokenUse, zone: tzinfo | None) -> Iterator[str]:
    """What is on record of USE, its operation aside, a line each."""
    if use.repository:
        yield _("Repository: {name}").format(name=use.repository)
    yield _("Address: {address}").format(address=use.address or _("not known"))
    yield _("Client: {name}").format(name=use.user_agent or _("did not say"))
    yield _("Last: {instant}").format(instant=instant_text(use.last_used_at, zone))
    yield ngettext("{count} request", "{count} requests", use.uses).format(count=use.uses)


def verdict_lines(found: Verdict) -> list[str]:
    """FOUND in words: allowed, or the status, why, what the token holds, and the command that would grant it."""
    if found.is_allowed:
        return [_("✓ Allowed: {method} {path}").format(method=found.method, path=clean(found.path))]
    held = ", ".join(each.strip() for each in held_text(found.credential).split(","))  # so that it folds well
    lines = [
        _("✗ Refused ({status}): {why}").format(status=found.status, why=clean(found.explanation)),
        _("It holds: {held}").format(held=held or _("nothing")),
    ]
    if found.remedy:
        lines.append(_("To grant it: {command}").format(command=clean(found.remedy)))
    return lines
