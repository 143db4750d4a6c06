"""Acts that enter the facts of an IV-D case which no state's own records hold (IVDF, `cstui.policy.ivd`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from msgspec.structs import replace

from cstui.acts.base import next_seq
from cstui.acts.ivd_base import check_code, label
from cstui.acts.ivd_entering import Entering
from cstui.policy.formats import Line, PersonNumber
from cstui.policy.ivd import (
    IvdAssistance,
    IvdBirth,
    IvdChild,
    IvdCover,
    IvdFacts,
    IvdInterstate,
    IvdJurisdiction,
    IvdMedical,
    IvdOrder,
    IvdPaternity,
    IvdPutative,
    IvdRecord,
    IvdSpell,
    IvdStage,
)
from cstui.policy.months import first_of_month
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Person
from cstui.policy.rulebook import Checks


class IvdEnterSpell(Entering, frozen=True, kw_only=True):
    """Enter a spell in which the case was open that the state's records do not show."""

    label: ClassVar[str] = "open spell entered"
    makes: ClassVar[type[IvdRecord]] = IvdSpell

    opened: date
    closed: date | None = None


class IvdEnterStage(Entering, frozen=True, kw_only=True):
    """Enter where the case sits: LOC locate, PAT paternity, OBG obligation, ENF enforcement."""

    label: ClassVar[str] = "stage entered"
    makes: ClassVar[type[IvdRecord]] = IvdStage
    codes: ClassVar[Mapping[str, str]] = {"stage": "ivd_stage"}

    stage: str
    since: date


class IvdEnterJurisdiction(Entering, frozen=True, kw_only=True):
    """Enter from when the state has no jurisdiction over the parent, and who has it (OCSE-157 line 3)."""

    label: ClassVar[str] = "no jurisdiction entered"
    makes: ClassVar[type[IvdRecord]] = IvdJurisdiction
    codes: ClassVar[Mapping[str, str]] = {"nation": "ivd_nation"}

    nation: str
    since: date
    until: date | None = None


class IvdEnterPutative(Entering, frozen=True, kw_only=True):
    """Enter with which case this one is counted, since both are about putative fathers of one child."""

    label: ClassVar[str] = "putative father entered"
    makes: ClassVar[type[IvdRecord]] = IvdPutative

    counts_with: str
    since: date

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        super().check(checks, facts, record, on)
        other = self.counts_with
        checks.holds("CS-809", other != self.case and other in facts.beside, "counts_with", value=other)


class IvdEnterChild(Entering, frozen=True, kw_only=True):
    """Enter a child of the case, from the day on which the child came to it.

    A child who is not on record is added by name, with the date of birth where it is known.
    """

    label: ClassVar[str] = "child of IV-D case entered"
    makes: ClassVar[type[IvdRecord]] = IvdChild

    person: PersonNumber | None = None
    since: date
    until: date | None = None
    last: Line = ""
    first: Line = ""
    born: date | None = None

    def newcomer(self) -> Bearer | None:
        if self.person is not None or not self.last.strip():
            return None
        return Bearer(last=self.last.strip(), first=self.first.strip(), born=self.born)

    def record(self, facts: IvdFacts, on: date) -> IvdRecord:
        person = self.person or facts.next_person
        seq = next_seq(facts.own_of(IvdChild))
        return IvdChild(case=self.case, seq=seq, person=person, since=self.since, until=self.until)

    def persons(self, facts: IvdFacts) -> Iterator[Person]:
        if (new := self.newcomer()) is not None:
            yield Person(number=facts.next_person, last=new.last, first=new.first, born=new.born)

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        super().check(checks, facts, record, on)
        checks.holds("CS-105", self.person is not None or bool(self.last.strip()), "person", label="PERSON")
        if (new := self.newcomer()) is None:
            return
        checks.holds("CS-105", bool(new.first), "first", label="FIRST")
        checks.holds("CS-118", new.born is None or new.born <= on, "born", label="BORN", on=new.born)
        for known in facts.namesakes:
            name, other = f"{new.last}, {new.first}", f"{known.last}, {known.first}"
            checks.holds("CS-158", False, "last", name=name, value=known.number, other=other)


class IvdEnterBirth(Entering, frozen=True, kw_only=True):
    """Enter whether a child was born in or out of wedlock, and in which state; empty where unknown."""

    label: ClassVar[str] = "birth facts entered"
    makes: ClassVar[type[IvdRecord]] = IvdBirth

    person: PersonNumber
    wedlock: str = ""
    state: str = ""
    emancipated_on: date | None = None
    parent_died_on: date | None = None

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        super().check(checks, facts, record, on)
        for field, table in (("wedlock", "ivd_wedlock"), ("state", "state")):
            if code := getattr(self, field):
                check_code(checks, table, code, field)
        died = self.parent_died_on
        checks.holds("CS-118", died is None or died <= on, "parent_died_on", label="PARENT DIED ON", on=died)


