"""Use cases around a fine-grained token that is there: edit, regenerate, delete, undo, duplicate."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pat_tui.domain import drafts as rules
from pat_tui.domain.drafts import DraftContext, ResourceOwner, TokenDraft
from pat_tui.domain.errors import InvalidInput, NotFound, Taken
from pat_tui.domain.expiration import Expiration, InDays, expiration_error, expires_at
from pat_tui.domain.secrets import TokenKind, generate, hash_of, hint_of
from pat_tui.domain.tokens import DeletedToken, FineGrainedToken, RepositoryAccess
from pat_tui.i18n import _
from pat_tui.services import deploy_keys as key_log
from pat_tui.services.tokens import Generated, Tokens, as_stored, kept
from pat_tui.store import deleted_tokens, deploy_keys, events, policies, requests
from pat_tui.store import tokens as store
from pat_tui.store.requests import Reach

UNDO_SECONDS = 10
"""How long a deletion can be undone."""

_WIDTH = {RepositoryAccess.PUBLIC: 0, RepositoryAccess.SELECTED: 1, RepositoryAccess.ALL: 2}


class TokenLife(Tokens):
    """What the acting user can do with tokens that are there."""

    def draft_of(self, token_id: int) -> TokenDraft:
        """The form that would make such a token again, or edit it: all but name and expiration as the token has it.

        The name is the token's; the expiration is the form's own default. Raises NotFound.
        """
        token = self.get(token_id)
        return TokenDraft(
            name=token.name,
            description=token.description,
            owner=token.owner_login,
            reason=token.reason,
            repository_access=token.repository_access,
            repositories=tuple(repository.full_name for repository in token.repositories),
            permissions=dict(token.permissions),
        )

    def edit_errors(self, token_id: int, draft: TokenDraft) -> dict[str, str]:
        """What is wrong with DRAFT as an edit of the token, by field in form order. Raises NotFound."""
        return self._check_edit(self.get(token_id), draft)[2]

    def edit(self, token_id: int, draft: TokenDraft) -> FineGrainedToken:
        """Give the token DRAFT's name, description, repositories and permissions; its secret, owner and end stay.

        Where the owner demands approval, what is widened becomes a new request, and the standing grant keeps working;
        what is narrowed applies at once. Raises NotFound, InvalidInput, and then nothing has changed.
        """
        return self.edit_with(token_id, lambda _draft: draft)

    def edit_with(self, token_id: int, change: Callable[[TokenDraft], TokenDraft]) -> FineGrainedToken:
        """`edit` with what CHANGE makes of the token's own draft, for who changes a part and leaves the rest."""
        with self.context.database.transaction():
            token = self.get(token_id)
            draft, against, errors = self._check_edit(token, change(self.draft_of(token_id)))
            if errors or against.owner is None:
                raise InvalidInput(errors)
            draft = as_stored(draft, against, against.owner)
            changed = _changed_fields(token, draft)
            if changed:
                self._change(token, draft, against, against.owner, changed)
            return self.get(token_id)

    def exceeds_grant(self, token_id: int) -> bool:
        """Whether the token holds more than its organization has granted it, and so not all of it works yet.

        False where nothing is granted at all. Raises NotFound.
        """
        token, granted = self.get(token_id), requests.granted_reach(self.context.database, token_id)
        repository_ids = tuple(repository.id for repository in token.repositories)
        reach = Reach(token.repository_access, repository_ids, token.permissions)
        return granted is not None and goes_beyond(reach, granted)

    def expiration_limit(self, token_id: int) -> int | None:
        """The longest lifetime that the token's owner allows, in days; None for no limit. Raises NotFound."""
        owner = self.get(token_id).owner_login
        for organization, _role, policy in policies.organizations_of(self.context.database, self.context.acting.id):
            if organization.login == owner:
                return policy.max_lifetime_fine_grained
        return None

    def regenerate(self, token_id: int, expiration: Expiration) -> Generated:
        """Give the token a new secret and a new end; the old secret is dead at once. Works on an expired token too.

        Raises NotFound, InvalidInput.
        """
        with self.context.database.transaction():
            token, now, zone = self.get(token_id), self.context.clock(), self.context.zone
            limit = self.expiration_limit(token_id)
            if (error := expiration_error(expiration, now, zone, limit)) is not None:
                raise InvalidInput({"expiration": error})
            secret = generate(TokenKind.FINE_GRAINED, self.context.random_string)
            end = expires_at(expiration, now, zone, limit)
            store.change_secret(self.context.database, token_id, hash_of(secret), hint_of(secret), now, end)
            self._note("credential_regenerated", token_id, self.draft_of(token.id), now)
            return Generated(self.get(token_id), secret)

    def delete(self, token_ids: Sequence[int]) -> list[str]:
        """Delete the tokens, in one transaction, and return their names. Each is refused at once.

        For UNDO_SECONDS `undo_delete` brings them back. Raises NotFound when one of them is not there; then none goes.
        """
        database, now = self.context.database, self.context.clock()
        with database.transaction():
            self._forget_deleted(now)
            names = []
            for token_id in dict.fromkeys(token_ids):
                draft = self.draft_of(token_id)
                names.append(draft.name)
                keys = deploy_keys.of_fine_grained_token(database, token_id)
                deleted_tokens.delete(database, self.context.acting.id, token_id, now)
                self._note("destroy", token_id, draft, now)
                key_log.note_gone(self.context, keys, now)
        return names

    def deleted(self) -> list[DeletedToken]:
        """What can still be brought back, the latest deletion first."""
        now = self.context.clock()
        there = deleted_tokens.all_of(self.context.database, self.context.acting.id)
        return [token for token in there if now - timedelta(seconds=UNDO_SECONDS) <= token.deleted_at <= now]

    def undo_delete(self, token_ids: Sequence[int] = ()) -> list[FineGrainedToken]:
        """Bring deleted tokens back as they were, with the secret they had: those of TOKEN_IDS, or the latest one.

        Raises NotFound when it is too late, InvalidInput when a name has been used since, the owner is gone, or the
        user has as many tokens as one can have; then none comes back.
        """
        database, now = self.context.database, self.context.clock()
        with database.transaction():
            self._forget_deleted(now)
            there = {token.id: token.name for token in self.deleted()}
            wanted = list(dict.fromkeys(token_ids)) or list(there)[:1]
            if not wanted or not set(wanted) <= set(there):
                raise NotFound(
                    _("There is nothing to undo: a deletion can be undone for {seconds} seconds.").format(
                        seconds=UNDO_SECONDS
                    )
                )
            for token_id in wanted:
                self._restore(token_id, there[token_id], now)
            if (error := rules.limit_error(self.count() - 1)) is not None:
                raise InvalidInput({"name": error})
            return [self.get(token_id) for token_id in wanted]

    def forget_deleted(self) -> None:
        """Let go for good what was deleted longer ago than it can be undone."""
        with self.context.database.transaction():
            self._forget_deleted(self.context.clock())

    def _restore(self, token_id: int, name: str, now: datetime) -> None:
        try:
            deleted_tokens.restore(self.context.database, self.context.acting.id, token_id)
        except Taken:
            raise InvalidInput(
                {"name": _("{name} cannot come back: its name has been taken since.").format(name=name)}
            ) from None
        except NotFound:
            raise InvalidInput(
                {"name": _("{name} cannot come back: its resource owner is gone.").format(name=name)}
            ) from None
        self._note("destroy_undone", token_id, self.draft_of(token_id), now)
        key_log.note_back(self.context, deploy_keys.of_fine_grained_token(self.context.database, token_id), now)

    def _forget_deleted(self, now: datetime) -> None:
        # A clock that was set back must not keep anything longer.
        deleted_tokens.keep_only(self.context.database, now - timedelta(seconds=UNDO_SECONDS), now)

    def _check_edit(
        self, token: FineGrainedToken, draft: TokenDraft
    ) -> tuple[TokenDraft, DraftContext, dict[str, str]]:
        """DRAFT as it would be kept, what it is checked against, and what is wrong with it."""
        draft = replace(kept(draft, self.permissions), owner=token.owner_login, expiration=InDays(1))
        against = self._draft_context(draft)
        against = replace(
            against, name_taken=against.name_taken and draft.name != token.name, token_count=against.token_count - 1
        )
        return draft, against, rules.draft_errors(draft, against)

    def _change(
        self,
        token: FineGrainedToken,
        draft: TokenDraft,
        against: DraftContext,
        owner: ResourceOwner,
        changed: Sequence[str],
    ) -> None:
        repository_ids = tuple(against.repositories[name.lower()].id for name in draft.repositories)
        change = store.TokenChange(
            draft.name, draft.description, draft.repository_access, repository_ids, draft.permissions
        )
        store.change(self.context.database, token.id, change)
        fields = {
            "user": self.context.acting.login,
            "org": owner.account.login,
            "user_programmatic_access_id": token.id,
            "user_programmatic_access_name": draft.name,
            "pat_field_changed": list(changed),
        }
        events.add(self.context.database, "personal_access_token.update", self.context.acting, against.now, fields)
        if owner.is_organization and {"repositories", "permissions"} & set(changed):
            self._ask_again(token, owner, draft, Reach(draft.repository_access, repository_ids, draft.permissions))

    def _ask_again(self, token: FineGrainedToken, owner: ResourceOwner, draft: TokenDraft, reach: Reach) -> None:
        """Ask for what goes beyond the standing grant; an open request is overtaken by it."""
        database, now = self.context.database, self.context.clock()
        if requests.cancel(database, token.id, self.context.acting.id, now):
            self._note("request_cancelled", token.id, draft, now)
        granted = requests.granted_reach(database, token.id)
        if granted is None or goes_beyond(reach, granted):
            self._ask(token.id, owner, draft, reach, now)


def _changed_fields(token: FineGrainedToken, draft: TokenDraft) -> list[str]:
    """GitHub's `pat_field_changed`."""
    repositories = tuple(sorted(repository.full_name for repository in token.repositories))
    pairs = {
        "name": (token.name, draft.name),
        "description": (token.description, draft.description),
        "repositories": (
            (token.repository_access, repositories),
            (draft.repository_access, tuple(sorted(draft.repositories))),
        ),
        "permissions": (dict(token.permissions), dict(draft.permissions)),
    }
    return [field for field, (before, after) in pairs.items() if before != after]


def goes_beyond(asked: Reach, granted: Reach) -> bool:
    """Whether ASKED holds anything that GRANTED does not, and so needs an approval of its own."""
    wider = _WIDTH[asked.repository_access] - _WIDTH[granted.repository_access]
    if wider > 0 or (not wider and not set(asked.repository_ids) <= set(granted.repository_ids)):
        return True
    return any(
        slug not in granted.permissions or not granted.permissions[slug].includes(level)
        for slug, level in asked.permissions.items()
    )
