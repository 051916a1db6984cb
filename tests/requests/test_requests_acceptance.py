"""What real servers took and refused is what the acceptance check says."""

import json
from pathlib import Path

import pytest

from inspector.errors import UnreadableError, UsageError
from inspector.requests import Acceptance
from inspector.requests.acceptance import compact, shipped
from inspector.versions import numbers

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"
PROBES = json.loads((SAMPLES / "probes.json").read_text("utf-8"))
TEXT = {"type": "text", "text": "x"}
REFUSED = (400, 503)
"""Of the probes; a 500 came after the body was taken, a 0 is a call that outlived the probe."""


@pytest.mark.parametrize("version", sorted(shipped()["versions"], key=numbers))
def test_every_probe_of_a_real_server_is_judged_as_that_server_did(version: str) -> None:
    acceptance = Acceptance.for_version(version)
    wrong = [
        (probe["what"], probe["status"][version])
        for probe in PROBES
        if bool(acceptance.check(probe["body"], probe["route"])) != (probe["status"][version] in REFUSED)
    ]
    assert wrong == []
    assert sum(version in probe["status"] for probe in PROBES) == 94


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"parts": [TEXT], "messageID": "user-1"}, 'messageID: expected a string that begins with "msg", got another one'),
        (
            {"parts": [{**TEXT, "id": "part_1"}]},
            'parts[0].id: expected a string that begins with "prt", got one that begins with "part_"',
        ),
        ({}, "parts: is missing"),
        ({"parts": [{"type": "text"}]}, "parts[0].text: is missing"),
        ({"parts": [{"type": "image"}]}, 'parts[0]: expected the type text, file, agent or subtask, got "image"'),
        ({"parts": [TEXT], "variant": 7}, "variant: expected a string, got a number"),
        ({"parts": [TEXT], "model": "mock/good"}, "model: expected an object, got a string"),
        (
            {"parts": [TEXT], "format": {"type": "json_schema", "schema": {}, "retryCount": -1}},
            "format.retryCount: expected 0 or more, got less",
        ),
        (
            {"parts": [{"type": "file", "url": "u", "mime": "m", "source": {"type": "file", "path": "p"}}]},
            "parts[0].source.text: is missing",
        ),
        ([1], "the body: expected an object, got a list"),
    ],
)
def test_a_refusal_names_the_place_the_expected_and_the_kind_found(body: object, reason: str) -> None:
    assert Acceptance.for_version("1.18.33").check(body, "prompt_async") == (reason,)


def test_all_faults_are_named_though_the_server_names_the_first_only() -> None:
    body = {"messageID": "abc", "parts": [{"type": "text"}, {**TEXT, "id": "part_1"}]}
    assert [reason.split(":")[0] for reason in Acceptance.for_version("1.15.13").check(body, "prompt_async")] == [
        "messageID",
        "parts[0].text",
        "parts[1].id",
    ]


def test_reasons_never_repeat_a_value_or_an_odd_key() -> None:
    secret = "sk-ant-api03-SECRETSECRET"
    body = {
        "messageID": secret,
        "agent": [secret],
        "model": secret,
        "variant": {"k": secret},
        "parts": [{"type": secret}, secret, {**TEXT, "id": secret}],
        "tools": {secret + "\x1b]0;x": secret},
    }
    acceptance = Acceptance.for_version("1.18.33")
    said = " ".join((*acceptance.check(body, "prompt_async"), *acceptance.ignored({secret: 1, "parts": []}, "prompt_async")))
    assert "tools.(a key of" in said
    assert "SECRET" not in said
    assert "\x1b" not in said


def test_unknown_keys_are_ignored_not_refused() -> None:
    acceptance = Acceptance.for_version("1.18.33")
    body = {"parts": [{**TEXT, "extra": 1}], "providerID": "p", "modelID": "m", "metadata": {}}
    assert acceptance.check(body, "prompt_async") == ()
    assert acceptance.ignored(body, "prompt_async") == ("parts[0].extra", "providerID", "modelID", "metadata")


