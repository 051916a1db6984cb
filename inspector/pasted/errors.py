"""Find errors outside log records in a text: stack traces, JSON, and output of a terminal or a dialog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.model.value import Value
from inspector.pasted.lines import Line, is_sentence, is_source_code, without_denied
from inspector.pasted.signs import (
    is_bare_refusal,
    is_list_of_changes,
    is_named,
    is_no_failure,
    is_of_another_agent,
    is_printed_elsewhere,
    is_question,
    is_report,
    is_row_of_another_agent,
    names_another_agent,
    names_opencode,
    origin_of,
)
from inspector.patterns import late

LONGEST = 20_000
"""At most this many characters of one block are kept."""
MOST = 200
"""At most this many blocks of one text are searched."""
ANNOUNCED = 3
"""At most this many lines of a paragraph right after a colon are treated as copied text."""
_ERROR = late(
    "|".join(
        (
            r"\b\w{0,60}(?:Error|Exception)\b|\bSQLITE_[A-Z]+|\berror\b|\bfail(?:s|ed|ures?)?\b|\bconstraint\b|\bno such (?:table|column)\b",
            r"\btimed? ?out\b|\bkilled process\b|\bpanic\b|\boom\b|\bdenied\b|\brefused\b|\brejected\b|\blocked\b|\bmalformed\b",
            r"\bnot found\b|\bmissing\b|\basking\b|\bpending\b|\bunauthorized\b|\bdisconnected\b|\bcrash|\bdropping\b|\binvalid\b",
            r"\bunexpected\b|\bexpected (?:a|an|object|string)\b|\bunavailable\b|\bin use\b|\btoo long\b|\bexceed|\bunresponsive\b|\bnot ready\b|\bnot supported\b",
            r"\btool_(?:use|result)\b|\bpermission (?:request|reply)\b|\bhangs?\b|\b(?:output|tokens)(?:=|: ?)0\b",
            r"\bmust (?:be|have|end|start|alternate|match|contain|not)\b|\btoo large\b|\bcannot\b|\bunable to\b|\bexhausted\b|\boverloaded\b|\binsufficient\b",
            r"\bcertificate\b|\bHTTP\S{0,5} ?[45]\d\d\b|\b[45]\d\d [A-Z]\w+|\bexited\b|\bpermission required\b|\blimit reached\b|\bfinish\b",
            r"\bunexpectedly\b|\bsegmentation fault\b|\bcore dumped\b|\bstuck\b|\bpermission\.\w+|\bcould not\b|\bnot deployed\b",
            r"\b(?:permitted|allowed|quota|balance|expired|unsupported|aborted|capacity|throttl\w+|certificates?|blocked|limited|too many|credits?)\b",
            r"\bfinish_?reason\b|\binvalid '|\b(?:greater|larger|longer|more) than\b",
            r"未找到|找不到模型|无法初始化|無法初始化|不是有效的|失敗|無効です|見つかりません|ではありません|エラー|발생했습니다|실패|찾을 수 없|유효",
            r"\bnicht (?:gefunden|initialisiert)\b|\bungültig|\bgültiges\b|\bfehlgeschlagen\b|\bno encontrado\b|\bv[áa]lido\b|\bfallid[ao]\b|\bfallo al\b",
            r"\bintrouvable\b|\bvalide\b|\binvalide\b|\béchec\b|\berreur\b|\bnão encontrado\b|\binválido\b|\bfalh(?:a|ou)\b",
            r"не найден|недопустим|некорректн|не удалось",
            r"\bcli path: |错误|錯誤|报错|失败|异常|ошибк|\berro\b|\bfehler",
            r"\breset by\b|_exceeded\b|\bmaximum (?:context|prompt|input|number)\b|\breduce the\b|\bno body\b|\bbad ?request\b|\bnot valid\b",
            r"\bno (?:\w+ ){1,3}(?:found|available|generated)\b|\bhas no (?:import|provider)\b|\bconflicts? with\b|\bdefault agent\b|\bdoes not start\b",
            r"\bsidecar\b|\bprocess gone\b|\bnot responding\b|\bauto-reject\w*|\bdismissed\b|\bconnect a provider\b|_error\b",
            r"\bno LLM route\b|\bchatgpt plan\b|\b(?:account|token)\b.{0,30} is required\b|\bauthentication requires\b|\bexpected '|\bdoes not exist\b",
            r"\bonly one\b|\berrors ---|\bbefore start\b|\bended without\b",
            r"\bstatus\b.{0,6}\b(?:running|error|[45]\d\d)\b|\billegal instruction\b|\bduplicate\b|\bfull\b|\breadonly\b|\bread-only\b",
            r"(?-i:\bE(?:ACCES|PERM|NOENT|NOSPC|DQUOT|ROFS|[MN]FILE|XDEV|LOOP|BUSY|EXIST|NOTDIR|ISDIR|PIPE|CONN\w+|TIMEDOUT|ADDR\w+|INVAL|NOTFOUND)\b)",
            r"\bnet::ERR_|\b[45]\d\d \([A-Z]\w+|\bnot recognized\b|\bsegfault\b|\boom-?killed\b|\bdumped core\b|\billegal hardware instruction\b",
            r"\b(?:killed|abort|trap)\b.{0,40}\bopencode\b|\bterminated by\b|\blibrary not loaded\b|\bsymbol lookup\b|\bcorruption\b|\bencrypted\b|\bnot enough\b",
            r"\bopencode\S{0,60}\.service\b.{0,20}\bdue to memory\b|\bkilled due to\b|\bdied \(|\bunknown command: opencode|\binterrupted\b|\bmemory pressure\b",
            r"\"id\"\s?:\s?\"(?:per|que)_\w{8,40}\"|\"reason\"\s?:\s?\"length\"|\bnot running\b",
            r"\bfatal: |\bprevents you\b|\bwww-authenticate\b|\bis destroyed\b|\bwithout its required\b|\bkilling opencode\b",
            r"\bno (?:space left|such file)\b|\bout of memory\b|\bbad cpu type\b|\bprematurely\b",
        )
    ),
    re.IGNORECASE,
)
_REFUSAL = late(
    "|".join(
        (
            r"\b(?:incorrect|wrong|not valid|invalidated|unknown|unrecognized|unsupported|deprecated|decommissioned|suspended|disabled)\b",
            r"\b(?:revoked|deactivated|retired|moderation|malformed|restricted|exhausted|depleted|flagged|corrupted|legacy|terminated|crashed|unloaded|encountered|incompatible|inappropriate)\b",
            r"\boverload\w*|\bbusy\b|\bhigh (?:traffic|demand|load|risk)\b|\bcapacity\b|violat\w+|\brouting requirements\b|new_sensitive|image\(s\)|\(no body\)",
            r"\b(?:no|not?) (?:[\w-]+ ){1,5}(?:found|provided|available|passed|loaded|specified|valid|exist|support\w*|enabled|allow\w*)\b",
            r"\b(?:is|are|was|were|do|does|did|has|have|may|must|should|can|could) ?n[o'’]t\b|\bwithout its\b|\bno longer\b|\bend of (?:its )?life\b",
            r"\bapi[ -]?keys?\b|\bcredentials?\b|\b(?:access|auth\w*|bearer|oauth) tokens?\b|\b(?:usage|rate|spending|request|token|plan) limits?\b",
            r"\bmodels?\b.{0,80}\b(?:only|instead|supports?)\b|\bmaximum (?:context|prompt|tokens|number|size|of)\b|\bcontext (?:length|window|size|limit)\b",
            r"\bno (?:such|output|available)\b|\bnot (?:in|the same|exist|support\w*|accessible|allowed|meet|enough)\b|\bhas (?:no|ended)\b",
            r"\bonly (?:allows?|supports?|works?|available)\b|\b(?:field|input) required\b|\bshould (?:match|be|have)\b|\bexpected\b|\bbut (?:you|the)\b",
            r"\b(?:please|try again|retry|upgrade|required?|requires|must|reduce the|at least|empty|risk|billing)\b|\bbad gateway\b|\bforbidden\b",
            r"\bunable to\b|\btiming out\b|\btoo (?:long|large|many|big)\b|\bbadly formatted\b|\bunauthenticated\b|^\W{0,3}[a-z]+(?:_[a-z]+){1,6}\W{0,3}$",
            r"无效|非法|未提供|未收到|未正常|不存在|不支持|不足|不可用|无可用|没有可用|已过期|已到期|已欠费|上限|限制|无权|超长|超出|超过|封禁|饱和|用尽",
            r"过高|过大|过载|负载|限流|暂未|用完|繁忙|频繁|未找到|缺少|下架|下线|超额|请",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
"""Words by which a server says that it refuses a request. An author uses them too, so they count only in copied text."""
_WINDOWS_PATH = late(r"\b[A-Za-z]:\\(?!\\)\w")
_FRAME = late(r"\bat [\w.$<>\[\] ]{0,120}\(?[^()\s]{1,300}:\d+(?::\d+)?\)?")
_SHOWN = late(
    "|".join(
        (
            r"\W{0,4}(?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Request Timeout|Conflict|Too Many Requests|Payload Too Large"
            r"|Unprocessable Entity|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout): ",
            r".{0,160}\bretrying in [\dhms ]{1,20}.{0,6}attempt #\d",
            r"(?:PS [A-Z]:[^>\n]{0,200}>|[$❯»])\s{1,3}[a-z.~/]|[A-Z]:\\[^>\n]{0,200}>\s{0,3}[a-z.~/]",
            r"\W{0,4}Failed to \w|\W{0,4}Managed service port \d|\W{0,4}[{\[]\s?\"",
            r"\W{0,4}(?:[A-Za-z][\w./]{0,60}(?:Error|Exception)|[Ee]rror|ERROR|Uncaught|[Ff]atal|panic|Warning|WARN)\b.{0,40}?[:=]",
        )
    )
)
"""The beginning of an error that a program prints, or of a command before its output."""
_QUOTED = late(
    r"`([^`\n]{3,400})`|“([^”\n]{3,400})”|\"([^\"\n]{3,400})\"|(?<!\w)'([^'\n]{3,400})'(?!\w)|«([^»\n]{3,400})»|「([^」\n]{3,400})」"
    r"|(\{\s?\"[^\n]{10,400}\}|\{\s?\"[^\n}]{10,400})|(?:errors?|messages?|says?|saying|shows?|showing|following|reports?|gives?|报错|错误|提示)\W{0,3}[:：]\s{0,8}(\S[^\n]{2,400})",
    re.IGNORECASE,
)
"""Text in quotation marks, or after a word such as “error” and a colon: the author copied it, or claims to."""
_WISHED = late(
    r"\b(?:would be (?:nice|great|useful|good)|feature request|proposals?|proposed|no longer|fix(?:es|ed) (?:the|a)|release notes|changelog)\b"
    r"|\bshould (?:show|retry|handle|say|print|display|return|stop|detect|support)\b|^\W*(?:does|do|will|would|can|could|is there|are there) .*\?"
    r"|^\W*\[?(?:feature|feat|enhancement)\b|\bhow (?:does|do|should|would|will) .{0,40}\b(?:handle|treat|deal|react|behave)"
    r"|\bhard to read\b|\b(?:low|poor|bad) contrast\b|\btypos?\b|\bmistranslat\w+"
    r"|\b(?:docs?|documentation|manual) (?:says?|states?|mentions?)\b(?!.{0,300}\bbut\b)"
    r"|[`\"”'»」…](?: errors?)?\s{1,3}(?:(?:is|are) (?:now )?gone|went away|disappeared|(?:has|have) been (?:fixed|resolved|solved))\b",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence about what ought to happen, about a repair, or a question whether something happens or how it is treated."""
