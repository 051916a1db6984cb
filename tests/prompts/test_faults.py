"""The error of a record, taken apart, in every shape real servers write."""

from __future__ import annotations

import pytest

from inspector.prompts.faults import parse


def _legacy(defect: str) -> str:
    return '{"_id":"Cause","failures":[{"_tag":"Die","defect":' + defect + "}]}"


def test_classic_sqlite_errors_keep_only_their_code() -> None:
    fault = parse(_legacy('{"code":"SQLITE_CONSTRAINT_NOTNULL","errno":1299,"byteOffset":-1}'))
    assert (fault.code, fault.errno, fault.table) == ("SQLITE_CONSTRAINT_NOTNULL", 1299, None)


@pytest.mark.parametrize(
    ("errno", "code"),
    [
        (1, "SQLITE_ERROR"),
        (261, "SQLITE_BUSY"),
        (517, "SQLITE_BUSY"),
        (1032, "SQLITE_READONLY_DBMOVED"),
        (4874, "SQLITE_IOERR"),
        (254, None),
    ],
)
def test_an_error_number_alone_names_its_code(errno: int, code: str | None) -> None:
    assert parse(_legacy(f'{{"errno":{errno},"byteOffset":-1}}')).code == code


def test_an_error_of_node_has_sqlites_number_and_is_no_thrown_value() -> None:
    fault = parse(_legacy('{"code":"ERR_SQLITE_ERROR","errcode":517,"errstr":"database is locked"}'))
    assert (fault.code, fault.errno, fault.thrown, fault.bare_code) == ("SQLITE_BUSY", 517, None, False)
    assert parse("Cause([Die(Error: database is locked { code: 'ERR_SQLITE_ERROR' })])").code == "SQLITE_BUSY"


@pytest.mark.parametrize(
    ("words", "code"),
    [("SQLiteError: out of memory", "SQLITE_NOMEM"), ("RangeError: out of memory", None), ("All fibers interrupted", None)],
)
def test_words_that_others_use_too_are_sqlites_only_behind_its_name(words: str, code: str | None) -> None:
    assert parse(words).code == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1, "SQLITE_ERROR"),
        (5, "SQLITE_BUSY"),
        (517, "SQLITE_BUSY"),
        (1299, "SQLITE_CONSTRAINT_NOTNULL"),
    ],
)
def test_node_writes_the_number_of_a_sqlite_error_beside_a_code_of_its_own(number: int, code: str) -> None:
    for end in ("", ',"errstr":"SQL logic error"'):
        fault = parse(_legacy(f'{{"code":"ERR_SQLITE_ERROR","errcode":{number}{end}}}'))
        assert (fault.code, fault.errno, fault.thrown, fault.bare_code) == (code, number, None, False)
    shortened = parse(f'{{"defect": {{"code":"ERR_SQLITE_ERROR","errcode":{number}, ...')
    assert (shortened.code, shortened.errno) == (code, number)


def test_an_empty_defect_is_opaque_and_a_text_defect_was_thrown() -> None:
    assert parse(_legacy("{}")).opaque
    thrown = parse(_legacy('"plain string thrown"'))
    assert (thrown.thrown, thrown.message) == ("text", "plain string thrown")
    assert parse('Cause([Die("plain string thrown")])').thrown == "text"


@pytest.mark.parametrize(
    "text",
    [
        '{"_id":"Cause","failures":[{"_tag":"Die"}]}',
        _legacy("null"),
        _legacy("42"),
        _legacy('{"code":42,"detail":"quota"}'),
        "Cause([Die(undefined)])",
        "Cause([Die(null)])",
        "Cause([Die(-3.5)])",
        "Cause([Die([1,2])])",
        'Cause([Die({"code":42})])',
    ],
)
def test_what_is_thrown_without_name_or_tag_is_a_value_and_neither_opaque_nor_an_error(text: str) -> None:
    fault = parse(text)
    assert (fault.thrown, fault.opaque, fault.name, fault.code) == ("value", False, None, None)


@pytest.mark.parametrize(
    "text",
    [
        _legacy('{"_tag":"ProviderModelNotFoundError"}'),
        _legacy('{"name":"UnknownError","data":{}}'),
        _legacy('{"message":"no"}'),
        _legacy('{"code":"SQLITE_BUSY","errno":5,"byteOffset":-1}'),
        _legacy('{"errno":-2,"code":"ENOENT","syscall":"open"}'),
        "Cause([Die(Error: undefined)])",
        "Cause([Die(undefined is not an object)])",
        "Cause([Die(AggregateError: two failed)])",
        'Cause([Fail({"code":42})])',
    ],
)
def test_an_error_with_a_name_a_tag_or_a_message_is_not_a_thrown_value(text: str) -> None:
    assert parse(text).thrown is None


