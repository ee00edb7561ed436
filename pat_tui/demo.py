"""A throw-away world to try pat-tui in: users, five organizations under different policies, tokens in every state.

`ada` acts, and owns `umbrella-labs`, where requests of `alan` and `hedy` wait for her; `--as` lets the others act.

Everything is made by the use cases that a person would use, at the instant at which that person would have used them,
and in that order.
"""

# ruff: noqa: E501 (the tokens are a table, one a line)

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from pat_tui import demo_classic, demo_people, demo_sso
from pat_tui.demo_timeline import Timeline
from pat_tui.demo_uses import operations_of, uses
from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import RandomString, TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services import last_use
from pat_tui.services.clock import Clock
from pat_tui.services.context import Context
from pat_tui.services.requests import Requests
from pat_tui.services.token_life import TokenLife
from pat_tui.services.tokens import Tokens
from pat_tui.store import accounts, policies, repositories
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


MEMBERS = {
    "alan": ("Alan Turing", ("umbrella-labs", "acme")),
    "hedy": ("Hedy Lamarr", ("umbrella-labs", "globex")),
}
"""Users beside `ada` and `grace`, and what they are members of."""

_DEPLOY = {"contents": WRITE, "deployments": WRITE}
_READING = {"contents": READ, "issues": READ, "pull_requests": READ}

