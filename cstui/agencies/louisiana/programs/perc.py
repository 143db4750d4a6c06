"""PERC: what is wrong or has changed in a person (name, birth, death, jail, state); two entries merged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from cstui.acts.base import PersonAct
from cstui.acts.merging import MergePersons, SeparatePersons
from cstui.acts.persons import CorrectBirth, CorrectName, RecordDeath, RecordJail, RecordState
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.payee import ChangePayee
from cstui.agencies.louisiana.policy import persons
from cstui.agencies.louisiana.programs.pers import person_meant
from cstui.cells import is_number
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import cut, within
from cstui.policy.effects import Change, Effects, Refused
from cstui.policy.findings import Finding
from cstui.policy.records import Person

FIELDS = {"person": "number", "state": "lives"}
"""The fields of the screen for inputs of acts that have another name."""


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """The person on the screen, the case he or she was asked for by, whom to merge into, and the page."""

    person: int
    case: str = ""
    into: int | None = None
    offset: int = 0


class Perc(ListProgram[Corrected]):
    """Type over what is wrong, say WHY; MERGE INTO shows what changes, MERGE does it; T takes it back."""

    name = "PERC"
    answers = PAGING | {"MERGE", "PAYEE"}
    state = Corrected
    previews = True

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        begun = state
        if not isinstance(begun, Corrected):
            meant = person_meant(desk, argument, self.name)
            if isinstance(meant, Finding):
                return Answer(screen=self.name, findings=(meant,))
            begun = Corrected(person=meant[0], case=meant[1])
        number = begun.person
        view = desk.read(lambda session: reads.person_view(session, number))
        if view is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-121", "command", value=number),))
        rows = [*_merges(desk, number), *_preview(desk, begun)]
        shown = self.shown(desk)
        offset = within(begun.offset, len(rows), shown)
        listed, above, below = cut(rows, offset, shown)
        other = begun.into and desk.read(lambda session: reads.person_view(session, begun.into or 0))
        return Answer(
            screen=self.name,
            values={
                "number": str(number),
                "name": reads.name_of(view.person),
                "standing": persons.standing(view.person, desk.rules, desk.on),
                **_typed(view.person),
                "why": "",
                "into": str(begun.into or ""),
                "intoname": reads.name_of(other.person) if other else "",
            },
            rows=listed,
            more_above=above,
            more_below=below,
            protected=frozenset({"lives"}) if view.person.family_violence else frozenset(),
            seen={f"person {number}": view.person.version},
            state=msgspec.structs.replace(begun, offset=offset),
            case=begun.case,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, shown = self.entry(desk, request), _shown(request)
        number = shown.person
        view = desk.read(lambda session: reads.person_view(session, number))
        assert view is not None
        marks = self.marks(desk, request, entry.found)
        acts: list[PersonAct] = [*_changes(entry, view.person)]
        why = entry.text("why")
        acts += [SeparatePersons(person=int(row.key), why=why) for _, row, _ in marks]
        into = _into(desk, entry)
        if entry.found:
            return self.refused(request, entry.found)
        if acts:
            return self._perform(desk, request, acts)
        if into is not None:
            act = MergePersons(person=number, into=into, why=why or "-")
            considered = desk.place.performer.consider(act, actor=desk.worker.number, on=desk.on)
            if isinstance(considered, Refused):
                return self.refused(request, considered.findings, FIELDS)
            answer = self.again(desk, msgspec.structs.replace(shown, into=into))
            message = "Nothing is written yet: MERGE (F6) with WHY merges."
            values = {**answer.values, "why": why}
            return msgspec.structs.replace(answer, values=values, message=message)
        if why:
            return self.refused(request, [desk.finding("CS-129", "why")])
        return self.again(desk, shown)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "PAYEE":
            return self._payee(desk, request, rest)
        entry, shown = self.entry(desk, request), _shown(request)
        into = _into(desk, entry) or shown.into
        if into is None and not entry.found:
            entry.found.append(desk.finding("CS-105", "into", label="MERGE INTO"))
        if entry.found or into is None:
            return self.refused(request, entry.found)
        why = rest or entry.text("why")
        return self._perform(desk, request, [MergePersons(person=shown.person, into=into, why=why)], into)

    def _payee(self, desk: DeskContext, request: Request, rest: str) -> Answer:
        """PAYEE makes the person shown the payee of the case in hand, PAYEE LAST, FIRST a new person."""
        if not desk.case:
            return self.refused(request, [desk.finding("CS-122", "command", value="PAYEE")])
        why = self.entry(desk, request).text("why")
        last, _, first = (part.strip() for part in rest.partition(","))
        person = None if last else _shown(request).person
        act = ChangePayee(case=desk.case, cp=person, last=last, first=first, why=why)
        outcome = desk.perform(act, request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings, FIELDS)
        answer = desk.go("CAS1", desk.case)
        return msgspec.structs.replace(answer, message=outcome.message, findings=outcome.findings)

    def _perform(
        self, desk: DeskContext, request: Request, acts: list[PersonAct], stays: int | None = None
    ) -> Answer:
        outcomes = desk.perform_all(acts, request)
        found = [f for outcome in outcomes if isinstance(outcome, Refused) for f in outcome.findings]
        if found:
            return self.refused(request, found, FIELDS)
        message = " ".join(outcome.message for outcome in outcomes if not isinstance(outcome, Refused))
        state = msgspec.structs.replace(_shown(request), into=None, person=stays or _shown(request).person)
        return msgspec.structs.replace(self.again(desk, state), message=message)


def _shown(request: Request) -> Corrected:
    assert isinstance(request.state, Corrected)
    return request.state


def _into(desk: DeskContext, entry: Entry) -> int | None:
    """The number keyed as MERGE INTO, of the entry that is used for that person; None for none."""
    typed = entry.text("into")
    if not typed:
        return None
    if not (is_number(typed) and 0 < int(typed) < 10**9):
        entry.found.append(
            desk.finding("CS-116", "into", label="MERGE INTO", value=typed, shape="a person's number")
        )
        return None
    return int(typed)


def _typed(person: Person) -> dict[str, str]:
    def day(value: date | None) -> str:
        return f"{value:%m/%d/%Y}" if value else ""

    return {
        "last": person.last,
        "first": person.first,
        "middle": person.middle,
        "born": day(person.born),
        "died": day(person.died_on),
        "held": day(person.held_since),
        "free": day(person.held_until),
        "lives": "" if person.family_violence else person.lives_in,
    }


def _changes(entry: Entry, person: Person) -> Iterator[PersonAct]:
    """An act for each thing that was typed over."""
    why, was = entry.text("why"), _typed(person)
    name = {part: entry.text(part) for part in ("last", "first", "middle")}
    if any(was[part] != typed for part, typed in name.items()):
        yield CorrectName(person=person.number, **name, why=why)
    if (born := entry.date("born")) != person.born:
        yield CorrectBirth(person=person.number, born=born, why=why)
    if (died := entry.date("died")) != person.died_on:
        yield RecordDeath(person=person.number, died_on=died, why=why)
    held, free = entry.date("held"), entry.date("free")
    if (held, free) != (person.held_since, person.held_until):
        yield RecordJail(person=person.number, since=held, until=free)
    if not person.family_violence and (state := entry.code("lives")) != person.lives_in:
        yield RecordState(person=person.number, state=state)


def _preview(desk: DeskContext, shown: Corrected) -> Iterator[Row]:
    """What a merge would change: each case, and each child in one."""
    if shown.into is None:
        return
    act = MergePersons(person=shown.person, into=shown.into, why="-")
    considered = desk.place.performer.consider(act, actor=desk.worker.number, on=desk.on)
    if not isinstance(considered, Effects):
        return
    for at, change in enumerate(considered.changes):
        if not isinstance(change, Change):
            continue
        for name in change.after.__struct_fields__:
            before, after = getattr(change.before, name), getattr(change.after, name)
            if before != after:
                of = getattr(change.after, "case", getattr(change.after, "number", ""))
                what = f"{type(change.after).__name__} {of} {name}".upper().replace("_", " ")
                values = {"what": what, "from": str(before or ""), "to": str(after or "")}
                yield Row(key=f"preview {at} {name}", values=values)


def _merges(desk: DeskContext, number: int) -> Iterator[Row]:
    """The merges into this entry that are in force."""
    for merge in desk.read(lambda session: reads.merged_here(session, number)):
        values = {
            "what": f"MERGED {merge.on:%m/%d/%Y} BY {merge.worker}",
            "from": str(merge.person),
            "to": merge.why,
        }
        yield Row(key=str(merge.person), values=values)
