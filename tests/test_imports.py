"""What importing a part of pat-tui costs: the command line must not pay for Textual, nor the rules for anything.

import-linter (pyproject.toml) holds who may import whom; here a fresh process shows what is really loaded.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pat_tui"
LOADED = """
import importlib, json, sys
loaded = {}
for module in sys.argv[1:]:
    before = {*sys.modules}
    importlib.import_module(module)
    loaded[module] = sorted({name.partition(".")[0] for name in {*sys.modules} - before})
print(json.dumps(loaded))
"""


def _modules(*parts: str) -> list[str]:
    """The dotted names of the modules of PARTS, each a folder or a file below the package."""
    files = (path for part in parts for path in (PACKAGE / part, *(PACKAGE / part).rglob("*.py")) if path.is_file())
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files}
    return sorted(names - {"pat_tui.__main__"})  # importing that one runs the program


def _loaded_by(*modules: str) -> dict[str, set[str]]:
    """For each of MODULES the top-level names that it adds, when a fresh process imports one after the other."""
    command = [sys.executable, "-c", LOADED, *modules]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return {module: set(names) for module, names in json.loads(done.stdout).items()}


PURE = _modules("domain", "catalogue", "i18n.py", "terminal.py")
HEADLESS = sorted(set(_modules(".")) - set(_modules("tui")))


def test_the_rules_need_the_standard_library_only() -> None:
    """Domain and catalogue load nothing that had to be installed."""
    allowed = sys.stdlib_module_names | {"pat_tui"}
    assert {module: extra for module, names in _loaded_by(*PURE).items() if (extra := names - allowed)} == {}


def test_nothing_but_the_interface_loads_textual() -> None:
    """No module outside the terminal interface pays for Textual, not even all of them together."""
    assert [module for module, names in _loaded_by(*HEADLESS).items() if "textual" in names] == []


def test_nothing_but_the_gateway_loads_a_server() -> None:
    """No module outside the gateway pays for Starlette, uvicorn or cryptography; nor does the hook of a push."""
    others = [module for module in HEADLESS if not module.startswith("pat_tui.gateway")]
    loaded = _loaded_by(*others, "pat_tui.gateway.hook.refusals")
    servers = {"starlette", "uvicorn", "httptools", "uvloop", "cryptography", "anyio"}
    assert [module for module, names in loaded.items() if names & servers] == []


def test_the_hook_of_a_push_imports_next_to_nothing() -> None:
    """It starts anew with every push, before anything is known to be wrong with it."""
    assert _loaded_by("pat_tui.gateway.hook.pre_receive")["pat_tui.gateway.hook.pre_receive"] <= {"pat_tui"}


@pytest.mark.parametrize("module", _modules("main.py", "tui/run.py", "tui/app.py"))
def test_the_way_to_the_first_screen_is_short(module: str) -> None:
    """What opens the interface leaves to later what the first screen does not show."""
    assert not _loaded_by(module)[module] & {"sqlite_utils", "click", "pyperclip", "hashlib", "hmac", "json"}


def test_the_modules_are_found() -> None:
    """The lists above hold what they are meant to hold."""
    assert {"pat_tui.domain", "pat_tui.domain.text", "pat_tui.catalogue", "pat_tui.i18n"} <= set(PURE)
    assert {"pat_tui", "pat_tui.main", "pat_tui.cli", "pat_tui.store.database", "pat_tui.wiring"} <= set(HEADLESS)
    assert not [module for module in HEADLESS if module.startswith("pat_tui.tui")]