_FACT = late(
    r"\W{0,4}(?:operating system|os|platform|arch\w{0,12}|kernel|terminal|shell|(?:node(?:\.js)?|bun)(?=\W{0,4}:\W{0,4}\s\W{0,4}v?\d)"
    r"|browser|editor|(?:active |installed |other )?plugins?"
    r"|install\w{0,12}(?: method|/channel)?|channel|(?:open-?code )?version)\W{0,4}:\W{0,4}\s",
    re.IGNORECASE,
)
"""A line of a report about the reporter's machine: whatever it names did not fail."""
_TOOL_OUTPUT = late(r"\"output\"\s{0,4}:\s{0,4}\"(?:[^\"\\\n]|\\.){0,8000}(?:\"|$)")
"""What a finished tool call printed, in a part's JSON: the model reads it, and goes on."""
_FOR_THE_MODEL = late(r"</?(?:bash_metadata|file_diagnostics|project_diagnostics|diagnostics|shell_metadata|system-reminder)\b")
"""What a tool adds to its output for the model."""
_ALIKE = late(r"\b(?:same|too|as well|also|nothing|no|fine|works?)\b", re.IGNORECASE)
"""A sentence that compares another program: what follows need not be that program's."""
_UNION = late(r"\b\w{1,60}(?:Error|Exception)(?:\s{0,4}\|\s{0,4}\w{1,60}){1,20}")
"""A type with several errors: it says what can happen."""
_TEMPLATE = late(r"[\"“`'][^\"”`'\n]{0,200}(?:\{\{\s?\w{1,40}\s?\}\}|\$\{\w)[^\"”`'\n]{0,200}[\"”`']")
"""A quoted text with the place of a value: it was not printed."""
_TODO = late(r"\[[ xX✓✔•]\] |\[[✓✔•]\]")
"""An item of a list of tasks."""
_TODO_QUOTED = late(r"[\"“`']\[[ xX✓✔•]\] [^\"”`'\n]{0,400}")
"""The same, quoted in a sentence."""
_STEP = late(r"[ \t]{0,12}\d{1,3}[.)]\s")
"""The beginning of an item of a numbered list."""
_SENTENCES = late(r"(?<=[.!?。])\s")
_INDENTED = late(r"(?: {4}|\t)[ \t]{0,40}(?![-*•·‣]\s|\d{1,3}[.)]\s)\S|[ \t]{0,40}>\s?\S|[ \t]{0,40}`[^`\n]{1,400}`[ \t]{0,40}$")
"""A line that Markdown shows as code or as a quotation."""
_HEADED = late(
    r"Unexpected error, check log file|(?:error|failed|exception|unexpected error|caused by|原因|causado por)[^.!?]{0,60}:?$",
    re.IGNORECASE,
)

