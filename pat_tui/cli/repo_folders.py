"""`pat-tui repo create` and `repo import`: repositories that the gateway can serve."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pat_tui.cli.cells import pad
from pat_tui.cli.output import example, json_option, say, write, write_json
from pat_tui.cli.repo_text import repository_json
from pat_tui.cli.session import Session
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _visibility_options(command: _Command) -> _Command:
    command = click.option(
        "--internal", "visibility", flag_value="internal", help=_("All members of its organization may read it.")
    )(command)
    command = click.option("--public", "visibility", flag_value="public", help=_("Everybody may read it."))(command)
    return click.option("--private", "visibility", flag_value="private", help=_("Only with access (the default)."))(
        command
    )


@click.command("create", help=_("Make an empty repository for git to push to, of yours or of an organization you own."))
@click.argument("full_name", metavar="OWNER/NAME")
@_visibility_options
@json_option
@click.pass_obj
def create(session: Session, full_name: str, visibility: str | None, as_json: bool) -> None:
    """Make a repository; its name goes to standard output."""
    from pat_tui.services.repository_folders import create_repository

    with session.open() as services:
        root = services.settings.repository_folder
        made = create_repository(services.context, root, full_name, Visibility(visibility) if visibility else None)
    _tell(made, as_json)


@click.command(
    "import",
    epilog=example("pat-tui repo import ~/src/notes"),
    help=_("Copy branches and tags of the repository in DIR, bare or not, so that it is served."),
)
@click.argument("source", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", "full_name", metavar="OWNER/NAME", help=_("You and the folder's name if left out."))
@_visibility_options
@json_option
@click.pass_obj
def import_(session: Session, source: Path, full_name: str | None, visibility: str | None, as_json: bool) -> None:
    """Take a repository in; its name goes to standard output."""
    from pat_tui.services.repository_folders import import_repository, name_for

    with session.open() as services, _Bar() as bar:
        name = full_name or f"{services.acting.login}/{name_for(source)}"
        chosen = Visibility(visibility) if visibility else None
        root = services.settings.repository_folder
        made = import_repository(services.context, root, source, name, chosen, bar.show)
    _tell(made, as_json)


def _tell(made: Repository, as_json: bool) -> None:
    if as_json:
        write_json(repository_json(made))
        return
    write(made.full_name)
    say(
        _("Made the {visibility} repository {name} in {path}.").format(
            visibility=made.visibility, name=made.full_name, path=made.path
        )
    )


class _Bar:
    """A bar on standard error for each thing that git is at; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._is_drawn = sys.stderr is not None and sys.stderr.isatty()
        self._label = ""
        self._bar: Any = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._finish()

    def show(self, label: str, percent: int) -> None:
        """Git is at LABEL, and PERCENT of it are done."""
        if not self._is_drawn:
            return
        if label != self._label:
            self._finish()
            self._label = label
            self._bar = click.progressbar(length=100, label=pad(label, 20), file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(percent - self._bar.pos)

    def _finish(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
