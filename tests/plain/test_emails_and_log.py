"""The user's addresses, and the security log."""

import pytest

from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.emails import EmailsPage
from pat_tui.plain.security_log import SecurityLogPage
from pat_tui.wiring import Services
from tests.plain.talks import Answer, talk
from tests.worlds import draft


def emails(services: Services, *answers: Answer) -> str:
    """What is said to somebody who types ANSWERS at the addresses."""

    def page(desk: Desk) -> Page:
        return EmailsPage(desk)

    return talk(services, *answers, page=page)


def log(services: Services, *answers: Answer) -> str:
    """What is said to somebody who types ANSWERS at the log."""

    def page(desk: Desk) -> Page:
        return SecurityLogPage(desk)

    return talk(services, *answers, page=page)


class TestEmails:
    def test_add_verify_make_primary_remove(self, services: Services) -> None:
        """All that can be done, in one go; wrong input is said and asked again."""

        def code() -> None:
            codes.append(services.emails.show_code("new@example.com")[0])

        codes: list[str] = []
        said = emails(services, "add nonsense", "new@example.com", "verify 2", code, "x", "000000")
        assert "nonsense is not an e-mail address." in said
        assert "2. new@example.com, Unverified\n" in said
        assert "pat-tui --db" in said
        assert "user verification-code new@example.com" in said
        assert "A code has six digits." in said
        assert "That is not the code. 4 tries are left." in said
        said = emails(services, "verify 2", codes[0], "primary 2", "remove 2", "yes")
        assert "new@example.com is verified. You can generate tokens now." in said
        assert "new@example.com is your primary address now." in said
        assert "Removed mona@example.com." in said
        assert [each.address for each in services.emails.all()] == ["new@example.com"]

    @pytest.mark.parametrize("answer", ["", "no"])
    def test_removing_asks(self, services: Services, answer: str) -> None:
        """And warns of the last verified one."""
        services.emails.add("new@example.com")
        said = emails(services, "remove 1", answer)
        assert "It is your only verified address: without one, you cannot generate tokens." in said
        assert len(services.emails.all()) == 2

    def test_what_the_rules_forbid(self, services: Services) -> None:
        """Is said, and nothing happens."""
        services.emails.add("new@example.com")
        assert "new@example.com is not verified. Verify it first." in emails(services, "primary 2")
        assert "mona has no address zzz." in emails(services, "primary zzz")


class TestLog:
    def test_entries_in_words(self, services: Services) -> None:
        """What happened, who did it, when; the newest first."""
        services.tokens.generate(draft("ci"))
        assert "\n1. Created the token “ci”. By mona, 2026-01-15 12:00 UTC.\n" in log(services)

    def test_filter(self, services: Services) -> None:
        """By GitHub's qualifiers; one that is none is said."""
        services.tokens.generate(draft("ci"))
        services.emails.add("new@example.com")
        said = log(services, "/action:user.add_email").rpartition("Security log")[2]
        assert "Added the address new@example.com" in said
        assert "Created the token" not in said
        assert "“nope:” is no qualifier here." in log(services, "/nope:1")
        assert "No event fits that." in log(services, "/zzzz")

    def test_one_entry(self, services: Services) -> None:
        """With all its fields."""
        services.tokens.generate(draft("ci"))
        said = log(services, "1")
        assert "\nCreated the token “ci”\nAction: personal_access_token.create\nActor: mona\n" in said
        assert "\nTime: 2026-01-15 12:00:00 UTC\n" in said
        assert "\nToken: ci\n" in said
