"""Use cases around fine-grained tokens. All of them act for the context's user, and see that user's tokens only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pat_tui.domain import drafts as rules
from pat_tui.domain.accounts import Account, Role
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.drafts import DraftContext, ResourceOwner, TokenDraft
from pat_tui.domain.errors import InvalidInput, NotFound, SignOnRequired
from pat_tui.domain.expiration import expires_at
from pat_tui.domain.permissions import METADATA, Level, Permission, with_metadata
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Repository
from pat_tui.domain.secrets import Secret, TokenKind, generate, hash_of, hint_of
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.i18n import _
from pat_tui.services import notices, sso_credentials, token_log, token_naming, verified_address
from pat_tui.services.token_list import ListedTokens
from pat_tui.store import deploy_keys, events, policies, repositories, requests, single_sign_on, token_list
from pat_tui.store import tokens as store
from pat_tui.store.requests import Reach


@dataclass(frozen=True, slots=True)
class Generated:
    """A new token, and the only copy of its secret."""

    token: FineGrainedToken
    secret: Secret


class Tokens(ListedTokens):
    """The fine-grained tokens of the acting user: the list, single tokens, and making new ones."""

    @cached_property
    def permissions(self) -> Mapping[str, Permission]:
        """The permission catalogue, by slug."""
        from pat_tui.catalogue.permissions import permissions

        return permissions()

    def get(self, token_id: int) -> FineGrainedToken:
        """The user's token of that id. Raises NotFound."""
        token = store.get(self.context.database, self.context.acting.id, token_id)
        if token is None:
            raise NotFound(_("There is no such token any more."))
        return token

    def deploy_keys(self, token_id: int) -> list[DeployKey]:
        """The deploy keys that were made with the token, and that go with it. Raises NotFound."""
        return deploy_keys.of_fine_grained_token(self.context.database, self.get(token_id).id)

    def find(self, text: str) -> FineGrainedToken:
        """The token that TEXT names: by id, name or hint. Raises NotFound, Ambiguous when it names several."""
        return self.get(token_naming.fine_grained(self.context, text))

    def resource_owners(self) -> list[ResourceOwner]:
        """The accounts that may own what a new token reaches: the user first, then organizations by login."""
        own = ResourceOwner(self.context.acting, approval_required=False, max_lifetime_days=None)
        signed_on = single_sign_on.organizations_signed_on(
            self.context.database, self.context.acting.id, self.context.clock()
        )
        allowed = (row for row in self._organizations() if row[2].fine_grained_allowed)
        return [own, *(_resource_owner(*row, signed_on=row[0].id in signed_on) for row in allowed)]

    def missing_owners(self) -> list[Account]:
        """The user's organizations that do not allow fine-grained tokens, and so are not offered."""
        return [
            organization for organization, _role, policy in self._organizations() if not policy.fine_grained_allowed
        ]

    def selectable_repositories(self, owner: Account) -> list[Repository]:
        """OWNER's repositories that a token of the user may name."""
        return repositories.of_owner(self.context.database, owner.id)

    def name_error(self, name: str) -> str | None:
        """Why NAME cannot be a new token's name, or None."""
        name = name.strip()  # as `generate` keeps it
        return rules.name_error(name, taken=store.name_taken(self.context.database, self.context.acting.id, name))

    def errors(self, draft: TokenDraft) -> dict[str, str]:
        """What is wrong with DRAFT now, by field in form order. Nothing is written."""
        draft = kept(draft, self.permissions)
        return rules.draft_errors(draft, self._draft_context(draft))

    def generate(self, draft: TokenDraft) -> Generated:
        """Check DRAFT and make the token of it, in one transaction.

        Where the resource owner demands single sign-on, that authorises the token as well. Raises SignOnRequired for
        who has no session there, InvalidInput, NeedsVerifiedAddress, and then nothing has changed.
        """
        with self.context.database.transaction():
            verified_address.demand(self.context)
            draft = kept(draft, self.permissions)
            against = self._draft_context(draft)
            if (errors := rules.draft_errors(draft, against)) or against.owner is None:
                if against.owner is not None and against.owner.needs_sign_on:
                    raise SignOnRequired(against.owner.account.login, errors)
                raise InvalidInput(errors)
            draft = as_stored(draft, against, against.owner)
            secret = generate(TokenKind.FINE_GRAINED, self.context.random_string)
            token = self.get(self._write(draft, against, against.owner, secret))
            notices.note_created(self.context, token)
            return Generated(token, secret)

    def _write(self, draft: TokenDraft, against: DraftContext, owner: ResourceOwner, secret: Secret) -> int:
        repository_ids = tuple(against.repositories[name.lower()].id for name in draft.repositories)
        new = store.NewToken(
            user_id=self.context.acting.id,
            owner_id=owner.account.id,
            name=draft.name,
            description=draft.description,
            secret_hash=hash_of(secret),
            hint=hint_of(secret),
            repository_access=draft.repository_access,
            repository_ids=repository_ids,
            permissions=draft.permissions,
            created_at=against.now,
            expires_at=expires_at(draft.expiration, against.now, against.zone, owner.max_lifetime_days),
        )
        token_id = store.add(self.context.database, new)
        self._note("create", token_id, draft, against.now)
        if owner.is_organization:
            reach = Reach(draft.repository_access, repository_ids, draft.permissions)
            self._ask(token_id, owner, draft, reach, against.now)
        if owner.sso_required:
            sso_credentials.authorize(self.context, owner.account, TokenKind.FINE_GRAINED, token_id, against.now)
        return token_id

    def _ask(self, token_id: int, owner: ResourceOwner, draft: TokenDraft, reach: Reach, now: datetime) -> None:
        """Bring the token before the organization; where no approval is needed, it is granted in the same breath."""
        database, acting = self.context.database, self.context.acting
        reason = draft.reason if owner.approval_required else ""
        request_id = requests.ask(database, token_id, owner.account.id, reason, reach, now)
        of_request = {"user_programmatic_access_request_id": request_id}
        self._note("request_created", token_id, draft, now, **of_request)
        if not owner.approval_required:
            requests.approve(database, token_id, acting.id, now)
            self._note("access_granted", token_id, draft, now, **of_request)

    def _note(self, action: str, token_id: int, draft: TokenDraft, now: datetime, **more: object) -> None:
        """Log what the acting user did to the token, which has what DRAFT says; its hash, unless it is gone."""
        acting, database = self.context.acting, self.context.database
        secret_hash = store.secret_hash(database, acting.id, token_id)
        organization = None if draft.owner == acting.login else draft.owner
        fields = {
            **token_log.token_fields(token_id, draft.name, acting.login, organization),
            **token_log.reach_fields(draft.repository_access, draft.repositories, draft.permissions),
            **({"hashed_token": token_log.hashed_token(secret_hash)} if secret_hash else {}),
            **more,
        }
        events.add(database, f"personal_access_token.{action}", acting, now, fields)

    def _organizations(self) -> list[tuple[Account, Role, OrganizationPolicy]]:
        return policies.organizations_of(self.context.database, self.context.acting.id)

    def _draft_context(self, draft: TokenDraft) -> DraftContext:
        database, user_id = self.context.database, self.context.acting.id
        owner = next(
            (owner for owner in self.resource_owners() if owner.account.login.lower() == draft.owner.lower()), None
        )
        return DraftContext(
            now=self.context.clock(),
            zone=self.context.zone,
            owner=owner,
            repositories=self._draft_repositories(draft, owner),
            name_taken=store.name_taken(database, user_id, draft.name),
            token_count=token_list.count(database, user_id),
            permissions=self.permissions,
        )

    def _draft_repositories(self, draft: TokenDraft, owner: ResourceOwner | None) -> dict[str, Repository]:
        if owner is None or draft.repository_access is not RepositoryAccess.SELECTED:
            return {}
        prefix = f"{owner.account.login}/".lower()
        names = [
            name[len(prefix) :]
            for name in draft.repositories[: rules.SELECTED_REPOSITORIES]
            if name.lower().startswith(prefix)
        ]
        found = repositories.named(self.context.database, owner.account.id, names)
        return {repository.full_name.lower(): repository for repository in found}


