"""What the pages of one request and of one active token have in common."""

from collections.abc import Iterable, Iterator, Sequence

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.reading import Reading
from pat_tui.wiring import Services


class ReviewPage(OrganizationPage):
    """Sentences over buttons. What is no longer there to be decided says so in place of both."""

    CSS_PATH = "review_page.tcss"
    AUTO_FOCUS = "Reading"

    def __init__(self, services: Services, login: str, row_id: int) -> None:
        """The page of the request, or of the token, of that id in the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self.row_id = row_id
        self._is_there = False
        self._drawn: list[tuple[str, Sequence[str]]] | None = None

    def content(self) -> Iterable[tuple[str, Sequence[str]]]:
        """Headings with the lines below them; the first one is that of the page. Raises PatTuiError."""
        raise NotImplementedError

    def buttons(self) -> Iterable[LineButton]:
        """The buttons, whose ids are what `decide` takes."""
        raise NotImplementedError

    def decide(self, decision: str) -> None:
        """Ask, and do what DECISION says."""
        raise NotImplementedError

    def compose_page(self) -> Iterator[Widget]:
        """The sentences, or the reason why there are none, and the buttons."""
        sections = self._read()
        yield Reading(*self._widgets(sections))
        buttons = Horizontal(*self.buttons(), id="buttons")
        buttons.display = self._is_there
        yield buttons

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        watch(self, self.services.listed_tokens.store_version, self.refresh_content)

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        self.refresh_content()

    def refresh_content(self) -> None:
        """Read and draw it anew, if there is anything new."""
        before = self._drawn
        sections = self._read()
        if sections == before:
            return
        reading = self.query_one(Reading)
        with self.app.batch_update():
            reading.remove_children()
            reading.mount(*self._widgets(sections))
        self.query_one("#buttons").display = self._is_there
        if not self._is_there:
            reading.focus()
        self.refresh_bindings()

    def _read(self) -> list[tuple[str, Sequence[str]]]:
        try:
            self._drawn = list(self.content())
            self._is_there = True
        except PatTuiError as error:
            self._drawn = [("", [str(error), "", _("Press Esc to go back.")])]
            self._is_there = False
        return self._drawn

    def _widgets(self, sections: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Widget]:
        for number, (heading, lines) in enumerate(sections):
            if heading:
                yield Static(Content(clean(heading)), classes="section" if number else "heading")
            yield Static(Content("\n".join(clean(line) for line in lines)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not there cannot be decided."""
        return action != "decide" or self._is_there

    def action_decide(self, decision: str) -> None:
        """Ask, and do what DECISION says."""
        self.decide(decision)

    @on(LineButton.Pressed)
    def _press(self, message: LineButton.Pressed) -> None:
        self.decide(message.button.id or "")

    def decided(self) -> None:
        """Go back to the list, where there is nothing left to decide; else stay and say what is there now."""
        self.refresh_content()
        if not self._is_there and self.is_current:
            self.dismiss()
