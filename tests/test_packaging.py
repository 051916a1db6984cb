"""What is installed and what is handed to packagers: all that is needed, and nothing else."""

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAKERS = re.compile(r"inspector/data/(make_\w+\.py|man/.*)")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("build") is None, reason="needs build (the extra dev)"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the source distribution and the wheel that was built from it, as a release is."""
    folder = tmp_path_factory.mktemp("dist")
    here = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    done = subprocess.run(
        [sys.executable, "-m", "build", *here, "--outdir", str(folder), str(ROOT)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def sources(*folders):
    """The files below the folders, as a fresh checkout has them."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders], cwd=ROOT, capture_output=True, text=True
    )
    names = found.stdout.splitlines() or [str(p.relative_to(ROOT)) for folder in folders for p in (ROOT / folder).rglob("*.*")]
    return {name for name in names if (ROOT / name).is_file() and "__pycache__" not in name}


def wheel(folder):
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_the_package_and_nothing_else(built):
    names = set(wheel(built).namelist())
    package = {name for name in names if name.startswith("inspector/")}
    assert package == {name for name in sources("inspector") if not MAKERS.fullmatch(name)} - {"inspector/LICENSE"}
    assert {"inspector/py.typed", "inspector/data/report.schema.json", "inspector/data/releases.json"} <= package
    others = {re.sub(r"^opencode_inspector-[^/]+\.", "", name) for name in names - package}
    assert others == {
        "data/data/share/man/man1/inspector.1",
        "dist-info/METADATA",
        "dist-info/RECORD",
        "dist-info/WHEEL",
        "dist-info/entry_points.txt",
        "dist-info/licenses/inspector/LICENSE",
    }


def test_the_source_distribution_holds_what_building_and_testing_need_and_nothing_else(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == sources("inspector", "tests", "samples", ".ci", "README.md", "pyproject.toml", ".gitignore") | {"PKG-INFO"}


def test_what_the_wheel_holds_runs_without_the_source(built, tmp_path):
    with wheel(built) as archive:
        archive.extractall(tmp_path / "installed")
    log = tmp_path / "server.log"
    log.write_text(
        "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main "
        "run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    for arguments in (
        ["explain", "request-shape"],
        ["diagnose", "server.log"],
        ["diagnose", "server.log", "--format", "html"],
        ["requests", "--help"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "inspector", *arguments], cwd=tmp_path, env=environment, capture_output=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout
    where = "import inspector; print(inspector.__file__)"
    shown = subprocess.run([sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert shown.stdout.startswith(str(tmp_path))
