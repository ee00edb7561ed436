"""Levels, the two tabs of a form, and the permission that comes along with others."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.catalogue.permissions import permissions
from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import METADATA, Group, Level, groups_for, with_metadata

CATALOGUE = permissions()
CHOICES = st.dictionaries(
    st.one_of(st.sampled_from(sorted(CATALOGUE)), st.just(METADATA), st.text(max_size=8)), st.sampled_from(Level)
)


def repository_slugs(chosen: dict[str, Level]) -> set[str]:
    """The repository permissions in CHOSEN, without metadata."""
    return {slug for slug in chosen if slug in CATALOGUE and CATALOGUE[slug].group is Group.REPOSITORY} - {METADATA}


class TestWithMetadata:
    @given(chosen=CHOICES)
    def test_is_there_exactly_with_another_repository_permission(self, chosen: dict[str, Level]) -> None:
        """Metadata is held, at read, if and only if another repository permission is."""
        kept = with_metadata(chosen, CATALOGUE)
        assert (METADATA in kept) == bool(repository_slugs(chosen))
        assert kept.get(METADATA, Level.READ) is Level.READ

    @given(chosen=CHOICES)
    def test_doing_it_again_changes_nothing(self, chosen: dict[str, Level]) -> None:
        """It is idempotent, and the order too stays as it is."""
        kept = with_metadata(chosen, CATALOGUE)
        assert list(with_metadata(kept, CATALOGUE).items()) == list(kept.items())

    @given(chosen=CHOICES)
    def test_leaves_everything_else_alone(self, chosen: dict[str, Level]) -> None:
        """No other permission is added, dropped, raised or lowered; unknown ones stay for validation to name."""
        kept = with_metadata(chosen, CATALOGUE)
        for held in (kept, chosen):
            held.pop(METADATA, None)
        assert kept == chosen

    @given(chosen=CHOICES, more=CHOICES)
    def test_adding_first_or_last_is_the_same(self, chosen: dict[str, Level], more: dict[str, Level]) -> None:
        """The result depends on the set alone: completing before adding more makes no difference."""
        step_by_step = with_metadata({**with_metadata(chosen, CATALOGUE), **more}, CATALOGUE)
        assert step_by_step == with_metadata({**chosen, **more}, CATALOGUE)

    def test_goes_with_the_last_repository_permission(self) -> None:
        """Taking the last repository permission out takes metadata with it."""
        kept = with_metadata({"contents": Level.WRITE, "gists": Level.WRITE}, CATALOGUE)
        assert kept == {"contents": Level.WRITE, "gists": Level.WRITE, "metadata": Level.READ}
        del kept["contents"]
        assert with_metadata(kept, CATALOGUE) == {"gists": Level.WRITE}


class TestLevel:
    @pytest.mark.parametrize(("higher", "lower"), list(itertools.combinations(reversed(Level), 2)))
    def test_a_higher_one_includes_a_lower_one(self, higher: Level, lower: Level) -> None:
        """Admin includes write includes read, and never the other way round."""
        assert higher.includes(lower)
        assert not lower.includes(higher)
        assert higher.includes(higher)

    def test_words_are_those_of_githubs_menu(self) -> None:
        """The three entries of the level menu."""
        assert [level.label for level in Level] == ["Read-only", "Read and write", "Admin"]


@pytest.mark.parametrize(
    ("kind", "second"), [(AccountKind.USER, Group.USER), (AccountKind.ORGANIZATION, Group.ORGANIZATION)]
)
def test_a_resource_owner_calls_for_two_tabs(kind: AccountKind, second: Group) -> None:
    """Repository permissions always; account permissions for a user, organization permissions for an organization."""
    assert groups_for(kind) == (Group.REPOSITORY, second)