_HOOK = late(
    r"\b(?:experimental\.[a-z]+\.\w[\w.]{0,40}|tool\.execute\.(?:before|after)|command\.execute\.before|chat\.(?:message|params|headers)|permission\.ask|shell\.env)\b"
)
"""The name of a plugin's hook."""
_CRASH_SCREEN = late(r"\*\*Stack trace:\*\*\s{0,4}$", re.IGNORECASE)
"""The heading of a stack trace in a report that OpenCode's terminal client makes of its own crash."""
_THROWN = late(r"\W{0,4}(?:Type|Reference|Range|Syntax)?Error: ")
"""The beginning of an error that JavaScript throws."""


class Block(Value, frozen=True):
    """Lines that belong together: a fenced block, a paragraph or a stack trace."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def fenced(self) -> bool:
        return self.lines[0].fenced


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Return the paragraphs and fenced blocks of `lines`; a heading like ``Error: Unexpected error`` includes the lines
    after it."""
    blocks: list[Block] = []
    open_lines: list[Line] = []
    for line in (
        line
        for line in lines
        if not (is_source_code(line.text) or _TODO.match(line.text) or is_row_of_another_agent(line.raw) or _is_fact(line))
    ):
        begins = open_lines and (
            line.fenced != open_lines[-1].fenced or (line.fenced and line.number > open_lines[-1].number + 1)
        )
        if open_lines and (begins or (not line.text and not line.fenced)):
            blocks.append(Block(tuple(open_lines)))
            open_lines = []
        if line.text:
            open_lines.append(line)
    if open_lines:
        blocks.append(Block(tuple(open_lines)))
    return _merged(blocks)[:MOST]


