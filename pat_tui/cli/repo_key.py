"""`pat-tui repo key`: the deploy keys of a repository."""

import click

from pat_tui.cli.complete import complete_either_token, complete_repository
from pat_tui.cli.output import Value, example, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.public_keys import MAXIMUM_LENGTH
from pat_tui.domain.secrets import TokenKind
from pat_tui.i18n import _


@click.group("key", help=_("Deploy keys: each opens one repository. Only who administers it sees and changes them."))
def key() -> None:
    """The noun."""


@key.command(
    "add",
    epilog=example("pat-tui repo key add ada/notes --title mirror --key id_ed25519.pub"),
    help=_("Add a public key, to read the repository with. Its id goes to standard output."),
)
@click.argument("full_name", metavar="OWNER/NAME", shell_complete=complete_repository)
@click.option("--title", required=True, metavar="TEXT", help=_("What the key is for."))
@click.option(
    "--key",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
    metavar="FILE",
    help=_("The file with the public key, which ends in .pub; - for standard input."),
)
@click.option("--read-write", is_flag=True, help=_("Let it write to the repository, too."))
@click.option(
    "--made-with",
    "token",
    metavar="TOKEN",
    shell_complete=complete_either_token,
    help=_("The id or name of the token of yours that makes the key, which is deleted with that token."),
)
@click.option("--classic", is_flag=True, help=_("The token that makes it is a classic one."))
@json_option
@click.pass_obj
def add(
    session: Session,
    full_name: str,
    title: str,
    file: str,
    read_write: bool,
    token: str | None,
    classic: bool,
    as_json: bool,
) -> None:
    """Add the key."""
    if classic and token is None:
        raise click.UsageError(_("--classic says of which kind the token of --made-with is; give that too."))
    with click.open_file(file, "rb") as stream:
        text = stream.read(4 * MAXIMUM_LENGTH).decode("utf-8", "replace")
    kind = TokenKind.CLASSIC if classic else TokenKind.FINE_GRAINED
    with session.open() as services:
        keys = services.repository_keys
        added = keys.add(full_name, title, text, read_only=not read_write, token=token, kind=kind)
    if as_json:
        write_json(_as_json(added))
    else:
        write(str(added.id))
    words = _("Added the deploy key “{title}” to {repository}: {fingerprint}.")
    say(words.format(title=added.title, repository=added.repository, fingerprint=added.fingerprint))
    if added.made_with is not None:
        say(_("It will be deleted with the token “{name}”.").format(name=added.made_with.name))


@key.command("list", help=_("List the deploy keys of a repository."))
@click.argument("full_name", metavar="OWNER/NAME", shell_complete=complete_repository)
@json_option
@click.pass_obj
def list_(session: Session, full_name: str, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found = services.repository_keys.all_of(full_name)
    if as_json:
        write_json([_as_json(each) for each in found])
    elif not found:
        say(_("{repository} has no deploy keys.").format(repository=full_name))
    else:
        write_table((_("ID"), _("ACCESS"), _("FINGERPRINT"), _("TITLE")), [_row(each) for each in found])


@key.command("delete", help=_("Delete a deploy key: what uses it loses the repository at once."))
@click.argument("key_id", metavar="ID", type=int)
@json_option
@click.pass_obj
def delete(session: Session, key_id: int, as_json: bool) -> None:
    """Delete the key; its id goes to standard output."""
    with session.open() as services:
        gone = services.repository_keys.delete(key_id)
    if as_json:
        write_json(_as_json(gone))
    else:
        write(str(gone.id))
    words = _("Deleted the deploy key “{title}” of {repository}.")
    say(words.format(title=gone.title, repository=gone.repository))


def _row(found: DeployKey) -> tuple[str, ...]:
    access = _("read") if found.read_only else _("read and write")
    return (str(found.id), access, found.fingerprint, found.title)


def _as_json(found: DeployKey) -> Value:
    made_with = found.made_with
    return {
        "id": found.id,
        "repository": found.repository,
        "title": found.title,
        "key": found.key,
        "fingerprint": found.fingerprint,
        "read_only": found.read_only,
        "created_at": instant(found.created_at),
        "created_by": found.created_by,
        "token": None
        if made_with is None
        else {"kind": made_with.kind.value, "id": made_with.id, "name": made_with.name},
    }
