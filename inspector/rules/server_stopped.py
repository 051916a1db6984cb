"""The server died or was stopped while the prompt ran.

What happens
The answer stays open forever: no completion, no error; tool parts stay `running`. A new server process does not continue
it.

Why
A crash, the kernel's out-of-memory killer, a container restart, an upgrade. The server keeps its active runs only in
memory.

How to tell it from similar causes
- The log of the server run ends while the answer was still active, and another run starts later: a new `version=` banner in
  the legacy log, a new `run=` from 1.17 on.
- In the legacy log, pieces of an answer (`type=message.part.delta publishing`) continue to the end of the run, and another
  run follows.
- `opencode run` ends by itself: it may leave an answer open although nobody stopped it.
- stream-stall: the server's log continues for other sessions while this answer is silent.
- tool-hang: the answer had been silent for a while before the log ended; then the stop is not the cause.
- waiting-for-*: a call that waits for a person gets no answer as long as nobody replies, however soon its server is restarted.
- From a log alone, an answer that ended in the last moments before the stop looks the same: the log may lack its last half second.
- Without a later start in the log, a killed server looks the same as files copied at that moment.
- directory-missing also leaves an open answer, with a failing record.
- A tool part that has been `running` or `pending` since before the current server's start was left by a stopped server.
  Nothing ever completes it, and clients keep showing "thinking". The next prompt is answered nevertheless (killed in a tool
  call, 1.14.48, 1.15.13, 1.18.33). `loop exit with orphaned interrupted tool` is a warning about such a part, not a cause.
- A session that a client shows as busy although its last answer is complete: the server keeps the status only in its memory
  only (GET /session/status), neither rows nor logs show it; an abort or a restart clears it (reported, not tried here).

Remedy
- Start the server and send the prompt again in the same session: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Find out why the server ended: the service manager's journal, dmesg for out-of-memory kills.
- Waiting does not help.

Versions
All. The newest rows may be only in opencode.db-wal: without that file 5 of 6 sessions were missing (crash-1.15.13). Copy
.db, -wal and -shm together. log/opencode.log may lack the last half second of what stderr shows.

Sources
anomalyco/opencode#17444, #37821, #19023, #27871, #43277. Recordings crash-1.15.13, crash-1.18.33,
provider-hang-killed-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from inspector.model import Clue, Deciding, LogRecord, Outcome, Run, Stage, Step
from inspector.prompts.answers import is_hanging, last_activity, running_tool
from inspector.prompts.loops import LONGEST_ANSWER, loop_exited
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._asking import waits_for_person
from inspector.rules._clues import against, moderate, refutes, row, strong, weak
from inspector.rules._hanging import successor
from inspector.rules._instances import disposed, ended_with_it
from inspector.rules._network_texts import UNREACHED
from inspector.rules._questions import PROVIDER_PAUSE, Pieces, aborted_in_log, pieces
from inspector.rules._remedies import note, resend, restart, seconds
from inspector.rules._rule import Rule
from inspector.text import many, utc

NOT_RUN = (Stage.FAILED, Stage.NOTHING, Stage.ADMITTED)
"""Stages at which no server runs the prompt."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    gone = disposed(prompt, world) if prompt.outcome is Outcome.SILENT else None
    if gone is not None and ended_with_it(gone, prompt, world):
        weigh = strong if successor(prompt, world) is not None else moderate
        yield weigh(
            "The server disposed of its instances and logged nothing after that, as Kilo does when it is stopped.", gone.source
        )
        return
    if prompt.outcome is not Outcome.SILENT or prompt.stage in NOT_RUN or prompt.time is None:
        return
    if _is_half_stored(prompt, world):
        if _was_last_of_its_server(prompt.time, world):
            yield strong(
                "The message was stored without its parts, its server wrote nothing after that, and another process started.",
                row(prompt),
            )
        return
    if not _is_open(prompt):
        return
    if prompt.run is not None and not prompt.run.serves:
        yield moderate("The prompt ran in a command that ends by itself (`opencode run`), and the command's log ends here.", None)
        return
    parent = _parent_went_on(prompt, world)
    if parent is not None:
        yield refutes(
            "The session that started this subagent continued afterwards, so the subagent's prompt had ended.", parent.source
        )
        return
    last = last_activity(prompt)
    following = successor(prompt, world)
    if pieces(prompt, world) is Pieces.SENT and (following is not None or not world.live):
        source = prompt.run.last_piece_source if prompt.run else None
        weigh = moderate if following is not None else weak  # a log copied from a running server looks the same
        yield weigh("Pieces of an answer were sent until the log of its server ended.", source)
    if following is not None and following.first_time is not None and last is not None:
        yield from _followed(prompt, world, following, last)
    elif not world.live:
        yield from _at_the_end(prompt, world, last)
    elif prompt.run is None and last is not None and world.now is not None and world.now - last > timedelta(minutes=10):
        yield weak("The prompt has been silent for long, although a server has the database open.", row(prompt))


