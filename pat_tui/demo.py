"""A throw-away world to try pat-tui in: one user, four organizations under different policies, tokens in every state.

Everything is made by the use cases that a person would use, at the instant at which that person would have used them.
"""

# ruff: noqa: E501 (the tokens are a table, one a line)

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pat_tui import demo_classic
from pat_tui.domain.accounts import Account, AccountKind, Role, Visibility
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import RandomString
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.clock import Clock
from pat_tui.services.context import Context
from pat_tui.services.tokens import Tokens
from pat_tui.store import accounts, policies, repositories, requests, tokens
from pat_tui.store.database import Database

READ, WRITE, ADMIN = Level.READ, Level.WRITE, Level.ADMIN
ALL, SELECTED, PUBLIC = RepositoryAccess.ALL, RepositoryAccess.SELECTED, RepositoryAccess.PUBLIC

ORGANIZATIONS = {
    "acme": ("Acme Corporation", Role.MEMBER, OrganizationPolicy()),
    "globex": (
        "Globex",
        Role.MEMBER,
        OrganizationPolicy(classic_allowed=False, approval_required=False, max_lifetime_fine_grained=30),
    ),
    "initech": ("Initech", Role.MEMBER, OrganizationPolicy(fine_grained_allowed=False)),
    "umbrella-labs": (
        "Umbrella Labs",
        Role.OWNER,
        OrganizationPolicy(max_lifetime_fine_grained=90, max_lifetime_classic=90),
    ),
}
REPOSITORIES = {
    "ada": "dotfiles notes engine-sketches homepage recipes advent-of-code ledger tide-tables",
    "acme": "website api billing mobile-app design-system infrastructure runbooks handbook",
    "globex": "reactor telemetry firmware weather-station docs",
    "initech": "tps-reports printer-drivers intranet",
    "umbrella-labs": "sequencer sample-tracker lab-notebook centrifuge-ui protocols data-lake",
}
PUBLIC_REPOSITORIES = {"dotfiles", "homepage", "website", "handbook", "docs", "protocols"}


@dataclass(frozen=True, slots=True)
class _Past:
    """A token that was generated some days ago."""

    name: str
    owner: str
    days_ago: int
    expiration: Expiration
    permissions: dict[str, Level]
    access: RepositoryAccess = ALL
    repositories: tuple[str, ...] = ()
    used_days_ago: float | None = None
    decision: str = ""
    """What the organization's owner did: `approved`, `denied`, `revoked`; empty: nothing yet."""
    text: str = ""
    """The description; for a token that waits for approval, the justification too."""


_DEPLOY = {"contents": WRITE, "deployments": WRITE}
_READING = {"contents": READ, "issues": READ, "pull_requests": READ}

