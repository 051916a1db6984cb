"""The catalogue of output formats: one module is enough."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspector import renderers
from inspector.catalogue import modules
from inspector.cli.formats import format_of_suffix, formats, formats_of
from inspector.cli.group import inspector

DUMMY = '''"""One line of CSV for each prompt in trouble."""

NAME = "dummyrows"
SUFFIXES = (".xlsx",)


def render(report, options):
    return "".join(f"{entry.session_id},{entry.cause}\\n" for entry in report.entries)
'''
LOG = (
    'INFO  2026-11-20T10:00:00 +1ms service=default version=1.15.13 args=["serve"] opencode\n'
    "ERROR 2026-11-20T10:00:02 +1ms service=default session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{}}]} prompt_async failed\n'
)


@pytest.fixture
def dummyrows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module with one more format, beside the others while the test runs."""
    modules("inspector.commands")  # the texts of their help, made once, are those of the real formats
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "dummyrows.py").write_text(DUMMY, encoding="utf-8")
    monkeypatch.setattr(renderers, "__path__", [*renderers.__path__, str(folder)])
    modules.cache_clear()
    formats.cache_clear()
    yield
    monkeypatch.undo()
    sys.modules.pop("inspector.renderers.dummyrows", None)
    modules.cache_clear()
    formats.cache_clear()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "server.log"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.mark.usefixtures("dummyrows")
def test_a_new_module_is_a_new_format_on_the_command_line(log: Path) -> None:
    done = CliRunner().invoke(inspector, ["diagnose", str(log), "--format", "dummyrows"])
    assert done.stdout.startswith("ses_dfdfc42d2ffe0OUoQ60bKTqViz,")
    assert "dummyrows" in formats_of("diagnose") and formats_of("diagnose")[0] == "terminal"
    assert "dummyrows" not in formats_of("session")


@pytest.mark.usefixtures("dummyrows")
def test_its_file_ending_chooses_it(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    CliRunner().invoke(inspector, ["diagnose", str(log), "--output", str(target)])
    assert target.read_text().startswith("ses_dfdfc42d2ffe0OUoQ60bKTqViz,")


def test_without_the_module_the_ending_is_refused(log: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(inspector, ["diagnose", str(log), "--output", str(tmp_path / "report.xlsx")])
    assert done.exit_code != 0 and not (tmp_path / "report.xlsx").exists()


@pytest.mark.parametrize(("suffix", "name"), [(".md", "markdown"), (".ndjson", "jsonl"), (".htm", "html"), (".xlsx", None)])
def test_a_file_ending_means_a_format_or_none(suffix: str, name: str | None) -> None:
    assert format_of_suffix(suffix) == name


def test_what_the_sources_say_is_what_the_modules_have() -> None:
    for module in modules("inspector.renderers").values():
        one = formats()[module.NAME]
        assert one.suffixes == module.SUFFIXES
        assert one.functions == {
            name for name in vars(module) if name.startswith("render") and vars(module)[name].__module__ == module.__name__
        }
