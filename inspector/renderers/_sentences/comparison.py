"""Sentences about attributes that separate failing prompts from working ones."""

from __future__ import annotations

from inspector.model import Beside, Difference, Relation, Report, Separation


def finding(separation: Separation) -> str:
    """Return the comparison in one sentence, with its counts and its test."""
    if separation.difference is Difference.SAME_VALUE:
        return f"{separation.attribute}: {separation.rates[0][0]} in all prompts; it does not separate."
    rates = ", ".join(f"{value}: {failed} of {failed + worked} failed" for value, failed, worked in separation.rates[:4])
    more = f" and {len(separation.rates) - 4} more" if len(separation.rates) > 4 else ""
    counts = f"{separation.attribute}: {rates}{more}"
    if separation.beside and separation.beside.is_appearance:
        return f"{counts}; {_beside(separation.beside)}."
    few = " (few prompts)" if separation.few and separation.difference is not Difference.TOO_FEW else ""
    test = f"(Fisher's exact test, corrected for {separation.tests} tests){few}"
    beside = f"; {_beside(separation.beside)}" if separation.beside else ""
    return f"{counts}; {_verdict(separation)} {test}{beside}."


def _verdict(separation: Separation) -> str:
    if separation.difference is Difference.SEPARATES:
        return f"separates, p = {separation.p:.2g}"
    if separation.difference is Difference.TOO_FEW:
        return f"too few prompts to tell, p = {separation.uncorrected_p:.2g} before correction"
    return f"does not separate, p = {separation.p:.2g}"


def _beside(beside: Beside) -> str:
    leads = ", ".join(f"“{lead}”" for lead in beside.leads)
    match beside.relation:
        case Relation.SAME_PROMPTS:
            return f"this separates the same prompts as {leads}"
        case Relation.BOTH_DECIDE:
            return f"this explains the failures no better than {leads}"
        case Relation.TOO_FEW_DIFFER:
            return f"too few prompts differ in this or in {leads} alone"
        case Relation.FOLLOWS:
            return f"only in appearance: prompts with the same {leads} all had the same outcome"
        case Relation.NOT_AMONG_ALIKE:
            return f"only in appearance: this does not separate prompts with the same {leads}"


def shared(separation: Separation) -> str:
    """Return one attribute's values for failing and for answered prompts, in one sentence."""
    if separation.difference is Difference.SAME_VALUE:
        return finding(separation)
    sides = [
        ", ".join(f"{value} ({count:,})" for value, count in side[:4]) + (f" and {len(side) - 4} more" if len(side) > 4 else "")
        for side in (separation.failing, separation.working)
    ]
    failed = f"where prompts failed with {separation.cause}" if separation.cause else "where prompts failed"
    beside = _beside(separation.beside) if separation.beside else ""
    beside = f" {beside[0].upper()}{beside[1:]}." if beside else ""
    few = " Few prompts: a hint, not a proof." if separation.separates and separation.few else ""
    return f"{separation.attribute}: {sides[0]} {failed}; {sides[1]} where prompts were answered.{beside}{few}"


def alike_in(report: Report) -> str:
    """Return a sentence with the compared attributes that do not separate failing from answered prompts; empty when
    there are none."""
    names = dict.fromkeys(separation.attribute for separation in report.contrast if not separation.separates)
    return f"No difference found in: {', '.join(names)}." if names else ""
