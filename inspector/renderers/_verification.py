"""The report of `inspector verify` on the terminal."""

from __future__ import annotations

from inspector.model import Cure, Verification
from inspector.renderers import _sentences as say
from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import TONES
from inspector.renderers._screen import Screen

_TONES = {Cure.CURED: "good", Cure.NOT_TRIED: "unknown", Cure.NOT_CURED: "bad", Cure.ABSENT: "unknown"}


def render_verified(verifications: tuple[Verification, ...], options: RenderOptions) -> str:
    """Return a verdict with its evidence for each cause; with ``verbosity`` -1 one line each."""
    screen = Screen(options)
    for verification in verifications:
        if options.verbosity < 0:
            screen.fields(
                (verification.cause, verification.cure.value, say.proof_of(verification, options.timezone)),
                aligned=options.paths_shown,
            )
            continue
        screen.blank()
        mark, style = TONES[_TONES[verification.cure]]
        named = f"{verification.cause}: " if len(verifications) > 1 else ""
        screen.item(
            [(mark, style)],
            (f"{named}{say.cure_of(verification)}", "bold"),
            (f" {say.proof_of(verification, options.timezone)}", ""),
        )
        for sentence in say.next_of(verification):
            screen.paragraph((sentence, ""), indent=2)
    if not verifications:
        screen.item([TONES["unknown"]], ("Nothing to verify: these inputs show no prompt that needed a remedy.", "bold"))
    if options.verbosity >= 0:
        screen.blank()
        screen.paragraph((f"Exit code {say.cure_exit_code(verifications)}.", "dim"))
    return screen.text()
