"""The addresses of a user: adding, removing, the primary one, codes that verify, and the rule that tokens need it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Barrier

import pytest

from pat_tui.domain.emails import EmailAddress
from pat_tui.domain.errors import (
    Forbidden,
    InvalidInput,
    MailError,
    MailNotSetUp,
    NeedsVerifiedAddress,
    NotFound,
)
from pat_tui.domain.expiration import InDays
from pat_tui.services import verified_address
from pat_tui.services.emails import Emails
from pat_tui.services.mail import Mail
from pat_tui.store import events
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.worlds import NOW, FixedClock, draft

OTHER = "mona@work.example"


@dataclass
class Post:
    """A mailer that keeps what it is given, or fails."""

    mails: list[Mail] = field(default_factory=list)
    error: MailError | None = None

    @contextmanager
    def connect(self) -> "Iterator[Post]":
        """Be ready."""
        yield self

    def send(self, mail: Mail) -> None:
        """Keep MAIL, or fail."""
        if self.error is not None:
            raise self.error
        self.mails.append(mail)

    @property
    def code(self) -> str:
        """The code of the latest mail."""
        return next(line.strip() for line in self.mails[-1].text.splitlines() if line.strip().isdecimal())


@pytest.fixture
def emails(services: Services) -> Emails:
    """The addresses of `mona`, where no mail is set up."""
    return services.emails


@pytest.fixture
def post() -> Post:
    """A mailer."""
    return Post()


def by_mail(services: Services, post: Post) -> Emails:
    """The addresses of `mona`, where POST takes mail."""
    return Emails(services.context, post)


def addresses(emails: Emails) -> list[tuple[str, bool, bool]]:
    """Each with whether it is primary, and verified."""
    return [(one.address, one.is_primary, one.is_verified) for one in emails.all()]


def log(services: Services) -> list[tuple[str, str]]:
    """What happened to addresses, by the log."""
    noted = events.actions_of(services.context.database, services.acting.id)
    return [(action, fields["email"]) for action, fields in noted if "email" in fields]


def wrong(code: str) -> str:
    """A code that is not CODE."""
    return "111111" if code != "111111" else "222222"


class TestAdd:
    def test_is_unverified_and_not_primary(self, services: Services, emails: Emails) -> None:
        """A second address comes after the primary one; the log says that it was added."""
        assert emails.add(f" {OTHER.replace('work', 'WORK')} ") == EmailAddress(OTHER, False, None)
        assert addresses(emails) == [("mona@example.com", True, True), (OTHER, False, False)]
        assert log(services) == [("user.add_email", OTHER)]

    def test_makes_the_first_one_primary(self, services: Services) -> None:
        """Who had none has a primary one then."""
        database = services.context.database
        with database.transaction():
            database.connection.execute("DELETE FROM email_addresses")
        assert services.emails.add(OTHER).is_primary

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("nowhere", "nowhere is not an e-mail address"),
            ("", "is not an e-mail address"),
            ("a@b@c", "is not an e-mail address"),
            ("a b@example.com", "is not an e-mail address"),
            ("x" * 65 + "@example.com", "is not an e-mail address"),
            ("a@" + "x" * 64 + ".com", "is not an e-mail address"),
            ("Mona <mona@example.com>", "is not an e-mail address"),
            ("a@example.com\nBcc: b@example.com", "a character that cannot be shown"),
            ("a\x1b@example.com", "a character that cannot be shown"),
            ("MONA@EXAMPLE.COM", "You have the address MONA@example.com already"),
            ("hubot@example.com", "belongs to another user"),
        ],
    )
    def test_refuses(self, services: Services, emails: Emails, address: str, words: str) -> None:
        """What is no address, and what somebody has; nothing is written."""
        with pytest.raises(InvalidInput, match=words) as raised:
            emails.add(address)
        assert list(raised.value.errors) == ["email"]
        assert addresses(emails) == [("mona@example.com", True, True)]
        assert log(services) == []

    @pytest.mark.parametrize("address", ["mona@localhost", "mona@nas.local", "möna@exämple.de", "m.o+n-a@x.test"])
    def test_takes(self, emails: Emails, address: str) -> None:
        """Addresses of this machine, of one's own network, and in other scripts are addresses."""
        assert emails.add(address).address == address


