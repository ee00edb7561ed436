"""The page `What it may do`: a field that answers as one types, and the repositories by what can be done in them."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.authorization import Decision
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.errors import InvalidInput, NotFound, PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.what_if import Verdict, matrix, parse_question, verdict
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import CLASSIC_TOKENS, FINE_GRAINED_TOKENS
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.reading import Reading
from pat_tui.tui.widgets.repository_matrix import RepositoryMatrix
from pat_tui.wiring import Services
from pat_tui.wording.use_words import verdict_lines

Rows = Sequence[tuple[str, Sequence[Decision]]]


def _columns() -> list[tuple[str, str]]:
    """The names of `what_if.OPERATIONS`, in their order, and what stands over their columns."""
    return [
        (_("clone"), _("clone")),
        (_("push"), _("push")),
        (_("push workflows"), _("push\nworkflows")),
        (_("issues"), _("issues")),
        (_("pull requests"), _("pull\nrequests")),
        (_("administer"), _("admin-\nister")),
    ]


class VerdictText(Reading):
    """The answer. It takes the focus only where there is something to scroll."""

    def allow_focus(self) -> bool:
        """Whether the answer is longer than its place."""
        return self.max_scroll_y > 0


class WhatItMayScreen(Page):
    """Asks the one decision, of a token that the acting user has, without using it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS_PATH = "what_it_may.tcss"
    HELP = "what-it-may"
    AUTO_FOCUS = "#question"

    def __init__(self, services: Services, kind: TokenKind, token_id: int) -> None:
        """The page of the token of KIND with that id, over SERVICES."""
        super().__init__()
        self.here = CLASSIC_TOKENS if kind is TokenKind.CLASSIC else FINE_GRAINED_TOKENS
        self._services = services
        self._access = services.access
        self._kind = kind
        self.token_id = token_id

    def steps(self) -> list[str]:
        """The breadcrumb."""
        kind = _("Tokens (classic)") if self._kind is TokenKind.CLASSIC else _("Fine-grained tokens")
        return [*trail(), kind, _("What it may do")]

    def compose_page(self) -> Iterator[Widget]:
        """The field with the answer below, then the repositories."""
        yield Static("", id="of", classes="heading", markup=False)
        yield Field(id="question", placeholder=_("GET /repos/OWNER/NAME/pulls/7, push OWNER/NAME"))
        with VerdictText(id="verdict"):
            yield Static("", id="answer", markup=False)
        yield Static(_("Looking at the repositories…"), id="columns", markup=False)
        yield RepositoryMatrix(_columns(), id="matrix")

    def on_mount(self) -> None:
        """Read all of it, and keep an eye on the store."""
        self.refresh_answers()
        watch(self, self._services.listed_tokens.store_version, self.refresh_answers)

    def on_screen_resume(self) -> None:
        """Another page may have changed the token."""
        self.refresh_answers()

    def refresh_answers(self) -> None:
        """Ask again what is in the field, and for the repositories."""
        self._answer(self.query_one("#question", Input).value)
        self.run_worker(self._read_matrix, name="matrix", group="matrix", thread=True, exclusive=True)

    def _credential(self) -> AnyCredential:
        """The token as it is now. Raises NotFound for one that is gone or another user's, StoreError."""
        tokens = self._services.classic_tokens if self._kind is TokenKind.CLASSIC else self._services.tokens
        tokens.get(self.token_id)
        credential = self._access.credential(self._kind, self.token_id)
        if credential is None:
            raise NotFound(_("There is no such token any more."))
        return credential

    @on(Input.Changed, "#question")
    def _question_changed(self, message: Input.Changed) -> None:
        self._answer(message.value)

    def _answer(self, text: str) -> None:
        answer = self.query_one("#answer", Static)
        try:
            credential = self._credential()
            self.query_one("#of", Static).update(_("What “{name}” may do").format(name=clean(credential.name)))
            answer.update(self._words(credential, text))
        except InvalidInput as error:
            answer.update(Content.styled(_("✗ {error}").format(error=clean(" ".join(error.errors.values()))), "$error"))
        except PatTuiError as error:
            answer.update(Content.styled(str(error), "$error"))

    def _words(self, credential: AnyCredential, text: str) -> Content:
        if len(text.split()) < 2 and not text.endswith(" "):
            return Content.styled(_("Type a request: a method and a path, or clone, fetch, push."), "$foreground-muted")
        return verdict_text(verdict(self._access, credential, *parse_question(text)))

    def _read_matrix(self) -> None:
        try:
            credential = self._credential()
            rows: Rows = matrix(self._access, credential)
            words = "" if rows else _("There is no repository that {login} can see.")
            self.app.call_from_thread(self._show_matrix, rows, words.format(login=clean(credential.user_login)))
        except PatTuiError as error:
            self.app.call_from_thread(self._show_matrix, (), str(error))

    def _show_matrix(self, rows: Rows, instead: str) -> None:
        if self.is_attached:
            table = self.query_one(RepositoryMatrix)
            table.can_focus = bool(rows)
            table.show(rows)
            self._instead = instead
            self._show_columns()

    _instead: str | None = None
    """What stands where there are no repositories; None while they are read."""

    def _show_columns(self) -> None:
        if self._instead is not None:
            table = self.query_one(RepositoryMatrix)
            words = table.heading(table.size.width) or _("In each repository:")
            self.query_one("#columns", Static).update(self._instead or Content.styled(words, "$foreground-muted"))

    def on_resize(self, _event: Resize) -> None:
        """The columns have room, or have not."""
        self.call_after_refresh(self._show_columns)

    @on(RepositoryMatrix.Asked)
    def _take_up(self, message: RepositoryMatrix.Asked) -> None:
        question = self.query_one("#question", Input)
        question.value = f"push {message.repository}"
        question.cursor_position = len(question.value)
        question.focus()


def verdict_text(found: Verdict) -> Content:
    """FOUND in words, the first line in bold."""
    first, *rest = verdict_lines(found)
    return Content.assemble((first, "bold"), *(f"\n{line}" for line in rest))
