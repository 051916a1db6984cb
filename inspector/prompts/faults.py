"""Parses the error of a failure record, the ``cause=`` and ``error=`` values of every era, into a `Fault`.

The shapes are those of the recordings in ``samples/`` and of OpenCode 1.2.27 to 1.18.33. The error that a server logs is rarely
the cause: a fault is only what was logged.
"""

from __future__ import annotations

import json
import re

from msgspec.structs import replace

from inspector.model import LogRecord
from inspector.patterns import late
from inspector.prompts.prompt import Fault
from inspector.prompts.wording import CUT, cut_fields, cut_strings, cut_values

_SQLITE = (
    ("NOT NULL constraint failed", "SQLITE_CONSTRAINT_NOTNULL"),
    ("FOREIGN KEY constraint failed", "SQLITE_CONSTRAINT_FOREIGNKEY"),
    ("UNIQUE constraint failed", "SQLITE_CONSTRAINT_UNIQUE"),
    ("PRIMARY KEY constraint failed", "SQLITE_CONSTRAINT_PRIMARYKEY"),
    ("CHECK constraint failed", "SQLITE_CONSTRAINT_CHECK"),
    ("database is locked", "SQLITE_BUSY"),
    ("database table is locked", "SQLITE_LOCKED"),
    ("locking protocol", "SQLITE_PROTOCOL"),
    ("database or disk is full", "SQLITE_FULL"),
    ("database disk image is malformed", "SQLITE_CORRUPT"),
    ("malformed database schema", "SQLITE_CORRUPT"),
    ("file is not a database", "SQLITE_NOTADB"),
    ("attempt to write a readonly database", "SQLITE_READONLY"),
    ("unable to open database file", "SQLITE_CANTOPEN"),
    ("disk I/O error", "SQLITE_IOERR"),
    ("no such table", "SQLITE_ERROR"),
    ("no such column", "SQLITE_ERROR"),
    ("has no column named", "SQLITE_ERROR"),
)

_OTHER_RESULTS = {
    "access permission denied": "SQLITE_PERM",
    "out of memory": "SQLITE_NOMEM",
    "interrupted": "SQLITE_INTERRUPT",
    "unknown operation": "SQLITE_NOTFOUND",
    "database schema has changed": "SQLITE_SCHEMA",
    "string or blob too big": "SQLITE_TOOBIG",
    "datatype mismatch": "SQLITE_MISMATCH",
    "bad parameter or other API misuse": "SQLITE_MISUSE",
    "large file support is disabled": "SQLITE_NOLFS",
    "authorization denied": "SQLITE_AUTH",
    "column index out of range": "SQLITE_RANGE",
}
"""SQLite's other messages. Other programs use these words too, so they count only directly after the name of SQLite's error."""

_STATEMENT_ERROR = late(
    r"SQLiteError: (?:near |incomplete input|too many |no such (?:function|index|savepoint|collation|module)|cannot |unrecognized token"
    r"|ambiguous column|circular reference|not an error|misuse of )"
)
"""SQLite's messages about a statement that it cannot prepare or run."""

_ERRNO = {
    1: "SQLITE_ERROR",
    5: "SQLITE_BUSY",
    6: "SQLITE_LOCKED",
    8: "SQLITE_READONLY",
    10: "SQLITE_IOERR",
    11: "SQLITE_CORRUPT",
    13: "SQLITE_FULL",
    14: "SQLITE_CANTOPEN",
    19: "SQLITE_CONSTRAINT",
    26: "SQLITE_NOTADB",
    15: "SQLITE_PROTOCOL",
    264: "SQLITE_READONLY_RECOVERY",
    520: "SQLITE_READONLY_CANTLOCK",
    776: "SQLITE_READONLY_ROLLBACK",
    1032: "SQLITE_READONLY_DBMOVED",
    1288: "SQLITE_READONLY_CANTINIT",
    1544: "SQLITE_READONLY_DIRECTORY",
    787: "SQLITE_CONSTRAINT_FOREIGNKEY",
    1299: "SQLITE_CONSTRAINT_NOTNULL",
    1555: "SQLITE_CONSTRAINT_PRIMARYKEY",
    1811: "SQLITE_CONSTRAINT_TRIGGER",
    2067: "SQLITE_CONSTRAINT_UNIQUE",
    275: "SQLITE_CONSTRAINT_CHECK",
}

