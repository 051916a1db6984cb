"""The long mutation fuzz: ``python tests/fuzz/run.py --inputs 100000 --jobs 2``.

Every input is a good one with random changes, run through the real command line in this process. Counted are crashes (any
exception, a native one too), hangs (over `LIMIT` seconds), changed or created files, and output that is not what it says: no
JSON of the published schema, or with a control character in it. All of it follows from ``--seed``; ``--only NUMBER`` runs one
input again, and what failed is kept in ``--keep FOLDER``.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import io
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from inspector.bundle.archive import Member, pack  # noqa: E402
from inspector.cli import main as cli  # noqa: E402
from inspector.live import watch  # noqa: E402
from tests.fuzz import mutate  # noqa: E402
from tests.fuzz.seeds import Seeds, seeds  # noqa: E402

LIMIT = 20.0
"""Seconds an input may take; a good one takes 0.02."""
MEMORY = 6 << 30
FORMATS = ("terminal", "json", "jsonl", "markdown", "html")
FORMS = {
    "session": ("terminal", "json", "markdown", "html"),
    "database": ("terminal", "json", "markdown", "html"),
    "requests": ("terminal", "json", "jsonl", "markdown"),
    "watch": ("terminal", "jsonl"),
}
"""What the other commands have of them."""
SESSION = "ses_dfe01c813ffe7rAq2JUnH99Ye0"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Hang(BaseException):
    """An input took too long."""


@dataclass(frozen=True, slots=True)
class Input:
    """Files in a folder of their own, and the command that reads them."""

    kind: str
    files: dict[str, bytes]
    arguments: tuple[str, ...]
    """Names of `files` stand for their paths."""
    cells: int | None = None
    """Seed for changes of single cells of ``opencode.db``."""
    stdin: str = os.devnull
    """The one of `files` that comes through standard input."""


# --- making inputs -------------------------------------------------------------------------------


def made(number: int, seed: int, good: Seeds) -> Input:
    """Return input `number` of the run with `seed`: the same for the same two numbers."""
    chance = Random(f"{seed}:{number}")
    return chance.choices(list(MAKERS), list(MAKERS.values()))[0](chance, good)


def _told(chance: Random, command: str) -> tuple[str, ...]:
    """Random options of a command that reports."""
    extra: list[str] = ["--format", chance.choice(FORMATS if command == "diagnose" else FORMS[command])]
    detail = chance.choice((["-v"], ["-q"]))  # both at once is a wrong usage
    for share, options in ((0.2, ["--no-redact"]), (0.25, detail), (0.1, ["--since", "2026-11-22T06:50:00Z"])):
        if chance.random() < share and (command != "watch" or options[0] != "--since"):
            extra += options
    return tuple(extra)


def _log(chance: Random, good: Seeds) -> Input:
    content = mutate.changed(chance.choice(good.logs), chance, good.logs)
    if chance.random() < 0.05:
        return Input("log", {"server.log": content}, ("bundle", "OUT", "server.log"))
    return Input("log", {"server.log": content}, ("diagnose", "server.log", *_told(chance, "diagnose")))


def _asked(chance: Random) -> tuple[str, ...]:
    ways = (("diagnose",), ("database",), ("database", "--for", "1.15.13"), ("session", SESSION), ("bundle", "OUT"))
    command = chance.choices(ways, (79, 1, 2, 13, 5))[0]  # an audit without a version judges all of them, which takes a second
    return (*command, "--db", "opencode.db", *(() if command[0] == "bundle" else _told(chance, command[0])))


def _files(base: dict[str, bytes]) -> dict[str, bytes]:
    return {f"opencode.db{end}": content for end, content in base.items()}


def _database(chance: Random, good: Seeds) -> Input:
    files = _files(chance.choice(good.databases))
    name = chance.choice(sorted(files))
    files[name] = mutate.changed(files[name], chance)
    return Input("database", files, _asked(chance))


def _journal(chance: Random, good: Seeds) -> Input:
    """A write-ahead log or a rollback journal damaged where its own structure is; now and then also the index of the former."""
    files = _files(chance.choice([base for base in good.databases if base.keys() & {"-wal", "-journal"}]))
    if wal := files.get("opencode.db-wal"):
        files["opencode.db-wal"] = mutate.frames(wal, chance)
        if chance.random() < 0.3:
            files["opencode.db-shm"] = mutate.changed(bytes(136) + bytes(32632), chance)
    else:
        files["opencode.db-journal"] = mutate.changed(files["opencode.db-journal"], chance)
    return Input("journal", files, _asked(chance))


def _rows(chance: Random, good: Seeds) -> Input:
    return Input("rows", {"opencode.db": chance.choice(good.databases)[""]}, _asked(chance), chance.randrange(1 << 30))


def _capture(chance: Random, good: Seeds) -> Input:
    content = mutate.changed(chance.choice(good.captures), chance, good.captures)
    name = chance.choice(("requests.har", "requests.jsonl", "access.log"))
    command = chance.choice((("diagnose", "--requests"), ("diagnose", "--requests"), ("requests",)))
    version = chance.choice(((), ("--server-version", "1.15.13"), ("--server-version", "1.18.33")))
    told = _told(chance, "diagnose") if command[0] == "diagnose" else ("--format", chance.choice(FORMS["requests"]))
    return Input("capture", {name: content}, (*command, name, *version, *told))


def _together(chance: Random, good: Seeds) -> Input:
    server = chance.choice(good.servers)
    files = {"server.log": server.log, "opencode.db": server.database, "requests.har": server.capture}
    which = chance.choice(("server.log", "requests.har", "opencode.db", "cells"))
    if which != "cells":
        files[which] = mutate.changed(files[which], chance)
    command = chance.choice((("diagnose",), ("diagnose",), ("diagnose",), ("session", server.session), ("bundle", "OUT")))
    arguments = (
        *command,
        "server.log",
        "--db",
        "opencode.db",
        "--requests",
        "requests.har",
        *(() if command[0] == "bundle" else _told(chance, command[0])),
    )
    return Input("together", files, arguments, chance.randrange(1 << 30) if which == "cells" else None)


def _bundle(chance: Random, good: Seeds) -> Input:
    """A bundle whose bytes, or whose members before it was packed, are changed."""
    members = chance.choice(good.bundles)
    manifest = json.loads(members[0][1])
    inside = chance.random() < 0.7
    victim = chance.randrange(1, len(members)) if inside else -1
    packed = [
        Member(name, "", mutate.changed(content, chance) if number == victim else content)
        for number, (name, content) in enumerate(members)
    ][1:]
    about: dict[str, Any] = {key: value for key, value in manifest.items() if key not in ("schema", "files")}
    if chance.random() < 0.2:
        about[chance.choice(sorted(about))] = chance.choice(
            (None, 7, "x", [], {}, [[]], {"since": 7}, {"sessions": [7]}, {"logs": {"x": 7}})
        )
    content = pack(tuple(packed), about, 1_795_330_000)
    return Input(
        "bundle",
        {"bundle.tar.gz": content if inside else mutate.changed(content, chance)},
        ("diagnose", "bundle.tar.gz", *_told(chance, "diagnose")),
    )


def _watch(chance: Random, good: Seeds) -> Input:
    """A log that runs through standard input to its end, beside the database of its server."""
    server = chance.choice(good.servers)
    files = {"server.log": server.log, "opencode.db": server.database}
    name = chance.choice(("server.log", "server.log", "server.log", "opencode.db"))
    files[name] = mutate.changed(files[name], chance, good.logs if name == "server.log" else ())
    database = ("--db", "opencode.db") if name == "opencode.db" or chance.random() < 0.5 else ()
    return Input("watch", files, ("watch", "-", *database, *_told(chance, "watch")), stdin="server.log")


def _archive(chance: Random, good: Seeds) -> Input:
    """An archive of a server's files, changed before they were packed or afterwards."""
    server = chance.choice(good.servers)
    files = {"log/server.log": server.log, "opencode.db": server.database, "requests.har": server.capture}
    inside = chance.random() < 0.5
    if inside:
        name = chance.choice(sorted(files))
        files[name] = mutate.changed(files[name], chance)
    name = chance.choice(("case.zip", "case.tar", "case.tar.gz", "case.tar.xz"))
    content = _packed(files, name)
    command = chance.choice((("diagnose",), ("diagnose",), ("session", server.session), ("bundle", "OUT")))
    told = () if command[0] == "bundle" else _told(chance, command[0])
    return Input("archive", {name: content if inside else mutate.changed(content, chance)}, (*command, name, *told))