def _is_open(prompt: Prompt) -> bool:
    """Whether the prompt may still have been running when the evidence ends."""
    open_answer = is_hanging(prompt) or (
        prompt.message is None and prompt.stage in (Stage.STREAM, Stage.ANSWERING, Stage.LOOP, Stage.STORED)
    )
    left = prompt.message is not None and not prompt.answers and prompt.stage in (Stage.LOOP, Stage.STREAM)
    ended = prompt.record is not None or loop_exited(prompt) or aborted_in_log(prompt) is not None
    return (open_answer or left) and not ended


def _followed(prompt: Prompt, world: World, following: Run, last: datetime) -> Iterator[Clue]:
    """Yield clues when another process started after the one that ran the prompt, which was last active at `last`."""
    began = following.began or following.first_time
    assert began is not None and following.first_time is not None  # noqa: S101 - narrowed by the caller
    # without rows the last known activity is the call to the provider; how long the provider answered after that is unknown
    weigh, weigh_soon = (strong, moderate) if prompt.rows is not None else (moderate, weak)
    yield weigh(
        f"Another server process started at {utc(following.first_time)}, and the process that ran this prompt logged nothing after that.",
        None,
    )
    sent, gap = pieces(prompt, world), _silence(prompt, last)
    if sent is Pieces.SENT:
        return
    if waits_for_person(prompt, world):
        yield against("The prompt was waiting for a person, who had not replied when the server stopped.", row(prompt))
    elif (
        gap is not None
        and gap > PROVIDER_PAUSE
        and (gap >= LONGEST_ANSWER or sent is Pieces.NONE or running_tool(prompt) is not None)
    ):
        yield against(f"The prompt had been silent for {seconds(gap)} before its server's last record.", row(prompt))
    elif timedelta(seconds=-1) <= began - last <= PROVIDER_PAUSE:
        # a log alone may lack its last half second, in which the answer may have ended
        yield weigh_soon(f"The next process started {seconds(began - last)} after the answer's last activity.", row(prompt))


def _at_the_end(prompt: Prompt, world: World, last: datetime | None) -> Iterator[Clue]:
    """Yield a clue when no later process is known, and none has the database open."""
    if running_tool(prompt) is not None and world.logs is None:
        yield weak(
            "No process has the database open, and no log shows whether the server was stopped during the call.", row(prompt)
        )
    elif running_tool(prompt) is None and last is not None and world.end is not None:
        quiet = world.end - last
        if quiet <= PROVIDER_PAUSE:
            yield moderate(
                f"The evidence ends {seconds(quiet)} after the answer's last activity, and no process has the database open: the server stopped then, or the files were copied then.",
                row(prompt),
            )
        else:
            yield weak("No process has the database open.", row(prompt))


def _was_last_of_its_server(time: datetime, world: World) -> bool:
    """Whether no server run logged anything from `time` on until another process started."""
    timed = [
        (run.first_time, run.last_time) for run in (world.logs.runs if world.logs else ()) if run.first_time and run.last_time
    ]
    before = [last for first, last in timed if first <= time]
    return bool(before) and max(before) <= time and any(first > time for first, _ in timed)


def _is_half_stored(prompt: Prompt, world: World) -> bool:
    """Whether the message has none of its parts, which are stored right after it, while the database has parts of others."""
    rows = prompt.rows
    return (
        prompt.message is not None
        and prompt.stage is Stage.STORED
        and not prompt.parts
        and rows is not None
        and rows.parts is not None
        and any(other.parts for other in world.prompts)
    )


def _parent_went_on(prompt: Prompt, world: World) -> LogRecord | None:
    """Return the parent session's next step after the last record of a subagent's session; None where there is none."""
    if world.logs is None or prompt.rows is not None or not prompt.records:
        return None
    made = next((r for r in world.logs.sessions.get(prompt.session_id or "", ()) if r.message == "created"), None)
    parent = made.fields.get("parentID", "") if made is not None else ""
    last = prompt.records[-1]
    steps = (r for r in world.logs.sessions.get(parent, ()) if r.message in ("loop", "exiting loop") and r.run == last.run)
    return next((r for r in steps if r.order > last.order), None)


def _silence(prompt: Prompt, last: datetime) -> timedelta | None:
    return prompt.run.last_time - last if prompt.run and prompt.run.last_time else None


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"The server stopped while {many(len(prompts), 'prompt')} ran, and did not complete the {'answer' if len(prompts) == 1 else 'answers'}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        restart("Start the server again."),
        resend(),
        note(
            "Find out why the server ended: the service manager's log, and `dmesg` for out-of-memory kills.",
            "journalctl -u opencode --since -1h; dmesg | grep -i -E 'killed process|out of memory'",
        ),
    )


