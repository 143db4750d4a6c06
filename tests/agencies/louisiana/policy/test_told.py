"""What the CP told after non-cooperation was entered is decided on before closing is urged (E-522)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from cstui.agencies.louisiana.policy import closing, followup
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.guide import GUIDE
from cstui.agencies.louisiana.policy.invariants import broken_by
from cstui.agencies.louisiana.records import Closure, Contact, Escalation
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.rulebook import Checks
from tests.agencies.louisiana.policy.test_limits import (
    NUMBER,
    RULES,
    TODAY,
    day,
    given,
    pend,
    reported,
    spell,
)
from tests.agencies.louisiana.policy.world import act, done

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


def consultant(**more: object) -> Escalation:
    return Escalation(case=NUMBER, seq=1, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "told", "closed", "why", "until"),
    [
        (date(2026, 5, 31), None, None, "IV-A's notice and removal", date(2026, 6, 1)),
        (date(2026, 6, 2), {}, None, "PI told 06/01: record the answer when it comes", None),
        (date(2026, 6, 9), {"answered_on": date(2026, 6, 8)}, None, "PI replied 06/08: see CALO", None),
        (date(2026, 6, 9), {}, date(2026, 7, 1), "IV-A's notice and removal", date(2026, 7, 1)),
    ],
    ids=["before", "told", "answered", "ending"],
)
def test_a_case_waits_for_a_day_to_come_or_for_the_consultant(
    asked: date, told: dict[str, object] | None, closed: date | None, why: str, until: date | None
) -> None:
    """Reported on any day of March: two full months end on June 1; told that day, no day gone by is said."""
    facts = given(reported(TODAY, reported_on=TODAY), spells=(spell(closed=closed),))
    notices = () if told is None else (consultant(notified_on=date(2026, 6, 1), **told),)
    facts = msgspec.structs.replace(facts, file=msgspec.structs.replace(facts.file, escalations=notices))
    now = followup.follow_up(facts, RULES, asked)
    assert now is not None
    assert (now.doing, now.why, now.until) == ("wait", why, until)


@pytest.mark.parametrize(
    ("iva", "said"),
    [
        ({}, "PI Consultant answered 06/08: see CALO"),
        ({"notice_on": date(2026, 3, 30)}, "PI Consultant answered 06/08: see CALO"),
        (
            {"notice_on": date(2026, 3, 30), "answered_on": date(2026, 4, 1)},
            "PI Consultant answered 06/08: see CALO",
        ),
        ({"notice_on": date(2026, 6, 5)}, "IV-A's notice runs out on 06/18/2026"),
        (
            {"notice_on": date(2026, 6, 5), "answered_on": date(2026, 6, 9)},
            "CP answered IV-A 06/09: expect OFS 53",
        ),
    ],
    ids=["no notice", "an old notice", "an old answer", "a notice that runs", "answered since"],
)
def test_the_consultants_answer_is_told_until_iva_sends_something_newer(
    iva: dict[str, date], said: str
) -> None:
    """Reported in March; told on June 1, answered on June 8; asked on June 9."""
    facts = given(reported(TODAY, reported_on=TODAY), spells=(spell(**iva),))
    told = (consultant(notified_on=date(2026, 6, 1), answered_on=date(2026, 6, 8)),)
    facts = msgspec.structs.replace(facts, file=msgspec.structs.replace(facts.file, escalations=told))
    texts = [step.text for step in guide.steps(facts, RULES, date(2026, 6, 9))]
    assert said in texts
    assert len([text for text in texts if "answered" in text or "IV-A" in text]) == 1


def test_a_notice_that_brought_no_removal_is_told_until_the_day_of_the_removal() -> None:
    facts = given(reported(TODAY, reported_on=TODAY), spells=(spell(notice_on=date(2026, 6, 5)),))
    told = (consultant(notified_on=date(2026, 6, 1), answered_on=date(2026, 6, 8)),)
    facts = msgspec.structs.replace(facts, file=msgspec.structs.replace(facts.file, escalations=told))
    before, then = date(2026, 6, 30), date(2026, 7, 1)
    assert "IV-A's notice ran out on 06/18/2026" in [s.text for s in guide.steps(facts, RULES, before)]
    assert "PI Consultant answered 06/08: see CALO" in [s.text for s in guide.steps(facts, RULES, then)]
    assert then in set(GUIDE.turning_dates(facts, RULES, before))


@pytest.mark.parametrize(("on", "looked", "held"), [(-1, None, True), (-1, -2, True), (-1, -1, False)])
def test_the_night_waits_for_the_decision_on_a_contact(on: int, looked: int | None, held: bool) -> None:
    """The sixtieth day was yesterday; STAND of a day has looked at what came until then."""
    confirmed = None if looked is None else day(looked)
    pended = closure(-61, notice_on=day(-61), closes_on=day(-1), confirmed_on=confirmed)
    facts = given(
        reported(day(-80)),
        pended,
        contact(on, "OT"),
        spells=(spell(applied=day(-300), begins=day(-290), closed=day(-70), closing_reason="NC"),),
        status="pended",
    )
    checks = Checks(RULES)
    closing.check_close(checks, facts, pended, TODAY)
    assert [finding.rule for finding in checks.found] == (["LA-E522-24"] if held else [])
    first = guide.next_step(facts, RULES, TODAY)
    if held:
        assert (first.kind, first.rule, first.urgency) == ("decide", "LA-E522-24", 1)
    else:
        assert (first.kind, first.due) == ("closing", TODAY)
    moments = [(m.kind, m.on, m.rule) for m in timeline(facts, RULES, TODAY) if m.kind != "done"]
    assert moments == [("owed", day(-1), "LA-E522-24") if held else ("coming", TODAY, "LA-E522-06")]


def test_what_was_documented_is_reported_once_iva_says_that_benefits_ran() -> None:
    """LA-E522-09: an active payee is reported on CAS2; CALO alone told IV-A nothing."""
    refused = contact(-3, "RE", how="W")
    written = reported(day(-3), kind="documented", ground="RI", entered_on=day(-2))
    facts = given(refused, written)
    after = done(facts, act("report-non-cooperation", case=NUMBER, ground="RI", failed_on=day(-3)), TODAY)
    assert after is not None
    assert broken_by(facts, after, TODAY) == ()
    again = after.file.cooperation[-1]
    twice = msgspec.structs.replace(again, seq=again.seq + 1)
    file = msgspec.structs.replace(after.file, cooperation=(*after.file.cooperation, twice))
    said = broken_by(after, msgspec.structs.replace(after, file=file), TODAY)
    assert "the same failure was reported twice" in [one.sentence for one in said]
