"""What is read and judged of the acting user's classic tokens. Nothing here writes."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from pat_tui.domain import classic as rules
from pat_tui.domain.classic import ClassicContext, ClassicDraft, ClassicToken
from pat_tui.domain.classic_expiration import classic_expires_at
from pat_tui.domain.classic_policies import ClassicPolicy, Refusal, refusal
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.errors import NotFound
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.scopes import Catalogue, minimum
from pat_tui.i18n import _
from pat_tui.services import token_naming
from pat_tui.services.classic_list import ListedClassicTokens
from pat_tui.store import classic_tokens as store
from pat_tui.store import deploy_keys, policies


class ClassicDrafts(ListedClassicTokens):
    """Single tokens, the rules for what is filled in, and what organizations say of it."""

    @cached_property
    def scopes(self) -> Catalogue:
        """The scope catalogue, by name, in the order of the form."""
        from pat_tui.catalogue.scopes import scopes

        return scopes()

    def get(self, token_id: int) -> ClassicToken:
        """The user's classic token of that id. Raises NotFound."""
        token = store.get(self.context.database, self.context.acting.id, token_id)
        if token is None:
            raise NotFound(_("There is no such token any more."))
        return token

    def find(self, text: str) -> ClassicToken:
        """The token that TEXT names: by id, note or hint. Raises NotFound, Ambiguous when it names several."""
        return self.get(token_naming.classic(self.context, text))

    def draft_of(self, token_id: int) -> ClassicDraft:
        """The form that would make such a token again: note and scopes as the token has them. Raises NotFound."""
        token = self.get(token_id)
        return ClassicDraft(note=token.note, scopes=token.scopes)

    def note_error(self, note: str, token_id: int | None = None) -> str | None:
        """Why NOTE cannot be the note of a new token, or of the one with TOKEN_ID, or None."""
        note = note.strip()  # as it would be kept
        taken = store.note_taken(self.context.database, self.context.acting.id, note, but=token_id)
        return rules.note_error(note, taken=taken)

    def errors(self, draft: ClassicDraft) -> dict[str, str]:
        """What is wrong with DRAFT now, by field (`note`, `expiration`, `scopes`) in form order. Nothing is written."""
        draft = self.kept(draft)
        return rules.classic_errors(draft, self.draft_context(draft))

    def kept(self, draft: ClassicDraft) -> ClassicDraft:
        """DRAFT as it would be kept: the note without spaces around it, the minimum set of scopes."""
        return replace(draft, note=draft.note.strip(), scopes=minimum(draft.scopes, self.scopes))

    def draft_context(self, draft: ClassicDraft, token_id: int | None = None) -> ClassicContext:
        """What DRAFT is checked against, as a new token or as the one with TOKEN_ID."""
        return ClassicContext(
            now=self.context.clock(),
            zone=self.context.zone,
            note_taken=store.note_taken(self.context.database, self.context.acting.id, draft.note, but=token_id),
            scopes=self.scopes,
        )

    def policies(self) -> list[ClassicPolicy]:
        """What the user's organizations, by login, say of classic tokens; what the enterprise decided is in it."""
        found = policies.organizations_of(self.context.database, self.context.acting.id)
        return [
            ClassicPolicy(organization.login, policy.classic_allowed, policy.max_lifetime_classic)
            for organization, _role, policy in found
        ]

    def refusals(self, token_id: int) -> list[Refusal]:
        """The user's organizations that refuse the token as it is, each with its reason. Raises NotFound."""
        return self._refusals(self.get(token_id).lifetime)

    def refusals_of(self, expiration: Expiration) -> list[Refusal]:
        """The user's organizations that would refuse a token made now with EXPIRATION, which must be a valid one."""
        now = self.context.clock()
        end = classic_expires_at(expiration, now, self.context.zone)
        return self._refusals(None if end is None else end - now)

    def deploy_keys(self, token_id: int) -> list[DeployKey]:
        """The deploy keys that were made with the token, and that go with it. Raises NotFound."""
        return deploy_keys.of_classic_token(self.context.database, self.get(token_id).id)

    def _refusals(self, lifetime: timedelta | None) -> list[Refusal]:
        return [found for policy in self.policies() if (found := refusal(policy, lifetime)) is not None]
