"""`pat-tui token verify`: whose a secret is, which comes on standard input and goes nowhere."""

import sys
from collections.abc import Iterator

import click

from pat_tui.cli.output import Value, complain, example, instant, json_option, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.domain.credentials import AnyCredential, ClassicCredential, FineGrainedCredential
from pat_tui.domain.dates import instant_text
from pat_tui.domain.secrets import Secret, TokenKind
from pat_tui.domain.sentences import reach_lines
from pat_tui.domain.text import clean
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _
from pat_tui.services.secret_check import Checked, check
from pat_tui.wiring import Services

_LONGEST = 4096
"""Bytes that are read: more is no token."""


@click.command(
    "verify",
    help=_(
        "Say whose the token on standard input is, of which kind, until when, and what it may, or why it is refused. "
        "It is judged as the gateway judges it, written nowhere, and asking does not count as a use. Exit: 0 it is let "
        "in, 1 it is refused."
    ),
    epilog=example("pat-tui token verify < secret"),
    short_help=_("Say whose the token on standard input is."),
)
@json_option
@click.pass_obj
def verify(session: Session, as_json: bool) -> int:
    """Write what is known."""
    secret = Secret(_read())
    try:
        with session.open(housekeeping=False) as services:
            checked = check(services.access, secret)
            if as_json:
                write_json(_as_json(checked))
            elif checked.credential is not None:
                write("\n".join(_lines(checked, checked.credential, services)))
    finally:
        secret.wipe()
    if checked.explanation:
        (say if checked.is_valid else complain)(checked.explanation)
    return ExitCode.DONE if checked.is_valid else ExitCode.REFUSED


def _read() -> str:
    """The secret without the white space around it. Raises UsageError where there is none, or too much."""
    if sys.stdin is None or sys.stdin.closed:
        raise click.UsageError(_("Standard input is closed. Write the token there: pat-tui token verify < secret"))
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(_("Token, which is not shown: "), sys.stderr).strip()
    read = sys.stdin.buffer.read(_LONGEST + 1)
    if not read.strip() or len(read) > _LONGEST:
        raise click.UsageError(_("Write one token to standard input: pat-tui token verify < secret"))
    return read.decode("utf-8", "replace").strip()


def _lines(checked: Checked, token: AnyCredential, services: Services) -> Iterator[str]:
    facts = list(_facts(checked, token, services))
    width = max(len(label) for label, _fact in facts)
    yield from (f"{label.ljust(width)}  {clean(fact)}".rstrip() for label, fact in facts)


def _facts(checked: Checked, token: AnyCredential, services: Services) -> Iterator[tuple[str, str]]:
    is_classic = token.kind is TokenKind.CLASSIC
    yield _("Valid"), _("yes") if checked.is_valid else _("no")
    yield _("User"), token.user_login
    yield _("Kind"), _("classic") if is_classic else _("fine-grained")
    yield _("Note") if is_classic else _("Name"), token.name
    yield _("ID"), str(token.token_id)
    zone = services.context.zone
    yield _("Expiration"), _("never") if token.expires_at is None else instant_text(token.expires_at, zone)
    if not checked.is_valid:
        return
    if isinstance(token, ClassicCredential):
        yield _("Scopes"), ", ".join(token.scopes) or _("none: it only reads what is public")
        return
    yield _("Access on"), f"@{token.owner_login}"
    labels = [_("Repositories")]
    for line in reach_lines(token.repository_access, checked.repositories, token.owner_login):
        yield labels.pop() if labels else "", line
    labels = [_("Permissions")]
    for slug, level in token.permissions.items() or [("", None)]:
        yield labels.pop() if labels else "", _("none") if level is None else f"{slug}={level.value}"


def _as_json(checked: Checked) -> dict[str, Value]:
    token = checked.credential
    fine_grained = token if isinstance(token, FineGrainedCredential) and checked.is_valid else None
    classic = token if isinstance(token, ClassicCredential) and checked.is_valid else None
    return {
        "id": token.token_id if token else None,
        "valid": checked.is_valid,
        "reason": checked.reason.value if checked.reason else None,
        "message": checked.explanation or None,
        "user": token.user_login if token else None,
        "kind": token.kind.value if token else None,
        "name": token.name if token else None,
        "hint": token.hint if token else None,
        "expires_at": instant(token.expires_at) if token else None,
        "owner": fine_grained.owner_login if fine_grained else None,
        "grant": fine_grained.grant.value if fine_grained else None,
        "repository_access": fine_grained.repository_access.value if fine_grained else None,
        "repositories": list(checked.repositories) if fine_grained else None,
        "permissions": (
            {slug: level.value for slug, level in fine_grained.permissions.items()} if fine_grained else None
        ),
        "scopes": list(classic.scopes) if classic else None,
    }