def _packed(files: dict[str, bytes], name: str) -> bytes:
    packed = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(zipfile.ZipInfo(path, (2026, 11, 22, 0, 0, 0)), content)
        return packed.getvalue()
    mode = {"tar": "w", "gz": "w:gz", "xz": "w:xz"}[name.rpartition(".")[2]]
    with tarfile.open(fileobj=packed, mode=mode) as tar:  # type: ignore[call-overload]
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _excerpt(chance: Random, good: Seeds) -> Input:
    """Lines of a log as people paste them: in a sentence, quoted, in a fence, in a table, without their beginnings."""
    lines = chance.choice(good.logs).decode("utf-8", "replace").splitlines()
    start = chance.randrange(max(len(lines) - 8, 1))
    some = [line[chance.choice((0, 0, 0, 26)) :] for line in lines[start : start + chance.randrange(1, 9)]]
    ways = (
        lambda: "\n".join(some),
        lambda: "My server fails:\n\n```\n" + "\n".join(some) + "\n```\nWhat is it?",
        lambda: "\n".join(f"> {line}" for line in some),
        lambda: "\n".join(f"- `{line}`" for line in some),
        lambda: json.dumps({"error": {"message": some[-1]}, "status": 500}),
        lambda: f"It says “{some[-1]}” since I upgraded from 1.15.13 to 1.18.33.",
    )
    content = mutate.changed(chance.choice(ways)().encode(), chance, good.logs)
    name = chance.choice(("issue.md", "paste.txt", "server.log"))
    return Input("excerpt", {name: content}, ("diagnose", name, *_told(chance, "diagnose")))


