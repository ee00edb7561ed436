"""Adding repositories: whose, under which name, and with which folder."""

from pathlib import Path

import pytest

from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.repositories import Visibility
from pat_tui.services.repositories import add_repository, all_repositories
from pat_tui.store import events
from pat_tui.wiring import Services


@pytest.mark.parametrize("owner", ["mona", "MONA", "octo-labs"])
def test_can_be_added_to_oneself_and_to_an_organization_of_ones_own(services: Services, owner: str) -> None:
    """The repository is there under the owner's own spelling, can be selected, and the log knows."""
    added = add_repository(services.context, f"{owner}/fresh", Visibility.PRIVATE)
    assert added.full_name == f"{owner.lower()}/fresh"
    assert added in all_repositories(services.context)
    assert events.actions_of(services.context.database, services.acting.id) == [
        ("repo.create", {"repo": f"{owner.lower()}/fresh", "visibility": "private"})
    ]


@pytest.mark.parametrize(
    ("name", "visibility", "error", "words"),
    [
        ("acme/x", Visibility.PRIVATE, Forbidden, "Only an owner of acme can add"),
        ("hubot/x", Visibility.PRIVATE, Forbidden, "Only an owner of hubot can add"),
        ("stranger-org/x", Visibility.PRIVATE, Forbidden, "Only an owner of stranger-org"),
        ("nobody/x", Visibility.PRIVATE, NotFound, "There is no account nobody"),
        ("mona/APP", Visibility.PRIVATE, InvalidInput, "There is a repository mona/APP already"),
        ("mona/x", Visibility.INTERNAL, InvalidInput, "Only an organization can have internal"),
        ("x", Visibility.PRIVATE, InvalidInput, "Write a repository as OWNER/NAME"),
        ("mona/x y", Visibility.PRIVATE, InvalidInput, "Write a repository as OWNER/NAME"),
        ("mona/\x1b", Visibility.PRIVATE, InvalidInput, "Write a repository as OWNER/NAME"),
        ("mona/x.git", Visibility.PRIVATE, InvalidInput, "Write a repository as OWNER/NAME"),
    ],
)
def test_refuses_what_breaks_a_rule(
    services: Services, name: str, visibility: Visibility, error: type[Exception], words: str
) -> None:
    """Whose it may not be, what is taken, and names that cannot be; nothing is added."""
    before = all_repositories(services.context)
    with pytest.raises(error, match=words):
        add_repository(services.context, name, visibility)
    assert all_repositories(services.context) == before


def test_internal_is_for_organizations(services: Services) -> None:
    """An organization may have internal repositories."""
    added = add_repository(services.context, "octo-labs/x", Visibility.INTERNAL)
    assert added.visibility is Visibility.INTERNAL


class TestFolder:
    def test_is_kept_as_a_full_path(self, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder named in short is found from anywhere afterwards."""
        (tmp_path / "bare.git").mkdir()
        monkeypatch.chdir(tmp_path)
        added = add_repository(services.context, "mona/x", Visibility.PRIVATE, Path("bare.git"))
        assert added.path == str(tmp_path / "bare.git")

    @pytest.mark.parametrize("name", ["missing", "~nobody-of-that-name/x"])
    def test_must_be_there(self, services: Services, tmp_path: Path, name: str) -> None:
        """A folder that is not there, or in the home of nobody, is an error of its field."""
        with pytest.raises(InvalidInput, match="is not a folder"):
            add_repository(services.context, "mona/x", Visibility.PRIVATE, Path(name))

    def test_must_have_a_name_that_can_be_shown(self, services: Services, tmp_path: Path) -> None:
        """A folder whose name holds a control character is refused."""
        folder = tmp_path / "a\x1bb"
        folder.mkdir()
        with pytest.raises(InvalidInput, match=r"U\+001B"):
            add_repository(services.context, "mona/x", Visibility.PRIVATE, folder)
