"""PERS: a person: place of work, addresses, telephones, cases; the family-violence mark.

Whoever is marked has address, telephone and place of work hidden here as everywhere, and they
cannot be typed over while hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from cstui.acts.base import PersonAct
from cstui.acts.persons import ChangeAddress, ChangeEmployer, ChangePhone, MarkFamilyViolence
from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy import case_position, persons
from cstui.agencies.louisiana.policy.benefit_months import LEGEND, by_month
from cstui.agencies.louisiana.records import BenefitSpell
from cstui.cells import is_number
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import cut, flowed, marked, under_cursor, within
from cstui.policy.effects import Refused
from cstui.policy.facts import PersonFacts
from cstui.policy.findings import Finding
from cstui.policy.records import Address, Phone

HIDDEN = "HIDDEN: FAMILY VIOLENCE"
ADDRESS = {"home": "", "mail": "mail_"}
"""Kinds of address and what the names of their fields begin with."""
PARTS = {"line1": "line1", "line2": "line2", "city": "city", "state": "state", "zip_code": "zip"}
"""Parts of an address and the end of their fields' names."""
PHONES = ("home", "mobile", "work")


class ShownPerson(msgspec.Struct, frozen=True, kw_only=True):
    """The person on the screen, the case by whose number he or she was asked for, and the page."""

    person: int
    case: str = ""
    offset: int = 0


