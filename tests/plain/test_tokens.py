"""Fine-grained tokens that are there: the list, one token, edit, regenerate, delete and undo, duplicate."""

import re
from datetime import timedelta

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.plain.main_menu import fine_grained_tokens
from pat_tui.store import tokens as store
from pat_tui.wiring import Services
from tests.organization_worlds import as_user, ask, generate
from tests.plain.talks import Answer, talk
from tests.worlds import NOW, FixedClock, draft


def tokens(services: Services, *answers: Answer) -> str:
    """What is said to somebody who types ANSWERS at the list."""
    return talk(services, *answers, page=fine_grained_tokens)


def names(said: str) -> list[str]:
    """The tokens of the lines that were said last, in order."""
    last = said.rpartition("Fine-grained personal access tokens")[2]
    return re.findall(r"^\d+\. ([^.]+)\.", last, re.MULTILINE)


class TestList:
    def test_each_token_in_a_line(self, services: Services, clock: FixedClock) -> None:
        """Name, state in a word, resource owner, expiry and last use in words."""
        generate(services, "ci")
        services.tokens.generate(draft("deploy"))
        said = tokens(services)
        assert "\n2 tokens. Sorted: Newest first.\n" in said
        expiry = "Expires on Sat, Feb 14 2026. Never used."
        assert f"\n1. deploy. Active. Resource owner: mona. {expiry}\n" in said
        assert f"\n2. ci. Pending. Resource owner: acme. {expiry}\n" in said
        clock.advance(timedelta(days=31))
        assert "1. deploy. Expired. Resource owner: mona. This token has expired. Never used." in tokens(services)

    def test_none(self, services: Services) -> None:
        """It says so, and what to do."""
        assert "\nNo fine-grained tokens created. Type new to generate one.\n" in tokens(services)

    def test_more(self, services: Services) -> None:
        """Ten at a time, under numbers that go on and all can be opened."""
        for number in range(12):
            services.tokens.generate(draft(f"t{number:02}"))
        said = tokens(services, "11", "more", "11", "more")
        assert "Lines 1 to 10 of 12." in said
        assert "There is no 11 here." in said
        assert "Lines 11 to 12 of 12." in said
        assert "\nt01\n" in said
        assert "That was the last one." not in tokens(services, "more")
        assert "That was the last one." in tokens(services, "more", "more")

    def test_numbers_stay(self, services: Services) -> None:
        """A token that is made meanwhile moves no number, nor does coming back from a page."""
        services.tokens.generate(draft("first"))

        def meanwhile() -> None:
            services.tokens.generate(draft("second"))

        said = tokens(services, meanwhile, "1", "back", "1")
        assert said.count("\nfirst\n") == 2
        assert "The numbers 1 to 1 stand for what they stood for." in said
        assert "\nsecond\n" not in said

    @pytest.mark.parametrize("command", ["/dep", "find dep", "/ DEP"])
    def test_filter(self, services: Services, command: str) -> None:
        """By a part of the name or of the owner; without text, all again."""
        for name in ("ci", "deploy"):
            services.tokens.generate(draft(name))
        said = tokens(services, command)
        assert names(said) == ["deploy"]
        assert "1 token holding" in said
        assert names(tokens(services, command, "/")) == ["deploy", "ci"]

    def test_filter_that_nothing_fits(self, services: Services) -> None:
        """The text is quoted."""
        services.tokens.generate(draft("ci"))
        assert "No token's name or resource owner holds “zzz”. Type find to see all." in tokens(services, "/zzz")

    def test_sort(self, services: Services) -> None:
        """By number or name of the order."""
        for name in ("beta", "alpha"):
            services.tokens.generate(draft(name))
        assert names(tokens(services)) == ["alpha", "beta"]
        services.tokens.generate(draft("gamma"))
        assert names(tokens(services, "sort", "name")) == ["alpha", "beta", "gamma"]


class TestOne:
    def test_the_sentences_of_the_page(self, services: Services) -> None:
        """What it is and may do, in the words of the other interface."""
        ask(services, "ci", reason="Builds need it")
        said = tokens(services, "1")
        for line in (
            "ci",
            "No description",
            "Status: Pending",
            "Created 2026-01-15 12:00 UTC",
            "Ends 2026-02-14 12:00 UTC",
            "Access on @acme",
            "Waiting for approval by an owner of acme. Until then it reads public things only.",
            "Justification: Builds need it",
            "Repository access:",
            "  All repositories of acme, present and future.",
            "Repository permissions:",
            "  Read access to code, metadata",
            "Organization permissions:",
            "  This token does not have any organization permissions.",
        ):
            assert f"\n{line}\n" in said

    def test_one_that_is_gone(self, services: Services) -> None:
        """Says so, and leads back."""
        services.tokens.generate(draft("ci"))

        def meanwhile() -> None:
            services.token_life.delete([services.tokens.find("ci").id])

        said = tokens(services, meanwhile, "1", "/")
        assert "There is no such token any more." in said
        assert "No fine-grained tokens created" in said


