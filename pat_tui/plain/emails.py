"""The user's e-mail addresses: add, verify, make one the primary one, remove."""

from collections.abc import Iterator, Sequence

from pat_tui.domain.dates import instant_text
from pat_tui.domain.emails import EmailAddress
from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _
from pat_tui.local_command import local_command
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move


class EmailsPage(CommandPage):
    """Addresses under numbers; each command takes the number of one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._emails = self.services.emails
        self._addresses: Sequence[EmailAddress] = ()

    def heading(self) -> str:
        """GitHub's."""
        return _("Emails")

    def content(self) -> None:
        """What the addresses are for, and each with its state."""
        self.asker.say(
            _("Your notices about tokens go to the primary one.")
            if self._emails.sends_mail
            else _("No mail is set up here: nothing is sent, and codes are shown by a local command.")
        )
        self._addresses = self._emails.all()
        if not self._addresses:
            self.asker.say(_("You have no email address. Without a verified one, you cannot generate tokens."))
        for number, address in enumerate(self._addresses, 1):
            self.asker.item(number, self._line(address))

    def commands(self) -> Iterator[Command]:
        """What can be done with addresses."""
        yield Command("add", _("adds an address, such as: add name@example.com"), self._add)
        yield Command("verify", _("verifies the address of a number with a code, such as: verify 1"), self._verify)
        yield Command("primary", _("makes a verified address the primary one, such as: primary 2"), self._primary)
        yield Command("remove", _("removes an address, after asking, such as: remove 2"), self._remove)

    def number(self, number: int) -> Move:
        """Say one again, and what can be done with it."""
        if not 1 <= number <= len(self._addresses):
            return super().number(number)
        self.asker.item(number, self._line(self._addresses[number - 1]))
        self.asker.say(_("Type verify {number}, primary {number} or remove {number}.").format(number=number))
        return STAY

    def _line(self, row: EmailAddress) -> str:
        words = [row.address, *([_("Primary")] if row.is_primary else [])]
        if row.verified_at is None:
            words.append(_("Unverified"))
        else:
            words.append(_("Verified on {date}").format(date=instant_text(row.verified_at, self.services.context.zone)))
        return ", ".join(words)

    def _one(self, text: str) -> str:
        """The address that TEXT names, by its number or itself; the only one where TEXT is empty. Raises NotFound."""
        if not text and len(self._addresses) == 1:
            return self._addresses[0].address
        if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= len(self._addresses):
            return self._addresses[int(text[:6]) - 1].address
        return self._emails.get(text or self.asker.ask(_("Number or address"))).address

    def _add(self, rest: str) -> Move:
        text = rest
        while True:
            text = text or self.asker.ask(_("Email address"), help_text=_("name@example.com"))
            try:
                added = self._emails.add(text)
            except InvalidInput as error:
                self.asker.say(str(error))
                text = ""
                continue
            self.asker.say(_("Added {email}. Verify it next.").format(email=added.address))
            return self.again()

    def _verify(self, rest: str) -> Move:
        address = self._one(rest)
        if self._emails.get(address).is_verified:
            self.asker.say(_("{email} is verified.").format(email=address))
            return STAY
        self._tell_where_the_code_is(address)
        while True:
            typed = self.asker.ask(_("Code"), help_text=_("six digits"), words={"send": lambda: self._send(address)})
            try:
                self._emails.verify(address, typed)
            except InvalidInput as error:
                self.asker.say(str(error))
                continue
            self.asker.say(_("{email} is verified. You can generate tokens now.").format(email=address))
            return self.again()

    def _tell_where_the_code_is(self, address: str) -> None:
        if self._emails.sends_mail:
            self._send(address)
            return
        words = _("No mail is set up here. To see a code for {email}, run this in another terminal:")
        self.asker.say(words.format(email=address))
        self.asker.show(local_command(self.services, "user", "verification-code", address))

    def _send(self, address: str) -> None:
        if not self._emails.sends_mail:
            self._tell_where_the_code_is(address)
            return
        self.asker.say(_("Sending a code…"))
        self._emails.send_code(address)
        self.asker.say(_("The code goes to {email}. Type it here:").format(email=address))

    def _primary(self, rest: str) -> Move:
        made = self._emails.make_primary(self._one(rest))
        self.asker.say(_("{email} is your primary address now.").format(email=made.address))
        return self.again()

    def _remove(self, rest: str) -> Move:
        address = self._emails.get(self._one(rest))
        if address.is_verified and sum(one.is_verified for one in self._addresses) == 1:
            self.asker.say(_("It is your only verified address: without one, you cannot generate tokens."))
        self.asker.say(address.address)
        if not self.asker.confirm(_("Remove this email address?")):
            self.asker.say(_("Nothing has been changed."))
            return STAY
        removed = self._emails.remove(address.address)
        self.asker.say(_("Removed {email}.").format(email=removed.address))
        return self.again()
