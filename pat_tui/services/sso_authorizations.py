"""Use cases of the owners of an organization: the tokens that single sign-on has let in, and revoking that."""

from collections.abc import Sequence

from pat_tui.domain.accounts import Account
from pat_tui.domain.errors import NotFound
from pat_tui.domain.single_sign_on import CredentialAuthorization
from pat_tui.i18n import _
from pat_tui.services import rights, sso_credentials
from pat_tui.services.context import Context
from pat_tui.store import accounts, policies
from pat_tui.store import single_sign_on as store


class SsoAuthorizations:
    """What the acting user can do with authorizations in organizations of the user's own."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def is_required(self, login: str) -> bool:
        """Whether the organization called LOGIN demands single sign-on. Raises NotFound."""
        organization = rights.organization(self.context, login)
        return policies.effective_policy(self.context.database, organization.id).policy.sso_required

    def listed(self, login: str, text: str = "", offset: int = 0, limit: int = -1) -> list[CredentialAuthorization]:
        """The authorizations that hold, the latest first: LIMIT (-1: all) from OFFSET on.

        With TEXT only those of users or tokens whose name holds it. Raises NotFound, Forbidden.
        """
        organization = rights.owned_organization(self.context, login)
        return store.of_organization(self.context.database, organization.id, self.context.clock(), text, offset, limit)

    def count(self, login: str, text: str = "") -> int:
        """How many of them there are. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return store.count_of_organization(self.context.database, organization.id, self.context.clock(), text)

    def get(self, login: str, credential_id: int) -> CredentialAuthorization:
        """The authorization of that id. Raises NotFound, Forbidden."""
        return self._one(rights.owned_organization(self.context, login), credential_id)

    def revoke(self, login: str, credential_ids: Sequence[int]) -> list[CredentialAuthorization]:
        """Revoke the authorizations, all or none, and return them. It is final: nobody can authorise the secret again.

        A regenerated token has another secret. Raises NotFound, Forbidden; then nothing has changed.
        """
        database, acting, now = self.context.database, self.context.acting, self.context.clock()
        with database.transaction():
            organization = rights.owned_organization(self.context, login)
            revoked = [self._one(organization, one) for one in dict.fromkeys(credential_ids)]
            for one in revoked:
                store.revoke(database, one.id, acting.id, now)
                user = accounts.by_login(database, one.login)
                token = store.subject(database, user.id, one.kind, one.token_id) if user else None
                if token is not None:
                    sso_credentials.note(self.context, "revoke", organization.login, one.login, token)
        return revoked

    def _one(self, organization: Account, credential_id: int) -> CredentialAuthorization:
        found = store.one_of_organization(self.context.database, organization.id, self.context.clock(), credential_id)
        if found is None:
            words = _("{organization} has no authorization {id}.")
            raise NotFound(words.format(organization=organization.login, id=credential_id))
        return found
