"""Real OpenCode servers on 127.0.0.1, and a stand-in for the model provider they talk to.

The binaries come from the npm registry (``npm pack opencode-linux-x64@VERSION``) and are kept in ``OPENCODE_DIR``
(default ``/tmp/inspector-opencode``); a copy under ``/opt/opencode`` is used when there is one. Every server has its own
HOME, listens on 127.0.0.1 only and is stopped by its process id.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

STORE = Path(os.environ.get("OPENCODE_DIR", "/tmp/inspector-opencode"))
AT_HAND = Path("/opt/opencode")

Seen = TypeVar("Seen")


class Unavailable(Exception):
    """A server binary cannot be had: no npm, no registry, no such version."""


def binary(version: str) -> Path:
    """Path of that release's server binary, fetched from the npm registry on first use; raises Unavailable."""
    for store in (STORE, AT_HAND):
        if os.access(store / version / "opencode", os.X_OK):
            return store / version / "opencode"
    package = f"opencode-linux-x64@{version}"
    target = STORE / version / "opencode"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        try:
            fetch = ["npm", "pack", "--loglevel=error", "--fetch-retries=1", package]
            done = subprocess.run(fetch, cwd=scratch, capture_output=True, text=True, timeout=150)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"{package}: {error}") from error
        packed = next(Path(scratch).glob("*.tgz"), None)
        if done.returncode != 0 or packed is None:
            raise Unavailable(f"npm pack {package}: exit {done.returncode}: {done.stderr.strip()[:300]}")
        with tarfile.open(packed) as archive:
            inside = archive.extractfile("package/bin/opencode")
            if inside is None:
                raise Unavailable(f"{package} holds no bin/opencode")
            unpacked = Path(scratch) / "opencode"
            with unpacked.open("wb") as out:
                shutil.copyfileobj(inside, out)
        unpacked.chmod(0o755)
        unpacked.replace(target)
    return target


def until(what: str, look: Callable[[], Seen | None], seconds: float = 15.0) -> Seen:
    """The first true value `look` gives; AssertionError naming `what` when none comes within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not seen within {seconds:.0f} s: {what}")


OLD, INBOX_WITHOUT_RUNNER, NEW = "1.15.13", "1.17.0", "1.18.33"


def minted(milliseconds: float, counter: int = 1) -> str:
    """A message id as OpenCode and its clients mint it at that time."""
    return f"msg_{(int(milliseconds) * 4096 + counter) % (1 << 48):012x}AAAAAAAAAAAAAA"


def now() -> float:
    return time.time() * 1000


# --- the provider --------------------------------------------------------------------------------

TOOL_CALLS = {
    "bash": {"command": "ls", "description": "lists the files"},
    "sleep": {"command": "sleep 60", "description": "waits"},
    "inspector_diagnose": {},
    "question": {
        "questions": [
            {
                "question": "Which colour?",
                "header": "Colour",
                "options": [{"label": "red", "description": "warm"}, {"label": "blue", "description": "cold"}],
            }
        ]
    },
}
REFUSALS = {"refuse": (401, "Incorrect API key provided"), "deny": (400, "Unsupported parameter")}
MODELS = ("echo", "slow", "mute", "refuse", "deny", "cut", *TOOL_CALLS)


class Provider(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint whose models behave as they are called.

    ``echo`` repeats what was said since its last answer, ``slow`` does so after 5 s, ``mute`` accepts the request and never
    answers, ``refuse`` answers 401 and ``deny`` 400, ``cut`` closes the connection in the middle of its answer, also after 5 s;
    ``bash``, ``sleep`` and ``question`` call that tool first and repeat what was said once its result is there.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Completion)
        self.closing = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def close(self) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A server that was killed in the middle of an answer is what some tests are about."""


