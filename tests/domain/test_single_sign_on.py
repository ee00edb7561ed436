"""Which credentials an organization with single sign-on lets in, as a rule without a store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.policies import (
    Decider,
    EnterprisePolicy,
    OrganizationPolicy,
    Policy,
    change_errors,
    effective,
)
from pat_tui.domain.single_sign_on import (
    SESSION_LENGTH,
    Authorization,
    Credential,
    SsoSession,
    sso_refusal,
    sso_state,
)
from pat_tui.domain.status import SsoState

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
ACME = Account(7, "acme", AccountKind.ORGANIZATION, "", NOW)
CREDENTIAL = Credential(b"\x01" * 32, NOW + timedelta(days=1))
GIVEN = Authorization(ACME.id, CREDENTIAL.secret_hash, NOW)
REQUIRED, OFF = OrganizationPolicy(sso_required=True), OrganizationPolicy()


@pytest.mark.parametrize(
    ("known", "credential", "expected"),
    [
        ([], CREDENTIAL, SsoState.NOT_AUTHORIZED),
        ([GIVEN], CREDENTIAL, SsoState.AUTHORIZED),
        ([GIVEN], replace(CREDENTIAL, expires_at=None), SsoState.AUTHORIZED),
        ([GIVEN], replace(CREDENTIAL, expires_at=NOW), SsoState.EXPIRED),
        ([GIVEN], replace(CREDENTIAL, secret_hash=b"\x02" * 32), SsoState.NOT_AUTHORIZED),
        ([replace(GIVEN, organization_id=8)], CREDENTIAL, SsoState.NOT_AUTHORIZED),
        ([replace(GIVEN, revoked_at=NOW)], CREDENTIAL, SsoState.REVOKED),
        ([replace(GIVEN, revoked_at=NOW), GIVEN], CREDENTIAL, SsoState.REVOKED),
    ],
    ids=[
        "without any",
        "with one",
        "of a token without end",
        "of a token that has ended",
        "of the secret before",
        "of another organization",
        "revoked",
        "revoked and, against the rules, given again",
    ],
)
def test_state(known: list[Authorization], credential: Credential, expected: SsoState) -> None:
    """An authorization counts for its organization, its secret, until the end, and unless it was revoked."""
    assert sso_state(credential, ACME, REQUIRED, known, NOW) is expected
    refusal = sso_refusal(credential, ACME, REQUIRED, known, NOW)
    assert (refusal is None) is (expected is SsoState.AUTHORIZED)
    if refusal is not None:
        assert refusal.state is expected
        assert refusal.text.startswith("Single sign-on: ")
        assert "acme" in refusal.text


@pytest.mark.parametrize("known", [[], [GIVEN], [replace(GIVEN, revoked_at=NOW)]])
def test_an_organization_that_does_not_demand_it_asks_for_nothing(known: list[Authorization]) -> None:
    """Not even of a credential that it has revoked."""
    assert sso_refusal(CREDENTIAL, ACME, OFF, known, NOW) is None


def test_words_of_a_token_that_nobody_has_authorised() -> None:
    """The words that the pages show as well."""
    refusal = sso_refusal(CREDENTIAL, ACME, REQUIRED, [], NOW)
    assert refusal is not None
    assert refusal.text == "Single sign-on: not authorised for acme"


def test_a_hash_is_not_printed() -> None:
    """Neither a credential nor an authorization shows the hash of its secret."""
    assert "x01" not in repr(CREDENTIAL) + repr(GIVEN)


@pytest.mark.parametrize(
    ("later", "active"),
    [
        (timedelta(0), True),
        (SESSION_LENGTH - timedelta(seconds=1), True),
        (SESSION_LENGTH, False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_session_has_an_end(later: timedelta, active: bool) -> None:
    """It holds for 24 hours; a clock that was set back does not lengthen it."""
    assert timedelta(hours=24) == SESSION_LENGTH
    assert SsoSession(NOW, NOW + SESSION_LENGTH).is_active_at(NOW + later) is active


class TestEnterprise:
    def test_may_demand_it_of_all(self) -> None:
        """What it demands holds, whatever the organization has chosen, and the page says who decided."""
        found = effective(OFF, EnterprisePolicy(sso_required=True))
        assert found.policy.sso_required
        assert not found.own.sso_required
        assert found.decided_by(Policy.SSO) is Decider.ENTERPRISE
        assert found.is_locked(Policy.SSO)

    def test_otherwise_lets_them_decide(self) -> None:
        """Either way."""
        for own in (OFF, REQUIRED):
            found = effective(own, EnterprisePolicy())
            assert found.policy.sso_required is own.sso_required
            assert found.decided_by(Policy.SSO) is Decider.ORGANIZATION

    def test_what_it_has_decided_cannot_be_changed_below(self) -> None:
        """The refusal stands with the field."""
        assert set(change_errors({"sso_required": False}, EnterprisePolicy(sso_required=True))) == {"sso_required"}
        assert change_errors({"sso_required": False}, EnterprisePolicy()) == {}
