"""The answers to the form of a fine-grained token, and the questions that ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pat_tui.domain.drafts import DESCRIPTION_LENGTH, NAME_LENGTH, REASON_LENGTH, ResourceOwner, TokenDraft
from pat_tui.domain.permissions import Group, Level, groups_for
from pat_tui.domain.single_sign_on import SESSION_HOURS
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.form import Question
from pat_tui.plain.lines import listed
from pat_tui.plain.permission_picker import PermissionPicker, offered_in
from pat_tui.plain.questions import ChoiceQuestion, TextQuestion
from pat_tui.plain.repository_picker import RepositoryPicker
from pat_tui.services.tokens import Tokens
from pat_tui.wiring import Services
from pat_tui.wording import form_state
from pat_tui.wording.form_state import Moment


class TokenAnswers:
    """What has been answered so far; what no longer counts is kept aside, should it come back."""

    def __init__(self, tokens: Tokens, start: TokenDraft, owners: Sequence[ResourceOwner]) -> None:
        """Begin with START; OWNERS are on offer, at least one."""
        self.tokens = tokens
        self.owners = {owner.account.login: owner for owner in owners}
        login = start.owner if start.owner in self.owners else next(iter(self.owners))
        kept = start.repositories if start.owner in self.owners else ()
        self.draft = replace(start, owner=login, repositories=kept)
        """The answers as they are, whether they count or not."""

    @property
    def owner(self) -> ResourceOwner:
        """The resource owner that is chosen."""
        return self.owners[self.draft.owner]

    @property
    def moment(self) -> Moment:
        """Now."""
        return Moment(self.tokens.now(), self.tokens.context.zone)

    def keep(self, **answers: object) -> None:
        """Keep ANSWERS, by the draft's fields."""
        self.draft = replace(self.draft, **answers)  # type: ignore[arg-type]

    def choose_owner(self, login: str) -> None:
        """Take another resource owner, whose repositories are others."""
        if login != self.draft.owner:
            self.keep(owner=login, repositories=())

    def to_draft(self) -> TokenDraft:
        """The form as it stands: what counts of the answers."""
        draft, access = self.draft, self.draft.repository_access
        return replace(
            draft,
            reason=draft.reason if self.owner.approval_required else "",
            repositories=draft.repositories if access is RepositoryAccess.SELECTED else (),
            permissions=self.counting(draft.permissions),
        )

    def counting(self, levels: Mapping[str, Level]) -> dict[str, Level]:
        """Those of LEVELS that a token of this owner, with this repository access, can have."""
        access, catalogue = self.draft.repository_access, self.tokens.permissions
        return form_state.levels_that_count(levels, self.owner.account.kind, access, catalogue)

    def counts(self, levels: Mapping[str, Level]) -> str:
        """How many permissions of which kind LEVELS would be."""
        draft = replace(self.to_draft(), permissions=self.counting(levels))
        return listed(form_state.counts_text(draft, self.owner, self.tokens.permissions))


def name_question(answers: TokenAnswers) -> Question:
    """`Token name`."""
    return TextQuestion(
        "name",
        _("Token name"),
        lambda: answers.draft.name,
        lambda text: answers.keep(name=text),
        help_text=_("At most {maximum} characters, and unique among your tokens.").format(maximum=NAME_LENGTH),
    )


def description_question(answers: TokenAnswers) -> Question:
    """`Description`."""
    return TextQuestion(
        "description",
        _("Description"),
        lambda: answers.draft.description,
        lambda text: answers.keep(description=text),
        help_text=_("What the token is for; at most {maximum} characters.").format(maximum=DESCRIPTION_LENGTH),
        lines=True,
    )


def reason_question(answers: TokenAnswers) -> Question:
    """What is asked where the resource owner demands approval."""
    return TextQuestion(
        "reason",
        _("Justification for the owners who approve it"),
        lambda: answers.draft.reason,
        lambda text: answers.keep(reason=text),
        help_text=_("Optional; at most {maximum} characters.").format(maximum=REASON_LENGTH),
        lines=True,
        applies=lambda: answers.owner.approval_required,
    )


def access_question(answers: TokenAnswers) -> Question:
    """`Repository access`."""
    return ChoiceQuestion(
        "access",
        _("Repository access"),
        lambda: form_state.access_options(answers.owner),
        lambda: answers.draft.repository_access,
        lambda access: answers.keep(repository_access=access),
        help_text=_("Every token also reads public repositories."),
    )


class OwnerQuestion(ChoiceQuestion[str]):
    """`Resource owner`, and a session where it demands single sign-on."""

    def __init__(self, answers: TokenAnswers, services: Services) -> None:
        super().__init__(
            "owner",
            _("Resource owner"),
            lambda: form_state.owner_options(list(answers.owners.values())),
            lambda: answers.draft.owner,
            answers.choose_owner,
            help_text=_("The one account whose resources the token can reach."),
        )
        self._answers = answers
        self._services = services

    def ask(self, asker: Asker) -> None:
        """Say which organizations are missing and why, let one be chosen, and open a session if it needs one."""
        if missing := form_state.missing_note(self._answers.tokens.missing_owners()):
            asker.say(missing)
        super().ask(asker)
        owner = self._answers.owner
        if owner.needs_sign_on:
            words = _("{owner} requires single sign-on. Open a session of {hours} hours with it?")
            if asker.confirm(words.format(owner=clean(owner.account.login), hours=SESSION_HOURS)):
                self._services.single_sign_on.open(owner.account.login)
                self._answers.owners = {
                    each.account.login: each for each in self._answers.tokens.resource_owners()
                } or self._answers.owners
                asker.say(_("Your session is open."))


class RepositoriesQuestion(Question):
    """Which repositories, where only some are reached."""

    field = "repositories"

    def __init__(self, answers: TokenAnswers) -> None:
        self._answers = answers

    def label(self) -> str:
        """GitHub's."""
        return _("Repositories")

    def value(self) -> str:
        """Those that are selected."""
        return form_state.selected_text(self._answers.draft.repositories)

    def applies(self) -> bool:
        """Only with `Only select repositories`."""
        return self._answers.draft.repository_access is RepositoryAccess.SELECTED

    def ask(self, asker: Asker) -> None:
        """Let them be picked; what was picked stays, also on the way back."""
        offered = self._answers.tokens.selectable_repositories(self._answers.owner.account)
        picker = RepositoryPicker(asker, offered, self._answers.draft.repositories)
        try:
            picker.run()
        finally:
            self._answers.keep(repositories=picker.names)


class PermissionsQuestion(Question):
    """Permissions and their levels."""

    field = "permissions"

    def __init__(self, answers: TokenAnswers) -> None:
        self._answers = answers

    def label(self) -> str:
        """GitHub's."""
        return _("Permissions")

    def value(self) -> str:
        """How many, of which kind."""
        return self._answers.counts(self._answers.draft.permissions)

    def ask(self, asker: Asker) -> None:
        """Let them be chosen; what was chosen stays, also on the way back."""
        answers, catalogue = self._answers, self._answers.tokens.permissions
        groups = list(groups_for(answers.owner.account.kind))
        if answers.draft.repository_access is RepositoryAccess.PUBLIC:
            groups.remove(Group.REPOSITORY)
            asker.say(
                _(
                    "With “Public repositories” a token has no repository permissions. "
                    "Choose another repository access to add some."
                )
            )
        offered = offered_in(groups, catalogue)
        picker = PermissionPicker(asker, offered, catalogue, answers.draft.permissions, answers.counts)
        try:
            picker.run()
        finally:
            answers.keep(permissions=picker.levels)
