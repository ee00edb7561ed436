"""The classic tokens of the throw-away world: in every state, with few scopes, many and none."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from pat_tui.demo_timeline import Timeline
from pat_tui.demo_uses import classic_operations, uses
from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.public_keys import parse_public_key
from pat_tui.domain.secrets import TokenKind
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.context import Context
from pat_tui.store import deploy_keys, repositories
from pat_tui.store.deploy_keys import NewDeployKey


@dataclass(frozen=True, slots=True)
class _Past:
    """A classic token that was generated some days ago."""

    note: str
    days_ago: int
    expiration: Expiration
    scopes: tuple[str, ...]
    used_days_ago: float | None = None
    deploy_key: str = ""
    """The title of a deploy key of ada/homepage that was made with it."""


_ALL_BUT_ENTERPRISE = (
    *("repo", "workflow", "write:packages", "delete:packages", "admin:org", "admin:public_key", "admin:repo_hook"),
    *("admin:org_hook", "gist", "notifications", "user", "delete_repo", "write:discussion", "audit_log", "codespace"),
    *("project", "admin:gpg_key", "admin:ssh_signing_key"),
)
_REPOSITORIES = ("ada/homepage", "umbrella-labs/sequencer")
_FAR = OnDate(date(9999, 12, 31))

_PAST = (
    _Past("The old build server. Nobody dares to touch it.", 480, Never(), _ALL_BUT_ENTERPRISE, 0.2, "build server"),
    _Past("hub on the grey laptop", 430, InDays(90), ("repo", "gist", "read:org"), 350),
    _Past("homebrew", 300, Never(), (), 2),
    _Past("package registry of the cluster", 210, _FAR, ("read:packages",), 0.01),
    _Past("release-please", 55, InDays(60), ("repo", "workflow"), 0.9),
    _Past("statistics for the talk in Lyon", 40, InDays(30), ("public_repo", "read:user", "user:email"), 11),
    _Past("mirror to the NAS", 20, InDays(366), ("repo",), 0.1),
    _Past("gh on the tablet", 3, InDays(30), ("repo", "read:org", "gist"), 1),
    _Past("hooks of umbrella-labs", 1, InDays(90), ("admin:org_hook", "admin:repo_hook")),
)


def plan(timeline: Timeline, context: Context) -> None:
    """Plan them for who acts in CONTEXT, each at its time."""
    for past in _PAST:
        minutes = 17 * (past.days_ago % 3)
        then = context.clock() - timedelta(days=past.days_ago, hours=past.days_ago % 7, minutes=minutes)
        timeline.plan(then, partial(_generate, timeline, context, past, then))


def _generate(timeline: Timeline, context: Context, past: _Past, then: datetime) -> None:
    draft = ClassicDraft(past.note, past.expiration, past.scopes)
    token = ClassicTokens(context._replace(clock=lambda: then)).generate(draft).token
    if past.used_days_ago is not None:
        last = context.clock() - timedelta(days=past.used_days_ago)
        operations = classic_operations(past.scopes, _REPOSITORIES)
        timeline.uses[TokenKind.CLASSIC, token.id] = uses(then, last, operations, token.id)
    if past.deploy_key:
        with context.database.transaction():
            _add_key(context, token, past.deploy_key, then + timedelta(days=2))


def _add_key(context: Context, token: ClassicToken, title: str, at: datetime) -> None:
    homepage = repositories.named(context.database, context.acting.id, ["homepage"])[0]
    key = parse_public_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA" + "A" * 42)
    new = NewDeployKey(
        homepage.id, title, key.text, False, at, token.id, fingerprint=key.fingerprint, created_by=context.acting.id
    )
    deploy_keys.add(context.database, new)
