"""`pat-tui org sso`, `token sso` and `--sso`: what goes to standard output, what is said, and how it ends."""

import pytest

from pat_tui.exit_codes import ExitCode
from tests.cli.conftest import CommandLine


@pytest.fixture(autouse=True)
def _demanded(cli: CommandLine) -> None:
    """acme demands single sign-on."""
    assert cli("--as", "hubot", "org", "policy", "acme", "--sso", "required").code == ExitCode.DONE


def create(cli: CommandLine, *words: str) -> str:
    """The id of a token of acme, made with a session."""
    cli("org", "sso", "open", "acme")
    made = cli("token", "create", "--name", "ci", "--owner", "acme", "--json", *words)
    assert made.code == ExitCode.DONE, made.stderr
    return str(made.json()["id"])


def create_classic(cli: CommandLine) -> str:
    """The id of a classic token."""
    return str(cli("token", "create", "--classic", "--note", "old", "--scope", "repo", "--json").json()["id"])


class TestPolicy:
    def test_is_shown_and_changed(self, cli: CommandLine) -> None:
        """With a sentence of what it means; `off` takes it back."""
        shown = cli("--as", "hubot", "org", "policy", "acme", "--json").json()
        assert (shown["sso"], shown["decided_by"]["sso"]) == ("required", "organization")
        changed = cli("--as", "hubot", "org", "policy", "acme", "--sso", "off")
        assert "no longer requires single sign-on" in changed.stderr
        assert "sso                        off" in changed.stdout

    def test_of_the_enterprise_overrides_and_says_so(self, cli: CommandLine) -> None:
        """The organization reads who decided, and is refused with the option that it gave."""
        assert cli("enterprise", "policy", "--sso", "required", "--json").json()["sso"] == "required"
        shown = cli("--as", "hubot", "org", "policy", "globex", "--json").json()
        assert (shown["sso"], shown["own"]["sso"], shown["decided_by"]["sso"]) == ("required", "off", "enterprise")
        refused = cli("--as", "hubot", "org", "policy", "globex", "--sso", "off")
        assert refused.code == ExitCode.REFUSED
        assert refused.stderr.startswith("--sso: The enterprise has decided this")


class TestSession:
    def test_is_opened_shown_and_closed(self, cli: CommandLine) -> None:
        """Its end goes to standard output; without one, nothing does."""
        opened = cli("org", "sso", "open", "acme")
        assert (opened.code, opened.stdout) == (ExitCode.DONE, "2026-01-16T12:00:00Z\n")
        assert cli("org", "sso", "status", "acme").stdout == opened.stdout
        (one,) = cli("org", "sso", "status", "--json").json()
        assert (one["organization"], one["active"], one["ends_at"]) == ("acme", True, "2026-01-16T12:00:00Z")
        assert "2026-01-16 12:00 UTC  acme" in cli("org", "sso", "status").stdout
        assert cli("org", "sso", "close", "acme").stderr == "You have no session with acme.\n"
        closed = cli("org", "sso", "status", "acme")
        assert (closed.code, closed.stdout) == (ExitCode.DONE, "")
        assert "pat-tui org sso open acme" in closed.stderr

    def test_is_refused_where_there_is_none_to_open(self, cli: CommandLine) -> None:
        """Exit codes as everywhere."""
        assert cli("org", "sso", "open", "globex").code == ExitCode.REFUSED
        assert cli("org", "sso", "open", "stranger-org").code == ExitCode.FORBIDDEN
        assert cli("org", "sso", "open", "nobody").code == ExitCode.NOT_FOUND

    def test_without_any_organization_that_demands_it(self, cli: CommandLine) -> None:
        """It is said, and JSON is an empty array."""
        cli("--as", "hubot", "org", "policy", "acme", "--sso", "off")
        assert cli("org", "sso", "status").stderr == "None of your organizations requires single sign-on.\n"
        assert cli("org", "sso", "status", "--json").json() == []


class TestGenerating:
    def test_without_a_session_names_the_command(self, cli: CommandLine) -> None:
        """Nothing is made, and what is said can be done."""
        refused = cli("token", "create", "--name", "ci", "--owner", "acme")
        assert (refused.code, refused.stdout) == (ExitCode.REFUSED, "")
        field, way_out = refused.stderr.splitlines()
        assert field.startswith("--owner: acme requires single sign-on")
        assert way_out == "Open a session with: pat-tui org sso open acme"
        assert cli.rows("SELECT * FROM fine_grained_tokens") == []
        cli(*way_out.partition("pat-tui ")[2].split())
        assert cli("token", "create", "--name", "ci", "--owner", "acme").code == ExitCode.DONE

    def test_with_a_session_authorises(self, cli: CommandLine) -> None:
        """Page, list and JSON say so; a duplicate needs a session as well."""
        token_id = create(cli)
        assert "Single sign-on  authorised for acme" in cli("token", "show", "ci").stdout
        assert cli("token", "show", token_id, "--json").json()["single_sign_on"] == "authorized"
        cli("org", "sso", "close", "acme")
        refused = cli("token", "duplicate", "ci", "--name", "copy")
        assert refused.code == ExitCode.REFUSED
        assert "pat-tui org sso open acme" in refused.stderr

    def test_regenerating_says_what_is_lost(self, cli: CommandLine) -> None:
        """With the command that gives it back, which works as it stands."""
        create(cli)
        said = cli("token", "regenerate", "ci").stderr
        assert "Single sign-on: not authorised for acme" in said
        assert "Pending, no SSO" in cli("token", "list").stdout
        command = next(line for line in said.splitlines() if "Authorise it with" in line).partition("pat-tui ")[2]
        assert cli(*command.split()).code == ExitCode.DONE
        assert "no SSO" not in cli("token", "list").stdout

    def test_a_classic_one_says_what_is_missing(self, cli: CommandLine) -> None:
        """The same way out."""
        said = cli("token", "create", "--classic", "--note", "old").stderr
        command = next(line for line in said.splitlines() if "Authorise it with" in line).partition("pat-tui ")[2]
        cli("org", "sso", "open", "acme")
        assert cli(*command.split()).code == ExitCode.DONE