class TestEdit:
    def test_changes_only_what_is_asked_for(self, services: Services) -> None:
        """The fields stand under numbers; `yes` updates; the secret stays."""
        token = generate(services, "ci", owner="mona")
        before = store.secret_hash(services.context.database, services.acting.id, token.id)
        said = tokens(services, "1", "edit", "1", "builds", "2", "All builds", "yes")
        assert "Your personal access token has been updated" in said
        after = services.tokens.get(token.id)
        assert (after.name, after.description) == ("builds", "All builds")
        assert (after.repository_access, after.permissions) == (token.repository_access, token.permissions)
        assert store.secret_hash(services.context.database, services.acting.id, token.id) == before

    def test_what_is_added_is_said_before(self, services: Services) -> None:
        """And, where owners have to approve it, that too."""
        ask(services, "ci")
        as_user(services, "hubot").requests.approve([1])
        said = tokens(services, "1", "edit", "5", "issues write", "done", "yes")
        assert "\nThe token will also have:\n  Issues: Read and write\n" in said
        assert "Update and request access? Type yes" in said
        assert services.tokens.find("ci").permissions["issues"] is Level.WRITE
        assert as_user(services, "hubot").requests.count_pending("acme") == 1

    def test_a_field_can_be_emptied(self, services: Services) -> None:
        """By a dash."""
        generate(services, "ci", owner="mona", description="Old")
        tokens(services, "1", "edit", "2", "-", "yes")
        assert services.tokens.find("ci").description == ""

    def test_back_from_a_field_leads_to_the_fields(self, services: Services) -> None:
        """With nothing changed."""
        generate(services, "ci", owner="mona")
        said = tokens(services, "1", "edit", "1", "back", "back")
        assert said.count("1. Name: ci") == 0
        assert said.count("\n1. Token name: ci\n") == 2
        assert "Leave this page?" not in said

    def test_leaving_with_a_change_asks(self, services: Services) -> None:
        """What was changed would be lost."""
        generate(services, "ci", owner="mona")
        said = tokens(services, "1", "edit", "1", "other", "back", "yes")
        assert "What you have changed will be lost; the token stays as it is. Leave this page?" in said
        assert services.tokens.find("ci").name == "ci"

    def test_a_name_that_is_taken(self, services: Services) -> None:
        """Is said at once; its own name is not taken."""
        services.tokens.generate(draft("taken"))
        generate(services, "ci", owner="mona")
        said = tokens(services, "1", "edit", "1", "taken", "ci", "yes")
        assert "Token name: Name has already been taken\n" in said
        assert "has been updated" in said

    def test_only_some_repositories_asks_which(self, services: Services) -> None:
        """A change that calls for another field asks for that one too."""
        generate(services, "ci", owner="mona")
        tokens(services, "1", "edit", "3", "only", "app", "done", "yes")
        after = services.tokens.find("ci")
        assert after.repository_access is RepositoryAccess.SELECTED
        assert [each.name for each in after.repositories] == ["app"]

    def test_an_owner_that_no_longer_allows_tokens(self, services: Services) -> None:
        """Nothing can be edited, and it is said why."""
        generate(services, "ci")
        as_user(services, "hubot").organizations.change_policy("acme", {"fine_grained_allowed": False})
        said = tokens(services, "1", "edit")
        assert "acme no longer lets you use fine-grained tokens, so “ci” cannot be edited." in said


class TestRegenerate:
    def test_gives_a_new_value(self, services: Services) -> None:
        """After `yes`; the old one is dead, the new one is said once."""
        generated = services.tokens.generate(draft("ci"))
        old = hash_of(generated.secret)
        said = tokens(services, "1", "regenerate", "7 days", "yes", "show", "done")
        assert "its old one stops working at once" in said
        assert "“ci” was regenerated. Its old value no longer works." in said
        new = next(line for line in said.splitlines() if line.startswith("pattui_pat_"))
        held = store.secret_hash(services.context.database, services.acting.id, generated.token.id)
        assert held == hash_of(Secret(new)) != old
        assert services.tokens.find("ci").expires_at == NOW + timedelta(days=7)

    @pytest.mark.parametrize("answers", [["", ""], ["", "no"], ["cancel"], ["back"]])
    def test_nothing_but_yes(self, services: Services, answers: list[str]) -> None:
        """Leaves the token as it is."""
        generated = services.tokens.generate(draft("ci"))
        tokens(services, "1", "regenerate", *answers)
        held = store.secret_hash(services.context.database, services.acting.id, generated.token.id)
        assert held == hash_of(generated.secret)