def _resource_owner(organization: Account, role: Role, policy: OrganizationPolicy, *, signed_on: bool) -> ResourceOwner:
    """What ORGANIZATION demands of a token. Its owners are approved by themselves."""
    return ResourceOwner(
        organization,
        approval_required=policy.approval_required and role is not Role.OWNER,
        max_lifetime_days=policy.max_lifetime_fine_grained,
        sso_required=policy.sso_required,
        signed_on=signed_on,
    )


def as_stored(draft: TokenDraft, against: DraftContext, owner: ResourceOwner) -> TokenDraft:
    """A valid DRAFT with every name written as the store writes it, whatever its case was."""
    names = tuple(against.repositories[name.lower()].full_name for name in draft.repositories)
    return replace(draft, owner=owner.account.login, repositories=names)


def kept(draft: TokenDraft, catalogue: Mapping[str, Permission]) -> TokenDraft:
    """DRAFT as it would be kept: without doubled repositories, with the metadata permission where it belongs."""
    unique = tuple({name.lower(): name for name in draft.repositories}.values())
    # Metadata alone, or above read, is left as it is for validation to refuse.
    is_wrong = set(draft.permissions) == {METADATA} or draft.permissions.get(METADATA, Level.READ) is not Level.READ
    permissions = draft.permissions if is_wrong else with_metadata(draft.permissions, catalogue)
    return replace(draft, name=draft.name.strip(), repositories=unique, permissions=permissions)
