"""What can receive a secret: the port that both faces hand it through."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import ClassVar

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.secrets import Secret


class Way(StrEnum):
    """The ways to hand a secret over. The values are the options of the command line, and stand in its JSON."""

    OUTPUT = "output"
    ENV_FILE = "env-file"
    GIT_CREDENTIAL = "git-credential"
    PIPE = "pipe"
    CLIPBOARD = "clipboard"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a secret that was handed over."""

    words: str
    """A sentence for the person."""
    is_certain: bool = True
    """Whether it is known that the secret arrived."""
    output: str = ""
    """What the program that took it said, without the secret."""


class Receiver(ABC):
    """One place that takes one secret. `check` comes before the token is made, `deliver` after it; both block."""

    way: ClassVar[Way]

    def __init__(self) -> None:
        self._stopping = Event()

    @property
    def where(self) -> str | None:
        """The place as a program may read it: a path, an address, a command; None where there is but one."""
        return None

    @abstractmethod
    def check(self) -> None:
        """Find out, without leaving a trace, all that would be in the way. Raises InvalidInput."""

    @abstractmethod
    def deliver(self, secret: Secret) -> Delivered:
        """Hand SECRET over. Raises HandOverFailed, and then as far as is known nothing of it is left there."""

    def stop(self) -> None:
        """Give up, from another thread, what `deliver` is waiting for."""
        self._stopping.set()

    def refused(self, words: str) -> InvalidInput:
        """What `check` raises: WORDS, under the field of this way."""
        return InvalidInput({f"to-{self.way.value}": words})
