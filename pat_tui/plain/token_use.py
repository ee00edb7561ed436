"""What a token may do, asked without using it; and where it was used."""

from collections.abc import Iterator, Mapping
from datetime import UTC

from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import NotFound
from pat_tui.domain.text import clean
from pat_tui.domain.use_weeks import weeks_of
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move
from pat_tui.plain.kinds import Kind
from pat_tui.services.last_use import days_of, uses_of
from pat_tui.services.what_if import parse_question, verdict
from pat_tui.wording.use_words import use_facts, verdict_lines


class CanPage(CommandPage):
    """Asks the one decision. Whatever is no command is a request."""

    def __init__(self, desk: Desk, kind: Kind, token_id: int) -> None:
        """Of the token of that KIND and id."""
        super().__init__(desk)
        self._kind = kind
        self._token_id = token_id

    def heading(self) -> str:
        """Of which token. Raises NotFound."""
        name = self._kind.life(self.services).get(self._token_id).name
        return _("What “{name}” may do").format(name=clean(name))

    def content(self) -> None:
        """What can be asked."""
        self.asker.say(_("Type a request: a method and a path, or clone, fetch, push."))
        self.asker.say(_("GET /repos/OWNER/NAME/pulls/7, push OWNER/NAME"))

    def commands(self) -> Iterator[Command]:
        """A request is all it takes."""
        yield from ()

    def more_help(self) -> Mapping[str, str]:
        """What a request looks like."""
        return {_("a request"): _("such as GET /repos/OWNER/NAME/pulls/7 or push OWNER/NAME: whether it is allowed")}

    def other(self, text: str) -> Move | None:
        """Judge the request TEXT. Raises InvalidInput for what is none, NotFound."""
        access = self.services.access
        self._kind.life(self.services).get(self._token_id)  # nobody asks about another user's
        credential = access.credential(self._kind.kind, self._token_id)
        if credential is None:
            raise NotFound(_("There is no such token any more."))
        for line in verdict_lines(verdict(access, credential, *parse_question(text))):
            self.asker.say(line)
        return STAY


class UsePage(CommandPage):
    """Each operation with its repository, client and time, and the requests of every week."""

    def __init__(self, desk: Desk, kind: Kind, token_id: int) -> None:
        """Of the token of that KIND and id."""
        super().__init__(desk)
        self._kind = kind
        self._token_id = token_id

    def heading(self) -> str:
        """Of which token. Raises NotFound."""
        name = self._kind.life(self.services).get(self._token_id).name
        return _("Use of “{name}”").format(name=clean(name))

    def content(self) -> None:
        """What is on record; weeks without a request are left out."""
        context, kind = self.services.context, self._kind.kind
        uses = uses_of(context.database, kind, self._token_id)
        days = days_of(context.database, kind, self._token_id)
        if not uses and not days:
            self._say_last_use()
            return
        for week in weeks_of(days, context.clock().astimezone(UTC).date()):
            if week.uses:
                words = ngettext(
                    "Week of Monday {day}, in UTC: {count} request",
                    "Week of Monday {day}, in UTC: {count} requests",
                    week.uses,
                )
                self.asker.say(words.format(day=week.monday.isoformat(), count=week.uses))
        for use in uses:
            self.asker.say(_("{heading}:").format(heading=clean(use.operation)))
            for fact in use_facts(use, context.zone):
                self.asker.say(f"  {fact}")

    def commands(self) -> Iterator[Command]:
        """There is nothing to do with the past."""
        yield from ()

    def _say_last_use(self) -> None:
        last_used_at = self._kind.life(self.services).get(self._token_id).last_used_at
        if last_used_at is None:
            self.asker.say(_("Never used"))
        else:
            words = _("Last used {instant}. Where is not on record.")
            self.asker.say(words.format(instant=instant_text(last_used_at, self.services.context.zone)))
