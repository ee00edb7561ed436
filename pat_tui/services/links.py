"""Use cases around links that fill in the form of a new token. Nothing is written, and nothing is asked of any host."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from pat_tui.domain import links as rules
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION, ResourceOwner, TokenDraft
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.expiration import Expiration, InDays, Never, expiration_error
from pat_tui.domain.links import Link, Prefill
from pat_tui.domain.permissions import METADATA, Group, Level, groups_for
from pat_tui.domain.scopes import minimum
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.store import tokens as store


@dataclass(frozen=True, slots=True)
class Filled:
    """The form of a fine-grained token as a link fills it in for the acting user."""

    draft: TokenDraft
    notes: tuple[str, ...]
    """What was ignored and what is left to do, a sentence each."""


class Links:
    """Links as the acting user opens and makes them."""

    def __init__(self, life: TokenLife, base: str) -> None:
        """BASE is what links begin with, `https://HOST`."""
        self._life = life
        self._base = base

    def read(self, text: str) -> Prefill:
        """What TEXT, an address or a query, asks for. Never raises."""
        from pat_tui.catalogue.scopes import scopes

        return rules.parse(text, self._life.permissions, scopes())

    def fill(self, prefill: Prefill) -> Filled:
        """The form that PREFILL, of a fine-grained token, comes to under the present policies. Raises StoreError."""
        notes = list(prefill.ignored)
        owner = self._owner(prefill.owner, notes)
        expiration = self._expiration(prefill.expiration, owner, notes)
        permissions = self._permissions(prefill.permissions, owner, notes)
        draft = TokenDraft(
            name=prefill.name,
            expiration=expiration,
            description=prefill.description,
            owner=owner.account.login,
            permissions=permissions,
        )
        return Filled(draft, tuple(notes))

    def of_draft(self, draft: TokenDraft) -> Link:
        """The link that fills the form in like DRAFT.

        What a link has without saying it is left out: the metadata permission beside others, and the acting user as
        the resource owner, which would keep everybody else from opening it.
        """
        is_own = draft.owner.lower() == self._life.context.acting.login.lower()
        others = {slug: level for slug, level in draft.permissions.items() if slug != METADATA}
        draft = replace(draft, owner="" if is_own else draft.owner, permissions=others or draft.permissions)
        return rules.link_of(draft, self._base, self._life.now(), self._life.context.zone)

    def checked(self, draft: TokenDraft) -> Link:
        """`of_draft`, for a DRAFT that nobody has checked. Raises InvalidInput for what could not be read back."""
        link = self.of_draft(draft)
        error = expiration_error(draft.expiration, self._life.now(), self._life.context.zone, None)
        errors = {"expiration": error} if error else {}
        errors |= {f"link {number}": problem for number, problem in enumerate(self.read(link.url).ignored)}
        if errors:
            raise InvalidInput(errors)
        return link

    def of_classic_draft(self, draft: ClassicDraft) -> Link:
        """The link that fills the form of a classic token in like DRAFT, with the minimum set of its scopes."""
        from pat_tui.catalogue.scopes import scopes

        return rules.classic_link_of(draft.note.strip(), minimum(draft.scopes, scopes()), self._base)

    def checked_classic(self, draft: ClassicDraft) -> Link:
        """`of_classic_draft`, for a DRAFT that nobody has checked. Raises InvalidInput as `checked` does."""
        link = self.of_classic_draft(draft)
        if ignored := self.read(link.url).ignored:
            raise InvalidInput({f"link {number}": problem for number, problem in enumerate(ignored)})
        return link

    def of_token(self, token_id: int) -> Link:
        """The link that fills the form in like the token; it lives as many whole days as that one does from its issue.

        Raises NotFound.
        """
        draft = self._life.draft_of(token_id)
        return self.of_draft(replace(draft, expiration=self._lifetime(token_id), reason=""))

    def _lifetime(self, token_id: int) -> Expiration:
        expires_at = self._life.get(token_id).expires_at
        issued_at = store.issued_at(self._life.context.database, token_id)
        if expires_at is None or issued_at is None:
            return Never()
        return InDays(max(1, (expires_at - issued_at) // timedelta(days=1)))

    def _owner(self, login: str, notes: list[str]) -> ResourceOwner:
        """The resource owner called LOGIN, or the user, who comes first."""
        owners = self._life.resource_owners()
        for owner in owners:
            if owner.account.login.lower() == login.lower():
                return owner
        if login:
            notes.append(rules.unknown_owner(login))
        return owners[0]

    def _expiration(self, wanted: Expiration | None, owner: ResourceOwner, notes: list[str]) -> Expiration:
        if wanted is None:
            return DEFAULT_EXPIRATION
        error = expiration_error(wanted, self._life.now(), self._life.context.zone, owner.max_lifetime_days)
        if error is None:
            return wanted
        notes.append(_("{parameter} was ignored: {reason}").format(parameter="expires_in", reason=error))
        return DEFAULT_EXPIRATION

    def _permissions(
        self, wanted: Mapping[str, Level], owner: ResourceOwner, notes: list[str]
    ) -> dict[str, Level]:  # fmt: skip
        catalogue = self._life.permissions
        groups = groups_for(owner.account.kind)
        levels = {slug: level for slug, level in wanted.items() if catalogue[slug].group in groups}
        if others := ", ".join(slug for slug in wanted if slug not in levels):
            words = _("Ignored, because it does not apply when {owner} is the resource owner: {slugs}.")
            notes.append(words.format(owner=clean(owner.account.login), slugs=others))
        if set(levels) == {METADATA}:
            notes.append(_("Metadata comes with another repository permission; alone it was ignored."))
            return {}
        if any(catalogue[slug].group is Group.REPOSITORY for slug in levels):
            notes.insert(0, _("Choose a repository access: a link cannot, and its repository permissions need one."))
        return levels
