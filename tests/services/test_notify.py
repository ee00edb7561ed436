"""Notices by mail: written with what they tell of, found by the clock, each sent once, none lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Lock

import pytest

from pat_tui.domain.errors import InvalidInput, MailError, MailNotSetUp, MailRefused, NotFound
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.services.mail import Mail
from pat_tui.services.notify import Handled, Notifier
from pat_tui.store import outbox
from pat_tui.store.database import Database
from pat_tui.wiring import Services
from tests.organization_worlds import as_user, ask, generate
from tests.services.test_emails import Post
from tests.worlds import NOW, FixedClock, draft

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ADDED = "[pat-tui] A fine-grained personal access token has been added to your account"
ABOUT_TO_EXPIRE = "[pat-tui] Your fine-grained personal access token is about to expire"


@pytest.fixture
def post() -> Post:
    """A mailer."""
    return Post()


def notify(services: Services, post: Post) -> list[Handled]:
    """One run."""
    return Notifier(services.context, post).send_due()


def new(services: Services, name: str = "ci", days: int = 30) -> FineGrainedToken:
    """A token of `mona`."""
    return services.tokens.generate(draft(name, expiration=InDays(days))).token


def told(post: Post) -> list[tuple[str, str]]:
    """To whom, and the subject without our name, of each mail since the last look."""
    found = [(mail.to.partition("@")[0], mail.subject.removeprefix("[pat-tui] ")) for mail in post.mails]
    post.mails.clear()
    return found


class TestWhatHappened:
    def test_a_new_token(self, services: Services, post: Post) -> None:
        """Its user is told, once: which token, whose resources, and nothing of the secret."""
        generated = services.tokens.generate(draft("ci deploy"))
        (handled,) = notify(services, post)
        assert (handled.address, handled.error) == ("mona@example.com", "")
        (mail,) = post.mails
        assert (mail.to, mail.subject, mail.at) == ("mona@example.com", ADDED, NOW)
        assert "Fine-grained token: ci deploy" in mail.text
        secret = generated.secret.reveal()
        assert not [at for at in range(len(secret) - 8) if secret[at : at + 9] in mail.text + mail.subject]
        assert generated.token.hint not in mail.text
        assert notify(services, post) == []
        assert len(post.mails) == 1

    def test_nothing_is_told_of_what_failed(self, services: Services, post: Post) -> None:
        """A token that was refused, a request that could not be decided: no mail."""
        with pytest.raises(InvalidInput):
            services.tokens.generate(draft(""))
        with pytest.raises(NotFound):
            as_user(services, "hubot").requests.approve([99])
        assert notify(services, post) == []

    def test_decisions_of_an_organization(self, services: Services, post: Post) -> None:
        """Approved, denied with the reason, revoked: the token's user is told who did it, and the owners are not."""
        approved, denied = ask(services, "first"), ask(services, "second")
        notify(services, post)
        told(post)
        owner = as_user(services, "hubot")
        owner.requests.approve([approved])
        owner.requests.deny([denied], "Ask for one repository.")
        owner.requests.revoke("acme", [owner.requests.find_active("acme", "first")])
        notify(services, post)
        texts = [mail.text for mail in post.mails]
        assert "@hubot approved your token: it can access acme." in texts[0]
        assert "@hubot denied your token access to acme." in texts[1]
        assert "The reason given:\n\n  Ask for one repository.\n" in texts[1]
        assert "@hubot revoked your token's access to acme." in texts[2]
        assert told(post) == [
            ("mona", "Your fine-grained personal access token has been approved"),
            ("mona", "Your fine-grained personal access token has been denied"),
            ("mona", "Your fine-grained personal access token has been revoked"),
        ]

    def test_a_token_that_needs_no_approval(self, services: Services, post: Post) -> None:
        """It is told of as new, and not as approved by its own user besides."""
        generate(services, owner="globex")
        notify(services, post)
        assert told(post) == [("mona", ADDED.removeprefix("[pat-tui] "))]

    def test_access_that_ends_with_a_membership(self, services: Services, post: Post) -> None:
        """A member who is removed is told that the tokens have lost their access; a cancelled request is no news."""
        as_user(services, "hubot").requests.approve([ask(services, "first")])
        ask(services, "second")
        notify(services, post)
        told(post)
        as_user(services, "hubot").organizations.remove_member("acme", "mona")
        notify(services, post)
        assert told(post) == [("mona", "Your fine-grained personal access token has been revoked")]

    def test_a_token_that_is_gone_by_now(self, services: Services, post: Post) -> None:
        """That it was made is told all the same, as it was called then."""
        services.token_life.delete([new(services).id])
        notify(services, post)
        assert "Fine-grained token: ci" in post.mails[0].text