_NODE = "ERR_SQLITE_ERROR"
"""The code of each error of node:sqlite. Its `errcode` is SQLite's number."""

_CONSTRAINT = late(r"constraint failed: (\w{1,64})\.(\w{1,64})")

_MISSING = late(r"no such (table|column): (?:(?:main|\w{1,64})\.)?(\w{1,64})")

_NO_COLUMN = late(r"table (\w{1,64}) has no column named (\w{1,64})")

_STATEMENT = late(r"Failed query: (insert into|update|delete from|select)\b(?: \"?(\w{1,64})\"?)?")

_NAME = late(
    r"([A-Za-z_$][\w$./-]{0,80}(?:Error|Exception|Interrupt|Event|Defect)|Error|SchemaError|[A-Z]\w{2,60}(?:\.\w{1,60})+)\b"
)

_UNWRAPPED = late(r"Cause\(\[(?:Die|Fail)\(SQLiteError: ")

_FILE_CALL = late(r"PlatformError: \w{1,40}: FileSystem\.(\w{1,40})")

_MODEL = late(r"Model (?:not found|unavailable): ([^\s/]{1,100})/([^\s]{1,200}?)\.?(?:$|[\s\"')]|\. Did)")

_MEANT = late(r"Did you mean: ([^?]{1,2000})\?")

_AGENT = late(r'Agent not found: "([^"]{0,200})"(?:\. Available agents: ([^"\n)]{0,2000}))?')

_MESSAGE_ID = late(r"params: (msg_[0-9A-Za-z-]{1,64}|prt_[0-9A-Za-z-]{1,64},msg_[0-9A-Za-z-]{1,64})")

_PLAIN = late(r"(?:[A-Z][a-z]{1,20})?Error: ")
"""The beginning of an error of the language itself: Error, TypeError … SQLite's errors are SQLiteError, or stand inside the error
of a query."""

_STRAIGHT = str.maketrans("\u201c\u201d\u201e\u2018\u2019", '"""\'\'')
"""Replaces quotation marks that word processors and chats write."""

_PAIR = late(
    r'"?\b(_tag|name|message|code|errno|errcode|providerID|modelID|module|method)"?[ \t]{0,4}:[ \t]{0,4}(?:"((?:[^"\\]|\\.){0,2000})"?|(-?\d{1,9}))'
)

_CODE = late(r"\bSQLITE_[A-Z]{2,20}(?:_[A-Z]{2,20}){0,3}\b")

_VALUE = late(r"[\[{]|(?:undefined|null|true|false|-?\d{1,20}(?:\.\d{1,20})?)\)\]\)")

_READ_CHARACTERS = 20_000
"""At most this many characters of an error are read."""

_OF_MODEL = (f"Model not found: {CUT}", f"Model unavailable: {CUT}")
_OF_AGENT = f"Agent not found: {CUT}"


class Faults:
    """The faults of a question's records. Each error text is parsed once, however many records carry it."""

    def __init__(self) -> None:
        self._by_text: dict[str, Fault] = {}

    def of(self, record: LogRecord) -> Fault | None:
        """Return what `record` says went wrong; None when it carries no error."""
        text = _error_text(record)
        if text is None:
            return None
        if text not in self._by_text:
            self._by_text[text] = parse(text)
        return self._by_text[text]


def _error_text(record: LogRecord) -> str | None:
    fields = record.fields
    error = fields.get("cause") or fields.get("error.error") or fields.get("error") or fields.get("e")
    return fields.get("reason") if error is None else error


