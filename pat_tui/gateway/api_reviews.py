"""An organization's requests and active tokens: GitHub's endpoints for the approval of fine-grained tokens.

GitHub answers them to apps; here they answer to a classic token of an owner, with `admin:org`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from pat_tui.catalogue.permissions import permissions as catalogue
from pat_tui.domain.accounts import Account
from pat_tui.domain.permissions import Group, Level
from pat_tui.domain.repositories import Repository
from pat_tui.domain.reviews import ActiveToken, ReviewedToken, ReviewFilter, ReviewOrder, TokenRequest
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.gateway import shapes
from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_errors import invalid, not_found
from pat_tui.services.requests import Requests, Window
from pat_tui.store import accounts, repositories

MOST_AT_ONCE = 100
_GROUPS = {Group.REPOSITORY: "repository", Group.ORGANIZATION: "organization", Group.USER: "other"}
_SELECTIONS = {RepositoryAccess.PUBLIC: "none", RepositoryAccess.ALL: "all", RepositoryAccess.SELECTED: "subset"}
_Token = TypeVar("_Token", bound=ReviewedToken)


def list_requests(call: Call) -> Answer:
    """The requests that wait."""
    found = _sifted(call, Requests(call.context).pending(call.owner.login, _window(call)))
    return call.paged(found, lambda one: _request(call, one))


def list_active(call: Call) -> Answer:
    """The tokens that have access."""
    found = _sifted(call, Requests(call.context).active(call.owner.login, _window(call)))
    return call.paged(found, lambda one: _active(call, one))


def decide_many(call: Call) -> Answer:
    """Approve or deny up to 100 requests, all or none."""
    _decide(call, _ids(call, "pat_request_ids"))
    return Answer({}, 202)


def decide_one(call: Call) -> Answer:
    """Approve or deny one request."""
    _decide(call, [_id(call.values["pat_request_id"])])
    return Answer(status=204)


def revoke_many(call: Call) -> Answer:
    """Take the access of up to 100 tokens away, of all or none."""
    _revoke(call, _ids(call, "pat_ids"))
    return Answer({}, 202)


def revoke_one(call: Call) -> Answer:
    """Take one token's access away."""
    _revoke(call, [_id(call.values["pat_id"])])
    return Answer(status=204)


def requested_repositories(call: Call) -> Answer:
    """The repositories that a request asks for."""
    return _repositories(call, _one(call, Requests(call.context).pending, "pat_request_id", lambda one: one.id))


def granted_repositories(call: Call) -> Answer:
    """The repositories that a token may reach."""
    return _repositories(call, _one(call, Requests(call.context).active, "pat_id", lambda one: one.grant_id))


def _decide(call: Call, request_ids: Sequence[int]) -> None:
    action, reason = call.body.get("action"), call.body.get("reason") or ""
    if action not in ("approve", "deny"):
        raise invalid("PersonalAccessTokenRequest", "action", "invalid" if action else "missing_field")
    if not isinstance(reason, str):
        raise invalid("PersonalAccessTokenRequest", "reason", "invalid")
    service = Requests(call.context)
    waiting = {request.id for request in service.pending(call.owner.login)}
    if not waiting.issuperset(request_ids):
        raise not_found()  # of another organization, decided already, or none at all
    if action == "approve":
        service.approve(request_ids)
    else:
        service.deny(request_ids, reason)


def _revoke(call: Call, grant_ids: Sequence[int]) -> None:
    if call.body.get("action") != "revoke":
        code = "invalid" if call.body.get("action") else "missing_field"
        raise invalid("PersonalAccessToken", "action", code)
    service = Requests(call.context)
    tokens = {token.grant_id: token.token_id for token in service.active(call.owner.login)}
    if not set(grant_ids) <= tokens.keys():
        raise not_found()
    service.revoke(call.owner.login, [tokens[grant_id] for grant_id in grant_ids])


def _ids(call: Call, field: str) -> list[int]:
    ids = call.body.get(field)
    if ids is None:
        raise invalid("PersonalAccessToken", field, "missing_field")
    is_list = isinstance(ids, list) and 1 <= len(ids) <= MOST_AT_ONCE
    if not is_list or not all(isinstance(one, int) and not isinstance(one, bool) for one in ids):
        raise invalid("PersonalAccessToken", field, "invalid", f"{field} must be 1 to {MOST_AT_ONCE} numbers.")
    return list(dict.fromkeys(ids))


