"""The sentences of the list and of the token page are GitHub's."""

from datetime import timedelta

import pytest

from pat_tui.catalogue.permissions import permissions
from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.dates import last_used_text
from pat_tui.domain.permissions import Group, Level
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.domain.sentences import no_permissions_text, noun, permission_sentences, repository_lines
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from tests.worlds import NOW

CATALOGUE = permissions()


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (None, "Never used"),
        (-1, "Last used within the last week"),
        (0, "Last used within the last week"),
        (6.99, "Last used within the last week"),
        (7, "Last used within the last 2 weeks"),
        (13.99, "Last used within the last 2 weeks"),
        (14, "Last used within the last 3 weeks"),
        (21, "Last used within the last 4 weeks"),
        (27.99, "Last used within the last 4 weeks"),
        (28, "Last used within the last month"),
        (29.99, "Last used within the last month"),
        (30, "Last used within the last 2 months"),
        (59.99, "Last used within the last 2 months"),
        (60, "Last used within the last 3 months"),
        (365, "Last used within the last 13 months"),
    ],
)
def test_last_use_is_told_in_weeks_and_months(days: float | None, text: str) -> None:
    """No finer than a week, and what is said is always true: the use lies within the span that is named."""
    assert last_used_text(None if days is None else NOW - timedelta(days=days), NOW) == text


class TestPermissionSentences:
    @pytest.mark.parametrize(
        ("chosen", "group", "sentences"),
        [
            ({"metadata": Level.READ}, Group.REPOSITORY, ["Read access to metadata"]),
            (
                {"contents": Level.WRITE, "statuses": Level.WRITE, "metadata": Level.READ},
                Group.REPOSITORY,
                ["Read access to metadata", "Read and Write access to code, commit statuses"],
            ),
            ({"repository_hooks": Level.READ}, Group.REPOSITORY, ["Read access to repository hooks"]),
            ({"organization_projects": Level.ADMIN}, Group.ORGANIZATION, ["Admin access to projects"]),
            ({"gists": Level.WRITE, "contents": Level.READ}, Group.USER, ["Read and Write access to gists"]),
            ({"gists": Level.WRITE}, Group.REPOSITORY, []),
            ({"unheard_of": Level.READ}, Group.REPOSITORY, []),
            ({}, Group.USER, []),
        ],
        ids=str,
    )
    def test_one_for_each_level(self, chosen: dict[str, Level], group: Group, sentences: list[str]) -> None:
        """Lowest level first, GitHub's nouns in alphabetical order, only those of the group."""
        assert permission_sentences(chosen, group, CATALOGUE) == sentences

    def test_every_permission_is_named_somewhere(self) -> None:
        """A token that holds all of them names each of them once."""
        chosen = {slug: permission.levels[-1] for slug, permission in CATALOGUE.items()}
        text = ", ".join(
            sentence.split(" access to ")[1]
            for group in Group
            for sentence in permission_sentences(chosen, group, CATALOGUE)
        )
        assert sorted(text.split(", ")) == sorted(
            part for permission in CATALOGUE.values() for part in noun(permission).split(", ")
        )

    def test_empty_groups_have_a_sentence(self) -> None:
        """Each group says that the token has none of its permissions."""
        assert [no_permissions_text(group) for group in Group] == [
            "This token does not have any repository permissions.",
            "This token does not have any organization permissions.",
            "This token does not have any user permissions.",
        ]


@pytest.mark.parametrize(
    ("access", "names", "lines"),
    [
        (RepositoryAccess.PUBLIC, (), ["Read access to public repositories."]),
        (RepositoryAccess.ALL, (), ["All repositories of mona, present and future."]),
        (RepositoryAccess.SELECTED, ("app", "notes"), ["mona/app", "mona/notes"]),
        (RepositoryAccess.SELECTED, (), ["This token does not have access to any repositories."]),
    ],
)
def test_repository_access_in_words(access: RepositoryAccess, names: tuple[str, ...], lines: list[str]) -> None:
    """One line for public or all, one for each selected repository, GitHub's sentence where none is left."""
    chosen = tuple(Repository(0, 1, "mona", name, Visibility.PRIVATE, None, NOW) for name in names)
    token = FineGrainedToken(
        1, "t", "mona", Grant.GRANTED, NOW, None, None, "mona", AccountKind.USER, "", "", access, chosen, {}, ""
    )  # fmt: skip
    assert list(repository_lines(token)) == lines


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Used within a week"),
        (13, "Used within 2 weeks"),
        (28, "Used within a month"),
        (364, "Used within 13 months"),
    ],
)
def test_last_use_in_few_words(days: int, words: str) -> None:
    """Where there is little room, the same is said in less."""
    assert last_used_text(NOW - timedelta(days=days), NOW, short=True) == words
    assert last_used_text(None, NOW, short=True) == "Never used"
