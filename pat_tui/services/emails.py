"""Use cases around the e-mail addresses of the acting user."""

from pat_tui.domain.emails import CodeState, EmailAddress, hash_of_code, is_code, new_code, typed_code
from pat_tui.domain.errors import Forbidden, InvalidInput, MailError, MailNotSetUp, NotFound, Taken
from pat_tui.i18n import _, ngettext
from pat_tui.services.addresses import address_error, normal_address
from pat_tui.services.context import Context
from pat_tui.services.mail import Mailer
from pat_tui.services.verification_mail import verification_mail
from pat_tui.store import accounts, events
from pat_tui.store import emails as store

_SALT_LENGTH = 22


class Emails:
    """The addresses of the acting user. A code is mailed where mail is set up, and shown where it is not."""

    def __init__(self, context: Context, mailer: Mailer | None) -> None:
        """MAILER is None where no mail is set up."""
        self.context = context
        self._mailer = mailer

    @property
    def sends_mail(self) -> bool:
        """Whether mail is set up."""
        return self._mailer is not None

    def all(self) -> list[EmailAddress]:
        """The user's addresses, the primary one first."""
        return store.all_of(self.context.database, self.context.acting.id)

    def get(self, address: str) -> EmailAddress:
        """The user's address of that text. Raises NotFound."""
        found = store.find(self.context.database, self.context.acting.id, normal_address(address) or address)
        if found is None:
            raise NotFound(_("{login} has no address {email}.").format(login=self.context.acting.login, email=address))
        return found

    def to_verify(self, address: str = "") -> EmailAddress:
        """The address to verify: the one given, else the first that is not verified yet. Raises NotFound."""
        if address:
            return self.get(address)
        waiting = next((one for one in self.all() if not one.is_verified), None)
        if waiting is None:
            raise NotFound(_("{login} has no address to verify.").format(login=self.context.acting.login))
        return waiting

    def add(self, address: str) -> EmailAddress:
        """Add an address, not verified yet; the first one becomes the primary one. Raises InvalidInput."""
        if (error := address_error(address)) is not None:
            raise InvalidInput({"email": error})
        kept = normal_address(address) or address
        database, user = self.context.database, self.context.acting
        with database.transaction():
            if store.find(database, user.id, kept):
                raise InvalidInput({"email": _("You have the address {email} already.").format(email=kept)})
            try:
                accounts.add_email(database, user.id, kept, primary=not self.all(), verified_at=None)
            except Taken:
                words = _("The address {email} belongs to another user.").format(email=kept)
                raise InvalidInput({"email": words}) from None
            self._note("add_email", kept)
            return self.get(kept)

    def remove(self, address: str) -> EmailAddress:
        """Remove an address and return what it was. Raises NotFound, InvalidInput for the primary one."""
        database = self.context.database
        with database.transaction():
            found = self.get(address)
            if len(self.all()) == 1:
                words = _("{email} is the only address. Add another one and make it the primary one first.")
                raise InvalidInput({"email": words.format(email=found.address)})
            if found.is_primary:
                words = _("{email} is the primary address. Make another one the primary one first.")
                raise InvalidInput({"email": words.format(email=found.address)})
            store.remove(database, self.context.acting.id, found.address)
            self._note("remove_email", found.address)
        return found

    def make_primary(self, address: str) -> EmailAddress:
        """Make a verified address the primary one. Raises NotFound, InvalidInput."""
        database = self.context.database
        with database.transaction():
            found = self.get(address)
            if not found.is_verified:
                words = _("{email} is not verified. Verify it first.").format(email=found.address)
                raise InvalidInput({"email": words})
            if not found.is_primary:
                store.make_primary(database, self.context.acting.id, found.address)
                self._note("change_primary_email", found.address)
            return self.get(found.address)

    def code_state(self, address: str) -> CodeState | None:
        """Where the latest code for an address stands; None where there is none. Raises NotFound."""
        kept = store.code(self.context.database, self.get(address).address)
        return kept.state if kept else None

    def send_code(self, address: str) -> CodeState:
        """Make a new code and mail it to the address. Blocks while the mail server takes its time.

        The codes before it are refused from then on. Raises NotFound, InvalidInput for an address that is verified,
        MailNotSetUp, MailError, MailRefused; after these there is no code, and a new one has to be asked for.
        """
        if self._mailer is None:
            words = _("No mail is set up here, so no code can be sent. See one with: pat-tui user verification-code")
            raise MailNotSetUp(words)
        code, found, state = self._make_code(address)
        try:
            with self._mailer.connect() as connection:
                connection.send(verification_mail(code, found, state, self.context))
        except MailError:
            with self.context.database.transaction():
                store.forget_code(self.context.database, found.address)
            raise
        return state

    def show_code(self, address: str) -> tuple[str, CodeState]:
        """Make a new code for whoever sits at this machine, where no mail can bring it.

        Raises NotFound, InvalidInput for an address that is verified, Forbidden where mail is set up.
        """
        if self._mailer is not None:
            raise Forbidden(_("Mail is set up here: the code goes to the address. Send it: pat-tui user verify-email"))
        code, _found, state = self._make_code(address)
        return code, state

    def verify(self, address: str, text: str) -> EmailAddress:
        """Verify the address with the code in TEXT; one that is verified stays so. A wrong code uses up a try.

        Raises NotFound, InvalidInput.
        """
        code = typed_code(text)
        if code is None:
            raise InvalidInput({"code": _("A code has six digits.")})
        with self.context.database.transaction():
            found = self.get(address)
            # What is wrong is raised after the transaction, for the try that was used up has to stay.
            error = None if found.is_verified else self._check(found.address, code)
            found = self.get(address)
        if error is not None:
            raise InvalidInput({"code": error})
        return found

    def _check(self, address: str, code: str) -> str | None:
        """Take CODE for the address: verify it, or use up a try and say what is wrong."""
        database, now = self.context.database, self.context.clock()
        kept = store.code(database, address)
        if kept is None:
            return _("There is no code for this address yet. Ask for one.")
        if not kept.state.tries_left:
            return _("This code was tried too often. Ask for a new one.")
        if not kept.state.works_at(now):
            return _("This code has ended. Ask for a new one.")
        if is_code(code, kept.salt, kept.code_hash):
            store.set_verified(database, self.context.acting.id, address, now)
            store.forget_code(database, address)
            self._note("verify_email", address)
            return None
        store.use_up_a_try(database, address)
        self._note("fail_email_verification", address)
        left = kept.state.tries_left - 1
        if not left:
            return _("That is not the code, and no try is left. Ask for a new one.")
        words = ngettext(
            "That is not the code. {count} try is left.", "That is not the code. {count} tries are left.", left
        )
        return words.format(count=left)

    def _make_code(self, address: str) -> tuple[str, EmailAddress, CodeState]:
        database, random_string = self.context.database, self.context.random_string
        code, salt = new_code(random_string), random_string(_SALT_LENGTH)
        code_hash = hash_of_code(code, salt)
        with database.transaction():
            found = self.get(address)
            if found.is_verified:
                raise InvalidInput({"email": _("{email} is verified already.").format(email=found.address)})
            store.set_code(database, found.address, salt, code_hash, self.context.clock())
            self._note("request_email_verification", found.address)
            kept = store.code(database, found.address)
        if kept is None:
            raise NotFound(_("{email} is gone.").format(email=found.address))
        return code, found, kept.state

    def _note(self, action: str, address: str) -> None:
        context = self.context
        fields = {"user": context.acting.login, "email": address}
        events.add(context.database, f"user.{action}", context.acting, context.clock(), fields)
