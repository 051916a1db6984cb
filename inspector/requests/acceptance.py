"""What a server version accepts: its own OpenAPI document, corrected by what real servers were seen to do.

Where document and server differ the server wins. Seen on 1.15.4, 1.15.13, 1.17.0, 1.17.19, 1.18.14, 1.18.15 and 1.18.33
(94 bodies each, samples/requests/probes.json): keys the document forbids are ignored, not refused; optional keys take
``null``, except below ``prompt`` of the v2 route from 1.17.19; the first fault found is the only one reported; a body that is
no JSON is answered 500, a content type other than JSON 415, a session id without ``ses`` 500. 1.14.41 publishes none of its
routes; it took the same bodies, but no ``null`` and no request without content type. To 1.15.13 the v2 route is there and
never works (400, 503).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from inspector.catalogue import read_data
from inspector.errors import UnreadableError, UsageError
from inspector.patterns import late
from inspector.versions import numbers

PATHS = {
    "/session/{}/prompt_async": "prompt_async",
    "/session/{}/message": "message",
    "/session/{}/command": "command",
    "/session/{}/shell": "shell",
    "/session/{}/init": "init",
    "/session/{}/summarize": "summarize",
    "/api/session/{}/prompt": "v2-prompt",
}
FIRST_UNKNOWN = 2
"""No server of this major version or a later one was available for tests: its requests are read, but not checked."""
MAX_REASONS = 12
_MAX_DOCUMENT = 32 << 20
_MAX_DEPTH = 24
_PREFIX = late(r"\^([A-Za-z0-9_]{1,20})\Z")
_PARAMETER = late(r"\{[^{}/]{1,60}\}")
_KEY = late(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_WORD = late(r"[a-z][a-z0-9_-]{0,19}\Z")
_LEADING = late(r"[a-z]{1,10}_")
_KINDS = {
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What one server accepts as the body of its prompt routes."""

    version: str | None
    """The requested version; None when the user gave an OpenAPI document."""
    source: str
    """Name of the document that contains the schemas, for messages."""
    exact: bool
    """Whether the document of this version is known; otherwise the nearest older version's document is used."""
    schemas: Mapping[str, Schema]
    """Compact schema of the body by route. A missing route does not exist on this server, or is unknown."""
    broken_routes: tuple[str, ...] = ()
    """Routes that exist on this version but always fail."""
    validators: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def for_version(cls, version: str) -> Acceptance:
        """Return what `version` accepts; between two known versions the older one stands in. UsageError: no version
        number."""
        wanted = numbers(version)
        if not wanted:
            raise UsageError(f"Not an OpenCode version: {version[:40]}.", "An example: 1.18.33.")
        if wanted[0] >= FIRST_UNKNOWN:
            return cls(version, f"nothing: no document of OpenCode {wanted[0]}.x is known", False, {})
        data = shipped()
        known = sorted(data["versions"], key=numbers)
        nearest = max((v for v in known if numbers(v) <= wanted), key=numbers, default=known[0])
        exact = numbers(nearest) == wanted
        schemas = {route: data["schemas"][index] for route, index in data["versions"][nearest].items()}
        source = f"what OpenCode {nearest} accepts" + ("" if exact else f", the nearest known to {version[:40]}")
        return cls(version, source, exact, schemas, tuple(data["broken_routes"].get(nearest, ())))

    @classmethod
    def newest(cls) -> Acceptance:
        """Return what the newest known version accepts."""
        return cls.for_version(max(shipped()["versions"], key=numbers))

    @classmethod
    def from_openapi(cls, path: str, version: str | None = None) -> Acceptance:
        """Return what the document at `path` (as served at ``/doc``) describes. UnreadableError: it is no such document."""
        try:
            with Path(path).open("rb") as stream:
                text = stream.read(_MAX_DOCUMENT + 1)
            document = json.loads(text) if len(text) <= _MAX_DOCUMENT else None
        except (OSError, ValueError, RecursionError) as error:
            raise UnreadableError(
                f"{path} cannot be read as an OpenAPI document ({type(error).__name__}).", "Save what the server serves at /doc."
            ) from error
        schemas = compact(document)
        if not schemas:
            raise UnreadableError(
                f"{path} describes none of the prompt routes.", "Servers to 1.14 publish none; leave --openapi out."
            )
        return cls(version, f"the document {Path(path).name}", True, schemas)

    def check(self, body: Any, route: str) -> tuple[str, ...]:
        """Return why this server refuses `body` on `route`, in plain words without any value of the body; () when it
        accepts it.

        The place in the body comes first, then what is expected and what kind of thing stands there. Routes that
        are not known refuse nothing.
        """
        if route in self.broken_routes:
            return ("this version has the route, but it never works there (400 or 503)",)
        validator = self._validator(route)
        if validator is None:
            return ()
        found: dict[str, None] = {}
        for number, error in enumerate(validator.iter_errors(body)):
            if number >= 1000 or len(found) >= MAX_REASONS:
                break
            found.update(dict.fromkeys(_explain(error)))
        return tuple(found)[:MAX_REASONS]

    def ignored(self, body: Any, route: str) -> tuple[str, ...]:
        """Return the places of unknown keys, which the server silently drops; () without any or on unknown routes."""
        schema = self.schemas.get(route)
        if schema is None:
            return ()
        found: dict[str, None] = {}
        for place in _unknown(body, schema, ()):
            found[place] = None
            if len(found) >= MAX_REASONS:
                break
        return tuple(found)

    def _validator(self, route: str) -> Any:
        if route not in self.schemas:
            return None
        if route not in self.validators:
            from jsonschema import Draft202012Validator

            self.validators[route] = Draft202012Validator(_standard(self.schemas[route]))
        return self.validators[route]


