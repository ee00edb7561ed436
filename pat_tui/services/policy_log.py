"""What GitHub's audit log calls a change of policy."""

from collections.abc import Iterator, Mapping

from pat_tui.domain.policies import Policy

FINE_GRAINED = "Fine-grained personal access token"
CLASSIC = "Personal access token (classic)"
"""GitHub's values of `programmatic_access_type`; never translated."""

_KINDS = {
    Policy.FINE_GRAINED: FINE_GRAINED,
    Policy.CLASSIC: CLASSIC,
    Policy.APPROVAL: FINE_GRAINED,
    Policy.LIFETIME_FINE_GRAINED: FINE_GRAINED,
    Policy.LIFETIME_CLASSIC: CLASSIC,
}


def policy_events(
    changed: Mapping[Policy, bool | int | None], decider: str = "org"
) -> Iterator[tuple[str, dict[str, object]]]:
    """The names and fields of the events for what has CHANGED, by its new value; DECIDER is `org` or `business`."""
    for policy, value in changed.items():
        if policy is Policy.SSO:
            yield f"{decider}.{'enable' if value else 'disable'}_saml", {}
            continue
        fields: dict[str, object] = {"programmatic_access_type": _KINDS[policy]}
        if policy in (Policy.FINE_GRAINED, Policy.CLASSIC):
            action = "access_restriction_disabled" if value else "access_restriction_enabled"
        elif policy is Policy.APPROVAL:
            action = "auto_approve_grant_requests_disabled" if value else "auto_approve_grant_requests_enabled"
        elif value is None:
            action = "expiration_limit_unset"
        else:
            action, fields = "expiration_limit_set", {**fields, "expiration_limit": value}
        yield f"personal_access_token.{action}", fields
