"""What holds for an organization under an enterprise, who decided it, and what an organization may still choose."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.policies import (
    Access,
    Approval,
    Decider,
    EnterpriseChange,
    EnterprisePolicy,
    OrganizationPolicy,
    Policy,
    PolicyChange,
    change_errors,
    effective,
    enterprise_change_errors,
    parse_lifetime,
)
from pat_tui.domain.policy_words import change_sentences, enterprise_change_sentences, policy_sentences

LIFETIMES = st.none() | st.integers(1, 366)
OWN = st.builds(OrganizationPolicy, st.booleans(), st.booleans(), st.booleans(), LIFETIMES, LIFETIMES)
ABOVE = st.builds(
    EnterprisePolicy,
    st.sampled_from(Access),
    st.sampled_from(Access),
    st.sampled_from(Approval),
    LIFETIMES,
    LIFETIMES,
)


class TestEffective:
    @given(own=OWN)
    def test_an_enterprise_that_lets_decide_changes_nothing(self, own: OrganizationPolicy) -> None:
        """By default what an organization chose is what holds, and it decided all of it."""
        found = effective(own, EnterprisePolicy())
        assert found.policy == found.own == own
        assert {found.decided_by(policy) for policy in Policy} == {Decider.ORGANIZATION}

    @pytest.mark.parametrize("own", [True, False])
    @pytest.mark.parametrize(("access", "allowed"), [(Access.ALLOW, True), (Access.RESTRICT, False)])
    def test_the_enterprise_s_access_overrides(self, own: bool, access: Access, allowed: bool) -> None:
        """Allowed or restricted above, the organization's choice does not matter; the other kind is untouched."""
        choice = OrganizationPolicy(fine_grained_allowed=own, classic_allowed=own)
        found = effective(choice, EnterprisePolicy(fine_grained=access))
        assert (found.policy.fine_grained_allowed, found.policy.classic_allowed) == (allowed, own)
        assert found.decided_by(Policy.FINE_GRAINED) is Decider.ENTERPRISE
        assert found.decided_by(Policy.CLASSIC) is Decider.ORGANIZATION
        assert found.is_locked(Policy.FINE_GRAINED)
        assert not found.is_locked(Policy.CLASSIC)
        found = effective(choice, EnterprisePolicy(classic=access))
        assert (found.policy.fine_grained_allowed, found.policy.classic_allowed) == (own, allowed)

    @pytest.mark.parametrize("own", [True, False])
    @pytest.mark.parametrize(("approval", "required"), [(Approval.REQUIRE, True), (Approval.DISABLE, False)])
    def test_the_enterprise_s_approval_overrides(self, own: bool, approval: Approval, required: bool) -> None:
        """Required or disabled above, the organization's choice does not matter."""
        found = effective(OrganizationPolicy(approval_required=own), EnterprisePolicy(approval=approval))
        assert found.policy.approval_required is required
        assert found.decided_by(Policy.APPROVAL) is Decider.ENTERPRISE

    @pytest.mark.parametrize(
        ("own", "above", "held", "decider"),
        [
            (None, None, None, Decider.ORGANIZATION),
            (30, None, 30, Decider.ORGANIZATION),
            (30, 90, 30, Decider.ORGANIZATION),
            (90, 90, 90, Decider.ORGANIZATION),
            (91, 90, 90, Decider.ENTERPRISE),
            (None, 90, 90, Decider.ENTERPRISE),
        ],
    )
    def test_of_two_lifetimes_the_shorter_holds(
        self, own: int | None, above: int | None, held: int | None, decider: Decider
    ) -> None:
        """An organization may be stricter, never laxer; who set the limit that holds has decided."""
        choice = OrganizationPolicy(max_lifetime_fine_grained=own, max_lifetime_classic=own)
        found = effective(choice, EnterprisePolicy(max_lifetime_fine_grained=above))
        assert found.policy.max_lifetime_fine_grained == held
        assert found.decided_by(Policy.LIFETIME_FINE_GRAINED) is decider
        found = effective(choice, EnterprisePolicy(max_lifetime_classic=above))
        assert found.policy.max_lifetime_classic == held
        assert found.decided_by(Policy.LIFETIME_CLASSIC) is decider
        assert found.policy.max_lifetime_fine_grained == own

    @given(own=OWN, above=ABOVE)
    def test_never_laxer_than_either_limit_and_kept_when_applied_again(
        self, own: OrganizationPolicy, above: EnterprisePolicy
    ) -> None:
        """Whatever was chosen: no lifetime is beyond a limit, and what differs from the choice the enterprise did."""
        found = effective(own, above)
        assert effective(found.policy, above).policy == found.policy
        for limit, held in (
            (above.max_lifetime_fine_grained, found.policy.max_lifetime_fine_grained),
            (above.max_lifetime_classic, found.policy.max_lifetime_classic),
        ):
            assert limit is None or (held is not None and held <= limit)
        differs = {policy for policy in Policy if getattr(own, policy) != getattr(found.policy, policy)}
        assert differs <= found.by_enterprise


