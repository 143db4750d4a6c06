"""The common IV-D vocabulary: the facts of a case that the federal report counts, whichever state keeps them.

A state's own records hold some of these facts, and its manifest says which (`ivd`). What they do not hold is
in the records here, keyed on IVDF. `cstui.store.ivd.relation` gives both alike, under the names of `COLUMNS`.
A record belongs to the IV-D case under whose number it was entered, also where it is about a child who is on
other cases as well. A record that was entered by mistake stays, with `standing` False.

`until` is the first day on which a fact no longer holds; `closed`, `ends` and `ends_on` are the last day on
which it does, as the documents count them; None where none is known. `entered_on` is the day on which a fact
was written. The codes are explained in `data/desk/codes/ivd.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar, TypeVar

import msgspec

from cstui.policy.formats import Cents, PersonNumber
from cstui.policy.records import Person, Record

R = TypeVar("R", bound="IvdRecord")
NEXT = 0
"""The number of a fact that a state's own act tells: when it is written it gets the next one of its case."""
UNTIL = "until"
"""The name of a date that is the first day on which a fact no longer holds."""


class IvdCase(msgspec.Struct, frozen=True, kw_only=True):
    """An IV-D case: one parent who is or may be liable, by one family.

    `case` is unique in the store, `subject` the log's name of what it is part of. `parent` is the
    noncustodial parent, None while unknown. `jurisdiction` is empty where the state has it; nation, tribe or
    other from `jurisdiction_since` to `jurisdiction_until` where it has none. `counts_with` is the case that
    is counted in its stead, where several putative fathers of one child have a case each.
    """

    case: str
    subject: str
    agency: str
    office: str
    worker: str
    parent: int | None
    custodian: int | None
    jurisdiction: str = ""
    jurisdiction_since: date | None = None
    jurisdiction_until: date | None = None
    counts_with: str = ""


class IvdStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of the custodial parent's cooperation: `kind` noncoop or goodcause.

    `code` is N or C of noncoop; claimed, determined, denied or ended of goodcause. `seq` orders what was
    entered on one day.
    """

    case: str
    custodian: int | None
    kind: str
    code: str
    ground: str
    on: date
    until: date | None
    entered_on: date
    seq: int


class IvdRecord(Record, frozen=True, kw_only=True):
    """Base of the kernel's records of the vocabulary; `case` is the IV-D case under which it was entered."""

    fact: ClassVar[str]
    """The code by which people name the kind of fact (table `ivd_fact`)."""
    relation: ClassVar[str]
    """The relation whose rows these are."""
    dated_by: ClassVar[str]
    """The field of the date by which lists of facts are in order."""
    ended_by: ClassVar[str] = ""
    """The field of the date that ends it; empty where nothing does."""
    of_person: ClassVar[bool] = False
    """Whether it holds of the person on whichever case he or she is."""
    within: ClassVar[bool] = False
    """Whether it never begins before the case was opened."""
    over: ClassVar[bool] = False
    """Whether its end has come when it is entered."""
    alone: ClassVar[tuple[str, ...] | None] = None
    """Two that are alike in these fields never hold on one day; None where they may."""
    only: ClassVar[bool] = False
    """Whether the person, or the case, has one at most."""
    kept_aside: ClassVar[frozenset[str]] = frozenset({"seq", "standing", "version"})
    """The fields that are not columns of the relation."""

    case: str
    seq: int
    standing: bool = True
    version: int = 1

    @property
    def dated(self) -> date:
        """The date by which it is in order among others; a draft has the day on which it was entered."""
        found: date = getattr(self, self.dated_by) or getattr(self, "entered_on")  # noqa: B009
        return found

    @property
    def ended(self) -> date | None:
        """The last day on which it holds; None where nothing ends it yet."""
        found: date | None = getattr(self, self.ended_by) if self.ended_by else None
        return found - timedelta(days=1) if found is not None and self.ended_by == UNTIL else found

    def meets(self, other: IvdRecord) -> bool:
        """Whether there is a day on which both hold."""
        return (other.ended is None or self.dated <= other.ended) and (
            self.ended is None or other.dated <= self.ended
        )


class IvdSpell(IvdRecord, frozen=True, kw_only=True):
    """A spell in which the case was open; on the day of closing, `closed`, it still counts as open."""

    fact: ClassVar[str] = "SP"
    relation: ClassVar[str] = "spell"
    dated_by: ClassVar[str] = "opened"
    alone: ClassVar[tuple[str, ...] | None] = ()
    over: ClassVar[bool] = True
    ended_by: ClassVar[str] = "closed"

    opened: date
    closed: date | None = None


class IvdStage(IvdRecord, frozen=True, kw_only=True):
    """Where the case sits since a day: `stage` LOC, PAT, OBG or ENF. The newest holds."""

    fact: ClassVar[str] = "ST"
    relation: ClassVar[str] = "stage"
    dated_by: ClassVar[str] = "since"
    within: ClassVar[bool] = True

    stage: str
    since: date