def test_open_objects_have_no_unknown_keys() -> None:
    body = {"parts": [{**TEXT, "metadata": {"anything": 1}}], "tools": {"bash": True}}
    assert Acceptance.for_version("1.18.33").ignored(body, "prompt_async") == ()


def test_null_for_an_optional_key_is_refused_by_1_14_only() -> None:
    body = {"parts": [TEXT], "messageID": None}
    assert Acceptance.for_version("1.14.41").check(body, "prompt_async")
    assert not Acceptance.for_version("1.15.4").check(body, "prompt_async")


def test_null_below_the_v2_prompt_is_refused_from_1_17_19() -> None:
    body = {"prompt": {"text": "x", "files": None}}
    assert not Acceptance.for_version("1.17.0").check(body, "v2-prompt")
    assert Acceptance.for_version("1.17.19").check(body, "v2-prompt") == ("prompt.files: expected a list, got null",)


def test_the_v2_route_never_works_to_1_15() -> None:
    assert "never works" in Acceptance.for_version("1.15.13").check({"prompt": {"text": "x"}}, "v2-prompt")[0]


@pytest.mark.parametrize(
    ("asked", "source", "exact"),
    [
        ("1.18.33", "what OpenCode 1.18.33 accepts", True),
        ("v1.18.33", "what OpenCode 1.18.33 accepts", True),
        ("1.17.11", "what OpenCode 1.17.0 accepts, the nearest known to 1.17.11", False),
        ("2.0.8", "nothing: no document of OpenCode 2.x is known", False),
        ("1.2.27", "what OpenCode 1.14.41 accepts, the nearest known to 1.2.27", False),
    ],
)
def test_an_unknown_version_is_judged_by_the_nearest_older_one_and_marked(asked: str, source: str, exact: bool) -> None:
    acceptance = Acceptance.for_version(asked)
    assert (acceptance.source, acceptance.exact) == (source, exact)


def test_no_version_number_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        Acceptance.for_version("latest")


def _document(schema: object) -> dict[str, object]:
    return {
        "paths": {"/session/{id}/prompt_async": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}}
    }


def test_a_document_of_the_users_decides(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"parts": {"$ref": "#/components/schemas/Parts"}}, "required": ["parts"]}
    document = {**_document(schema), "components": {"schemas": {"Parts": {"type": "array", "items": {"type": "integer"}}}}}
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(document))
    acceptance = Acceptance.from_openapi(str(path))
    assert acceptance.check({"parts": [1]}, "prompt_async") == ()
    assert acceptance.check({"parts": ["x"]}, "prompt_async") == ("parts[0]: expected a whole number, got a string",)
    assert acceptance.check({"prompt": 1}, "v2-prompt") == ()


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"paths": {"/x": {}}}', b"[" * 100_000])
def test_a_file_that_is_not_a_document_is_refused_with_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "doc.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableError):
        Acceptance.from_openapi(str(path))


def test_a_document_that_refers_to_itself_or_holds_a_slow_pattern_is_harmless() -> None:
    loop = {
        "type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/Loop"}, "b": {"type": "string", "pattern": "^(a+)+$"}},
    }
    found = compact({**_document({"$ref": "#/components/schemas/Loop"}), "components": {"schemas": {"Loop": loop}}})
    assert "(a+)+" not in json.dumps(found)
    assert Acceptance(None, "", True, found).check({"a": {"a": {}}, "b": "a" * 5000 + "!"}, "prompt_async") == ()


def test_the_shipped_data_equals_what_the_documents_yield() -> None:
    """A schema that stands in the data is one the compaction makes: nothing was added by hand."""
    from inspector.data.make_openapi import compacted

    document = _document(
        {"type": "object", "properties": {"messageID": {"type": "string", "pattern": "^msg"}}, "additionalProperties": False}
    )
    made = compacted({"1.15.4": document})
    assert made["versions"] == {"1.14.41": {"prompt_async": 0}, "1.15.4": {"prompt_async": 1}}
    assert made["schemas"][1]["properties"]["messageID"] == {"type": "string", "pattern": "^msg", "nullable": True}
