"""Which code answers which endpoint of the catalogue. What does not stand here is answered 501."""

from functools import cache

from pat_tui.gateway import (
    api_code,
    api_contents,
    api_credentials,
    api_orgs,
    api_repos,
    api_reviews,
    api_root,
    api_users,
)
from pat_tui.gateway.api_call import Handler

_REPO = "/repos/{owner}/{repo}"
_REQUESTS = "/orgs/{org}/personal-access-token-requests"
_ACTIVE = "/orgs/{org}/personal-access-tokens"
_AUTHORIZATIONS = "/orgs/{org}/credential-authorizations"


@cache
def handlers() -> dict[str, Handler]:
    """By method and template."""
    return {
        "GET /": api_root.root,
        "GET /meta": api_root.meta,
        "GET /versions": api_root.versions,
        "GET /zen": api_root.zen,
        "GET /rate_limit": api_root.rate_limit,
        "GET /user": api_users.me,
        "GET /user/emails": api_users.my_emails,
        "GET /user/orgs": api_users.my_organizations,
        "GET /user/repos": api_users.my_repositories,
        "POST /user/repos": api_repos.create_for_user,
        "GET /users/{username}": api_users.one,
        "GET /users/{username}/repos": api_users.repositories_of,
        "GET /orgs/{org}": api_orgs.organization,
        "GET /orgs/{org}/repos": api_orgs.organization_repositories,
        "POST /orgs/{org}/repos": api_repos.create_for_organization,
        "GET /orgs/{org}/members": api_orgs.members,
        f"GET {_REPO}": api_repos.repository,
        f"DELETE {_REPO}": api_repos.delete,
        f"GET {_REPO}/branches": api_code.branches,
        f"GET {_REPO}/branches/{{branch}}": api_code.branch,
        f"GET {_REPO}/commits": api_code.commits,
        f"GET {_REPO}/commits/{{ref}}": api_code.commit,
        f"GET {_REPO}/contents/{{path}}": api_contents.contents,
        f"GET {_REQUESTS}": api_reviews.list_requests,
        f"POST {_REQUESTS}": api_reviews.decide_many,
        f"POST {_REQUESTS}/{{pat_request_id}}": api_reviews.decide_one,
        f"GET {_REQUESTS}/{{pat_request_id}}/repositories": api_reviews.requested_repositories,
        f"GET {_ACTIVE}": api_reviews.list_active,
        f"POST {_ACTIVE}": api_reviews.revoke_many,
        f"POST {_ACTIVE}/{{pat_id}}": api_reviews.revoke_one,
        f"GET {_ACTIVE}/{{pat_id}}/repositories": api_reviews.granted_repositories,
        f"GET {_AUTHORIZATIONS}": api_credentials.list_authorizations,
        f"DELETE {_AUTHORIZATIONS}/{{credential_id}}": api_credentials.revoke_authorization,
        "POST /credentials/revoke": api_credentials.revoke_exposed,
    }
