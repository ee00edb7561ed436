"""What the faces say when a policy has changed."""

from collections.abc import Iterator

from pat_tui.domain.expiration import days_text
from pat_tui.domain.policies import (
    Access,
    Approval,
    Decider,
    EffectivePolicy,
    EnterpriseChange,
    Policy,
    PolicyChange,
)
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
    if "sso_required" in change:
        if change["sso_required"]:
            words = _("{organization} now requires single sign-on. Tokens reach it once they are authorised.")
        else:
            words = _("{organization} no longer requires single sign-on.")
        yield words.format(organization=organization)


def _access_sentence(kind: str, organization: str, *, allowed: bool) -> str:
    if allowed:
        return _("{kind} are now able to access {organization}.").format(kind=kind, organization=organization)
    return _("{kind} are no longer able to access {organization}.").format(kind=kind, organization=organization)


def _lifetime_sentence(kind: str, days: int | None) -> str:
    if days is None:
        return _("{kind} need not expire.").format(kind=kind)
    return _("{kind} must expire within {limit}.").format(kind=kind, limit=days_text(days))


def enterprise_change_sentences(change: EnterpriseChange) -> Iterator[str]:
    """One sentence for each part of CHANGE, after it was saved for the enterprise."""
    if "fine_grained" in change:
        yield _enterprise_access_sentence(_("Fine-grained personal access tokens"), change["fine_grained"])
    if "classic" in change:
        yield _enterprise_access_sentence(_("Personal access tokens (classic)"), change["classic"])
    if "approval" in change:
        yield {
            Approval.ORGANIZATIONS_DECIDE: _("Organizations now decide about the approval of fine-grained tokens."),
            Approval.REQUIRE: _(
                "Requests of fine-grained personal access tokens are now subject to review everywhere."
            ),
            Approval.DISABLE: _("New fine-grained personal access tokens will now work at once everywhere."),
        }[change["approval"]]
    if "max_lifetime_fine_grained" in change:
        yield _lifetime_sentence(_("Fine-grained personal access tokens"), change["max_lifetime_fine_grained"])
    if "max_lifetime_classic" in change:
        yield _lifetime_sentence(_("Personal access tokens (classic)"), change["max_lifetime_classic"])
    if "sso_required" in change:
        yield (
            _("All organizations now require single sign-on. Tokens reach them once they are authorised.")
            if change["sso_required"]
            else _("Organizations now decide about single sign-on.")
        )


def policy_sentences(found: EffectivePolicy) -> Iterator[tuple[str, Decider]]:
    """One sentence for each thing that holds for an organization, for who may only read it; and who decided it."""
    held = found.policy
    allowed = {True: _("{kind} can access it."), False: _("{kind} cannot access it.")}
    kinds = _("Fine-grained personal access tokens"), _("Personal access tokens (classic)")
    yield allowed[held.fine_grained_allowed].format(kind=kinds[0]), found.decided_by(Policy.FINE_GRAINED)
    approval = (
        _("Its owners approve each fine-grained personal access token before it works.")
        if held.approval_required
        else _("Fine-grained personal access tokens work at once, without approval.")
    )
    yield approval, found.decided_by(Policy.APPROVAL)
    fine_grained = _lifetime_sentence(kinds[0], held.max_lifetime_fine_grained)
    yield fine_grained, found.decided_by(Policy.LIFETIME_FINE_GRAINED)
    yield allowed[held.classic_allowed].format(kind=kinds[1]), found.decided_by(Policy.CLASSIC)
    yield _lifetime_sentence(kinds[1], held.max_lifetime_classic), found.decided_by(Policy.LIFETIME_CLASSIC)
    if held.sso_required:
        sso = _("It requires single sign-on: each token must be authorised for it.")
        yield sso, found.decided_by(Policy.SSO)


def _enterprise_access_sentence(kind: str, access: Access) -> str:
    return {
        Access.ORGANIZATIONS_DECIDE: _("{kind}: organizations now decide about their access."),
        Access.ALLOW: _("{kind} are now able to access every organization."),
        Access.RESTRICT: _("{kind} are no longer able to access any organization."),
    }[access].format(kind=kind)