_PAST = (
    _Past("ledger-backup", "ada", 400, InDays(366), {"contents": READ}, SELECTED, ("ada/ledger",), 40, text="Nightly mirror to the NAS"),
    _Past("old-laptop", "ada", 380, Never(), {"contents": WRITE}, used_days_ago=345, text="The grey one. Retire it."),
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

_LABS = "umbrella-labs"
_WIDENED_BEFORE = timedelta(hours=5)
_PAST_OF_MEMBERS = {
    "alan": (
        _Past("enigma-ci", _LABS, 60, InDays(90), _READING, SELECTED, ("umbrella-labs/sequencer",), 1, "approved",
              "Reads the code for the nightly build"),
        _Past("bombe-nightly", _LABS, 40, InDays(30), {"contents": READ}, ALL, (), 12, "approved"),
        _Past("sample-labels", _LABS, 2, InDays(30), {"contents": WRITE, "pull_requests": WRITE}, SELECTED,
              ("umbrella-labs/sample-tracker", "umbrella-labs/protocols"), text="Opens a pull request for each new batch of labels"),
        _Past("org-roster", _LABS, 6, InDays(90), {"members": READ}, PUBLIC, text="Who is on duty this week"),
        _Past("acme-changelog", "acme", 4, InDays(30), {"contents": READ}, SELECTED, ("acme/api",), text="Collects the changelog"),
    ),
    "hedy": (
        _Past("frequency-hopper", _LABS, 50, InDays(90), _DEPLOY, SELECTED, ("umbrella-labs/centrifuge-ui",), 0.2, "approved"),
        _Past("torpedo-tests", _LABS, 30, InDays(60), {"actions": READ}, SELECTED, ("umbrella-labs/data-lake",), 5, "revoked"),
        _Past("data-lake-export", _LABS, 1, InDays(60), {"contents": READ, "actions": WRITE, "secrets": WRITE}, ALL,
              text="Exports the data lake every night.\nNeeds the secrets to sign in at the archive."),
    ),
}  # fmt: skip
"""What the members have for the lists of their organizations' owners."""


def fill(database: Database, clock: Clock, random_string: RandomString) -> None:
    """Fill an empty store: `ada` acts, `grace` owns the organizations, `alan` and `hedy` ask."""
    now = clock()
    start = now - timedelta(days=500)
    with database.transaction():
        ada = _add_user(database, "ada", "Ada Lovelace", start)
        grace = _add_user(database, "grace", "Grace Hopper", start)
        members = [_add_user(database, login, name, start) for login, (name, _organizations) in MEMBERS.items()]
        _fill_organizations(database, ada, grace, members, start)
        _fill_repositories(database, start)
    timeline, context = Timeline(), Context(database, clock, random_string, None, ada)
    for person, pasts in ((ada, _PAST), *((member, _PAST_OF_MEMBERS[member.login]) for member in members)):
        for past in pasts:
            by = grace if past.owner == "acme" or person is ada else ada
            life = partial(_live, timeline, context._replace(acting=person), past, by)
            timeline.plan(_made_at(context, past), life)
    timeline.plan(now - _WIDENED_BEFORE, partial(_widen, context._replace(acting=members[0])))
    demo_classic.plan(timeline, context)
    demo_sso.plan(timeline, context, grace, members[0])
    demo_people.plan(timeline, context, grace)
    timeline.play()
    last_use.record(database, clock, timeline.uses)


def _add_user(database: Database, login: str, name: str, start: datetime) -> Account:
    user = accounts.add(database, login, AccountKind.USER, name, start)
    accounts.add_email(database, user.id, f"{login}@example.com", primary=True, verified_at=start)
    return user


def _widen(context: Context) -> None:
    """Let alan ask for more than his build was granted: the old grant works on, and the rest waits."""
    then = context.clock() - _WIDENED_BEFORE
    life = TokenLife(context._replace(clock=lambda: then))
    more = {**_READING, "pull_requests": WRITE, "actions": READ}
    repositories = ("umbrella-labs/sequencer", "umbrella-labs/lab-notebook")
    life.edit_with(
        life.find("enigma-ci").id,
        lambda draft: replace(
            draft, permissions=more, repositories=repositories, reason="The build comments on pull requests from now on"
        ),
    )


def _fill_organizations(
    database: Database, ada: Account, grace: Account, members: Sequence[Account], start: datetime
) -> None:
    for login, (name, role, policy) in ORGANIZATIONS.items():
        organization = accounts.add(database, login, AccountKind.ORGANIZATION, name, start)
        policies.set_policy(database, organization.id, policy)
        accounts.set_member(database, organization.id, ada.id, role)
        accounts.set_member(database, organization.id, grace.id, Role.OWNER)
        for member in members:
            if login in MEMBERS[member.login][1]:
                accounts.set_member(database, organization.id, member.id, Role.MEMBER)


def _fill_repositories(database: Database, start: datetime) -> None:
    for owner in (*accounts.all_of(database, AccountKind.USER), *accounts.all_of(database, AccountKind.ORGANIZATION)):
        for name in REPOSITORIES.get(owner.login, "").split():
            visibility = Visibility.PUBLIC if name in PUBLIC_REPOSITORIES else Visibility.PRIVATE
            repositories.add(database, owner, name, visibility, None, start)


def _made_at(context: Context, past: _Past) -> datetime:
    return context.clock() - timedelta(days=past.days_ago, hours=past.days_ago % 7, minutes=11 * (past.days_ago % 5))


def _live(timeline: Timeline, context: Context, past: _Past, by: Account) -> None:
    """Generate the token, and plan what BY decides of it."""
    then = _made_at(context, past)
    reason = past.text if past.owner == "acme" or context.acting.login in MEMBERS else ""
    draft = TokenDraft(
        past.name, past.expiration, past.text, past.owner, reason, past.access, past.repositories, past.permissions
    )  # fmt: skip
    token = Tokens(context._replace(clock=lambda: then)).generate(draft).token
    for decision in _decisions(context, past, token.id, by):
        timeline.plan(decision.at, partial(decision.carry_out, context))
    if past.used_days_ago is not None:
        last = context.clock() - timedelta(days=past.used_days_ago)
        operations = operations_of(past.permissions, _reached(past))
        timeline.uses[TokenKind.FINE_GRAINED, token.id] = uses(then, last, operations, token.id)


def _reached(past: _Past) -> Sequence[str]:
    """Repositories that the token reaches, as OWNER/NAME."""
    if past.access is ALL:
        return [f"{past.owner}/{name}" for name in REPOSITORIES[past.owner].split()[:2]]
    return past.repositories


@dataclass(frozen=True, slots=True)
class _Decision:
    """What an owner decides of a token, and when."""

    at: datetime
    by: Account
    verb: str
    owner: str
    token_id: int

    def carry_out(self, context: Context) -> None:
        """Decide it."""
        requests = Requests(context._replace(acting=self.by, clock=lambda: self.at))
        if self.verb == "revoked":
            requests.revoke(self.owner, [self.token_id])
            return
        request_id = next(one.id for one in requests.pending(self.owner) if one.token_id == self.token_id)
        if self.verb == "denied":
            requests.deny([request_id], "Ask for the repositories that you need, one by one.")
        else:
            requests.approve([request_id])


def _decisions(context: Context, past: _Past, token_id: int, by: Account) -> list[_Decision]:
    """What becomes of the token; what was approved and then revoked, two thirds of the way from there to now."""
    if not past.decision:
        return []
    at = _made_at(context, past) + timedelta(hours=3)
    made = [_Decision(at, by, "denied" if past.decision == "denied" else "approved", past.owner, token_id)]
    if past.decision == "revoked":
        made.append(_Decision(at + (context.clock() - at) * 2 / 3, by, "revoked", past.owner, token_id))
    return made
