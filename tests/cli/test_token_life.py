"""`pat-tui token edit`, `regenerate` and `duplicate`: what they change, what they say, and where the secret goes."""

from datetime import timedelta

import pytest

from pat_tui.domain.secrets import Secret, TokenKind, hash_of, recognise
from pat_tui.services.token_life import TokenLife
from pat_tui.store import requests
from tests.cli.conftest import CommandLine, Outcome, command, finished
from tests.cli.test_processes import at_once
from tests.cli.test_token_create import WARNING
from tests.worlds import NOW

CI = ("--name", "ci", "--owner", "mona", "--repo", "mona/app", "--repo", "mona/notes", "--description", "Reads")
PERMISSIONS = ("--permission", "contents=write", "--permission", "gists=write")


@pytest.fixture
def secret(cli: CommandLine) -> str:
    """The secret of mona's token `ci`, with id 1."""
    return cli("token", "create", *CI, *PERMISSIONS).stdout.strip()


def shown(cli: CommandLine, token: str = "1") -> dict[str, object]:
    """What is known of the token."""
    told = cli("token", "show", token, "--json").json()
    assert isinstance(told, dict)
    return told


def approve(cli: CommandLine) -> None:
    """Let hubot approve what waits at acme."""
    database = cli.database()
    with database.transaction():
        requests.approve(database, 1, 2, NOW)
    database.close()


def hashes(cli: CommandLine) -> list[bytes]:
    """The hashes by which a secret can be recognised."""
    return [row[0] for row in cli.rows("SELECT secret_hash FROM fine_grained_tokens")]


