"""One thing to choose, whatever draws it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One thing to choose."""

    value: T
    label: str
    hint: str = ""
    """A sentence for below the label; empty for none."""