_PAST = (
    _Past("ledger-backup", "ada", 400, InDays(366), {"contents": READ}, SELECTED, ("ada/ledger",), 40, text="Nightly mirror to the NAS"),
    _Past("old-laptop", "ada", 380, Never(), {"contents": WRITE}, used_days_ago=200, text="The grey one. Retire it."),
    _Past("advent-runner", "ada", 330, InDays(30), {"contents": READ}, SELECTED, ("ada/advent-of-code",), 320),
    _Past("homepage-publish", "ada", 290, InDays(366), {"contents": WRITE, "pages": WRITE}, SELECTED, ("ada/homepage",), 0.2),
    _Past("gist-sync", "ada", 250, Never(), {"gists": WRITE}, PUBLIC, used_days_ago=1),
    _Past("star-counter", "ada", 240, InDays(60), {"starring": READ}, PUBLIC, used_days_ago=185),
    _Past("signing-key-audit", "ada", 200, InDays(366), {"git_signing_ssh_public_keys": READ, "gpg_keys": READ}, PUBLIC),
    _Past("acme-website-ci", "acme", 190, InDays(366), _DEPLOY, SELECTED, ("acme/website", "acme/design-system"), 0.01, "approved",
          "Deploys the website from the build server"),
    _Past("acme-billing-export", "acme", 180, InDays(90), {"contents": READ}, SELECTED, ("acme/billing",), 92, "approved"),
    _Past("acme-org-audit", "acme", 175, InDays(366), {"members": READ, "organization_administration": READ}, PUBLIC, (), 12, "approved"),
    _Past("acme-infra-admin", "acme", 160, InDays(366), {"administration": WRITE, "secrets": WRITE}, ALL, (), None, "denied",
          "Rotate the secrets of all repositories"),
    _Past("acme-mobile-nightly", "acme", 150, InDays(366), _DEPLOY, SELECTED, ("acme/mobile-app",), 31, "revoked"),
    _Past("globex-telemetry", "globex", 29, InDays(30), {"contents": READ}, SELECTED, ("globex/telemetry",), 0.5),
    _Past("globex-firmware-release", "globex", 26, InDays(30), _DEPLOY, SELECTED, ("globex/firmware",), 2),
    _Past("globex-weather", "globex", 60, InDays(7), {"contents": READ}, SELECTED, ("globex/weather-station",), 55),
    _Past("umbrella-sequencer", "umbrella-labs", 84, InDays(90), _READING, SELECTED, ("umbrella-labs/sequencer",), 3),
    _Past("umbrella-data-lake", "umbrella-labs", 70, InDays(90), {"contents": WRITE, "workflows": WRITE}, ALL, (), 0.1),
    _Past("umbrella-projects", "umbrella-labs", 65, InDays(90), {"organization_projects": ADMIN, "issues": WRITE}, ALL, (), 20),
    _Past("umbrella-samples", "umbrella-labs", 100, InDays(90), _READING, SELECTED, ("umbrella-labs/sample-tracker",), 11),
    _Past("notes-mobile", "ada", 120, InDays(366), {"contents": WRITE}, SELECTED, ("ada/notes",), 0.3, text="Obsidian on the phone"),
    _Past("recipes-bot", "ada", 110, InDays(366), {"issues": WRITE}, SELECTED, ("ada/recipes",)),
    _Past("tide-tables-cron", "ada", 85, InDays(90), {"contents": WRITE}, SELECTED, ("ada/tide-tables",), 0.9),
    _Past("profile-updater", "ada", 80, Never(), {"profile": WRITE}, PUBLIC),
    _Past("followers-digest", "ada", 55, InDays(60), {"followers": READ}, PUBLIC, used_days_ago=6),
    _Past("codespaces-janitor", "ada", 50, InDays(60), {"codespaces": WRITE, "codespaces_user_secrets": READ}, used_days_ago=14),
    _Past("acme-handbook-search", "acme", 45, InDays(366), {"contents": READ}, SELECTED, ("acme/handbook", "acme/runbooks"), 1, "approved"),
    _Past("acme-api-contract-tests", "acme", 40, InDays(90), _READING, SELECTED, ("acme/api",), 4,
          "approved"),
    _Past("acme-review-agent", "acme", 9, InDays(30), {"pull_requests": WRITE, "contents": READ}, SELECTED, ("acme/api", "acme/website"),
          text="Lets the review agent comment on pull requests"),
    _Past("acme-triage-agent", "acme", 5, InDays(30), {"issues": WRITE}, ALL, text="Labels new issues"),
    _Past("acme-terraform", "acme", 3, InDays(90), {"administration": READ, "actions_variables": WRITE}, SELECTED, ("acme/infrastructure",),
          text="Plan runs of the infrastructure repository"),
    _Past("acme-release-notes", "acme", 1, InDays(60), {"contents": WRITE}, SELECTED, ("acme/mobile-app", "acme/api"),
          text="Writes the draft of the release notes"),
    _Past("globex-docs-preview", "globex", 12, InDays(30), {"pages": WRITE, "contents": READ}, SELECTED, ("globex/docs",), 8),
    _Past("globex-reactor-watch", "globex", 8, InDays(30), {"security_events": READ}, SELECTED, ("globex/reactor",)),
    _Past("umbrella-notebook-sync", "umbrella-labs", 6, InDays(30), {"contents": WRITE}, SELECTED, ("umbrella-labs/lab-notebook",), 0.4),
    _Past("umbrella-centrifuge-e2e", "umbrella-labs", 4, InDays(7), _READING, SELECTED, ("umbrella-labs/centrifuge-ui",), 0.6),
    _Past("engine-sketches-render", "ada", 24, InDays(30), {"contents": READ, "actions": READ}, SELECTED, ("ada/engine-sketches",), 7),
    _Past("dotfiles-bootstrap", "ada", 20, InDays(90), {"contents": READ}, SELECTED, ("ada/dotfiles",), 18),
    _Past("phone-shortcuts", "ada", 15, InDays(30), {"issues": WRITE}, SELECTED, ("ada/notes", "ada/recipes"), 0.8),
    _Past("watch-list", "ada", 13, InDays(60), {"watching": READ}, PUBLIC),
    _Past("home-assistant", "ada", 10, InDays(366), {"contents": READ}, SELECTED, ("ada/tide-tables",), 0.05),
    _Past("nas-mirror", "ada", 7, InDays(366), {"contents": READ}, used_days_ago=0.1, text="Mirrors every repository to the NAS"),
    _Past("packages-probe", "ada", 2, InDays(7), {}, PUBLIC, text="No permissions: reads public things only"),
    _Past("scratch", "ada", 1, InDays(7), {"contents": READ}, SELECTED, ("ada/notes",)),
    _Past("tablet", "ada", 0, InDays(30), {"contents": WRITE}, SELECTED, ("ada/notes", "ada/dotfiles")),
    _Past("ledger-report", "ada", 0, InDays(60), {"contents": READ}, SELECTED, ("ada/ledger",)),
)  # fmt: skip