def _verify(chance: Random, good: Seeds) -> Input:
    """A saved report, changed, and the inputs it was made of."""
    server = chance.choice(good.servers)
    files = {"report.json": chance.choice(good.reports), "server.log": server.log, "opencode.db": server.database}
    name = chance.choice(("report.json", "report.json", "server.log", "opencode.db"))
    files[name] = mutate.changed(files[name], chance)
    what = chance.choice(("report.json", "report.json", "schema-drift"))
    return Input(
        "verify", files, ("verify", what, "server.log", "--db", "opencode.db", "--format", chance.choice(("terminal", "json")))
    )


MAKERS: dict[Callable[[Random, Seeds], Input], int] = {
    _log: 30,
    _database: 14,
    _journal: 5,
    _rows: 7,
    _capture: 17,
    _together: 5,
    _bundle: 5,
    _watch: 3,
    _archive: 6,
    _excerpt: 5,
    _verify: 3,
}
"""What makes an input, and how often of a hundred."""


# --- trying them ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What became of the inputs."""

    tried: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    """(number, ``crash``, ``hang``, ``changed`` or ``output``, what)."""
    slowest: tuple[float, int] = (0.0, 0)

    def add(self, other: Tally) -> None:
        self.tried.update(other.tried)
        self.codes.update(other.codes)
        self.failed += other.failed
        self.slowest = max(self.slowest, other.slowest)