class TestDelete:
    def test_with_yes_and_undo(self, services: Services, clock: FixedClock) -> None:
        """Gone, and back within ten seconds, with its value."""
        generated = services.tokens.generate(draft("ci"))
        said = tokens(services, "1", "delete", "yes", lambda: _wait(clock, 9), "undo")
        assert "Are you sure you want to delete this token?" in said
        assert "Deleted personal access token “ci”. Type undo within 10 seconds to bring it back." in said
        assert "“ci” is back, with the value that it had." in said
        held = store.secret_hash(services.context.database, services.acting.id, generated.token.id)
        assert held == hash_of(generated.secret)

    def test_too_late(self, services: Services, clock: FixedClock) -> None:
        """After ten seconds it is said that it is."""
        services.tokens.generate(draft("ci"))
        said = tokens(services, "delete 1", "yes", lambda: _wait(clock, 11), "undo")
        assert "There is nothing to undo: a deletion can be undone for 10 seconds." in said
        assert services.tokens.count() == 0

    def test_nothing_to_undo(self, services: Services) -> None:
        """Before any deletion, too."""
        assert "There is nothing to undo" in tokens(services, "undo")

    def test_several_at_once(self, services: Services) -> None:
        """Those of the lines that are named; undo brings them all back."""
        for name in ("a", "b", "c", "d"):
            services.tokens.generate(draft(name))
        said = tokens(services, "delete 1 3-4", "yes", "/")
        assert "Are you sure you want to delete these 3 tokens?" in said
        assert names(said) == ["c"]
        assert names(tokens(services, "delete 1", "yes", "undo", "/")) == ["c"]

    @pytest.mark.parametrize("command", ["delete", "delete 9", "delete 1 9", "delete x"])
    def test_lines_that_are_not_there(self, services: Services, command: str) -> None:
        """Delete nothing, not even those that are."""
        services.tokens.generate(draft("ci"))
        assert "Type the numbers of lines that were said, such as 1 3 5-7." in tokens(services, command, "yes")
        assert services.tokens.count() == 1

    @pytest.mark.parametrize("answer", ["", "no", "delete"])
    def test_nothing_but_yes(self, services: Services, answer: str) -> None:
        """Deletes."""
        services.tokens.generate(draft("ci"))
        assert "Nothing has been deleted." in tokens(services, "delete 1", answer)
        assert services.tokens.count() == 1


def test_duplicate(services: Services) -> None:
    """The form with everything but the name filled in; the default is the other token's answer."""
    generate(services, "ci", owner="mona", description="Builds")
    said = tokens(services, "1", "duplicate", "ci2", "", "", "", "", "", "yes", "done", "yes")
    assert "Filled in from “ci”. Give the new token a name of its own." in said
    first, second = services.tokens.find("ci"), services.tokens.find("ci2")
    assert (second.description, second.repository_access) == (first.description, first.repository_access)
    assert second.permissions == first.permissions


def _wait(clock: FixedClock, seconds: int) -> None:
    clock.advance(timedelta(seconds=seconds))


def test_what_it_may_do(services: Services) -> None:
    """Request by request, without using it; what is no request is said."""
    generate(services, "ci", owner="mona", permissions={"contents": Level.READ})
    said = tokens(services, "1", "can", "push mona/app", "clone mona/app", "GET /repos/mona/app/contents/x", "fly away")
    assert "\nWhat “ci” may do\n" in said
    assert "\nRefused (403): " in said
    assert "\nTo grant it: pat-tui token edit " in said
    assert "\nAllowed: clone mona/app\n" in said
    assert "\nAllowed: GET /repos/mona/app/contents/x\n" in said
    assert "“fly” is none of GET, " in said


def test_where_it_was_used(services: Services) -> None:
    """Each operation with what is known of it."""
    from pat_tui.domain.secrets import TokenKind
    from pat_tui.domain.uses import TokenUse
    from pat_tui.store import uses

    token = generate(services, "ci", owner="mona")
    assert "\nUse of “ci”\nNever used\n" in tokens(services, "1", "use")
    database = services.context.database
    use = TokenUse("GET /user", "", NOW, "127.0.0.1", "curl/8", 3)
    with database.transaction():
        uses.note(database, TokenKind.FINE_GRAINED, token.id, use)
    said = tokens(services, "1", "use")
    assert "\nGET /user:\n  Address: 127.0.0.1\n  Client: curl/8\n  Last: 2026-01-15 12:00 UTC\n  3 requests\n" in said


def test_a_link_to_a_form_like_it(services: Services) -> None:
    """On a line of its own, with what it does not hold."""
    generate(services, "ci", owner="mona")
    said = tokens(services, "1", "link")
    assert "\nhttps://github.com/settings/personal-access-tokens/new?name=ci&" in said
