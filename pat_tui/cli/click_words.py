"""What click itself says, in the language of the reader.

click asks gettext for its words, which would look for a catalogue by the variables of the environment and under a name
that is not ours. Its modules get our functions instead. The words are those that a person who types a command may see;
one that another version of click words in another way stays English.
"""

import click
from click import core, exceptions, formatting, parser, types

from pat_tui.cli import cells
from pat_tui.i18n import _, marked, ngettext

_wrap_text = formatting.wrap_text
_short_help = click.Command.get_short_help_str

WORDS = (
    # The help
    marked("Usage:"),
    marked("Options"),
    marked("Commands"),
    marked("Positional arguments"),
    marked("default: {default}"),
    marked("required"),
    marked("Show this message and exit."),
    # What was typed is not what there is
    marked("Error: {message}"),
    marked("Try '{command} {option}' for help."),
    marked("Missing command."),
    marked("Missing argument"),
    marked("Missing option"),
    marked("Missing parameter"),
    marked("Invalid value: {message}"),
    marked("Invalid value for {param_hint}: {message}"),
    marked("No such option {name!r}."),
    marked("No such command {name!r}."),
    marked("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    marked("Option {name!r} does not take a value."),
    marked("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    marked("Argument {name!r} takes {nargs} values."),
    marked("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    marked("Choose from:\n\t{choices}"),
    marked("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    marked("{value} is not in the range {range}."),
    marked("{value!r} is not a valid {number_type}."),
    marked("{value!r} is not a valid boolean. Recognized values: {states}"),
    marked("Could not open file {filename!r}: {message}"),
    marked("{name} {filename!r} does not exist."),
    marked("{name} {filename!r} is a file."),
    marked("{name} {filename!r} is a directory."),
    marked("{name} {filename!r} is not readable."),
    marked("{name} {filename!r} is not writable."),
    marked("file"),
    marked("directory"),
    marked("path"),
)


def install() -> None:
    """Let click speak the language of `i18n.use`, also when that changes later."""
    for module in (core, exceptions, formatting, parser, types, click.decorators):
        words = {"_": _, "ngettext": ngettext}
        vars(module).update({name: function for name, function in words.items() if name in vars(module)})
    vars(formatting)["wrap_text"] = wrap_text
    setattr(click.Command, "get_short_help_str", short_help)  # noqa: B010 -- mypy would see a method replaced


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """click's own for texts of narrow letters; it would take a Chinese sentence for one word, and each cell for two."""
    if cells.width(text) == len(text):
        return _wrap_text(text, width, initial_indent, subsequent_indent, preserve_paragraphs)
    room = width - cells.width(subsequent_indent)
    lines = [line for part in text.split("\n\n") for line in (*cells.lines(" ".join(part.split()), room), "")]
    return "\n".join([initial_indent + lines[0], *(subsequent_indent + line if line else "" for line in lines[1:-1])])


def short_help(command: click.Command, limit: int = 45) -> str:
    """click's own for texts of narrow letters; it would look for blanks and full stops in Chinese."""
    text = command.short_help or command.help or ""
    if cells.width(text) == len(text):
        return _short_help(command, limit)
    return cells.cut(text if command.short_help else text.partition("。")[0], limit)
