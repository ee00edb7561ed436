"""`pat-tui token create`: what it makes, what it refuses, and where the secret goes."""

from zoneinfo import ZoneInfo

import pytest

from pat_tui.domain.secrets import Secret, TokenKind, hash_of, recognise
from tests.cli.conftest import CommandLine

WARNING = "Make sure to copy your personal access token now as you will not be able to see this again."


def test_the_secret_alone_goes_to_standard_output(cli: CommandLine) -> None:
    """Standard output is the secret and a line feed; the store holds its hash, standard error only its end."""
    made = cli("token", "create", "--name", "ci")
    secret = made.stdout.removesuffix("\n")
    assert made.code == 0
    assert recognise(secret) is TokenKind.FINE_GRAINED
    assert cli.rows("SELECT name, secret_hash, hint FROM fine_grained_tokens") == [
        ("ci", hash_of(Secret(secret)), secret[-8:])
    ]
    assert secret not in made.stderr
    assert made.stderr.splitlines() == [
        f"Made the token “ci” (id 1), which ends in {secret[-8:]}.",
        "It expires on 2026-02-14 12:00 UTC.",
        WARNING,
    ]


def test_the_expiry_is_told_in_local_time_and_utc(cli: CommandLine) -> None:
    """A custom date ends with that day where the user is, and both clocks are named."""
    cli.zone = ZoneInfo("Europe/Berlin")
    made = cli("token", "create", "--name", "ci", "--expires", "2026-03-01")
    assert "It expires on 2026-03-01 23:59 CET (22:59 UTC).\n" in made.stderr


def test_json_holds_all_and_the_secret(cli: CommandLine) -> None:
    """With --json one object carries what `show` would tell, and the secret as `token`; standard error still warns."""
    made = cli(
        *("token", "create", "--json", "--name", "Größe", "--owner", "ACME", "--repo", "acme/API", "--expires", "7d"),
        *("--permission", "contents=write", "--permission", "issues=read", "--description", "What", "--reason", "Why"),
    )
    told = made.json()
    secret = told.pop("token")
    assert recognise(secret) is TokenKind.FINE_GRAINED
    assert told == {
        "id": 1,
        "name": "Größe",
        "owner": "acme",
        "status": "pending",
        "created_at": "2026-01-15T12:00:00Z",
        "expires_at": "2026-01-22T12:00:00Z",
        "last_used_at": None,
        "single_sign_on": "not-required",
        "removal_at": "2027-01-15T12:00:00Z",
        "user": "mona",
        "hint": secret[-8:],
        "description": "What",
        "repository_access": "selected",
        "repositories": ["acme/api"],
        "permissions": {"contents": "write", "issues": "read", "metadata": "read"},
        "reason": "Why",
        "decision_reason": "",
    }
    assert "It is pending: until acme approves it, it reads public resources only.\n" in made.stderr
    assert made.stderr.endswith(f"{WARNING}\n")
    assert cli("token", "show", "Größe", "--json").json() == told


