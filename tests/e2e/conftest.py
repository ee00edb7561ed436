"""Fixtures of the end-to-end tests."""

from pathlib import Path

import pytest

from tests.e2e.interface import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without any trace of pat-tui."""
    return Home(tmp_path / "home")
