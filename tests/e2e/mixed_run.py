"""Minutes of mixed prompts to a real server under load, watched; then what `watch` reported is compared with `diagnose`.

    python tests/e2e/mixed_run.py --minutes 20 OUT

Prompts of two dozen kinds, most of which fail or stay silent, are sent by two clients; half of the others are healthy. Meanwhile
a database lock and a SIGKILL with a restart happen, and the log gets further lines. `OUT` keeps the log, the database, the lines of
the watch and both verdicts. The exit code is 0 when nothing was missed or late, nothing healthy was reported, and each prompt has the
same cause in both. `--kind` (repeatable) sends prompts of these kinds and healthy ones only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from real_servers import NEW, Machine, Provider, Server, minted, now

REPOSITORY = Path(__file__).resolve().parents[2]
LISTS = ("failures", "silent", "rejected")
SETTLE_S = 80
"""After the silence of the last prompt: what was reported as undecided is judged again after a minute."""
LOGGED_WITHIN_S, SILENT_WITHIN_S = 2, 12
"""A logged failure is reported within this time; a silent prompt within this time after its silence."""
HOOK = """export const Hook = async () => ({ "chat.message": async (input, output) => {
  const text = output.parts.map((part) => part.text ?? "").join(" ")
  if (text.includes("THROW")) throw new Error("the hook failed")
  if (text.includes("HANG")) await new Promise(() => {})
} })
"""
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Verdict:
    """What was said of one prompt in trouble."""

    kind: str
    cause: str | None
    confidence: str | None


class Load:
    """Sends prompts of all kinds to the server of one machine."""

    def __init__(self, machine: Machine, version: str, silence: float) -> None:
        self.machine, self.version, self.silence = machine, version, silence
        self.server: Server = machine.serve(version)
        self.sent: dict[str, str] = {}
        """From each session to the kind of its prompt."""
        self.kinds: dict[str, Callable[[str], None]] = {
            "unknown agent": lambda id: self.server.prompt(id, "hello", agent="ghost"),
            "unknown model": lambda id: self.server.prompt(id, "hello", model="gpt-9"),
            "hook throws": lambda id: self.server.prompt(id, "please THROW"),
            "hook hangs": lambda id: self._in_background(lambda: self.server.request("POST", *self._post(id, "please HANG"), 1)),
            "id twice": self._send_id_twice,
            "session deleted": self._delete_session,
            "blocked by a trigger": self._block_session,
            "key refused": lambda id: self.server.prompt(id, "hello", model="refuse"),
            "provider denies": lambda id: self.server.prompt(id, "hello", model="deny"),
            "provider cuts": lambda id: self.server.prompt(id, "hello", model="cut"),
            "provider is mute": lambda id: self.server.prompt(id, "hello", model="mute"),
            "queued behind a mute one": self._queue,
            "asks for permission": lambda id: self.server.prompt(id, "list the files", model="bash"),
            "permission given late": self._give_permission_late,
            "asks a question": lambda id: self.server.prompt(id, "ask me", model="question"),
            "no reply wanted": lambda id: self.server.prompt(id, "hello", noReply=True),
            "id does not sort": lambda id: self.server.prompt(id, "hello", messageID="msg_0" + os.urandom(12).hex()),
            "clock behind": lambda id: self.server.prompt(id, "hello", messageID=minted(now() - 600_000)),
            "part id refused": lambda id: self._post_part(id, "part_1"),
            "inbox not run": lambda id: self.server.admit(id, "hello", resume=False, delivery="steer"),
            "aborted": self._abort,
        }

    def send(self, kind: str) -> None:
        session = self.server.session()
        self.sent[session] = kind
        if kind in ("healthy", "slow"):
            self.server.prompt(session, "hello", model="slow" if kind == "slow" else "echo")
        else:
            self.kinds[kind](session)

    def lock_database(self) -> None:
        """Hold the write lock longer than the server waits, with a prompt behind it."""
        other = sqlite3.connect(self.machine.database, isolation_level=None)
        session = self.server.session()
        self.sent[session] = "database locked"
        other.execute("BEGIN EXCLUSIVE")
        self.server.request("POST", *self._post(session, "behind the lock"), 12)
        time.sleep(2)
        other.execute("ROLLBACK")
        other.close()

    def kill_server(self) -> None:
        """Kill the server while it answers, and start another."""
        session = self.server.session()
        self.sent[session] = "server killed"
        self.server.prompt(session, "hello", model="mute")
        time.sleep(2)
        self.server.stop(signal.SIGKILL)
        time.sleep(3)
        self.server = self.machine.serve(self.version)

    def _post(self, session: str, text: str) -> tuple[str, Any]:
        model = {"providerID": "local", "modelID": "echo"}
        return f"/session/{session}/prompt_async?{self.server.here}", {"parts": [{"type": "text", "text": text}], "model": model}

    def _post_part(self, session: str, part: str) -> None:
        path, body = self._post(session, "hello")
        body["parts"][0]["id"] = part
        self.server.request("POST", path, body)

    def _in_background(self, work: Callable[[], object]) -> None:
        threading.Thread(target=work, daemon=True).start()

    def _send_id_twice(self, session: str) -> None:
        other, message = self.server.session(), minted(now())
        self.sent[other] = "healthy"
        self.server.prompt(other, "first", messageID=message)
        time.sleep(0.5)
        self.server.prompt(session, "second", messageID=message)

    def _delete_session(self, session: str) -> None:
        self.server.prompt(session, "hello", model="slow")
        time.sleep(1.5)
        self.server.request("DELETE", f"/session/{session}?{self.server.here}")

    def _block_session(self, session: str) -> None:
        name = f"blocked_{os.urandom(4).hex()}"
        other = sqlite3.connect(self.machine.database, timeout=10)
        other.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON message WHEN new.session_id = '{session}' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        other.close()
        self.server.prompt(session, "hello")

    def _queue(self, session: str) -> None:
        self.server.prompt(session, "hello", model="mute")
        time.sleep(1)
        self.server.prompt(session, "and again")

    def _abort(self, session: str) -> None:
        self.server.prompt(session, "hello", model="slow")
        time.sleep(1.5)
        self.server.request("POST", f"/session/{session}/abort?{self.server.here}")

    def _give_permission_late(self, session: str) -> None:
        self.server.prompt(session, "list the files", model="bash")
        server = self.server

        def answer() -> None:
            time.sleep(self.silence + 15)
            _, asked = server.request("GET", f"/permission?{server.here}")
            for each in asked if isinstance(asked, list) else ():
                if each["sessionID"] == session:
                    server.request("POST", f"/permission/{each['id']}/reply?{server.here}", {"reply": "once"})

        self._in_background(answer)


class Watched:
    """`inspector watch` beside the server, and when each of its lines came."""

    def __init__(self, machine: Machine, folder: Path, silence: float) -> None:
        command = [sys.executable, "-m", "inspector", "watch", str(machine.log), "--db", str(machine.database)]
        command += ["--silence", f"{silence:g}s", "--format", "jsonl", "--no-redact"]
        self.errors = folder / "watch.err"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=errors, text=True)
        self.lines: list[tuple[float, dict[str, Any]]] = []
        self._kept = folder / "watch.jsonl"
        threading.Thread(target=self._listen, daemon=True).start()
        while "Watching" not in self.errors.read_text():
            time.sleep(0.1)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self._kept.open("w") as kept:
            for line in self.process.stdout:
                self.lines.append((time.time(), json.loads(line)))
                kept.write(line)

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")")[1].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


def in_trouble(report: dict[str, Any]) -> Iterator[tuple[Key, Verdict, str]]:
    """Each prompt that needs action, with the time from which its report is due: that of its failure where one is logged."""
    for kind in LISTS:
        for entry in report[kind]:
            if not (entry["recovered"] or entry["expected"]):
                key = (entry["session_id"], entry["message_id"] or entry["time"])
                due = logged_at(**entry["log"]) if entry["log"] else entry["time"]
                yield key, Verdict(kind, entry["cause"], entry["confidence"]), due


def logged_at(path: str, offset: int) -> str:
    """The time of the record at that place of the log."""
    with Path(path).open("rb") as log:
        log.seek(offset)
        return re.findall(rb"timestamp=(\S+)", log.readline())[0].decode()


def seconds_after(arrived: float, time: str) -> float:
    return arrived - datetime.fromisoformat(time).timestamp()


def compare(
    lines: list[tuple[float, dict[str, Any]]], after: dict[str, Any], sent: dict[str, str], silence: float
) -> dict[str, Any]:
    """What the watch had reported in the end, beside what the diagnosis says."""
    told: dict[Key, Verdict] = {}
    answered: set[Key] = set()
    corrected = 0
    delays: dict[str, list[float]] = defaultdict(list)
    late: list[tuple[Key, str | None, float]] = []
    for arrived, line in lines:
        answered.update((each["session_id"], each["message_id"] or each["time"]) for each in line.get("answered_late", ()))
        corrected += len(line.get("changed", ()))
        for key, verdict, when in in_trouble(line):
            if key not in told:
                begun = verdict.kind if verdict.kind != "silent" else f"silent: {verdict.cause or 'not decided'}"
                delays[begun].append(waited := seconds_after(arrived, when))
                if waited > (silence + SILENT_WITHIN_S if verdict.kind == "silent" else LOGGED_WITHIN_S):
                    late.append((key, verdict.cause, round(waited, 1)))
            told[key] = verdict
    found = {key: verdict for key, verdict, _ in in_trouble(after)}
    standing = {key: verdict for key, verdict in told.items() if key not in answered}
    name = lambda key: f"{sent.get(key[0] or '', '?')}: {key[0]}"  # noqa: E731
    return {
        "prompts": Counter(sent.values()),
        "reported": len(told),
        "causes": Counter(verdict.cause or "not decided" for verdict in told.values()),
        "corrected": corrected,
        "answered after all": len(answered),
        "missed": [(name(key), found[key].cause) for key in found.keys() - told.keys()],
        "false": [(name(key), told[key].cause) for key in standing.keys() - found.keys()],
        "healthy, caught by the lock or the kill": [
            name(key) for key in standing.keys() & found.keys() if sent.get(key[0] or "") in ("healthy", "slow")
        ],
        "another cause": [
            (name(key), standing[key].cause, found[key].cause)
            for key in standing.keys() & found.keys()
            if standing[key].cause != found[key].cause
        ],
        "late": [(name(key), cause, waited) for key, cause, waited in late],
        "delays": {
            kind: f"n {len(each)}, median {statistics.median(each):.1f} s, worst {max(each):.1f} s"
            for kind, each in sorted(delays.items())
        },
        "silence": silence,
    }


def append_noise(load: Load, rate: float, ended: threading.Event) -> None:
    """Append `rate` lines a second to the log, in the name of the server that runs, as its other work does."""
    server, run = None, ""
    while rate and not ended.wait(0.1):
        log = load.machine.log
        if server is not load.server:
            server, run = load.server, re.findall(rb"level=INFO run=(\w+)", log.read_bytes())[-1].decode()
        if server.process.poll() is not None:
            continue
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = f"timestamp={stamp} level=INFO run={run} message=noise n=1\n"
        with log.open("a") as file:
            file.write(line * max(1, int(rate / 10)))


def drive(load: Load, minutes: float, pause_s: float, kinds: list[str]) -> None:
    """Send prompts from two clients; a third of the time in, the lock, and two thirds in, the kill."""
    began = time.monotonic()
    end = began + minutes * 60
    bag: list[str] = []
    guard = threading.Lock()

    def client() -> None:
        while time.monotonic() < end:
            with guard:
                if not bag:
                    bag.extend([*kinds, *["healthy"] * len(kinds), "slow", "slow"])
                    random.shuffle(bag)
                kind = bag.pop()
            try:
                load.send(kind)
            except AssertionError as refused:  # the server is being killed, or the database is locked
                print(f"{kind}: {str(refused)[:120]}", flush=True)
            time.sleep(random.random() * 2 * pause_s)

    clients = [threading.Thread(target=client) for _ in range(2)]
    for each in clients:
        each.start()
    for share, event in ((1 / 3, load.lock_database), (2 / 3, load.kill_server)):
        time.sleep(max(0.0, began + share * minutes * 60 - time.monotonic()))
        event()
    for each in clients:
        each.join()


def main() -> int:
    parser = argparse.ArgumentParser(description="A mixed run on a real server: what watch reports beside what diagnose says.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--version", default=NEW)
    parser.add_argument("--silence", type=float, default=60)
    parser.add_argument("--pause", type=float, default=4, help="mean seconds between two prompts of one client")
    parser.add_argument("--kind", action="append", help="send only prompts of this kind, and healthy ones (repeatable)")
    parser.add_argument("--noise", type=float, default=20, help="further lines a second in the log")
    options = parser.parse_args()
    random.seed(5)
    options.folder.mkdir(parents=True)
    machine = Machine(options.folder / "operator", Provider())
    machine.plugin(HOOK)
    load = Load(machine, options.version, options.silence)
    load.send("healthy")
    watched = Watched(machine, options.folder, options.silence)
    ended = threading.Event()
    threading.Thread(target=append_noise, args=(load, options.noise, ended), daemon=True).start()
    began = time.monotonic()
    drive(load, options.minutes, options.pause, options.kind or list(load.kinds))
    time.sleep(options.silence + SETTLE_S)
    cpu = watched.cpu_s()
    length = time.monotonic() - began
    watched.stop()
    command = [sys.executable, "-m", "inspector", "diagnose", str(machine.log), "--db", str(machine.database)]
    done = subprocess.run([*command, "--format", "json", "--no-redact"], cwd=REPOSITORY, capture_output=True, text=True)
    ended.set()
    load.server.stop()
    (options.folder / "diagnose.json").write_text(done.stdout)
    result = compare(watched.lines, json.loads(done.stdout), load.sent, options.silence)
    result |= {"processor": f"{cpu / length:.1%} of a core over {length / 60:.1f} min", "load": os.getloadavg()}
    (options.folder / "result.json").write_text(json.dumps(result, indent=1, default=str))
    print(json.dumps(result, indent=1, default=str))
    return int(any(result[name] for name in ("missed", "false", "another cause", "late")))


if __name__ == "__main__":
    sys.exit(main())