def _is_fact(line: Line) -> bool:
    return not line.fenced and _FACT.match(line.text) is not None


def _merged(blocks: Sequence[Block]) -> list[Block]:
    merged: list[Block] = []
    for block in blocks:
        before = merged[-1] if merged else None
        close = before is not None and block.lines[0].number - before.lines[-1].number <= 2
        if before is not None and close and not before.fenced and (_continues(before, block)):
            merged[-1] = Block((*before.lines, *block.lines))
        else:
            merged.append(block)
    return merged


def _continues(before: Block, block: Block) -> bool:
    """Whether `block` continues `before`: the reason after a headline, the error of a plugin's hook that it names, more frames of one
    stack trace, or the fenced one of a crash screen."""
    if block.fenced:
        return _CRASH_SCREEN.match(before.lines[-1].raw) is not None
    if len(before.lines) <= 3 and _HOOK.search(before.text) is not None and _THROWN.match(block.lines[0].text) is not None:
        return True
    headline = len(before.lines) <= 3 and _HEADED.search(before.lines[-1].text) is not None and not _is_told(before)
    return headline or all(_FRAME.search(line.text) for line in block.lines)


def errors_in(lines: Sequence[Line], path: str, about: bool = False) -> list[Piece]:
    """Return the errors in `lines`, in order; `lines` belong to no log record. A list of changes names old errors: of it, only what is
    fenced counts. `about`: whether a part of the text that is not among `lines` names OpenCode, such as what ought to happen."""
    whole = "\n".join(line.text for line in lines)
    if is_list_of_changes(whole):
        lines = [line for line in lines if line.fenced]
    if origin_of(whole) is Origin.UNKNOWN and not is_report(whole) and is_bare_refusal(whole):
        # OpenCode shows such a refusal as it is, and so do other programs: it gives candidates
        text = unescaped(whole.strip()[:LONGEST])
        first = next(line for line in lines if line.text)
        return [Piece(PieceKind.TOLD, path, first.number, first.offset, text, Origin.OPENCODE, by_name=True)]
    about = about or names_opencode(whole)
    named = next((line.number for line in lines if is_named(line.text)), None)
    alone = not names_another_agent(whole)
    anywhere = Origin.OPENCODE if is_report(whole) else origin_of(whole)
    found = [_placed(piece, about, named if alone else None, anywhere) for piece in _pieces(blocks_of(lines), path)]
    unsure = {PieceKind.ERROR, PieceKind.TOLD} if is_no_failure(whole) else {PieceKind.TOLD} if is_question(whole) else set()
    return [replace(piece, kind=PieceKind.TOLD, by_name=True) if piece.kind in unsure else piece for piece in found]


