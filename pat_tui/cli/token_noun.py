"""`pat-tui token`: fine-grained tokens; the verbs for classic ones are in the modules `classic*`."""

import click

from pat_tui.cli.token_group import TokenGroup
from pat_tui.i18n import _

_VERBS = {
    "can": "token_can:can",
    "create": "token:create",
    "delete": "token_delete:delete",
    "duplicate": "token_life:duplicate",
    "edit": "token_life:edit",
    "link": "token_link:link",
    "list": "token_list:list_",
    "regenerate": "token_life:regenerate",
    "revoke-all": "classic_life:revoke_all",
    "show": "token_show:show",
    "sso": "token_sso:sso",
    "undo-delete": "token_delete:undo_delete",
    "use": "token_use:use",
    "verify": "token_verify:verify",
}
_CLASSIC_VERBS = {
    "create": "classic:create",
    "delete": "classic_life:delete",
    "duplicate": "classic_life:duplicate",
    "edit": "classic_life:edit",
    "link": "token_link:classic_link",
    "list": "token_list:classic_list",
    "regenerate": "classic_life:regenerate",
    "show": "token_show:classic_show",
    "sso": "token_sso:classic_sso",
    "undo-delete": "classic_life:undo_delete",
}
"""The verbs that have another command for classic tokens."""


@click.group(
    cls=TokenGroup,
    lazy={verb: f"pat_tui.cli.{place}" for verb, place in _VERBS.items()},
    classic={verb: f"pat_tui.cli.{place}" for verb, place in _CLASSIC_VERBS.items()},
    short_help=_("Create, list, change and delete tokens."),
    help=_("Fine-grained personal access tokens; with --classic after the verb, classic ones."),
)
def token() -> None:
    """The noun."""
