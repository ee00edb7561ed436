"""What an examination of the security log has come to, and what it cannot prove, in words."""

from collections.abc import Iterator

from pat_tui.domain.log_chain import Fault, Finding, Verdict
from pat_tui.i18n import _, ngettext


def headline(verdict: Verdict) -> str:
    """The verdict in a sentence."""
    if not verdict.is_begun:
        return _("The log has no chain yet. The next event begins it.")
    if verdict.finding is not None:
        return finding_text(verdict.finding)
    if verdict.earlier:
        words = ngettext(
            "Another log, with {count} entry, was here before this one. All of it is gone.",
            "Another log, with {count} entries, was here before this one. All of it is gone.",
            verdict.earlier,
        )
        return words.format(count=verdict.earlier)
    if verdict.unchecked is not None:
        return _("Entries {first} to {last} were sealed with another key and cannot be checked.").format(
            first=verdict.unchecked[0], last=verdict.unchecked[1]
        )
    words = ngettext("The log is whole: {count} entry.", "The log is whole: {count} entries.", verdict.entries)
    return words.format(count=verdict.entries)


def finding_text(finding: Finding) -> str:
    """What is wrong, and where."""
    if finding.fault is Fault.DROPPED and finding.until not in (None, finding.number):
        return _("Entries {number} to {until} were dropped.").format(number=finding.number, until=finding.until)
    words = {
        Fault.EDITED: _("Entry {number} was edited."),
        Fault.DROPPED: _("Entry {number} was dropped."),
        Fault.INSERTED: _("Entry {number} was inserted."),
        Fault.MOVED: _("Entry {number} was moved; it stands at {moved_to} now."),
        Fault.REPLACED: _("The log was replaced: entry {number} is not the one that was recorded."),
    }[finding.fault]
    return words.format(number=finding.number, moved_to=finding.moved_to)


def details(verdict: Verdict, head_file: str | None) -> Iterator[str]:
    """What else there is to say. HEAD_FILE: where the log's end is recorded."""
    if not verdict.is_begun:
        return
    if verdict.finding is not None:
        words = ngettext("The {count} entry before that is whole.", "The {count} entries before that are whole.",
                         verdict.entries)  # fmt: skip
        yield words.format(count=verdict.entries) if verdict.entries else _("It is the first one that is wrong.")
        if verdict.finding.fault in (Fault.DROPPED, Fault.REPLACED):
            yield _("Putting an older copy of the store in its place looks like this too.")
    if verdict.unchecked is not None and (verdict.finding is not None or verdict.earlier):
        yield _("Entries {first} to {last} were sealed with another key and cannot be checked.").format(
            first=verdict.unchecked[0], last=verdict.unchecked[1]
        )
    if verdict.earlier and head_file:
        yield _("If you made the store anew yourself, remove this record of the old one: {path}").format(path=head_file)
    for first, last in verdict.restored:
        words = _("Gone when the store was restored from a copy: {numbers}. Entry {entry} says by whom.")
        yield words.format(numbers=numbers_text(first, last), entry=last + 1)
    if verdict.sealed_afterwards:
        words = ngettext(
            "{count} entry is older than the chain: it has not changed since the chain began; of before, nothing is "
            "proved.",
            "{count} entries are older than the chain: they have not changed since the chain began; of before, nothing "
            "is proved.",
            verdict.sealed_afterwards,
        )
        yield words.format(count=verdict.sealed_afterwards)
    if verdict.recorded_head is None:
        yield _("No record of the log's end is kept yet: entries that were cut off there would not be noticed.")


def numbers_text(first: int, last: int) -> str:
    """The numbers of some entries: `4`, or `4 to 6`."""
    return str(first) if first == last else _("{first} to {last}").format(first=first, last=last)


def limits() -> list[str]:
    """What a chain cannot prove."""
    return [
        _("Each entry is sealed with a key, to the entry before it. This shows what was done without the key."),
        _("It cannot show what somebody did who could use the key too: the whole log can then be written anew."),
        _(
            "Entries cut off at the end are noticed by a record kept beside the key. If that was taken away or put "
            "back together with them, nothing shows; the entries of the last moments before a crash may not be in it."
        ),
        _("Of entries that are older than the chain it proves only that they have not changed since it began."),
        _("The times are those of this machine's clock. A clock that lied is believed."),
        _("What was done to the store without pat-tui, and not to its log, is not in the log."),
    ]
