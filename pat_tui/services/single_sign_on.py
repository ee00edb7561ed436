"""Use cases of a user under single sign-on: sessions, and authorising tokens. No identity provider is contacted."""

from dataclasses import dataclass
from datetime import timedelta

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.classic_policies import ClassicPolicy, refusal
from pat_tui.domain.errors import InvalidInput, NotFound, SignOnRequired
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import SESSION_LENGTH, SsoSession, sign_on_text, sso_state
from pat_tui.domain.status import SsoState
from pat_tui.i18n import _
from pat_tui.services import rights, sso_credentials
from pat_tui.services.context import Context
from pat_tui.store import accounts, classic_tokens, events, policies
from pat_tui.store import single_sign_on as store
from pat_tui.store import tokens as fine_grained
from pat_tui.store.single_sign_on import Subject


@dataclass(frozen=True, slots=True)
class SignOn:
    """An organization of the acting user's that demands single sign-on."""

    organization: Account
    session: SsoSession | None
    """The active one; None where there is none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a token stands with one organization that demands single sign-on."""

    organization: Account
    state: SsoState
    session: SsoSession | None
    """The user's active one with the organization."""
    obstacle: str
    """Why the token cannot be authorised, session or not; empty: it can, or it is."""


class SingleSignOn:
    """Sessions of the acting user, and authorizations of that user's tokens."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def organizations(self) -> list[SignOn]:
        """The acting user's organizations that demand single sign-on, by login."""
        found = policies.organizations_of(self.context.database, self.context.acting.id)
        return [SignOn(one, self._session(one)) for one, _role, policy in found if policy.sso_required]

    def is_used(self) -> bool:
        """Whether any organization of the acting user demands single sign-on."""
        return any(row[2].sso_required for row in self._joined())

    def status(self, login: str) -> SignOn:
        """The organization called LOGIN, and the session with it.

        Raises NotFound, Forbidden for who is no member, InvalidInput where it demands no single sign-on.
        """
        organization = rights.joined_organization(self.context, login)
        if not self._policy(organization).sso_required:
            words = _("{organization} does not require single sign-on, so there are no sessions with it.")
            raise InvalidInput({"login": words.format(organization=organization.login)})
        return SignOn(organization, self._session(organization))

    def open(self, login: str) -> SignOn:
        """Open a session with the organization called LOGIN; one that is open starts anew. Raises as `status` does."""
        with self.context.database.transaction():
            self._open(self.status(login).organization)
            return self.status(login)

    def close(self, login: str) -> SignOn:
        """End the session with the organization called LOGIN, if there is one; authorizations stay.

        Raises NotFound, Forbidden for who is no member.
        """
        database = self.context.database
        with database.transaction():
            organization = rights.joined_organization(self.context, login)
            if self._session(organization) is not None:
                self._note("org.sso_session_closed", organization)
            store.close_session(database, self.context.acting.id, organization.id)
            return SignOn(organization, None)

    def standings(self, kind: TokenKind, token_id: int) -> list[Standing]:
        """Where the acting user's token stands, by login of the organization; empty: nobody demands anything of it.

        A fine-grained token has to do with its resource owner only, a classic one with all the user's organizations.
        Raises NotFound.
        """
        token = self._subject(kind, token_id)
        return [self._standing(organization, policy, token) for organization, policy in self._demanding(token)]

    def authorize(self, kind: TokenKind, token_id: int, login: str, *, sign_on: bool = False) -> Standing:
        """Authorise the acting user's token for the organization called LOGIN. Nothing happens where it is already.

        SIGN_ON opens a session first where there is none. Raises NotFound, Forbidden, SignOnRequired without a session,
        InvalidInput where the token cannot be authorised; then nothing has changed.
        """
        with self.context.database.transaction():
            standing = self._one(kind, token_id, login)
            if standing.state is SsoState.AUTHORIZED:
                return standing
            if standing.obstacle:
                raise InvalidInput({"authorization": standing.obstacle})
            if standing.session is None:
                if not sign_on:
                    name = standing.organization.login
                    raise SignOnRequired(name, {"authorization": sign_on_text(name)})
                self._open(standing.organization)
            now = self.context.clock()
            sso_credentials.authorize(self.context, standing.organization, kind, token_id, now)
            return self._one(kind, token_id, login)

    def deauthorize(self, kind: TokenKind, token_id: int, login: str) -> Standing:
        """Take the authorization away; the token can be authorised again. Nothing happens where there is none.

        Raises NotFound, Forbidden, InvalidInput where the organization has no say about the token.
        """
        with self.context.database.transaction():
            standing = self._one(kind, token_id, login)
            if standing.state is SsoState.AUTHORIZED:
                token, organization = self._subject(kind, token_id), standing.organization
                store.remove(self.context.database, organization.id, token)
                user = self.context.acting.login
                sso_credentials.note(self.context, "deauthorize", organization.login, user, token)
            return self._one(kind, token_id, login)

    def _one(self, kind: TokenKind, token_id: int, login: str) -> Standing:
        rights.require_active(self.context)
        organization = rights.joined_organization(self.context, login)
        found = [one for one in self.standings(kind, token_id) if one.organization.id == organization.id]
        if not found:
            if self._policy(organization).sso_required:
                words = _("The token's resource owner is not {organization}: it cannot reach it.")
            else:
                words = _("{organization} does not require single sign-on: the token needs no authorization.")
            raise InvalidInput({"authorization": words.format(organization=organization.login)})
        return found[0]

    def _standing(self, organization: Account, policy: OrganizationPolicy, token: Subject) -> Standing:
        now = self.context.clock()
        known = store.authorizations(self.context.database, token.kind, token.token_id)
        state = sso_state(token.credential, organization, policy, known, now)
        expires_at = token.credential.expires_at
        obstacle = ""
        if state is SsoState.REVOKED:
            obstacle = _(
                "An owner of {organization} revoked it, for good. Regenerate the token to authorise its new value."
            )
        elif expires_at is not None and expires_at <= now:
            obstacle = _("The token has expired. Regenerate it, and authorise its new value.")
        elif state is not SsoState.AUTHORIZED and token.kind is TokenKind.CLASSIC:
            obstacle = self._policy_obstacle(organization, policy, token)
        return Standing(
            organization, state, self._session(organization), obstacle.format(organization=organization.login)
        )

    def _policy_obstacle(self, organization: Account, policy: OrganizationPolicy, token: Subject) -> str:
        """Why ORGANIZATION would refuse a classic TOKEN anyhow: GitHub looks at its lifetime at this point too."""
        found = classic_tokens.get(self.context.database, token.user_id, token.token_id)
        rules = ClassicPolicy(organization.login, policy.classic_allowed, policy.max_lifetime_classic)
        refused = refusal(rules, found.lifetime if found else timedelta())
        return refused.text if refused else ""

    def _demanding(self, token: Subject) -> list[tuple[Account, OrganizationPolicy]]:
        """The organizations whose single sign-on TOKEN needs."""
        if token.kind is TokenKind.CLASSIC:
            return [(one, policy) for one, _role, policy in self._joined() if policy.sso_required]
        found = fine_grained.get(self.context.database, token.user_id, token.token_id)
        owner = accounts.by_login(self.context.database, found.owner_login) if found else None
        if owner is None or owner.kind is not AccountKind.ORGANIZATION:
            return []
        policy = self._policy(owner)
        return [(owner, policy)] if policy.sso_required else []

    def _joined(self) -> list[tuple[Account, object, OrganizationPolicy]]:
        return [*policies.organizations_of(self.context.database, self.context.acting.id)]

    def _policy(self, organization: Account) -> OrganizationPolicy:
        return policies.effective_policy(self.context.database, organization.id).policy

    def _session(self, organization: Account) -> SsoSession | None:
        found = store.session(self.context.database, self.context.acting.id, organization.id)
        return found if found is not None and found.is_active_at(self.context.clock()) else None

    def _open(self, organization: Account) -> None:
        now = self.context.clock()
        session = SsoSession(now, now + SESSION_LENGTH)
        store.open_session(self.context.database, self.context.acting.id, organization.id, session)
        self._note("org.sso_response", organization)

    def _subject(self, kind: TokenKind, token_id: int) -> Subject:
        found = store.subject(self.context.database, self.context.acting.id, kind, token_id)
        if found is None:
            raise NotFound(_("There is no such token any more."))
        return found

    def _note(self, action: str, organization: Account) -> None:
        context = self.context
        fields = {"org": organization.login, "user": context.acting.login}
        events.add(context.database, action, context.acting, context.clock(), fields)
