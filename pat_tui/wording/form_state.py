"""What the form of a fine-grained token offers and says, as values; the screen only puts it into widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.dates import instant_text, long_date, menu_date
from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.expiration import (
    MAXIMUM_DAYS,
    Expiration,
    InDays,
    Never,
    OnDate,
    day_range,
    days_text,
    expires_at,
    parse_day,
    presets,
)
from pat_tui.domain.permissions import Group, Level, Permission, groups_for
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _, ngettext
from pat_tui.wording.option import Option

CUSTOM, NEVER = "custom", "never"

NO_DAY = OnDate(date.min)
"""What a date field stands for that holds no date: a day long past, which every rule refuses."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the form is filled."""

    now: datetime
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a resource owner lets tokens live."""

    login: str
    """The resource owner's."""
    days: int | None
    """None for no limit."""

    def day_range(self, moment: Moment) -> tuple[date, date]:
        """The first and the last custom date on offer at MOMENT."""
        return day_range(moment.now, moment.zone, self.days)

    def expires_at(self, choice: Expiration, moment: Moment) -> datetime | None:
        """When a token ends that is made at MOMENT with CHOICE; None for one that never does."""
        return expires_at(choice, moment.now, moment.zone, self.days)

    def never_text(self) -> str:
        """What stands under `No expiration`."""
        return _("⚠ A token without an expiration date stays valid until somebody deletes it. Set a date if you can.")


def limit_of(owner: ResourceOwner) -> Limit:
    """What OWNER allows."""
    return Limit(owner.account.login, owner.max_lifetime_days)


def expiration_options(limit: Limit, moment: Moment, start: Expiration | None = None) -> list[Option[str]]:
    """The expiration menu, cut to LIMIT; with START in it, where that is a number of days that it does not have."""
    options = []
    own = {start.days} if isinstance(start, InDays) and start.days <= (limit.days or MAXIMUM_DAYS) else set()
    for days in sorted({*presets(limit.days), *own}):
        ends = menu_date(moment.now + timedelta(days=days), moment.zone)
        options.append(Option(str(days), _("{days} ({date})").format(days=days_text(days), date=ends)))
    options.append(Option(CUSTOM, _("Custom")))
    if limit.days is None:
        options.append(Option(NEVER, _("No expiration")))
    return options


def expiration_value(choice: Expiration, options: list[Option[str]]) -> str:
    """Which of OPTIONS stands for CHOICE; the second (or only) preset where none does."""
    value = CUSTOM if isinstance(choice, OnDate) else NEVER if isinstance(choice, Never) else str(choice.days)
    values = [option.value for option in options]
    if value in values:
        return value
    numbers = [number for number in values if number.isdecimal()]
    return numbers[min(1, len(numbers) - 1)]


def expiration_of(value: str, custom_day: str) -> Expiration | None:
    """The expiration that the menu and the date field stand for; None where the field holds no date."""
    if value == NEVER:
        return Never()
    if value != CUSTOM:
        return InDays(int(value))
    day = parse_day(custom_day)
    return OnDate(day) if day else None


def first_custom_day(limit: Limit, moment: Moment) -> date:
    """What the date field starts with: 30 days ahead, or the last day allowed if that is sooner."""
    first, last = limit.day_range(moment)
    return min(first + timedelta(days=29), last)


def expiration_note(choice: Expiration | None, limit: Limit, moment: Moment) -> str:
    """The text under the menu: the day and the instant on which the token would end, and the owner's limit."""
    lines = []
    if isinstance(choice, Never):
        lines.append(limit.never_text())
    elif choice is not None:
        ends = limit.expires_at(choice, moment)
        if ends is not None:
            lines.append(_("The token will expire on {date}.").format(date=long_date(ends, moment.zone)))
            lines.append(_("Exactly: {instant}").format(instant=instant_text(ends, moment.zone)))
    if limit.days is not None:
        lines.append(
            _("{owner} allows fine-grained tokens a lifetime of at most {limit}.").format(
                owner=clean(limit.login), limit=days_text(limit.days)
            )
        )
    return "\n".join(lines)


def owner_options(owners: list[ResourceOwner]) -> list[Option[str]]:
    """The resource owner menu."""
    return [Option(owner.account.login, clean(owner.account.login), _owner_hint(owner)) for owner in owners]


def _owner_hint(owner: ResourceOwner) -> str:
    if not owner.is_organization:
        return _("your own account")
    parts = [_("approval required") if owner.approval_required else _("no approval needed")]
    if owner.max_lifetime_days is not None:
        parts.append(_("at most {limit}").format(limit=days_text(owner.max_lifetime_days)))
    if owner.sso_required:
        parts.append(_("single sign-on"))
    return " · ".join(parts)


