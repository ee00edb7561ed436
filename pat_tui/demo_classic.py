"""The classic tokens of the throw-away world: in every state, with few scopes, many and none."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.public_keys import parse_public_key
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.context import Context
from pat_tui.store import classic_tokens, deploy_keys, repositories
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


def fill(context: Context) -> None:
    """Generate them for who acts in CONTEXT, each at its time."""
    for past in sorted(_PAST, key=lambda past: -past.days_ago):
        _generate(context, past)


def _generate(context: Context, past: _Past) -> None:
    now = context.clock()
    then = now - timedelta(days=past.days_ago, hours=past.days_ago % 7, minutes=17 * (past.days_ago % 3))
    draft = ClassicDraft(past.note, past.expiration, past.scopes)
    token = ClassicTokens(replace(context, clock=lambda: then)).generate(draft).token
    with context.database.transaction():
        if past.used_days_ago is not None:
            classic_tokens.note_use(context.database, token.id, now - timedelta(days=past.used_days_ago))
        if past.deploy_key:
            _add_key(context, token, past.deploy_key, then + timedelta(days=2))


def _add_key(context: Context, token: ClassicToken, title: str, at: datetime) -> None:
    homepage = repositories.named(context.database, context.acting.id, ["homepage"])[0]
    key = parse_public_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA" + "A" * 42)
    new = NewDeployKey(
        homepage.id, title, key.text, False, at, token.id, fingerprint=key.fingerprint, created_by=context.acting.id
    )
    deploy_keys.add(context.database, new)
