"""`pat-tui token ... --classic`: every verb, what it refuses, and where the secret goes."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pat_tui.domain.secrets import Secret, TokenKind, hash_of, recognise
from pat_tui.store import classic_tokens, deploy_keys, repositories
from pat_tui.store.deploy_keys import NewDeployKey
from tests.cli.conftest import CommandLine, Outcome, command, finished
from tests.cli.test_token_delete import on_terminal
from tests.worlds import NOW, user

WARNING = "Make sure to copy your personal access token now. You won't be able to see it again!"


def create(cli: CommandLine, note: str = "ci", *options: str) -> Outcome:
    """Make a classic token."""
    made = cli("token", "create", "--classic", "--note", note, *options)
    assert made.code == 0
    return made


def add_key(cli: CommandLine) -> None:
    """A deploy key of mona/app that was made with the first token."""
    database = cli.database()
    with database.transaction():
        app = repositories.named(database, user(database, "mona").id, ["app"])[0]
        deploy_keys.add(database, NewDeployKey(app.id, "server", "ssh-ed25519 A", True, NOW, 1, fingerprint="SHA256:A"))
    database.close()


def notes(cli: CommandLine) -> list[tuple[Any, ...]]:
    """Note and scopes of the tokens that are there."""
    return cli.rows("SELECT note, scopes FROM classic_tokens ORDER BY id")


class TestCreate:
    def test_the_secret_alone_goes_to_standard_output(self, cli: CommandLine) -> None:
        """Standard output is the secret and a line feed; the store holds its hash, standard error only its end."""
        made = create(cli, "ci", "--scope", "repo", "--scope", "gist")
        secret = made.stdout.removesuffix("\n")
        assert recognise(secret) is TokenKind.CLASSIC
        assert cli.rows("SELECT note, scopes, secret_hash, hint FROM classic_tokens") == [
            ("ci", "gist, repo", hash_of(Secret(secret)), secret[-8:])
        ]
        assert made.stderr.splitlines() == [
            f"Made the classic token “ci” (id 1), which ends in {secret[-8:]}.",
            "It expires on 2026-02-14 12:00 UTC.",
            WARNING,
        ]

    def test_json_holds_all_and_the_secret(self, cli: CommandLine) -> None:
        """One object with what `show` would tell, and the secret as `token`."""
        told = create(cli, "Größe", "--scope", "user,repo", "--expires", "7d", "--json").json()
        secret = told.pop("token")
        assert recognise(secret) is TokenKind.CLASSIC
        assert told == {
            "id": 1,
            "note": "Größe",
            "scopes": ["repo", "user"],
            "status": "expiring_soon",
            "created_at": "2026-01-15T12:00:00Z",
            "expires_at": "2026-01-22T12:00:00Z",
            "last_used_at": None,
            "removal_at": "2027-01-15T12:00:00Z",
            "not_authorized_for": [],
            "user": "mona",
            "hint": secret[-8:],
            "issued_at": "2026-01-15T12:00:00Z",
            "refused_by": {},
            "deploy_keys": [],
        }
        assert cli("token", "show", "Größe", "--classic", "--json").json() == told

    def test_the_minimum_set_is_kept_and_told(self, cli: CommandLine) -> None:
        """What others include is left out; one sentence says what."""
        made = create(cli, "ci", "--scope", "repo, repo:status public_repo", "--scope", "gist")
        assert notes(cli) == [("ci", "gist, repo")]
        assert "Only the minimum set was kept, without public_repo, repo:status." in made.stderr

    def test_without_scopes_or_with_packages_alone(self, cli: CommandLine) -> None:
        """No scope is allowed, and `write:packages` does not bring `repo` along here."""
        create(cli, "none"), create(cli, "packages", "--scope", "write:packages")
        assert notes(cli) == [("none", ""), ("packages", "write:packages")]

    @pytest.mark.parametrize(
        ("options", "errors"),
        [
            (["--note", ""], "--note: Note can't be blank\n"),
            (["--note", "taken"], "--note: Note has already been taken\n"),
            (["--note", "x" * 256], "--note: Note is too long (maximum is 255 characters)\n"),
            (["--note", "x", "--scope", "rep"], "--scope: There is no scope called rep. Did you mean repo?\n"),
            (["--note", "x", "--expires", "2026-01-15"], "--expires: Choose a date from 2026-01-16 to 9999-12-31.\n"),
        ],
        ids=["blank", "taken", "long", "scope", "today"],
    )
    def test_of_what_breaks_a_rule_makes_nothing(self, cli: CommandLine, options: list[str], errors: str) -> None:
        """Exit code 1; no data; each error with its option."""
        create(cli, "taken")
        assert cli("token", "create", "--classic", *options) == Outcome(1, "", errors)
        assert len(notes(cli)) == 1

    @pytest.mark.parametrize(
        ("words", "advice"),
        [
            (["create", "--classic"], "Missing option '--note'."),
            (["create"], "Missing option '--name'."),
            (["create", "--note", "x"], "--note is for classic tokens: it needs --classic."),
            (["create", "--name", "x", "--scope", "repo"], "--scope is for classic tokens: it needs --classic."),
            (
                ["create", "--note", "x", "--classic", "--repo", "mona/app"],
                "--repo is for fine-grained tokens: it goes without --classic.",
            ),
            (
                ["edit", "x", "--classic", "--name", "y"],
                "--name is for fine-grained tokens: it goes without --classic.",
            ),
            (["create", "--classic", "--nonsense"], "No such option '--nonsense'."),
            (["create", "--classic", "--note", "x", "--scope", ""], "Name a scope, such as repo."),
            (["create", "--classic", "--note", "x", "--expires", "soon"], "'soon' is no expiration."),
            (["create", "--name", "x", "--", "--classic"], "unexpected extra argument (--classic)"),
            (["edit", "x", "--classic"], "Say what to change."),
            (["edit", "x", "--classic", "--scope", "gist", "--no-scopes"], "Choose one of --scope and --no-scopes."),
            (["delete", "x", "--classic"], "There is no terminal to ask on."),
            (["revoke-all", "--confirm", "mona"], "Give --classic if you mean them."),
            (["revoke-all", "--classic"], "Missing option '--confirm'."),
        ],
        ids=" ".join,
    )
    def test_wrong_usage(self, cli: CommandLine, words: list[str], advice: str) -> None:
        """Exit code 2, no data, nothing done, and what is wrong is named."""
        before = cli.rows("SELECT * FROM events")
        refused = cli("token", *words)
        assert (refused.code, refused.stdout) == (2, "")
        assert advice in refused.stderr
        assert cli.rows("SELECT * FROM events") == before

    def test_far_dates_and_time_zones(self, cli: CommandLine) -> None:
        """To the end of the year 9999, told in local time."""
        cli.zone = ZoneInfo("Pacific/Kiritimati")
        made = create(cli, "ci", "--expires", "9999-12-31")
        assert "It expires on 9999-12-31 23:59 +14 (09:59 UTC).\n" in made.stderr
        assert cli("token", "list", "--classic").stdout.splitlines()[1].split()[:3] == ["1", "Active", "9999-12-31"]

    def test_organizations_that_will_refuse_it_are_named(self, cli: CommandLine) -> None:
        """The token is made; who will not have it is told on standard error."""
        for words in (["acme", "--classic", "restrict"], ["globex", "--max-lifetime-classic", "7"]):
            assert cli("--as", "hubot", "org", "policy", *words).code == 0
        made = create(cli)
        assert "acme forbids access via personal access tokens (classic).\n" in made.stderr
        assert "globex refuses personal access tokens (classic) that live longer than 7 days.\n" in made.stderr
        shown = cli("token", "show", "ci", "--classic")
        assert shown.stdout.endswith(
            "Where it is refused\n"
            "  acme forbids access via personal access tokens (classic).\n"
            "  globex refuses personal access tokens (classic) that live longer than 7 days.\n"
        )
        told = cli("token", "show", "ci", "--classic", "--json").json()
        assert told["refused_by"] == {"acme": "restricted", "globex": "lifetime"}

    def test_help_is_that_of_the_kind(self, cli: CommandLine) -> None:
        """Each has its own options, and the fine-grained one points to the other."""
        fine, classic = cli("token", "create", "--help").stdout, cli("token", "create", "--classic", "--help").stdout
        assert "--permission" in fine
        assert "--classic --help" in fine
        assert "--scope SCOPE" in classic
        assert "--permission" not in classic
        assert max(map(len, classic.splitlines())) <= 80


class TestListAndShow:
    def test_table(self, cli: CommandLine) -> None:
        """Aligned, free text last, long sets of scopes shortened with an ellipsis."""
        create(cli, "nightly mirror", "--expires", "never", "--scope", "repo")
        create(cli, "all", "--scope", "repo,workflow,write:packages,delete_repo,gist", "--expires", "5d")
        create(cli, "public")
        assert cli("token", "list", "--classic", "--sort", "name").stdout.splitlines() == [
            "ID  STATUS         EXPIRES     LAST USED  SCOPES                        NOTE",
            "2   Expiring soon  2026-01-20  never      delete_repo, gist, repo, wo…  all",
            "1   Active         never       never      repo                          nightly mirror",
            "3   Active         2026-02-14  never      none                          public",
        ]

    def test_json_and_search(self, cli: CommandLine) -> None:
        """An array with whole scopes; the search looks at notes and scopes."""
        create(cli, "a", "--scope", "repo,gist"), create(cli, "b", "--scope", "user")
        told = cli("token", "list", "--classic", "--json", "--search", "gist").json()
        assert [(token["id"], token["note"], token["scopes"], token["status"]) for token in told] == [
            (1, "a", ["gist", "repo"], "active")
        ]
        assert "token" not in told[0]

    def test_of_nothing(self, cli: CommandLine) -> None:
        """An empty array, or nothing on standard output and a way out on standard error."""
        assert cli("token", "list", "--classic", "--json").json() == []
        assert cli("token", "list", "--classic") == Outcome(
            0, "", "mona has no classic tokens. Make one with: pat-tui token create --classic --note NOTE\n"
        )
        nothing = cli("token", "list", "--classic", "--search", "x")
        assert nothing == Outcome(0, "", "mona has no classic token whose note or scopes hold “x”.\n")

    def test_show(self, cli: CommandLine) -> None:
        """All that is known, in words; by id, note or hint."""
        secret = create(cli, "ci", "--scope", "repo,gist").stdout.strip()
        cli.clock.advance(timedelta(days=2))
        secret = cli("token", "regenerate", "ci", "--classic", "--expires", "5d").stdout.strip()
        database = cli.database()
        with database.transaction():
            classic_tokens.note_use(database, 1, NOW + timedelta(days=1))
        database.close()
        add_key(cli)
        shown = cli("token", "show", secret[-8:], "--classic")
        assert shown == cli("token", "show", "1", "--classic") == cli("token", "show", "--classic", "ci")
        assert shown.stdout.splitlines() == [
            "ci",
            "",
            "ID           1 (classic)",
            f"Ends in      {secret[-8:]}",
            "Status       Expiring soon",
            "Created      2026-01-15 12:00 UTC",
            "Regenerated  2026-01-17 12:00 UTC",
            "Expiration   Expires on Thu, Jan 22 2026",
            "             2026-01-22 12:00 UTC",
            "Last used    Last used within the last week",
            "             2026-01-16 12:00 UTC",
            "",
            "Scopes",
            "  gist  Create and change gists",
            "  repo  Everything in public and private repositories the user can reach",
            "",
            "Deploy keys made with it",
            "  mona/app  server",
        ]

    def test_show_of_one_without_scopes(self, cli: CommandLine) -> None:
        """It says what that means."""
        create(cli)
        shown = cli("token", "show", "ci", "--classic").stdout
        assert shown.endswith("Scopes\n  No scopes: it only reads what is public.\n")

    def test_a_scope_of_another_version_is_shown(self, cli: CommandLine) -> None:
        """By its name, with a word that it is not known."""
        create(cli)
        database = cli.database()
        with database.transaction():
            database.connection.execute("UPDATE classic_tokens SET scopes = 'zeppelin'")
        database.close()
        assert cli("token", "show", "ci", "--classic").stdout.endswith("  zeppelin  not known to this pat-tui\n")

    def test_kinds_are_apart(self, cli: CommandLine) -> None:
        """A number and a name mean the token of the kind that is asked for, and no other."""
        create(cli)
        cli("token", "create", "--name", "fine")
        assert cli("token", "show", "1", "--json").json()["name"] == "fine"
        assert cli("token", "show", "1", "--classic", "--json").json()["note"] == "ci"
        assert cli("token", "show", "fine", "--classic") == Outcome(
            3, "", "mona has no classic token fine. A fine-grained one is called so: leave out --classic.\n"
        )
        assert cli("token", "show", "ci", "--json").json()["note"] == "ci"
        assert cli("token", "delete", "ci", "--yes") == Outcome(
            3, "", "mona has no token ci. A classic one is called so: add --classic.\n"
        )
        assert cli("--as", "hubot", "token", "show", "1", "--classic").code == 3


class TestLife:
    def test_edit(self, cli: CommandLine) -> None:
        """Only what is given changes; the id goes to standard output."""
        secret = create(cli, "ci", "--scope", "repo").stdout
        assert cli("token", "edit", "ci", "--classic", "--note", "other") == Outcome(
            0, "1\n", "Updated the classic token “other” (id 1).\n"
        )
        edited = cli("token", "edit", "1", "--classic", "--scope", "user,read:user", "--json")
        assert edited.json()["scopes"] == ["user"]
        assert "Only the minimum set was kept, without read:user.\n" in edited.stderr
        assert cli("token", "edit", "1", "--classic", "--no-scopes").code == 0
        assert notes(cli) == [("other", "")]
        assert cli("token", "edit", "1", "--classic", "--no-scopes").stderr == (
            "The classic token “other” (id 1) is like that already.\n"
        )
        assert cli.rows("SELECT secret_hash FROM classic_tokens") == [(hash_of(Secret(secret.strip())),)]

    def test_edit_that_breaks_a_rule(self, cli: CommandLine) -> None:
        """Exit code 1, and the token is as it was."""
        create(cli), create(cli, "taken")
        assert cli("token", "edit", "ci", "--classic", "--note", "taken", "--scope", "rep") == Outcome(
            1,
            "",
            "--note: Note has already been taken\n--scope: There is no scope called rep. Did you mean repo?\n",
        )
        assert notes(cli) == [("ci", ""), ("taken", "")]

    def test_regenerate(self, cli: CommandLine) -> None:
        """The new secret alone on standard output; the old one is not known any more."""
        old = create(cli).stdout.strip()
        new = cli("token", "regenerate", "ci", "--classic", "--expires", "never")
        secret = new.stdout.removesuffix("\n")
        assert recognise(secret) is TokenKind.CLASSIC
        assert cli.rows("SELECT secret_hash, expires_at FROM classic_tokens") == [(hash_of(Secret(secret)), None)]
        assert secret != old
        assert new.stderr.splitlines() == [
            f"Regenerated the classic token “ci” (id 1), which now ends in {secret[-8:]}. Its old secret is dead.",
            "It never expires.",
            WARNING,
        ]
        told = cli("token", "regenerate", "ci", "--classic", "--json").json()
        assert (told["id"], told["expires_at"], recognise(told["token"])) == (
            *(1, "2026-02-14T12:00:00Z", TokenKind.CLASSIC),
        )

    def test_duplicate(self, cli: CommandLine) -> None:
        """The same scopes under another note, with a secret of its own."""
        first = create(cli, "ci", "--scope", "repo,gist").stdout
        second = cli("token", "duplicate", "ci", "--classic", "--note", "cd")
        assert recognise(second.stdout.strip()) is TokenKind.CLASSIC
        assert second.stdout != first
        assert notes(cli) == [("ci", "gist, repo"), ("cd", "gist, repo")]
        refused = cli("token", "duplicate", "ci", "--classic", "--note", "cd")
        assert refused == Outcome(1, "", "--note: Note has already been taken\n")

    def test_delete_and_undo(self, cli: CommandLine) -> None:
        """All or none; within ten seconds they come back with the same secret, and then no more."""
        create(cli, "a"), create(cli, "b")
        rows = cli.rows("SELECT * FROM classic_tokens")
        assert cli("token", "delete", "a", "nothing", "--classic", "--yes").code == 3
        assert cli("token", "delete", "b", "1", "2", "--classic", "--yes") == Outcome(
            0,
            "2\n1\n",
            "Deleted the token “b” (id 2).\nDeleted the token “a” (id 1).\n"
            "Within 10 seconds, undo it: pat-tui token undo-delete --classic 2 1\n",
        )
        assert notes(cli) == []
        assert cli("token", "undo-delete").code == 3
        assert cli("token", "undo-delete", "--classic", "2", "1").stdout == "2\n1\n"
        assert cli.rows("SELECT * FROM classic_tokens") == rows
        assert cli("token", "delete", "a", "--classic", "--yes", "--json").json() == [
            {"id": 1, "note": "a", "undo_until": "2026-01-15T12:00:10Z"}
        ]
        assert cli("token", "undo-delete", "--classic", "--json").json()[0]["note"] == "a"
        cli("token", "delete", "a", "--classic", "--yes")
        create(cli, "a")
        assert cli("token", "undo-delete", "--classic") == Outcome(
            1, "", "a cannot come back: its name has been taken since.\n"
        )
        cli.clock.advance(timedelta(seconds=11))
        assert cli("token", "undo-delete", "--classic").code == 3

    def test_delete_asks_on_a_terminal(self, cli: CommandLine) -> None:
        """It names what will go, deploy keys too, and anything but yes leaves it."""
        create(cli, "a"), create(cli, "b")
        add_key(cli)
        refused = on_terminal(cli, "no\n", "token", "delete", "a", "--classic")
        assert (refused.code, refused.stdout, len(notes(cli))) == (1, "", 2)
        assert "The deploy key “server” of mona/app goes along.\n" in refused.stderr
        assert "Are you sure you want to delete this token?\n" in refused.stderr
        assert on_terminal(cli, "yes\n", "token", "delete", "a", "--classic").stdout == "1\n"

    def test_revoke_all(self, cli: CommandLine) -> None:
        """With one's own name typed all go, with their deploy keys; fine-grained ones stay."""
        create(cli, "a"), create(cli, "b"), cli("token", "create", "--name", "fine")
        add_key(cli)
        assert cli("token", "revoke-all", "--classic", "--confirm", "hubot") == Outcome(
            1, "", "--confirm: Type your user name, mona, to revoke all tokens.\n"
        )
        assert len(notes(cli)) == 2
        revoked = cli("token", "revoke-all", "--classic", "--confirm", "mona")
        assert revoked == Outcome(0, "1\n2\n", "Revoked 2 classic tokens.\n1 deploy key went with them.\n")
        assert cli("token", "undo-delete", "--classic").code == 3
        assert len(cli("token", "list", "--json").json()) == 1
        assert cli("token", "revoke-all", "--classic", "--confirm", "mona") == Outcome(
            0, "", "Revoked 0 classic tokens.\n"
        )

    def test_revoke_all_in_json(self, cli: CommandLine) -> None:
        """An array of what went."""
        create(cli, "a")
        assert cli("token", "revoke-all", "--classic", "--confirm", "mona", "--json").json() == [{"id": 1, "note": "a"}]

    def test_a_suspended_user_cannot_act(self, cli: CommandLine) -> None:
        """Exit code 5, as for fine-grained tokens."""
        assert cli("user", "add", "grace", "--email", "grace@example.com").code == 0
        database = cli.database()
        with database.transaction():
            database.connection.execute("UPDATE accounts SET suspended_at = '2026-01-01T00:00:00Z' WHERE login='grace'")
        database.close()
        refused = cli("--as", "grace", "token", "create", "--classic", "--note", "x")
        assert refused == Outcome(5, "", "grace is suspended and cannot act.\n")


