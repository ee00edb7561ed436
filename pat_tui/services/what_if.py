"""What a token may do, asked without using it: the same decision that the gateway asks."""

import re
from dataclasses import dataclass

from pat_tui.domain.authorization import Allowed, Decision, Denied, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import explanation, remedy
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.permissions import Level
from pat_tui.domain.requirements import FETCH, PUSH, PUSH_WORKFLOWS, About, Requirement, ScopeNeed
from pat_tui.i18n import _
from pat_tui.services.access import Access
from pat_tui.store import repositories

GIT = {"clone": FETCH, "fetch": FETCH, "push": PUSH, "push-workflows": PUSH_WORKFLOWS}
"""The operations of Git, by the word that stands where the method of a request does."""
_METHODS = ("get", "head", "post", "put", "patch", "delete")
_BASE = re.compile(r"^(?:https?://[^/]+)?(?:/api/v3)?(?=/)", re.IGNORECASE)
_GIT_SUFFIX = ".git"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of one request."""

    method: str
    path: str
    """As it was asked, without host, `/api/v3` and query."""
    requirement: Requirement | None
    """None where no endpoint is meant."""
    decision: Decision
    credential: AnyCredential
    resource: Resource | None

    @property
    def is_allowed(self) -> bool:
        """Whether it would be let through."""
        return isinstance(self.decision, Allowed)

    @property
    def status(self) -> int:
        """The HTTP status of the answer; 200 stands for all that succeed."""
        return self.decision.status if isinstance(self.decision, Denied) else 200

    @property
    def explanation(self) -> str:
        """Why not, in words; empty for what is allowed."""
        if self.requirement is None:
            return _("No endpoint has this method and path.")
        if isinstance(self.decision, Denied):
            return explanation(self.decision, self.credential, self.resource)
        return ""

    @property
    def remedy(self) -> str | None:
        """The command that would make it allowed, or None."""
        return remedy(self.decision, self.credential, self.resource) if isinstance(self.decision, Denied) else None


@dataclass(frozen=True, slots=True)
class Operation:
    """A column of the matrix."""

    name: str
    requirement: Requirement


def _write(slug: str, scopes: ScopeNeed) -> Requirement:
    return Requirement(About.REPOSITORY, (((slug, Level.WRITE),),), is_read=False, scopes=scopes)


_REPO = ScopeNeed(("repo", "public_repo"))
OPERATIONS = (
    Operation("clone", FETCH),
    Operation("push", PUSH),
    Operation("push workflows", PUSH_WORKFLOWS),
    Operation("issues", _write("issues", _REPO)),
    Operation("pull requests", _write("pull_requests", _REPO)),
    Operation("administer", _write("administration", ScopeNeed(("repo",)))),
)
"""The columns of the matrix: what people hand tokens out for."""


def verdict(access: Access, credential: AnyCredential, method: str, path: str) -> Verdict:
    """What would become of METHOD on PATH: a request of the API, or `clone`, `fetch`, `push`, `push-workflows` on
    OWNER/NAME. Raises InvalidInput for a path that is neither."""
    if method.lower() in GIT:
        return _git_verdict(access, credential, method.lower(), path)
    plain = _BASE.sub("", path).partition("?")[0]
    if not plain.startswith("/"):
        raise InvalidInput({"path": _("Give a path that begins with a slash, as /repos/OWNER/NAME/issues.")})
    match = access.routes.match(method.upper(), plain)
    decision, resource = access.judge(credential, match)
    requirement = match.endpoint.requirement if match else None
    return Verdict(method.upper(), plain, requirement, decision, credential, resource)


def parse_question(text: str) -> tuple[str, str]:
    """The method and the path of `GET /repos/OWNER/NAME` or `push OWNER/NAME`, as a person types it.

    Raises InvalidInput for what is neither, under `path`.
    """
    words = text.split()
    if len(words) != 2:
        words_for = _("Type a method and a path, as GET /repos/OWNER/NAME/issues, or push OWNER/NAME.")
        raise InvalidInput({"path": words_for})
    method = words[0].lower()
    if method not in GIT and method not in _METHODS:
        known = ", ".join([*(each.upper() for each in _METHODS), *GIT])
        raise InvalidInput({"path": _("“{word}” is none of {known}.").format(word=words[0], known=known)})
    return words[0], words[1]


def _git_verdict(access: Access, credential: AnyCredential, word: str, path: str) -> Verdict:
    name = _BASE.sub("", path).strip("/").removesuffix(_GIT_SUFFIX)
    owner, slash, repository = name.partition("/")
    if not (owner and slash and repository) or "/" in repository:
        raise InvalidInput({"path": _("Give the repository as OWNER/NAME.")})
    decision, resource = access.decide_repository(credential, GIT[word], owner, repository)
    return Verdict(word, name, GIT[word], decision, credential, resource)


def matrix(access: Access, credential: AnyCredential) -> list[tuple[str, list[Decision]]]:
    """For each repository that the token's user may know of, the decisions on OPERATIONS, in their order."""
    found = []
    for repository in repositories.all_of(access.database):
        resource = access.repository(repository.owner_login, repository.name, credential)
        if resource is not None and resource.repository is not None and resource.repository.is_seen_by_user:
            decisions = [access.decide(credential, each.requirement, resource) for each in OPERATIONS]
            found.append((repository.full_name, decisions))
    return found
