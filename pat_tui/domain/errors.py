"""What can go wrong, as types. Each face translates once: a field error or a notice; stderr and an exit code."""

from collections.abc import Mapping, Sequence


class PatTuiError(Exception):
    """Any trouble that pat-tui can explain. Its text says what to do."""


class InvalidInput(PatTuiError):
    """Input that breaks a rule. `errors` maps a field's name to the message that stands under it, in form order."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(self.errors.values()))


class SettingsError(InvalidInput):
    """Settings that make no sense; the program does not go on with them. `errors` maps where each stands to a sentence
    that names the place itself.
    """


class SignOnRequired(InvalidInput):
    """An organization demands single sign-on, and the acting user has no active session with it."""

    def __init__(self, organization: str, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.organization = organization
        """Its login."""


class Ambiguous(InvalidInput):
    """Words that name several things. Nothing is chosen among them."""

    def __init__(self, message: str, candidates: Sequence[str]) -> None:
        super().__init__({"token": message})
        self.candidates = tuple(candidates)
        """Each of them, in words that tell it from the others."""


class NotFound(PatTuiError):
    """Nothing there under that name, or nothing that the acting user may see."""


class Taken(PatTuiError):
    """What was to be added is there already: its name, address or the like must be the only one."""


class AlreadyDecided(PatTuiError):
    """Somebody else was quicker: the request has been decided. The text names who it was."""


class StoreError(PatTuiError):
    """The store cannot be opened, read or written."""


class Forbidden(PatTuiError):
    """The acting user may not do this."""


class NeedsVerifiedAddress(Forbidden):
    """The acting user has no verified e-mail address, and so may not generate tokens. The text says how to get one."""


class MailNotSetUp(PatTuiError):
    """Mail was to be sent, and the settings name no mail server."""


class MailError(PatTuiError):
    """The mail server cannot be reached, or will take nothing. What was to be sent stays where it was."""


class MailRefused(MailError):
    """The mail server refused one mail; it may take the next."""


class HandOverFailed(PatTuiError):
    """A secret could not be handed to where it was wanted. The token is there all the same."""
