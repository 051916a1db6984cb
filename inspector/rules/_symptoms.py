"""Find the cause that fits what people say happened. Each rule pairs words for a symptom with words for what showed it in `Rule.told`.

A pair fits a sentence that has both, in any order. The words are regular expressions in lower case.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from inspector.model.value import Value
from inspector.rules._rule import rules

HANGS = (
    r"\bhangs?\b|\bhung\b|\bhanging\b|\bstuck\b|\bfreez\w+|\bfroze\w*|\bfor ?ever\b|\bindefinitely\b|\bstall\w*|\bdeadlock\w*|\bunresponsive\b"
    r"|\bnever (?:\w+ )?(?:return|finish|complet|end|resolv|exit|respond|terminat|repl|answer|progress|settl)\w*|\bhalts?\b|\bspin(?:s|n\w+)\b"
    r"|\bstop(?:s|ped)? responding\b|\b(?:does|do|did|will) ?n[o']t (?:return|finish|respond|complete|exit|terminate)|\bblock(?:ed|ing)\b"
    r"|(?<!\w[`'\"] )(?<!env )(?<!code )(?<!config )(?<!thinking )\bblocks? (?:\w+ly|the|a|an|all|every\w*|any|forever|until|while|on|my|our|execution|start\w*|sessions?|prompts?|messages?|requests?|input|other|further|subsequent|it|at|in)\b"
    r"|\b(?:stays?|remains?|left) (?:\w+ ){0,2}[`\"*']*(?:running|pending|busy)\b|卡住|卡死|没有反应|没反应|没有响应|不响应|无响应|一直转圈|一直加载"
)
"""Something does not end."""
REPEATS = r"\binfinite\w*|\bendless\w*|\bloop(?:s|ing|ed)?\b|\bagain and again\b|\brepeatedly\b|\bover and over\b|\bkeeps? (?:on )?\w+ing\b|\bwithout end\b|死循环|循环|無限|ループ|繰り返"
"""Something happens again and again."""
UNSEEN = (
    r"\bnever (?:\w+ )?(?:displayed|shown|appears?|seen|surfaced|forwarded|delivered|reaches)\b|\bnot (?:\w+ )?(?:displayed|shown|appear\w*|surfaced|forwarded)\b"
    r"|\b(?:silently )?dropped\b|\binvisible\b|\bno (?:\w+ )?(?:prompt|dialog|ui|way to)\b|\bno one (?:can )?(?:answers?|replies)\b"
)
"""Nobody sees a request."""

CONSENT = (
    r"\b(?:needs?|needed|requires?|required|awaits?|awaiting|wait(?:s|ing)? for) (?:\w+ ){0,2}(?:permissions?|authori[sz]ation|approval|confirmation|consent)\b"
    r"|\basks? (?:\w+ ){0,2}for (?:\w+ ){0,2}(?:permission|approval|confirmation)\b|[`'\"]ask[`'\"] permission|\bpermission (?:request|prompt|dialog|popup)s?\b"
)
"""Something needs a person's consent."""


class Told(Value, frozen=True):
    """A cause that fits what people say."""

    cause: str
    words: str
    """The first sentence that it fits."""
    times: int
    """The number of sentences that it fits."""
    is_alone: bool
    """Whether its first sentence is the first that fits any cause, and fits no other."""


@cache
def _pairs() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((cause, re.compile(symptom), re.compile(what)) for cause, rule in rules().items() for symptom, what in rule.told)


def _fitting(sentence: str) -> set[str]:
    plain = sentence.lower()
    return {cause for cause, symptom, what in _pairs() if symptom.search(plain) and what.search(plain)}


def symptoms_in(text: str) -> tuple[Told, ...]:
    """Return the causes that fit the sentences of `text`, one a line; the most frequent first, then the first told."""
    times: Counter[str] = Counter()
    first: dict[str, tuple[int, str]] = {}
    at: dict[int, set[str]] = {}
    sentences = text.split("\n")
    for number, sentence in enumerate(sentences):
        found = _fitting(sentence)
        for cause in found:
            first.setdefault(cause, (number, sentence))
        times.update(found)
        if found:
            at[number] = found
    if not at:  # the symptom in one sentence, and what shows it in the next: possible, and no more
        for number in range(len(sentences) - 1):
            for cause in _fitting(" ".join(sentences[number : number + 3])):
                first.setdefault(cause, (number, sentences[number]))
    ranked = sorted(first, key=lambda cause: (-times[cause], first[cause][0], cause))
    earliest = at[min(at)] if at else set()
    return tuple(Told(cause, first[cause][1], times[cause], earliest == {cause}) for cause in ranked)