class TestRemove:
    def test_takes_the_address_and_its_code(self, services: Services, emails: Emails) -> None:
        """Both are gone, and the log keeps the fact."""
        emails.add(OTHER)
        emails.show_code(OTHER)
        assert emails.remove(OTHER.upper()).address == OTHER
        assert addresses(emails) == [("mona@example.com", True, True)]
        assert services.context.database.rows("SELECT * FROM email_codes") == []
        assert log(services)[-1] == ("user.remove_email", OTHER)

    def test_refuses_the_primary_one(self, emails: Emails) -> None:
        """The sentence says what to do first."""
        emails.add(OTHER)
        with pytest.raises(InvalidInput, match=r"is the primary address\. Make another one the primary one first"):
            emails.remove("mona@example.com")

    def test_refuses_the_only_one(self, emails: Emails) -> None:
        """There is always an address left."""
        with pytest.raises(InvalidInput, match="is the only address"):
            emails.remove("mona@example.com")

    @pytest.mark.parametrize("address", ["hubot@example.com", "nobody@example.com", "nowhere"])
    def test_knows_the_users_own_only(self, services: Services, emails: Emails, address: str) -> None:
        """Another user's address is none."""
        for act in (emails.remove, emails.make_primary, emails.show_code, emails.code_state):
            with pytest.raises(NotFound, match="mona has no address"):
                act(address)
        assert addresses(as_user(services, "hubot").emails) == [("hubot@example.com", True, True)]


class TestPrimary:
    def test_changes_both(self, services: Services, emails: Emails) -> None:
        """One is primary afterwards, the verified one that was named."""
        emails.add(OTHER)
        emails.verify(OTHER, emails.show_code(OTHER)[0])
        assert emails.make_primary(OTHER).is_primary
        assert addresses(emails) == [(OTHER, True, True), ("mona@example.com", False, True)]
        assert log(services)[-1] == ("user.change_primary_email", OTHER)
        assert emails.remove("mona@example.com").address == "mona@example.com"

    def test_refuses_one_that_is_not_verified(self, emails: Emails) -> None:
        """Notices go to the primary one."""
        emails.add(OTHER)
        with pytest.raises(InvalidInput, match=r"is not verified. Verify it first"):
            emails.make_primary(OTHER)

    def test_again_changes_nothing(self, services: Services, emails: Emails) -> None:
        """What is primary already is no news."""
        emails.make_primary("mona@example.com")
        assert log(services) == []


