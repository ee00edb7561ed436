"""`/`, `/meta`, `/zen`, `/versions` and `/rate_limit`: what the API says of itself."""

from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_headers import ENTERPRISE_VERSION, VERSIONS
from pat_tui.gateway.throttle import network

_PLACES = {
    "current_user_url": "/user",
    "emails_url": "/user/emails",
    "organization_url": "/orgs/{org}",
    "organization_repositories_url": "/orgs/{org}/repos{?type,page,per_page,sort}",
    "rate_limit_url": "/rate_limit",
    "repository_url": "/repos/{owner}/{repo}",
    "current_user_repositories_url": "/user/repos{?type,page,per_page,sort}",
    "user_url": "/users/{user}",
    "user_organizations_url": "/user/orgs",
    "user_repositories_url": "/users/{user}/repos{?type,page,per_page,sort}",
}
_ZEN = (
    "A token that does one thing is easy to let go of.",
    "Ask for less than you need; add the rest when it hurts.",
    "What ends by itself need not be found.",
    "A secret is shown once.",
    "Refuse, and say why.",
)


async def root(call: Call) -> Answer:
    """The places of this API."""
    return Answer({name: call.url(path) for name, path in _PLACES.items()})


async def meta(call: Call) -> Answer:
    """What kind of server this is."""
    return Answer({"verifiable_password_authentication": False, "installed_version": ENTERPRISE_VERSION})


async def versions(call: Call) -> Answer:
    """The versions of the API."""
    return Answer(list(VERSIONS))


async def zen(call: Call) -> Answer:
    """One sentence, another one each minute."""
    sentence = _ZEN[call.gateway.config.clock().minute % len(_ZEN)]
    return Answer(raw=sentence.encode("ascii"), media_type="text/plain;charset=utf-8")


async def rate_limit(call: Call) -> Answer:
    """Where the client stands with its hour. Asking costs nothing."""
    limits, credential = call.gateway.config.limits, call.credential
    client = call.scope.get("client")
    key = f"user {credential.user_id}" if credential else f"address {network(client[0] if client else '')}"
    limit = limits.requests_an_hour if credential else limits.anonymous_requests_an_hour
    if not limit:
        from pat_tui.gateway.api_errors import ApiError

        raise ApiError(404, "Rate limiting is not enabled.")
    values = call.gateway.rates.take(key, limit, 0).values
    return Answer({"resources": {"core": values}, "rate": values})
