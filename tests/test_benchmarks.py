"""The measurements themselves take minutes and stay out of the suite; that their stores can be made is held here."""

from pathlib import Path

from pat_tui.services import verified_address
from pat_tui.settings import Settings
from pat_tui.wiring import build
from tests.benchmarks.harness import make_store, name_of


def test_store_of_a_measurement_opens(tmp_path: Path) -> None:
    """A store made behind the rules' back has the shape of today; its newest token comes first; the form may open."""
    store = make_store(tmp_path / "store.db", 60)
    with build(Settings(store=store, log=tmp_path / "log")) as services:
        assert services.listed_tokens.count() == 60
        assert services.tokens.find(name_of(60)).name == name_of(60)
        assert verified_address.is_there(services.context)
