"""SQLite's result codes and messages, as bun:sqlite, node:sqlite, drizzle and effect print them."""

import json

from tests.pasted.runtime import ID, Text, of

CODES = "sqlite.org/rescode.html"
BUN = "oven-sh/bun src/bun.js/bindings/sqlite/JSSQLStatement.cpp"
NODE = "nodejs/node src/node_sqlite.cc"
DRIZZLE = "drizzle-team/drizzle-orm drizzle-orm/src/errors.ts"
EFFECT = "Effect-TS/effect packages/sql/src/SqlError.ts"

LOCKED, FULL, DAMAGED, READONLY = ("database-locked",), ("disk-full",), ("database-damaged",), ("database-readonly",)


def bun(message: str, code: str, errno: int) -> str:
    return f'SQLiteError: {message}\n      errno: {errno},\n byteOffset: -1,\n       code: "{code}"'


def node(message: str, errcode: int) -> str:
    return (
        f"Error: {message}\n    at DatabaseSync.exec (node:sqlite) {{\n  code: 'ERR_SQLITE_ERROR',\n  errcode: {errcode},\n"
        f"  errstr: '{message}'\n}}"
    )


def drizzle(message: str, code: str) -> str:
    return (
        'DrizzleQueryError: Failed query: insert into "part" ("id", "message_id", "data") values (?, ?, ?)\n'
        f'params: prt_x,msg_x,{{}}\n  cause: SQLiteError: {message}\n   code: "{code}"'
    )


def effect(message: str, name: str = "SqlError") -> str:
    return f"(FiberFailure) {name}: Failed to execute statement\n  [cause]: SQLiteError: {message}"


