"""`pat-tui org sso`: sessions with organizations that demand single sign-on, and what their owners see of it."""

import click

from pat_tui.cli.complete import complete_organization
from pat_tui.cli.output import Value, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.dates import instant_text, local_day
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import SESSION_HOURS, CredentialAuthorization
from pat_tui.i18n import _
from pat_tui.services.policy_log import CLASSIC, FINE_GRAINED
from pat_tui.services.single_sign_on import SignOn
from pat_tui.wiring import Services


@click.group(
    "sso",
    short_help=_("Single sign-on: sessions, authorised tokens."),
    help=_(
        "Single sign-on of an organization that requires it (org policy --sso). "
        "Sessions are kept in the store; no identity provider is contacted."
    ),
)
def sso() -> None:
    """The noun under the noun."""


@sso.command(
    "open",
    help=_("Open a session of {hours} hours, in which you can authorise tokens.").format(hours=SESSION_HOURS),
    short_help=_("Open a session of yours."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@json_option
@click.pass_obj
def open_(session: Session, login: str, as_json: bool) -> None:
    """Open a session; its end goes to standard output."""
    with session.open() as services:
        _write_session(services.single_sign_on.open(login), services, as_json=as_json)


@sso.command("close", help=_("End your session. What you authorised stays."), short_help=_("End a session of yours."))
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@json_option
@click.pass_obj
def close(session: Session, login: str, as_json: bool) -> None:
    """End a session."""
    with session.open() as services:
        found = services.single_sign_on.close(login)
    if as_json:
        write_json(_session_json(found))
    say(_("You have no session with {organization}.").format(organization=found.organization.login))


@sso.command(
    "status",
    help=_("Show your session with an organization, or with all of yours that require single sign-on."),
    short_help=_("Show your sessions."),
)
@click.argument("login", metavar="[ORG]", required=False, shell_complete=complete_organization)
@json_option
@click.pass_obj
def status(session: Session, login: str | None, as_json: bool) -> None:
    """Write one session, or the table of them."""
    with session.open() as services:
        single_sign_on = services.single_sign_on
        if login is not None:
            _write_session(single_sign_on.status(login), services, as_json=as_json)
            return
        found = single_sign_on.organizations()
        if as_json:
            write_json([_session_json(one) for one in found])
        elif found:
            rows = [(_end_text(one, services), one.organization.login) for one in found]
            write_table((_("SESSION UNTIL"), _("ORGANIZATION")), rows)
        else:
            say(_("None of your organizations requires single sign-on."))


@sso.command(
    "list",
    help=_("List the tokens that are authorised for an organization of yours, the latest first."),
    short_help=_("List authorised tokens, for owners."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@click.option("--search", default="", metavar="TEXT", help=_("Only those whose user or name holds this."))
@json_option
@click.pass_obj
def list_(session: Session, login: str, search: str, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found, zone = services.sso_authorizations.listed(login, search), services.context.zone
    if as_json:
        write_json([_as_json(one) for one in found])
    elif found:
        headings = (_("ID"), _("USER"), _("KIND"), _("AUTHORISED"), _("EXPIRES"), _("ENDS IN"), _("TOKEN"))
        write_table(
            headings,
            [
                (
                    str(one.id),
                    one.login,
                    one.kind.value,
                    local_day(one.authorized_at, zone).isoformat(),
                    _("never") if one.expires_at is None else local_day(one.expires_at, zone).isoformat(),
                    one.hint,
                    one.token_name,
                )
                for one in found
            ],
        )
    elif search:
        say(_("No authorised token's user or name holds “{text}”.").format(text=search))
    else:
        say(_("No token is authorised for {organization}.").format(organization=login))


@sso.command(
    "revoke",
    help=_(
        "Revoke authorizations, by the ids that `org sso list` tells: all that are named, or none. It is final: nobody "
        "can authorise the same secret again. The tokens stay; regenerated, they can be authorised."
    ),
    short_help=_("Revoke authorizations, for owners."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=int)
@json_option
@click.pass_obj
def revoke(session: Session, login: str, ids: tuple[int, ...], as_json: bool) -> None:
    """Revoke; the ids go to standard output."""
    with session.open() as services:
        revoked = services.sso_authorizations.revoke(login, ids)
    if as_json:
        write_json([_as_json(one) for one in revoked])
        return
    for one in revoked:
        write(str(one.id))
        words = _("Revoked the authorization of “{name}” of {login}: this secret can never be authorised again.")
        say(words.format(name=one.token_name, login=one.login))


def _write_session(found: SignOn, services: Services, *, as_json: bool) -> None:
    if as_json:
        write_json(_session_json(found))
        return
    names = {"organization": found.organization.login}
    if found.session is None:
        words = _("You have no session with {organization}. Open one with: pat-tui org sso open {organization}")
        say(words.format(**names))
    else:
        write(instant(found.session.ends_at) or "")
        end = instant_text(found.session.ends_at, services.context.zone)
        say(_("Your session with {organization} is open until {instant}.").format(instant=end, **names))


def _end_text(found: SignOn, services: Services) -> str:
    return "-" if found.session is None else instant_text(found.session.ends_at, services.context.zone)


def _session_json(found: SignOn) -> Value:
    session = found.session
    return {
        "id": found.organization.id,
        "organization": found.organization.login,
        "active": session is not None,
        "opened_at": instant(session.opened_at) if session else None,
        "ends_at": instant(session.ends_at) if session else None,
    }


def _as_json(one: CredentialAuthorization) -> Value:
    """The fields of GitHub's `GET /orgs/{org}/credential-authorizations`, after `id`."""
    is_classic = one.kind is TokenKind.CLASSIC
    return {
        "id": one.id,
        "login": one.login,
        "credential_id": one.id,
        "credential_type": "personal access token",
        "programmatic_access_type": CLASSIC if is_classic else FINE_GRAINED,
        "token_last_eight": one.hint,
        "credential_authorized_at": instant(one.authorized_at),
        "scopes": list(one.scopes),
        "fingerprint": None,
        "credential_accessed_at": instant(one.last_used_at),
        "authorized_credential_id": one.token_id,
        "authorized_credential_title": None,
        "authorized_credential_note": one.token_name,
        "authorized_credential_expires_at": instant(one.expires_at),
    }
