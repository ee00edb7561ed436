"""`pat-tui user email`, `verify-email` and `verification-code`; what tokens need."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.cli.conftest import CommandLine, Outcome
from tests.mail_servers import MailServer, mail_server

OTHER = "mona@work.example"


def mail(server: MailServer) -> dict[str, Any]:
    """The settings that lead to SERVER."""
    return {
        "PAT_TUI_SMTP_HOST": "localhost",
        "PAT_TUI_SMTP_PORT": str(server.port),
        "PAT_TUI_SMTP_SECURITY": "none",
        "PAT_TUI_SMTP_FROM": "pat-tui@example.com",
    }


def listed(cli: CommandLine) -> list[tuple[str, bool, bool]]:
    """The addresses of `mona`."""
    return [(one["email"], one["primary"], one["verified"]) for one in cli("user", "email", "list", "--json").json()]


def unverify(cli: CommandLine) -> None:
    """Take the verification of `mona`'s address back."""
    database = cli.database()
    with database.transaction():
        database.connection.execute("UPDATE email_addresses SET verified_at = NULL WHERE address LIKE 'mona%'")
    database.close()


class TestAddresses:
    def test_are_listed(self, cli: CommandLine) -> None:
        """A table, or an array of objects with all that is known."""
        cli("user", "email", "add", OTHER)
        assert cli("user", "email", "list").stdout.splitlines() == [
            "PRIMARY  VERIFIED  E-MAIL",
            "yes      yes       mona@example.com",
            f"no       no        {OTHER}",
        ]
        assert cli("user", "email", "list", "--json").json()[1] == {
            "id": OTHER,
            "email": OTHER,
            "primary": False,
            "verified": False,
            "verified_at": None,
        }

    def test_are_added_and_removed(self, cli: CommandLine) -> None:
        """The address alone goes to standard output, the words to standard error."""
        added = cli("user", "email", "add", OTHER)
        assert (added.code, added.stdout) == (0, f"{OTHER}\n")
        assert added.stderr == f"Added {OTHER}. Verify it with: pat-tui user verify-email {OTHER}\n"
        removed = cli("user", "email", "remove", OTHER)
        assert (removed.code, removed.stdout, removed.stderr) == (0, f"{OTHER}\n", f"Removed {OTHER}.\n")
        assert listed(cli) == [("mona@example.com", True, True)]

    @pytest.mark.parametrize(
        ("words", "code", "error"),
        [
            (("add", "nowhere"), 1, "--email: nowhere is not an e-mail address."),
            (("add", "hubot@example.com"), 1, "--email: The address hubot@example.com belongs to another user."),
            (("remove", "mona@example.com"), 1, "--email: mona@example.com is the only address."),
            (("remove", "hubot@example.com"), 3, "mona has no address hubot@example.com."),
            (("primary", OTHER), 1, f"--email: {OTHER} is not verified."),
            (("add",), 2, "Missing argument 'ADDRESS'."),
        ],
    )
    def test_are_refused(self, cli: CommandLine, words: tuple[str, ...], code: int, error: str) -> None:
        """Each refusal has its exit code and a sentence."""
        cli("user", "email", "add", OTHER) if words[0] == "primary" else None
        refused = cli("user", "email", *words)
        assert (refused.code, refused.stdout) == (code, "")
        assert error.removeprefix("--email: ") in refused.stderr

    def test_primary(self, cli: CommandLine) -> None:
        """A verified address becomes the primary one."""
        cli("user", "email", "add", OTHER)
        code = cli("user", "verification-code").stdout.strip()
        cli("user", "verify-email", "--code", code)
        changed = cli("user", "email", "primary", OTHER, "--json")
        assert changed.json()["primary"]
        assert listed(cli) == [(OTHER, True, True), ("mona@example.com", False, True)]


class TestWithoutMail:
    def test_the_whole_way(self, cli: CommandLine) -> None:
        """A token is refused, each refusal names the next command, and in the end the token is made."""
        unverify(cli)
        refused = cli("token", "create", "--name", "ci")
        assert (refused.code, refused.stdout) == (5, "")
        assert "Verify one: pat-tui user verify-email" in refused.stderr
        refused = cli("user", "verify-email")
        assert (refused.code, refused.stdout) == (1, "")
        assert "pat-tui user verification-code" in refused.stderr
        shown = cli("user", "verification-code")
        code = shown.stdout.strip()
        assert len(code) == 6
        assert "until 2026-01-15 12:15 UTC" in shown.stderr
        assert f"pat-tui user verify-email mona@example.com --code {code}" in shown.stderr
        verified = cli("user", "verify-email", "--code", code)
        assert (verified.code, verified.stdout) == (0, "mona@example.com\n")
        assert verified.stderr == "mona@example.com is verified.\n"
        assert cli("token", "create", "--name", "ci").code == 0

    def test_as_json(self, cli: CommandLine) -> None:
        """The code with its end and its tries; then the address."""
        unverify(cli)
        shown = cli("user", "verification-code", "mona@example.com", "--json").json()
        assert {**shown, "code": "......"} == {
            "id": "mona@example.com",
            "email": "mona@example.com",
            "code": "......",
            "issued_at": "2026-01-15T12:00:00Z",
            "ends_at": "2026-01-15T12:15:00Z",
            "minutes": 15,
            "tries_left": 5,
        }
        verified = cli("user", "verify-email", "mona@example.com", "--code", shown["code"], "--json").json()
        assert verified["verified_at"] == "2026-01-15T12:00:00Z"

    def test_a_wrong_code_and_a_late_one(self, cli: CommandLine) -> None:
        """The option is named, and what is left is told."""
        unverify(cli)
        code = cli("user", "verification-code").stdout.strip()
        wrong = "111111" if code != "111111" else "222222"
        refused = cli("user", "verify-email", "--code", wrong)
        assert (refused.code, refused.stderr) == (1, "--code: That is not the code. 4 tries are left.\n")
        cli.clock.advance(timedelta(minutes=15))
        refused = cli("user", "verify-email", "--code", code)
        assert (refused.code, refused.stderr) == (1, "--code: This code has ended. Ask for a new one.\n")

    def test_regenerating_needs_it_too(self, cli: CommandLine) -> None:
        """The rule is the same for every new value."""
        cli("token", "create", "--name", "ci")
        unverify(cli)
        assert cli("token", "regenerate", "ci", "--expires", "9d").code == 5
        assert cli("token", "duplicate", "ci", "--name", "other").code == 5

    def test_nothing_to_verify(self, cli: CommandLine) -> None:
        """A verified address needs no code, and that is no failure."""
        again = cli("user", "verify-email", "mona@example.com")
        assert (again.code, again.stdout) == (0, "mona@example.com\n")
        assert cli("user", "verify-email").code == 3
        assert cli("user", "verification-code", "mona@example.com").code == 1