@pytest.mark.parametrize("words", ["AggregateError", "AggregateError: 2 requests failed"])
def test_several_errors_in_one_keep_their_class(words: str) -> None:
    fault = parse(f"Cause([Die({words})])")
    assert (fault.name, fault.message) == ("AggregateError", words)


def test_a_missing_file_is_an_error_of_the_language_with_its_code() -> None:
    fault = parse(_legacy('{"errno":-2,"code":"ENOENT","syscall":"open","path":"/srv/a"}'))
    assert (fault.name, fault.code) == ("Error", "ENOENT")


def test_a_code_of_sqlite_counts_without_the_other_keys_of_its_errors() -> None:
    bare = parse(_legacy('{"code":"SQLITE_BUSY","errno":5}'))
    assert (bare.code, bare.errno, bare.thrown, bare.bare_code) == ("SQLITE_BUSY", 5, None, True)


@pytest.mark.parametrize("own", ['"byteOffset":-1', '"message":"locked"', '"cause":{}'])
def test_a_whole_error_of_sqlite_has_no_bare_code(own: str) -> None:
    whole = parse(_legacy('{"code":"SQLITE_BUSY","errno":5,' + own + "}"))
    assert (whole.code, whole.errno, whole.bare_code) == ("SQLITE_BUSY", 5, False)


@pytest.mark.parametrize(
    "text",
    [
        '{... "code":"SQLITE_CONSTRAINT_NOTNULL" ...}',
        '{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_CONSTRAINT_NOTNULL"',
        '{…"errno": 1299 …}',
        "{ code: SQLITE_CONSTRAINT_NOTNULL }",
        "{... \u201ccode\u201d: \u201cSQLITE_CONSTRAINT_NOTNULL\u201d ...}",
        '{... "message":"NOT NULL constraint failed: session_message.seq" ...}',
    ],
)
def test_shortened_json_still_shows_its_code(text: str) -> None:
    fault = parse(text)
    assert (fault.code, fault.thrown, fault.bare_code) == ("SQLITE_CONSTRAINT_NOTNULL", None, True)


@pytest.mark.parametrize("words", ["NOT NULL constraint failed: audit.id", "no such table: audit", "database is locked"])
def test_words_of_sqlite_in_another_error_name_no_code_and_no_table(words: str) -> None:
    for name in ("Error", "TypeError"):
        borrowed = parse(f"Cause([Die({name}: {words})])")
        assert (borrowed.name, borrowed.code, borrowed.table, borrowed.column) == (name, None, None, None)
    for real in (f"SQLiteError: {words}", f"Error: Failed query: select (cause: {words})", f"Error: SQLiteError: {words}"):
        assert parse(f"Cause([Die({real})])").code is not None


def test_agent_not_found_names_the_agent_and_the_available_ones() -> None:
    fault = parse(
        _legacy('{"data":{"message":"Agent not found: \\"ghost\\". Available agents: build, plan"},"name":"UnknownError"}')
    )
    assert fault.agent == "ghost"
    assert fault.agents == ("build", "plan")


@pytest.mark.parametrize(
    ("text", "provider", "model", "suggestions"),
    [
        ("Cause([Die(ProviderModelNotFoundError: Model not found: mock/god. Did you mean: good?)])", "mock", "god", ("good",)),
        ("Cause([Die(ProviderModelNotFoundError: Model not found: acme/x-1.)])", "acme", "x-1", ()),
        (
            "Cause([Die(ProviderModelNotFoundError: Model not found: a/b/c-2.5. Did you mean: b/c, d?)])",
            "a",
            "b/c-2.5",
            ("b/c", "d"),
        ),
        (
            "SessionRunnerModel.ModelUnavailableError: Model unavailable: mock/nosuchmodel\n    at <anonymous>",
            "mock",
            "nosuchmodel",
            (),
        ),
        (
            _legacy('{"providerID":"mock","modelID":"god","suggestions":["good"],"_tag":"ProviderModelNotFoundError"}'),
            "mock",
            "god",
            ("good",),
        ),
        ("Cause([Die(ProviderModelNotFoundError)])", None, None, ()),
    ],
)
def test_model_not_found_names_the_model_and_suggestions(
    text: str, provider: str | None, model: str | None, suggestions: tuple[str, ...]
) -> None:
    fault = parse(text)
    assert (fault.provider_id, fault.model_id, fault.suggestions) == (provider, model, suggestions)
    assert fault.name is not None and fault.name.endswith(("ModelNotFoundError", "ModelUnavailableError"))


