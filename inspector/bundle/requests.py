"""The requests of the sessions in a bundle, with their texts replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from inspector.bundle.blanks import redact_folder, redact_variant
from inspector.model import Problem
from inspector.model.value import Value
from inspector.patterns import late
from inspector.redaction.redact import redact_text
from inspector.redaction.state import State

if TYPE_CHECKING:
    from inspector.requests.calls import Call

_PLAIN = late(r"[\w.:/+-]{1,80}\Z", re.ASCII)

_NAMING = frozenset(
    """
    id type messageID sessionID agent mime providerID modelID variant model delivery name ref _tag
    """.split()
)
"""Keys of a request whose short values are names, not texts."""


class RequestExcerpt(Value, frozen=True):
    """Prompt calls of one capture as JSON lines, without texts."""

    name: str
    calls: int
    content: bytes
    problems: tuple[Problem, ...]


def requests(path: str, sessions: Collection[str], state: State) -> RequestExcerpt:
    """Return the prompt calls in the capture at `path` that belong to `sessions`, name none, or were refused.

    Only JSON captures (HAR, JSON lines) have bodies. Nothing is kept of an access log.
    """
    from inspector.requests.calls import from_entry, from_record
    from inspector.requests.source import CaptureError, Damage, JsonText, encoding, opened
    from inspector.requests.values import stream

    lines, problems = [], []
    try:
        with opened(path) as blocks:
            first = next(blocks, b"")
            text = JsonText(chain((first,), blocks), encoding(first), Damage())
            for form, value, whole in stream(text):
                record = value if isinstance(value, dict) else {}
                call = from_entry(record, whole) if form == "entry" else from_record(record, whole)
                if call is None or call.route is None:
                    continue
                if call.session_id is None or call.session_id in sessions or (call.status or 0) >= 400:
                    lines.append(json.dumps(_call(call, state), ensure_ascii=False) + "\n")
    except (CaptureError, OSError) as error:
        problems.append(Problem(path, f"could not be copied to its end: {error}"))
    return RequestExcerpt(path, len(lines), "".join(lines).encode("utf-8", "replace"), tuple(problems))


def _call(call: Call, state: State) -> dict[str, Any]:
    from inspector.requests.calls import BROKEN, CUT, EMPTY, WHOLE

    kept: dict[str, Any] = {
        "time": call.time.isoformat() if call.time else None,
        "method": call.method,
        "path": redact_text(call.path, state),
        "query": {key: redact_folder(value, state) for key, value in call.query.items() if key in ("directory", "workspace")},
        "headers": {key: _header(key, value, state) for key, value in call.headers.items() if key in _HEADERS},
        "status": call.status,
        "duration_ms": call.duration_ms,
    }
    if call.body_state == WHOLE:
        kept["body"] = _blanked(call.body, "", state)
    elif call.body_state in (BROKEN, CUT):
        kept["body"] = "{"
    elif call.body_state == EMPTY:
        kept["body"] = ""
    if call.answer is not None:
        refused = (call.status or 0) >= 400
        kept["response"] = _told(call.answer, state) if refused else _blanked(call.answer, "", state)
    return kept


_HEADERS = ("user-agent", "content-type", "x-opencode-directory")


def _header(name: str, value: str, state: State) -> str:
    if name == "content-type":
        return found[0] if (found := _MIME.match(value)) else ""
    if name == "user-agent":
        return (
            " ".join(_PRODUCT.findall(value[:600])[:8])
            if value.startswith("Mozilla/")
            else found[0]
            if (found := _PRODUCT.match(value))
            else "other/0"
        )
    return redact_folder(unquote(value, errors="replace"), state)


_MIME = late(r"[a-z]{1,20}/[A-Za-z0-9.+-]{1,60}")

_PRODUCT = late(
    r"\b(?:opencode|opencode-[a-z]{1,12}|Mozilla|Electron|Firefox|Edg|Chrome|Safari|curl|node|bun|Bun|axios|python-requests)/[\d.]{1,20}"
)


def _blanked(value: Any, key: str, state: State) -> Any:
    """Return the value with each text replaced by as many x; IDs, names, known keys and the scheme of a URL are kept."""
    if isinstance(value, dict):
        return {
            name if name in _KEYS else state.hide("text", str(name)): _blanked(inner, str(name), state)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_blanked(inner, key, state) for inner in value]
    if not isinstance(value, str):
        return value
    if key == "variant":
        return redact_variant(value, state)
    if key in _NAMING and _PLAIN.match(value):
        return redact_text(value, state)
    scheme, colon, rest = value.partition(":") if key in ("url", "uri") else ("", "", value)
    scheme = scheme if scheme in _SCHEMES else ""
    return f"{scheme}{colon}" + "x" * min(len(rest), 1 << 20)


_SCHEMES = frozenset(("http", "https", "file", "data", "mcp", "ftp", "blob", "git", "ssh"))

_KEYS = _NAMING | frozenset(
    """
    parts prompt noReply tools system format command arguments resume text url uri filename source synthetic ignored time
    start end metadata description files agents info role parentID error data message path issues success kind mode finish
    tokens cost created completed input output reasoning cache read write state status tool callID snapshot schema auto
    summary
    """.split()
)
"""Keys of OpenCode's requests and answers. Any other key may be private text."""


def _told(value: Any, state: State) -> Any:
    """Return the server's refusal, redacted."""
    if isinstance(value, dict):
        return {name if name in _KEYS else redact_text(str(name), state): _told(inner, state) for name, inner in value.items()}
    if isinstance(value, list):
        return [_told(inner, state) for inner in value]
    return redact_text(value, state) if isinstance(value, str) else value
