"""`pat-tui org member list`, `org outside-collaborators`, `repo collaborator list|remove`."""

import pytest

from pat_tui.wiring import Services
from tests.cli.conftest import CommandLine
from tests.sso_worlds import authorized_fine, demand

AS_HUBOT = ("--as", "hubot")


def give(cli: CommandLine, name: str, login: str, role: str) -> None:
    """Give LOGIN a role in the repository called NAME, by its owner."""
    assert cli(*AS_HUBOT, "repo", "collaborator", "add", name, login, "--role", role).code == 0


@pytest.fixture(autouse=True)
def _octocat(cli: CommandLine) -> None:
    """A user who belongs nowhere."""
    assert cli("user", "add", "octocat", "--email", "o@example.com", "--name", "Octo Cat").code == 0


class TestMembers:
    def test_list(self, cli: CommandLine) -> None:
        """By login, with the role; for any member."""
        listed = cli("org", "members", "ACME")
        assert (listed.code, listed.stderr) == (0, "")
        assert listed.stdout.splitlines() == [
            "ROLE    LOGIN  NAME",
            "owner   hubot  Hubot",
            "member  mona   Mona Lisa",
        ]
        told = cli("org", "members", "acme", "--json").json()
        assert [(one["login"], one["organization"], one["role"], one["id"] > 0) for one in told] == [
            ("hubot", "acme", "owner", True),
            ("mona", "acme", "member", True),
        ]

    def test_list_is_for_members(self, cli: CommandLine) -> None:
        """A stranger is refused."""
        refused = cli("--as", "octocat", "org", "members", "acme")
        assert (refused.code, refused.stdout) == (5, "")
        assert refused.stderr == "Only a member of acme can see this; octocat is none.\n"

    def test_remove_tells_all_that_ends(self, cli: CommandLine, services: Services) -> None:
        """Authorizations by single sign-on, and roles in single repositories."""
        demand(services)
        authorized_fine(services)
        give(cli, "acme/api", "mona", "write")
        removed = cli(*AS_HUBOT, "org", "member", "remove", "acme", "mona")
        assert removed.stderr.splitlines() == [
            "mona has left acme.",
            "Requests cancelled: 1. Tokens that lost access: 0.",
            "Authorizations by single sign-on that were lost: 1.",
            "Roles in repositories that ended: 1.",
        ]


class TestOutsideCollaborators:
    def test_list(self, cli: CommandLine) -> None:
        """A row for each repository; a member with a role is none of them."""
        none = cli(*AS_HUBOT, "org", "outside-collaborators", "acme")
        assert (none.code, none.stdout, none.stderr) == (0, "", "There are no outside collaborators.\n")
        for name, login, role in (
            ("acme/api", "mona", "admin"),
            ("acme/website", "octocat", "read"),
            ("acme/api", "octocat", "write"),
        ):
            give(cli, name, login, role)
        assert cli(*AS_HUBOT, "org", "outside-collaborators", "acme").stdout.splitlines() == [
            "ROLE   LOGIN    REPOSITORY",
            "write  octocat  acme/api",
            "read   octocat  acme/website",
        ]
        told = cli(*AS_HUBOT, "org", "outside-collaborators", "acme", "--json").json()
        assert [(one["login"], one["repository"], one["role"]) for one in told] == [
            ("octocat", "acme/api", "write"),
            ("octocat", "acme/website", "read"),
        ]

    def test_is_for_owners(self, cli: CommandLine) -> None:
        """A member is refused."""
        refused = cli("org", "outside-collaborators", "acme")
        assert (refused.code, refused.stderr) == (5, "Only an owner of acme can do this; mona is none.\n")


class TestCollaborators:
    def test_list_and_remove(self, cli: CommandLine) -> None:
        """Whoever administers the repository; then nobody is left, which is said."""
        give(cli, "acme/api", "octocat", "write")
        listed = cli(*AS_HUBOT, "repo", "collaborator", "list", "Acme/API")
        assert listed.stdout.splitlines() == ["ROLE   LOGIN    REPOSITORY", "write  octocat  acme/api"]
        [told] = cli(*AS_HUBOT, "repo", "collaborator", "list", "acme/api", "--json").json()
        assert (told.pop("id") > 0, told) == (True, {"login": "octocat", "repository": "acme/api", "role": "write"})
        removed = cli(*AS_HUBOT, "repo", "collaborator", "remove", "acme/api", "OctoCat")
        assert (removed.code, removed.stdout) == (0, "octocat\n")
        assert removed.stderr == "octocat no longer has the role write in acme/api.\n"
        left = cli(*AS_HUBOT, "repo", "collaborator", "list", "acme/api")
        assert (left.stdout, left.stderr) == ("", "Nobody has a role of their own in acme/api.\n")

    def test_one_may_go_oneself(self, cli: CommandLine) -> None:
        """Without being an administrator."""
        give(cli, "acme/api", "octocat", "read")
        told = cli("--as", "octocat", "repo", "collaborator", "remove", "acme/api", "octocat", "--json").json()
        assert (told.pop("id") > 0, told) == (True, {"login": "octocat", "repository": "acme/api", "role": "read"})

    @pytest.mark.parametrize(
        ("arguments", "code", "error"),
        [
            (["acme/api", "hubot"], 5, "Only an administrator of acme/api can do this."),
            (["mona/gone", "hubot"], 3, "There is no repository mona/gone."),
            (["mona/app", "gone"], 3, "There is no user gone."),
            (["mona/app", "octocat"], 3, "octocat has no role of its own in mona/app."),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_remove_refused(self, cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
        """By who acts, and by what is missing."""
        refused = cli("repo", "collaborator", "remove", *arguments)
        assert (refused.code, refused.stdout, refused.stderr) == (code, "", error + "\n")