SHELLS = (*(f"[{job}]{mark} *" for job in (1, 2, 3) for mark in ("", " +", " -")), "zsh:", ": line *: *")
"""What a shell prints before the end of a process that a signal ended."""
SIGNALLED = (
    "killed: 9",
    "segmentation fault: 11",
    "bus error: 10",
    "abort trap: 6",
    "trace/bpt trap: 5",
    "illegal instruction: 4",
)
"""What bash on macOS prints."""
ENDINGS = (
    "killed",
    "segmentation fault",
    "bus error",
    "abort",
    "trace trap",
    "illegal hardware instruction",
    "illegal instruction",
)
CRASH_CODES = (3221225477, -1073741819, 3221226505, -1073740791, 3221225501, -1073741795)
"""Exit codes of Windows, signed or not: access violation, stack buffer overrun, illegal instruction."""


RULE = Rule(
    title="The server stopped while the prompt ran",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#17444", "anomalyco/opencode#37821", "anomalyco/opencode#19023"),
    not_a_remedy=("Waiting: a new server process does not continue the answers of the old one.",),
    says=(
        "opencode server is not running",
        *UNREACHED,
        "bun has crashed",
        "bun has run out of memory",
        "bun has ran out of memory",
        *(f"{shell} {ending} *opencode" for shell in SHELLS for ending in ENDINGS),
        *(f"{ending} *opencode" for ending in SIGNALLED),
        "job *, 'opencode… terminated by signal",
        "~opencode invoked oom-killer",
        "opencode[*]: segfault at",
        "traps: opencode[",
        "(opencode) of user * dumped core",
        "opencode*.service due to memory",
        "container opencode died",
        "container opencode exited with",
        "killed due to memory usage… opencode",
        *(f"opencode* exited ({code})" for code in (132, 134, 137, 139)),
        "opencode*.service: main process exited",
        "opencode*.service: a process of this unit has been killed",
        *(f"opencode*.service: failed with result '{result}'" for result in ("oom-kill", "signal", "core-dump", "timeout")),
        "opencode… oomkilled",
        "~oomkilled",
        *(f"server ready… sidecar exited {{ code: {code}" for code in (132, 133, 134, 137, 139, 3221225477)),
        "opencode… reason: oomkilled",
        "opencode… illegal instruction",
        "opencode… illegal hardware instruction",
        "oomkilled… opencode",
        *(f"opencode* exited with code {code}" for code in (132, 134, 137, 139)),
        "app [opencode:*] exited with code",
        "exited: opencode* (terminated by sig",
        "opencode: service exited due to sig",
        *(f"opencode… exited with code {code}" for code in CRASH_CODES),
        "faulting application name: opencode",
        "~error sending request for url (http://127.0.0.1… /session/",
        "~error sending request for url (http://localhost… /session/",
        "core dumped… opencode",
        "process exited with code 137",
        "exit code 137",
        "signal: killed",
        "oom-kill… task=opencode",
        *(f"killed process * ({name}" for name in ("opencode", ".opencode", "bun")),
        "killed process * (node)… opencode",
        "segmentation fault… opencode",
        "opencode… terminated by signal",
        "opencode… malloc:… error for object",
        "bus error at address",
        "illegal instruction at address",
        "panic(main thread)",
        "panic(thread… segmentation fault at address",
        "segmentation fault at address",
        "javascript heap out of memory",
        "rangeerror: out of memory",
        "oh no: bun has crashed",
        "service: main process exited… opencode",
        "illegal instruction… opencode",
        "~is there a server running at",
        "~can't connect to this server",
        'args: … "--user-agent=opencode/',
    ),
    told=(
        (
            r"\b(?:exit(?:s|ed)|crash(?:es|ed)|killed|terminated|dies|died|forcing restart|force-?restart\w*)\b",
            r"^(?!.*\b(?:before (?:printing|listening|ready|starting|it)|immediately)\b).*(?:\bmanaged (?:opencode|server)\b"
            r"|\bopencode[`'\"]? (?:serve[`'\"]?(?: process)?|server|process)\b|`opencode serve`)",
        ),
        (
            r"\boom\b|\boom[- ]kill\w*|(?<!sqliteerror: )\bout of memory\b(?!: killed process \d+ \((?!opencode|bun|node))|\bsegfaults?\b|\bsegmentation fault"
            r"|\bsig(?:kill|segv|ill|abrt|bus|trap)\b|\b(?:illegal|invalid) instruction\b|\b(?:trace|abort) trap\b|\bbus error\b|\bcore dump(?:s|ed)?\b",
            r"\bopencode2?\b|\bserver\b|\bprocess\b|\bbun\b",
        ),
        (
            r"\bcrash\w*|\bkill(?:s|ed|ing)\b",
            r"\bmemory leaks?\b|\bleaks? memory\b|\b(?:ram|memory) (?:usage|consumption|growth|exhaustion)\b|\bran out of (?:ram|memory)\b",
        ),
    ),
    aliases=(
        "runtime-crash",
        "tool-part-orphaned",
    ),
    possible_at={Stage.STORED: 1, Stage.LOOP: 0, Stage.STREAM: 1, Stage.ANSWERING: 1, Stage.NOTHING: 2, Stage.ADMITTED: 1},
    would_decide=(Deciding.PROCESS_ALIVE,),
)
