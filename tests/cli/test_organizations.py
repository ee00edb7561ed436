"""`pat-tui org member|policy|active|revoke`, `enterprise policy`, `request`, `repo collaborator`, `user suspend`."""

import json

import pytest

from tests.cli.conftest import CommandLine, Outcome

AS_HUBOT = ("--as", "hubot")


def create(cli: CommandLine, name: str, *more: str, owner: str = "acme", login: str = "mona") -> int:
    """A token of LOGIN for OWNER, by its id."""
    words = ("--name", name, "--owner", owner, "--all-repos", "--permission", "contents=read", *more)
    made = cli("--as", login, "token", "create", "--json", *words)
    assert made.code == 0, made.stderr
    return int(made.json()["id"])


def refused(outcome: Outcome, code: int, error: str) -> None:
    """OUTCOME is a refusal with CODE and the one sentence ERROR."""
    assert (outcome.code, outcome.stdout, outcome.stderr) == (code, "", error + "\n")


class TestMembers:
    def test_add_and_change(self, cli: CommandLine) -> None:
        """The login is the data; without --role it is a member; the role can be changed."""
        cli("user", "add", "octocat", "--email", "o@example.com")
        added = cli(*AS_HUBOT, "org", "member", "add", "ACME", "OctoCat")
        assert (added.code, added.stdout) == (0, "octocat\n")
        assert added.stderr == "octocat is a member of acme.\n"
        changed = cli(*AS_HUBOT, "org", "member", "add", "acme", "octocat", "--role", "owner")
        assert changed.stderr == "octocat is an owner of acme.\n"
        told = cli("--as", "octocat", "org", "member", "add", "acme", "hubot", "--role", "member", "--json").json()
        assert (told.pop("id") > 0, told) == (True, {"login": "hubot", "organization": "acme", "role": "member"})

    def test_remove(self, cli: CommandLine) -> None:
        """What the tokens lose is told; with --json in numbers."""
        create(cli, "waits")
        removed = cli(*AS_HUBOT, "org", "member", "remove", "acme", "mona")
        assert (removed.code, removed.stdout) == (0, "mona\n")
        assert removed.stderr == "mona has left acme.\nRequests cancelled: 1. Tokens that lost access: 0.\n"
        create(cli, "works", owner="globex")
        told = cli("org", "member", "remove", "globex", "mona", "--json").json()
        assert told.pop("id") > 0
        assert told == {
            "login": "mona",
            "organization": "globex",
            "role": "member",
            "cancelled_requests": 0,
            "revoked_tokens": 1,
            "lost_authorizations": 0,
            "ended_roles": 0,
        }

    @pytest.mark.parametrize(
        ("arguments", "code", "error"),
        [
            (["add", "acme", "hubot"], 5, "Only an owner of acme can do this; mona is none."),
            (["remove", "acme", "hubot"], 5, "Only an owner of acme can do this; mona is none."),
            (["add", "gone", "hubot"], 3, "There is no organization gone."),
            (["add", "octo-labs", "gone\x1b"], 3, "There is no user gone\ufffd."),
            (["remove", "octo-labs", "gone"], 3, "There is no user gone."),
        ],
        ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
    )
    def test_refused(self, cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
        """A member is refused by the rule of the pages; what is missing is named."""
        refused(cli("org", "member", *arguments), code, error)

    def test_the_last_owner_stays(self, cli: CommandLine) -> None:
        """A rule forbids it; the sentence says the way out."""
        sentence = "hubot is the last owner of acme. Make somebody else an owner first."
        refused(cli(*AS_HUBOT, "org", "member", "remove", "acme", "hubot"), 1, sentence)
        refused(cli(*AS_HUBOT, "org", "member", "add", "acme", "hubot", "--role", "member"), 1, sentence)


class TestPolicy:
    def test_bare_shows_it(self, cli: CommandLine) -> None:
        """What holds, who decided it, and the organization's own choice, by the words of the options."""
        cli("enterprise", "policy", "--classic", "restrict")
        shown = cli("org", "policy", "octo-labs")
        assert (shown.code, shown.stderr) == (0, "")
        assert shown.stdout.splitlines() == [
            "POLICY                     IN EFFECT  DECIDED BY    OWN CHOICE",
            "fine-grained               allow      organization  allow",
            "classic                    restrict   enterprise    allow",
            "approval                   required   organization  required",
            "max-lifetime-fine-grained  none       organization  none",
            "max-lifetime-classic       none       organization  none",
            "sso                        off        organization  off",
        ]

    def test_as_json(self, cli: CommandLine) -> None:
        """One object, whose words are those of the options."""
        cli("enterprise", "policy", "--max-lifetime-classic", "30")
        found = cli("org", "policy", "Octo-Labs", "--json").json()
        assert found.pop("id") > 0
        assert found.pop("own") == {
            "fine_grained": "allow",
            "classic": "allow",
            "approval": "required",
            "max_lifetime_fine_grained": None,
            "max_lifetime_classic": None,
            "sso": "off",
        }
        assert found.pop("decided_by") == {
            "fine_grained": "organization",
            "classic": "organization",
            "approval": "organization",
            "max_lifetime_fine_grained": "organization",
            "max_lifetime_classic": "enterprise",
            "sso": "organization",
        }
        assert found == {
            "organization": "octo-labs",
            "fine_grained": "allow",
            "classic": "allow",
            "approval": "required",
            "max_lifetime_fine_grained": None,
            "max_lifetime_classic": 30,
            "sso": "off",
        }

    def test_options_change_it(self, cli: CommandLine) -> None:
        """Each option changes its block, and the new policy is written; every change is told."""
        words = ("--fine-grained", "restrict", "--classic", "restrict", "--approval", "not-required")
        days = ("--max-lifetime-fine-grained", "30", "--max-lifetime-classic", "366")
        changed = cli("org", "policy", "octo-labs", *words, *days, "--json")
        assert {
            "fine_grained": "restrict",
            "classic": "restrict",
            "approval": "not-required",
            "max_lifetime_fine_grained": 30,
            "max_lifetime_classic": 366,
            "sso": "off",
        }.items() <= changed.json().items()
        assert changed.stderr.splitlines() == [
            "Fine-grained personal access tokens are no longer able to access octo-labs.",
            "Personal access tokens (classic) are no longer able to access octo-labs.",
            "New fine-grained personal access tokens will now work at once.",
            "Fine-grained personal access tokens must expire within 30 days.",
            "Personal access tokens (classic) must expire within 366 days.",
        ]
        back = cli("org", "policy", "octo-labs", "--max-lifetime-classic", "none", "--json").json()
        assert (back["max_lifetime_classic"], back["fine_grained"]) == (None, "restrict")

    def test_tells_of_requests_that_still_wait(self, cli: CommandLine) -> None:
        """Approval switched off approves nothing; whoever did it is told where the rest is."""
        create(cli, "waits")
        changed = cli(*AS_HUBOT, "org", "policy", "acme", "--approval", "not-required")
        assert changed.stderr.splitlines()[-1] == (
            "1 request was made before, and still waits: pat-tui request list --org acme"
        )
        assert len(cli(*AS_HUBOT, "request", "list", "--org", "acme", "--json").json()) == 1

    @pytest.mark.parametrize(
        ("arguments", "code", "error"),
        [
            (["acme"], 5, "Only an owner of acme can do this; mona is none."),
            (["acme", "--classic", "allow"], 5, "Only an owner of acme can do this; mona is none."),
            (["gone"], 3, "There is no organization gone."),
            (
                ["octo-labs", "--max-lifetime-classic", "367"],
                1,
                "--max-lifetime-classic: The maximum lifetime must be 366 days or less.",
            ),
            (
                ["octo-labs", "--max-lifetime-fine-grained", "0"],
                1,
                "--max-lifetime-fine-grained: The maximum lifetime must be 1 day or more.",
            ),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_refused(self, cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
        """By who acts, or by the range of a lifetime, which the option names."""
        refused(cli("org", "policy", *arguments), code, error)

    @pytest.mark.parametrize("days", ["", "-1", "1.5", "ten", "٣", "9" * 30])
    def test_a_lifetime_is_a_number_or_none(self, cli: CommandLine, days: str) -> None:
        """Anything else is wrong usage."""
        outcome = cli("org", "policy", "octo-labs", f"--max-lifetime-classic={days}")
        assert (outcome.code, outcome.stdout) == (2, "")
        assert "is no lifetime. Write a number of days, or none." in outcome.stderr


class TestEnterprise:
    def test_shows_and_changes(self, cli: CommandLine) -> None:
        """By default organizations decide; each option has that word too."""
        assert cli(*AS_HUBOT, "enterprise", "policy").stdout.splitlines() == [
            "POLICY                     DECISION",
            "fine-grained               organizations-decide",
            "classic                    organizations-decide",
            "approval                   organizations-decide",
            "max-lifetime-fine-grained  none",
            "max-lifetime-classic       none",
            "sso                        off",
        ]
        words = ("--fine-grained", "allow", "--approval", "not-required", "--max-lifetime-fine-grained", "7")
        changed = cli("enterprise", "policy", *words, "--json")
        assert changed.stderr == "The policies of the enterprise have been updated.\n"
        assert changed.json() == {
            "fine_grained": "allow",
            "classic": "organizations-decide",
            "approval": "not-required",
            "max_lifetime_fine_grained": 7,
            "max_lifetime_classic": None,
            "sso": "off",
        }
        back = cli("enterprise", "policy", "--approval", "organizations-decide", "--json").json()
        assert (back["approval"], back["fine_grained"]) == ("organizations-decide", "allow")

    def test_overrides_an_organization(self, cli: CommandLine) -> None:
        """The organization's own option is refused by name, and a token follows the enterprise."""
        cli("enterprise", "policy", "--fine-grained", "restrict")
        refused(
            cli("org", "policy", "octo-labs", "--fine-grained", "allow"),
            1,
            "--fine-grained: The enterprise has decided this for all its organizations.",
        )
        made = cli("token", "create", "--name", "ci", "--owner", "octo-labs")
        assert (made.code, made.stderr) == (1, "--owner: Cannot find the specified resource owner: octo-labs\n")

    def test_is_the_first_user_s(self, cli: CommandLine) -> None:
        """Others are told who owns it."""
        refused(
            cli(*AS_HUBOT, "enterprise", "policy", "--classic", "allow"),
            5,
            "Only the owner of the enterprise, mona, can do this.",
        )


class TestRequests:
    def test_list(self, cli: CommandLine) -> None:
        """A line each; name and reason, which are free text, come last and are harmless."""
        words = ("--name", "ci [/]", "--owner", "acme", "--repo", "acme/api", "--permission", "contents=write")
        cli("token", "create", *words, "--reason", "For\nCI")
        listed = cli(*AS_HUBOT, "request", "list", "--org", "acme")
        assert (listed.code, listed.stderr) == (0, "")
        assert [line.split(None, 6) for line in listed.stdout.splitlines()] == [
            ["ID", "OWNER", "CREATED", "EXPIRES", "REPOSITORIES", "PERMISSIONS", "TOKEN AND REASON"],
            ["1", "mona", "2026-01-15", "2026-02-14", "api", "contents=write,metadata=read", "ci [/]: For CI"],
        ]

    def test_list_as_json(self, cli: CommandLine) -> None:
        """A plain array of objects with `id`, by the names of GitHub's API."""
        token_id = create(cli, "ci", "--reason", "For CI")
        assert cli(*AS_HUBOT, "request", "list", "--org", "acme", "--json").json() == [
            {
                "id": 1,
                "organization": "acme",
                "owner": "mona",
                "token_id": token_id,
                "token_name": "ci",
                "token_expired": False,
                "token_expires_at": "2026-02-14T12:00:00Z",
                "token_last_used_at": None,
                "repository_access": "all",
                "repositories": [],
                "permissions": {"contents": "read", "metadata": "read"},
                "reason": "For CI",
                "created_at": "2026-01-15T12:00:00Z",
            }
        ]

    def test_list_filters_and_sorts(self, cli: CommandLine) -> None:
        """Each filter lets through what fits; none fitting is said, and none at all is GitHub's sentence."""
        listing = (*AS_HUBOT, "request", "list", "--org", "acme")
        assert cli(*listing).stderr == "There aren't any personal access token requests for this organization\n"
        assert cli(*listing, "--json").json() == []
        create(cli, "b")
        create(cli, "a", "--permission", "issues=write")

        def names(*more: str) -> str:
            return "".join(one["token_name"] for one in cli(*listing, "--json", *more).json())

        assert names() == "ab"
        assert names("--sort", "oldest") == "ba"
        assert names("--sort", "name") == "ab"
        assert names("--permission", "issues") == "a"
        assert names("--repo", "acme/api", "--owner", "mona", "--search", "B") == "b"
        assert names("--owner", "hubot") == ""
        assert cli(*listing, "--owner", "hubot").stderr == "No request to acme fits that.\n"

    def test_approve_several(self, cli: CommandLine) -> None:
        """The ids are the data; the tokens work."""
        create(cli, "one")
        create(cli, "two")
        approved = cli(*AS_HUBOT, "request", "approve", "2", "1")
        assert (approved.code, approved.stdout) == (0, "2\n1\n")
        assert approved.stderr.splitlines() == [
            "Approved “two” of mona: it can access acme.",
            "Approved “one” of mona: it can access acme.",
        ]
        assert {one["status"] for one in cli("token", "list", "--json").json()} == {"active"}

    def test_deny_with_a_reason(self, cli: CommandLine) -> None:
        """The owner of the token reads why; --json tells what was denied."""
        create(cli, "ci")
        denied = cli(*AS_HUBOT, "request", "deny", "1", "--reason", "Too wide", "--json")
        assert [one["id"] for one in denied.json()] == [1]
        shown = cli("token", "show", "ci", "--json").json()
        assert (shown["status"], shown["decision_reason"]) == ("denied", "Too wide")

    def test_refused(self, cli: CommandLine) -> None:
        """Decided by another owner, by no owner, missing, a bad reason: each has its sentence and exit code."""
        create(cli, "ci")
        refused(cli("request", "approve", "1"), 5, "Only an owner of acme can do this; mona is none.")
        refused(cli("request", "list", "--org", "acme"), 5, "Only an owner of acme can do this; mona is none.")
        refused(cli(*AS_HUBOT, "request", "approve", "1", "7"), 3, "There is no request 7.")
        long = cli(*AS_HUBOT, "request", "deny", "1", "--reason", "x" * 1025)
        refused(long, 1, "--reason: It is too long: 1025 of at most 1024 characters.")
        assert cli(*AS_HUBOT, "request", "approve", "1").code == 0
        refused(cli(*AS_HUBOT, "request", "deny", "1"), 1, "hubot has approved request 1 already.")

    @pytest.mark.parametrize("arguments", [["approve"], ["deny", "0"], ["approve", "x"], ["list"]])
    def test_wrong_usage(self, cli: CommandLine, arguments: list[str]) -> None:
        """An id is a number from 1 on, and there is at least one; the list needs its organization."""
        outcome = cli("request", *arguments)
        assert (outcome.code, outcome.stdout) == (2, "")


class TestActiveTokens:
    def test_list(self, cli: CommandLine) -> None:
        """A line each, or an array of objects; none is said in GitHub's sentence."""
        active = (*AS_HUBOT, "org", "active", "globex")
        assert cli(*active).stderr == "There aren't any fine-grained tokens for this organization\n"
        token_id = create(cli, "ci", "--expires", "never", owner="octo-labs")
        assert cli("org", "active", "octo-labs").stdout.splitlines()[1].split() == [
            *(str(token_id), "mona", "2026-01-15", "never", "all", "contents=read,metadata=read", "ci")
        ]
        [told] = cli("org", "active", "octo-labs", "--json").json()
        assert {
            "id": token_id,
            "owner": "mona",
            "access_granted_at": "2026-01-15T12:00:00Z",
            "access_granted_by": "mona",
            "token_expires_at": None,
        }.items() <= told.items()
        missed = cli("org", "active", "octo-labs", "--permission", "issues")
        assert missed.stderr == "No token with access to octo-labs fits that.\n"
        assert cli("org", "active", "octo-labs", "--permission", "issues", "--json").json() == []

    def test_a_line_is_kept_short(self, cli: CommandLine) -> None:
        """Of many permissions a few are named, and how many more there are; a request names them all."""
        many = [f"--permission={slug}=read" for slug in ("actions", "issues", "pages")]
        create(cli, "ci", *many)
        every = "actions=read,contents=read,issues=read,metadata=read,pages=read"
        assert every in cli(*AS_HUBOT, "request", "list", "--org", "acme").stdout
        cli(*AS_HUBOT, "request", "approve", "1")
        assert " actions=read,contents=read,issues=read,+2 " in cli(*AS_HUBOT, "org", "active", "acme").stdout

    def test_revoke(self, cli: CommandLine) -> None:
        """By id, name or hint; the ids are the data; the tokens stay, revoked."""
        ids = [create(cli, name, owner="globex") for name in ("one", "two", "three")]
        hint = cli("token", "show", "two", "--json").json()["hint"]
        revoked = cli(*AS_HUBOT, "org", "revoke", "GLOBEX", "one", hint)
        assert (revoked.code, revoked.stdout.split()) == (0, [str(ids[0]), str(ids[1])])
        assert revoked.stderr.splitlines()[0] == "Revoked “one” of mona: it can no longer access globex."
        assert [one["id"] for one in cli(*AS_HUBOT, "org", "active", "globex", "--json").json()] == ids[2:]
        assert cli("token", "show", "one", "--json").json()["status"] == "revoked"
        told = cli(*AS_HUBOT, "org", "revoke", "globex", str(ids[2]), "--json").json()
        assert [one["token_name"] for one in told] == ["three"]

    def test_refused(self, cli: CommandLine) -> None:
        """Of all or of none; by owners only."""
        create(cli, "ci", owner="globex")
        refused(cli(*AS_HUBOT, "org", "revoke", "globex", "ci", "gone"), 3, "No token gone has access to globex.")
        refused(cli("org", "revoke", "globex", "ci"), 5, "Only an owner of globex can do this; mona is none.")
        refused(cli("org", "active", "globex"), 5, "Only an owner of globex can do this; mona is none.")
        assert len(cli(*AS_HUBOT, "org", "active", "globex", "--json").json()) == 1


class TestCollaborators:
    def test_add(self, cli: CommandLine) -> None:
        """The login is the data; the role is told."""
        added = cli("repo", "collaborator", "add", "Mona/App", "HUBOT", "--role", "triage")
        assert (added.code, added.stdout) == (0, "hubot\n")
        assert added.stderr == "hubot has the role triage in mona/app.\n"
        told = json.loads(cli("repo", "collaborator", "add", "mona/app", "hubot", "--role", "admin", "--json").stdout)
        assert told.pop("id") > 0
        assert told == {"login": "hubot", "repository": "mona/app", "role": "admin"}

    @pytest.mark.parametrize(
        ("arguments", "code", "error"),
        [
            (["acme/api", "hubot"], 5, "Only an administrator of acme/api can do this."),
            (["mona/gone\x1b", "hubot"], 3, "There is no repository mona/gone\ufffd."),
            (["mona/app", "gone"], 3, "There is no user gone."),
            (["mona/app", "mona"], 1, "mona owns the repository."),
        ],
        ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
    )
    def test_refused(self, cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
        """By who acts, by what is missing, and for the owner, who has every right already."""
        refused(cli("repo", "collaborator", "add", *arguments, "--role", "read"), code, error)

    def test_needs_a_role(self, cli: CommandLine) -> None:
        """There is no role that goes without saying."""
        assert cli("repo", "collaborator", "add", "mona/app", "hubot").code == 2


class TestSuspension:
    def test_keeps_a_user_from_acting(self, cli: CommandLine) -> None:
        """Until it ends; the list tells since when."""
        suspended = cli("user", "suspend", "Hubot")
        assert (suspended.code, suspended.stdout) == (0, "hubot\n")
        refused(cli(*AS_HUBOT, "token", "list"), 5, "hubot is suspended and cannot act.")
        listed = {one["login"]: one["suspended_at"] for one in cli("user", "list", "--json").json()}
        assert listed == {"hubot": "2026-01-15T12:00:00Z", "mona": None}
        assert cli("user", "suspend", "hubot", "--json").json()["suspended_at"] == "2026-01-15T12:00:00Z"
        ended = cli("user", "unsuspend", "hubot")
        assert (ended.code, ended.stdout, ended.stderr) == (0, "hubot\n", "hubot is no longer suspended.\n")
        assert cli(*AS_HUBOT, "token", "list").code == 0
        assert cli("user", "unsuspend", "hubot", "--json").json()["suspended_at"] is None

    def test_is_the_enterprise_owner_s(self, cli: CommandLine) -> None:
        """Not another user's, and never of oneself."""
        refused(cli(*AS_HUBOT, "user", "suspend", "mona"), 5, "Only the owner of the enterprise, mona, can do this.")
        refused(cli("user", "suspend", "mona"), 1, "You cannot suspend yourself.")
