"""Scopes of classic tokens: the minimum that is kept, what it comes to, and the boxes of the form."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.scopes import (
    children,
    dropped,
    effective,
    minimum,
    minimum_text,
    scopes_error,
    scopes_text,
    with_tick,
    without_tick,
)

CATALOGUE = scopes()
NAMES = st.sampled_from(list(CATALOGUE))
SETS = st.frozensets(NAMES, max_size=12)
STRANGE = st.frozensets(st.one_of(NAMES, st.sampled_from(["", "site_admin", "(no scope)", "REPO", "x" * 400])))


class TestMinimum:
    @pytest.mark.parametrize(
        ("chosen", "kept", "left_out"),
        [
            ((), (), ()),
            (("user", "repo", "gist"), ("gist", "repo", "user"), ()),
            (("repo", "public_repo", "repo:status"), ("repo",), ("public_repo", "repo:status")),
            (("read:org", "write:org"), ("write:org",), ("read:org",)),
            (("read:org", "write:org", "admin:org"), ("admin:org",), ("read:org", "write:org")),
            (("write:packages", "repo"), ("repo", "write:packages"), ()),
            (("write:packages", "read:packages", "delete:packages"), ("delete:packages", "write:packages"),
             ("read:packages",)),
            (("repo", "workflow", "delete_repo", "admin:repo_hook"),
             ("admin:repo_hook", "delete_repo", "repo", "workflow"), ()),
            (("repo:status", "public_repo"), ("public_repo", "repo:status"), ()),
        ],
        ids=lambda value: ",".join(value) or "none",
    )  # fmt: skip
    def test_is_alphabetical_and_without_what_is_included(
        self, chosen: tuple[str, ...], kept: tuple[str, ...], left_out: tuple[str, ...]
    ) -> None:
        """A scope that another one of the choice includes goes, and nothing else does; `dropped` names it."""
        assert minimum(chosen, CATALOGUE) == kept
        assert dropped(chosen, CATALOGUE) == left_out

    @given(chosen=STRANGE)
    def test_is_idempotent_and_means_the_same(self, chosen: frozenset[str]) -> None:
        """The minimum of a minimum is itself, it holds nothing new, and a token may do just as much with it."""
        kept = minimum(chosen, CATALOGUE)
        assert minimum(kept, CATALOGUE) == kept == tuple(sorted(set(kept)))
        assert set(kept) | set(dropped(chosen, CATALOGUE)) == chosen
        assert not set(kept) & set(dropped(chosen, CATALOGUE))
        assert effective(kept, CATALOGUE) == effective(chosen, CATALOGUE)

    @given(chosen=SETS)
    def test_cannot_be_made_smaller(self, chosen: frozenset[str]) -> None:
        """Without any one of its scopes a token could do less."""
        kept = minimum(chosen, CATALOGUE)
        for name in kept:
            assert effective(set(kept) - {name}, CATALOGUE) != effective(kept, CATALOGUE)

    @given(chosen=SETS, again=SETS)
    def test_of_the_same_right_is_the_same(self, chosen: frozenset[str], again: frozenset[str]) -> None:
        """It is canonical: choices that let a token do the same are kept as the same."""
        is_same = effective(chosen, CATALOGUE) == effective(again, CATALOGUE)
        assert (minimum(chosen, CATALOGUE) == minimum(again, CATALOGUE)) is is_same

    @given(chosen=SETS, seed=st.randoms())
    def test_does_not_depend_on_order_or_doubles(self, chosen: frozenset[str], seed: object) -> None:
        """Only the set counts."""
        words = [*chosen, *chosen]
        seed.shuffle(words)  # type: ignore[attr-defined]
        assert minimum(words, CATALOGUE) == minimum(chosen, CATALOGUE)


class TestEffective:
    @given(chosen=SETS)
    def test_is_closed(self, chosen: frozenset[str]) -> None:
        """What is implied implies nothing more, and each scope of the choice is in it."""
        held = effective(chosen, CATALOGUE)
        assert chosen <= held
        assert effective(held, CATALOGUE) == held

    def test_does_not_reach_beyond_the_documented(self) -> None:
        """`delete_repo`, `workflow` and `delete:packages` come with nothing else."""
        rest = set(CATALOGUE) - {"delete_repo", "workflow", "delete:packages"}
        assert effective(rest, CATALOGUE) == rest


class TestTicks:
    def test_a_parent_ticks_its_children(self) -> None:
        """And whatever else it implies."""
        assert with_tick((), "repo", CATALOGUE) == {"repo", *children("repo", CATALOGUE)}
        assert with_tick((), "write:org", CATALOGUE) == {"write:org", "read:org"}

    def test_write_packages_ticks_repo_which_can_be_taken_away(self) -> None:
        """As on GitHub: `repo` comes along with its children, and goes alone."""
        ticked = with_tick((), "write:packages", CATALOGUE)
        assert minimum(ticked, CATALOGUE) == ("repo", "write:packages")
        assert without_tick(ticked, "repo", CATALOGUE) == {"write:packages", "read:packages"}

    def test_no_other_box_ticks_what_it_does_not_imply(self) -> None:
        """Neither `workflow` nor `delete:packages` brings `repo`."""
        for name in set(CATALOGUE) - {"write:packages"}:
            assert with_tick((), name, CATALOGUE) == {name} | CATALOGUE[name].implied

    def test_taking_a_child_away_takes_its_parent_and_leaves_its_siblings(self) -> None:
        """A parent with a child missing would be a lie."""
        ticked = with_tick((), "user", CATALOGUE)
        assert without_tick(ticked, "user:email", CATALOGUE) == {"read:user", "user:follow"}
        ticked = with_tick((), "admin:org", CATALOGUE)
        assert without_tick(ticked, "read:org", CATALOGUE) == {"manage_runners:org"}

    def test_taking_a_parent_away_takes_its_children(self) -> None:
        """All of the branch, and nothing beside it."""
        ticked = with_tick(with_tick((), "repo", CATALOGUE), "gist", CATALOGUE)
        assert without_tick(ticked, "repo", CATALOGUE) == {"gist"}

    @given(names=st.lists(st.tuples(st.booleans(), NAMES), max_size=15))
    def test_what_is_ticked_is_always_closed(self, names: list[tuple[bool, str]]) -> None:
        """Whatever is ticked and unticked, in any order, no box is empty that a ticked one includes."""
        ticked: frozenset[str] = frozenset()
        for is_tick, name in names:
            change = with_tick if is_tick else without_tick
            ticked = change(ticked, name, CATALOGUE)
            assert (name in ticked) is is_tick
            assert effective(ticked, CATALOGUE) == ticked

    @given(chosen=SETS, name=NAMES)
    def test_unticking_what_was_ticked_never_leaves_more(self, chosen: frozenset[str], name: str) -> None:
        """A mistake can be taken back: nothing is held afterwards that was not before, but for `repo`."""
        before = effective(chosen, CATALOGUE)
        after = without_tick(with_tick(before, name, CATALOGUE), name, CATALOGUE)
        brought = CATALOGUE[name].implied | (effective({"repo"}, CATALOGUE) if name == "write:packages" else set())
        assert after <= before | brought


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("rep", "There is no scope called rep. Did you mean repo?"),
            ("REPO", "There is no scope called REPO. Did you mean repo?"),
            ("repo_status", "There is no scope called repo_status. Did you mean repo:status"),
            ("org:read", "There is no scope called org:read. Did you mean "),
            ("(no scope)", "There is no scope called (no scope)."),
            ("qqqqq", "There is no scope called qqqqq."),
            ("", "There is no scope called ."),
            ("site_admin", "There is no scope called site_admin."),
        ],
    )
    def test_an_unknown_scope_is_named_with_near_ones(self, name: str, error: str) -> None:
        """The first that is unknown is told, and what may have been meant; scopes that are on no form are unknown."""
        found = scopes_error(["gist", name, "other"], CATALOGUE)
        assert found is not None
        assert found.startswith(error)

    @given(chosen=SETS)
    def test_every_set_of_known_ones_is_fine(self, chosen: frozenset[str]) -> None:
        """No scope at all is allowed, and so is each combination."""
        assert scopes_error(chosen, CATALOGUE) is None


class TestWords:
    def test_are_joined_as_in_the_header(self) -> None:
        """Comma and space; nothing for no scope."""
        assert scopes_text(("gist", "repo", "user")) == "gist, repo, user"
        assert scopes_text(()) == ""

    def test_the_notice_names_what_was_left_out(self) -> None:
        """One, or several."""
        one, several = minimum_text(("public_repo",)), minimum_text(("public_repo", "repo:status"))
        assert "without public_repo." in one
        assert "without public_repo, repo:status." in several
        assert one.startswith("A scope ")
        assert several.startswith("Some of the scopes ")


def test_implication_goes_one_way() -> None:
    """No two scopes imply each other, and none implies itself: else there would be no one minimum."""
    for first, second in itertools.product(CATALOGUE.values(), repeat=2):
        assert not (second.name in first.implied and first.name in second.implied)
