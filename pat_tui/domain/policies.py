"""What an organization's owners, and the enterprise above them, have decided about personal access tokens."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict

from pat_tui.domain.expiration import days_text
from pat_tui.i18n import _

LONGEST_LIFETIME = 366
"""The largest maximum lifetime that can be set, in days."""
LIFETIMES = (7, 30, 60, 90, LONGEST_LIFETIME)
"""The maximum lifetimes that are on offer, in days, beside a custom one."""


class Policy(StrEnum):
    """One thing that is decided. The value is the name of the field that holds the decision."""

    FINE_GRAINED = "fine_grained_allowed"
    CLASSIC = "classic_allowed"
    APPROVAL = "approval_required"
    LIFETIME_FINE_GRAINED = "max_lifetime_fine_grained"
    LIFETIME_CLASSIC = "max_lifetime_classic"
    SSO = "sso_required"


class Decider(StrEnum):
    """Who decided what holds for an organization."""

    ORGANIZATION = "organization"
    ENTERPRISE = "enterprise"


class Access(StrEnum):
    """What an enterprise says of one kind of token."""

    ORGANIZATIONS_DECIDE = "organizations-decide"
    ALLOW = "allow"
    RESTRICT = "restrict"


class Approval(StrEnum):
    """What an enterprise says of the approval of fine-grained tokens."""

    ORGANIZATIONS_DECIDE = "organizations-decide"
    REQUIRE = "require"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class OrganizationPolicy:
    """The settings page of an organization. The defaults are GitHub's for an organization made since March 2025."""

    fine_grained_allowed: bool = True
    classic_allowed: bool = True
    approval_required: bool = True
    max_lifetime_fine_grained: int | None = LONGEST_LIFETIME
    """In days; None where fine-grained tokens need not expire."""
    max_lifetime_classic: int | None = None
    """In days; None where classic tokens need not expire."""
    sso_required: bool = False
    """Whether members' tokens need an authorization by single sign-on."""


@dataclass(frozen=True, slots=True)
class EnterprisePolicy:
    """The settings page of the enterprise. By default it lets organizations decide."""

    fine_grained: Access = Access.ORGANIZATIONS_DECIDE
    classic: Access = Access.ORGANIZATIONS_DECIDE
    approval: Approval = Approval.ORGANIZATIONS_DECIDE
    max_lifetime_fine_grained: int | None = None
    """In days; None where organizations need not set a limit."""
    max_lifetime_classic: int | None = None
    sso_required: bool = False
    """Whether all organizations demand single sign-on; if not, each decides."""


class PolicyChange(TypedDict, total=False):
    """What is to change of an `OrganizationPolicy`; what is left out stays."""

    fine_grained_allowed: bool
    classic_allowed: bool
    approval_required: bool
    max_lifetime_fine_grained: int | None
    max_lifetime_classic: int | None
    sso_required: bool


class EnterpriseChange(TypedDict, total=False):
    """What is to change of an `EnterprisePolicy`; what is left out stays."""

    fine_grained: Access
    classic: Access
    approval: Approval
    max_lifetime_fine_grained: int | None
    max_lifetime_classic: int | None
    sso_required: bool


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    """What holds for an organization, and who decided it."""

    own: OrganizationPolicy
    """What its owners have chosen, whether it holds or not."""
    policy: OrganizationPolicy
    """What holds."""
    enterprise: EnterprisePolicy
    by_enterprise: frozenset[Policy]
    """Where the enterprise decided. An organization whose own limit is stricter has decided itself."""

    def decided_by(self, policy: Policy) -> Decider:
        """Who decided POLICY."""
        return Decider.ENTERPRISE if policy in self.by_enterprise else Decider.ORGANIZATION

    def is_locked(self, policy: Policy) -> bool:
        """Whether the enterprise leaves the organization no choice. Of a lifetime it leaves the stricter ones."""
        return policy in _decisions(self.enterprise)


