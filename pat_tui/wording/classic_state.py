"""What the forms of classic tokens offer and say, as values; the screens only put it into widgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pat_tui.domain.classic_expiration import classic_day_range, classic_expires_at
from pat_tui.domain.classic_policies import Refusal
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.scopes import Catalogue, minimum
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.wording.form_state import Limit, Moment


@dataclass(frozen=True, slots=True)
class ClassicLimit(Limit):
    """Nobody limits how long a classic token lives; an organization only refuses one that lives too long for it."""

    login: str = ""
    days: int | None = None

    def day_range(self, moment: Moment) -> tuple[date, date]:
        """Tomorrow to the end of 9999."""
        return classic_day_range(moment.now, moment.zone)

    def expires_at(self, choice: Expiration, moment: Moment) -> datetime | None:
        """When a token ends that is made at MOMENT with CHOICE; None for one that never does."""
        return classic_expires_at(choice, moment.now, moment.zone)

    def never_text(self) -> str:
        """GitHub's words, and what to do instead."""
        return _(
            "⚠ The token will never expire! Setting an expiration date is strongly recommended, to keep your "
            "information safe."
        )


def scopes_text(scopes: Sequence[str]) -> str:
    """SCOPES in a line."""
    return _("Scopes: {scopes}").format(scopes=clean(", ".join(scopes)) if scopes else _("none"))


def chosen_text(ticked: Iterable[str], catalogue: Catalogue) -> str:
    """What a token with the scopes TICKED would hold: the minimum set, in form order."""
    kept = set(minimum(ticked, catalogue))
    if not kept:
        return _("No scopes: the token reads public things only.")
    names = ", ".join(clean(name) for name in catalogue if name in kept)
    return ngettext("{count} scope: {names}", "{count} scopes: {names}", len(kept)).format(count=len(kept), names=names)


def refusals_text(refusals: Sequence[Refusal]) -> str:
    """Which organizations refuse a token, and why, a line each; empty where none does."""
    return "\n".join(_("⚠ {sentence}").format(sentence=clean(refusal.text)) for refusal in refusals)