def parse(cause: str) -> Fault:
    """Return the fault in the text of a ``cause=`` or ``error=`` value, whatever its era."""
    text = cause[:_READ_CHARACTERS]
    if text.startswith("{"):
        try:
            value = json.loads(cause) if len(cause) <= 1_000_000 else None
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            return _from_json(value, text)
        return _from_abbreviated(text)
    return _from_text(text)


def _from_json(value: dict[str, object], text: str) -> Fault:
    failures = value.get("failures")
    first = failures[0] if isinstance(failures, list) and failures and isinstance(failures[0], dict) else value
    defect = first.get("defect", first.get("error", first)) if isinstance(first, dict) else first
    if isinstance(defect, str):
        return Fault(text=text, message=defect[:2000], thrown="text")
    if not isinstance(defect, dict) or defect == {"_tag": "Die"}:  # undefined is left out of the JSON
        return Fault(text=text, thrown="value")
    if not defect:
        return Fault(text=text, opaque=True)
    data = defect.get("data") if isinstance(defect.get("data"), dict) else {}
    message = _text(defect.get("message")) or _text(data.get("message")) if isinstance(data, dict) else None
    cause = defect.get("cause") if isinstance(defect.get("cause"), dict) else {}
    errno = _number(defect) or (_number(cause) if isinstance(cause, dict) else None)
    code = _text(defect.get("code")) or (_text(cause.get("code")) if isinstance(cause, dict) else None)
    code = _result(errno) if code in (None, _NODE) else code
    meant = defect.get("suggestions")
    plain = "Error" if "syscall" in defect else None  # of the language itself: its name is no field of its own
    bare = not {"byteOffset", "cause", "message", "errcode"} & defect.keys() and (code or "").startswith("SQLITE_")
    found = _from_text(message or "")
    text = json.dumps(cut_fields(value), ensure_ascii=False, separators=(",", ":"))[:_READ_CHARACTERS]
    tagged = plain or {"_tag", "name", "message", "data", "cause", "byteOffset", "errno", "errcode"} & defect.keys()
    return Fault(
        text=text,
        name=_text(defect.get("_tag")) or _text(defect.get("name")) or found.name or plain,
        message=message,
        code=code or found.code,
        errno=errno,
        table=found.table,
        column=found.column,
        statement=found.statement,
        provider_id=_text(defect.get("providerID")) or found.provider_id,
        model_id=_text(defect.get("modelID")) or found.model_id,
        suggestions=tuple(str(s)[:200] for s in meant[:20]) if isinstance(meant, list) else found.suggestions,
        agent=found.agent,
        agents=found.agents,
        file_call=_file_call(defect.get("reason")) or found.file_call,
        thrown=None if tagged or bare else "value",
        bare_code=bare,
    )


def _from_abbreviated(text: str) -> Fault:
    """Return the fault in JSON that a person shortened. Each known key is searched by itself; a missing key means nothing."""
    plain = text.translate(_STRAIGHT)
    said = {match[1]: match[2] if match[2] is not None else match[3] for match in reversed(list(_PAIR.finditer(plain)))}
    message = _unescape(said["message"]) if "message" in said else None
    found = _from_text(message or plain)
    word = _CODE.search(plain)
    number = said.get("errno") or said.get("errcode") or ""
    errno = int(number) if re.fullmatch(r"-?\d{1,9}", number) else None
    written = said.get("code") or found.code or (word[0] if word else None)
    return replace(
        found,
        text=text,
        name=said.get("_tag") or said.get("name") or found.name,
        message=message or found.message,
        code=_result(errno) if written in (None, _NODE) else written,
        errno=errno,
        provider_id=said.get("providerID") or found.provider_id,
        model_id=said.get("modelID") or found.model_id,
        file_call=_file_call(said) or found.file_call,
        thrown=None,
        bare_code=True,
    )


