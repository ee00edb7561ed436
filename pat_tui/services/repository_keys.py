"""Use cases around the deploy keys of repositories. Only who administers a repository may see or change its keys."""

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.deploy_keys import DeployKey, title_error
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound, Taken
from pat_tui.domain.permissions import Level
from pat_tui.domain.public_keys import PublicKey, parse_public_key
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.domain.scopes import effective
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import Status
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.domain.widening import Scope
from pat_tui.i18n import _
from pat_tui.services import deploy_keys as key_log
from pat_tui.services import rights
from pat_tui.services.classic_drafts import ClassicDrafts
from pat_tui.services.context import Context
from pat_tui.services.repositories import administered
from pat_tui.services.token_scopes import granted_scope, scope_of_token
from pat_tui.services.tokens import Tokens
from pat_tui.store import deploy_keys as store

NEEDED_PERMISSION = "administration"
"""What GitHub asks of a fine-grained token that adds a deploy key, at write."""


class RepositoryKeys:
    """The deploy keys of repositories that the acting user administers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all_of(self, full_name: str) -> list[DeployKey]:
        """The keys of the repository called FULL_NAME, oldest first. Raises NotFound, Forbidden."""
        repository = administered(self._context, full_name)
        return store.of_repository(self._context.database, repository.id)

    def add(
        self,
        full_name: str,
        title: str,
        key: str,
        *,
        read_only: bool = True,
        token: str | None = None,
        kind: TokenKind = TokenKind.FINE_GRAINED,
    ) -> DeployKey:
        """Add KEY, an OpenSSH public key, to the repository called FULL_NAME.

        TOKEN names the token of KIND that makes it, as a call of the API would: it must be able to, and the key goes
        with it. Raises InvalidInput, NotFound, Forbidden; then nothing has changed.
        """
        title = title.strip()
        if (error := title_error(title)) is not None:
            raise InvalidInput({"title": error})
        parsed = parse_public_key(key)
        with self._context.database.transaction():
            rights.require_active(self._context)
            repository = administered(self._context, full_name)
            made_with = None if token is None else self._made_with(token, kind, repository)
            added = self._write(repository, title, parsed, made_with, read_only=read_only)
            key_log.note_new(self._context, [added], self._context.clock())
            return added

    def delete(self, key_id: int) -> DeployKey:
        """Take the key of that id away, and return what it was. Raises NotFound, Forbidden."""
        with self._context.database.transaction():
            rights.require_active(self._context)
            found = store.get(self._context.database, key_id)
            if found is None:
                raise NotFound(_("There is no deploy key {id}.").format(id=key_id))
            administered(self._context, found.repository)
            store.remove(self._context.database, key_id)
            key_log.note_gone(self._context, [found], self._context.clock())
            return found

    def _write(
        self,
        repository: Repository,
        title: str,
        key: PublicKey,
        made_with: FineGrainedToken | ClassicToken | None,
        *,
        read_only: bool,
    ) -> DeployKey:
        new = store.NewDeployKey(
            repository_id=repository.id,
            title=title,
            key=key.text,
            fingerprint=key.fingerprint,
            read_only=read_only,
            created_at=self._context.clock(),
            created_by=self._context.acting.id,
            classic_token_id=made_with.id if isinstance(made_with, ClassicToken) else None,
            fine_grained_token_id=made_with.id if isinstance(made_with, FineGrainedToken) else None,
        )
        try:
            added = store.get(self._context.database, store.add(self._context.database, new))
        except Taken:
            raise InvalidInput({"key": _("Key is already in use")}) from None
        if added is None:
            raise NotFound(_("There is no deploy key {id}.").format(id=new.fingerprint))
        return added

    def _made_with(self, text: str, kind: TokenKind, repository: Repository) -> FineGrainedToken | ClassicToken:
        """The token of KIND that TEXT names, if it may add a key to REPOSITORY. Raises NotFound, Forbidden."""
        if kind is TokenKind.CLASSIC:
            classic = ClassicDrafts(self._context).find(text)
            self._require(self._classic_may(classic, repository), classic.note)
            return classic
        token = Tokens(self._context).find(text)
        self._require(self._fine_grained_may(token, repository), token.name)
        return token

    @staticmethod
    def _require(may: bool, name: str) -> None:
        if not may:
            words = _(
                "The token “{name}” may not add deploy keys here: it must be valid, reach the repository, and have "
                "the permission administration=write, or the scope repo."
            )
            raise Forbidden(words.format(name=name))

    def _fine_grained_may(self, token: FineGrainedToken, repository: Repository) -> bool:
        granted = granted_scope(self._context, token)
        if granted is None or token.status_at(self._context.clock()) not in (Status.ACTIVE, Status.EXPIRING_SOON):
            return False
        # What was taken away since the approval, the grant still has.
        both = (granted, scope_of_token(token))
        return token.owner_login == repository.owner_login and all(_allows(scope, repository) for scope in both)

    def _classic_may(self, token: ClassicToken, repository: Repository) -> bool:
        drafts = ClassicDrafts(self._context)
        if token.status_at(self._context.clock()) is Status.EXPIRED:
            return False
        if repository.owner_login in {refusal.policy.organization for refusal in drafts.refusals(token.id)}:
            return False
        enough = {"repo"} | ({"public_repo"} if repository.visibility is Visibility.PUBLIC else set())
        return bool(enough & effective(token.scopes, drafts.scopes))


def _allows(scope: Scope[str], repository: Repository) -> bool:
    reaches = scope.repository_access is RepositoryAccess.ALL or repository.full_name in scope.repositories
    level = scope.permissions.get(NEEDED_PERMISSION)
    return reaches and level is not None and level.includes(Level.WRITE)