def attempt(one: Input, folder: Path) -> Iterator[tuple[str, str]]:
    """Run one input in the empty `folder` and yield what was wrong; the exit code comes last, as ``("code", …)``."""
    inputs, scratch = folder / "inputs", folder / "scratch"
    inputs.mkdir()
    scratch.mkdir()
    for name, content in one.files.items():
        (inputs / name).write_bytes(content)
    if one.cells is not None:
        mutate.cells(inputs / "opencode.db", Random(one.cells))
    out = folder / "out.tar.gz"
    arguments = [str(inputs / word) if word in one.files else str(out) if word == "OUT" else word for word in one.arguments]
    before = _state(inputs)
    place = mock.patch.dict(os.environ, {"TMPDIR": str(scratch)})
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    stdin = sys.stdin
    quick = mock.patch.multiple(watch, SETTLE_S=0.05, POLL_S=0.01)  # nobody goes on writing
    code = -1
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        with place, quick, (inputs / one.stdin).open() as sys.stdin, redirect_stdout(shown), redirect_stderr(io.StringIO()):
            code = cli.run(arguments)
    except Hang:
        yield "hang", f"over {LIMIT} s: {' '.join(one.arguments)}"
    except BaseException:
        yield "crash", f"{' '.join(one.arguments)}\n{traceback.format_exc()}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdin = stdin
    if _state(inputs) != before:
        yield "changed", f"{sorted(before)} became {sorted(_state(inputs))}"
    if left := [path.name for path in scratch.iterdir()]:
        yield "changed", f"left behind: {left}"
    if code not in (-1, 0, 1, 3) and not (code == 2 and one.kind in ("bundle", "verify")):
        yield "output", f"exit code {code}"
    shown.flush()
    text = shown.buffer.getvalue().decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
    if (wrong := _wrong(text, one)) is not None:
        yield "output", wrong
    yield "code", str(code)


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    return {p.name: (hashlib.blake2b(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in sorted(folder.iterdir())}


def _wrong(text: str, one: Input) -> str | None:
    if found := _CONTROL.search(text.replace("\t", " ") if "-q" in one.arguments else text):  # tabs stand between its columns
        return f"a control character: {text[max(0, found.start() - 60) : found.end() + 20]!r}"
    form = one.arguments[one.arguments.index("--format") + 1] if "--format" in one.arguments else ""
    if text and form == "json":
        document = json.loads(text)
        report = document if one.arguments[0] == "diagnose" else document.get("report")
        error = next(_validator().iter_errors(report), None) if report else None
        return f"not of the schema: {error.json_path}: {error.message[:200]}" if error else None
    if text and form == "jsonl":
        for line in text.splitlines():
            json.loads(line)
    return None


def _validator(made: list[Any] = []) -> Any:  # noqa: B006
    if not made:
        import jsonschema

        schema = json.loads((ROOT / "inspector" / "data" / "report.schema.json").read_text())
        made.append(jsonschema.validators.validator_for(schema)(schema))
    return made[0]


def tried(
    numbers: range,
    seed: int,
    until: float = float("inf"),
    *,
    keep: Path | None = None,
    now: Callable[[int], None] = lambda _: None,
    good: Seeds | None = None,
) -> Tally:
    """Try the inputs `numbers` until the clock (monotonic) says `until`; `now` is told each number before it is tried."""
    good = good or seeds()
    tally = Tally()
    os.environ["INSPECTOR_DEBUG"] = "1"
    before = signal.signal(signal.SIGALRM, _hang)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    try:
        for number in numbers:
            started = time.monotonic()
            if started > until:
                break
            now(number)
            one = made(number, seed, good)
            folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory))
            tally.tried[one.kind] += 1
            try:
                for kind, what in attempt(one, folder):
                    if kind == "code":
                        tally.codes[int(what)] += 1
                        continue
                    tally.failed.append((number, kind, what))
                    if keep:
                        shutil.copytree(folder / "inputs", keep / str(number), dirs_exist_ok=True)
                        (keep / str(number) / "what.txt").write_text(f"{kind}\n{what}\n", "utf-8", "backslashreplace")
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            tally.slowest = max(tally.slowest, (time.monotonic() - started, number))
    finally:
        signal.signal(signal.SIGALRM, before)
        os.environ.pop("INSPECTOR_DEBUG", None)
    return tally