@cache
def shipped() -> Mapping[str, Any]:
    """Return the package's data, made by data/make_openapi.py: ``versions`` (route to index), ``schemas``,
    ``broken_routes``."""
    data: Mapping[str, Any] = json.loads(read_data("openapi.json"))
    return data


# --- from an OpenAPI document to a compact schema --------------------------------------------------


def compact(document: Any) -> dict[str, Schema]:
    """Return the body schemas of the prompt routes, with resolved references, without prose, with ``nullable`` added.

    Only keywords that can be checked in linear time are kept; of patterns, the literal prefixes (``^msg``).
    """
    found: dict[str, Schema] = {}
    paths = document.get("paths") if isinstance(document, dict) else None
    for path, operations in paths.items() if isinstance(paths, dict) else ():
        route = PATHS.get(_PARAMETER.sub("{}", str(path)))
        body = _get(operations, "post", "requestBody", "content", "application/json", "schema")
        if route and isinstance(body, dict):
            found[route] = _compact(body, document, 0, True)
    return found


def _compact(schema: Any, document: Mapping[str, Any], depth: int, nulls: bool) -> Schema:
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return {}
    reference = schema.get("$ref")
    if isinstance(reference, str):
        # From 1.17.19 the v2 prompt is a schema of its own whose optional keys take no null (seen on real servers).
        nulls = nulls and not reference.endswith("/PromptInput")
        return _compact(_get(document, *reference.removeprefix("#/").split("/")), document, depth + 1, nulls)
    kept: dict[str, Any] = {key: schema[key] for key in ("type", "enum", "minimum") if key in schema}
    if "const" in schema:
        kept["enum"] = [schema["const"]]
    if isinstance(schema.get("pattern"), str) and _PREFIX.match(schema["pattern"]):
        kept["pattern"] = schema["pattern"]
    for key in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(key), list):
            kept["allOf" if key == "allOf" else "anyOf"] = [
                _compact(branch, document, depth + 1, nulls) for branch in schema[key][:40]
            ]
    if "items" in schema:
        kept["items"] = _compact(schema["items"], document, depth + 1, nulls)
    if isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = _compact(schema["additionalProperties"], document, depth + 1, nulls)
    properties = schema.get("properties")
    if isinstance(properties, dict):
        required = [str(key) for key in schema.get("required") or () if isinstance(key, str)]
        kept["required"] = required
        kept["properties"] = {
            key: inner if key in required or not nulls else {**inner, "nullable": True}
            for key, inner in ((str(name), _compact(value, document, depth + 1, nulls)) for name, value in properties.items())
        }
    return kept


def _standard(schema: Schema) -> dict[str, Any]:
    """Return the compact schema as JSON Schema, which has no ``nullable``."""
    plain = {key: value for key, value in schema.items() if key != "nullable"}
    for key in ("anyOf", "allOf"):
        if key in plain:
            plain[key] = [_standard(branch) for branch in plain[key]]
    for key in ("items", "additionalProperties"):
        if key in plain:
            plain[key] = _standard(plain[key])
    if "properties" in plain:
        plain["properties"] = {name: _standard(inner) for name, inner in plain["properties"].items()}
    if not schema.get("nullable"):
        return plain
    if "allOf" in plain:
        return {"anyOf": [plain, {"type": "null"}]}
    if "anyOf" in plain:
        plain["anyOf"] = [*plain["anyOf"], {"type": "null"}]
    if "type" in plain:
        plain["type"] = [*([plain["type"]] if isinstance(plain["type"], str) else plain["type"]), "null"]
    if "enum" in plain:
        plain["enum"] = [*plain["enum"], None]
    return plain


