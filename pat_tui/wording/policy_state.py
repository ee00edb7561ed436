"""What pages of policies show and change, as values; the screens only put them into widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pat_tui.domain.expiration import days_text
from pat_tui.domain.policies import (
    Access,
    Approval,
    EffectivePolicy,
    EnterpriseChange,
    EnterprisePolicy,
    Policy,
    PolicyChange,
)
from pat_tui.i18n import _
from pat_tui.wording.option import Option

Value = Any
"""What is decided: whether tokens are allowed, what the enterprise says of them, or a lifetime in days or None."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a block is about."""

    policy: Policy
    title: str
    hint: str
    options: Sequence[Option[Value]] = field(default=())
    """What can be chosen; empty for a maximum lifetime."""
    tick: str = ""
    """What the box of a maximum lifetime says."""


@dataclass(frozen=True, slots=True)
class State:
    """What holds, and what the enterprise leaves to choose."""

    value: Value
    words: str = ""
    """What the block says of the enterprise; empty for nothing."""
    is_locked: bool = False
    above: int | None = None
    """The longest lifetime that is allowed, in days; None for any."""


FINE_GRAINED_PLANS = (Policy.FINE_GRAINED, Policy.APPROVAL, Policy.LIFETIME_FINE_GRAINED)
CLASSIC_PLANS = (Policy.CLASSIC, Policy.LIFETIME_CLASSIC)
SSO_PLANS = (Policy.SSO,)
"""The blocks of the three tabs, from the top."""

_ENTERPRISE_NAMES = {
    Policy.FINE_GRAINED: "fine_grained",
    Policy.CLASSIC: "classic",
    Policy.APPROVAL: "approval",
    Policy.LIFETIME_FINE_GRAINED: "max_lifetime_fine_grained",
    Policy.LIFETIME_CLASSIC: "max_lifetime_classic",
    Policy.SSO: "sso_required",
}


def organization_plans() -> dict[Policy, Plan]:
    """The blocks of an organization's page, with GitHub's labels."""
    allow = _("Allow access via fine-grained personal access tokens")
    restrict = _("Restrict access via fine-grained personal access tokens")
    allow_classic = _("Allow access via personal access tokens (classic)")
    restrict_classic = _("Restrict access via personal access tokens (classic)")
    return _plans(
        reach=_("Whether these tokens can access the organization. SSH keys made with them keep working."),
        access=(Option(True, allow), Option(False, restrict)),
        classic=(Option(True, allow_classic), Option(False, restrict_classic)),
        approval=(
            Option(
                True,
                _("Require administrator approval"),
                _("Tokens of members read public things only until an owner has approved them."),
            ),
            Option(
                False,
                _("Do not require administrator approval"),
                _("Tokens of members work at once, and members need give no reason."),
            ),
        ),
        sso=(
            Option(True, _("Require single sign-on for all members")),
            Option(False, _("Do not require single sign-on")),
        ),
    )


def enterprise_plans() -> dict[Policy, Plan]:
    """The blocks of the enterprise's page, with GitHub's labels."""
    decide = Option(Access.ORGANIZATIONS_DECIDE, _("Allow organizations to configure access requirements"))
    return _plans(
        reach=_("Whether these tokens can access the organizations. SSH keys made with them keep working."),
        access=(
            decide,
            Option(Access.RESTRICT, _("Restrict access via fine-grained personal access tokens")),
            Option(Access.ALLOW, _("Allow access via fine-grained personal access tokens")),
        ),
        classic=(
            decide,
            Option(Access.RESTRICT, _("Restrict access via personal access tokens (classic)")),
            Option(Access.ALLOW, _("Allow access via personal access tokens (classic)")),
        ),
        approval=(
            Option(Approval.ORGANIZATIONS_DECIDE, _("Allow organizations to configure approval requirements")),
            Option(Approval.REQUIRE, _("Require organizations to use the approval flow")),
            Option(Approval.DISABLE, _("Disable the approval flow in all organizations")),
        ),
        sso=(
            Option(False, _("Allow organizations to decide about single sign-on")),
            Option(True, _("Require single sign-on in all organizations")),
        ),
    )


def _plans(
    *,
    reach: str,
    access: tuple[Option[Value], ...],
    classic: tuple[Option[Value], ...],
    approval: tuple[Option[Value], ...],
    sso: tuple[Option[Value], ...],
) -> dict[Policy, Plan]:
    """The six blocks; REACH is what stands under the headings of access."""
    lifetimes = _("Set maximum lifetimes for personal access tokens")
    longer = _("A token that lives longer is not revoked, but refused.")
    plans = (
        Plan(Policy.FINE_GRAINED, _("Fine-grained personal access tokens"), reach, access),
        Plan(
            Policy.APPROVAL,
            _("Require approval of fine-grained personal access tokens"),
            _("Tokens of an organization's owners need no approval."),
            approval,
        ),
        Plan(
            Policy.LIFETIME_FINE_GRAINED,
            lifetimes,
            longer,
            tick=_("Fine-grained personal access tokens must expire"),
        ),
        Plan(Policy.CLASSIC, _("Personal access tokens (classic)"), reach, classic),
        Plan(Policy.LIFETIME_CLASSIC, lifetimes, longer, tick=_("Personal access tokens (classic) must expire")),
        Plan(
            Policy.SSO,
            _("Single sign-on"),
            _("Tokens reach the organization once their user has authorised them. No identity provider is contacted."),
            sso,
        ),
    )
    return {plan.policy: plan for plan in plans}


def organization_states(found: EffectivePolicy) -> dict[Policy, State]:
    """What each block of an organization's page shows under FOUND."""
    above = {
        Policy.LIFETIME_FINE_GRAINED: found.enterprise.max_lifetime_fine_grained,
        Policy.LIFETIME_CLASSIC: found.enterprise.max_lifetime_classic,
    }
    states = {}
    for policy in Policy:
        words, limit = "", above.get(policy)
        if found.is_locked(policy):
            words = _("The enterprise has decided this for all its organizations. It cannot be changed here.")
        elif limit is not None:
            words = _("The enterprise allows a lifetime of at most {limit}.").format(limit=days_text(limit))
        states[policy] = State(getattr(found.policy, policy), words, found.is_locked(policy), limit)
    return states


def enterprise_states(found: EnterprisePolicy) -> dict[Policy, State]:
    """What each block of the enterprise's page shows under FOUND."""
    return {policy: State(getattr(found, name)) for policy, name in _ENTERPRISE_NAMES.items()}


def organization_change(policy: Policy, value: Value) -> PolicyChange:
    """The change that makes VALUE what holds for POLICY in an organization."""
    return cast(PolicyChange, {policy.value: value})


def enterprise_change(policy: Policy, value: Value) -> EnterpriseChange:
    """The change that makes VALUE what holds for POLICY in the enterprise."""
    return cast(EnterpriseChange, {_ENTERPRISE_NAMES[policy]: value})


def selection_words(plan: Plan, value: Value) -> str:
    """What choosing VALUE in the block of PLAN means, for the question before it is saved."""
    if plan.options:
        return next(option.label for option in plan.options if option.value == value)
    if value is None:
        return _("{label}: no").format(label=plan.tick)
    return _("{label}: within {limit}").format(label=plan.tick, limit=days_text(value))