WORDS = {
    "create": ["create", "--note", "x"],
    "regenerate": ["regenerate", "ci"],
    "duplicate": ["duplicate", "ci", "--note", "x"],
}


@pytest.mark.parametrize("verb", WORDS)
def test_closed_output_makes_no_secret(cli: CommandLine, verb: str) -> None:
    """Where standard output is closed, no secret is made that nobody would receive, and the old one stays."""
    create(cli)
    before = cli.rows("SELECT note, secret_hash FROM classic_tokens")
    words = ["sh", "-c", 'exec "$@" >&-', "sh", *command("token", *WORDS[verb], "--classic")]
    refused = finished(words, PAT_TUI_DB=str(cli.store))
    assert (refused.code, refused.stderr.startswith("Standard output is closed. Nobody would ")) == (74, True)
    assert cli.rows("SELECT note, secret_hash FROM classic_tokens") == before


@pytest.mark.parametrize("verb", WORDS)
def test_a_secret_that_could_not_be_handed_over_is_told(cli: CommandLine, verb: str) -> None:
    """On a full disk the token's id and the way out stand on standard error, and no secret."""
    create(cli)
    words = ["sh", "-c", 'exec "$@" >/dev/full', "sh", *command("token", *WORDS[verb], "--classic")]
    lost = finished(words, PAT_TUI_DB=str(cli.store))
    assert lost.code == 74
    name, number = ("ci", 1) if verb == "regenerate" else ("x", 2)
    assert f"The classic token “{name}” (id {number}) " in lost.stderr
    assert lost.stderr.endswith("Regenerate or delete it: its secret is known to nobody.\n")
    assert "ptp_" not in lost.stderr
