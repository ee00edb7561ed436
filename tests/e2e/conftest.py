"""Fixtures of the end-to-end tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pat_tui.wiring import Services
from tests.e2e.interface import Home
from tests.worlds import make_services


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without any trace of pat-tui."""
    return Home(tmp_path / "home")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The small world, with secrets that no other test of this process has ever made: a hunt must not find theirs."""
    with make_services(tmp_path, seed=int.from_bytes(os.urandom(8), "big")) as services:
        yield services
