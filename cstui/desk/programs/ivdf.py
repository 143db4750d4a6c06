"""IVDF: the facts of one IV-D case that the federal report counts: added, ended, set aside, reversed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import NoneType
from typing import Any, get_args

import msgspec

from cstui.acts.base import Act
from cstui.acts.ivd_corrections import IvdEndFact, IvdSetAside, IvdTakeUp
from cstui.acts.ivd_money import IvdPayOut, IvdReverse
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.ivdf_kinds import KINDS, FactKind
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.of_subject import Keyed, found_in
from cstui.desk.programs.pages import cut, within
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.ivd import IvdFacts, IvdMoney, IvdRecord
from cstui.policy.money import said
from cstui.policy.records import key_of
from cstui.policy.rulebook import Code, CodeTable, Rulebook
from cstui.store import ivd_reads

NEW = ("kind", "code", "person", "since", "until", "with", "by", "also", "amount", "mark", "text")
"""The fields that an Enter empties once it has done what they say."""
FOR_LINES = {"E": ("until", "also"), "A": ("text",), "T": ("text",), "R": ("text",), "P": ("also",)}
"""The fields that a letter before a line takes along."""
OFFSET = "offset"
"""The source of a federal tax refund: what shows it is labeled as federal tax information (IRS 1075)."""
CODED = ("stage", "nation", "wedlock", "how", "program", "direction", "what", "kind", "counts_with")
"""The fields of facts of which the first that one has is shown under CODE."""


class Ivdf(PageProgram):
    """One Enter adds a fact, or does what the letters before the lines say, all of them or none."""

    name = "IVDF"

    def begins(self, desk: DeskContext, argument: str) -> Page:
        typed = argument or desk.case
        found = self._cases(desk, typed) or self._cases(desk, desk.own.subject.full(typed))
        return Page(subject=found[0] if found else argument)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        if not page.subject:
            wrong = desk.finding("CS-122", "command", value=self.name)
            return Answer(screen=self.name, findings=(wrong,))
        facts = self._facts(desk, page.subject)
        if facts is None:
            wrong = desk.finding("CS-101", "command", what="IV-D case", value=page.subject)
            return Answer(screen=self.name, findings=(wrong,))
        rows = [_row(one, facts, desk.rules) for one in _shown(facts)]
        shown = self.shown(desk)
        offset = within(page.offset, len(rows), shown)
        found, above, below = cut(rows, offset, shown)
        return Answer(
            screen=self.name,
            values={"case": page.subject, "about": _about(facts), **dict.fromkeys(NEW, "")},
            rows=found,
            more_above=above,
            more_below=below,
            state=msgspec.structs.replace(page, offset=offset),
            guide=tuple(_guide(facts)),
            case=key_of(facts.case.subject),
            message="" if rows else "No facts yet: key KIND and Enter, F4 lists the kinds.",
        )

    def again(self, desk: DeskContext, state: object) -> Answer:
        return self.open(desk, "", state)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        page = self.at(desk, request.state)
        other = request.values.get("case", "").strip()
        if other and other != page.subject:
            return self.open(desk, other)
        facts = self._facts(desk, page.subject)
        if facts is None:
            return self.again(desk, page)
        entry = self.entry(desk, request)
        keyed = list(self._lines(desk, entry, request, facts))
        kind = entry.code("kind")
        taken = {name for _, letter in self._letters(request) for name in FOR_LINES.get(letter, ())}
        if kind and keyed:
            choices = "add a fact or key letters, one at a time"
            entry.found.append(desk.finding("CS-130", "kind", value=kind, choices=choices))
        elif kind:
            keyed += self._added(desk, entry, request, facts, kind)
        elif not entry.found:
            left = [n for n in NEW[1:] if request.values.get(n, "").strip() and n not in taken]
            if left:
                entry.found.append(desk.finding("CS-105", "kind", label="KIND"))
        if entry.found:
            return self.refused(request, entry.found)
        return self._done(desk, request, keyed) if keyed else self.again(desk, request.state)

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """The cases of the subject in hand, the children of the case, the codes of KIND."""
        page = self.at(desk, request.state)
        if field == "case":
            return _table("IV-D cases", [(case, "") for case in self._cases(desk, desk.case)])
        if field == "person":
            facts = self._facts(desk, page.subject)
            return _table("Children of the case", list(_children(facts))) if facts else None
        typed = request.values.get("kind", "").strip()
        kind = KINDS.get(typed)
        if kind is None:
            return None
        if field == "mark":
            return _table("MARK", [(letter, one[0]) for letter, one in kind.marks.items()])
        return desk.rules.codes.get({**kind.lists, **kind.tables}.get(field, ""))

    def _cases(self, desk: DeskContext, number: str) -> list[str]:
        return desk.read(lambda session: ivd_reads.cases_of(session, desk.agency, number))

    def _facts(self, desk: DeskContext, case: str) -> IvdFacts | None:
        return desk.read(lambda session: ivd_reads.read_ivd(session, desk.agency, case))

    def _letters(self, request: Request) -> Iterator[tuple[int, str]]:
        for index, row in enumerate(request.rows):
            if letter := row.values.get("action", "").strip():
                yield index, letter

    def _lines(self, desk: DeskContext, entry: Entry, request: Request, facts: IvdFacts) -> Iterator[Keyed]:
        """What the letters before the lines do; what is wrong goes into `entry.found`."""
        for index, row, letter in self.marks(desk, request, entry.found):
            case, fact, number = row.key.split()
            money = fact == IvdMoney.fact
            takes = "R or P" if money else "E, A or T"
            if (letter in "RP") is not money:
                entry.found.append(self.wrong(desk, index, letter, f"{takes} before this line"))
                continue
            act: Act
            fields = {"number": f"action.{index}", "reason": "text", "until": "until", "told_on": "also"}
            if letter in "ATR":
                why = entry.text("text", required=True)
                kind: Any = {"A": IvdSetAside, "T": IvdTakeUp}.get(letter)
                of = {"case": case, "number": int(number), "reason": why}
                act = kind(fact=fact, **of) if kind else IvdReverse(**of)  # type: ignore[arg-type]
            elif letter == "E":
                until, told = entry.date("until") or desk.on, entry.date("also")
                act = IvdEndFact(case=case, fact=fact, number=int(number), until=until, told_on=told)
            else:
                act = IvdPayOut(case=case, number=int(number), on=entry.date("also") or desk.on)
            named = dict.fromkeys(("closed", "ends", "ends_on", "closed_on"), fields["until"])
            yield Keyed(act, {**fields, **named, "on": "also"})

    def _added(
        self, desk: DeskContext, entry: Entry, request: Request, facts: IvdFacts, typed: str
    ) -> Iterator[Keyed]:
        """The fact that is to be added; nothing where something typed is wrong."""
        kind = KINDS[typed]
        inputs: dict[str, Any] = {}
        needed = {field.name for field in msgspec.structs.fields(kind.act) if field.required}
        hints = {field.name: field.type for field in msgspec.structs.fields(kind.act)}
        for name, field in kind.fields.items():
            must = name in needed
            value: Any
            if hints[name] is date or date in get_args(hints[name]):
                value = entry.date(field, required=must)
            elif field == "amount":
                value = entry.money(field, required=must)
            elif field == "person":
                value = self._person(entry, facts, required=must, joins=typed == "CH")
            elif field == "text":
                value = self._named(desk, entry, name)
            elif field in kind.tables:
                value = self._code(desk, entry, kind.tables[field], field, required=must)
            else:
                value = entry.text(field, required=must)
            if value or NoneType in get_args(hints[name]):
                inputs[name] = value
        self._marked(desk, entry, kind, inputs)
        fits = {*kind.fields.values(), "kind", "mark"}
        for field in (name for name in NEW if name not in fits and request.values.get(name, "").strip()):
            label, value = self.drawing.field(field).named, request.values[field].strip()
            wrong = desk.finding("CS-707", field, label=label, value=value, other=f"KIND {typed}")
            entry.found.append(wrong)
        if not entry.found:
            yield Keyed(kind.act(case=facts.case.case, **inputs), kind.fields)

    def _code(self, desk: DeskContext, entry: Entry, table: str, field: str, *, required: bool) -> str:
        """The code that begins with what was typed, where just one does."""
        typed = entry.text(field, required=required)
        if not typed:
            return ""
        codes = [one.code for one in desk.rules.codes[table].code]
        fit = [code for code in codes if code.upper() == typed.upper()]
        fit = fit or [code for code in codes if code.upper().startswith(typed.upper())]
        label = self.drawing.field(field).named
        if not fit:
            entry.found.append(desk.finding("CS-104", field, label=label, value=typed, table=table))
        elif len(fit) > 1:
            entry.found.append(desk.finding("CS-114", field, value=typed, choices=" or ".join(fit)))
        return fit[0] if len(fit) == 1 else ""

    def _person(self, entry: Entry, facts: IvdFacts, *, required: bool, joins: bool) -> int | None:
        """The person of that number, or the child of that place on the case; the only child for nothing."""
        children = list(dict.fromkeys(one.person for one in facts.children))
        typed = entry.text("person")
        if not typed and required and len(children) == 1 and not joins:
            return children[0]
        typed = entry.text("person", required=required)
        if not typed:
            return None
        if not typed.isascii() or not typed.isdecimal():
            shape = "a person number, or the place of a child on the case"
            self_named = self.drawing.field("person").named
            entry.found.append(
                entry.rules.finding("CS-116", "person", label=self_named, value=typed, shape=shape)
            )
            return None
        number = int(typed)
        return children[number - 1] if not joins and 1 <= number <= len(children) else number

    def _named(self, desk: DeskContext, entry: Entry, part: str) -> str:
        """The last or first name of `LAST, FIRST`."""
        typed = entry.text("text")
        last, comma, first = (one.strip().upper() for one in typed.partition(","))
        if typed and part == "last" and not (last and comma and first):
            shape = "a name such as DOE, KIM"
            entry.found.append(desk.finding("CS-116", "text", label="TEXT", value=typed, shape=shape))
        return last if part == "last" else first

    def _marked(self, desk: DeskContext, entry: Entry, kind: FactKind, inputs: dict[str, Any]) -> None:
        mark = entry.text("mark")
        if mark and mark not in kind.marks:
            choices = ", ".join(f"{letter} {one[0]}" for letter, one in kind.marks.items()) or "none here"
            entry.found.append(desk.finding("CS-130", "mark", value=mark, choices=choices))
        elif mark:
            _, name, value = kind.marks[mark]
            inputs[name] = value

    def _done(self, desk: DeskContext, request: Request, keyed: list[Keyed]) -> Answer:
        """All that was keyed, or nothing with every finding at its field."""
        outcomes = desk.perform_all([one.act for one in keyed], request)
        receipts = [one for one in outcomes if not isinstance(one, Refused)]
        if len(receipts) < len(keyed):
            return self.refused(request, list(_once(found_in(keyed, outcomes))))
        message = receipts[0].message if len(receipts) == 1 else f"{len(receipts)} lines done."
        warned = tuple(finding for receipt in receipts for finding in receipt.findings)
        return msgspec.structs.replace(self.again(desk, request.state), message=message, findings=warned)


def _once(findings: list[Finding]) -> Iterator[Finding]:
    yield from dict.fromkeys(findings)


def _shown(facts: IvdFacts) -> list[IvdRecord]:
    """The kernel's facts and those of the state's records, the newest first."""
    own = [one for one in (*facts.spells, *facts.children, *facts.assistance) if one.seq == 0]
    return sorted([*facts.kept, *own], key=lambda one: (one.dated, one.seq), reverse=True)


def _row(one: IvdRecord, facts: IvdFacts, rules: Rulebook) -> Row:
    end = getattr(one, one.ended_by) if one.ended_by else None
    dated = getattr(one, one.dated_by)
    number = getattr(one, "person", None)
    own = one.seq == 0
    return Row(
        key=f"{one.case} {one.fact} {one.seq}" if not own else "",
        values={
            "action": "",
            "number": str(one.seq) if one.seq else "",
            "fact": "DU" if isinstance(one, IvdMoney) and one.kind == "due" else one.fact,
            "coded": _coded(one),
            "child": _child(facts, number) if number is not None else "",
            "from": shown_date(dated) if dated else "",
            "to": shown_date(end) if end else "",
            "more": " ".join(_more(one, facts)),
        },
        style="" if one.standing and not own else "dim",
        protected=frozenset({"action"}) if own else frozenset(),
        guide=(
            GuideLine(text=rules.meaning("ivd_fact", one.fact), style="heading"),
            GuideLine(text=" ".join(_more(one, facts)) or _coded(one) or "-"),
        ),
    )


def _coded(one: IvdRecord) -> str:
    field = next((name for name in CODED if getattr(one, name, "")), "")
    return str(getattr(one, field)) if field else str(getattr(one, "by", ""))


def _more(one: IvdRecord, facts: IvdFacts) -> Iterator[str]:
    """What a line says beside its columns; what was set aside begins with that."""
    if not one.standing:
        yield "SET ASIDE"
    if one.seq == 0:
        yield "own records"
    elif one.case != facts.case.case:
        yield f"on {one.case}"
    if isinstance(one, IvdMoney):
        yield said(one.cents)
        if one.source == OFFSET:
            yield "FTI"
        if one.reverses is not None:
            yield f"reverses {one.reverses}"
        if one.month.replace(day=1) != one.on.replace(day=1):
            yield f"for {one.month:%m/%Y}"
    for name in ("state", "other", "number", "ordered_of", "share", "source", "debt", "by"):
        value = getattr(one, name, "")
        if value and value != _coded(one):
            yield str(value)
    for name, what in (("ffp", "no FFP"), ("viable", "not viable")):
        if getattr(one, name, True) is False:
            yield what
    if getattr(one, "purpose", "") == "locate":
        yield "locate"
    if getattr(one, "second", False):
        yield "second"
    for name, what in (
        ("told_on", "told"),
        ("emancipated_on", "emancipated"),
        ("parent_died_on", "parent died"),
        ("paid_on", "paid out"),
    ):
        if (day := getattr(one, name, None)) is not None:
            yield f"{what} {day:%m/%d/%Y}"
    if one.dated_by == "filed_on" and getattr(one, "filed_on", None) is None:
        yield "draft"


def _name(facts: IvdFacts, number: int) -> str:
    person = facts.people.get(number)
    return f"{person.last}, {person.first}" if person is not None else str(number)


def _child(facts: IvdFacts, number: int) -> str:
    """A child with the place that PERSON takes, the first name first, since brothers share the last one."""
    places = list(dict.fromkeys(one.person for one in facts.children))
    person = facts.people.get(number)
    name = f"{person.first} {person.last}" if person is not None else str(number)
    return f"{places.index(number) + 1} {name}" if number in places else name


def _about(facts: IvdFacts) -> str:
    last = facts.spells[-1] if facts.spells else None
    if last is None:
        return f"{facts.case.subject}"
    closed = f", closed {last.closed:%m/%d/%Y}" if last.closed else ""
    return f"OPENED {last.opened:%m/%d/%Y}{closed}  WORKER {facts.case.worker}"


def _children(facts: IvdFacts) -> Iterator[tuple[str, str]]:
    for number in dict.fromkeys(one.person for one in facts.children):
        person = facts.people.get(number)
        born = f", born {person.born:%m/%d/%Y}" if person is not None and person.born else ""
        yield str(number), f"{_name(facts, number)}{born}"


def _guide(facts: IvdFacts) -> Iterator[GuideLine]:
    """The children by the places that PERSON takes."""
    yield GuideLine(text="CHILDREN OF THE CASE", style="heading")
    for place, (number, name) in enumerate(_children(facts), start=1):
        yield GuideLine(text=f"{place}  {number} {name}")


def _table(title: str, codes: list[tuple[str, str]]) -> CodeTable | None:
    if not codes:
        return None
    listed = tuple(Code(code=code, meaning=meaning) for code, meaning in codes)
    return CodeTable(name="ivdf", title=title, cite="IVDF", code=listed)
