"""The part of the demonstration that is about single sign-on: an organization that requires it, and its tokens."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from pat_tui.demo_timeline import Timeline
from pat_tui.demo_uses import classic_operations, operations_of, uses
from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.context import Context
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.services.tokens import Tokens
from pat_tui.store import accounts, policies, repositories

LOGIN = "weyland-works"
POLICY = OrganizationPolicy(max_lifetime_classic=90, sso_required=True)
REPOSITORIES = ("airframe", "wind-tunnel")


_MADE, _ASKED, _SIGNED_ON = timedelta(days=35), timedelta(days=34), timedelta(days=3)
"""How long ago ada's token was made, the organization began to ask for single sign-on, and alan signed on."""


def plan(timeline: Timeline, ada: Context, grace: Account, alan: Account) -> None:
    """Add the organization of ADA and GRACE: tokens that were authorised, and one of ada's from before it asked."""
    now = ada.clock()
    with ada.database.transaction():
        organization = _add_organization(ada, grace, alan)
    before = ada._replace(clock=lambda: now - _MADE)
    timeline.plan(now - _MADE, partial(_generate, before, "wind-tunnel-logs"))
    timeline.plan(now - _ASKED, partial(_ask, ada, organization))
    signed_on = ada._replace(acting=alan, clock=lambda: now - _SIGNED_ON)
    timeline.plan(now - _SIGNED_ON, partial(_sign_on, timeline, signed_on, now))


def _ask(context: Context, organization: Account) -> None:
    with context.database.transaction():
        policies.set_policy(context.database, organization.id, POLICY)


def _sign_on(timeline: Timeline, context: Context, now: datetime) -> None:
    """Let who acts in CONTEXT sign on and authorise a token of each kind; they are used until NOW."""
    then, sign_on = context.clock(), SingleSignOn(context)
    sign_on.open(LOGIN)
    made = _generate(context, "airframe-builds")
    classic = ClassicTokens(context).generate(ClassicDraft("airframe-mirror", InDays(30), ("repo",))).token
    sign_on.authorize(TokenKind.CLASSIC, classic.id, LOGIN)
    reached = [f"{LOGIN}/{name}" for name in REPOSITORIES]
    of_made, of_classic = operations_of({"contents": Level.READ}, reached), classic_operations(classic.scopes, reached)
    timeline.uses[TokenKind.FINE_GRAINED, made] = uses(then, now - timedelta(hours=4), of_made, made)
    timeline.uses[TokenKind.CLASSIC, classic.id] = uses(then, now - timedelta(days=1), of_classic, classic.id)


def _add_organization(context: Context, grace: Account, alan: Account) -> Account:
    database, start = context.database, context.clock() - timedelta(days=500)
    organization = accounts.add(database, LOGIN, AccountKind.ORGANIZATION, "Weyland Works", start)
    policies.set_policy(database, organization.id, replace(POLICY, sso_required=False))
    for account, role in ((context.acting, Role.OWNER), (grace, Role.OWNER), (alan, Role.MEMBER)):
        accounts.set_member(database, organization.id, account.id, role)
    for name in REPOSITORIES:
        repositories.add(database, organization, name, Visibility.PRIVATE, None, start)
    return organization


def _generate(context: Context, name: str) -> int:
    draft = TokenDraft(
        name=name,
        expiration=InDays(90),
        owner=LOGIN,
        repository_access=RepositoryAccess.ALL,
        permissions={"contents": Level.READ},
    )
    return Tokens(context).generate(draft).token.id