def _hang(number: int, frame: object) -> None:
    raise Hang


# --- the long run --------------------------------------------------------------------------------


def _work(share: range, seed: int, until: float, keep: Path, good: Seeds, current: Any, results: Any) -> None:
    """One process: its share in small pieces, so that the counts of the finished ones are known should it die."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def now(number: int) -> None:
        current.value = number
        faulthandler.dump_traceback_later(3 * LIMIT, exit=True)

    results.put(tried(share, seed, until, keep=keep, now=now, good=good))


def run(inputs: int, seed: int, seconds: float, jobs: int, keep: Path) -> Tally:
    """Try `inputs` inputs in `jobs` processes, each process anew every 2,000, and one that dies goes on behind what killed it."""
    until = time.monotonic() + seconds
    total = Tally()
    shares = [range(start, min(start + 2000, inputs)) for start in range(0, inputs, 2000)]
    context = multiprocessing.get_context("fork")
    good = seeds()
    running: list[tuple[Any, range, Any, Any]] = []
    while (shares or running) and (time.monotonic() < until or running):
        while shares and len(running) < jobs and time.monotonic() < until:
            share = shares.pop(0)
            current, results = context.Value("l", share.start), context.SimpleQueue()
            process = context.Process(target=_work, args=(share, seed, until, keep, good, current, results))
            process.start()
            running.append((process, share, current, results))
        time.sleep(0.2)
        for entry in list(running):
            process, share, current, results = entry
            if not results.empty():
                total.add(results.get())
                process.join()
                count = sum(total.tried.values())
                print(f"{count:8} inputs, {len(total.failed)} failed", flush=True)
            elif process.is_alive():
                continue
            else:
                total.tried["killed"] += current.value - share.start + 1
                total.failed.append((current.value, "crash", f"the process died with {process.exitcode}"))
                shares.insert(0, range(current.value + 1, share.stop))
            running.remove(entry)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time, whatever was tried")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", type=int, default=None, metavar="NUMBER", help="try this one input again")
    parser.add_argument(
        "--keep", type=Path, default=Path(tempfile.gettempdir()) / "inspector-fuzz", help="folder for inputs that failed"
    )
    said = parser.parse_args()
    seed = said.seed if said.seed is not None else int(time.time())
    print(f"seed {seed}", flush=True)
    started = time.monotonic()
    tally = (
        tried(range(said.only, said.only + 1), seed, keep=said.keep)
        if said.only is not None
        else run(said.inputs, seed, said.seconds, said.jobs, said.keep)
    )
    took = time.monotonic() - started
    kinds = Counter(kind for _, kind, _ in tally.failed)
    for number, kind, what in tally.failed[:20]:
        print(f"\n#{number} {kind}: {what}")
    count = sum(tally.tried.values())
    print(f"\n{count} inputs in {took:.0f} s ({count / took:.0f}/s), slowest {tally.slowest[0]:.2f} s (#{tally.slowest[1]})")
    print("tried: " + ", ".join(f"{kind} {n}" for kind, n in sorted(tally.tried.items())))
    print("exit codes: " + ", ".join(f"{code}: {n}" for code, n in sorted(tally.codes.items())))
    print(f"crashes {kinds['crash']}, hangs {kinds['hang']}, changed files {kinds['changed']}, wrong output {kinds['output']}")
    return int(bool(tally.failed))


if __name__ == "__main__":
    sys.exit(main())