class TestVerify:
    def test_with_the_code(self, services: Services, emails: Emails, clock: FixedClock) -> None:
        """In time the right code verifies; it is forgotten, and in neither the log nor the store."""
        emails.add(OTHER)
        code, state = emails.show_code(OTHER)
        assert (state.ends_at, state.tries_left) == (NOW + timedelta(minutes=15), 5)
        dump = "\n".join(services.context.database.connection.iterdump())
        assert code not in dump.replace("2026", "")
        clock.advance(timedelta(minutes=15) - timedelta(seconds=1))
        assert emails.verify(OTHER, f"{code[:3]} {code[3:]}") == EmailAddress(OTHER, False, clock.now)
        assert emails.code_state(OTHER) is None
        assert log(services) == [
            ("user.add_email", OTHER),
            ("user.request_email_verification", OTHER),
            ("user.verify_email", OTHER),
        ]

    def test_not_after_its_time(self, emails: Emails, clock: FixedClock) -> None:
        """After fifteen minutes, and when the clock was set back, the code is refused and no try is used up."""
        emails.add(OTHER)
        code, _state = emails.show_code(OTHER)
        for now in (NOW + timedelta(minutes=15), NOW - timedelta(seconds=1)):
            clock.now = now
            with pytest.raises(InvalidInput, match=r"This code has ended. Ask for a new one"):
                emails.verify(OTHER, code)
        state = emails.code_state(OTHER)
        assert state is not None
        assert state.tries_left == 5

    def test_not_after_five_wrong_tries(self, services: Services, emails: Emails) -> None:
        """Each wrong code is counted although it is refused; after the fifth even the right one is of no use."""
        emails.add(OTHER)
        code, _state = emails.show_code(OTHER)
        for words in ("4 tries are left", "3 tries are left", "2 tries are left", "1 try is left", "no try is left"):
            with pytest.raises(InvalidInput, match=words):
                emails.verify(OTHER, wrong(code))
        with pytest.raises(InvalidInput, match=r"tried too often. Ask for a new one"):
            emails.verify(OTHER, code)
        assert log(services).count(("user.fail_email_verification", OTHER)) == 5
        again, state = emails.show_code(OTHER)
        assert state.tries_left == 5
        assert emails.verify(OTHER, again).is_verified

    def test_not_with_an_earlier_code(self, emails: Emails) -> None:
        """A new code puts the one before out of use."""
        emails.add(OTHER)
        first, _state = emails.show_code(OTHER)
        emails.show_code(OTHER)
        with pytest.raises(InvalidInput, match="That is not the code"):
            emails.verify(OTHER, first)

    def test_not_with_the_code_of_another_address(self, emails: Emails) -> None:
        """Each address has a code of its own."""
        emails.add(OTHER)
        emails.add("third@example.com")
        code, _state = emails.show_code(OTHER)
        with pytest.raises(InvalidInput, match="There is no code for this address yet"):
            emails.verify("third@example.com", code)

    @pytest.mark.parametrize("text", ["", "12345", "abcdef", "1234567"])
    def test_takes_no_try_for_what_is_no_code(self, emails: Emails, text: str) -> None:
        """A slip of the finger costs nothing."""
        emails.add(OTHER)
        emails.show_code(OTHER)
        with pytest.raises(InvalidInput, match="A code has six digits"):
            emails.verify(OTHER, text)
        state = emails.code_state(OTHER)
        assert state is not None
        assert state.tries_left == 5

    def test_again_changes_nothing(self, services: Services, emails: Emails) -> None:
        """A verified address stays so; for it there are no codes."""
        assert emails.verify("mona@example.com", "123456").is_verified
        with pytest.raises(InvalidInput, match="is verified already"):
            emails.show_code("mona@example.com")
        assert log(services) == []

    def test_takes_the_first_that_waits(self, emails: Emails) -> None:
        """Where no address is named, it is the first that is not verified; where none waits, that is said."""
        with pytest.raises(NotFound, match="mona has no address to verify"):
            emails.to_verify()
        emails.add(OTHER)
        assert emails.to_verify().address == OTHER
        assert emails.to_verify("mona@example.com").is_verified

    def test_of_many_at_once_counts_every_try(self, services: Services, emails: Emails) -> None:
        """Eight wrong codes at the same moment get five tries, not more."""
        emails.add(OTHER)
        code, _state = emails.show_code(OTHER)
        barrier = Barrier(8)

        def guess(_number: int) -> str:
            barrier.wait()
            with pytest.raises(InvalidInput) as raised:
                emails.verify(OTHER, wrong(code))
            return str(raised.value)

        with ThreadPoolExecutor(8) as pool:
            said = list(pool.map(guess, range(8)))
        assert len([words for words in said if "That is not the code" in words]) == 5
        assert len([words for words in said if "tried too often" in words]) == 3