class TestExpiring:
    def test_is_told_seven_days_and_one_day_before(self, services: Services, post: Post, clock: FixedClock) -> None:
        """Twice, each once, however often the command runs; not before, and not after the end."""
        end = NOW + 30 * DAY
        new(services)
        notify(services, post)
        told(post)
        for left, count in [(7 * DAY + SECOND, 0), (7 * DAY, 1), (3 * DAY, 0), (DAY, 1), (SECOND, 0), (-DAY, 0)]:
            clock.now = end - left
            for _run in range(3):
                notify(services, post)
            assert told(post) == [("mona", ABOUT_TO_EXPIRE.removeprefix("[pat-tui] "))] * count, left

    def test_when_nobody_looked_for_days(self, services: Services, post: Post, clock: FixedClock) -> None:
        """Only the nearer of the two is told."""
        new(services)
        clock.now = NOW + 29 * DAY + SECOND
        notify(services, post)
        assert [mail.subject for mail in post.mails] == [ADDED, ABOUT_TO_EXPIRE]
        assert "expires within 1 day" in post.mails[1].text

    def test_of_a_token_made_for_a_few_days(self, services: Services, post: Post, clock: FixedClock) -> None:
        """Seven days are no news to who has just chosen them; one day later is the other."""
        new(services, days=7)
        new(services, "short", days=1)
        clock.advance(SECOND)
        notify(services, post)
        assert [mail.subject for mail in post.mails] == [ADDED, ADDED]
        told(post)
        clock.now = NOW + 6 * DAY
        notify(services, post)
        assert told(post) == [("mona", ABOUT_TO_EXPIRE.removeprefix("[pat-tui] "))]

    def test_after_a_new_end(self, services: Services, post: Post, clock: FixedClock) -> None:
        """Regenerating starts it over, and what waited for the old end is no longer told."""
        token = new(services)
        clock.now = NOW + 24 * DAY
        post.error = MailRefused("not now")
        notify(services, post)
        services.token_life.regenerate(token.id, InDays(30))
        post.error = None
        notify(services, post)
        assert [mail.subject for mail in post.mails] == [ADDED]
        told(post)
        clock.now += 24 * DAY
        notify(services, post)
        assert told(post) == [("mona", ABOUT_TO_EXPIRE.removeprefix("[pat-tui] "))]

    def test_that_waited_until_the_other_was_due(self, services: Services, post: Post, clock: FixedClock) -> None:
        """While the server was down the end came nearer: one mail, the right one."""
        new(services)
        notify(services, post)
        told(post)
        clock.now = NOW + 25 * DAY
        post.error = MailError("down")
        notify(services, post)
        clock.now = NOW + 29 * DAY
        post.error = None
        notify(services, post)
        assert len(post.mails) == 1
        assert "expires within 1 day" in post.mails[0].text

    def test_is_not_told_of_what_is_deleted_or_never_ends(
        self, services: Services, post: Post, clock: FixedClock
    ) -> None:
        """A deleted token cannot expire, and some never do."""
        services.tokens.generate(draft("for ever", expiration=Never()))
        services.token_life.delete([new(services).id])
        notify(services, post)
        told(post)
        clock.now = NOW + 29 * DAY
        notify(services, post)
        assert told(post) == []


class TestWhereItGoes:
    def test_to_the_primary_address(self, services: Services, post: Post) -> None:
        """Of several verified ones."""
        emails = services.emails
        emails.add("other@example.com")
        emails.verify("other@example.com", emails.show_code("other@example.com")[0])
        emails.make_primary("other@example.com")
        new(services)
        notify(services, post)
        assert [mail.to for mail in post.mails] == ["other@example.com"]

    def test_never_to_one_that_is_not_verified(self, services: Services, post: Post) -> None:
        """It might be a stranger's. The notice waits, and the others are sent."""
        new(services)
        generate(services, "hubots", "hubot", "hubot")
        database = services.context.database
        with database.transaction():
            database.connection.execute("UPDATE email_addresses SET verified_at = NULL WHERE address LIKE 'mona%'")
        handled = notify(services, post)
        assert [(one.address, one.error) for one in handled] == [
            (None, "mona has no verified e-mail address."),
            ("hubot@example.com", ""),
        ]
        with database.transaction():
            database.connection.execute("UPDATE email_addresses SET verified_at = ?", ("2026-01-15T12:00:00Z",))
        notify(services, post)
        assert [mail.to for mail in post.mails] == ["hubot@example.com", "mona@example.com"]


