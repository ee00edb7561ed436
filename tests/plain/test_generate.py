"""The main job: a fine-grained token, question by question."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import TokenKind, recognise
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.plain.asker import Back
from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.generate import GeneratePage
from pat_tui.plain.kinds import FINE_GRAINED
from pat_tui.plain.reveal import RevealPage
from pat_tui.store import emails
from pat_tui.wiring import Services
from tests.e2e.needle import Needle
from tests.plain.talks import CTRL_C, CTRL_D, Answer, desk, talk
from tests.worlds import NOW, FixedClock, draft, make_services

LEAST: list[Answer] = ["ci", "", "", "", "", "", "yes"]
"""A name, and Enter to every other question."""


def form(desk: Desk) -> Page:
    """The empty form."""
    return GeneratePage(desk)


def made(services: Services) -> FineGrainedToken:
    """The only token."""
    assert services.tokens.count() == 1
    return services.tokens.find("ci")


class TestMainJob:
    def test_enter_takes_what_the_form_proposes(self, services: Services) -> None:
        """A name and `yes` make a token of 30 days that reads public things."""
        said = talk(services, *LEAST, page=form)
        token = made(services)
        assert token.expires_at == NOW + timedelta(days=30)
        assert (token.owner_login, token.repository_access) == ("mona", RepositoryAccess.PUBLIC)
        assert (token.description, dict(token.permissions)) == ("", {})
        assert "“ci” was generated." in said

    def test_every_answer_ends_up_in_the_token(self, services: Services) -> None:
        """In the order of the form: name, expiration, description, owner, reason, access, repositories, permissions."""
        answers = ["ci", "60 days", "Deploys", "acme", "It must", "only", "web", "1", "api", "done"]
        said = talk(services, *answers, "contents write", "done", "yes", page=form)
        token = made(services)
        assert token.expires_at == NOW + timedelta(days=60)
        assert (token.description, token.owner_login, token.reason) == ("Deploys", "acme", "It must")
        assert sorted(each.name for each in token.repositories) == ["api", "website"]
        assert dict(token.permissions) == {"contents": Level.WRITE, "metadata": Level.READ}
        assert token.grant is Grant.PENDING
        order = ["Token name", "Expiration", "Description", "Resource owner", "Justification", "Repository access"]
        places = [said.index(f"\n{label}") for label in [*order, "Repositories: search", "Permissions: search"]]
        assert places == sorted(places)

    def test_the_recap_tells_everything(self, services: Services) -> None:
        """Before `yes`, all that the token would be is said."""
        answers = ["ci", "1", "", "acme", "Because", "all", "issues read", "done"]
        said = talk(services, *answers, page=form)
        recap = said[said.index("New personal access token\n") :]
        for line in (
            "Token name: ci",
            "Expires: 2026-01-22 12:00 UTC",
            "Resource owner: acme",
            "Repository access: All repositories",
            "  Issues: Read-only",
            "  Metadata: Read-only",
            "An owner of acme must approve it before it works.",
            "Justification: Because",
            "2 repository permissions for all repositories, 0 organization permissions.",
        ):
            assert f"\n{line}\n" in recap
        assert "Generate token and request access?" in recap

    @pytest.mark.parametrize("answer", ["", "no", "y", "generate"])
    def test_only_yes_generates(self, services: Services, answer: str) -> None:
        """The default is no, and then nothing typed is lost."""
        said = talk(services, *LEAST[:-1], answer, page=form)
        assert services.tokens.count() == 0
        assert "\n1. Token name: ci\n" in said

    def test_a_field_can_be_changed_at_the_end(self, services: Services) -> None:
        """By its number; only that one is asked again."""
        said = talk(services, *LEAST[:-1], "1", "other", "yes", page=form)
        assert services.tokens.find("other").name == "other"
        assert said.count("\nDescription") == 1

    def test_no_expiration_is_warned_of(self, services: Services) -> None:
        """And can be chosen by its name."""
        said = talk(services, "ci", "no exp", *LEAST[2:], page=form)
        assert "Warning: A token without an expiration date" in said
        assert made(services).expires_at is None

    def test_a_custom_date(self, services: Services) -> None:
        """What is no date, or too far, is said at once and asked again."""
        said = talk(services, "ci", "custom", "tomorrow", "2027-01-17", "2026-01-20", *LEAST[2:], page=form)
        assert said.count("\nChoose a date from 2026-01-16 to 2027-01-16.\n") == 2
        expires_at = made(services).expires_at
        assert expires_at is not None
        assert f"{expires_at:%F %T}" == "2026-01-20 23:59:59"

    def test_a_description_of_several_lines(self, services: Services) -> None:
        """A line that ends in a backslash goes on in the next."""
        talk(services, "ci", "", "one \\", "two", *LEAST[3:], page=form)
        assert made(services).description == "one\ntwo"


class TestErrors:
    def test_are_said_under_the_question(self, services: Services) -> None:
        """At once, with the question again; what is right is not asked again."""
        services.tokens.generate(draft("taken"))
        said = talk(services, "", "x" * 41, "taken", "a\x07b", *LEAST, page=form)
        for error in (
            "Name can't be blank",
            "Name is too long (maximum is 40 characters)",
            "Name has already been taken",
            "It holds a character that cannot be shown (U+0007). Remove it.",
        ):
            assert f"\nToken name: {error}\nToken name" in said
        assert services.tokens.find("ci").name == "ci"

    def test_a_name_in_another_encoding_is_refused(self, services: Services) -> None:
        """Bytes that the terminal's encoding does not know arrive as surrogates."""
        said = talk(services, "ci\udcff", *LEAST, page=form)
        assert "Token name: It holds a character that cannot be shown (U+DCFF). Remove it.\n" in said

    def test_the_owner_may_forbid_the_expiration(self, services: Services) -> None:
        """What another owner does not allow is asked again, and nothing else."""
        said = talk(services, "ci", "no exp", "Text", "globex", "", "public", "", "yes", page=form)
        assert "Expiration: The resource owner does not allow tokens without an expiration." in said
        assert made(services).description == "Text"
        assert made(services).owner_login == "globex"

    def test_no_repository_is_an_error(self, services: Services) -> None:
        """With only some repositories, at least one is selected."""
        said = talk(services, "ci", "", "", "", "only", "done", "app", "done", "", "yes", page=form)
        assert "Repositories: Select at least one repository.\n" in said
        assert [each.name for each in made(services).repositories] == ["app"]

    def test_what_happens_meanwhile_is_told_in_the_end(self, services: Services) -> None:
        """A name that is taken while the form is filled is asked again; everything else stays."""

        def take() -> None:
            services.tokens.generate(draft("ci"))

        said = talk(services, *LEAST[:-1], take, "yes", "other", "yes", page=form)
        assert "Token name: Name has already been taken\n" in said
        assert services.tokens.find("other").name == "other"

    def test_repository_permissions_need_repositories(self, services: Services) -> None:
        """With public repositories only, none is offered; what was chosen before comes back with them."""
        answers = ["ci", "", "", "", "all", "issues write", "done", "5", "public", "5", "all", "yes"]
        said = talk(services, *answers, page=form)
        assert dict(made(services).permissions) == {"issues": Level.WRITE, "metadata": Level.READ}
        assert "\nPermissions: none; it reads public things only.\n" in said


