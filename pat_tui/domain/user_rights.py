"""What a user may do without any token: a token never opens more than that.

GitHub's documentation names no role for an endpoint. These rules follow "Repository roles for an organization" and
"Roles in an organization", by the permission that the endpoint asks for; where they leave a doubt, the stricter one.
"""

from pat_tui.domain.accounts import Role
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import RepositoryRole

_EVERYBODY = {"issues", "pull_requests", "discussions"}
"""Whoever may read a repository may open one of these."""
_ADMINISTRATION = {
    "administration",
    "repository_hooks",
    "environments",
    "pages",
    "secrets",
    "dependabot_secrets",
    "codespaces_secrets",
    "agent_secrets",
    "actions_variables",
    "agent_variables",
    "repository_custom_properties",
}
_FOR_MEMBERS = {
    "members",
    "organization_events",
    "organization_projects",
    "issue_types",
    "issue_fields",
    "team_discussions",
}
"""What every member of an organization may read."""


def repository_role_for(slug: str, level: Level) -> RepositoryRole:
    """The least role in a repository that does what LEVEL of the repository permission SLUG allows."""
    if slug in _ADMINISTRATION or level is Level.ADMIN:
        return RepositoryRole.ADMIN
    if level is Level.READ or slug in _EVERYBODY:
        return RepositoryRole.READ
    return RepositoryRole.WRITE


def organization_role_for(slug: str, level: Level) -> Role:
    """The least role in an organization that does what LEVEL of the organization permission SLUG allows."""
    return Role.MEMBER if level is Level.READ and slug in _FOR_MEMBERS else Role.OWNER


def role_suffices(role: RepositoryRole | None, needed: RepositoryRole) -> bool:
    """Whether who has ROLE in a repository (None: what everybody has in a public one, to read) has NEEDED."""
    order = list(RepositoryRole)
    return order.index(role or RepositoryRole.READ) >= order.index(needed)
