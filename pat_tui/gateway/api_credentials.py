"""`credential-authorizations` of an organization with single sign-on, and `POST /credentials/revoke`."""

from typing import Any

from pat_tui.domain.secrets import Secret
from pat_tui.domain.security_log import SYSTEM
from pat_tui.domain.single_sign_on import CredentialAuthorization
from pat_tui.gateway import shapes
from pat_tui.gateway.api_call import Answer, Call, context_of
from pat_tui.gateway.api_errors import ApiError, invalid, not_found
from pat_tui.gateway.throttle import network
from pat_tui.services.exposed import Exposure
from pat_tui.services.sso_authorizations import SsoAuthorizations

MOST_AT_ONCE = 1000
TIMES_AN_HOUR = 60
_LONGEST = 1024


def list_authorizations(call: Call) -> Answer:
    """The tokens that single sign-on has let in; `login` sifts them."""
    service, page = SsoAuthorizations(call.context), call.page
    login = call.query.get("login", "")
    if not login:
        found = service.listed(call.owner.login, "", page.offset, page.size)
        return call.page_of([_shape(one) for one in found], service.count(call.owner.login))
    whose = [one for one in service.listed(call.owner.login, login) if one.login.lower() == login.lower()]
    return call.paged(whose, _shape)


def revoke_authorization(call: Call) -> Answer:
    """Revoke one of them, for good."""
    text = call.values["credential_id"]
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise not_found()
    SsoAuthorizations(call.context).revoke(call.owner.login, [int(text)])
    return Answer(status=204)


def revoke_exposed(call: Call) -> Answer:
    """Revoke the tokens whose secrets are sent along; what is none is passed over in silence."""
    client = call.scope.get("client")
    address = client[0] if client else ""
    if call.gateway.rates.take(f"revoke {network(address)}", TIMES_AN_HOUR).is_exceeded:
        raise ApiError(403, f"API rate limit exceeded for {address}.")
    secrets = _secrets(call.body)
    Exposure(call.gateway.access, context_of(call.gateway, SYSTEM)).revoke(secrets)
    return Answer({}, 202)


def _secrets(body: Any) -> list[Secret]:
    found = body.get("credentials")
    if found is None:
        raise invalid("Credential", "credentials", "missing_field")
    is_list = isinstance(found, list) and 1 <= len(found) <= MOST_AT_ONCE
    if not is_list or not all(isinstance(one, str) and 0 < len(one) <= _LONGEST for one in found):
        raise invalid("Credential", "credentials", "invalid", f"credentials must be 1 to {MOST_AT_ONCE} strings.")
    return [Secret(one) for one in found]


def _shape(one: CredentialAuthorization) -> shapes.Json:
    return {
        "login": one.login,
        "credential_id": one.id,
        "credential_type": "personal access token",
        "token_last_eight": one.hint,
        "credential_authorized_at": shapes.instant(one.authorized_at),
        "scopes": list(one.scopes),
        "fingerprint": None,
        "credential_accessed_at": shapes.instant(one.last_used_at),
        "authorized_credential_id": one.token_id,
        "authorized_credential_title": None,
        "authorized_credential_note": one.token_name,
        "authorized_credential_expires_at": shapes.instant(one.expires_at),
    }
