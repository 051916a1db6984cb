"""What failing prompts share and working ones do not: every known attribute, compared by an exact test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import exp, lgamma

from inspector.evidence import Prompt, World, count, minted_by
from inspector.model import Separation

SMALL = 5
"""Fewer prompts than this on one side are called few."""
LEVEL = 0.05
"""Probability below which a difference counts as one, after correction for the values tried."""


def attributes(prompt: Prompt, moved: datetime | None) -> Mapping[str, str]:
    """Every attribute known of one prompt, by name; what is not known is absent. `moved`: when the database was last migrated."""
    found: dict[str, str | None] = {
        "server version": prompt.version,
        "server run": prompt.run.key[:12] if prompt.run else None,
        "session": None if prompt.first is None else "new" if prompt.first else "old",
        "agent": _agent(prompt),
        "model": _model(prompt),
        "agent or model differs from the session's row": _differs(prompt),
        "message id": _message_id(prompt),
        "part ids": _part_ids(prompt),
        "session directory": prompt.rows.session.directory if prompt.rows and prompt.rows.session else None,
        "session made by": prompt.rows.session.version if prompt.rows and prompt.rows.session else None,
    }
    if prompt.request is not None and prompt.request.body_readable:
        request = prompt.request
        found["directory sent"] = "yes" if request.directory else "no"
        found["variant sent"] = "yes" if request.variant else "no"
        found["part types"] = "+".join(sorted({p.type for p in request.parts})) or "none"
        found["client"] = request.client
        found["route"] = request.route
    if moved is not None and prompt.time is not None:
        found["time"] = "after the newest migration" if prompt.time >= moved else "before it"
    return {name: value for name, value in found.items() if value is not None}


def _agent(prompt: Prompt) -> str | None:
    if prompt.request is not None and prompt.request.body_readable:
        return prompt.request.agent or "(not sent)"
    if prompt.message is not None:
        return prompt.message.agent
    return prompt.fault.sent_agent if prompt.fault else None


def _model(prompt: Prompt) -> str | None:
    holder = prompt.request if prompt.request and prompt.request.body_readable else prompt.message
    if holder is None:
        return None
    return f"{holder.provider_id}/{holder.model_id}" if holder.model_id else "(not sent)"


def _differs(prompt: Prompt) -> str | None:
    """The server publishes a switch when agent or model differ from the session's row; a new session's row is empty."""
    if prompt.first:
        return "yes"
    before = prompt.before
    if before is None:
        return None
    agent, model = _agent(prompt), _model(prompt)
    if agent is None and model is None:
        return None
    changed = (agent not in (None, "(not sent)", before[0])) or (model not in (None, "(not sent)", before[1]))
    return "yes" if changed else "no"


def _message_id(prompt: Prompt) -> str | None:
    if prompt.request is not None and prompt.request.body_readable:
        return "sent" if prompt.request.message_id else "not sent"
    if prompt.message is not None:
        return {"client": "sent", "server": "not sent"}.get(minted_by(prompt.message))
    return None


def _part_ids(prompt: Prompt) -> str | None:
    if prompt.request is not None and prompt.request.body_readable:
        return "sent" if prompt.request.part_ids else "not sent"
    return None


def contrast(
    failing: Sequence[Prompt], working: Sequence[Prompt], world: World, cause: str | None = None
) -> tuple[Separation, ...]:
    """Compare each attribute between failing and working prompts; those that separate come first, strongest first."""
    moved = world.facts.migrated if world.facts else None
    bad = [attributes(p, moved) for p in failing]
    good = [attributes(p, moved) for p in working]
    names = sorted({name for known in (*bad, *good) for name in known})
    found = sorted((s for name in names if (s := _compare(name, bad, good, cause))), key=_order)
    strongest = found[0].attribute if found and found[0].separates else None
    if strongest is not None:
        found = [found[0], *(_in_appearance(s, strongest, bad, good) for s in found[1:])]
    return tuple(sorted(found, key=_order))


def _order(separation: Separation) -> tuple[bool, float, str]:
    return (not separation.separates, separation.p, separation.attribute)


def _in_appearance(weaker: Separation, strongest: str, bad: list[Mapping[str, str]], good: list[Mapping[str, str]]) -> Separation:
    """An attribute that separates only because it goes with the strongest one: among prompts alike in that, it does not."""
    if not weaker.separates:
        return weaker
    for value in {known.get(strongest) for known in (*bad, *good)}:
        failed = [k for k in bad if k.get(strongest) == value and weaker.attribute in k]
        worked = [k for k in good if k.get(strongest) == value and weaker.attribute in k]
        if failed and worked:
            return weaker
    text = f"{weaker.text.split('; separates')[0]}; only in appearance: among prompts alike in “{strongest}” it makes no difference."
    return replace(weaker, separates=False, text=text)


def _compare(name: str, bad: list[Mapping[str, str]], good: list[Mapping[str, str]], cause: str | None) -> Separation | None:
    failing = count(known[name] for known in bad if name in known)
    working = count(known[name] for known in good if name in known)
    if not failing or not working:
        return None
    failed, fine = dict(failing), dict(working)
    total_failed, total_fine = sum(failed.values()), sum(fine.values())
    values = sorted({*failed, *fine})
    if len(values) == 1:
        return Separation(name, failing, working, 1.0, False, f"{name}: {values[0]} in all of them; it does not separate.", cause)
    scored = []
    for value in values:
        a, b = failed.get(value, 0), fine.get(value, 0)
        scored.append((fisher(a, total_failed - a, b, total_fine - b), value))
    raw, best = min(scored)
    p = min(1.0, raw * (len(values) if len(values) > 2 else 1))
    shown = sorted(values, key=lambda v: -(failed.get(v, 0) + fine.get(v, 0)))[:4]
    rates = ", ".join(f"{v}: {failed.get(v, 0)} of {failed.get(v, 0) + fine.get(v, 0)} failed" for v in shown)
    more = f" and {len(values) - 4} more" if len(values) > 4 else ""
    separates = p < LEVEL and (failed.get(best, 0) / total_failed != fine.get(best, 0) / total_fine)
    few = " (few prompts)" if min(total_failed, total_fine) < SMALL else ""
    verdict = f"separates, p = {p:.2g}" if separates else f"does not separate, p = {p:.2g}"
    return Separation(
        name, failing, working, p, separates, f"{name}: {rates}{more}; {verdict} (Fisher's exact test){few}.", cause
    )


def fisher(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p of Fisher's exact test for the table [[a, b], [c, d]]."""
    row, column, total = a + b, a + c, a + b + c + d
    if total == 0:
        return 1.0
    low, high = max(0, column - (total - row)), min(row, column)
    whole = _ways(total, column)
    here = _ways(row, a) + _ways(total - row, column - a)
    each = (_ways(row, x) + _ways(total - row, column - x) for x in range(low, high + 1))
    return min(1.0, sum(exp(ways - whole) for ways in each if ways <= here + 1e-9))


def _ways(n: int, k: int) -> float:
    """Logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
