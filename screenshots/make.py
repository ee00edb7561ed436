"""Make the pictures of this folder from the real program: `python screenshots/make.py [NAME ...]`.

Each scene opens the demonstration store on a fixed day, presses its keys and draws the screen as NAME.svg and NAME.png.
Needs pat-tui installed, Chromium and three fonts; it names the packages that are missing. (Chromium, because of the
programs tried it alone keeps every cell in its place and finds a font for every script.) A new picture is a new row of
SCENES.
"""

import asyncio
import html
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import split_graphemes

FOLDER = Path(__file__).resolve().parent
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    """The file's name, without its ending."""
    keys: Sequence[str] = ()
    """What is pressed after the start, in Textual's names; text as `*"text"`."""
    size: tuple[int, int] = (80, 24)
    """Columns and rows."""
    theme: str = "github-dark"


# The keys of a person: the form filled for an organization that demands approval.
NAME = ["n", *"review-agent"]
OWNER = ["tab", "tab", *"Comments on pull requests", "tab", "right", "tab", *"For the review agent"]
REPOSITORIES = ["tab", "down", "down", "space", "tab", "enter", *"api", "down", "space", "ctrl+s"]
PERMISSIONS = ["tab", "tab", *"/repos/acme/api/pulls/7", "enter", "home", "space", "down", "space", "space"]
FILLED = [*NAME, *OWNER, *REPOSITORIES, *PERMISSIONS]
# The sidebar's cursor stands on the present page: `Fine-grained tokens` at the start.
LOG = ["m", "up", "enter"]
ENTERPRISE = ["m", "up", "up", "enter"]
REPOSITORIES_PAGE = ["m", "up", "up", "up", "enter"]
ORGANIZATIONS = ["m", *["up"] * 4, "enter"]
EMAILS = ["m", *["up"] * 5, "enter"]
CLASSIC = ["m", "down", "enter"]
CLASSIC_FORM = [*CLASSIC, "n", "enter", *"release-bot-2"]
SCOPES = [*CLASSIC_FORM, "tab", "tab", "space", *["down"] * 6, "space"]
CAN = ["slash", *"contract", "enter", "enter", "w"]
LABS = [*ORGANIZATIONS, "end", "up", "enter"]
WEYLAND = [*ORGANIZATIONS, "end", "enter"]
REQUESTS = [*LABS, "m", "down", "down", "enter"]
PEOPLE = [*LABS, "m", "up", "enter"]
USERS = [*ENTERPRISE, "m", "up", "enter"]