def without_nulls(schema: Any) -> Any:
    """Return a compact schema without ``nullable`` (servers up to 1.14)."""
    if isinstance(schema, dict):
        return {key: without_nulls(value) for key, value in schema.items() if key != "nullable"}
    return [without_nulls(value) for value in schema] if isinstance(schema, list) else schema


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


# --- findings in plain words ---------------------------------------------------------------------


def _explain(error: Any) -> Iterator[str]:
    place = _place(tuple(error.absolute_path))
    expected, got = error.validator_value, error.instance
    match error.validator:
        case "anyOf":
            yield from _explain_branches(error, place)
        case "required":
            for key in expected:
                if key not in got:
                    yield f"{_place((*error.absolute_path, key))}: is missing"
        case "type":
            kinds = [expected] if isinstance(expected, str) else list(expected)
            yield f"{place}: expected {_either(_KINDS.get(kind, kind) for kind in kinds if kind != 'null')}, got {_kind(got)}"
        case "pattern":
            yield f'{place}: expected a string that begins with "{expected[1:]}", got {_beginning(got)}'
        case "enum":
            words = _either(f'"{word}"' for word in expected[:12] if isinstance(word, str))
            yield f"{place}: expected {words or 'another value'}, got {_named(got)}"
        case "minimum":
            yield f"{place}: expected {expected} or more, got less"
        case _:
            yield f"{place}: does not fit"


def _explain_branches(error: Any, place: str) -> Iterator[str]:
    """Explain the failure in the branch with the value's ``type``; without such a branch, name the possible types."""
    schemas, value = error.validator_value, error.instance
    named = value.get("type") if isinstance(value, dict) else None
    meant = next((index for index, schema in enumerate(schemas) if isinstance(named, str) and named in _types(schema)), None)
    inside = [inner for inner in error.context if inner.relative_schema_path[0] == meant]
    types = [word for schema in schemas for word in _types(schema)]
    kinds = dict.fromkeys(
        _KINDS.get(kind, "something else") for schema in schemas for kind in _schema_kinds(schema) if kind != "null"
    )
    if inside:
        for inner in inside:
            yield from _explain(inner)
    elif types and isinstance(value, dict):
        yield f"{place}: expected the type {_either(dict.fromkeys(types))}, got {_named(named)}"
    else:
        yield f"{place}: expected {_either(kinds) or 'something else'}, got {_kind(value)}"


def _types(schema: Schema) -> list[str]:
    own = _get(schema, "properties", "type", "enum")
    found = [word for word in own if isinstance(word, str)] if isinstance(own, list) else []
    return found + [word for branch in schema.get("anyOf", ()) for word in _types(branch)]


def _schema_kinds(schema: Schema) -> list[str]:
    kind = schema.get("type")
    found = [kind] if isinstance(kind, str) else list(kind or ())
    return found + [inner for branch in schema.get("anyOf", ()) for inner in _schema_kinds(branch)]


def _unknown(value: Any, schema: Schema, path: tuple[Any, ...]) -> Iterator[str]:
    branches = schema.get("anyOf")
    if branches:
        named = value.get("type") if isinstance(value, dict) else None
        fitting = [branch for branch in branches if not _types(branch) or named in _types(branch)]
        if len(fitting) == 1:
            yield from _unknown(value, fitting[0], path)
    elif isinstance(value, dict) and "properties" in schema:
        known, others = schema["properties"], schema.get("additionalProperties")
        for key, inner in list(value.items())[:1000]:
            if key in known:
                yield from _unknown(inner, known[key], (*path, key))
            elif others is None:
                yield _place((*path, key))
    elif isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value[:1000]):
            yield from _unknown(inner, schema["items"], (*path, index))


def _place(path: Sequence[Any]) -> str:
    """Return a path like ``parts[0].id``; keys that are not plain words are left out."""
    text = ""
    for piece in path:
        if isinstance(piece, int):
            text += f"[{piece}]"
        else:
            text += f"{'.' if text else ''}{piece if _KEY.match(piece) else f'(a key of {len(piece)} characters)'}"
    return text or "the body"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "a number"
    return "a string" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


def _beginning(value: Any) -> str:
    match = _LEADING.match(value) if isinstance(value, str) else None
    return f'one that begins with "{match[0]}"' if match else "another one"


def _named(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"' if _WORD.match(value) else "another string"
    return "nothing" if value is None else _kind(value)


def _either(words: Any) -> str:
    known = list(words)
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}" if known else ""
