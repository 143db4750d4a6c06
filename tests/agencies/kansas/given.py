"""Records of Kansas for tests: one consumer with everything on it, and offices of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.kansas.records import (
    Alert,
    Ap,
    Application,
    CadsMark,
    Case,
    Consumer,
    Edbc,
    FieldChange,
    GoodCause,
    Household,
    NonCompliance,
    NoncustodialParent,
    Notice,
    Participant,
    ProgramSpell,
    Referral,
    Task,
)
from cstui.policy.records import Agency, Office, Record, Worker

DAY, LATER = date(2018, 8, 6), date(2018, 8, 20)
CONSUMER, CASE, AP = "0001000001", "0000500001", "0001000002"
CSS, EES = "KS/51001", "KS/80001"

AGENCY = Agency(name="kansas", title="Kansas")


def offices() -> Iterator[Record]:
    """A child support office and an eligibility office, each with a worker."""
    yield Office(code="KS/51", name="PRAIRIE CSS", agency="kansas")
    yield Office(code="KS/80", name="PRAIRIE EES", agency="kansas")
    yield Worker(number=CSS, name="PRACTICE, CSS", office="KS/51")
    yield Worker(number=EES, name="PRACTICE, EES", office="KS/80")


def consumer(ar: int, **more: object) -> Consumer:
    """The consumer, whom KEES knows since before `DAY`."""
    values: dict[str, object] = {
        "office": "KS/51",
        "worker": CSS,
        "ees_office": "KS/80",
        "ees_worker": EES,
        "opened": DAY,
        "known_since": DAY,
        **more,
    }
    return Consumer(number=CONSUMER, ar=ar, **values)  # type: ignore[arg-type]


def everything_on_a_consumer(ar: int, ap: int) -> Iterator[Record]:
    """A consumer with a record of every kind, all optional fields filled in."""
    own = {"consumer": CONSUMER, "seq": 1}
    yield consumer(ar, minor_parent_until=LATER, faet=True, converted=True)
    yield Case(
        **own,
        number=CASE,
        program="AF",
        function="OBG",
        function_on=DAY,
        opened=DAY,
        office="KS/51",
        worker=CSS,
        service="N",
        expedited="N",
        pa_med="MO",
        medical_only=True,
        interstate="NE",
        interstate_in=True,
        paternity=True,
        termination_reason="OT",
        terminated_on=LATER,
        assigned="Y",
        assigned_on=DAY,
        payee="Y",
        duplicate="N",
        no_jurisdiction="OT",
        letter_on=DAY,
        closing_reason="CC",
        closed_on=LATER,
        holds=["DB"],
    )
    yield Ap(**own, case=CASE, number=AP, person=ap, since=DAY, until=LATER)
    yield CadsMark(
        **own,
        case=CASE,
        code="N",
        reason="AP",
        on=DAY,
        ap=AP,
        created_on=DAY,
        worker=CSS,
        ended_on=LATER,
    )
    yield GoodCause(**own, case=CASE, code="PD", on=DAY, ap=AP, worker=CSS, ended_on=LATER)
    yield Alert(
        **own,
        code="40",
        case=CASE,
        mark=1,
        created_on=DAY,
        ap_name="PRACT B",
        reason="AP",
        worker=CSS,
        sent_on=DAY,
        handled_on=DAY,
        outcome="made",
    )
    yield ProgramSpell(
        **own, program="FA", begins=DAY, ends=LATER, ended_why="other", out_from=DAY, back_from=LATER
    )
    yield Application(
        **own,
        programs=["TANF"],
        received_on=DAY,
        due_on=LATER,
        outcome="denied",
        reason="CSS Non-Coop",
        decided_on=LATER,
    )
    yield NonCompliance(
        **own,
        program="TANF",
        type="CS",
        reason="1",
        begins=DAY,
        ends=LATER,
        override_ends=LATER,
        complied_on=LATER,
        created_on=DAY,
        occurred_on=DAY,
        alert=1,
        made_by="KEES",
        edited_on=LATER,
        removed_on=LATER,
        comments="retracted",
    )
    yield FieldChange(
        **own, record=1, field="override_ends", before="", after="08/20/2018", on=LATER, by="KEES", rule="x"
    )
    yield Edbc(
        **own,
        program="TANF",
        month=DAY,
        run_on=DAY,
        status="run",
        kind="readonly",
        listed_on=LATER,
        result="out",
        reason="CSS Non-Coop",
        alert=1,
        application=1,
        by="BATCH",
        underpaid=True,
    )
    yield Notice(**own, run=1, program="TANF", month=DAY, kind="closing", text="TANF", sent_on=DAY)
    yield Task(
        **own,
        queue="PURPLE",
        name="PN",
        details="Verify CADS.",
        made_on=DAY,
        alert=1,
        run=1,
        taken_by=EES,
        taken_on=DAY,
        worked_on=LATER,
        outcome="done",
        closed_on=LATER,
    )
    yield Household(**own, parents=1, override="SA", why="Adopted alone.", since=DAY, worker=EES)
    yield NoncustodialParent(
        **own,
        last="PRACTICE-POE",
        first="ANN",
        born=DAY,
        name_type="AL",
        relationship="UN",
        absence="NM",
        expedited=True,
        good_cause="PD",
        children=["PRACTICE-POE, KIM"],
        added_on=DAY,
        worker=EES,
        referred_on=LATER,
        removed_on=LATER,
    )
    yield Referral(
        **own,
        number="7100000101",
        type="REOPEN",
        origin="KSC",
        program="TANF",
        ncp=1,
        approved_on=DAY,
        created_on=DAY,
        tried_on=DAY,
        failed="a child with a name",
        received_on=LATER,
        outcome="D",
        worked_on=LATER,
        worked_by=CSS,
        case="8100000101",
        why="A case exists.",
    )
    yield Participant(
        **own,
        referral=1,
        role="AP",
        last="PRACTICE-POE",
        first="ANN",
        born=DAY,
        name_type="LC",
        searched_on=LATER,
        searched_by=CSS,
        matched=ap,
    )