@pytest.mark.parametrize(
    ("options", "expires", "status"),
    [
        ([], "2026-02-14T12:00:00Z", "active"),
        (["--owner", "globex"], "2026-02-14T12:00:00Z", "active"),
        (["--owner", "octo-labs"], "2026-02-14T12:00:00Z", "active"),
        (["--owner", "acme"], "2026-02-14T12:00:00Z", "pending"),
        (["--expires", "never"], None, "active"),
        (["--expires", "366D"], "2027-01-16T12:00:00Z", "active"),
        (["--expires", "5d"], "2026-01-20T12:00:00Z", "expiring_soon"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_is_left_out(cli: CommandLine, options: list[str], expires: str | None, status: str) -> None:
    """Without options a token is the acting user's, of public access, for 30 days."""
    told = cli("token", "create", "--json", "--name", "ci", *options).json()
    assert (told["expires_at"], told["status"], told["repository_access"]) == (expires, status, "public")


def test_the_default_expiration_keeps_to_a_short_limit(cli: CommandLine) -> None:
    """Where the owner allows fewer than 30 days, leaving --expires out asks for no more."""
    database = cli.database()
    with database.transaction():
        database.connection.execute("UPDATE organization_policies SET max_lifetime_fine_grained = 10")
    database.close()
    made = cli("token", "create", "--json", "--name", "ci", "--owner", "GLOBEX")
    assert made.json()["expires_at"] == "2026-01-25T12:00:00Z"


def test_a_token_that_never_expires_says_so(cli: CommandLine) -> None:
    """Standard error tells that there is no expiry."""
    assert "It never expires.\n" in cli("token", "create", "--name", "ci", "--expires", "never").stderr


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--name", " "], "--name: Name can't be blank"),
        (["--name", "taken"], "--name: Name has already been taken"),
        (["--name", " taken "], "--name: Name has already been taken"),
        (["--name", "x" * 41], "--name: Name is too long (maximum is 40 characters)"),
        (["--name", "a\x1b]0;b"], "--name: It holds a character that cannot be shown (U+001B). Remove it."),
        (["--name", "a\u202eb"], "--name: It holds a character that cannot be shown (U+202E). Remove it."),
        (["--name", "a\udcff"], "--name: It holds a character that cannot be shown (U+DCFF). Remove it."),
        (["--expires", "0d"], "--expires: Choose an expiration from 1 day to 366 days."),
        (["--expires", "2026-01-15"], "--expires: Choose a date from 2026-01-16 to 2027-01-16."),
        (["--owner", "nobody"], "--owner: Cannot find the specified resource owner: nobody"),
        (["--owner", "no\udcff"], "--owner: Cannot find the specified resource owner: no\ufffd"),
        (["--owner", "initech"], "--owner: Cannot find the specified resource owner: initech"),
        (["--owner", "mona", "--repo", "mona/gone"], "--repo: mona has no repository mona/gone that you can select."),
        (["--owner", "mona", "--repo", "acme/api"], "--repo: mona has no repository acme/api that you can select."),
        (["--permission", "nothing=read"], "--permission: There is no permission called nothing."),
        (["--description", "a\x07"], "--description: It holds a character that cannot be shown (U+0007). Remove it."),
        (["--reason", "x" * 1025], "--reason: It is too long: 1025 of at most 1024 characters."),
    ],
    ids=lambda value: " ".join(map(ascii, value))[:60] if isinstance(value, list) else "",
)
def test_a_rule_says_no(cli: CommandLine, options: list[str], error: str) -> None:
    """A refusal names the option and the reason, exits with 1, writes no data and makes nothing."""
    cli("token", "create", "--name", "taken")
    refused = cli("token", "create", "--name", "ci", *options)
    assert (refused.code, refused.stdout, refused.stderr) == (1, "", f"{error}\n")
    assert cli.rows("SELECT count(*) FROM fine_grained_tokens") == [(1,)]


def test_every_error_has_its_line(cli: CommandLine) -> None:
    """Several things wrong are told at once, a line each, in the order of the form."""
    refused = cli("token", "create", "--name", "", "--expires", "999d", "--owner", "nobody", "--permission", "x=read")
    assert [line.partition(":")[0] for line in refused.stderr.splitlines()] == [
        *("--name", "--expires", "--owner", "--permission")
    ]
    assert refused.code == 1


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        (["--expires", "soon"], "'soon' is no expiration. Write days as 30d, a date as 2027-01-31, or never."),
        (["--expires", "2026-02-30"], "'2026-02-30' is no expiration. Write days as 30d"),
        (["--expires", "\x1b[31m"], r"'\x1b[31m' is no expiration."),
        (["--permission", "contents"], "'contents' is no permission. Write SLUG=LEVEL, such as contents=read."),
        (["--permission", "=read"], "'=read' is no permission."),
        (["--permission", "contents="], "'contents=' is no permission."),
        (["--permission", "contents=all"], "'all' in 'contents=all' is no level. Write read, write or admin."),
        (["--permission", "gists=read", "--permission", "gists=write"], "gists is given twice."),
        (["--public", "--all-repos"], "Choose one of --public, --all-repos and --repo."),
        (["--all-repos", "--repo", "mona/app", "--owner", "mona"], "Choose one of --public, --all-repos and --repo."),
        (["--repo", "mona/app"], "Say with --owner who owns the repositories that --repo names."),
        (["--wrong"], "No such option '--wrong'."),
    ],
    ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
)
def test_wrong_usage_says_what_to_write(cli: CommandLine, options: list[str], advice: str) -> None:
    """What cannot be read exits with 2 and says how it is written, before the store is touched."""
    refused = cli("token", "create", "--name", "ci", *options)
    assert (refused.code, refused.stdout) == (2, "")
    assert f"Error: {advice}" in refused.stderr or f": {advice}" in refused.stderr
    assert "\x1b" not in refused.stderr
    assert cli.rows("SELECT count(*) FROM fine_grained_tokens") == [(0,)]


def test_a_name_is_required(cli: CommandLine) -> None:
    """Leaving --name out is wrong usage, and nobody is asked for it."""
    refused = cli("token", "create")
    assert (refused.code, refused.stdout) == (2, "")
    assert "Missing option '--name'." in refused.stderr


def test_all_repositories(cli: CommandLine) -> None:
    """--all-repos reaches every repository of the owner, with the permissions that need it."""
    told = cli("token", "create", "--json", "--name", "ci", "--all-repos", "--permission", "contents=read").json()
    assert (told["repository_access"], told["permissions"]) == ("all", {"contents": "read", "metadata": "read"})


def test_several_repositories(cli: CommandLine) -> None:
    """--repo is given once for each repository."""
    options = ("--owner", "mona", "--repo", "mona/notes", "--repo", "mona/app", "--repo", "MONA/app")
    assert cli("token", "create", "--json", "--name", "ci", *options).json()["repositories"] == [
        "mona/app",
        "mona/notes",
    ]
