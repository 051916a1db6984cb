"""The README says what is so: its table of causes, its commands, the files it names."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from inspector.cli import overview
from inspector.cli.group import inspector as inspector_group
from inspector.commands import diagnose, explain
from inspector.diagnosis.manual import causes, pages
from inspector.rules import rules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = ROOT / "inspector" / "data" / "pages"
CAUSES = (PAGES / "causes.md").read_text("utf-8")
HEADINGS = ("What happens", "Why", "How to tell it from similar causes", "Remedy", "Versions", "Sources")


def test_the_table_of_causes_is_the_catalogue() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", CAUSES, re.MULTILINE))
    assert {cause: rows.get(cause) for cause in rules()} == {cause: rule.title for cause, rule in rules().items()}


def test_every_manual_page_has_its_six_headings_in_order() -> None:
    for page in causes():
        places = [re.search(rf"^{re.escape(heading)}$", page.text, re.MULTILINE) for heading in HEADINGS]
        assert all(places), page.id
        starts = [match.start() for match in places if match]
        assert starts == sorted(starts), page.id


def test_the_page_for_client_authors_is_there() -> None:
    assert any(page.id == "request-shape" and not page.cause for page in pages())


def test_files_that_the_readme_names_exist() -> None:
    named = re.findall(r"`((?:inspector|tests|samples)/[\w./-]+)`", README) + re.findall(r"\]\((samples/[^)]+)\)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_ci_runs_the_readme_test_command() -> None:
    command = next(line for line in README.splitlines() if line.endswith('-m pytest -m "not long"'))
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_first_command_of_the_readme_names_the_drift() -> None:
    line = next(line for line in README.splitlines() if ".venv/bin/inspector diagnose samples/" in line)
    arguments = shlex.split(line.split(".venv/bin/inspector diagnose ")[1])
    result = CliRunner().invoke(diagnose.command, [str(ROOT / a) if a.startswith("samples/") else a for a in arguments])
    assert "session_message.seq" in result.output


def test_the_readme_is_short_and_names_the_place_of_everything_else() -> None:
    assert len(README.splitlines()) <= 150
    linked = set(re.findall(r"\]\(inspector/data/pages/([\w-]+)\.md\)", README))
    assert linked == {path.stem for path in PAGES.glob("*.md")} - {"reset-migrations"}
    assert "../shared" not in README and not [path.name for path in PAGES.glob("*.md") if "../shared" in path.read_text("utf-8")]


def test_every_command_and_option_of_the_readme_exists() -> None:
    """Commands in code blocks and in the table of what to run."""
    known = overview.command_modules()
    shell = re.sub(r"```python.*?```", "", README, flags=re.S)
    blocks = [block or span for block, span in re.findall(r"```sh\n(.*?)```|`([^`]+)`", shell, re.S)]
    found = re.findall(r"(?:^|[ /])inspector ([a-z]+)((?: [^#|;\n]*)?)", "\n".join(blocks), re.M)
    assert len(found) > 20
    for name, rest in found:
        assert name in known, name
        context = click.Context(inspector_group, info_name="inspector")
        command = inspector_group.get_command(context, name)
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= options, (name, rest)


@pytest.mark.parametrize("text", [README, (PAGES / "agents.md").read_text("utf-8")], ids=["README", "agents"])
def test_the_python_example_runs(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT / "samples" / "drift-1.15.13-via-1.17.0")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.S)
    exec(compile(example, "example.py", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ses_dfde75ca1ffeePXeAd6SpuRx72", "schema-drift", "high"]
    assert json.loads("\n".join(lines[10:]))["verdict"]["prompts"]["failed"] == 10


@pytest.mark.parametrize("page", sorted(path.stem for path in PAGES.glob("*.md")))
def test_every_page_that_is_linked_can_be_read_with_explain(page: str) -> None:
    result = CliRunner().invoke(explain.command, [page])
    assert result.exit_code == 0 and len(result.output.splitlines()) > 5