class TestTokenSso:
    def test_of_a_classic_token(self, cli: CommandLine) -> None:
        """Shown, authorised with a session only, and taken back."""
        create_classic(cli)
        shown = cli("token", "sso", "old", "--classic")
        assert shown.stdout.splitlines()[1].split() == ["no", "not", "authorised", "acme"]
        refused = cli("token", "sso", "old", "--classic", "--authorize", "acme")
        assert (refused.code, refused.stdout) == (ExitCode.REFUSED, "")
        assert "pat-tui org sso open acme" in refused.stderr
        cli("org", "sso", "open", "acme")
        (one,) = cli("token", "sso", "old", "--classic", "--authorize", "acme", "--json").json()
        assert (one["organization"], one["state"], one["obstacle"]) == ("acme", "authorized", None)
        assert cli("token", "show", "old", "--classic", "--json").json()["not_authorized_for"] == []
        cli("token", "sso", "old", "--classic", "--deauthorize", "acme")
        assert "Single sign-on\n  not authorised for acme" in cli("token", "show", "old", "--classic").stdout

    def test_of_a_token_that_needs_none(self, cli: CommandLine) -> None:
        """It is said; asking for it is refused."""
        cli("token", "create", "--name", "own")
        assert "needs no authorization" in cli("token", "sso", "own").stderr
        assert cli("token", "sso", "own", "--json").json() == []
        assert cli("token", "sso", "own", "--authorize", "acme").code == ExitCode.REFUSED

    def test_both_at_once_is_a_wrong_use(self, cli: CommandLine) -> None:
        """Before anything is done."""
        create_classic(cli)
        both = cli("token", "sso", "old", "--classic", "--authorize", "acme", "--deauthorize", "acme")
        assert both.code == ExitCode.USAGE


class TestOwners:
    def test_list_and_revoke(self, cli: CommandLine) -> None:
        """The fields of GitHub's REST interface; revoking is final."""
        token_id = create(cli)
        (one,) = cli("--as", "hubot", "org", "sso", "list", "acme", "--json").json()
        assert one["id"] == one["credential_id"]
        expected = {
            "login": "mona",
            "credential_type": "personal access token",
            "token_last_eight": cli("token", "show", "ci", "--json").json()["hint"],
            "credential_authorized_at": "2026-01-15T12:00:00Z",
            "scopes": [],
            "fingerprint": None,
            "credential_accessed_at": None,
            "authorized_credential_id": int(token_id),
            "authorized_credential_title": None,
            "authorized_credential_note": "ci",
            "authorized_credential_expires_at": "2026-02-14T12:00:00Z",
        }
        assert {key: one[key] for key in expected} == expected
        assert "ci" in cli("--as", "hubot", "org", "sso", "list", "acme").stdout
        revoked = cli("--as", "hubot", "org", "sso", "revoke", "acme", str(one["id"]))
        assert (revoked.code, revoked.stdout) == (ExitCode.DONE, f"{one['id']}\n")
        again = cli("token", "sso", "ci", "--authorize", "acme")
        assert again.code == ExitCode.REFUSED
        assert "for good" in again.stderr
        assert "No token is authorised" in cli("--as", "hubot", "org", "sso", "list", "acme").stderr

    def test_members_and_strangers_are_refused(self, cli: CommandLine) -> None:
        """By the same rule as on the page; what is not there is not found."""
        create(cli)
        assert cli("org", "sso", "list", "acme").code == ExitCode.FORBIDDEN
        assert cli("org", "sso", "revoke", "acme", "1").code == ExitCode.FORBIDDEN
        assert cli("--as", "hubot", "org", "sso", "revoke", "acme", "1", "99").code == ExitCode.NOT_FOUND
        assert len(cli("--as", "hubot", "org", "sso", "list", "acme", "--search", "mona", "--json").json()) == 1
        assert "holds “x”" in cli("--as", "hubot", "org", "sso", "list", "acme", "--search", "x").stderr
