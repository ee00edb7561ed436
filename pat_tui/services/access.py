"""Whose a presented secret is, what is asked for, and the decision: everything between a request and its answer."""

from dataclasses import dataclass, replace
from functools import cached_property

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.authorization import (
    Decision,
    Denied,
    Owner,
    Reason,
    RepositoryAsked,
    Resource,
    authorize,
    refused_as_token,
)
from pat_tui.domain.credentials import AnyCredential, ClassicCredential
from pat_tui.domain.policies import Decider, OrganizationPolicy, Policy
from pat_tui.domain.repositories import Repository, RepositoryRole, Visibility
from pat_tui.domain.requirements import About, Requirement
from pat_tui.domain.routes import Match, Routes
from pat_tui.domain.scopes import Catalogue, effective
from pat_tui.domain.secrets import Secret, TokenKind, hash_of, recognise
from pat_tui.domain.single_sign_on import sso_refusal
from pat_tui.services.clock import Clock
from pat_tui.store import accounts, collaborators, credentials, policies, repositories, single_sign_on
from pat_tui.store.database import Database
from pat_tui.store.memory import Memory

_BAD = Denied(Reason.BAD_CREDENTIAL)


@dataclass(frozen=True)
class Access:
    """Authentication and authorization over one store. It acts for nobody: the credential does."""

    database: Database
    clock: Clock

    @cached_property
    def memory(self) -> Memory:
        """What was read since the store has last changed."""
        return Memory(self.database)

    @cached_property
    def scopes(self) -> Catalogue:
        """The scope catalogue."""
        from pat_tui.catalogue.scopes import scopes

        return scopes()

    @cached_property
    def routes(self) -> Routes:
        """The endpoint catalogue."""
        from pat_tui.catalogue.endpoints import routes

        return routes()

    def authenticate(self, secret: Secret) -> AnyCredential | Denied:
        """The token whose SECRET this is. Shape and checksum are looked at first, so that most guesses cost no look-up.

        Expired tokens and those of suspended users are refused here; what a live one may do is `decide`'s.
        """
        return self._alive(self.whose(secret))

    def whose(self, secret: Secret) -> AnyCredential | None:
        """The token whose SECRET this is, whether it still works or not: for telling which one does not."""
        kind = recognise(secret.reveal())
        if kind is None:
            return None
        secret_hash = hash_of(secret)
        return self.memory.recall(("token", kind, secret_hash), lambda: self._look_up(kind, secret_hash, 0), _is_there)

    @staticmethod
    def is_token(secret: Secret) -> bool:
        """Whether SECRET has the shape and the checksum of a token, be there such a token or not."""
        return recognise(secret.reveal()) is not None

    def credential(self, kind: TokenKind, token_id: int) -> AnyCredential | None:
        """The token of KIND with that id, without its secret: for asking what it could do. None where there is none."""
        return self._look_up(kind, None, token_id)

    def _look_up(self, kind: TokenKind, secret_hash: bytes | None, token_id: int) -> AnyCredential | None:
        if kind is TokenKind.FINE_GRAINED:
            return credentials.fine_grained(self.database, secret_hash=secret_hash, token_id=token_id)
        row = credentials.classic(self.database, secret_hash=secret_hash, token_id=token_id)
        if row is None:
            return None
        return ClassicCredential(**row._asdict(), effective_scopes=effective(row.scopes, self.scopes))

    def _alive(self, credential: AnyCredential | None) -> AnyCredential | Denied:
        if credential is None:
            return _BAD
        if credential.expires_at is not None and credential.expires_at <= self.clock():
            return Denied(Reason.EXPIRED)
        return Denied(Reason.SUSPENDED) if credential.is_suspended else credential

    def decide(self, credential: AnyCredential | None, requirement: Requirement, resource: Resource) -> Decision:
        """Whether CREDENTIAL may do what REQUIREMENT asks for on RESOURCE, now."""
        return authorize(credential, requirement, resource, self.clock())

    def judge(self, credential: AnyCredential | None, match: Match | None) -> tuple[Decision, Resource | None]:
        """The decision on a request for MATCH (None: no endpoint), and what it asks for, if there is such a thing."""
        if credential is not None and (refused := refused_as_token(credential, self.clock())) is not None:
            return refused, None
        if match is None:
            return Denied(Reason.NOT_FOUND), None
        requirement, values = match.endpoint.requirement, match.values
        if "owner" in values and "repo" in values:
            return self.decide_repository(credential, requirement, values["owner"], values["repo"])
        resource = self.resource(match, credential)
        if resource is not None and (resource.repository is None or resource.repository.is_seen_by_user):
            return self.decide(credential, requirement, resource), resource
        is_own = credential is None and requirement.about is About.USER
        return Denied(Reason.NO_CREDENTIAL if is_own else Reason.NOT_FOUND), None

    def decide_repository(
        self, credential: AnyCredential | None, requirement: Requirement, owner: str, name: str
    ) -> tuple[Decision, Resource | None]:
        """`decide` on the repository OWNER/NAME, and the repository where there is one.

        One that is not there is refused as one that may not be seen, policies of its owner first: else a policy's
        refusal would tell a stranger which names there are.
        """
        resource = self.repository(owner, name, credential)
        account = accounts.by_login(self.database, owner) if resource is None else None
        if resource is not None:
            return self.decide(credential, requirement, resource), resource
        if account is None:
            return Denied(Reason.NOT_FOUND), None
        unseen = RepositoryAsked(0, f"{account.login}/{name}", Visibility.PRIVATE, None)
        return self.decide(credential, requirement, Resource(self._owner(account, credential), unseen)), None

    def resource(self, match: Match, credential: AnyCredential | None) -> Resource | None:
        """What MATCH's placeholders name, as CREDENTIAL's user stands with it; None where there is no such thing."""
        values = match.values
        if "owner" in values and "repo" in values:
            return self.repository(values["owner"], values["repo"], credential)
        if "repository_id" in values and match.endpoint.path.startswith("/repositories/"):
            found = self._by_id(values["repository_id"])
            account = None if found is None else accounts.by_id(self.database, found.owner_id)
            return self._of_repository(found, account, credential) if found and account else None
        if "org" in values:
            return self.account(values["org"], credential, AccountKind.ORGANIZATION)
        if match.endpoint.path.split("/")[1] in {"user", "notifications", "gists"}:
            return None if credential is None else self.account(credential.user_login, credential, AccountKind.USER)
        return None if _NOT_HERE & values.keys() else Resource()

    def repository(self, owner: str, name: str, credential: AnyCredential | None) -> Resource | None:
        """The repository OWNER/NAME, in any case; None where there is none."""
        key = ("repository", owner, name, _asking(credential))
        return self.memory.recall(key, lambda: self._repository(owner, name, credential), _outlasts)

    def _repository(self, owner: str, name: str, credential: AnyCredential | None) -> Resource | None:
        account = accounts.by_login(self.database, owner)
        found = repositories.named(self.database, account.id, [name]) if account else []
        return self._of_repository(found[0], account, credential) if account and found else None

    def folder(self, repository_id: int) -> str | None:
        """Where the repository of that id lies on disk; None where it does not."""
        return self.memory.recall(("folder", repository_id), lambda: self._folder(repository_id))

    def _folder(self, repository_id: int) -> str | None:
        found = repositories.by_id(self.database, repository_id)
        return None if found is None else found.path

    def account(self, login: str, credential: AnyCredential | None, kind: AccountKind) -> Resource | None:
        """The account of KIND called LOGIN; None where there is none."""
        key = ("account", login, kind, _asking(credential))
        return self.memory.recall(key, lambda: self._account(login, credential, kind), _outlasts)

    def _account(self, login: str, credential: AnyCredential | None, kind: AccountKind) -> Resource | None:
        account = accounts.by_login(self.database, login)
        if account is None or account.kind is not kind:
            return None
        return Resource(self._owner(account, credential))

    def _by_id(self, text: str) -> Repository | None:
        return repositories.by_id(self.database, int(text)) if text.isascii() and text.isdigit() else None

    def _of_repository(self, found: Repository, account: Account, credential: AnyCredential | None) -> Resource:
        """FOUND, a repository of ACCOUNT's."""
        owner = self._owner(account, credential)
        role = None if credential is None else self._role(found, account, owner.role, credential.user_id)
        asked = RepositoryAsked(found.id, found.full_name, found.visibility, role)
        if found.visibility is Visibility.INTERNAL and credential is not None:
            is_insider = accounts.is_member_anywhere(self.database, credential.user_id)
            asked = replace(asked, is_insider=is_insider)
        return Resource(owner, asked)

    def _role(self, found: Repository, owner: Account, membership: Role | None, user_id: int) -> RepositoryRole | None:
        """What the user may do in the repository: the most that ownership, membership and collaboration give."""
        if owner.id == user_id or membership is Role.OWNER:
            return RepositoryRole.ADMIN
        given = collaborators.role_of(self.database, found.id, user_id)
        return given or (RepositoryRole.READ if membership is Role.MEMBER else None)

    def _owner(self, account: Account, credential: AnyCredential | None) -> Owner:
        if account.kind is AccountKind.USER:
            return Owner(account.id, account.login, account.kind)
        held = policies.effective_policy(self.database, account.id)
        role = None if credential is None else accounts.role_of(self.database, account.id, credential.user_id)
        is_classic = credential is not None and credential.kind is TokenKind.CLASSIC
        limit = Policy.LIFETIME_CLASSIC if is_classic else Policy.LIFETIME_FINE_GRAINED
        by_enterprise = held.decided_by(limit) is Decider.ENTERPRISE
        # GitHub asks no single sign-on of outside collaborators.
        lacks_sign_on = role is not None and not self._is_signed_on(account, held.policy, credential)
        return Owner(account.id, account.login, account.kind, held.policy, by_enterprise, role, lacks_sign_on)

    def _is_signed_on(
        self, organization: Account, policy: OrganizationPolicy, credential: AnyCredential | None
    ) -> bool:
        """Whether ORGANIZATION lets the credential in by single sign-on; of nobody it is not asked."""
        if credential is None or not policy.sso_required:
            return True
        token = single_sign_on.subject(self.database, credential.user_id, credential.kind, credential.token_id)
        if token is None:
            return False
        on_record = single_sign_on.authorizations(self.database, credential.kind, credential.token_id)
        return sso_refusal(token.credential, organization, policy, on_record, self.clock()) is None


def _asking(credential: AnyCredential | None) -> tuple[TokenKind, int, int] | None:
    """What of CREDENTIAL the answer depends on that is kept."""
    return None if credential is None else (credential.kind, credential.token_id, credential.user_id)


def _is_there(credential: AnyCredential | None) -> bool:
    return credential is not None


def _outlasts(resource: Resource | None) -> bool:
    """Whether RESOURCE is there and depends on the store alone. Sessions of single sign-on end by the clock."""
    if resource is None or resource.owner is None:
        return False
    return resource.owner.policy is None or not resource.owner.policy.sso_required


_NOT_HERE = {"enterprise", "enterprise-team", "team_id", "app_slug", "gist_id"}
"""Placeholders of things that this program does not have."""
