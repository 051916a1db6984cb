"""What a cause declares: its title, its evidence, its remedy and its traits. Its ID is its module's name, its manual
page the docstring."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from types import MappingProxyType

from msgspec import field

from inspector.catalogue import modules
from inspector.model import Clue, Deciding, Stage, Step
from inspector.model.notes import Note
from inspector.model.value import Value
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World


class Proof(Enum):
    """Which answered prompt shows that a cause is gone, in addition to a prompt in a session that had failed."""

    ANY = "any prompt"
    RUN = "a prompt of a server that was started since"
    AGENT = "a prompt with the same agent"
    MODEL = "a prompt with the same model"


def _no_notes(prompts: Sequence[Prompt], world: World) -> Iterable[Note]:
    return ()


class Rule(Value, frozen=True):
    """One cause. `inspector.rules` finds it as ``RULE`` in the module with the name of the cause."""

    title: str
    """One line that names the cause."""
    check: Callable[[Prompt, World], Iterable[Clue]]
    """Returns the evidence for and against this cause in one prompt; nothing when the cause does not apply."""
    summary: Callable[[Sequence[Prompt], World], str]
    """Returns one sentence about all prompts with this cause."""
    remedy: Callable[[Sequence[Prompt], World], tuple[Step, ...]]
    """Returns what to do, as steps with commands."""
    references: tuple[str, ...] = ()
    """Public issues, as ``owner/repository#number``."""
    not_a_remedy: tuple[str, ...] = ()
    """What people try that does not help."""
    aliases: tuple[str, ...] = ()
    """Other names of the cause, for `inspector explain`."""
    says: tuple[str, ...] = ()
    """Lower-case pieces of error texts that this cause explains."""
    about: str = ""
    """Pattern (lower case) of words that show what an error is about. A piece of `says` with ``?`` decides only where a text has them."""
    not_about: str = ""
    """Pattern of words that show another matter: in a text with them, but without `about`, no piece of `says` decides."""
    forms: tuple[tuple[str, str], ...] = ()
    """Pairs of patterns: what a copied sentence is about, and what is wrong with it. A sentence that has both has the form of a
    refusal that this cause explains."""
    told: tuple[tuple[str, str], ...] = ()
    """Pairs of patterns: a symptom, and what shows it. A sentence of a person that has both is about this cause."""
    refute: Callable[[Sequence[Prompt], World], Iterable[Clue]] | None = None
    """Returns the evidence against a popular wrong explanation. None for causes that are not such an explanation."""
    is_expected: bool = False
    """Whether such a prompt was stopped on purpose, so that it needs no action."""
    hides_answers: bool = False
    """Whether the cause keeps a client from seeing an answer that is stored."""
    is_consequence: bool = False
    """Whether it only states that something failed: in a pasted text, an error record of the server is then the cause."""
    awaits_person: bool = False
    """Whether the prompt waits until a person answers a request of the server."""
    is_about_inputs: bool = False
    """Whether the cause describes the inputs as a whole. A prompt with no other cause is then not listed."""
    possible_at: Mapping[Stage, int] = field(default_factory=lambda: MappingProxyType({}))
    """Stages at which the cause stays possible when no rule finds evidence; the lower number is more likely."""
    would_decide: tuple[Deciding, ...] = ()
    """What would settle whether it is this cause."""
    cured_by: tuple[Proof, ...] | None = None
    """What shows that a remedy worked; None: a prompt of a new server run where the remedy restarts the server."""
    notes: Callable[[Sequence[Prompt], World], Iterable[Note]] = _no_notes
    """Returns notes for the whole report; called once with the prompts that have this cause, perhaps none."""

    @property
    def page(self) -> str:
        """The manual page: the docstring of the rule's module, as Markdown."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by cause ID (the module's name with ``-`` for ``_``), sorted by ID."""
    return {name.replace("_", "-"): module.RULE for name, module in modules("inspector.rules").items()}
