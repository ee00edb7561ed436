"""The mail that brings a code."""

from pat_tui.domain.dates import instant_text
from pat_tui.domain.emails import CODE_LIFETIME, CODE_TRIES, CodeState, EmailAddress
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.services.mail import Mail


def verification_mail(code: str, address: EmailAddress, state: CodeState, context: Context) -> Mail:
    """The mail with CODE to ADDRESS. The code is not in the subject, which lock screens show."""
    paragraphs = (
        _("Hello @{login},").format(login=clean(context.acting.login)),
        _("this code verifies your e-mail address for pat-tui:"),
        f"  {code}",
        _("It works until {instant}, for {minutes} minutes, and can be tried {tries} times.").format(
            instant=instant_text(state.ends_at, context.zone),
            minutes=int(CODE_LIFETIME.total_seconds() // 60),
            tries=CODE_TRIES,
        ),
        _("If you did not ask for it, do nothing: without the code, your address stays unverified."),
    )
    return Mail(
        to=address.address,
        subject=f"[pat-tui] {_('Please verify your email address')}",
        text="\n\n".join(paragraphs) + "\n",
        id=f"code.{context.random_string(22)}",
        at=state.issued_at,
    )
