"""The measurements themselves take minutes and stay out of the suite; that each can be made is held here."""

from pathlib import Path

import pytest

from pat_tui.services import verified_address
from pat_tui.settings import Settings
from pat_tui.wiring import build
from tests.benchmarks import api_user, decision, git_transfer
from tests.benchmarks.harness import Series, make_store, name_of, report


def test_store_of_a_measurement_opens(tmp_path: Path) -> None:
    """A store made behind the rules' back has the shape of today; its newest token comes first; the form may open."""
    store = make_store(tmp_path / "store.db", 60)
    with build(Settings(store=store, log=tmp_path / "log")) as services:
        assert services.listed_tokens.count() == 60
        assert services.tokens.find(name_of(60)).name == name_of(60)
        assert verified_address.is_there(services.context)


def require_measured(series: list[Series], rounds: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Fail unless each of SERIES has a time for each of ROUNDS, and the table a line for each."""
    assert [len(each.times) for each in series] == [rounds] * len(series)
    report("A title", series)
    table = capsys.readouterr().out
    assert all(each.label in table for each in series)


def test_decisions_can_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every request that is decided on is let through, at rest and after a change."""
    require_measured(decision.measure(tmp_path, 2, tokens=50, requests=2), 2, capsys)


def test_the_api_can_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both servers answer, and their processor time can be read."""
    require_measured(api_user.measure(tmp_path, 2, tokens=50, requests=2), 2, capsys)


def test_git_can_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Clone and push come through both, the gateway and nginx."""
    assert git_transfer.missing_programs() == []
    load = git_transfer.Load("tiny", 1024, 1.0, 1.0)
    require_measured(git_transfer.measure(tmp_path, load, 2), 2, capsys)


def test_git_is_not_measured_without_the_other_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what is missing, and how to get it."""
    monkeypatch.setattr(git_transfer, "_PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["git_transfer.py"])
    assert git_transfer.main() == 2
    assert "Not measured: nginx and fcgiwrap not installed" in capsys.readouterr().out
