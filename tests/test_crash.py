"""The crash log keeps what helps, and no secret."""

from pathlib import Path

import pytest

from pat_tui import crash
from pat_tui.crash import mask, write_crash_log
from pat_tui.domain.secrets import TokenKind, generate
from tests.worlds import seeded_random

SECRET = generate(TokenKind.FINE_GRAINED, seeded_random()).reveal()


def _crash(message: str) -> Exception:
    hidden_local = "do-not-write-me"
    try:
        _break(message, int("12"))
    except RuntimeError as error:
        return error
    raise AssertionError(hidden_local)


def _break(message: str, number: int) -> None:
    try:
        int("x" * number)
    except ValueError as error:
        raise RuntimeError(message) from error


def test_a_crash_is_written_down(tmp_path: Path) -> None:
    """The log names the version, the error, its cause and where it happened; only its owner can read it."""
    path = tmp_path / "state" / "pat-tui" / "crash.log"
    assert write_crash_log(path, _crash("it broke")) == path
    text = path.read_text()
    assert "pat-tui 0." in text
    assert "RuntimeError: it broke" in text
    assert "ValueError: invalid literal" in text
    assert "in _crash" in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_no_value_of_a_variable_is_written(tmp_path: Path) -> None:
    """Locals stay out of the log."""
    write_crash_log(tmp_path / "log", _crash("it broke"))
    assert "do-not-write-me" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("kind", TokenKind)
@pytest.mark.parametrize("cut", [slice(None), slice(40), slice(11, None)], ids=["whole", "cut off", "without prefix"])
def test_tokens_in_messages_are_masked(tmp_path: Path, kind: TokenKind, cut: slice) -> None:
    """A message that holds a token, or a good part of one, is written without it."""
    text = generate(kind, seeded_random(3)).reveal()[cut] if kind is TokenKind.FINE_GRAINED else "ptp_" + "a1" * 18
    write_crash_log(tmp_path / "log", _crash(f"bad value {text!r} here"))
    written = (tmp_path / "log").read_text()
    assert text not in written
    assert text[-8:] not in written
    assert "bad value '" in written
    assert "' here" in written


def test_masking_keeps_the_prefix() -> None:
    """What kind of token it was may be known."""
    assert mask(f"<{SECRET}>") == "<pattui_pat_***>"
    assert mask("no token, a_long_name_of_a_function_that_is_no_secret_at_all") == (
        "no token, a_long_name_of_a_function_that_is_no_secret_at_all"
    )


def test_masking_needs_no_digit() -> None:
    """One body in 500 has a stretch of 36 letters without a digit; alone in a message it is still masked."""
    assert mask(f"LookupError: {'aB' * 18}") == "LookupError: ***"


def test_crashes_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log grows by each crash, until it is large; then it starts anew."""
    path = tmp_path / "log"
    write_crash_log(path, _crash("first"))
    write_crash_log(path, _crash("second"))
    assert "first" in path.read_text()
    assert "second" in path.read_text()
    monkeypatch.setattr(crash, "LARGEST_LOG", 10)
    write_crash_log(path, _crash("third"))
    assert "first" not in path.read_text()
    assert "third" in path.read_text()


def test_an_open_log_is_closed_to_others(tmp_path: Path) -> None:
    """A log that anybody could read becomes its owner's alone."""
    path = tmp_path / "log"
    path.touch(mode=0o644)
    assert write_crash_log(path, _crash("it broke")) == path
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_log_where_none_can_be(tmp_path: Path) -> None:
    """A place that cannot be written is no second crash; a link leads nowhere; a pipe does not wait for a reader."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert write_crash_log(tmp_path / "file" / "log", _crash("it broke")) is None
    assert write_crash_log(tmp_path, _crash("it broke")) is None
    assert write_crash_log(tmp_path / "link", _crash("it broke")) is None
    assert not (tmp_path / "elsewhere").exists()
    assert write_crash_log(Path("/dev/null"), _crash("it broke")) is None
    assert write_crash_log(Path("a\0b"), _crash("it broke")) is None
