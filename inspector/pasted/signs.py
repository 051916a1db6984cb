"""Decide which program wrote a text: signs of OpenCode, and signs of other programs with similar errors."""

from __future__ import annotations

import re

from inspector.model.pasted import Origin
from inspector.patterns import late

_OURS = late(
    "|".join(
        (
            r"\b(?:ses|msg|prt|per|que|pty)_[0-9a-f]{12}[0-9a-zA-Z]{14}\b|/\$bunfs/root/(?:chunk-\w+\.js|opencode:\d+:\d+|src/(?:index|cli/cmd/tui/[\w/-]{1,60})\.[jt]sx?)|\b[A-Z]:[/\\]{1,4}~BUN[/\\]{1,4}root[/\\]{1,4}(?:chunk-|src[/\\]{1,4}index\.)",
            r"\bat [^\n]{0,80}\(src/(?:session|provider|storage|server|cli)/",
            r"packages/opencode/|[/\\]OpenCode(?:%20Beta|%20Dev| Beta| Dev)?(?:[/\\]resources|\.app[/\\]Contents)[/\\]|\b(?:anomalyco|sst)/opencode\b|\boc://renderer/|\btauri\.localhost/assets/",
            r"\bprompt_async\b|\bsession_(?:message|input|context_epoch|inbox)\b|\bsession\.(?:prompt|processor|error|next)\b",
            r"\b(?:ProviderModelNotFound|ModelUnavailable|VariantUnavailable|MessageAborted|MessageOutputLength|ProviderInit|ProviderAuth)Error\b",
            r"\bConfig(?:Invalid|Frontmatter|Json|DirectoryTypo)Error\b|Agent not found: \"[^\"\n]{1,80}\"\. Available agents",
            r"Failed to fetch models\.dev|Failed to drain Session|V1 migration failed|\bref\"?[=:]\s?\"?err_[0-9a-z]{6,}",
            r"\"(?:providerID|modelID|sessionID|messageID)\"|\"name\"\s?:\s?\"[A-Z]\w{3,60}\"\s?,\s?\"data\"\s?:"
            r"|\bname: \"[A-Z]\w{1,60}Error\",\s{0,40}data: \{",
            r"^\W{0,4}(?:Error: )?Unexpected error(?:, check log file|[.\s]*$)|\bUnexpected server error\. Check server logs for details",
            r"\blevel=(?:ERROR|WARN|INFO) (?:run=\w+ )?message=",
            r"\bservice=(?:session|server|mcp|permission|question|provider|default|plugin|llm|bus|tui)(?:\.\w+)?\s",
            r"\bEffectDrizzleQueryError\b|\beffect/sql/SqlError\b|\"_id\":\"Cause\",\"failures\"|\bFileSystem\.realPath\b|\bRequestExecutor\.execute\b",
            r"\breplacement_seq\b|CREATE TABLE `project`|\bopencode_lib\b|\bai\.opencode\.desktop\b|\bopencode-debug-",
            r"\bSQLiteError: (?:no such table: |no such column: |table |[A-Z ]{3,12}constraint failed: )(?:part|session_share)\b",
            r"[/\\]\.cache[/\\]{1,2}opencode[/\\]{1,2}(?:node_modules|packages)[/\\]|\bManaged service port \d|\bopencode(?:\.exe)?\" \"--user-agent=",
            r"\bPermission required: (?:external_directory|doom_loop|bash|edit|read|webfetch|task|skill)\b",
            r"\b(?:Conversation history|Session) too large to compact\b|\bConnect a provider to send prompts\b|\bhas no provider factory export\b",
            r"\bThe user (?:rejected permission to use this specific tool call|dismissed this question)\b|\bpermission requested: [^\n]{1,200}; auto-rejecting",
            r"\bAvailable agents: [^\n]{0,200}\b(?:compaction|explore)\b",
            r"\bno primary visible agent found\b|\bdefault agent \"[^\"\n]{1,80}\" (?:not found|is a subagent|is hidden)\b",
            r"\bconflicts with an existing durable record\b|\bDatabase is not empty and has no session table\b|\bSidecar exited before (?:ready|health check)\b",
            r"\bFailed to initialize provider \"[^\"\n]{1,80}\"\. Check credentials and configuration",
            r"Try: `opencode models` to list available models|\b[Cc]onfiguration is invalid at [^\n]{0,200}\bopencode\b",
            r"\b[Cc]onfig file at [^\n]{0,200}\bopencode\.jsonc? is (?:invalid|not valid)",
            r"\binvalid \[?tool=[\w.-]{1,60}, error=|\bPermission required to run: ",
            r"^[ \t]{0,12}(?:⚙ [\w.-]{1,80} \[[\w-]{1,40}=|→ Read [^\n]{1,200}$|✱ (?:Glob|Grep) |← (?:Edit|Write) )",
            r"\bevaluated permission=\w|\bpackages/core/src/session/runner/|\bsession(?:_v2)?\.time_suspended\b",
            r"\bPerforming one time database migration, may take a few minutes\b",
            r"\bThe user has specified a rule which prevents you from using this specific tool call\b",
            r"^[ \t]{0,12}▣[ \t]{1,4}[^\n·]{1,60} · [\w./-]|^[ \t]{0,40}\d{1,3}% used\s{1,40}\$\d{1,6}\.\d\d spent\b",
            r"\basking id=per_|\bSessionPrompt\.|\bSessionProcessor\b|SystemPrompt\.environment|--user-agent=opencode/",
        )
    ),
    re.MULTILINE,
)
"""Texts that only OpenCode writes."""
_NEAR = late(
    r"@opencode-ai/|\bopencode_ai\b|\bkilocode\.kilo-code-(?:[7-9]|\d\d)\."
    r"|(?<![\w-])opencode-ai\b|\bopencode (?:serve|run|web|attach|auth|db|acp|upgrade|mcp|models|debug|export|stats)\b|\bOPENCODE_(?!API_KEY\b)[A-Z_]{3,}"
    r"|(?:\.config/opencode|\.opencode)/(?:tools?|plugins?|agents?|commands?|node_modules|opencode\.jsonc?|config\.json)\b|\bopencode\.jsonc?\b"
    r"|[/\\]opencode[/\\]EBWebView\b|\bexternal_directory\b|\bmessage-v2\.ts\b|\bchunkTimeout\b|/global/(?:event|health)\b|\b(?:message\.part\.(?:updated|delta)|(?:permission|question)\.asked|session\.(?:idle|compacted)|server\.connected)\b"
)
"""Its packages, commands, settings, routes and events, and the files that it loads."""
_FILES = late(
    r"[/\\\\](?:opencode|kilo)[/\\\\][\w.-]{0,60}\.db\b|\bopencode(?:-[\w.]+)?\.db\b|\.(?:local/share|config)/opencode/|\.opencode/|\bkilocode\b"
)
"""Its data files, which other programs read."""
_NAMED = late(
    r"(?<![A-Za-z0-9/\\.-])(?<!provider )open-?code(?![A-Za-z0-9/\\]|\.ai\b|-(?:session|sdk)\b|[ -](?:go|zen|free)\b"
    r"| as (?:an? |the )?(?:model )?provider\b)|\boh-my-open(?:code|agent)\b",
    re.IGNORECASE,
)
"""The program's name, not its website or the model services (Go, Zen) that other programs also use."""
_SERVICE = late(
    r"\bopen-?code[ -](?:go|zen)\b|\bopencode\.ai/(?:workspace|zen)/|\bFreeUsageLimitError\b|Error from provider \(Console",
    re.IGNORECASE,
)
"""The model services of its makers, which other programs can use too."""
_REPORT = late(
    r"^#{1,6} OpenCode version\b|\bopen-?code\b[^\n]{0,40}\bv(?:ersion)?\W{0,4}\d{1,2}\.\d{1,3}\.\d"
    r"|^#{1,6} Kilo version\b|\bkilo (?:cli|serve|run)\b|\"\$schema\"\s?:\s?\"https://opencode\.ai/|\bkilo\W{1,3}v?7\.\d{1,2}\.\d"
    r"|\bopencode\.ai/s/\w|\bopncd\.ai/share/\w"
    r"|\bopen-?code2?(?:-ai|-?desktop| desktop| cli| tui| server| app)?(?: version| 版本)?\W{1,12}"
    r"(?:(?:version|open-?code)\W{1,6})?v?\d{1,2}\.\d{1,3}\.\d"
    r"|\bopen-?code(?: desktop| cli| tui| server)? version\W{1,12}(?:latest|newest|nightly|dev|beta|next)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines of a bug report about OpenCode, from its template or written by hand, and links to a session that OpenCode shared."""
_USED = late(
    r"\b(?:us(?:e|ed|ing)|run(?:s|ning)?|ran|start(?:ed|ing)?|launch(?:ed|ing)?|open(?:ed|ing)?|updat(?:e|ed|ing)|upgrad(?:e|ed|ing)"
    r"|install(?:ed|ing)?|restart(?:ed|ing)?|execut(?:e|ed|ing)|try(?:ing)?(?: out)?) (?:the )?(?:latest )?[`\"*]{0,2}open-?code"
    r"(?: (?:cli|tui|desktop|server))?"
    r"(?![\w/\\.-]| (?:plugins?|sdk|go|zen|provider|api|as|models?|subscription)\b)"
    r"|\bopen-?code(?:'s)? ?(?:自己的|own |server |debug )?(?:logs?\b|日志)"
    r"|(?<![\w/\\.-])(?<!provider )(?<!upstream )open-?code[`\"*]{0,2} (?:(?:cli|tui|desktop|app|server|web|acp|run"
    r"|just|then|always|now|immediately|suddenly|can|may|will"
    r"|keeps?|gets?|is|was|has|\w{3,12}ly)\s){0,3}"
    r"(?:hang|crash|fail|fr(?:ee|o)z|stuck|show|say|thr(?:o|e)w|report|exit|stop|print|refus|break|broke|did(?:n't| not)|can(?:not|'t)"
    r"|does(?:n't| not)(?! (?:have|show|suffer from|hit|get|need|do|print|give) (?:this|that|these|those|the same|it|any (?:such|of))\b)"
    r"|won't|(?:is|was) \w{3,12}ing\b|throwing|returning|giv|enter|hits?\b|retr(?:y|ies)|loop|wait|spin|sits|stays|becomes|goes|went|dies|quit|tries"
    r"|ignor|treat|misclassif|los(?:es|t)|drop|clos(?:es|ed)|silently|killed|hung|receiv|record|accept|replay|abort|persist|sends|sent|continu|resum"
    r"|times|timed|never|reject|respond|repl(?:y|ies)|return)"
    r"|(?:使用|打开|启动|运行|升级|更新|安装)(?:了|完)?\s?open-?code(?![\w/\\.-]| (?:go|zen))"
    r"|(?<![\w/\\.-])open-?code\s?(?:总是|一直|突然|经常|会|就|也)?(?:卡|报错|无法|不能|没有|崩溃|闪退|启动|打开)",
    re.IGNORECASE,
)
"""Sentences about using OpenCode, or about what it did."""
_AGENT = late(
    r"\b(?:claude[ -]code|codex(?: cli|-cli)|windsurf|cline|roo[ -]code|aider|gemini[ -]cli|qwen[ -]code|crush|antigravity ide|kiro"
    r"|openhands|junie|zencoder|goose)\b",
    re.IGNORECASE,
)
_RELEASE = late(
    r"^#{1,6} (?:open-?code )?\[?v?\d{1,3}\.\d{1,3}\.\d{1,4}\]?(?: [-–(]? ?\d{4}-\d\d-\d\d\)?)?$"
    r"|^#{0,6} ?(?:release notes|change ?log)\b.{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of a list of changes: it names troubles that a release has fixed."""
_CHANGE = late(
    r"^#{1,6} What does this PR do\b|^#{1,6} How did you verify your code works\b|\A#{0,6} ?(?:feat|fix|chore|docs|refactor|perf|test|ci)(?:\([^)\n]{1,60}\))?!?: "
    r"(?=[\s\S]{0,8000}^(?:#{1,6} (?:Before|After|Changes(?: made)?|Test plan|Testing|Type of change)\b"
    r"|(?:Before|After):?[ \t]{0,4}$|(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?) #\d))",
    re.IGNORECASE | re.MULTILINE,
)
"""A change of code that someone proposes: the errors in it are those that it repairs."""
_OTHER_AGENT = late(
    r"\b(?:claude[ -]code|codex|cursor|windsurf|copilot|cline|roo[ -]code|aider|gemini[ -]cli)(?: (?:cli|just|now|then|also|itself|always|keeps?)){0,2}"
    r" (?:print|sa(?:y|id)|show|fail|throw|threw|report|crash|g(?:i|a)ve|return|answer|log)",
    re.IGNORECASE,
)
"""Another agent that is said to have printed something."""
_OTHER_REPORT = late(
    r"^(?:[^\w\n]|\d{1,2}\.){0,8}(?:[A-Z]\w{2,12}:? ){0,2}(?:claude[ -]code|codex(?:[ -]cli)?|cursor|windsurf|cline|roo[ -]code|aider|gemini[ -]cli|qwen[ -]code"
    r"|crush|copilot cli|goose|continue(?:\.dev)?|openclaw|kiro)(?: (?:version|cli|gateway|ide))?[ :@]{1,3}v?\d{1,4}\.\d{1,4}[\w.-]{0,20}"
    r"(?=[ \t]{0,4}(?:$|[:,(/|]|(?:with|in|on|and)\b))",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins with the version of another agent, as the report of a trouble of that agent does."""
_ELSEWHERE = late(
    r"\b(?:claude[ -]code|(?<!-)codex(?: cli|-cli)?|cursor|windsurf|copilot cli|cline|roo[ -]code|aider|gemini[ -]cli|qwen[ -]code|claude desktop)\b"
    r"(?!['’]s? (?:models?|plan|subscription|account))"
    r"[^.!?]{0,40}\b(?:prints?|sa(?:ys?|id)|show(?:s|ed)?|fail(?:s|ed)?|throws?|threw|reports?|crash(?:es|ed)?|g(?:i|a)ves?|returns?|logs?|hangs?|hung"
    r"|end(?:s|ed)|stop(?:s|ped)?|die[sd]|times? out|get|gets|got|sees?|saw|hits?|had|retries)\b"
    r"|\b(?:bash|shell|webfetch|websearch|grep|read) tool(?:'s)?(?: call)? (?:output|result|print|sa(?:ys|id)|return|get|got|show)"
    r"|\b[\w-]{1,40}\.(?:md|mdx|txt)`? (?:says?|said|tells?|contains?|mentions?)\b"
    r"|\b(?:agent|model) (?:ran|runs|executed|executes) `[^`\n]{2,200}`[^.!?`]{0,40}\b(?:gave|gives|got|gets|prints|printed|returned|returns|showed|shows)\b"
    r"|\b(?:agent|model|assistant)\b[^.!?\n]{0,60}\b(?:summary|final (?:message|answer)|last words)\b"
    r"|\b(?:npm|pnpm|yarn|git|docker|kubectl|curl|pytest|cargo|make|gh|terraform|ansible)`? (?:\w+ )?(?:prints?|says?|said|shows?|reports?|gives?|returns?"
    r"|fails? with|exit(?:s|ed)? (?:with )?code)\b",
    re.IGNORECASE,
)
"""A sentence in which another agent, a tool or a command printed something."""
_DISMISSED = late(
    r"\b(?:that|this|it)(?:'s| is|'re) (?:not|n't) (?:the case|it|related|relevant|my (?:issue|problem|case))\b"
    r"|\bnot (?:the case|related|my (?:issue|problem)) here\b|\b(?:has|have) nothing to do with (?:this|it)\b"
    r"|\b(?:is|are) (?:just |only )?in (?:a dozen|many|several|other|a lot of) (?:other )?(?:issues|threads|reports)\b|\bplease ignore\b"
    r"|\b(?:this|that|it)(?:'s| is) (?:just |only )?(?:another|a different|a separate) (?:problem|issue|matter|story|bug|error)\b"
    r"|\b(?:not|n't) to blame\b"
    r"|\b(?:model|agent|assistant|llm)\b[^.!?\n]{0,40}\b(?:wrote|writes|noted) (?:in|into) (?:its|the) (?:\w+ )?(?:plan|summary|notes?|answer|report|todos?)\b"
    r"|\b(?:model|agent|assistant|llm) (?:\w+ )?(?:told|tells|claim(?:s|ed)|thinks|thought|believe[sd]|explain(?:s|ed))\b"
    r"|\b(?:had|saw|got|seen|knew|know)\b.{0,80}\b(?:with|in|from) (?:another|a different) (?:tool|program|app|agent|client)\b",
    re.IGNORECASE,
)
"""A sentence about what the author rules out, saw in another program, or heard from a model."""
_ROW = late(
    r"\s{0,8}\|(?=.{0,200}\b(?:claude|codex|cursor|windsurf|cline|aider|gemini|roo|crush)\b).{0,400}\|\s{0,8}$", re.IGNORECASE
)
"""A row about another agent in a table in Markdown."""
_WISH_TITLE = late(
    r"\A\W{0,6}(?:title:\s{0,4})?\W{0,4}(?:(?:feature|feat|enhancement|proposal|rfc|docs?|documentation|discussion|idea|improvement|suggestion"
    r"|compar(?:e|ison|ing)|solved|resolved|for reference)(?: requests?)?\W{0,2}[:\]）：]|feature requests?\b|proposals? (?:for|to)\b"
    r"|[^\n\"`“'‘]{0,200}\b(?:should (?:let|allow|support|offer|be able|provide|include)|please add|add support for)\b"
    r"|(?:explain|document|clarify|allow|introduce|improve|add)\b(?![^\n]{0,80}\b(?:fails?|broken|hangs?|crash\w*)\b))",
    re.IGNORECASE,
)
"""The title of a text that wishes something, or tells that a trouble is over."""
_ASKING_TITLE = late(
    r"\A\W{0,6}(?:title:\s{0,4})?\W{0,4}(?:question\W{0,2}[:\]）：]|how (?:do i|to|can i|can we|do you)\b"
    r"|(?:how (?:does|do|to|can|should|would|will|is|are)|what happens|what does|is (?:this|it|there)|are there|does|do|can|could|should|would|will)\b"
    r"[^\n]{0,200}\?[ \t]{0,4}$"
    r"|(?![^\n]{0,200}\b(?:fail\w*|errors?|broken|hang\w*|hung|stuck|crash\w*|stop\w*|wrong|unable|can't|cannot|not|never|n't|no)\b)"
    r"[a-z][^\n\"`“'‘]{0,200}\?[ \t]{0,4}$)",
    re.IGNORECASE | re.MULTILINE,
)
"""The title of a text that asks."""
_OVER = late(
    r"\bcan be closed\b|\((?:as|which is|this is) expected\)|\b(?:works|fixed|solved|resolved) now\b(?!\?)"
    r"|\bclosing (?:this|the issue|as)\b|(?:^|[.!?]\s)closing\.|\b(?:i am|i'm|we are) closing\b|\bretried successfully\b"
    r"|\b(?:retry|retries) (?:then )?(?:succeeds?|succeeded|works?|(?:is|are) fine|fine)\b"
    r"|\b(?:answers?|responses?|repl(?:y|ies)|prompts?|requests?)(?: \w+){0,2} (?:arriv\w+|comes?|completes?|succeeds?|works?|succeeded|completed)"
    r"(?: \w+){0,2} (?:as usual|normally|fine|anyway|as expected|nevertheless|correctly)\b"
    r"|\btried to reproduce #?\d|\busers?\b[^!?\n]{0,30}\b(?:do|does|did)(?: not|n't) notice (?:it|this|that|anything)\b"
    r"|\b(?:agent|model|llm|assistant) (?:\w+ )?(?:invents?|invented|fabricat\w+|made (?:it|this|that|them) up)\b"
    r"|\bwhich of (?:these|those|them) (?:does|do|did|will|would|is|are|can|should) (?:it|they|open-?code)\b[^?\n]{0,160}\?"
    r"|(?:^|[.!?(]\s{0,2})(?:purely |only |just )?cosmetic\b|\bhallucinat\w+|\bjust curious\b|\b(?:just|only) a question\b|\bnot an error\b"
    r"|\bnothing (?:\w+ ){0,3}(?:breaks?|is broken)\b|\b(?:noise in (?:the|my|its) logs?|log noise)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Words by which an author says that nothing is wrong any more, or never was."""
_RUN = late(
    r"^opencode -{1,2}[a-z][\w-]{0,30}(?:\s|$)"
    r"|^(?:\S{0,60}@\S{0,60}\s?)?\W{0,4}(?:[\w~/.\\:-]{0,80}\s?)?(?:[$❯%➜»]\s{0,3}(?:[\w.~/\\-]{0,60}[/\\])?opencode2?(?:-cli)?(?:\.exe)?(?:\s|$)"
    r"|[#>]\s{0,3}(?:[\w.~/\\-]{0,60}[/\\])?opencode2?(?:-cli)?(?:\.exe)?(?:[ \t]{0,20}$"
    r"|\s{1,4}(?:run|serve|web|auth|attach|upgrade|models|debug|acp|mcp|agent|session|export|import|stats|db|plugin|service|-|\.|/|~|[\"'])))",
    re.MULTILINE,
)
"""Output of a terminal in which someone ran OpenCode."""
_CONTRAST = late(
    r"[^.!?\n]{0,160}(?:\bopen-?code (?:is|works?|has been) (?:just |perfectly |totally |all )?(?:fine|ok(?:ay)?|good|unaffected|not affected)\b"
    r"|\b(?:works?|worked|(?:is|are) (?:fine|ok(?:ay)?|good)) (?:fine |perfectly |well |as expected )?(?:in|with|from|on|under) open-?code\b)"
    r"(?![^.!?\n]{0,160}\b(?:but|except|until|however|although|though|only)\b)[^.!?\n]{0,80}",
    re.IGNORECASE,
)
"""A remark that OpenCode works, as an author adds it to the report of another program."""
_FOREIGN = late(
    "|".join(
        (
            r"\bgoroutine \d+ \[|\(\d{1,4}\) \(SQLITE_[A-Z]+\)|\b[\w/-]+\.go:\d+|\btime=\S+ level=\w+ (?:source=\S+ )?msg=",
            r"\bsqlalchemy\b|\bTraceback \(most recent call last\)|^\s*File \"[^\"]+\.py\", line \d+|\bpsycopg|\bsqlite3\.OperationalError\b|\bDjango",
            r"\bat (?:java|org|com|kotlin|scala)\.[\w.$]+\(|\bActiveRecord::|\.rb:\d+:in |\bpanicked at .+\.rs:\d+|\bNpgsql|\bSystem\.Data\.",
            r"\bPDOException\b|\.php:\d+|\bPrismaClient|\bTypeORM|\bKnex\b|\bbetter-sqlite3\b",
            r"(?:file://|\()/[^\s()]{0,200}/node_modules/(?!\.bun/|[\w@./-]{0,60}opencode)[\w@.-]+/|\bos_unix\.c:\d+",
            r"/\$bunfs/root/(?!chunk-|opencode:|src/index\.|src/cli/cmd/tui/)[\w./-]+:\d+",
            r"[/\\]extensions[/\\]{1,2}(?![\w.-]{0,40}(?:opencode|kilo-code-(?:[7-9]|\d\d)\.))[\w.-]{1,80}[/\\]{1,2}(?:dist|out)[/\\]",
            r"^(?:npm|pnpm) (?:ERR!|error )|^Error response from daemon: (?![^\n]{0,400}opencode)|^(?:openai|anthropic)\.\w{1,40}Error: ",
            r"\bGrafana\b|\bn8n\b|\bHome Assistant\b|\bUptime Kuma\b|\bVaultwarden\b",
        )
    ),
    re.MULTILINE,
)


def origin_of(text: str) -> Origin:
    """Return which program wrote `text`. Texts of only OpenCode decide; a sign of another program outweighs a mention
    of OpenCode's files."""
    if _OURS.search(text):
        return Origin.OPENCODE
    if _FOREIGN.search(text):
        return Origin.FOREIGN
    return Origin.OPENCODE if _NEAR.search(text) and not _OTHER_REPORT.search(text) else Origin.UNKNOWN


def names_opencode(text: str) -> bool:
    """Whether `text` mentions OpenCode, its files or the model services of its makers, other than to say that OpenCode works."""
    text = _CONTRAST.sub("", text)
    return any(sign.search(text) for sign in (_NAMED, _FILES, _SERVICE))


def is_of_another_agent(text: str) -> bool:
    """Whether `text` says that another agent printed it, and does not show OpenCode's own words."""
    return _OTHER_AGENT.search(text) is not None and _OURS.search(text) is None


def names_another_agent(text: str) -> bool:
    """Whether `text` names another coding agent."""
    return _AGENT.search(text) is not None


def is_named(text: str) -> bool:
    """Whether `text` has OpenCode's name itself, not only a file of it or the remark that OpenCode works."""
    return _NAMED.search(_CONTRAST.sub("", text)) is not None


def is_report(text: str) -> bool:
    """Whether `text` names a version of OpenCode, shows how it was run or tells what it did. Copied text in it is then
    OpenCode's, unless it shows another origin. A sentence is not enough where the text also shows another program."""
    if _REPORT.search(text) is not None or _RUN.search(text) is not None:
        return True
    if _OTHER_REPORT.search(text) is not None:
        return False
    return _USED.search(text) is not None and not any(sign.search(text) for sign in (_FOREIGN, _OTHER_AGENT))


def is_report_line(line: str) -> bool:
    """Whether `line` names a version of OpenCode, as people do in a report."""
    return _REPORT.search(line) is not None


def is_list_of_changes(text: str) -> bool:
    """Whether `text` lists what releases have changed, or describes one change."""
    return _RELEASE.search(text) is not None or _CHANGE.search(text) is not None


def is_printed_elsewhere(sentence: str) -> bool:
    """Whether `sentence` says that another agent, a tool or a command printed something, and does not name OpenCode; or what its author
    rules out."""
    return _DISMISSED.search(sentence) is not None or (_ELSEWHERE.search(sentence) is not None and not is_named(sentence))


def is_row_of_another_agent(line: str) -> bool:
    """Whether `line` is a row about another agent in a table that compares several."""
    return _ROW.match(line) is not None and not is_named(line)


def is_no_failure(text: str) -> bool:
    """Whether `text` is a wish or about a trouble that is over: the errors in it show what can happen, not what did."""
    return _WISH_TITLE.search(text) is not None or _OVER.search(text) is not None


def is_question(text: str) -> bool:
    """Whether the title of `text` asks something: an error that its author only mentions may be one that did not happen."""
    return _ASKING_TITLE.search(text) is not None


_BARE = late(r"\A[^{}\n]{0,120}\{\s{0,40}\"(?:error|type)\"\s?:|\A\W{0,8}(?:\w{1,20}: )?AI_\w{1,40}Error: ")
"""The beginning of a provider's error body, or of an error of the AI SDK, with nothing before it but a label."""


def is_bare_refusal(text: str) -> bool:
    """Whether `text` is nothing but a provider's refusal, as OpenCode and other programs show it."""
    text = text.strip()
    if len(text) > 4_000 or _BARE.match(text) is None or any(sign.search(text) for sign in (_FOREIGN, _AGENT, _OTHER_AGENT)):
        return False
    return text.endswith("}") or ("{" not in text and "\n\n" not in text)