def effective(own: OrganizationPolicy, enterprise: EnterprisePolicy) -> EffectivePolicy:
    """What holds for an organization that has chosen OWN, under ENTERPRISE."""
    held = replace(own, **_decisions(enterprise))
    by_enterprise = set(_decisions(enterprise))
    fine_grained = _stricter(own.max_lifetime_fine_grained, enterprise.max_lifetime_fine_grained)
    classic = _stricter(own.max_lifetime_classic, enterprise.max_lifetime_classic)
    if fine_grained != own.max_lifetime_fine_grained:
        by_enterprise.add(Policy.LIFETIME_FINE_GRAINED)
    if classic != own.max_lifetime_classic:
        by_enterprise.add(Policy.LIFETIME_CLASSIC)
    held = replace(held, max_lifetime_fine_grained=fine_grained, max_lifetime_classic=classic)
    return EffectivePolicy(own, held, enterprise, frozenset(by_enterprise))


def change_errors(change: PolicyChange, enterprise: EnterprisePolicy) -> dict[str, str]:
    """Why an organization under ENTERPRISE may not make CHANGE, by field. Empty: it may."""
    errors: dict[str, str] = {
        policy.value: _("The enterprise has decided this for all its organizations.")
        for policy in _decisions(enterprise)
        if policy.value in change
    }
    if "max_lifetime_fine_grained" in change:
        error = _lifetime_error(change["max_lifetime_fine_grained"], enterprise.max_lifetime_fine_grained)
        errors |= {Policy.LIFETIME_FINE_GRAINED.value: error} if error else {}
    if "max_lifetime_classic" in change:
        error = _lifetime_error(change["max_lifetime_classic"], enterprise.max_lifetime_classic)
        errors |= {Policy.LIFETIME_CLASSIC.value: error} if error else {}
    return errors


def parse_lifetime(text: str) -> int | None:
    """The days that TEXT names, be they allowed or not; None where it names none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def enterprise_change_errors(change: EnterpriseChange) -> dict[str, str]:
    """Why an enterprise may not make CHANGE, by field. Empty: it may."""
    limits = {
        Policy.LIFETIME_FINE_GRAINED.value: change.get("max_lifetime_fine_grained"),
        Policy.LIFETIME_CLASSIC.value: change.get("max_lifetime_classic"),
    }
    errors = {name: _lifetime_error(days, None) for name, days in limits.items()}
    return {name: error for name, error in errors.items() if error}


def _decisions(enterprise: EnterprisePolicy) -> dict[Policy, bool]:
    """What ENTERPRISE has decided for every organization, lifetimes aside."""
    found: dict[Policy, bool] = {}
    if enterprise.fine_grained is not Access.ORGANIZATIONS_DECIDE:
        found[Policy.FINE_GRAINED] = enterprise.fine_grained is Access.ALLOW
    if enterprise.classic is not Access.ORGANIZATIONS_DECIDE:
        found[Policy.CLASSIC] = enterprise.classic is Access.ALLOW
    if enterprise.approval is not Approval.ORGANIZATIONS_DECIDE:
        found[Policy.APPROVAL] = enterprise.approval is Approval.REQUIRE
    if enterprise.sso_required:
        found[Policy.SSO] = True
    return found


def _stricter(one: int | None, other: int | None) -> int | None:
    limits = [limit for limit in (one, other) if limit is not None]
    return min(limits, default=None)


def _lifetime_error(days: int | None, above: int | None) -> str | None:
    """Why DAYS (None: no limit) cannot be a maximum lifetime where the enterprise allows ABOVE (None: any)."""
    if days is not None and days > LONGEST_LIFETIME:
        return _("The maximum lifetime must be {maximum} days or less.").format(maximum=LONGEST_LIFETIME)
    if days is not None and days < 1:
        return _("The maximum lifetime must be 1 day or more.")
    if above is not None and (days is None or days > above):
        return _("The enterprise allows a lifetime of at most {limit}. Choose that or less.").format(
            limit=days_text(above)
        )
    return None