def _unescape(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _from_text(text: str) -> Fault:
    inner = re.sub(r"^Cause\(\[(?:Die|Fail|Interrupt)\(", "", text)
    thrown = _thrown(inner) if text.startswith("Cause([Die(") else None
    own = cut_values(text)
    said = cut_strings(own)
    borrowed = _PLAIN.match(inner) is not None and not any(sign in said for sign in ("SQLiteError", "Failed query", _NODE))
    code = None if borrowed else _code(said)
    table = column = None
    if borrowed:
        pass  # the words of SQLite in an error that is not SQLite's say nothing of this database
    elif (match := _CONSTRAINT.search(said)) or (match := _NO_COLUMN.search(said)):
        table, column = match.groups()
    elif match := _MISSING.search(said):
        table, column = (match[2], None) if match[1] == "table" else (None, match[2])
    statement = _STATEMENT.search(own)
    name, call = _NAME.match(inner), _FILE_CALL.match(inner)
    model = _MODEL.search(text) if own.endswith(_OF_MODEL) else None
    meant = _MEANT.search(text) if model else None
    agent = _AGENT.search(text) if own.endswith(_OF_AGENT) else None
    ids = _MESSAGE_ID.search(text) if statement else None
    inner = inner.split("\n    at ", 1)[0]
    end = inner.find(" (cause:")
    if end < 0:
        end = max(inner.find(")])"), -1)
    return Fault(
        text=own,
        name=name[1] if name else None,
        message=(inner if end < 0 else inner[:end])[:2000] or None,
        code=code,
        table=table,
        column=column,
        statement=(statement[1].split()[0], statement[2] or "") if statement else None,
        thrown=thrown,
        provider_id=model[1] if model else None,
        model_id=model[2] if model else None,
        suggestions=tuple(s.strip() for s in meant[1].split(",")) if meant else (),
        agent=agent[1] if agent else None,
        agents=tuple(a.strip() for a in agent[2].split(",")) if agent and agent[2] else (),
        unwrapped=_UNWRAPPED.match(text) is not None,
        file_call=call[1] if call else None,
        message_id="msg_" + ids[1].split("msg_")[1] if ids else None,
        sent_agent=_between(text, '"agent":"', '"') if ids else None,
        sent_model=_between(text, '"modelID":"', '"') if ids else None,
    )


def _file_call(reason: object) -> str | None:
    """Return the call of the file system that a ``PlatformError`` names as its reason (1.15.13)."""
    return _text(reason.get("method")) if isinstance(reason, dict) and reason.get("module") == "FileSystem" else None


def _code(said: str) -> str | None:
    """Return SQLite's result in an error's text; None without one."""
    code = next((code for words, code in _SQLITE if words in said), None)
    if code is None:
        code = next((code for words, code in _OTHER_RESULTS.items() if f"SQLiteError: {words}" in said), None)
    return code


def is_of_statement(fault: Fault) -> bool:
    """Whether SQLite could not prepare or run the statement, so that no row was refused."""
    return _STATEMENT_ERROR.search(fault.text) is not None


def _result(errno: int | None) -> str | None:
    """Return SQLite's result with this number. The low byte of an extended result is its primary result."""
    if errno is None:
        return None
    return _ERRNO.get(errno) or (_ERRNO.get(errno & 255) if errno > 255 else None)


def _number(error: dict[str, object]) -> int | None:
    """Return the number of an error: `errno`, or node:sqlite's `errcode`."""
    return _int(error.get("errno")) or _int(error.get("errcode"))


def _thrown(inner: str) -> str | None:
    """Return what followed ``Cause([Die(`` when it was not an error: ``text`` for a JSON string, ``value`` for another JSON value
    or undefined."""
    return "text" if inner.startswith('"') else "value" if _VALUE.match(inner) else None


def _text(value: object) -> str | None:
    return value[:2000] if isinstance(value, str) else None


def _int(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _between(text: str, start: str, end: str) -> str | None:
    begin = text.find(start)
    if begin < 0:
        return None
    stop = text.find(end, begin + len(start), begin + len(start) + 300)
    return text[begin + len(start) : stop] if stop >= 0 else None