def missing_note(missing: list[Account]) -> str:
    """Which of the user's organizations are not offered, and why."""
    if not missing:
        return ""
    names = ", ".join(clean(account.login) for account in missing)
    return ngettext(
        "Not offered: {names}. This organization does not allow fine-grained tokens.",
        "Not offered: {names}. These organizations do not allow fine-grained tokens.",
        len(missing),
    ).format(names=names)


def access_options(owner: ResourceOwner) -> list[Option[RepositoryAccess]]:
    """The three radio buttons."""
    name = clean(owner.account.login)
    hints = {
        RepositoryAccess.PUBLIC: _("Read-only access to public repositories."),
        RepositoryAccess.ALL: _("All present and future repositories of {owner}.").format(owner=name),
        RepositoryAccess.SELECTED: _("1 to 50 repositories of {owner}.").format(owner=name),
    }
    return [Option(access, access.label, hint) for access, hint in hints.items()]


def selected_text(names: tuple[str, ...]) -> str:
    """What is selected, in words: the count first, then the names."""
    if not names:
        return _("No repositories selected yet.")
    count = ngettext("Selected {count} repository.", "Selected {count} repositories.", len(names)).format(
        count=len(names)
    )
    return f"{count} {', '.join(clean(name) for name in names)}"


def of_group(levels: Mapping[str, Level], group: Group, catalogue: Mapping[str, Permission]) -> dict[str, Level]:
    """Those of LEVELS that belong to GROUP."""
    return {slug: level for slug, level in levels.items() if slug in catalogue and catalogue[slug].group is group}


def levels_that_count(
    levels: Mapping[str, Level], kind: AccountKind, access: RepositoryAccess, catalogue: Mapping[str, Permission]
) -> dict[str, Level]:
    """Those of LEVELS that a token with ACCESS can have whose resource owner is of KIND."""
    groups = set(groups_for(kind))
    if access is RepositoryAccess.PUBLIC:
        groups.discard(Group.REPOSITORY)
    return {slug: level for slug, level in levels.items() if slug in catalogue and catalogue[slug].group in groups}


def summary_text(draft: TokenDraft, owner: ResourceOwner, catalogue: Mapping[str, Permission]) -> str:
    """The lines above the button: what the token would hold, and when it would work."""
    lines = [counts_text(draft, owner, catalogue)]
    if owner.approval_required:
        lines.append(
            _("An owner of {owner} must approve it. Until then it reads public resources only.").format(
                owner=clean(owner.account.login)
            )
        )
    else:
        lines.append(_("This token will be ready for use immediately."))
    return "\n".join(lines)


def counts_text(draft: TokenDraft, owner: ResourceOwner, catalogue: Mapping[str, Permission]) -> str:
    """How many permissions of which kind, and for how many repositories."""
    words = {
        Group.REPOSITORY: lambda n: ngettext("{count} repository permission", "{count} repository permissions", n),
        Group.ORGANIZATION: lambda n: ngettext(
            "{count} organization permission", "{count} organization permissions", n
        ),
        Group.USER: lambda n: ngettext("{count} account permission", "{count} account permissions", n),
    }
    parts = []
    for group in groups_for(owner.account.kind):
        count = len(of_group(draft.permissions, group, catalogue))
        text = words[group](count).format(count=count)
        parts.append(
            _("{permissions} for {reach}").format(permissions=text, reach=_reach_text(draft))
            if group is Group.REPOSITORY
            else text
        )
    return " · ".join(parts)


def _reach_text(draft: TokenDraft) -> str:
    match draft.repository_access:
        case RepositoryAccess.PUBLIC:
            return _("public repositories")
        case RepositoryAccess.ALL:
            return _("all repositories")
        case RepositoryAccess.SELECTED:
            number = len(draft.repositories)
            return ngettext("{count} repository", "{count} repositories", number).format(count=number)


def recap(draft: TokenDraft, owner: ResourceOwner, catalogue: Mapping[str, Permission], moment: Moment) -> list[str]:
    """The confirmation dialog: everything that the token would be, line by line."""
    ends = expires_at(draft.expiration, moment.now, moment.zone, owner.max_lifetime_days)
    expiry = _("never; it stays valid until somebody deletes it") if ends is None else instant_text(ends, moment.zone)
    lines = [
        _("Token name: {name}").format(name=draft.name),
        _("Expires: {expiry}").format(expiry=expiry),
        _("Resource owner: {owner}").format(owner=owner.account.login),
        _("Repository access: {access}").format(access=draft.repository_access.label),
        *(f"  {name}" for name in draft.repositories),
    ]
    held = [
        f"  {catalogue[slug].title}: {level.label}" for slug, level in draft.permissions.items() if slug in catalogue
    ]
    lines += [_("Permissions:"), *held] if held else [_("Permissions: none; it reads public things only.")]
    if owner.approval_required:
        lines += ["", _("An owner of {owner} must approve it before it works.").format(owner=owner.account.login)]
        if draft.reason:
            lines.append(_("Justification: {text}").format(text=draft.reason.replace("\n", " ")))
    return lines