class TestChange:
    @pytest.mark.parametrize(
        ("change", "above", "fields"),
        [
            ({}, EnterprisePolicy(Access.RESTRICT, Access.ALLOW, Approval.REQUIRE, 1, 1), []),
            ({"fine_grained_allowed": True}, EnterprisePolicy(), []),
            ({"fine_grained_allowed": True}, EnterprisePolicy(classic=Access.RESTRICT), []),
            ({"fine_grained_allowed": True}, EnterprisePolicy(Access.RESTRICT), ["fine_grained_allowed"]),
            ({"fine_grained_allowed": True}, EnterprisePolicy(Access.ALLOW), ["fine_grained_allowed"]),
            ({"classic_allowed": False}, EnterprisePolicy(classic=Access.ALLOW), ["classic_allowed"]),
            ({"approval_required": True}, EnterprisePolicy(approval=Approval.DISABLE), ["approval_required"]),
            ({"max_lifetime_fine_grained": 0}, EnterprisePolicy(), ["max_lifetime_fine_grained"]),
            ({"max_lifetime_fine_grained": 1}, EnterprisePolicy(), []),
            ({"max_lifetime_fine_grained": 366}, EnterprisePolicy(), []),
            ({"max_lifetime_fine_grained": 367}, EnterprisePolicy(), ["max_lifetime_fine_grained"]),
            ({"max_lifetime_classic": 367}, EnterprisePolicy(), ["max_lifetime_classic"]),
            ({"max_lifetime_classic": None}, EnterprisePolicy(), []),
            ({"max_lifetime_classic": None}, EnterprisePolicy(max_lifetime_classic=30), ["max_lifetime_classic"]),
            ({"max_lifetime_classic": 31}, EnterprisePolicy(max_lifetime_classic=30), ["max_lifetime_classic"]),
            ({"max_lifetime_classic": 30}, EnterprisePolicy(max_lifetime_classic=30), []),
            ({"max_lifetime_fine_grained": 366}, EnterprisePolicy(max_lifetime_classic=30), []),
        ],
    )
    def test_what_an_organization_may_choose(
        self, change: PolicyChange, above: EnterprisePolicy, fields: list[str]
    ) -> None:
        """What is decided above, out of range or laxer than above is refused, by field; all else may be chosen."""
        assert list(change_errors(change, above)) == fields

    @given(own=OWN, above=ABOVE, change=OWN)
    def test_what_may_be_chosen_holds(
        self, own: OrganizationPolicy, above: EnterprisePolicy, change: OrganizationPolicy
    ) -> None:
        """A choice without error is what holds afterwards: no page offers what would have no effect."""
        for policy in Policy:
            value = getattr(change, policy)
            if not change_errors({policy.value: value}, above):  # type: ignore[misc]
                held = effective(replace(own, **{policy.value: value}), above)
                assert getattr(held.policy, policy) == value
                assert held.decided_by(policy) is Decider.ORGANIZATION

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({}, []),
            ({"fine_grained": Access.RESTRICT, "max_lifetime_classic": None}, []),
            ({"max_lifetime_fine_grained": 366, "max_lifetime_classic": 1}, []),
            (
                {"max_lifetime_fine_grained": 367, "max_lifetime_classic": 0},
                ["max_lifetime_fine_grained", "max_lifetime_classic"],
            ),
        ],
    )
    def test_an_enterprise_s_lifetimes_have_a_range(self, change: EnterpriseChange, fields: list[str]) -> None:
        """1 to 366 days, or no limit."""
        assert list(enterprise_change_errors(change)) == fields


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"fine_grained_allowed": False},
            "Fine-grained personal access tokens are no longer able to access acme.",
        ),
        ({"classic_allowed": True}, "Personal access tokens (classic) are now able to access acme."),
        ({"approval_required": True}, "Requests of fine-grained personal access tokens are now subject to review."),
        ({"approval_required": False}, "New fine-grained personal access tokens will now work at once."),
        ({"max_lifetime_fine_grained": 1}, "Fine-grained personal access tokens must expire within 1 day."),
        ({"max_lifetime_classic": None}, "Personal access tokens (classic) need not expire."),
    ],
)
def test_a_change_is_told(change: PolicyChange, sentence: str) -> None:
    """Each part of a change has its sentence, and no other part has."""
    assert list(change_sentences(change, "acme")) == [sentence]


def test_nothing_is_told_of_no_change() -> None:
    """An empty change says nothing."""
    assert list(change_sentences(PolicyChange(), "acme")) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("45", 45),
        (" 7 ", 7),
        ("0", 0),
        ("999", 999),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_a_lifetime_is_read_from_text(text: str, days: int | None) -> None:
    """Digits only; whether the number is allowed is another question."""
    assert parse_lifetime(text) == days


def test_a_lifetime_of_many_digits_is_none() -> None:
    """Nobody waits for a number of a million digits."""
    assert parse_lifetime("9" * 1_000_000) is None


def test_what_holds_in_sentences() -> None:
    """One for each policy, and who decided it."""
    found = effective(OrganizationPolicy(), EnterprisePolicy(classic=Access.RESTRICT, max_lifetime_classic=30))
    assert [(sentence, decider.value) for sentence, decider in policy_sentences(found)] == [
        ("Fine-grained personal access tokens can access it.", "organization"),
        ("Its owners approve each fine-grained personal access token before it works.", "organization"),
        ("Fine-grained personal access tokens must expire within 366 days.", "organization"),
        ("Personal access tokens (classic) cannot access it.", "enterprise"),
        ("Personal access tokens (classic) must expire within 30 days.", "enterprise"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (EnterpriseChange(fine_grained=Access.ORGANIZATIONS_DECIDE), "organizations now decide about their access."),
        (EnterpriseChange(classic=Access.ALLOW), "(classic) are now able to access every organization."),
        (EnterpriseChange(classic=Access.RESTRICT), "are no longer able to access any organization."),
        (EnterpriseChange(approval=Approval.ORGANIZATIONS_DECIDE), "Organizations now decide about the approval"),
        (EnterpriseChange(approval=Approval.DISABLE), "will now work at once everywhere."),
        (EnterpriseChange(max_lifetime_fine_grained=None), "Fine-grained personal access tokens need not expire."),
    ],
)
def test_a_change_of_the_enterprise_in_a_sentence(change: EnterpriseChange, sentence: str) -> None:
    """One for what was changed, and no other."""
    (said,) = enterprise_change_sentences(change)
    assert sentence in said
