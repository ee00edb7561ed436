"""Use cases around classic tokens. All of them act for the context's user, and see that user's tokens only."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pat_tui.domain import classic as rules
from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.classic_expiration import classic_expiration_error, classic_expires_at
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.errors import InvalidInput, NotFound, Taken
from pat_tui.domain.expiration import Expiration, InDays
from pat_tui.domain.scopes import dropped, scopes_text
from pat_tui.domain.secrets import Secret, TokenKind, generate, hash_of, hint_of
from pat_tui.domain.tokens import DeletedToken
from pat_tui.i18n import _
from pat_tui.services import deploy_keys as key_log
from pat_tui.services import notices, rights, sso_credentials, verified_address
from pat_tui.services.classic_drafts import ClassicDrafts
from pat_tui.services.policy_log import CLASSIC
from pat_tui.services.token_life import UNDO_SECONDS
from pat_tui.store import classic_tokens as store
from pat_tui.store import deleted_tokens, deploy_keys, events


@dataclass(frozen=True, slots=True)
class GeneratedClassic:
    """A token with a new secret, and the only copy of that."""

    token: ClassicToken
    secret: Secret
    left_out: tuple[str, ...] = ()
    """Scopes that were chosen and are included in others: only the minimum set was kept (`scopes.minimum_text`)."""


@dataclass(frozen=True, slots=True)
class EditedClassic:
    """A token after an edit."""

    token: ClassicToken
    left_out: tuple[str, ...]
    """As for a generated one."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """What `Revoke all` deleted."""

    tokens: tuple[ClassicToken, ...]
    deploy_keys: tuple[DeployKey, ...]


class ClassicTokens(ClassicDrafts):
    """The classic tokens of the acting user."""

    def generate(self, draft: ClassicDraft) -> GeneratedClassic:
        """Check DRAFT and make the token of it, in one transaction.

        Raises InvalidInput, NeedsVerifiedAddress, Forbidden for a user who was suspended meanwhile; then nothing has
        changed.
        """
        with self.context.database.transaction():
            rights.require_active(self.context)
            verified_address.demand(self.context)
            draft, left_out = self._checked(draft)
            now, secret = self.context.clock(), generate(TokenKind.CLASSIC, self.context.random_string)
            new = store.NewClassicToken(
                user_id=self.context.acting.id,
                note=draft.note,
                scopes=tuple(draft.scopes),
                secret_hash=hash_of(secret),
                hint=hint_of(secret),
                created_at=now,
                expires_at=classic_expires_at(draft.expiration, now, self.context.zone),
            )
            token = self.get(store.add(self.context.database, new))
            self._note("create", token, now)
            notices.note_classic_created(self.context, token)
            return GeneratedClassic(token, secret, left_out)

    def edit(self, token_id: int, note: str | None = None, scopes: Collection[str] | None = None) -> EditedClassic:
        """Give the token another note and other scopes; None leaves what there is. Its secret and its end stay.

        Other scopes cost it its authorizations by single sign-on. Raises NotFound, InvalidInput, Forbidden; then
        nothing has changed.
        """
        with self.context.database.transaction():
            rights.require_active(self.context)
            token = self.get(token_id)
            wanted = ClassicDraft(token.note if note is None else note, InDays(1), () if scopes is None else scopes)
            draft, left_out = self._checked(wanted, token)
            # What is left is not judged: another version of the program may have known more scopes.
            kept = token.scopes if scopes is None else tuple(draft.scopes)
            if (draft.note, kept) != (token.note, token.scopes):
                if kept != token.scopes:
                    sso_credentials.lose(self.context, TokenKind.CLASSIC, token_id, sso_credentials.SCOPES_CHANGED)
                store.change(self.context.database, token_id, draft.note, kept)
                token = self.get(token_id)
                self._note("update", token, self.context.clock())
            return EditedClassic(token, left_out)

    def regenerate(self, token_id: int, expiration: Expiration) -> GeneratedClassic:
        """Give the token a new secret and a new end; the old secret is dead at once. Works on an expired token too.

        Authorizations by single sign-on were the old secret's, and are lost.
        Raises NotFound, InvalidInput, NeedsVerifiedAddress, Forbidden; then nothing has changed.
        """
        with self.context.database.transaction():
            rights.require_active(self.context)
            verified_address.demand(self.context)
            token, now, zone = self.get(token_id), self.context.clock(), self.context.zone
            if (error := classic_expiration_error(expiration, now, zone)) is not None:
                raise InvalidInput({"expiration": error})
            sso_credentials.lose(self.context, TokenKind.CLASSIC, token_id, sso_credentials.REGENERATED)
            secret = generate(TokenKind.CLASSIC, self.context.random_string)
            end = classic_expires_at(expiration, now, zone)
            store.change_secret(self.context.database, token.id, hash_of(secret), hint_of(secret), now, end)
            token = self.get(token_id)
            self._note("regenerate", token, now)
            return GeneratedClassic(token, secret)

    def delete(self, token_ids: Sequence[int]) -> list[str]:
        """Delete the tokens, in one transaction, and return their notes. Each is refused at once; deploy keys go along.

        For UNDO_SECONDS `undo_delete` brings them back. Raises NotFound when one of them is not there, Forbidden;
        then none goes.
        """
        database, now = self.context.database, self.context.clock()
        with database.transaction():
            rights.require_active(self.context)
            self._forget_deleted(now)
            tokens = [self.get(token_id) for token_id in dict.fromkeys(token_ids)]
            for token in tokens:
                self._note("destroy", token, now)
                key_log.note_gone(self.context, deploy_keys.of_classic_token(database, token.id), now)
                sso_credentials.note_gone(self.context, TokenKind.CLASSIC, token.id)
                deleted_tokens.delete(database, self.context.acting.id, token.id, now, deleted_tokens.CLASSIC)
            return [token.note for token in tokens]

    def deleted(self) -> list[DeletedToken]:
        """What can still be brought back, the latest deletion first."""
        now = self.context.clock()
        there = deleted_tokens.all_of(self.context.database, self.context.acting.id, deleted_tokens.CLASSIC)
        return [token for token in there if now - timedelta(seconds=UNDO_SECONDS) <= token.deleted_at <= now]

    def undo_delete(self, token_ids: Sequence[int] = ()) -> list[ClassicToken]:
        """Bring deleted tokens back as they were, with the secret they had: those of TOKEN_IDS, or the latest one.

        Raises NotFound when it is too late, InvalidInput when a note has been used since, Forbidden; then none
        comes back.
        """
        database, now = self.context.database, self.context.clock()
        with database.transaction():
            rights.require_active(self.context)
            self._forget_deleted(now)
            there = {token.id: token.name for token in self.deleted()}
            wanted = list(dict.fromkeys(token_ids)) or list(there)[:1]
            if not wanted or not set(wanted) <= set(there):
                raise NotFound(
                    _("There is nothing to undo: a deletion can be undone for {seconds} seconds.").format(
                        seconds=UNDO_SECONDS
                    )
                )
            return [self._restore(token_id, there[token_id], now) for token_id in wanted]

    def forget_deleted(self) -> None:
        """Let go for good what was deleted longer ago than it can be undone."""
        with self.context.database.transaction():
            self._forget_deleted(self.context.clock())

    def revoke_all(self, typed_login: str) -> Revoked:
        """Delete all classic tokens and the deploy keys made with them, for good: nothing brings them back.

        Neither does `undo_delete` bring back what was deleted just before. TYPED_LOGIN must be the acting user's login,
        as a person types it to confirm. Raises InvalidInput, Forbidden; then nothing has changed.
        """
        database, acting, now = self.context.database, self.context.acting, self.context.clock()
        if typed_login.strip() != acting.login:
            raise InvalidInput(
                {"typed_login": _("Type your user name, {login}, to revoke all tokens.").format(login=acting.login)}
            )
        with database.transaction():
            rights.require_active(self.context)
            tokens = tuple(self.get(token_id) for token_id in store.ids_of(database, acting.id))
            keys = tuple(key for token in tokens for key in deploy_keys.of_classic_token(database, token.id))
            for token in tokens:
                self._note("revoke", token, now)
                sso_credentials.lose(self.context, TokenKind.CLASSIC, token.id, sso_credentials.DELETED)
            key_log.note_gone(self.context, keys, now)
            store.remove_all(database, acting.id)
            deleted_tokens.forget_all_of(database, acting.id, deleted_tokens.CLASSIC)
            return Revoked(tokens, keys)

    def _checked(self, draft: ClassicDraft, token: ClassicToken | None = None) -> tuple[ClassicDraft, tuple[str, ...]]:
        """DRAFT as it is kept, of a new token or of TOKEN, and the scopes that it leaves out. Raises InvalidInput."""
        kept = self.kept(draft)
        against = self.draft_context(kept, None if token is None else token.id)
        if errors := rules.classic_errors(kept, against):
            raise InvalidInput(errors)
        return kept, dropped(draft.scopes, self.scopes)

    def _restore(self, token_id: int, note: str, now: datetime) -> ClassicToken:
        try:
            deleted_tokens.restore(self.context.database, self.context.acting.id, token_id, deleted_tokens.CLASSIC)
        except Taken:
            raise InvalidInput(
                {"note": _("{name} cannot come back: its name has been taken since.").format(name=note)}
            ) from None
        token = self.get(token_id)
        self._note("destroy_undone", token, now)
        key_log.note_back(self.context, deploy_keys.of_classic_token(self.context.database, token_id), now)
        sso_credentials.note_back(self.context, TokenKind.CLASSIC, token_id)
        return token

    def _forget_deleted(self, now: datetime) -> None:
        # A clock that was set back must not keep anything longer.
        first = now - timedelta(seconds=UNDO_SECONDS)
        deleted_tokens.keep_only(self.context.database, first, now, deleted_tokens.CLASSIC)

    def _note(self, action: str, token: ClassicToken, now: datetime) -> None:
        hashed = store.secret_hash(self.context.database, self.context.acting.id, token.id)
        fields = {
            "user": self.context.acting.login,
            "programmatic_access_type": CLASSIC,
            "token_id": token.id,
            "token_name": token.note,
            "token_scopes": scopes_text(token.scopes),
            "hashed_token": base64.b64encode(hashed).decode("ascii"),
        }
        events.add(self.context.database, f"oauth_access.{action}", self.context.acting, now, fields)