class TestWays:
    def test_back_leads_to_the_question_before(self, services: Services) -> None:
        """With its answer as the default."""
        said = talk(services, "cj", "back", "ci", *LEAST[1:], page=form)
        assert "Token name [cj]: " in said
        assert made(services).name == "ci"

    def test_back_passes_over_what_does_not_apply(self, services: Services) -> None:
        """Without approval there is no justification to go back to."""
        said = talk(services, "ci", "", "", "", "back", "", "", "", "yes", page=form)
        assert said.count("\nResource owner\n") == 2
        assert made(services).owner_login == "mona"

    def test_back_out_of_an_empty_form(self, services: Services) -> None:
        """Nothing is lost, so nothing is asked."""
        assert "Leave this page?" not in talk(services, "back", page=form)

    def test_back_out_of_a_form_that_was_filled_in(self, services: Services) -> None:
        """It asks first; `no` leads back to the questions, with all answers."""
        said = talk(services, "ci", "back", "back", "no", "", *LEAST[1:], page=form)
        assert "What you have filled in will be lost; no token has been generated. Leave this page?" in said
        assert made(services).name == "ci"

    @pytest.mark.parametrize("answer", ["cancel", CTRL_C])
    def test_cancel_leaves_at_once(self, services: Services, answer: str) -> None:
        """And says that nothing has happened."""
        said = talk(services, "ci", "", answer, page=form)
        assert said.endswith("Cancelled. No token has been generated.\n")
        assert services.tokens.count() == 0

    def test_help_at_every_question(self, services: Services) -> None:
        """Each question has its own."""
        answers = [each for answer in LEAST[:-1] for each in ("?", answer)]
        said = talk(services, *answers, page=form)
        assert said.count("Ctrl+D goes back") == len(LEAST) - 1
        assert "At most 40 characters, and unique among your tokens." in said

    def test_without_a_verified_address(self, services: Services) -> None:
        """`new` leads to the addresses, and says why."""
        database = services.context.database
        for address in services.emails.all():
            with database.transaction():
                emails.remove(database, services.acting.id, address.address)
        said = talk(services, "new")
        assert "Warning: To generate a token, you need a verified email address.\n\nEmails\n" in said

    def test_from_a_link(self, services: Services) -> None:
        """What the link says is the default of each question, and what it says wrongly is told first."""
        from pat_tui.plain.linked import linked_page

        link = "/settings/personal-access-tokens/new?name=ci&expires_in=none&nonsense=1&issues=write"
        said = talk(services, "", "", "", "", "all", "done", "yes", page=lambda found: linked_page(found, link))
        assert "Filled in from a link." in said
        assert made(services).expires_at is None
        assert dict(made(services).permissions) == {"issues": Level.WRITE, "metadata": Level.READ}


