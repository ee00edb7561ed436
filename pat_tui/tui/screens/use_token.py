"""The page `Use this token`: lines to copy for git, the shell, curl and gh, and what is safer than a token."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.domain.using import Recipe, recipes, repository_of
from pat_tui.i18n import _
from pat_tui.services.clipboard import CopyResult
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import CLASSIC_TOKENS, FINE_GRAINED_TOKENS
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.widgets.recipe_lines import RecipeLines
from pat_tui.wiring import Services


class UseTokenScreen(Page):
    """Every line may be copied, since none holds a secret."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS = """
    UseTokenScreen .heading, UseTokenScreen #about, UseTokenScreen #copied { height: auto; margin: 0 1; }
    UseTokenScreen #about { color: $foreground-muted; }
    UseTokenScreen RecipeLines { height: 1fr; margin: 1 0 0 1; }
    UseTokenScreen.-normal RecipeLines, UseTokenScreen.-narrow RecipeLines { margin: 1 0 0 0; }
    UseTokenScreen #copied { border-top: solid $border; margin: 0; padding: 0 1; }
    """
    HELP = "use-token"
    AUTO_FOCUS = "RecipeLines"

    def __init__(self, services: Services, kind: TokenKind, token_id: int) -> None:
        """The page of the token of KIND with that id, which the acting user has, over SERVICES."""
        super().__init__()
        self.here = CLASSIC_TOKENS if kind is TokenKind.CLASSIC else FINE_GRAINED_TOKENS
        self._services = services
        self._kind = kind
        self.token_id = token_id

    def steps(self) -> list[str]:
        """The breadcrumb."""
        kind = _("Tokens (classic)") if self._kind is TokenKind.CLASSIC else _("Fine-grained tokens")
        return [*trail(), kind, _("Use this token")]

    def compose_page(self) -> Iterator[Widget]:
        """The lines, or the reason why there are none."""
        is_classic = self._kind is TokenKind.CLASSIC
        try:
            token = (self._services.classic_tokens if is_classic else self._services.tokens).get(self.token_id)
        except PatTuiError as error:
            yield Static(str(error), markup=False)
            return
        address = self._services.settings.gateway_url
        yield Static(_("Use “{name}”").format(name=clean(token.name)), classes="heading", markup=False)
        about = _("At {address}. $TOKEN stands for the token, which no line holds.")
        yield Static(about.format(address=address), id="about", markup=False)
        yield RecipeLines(recipes(address, self._services.acting.login, repository_of(token)))
        yield Static(_("c or Enter copies the line."), id="copied", markup=False)

    def action_back(self) -> None:
        """Go back one page. What lies below stays as it is, a new token too, so that nothing need be asked."""
        self.leave()

    @on(RecipeLines.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(RecipeLines.Chosen)
    def _copy(self, message: RecipeLines.Chosen) -> None:
        """Copy the line in a thread, and say what really happened."""
        recipe = message.recipe
        self._say(_("Copying…"))

        def work() -> None:
            result = self.pat_tui.clipboard_of_secrets.copy_text(recipe.command)
            self.app.call_from_thread(self._copied, recipe, result)

        self.run_worker(work, name="copy", group="clipboard", thread=True)

    def _copied(self, recipe: Recipe, result: CopyResult) -> None:
        words = (
            result.words if result.channel else _("Nothing here takes a copy. “pat-tui token use” prints the lines.")
        )
        self._say(_("{title}: {words}").format(title=clean(recipe.title), words=words))

    def _say(self, words: str) -> None:
        if self.is_attached:
            self.query_one("#copied", Static).update(words)