class TestFailing:
    def test_a_server_that_is_down_loses_nothing(self, services: Services, post: Post) -> None:
        """The run ends at the first failure, and the next sends all in their order, under the same ids."""
        for name in "abc":
            new(services, name)
        post.error = MailError("it is down")
        handled = notify(services, post)
        assert [one.error for one in handled] == ["it is down"]
        assert Notifier(services.context, post).count_waiting() == 3
        post.error = None
        notify(services, post)
        assert [mail.text.partition("token: ")[2][0] for mail in post.mails] == ["a", "b", "c"]
        assert len({mail.id for mail in post.mails}) == 3
        assert Notifier(services.context, post).count_waiting() == 0

    def test_a_mail_that_is_refused_does_not_hold_up_the_others(self, services: Services) -> None:
        """It waits; what comes after it is sent."""

        class Choosy(Post):
            def send(self, mail: Mail) -> None:
                if mail.to.startswith("mona"):
                    raise MailRefused("no such user")
                super().send(mail)

        post = Choosy()
        new(services)
        generate(services, "hubots", "hubot", "hubot")
        assert [one.error for one in notify(services, post)] == ["no such user", ""]
        assert Notifier(services.context, post).count_waiting() == 1

    def test_without_mail(self, services: Services) -> None:
        """With nothing to send all is well; else the sentence says what to set, and nothing is lost."""
        assert Notifier(services.context, None).send_due() == []
        new(services)
        for _run in range(2):
            with pytest.raises(MailNotSetUp, match="Set PAT_TUI_SMTP_HOST and PAT_TUI_SMTP_FROM"):
                Notifier(services.context, None).send_due()

    def test_what_waits_for_ever_is_given_up(self, services: Services, post: Post, clock: FixedClock) -> None:
        """News of more than a month ago are none; what is done with is forgotten after the same time."""
        new(services, days=366)
        clock.now = NOW + 30 * DAY + SECOND
        assert notify(services, post) == []
        clock.now = NOW + 61 * DAY
        notify(services, post)
        assert services.context.database.rows("SELECT * FROM mail_outbox") == []


class TestSeveralAtOnce:
    def test_send_each_notice_once(self, services: Services) -> None:
        """Four runs over twenty notices: twenty mails."""
        for number in range(20):
            new(services, f"token {number}")
        sent: list[str] = []
        lock, barrier = Lock(), Barrier(4)

        class Slow(Post):
            def send(self, mail: Mail) -> None:
                with lock:
                    sent.append(mail.id)

        def run(_number: int) -> int:
            notifier = Notifier(services.context, Slow())
            barrier.wait()
            return len(notifier.send_due())

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(run, range(4)))
        assert sum(counts) == 20
        assert len(sent) == len(set(sent)) == 20

    def test_a_run_that_is_sending_keeps_what_it_took(self, services: Services, post: Post, clock: FixedClock) -> None:
        """While one run waits for its server, another leaves that notice alone; after ten minutes it was killed."""
        new(services)
        inner: list[list[Handled]] = []

        class Busy(Post):
            def send(self, mail: Mail) -> None:
                inner.append(notify(services, post))
                clock.advance(outbox.CLAIM_LASTS - SECOND)
                inner.append(notify(services, post))
                clock.advance(SECOND)
                inner.append(notify(services, post))

        notify(services, Busy())
        assert [len(handled) for handled in inner] == [0, 0, 1]
        assert notify(services, post) == []

    def test_a_clock_that_was_set_back_holds_nothing_up(
        self, services: Services, post: Post, clock: FixedClock
    ) -> None:
        """A run that was killed in the future does not keep its notice until then."""
        new(services)

        class Killed(Post):
            def send(self, mail: Mail) -> None:
                raise KeyboardInterrupt

        clock.now = NOW + DAY
        with pytest.raises(KeyboardInterrupt):
            notify(services, Killed())
        assert notify(services, post) == []
        clock.now = NOW
        assert len(notify(services, post)) == 1


class _Gone(Exception):
    """Stands for a kill."""


def test_a_kill_at_any_statement_sends_each_notice_and_marks_none_that_was_not(services: Services) -> None:
    """Wherever a run is killed, the next sends what was not; at worst the one under way is sent again, as itself."""
    for name in ("a", "b"):
        new(services, name)
    store = services.context.database
    with store.transaction():
        ids = {f"notice.{row['id']}" for row in store.rows("SELECT id FROM mail_outbox")}
    statement, finished = 0, False
    while not finished:
        statement += 1
        _reset(store)
        post = Post()
        with _killed_at(store, statement), suppress(_Gone):
            notify(services, post)
            finished = True
        first = [mail.id for mail in post.mails]
        _let_claims_lapse(store)
        notify(services, post)
        again = [mail.id for mail in post.mails][len(first) :]
        assert {".".join(name.split(".")[:2]) for name in (*first, *again)} == ids
        assert len(set(first) & set(again)) <= 1
    assert statement > 10


@contextmanager
def _killed_at(store: Database, number: int) -> Iterator[None]:
    passed = 0
    real = store.transaction

    @contextmanager
    def transaction() -> Iterator[None]:
        nonlocal passed
        with real():
            passed += 1
            if passed == number:
                raise _Gone
            yield
            passed += 1
            if passed == number:
                raise _Gone

    store.transaction = transaction  # type: ignore[method-assign]
    try:
        yield
    finally:
        store.transaction = real  # type: ignore[method-assign]


def _reset(store: Database) -> None:
    with store.transaction():
        store.connection.execute("UPDATE mail_outbox SET sent_at = NULL, claimed_by = NULL, claimed_at = NULL")


def _let_claims_lapse(store: Database) -> None:
    with store.transaction():
        store.connection.execute("UPDATE mail_outbox SET claimed_by = NULL, claimed_at = NULL")


def test_two_stores_have_nothing_to_do_with_each_other(services: Services, post: Post) -> None:
    """A run sends what its own store holds."""
    new(services)
    with closing(Database(services.settings.store.with_name("other.db"))) as other:
        assert notify(replace(services, context=services.context._replace(database=other)), post) == []
