"""Where time and randomness come from. Tests put others in their place."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present instant: aware, in UTC, to the second."""


def system_clock() -> datetime:
    """The present instant by this system's clock, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def system_random(length: int) -> str:
    """LENGTH characters of base 62 from the operating system's generator."""
    import secrets  # brings in a cryptography library, which nothing before the first secret needs

    from pat_tui.domain.secrets import ALPHABET

    return "".join(secrets.choice(ALPHABET) for _ in range(length))