def _pieces(blocks: Sequence[Block], path: str) -> Iterator[Piece]:
    colon = -ANNOUNCED
    last_said = ""
    for block in blocks:
        text = block.text[:LONGEST]
        said_before, last_said = last_said, "" if block.fenced else _SENTENCES.split(text)[-1]
        announced = block.lines[0].number - colon <= 2 and len(block.lines) <= ANNOUNCED
        copied = announced and not (_STEP.match(block.lines[0].raw) and is_sentence(text))
        colon = block.lines[-1].number if block.lines[-1].text[-1:] in (":", "：") else -ANNOUNCED
        plain = unescaped(_UNION.sub("", _TOOL_OUTPUT.sub('"output": ""', text)))
        kind = PieceKind.ERROR if copied or not _is_told(block) else PieceKind.TOLD
        is_copy = copied or block.fenced or _is_marked(block)
        if not is_copy:
            plain = _without_elsewhere(plain)
        quoted = _quoted(plain)
        if kind is PieceKind.TOLD and not quoted and _only_wishes(plain):
            continue
        if not (_ERROR.search(plain) or _REFUSAL.search(plain if is_copy else quoted)):
            continue
        found = next((line for line in block.lines if _ERROR.search(line.text)), block.lines[0])
        origin = origin_of(plain)
        by_another = (copied or block.fenced) and is_printed_elsewhere(said_before) and not _ALIKE.search(said_before)
        if origin is Origin.UNKNOWN and (by_another or _FOR_THE_MODEL.search(text)):
            origin = Origin.FOREIGN
        yield Piece(
            kind,
            path,
            found.number,
            found.offset,
            plain,
            origin,
            quoted=quoted if kind is PieceKind.TOLD else "",
        )


