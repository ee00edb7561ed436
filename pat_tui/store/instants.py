"""Instants as the store keeps them."""

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """Write an aware INSTANT as UTC text to the second: `2026-01-20T13:05:00Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text)


def optional_text(instant: datetime | None) -> str | None:
    """`to_text`, where None stays None."""
    return None if instant is None else to_text(instant)


def optional_instant(text: str | None) -> datetime | None:
    """`from_text`, where None stays None."""
    return None if text is None else from_text(text)