class TestWithMail:
    def test_the_whole_way(self, cli: CommandLine) -> None:
        """The code comes by mail, and by no other way."""
        unverify(cli)
        with mail_server() as server:
            sent = cli("user", "verify-email", **mail(server))
            assert (sent.code, sent.stdout) == (0, "")
            assert "A code was sent to mona@example.com. It works until 2026-01-15 12:15 UTC, 5 times." in sent.stderr
            code = next(line.strip() for line in server.texts[0].splitlines() if line.strip().isdecimal())
            assert code not in sent.stderr
            refused = cli("user", "verification-code", **mail(server))
            assert (refused.code, refused.stdout) == (5, "")
            assert cli("user", "verify-email", "--code", code, **mail(server)).code == 0
        assert listed(cli) == [("mona@example.com", True, True)]

    def test_a_server_that_is_down(self, cli: CommandLine) -> None:
        """A sentence, an exit code of its own, and the address as it was."""
        unverify(cli)
        with mail_server() as server:
            settings = mail(server)
        failed = cli("user", "verify-email", **settings)
        assert (failed.code, failed.stdout) == (75, "")
        assert f"The mail server localhost:{server.port} does not take mail: it cannot be reached" in failed.stderr


class TestNotify:
    @staticmethod
    def run(cli: CommandLine, server: MailServer, *words: str) -> Outcome:
        """One run with SERVER."""
        return cli("notify", *words, **mail(server))

    def test_is_silent_without_anything_to_do(self, cli: CommandLine) -> None:
        """Fit for cron, with mail set up and without."""
        with mail_server() as server:
            assert self.run(cli, server) == Outcome(0, "", "")
            assert self.run(cli, server, "--json") == Outcome(0, "[]\n", "")
        assert cli("notify") == Outcome(0, "", "")

    def test_sends_each_once(self, cli: CommandLine) -> None:
        """The first run says how many, the second nothing; later the coming end is told."""
        cli("token", "create", "--name", "ci")
        with mail_server() as server:
            assert self.run(cli, server) == Outcome(0, "", "Sent 1 notice.\n")
            assert self.run(cli, server) == Outcome(0, "", "")
            cli.clock.advance(timedelta(days=23))
            assert self.run(cli, server) == Outcome(0, "", "Sent 1 notice.\n")
            assert [mail["Subject"] for mail in server.mails] == [
                "[pat-tui] A fine-grained personal access token has been added to your account",
                "[pat-tui] Your fine-grained personal access token is about to expire",
            ]

    def test_as_json(self, cli: CommandLine) -> None:
        """An object for each, with where it went."""
        cli("token", "create", "--name", "ci")
        with mail_server() as server:
            assert json.loads(self.run(cli, server, "--json").stdout) == [
                {
                    "id": 1,
                    "kind": "created",
                    "user": "mona",
                    "email": "mona@example.com",
                    "token_kind": "fine-grained",
                    "token_id": 1,
                    "token_name": "ci",
                    "state": "sent",
                    "error": None,
                }
            ]

    def test_keeps_what_cannot_be_sent(self, cli: CommandLine) -> None:
        """A server that is down: exit 75, what waits is counted, and the next run sends it."""
        cli("token", "create", "--name", "ci")
        with mail_server() as server:
            settings = mail(server)
        failed = cli("notify", **settings)
        assert failed.code == 75
        assert "Notice 1 to mona waits: The mail server localhost" in failed.stderr
        assert failed.stderr.endswith("1 notice waits.\n")
        with mail_server() as server:
            assert self.run(cli, server).code == 0
            assert len(server.mails) == 1

    def test_without_mail_says_what_to_set(self, cli: CommandLine) -> None:
        """Where something waits and no mail is set up, cron's mail would tell."""
        cli("token", "create", "--name", "ci")
        refused = cli("notify")
        assert (refused.code, refused.stdout) == (1, "")
        assert "Set PAT_TUI_SMTP_HOST and PAT_TUI_SMTP_FROM" in refused.stderr

    def test_of_a_demonstration_sends_nothing(self, cli: CommandLine) -> None:
        """Its users do not exist."""
        with mail_server() as server:
            cli("--demo", "notify", **mail(server))
            assert server.mails == []
