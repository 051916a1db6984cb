"""Draws the README's pictures from the bundled samples: ``python -m tests.shots.make``.

``samples/shots/diagnose.svg`` is the coloured short report, ``samples/shots/report.png`` the head of the HTML
report, the latter only where Chromium is installed. ``python -m tests.shots.make SCREEN`` draws ``samples/shots/watch.svg`` from a
screen of `inspector watch` that ``tmux capture-pane -e -p`` wrote during ``tests/e2e/mixed_run.py``. None is touched by hand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "drift-1.15.13-via-1.17.0"
SHOTS = ROOT / "samples" / "shots"
COMMAND = ("diagnose", "server.log", "--db", "opencode.db")
COLUMNS = 90
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=2000",
    "--window-size=1100,1000",
)


def inspected(*options: str) -> str:
    """What the command writes to standard output for the sample, whose prompts are in trouble: exit code 1."""
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "inspector", *COMMAND, *options],
        cwd=SAMPLE,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
    )
    if done.returncode != 1:
        raise SystemExit(f"inspector ended with {done.returncode} on {SAMPLE}.")
    return done.stdout


def terminal(target: Path) -> None:
    """The coloured short report as SVG."""
    lines = inspected("--color", "always").splitlines()
    head = [
        f"\x1b[2m$\x1b[0m inspector {' '.join(COMMAND)}",
        "",
        *lines,
    ]
    draw(head, "inspector diagnose", target)


def watch(screen: Path, target: Path) -> None:
    """A captured screen of the live view as SVG, without its empty end."""
    draw(screen.read_text(encoding="utf-8").rstrip("\n").splitlines(), "inspector watch", target)


def draw(lines: list[str], title: str, target: Path) -> None:
    """Draw lines with ANSI colours as an SVG that loads no font from the network."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="standard")
        console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)
    drawn = console.export_svg(title=title, unique_id=title.split()[1])
    target.write_text(re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL), encoding="utf-8")


def page(target: Path, browser: str) -> None:
    """The HTML report as the browser shows it."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        report.write_text(inspected("--format", "html"), encoding="utf-8")
        subprocess.run(
            [browser, *FLAGS, f"--user-data-dir={folder}/profile", f"--screenshot={target}", report.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    SHOTS.mkdir(exist_ok=True)
    if len(sys.argv) > 1:
        watch(Path(sys.argv[1]), SHOTS / "watch.svg")
        sys.exit()
    terminal(SHOTS / "diagnose.svg")
    if browser := next(filter(None, map(shutil.which, BROWSERS)), None):
        page(SHOTS / "report.png", browser)
