"""Make the shape of a prompt call: its keys, IDs, kinds and sizes. Texts are measured and dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from inspector.model import PartShape, RequestShape
from inspector.patterns import late
from inspector.requests.answers import words
from inspector.requests.calls import WHOLE, Call

_MAX_PARTS = 1_000
_SAFE = late(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}\Z")
_PREFIX = late(r"[A-Za-z]{1,10}_")
_PRODUCT = late(r"([A-Za-z][A-Za-z._-]{0,30})(?:/|\s|\Z)")
_SCHEME = late(r"([a-z][a-z0-9+.-]{0,15}):", re.IGNORECASE)
_MIME = late(r"[a-z]{1,20}/[A-Za-z0-9.+-]{1,60}\Z")
_ERROR_NAME = late(r"[A-Z][A-Za-z]{2,60}\Z")
_REF = late(r"err_[0-9A-Za-z]{4,40}\Z")


def shape_of(call: Call, path: str, entry: int) -> RequestShape:
    """Return the shape of a prompt call (``call.route`` is set): sizes and kinds, never a text."""
    body: Mapping[str, Any] = call.body if isinstance(call.body, dict) else {}
    v2 = call.route == "v2-prompt"
    prompt = body.get("prompt") if v2 else None
    parts = _v2_parts(prompt) if v2 else _parts(body, call.route or "")
    provider, model = _model(body)
    return RequestShape(
        path=path,
        entry=entry,
        route=call.route or "prompt_async",
        method=call.method,
        url_path=call.path[:300],
        session_id=call.session_id,
        time=call.time,
        duration_ms=call.duration_ms,
        status=call.status,
        directory=_directory(call),
        message_id=_text(body.get("id" if v2 else "messageID")),
        part_ids=tuple(part.id for part in parts if part.id is not None),
        agent=_text(body.get("agent")),
        provider_id=provider,
        model_id=model,
        variant=_text(body.get("variant")),
        no_reply=body["noReply"] if isinstance(body.get("noReply"), bool) else None,
        delivery=_text(body.get("delivery")),
        resume=body["resume"] if isinstance(body.get("resume"), bool) else None,
        parts=parts,
        keys=tuple(str(key)[:100] for key in list(body)[:100]),
        body_readable=call.body_state == WHOLE and isinstance(call.body, dict),
        client=_client(call.headers.get("user-agent")),
        response_error=answer_error(call.answer),
        answer=words(call.answer),
        unanswered=call.unanswered,
    )


def shown(value: str) -> str:
    """Return an ID or name for display: unchanged when it is harmless, else its prefix and its length."""
    if _SAFE.match(value):
        return value
    prefix = _PREFIX.match(value)
    return f"{prefix[0] if prefix else ''}… ({len(value)} characters)"


def _parts(body: Mapping[str, Any], route: str) -> tuple[PartShape, ...]:
    raw = body.get("parts")
    parts = [_part(part) for part in raw[:_MAX_PARTS] if isinstance(part, dict)] if isinstance(raw, list) else []
    if route in ("command", "shell"):
        parts.append(PartShape("command", None, _length(body.get("command")) + _length(body.get("arguments"))))
    return tuple(parts)


def _part(part: Mapping[str, Any]) -> PartShape:
    kind = _text(part.get("type")) or ""
    url = part.get("url")
    text = next((part[key] for key in ("text", "url", "prompt", "name") if isinstance(part.get(key), str)), None)
    return PartShape(
        kind if _SAFE.match(kind) else "?",
        _text(part.get("id")),
        None if text is None else len(text),
        _mime(part.get("mime")),
        _scheme(url),
    )


def _v2_parts(prompt: Any) -> tuple[PartShape, ...]:
    if not isinstance(prompt, dict):
        return ()
    text, files, agents = prompt.get("text"), prompt.get("files"), prompt.get("agents")
    found = [PartShape("text", None, len(text))] if isinstance(text, str) else []
    for file in files[:_MAX_PARTS] if isinstance(files, list) else ():
        if isinstance(file, dict):
            found.append(PartShape("file", None, _length(file.get("uri")), _mime(file.get("mime")), _scheme(file.get("uri"))))
    found += [
        PartShape("agent", None, None)
        for agent in (agents[:_MAX_PARTS] if isinstance(agents, list) else ())
        if isinstance(agent, dict)
    ]
    return tuple(found)


def _model(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    model = body.get("model")
    if isinstance(model, dict):
        return _text(model.get("providerID")), _text(model.get("modelID"))
    if isinstance(model, str) and "/" in model:
        provider, _, name = model.partition("/")
        return provider[:200], name[:200]
    return _text(body.get("providerID")), _text(body.get("modelID"))


def _directory(call: Call) -> str | None:
    header = call.headers.get("x-opencode-directory")
    value = call.query.get("directory") or (unquote(header, errors="replace") if header else None)
    return value[:1_000] if value else None


def _client(agent: str | None) -> str | None:
    if not agent:
        return None
    if agent.startswith("Mozilla/"):
        return next((name for name in ("Electron", "Firefox", "Edg", "Chrome", "Safari") if name in agent[:600]), "browser")
    match = _PRODUCT.match(agent)
    return match[1] if match else "other"


def answer_error(answer: Any) -> str | None:
    if not isinstance(answer, dict):
        return None
    data = answer.get("data")
    ref = data.get("ref") if isinstance(data, dict) else None
    if isinstance(ref, str) and _REF.match(ref):
        return ref
    name = answer.get("name") or answer.get("_tag")
    return name if isinstance(name, str) and _ERROR_NAME.match(name) else None


def _text(value: Any) -> str | None:
    return value[:200] if isinstance(value, str) else None


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else 0


def _mime(value: Any) -> str | None:
    return value if isinstance(value, str) and _MIME.match(value) else None


def _scheme(value: Any) -> str | None:
    match = _SCHEME.match(value) if isinstance(value, str) else None
    return match[1].lower() if match else None