def _quoted(text: str) -> str:
    """Return the quoted pieces of `text`, each on its own line, without those in a wish or a question."""
    return "\n".join(
        next(filter(None, found.groups()))
        for found in _QUOTED.finditer(text)
        if not (_TEMPLATE.search(found[0]) or _is_wish(text, found))
    )


def _without_elsewhere(text: str) -> str:
    """Return `text` without the sentences in which another program printed something, and without quotations of
    what did not happen, of tasks and of templates."""
    text = without_denied(text)
    sentences = _SENTENCES.split(text)
    kept = [sentence for sentence in sentences if not is_printed_elsewhere(sentence)]
    return _TEMPLATE.sub("", _TODO_QUOTED.sub("", text if len(kept) == len(sentences) else " ".join(kept)))


def _only_wishes(text: str) -> bool:
    """Whether only wishes and questions of `text` name an error."""
    others = " ".join(sentence for sentence in _SENTENCES.split(text) if not _WISHED.search(sentence))
    return len(others) < len(text) and not (_ERROR.search(others) or _REFUSAL.search(others))


def _is_wish(text: str, quote: re.Match[str]) -> bool:
    """Whether the sentence around `quote` is a wish, tells of a repair, or asks whether something happens."""
    before, after = text[: quote.start()], text[quote.end() :]
    begin = max(before.rfind(mark) for mark in (". ", "! ", "? ", "\n\n", "。")) + 1
    end = min((at for mark in (".", "!", "?", "\n\n", "。") if (at := after.find(mark)) >= 0), default=len(after))
    return _WISHED.search(f"{before[begin:].strip()} … {after[: end + 1]}") is not None


def _placed(piece: Piece, about: bool, named: int | None, anywhere: Origin) -> Piece:
    """Return the piece with the origin of the text around it, if it shows no origin itself. `named`: the first line that names OpenCode;
    None where there is none, or where the text names another agent, too."""
    if piece.origin is not Origin.UNKNOWN:
        return piece
    if is_of_another_agent(piece.text):
        return replace(piece, origin=Origin.FOREIGN)
    if about and anywhere is Origin.UNKNOWN:
        # Only the name links the error to OpenCode: what was copied below it is its, anything else may be another program's.
        if piece.kind is PieceKind.ERROR and named is not None and named <= piece.line and not is_named(piece.text):
            return replace(piece, origin=Origin.OPENCODE, judgements=(*piece.judgements, Judgement.BELOW_NAME))
        kind = piece.kind if named is not None and is_named(piece.text) else PieceKind.TOLD
        return replace(piece, kind=kind, origin=Origin.OPENCODE, by_name=True)
    return replace(piece, origin=anywhere)


def _is_told(block: Block) -> bool:
    """Whether `block` is the author's own sentences, not copied text."""
    if block.fenced:
        return False
    text = block.text
    if any(_FRAME.search(line.text) for line in block.lines):
        return False
    return not _is_marked(block) and (is_sentence(text) or _WISHED.search(text) is not None)


def _is_marked(block: Block) -> bool:
    """Whether a line of `block` begins as programs begin an error, or Markdown shows all lines as code or as a quotation."""
    return any(_SHOWN.match(line.text) for line in block.lines) or all(_INDENTED.match(line.raw) for line in block.lines)


def unescaped(text: str) -> str:
    """Return `text` with JSON string escapes decoded, once for each level of escaping."""
    if _WINDOWS_PATH.search(text):
        return text  # the backslashes are not escapes: JSON would have doubled them
    for _ in range(3):
        if "\\n" not in text and '\\"' not in text:
            break
        text = text.replace('\\\\"', '\\"').replace("\\\\n", "\\n").replace("\\n", "\n").replace('\\"', '"')
    return text