class IvdJurisdiction(IvdRecord, frozen=True, kw_only=True):
    """A time in which the state has no jurisdiction over the parent: of another `nation`, a tribe, other."""

    fact: ClassVar[str] = "NJ"
    relation: ClassVar[str] = "jurisdiction"
    dated_by: ClassVar[str] = "since"
    alone: ClassVar[tuple[str, ...] | None] = ()
    within: ClassVar[bool] = True
    ended_by: ClassVar[str] = "until"

    nation: str
    since: date
    until: date | None = None


class IvdPutative(IvdRecord, frozen=True, kw_only=True):
    """That the case is counted with `counts_with`: both are about putative fathers of one child."""

    fact: ClassVar[str] = "PF"
    relation: ClassVar[str] = "putative"
    dated_by: ClassVar[str] = "since"
    only: ClassVar[bool] = True
    within: ClassVar[bool] = True

    counts_with: str
    since: date


class IvdChild(IvdRecord, frozen=True, kw_only=True):
    """A child of the case, in that role from `since` to `until`."""

    fact: ClassVar[str] = "CH"
    relation: ClassVar[str] = "child"
    dated_by: ClassVar[str] = "since"
    alone: ClassVar[tuple[str, ...] | None] = ("person",)
    within: ClassVar[bool] = True
    ended_by: ClassVar[str] = "until"

    person: PersonNumber
    since: date
    until: date | None = None


class IvdBirth(IvdRecord, frozen=True, kw_only=True):
    """The birth of a child whose date the person's entry has: `wedlock` is in, out, or empty for unknown.

    `state` is the postal code of the state of birth, empty where unknown. `parent_died_on` is the death of a
    parent by reason of which the child is dependent.
    """

    fact: ClassVar[str] = "BI"
    relation: ClassVar[str] = "birth"
    dated_by: ClassVar[str] = "entered_on"
    only: ClassVar[bool] = True
    of_person: ClassVar[bool] = True
    kept_aside: ClassVar[frozenset[str]] = IvdRecord.kept_aside | {"entered_on"}

    person: PersonNumber
    wedlock: str = ""
    state: str = ""
    emancipated_on: date | None = None
    parent_died_on: date | None = None
    entered_on: date


class IvdPaternity(IvdRecord, frozen=True, kw_only=True):
    """The paternity of a child, established or acknowledged on day `on`.

    `how` is order, acknowledged, hospital, certificate, marriage or adoption; `by` is ivd, vital, state or
    other: the IV-D agency, vital statistics, another state, someone else.
    """

    fact: ClassVar[str] = "PA"
    relation: ClassVar[str] = "paternity"
    dated_by: ClassVar[str] = "on"
    only: ClassVar[bool] = True
    of_person: ClassVar[bool] = True

    person: PersonNumber
    on: date
    how: str
    by: str = "ivd"
    entered_on: date


class IvdAssistance(IvdRecord, frozen=True, kw_only=True):
    """A spell of assistance of a child: `program` TANF, IVE, SFC (state foster care) or MED (Medicaid).

    `last_grant` is the last month for which a grant was paid (its first day), `told_on` the day on which IV-A
    told that the assistance ended.
    """

    fact: ClassVar[str] = "AS"
    relation: ClassVar[str] = "assistance"
    dated_by: ClassVar[str] = "begins"
    alone: ClassVar[tuple[str, ...] | None] = ("person", "program")
    of_person: ClassVar[bool] = True
    ended_by: ClassVar[str] = "ends"

    person: PersonNumber
    program: str
    begins: date
    ends: date | None = None
    last_grant: date | None = None
    told_on: date | None = None
    entered_on: date


class IvdInterstate(IvdRecord, frozen=True, kw_only=True):
    """A case sent out to another state, tribe or nation (`direction` out), or received from one (in).

    `other` is its code, `kind` state, tribe or nation. `ffp` says that an incoming request asks for an action
    that qualifies for Federal financial participation; `purpose` is case or locate.
    """

    fact: ClassVar[str] = "IS"
    relation: ClassVar[str] = "interstate"
    dated_by: ClassVar[str] = "made_on"
    alone: ClassVar[tuple[str, ...] | None] = ("direction", "other", "purpose")
    over: ClassVar[bool] = True
    within: ClassVar[bool] = True
    ended_by: ClassVar[str] = "closed_on"

    direction: str
    other: str
    kind: str = "state"
    made_on: date
    closed_on: date | None = None
    ffp: bool = True
    purpose: str = "case"


class IvdOrder(IvdRecord, frozen=True, kw_only=True):
    """An order of support, for the child `person` or for all of the case (None).

    `kind` is cash, zero, medical, arrears, obligation (a debt under a law of general obligation) or paternity
    (no support). `number` is that of the court or agency; a further detail of one order has the same. A draft
    has no `filed_on`. `by` is ivd, or other where another had it established.
    """

    fact: ClassVar[str] = "OR"
    relation: ClassVar[str] = "support_order"
    dated_by: ClassVar[str] = "filed_on"
    ended_by: ClassVar[str] = "ends_on"

    number: str = ""
    person: PersonNumber | None = None
    kind: str
    filed_on: date | None = None
    entered_on: date
    ends_on: date | None = None
    by: str = "ivd"


