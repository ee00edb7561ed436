"""What a form says that edits a fine-grained token: what is added by it, and what has to be approved again."""

from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.domain.widening import Added, added
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.services.token_scopes import granted_scope, scope_of, scope_of_token
from pat_tui.wording.form_state import counts_text
from pat_tui.wording.shared import added_lines


class EditWords:
    """The sentences about drafts of one token's edit. All of them may raise StoreError."""

    def __init__(self, life: TokenLife, token: FineGrainedToken, owner: ResourceOwner) -> None:
        """About TOKEN as it is, which OWNER owns."""
        self._life = life
        self._token = token
        self._owner = owner

    def submit_label(self, draft: TokenDraft) -> str:
        """GitHub's label, longer where owners have to be asked."""
        return _("Update") if self._asked(draft) is None else _("Update and request access")

    def summary(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """What the token would hold, and which part of it when."""
        asked = self._asked(draft)
        words = _("What you change applies at once.") if asked is None else self._asked_words(asked)
        return counts_text(draft, owner, self._life.permissions) + "\n" + words

    def question_lines(self, draft: TokenDraft) -> list[str]:
        """What is asked before DRAFT is saved: what is added, what must be approved. Empty: nothing has to be asked."""
        more = added(scope_of_token(self._token), scope_of(draft))
        asked = self._asked(draft)
        if not more and asked is None:
            return []
        lines = [_("Token name: {name}").format(name=draft.name)]
        if more:
            lines += ["", _("The token will also have:"), *(f"  {line}" for line in self._lines(more))]
        at_once = _("It has this at once, wherever its value is in use.")
        return [*lines, "", at_once if asked is None else self._asked_words(Added() if asked == more else asked)]

    def _asked(self, draft: TokenDraft) -> Added[str] | None:
        """What DRAFT asks of the owners beyond what they have granted; None where nobody has to be asked."""
        if not self._owner.approval_required or not self._reaches_elsewhere(draft):
            return None
        granted = granted_scope(self._life.context, self._token)
        return Added() if granted is None else added(granted, scope_of(draft)) or None

    def _asked_words(self, asked: Added[str]) -> str:
        login = clean(self._owner.account.login)
        if granted_scope(self._life.context, self._token) is None:
            return _("An owner of {owner} must approve it. Until then it reads public resources only.").format(
                owner=login
            )
        things = " · ".join(self._lines(asked))
        words = (
            _("An owner of {owner} must approve: {things}. Until then, the token keeps what was granted before.")
            if asked
            else _("An owner of {owner} must approve this. Until then, the token keeps what was granted before.")
        )
        return words.format(owner=login, things=things)

    def _reaches_elsewhere(self, draft: TokenDraft) -> bool:
        """Whether DRAFT reaches more or less than the token does, which is when the owners are asked anew."""
        before, after = scope_of_token(self._token), scope_of(draft)
        is_same = before.repository_access is after.repository_access
        return not is_same or bool(added(before, after) or added(after, before))

    def _lines(self, more: Added[str]) -> list[str]:
        return added_lines(more, self._life.permissions)
