"""Who knocks: from what a request presents to a credential, or to a refusal. Every route asks here."""

from dataclasses import dataclass

from pat_tui.domain.authorization import Denied, Reason
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.secrets import Secret
from pat_tui.gateway.credentials import Headers, Malformed, presented, secret_for_api, secret_for_git
from pat_tui.gateway.throttle import Throttle
from pat_tui.services.access import Access


@dataclass(frozen=True, slots=True)
class Refused:
    """A credential that is not let in."""

    denied: Denied
    credential: AnyCredential | None = None
    """Which token it is, if it is known and merely no longer works. To be named to who presented its secret."""
    is_throttled: bool = False
    """Whether it was one bad credential too many."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Looks at credentials."""

    access: Access
    throttle: Throttle

    def admit(self, headers: Headers, address: str, *, is_git: bool = False) -> AnyCredential | Refused | None:
        """Whose the request with HEADERS from ADDRESS is; None for nobody's. Raises StoreError."""
        found = presented(headers)
        if found is None:
            return None
        if isinstance(found, Malformed):
            return self._refused(Denied(Reason.BAD_CREDENTIAL), address, "", None)
        secret = secret_for_git(found) if is_git else secret_for_api(found)
        if secret is None:
            return self._refused(Denied(Reason.BAD_CREDENTIAL), address, found.user_name, None)
        credential = self.access.authenticate(secret)
        if isinstance(credential, Denied):
            return self._refused(credential, address, found.user_name, secret)
        self.throttle.succeeded(address)
        return credential

    def _refused(self, denied: Denied, address: str, user_name: str, secret: Secret | None) -> Refused:
        whose = None
        if secret is not None and denied.reason is not Reason.BAD_CREDENTIAL:
            whose = self.access.whose(secret)
        return Refused(denied, whose, whose is None and self.throttle.failed(address, user_name))