class TestPermissions:
    START: tuple[Answer, ...] = ("ci", "", "", "", "all")

    def test_by_search_number_and_level(self, services: Services) -> None:
        """A search gives numbered lines; a number asks for the level."""
        said = talk(services, *self.START, "issue", "1", "read and", "done", "yes", page=form)
        assert "\n1. Issues, Repositories: No access.\n" in said
        assert dict(made(services).permissions) == {"issues": Level.WRITE, "metadata": Level.READ}

    def test_by_endpoint(self, services: Services) -> None:
        """An address finds the permissions that its endpoint asks for."""
        said = talk(services, *self.START, "/repos/mona/app/actions/secrets", "done", page=form)
        assert "\n1. Secrets, Repositories: No access. For GET /repos/{owner}/{repo}/actions/secrets.\n" in said

    def test_can_be_taken_out_again(self, services: Services) -> None:
        """Metadata goes with the last one."""
        talk(services, *self.START, "issues=write", "issues none", "done", "yes", page=form)
        assert dict(made(services).permissions) == {}

    def test_a_level_that_is_not_offered(self, services: Services) -> None:
        """It is said which there are."""
        said = talk(services, *self.START, "issues admin", "done", "yes", page=form)
        assert "Issues has these levels: Read-only, Read and write.\n" in said
        assert dict(made(services).permissions) == {}

    def test_metadata_cannot_be_chosen(self, services: Services) -> None:
        """It comes along."""
        said = talk(services, *self.START, "metadata read", "metadata", "done", "yes", page=form)
        assert said.count("Metadata comes along with every repository permission") == 2
        assert dict(made(services).permissions) == {}

    def test_a_running_summary(self, services: Services) -> None:
        """After each change the counts are said; `list` says what is chosen."""
        said = talk(services, *self.START, "issues write", "list", "done", page=form)
        assert "Chosen: 2 repository permissions for all repositories, 0 account permissions.\n" in said
        assert "\n1. Issues, Repositories: Read and write.\n2. Metadata, Repositories: Read-only (required).\n" in said

    def test_all_of_them(self, services: Services) -> None:
        """Some lines at a time, under numbers that go on."""
        said = talk(services, *self.START, "all", "more", "16", "", "done", page=form)
        assert "Lines to 15 of " in said
        assert "\n16. " in said
        assert "There is no" not in said

    def test_nothing_matches(self, services: Services) -> None:
        """It is said."""
        assert "Nothing matches “zzz”.\n" in talk(services, *self.START, "zzz", page=form)

    def test_a_number_that_was_not_said(self, services: Services) -> None:
        """It chooses nothing."""
        said = talk(services, *self.START, "issue", "99", page=form)
        assert "Type numbers of lines that were said" in said


