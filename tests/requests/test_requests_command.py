"""`inspector requests`: what is printed, in which form, and the exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from inspector.commands.requests import command

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"
REJECTED = str(SAMPLES / "rejected-1.15.13.har")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, arguments, input=stdin, standalone_mode=False)


def written(tmp_path: Path, *records: dict[str, Any]) -> str:
    path = tmp_path / "capture.jsonl"
    path.write_text(
        "\n".join(json.dumps({"method": "POST", "path": "/session/ses_x/prompt_async", **record}) for record in records)
    )
    return str(path)


def test_a_refused_request_makes_1_and_its_reason_is_shown() -> None:
    result = run(REJECTED, "--server-version", "1.15.13")
    assert result.return_value == 1
    words = " ".join(result.output.split())
    assert words.startswith("16 prompt requests in 1 capture, 12 refused, 0 other requests, checked against what OpenCode")
    assert 'got "part_…"' in " ".join(result.output.split())


def test_accepted_requests_make_0_and_a_problem_makes_3(tmp_path: Path) -> None:
    good = written(tmp_path, {"body": {"parts": [{"type": "text", "text": "x"}]}, "status": 204})
    assert run(good).return_value == 0
    broken = tmp_path / "cut.har"
    broken.write_bytes(Path(REJECTED).read_bytes()[:-2000])
    assert run(str(broken)).return_value == 3


def test_a_body_on_standard_input_is_checked(tmp_path: Path) -> None:
    result = run("-", stdin='{"messageID": "abc", "parts": []}')
    assert result.return_value == 1
    assert "would be refused" in result.output
    assert run("-", stdin='{"parts": []}').return_value == 0


def test_json_holds_the_shapes_and_no_texts(tmp_path: Path) -> None:
    result = run(REJECTED, "--server-version", "1.15.13", "--format", "json")
    made = json.loads(result.output)
    assert made["schema"] == "inspector.requests/1"
    assert made["inputs"] == [{"path": REJECTED, "requests": 16}]
    assert len(made["requests"]) == 16
    assert {request["verdict"] for request in made["requests"]} == {"accepted", "refused"}
    assert made["problems"] == []
    assert '"hello"' not in result.output


def test_jsonl_is_one_request_a_line() -> None:
    lines = run(REJECTED, "--format", "jsonl").output.splitlines()
    assert len(lines) == 16
    assert all("verdict" in json.loads(line) for line in lines)


def test_markdown_is_a_table_whose_cells_are_inert(tmp_path: Path) -> None:
    path = written(tmp_path, {"path": "/session/ses_@octocat|#1/prompt_async", "body": {"parts": []}, "status": 204})
    output = run(path, "--format", "markdown").output
    assert "# Captured requests" in output
    assert "@octocat" not in output


def test_a_session_is_picked(tmp_path: Path) -> None:
    made = json.loads(run(REJECTED, "--format", "json", "--session", "sess-42").output)
    assert [request["session_id"] for request in made["requests"]] == ["sess-42"]


def test_verbose_sets_each_request_beside_the_web_clients() -> None:
    output = run(REJECTED, "-v").output
    assert "web client" in output
    assert "differs" in output


@pytest.mark.parametrize("form", ["terminal", "json", "jsonl", "markdown"])
def test_planted_secrets_and_control_characters_reach_no_output(form: str, tmp_path: Path) -> None:
    secret, nasty = "sk-ant-api03-" + "Zq9" * 12, "\x1b]0;x\x07\u202e"
    body = {
        "messageID": f"msg_{secret}",
        "agent": secret,
        "model": {"providerID": secret, "modelID": nasty},
        "variant": secret,
        secret: 1,
        nasty: secret,
        "parts": [{"type": "text", "text": secret, "id": f"prt_{secret}"}, {"type": secret, "text": nasty}],
        "delivery": secret,
        "tools": {secret: secret},
    }
    record = {
        "path": f"/session/ses_{nasty}{secret}/prompt_async",
        "query": {"directory": f"/home/{secret}"},
        "headers": {"user-agent": secret, "authorization": f"Bearer {secret}"},
        "body": body,
        "response": {"name": secret, "data": {"message": f"Expected a string, got {secret}", "ref": secret}},
        "status": 400,
    }
    output = run(
        written(tmp_path, record, {**record, "status": 204}, {**record, "status": None}),
        "--format",
        form,
        "--color",
        "never",
        "-v",
    ).output
    assert output
    assert secret not in output
    assert "\x1b" not in output
    assert "\u202e" not in output


def test_openapi_takes_a_document_of_the_users(tmp_path: Path) -> None:
    document = tmp_path / "doc.json"
    schema = {"type": "object", "properties": {"never": {"type": "string"}}, "required": ["never"]}
    document.write_text(
        json.dumps(
            {
                "paths": {
                    "/session/{id}/prompt_async": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}
                }
            }
        )
    )
    result = run("-", "--openapi", str(document), "--format", "json", stdin='{"parts": []}')
    assert json.loads(result.output)["requests"][0]["problems"] == ["never: is missing"]
