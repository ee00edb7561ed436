"""Accounts and repositories as GitHub's API writes them. What pat-tui does not keep is null, false or none."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.repositories import Repository, RepositoryRole, Visibility
from pat_tui.gateway.folders import checked, default_branch

Json = dict[str, Any]
_USER_LISTS = ("followers", "subscriptions", "organizations:orgs", "repos", "received_events")
_REPOSITORY_LISTS = (
    "forks", "teams", "hooks", "events", "tags", "languages", "stargazers", "contributors", "subscribers",
    "subscription", "merges", "downloads", "deployments",
)  # fmt: skip
_REPOSITORY_TEMPLATES = {
    "keys_url": "/keys{/key_id}",
    "collaborators_url": "/collaborators{/collaborator}",
    "issue_events_url": "/issues/events{/number}",
    "assignees_url": "/assignees{/user}",
    "branches_url": "/branches{/branch}",
    "blobs_url": "/git/blobs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "trees_url": "/git/trees{/sha}",
    "statuses_url": "/statuses/{sha}",
    "commits_url": "/commits{/sha}",
    "git_commits_url": "/git/commits{/sha}",
    "comments_url": "/comments{/number}",
    "issue_comment_url": "/issues/comments{/number}",
    "contents_url": "/contents/{+path}",
    "compare_url": "/compare/{base}...{head}",
    "archive_url": "/{archive_format}{/ref}",
    "issues_url": "/issues{/number}",
    "pulls_url": "/pulls{/number}",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "labels_url": "/labels{/name}",
    "releases_url": "/releases{/id}",
}
_NO_COUNTS = dict.fromkeys(
    ("forks_count", "stargazers_count", "watchers_count", "open_issues_count", "forks", "watchers", "open_issues"), 0
)
_NO_FEATURES = dict.fromkeys(
    ("has_issues", "has_projects", "has_wiki", "has_pages", "has_downloads", "has_discussions", "is_template"), False
)


@lru_cache(maxsize=1024)
def instant(moment: datetime | None) -> str | None:
    """MOMENT as GitHub writes it: `2026-01-20T12:00:00Z`."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(kind: str, number: int) -> str:
    """The id that GraphQL knows a thing by."""
    text = f"{len(kind):02}:{kind}{number}"
    return b64encode(text.encode("ascii")).decode("ascii")


def simple_user(account: Account, url: Callable[[str], str], base: str) -> Json:
    """ACCOUNT in short, as an owner or a member is shown."""
    own = url(f"/users/{account.login}")
    lists = [name.partition(":") for name in _USER_LISTS]
    kind = "Organization" if account.kind is AccountKind.ORGANIZATION else "User"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id(kind, account.id),
        "avatar_url": "",
        "gravatar_id": "",
        "url": own,
        "html_url": f"{base}/{account.login}",
        **{f"{name}_url": f"{own}/{path or name}" for name, _colon, path in lists},
        "following_url": f"{own}/following{{/other_user}}",
        "gists_url": f"{own}/gists{{/gist_id}}",
        "starred_url": f"{own}/starred{{/owner}}{{/repo}}",
        "events_url": f"{own}/events{{/privacy}}",
        "type": kind,
        "site_admin": False,
    }


def user(account: Account, url: Callable[[str], str], base: str, public_repositories: int) -> Json:
    """ACCOUNT as everybody sees it."""
    nothing = ("company", "location", "email", "hireable", "bio", "twitter_username")
    return {
        **simple_user(account, url, base),
        "name": account.name or None,
        "blog": "",
        **dict.fromkeys(nothing),
        "public_repos": public_repositories,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": instant(account.created_at),
        "updated_at": instant(account.created_at),
        "suspended_at": instant(account.suspended_at),
    }


def simple_organization(account: Account, url: Callable[[str], str]) -> Json:
    """An organization in a list."""
    own = url(f"/orgs/{account.login}")
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("Organization", account.id),
        "url": own,
        **{f"{name}_url": f"{own}/{name}" for name in ("repos", "events", "hooks", "issues")},
        "members_url": f"{own}/members{{/member}}",
        "public_members_url": f"{own}/public_members{{/member}}",
        "avatar_url": "",
        "description": account.name or None,
    }


@dataclass(frozen=True, slots=True)
class RepositoryShapes:
    """Writes repositories, with addresses that begin with `base`; `url` makes those of the API."""

    url: Callable[[str], str]
    base: str

    def minimal(self, found: Repository, owner: Account) -> Json:
        """FOUND as lists of other things name it."""
        own = self.url(f"/repos/{found.full_name}")
        return {
            "id": found.id,
            "node_id": node_id("Repository", found.id),
            "name": found.name,
            "full_name": found.full_name,
            "private": found.visibility is not Visibility.PUBLIC,
            "owner": simple_user(owner, self.url, self.base),
            "html_url": f"{self.base}/{found.full_name}",
            "description": None,
            "fork": False,
            "url": own,
            **{f"{name}_url": f"{own}/{name}" for name in _REPOSITORY_LISTS},
            **{name: own + path for name, path in _REPOSITORY_TEMPLATES.items()},
        }

    def full(self, found: Repository, owner: Account, role: RepositoryRole | None) -> Json:
        """FOUND whole. `permissions` is what the user may do, whatever the token may; GitHub has it so."""
        address = f"{self.base}/{found.full_name}.git"
        made = instant(found.created_at)
        return {
            **self.minimal(found, owner),
            "clone_url": address,
            "git_url": address,
            "svn_url": f"{self.base}/{found.full_name}",
            **dict.fromkeys(("homepage", "language", "license", "mirror_url")),
            **_NO_COUNTS,
            **_NO_FEATURES,
            "size": 0,
            "default_branch": default_branch(checked(found.path)),
            "topics": [],
            "archived": False,
            "disabled": False,
            "allow_forking": False,
            "web_commit_signoff_required": False,
            "visibility": found.visibility.value,
            "created_at": made,
            "updated_at": made,
            "pushed_at": made,
            "permissions": permissions_of(role),
        }


def permissions_of(role: RepositoryRole | None) -> Json:
    """What a user with ROLE may do in a repository that the user sees."""
    order = list(RepositoryRole)
    words = {"admin": "admin", "maintain": "maintain", "push": "write", "triage": "triage", "pull": "read"}
    held = order.index(role or RepositoryRole.READ)
    return {word: held >= order.index(RepositoryRole(needed)) for word, needed in words.items()}