def test_a_failed_statement_shows_its_table_and_what_was_sent() -> None:
    fault = parse(
        'Cause([Die(EffectDrizzleQueryError: Failed query: insert into "message" ("id") values (?)\nparams: msg_1a2b3c,ses_x,1,1,'
        '{"role":"user","agent":"plan","model":{"providerID":"mock","modelID":"good"}} (cause: Cause([Fail(effect/sql/SqlError: x '
        "(cause: SQLiteError: NOT NULL constraint failed: todo.content))])))])"
    )
    assert fault.statement == ("insert", "message")
    assert (fault.code, fault.table, fault.column) == ("SQLITE_CONSTRAINT_NOTNULL", "todo", "content")
    assert (fault.message_id, fault.sent_agent, fault.sent_model) == ("msg_1a2b3c", "plan", "good")


@pytest.mark.parametrize(
    ("words", "code", "table", "column"),
    [
        ("no such column: replacement_seq", "SQLITE_ERROR", None, "replacement_seq"),
        ("no such table: part", "SQLITE_ERROR", "part", None),
        ("table session_message has no column named seq", "SQLITE_ERROR", "session_message", "seq"),
        ("database is locked", "SQLITE_BUSY", None, None),
        ("malformed database schema (message_session_idx)", "SQLITE_CORRUPT", None, None),
        ("UNIQUE constraint failed: message.id", "SQLITE_CONSTRAINT_UNIQUE", "message", "id"),
    ],
)
def test_sqlite_words_become_codes_and_names(words: str, code: str, table: str | None, column: str | None) -> None:
    fault = parse(f"Cause([Die(SQLiteError: {words})])")
    assert (fault.code, fault.table, fault.column) == (code, table, column)


@pytest.mark.parametrize(
    "text", ["", "{", '{"failures":[]}', '{"failures":[3]}', "[" * 5000, '{"a":' * 3000, "Cause([Die(", "\x00\x1b[31m"]
)
def test_broken_causes_are_parsed_as_far_as_they_go(text: str) -> None:
    assert parse(text).text == text[:20_000]


@pytest.mark.parametrize(("characters", "agent"), [(20_000, "oracle"), (20_001, None)])
def test_20_000_characters_of_an_error_are_looked_at(characters: int, agent: str | None) -> None:
    assert parse('Agent not found: "oracle"'.rjust(characters, " ")).agent == agent


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (_legacy('{"reason":{"_tag":"NotFound","module":"FileSystem","method":"readFile","pathOrDescriptor":"/x"}}'), "readFile"),
        (_legacy('{"reason":{"_tag":"NotFound","module":"Terminal","method":"readLine"}}'), None),
        (_legacy('{"reason":{"_tag":"NotFound","module":"FileSystem","method":"readFile","pathOr...'), "readFile"),
        ("Cause([Die(PlatformError: NotFound: FileSystem.realPath (/x))])", "realPath"),
        ("Cause([Die(PlatformError: NotFound: FileSystem.realP", "realP"),
        ("Cause([Die(Error: PlatformError: NotFound: FileSystem.realPath (/x))])", None),
    ],
)
def test_the_failed_call_of_the_file_system(text: str, call: str | None) -> None:
    assert parse(text).file_call == call


@pytest.mark.parametrize(
    ("text", "unwrapped"),
    [
        ("Cause([Die(SQLiteError: database is locked)])", True),
        ("Cause([Die(SQLiteError: database is locked\n    at run (x.js:1:2))])", True),
        ("Cause([Die(effect/sql/SqlError: Failed to execute statement (cause: SQLiteError: database is locked))])", False),
        ("SQLiteError: database is locked\n    at run (unknown)", False),
        (_legacy('{"code":"SQLITE_BUSY","errno":5,"byteOffset":-1}'), False),
    ],
)
def test_only_an_error_of_a_cause_can_lack_what_wraps_it(text: str, unwrapped: bool) -> None:
    assert (parse(text).unwrapped, parse(text).code) == (unwrapped, "SQLITE_BUSY")
