"""`pat-tui completion SHELL`: the script that makes a shell complete, and how it is answered."""

import os
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from pat_tui.cli.output import example, write
from pat_tui.i18n import _

VARIABLE = "_PAT_TUI_COMPLETE"
"""Set by the shell when it asks what could come next."""
_SHELLS = ("bash", "zsh", "fish")
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' line type value
    line=${COMP_LINE:0:COMP_POINT}
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE=$line COMP_WORDBREAKS=$COMP_WORDBREAKS %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """Bash, which takes words apart at `=` and `:` as well; scopes and permissions hold them."""

    source_template = _BASH

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._word = ""

    def source(self) -> str:
        """The script; for bash 4.4 or newer."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the present one, and what there is of that."""
        line = os.environ.get("COMP_LINE")
        if line is None:
            return super().get_completion_args()
        words = split_arg_string(line)
        self._word = "" if line[-1:].isspace() else words.pop()
        return words[1:], self._word

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """What bash puts in place of the part of the word that it looks at."""
        value, word = str(item.value), self._word
        if word.startswith("--") and "=" in word and not value.startswith("--"):
            value = word.partition("=")[0] + "=" + value
        breaks = [sign for sign in "=:" if sign in os.environ.get("COMP_WORDBREAKS", "")]
        kept = max((word.rfind(sign) + 1 for sign in breaks), default=0)
        return f"{item.type},{value[kept:]}"


def prepare() -> None:
    """Have bash answered as it should be."""
    add_completion_class(Bash)


@click.command(
    "completion",
    help=_(
        "Write the script that lets a shell complete nouns, verbs, options, and the names of tokens, repositories, "
        "organizations and permissions. For bash it goes into ~/.bashrc, for zsh into ~/.zshrc."
    ),
    epilog=example('eval "$(pat-tui completion bash)"'),
    short_help=_("Write the script that lets a shell complete."),
)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write the script."""
    prepare()
    of_shell = get_completion_class(shell)
    assert of_shell is not None
    write(of_shell(context.find_root().command, {}, "pat-tui", VARIABLE).source().rstrip("\n"))
