"""`pat-tui schema`: what `--json` writes, as JSON Schema."""

import click

from pat_tui.cli.output import example, write, write_json
from pat_tui.domain.errors import NotFound
from pat_tui.i18n import _


@click.command(
    "schema",
    help=_(
        "Write the JSON Schema of what a command writes with --json; without a command, list those that have one. "
        "Within a version, fields are only added."
    ),
    epilog=example("pat-tui schema token list"),
    short_help=_("Write the JSON Schema of a command."),
)
@click.argument("words", metavar="[NOUN VERB...]", nargs=-1)
@click.option("--classic", is_flag=True, help=_("Of the command with --classic."))
def schema(words: tuple[str, ...], classic: bool) -> None:
    """Write one schema, or the names of all."""
    from pat_tui.cli.schemas import SCHEMAS, schema_of

    name = " ".join([*words, *(["--classic"] if classic else [])])
    if not name:
        write("\n".join(sorted(SCHEMAS)))
        return
    if name not in SCHEMAS:
        raise NotFound(_("{command} writes no JSON. See those that do: pat-tui schema").format(command=name))
    write_json(schema_of(name))