def fill(database: Database, clock: Clock, random_string: RandomString) -> None:
    """Fill an empty store: `ada` acts, `grace` owns the organizations."""
    now = clock()
    start = now - timedelta(days=500)
    with database.transaction():
        ada = accounts.add(database, "ada", AccountKind.USER, "Ada Lovelace", start)
        accounts.add_email(database, ada.id, "ada@example.com", primary=True, verified_at=start)
        grace = accounts.add(database, "grace", AccountKind.USER, "Grace Hopper", start)
        accounts.add_email(database, grace.id, "grace@example.com", primary=True, verified_at=start)
        _fill_organizations(database, ada, grace, start)
        _fill_repositories(database, start)
    for past in sorted(_PAST, key=lambda past: -past.days_ago):
        _generate(Context(database, clock, random_string, None, ada), grace, past)
    demo_classic.fill(Context(database, clock, random_string, None, ada))


def _fill_organizations(database: Database, ada: Account, grace: Account, start: datetime) -> None:
    for login, (name, role, policy) in ORGANIZATIONS.items():
        organization = accounts.add(database, login, AccountKind.ORGANIZATION, name, start)
        policies.set_policy(database, organization.id, policy)
        accounts.set_member(database, organization.id, ada.id, role)
        accounts.set_member(database, organization.id, grace.id, Role.OWNER)


def _fill_repositories(database: Database, start: datetime) -> None:
    for owner in (*accounts.all_of(database, AccountKind.USER), *accounts.all_of(database, AccountKind.ORGANIZATION)):
        for name in REPOSITORIES.get(owner.login, "").split():
            visibility = Visibility.PUBLIC if name in PUBLIC_REPOSITORIES else Visibility.PRIVATE
            repositories.add(database, owner, name, visibility, None, start)


def _generate(context: Context, grace: Account, past: _Past) -> None:
    then = context.clock() - timedelta(days=past.days_ago, hours=past.days_ago % 7, minutes=11 * (past.days_ago % 5))
    reason = past.text if past.owner == "acme" else ""
    draft = TokenDraft(
        past.name, past.expiration, past.text, past.owner, reason, past.access, past.repositories, past.permissions
    )  # fmt: skip
    token = Tokens(replace(context, clock=lambda: then)).generate(draft).token
    with context.database.transaction():
        if past.used_days_ago is not None:
            tokens.note_use(context.database, token.id, context.clock() - timedelta(days=past.used_days_ago))
        if past.decision:
            _decide(context.database, grace, token.id, past.decision, then + timedelta(hours=3))


def _decide(database: Database, grace: Account, token_id: int, decision: str, at: datetime) -> None:
    if decision == "denied":
        requests.deny(database, token_id, "Ask for the repositories that you need, one by one.", grace.id, at)
        return
    requests.approve(database, token_id, grace.id, at)
    if decision == "revoked":
        requests.revoke(database, token_id, grace.id, at + timedelta(days=100))