RESULTS = (
    ("database is locked", "SQLITE_BUSY", 5, LOCKED),
    ("database is locked", "SQLITE_BUSY_SNAPSHOT", 517, LOCKED),
    ("database is locked", "SQLITE_BUSY_RECOVERY", 261, LOCKED),
    ("database is locked", "SQLITE_BUSY_TIMEOUT", 773, LOCKED),
    ("database table is locked", "SQLITE_LOCKED", 6, LOCKED),
    ("database table is locked: session", "SQLITE_LOCKED_SHAREDCACHE", 262, LOCKED),
    ("locking protocol", "SQLITE_PROTOCOL", 15, LOCKED),
    ("database or disk is full", "SQLITE_FULL", 13, FULL),
    ("disk I/O error", "SQLITE_IOERR", 10, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_WRITE", 778, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_READ", 266, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_SHORT_READ", 522, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_FSYNC", 1034, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_SHMOPEN", 4618, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_SHMMAP", 5386, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_LOCK", 3850, DAMAGED),
    ("disk I/O error", "SQLITE_IOERR_TRUNCATE", 1546, DAMAGED),
    ("database disk image is malformed", "SQLITE_CORRUPT", 11, DAMAGED),
    ("database disk image is malformed", "SQLITE_CORRUPT_INDEX", 779, DAMAGED),
    ("malformed database schema (message_session_idx)", "SQLITE_CORRUPT", 11, DAMAGED),
    ("file is not a database", "SQLITE_NOTADB", 26, DAMAGED),
    ("attempt to write a readonly database", "SQLITE_READONLY", 8, READONLY),
    ("attempt to write a readonly database", "SQLITE_READONLY_DBMOVED", 1032, READONLY),
    ("attempt to write a readonly database", "SQLITE_READONLY_DIRECTORY", 1544, READONLY),
    ("attempt to write a readonly database", "SQLITE_READONLY_CANTINIT", 1288, READONLY),
    ("attempt to write a readonly database", "SQLITE_READONLY_ROLLBACK", 776, READONLY),
    ("unable to open database file", "SQLITE_CANTOPEN", 14, READONLY),
    ("unable to open database file", "SQLITE_CANTOPEN_ISDIR", 526, READONLY),
    ("unable to open database file", "SQLITE_CANTOPEN_FULLPATH", 782, READONLY),
)
"""Message, code and number of each result, with the pages that explain it."""

UNEXPLAINED = (
    ("out of memory", "SQLITE_NOMEM", 7),
    ("interrupted", "SQLITE_INTERRUPT", 9),
    ("string or blob too big", "SQLITE_TOOBIG", 18),
    ("datatype mismatch", "SQLITE_MISMATCH", 20),
    ("bad parameter or other API misuse", "SQLITE_MISUSE", 21),
    ("column index out of range", "SQLITE_RANGE", 25),
    ("authorization denied", "SQLITE_AUTH", 23),
    ("database schema has changed", "SQLITE_SCHEMA", 17),
    ("large file support is disabled", "SQLITE_NOLFS", 22),
    ('near "from": syntax error', "SQLITE_ERROR", 1),
    ("cannot start a transaction within a transaction", "SQLITE_ERROR", 1),
    ("too many SQL variables", "SQLITE_ERROR", 1),
    ("no such function: json_each", "SQLITE_ERROR", 1),
)
"""Results that no page explains."""

NAMELESS = "SQLITE_ERROR"


def legacy(code: str, errno: int) -> str:
    defect = json.dumps({"code": code, "errno": errno, "byteOffset": -1}, separators=(",", ":"))
    cause = f'{{"_id":"Cause","failures":[{{"_tag":"Die","defect":{defect}}}]}}'
    return f"ERROR 2026-11-22T06:47:14 +5037ms service=default session.id={ID} cause={cause} prompt_async failed\n"


def logfmt(message: str, name: str = "SQLiteError") -> str:
    inner = f"effect/sql/SqlError/UnknownError: Failed to execute statement (cause: {name}: {message})"
    cause = json.dumps(f"Cause([Die(effect/sql/SqlError: Failed to execute statement (cause: {inner}))])")
    return f'timestamp=2026-11-22T06:47:41.741Z level=ERROR run=01dec27e message="prompt_async failed" sessionID={ID} cause={cause}\n'


RECORDS = (
    *((legacy(code, errno), causes) for _, code, errno, causes in RESULTS),
    *(
        (legacy("ERR_SQLITE_ERROR", 0).replace('"errno":0,"byteOffset":-1', f'"errcode":{errno},"errstr":"{message}"'), causes)
        for message, _, errno, causes in RESULTS
    ),
    *((logfmt(message), causes) for message, _, _, causes in RESULTS),
    *((logfmt(message, "Error"), causes) for message, _, _, causes in RESULTS),
    *((legacy(code, errno), ()) for _, code, errno in UNEXPLAINED if errno > 1),
    *((logfmt(message), ()) for message, _, _ in UNEXPLAINED),
)
"""Records of a failed prompt of each era, with the causes that may be named."""
TEXTS = (
    *(Text(bun(message, code, errno), CODES, causes) for message, code, errno, causes in RESULTS),
    *(Text(node(message, errno), NODE, causes) for message, code, errno, causes in RESULTS[1::3]),
    *(Text(drizzle(message, code), DRIZZLE, causes) for message, code, _, causes in RESULTS[::3]),
    *(Text(effect(message), EFFECT, causes) for message, _, _, causes in RESULTS[::3]),
    *(Text(bun(message, code, errno), CODES) for message, code, errno in UNEXPLAINED),
    Text(effect("database is locked", "SqlError/LockTimeoutError"), EFFECT, LOCKED),
    Text("database is locked", CODES, LOCKED),
    Text('{"code":"SQLITE_IOERR_SHMSIZE","errno":4874,"byteOffset":-1}', BUN, DAMAGED),
    Text('{"code":"SQLITE_CANTOPEN","errno":14,"byteOffset":-1}', BUN, READONLY),
    Text(bun("NOT NULL constraint failed: session_message.seq", "SQLITE_CONSTRAINT_NOTNULL", 1299), BUN, ("schema-drift",)),
    Text(bun("table session has no column named path", NAMELESS, 1), BUN, ("schema-drift",)),
    Text(bun("no such column: session.workspace_id", NAMELESS, 1), BUN, ("schema-drift",)),
    Text(
        bun("FOREIGN KEY constraint failed", "SQLITE_CONSTRAINT_FOREIGNKEY", 787),
        BUN,
        ("session-deleted", "constraint-violation"),
        sure=False,
    ),
    Text(bun("UNIQUE constraint failed: message.id", "SQLITE_CONSTRAINT_PRIMARYKEY", 1555), BUN, ("duplicate-id",), sure=False),
    Text(bun("CHECK constraint failed: status", "SQLITE_CONSTRAINT_CHECK", 275), BUN, ("constraint-violation",)),
    Text(bun("no such table: session", NAMELESS, 1), BUN, ("database-damaged", "migration-failed", "schema-drift"), sure=False),
    Text(bun("table `session` already exists", NAMELESS, 1), BUN, ("migration-failed", "schema-drift"), sure=False),
    Text(bun("index session_project_idx already exists", NAMELESS, 1), BUN, ("migration-failed", "schema-drift"), sure=False),
    Text(bun("duplicate column name: workspace_id", NAMELESS, 1), BUN, ("migration-failed",)),
    Text("RangeError: Cannot use a closed database", BUN),
    Text("Error: database connection is not open", NODE),
    Text(
        "DrizzleError: Failed to run the query 'ALTER TABLE `session` ADD `workspace_id` text;'", DRIZZLE, ("migration-failed",)
    ),
    *of(
        LOCKED,
        "sqlite.org, libsql",
        "EBUSY: resource busy or locked, open 'C:\\Users\\operator\\.local\\share\\opencode\\opencode.db-shm'",
        "SQLITE_BUSY_SNAPSHOT",
        "Error: SQLITE_BUSY: database is locked",
        "LibsqlError: SQLITE_BUSY: database is locked",
    ),
    *of(
        DAMAGED,
        "sqlite.org, libsql",
        "Error: file is encrypted or is not a database",
        "SQLiteError: disk I/O error (SQLITE_IOERR_SHMMAP)",
        "Parse error: malformed database schema (?) - invalid rootpage",
        "database corruption at line 70322 of [2aabe05e2e]",
    ),
    *of(DAMAGED, "sqlite.org, libsql", "wrong # of entries in index message_session_idx", sure=False),
)