SCENES = (
    Scene("tokens"),
    Scene("tokens-light", theme="github-light"),
    Scene("tokens-high-contrast", theme="github-high-contrast"),
    Scene("tokens-wide", size=(120, 40)),
    Scene("tokens-filtered", keys=["slash", *"acme"]),
    Scene("tokens-grouped", keys=["x"], size=(80, 30)),
    Scene("tokens-no-match", keys=["slash", *"nothing"]),
    Scene("tokens-narrow", size=(58, 24)),
    Scene("menu", keys=["m"], size=(58, 24)),
    Scene("sort", keys=["s"]),
    Scene("help", keys=["question_mark"]),
    Scene("palette", keys=["ctrl+p"]),
    Scene("form", keys=NAME),
    Scene("form-light", keys=NAME, theme="github-light"),
    Scene("form-whole", keys=FILLED, size=(100, 62)),
    Scene("form-errors", keys=["n", "ctrl+s"]),
    Scene("calendar", keys=[*NAME, "tab", "right", "right", "right", "tab", "tab", "enter"]),
    Scene("repositories", keys=[*NAME, *OWNER, *REPOSITORIES[:-1]]),
    Scene("permissions", keys=FILLED),
    Scene("confirm", keys=[*FILLED, "ctrl+s"]),
    Scene("new-token", keys=[*FILLED, "ctrl+s", "g"]),
    Scene("token", keys=["slash", *"review-agent", "enter", "enter"]),
    Scene("what-it-may", keys=[*CAN, "tab"]),
    Scene("what-it-may-asked", keys=[*CAN, *"push acme/api"]),
    Scene("use", keys=["slash", *"nas-mirror", "enter", "enter", "end"]),
    Scene("classic-use", keys=[*CLASSIC, "slash", *"NAS", "enter", "W"]),
    Scene("organizations", keys=ORGANIZATIONS),
    Scene("organization-settings", keys=LABS),
    Scene("organization-settings-light", keys=LABS, theme="github-light"),
    Scene("organization-settings-question", keys=[*LABS, "tab", "down", "space", "ctrl+s"]),
    Scene("organization-policies", keys=[*ORGANIZATIONS, "enter"]),
    Scene("requests", keys=REQUESTS),
    Scene("requests-light", keys=REQUESTS, theme="github-light"),
    Scene("requests-narrow", keys=REQUESTS, size=(60, 24)),
    Scene("requests-deny", keys=[*REQUESTS, "A", "d", *"Ask for the repositories that you need, one by one."]),
    Scene("request", keys=[*REQUESTS, "enter"], size=(80, 40)),
    Scene("active-tokens", keys=[*LABS, "m", "down", "enter"]),
    Scene("active-token", keys=[*LABS, "m", "down", "enter", "enter"]),
    Scene("organization-settings-sso", keys=[*WEYLAND, "right", "right"]),
    Scene("people", keys=PEOPLE),
    Scene("people-light", keys=PEOPLE, theme="github-light"),
    Scene("people-narrow", keys=PEOPLE, size=(60, 24)),
    Scene("people-add", keys=[*PEOPLE, "a"]),
    Scene("people-remove", keys=[*PEOPLE, "down", "d"]),
    Scene("people-of-a-member", keys=[*ORGANIZATIONS, "enter", "m", "up", "enter"]),
    Scene("outside-collaborators", keys=[*PEOPLE, "right"]),
    Scene("repositories-page", keys=[*REPOSITORIES_PAGE, "end"]),
    Scene("collaborators", keys=[*REPOSITORIES_PAGE, "end", "enter"]),
    Scene("deploy-keys", keys=[*REPOSITORIES_PAGE, "slash", *"homepage", "enter", "enter", "right"]),
    Scene("enterprise", keys=ENTERPRISE),
    Scene("users", keys=USERS),
    Scene("users-suspend", keys=[*USERS, "down", "s"]),
    Scene("edit", keys=["down", "e"]),
    Scene("regenerate", keys=["r"]),
    Scene("delete", keys=["d"]),
    Scene("deleted", keys=["d", "y"]),
    Scene("ticks", keys=["space", "down", "space", "down", "down", "space"]),
    Scene("classic", keys=CLASSIC),
    Scene("classic-light", keys=CLASSIC, theme="github-light"),
    Scene("classic-form", keys=CLASSIC_FORM),
    Scene("classic-scopes", keys=SCOPES),
    Scene("classic-revoke-all", keys=[*CLASSIC, "R"]),
    Scene("emails", keys=EMAILS),
    Scene("emails-add", keys=[*EMAILS, "a", *"ada@analytical.example"]),
    Scene("security-log", keys=LOG),
    Scene("security-log-filtered", keys=[*LOG, "slash", *"action:personal_access_token.access_granted"]),
    Scene("security-log-event", keys=[*LOG, "enter"]),
    Scene("security-log-verdict", keys=[*LOG, "v"]),
    Scene("sso-configure", keys=[*CLASSIC, "o"]),
    Scene("sso-authorizations", keys=[*WEYLAND, "m", "down", "down", "down", "enter"]),
)

FONT_PACKAGES = {
    "Fira Code": "fonts-firacode",
    "DejaVu Sans Mono": "fonts-dejavu-core",
    "Noto Sans Mono CJK JP": "fonts-noto-cjk",
}
FONTS = ", ".join([*(f'"{font}"' for font in FONT_PACKAGES), "monospace"])
CELL = 12.2
"""Width of a cell in Rich's SVG, in its units; a cell is twice as high."""
FULL_BLOCK = "\N{FULL BLOCK}"
BASE_LINE = 18.5
"""How far Rich puts the base line below the top of its row."""
FONT_SIZE = CELL * 1950 / 1200
"""At this size Fira Code's blocks fill a cell (1200 by 2400 of 1950 units an em) when the base line is 0.2 higher."""
PIXELS = 18
"""Width of a cell in the PNG. A whole number: lines that meet between pixels leave seams."""
SCALE = PIXELS / CELL
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--font-render-hinting=none", "--force-device-scale-factor=1", "--default-background-color=00000000"),
)
_TEXT = re.compile(
    r'<text (class="[^"]*") x="([^"]*)" y="([^"]*)" textLength="[^"]*" (clip-path="[^"]*")>([^<]*)</text>'
)
_CLIP = re.compile(r'(<clipPath id="terminal-line-\d+">\s*<rect x="0" y=")([\d.]+)(" width="[\d.]+" height=")[\d.]+"')
_DRAWING = re.compile(r"[\u2500-\u259f]+|[ -~\u00a0]+")


async def draw(scene: Scene, folder: Path) -> str:
    """Run the program without a terminal through SCENE, its files in FOLDER, and return the screen as SVG."""
    from pat_tui import wiring
    from pat_tui.settings import Settings
    from pat_tui.tui.app import PatTuiApp

    settings = Settings(folder / "store.db", folder / "crash.log", theme=scene.theme, demo=True)
    chance = random.Random(scene.name)
    services = wiring.build(
        settings, clock=lambda: NOW, random_string=lambda length: "".join(chance.choices(ALPHABET, k=length)), zone=UTC
    )
    with services:
        app = PatTuiApp(services)
        async with app.run_test(size=scene.size) as pilot:
            await pilot.press(*scene.keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="pat-tui", simplify=True)