class IvdEnterPaternity(Entering, frozen=True, kw_only=True):
    """Enter how, when and by whom the paternity of a child was established or acknowledged."""

    label: ClassVar[str] = "paternity entered"
    makes: ClassVar[type[IvdRecord]] = IvdPaternity
    codes: ClassVar[Mapping[str, str]] = {"how": "ivd_how", "by": "ivd_by"}

    person: PersonNumber
    on: date
    how: str
    by: str = "ivd"


class IvdEnterAssistance(Entering, frozen=True, kw_only=True):
    """Enter a spell of assistance of a child: TANF, IVE and SFC foster care, MED Medicaid.

    `ends` is its last day. `last_grant` is any day of the last month for which a grant was paid, that of
    `ends` if left out; `told_on` the day on which IV-A told of the end, today if left out.
    """

    label: ClassVar[str] = "assistance entered"
    makes: ClassVar[type[IvdRecord]] = IvdAssistance
    codes: ClassVar[Mapping[str, str]] = {"program": "ivd_program"}

    person: PersonNumber
    program: str
    begins: date
    ends: date | None = None
    last_grant: date | None = None
    told_on: date | None = None

    def record(self, facts: IvdFacts, on: date) -> IvdRecord:
        record = super().record(facts, on)
        if self.ends is None:
            return record
        grant = first_of_month(self.last_grant or self.ends)
        return replace(record, last_grant=grant, told_on=self.told_on or on)

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        super().check(checks, facts, record, on)
        told, grant = self.told_on, self.last_grant
        checks.holds("CS-118", told is None or told <= on, "told_on", label=label("told_on"), on=told)
        within = grant is None or (
            self.ends is not None and first_of_month(self.begins) <= first_of_month(grant) <= self.ends
        )
        checks.holds("CS-810", within, "last_grant", on=grant, since=self.begins, until=self.ends)


class IvdEnterInterstate(Entering, frozen=True, kw_only=True):
    """Enter that the case was sent out to another state, tribe or nation, or received from one (in).

    `ffp` no: what is asked of us does not qualify for Federal financial participation. `purpose` locate: only
    a location is asked.
    """

    label: ClassVar[str] = "interstate case entered"
    makes: ClassVar[type[IvdRecord]] = IvdInterstate
    codes: ClassVar[Mapping[str, str]] = {
        "direction": "ivd_direction",
        "kind": "ivd_kind",
        "purpose": "ivd_purpose",
    }

    direction: str
    other: str
    kind: str = "state"
    made_on: date
    closed_on: date | None = None
    ffp: bool = True
    purpose: str = "case"

    def check(self, checks: Checks, facts: IvdFacts, record: IvdRecord, on: date) -> None:
        super().check(checks, facts, record, on)
        if self.kind == "state":
            check_code(checks, "state", self.other, "other")
        checks.holds("CS-105", bool(self.other.strip()), "other", label="OTHER")


class IvdEnterOrder(Entering, frozen=True, kw_only=True):
    """Enter an order: cash, zero, medical, arrears, obligation or paternity.

    It is for the child `person`, or for all of the case. A further detail of the same order has the same
    `number`. Without `filed_on` it is a draft. `ends_on` is its last day. `by` is ivd, or other where another
    had it established.
    """

    label: ClassVar[str] = "support order entered"
    makes: ClassVar[type[IvdRecord]] = IvdOrder
    codes: ClassVar[Mapping[str, str]] = {"kind": "ivd_order", "by": "ivd_order_by"}

    kind: str
    number: str = ""
    person: PersonNumber | None = None
    filed_on: date | None = None
    ends_on: date | None = None
    by: str = "ivd"


class IvdEnterMedical(Entering, frozen=True, kw_only=True):
    """Enter medical support ordered: insurance, cash or bills, of the ncp or cp.

    `viable` no: it is confirmed that no insurance is to be had at reasonable cost. `ends_on` is its last day.
    """

    label: ClassVar[str] = "medical support entered"
    makes: ClassVar[type[IvdRecord]] = IvdMedical
    codes: ClassVar[Mapping[str, str]] = {"what": "ivd_medical", "ordered_of": "ivd_parent"}

    what: str
    ordered_of: str = "ncp"
    person: PersonNumber | None = None
    filed_on: date | None = None
    ends_on: date | None = None
    viable: bool = True


class IvdEnterCover(Entering, frozen=True, kw_only=True):
    """Enter the health insurance that a child really has, and who provides it: ncp, cp, other, medicaid."""

    label: ClassVar[str] = "health insurance entered"
    makes: ClassVar[type[IvdRecord]] = IvdCover
    codes: ClassVar[Mapping[str, str]] = {"by": "ivd_provider"}

    person: PersonNumber
    by: str
    since: date
    until: date | None = None
