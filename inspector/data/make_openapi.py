"""Make openapi.json, which says what the prompt routes of each OpenCode release accept, from the documents at ``/doc``.

    python -m inspector.data.make_openapi FOLDER > inspector/data/openapi.json

FOLDER contains VERSION.json files: the response to ``GET /doc`` of that version. Two facts come from tests on real servers: 1.14
publishes none of these routes, accepts the bodies of 1.15.4 and refuses ``null``; the v2 route does not work before 1.17.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from inspector.requests.acceptance import compact, without_nulls
from inspector.versions import numbers

UNPUBLISHED = {"1.14.41": "1.15.4"}
"""Versions without a document, and the version whose request bodies they accept (except ``null``)."""
V2_WORKS_FROM = (1, 17)


def compacted(documents: dict[str, Any]) -> dict[str, Any]:
    """Return the data file for documents by version; equal schemas are stored once."""
    routes = {version: compact(document) for version, document in documents.items()}
    for version, twin in UNPUBLISHED.items():
        routes[version] = {route: without_nulls(schema) for route, schema in routes[twin].items() if route != "v2-prompt"}
    schemas: list[Any] = []
    versions: dict[str, dict[str, int]] = {}
    for version in sorted(routes, key=numbers):
        for route, schema in routes[version].items():
            if schema not in schemas:
                schemas.append(schema)
            versions.setdefault(version, {})[route] = schemas.index(schema)
    broken = {version: ["v2-prompt"] for version in versions if numbers(version) < V2_WORKS_FROM}
    return {"versions": versions, "broken_routes": broken, "schemas": schemas}


def main(folder: str) -> None:
    """Print the data file for the documents in `folder`."""
    documents = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).glob("*.json"))}
    print(json.dumps(compacted(documents), separators=(",", ":"), sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1])