def _id(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise not_found()
    return int(text)


def _one(
    call: Call, listed: Callable[[str], list[_Token]], placeholder: str, number: Callable[[_Token], int]
) -> _Token:
    wanted = _id(call.values[placeholder])
    found = next((one for one in listed(call.owner.login) if number(one) == wanted), None)
    if found is None:
        raise not_found()
    return found


def _window(call: Call) -> Window:
    """What the store sifts and sorts by itself."""
    order = ReviewOrder.OLDEST if call.query.get("direction") == "asc" else ReviewOrder.NEWEST
    wanted = ReviewFilter(repository=call.query.get("repository", ""), permission=call.query.get("permission", ""))
    return Window(wanted, order)


def _sifted(call: Call, found: list[_Token]) -> list[_Token]:
    """Those of FOUND that `owner[]`, `token_id[]`, `last_used_before` and `last_used_after` let through."""
    owners = {login.lower() for login in _list(call, "owner")}
    ids = set(_list(call, "token_id"))
    before, after = _instant(call, "last_used_before"), _instant(call, "last_used_after")

    def fits(one: ReviewedToken) -> bool:
        used = one.last_used_at
        return (
            (not owners or one.user_login.lower() in owners)
            and (not ids or str(one.token_id) in ids)
            and (before is None or (used is not None and used < before))
            and (after is None or (used is not None and used > after))
        )

    return [one for one in found if fits(one)]


def _list(call: Call, name: str) -> list[str]:
    return [*call.query.getlist(f"{name}[]"), *call.query.getlist(name)]


def _instant(call: Call, name: str) -> datetime | None:
    text = call.query.get(name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise invalid("PersonalAccessToken", name, "invalid") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _request(call: Call, one: TokenRequest) -> shapes.Json:
    place = f"/orgs/{one.organization_login}/personal-access-token-requests/{one.id}/repositories"
    asked = {"reason": one.reason or None}
    return {"id": one.id} | asked | _shape(call, one, place, {"created_at": shapes.instant(one.created_at)})


def _active(call: Call, one: ActiveToken) -> shapes.Json:
    place = f"/orgs/{one.organization_login}/personal-access-tokens/{one.grant_id}/repositories"
    granted = {"access_granted_at": shapes.instant(one.granted_at)}
    return {"id": one.grant_id} | _shape(call, one, place, granted)


def _shape(call: Call, one: ReviewedToken, place: str, at: Mapping[str, Any]) -> shapes.Json:
    user = accounts.by_login(call.gateway.database, one.user_login)
    return {
        "owner": shapes.simple_user(user, call.url, call.base) if user else None,
        "repository_selection": _SELECTIONS[one.repository_access],
        "repositories_url": call.url(place),
        "permissions": grouped(one.permissions),
        **at,
        "token_id": one.token_id,
        "token_name": one.token_name,
        "token_expired": one.is_expired_at(call.gateway.config.clock()),
        "token_expires_at": shapes.instant(one.expires_at),
        "token_last_used_at": shapes.instant(one.last_used_at),
    }


def grouped(permissions: Mapping[str, Level]) -> dict[str, dict[str, str]]:
    """PERMISSIONS under `organization`, `repository` and `other`; a group without any is left out."""
    found: dict[str, dict[str, str]] = {}
    for slug, level in permissions.items():
        known = catalogue().get(slug)
        group = _GROUPS[known.group] if known else "other"
        found.setdefault(group, {})[slug] = level.value
    return found


def _repositories(call: Call, one: ReviewedToken) -> Answer:
    owner: Account = call.user(call.owner.id)
    owned: list[Repository] = repositories.of_owner(call.gateway.database, owner.id)
    if one.repository_access is not RepositoryAccess.ALL:
        owned = [found for found in owned if found.full_name in one.repositories]
    shape = shapes.RepositoryShapes(call.url, call.base)
    return call.paged(owned, lambda found: shape.minimal(found, owner))
