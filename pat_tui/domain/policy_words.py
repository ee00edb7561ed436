"""What the faces say when a policy has changed."""

from collections.abc import Iterator

from pat_tui.domain.expiration import days_text
from pat_tui.domain.policies import PolicyChange
from pat_tui.i18n import _


def change_sentences(change: PolicyChange, organization: str) -> Iterator[str]:
    """One sentence for each part of CHANGE, after it was saved for the ORGANIZATION of that login."""
    kinds = {"fine_grained": _("Fine-grained personal access tokens"), "classic": _("Personal access tokens (classic)")}
    if "fine_grained_allowed" in change:
        yield _access_sentence(kinds["fine_grained"], organization, allowed=change["fine_grained_allowed"])
    if "classic_allowed" in change:
        yield _access_sentence(kinds["classic"], organization, allowed=change["classic_allowed"])
    if "approval_required" in change:
        if change["approval_required"]:
            yield _("Requests of fine-grained personal access tokens are now subject to review.")
        else:
            yield _("New fine-grained personal access tokens will now work at once.")
    if "max_lifetime_fine_grained" in change:
        yield _lifetime_sentence(kinds["fine_grained"], change["max_lifetime_fine_grained"])
    if "max_lifetime_classic" in change:
        yield _lifetime_sentence(kinds["classic"], change["max_lifetime_classic"])


def _access_sentence(kind: str, organization: str, *, allowed: bool) -> str:
    if allowed:
        return _("{kind} are now able to access {organization}.").format(kind=kind, organization=organization)
    return _("{kind} are no longer able to access {organization}.").format(kind=kind, organization=organization)


def _lifetime_sentence(kind: str, days: int | None) -> str:
    if days is None:
        return _("{kind} need not expire.").format(kind=kind)
    return _("{kind} must expire within {limit}.").format(kind=kind, limit=days_text(days))
