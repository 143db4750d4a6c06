"""Programs of KEES: which are open, and in which the person takes part."""

from __future__ import annotations

from datetime import date

from cstui.agencies.kansas.policy.facts import ConsumerFile
from cstui.agencies.kansas.records import ProgramSpell

TANF, CHILD_CARE, FOOD = "TANF", "CC", "FA"
PROGRAMS = (TANF, CHILD_CARE, FOOD)
IN_FULL = {TANF: "TANF", CHILD_CARE: "Child Care", FOOD: "Food Assistance"}
"""How sentences and notices name them."""
TYPES = {TANF: "TANF/RCA", CHILD_CARE: "Child Care", FOOD: "Food Assistance"}
"""The program type of a non-compliance record."""


def spell_on(file: ConsumerFile, program: str, day: date) -> ProgramSpell | None:
    """The spell of a program that is open on `day`, or None."""
    for spell in reversed(file.programs):
        if spell.program == program and spell.begins <= day and (spell.ends is None or day < spell.ends):
            return spell
    return None


def is_out(spell: ProgramSpell, month: date) -> bool:
    """Whether the person is left out of an open program in `month`."""
    if spell.out_from is None or month < spell.out_from:
        return False
    return spell.back_from is None or month < spell.back_from


def active(file: ConsumerFile, program: str, day: date) -> bool:
    """Whether program and person are active on `day`."""
    spell = spell_on(file, program, day)
    return spell is not None and not is_out(spell, day)


def active_on(file: ConsumerFile, day: date) -> tuple[str, ...]:
    """The programs in which the person is active on `day`."""
    return tuple(program for program in PROGRAMS if active(file, program, day))


def is_minor_parent(file: ConsumerFile, day: date) -> bool:
    """Whether the person is a minor parent on `day`."""
    until = file.consumer.minor_parent_until
    return until is not None and day < until
