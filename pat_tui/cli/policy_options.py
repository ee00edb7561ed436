"""The options of `org policy` and `enterprise policy`, and policies in words and in JSON."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from pat_tui.cli.output import Value
from pat_tui.domain.expiration import days_text
from pat_tui.domain.policies import (
    Access,
    Approval,
    EffectivePolicy,
    EnterpriseChange,
    EnterprisePolicy,
    OrganizationPolicy,
    Policy,
    PolicyChange,
)
from pat_tui.i18n import _

OPTIONS = {
    Policy.FINE_GRAINED: "fine-grained",
    Policy.CLASSIC: "classic",
    Policy.APPROVAL: "approval",
    Policy.LIFETIME_FINE_GRAINED: "max-lifetime-fine-grained",
    Policy.LIFETIME_CLASSIC: "max-lifetime-classic",
    Policy.SSO: "sso",
}
"""The option that sets each policy, without its hyphens; with underscores, its key in JSON."""

_NONE = "none"
_DECIDE = Access.ORGANIZATIONS_DECIDE.value
_APPROVALS = {
    _DECIDE: Approval.ORGANIZATIONS_DECIDE,
    "required": Approval.REQUIRE,
    "not-required": Approval.DISABLE,
}
_WORDS = {approval: word for word, approval in _APPROVALS.items()}

_Command = TypeVar("_Command", bound=Callable[..., Any])


def organization_options(command: _Command) -> _Command:
    """Give COMMAND the options that set an organization's policy."""
    sso = _("Whether tokens must be authorised by single sign-on.")
    return _options(command, ["allow", "restrict"], ["required", "not-required"], sso)


def enterprise_options(command: _Command) -> _Command:
    """Give COMMAND the options that set the enterprise's policy."""
    sso = _("Single sign-on for all organizations; off lets them decide.")
    return _options(command, [_DECIDE, "allow", "restrict"], [_DECIDE, "required", "not-required"], sso)


def _options(command: _Command, accesses: Sequence[str], approvals: Sequence[str], sso_help: str) -> _Command:
    options = (
        click.option(
            "--fine-grained", type=click.Choice(accesses), help=_("Access by fine-grained personal access tokens.")
        ),
        click.option("--classic", type=click.Choice(accesses), help=_("Access by personal access tokens (classic).")),
        click.option(
            "--approval", type=click.Choice(approvals), help=_("Approval of fine-grained tokens by an administrator.")
        ),
        _lifetime_option("--max-lifetime-fine-grained", _("Longest lifetime of fine-grained tokens, 1 to 366 days.")),
        _lifetime_option("--max-lifetime-classic", _("Longest lifetime of tokens (classic), 1 to 366 days.")),
        click.option("--sso", type=click.Choice(["required", "off"]), help=sso_help),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _lifetime_option(name: str, explanation: str) -> Callable[[_Command], _Command]:
    return click.option(name, metavar="DAYS|none", callback=_lifetime, help=explanation)


def _lifetime(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is None or text == _NONE or (text.isascii() and text.isdecimal() and len(text) < 10):
        return text
    raise click.BadParameter(_("{text!r} is no lifetime. Write a number of days, or none.").format(text=text))


def organization_change(
    fine_grained: str | None,
    classic: str | None,
    approval: str | None,
    max_lifetime_fine_grained: str | None,
    max_lifetime_classic: str | None,
    sso: str | None,
) -> PolicyChange:
    """What the options, None where left out, change of an organization's policy."""
    change = PolicyChange()
    if fine_grained is not None:
        change["fine_grained_allowed"] = fine_grained == "allow"
    if classic is not None:
        change["classic_allowed"] = classic == "allow"
    if approval is not None:
        change["approval_required"] = approval == "required"
    if max_lifetime_fine_grained is not None:
        change["max_lifetime_fine_grained"] = _days(max_lifetime_fine_grained)
    if max_lifetime_classic is not None:
        change["max_lifetime_classic"] = _days(max_lifetime_classic)
    if sso is not None:
        change["sso_required"] = sso == "required"
    return change


def enterprise_change(
    fine_grained: str | None,
    classic: str | None,
    approval: str | None,
    max_lifetime_fine_grained: str | None,
    max_lifetime_classic: str | None,
    sso: str | None,
) -> EnterpriseChange:
    """What the options, None where left out, change of the enterprise's policy."""
    change = EnterpriseChange()
    if fine_grained is not None:
        change["fine_grained"] = Access(fine_grained)
    if classic is not None:
        change["classic"] = Access(classic)
    if approval is not None:
        change["approval"] = _APPROVALS[approval]
    if max_lifetime_fine_grained is not None:
        change["max_lifetime_fine_grained"] = _days(max_lifetime_fine_grained)
    if max_lifetime_classic is not None:
        change["max_lifetime_classic"] = _days(max_lifetime_classic)
    if sso is not None:
        change["sso_required"] = sso == "required"
    return change


def _days(text: str) -> int | None:
    return None if text == _NONE else int(text)


def policy_rows(found: EffectivePolicy) -> list[tuple[str, str, str, str]]:
    """Every policy in a line: its option, what holds, who decided it, and what the organization has chosen."""
    held, own = _organization_values(found.policy), _organization_values(found.own)
    return [
        (OPTIONS[policy], _word(held[policy]), found.decided_by(policy).value, _word(own[policy])) for policy in Policy
    ]


def policy_json(found: EffectivePolicy) -> dict[str, Value]:
    """What holds, who decided it, and what the organization has chosen. A lifetime is in days; null: no limit."""
    return {
        **_by_key(_organization_values(found.policy)),
        "decided_by": _by_key({policy: found.decided_by(policy).value for policy in Policy}),
        "own": _by_key(_organization_values(found.own)),
    }


def enterprise_rows(found: EnterprisePolicy) -> list[tuple[str, str]]:
    """Every policy in a line: its option and what the enterprise has decided."""
    return [(OPTIONS[policy], _word(value)) for policy, value in _enterprise_values(found).items()]


def enterprise_json(found: EnterprisePolicy) -> dict[str, Value]:
    """What the enterprise has decided. A lifetime is in days; null: no limit."""
    return _by_key(_enterprise_values(found))


_Setting = str | int | None


def _word(value: _Setting) -> str:
    if value is None:
        return _NONE
    return days_text(value) if isinstance(value, int) else value


def _by_key(values: dict[Policy, _Setting] | dict[Policy, str]) -> dict[str, Value]:
    return {OPTIONS[policy].replace("-", "_"): value for policy, value in values.items()}


def _organization_values(policy: OrganizationPolicy) -> dict[Policy, _Setting]:
    return {
        Policy.FINE_GRAINED: "allow" if policy.fine_grained_allowed else "restrict",
        Policy.CLASSIC: "allow" if policy.classic_allowed else "restrict",
        Policy.APPROVAL: "required" if policy.approval_required else "not-required",
        Policy.LIFETIME_FINE_GRAINED: policy.max_lifetime_fine_grained,
        Policy.LIFETIME_CLASSIC: policy.max_lifetime_classic,
        Policy.SSO: "required" if policy.sso_required else "off",
    }


def _enterprise_values(policy: EnterprisePolicy) -> dict[Policy, _Setting]:
    return {
        Policy.FINE_GRAINED: policy.fine_grained.value,
        Policy.CLASSIC: policy.classic.value,
        Policy.APPROVAL: _WORDS[policy.approval],
        Policy.LIFETIME_FINE_GRAINED: policy.max_lifetime_fine_grained,
        Policy.LIFETIME_CLASSIC: policy.max_lifetime_classic,
        Policy.SSO: "required" if policy.sso_required else "off",
    }