def tidy(svg: str) -> str:
    """Make Rich's SVG look the same everywhere: local fonts only, every cell in its place, rows that do not overlap."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS}; font-variant-ligatures: none;", svg)
    svg = svg.replace("font-size: 20px;", f"font-size: {FONT_SIZE:g}px;")
    svg = svg.replace("translate(9, 41)", f"translate({_aligned(9):g}, {_aligned(42.5) - 1.5:g})")
    svg = svg.replace(f'height="{CELL * 2 + 0.25:g}"', f'height="{CELL * 2:g}"')
    # A row is clipped a hair outside its pixels: exactly on their edge, a quarter of the first one would be lost.
    svg = _CLIP.sub(lambda match: f'{match[1]}{float(match[2]) - 0.1:g}{match[3]}{CELL * 2 + 0.2:g}"', svg)
    svg = _TEXT.sub(lambda match: "".join(_runs(*match.groups())), svg)
    return "\n".join(line.rstrip() for line in svg.replace("><", ">\n<").splitlines()) + "\n"


def _aligned(length: float) -> float:
    """The length nearest to LENGTH that is a whole number of the PNG's pixels."""
    return round(length * SCALE) / SCALE


def _runs(style: str, x: str, y: str, clip: str, content: str) -> Iterator[str]:
    """Cut a text into runs that no font can push out of their cells. (Rich counts wide characters as one cell.)"""
    text = html.unescape(content)
    spans, _width = split_graphemes(text)
    cells = {start: (end, width) for start, end, width in spans}
    start, column = 0, float(x)
    while start < len(text):
        end, width = cells[start]
        drawn = _DRAWING.match(text, start)
        while drawn and end < drawn.end():
            end, more = cells[end]
            width += more
        if set(text[start:end]) == {FULL_BLOCK}:  # no font's fill their cells to the last pixel
            size = f'width="{width * CELL:g}" height="{CELL * 2:g}" shape-rendering="crispEdges"'
            yield f'<rect {style} x="{column:g}" y="{float(y) - BASE_LINE:g}" {size} {clip}/>'
        elif (run := text[start:end].replace(" ", "\N{NO-BREAK SPACE}")).strip():
            length = f'textLength="{width * CELL:g}" ' if width == end - start else ""
            yield f'<text {style} x="{column:g}" y="{float(y) - 0.2:g}" {length}{clip}>{html.escape(run)}</text>'
        start, column = end, column + width * CELL


def photograph(svg: str, target: Path, chromium: str) -> None:
    """Draw SVG as the PNG file TARGET with Chromium. Raises RuntimeError with its last words when it cannot."""
    width, height = (float(length) * SCALE for length in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder, "scene.svg")
        source.write_text(svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1), "utf-8")
        command = [chromium, *FLAGS, f"--user-data-dir={folder}/profile", f"--window-size={int(width)},{int(height)}"]
        target.unlink(missing_ok=True)
        done = subprocess.run([*command, f"--screenshot={target}", source.as_uri()], capture_output=True, timeout=120)
    if not target.exists():
        raise RuntimeError(f"{chromium} made no picture:\n{done.stderr.decode(errors='replace')[-2000:]}")


def missing_packages() -> list[str]:
    """The Debian packages without which the pictures would not come out, or come out differently."""
    wanted = [(font, package) for font, package in FONT_PACKAGES.items() if not _has_font(font)]
    return [*([] if shutil.which("chromium") else ["chromium"]), *(package for _font, package in wanted)]


def _has_font(name: str) -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", name], capture_output=True, check=True).stdout)


def main(names: Sequence[str]) -> int:
    """Make the pictures of the scenes with NAMES, or of all, and return the exit code."""
    if unknown := sorted(set(names) - {scene.name for scene in SCENES}):
        print(f"No such scene: {' '.join(unknown)}", file=sys.stderr)
        return 2
    if missing := missing_packages():
        print(f"First: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    # What is set where the script runs must not show; Textual reads it when it is imported, so before `draw`.
    for variable in [name for name in os.environ if name.startswith(("TEXTUAL", "PAT_TUI")) or name == "NO_COLOR"]:
        del os.environ[variable]
    for scene in SCENES:
        if not names or scene.name in names:
            with tempfile.TemporaryDirectory() as folder:
                svg = tidy(asyncio.run(draw(scene, Path(folder))))
            (FOLDER / f"{scene.name}.svg").write_text(svg, "utf-8", newline="\n")
            photograph(svg, FOLDER / f"{scene.name}.png", "chromium")
            print(f"screenshots/{scene.name}.svg .png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
