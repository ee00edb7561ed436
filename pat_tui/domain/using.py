"""How a token is put to use at an address, line by line, and what GitHub's documentation says is safer than a token.

No line holds a secret: where one is needed stands `$TOKEN`, the variable of the shell that the person reads it into.
"""

from dataclasses import dataclass
from shlex import quote
from urllib.parse import urlsplit

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _

_CACHED = 3600
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to use a token, or to do without."""

    id: str
    """Stable, for programs."""
    title: str
    command: str
    """One line for a shell; empty where there is nothing to type."""
    note: str
    """A sentence or two."""
    is_alternative: bool = False
    """Whether it does without a token, or keeps one more safely."""


def repository_of(token: FineGrainedToken | ClassicToken) -> str:
    """A repository that TOKEN reaches, as OWNER/NAME; with a placeholder where it is left open which."""
    if isinstance(token, ClassicToken):
        return f"{token.user_login}/REPO"
    chosen = min((repository.full_name for repository in token.repositories), default=None)
    return chosen or f"{token.owner_login}/REPO"


def recipes(address: str, login: str, repository: str) -> list[Recipe]:
    """How a token of the user called LOGIN serves at ADDRESS (`http://HOST:PORT`), with REPOSITORY as the example.

    The last ones, `is_alternative`, are the ways that GitHub's documentation prefers to a personal access token.
    """
    address = address.rstrip("/")
    parts = urlsplit(address)
    with_user = parts._replace(netloc=f"{clean(login)}@{parts.netloc}").geturl()
    clone = quote(f"{with_user}/{clean(repository)}")
    return [
        *_for_git(quote(address), quote(clean(login)), clone),
        *_for_programs(address, parts.netloc, is_secure=parts.scheme == "https"),
        *_alternatives(),
    ]


def _for_git(address: str, login: str, clone: str) -> list[Recipe]:
    entry = f"printf 'url=%s\\nusername=%s\\n%s\\n\\n' {address} {login}"
    return [
        Recipe("clone", _("Clone"), f"git clone {clone}", _("When git asks for a password, paste the token.")),
        Recipe(
            "remote",
            _("Switch a remote from SSH to HTTPS"),
            f"git remote set-url origin {clone}",
            _("In a clone that you have. Tokens work over HTTPS only, never over SSH."),
        ),
        Recipe(
            "cache",
            _("Have git remember it for an hour"),
            f"git config --global credential.{address}.helper 'cache --timeout={_CACHED}'",
            _("In memory; git asks once. With store in place of cache it stays, in a plain text file of yours."),
        ),
        Recipe(
            "approve",
            _("Give it to git's credential helper"),
            f'{entry} "password=$TOKEN" | git credential approve',
            _("Then git does not ask at all. h, on the page of a new token, does the same."),
        ),
        Recipe(
            "reject",
            _("Have git forget an old password"),
            f"{entry} '' | git credential reject",
            _("If git does not ask for a password but is refused, it still uses an old one."),
        ),
    ]


def _for_programs(address: str, host: str, *, is_secure: bool) -> list[Recipe]:
    gh = _("For all of gh's commands; it asks for nothing.")
    wants_https = _("gh wants HTTPS: pat-tui serve --tls-self-signed, which says how gh trusts it.")
    header = 'printf \'header = "Authorization: Bearer %s"\\n\' "$TOKEN"'
    return [
        Recipe(
            "variable",
            _("Read it into a variable"),
            "IFS= read -rs TOKEN && export TOKEN",
            _("Paste it and press Enter: it is not shown, and comes into no history. Never write it into a program."),
        ),
        Recipe(
            "curl",
            _("Ask the API with curl"),
            f"{header} | curl --config - {quote(f'{address}/api/v3/user')}",
            _("Over standard input, for every user of a machine can see the arguments of a command."),
        ),
        Recipe(
            "gh",
            _("Use GitHub CLI"),
            f'GH_HOST={quote(host)} GH_ENTERPRISE_TOKEN="$TOKEN" gh api user',
            gh if is_secure else wants_https,
        ),
    ]


def _alternatives() -> list[Recipe]:
    rows = [
        (
            "github-cli",
            _("GitHub CLI"),
            "gh auth login",
            _("On the command line: you sign in with the browser, and there is no token to make or to copy."),
        ),
        (
            "credential-manager",
            _("Git Credential Manager"),
            "git credential-manager configure",
            _("For git over HTTPS: it signs you in with the browser, and keeps what it gets in the system's keychain."),
        ),
        (
            "ssh",
            _("An SSH key"),
            "ssh-keygen -t ed25519",
            _("For git alone: the key stays on this machine. A deploy key reaches a single repository."),
        ),
        (
            "github-app",
            _("A GitHub App"),
            "",
            _("For an organization, or an integration that is to last: it acts for itself, not on behalf of a person."),
        ),
        (
            "actions-token",
            _("GITHUB_TOKEN, in a GitHub Actions workflow"),
            "GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}",
            _("Each run gets one of its own, which ends with it."),
        ),
        (
            "actions-secret",
            _("A secret of GitHub Actions or Codespaces, for a script"),
            "gh secret set NAME",
            _("The script runs where the secret is, through GitHub Actions; with --user, in your codespaces."),
        ),
        (
            "password-manager",
            _("1Password CLI, or another service that keeps it"),
            "op run --env-file=.env -- COMMAND",
            _("If it must be a token: the command gets it as a variable, and no file holds it."),
        ),
    ]
    return [Recipe(*row, is_alternative=True) for row in rows]
