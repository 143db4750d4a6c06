"""What the CP told after non-cooperation was entered is decided on before closing is urged (E-522)."""

from __future__ import annotations

import pytest

from cstui.policy import followup, guide
from cstui.policy.facts import Facts
from cstui.policy.records import Closure, Contact
from tests.policy.test_limits import NUMBER, RULES, TODAY, day, given, pend, reported, spell

REMOVED = spell(closed=day(-10), closing_reason="NC")


def contact(offset: int, about: str, **more: object) -> Contact:
    said: dict[str, object] = {"how": "C", "worker": "17001", **more}
    return Contact(case=NUMBER, seq=1, person=1, on=day(offset), about=about, **said)  # type: ignore[arg-type]


def closure(pended: int, ended: int | None = None, **more: object) -> Closure:
    said: dict[str, object] = {"status": "pended" if ended is None else "withdrawn", **more}
    ended_on = None if ended is None else day(ended)
    return Closure(
        case=NUMBER,
        seq=1,
        reason="FTC",
        path="removed",
        pended_on=day(pended),
        ended_on=ended_on,
        **said,  # type: ignore[arg-type]
    )


def kinds(facts: Facts) -> set[str]:
    return {step.kind for step in guide.steps(facts, RULES, TODAY)}


def removed(*records: object) -> Facts:
    return given(reported(day(-40)), *records, spells=(REMOVED,))  # type: ignore[arg-type]


@pytest.mark.parametrize(("on", "asked"), [(-41, False), (-40, True), (0, True)])
@pytest.mark.parametrize("initiative", [True, False])
def test_new_information_since_the_entry_is_decided_on(on: int, asked: bool, initiative: bool) -> None:
    facts = removed(contact(on, "NI", initiative=initiative))
    assert kinds(facts) == {"decide" if asked else "pend"}
    now = followup.follow_up(facts, RULES, TODAY)
    assert now is not None
    assert now.doing == ("decide" if asked else "pend")
    assert pend(facts) == set(), "the worker may still pend"


def test_another_contact_without_a_pend_asks_nothing() -> None:
    assert kinds(removed(contact(-3, "OT"))) == {"pend"}


@pytest.mark.parametrize(
    ("on", "about", "asked"),
    [(-7, "OT", False), (-6, "OT", True), (-3, "CO", True), (-2, "CO", False), (-6, "RE", False)],
)
def test_what_a_pend_was_withdrawn_for_is_decided_on(on: int, about: str, asked: bool) -> None:
    """Pended six days ago, withdrawn three days ago."""
    assert kinds(removed(contact(on, about), closure(-6, -3))) == {"decide" if asked else "pend"}


def test_news_before_the_last_pend_was_decided_on_by_it() -> None:
    assert kinds(removed(contact(-7, "NI"), closure(-6, -3, why="Other ground"))) == {"pend"}


def test_a_contact_that_was_set_aside_tells_nothing() -> None:
    assert kinds(removed(contact(-3, "NI", standing=False))) == {"pend"}


def test_a_pended_case_with_an_undecided_contact_is_to_decide_on_lem4145r1() -> None:
    entry = reported(day(-40))
    pended = closure(-6, closes_on=day(54), notice_on=day(-6))
    facts = given(entry, pended, contact(-2, "OT"), spells=(REMOVED,), status="pended")
    now = followup.follow_up(facts, RULES, TODAY)
    assert now is not None
    assert (now.doing, now.until) == ("decide", day(54))