class TestByMail:
    def test_goes_to_the_address(self, services: Services, post: Post) -> None:
        """The mail has the code in its text, not in its subject, and the code works."""
        emails = by_mail(services, post)
        emails.add(OTHER)
        state = emails.send_code(OTHER)
        (mail,) = post.mails
        assert (mail.to, mail.subject) == (OTHER, "[pat-tui] Please verify your email address")
        assert "Hello @mona" in mail.text
        assert "until 2026-01-15 12:15 UTC, for 15 minutes, and can be tried 5 times" in mail.text
        assert state == emails.code_state(OTHER)
        assert emails.verify(OTHER, post.code).is_verified

    def test_cannot_be_shown_as_well(self, services: Services, post: Post) -> None:
        """Where mail is set up, the code proves that the address is the user's."""
        emails = by_mail(services, post)
        emails.add(OTHER)
        with pytest.raises(Forbidden, match="Mail is set up here"):
            emails.show_code(OTHER)
        assert emails.code_state(OTHER) is None

    def test_needs_mail(self, emails: Emails) -> None:
        """Where none is set up, the sentence names the command that shows a code, and none is made."""
        emails.add(OTHER)
        with pytest.raises(MailNotSetUp, match="pat-tui user verification-code"):
            emails.send_code(OTHER)
        assert emails.code_state(OTHER) is None

    def test_that_fails_loses_nothing(self, services: Services, post: Post) -> None:
        """The address stays, and no code that nobody knows; the next one is sent as if nothing had happened."""
        emails = by_mail(services, post)
        emails.add(OTHER)
        post.error = MailError("down")
        with pytest.raises(MailError, match="down"):
            emails.send_code(OTHER)
        assert emails.code_state(OTHER) is None
        post.error = None
        emails.send_code(OTHER)
        assert emails.verify(OTHER, post.code).is_verified


class TestTokensNeedOne:
    @pytest.fixture
    def unverified(self, services: Services) -> Services:
        """`mona` has a token, and no verified address any more."""
        services.tokens.generate(draft("old"))
        database = services.context.database
        with database.transaction():
            database.connection.execute("UPDATE email_addresses SET verified_at = NULL WHERE address LIKE 'mona%'")
        return services

    def test_to_be_generated(self, unverified: Services) -> None:
        """The refusal says how to verify one, whatever else is wrong with the draft; nothing is written."""
        before = list(unverified.context.database.connection.iterdump())
        for wanted in (draft("new"), draft("")):
            with pytest.raises(NeedsVerifiedAddress, match="Verify one: pat-tui user verify-email"):
                unverified.tokens.generate(wanted)
        assert list(unverified.context.database.connection.iterdump()) == before

    def test_to_be_regenerated(self, unverified: Services) -> None:
        """Its old value goes on working, as it did."""
        token = unverified.tokens.find("old")
        with pytest.raises(NeedsVerifiedAddress):
            unverified.token_life.regenerate(token.id, InDays(9))
        assert unverified.tokens.get(token.id) == token

    def test_but_not_to_be_edited_or_deleted(self, unverified: Services) -> None:
        """What there is can be narrowed and taken away at any time."""
        token = unverified.tokens.find("old")
        unverified.token_life.edit(token.id, replace(unverified.token_life.draft_of(token.id), name="new"))
        assert unverified.token_life.delete([token.id]) == ["new"]

    def test_of_the_user_who_acts(self, unverified: Services) -> None:
        """Somebody else's is of no use."""
        verified_address.demand(as_user(unverified, "hubot").context)
        with pytest.raises(NeedsVerifiedAddress, match="mona needs a verified"):
            verified_address.demand(unverified.context)

    def test_without_any_address(self, unverified: Services) -> None:
        """The sentence says how to add one."""
        database = unverified.context.database
        with database.transaction():
            database.connection.execute("DELETE FROM email_addresses WHERE address LIKE 'mona%'")
        with pytest.raises(NeedsVerifiedAddress, match="Add one: pat-tui user email add ADDRESS"):
            verified_address.demand(unverified.context)

    def test_that_need_not_be_the_primary_one(self, unverified: Services) -> None:
        """Any that is verified will do."""
        unverified.emails.add(OTHER)
        unverified.emails.verify(OTHER, unverified.emails.show_code(OTHER)[0])
        assert unverified.tokens.generate(draft("new")).token.name == "new"
