"""The part of the demonstration that is about single sign-on: an organization that requires it, and its tokens."""

from dataclasses import replace
from datetime import timedelta

from pat_tui.domain.accounts import Account, AccountKind, Role, Visibility
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.context import Context
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.services.tokens import Tokens
from pat_tui.store import accounts, classic_tokens, policies, repositories, tokens

LOGIN = "weyland-works"
POLICY = OrganizationPolicy(max_lifetime_classic=90, sso_required=True)
REPOSITORIES = ("airframe", "wind-tunnel")


def fill(ada: Context, grace: Account, alan: Account) -> None:
    """Add the organization of ADA and GRACE: tokens that were authorised, and one of ada's from before it asked."""
    now = ada.clock()
    with ada.database.transaction():
        _add_organization(ada, grace, alan)
    _generate(replace(ada, clock=lambda: now - timedelta(days=35)), "wind-tunnel-logs")
    with ada.database.transaction():
        organization = accounts.by_login(ada.database, LOGIN)
        if organization is not None:
            policies.set_policy(ada.database, organization.id, POLICY)
    then = replace(ada, acting=alan, clock=lambda: now - timedelta(days=3))
    sign_on = SingleSignOn(then)
    sign_on.open(LOGIN)
    used = _generate(then, "airframe-builds")
    classic = ClassicTokens(then).generate(ClassicDraft("airframe-mirror", InDays(30), ("repo",))).token
    sign_on.authorize(TokenKind.CLASSIC, classic.id, LOGIN)
    with ada.database.transaction():
        tokens.note_use(ada.database, used, now - timedelta(hours=4))
        classic_tokens.note_use(ada.database, classic.id, now - timedelta(days=1))


def _add_organization(context: Context, grace: Account, alan: Account) -> None:
    database, start = context.database, context.clock() - timedelta(days=500)
    organization = accounts.add(database, LOGIN, AccountKind.ORGANIZATION, "Weyland Works", start)
    policies.set_policy(database, organization.id, replace(POLICY, sso_required=False))
    for account, role in ((context.acting, Role.OWNER), (grace, Role.OWNER), (alan, Role.MEMBER)):
        accounts.set_member(database, organization.id, account.id, role)
    for name in REPOSITORIES:
        repositories.add(database, organization, name, Visibility.PRIVATE, None, start)


def _generate(context: Context, name: str) -> int:
    draft = TokenDraft(
        name=name,
        expiration=InDays(90),
        owner=LOGIN,
        repository_access=RepositoryAccess.ALL,
        permissions={"contents": Level.READ},
    )
    return Tokens(context).generate(draft).token.id
