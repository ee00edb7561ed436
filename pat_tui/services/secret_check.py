"""Whose a secret is and what it may do, or why the gateway would not take it. Asking is no use of the token."""

from dataclasses import dataclass

from pat_tui.domain.authorization import Denied, Reason
from pat_tui.domain.credentials import AnyCredential, FineGrainedCredential
from pat_tui.domain.denials import explanation
from pat_tui.domain.secrets import Secret
from pat_tui.domain.status import Grant
from pat_tui.i18n import _
from pat_tui.services.access import Access
from pat_tui.store import repositories


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a secret. Nothing here holds it."""

    credential: AnyCredential | None
    """The token that it is of; None where no token of the store has it."""
    reason: Reason | None
    """Why it is refused; None for one that is let in."""
    explanation: str
    """The reason in a sentence; of one that is let in, what keeps it from what it was given, or nothing."""
    repositories: tuple[str, ...] = ()
    """Those that it was given by name, as OWNER/NAME."""

    @property
    def is_valid(self) -> bool:
        """Whether the gateway lets it in."""
        return self.reason is None


def check(access: Access, secret: Secret) -> Checked:
    """What `authenticate`, which lets in or refuses at the gateway, says of SECRET, and which token it is of."""
    found = access.authenticate(secret)
    if not isinstance(found, Denied):
        return Checked(found, None, _held_back(found), _names(access, found))
    credential = access.whose(secret)
    return Checked(credential, found.reason, _why_not(access, secret, credential, found))


def _why_not(access: Access, secret: Secret, credential: AnyCredential | None, denied: Denied) -> str:
    if credential is not None:
        return explanation(denied, credential, None)
    if access.is_token(secret):
        return _("No token has this secret: it was deleted or regenerated, or is of another store.")
    return _("This is no token: its shape or its checksum is wrong.")


def _held_back(credential: AnyCredential) -> str:
    if not isinstance(credential, FineGrainedCredential) or credential.grant is Grant.GRANTED:
        return ""
    words = {
        Grant.PENDING: _("It waits for the approval of {owner}, and reads public things only until then."),
        Grant.DENIED: _("{owner} has denied it access; it reads public things only."),
        Grant.REVOKED: _("{owner} has revoked its access; it reads public things only."),
    }
    return words[credential.grant].format(owner=credential.owner_login)


def _names(access: Access, credential: AnyCredential) -> tuple[str, ...]:
    if not isinstance(credential, FineGrainedCredential):
        return ()
    found = (repositories.by_id(access.database, repository_id) for repository_id in credential.repository_ids)
    return tuple(sorted(repository.full_name for repository in found if repository is not None))
