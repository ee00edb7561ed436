"""What counts as an e-mail address, and how it is written for the store and for a mail server."""

from typing import TYPE_CHECKING

from pat_tui.domain.text import text_error
from pat_tui.i18n import _

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

_LOCAL_DOMAINS = ("local", "localhost", "test")
"""Reserved names that the library refuses; on a machine or a network of one's own, mail reaches them."""


def normal_address(text: str) -> str | None:
    """The address TEXT as it is kept (domain in small letters, accents in one form); None where it is no address."""
    found = _parsed(text.strip())
    return found.normalized if found else None


def address_error(text: str) -> str | None:
    """Why TEXT cannot be an address, or None."""
    if (error := text_error(text)) is not None:
        return error
    if _parsed(text.strip()) is None:
        return _("{email} is not an e-mail address.").format(email=text)
    return None


def address_on_the_wire(address: str) -> str:
    """A kept ADDRESS as mail servers know it: in ASCII, where the part before the @ allows it."""
    found = _parsed(address)
    return (found.ascii_email or found.normalized) if found else address


def _parsed(text: str) -> "ValidatedEmail | None":
    import email_validator  # its tables of characters take a while, and nobody needs them before an address is typed

    for domain in _LOCAL_DOMAINS:
        if domain in email_validator.SPECIAL_USE_DOMAIN_NAMES:  # the library's own, documented way to allow them
            email_validator.SPECIAL_USE_DOMAIN_NAMES.remove(domain)
    if text_error(text) is not None:
        return None
    try:
        return email_validator.validate_email(text, check_deliverability=False, globally_deliverable=False, strict=True)
    except email_validator.EmailNotValidError:
        return None