class _Completion(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        messages, model = asked["messages"], asked["model"]
        answered = max((at for at, each in enumerate(messages) if each["role"] == "assistant" and _text(each)), default=0)
        heard = "; ".join(_text(message) for message in messages[answered:] if message["role"] == "user")
        titled = "title" in _text(messages[0]).lower() and not asked.get("tools")
        if model in REFUSALS and not titled:
            status, message = REFUSALS[model]
            self._start(status, "application/json")
            self.wfile.write(json.dumps({"error": {"message": message, "type": "invalid"}}).encode())
            return
        if model in ("slow", "cut") and not titled:
            self.server.closing.wait(5)  # after an answer that was cut the server asks again at once, without end
        self._start(200, "text/event-stream")
        if model == "cut" and not titled:
            self._send({"role": "assistant", "content": "You"}, None)
            return
        if model == "mute" and not titled:
            self.server.closing.wait(900)
            return
        tool_done = any(message["role"] == "tool" for message in messages[answered:])
        if model in TOOL_CALLS and not tool_done and not titled:
            name = "bash" if model == "sleep" else model
            call = {"name": name, "arguments": json.dumps(TOOL_CALLS[model])}
            one = {"index": 0, "id": f"call_{uuid.uuid4().hex[:16]}", "type": "function", "function": call}
            self._send({"role": "assistant", "tool_calls": [one]}, None)
            self._send({}, "tool_calls")
        else:
            self._send({"role": "assistant", "content": f"You said: {heard}"}, None)
            self._send({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _start(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()

    def _send(self, delta: dict[str, Any], finish: str | None) -> None:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": "stand-in",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        if finish:
            chunk["usage"] = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


# --- a machine with a server ---------------------------------------------------------------------


class Machine:
    """One operator's HOME: configuration, project and data of the servers that run there one after the other."""

    def __init__(self, home: Path, provider: Provider) -> None:
        self.home, self.provider = home, provider
        self.project = home / "project"
        self.data = home / ".local/share/opencode"
        self.log = home / "server.log"
        self.database = self.data / "opencode.db"
        self.catalogue = home / "models.json"
        self.project.mkdir(parents=True)
        self.catalogue.write_text("{}")
        self.configure()

    def configure(self, models: tuple[str, ...] = MODELS, **more: Any) -> None:
        """Writes opencode.json: the stand-in is the only provider, and ``ls`` needs a permission; `more` are further settings."""
        folder = self.home / ".config/opencode"
        folder.mkdir(parents=True, exist_ok=True)
        options = {"baseURL": self.provider.url, "apiKey": "none"}
        stand_in = {"npm": "@ai-sdk/openai-compatible", "models": {name: {"name": name} for name in models}, "options": options}
        settings = {
            "model": "local/echo",
            "small_model": "local/echo",
            "enabled_providers": ["local"],
            "share": "disabled",
            "autoupdate": False,
            "provider": {"local": stand_in},
            "permission": {"bash": {"*": "allow", "ls": "ask"}},
            **more,
        }
        (folder / "opencode.json").write_text(json.dumps(settings))

    def plugin(self, source: str) -> Path:
        path = self.project / ".opencode/plugin/hook.js"
        path.parent.mkdir(parents=True)
        path.write_text(source)
        return path

    def serve(self, version: str, *arguments: str) -> Server:
        """A server of that release, started here and ready to take requests; its log goes on in `log`."""
        return Server(self, version, arguments)

    def evidence(self) -> dict[str, str]:
        """The hash of every file an inspector could touch here; of a `-shm`, which holds read marks, the name only."""

        def content(path: Path) -> str:
            return "" if path.name.endswith("-shm") else hashlib.sha256(path.read_bytes()).hexdigest()

        files = [self.log, *self.data.rglob("*"), *self.project.rglob("*")]
        return {str(path.relative_to(self.home)): content(path) for path in sorted(files) if path.is_file()}


class Server:
    """A running ``opencode serve``; a context manager that stops it."""

    def __init__(self, machine: Machine, version: str, arguments: tuple[str, ...]) -> None:
        self.machine, self.version = machine, version
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        offline = ("MODELS_FETCH", "AUTOUPDATE", "DEFAULT_PLUGINS", "LSP_DOWNLOAD")
        settings = {"HOME": str(machine.home), "PATH": os.environ["PATH"]} | {f"OPENCODE_DISABLE_{name}": "1" for name in offline}
        # the SDK that a server installs for plugins of each configuration folder is of no use here and costs up to twenty seconds
        settings |= {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}
        settings["OPENCODE_MODELS_PATH"] = str(
            machine.catalogue
        )  # its own catalogue costs each server's first prompt three seconds
        command = [str(binary(version)), "serve", "--port", str(self.port), "--print-logs", "--log-level", "INFO", *arguments]
        with machine.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=machine.home,
                env=settings,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        try:
            # a request within the first half second can hang for ever (1.17.0, 1.18.33): ask briefly, and again
            until(f"{version} up", lambda: self.request("GET", "/global/health", seconds=0.5)[0] == 200, 40)
        except AssertionError:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it and the tools it started (its own process group); 1.15.13 sometimes ignores SIGTERM."""
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(1.5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    # requests

    def request(self, method: str, path: str, body: Any = None, seconds: float = 60) -> tuple[int, Any]:
        """(status, decoded answer); status 0 when no answer came."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), {"content-type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException):
            return 0, None
        finally:
            connection.close()
        try:
            return answer.status, json.loads(text or b"null")
        except ValueError:
            return answer.status, text.decode(errors="replace")

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer of a request that has to succeed."""
        status, answer = self.request(method, path, body)
        assert 200 <= status < 300, (method, path, status, answer)
        return answer

    @property
    def here(self) -> str:
        return urlencode({"directory": str(self.machine.project)})

    def session(self) -> str:
        return str(self.ask("POST", f"/session?{self.here}", {})["id"])

    def inbox_session(self) -> str:
        """A session fit for the v2 API, whose prompts go through the inbox; 1.17.0 knows the old way to make one only."""
        settings = {"agent": "build", "model": {"id": "echo", "providerID": "local"}}
        status, made = self.request("POST", "/api/session", {**settings, "location": {"directory": str(self.machine.project)}})
        if status == 200 and isinstance(made, dict):
            return str(made["data"]["id"])
        return str(self.ask("POST", f"/session?{self.here}", settings)["id"])

    def prompt(self, session: str, text: str, model: str | None = "echo", **more: Any) -> None:
        """Sends it the way most clients do; the server says 204 whatever happens next."""
        body = {"parts": [{"type": "text", "text": text}], **more}
        if model:
            body["model"] = {"providerID": "local", "modelID": model}
        assert self.request("POST", f"/session/{session}/prompt_async?{self.here}", body)[0] == 204

    def replies(self, session: str) -> list[str]:
        """Texts of the completed, error-free answers of a session."""
        _, messages = self.request("GET", f"/session/{session}/message?{self.here}")
        texts = []
        for message in messages if isinstance(messages, list) else ():
            info = message["info"]
            if info["role"] == "assistant" and info["time"].get("completed") and not info.get("error"):
                texts.append("".join(part.get("text", "") for part in message["parts"]))
        return texts

    def admit(self, session: str, text: str, **more: Any) -> None:
        """Puts a prompt into the inbox of the v2 API."""
        self.ask("POST", f"/api/session/{session}/prompt", {"prompt": {"text": text}, **more})

    def inbox_replies(self, session: str) -> list[str]:
        """Answers of a session of the v2 API, as JSON."""
        _, answer = self.request("GET", f"/api/session/{session}/message")
        return [json.dumps(message) for message in (answer or {}).get("data", ()) if message.get("type") == "assistant"]

    def answers(self, session: str, text: str, replies: Callable[[str], list[str]] | None = None, seconds: float = 40) -> None:
        """Returns once the prompt `text` is answered in that session; AssertionError when it is not."""
        look = replies or self.replies
        until(f"{self.version}: answer to {text!r}", lambda: any(text in reply for reply in look(session)), seconds)

    def stores(self, session: str, text: str) -> None:
        """Returns once that text stands in a message of the session, the provider's error texts included."""
        until(f"{text!r} in the rows", lambda: text in str(self.request("GET", f"/session/{session}/message?{self.here}")))

    def waits(self, session: str, kind: str) -> dict[str, Any]:
        """The open ``permission`` or ``question`` request of that session, once there is one."""

        def look() -> list[dict[str, Any]]:
            return [asked for asked in self.ask("GET", f"/{kind}?{self.here}") if asked["sessionID"] == session]

        return until(f"{kind} of {session}", look)[0]

    def logged(self, pattern: str, session: str, seconds: float = 15) -> None:
        """Returns once a record with that pattern and session stands in the log."""

        def look() -> bool:
            lines = self.machine.log.read_text(errors="replace").splitlines()
            return any(session in line and re.search(pattern, line) for line in lines)

        until(f"{pattern!r} of {session} in the log", look, seconds)

    def fails(self, session: str) -> None:
        """Returns once the log says that a prompt of that session failed."""
        self.logged("prompt_async failed", session)


@dataclass(frozen=True)
class Patient:
    """A server with a prompt whose answer does not come, and its session."""

    server: Server
    session: str
    since: float
    """When the prompt was sent, by `time.monotonic`."""

    def wait(self) -> None:
        """Returns when the prompt has been silent for the minute after which it counts as stopped."""
        time.sleep(max(0.0, self.since + 62 - time.monotonic()))
