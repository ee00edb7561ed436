"""Which logins and repository names there can be, and what an organization starts with."""

import pytest

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.names import LOGIN_PATTERN, REPOSITORY_NAME_PATTERN
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Repository, Visibility
from tests.worlds import NOW


@pytest.mark.parametrize(
    ("login", "is_fine"),
    [
        ("a", True), ("Mona-Lisa", True), ("4chan", True), ("a" * 39, True), ("a-b-c", True),
        ("", False), ("a" * 40, False), ("-a", False), ("a-", False), ("a--b", False), ("a_b", False), ("a b", False),
        ("é", False), ("a\n", False), ("a/b", False), ("\N{FULLWIDTH LATIN SMALL LETTER A}", False),
    ],
)  # fmt: skip
def test_logins(login: str, is_fine: bool) -> None:
    """1 to 39 letters, digits and single inner hyphens."""
    assert bool(LOGIN_PATTERN.fullmatch(login)) is is_fine


@pytest.mark.parametrize(
    ("name", "is_fine"),
    [
        ("a", True), ("app", True), (".github", True), ("a.b-c_d", True), ("a" * 100, True), ("...", True),
        ("git", True), ("", False), ("a" * 101, False), (".", False), ("..", False), ("app.git", False), ("a b", False),
        ("a/b", False), ("é", False), ("a\n", False),
    ],
)  # fmt: skip
def test_repository_names(name: str, is_fine: bool) -> None:
    """1 to 100 letters, digits, `.`, `-`, `_`; the reserved ones are refused."""
    assert bool(REPOSITORY_NAME_PATTERN.fullmatch(name)) is is_fine


def test_a_repository_is_called_by_owner_and_name() -> None:
    """The full name is what people and the command line write."""
    assert Repository(1, 2, "acme", "api", Visibility.PUBLIC, None, NOW).full_name == "acme/api"


def test_a_new_organization_has_githubs_defaults() -> None:
    """Both kinds allowed, approval required, fine-grained tokens at most 366 days, classic ones without a limit."""
    policy = OrganizationPolicy()
    assert (policy.fine_grained_allowed, policy.classic_allowed, policy.approval_required) == (True, True, True)
    assert (policy.max_lifetime_fine_grained, policy.max_lifetime_classic) == (366, None)


def test_invalid_input_carries_its_errors_by_field() -> None:
    """The fields keep their order, and the text of the error is what all of them say."""
    error = InvalidInput({"name": "Name can't be blank", "owner": "Cannot find it"})
    assert isinstance(error, PatTuiError)
    assert list(error.errors) == ["name", "owner"]
    assert str(error) == "Name can't be blank; Cannot find it"
