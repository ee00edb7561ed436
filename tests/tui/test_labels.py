"""Every label of GitHub's pages, on the page of ours that draws it; and those that none draws, with the reason."""

import re
from collections import Counter
from importlib.util import find_spec

import pytest

from pat_tui.tui.app import PatTuiApp
from pat_tui.wiring import Services
from tests.tui.label_states import NEEDS, STATES
from tests.tui.label_table import DRAWN, NOT_DRAWN
from tests.tui.pages import notices, shown, words

TALL = (120, 200)
"""Room for every page as a whole, so that each label is drawn and none has to be scrolled to."""


def _said(text: str, label: str) -> bool:
    """Whether TEXT has LABEL, and not only as the beginning of a longer word."""
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text) is not None


@pytest.mark.parametrize("state", STATES)
async def test_the_page_has_its_labels(app: PatTuiApp, services: Services, state: str) -> None:
    """Drawn with an app of its own, the state shows each label that the table has for it, letter by letter."""
    needed = NEEDS.get(state.split(" ")[0].rstrip(","))
    if needed is not None and find_spec(needed) is None:
        pytest.skip(f"there is no {needed}")
    async with app.run_test(size=TALL) as pilot:
        await STATES[state](pilot, services)
        text = "\n".join((words(pilot), shown(pilot), *notices(pilot)))
    missing = [f"{row.section}: {row.label}" for row in DRAWN if row.state == state and not _said(text, row.label)]
    assert missing == [], text


def test_the_table_is_in_order() -> None:
    """Every state has rows, every row a state; no row is there twice, and none is both drawn and not drawn."""
    assert {row.state for row in DRAWN} == set(STATES)
    assert [row for row, times in Counter(DRAWN).items() if times > 1] == []
    assert {row[:2] for row in DRAWN} & {row[:2] for row in NOT_DRAWN} == set()
    assert [row for row in NOT_DRAWN if not row.reason.endswith(".")] == []


def test_every_section_is_walked() -> None:
    """From where things are to the formats: 1 to 8."""
    assert {row[0][0] for row in (*DRAWN, *NOT_DRAWN)} == set("12345678")
