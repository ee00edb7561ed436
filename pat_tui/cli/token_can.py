"""`pat-tui token can`: what a token may do, and why not, without using it."""

import click

from pat_tui.cli.complete import complete_either_token
from pat_tui.cli.output import Value, example, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.authorization import Decision, Denied
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import held_text
from pat_tui.domain.errors import NotFound
from pat_tui.domain.secrets import TokenKind
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _
from pat_tui.services.token_naming import is_classic_alone
from pat_tui.services.what_if import OPERATIONS, Verdict, matrix, verdict
from pat_tui.wiring import Services


@click.command(
    "can",
    epilog=example("pat-tui token can ci push ada/notes"),
    help=_(
        "Say whether a token of yours may do something, why not, and the command that would grant it. "
        "METHOD and PATH are a request of the API (GET /repos/OWNER/NAME/issues), or clone, push or push-workflows "
        "and OWNER/NAME. Exit: 0 it may, 1 it may not."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_either_token)
@click.argument("method", metavar="[METHOD]", required=False)
@click.argument("path", metavar="[PATH]", required=False)
@click.option("--classic", is_flag=True, help=_("TOKEN is a classic one."))
@click.option("--matrix", "as_matrix", is_flag=True, help=_("All repositories that you can see, by operation."))
@json_option
@click.pass_obj
def can(
    session: Session, text: str, method: str | None, path: str | None, classic: bool, as_matrix: bool, as_json: bool
) -> int:
    """Write the verdict, or the matrix."""
    if as_matrix == (method is not None) or (method is not None and path is None):
        raise click.UsageError(_("Give a METHOD and a PATH, or --matrix."))
    with session.open() as services:
        credential = _credential(services, text, is_classic=classic)
        if method is None or path is None:
            _write_matrix(services, credential, as_json=as_json)
            return ExitCode.DONE
        found = verdict(services.access, credential, method, path)
    if as_json:
        write_json(_verdict_json(found))
    else:
        _write_verdict(found)
    return ExitCode.DONE if found.is_allowed else ExitCode.REFUSED


def _credential(services: Services, text: str, *, is_classic: bool) -> AnyCredential:
    is_classic = is_classic or is_classic_alone(services.context, text)
    kind = TokenKind.CLASSIC if is_classic else TokenKind.FINE_GRAINED
    token_id = (services.classic_tokens if is_classic else services.tokens).find(text).id
    credential = services.access.credential(kind, token_id)
    if credential is None:
        raise NotFound(_("There is no such token any more."))
    return credential


def _write_verdict(found: Verdict) -> None:
    if found.is_allowed:
        write(_("yes: {method} {path}").format(method=found.method, path=found.path))
        return
    write(_("no ({status}): {why}").format(status=found.status, why=found.explanation))
    say(_("The token holds: {held}").format(held=held_text(found.credential) or _("nothing")))
    if found.remedy:
        say(_("To grant it: {command}").format(command=found.remedy))


def _verdict_json(found: Verdict) -> dict[str, Value]:
    denied = found.decision if isinstance(found.decision, Denied) else None
    return {
        "id": found.credential.token_id,
        "method": found.method,
        "path": found.path,
        "allowed": found.is_allowed,
        "status": found.status,
        "reason": denied.reason.value if denied else None,
        "message": found.explanation or None,
        "needed": _needed_json(found),
        "held": held_text(found.credential),
        "remedy": found.remedy,
    }


def _needed_json(found: Verdict) -> Value:
    requirement = found.requirement
    if requirement is None:
        return None
    if found.credential.kind is TokenKind.CLASSIC:
        return {"any_of": list(requirement.scopes.any_of), "all_of": list(requirement.scopes.all_of)}
    return [[f"{slug}={level.value}" for slug, level in way] for way in requirement.sets]


def _write_matrix(services: Services, credential: AnyCredential, *, as_json: bool) -> None:
    rows = matrix(services.access, credential)
    if as_json:
        write_json([_row_json(name, decisions) for name, decisions in rows])
    elif rows:
        headings = [*(each.name.upper() for each in OPERATIONS), _("REPOSITORY")]
        write_table(headings, [[*(_word(each) for each in decisions), name] for name, decisions in rows])
    else:
        say(_("There is no repository that {login} can see.").format(login=credential.user_login))


def _word(decision: Decision) -> str:
    return _("no") if isinstance(decision, Denied) else _("yes")


def _row_json(name: str, decisions: list[Decision]) -> dict[str, Value]:
    return {
        "repository": name,
        **{
            each.name.replace(" ", "_"): {
                "allowed": not isinstance(decision, Denied),
                "reason": decision.reason.value if isinstance(decision, Denied) else None,
            }
            for each, decision in zip(OPERATIONS, decisions, strict=True)
        },
    }