@pytest.mark.usefixtures("secret")
class TestEdit:
    @pytest.mark.parametrize(
        ("options", "changed"),
        [
            (["--name", "cd"], {"name": "cd"}),
            (["--description", ""], {"description": ""}),
            (["--repo", "mona/dotfiles"], {"repositories": ["mona/dotfiles"]}),
            (["--repo", "MONA/app"], {"repositories": ["mona/app"]}),
            (["--all-repos"], {"repository_access": "all", "repositories": []}),
            (
                ["--permission", "issues=read"],
                {"permissions": {"contents": "write", "gists": "write", "issues": "read", "metadata": "read"}},
            ),
            (
                ["--permission", "contents=read", "--permission", "gists=none"],
                {"permissions": {"contents": "read", "metadata": "read"}},
            ),
            (["--permission", "contents=none"], {"permissions": {"gists": "write"}}),
            (["--no-permissions"], {"permissions": {}}),
            (
                ["--no-permissions", "--permission", "issues=write"],
                {"permissions": {"issues": "write", "metadata": "read"}},
            ),
            (
                ["--public", "--permission", "contents=none"],
                {"repository_access": "public", "repositories": [], "permissions": {"gists": "write"}},
            ),
            (
                ["--all-repos", "--name", "cd", "--description", "Other", "--permission", "gists=none"],
                {
                    "repository_access": "all",
                    "repositories": [],
                    "name": "cd",
                    "description": "Other",
                    "permissions": {"contents": "write", "metadata": "read"},
                },
            ),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_changes_what_is_given_and_nothing_else(
        self, cli: CommandLine, options: list[str], changed: dict[str, object]
    ) -> None:
        """The object tells the token as it is now; the secret's hash, owner and end are what they were."""
        before, known = shown(cli), hashes(cli)
        edited = cli("token", "edit", "ci", *options, "--json")
        assert edited.code == 0
        assert edited.json() == {**before, **changed} == shown(cli)
        assert hashes(cli) == known

    def test_in_text_writes_the_id(self, cli: CommandLine) -> None:
        """Standard output is the id alone; the sentence is talk."""
        assert cli("token", "edit", "ci", "--name", "cd") == Outcome(0, "1\n", "Updated the token “cd” (id 1).\n")

    @pytest.mark.parametrize("options", [["--name", "ci"], ["--permission", "metadata=none"], ["--repo", "mona/notes"]])
    def test_of_what_is_there_says_so(self, cli: CommandLine, options: list[str]) -> None:
        """Nothing to change is no error, and leaves no event."""
        if options[0] == "--repo":
            cli("token", "edit", "ci", *options)
        before = cli.rows("SELECT id FROM events")
        assert cli("token", "edit", "ci", *options) == Outcome(
            0, "1\n", "The token “ci” (id 1) is like that already.\n"
        )
        assert cli.rows("SELECT id FROM events") == before

    @pytest.mark.parametrize(
        ("options", "error"),
        [
            (["--name", ""], "--name: Name can't be blank"),
            (["--name", "other"], "--name: Name has already been taken"),
            (["--description", "a\x07"], "--description: It holds a character that cannot be shown (U+0007)."),
            (["--repo", "acme/api"], "--repo: mona has no repository acme/api that you can select."),
            (["--permission", "nothing=read"], "--permission: There is no permission called nothing."),
            (["--permission", "members=read"], "--permission: members does not apply when mona is the resource owner."),
            (
                ["--public"],
                "--permission: Repository permissions need “All repositories” or “Only select repositories”",
            ),
        ],
        ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
    )
    def test_a_rule_says_no(self, cli: CommandLine, options: list[str], error: str) -> None:
        """A refusal names the option and the reason, exits with 1 and changes nothing."""
        cli("token", "create", "--name", "other")
        before = shown(cli)
        refused = cli("token", "edit", "ci", *options)
        assert (refused.code, refused.stdout) == (1, "")
        assert refused.stderr.startswith(error)
        assert shown(cli) == before

    @pytest.mark.parametrize(
        ("options", "advice"),
        [
            ([], "Say what to change."),
            (["--reason", "Why"], "Say what to change."),
            (["--public", "--all-repos"], "Choose one of --public, --all-repos and --repo."),
            (["--permission", "gists=all"], "'all' in 'gists=all' is no level. Write read, write, admin or none."),
            (["--permission", "gists=none", "--permission", "gists=read"], "gists is given twice."),
            (["--owner", "acme"], "No such option '--owner'."),
            (["--expires", "7d"], "No such option '--expires'."),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_wrong_usage_says_what_to_write(self, cli: CommandLine, options: list[str], advice: str) -> None:
        """What cannot be read, or may not be edited, exits with 2 and changes nothing."""
        before = shown(cli)
        refused = cli("token", "edit", "ci", *options)
        assert (refused.code, refused.stdout) == (2, "")
        assert advice in refused.stderr
        assert shown(cli) == before

    def test_of_no_token_of_ones_own(self, cli: CommandLine) -> None:
        """Neither an unknown one nor another user's is found: exit code 3."""
        for words in (["token", "edit", "nothing"], ["--as", "hubot", "token", "edit", "1"]):
            refused = cli(*words, "--name", "x")
            assert (refused.code, refused.stdout) == (3, "")


class TestApproval:
    WIDER = ("token", "edit", "ci", "--permission", "issues=write", "--reason", "More")

    @pytest.fixture(autouse=True)
    def _token(self, cli: CommandLine) -> None:
        cli("token", "create", "--name", "ci", "--owner", "acme", "--repo", "acme/api", "--permission", "contents=read")

    def test_what_waits_is_told(self, cli: CommandLine) -> None:
        """On top of a grant the addition waits, the rest works, and the reason goes along."""
        approve(cli)
        edited = cli(*self.WIDER)
        assert edited == Outcome(
            0,
            "1\n",
            "Updated the token “ci” (id 1).\n"
            "What it has now beyond what acme has granted waits for approval; the rest keeps working.\n",
        )
        assert (shown(cli)["status"], shown(cli)["reason"]) == ("active", "More")
        approve(cli)
        assert cli("token", "edit", "ci", "--permission", "issues=read").stderr == "Updated the token “ci” (id 1).\n"

    def test_a_pending_token_stays_pending(self, cli: CommandLine) -> None:
        """Without a grant all of it waits, as before."""
        assert cli(*self.WIDER).stderr == (
            "Updated the token “ci” (id 1).\nIt is pending: until acme approves it, it reads public resources only.\n"
        )

    def test_a_new_name_waits_for_nobody(self, cli: CommandLine) -> None:
        """While an addition waits, another name is said to be there, and no more."""
        approve(cli)
        cli(*self.WIDER)
        assert cli("token", "edit", "ci", "--name", "cd").stderr == "Updated the token “cd” (id 1).\n"

    def test_of_an_organization_that_is_closed(self, cli: CommandLine) -> None:
        """The refusal stands by itself: there is no option that would help."""
        database = cli.database()
        with database.transaction():
            database.connection.execute("UPDATE organization_policies SET fine_grained_allowed = 0")
        database.close()
        refused = cli("token", "edit", "ci", "--name", "x")
        assert (refused.code, refused.stdout) == (1, "")
        assert refused.stderr.startswith("Cannot find the specified resource owner: acme\n")


class TestRegenerate:
    def test_the_new_secret_alone_goes_to_standard_output(self, cli: CommandLine, secret: str) -> None:
        """Standard output is the new secret and a line feed; the old one is known no more."""
        made = cli("token", "regenerate", "ci")
        new = made.stdout.removesuffix("\n")
        assert made.code == 0
        assert recognise(new) is TokenKind.FINE_GRAINED
        assert new != secret
        assert hashes(cli) == [hash_of(Secret(new))]
        assert new not in made.stderr
        assert made.stderr.splitlines() == [
            f"Regenerated the token “ci” (id 1), which now ends in {new[-8:]}. Its old secret is dead.",
            "It expires on 2026-02-14 12:00 UTC.",
            WARNING,
        ]

    def test_json_holds_all_and_the_secret(self, cli: CommandLine, secret: str) -> None:
        """The object is the token's with a new hint and end, and the secret as `token`."""
        before = shown(cli)
        told = cli("token", "regenerate", secret[-8:], "--expires", "7d", "--json").json()
        new = told.pop("token")
        assert recognise(new) is TokenKind.FINE_GRAINED
        assert told == {**before, "hint": new[-8:], "expires_at": "2026-01-22T12:00:00Z", "status": "expiring_soon"}
        assert told == shown(cli)

    def test_wakes_an_expired_token(self, cli: CommandLine, secret: str) -> None:
        """Left out, the new end is 30 days from now on."""
        cli.clock.advance(timedelta(days=99))
        assert shown(cli)["status"] == "expired"
        cli("token", "regenerate", "ci")
        told = shown(cli)
        assert (told["status"], told["created_at"]) == ("active", "2026-01-15T12:00:00Z")
        assert told["expires_at"] == f"{cli.clock.now + timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"
        assert hashes(cli) != [hash_of(Secret(secret))]

    def test_keeps_to_the_owners_limit(self, cli: CommandLine) -> None:
        """Asking for more is refused, with the old secret alive; leaving it out asks for no more."""
        cli("token", "create", "--name", "ci", "--owner", "globex")
        known = hashes(cli)
        refused = cli("token", "regenerate", "ci", "--expires", "31d")
        assert (refused.code, refused.stdout) == (1, "")
        assert refused.stderr == "--expires: Choose an expiration from 1 day to 30 days.\n"
        assert hashes(cli) == known
        database = cli.database()
        with database.transaction():
            database.connection.execute("UPDATE organization_policies SET max_lifetime_fine_grained = 10")
        database.close()
        assert cli("token", "regenerate", "ci", "--json").json()["expires_at"] == "2026-01-25T12:00:00Z"

    @pytest.mark.parametrize(
        ("words", "code"), [(["nothing"], 3), (["ci", "--expires", "soon"], 2), ([], 2)], ids=["none", "when", "which"]
    )
    def test_refusals_keep_the_old_secret(self, cli: CommandLine, secret: str, words: list[str], code: int) -> None:
        """Nothing found or wrong usage: no data, and nothing has changed."""
        refused = cli("token", "regenerate", *words)
        assert (refused.code, refused.stdout) == (code, "")
        assert hashes(cli) == [hash_of(Secret(secret))]

    def test_a_secret_that_cannot_be_written(self, cli: CommandLine, secret: str) -> None:
        """Whoever cannot be handed the new secret learns that the old one is gone, and what to do."""
        words = ["sh", "-c", 'exec "$@" >/dev/full', "sh", *command("token", "regenerate", "ci")]
        lost = finished(words, PAT_TUI_DB=str(cli.store))
        assert (lost.code, lost.stderr) == (
            74,
            "The token “ci” (id 1) has a new secret (its old one is dead), which could not be handed over: "
            "Standard output cannot be written: No space left on device. "
            "Regenerate or delete it: its secret is known to nobody.\n",
        )
        assert hashes(cli) != [hash_of(Secret(secret))]

    def test_without_standard_output_nothing_changes(self, cli: CommandLine, secret: str) -> None:
        """Where it is clear from the start that nobody would get the new secret, the old one lives on."""
        words = ["sh", "-c", 'exec "$@" >&-', "sh", *command("token", "regenerate", "ci")]
        refused = finished(words, PAT_TUI_DB=str(cli.store))
        assert (refused.code, refused.stderr) == (
            74,
            "Standard output is closed. Nobody would receive the new secret, so the old one stays.\n",
        )
        assert hashes(cli) == [hash_of(Secret(secret))]

    def test_of_a_token_that_is_deleted_meanwhile(
        self, cli: CommandLine, secret: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Deleted after it was found, before the lock: not found, and no secret is written."""
        limit = TokenLife.expiration_limit

        def delete_then_look(life: TokenLife, token_id: int) -> int | None:
            found = limit(life, token_id)
            cli("token", "delete", "ci", "--yes")
            return found

        monkeypatch.setattr(TokenLife, "expiration_limit", delete_then_look)
        refused = cli("token", "regenerate", "ci")
        assert refused == Outcome(3, "", "There is no such token any more.\n")
        assert secret

    @pytest.mark.usefixtures("secret")
    def test_against_delete_in_another_process(self, cli: CommandLine) -> None:
        """Whoever is first: the token is gone, and a secret was written only if it lived for a moment."""
        regenerated, deleted = at_once(
            cli.store, ["token", "regenerate", "ci"], ["token", "delete", "ci", "--yes", "--json"]
        )
        assert (deleted.code, hashes(cli)) == (0, [])
        if regenerated.code == 0:
            assert recognise(regenerated.stdout.strip()) is TokenKind.FINE_GRAINED
        else:
            assert (regenerated.code, regenerated.stdout) == (3, "")


class TestDuplicate:
    def test_makes_the_like_under_a_new_name(self, cli: CommandLine, secret: str) -> None:
        """All but id, name, hint and end is the first one's, which stays as it is; the secret is handed over."""
        before, known = shown(cli), hashes(cli)
        made = cli("token", "duplicate", "ci", "--name", "cd", "--expires", "60d")
        new = made.stdout.removesuffix("\n")
        assert recognise(new) is TokenKind.FINE_GRAINED
        assert new != secret
        assert shown(cli) == before
        assert hashes(cli) == [*known, hash_of(Secret(new))]
        end = {"expires_at": "2026-03-16T12:00:00Z"}
        assert shown(cli, "cd") == {**before, "id": 2, "name": "cd", "hint": new[-8:], **end}
        assert made.stderr.splitlines() == [
            f"Made the token “cd” (id 2), which ends in {new[-8:]}.",
            "It expires on 2026-03-16 12:00 UTC.",
            WARNING,
        ]

    def test_json_holds_all_and_the_secret(self, cli: CommandLine) -> None:
        """As for `create`; a copy of an approved token has to be approved itself, for the same reason."""
        cli("token", "create", "--name", "ci", "--owner", "acme", "--all-repos", "--reason", "Why")
        approve(cli)
        told = cli("token", "duplicate", "ci", "--name", "cd", "--json").json()
        assert recognise(told.pop("token")) is TokenKind.FINE_GRAINED
        assert told == shown(cli, "cd")
        assert (told["status"], told["reason"], told["expires_at"]) == ("pending", "Why", "2026-02-14T12:00:00Z")

    @pytest.mark.parametrize(
        ("words", "code", "error"),
        [
            (["ci", "--name", "ci"], 1, "--name: Name has already been taken\n"),
            (["ci", "--name", "x", "--expires", "0d"], 1, "--expires: Choose an expiration from 1 day to 366 days.\n"),
            (["nothing", "--name", "x"], 3, "mona has no token nothing.\n"),
        ],
        ids=["name", "expires", "token"],
    )
    @pytest.mark.usefixtures("secret")
    def test_a_rule_says_no(self, cli: CommandLine, words: list[str], code: int, error: str) -> None:
        """No data, one sentence, and no second token."""
        assert cli("token", "duplicate", *words) == Outcome(code, "", error)
        assert len(hashes(cli)) == 1

    @pytest.mark.usefixtures("secret")
    def test_a_name_is_required(self, cli: CommandLine) -> None:
        """Names are unique, so the copy needs one of its own."""
        refused = cli("token", "duplicate", "ci")
        assert refused.code == 2
        assert "Missing option '--name'." in refused.stderr

    @pytest.mark.usefixtures("secret")
    def test_of_what_is_no_longer_allowed(self, cli: CommandLine) -> None:
        """A token whose repositories are all gone cannot be made again; the sentence stands by itself."""
        database = cli.database()
        with database.transaction():
            database.connection.execute("DELETE FROM repositories")
        database.close()
        refused = cli("token", "duplicate", "ci", "--name", "x")
        assert refused == Outcome(1, "", "Select at least one repository.\n")