class IvdMedical(IvdRecord, frozen=True, kw_only=True):
    """Medical support ordered: `what` is insurance, cash or bills, `ordered_of` ncp or cp.

    `viable` False says that insurance at reasonable cost is confirmed not to be available.
    """

    fact: ClassVar[str] = "MD"
    relation: ClassVar[str] = "medical"
    dated_by: ClassVar[str] = "filed_on"
    ended_by: ClassVar[str] = "ends_on"

    person: PersonNumber | None = None
    what: str
    ordered_of: str = "ncp"
    filed_on: date | None = None
    entered_on: date
    ends_on: date | None = None
    viable: bool = True


class IvdCover(IvdRecord, frozen=True, kw_only=True):
    """Health insurance that a child really has, provided by ncp, cp, other or medicaid."""

    fact: ClassVar[str] = "CV"
    relation: ClassVar[str] = "cover"
    dated_by: ClassVar[str] = "since"
    alone: ClassVar[tuple[str, ...] | None] = ("person", "by")
    ended_by: ClassVar[str] = "until"

    person: PersonNumber
    by: str
    since: date
    until: date | None = None


class IvdMoney(IvdRecord, frozen=True, kw_only=True):
    """What was due for a month, or distributed to it as current support or arrears (`kind`).

    `month` is the first day of the month for which it counts, `on` the day on which it was due or received,
    `written_on` the one on which it was entered. `cents` is below zero in a reversal, which names the entry
    that it `reverses` and has its dates except `written_on`. `share` is family, state or empty. `source` is
    empty, voluntary, offset (of a tax refund), direct (to the family), fee, interest, reapplied, or judgment
    (due for earlier months). `paid_on` is the day on which it was paid out. `debt` is the number of a joint
    debt, empty for none; `second` says that it is the second obligor's.
    """

    fact: ClassVar[str] = "PY"
    relation: ClassVar[str] = "money"
    dated_by: ClassVar[str] = "on"
    kept_aside: ClassVar[frozenset[str]] = IvdRecord.kept_aside | {"reverses"}

    kind: str
    month: date
    on: date
    written_on: date
    cents: Cents
    share: str = ""
    source: str = ""
    paid_on: date | None = None
    debt: str = ""
    second: bool = False
    reverses: int | None = None


class IvdFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What acts on an IV-D case read, whichever state's it is.

    `spells`, `children` and the children's `assistance` are those of the kernel that hold, and those of
    the state's own records, which have no number of the kernel's (`seq` 0). `kept` are the kernel's of the
    case and of its children, those that were set aside included. `people` are the children, and whom the act
    names. `beside` are the other IV-D cases that the act names and that there are. `own` are the relations
    that the state's records hold. Where the act adds a person, `next_person` is his or her number and
    `namesakes` who on record may be the same.
    """

    case: IvdCase
    spells: tuple[IvdSpell, ...] = ()
    children: tuple[IvdChild, ...] = ()
    assistance: tuple[IvdAssistance, ...] = ()
    kept: tuple[IvdRecord, ...] = ()
    people: Mapping[int, Person] = {}
    beside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    next_person: int = 0
    namesakes: tuple[Person, ...] = ()

    @property
    def opened(self) -> date | None:
        """The first day on which the case was open; None where no spell is known."""
        return min((spell.opened for spell in self.spells), default=None)

    def of(self, kind: type[R]) -> list[R]:
        """The kernel's records of a kind that hold, of the case or of its children."""
        return [one for one in self.kept if type(one) is kind and one.standing]

    def own_of(self, kind: type[R]) -> list[R]:
        """Those that were entered under the number of this case, whether they hold or not."""
        return [one for one in self.kept if type(one) is kind and one.case == self.case.case]


RECORDS: tuple[type[IvdRecord], ...] = (
    IvdSpell,
    IvdStage,
    IvdJurisdiction,
    IvdPutative,
    IvdChild,
    IvdBirth,
    IvdPaternity,
    IvdAssistance,
    IvdInterstate,
    IvdOrder,
    IvdMedical,
    IvdCover,
    IvdMoney,
)
"""The kernel's records of the vocabulary."""


def columns_of(record: type[IvdRecord]) -> tuple[str, ...]:
    """The columns of the relation that the record's table is a part of."""
    hidden = record.kept_aside | ({"case"} if record.of_person else set())
    return tuple(name for name in record.__struct_fields__ if name not in hidden)


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "case": IvdCase.__struct_fields__,
    "standing": IvdStanding.__struct_fields__,
    **{r.relation: columns_of(r) for r in RECORDS if r not in (IvdJurisdiction, IvdPutative)},
    "birth": ("person", "born", *columns_of(IvdBirth)[1:]),
}
"""The columns of every relation, in order."""
