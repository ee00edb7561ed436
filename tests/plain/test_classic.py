"""Classic tokens: list, form, edit, regenerate, delete, duplicate."""

from datetime import timedelta

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.secrets import TokenKind, recognise
from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.kinds import CLASSIC
from pat_tui.plain.token_list import TokenListPage
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.plain.talks import Answer, talk
from tests.sso_worlds import demand
from tests.worlds import NOW


def listing(desk: Desk) -> Page:
    """The list."""
    return TokenListPage(desk, CLASSIC)


def tokens(services: Services, *answers: Answer) -> str:
    """What is said to somebody who types ANSWERS at the list."""
    return talk(services, *answers, page=listing)


def one(services: Services, note: str = "ci", *scopes: str) -> int:
    """A token, and its id."""
    return services.classic_tokens.generate(ClassicDraft(note, scopes=scopes)).token.id


def test_the_list(services: Services) -> None:
    """Note, state, scopes, expiry, last use."""
    one(services, "ci", "repo", "gist")
    assert "\n1. ci. Active. Scopes: gist, repo. Expires on Sat, Feb 14 2026. Never used.\n" in tokens(services)


def test_generate(services: Services) -> None:
    """Note, expiration, scopes by search, number and name; the minimum is kept, the secret is said once."""
    said = tokens(services, "new", "", "ci", "7 days", "hook", "1", "repo", "list", "done", "yes", "show", "done")
    assert "Note: Note can't be blank\n" in said
    assert "A fine-grained token is safer" in said
    token = services.classic_tokens.find("ci")
    assert token.expires_at == NOW + timedelta(days=7)
    assert token.scopes == ("admin:repo_hook", "repo")
    secret = next(line for line in said.splitlines() if line.startswith("ptp_"))
    assert recognise(secret) is TokenKind.CLASSIC
    assert "Make sure to copy your personal access token now. You won't be able to see it again!" in said


def test_scopes_can_be_taken_out(services: Services) -> None:
    """By the same number or name; what a scope includes goes with it."""
    tokens(services, "new", "ci", "", "repo gist", "repo", "gist", "repo", "done", "yes", "done", "yes")
    assert services.classic_tokens.find("ci").scopes == ("gist",)


def test_who_refuses_it_is_said(services: Services) -> None:
    """An organization that does not allow such a token is named in the form and on the page."""
    as_user(services, "hubot").organizations.change_policy("globex", {"classic_allowed": False})
    words = "Warning: globex forbids access via personal access tokens (classic)."
    assert words in tokens(services, "new", "ci", "")
    one(services)
    assert words in tokens(services, "1")


def test_edit(services: Services) -> None:
    """Note and scopes; the fields stand under numbers."""
    one(services, "ci", "gist")
    said = tokens(services, "1", "edit", "1", "builds", "2", "gist", "repo", "done", "yes")
    assert "Your personal access token has been updated" in said
    assert services.classic_tokens.find("builds").scopes == ("repo",)


def test_editing_the_note_leaves_the_scopes(services: Services) -> None:
    """And with them the authorizations."""
    one(services, "ci", "repo", "gist")
    tokens(services, "1", "edit", "1", "builds", "yes")
    assert services.classic_tokens.find("builds").scopes == ("gist", "repo")


def test_regenerate(services: Services) -> None:
    """A new value and a new end."""
    hint = services.classic_tokens.get(one(services)).hint
    said = tokens(services, "1", "regenerate", "90 days", "yes", "show", "done")
    assert "Note and scopes stay." in said
    token = services.classic_tokens.find("ci")
    assert token.hint != hint
    assert token.expires_at == NOW + timedelta(days=90)


def test_delete_and_undo(services: Services) -> None:
    """From its page; undo on the list."""
    one(services, "ci", "repo")
    said = tokens(services, "1", "delete", "yes", "undo")
    assert "  repo: " in said
    assert "“ci” is back, with the value that it had." in said
    assert services.classic_tokens.count() == 1


def test_duplicate(services: Services) -> None:
    """With the scopes of the other one."""
    one(services, "ci", "repo")
    tokens(services, "1", "duplicate", "ci2", "", "done", "yes", "done", "yes")
    assert services.classic_tokens.find("ci2").scopes == ("repo",)


def test_single_sign_on(services: Services) -> None:
    """A token is authorised for an organization that demands it, and that is ended again."""
    demand(services, "acme")
    one(services, "ci", "repo")
    said = tokens(services, "1", "sso", "authorize 1", "end acme", "deauthorize")
    assert "\n1. acme: Not authorised. You have no open session.\n" in said
    assert "Authorised for acme.\n" in said
    assert "\n1. acme: Authorised. Your session is open until 2026-01-16 12:00 UTC.\n" in said
    assert "Your session with acme has ended.\n" in said
    assert "No longer authorised for acme.\n" in said
    assert "Type the number of an organization that was said." in tokens(services, "1", "sso", "authorize 2")


def test_revoke_all(services: Services) -> None:
    """Only the user name confirms."""
    for note in ("a", "b"):
        one(services, note)
    said = tokens(services, "revoke", "yes", "revoke", "hubot", "revoke", "")
    assert "All of your 2 personal access tokens (classic) will be revoked." in said
    assert said.count("Nothing has been changed.") == 3
    assert services.classic_tokens.count() == 2
    assert "2 tokens were revoked." in tokens(services, "revoke", "mona")
    assert "You have no personal access tokens (classic) to revoke." in tokens(services, "revoke")