class Pers(ListProgram[ShownPerson]):
    """Change a field and press Enter; MARK with WHY sets or lifts the mark; S opens a case."""

    name = "PERS"
    answers = PAGING | {"MARK"}
    state = ShownPerson

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        begun = state if isinstance(state, ShownPerson) else _meant(desk, argument)
        if isinstance(begun, Finding):
            return Answer(screen=self.name, findings=(begun,))
        number = begun.person
        view = desk.read(lambda session: reads.person_view(session, number))
        if view is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-121", "command", value=number),))
        width, shown = self.drawing.field("detail").width, self.shown(desk)
        rows = [line for row in _rows(desk, view) for line in flowed(row, "detail", width)]
        offset = within(begun.offset, len(rows), shown)
        listed, above, below = cut(rows, offset, shown)
        return Answer(
            screen=self.name,
            values={
                **_values(view),
                "standing": persons.standing(view.person, desk.rules, desk.on, child=_is_child(view)),
                **_by_month(desk.read(lambda s: reads.spells_of(s, view.person.number)), desk.on),
            },
            rows=listed,
            more_above=above,
            more_below=below,
            protected=_fields() if view.person.family_violence else frozenset(),
            seen={f"person {view.person.number}": view.person.version},
            state=msgspec.structs.replace(begun, offset=offset),
            case=begun.case,
            message=_fears(desk, begun),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        shown, view = _in_hand(desk, request)
        if view.person.family_violence and request.modified & _fields():
            # Marked since it was shown: what may not be seen goes at once, and what was typed with it.
            moved = {"what": f"Person {shown.person}", "now": view.person.version}
            finding = desk.finding("CS-110", "", seen=request.seen.get(f"person {shown.person}"), **moved)
            return msgspec.structs.replace(self.open(desk, "", shown), findings=(finding,))
        chosen = marked(request)
        for index, row, letter in chosen:
            if letter != "S" or not row.values.get("case"):
                entry.found.append(self.wrong(desk, index, letter))
        acts = list(_changes(desk, entry, view))
        if not acts and entry.text("why") and not entry.found:
            entry.found.append(desk.finding("CS-129", "why"))
        for act, names in acts:
            outcome = desk.place.performer.consider(act, actor=desk.worker.number, on=desk.on)
            if isinstance(outcome, Refused):
                entry.found += _placed(outcome.findings, names)
        if entry.found:
            return self.refused(request, entry.found)
        if acts:
            return self._perform(desk, request, acts)
        under = chosen[0][1] if chosen else under_cursor(request)
        if under is not None and under.values.get("case"):
            return desk.go("CAS1", under.values["case"])
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        shown, view = _in_hand(desk, request)
        why = rest or request.values.get("why", "")
        act = MarkFamilyViolence(person=shown.person, marked=not view.person.family_violence, why=why)
        return self._perform(desk, request, [(act, {})])

    def _perform(
        self, desk: DeskContext, request: Request, acts: Sequence[tuple[PersonAct, dict[str, str]]]
    ) -> Answer:
        """All the acts as one: what is refused after all leaves nothing half-written."""
        outcomes = desk.perform_all([act for act, _ in acts], request)
        receipts = [outcome for outcome in outcomes if not isinstance(outcome, Refused)]
        if len(receipts) < len(acts):
            found = [
                finding
                for (_, names), outcome in zip(acts, outcomes, strict=True)
                if isinstance(outcome, Refused)
                for finding in _placed(outcome.findings, names)
            ]
            return self.refused(request, found)
        message = " ".join(receipt.message for receipt in receipts)
        return msgspec.structs.replace(self.again(desk, request.state), message=message)


def _by_month(spells: Sequence[BenefitSpell], on: date) -> dict[str, str]:
    """The benefit strip: the first letter of each month, and under it what ran in it."""
    if not spells:
        return {"months": "", "strip": "", "legend": ""}
    strip = by_month(spells, on)
    return {
        "months": "".join(f"{month:%b}"[0] for month, _ in strip),
        "strip": "".join(shown for _, shown in strip),
        "legend": f"IV-A TO {strip[-1][0]:%m/%y}: {LEGEND}",
    }


def _meant(desk: DeskContext, argument: str) -> ShownPerson | Finding:
    meant = person_meant(desk, argument, "PERS")
    return meant if isinstance(meant, Finding) else ShownPerson(person=meant[0], case=meant[1])


def person_meant(desk: DeskContext, argument: str, screen: str) -> tuple[int, str] | Finding:
    """Whom an argument means, and the case by whose number: a person number, the CP of a case, or of the
    case in hand. The number of a merged entry means the one that it was merged into.
    """
    wanted = argument.strip()
    wanted = desk.case if wanted in {"", "."} else wanted
    if not wanted:
        return desk.finding("CS-122", "command", value=screen)
    number = wanted.removeprefix("P")
    if not (is_number(number) and len(number) < 10):
        return desk.finding(
            "CS-116", "command", label=screen, value=argument, shape="a person's or a case's number"
        )
    if wanted == number and len(number) == 8:
        case = desk.read(lambda session: reads.case_summary(session, number))
        if case is not None:
            return case.case.cp, number
    return desk.read(lambda session: reads.in_force(session, int(number))), ""


def _fears(desk: DeskContext, shown: ShownPerson) -> str:
    """The question that a CP who fears harm raises; empty where none is open."""
    facts = desk.facts(shown.case) if shown.case else None
    told = case_position.fears_harm(facts) if facts and facts.cp.number == shown.person else None
    if told is None:
        return ""
    return f"CP fears harm ({told.on:%m/%d}). Family violence? WHY and MARK; send to IV-A."


def _in_hand(desk: DeskContext, request: Request) -> tuple[ShownPerson, PersonFacts]:
    shown = request.state
    assert isinstance(shown, ShownPerson)
    number = shown.person
    view = desk.read(lambda session: reads.person_view(session, number))
    assert view is not None
    return shown, view


def _is_child(view: PersonFacts) -> bool:
    return any(role.role == "CH" for role in view.roles)


def _fields() -> frozenset[str]:
    """The fields that stay shut while they are hidden."""
    addresses = {prefix + part for prefix in ADDRESS.values() for part in PARTS.values()}
    return frozenset({"employer", *addresses, *(f"{kind}_phone" for kind in PHONES)})


def _address(view: PersonFacts, kind: str) -> Address | None:
    return next((a for a in view.addresses if a.kind == kind and a.until is None), None)


def _phone(view: PersonFacts, kind: str) -> Phone | None:
    return next((p for p in view.phones if p.kind == kind and p.until is None), None)


def _values(view: PersonFacts) -> dict[str, str]:
    person = view.person
    values = {
        "number": str(person.number),
        "name": reads.name_of(person),
        "born": f"{person.born:%m/%d/%Y}" if person.born else "",
        "violence": "YES" if person.family_violence else "no",
        "marking": "MARK lifts it, WHY says why" if person.family_violence else "MARK sets it, WHY says why",
        "why": "",
    }
    if person.family_violence:
        hidden = dict.fromkeys(_fields(), "")
        return {**values, **hidden, "employer": HIDDEN, "line1": HIDDEN, "home_phone": "HIDDEN"}
    values["employer"] = person.employer
    for kind, prefix in ADDRESS.items():
        address = _address(view, kind)
        for part, field in PARTS.items():
            values[prefix + field] = getattr(address, part) if address else ""
    for kind in PHONES:
        phone = _phone(view, kind)
        values[f"{kind}_phone"] = phone.number if phone else ""
    return values


def _changes(
    desk: DeskContext, entry: Entry, view: PersonFacts
) -> Iterator[tuple[PersonAct, dict[str, str]]]:
    """An act for each thing that was typed over, with the field of the screen for each of its inputs."""
    if view.person.family_violence:
        return
    was, person = _values(view), view.person.number
    for kind, prefix in ADDRESS.items():
        names = {part: prefix + field for part, field in PARTS.items()}
        typed = {part: entry.text(name) for part, name in names.items()}
        if any(typed[part] != was[name] for part, name in names.items()):
            yield msgspec.convert({"person": person, "kind": kind, **typed}, ChangeAddress), names
    for phone in PHONES:
        name = f"{phone}_phone"
        number = entry.text(name)
        if number != was[name]:
            digits = re.sub(r"[-. ()]", "", number)
            if number and not re.fullmatch("[0-9]{10}", digits):
                shape = "a telephone number of ten digits"
                entry.found.append(desk.finding("CS-116", name, label="PHONE", value=number, shape=shape))
            plain = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if digits else ""
            yield (
                msgspec.convert({"person": person, "kind": phone, "number": plain}, ChangePhone),
                {"phone": name},
            )
    if entry.text("employer") != was["employer"]:
        yield ChangeEmployer(person=person, employer=entry.text("employer")), {}


def _placed(findings: Iterable[Finding], names: dict[str, str]) -> list[Finding]:
    return [msgspec.structs.replace(f, field=names.get(f.field, f.field)) for f in findings]


def _rows(desk: DeskContext, view: PersonFacts) -> Iterator[Row]:
    """Cases, then benefits, then former and present addresses and telephones, newest first."""
    for role in view.roles:
        facts = desk.facts(role.key)
        stands = facts and case_position.noncooperation(facts.file)
        pend = facts and case_position.pend(facts.file)
        children = facts.file.children if facts else ()
        numbers = [f"CHILD {c.seq}" for c in children if c.person == view.person.number]
        parts = [role.status.upper(), *numbers, f"NON COOP {stands.ground}" if stands else ""]
        parts += [f"{pend.reason}, closes {shown_date(pend.closes_on)}" if pend and pend.closes_on else ""]
        where = f"office {role.office}/{role.worker}"
        detail = "  ".join(part for part in (*parts, where) if part)
        yield _row(f"case {role.key} {role.role}", "CASE", f"{role.key} {role.role}", detail, case=role.key)
    for spell in desk.read(lambda s: reads.spells_of(s, view.person.number)):
        yield _of_spell(spell)
    for address in view.addresses:
        place = ", ".join(part for part in (address.line1, address.line2, address.city) if part)
        text = f"{place} {address.state} {address.zip_code}".strip()
        detail = HIDDEN if view.person.family_violence else text
        yield _dated("ADDRESS", address, detail)
    for phone in view.phones:
        yield _dated("PHONE", phone, HIDDEN if view.person.family_violence else phone.number)


def _of_spell(spell: BenefitSpell) -> Row:
    detail = f"applied {shown_date(spell.applied)}"
    detail += ", certified" if spell.begins else ", pending"
    detail += f", notice {shown_date(spell.notice_on)}" if spell.notice_on else ""
    until = ""
    if spell.closed:
        detail += f", ended {spell.closing_reason}".rstrip()
        until = shown_date(spell.closed)
    since = shown_date(spell.begins)
    return _row(f"spell {spell.seq}", "BENEFIT", spell.program, detail, since, until)


def _dated(what: str, record: Address | Phone, detail: str) -> Row:
    until = shown_date(record.until)
    key = f"{what} {record.seq}"
    row = _row(key, what, record.kind, detail, shown_date(record.since), until)
    return msgspec.structs.replace(row, style="dim") if until else row


def _row(
    key: str, what: str, which: str, detail: str, since: str = "", until: str = "", case: str = ""
) -> Row:
    return Row(
        key=key,
        values={
            "what": what,
            "which": which,
            "detail": detail,
            "since": since,
            "until": until,
            "case": case,
        },
    )
