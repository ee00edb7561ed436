"""Builds the services once. Every face and the tests call it."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pat_tui.domain.accounts import Account
from pat_tui.domain.errors import StoreError
from pat_tui.services.clock import Clock, system_clock, system_random
from pat_tui.services.context import Context
from pat_tui.services.token_list import ListedTokens
from pat_tui.settings import Settings
from pat_tui.store.database import Database
from pat_tui.store.log_key import KeyFile

if TYPE_CHECKING:
    from pat_tui.domain.secrets import RandomString
    from pat_tui.services.access import Access
    from pat_tui.services.classic_list import ListedClassicTokens
    from pat_tui.services.classic_tokens import ClassicTokens
    from pat_tui.services.emails import Emails
    from pat_tui.services.enterprise import Enterprise
    from pat_tui.services.links import Links
    from pat_tui.services.mail import Mailer
    from pat_tui.services.notify import Notifier
    from pat_tui.services.organizations import Organizations
    from pat_tui.services.people import People
    from pat_tui.services.removal import Removal
    from pat_tui.services.repository_keys import RepositoryKeys
    from pat_tui.services.requests import Requests
    from pat_tui.services.security_log import SecurityLog
    from pat_tui.services.single_sign_on import SingleSignOn
    from pat_tui.services.sso_authorizations import SsoAuthorizations
    from pat_tui.services.token_life import TokenLife
    from pat_tui.services.tokens import Tokens


@dataclass
class Services:
    """The use cases, for one acting user over one open store. A context manager: leaving it closes the store."""

    context: Context
    settings: Settings
    throw_away: Path | None = None
    """The folder of a demonstration store, removed on leaving."""

    @property
    def acting(self) -> Account:
        """Who acts."""
        return self.context.acting

    @cached_property
    def owns_enterprise(self) -> bool:
        """Whether who acts owns the enterprise, which nobody can lose or win. False too where the store fails."""
        from pat_tui.services.rights import is_enterprise_owner

        try:
            return is_enterprise_owner(self.context)
        except StoreError:
            return False

    @property
    def listed_tokens(self) -> ListedTokens:
        """The list of fine-grained tokens; the rest of what can be done with them is not loaded for it."""
        return ListedTokens(self.context)

    @property
    def tokens(self) -> "Tokens":
        """Use cases around fine-grained tokens."""
        from pat_tui.services.tokens import Tokens

        return Tokens(self.context)

    @property
    def token_life(self) -> "TokenLife":
        """Use cases around fine-grained tokens that are there."""
        from pat_tui.services.token_life import TokenLife

        return TokenLife(self.context)

    @property
    def links(self) -> "Links":
        """Links that fill in the form of a new token."""
        from pat_tui.services.links import Links

        return Links(self.token_life, self.settings.link_base)

    @property
    def repository_keys(self) -> "RepositoryKeys":
        """Use cases around the deploy keys of repositories."""
        from pat_tui.services.repository_keys import RepositoryKeys

        return RepositoryKeys(self.context)

    @property
    def listed_classic_tokens(self) -> "ListedClassicTokens":
        """The list of classic tokens; the rest of what can be done with them is not loaded for it."""
        from pat_tui.services.classic_list import ListedClassicTokens

        return ListedClassicTokens(self.context)

    @property
    def classic_tokens(self) -> "ClassicTokens":
        """Use cases around classic tokens."""
        from pat_tui.services.classic_tokens import ClassicTokens

        return ClassicTokens(self.context)

    @property
    def organizations(self) -> "Organizations":
        """Use cases of the owners of organizations: members and policies."""
        from pat_tui.services.organizations import Organizations

        return Organizations(self.context)

    @property
    def people(self) -> "People":
        """Use cases of the owners of organizations: outside collaborators, and who could join."""
        from pat_tui.services.people import People

        return People(self.context)

    @property
    def requests(self) -> "Requests":
        """Use cases of the owners of organizations: pending requests and active tokens."""
        from pat_tui.services.requests import Requests

        return Requests(self.context)

    @property
    def single_sign_on(self) -> "SingleSignOn":
        """Use cases of a user under single sign-on: sessions, and authorising tokens."""
        from pat_tui.services.single_sign_on import SingleSignOn

        return SingleSignOn(self.context)

    @property
    def sso_authorizations(self) -> "SsoAuthorizations":
        """Use cases of the owners of organizations: what single sign-on has let in."""
        from pat_tui.services.sso_authorizations import SsoAuthorizations

        return SsoAuthorizations(self.context)

    @property
    def security_log(self) -> "SecurityLog":
        """The acting user's security log."""
        from pat_tui.services.security_log import SecurityLog

        return SecurityLog(self.context)

    @property
    def removal(self) -> "Removal":
        """The removal of tokens that nobody has used for a year."""
        from pat_tui.services.removal import Removal

        return Removal(self.context)

    def is_anything_unused(self) -> bool:
        """Whether `removal` may have something to do, told at once; it is loaded for that alone."""
        from pat_tui.store.housekeeping import any_idle_until

        try:
            return any_idle_until(self.context.database, self.context.clock())
        except StoreError:
            return False

    @property
    def enterprise(self) -> "Enterprise":
        """Use cases of the owner of the enterprise."""
        from pat_tui.services.enterprise import Enterprise

        return Enterprise(self.context)

    @property
    def mailer(self) -> "Mailer | None":
        """Where mail goes; None where no mail is set up."""
        if self.settings.mail is None:
            return None
        from pat_tui.smtp import SmtpMailer

        return SmtpMailer(self.settings.mail)

    @property
    def emails(self) -> "Emails":
        """Use cases around the e-mail addresses of the acting user."""
        from pat_tui.services.emails import Emails

        return Emails(self.context, self.mailer)

    @property
    def notifier(self) -> "Notifier":
        """Sends the notices that are due."""
        from pat_tui.services.notify import Notifier

        return Notifier(self.context, self.mailer)

    @property
    def access(self) -> "Access":
        """Whose a secret is, and what a token may do. It acts for nobody."""
        from pat_tui.services.access import Access

        return Access(self.context.database, self.context.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.context.database.close()
        if self.throw_away is not None:
            _remove(self.throw_away)


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    random_string: "RandomString" = system_random,
    zone: tzinfo | None = None,
) -> Services:
    """Open the store and build the services on it. Raises StoreError, NotFound for an unknown acting user."""
    with ExitStack() as on_failure:
        throw_away = _throw_away_folder() if settings.demo else None
        if throw_away is not None:
            on_failure.callback(_remove, throw_away)
            settings = settings._replace(store=throw_away / "store.db", mail=None)
        log_key = None if throw_away or settings.log_key is None else KeyFile(settings.log_key)
        database = Database(settings.store, durable=throw_away is None, log_key=log_key)
        on_failure.callback(database.close)
        if throw_away is not None:
            _fill_demonstration(database, clock, random_string)
        acting = _acting(database, clock, settings.acting)
        services = Services(Context(database, clock, random_string, zone, acting), settings, throw_away)
        _let_go(services)
        on_failure.pop_all()
    return services


def _let_go(services: Services) -> None:
    """Let go of tokens whose deletion an earlier run could have undone. Nearly always there are none."""
    from pat_tui.store.housekeeping import any_deleted

    if any_deleted(services.context.database):
        with suppress(StoreError):  # whoever holds the store does not keep anybody from reading it; the next run tries
            services.token_life.forget_deleted()
            services.classic_tokens.forget_deleted()


def _throw_away_folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="pat-tui-demo-"))


def _remove(folder: Path) -> None:
    import shutil
    import time

    for _attempt in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)  # a thread that is still at the store may just have put a file of SQLite's there


def _fill_demonstration(database: Database, clock: Clock, random_string: "RandomString") -> None:
    from pat_tui import demo

    demo.fill(database, clock, random_string)


def _acting(database: Database, clock: Clock, login: str | None) -> Account:
    """The user called LOGIN; the store's first one where nobody is named, made now if the store is new."""
    from pat_tui.store import accounts

    user = None if login else accounts.first_user(database)
    if user is not None:
        return user
    from pat_tui.services.accounts import acting_account, ensure_user

    if login:
        return acting_account(database, login)
    from pat_tui.git_identity import identity

    return ensure_user(database, clock, identity())