class TestReveal:
    def test_the_secret_is_said_only_when_asked_for(self, services: Services) -> None:
        """And then whole, on a line of its own."""
        said = talk(services, *LEAST, "show", "done", page=form)
        before, _show, after = said.partition("Command: \npattui_pat_")
        assert "pattui_pat_" not in before
        secret = "pattui_pat_" + after.split("\n")[0]
        assert recognise(secret) is TokenKind.FINE_GRAINED
        assert said.count("pattui_pat_") == 1

    def test_without_asking_it_is_never_said(self, services: Services) -> None:
        """Neither on the page nor anywhere else."""
        said = talk(services, *LEAST, "copy", "done", "yes", page=form)
        assert "pattui_pat_" not in said

    @pytest.mark.parametrize("answers", [["show", "done"], ["done", "yes"], [CTRL_D, CTRL_D], ["quit", "yes"]])
    def test_leaving_wipes_it(self, services: Services, answers: list[str]) -> None:
        """By whatever way; before it was shown or copied, leaving asks."""
        generated = services.tokens.generate(draft("ci"))
        said = talk(services, *answers, page=lambda found: RevealPage(found, FINE_GRAINED, generated))
        assert generated.secret.is_wiped
        assert ("neither copied nor shown" in said) is (answers[0] != "show")

    def test_ctrl_c_wipes_it(self, services: Services) -> None:
        """Too."""
        generated = services.tokens.generate(draft("ci"))
        with pytest.raises(KeyboardInterrupt):
            talk(services, CTRL_C, page=lambda found: RevealPage(found, FINE_GRAINED, generated))
        assert generated.secret.is_wiped

    def test_staying_keeps_it(self, services: Services) -> None:
        """Anything but `yes` stays."""
        said = talk(services, *LEAST, "done", "", "show", "done", page=form)
        assert "Command: \npattui_pat_" in said

    def test_copying_says_what_happened(self, services: Services) -> None:
        """Without a clipboard nothing is claimed, and no escape sequence asks the terminal."""
        said = talk(services, *LEAST, "copy", page=form)
        assert "Nothing here takes a copy." in said
        assert "\x1b" not in said

    def test_what_is_pasted_is_compared(self, services: Services) -> None:
        """Without a clipboard that can be read it is typed, unseen."""
        generated = services.tokens.generate(draft("ci"))
        secret = generated.secret.reveal()

        def page(found: Desk) -> Page:
            return RevealPage(found, FINE_GRAINED, generated)

        said = talk(services, "check", secret, "check", secret[:-1], page=page)
        assert "This is the new token, whole and unchanged.\n" in said
        assert "This looks like a token, but a part of it is missing or changed.\n" in said
        assert secret not in said


def test_sign_on_is_asked_for_at_the_owner(services: Services, clock: FixedClock) -> None:
    """An organization that demands single sign-on is authorised there; without it the owner is asked for again."""
    from tests.sso_worlds import demand

    demand(services, "globex")
    said = talk(services, "ci", "", "", "globex", "no", "globex", "yes", "", "", "yes", page=form)
    assert said.count("globex requires single sign-on. Open a session of 24 hours with it?") == 2
    assert "Resource owner: globex requires single sign-on, and you have no active session with it." in said
    assert made(services).owner_login == "globex"


def test_the_form_can_be_given_up_by_the_end_of_input(services: Services) -> None:
    """A form raises nothing of its own."""
    found, _said = desk(services, "ci")
    try:
        GeneratePage(found).visit()
    except Back:
        pytest.fail("the form let Back out")
    assert services.tokens.count() == 0


def test_nothing_holds_the_secret_afterwards(tmp_path: Path) -> None:
    """Once the page is left, no object of the process has any part of it."""
    with make_services(tmp_path, seed=int.from_bytes(os.urandom(8), "big")) as services:
        generated = services.tokens.generate(draft("ci"))
        needle = Needle(generated.secret.reveal())
        assert needle.holders() != []
        talk(services, "copy", "done", "yes", page=lambda found: RevealPage(found, FINE_GRAINED, generated))
        assert needle.holders() == []
