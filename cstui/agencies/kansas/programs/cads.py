"""CADS: good cause and non-cooperation of the AR on a case, its service, its closing (KAECSES-CSE, SR2T)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Literal

import msgspec

from cstui.acts.base import Act
from cstui.agencies.kansas import reads
from cstui.agencies.kansas.acts.cads import KsMarkCooperating, KsMarkGoodCause, KsMarkNotCooperating
from cstui.agencies.kansas.acts.closing import (
    KsCloseCase,
    KsReopenCase,
    KsSendClosureLetter,
    KsTakeBackLetter,
    KsUpdateCase,
)
from cstui.agencies.kansas.acts.notes import KsAddNote, KsSendMemorandum
from cstui.agencies.kansas.acts.tasks import KsWriteInbox
from cstui.agencies.kansas.policy import cads
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, Keyed, OfConsumer, person_of
from cstui.agencies.kansas.records import CadsMark, Case, GoodCause
from cstui.desk.conversation import Answer, Request
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Code, CodeTable
from cstui.store.reads import name_of

STORED = 3
"""Stored rows of each list that the screen shows."""
MOST = 45
"""Rows that CADS holds of a list; with so many nothing is added any more."""
SELECTED = "S"
ADD_KEY, UPDATE_KEY = "F5", "F6"
SERVICES = {"locate": "L", "with_med": "M", "without_med": "N"}
"""The service that each of the three flags says."""
CLOSING = ("letter", "closed", "closing_reason", "no_jurisdiction")
"""Fields that belong to UPDATE: a change of them refuses ADD."""
UPDATED = {
    "service": "locate",
    "pa_med": "pa_med",
    "no_jurisdiction": "no_jurisdiction",
    "expedited": "expedited",
    "termination_reason": "termination_reason",
    "terminated_on": "terminated_on",
}
TURNS: dict[str, tuple[Literal["good_cause", "non_coop"], int]] = {
    "GCPV": ("good_cause", -STORED),
    "GCNX": ("good_cause", STORED),
    "NCPV": ("non_coop", -STORED),
    "NCNX": ("non_coop", STORED),
}
"""What each key turns, and by how many rows."""


class OnCads(msgspec.Struct, frozen=True, kw_only=True):
    """The case that is shown, the AP whose name is, and where the page of each list starts."""

    case: str = ""
    ap: str = ""
    good_cause: int = 0
    non_coop: int = 0


class Cads(OfConsumer[OnCads]):
    """F5 adds the rows marked S, F6 enters the other fields; S before a stored row and Enter tells of it."""

    name = "CADS"
    state = OnCads
    takes_more = True
    answers = frozenset({"ADD", "UPDATE", "OVERRIDE", "REOPEN", "INBOX", "MEMO", *TURNS})

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """The AR's case; a case number alone is that of its AR."""
        number, _, rest = argument.partition(" ")
        owner = "" if rest else desk.read(partial(reads.ar_of_case, number=number))
        return super().open(desk, f"{owner} {number}" if owner else argument, state)

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        facts, at = hand.facts, self.at(desk, state)
        number = rest or at.case or _first(facts)
        case = cads.case_of(facts.file, number)
        if case is None:
            rule, said = ("KS-CADS-01", {"case": number, "consumer": facts.key}) if number else ("CS-123", {})
            wrong = desk.finding(rule, "command", **{"case": facts.key, "what": "case", "value": "", **said})
            return Answer(screen=self.name, findings=(wrong,))
        if case.number != at.case:
            at = OnCads(case=case.number)
        good, non = cads.good_cause_of(facts.file, number)[:MOST], cads.marks_of(facts.file, number)[:MOST]
        return Answer(
            screen=self.name,
            values={**_values(desk, facts, case, at), **_rows(good, non, at)},
            protected=_protected(case),
            message=_said(facts, case, len(good), len(non)),
            state=at,
        )

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """The APs of the case in the fields of an AP; at AR the cases of the AR and the ARs of the case."""
        facts: ConsumerFacts | None = desk.facts(desk.case)
        if facts is None:
            return None
        at = self.at(desk, request.state)
        if field in ("ap", "gc0_person", "nc0_person"):
            codes = [
                Code(
                    code=ap.number,
                    meaning=name_of(person) if (person := person_of(facts, ap)) else "",
                    help=f"AP since {ap.since:%m/%d/%Y}"
                    + (f" until {ap.until:%m/%d/%Y}" if ap.until else ""),
                )
                for ap in facts.file.aps
                if ap.case == at.case
            ]
            return CodeTable(name="aps", title=f"APs of case {at.case}", cite="", code=tuple(codes))
        if field == "ar":
            others = desk.read(partial(reads.ars_of_case, number=at.case))
            codes = [Code(code=number, meaning=name, help=f"AR of case {at.case}") for number, name in others]
            codes += [
                Code(code=case.number, meaning=f"Case of this AR, {case.program}", help=_state_of(case))
                for case in facts.file.cases
            ]
            return CodeTable(
                name="ars", title="ARs of the case, and the AR's cases", cite="", code=tuple(codes)
            )
        return None

    def took(self, desk: DeskContext, field: str, value: str) -> Answer | None:
        """CADS of the AR or the case picked at AR."""
        return desk.go(self.name, value)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        """DISPLAY: what a stored row marked S says in full; the screen again where nothing is keyed."""
        facts: ConsumerFacts | None = desk.facts(desk.case)
        at = self.at(desk, request.state)
        found = [
            desk.finding("CS-130", name, value=value, choices="S marks a row")
            for name, value in request.values.items()
            if name.endswith("_sel") and value not in ("", SELECTED)
        ]
        if found or facts is None:
            return self.refused(request, found)
        ap = request.values.get("ap", "")
        if _added(request) or self._updates(request, facts, at):
            return self.refused(request, [self._other_key(desk, request, at, facts)])
        stored = [
            name
            for name in ("gc1", "gc2", "gc3", "nc1", "nc2", "nc3")
            if request.values.get(f"{name}_sel") == SELECTED
        ]
        if stored:
            answer = self.again(desk, at)
            return msgspec.structs.replace(answer, message=_told(desk, facts, at, stored[0]))
        if ap and not any(one.number == ap for one in facts.file.aps if one.case == at.case):
            return self.refused(request, [desk.finding("KS-CADS-06", "ap", ap=ap, case=at.case)])
        return self.again(desk, msgspec.structs.replace(at, ap=ap))

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        facts: ConsumerFacts | None = desk.facts(desk.case)
        at = self.at(desk, request.state)
        case = cads.case_of(facts.file, at.case) if facts is not None else None
        if facts is None or case is None:
            return self.again(desk, request.state)
        if word in TURNS:
            return self._turned(desk, request, facts, at, word)
        if word == "ADD":
            return self._add(desk, request, facts, at)
        if word == "UPDATE":
            return self._update(desk, request, facts, case)
        if word == "REOPEN":
            return self.do(desk, request, KsReopenCase(consumer=desk.case, case=at.case), {"case": "command"})
        if word == "MEMO":
            return self._memo(desk, request, at, rest)
        if word == "INBOX":
            return self._inbox(desk, request, rest)
        act = KsCloseCase(
            consumer=desk.case,
            case=at.case,
            reason=request.values.get("closing_reason", "") or case.closing_reason,
            override=rest,
        )
        if not rest:
            wrong = desk.finding("CS-105", "command", label="OVERRIDE and why")
            return self.refused(request, [wrong])
        return self.do(desk, request, act, {"reason": "closing_reason"})

    def _inbox(self, desk: DeskContext, request: Request, rest: str) -> Answer:
        """INBOX and IR or IE, with what else is to be said: an e-mail to the local office."""
        about, _, text = rest.partition(" ")
        if about not in ("IR", "IE"):
            choices = "IR a retraction, IE an earlier non-cooperation"
            wrong = desk.finding("CS-130", "command", value=f"INBOX {about}".strip(), choices=choices)
            return self.refused(request, [wrong])
        inputs = {"consumer": desk.case, "about": about, "text": text}
        return self.do(desk, request, msgspec.convert(inputs, KsWriteInbox), {"about": "command"})

    def _memo(self, desk: DeskContext, request: Request, at: OnCads, rest: str) -> Answer:
        """MEMO, or MEMO and plan, basket, document type with commas between them."""
        plan, basket, document, *_ = [*(part.strip() for part in rest.split(",")), "", "", ""]
        act = KsSendMemorandum(consumer=desk.case, case=at.case, plan=plan, basket=basket, document=document)
        return self.do(desk, request, act, {"case": "command", "plan": "command"})

    def _entered_with(self, desk: DeskContext, name: str, key: str) -> Finding:
        """That a field is entered with a key other than the one pressed."""
        return desk.finding("CS-701", name, label=self.drawing.field(name).named, key=key)

    def _other_key(self, desk: DeskContext, request: Request, at: OnCads, facts: ConsumerFacts) -> Finding:
        """With which key what is keyed is entered: Enter only displays."""
        if _added(request):
            return self._entered_with(desk, _typed_first(request), ADD_KEY)
        return self._entered_with(desk, self._updates(request, facts, at)[0], UPDATE_KEY)

    def _turned(
        self, desk: DeskContext, request: Request, facts: ConsumerFacts, at: OnCads, word: str
    ) -> Answer:
        """The page of one list turned; not while a row is marked, which would move away."""
        marked = [name for name, value in request.values.items() if name.endswith("_sel") and value]
        if marked:
            return self.refused(request, [desk.finding("CS-704", marked[0])])
        which, by = TURNS[word]
        rows: list[Any] = list(
            (cads.good_cause_of if which == "good_cause" else cads.marks_of)(facts.file, at.case)
        )
        now: int = getattr(at, which)
        then = now + by
        if not 0 <= then < min(len(rows), MOST):
            return msgspec.structs.replace(
                self.refused(request, ()),
                message="This is the last page." if by > 0 else "This is the first page.",
            )
        answer = self.again(desk, msgspec.structs.replace(at, **{which: then}))
        return msgspec.structs.replace(answer, message="")

    # --- ADD ---

    def _add(self, desk: DeskContext, request: Request, facts: ConsumerFacts, at: OnCads) -> Answer:
        entry = self.entry(desk, request)
        keyed = [*self._good_cause(desk, entry, at), *self._non_coop(desk, entry, at)]
        changed = [name for name in self._updates(request, facts, at) if name in CLOSING]
        entry.found += [self._entered_with(desk, name, UPDATE_KEY) for name in changed]
        for name in ("good_cause", "non_coop"):
            rows = cads.good_cause_of if name == "good_cause" else cads.marks_of
            if len(rows(facts.file, at.case)) >= MOST and any(
                one.fields.get("list") == name for one in keyed
            ):
                entry.found.append(desk.finding("CS-705", "", most=MOST))
        if not keyed and not entry.found:
            entry.found.append(desk.finding("CS-171", "nc0_sel", what="S"))
        return self.refused(request, entry.found) if entry.found else self.do_all(desk, request, keyed)

    def _marked(self, desk: DeskContext, entry: Entry, name: str) -> bool:
        """Whether the add row of a list is marked; what is keyed without a mark is wrong."""
        mark = entry.text(f"{name}0_sel")
        typed = [
            part
            for part in ("code", "date", "reason", "person")
            if entry.request.values.get(f"{name}0_{part}")
        ]
        for row in range(1, STORED + 1):
            if entry.text(f"{name}{row}_sel"):
                entry.found.append(desk.finding("CS-703", f"{name}{row}_sel"))
        if mark not in ("", SELECTED):
            choices = "S marks the row that is added"
            entry.found.append(desk.finding("CS-130", f"{name}0_sel", value=mark, choices=choices))
        elif typed and not mark:
            label = self.drawing.field(f"{name}0_{typed[0]}").named
            entry.found.append(desk.finding("CS-702", f"{name}0_sel", label=label))
        return mark == SELECTED

    def _good_cause(self, desk: DeskContext, entry: Entry, at: OnCads) -> Iterator[Keyed]:
        if not self._marked(desk, entry, "gc"):
            return
        code, on = entry.code("gc0_code", required=True), entry.date("gc0_date")
        person = self._person(entry, "gc0_person")
        if entry.found:
            return
        fields = {
            "code": "gc0_code",
            "on": "gc0_date",
            "ap": "gc0_person",
            "case": "gc0_sel",
            "list": "good_cause",
        }
        inputs = {"consumer": desk.case, "case": at.case, "code": code, "on": on, "ap": person}
        yield Keyed(msgspec.convert(inputs, KsMarkGoodCause), fields)

    def _non_coop(self, desk: DeskContext, entry: Entry, at: OnCads) -> Iterator[Keyed]:
        if not self._marked(desk, entry, "nc"):
            return
        code, on = entry.code("nc0_code", required=True), entry.date("nc0_date")
        reason = entry.code("nc0_reason", required=code == cads.NOT_COOPERATING)
        person = self._person(entry, "nc0_person")
        if code == cads.COOPERATING and reason:
            said = {"label": "REASON", "value": reason, "other": "C, cooperating"}
            entry.found.append(desk.finding("CS-707", "nc0_reason", **said))
        if entry.found:
            return
        fields = {
            "reason": "nc0_reason",
            "on": "nc0_date",
            "ap": "nc0_person",
            "case": "nc0_code",
            "list": "non_coop",
        }
        inputs = {"consumer": desk.case, "case": at.case, "on": on, "ap": person}
        act: Act = (
            msgspec.convert({**inputs, "reason": reason}, KsMarkNotCooperating)
            if code == cads.NOT_COOPERATING
            else msgspec.convert(inputs, KsMarkCooperating)
        )
        yield Keyed(act, fields)

    @staticmethod
    def _person(entry: Entry, name: str) -> str:
        """An AP number, with the zeros before it that need not be keyed."""
        typed = entry.text(name)
        if typed and not (typed.isascii() and typed.isdecimal()):
            shape = "an AP number, 10 digits"
            entry.found.append(entry.rules.finding("CS-116", name, label="PERSON", value=typed, shape=shape))
            return ""
        return typed.zfill(10) if typed else ""

    # --- UPDATE ---

    def _updates(self, request: Request, facts: ConsumerFacts, at: OnCads) -> list[str]:
        """The fields of UPDATE that say something else than what is stored."""
        case = cads.case_of(facts.file, at.case)
        assert case is not None
        stored = _stored(case)
        return [name for name, value in stored.items() if request.values.get(name, value) != value] + [
            name for name in ("note",) if request.values.get(name)
        ]

    def _update(self, desk: DeskContext, request: Request, facts: ConsumerFacts, case: Case) -> Answer:
        entry, at = self.entry(desk, request), self.at(desk, request.state)
        if _added(request):
            return self.refused(request, [self._entered_with(desk, _typed_first(request), ADD_KEY)])
        changed = self._updates(request, facts, at)
        keyed = [*self._fields(desk, entry, case, changed), *self._closing(desk, entry, case, changed)]
        note = entry.text("note")
        taken_back = any(isinstance(one.act, KsTakeBackLetter) for one in keyed)
        if note and not taken_back:
            keyed.append(Keyed(KsAddNote(consumer=desk.case, text=note), {"text": "note"}))
        if entry.found:
            return self.refused(request, entry.found)
        if not keyed:
            return self.refused(request, [desk.finding("KS-CADS-20", "letter")])
        return self.do_all(desk, request, keyed)

    def _fields(self, desk: DeskContext, entry: Entry, case: Case, changed: list[str]) -> Iterator[Keyed]:
        inputs: dict[str, object] = {}
        if set(SERVICES) & set(changed):
            said = [name for name in SERVICES if entry.flag(name)]
            if len(said) != 1:
                entry.found.append(desk.finding("CS-706", "locate", label="LOCATE and FULL SERVICE"))
                return
            inputs["service"] = SERVICES[said[0]]
        for name in ("pa_med", "no_jurisdiction", "termination_reason"):
            if name in changed:
                inputs[name] = entry.code(name)
        if "expedited" in changed:
            entry.flag("expedited")
            inputs["expedited"] = entry.text("expedited")
        if "terminated_on" in changed:
            inputs["terminated_on"] = entry.date("terminated_on")
        if inputs and not entry.found:
            act = msgspec.convert({"consumer": desk.case, "case": case.number, **inputs}, KsUpdateCase)
            yield Keyed(act, {**UPDATED, "case": "note"})

    def _closing(self, desk: DeskContext, entry: Entry, case: Case, changed: list[str]) -> Iterator[Keyed]:
        if not {"letter", "closed", "closing_reason"} & set(changed):
            return
        reason = entry.code("closing_reason")
        letter, closed = entry.date("letter"), entry.date("closed")
        fields = {"reason": "closing_reason", "letter": "letter", "closed": "closed", "case": "letter"}
        for name, day in (("letter", letter), ("closed", closed)):
            if name in changed and day is not None and day != desk.on:
                label = self.drawing.field(name).named
                entry.found.append(desk.finding("CS-708", name, label=label, on=day, today=desk.on))
        if entry.found:
            return
        own = {"consumer": desk.case, "case": case.number}
        if closed is not None:
            yield Keyed(KsCloseCase(**own, reason=reason), fields)
        elif "letter" in changed and letter is None:
            if reason:
                said = {"label": "CSE CLOSURE LTR", "other": "CSE CLOSURE RSN"}
                entry.found.append(desk.finding("CS-709", "closing_reason", **said))
                return
            yield Keyed(KsTakeBackLetter(**own, why=entry.text("note")), {**fields, "why": "note"})
        elif letter is not None and letter == desk.on:
            yield Keyed(KsSendClosureLetter(**own, reason=reason), fields)
        else:
            said = {"label": "CSE CLOSURE RSN", "other": "CSE CLOSURE LTR"}
            entry.found.append(desk.finding("CS-710", "letter", **said))


def _first(facts: ConsumerFacts) -> str:
    """The case that is shown where none is named: the first that is open, else the first."""
    cases = sorted(facts.file.cases, key=lambda case: case.closed_on is not None)
    return cases[0].number if cases else ""


def _added(request: Request) -> bool:
    """Whether something is keyed in the add rows, or a mark is there."""
    return any(request.values.get(name) for name in request.values if name.startswith(("gc0_", "nc0_")))


def _typed_first(request: Request) -> str:
    """The first field of the add rows that is keyed."""
    return next(name for name, value in request.values.items() if value and name.startswith(("gc0_", "nc0_")))


def _state_of(case: Case) -> str:
    return f"closed {case.closed_on:%m/%d/%Y}" if case.closed_on else f"open since {case.opened:%m/%d/%Y}"


def _stored(case: Case) -> dict[str, str]:
    """What the fields of UPDATE show of a case."""
    services = {name: "Y" if case.service == code else "" for name, code in SERVICES.items()}
    return {
        "pa_med": case.pa_med,
        "letter": _day(case.letter_on),
        "closed": _day(case.closed_on),
        "closing_reason": case.closing_reason,
        "no_jurisdiction": case.no_jurisdiction,
        "expedited": case.expedited,
        "termination_reason": case.termination_reason,
        "terminated_on": _day(case.terminated_on),
        **services,
    }


def _values(desk: DeskContext, facts: ConsumerFacts, case: Case, at: OnCads) -> dict[str, str]:
    aps = [ap for ap in facts.file.aps if ap.case == case.number]
    shown = next((ap for ap in aps if ap.number == at.ap), None) or next(
        (ap for ap in aps if ap.until is None), aps[0] if aps else None
    )
    person = person_of(facts, shown) if shown is not None else None
    interstate = f"{case.interstate:3} {'I' if case.interstate_in else 'O'}" if case.interstate else ""
    return {
        "case": case.number,
        "ap": shown.number if shown is not None else "",
        "ap_name": name_of(person) if person is not None else "",
        "ar": facts.key,
        "ar_name": name_of(facts.ar),
        "program": case.program,
        "function": case.function,
        "function_on": _day(case.function_on),
        "interstate": interstate,
        "duplicate": case.duplicate,
        "opened": _day(case.opened),
        "assigned": case.assigned,
        "assigned_on": _day(case.assigned_on),
        "payee": case.payee,
        "note": "",
        **_stored(case),
    }


def _rows(good: list[GoodCause], non: list[CadsMark], at: OnCads) -> dict[str, str]:
    """The stored rows that are on the page of each list, and where there are more."""
    values = {
        "gc_above": "-" if at.good_cause else "",
        "gc_below": "+" if len(good) > at.good_cause + STORED else "",
        "nc_above": "-" if at.non_coop else "",
        "nc_below": "+" if len(non) > at.non_coop + STORED else "",
    }
    for place, row in enumerate(good[at.good_cause : at.good_cause + STORED], start=1):
        values |= {f"gc{place}_code": row.code, f"gc{place}_date": _day(row.on), f"gc{place}_person": row.ap}
    for place, mark in enumerate(non[at.non_coop : at.non_coop + STORED], start=1):
        values |= {
            f"nc{place}_code": mark.code,
            f"nc{place}_date": _day(mark.on),
            f"nc{place}_reason": mark.reason,
            f"nc{place}_person": mark.ap,
        }
    return values


def _protected(case: Case) -> frozenset[str]:
    """PA Med Service opens only for a case of NA whose children have medical programs alone."""
    return frozenset() if case.program == "NA" and case.medical_only else frozenset({"pa_med", "pa_med_list"})


def _said(facts: ConsumerFacts, case: Case, good: int, non: int) -> str:
    """What DISPLAY says of the case."""
    aps = cads.aps_of(facts.file, case)
    if case.closed_on is not None:
        return f"The case has been closed since {case.closed_on:%m/%d/%Y}. REOPEN reopens it."
    if max(good, non) >= MOST:
        return f"A list holds {MOST} rows, the maximum: nothing is added to it any more."
    if not aps:
        return "The case has no AP."
    others = len(facts.file.cases) - 1
    more = f" The AR has {others} more case{'' if others == 1 else 's'}: S at AR." if others else ""
    return f"The case has {len(aps)} APs: S at AP lists them.{more}" if len(aps) > 1 else more.strip()


def _told(desk: DeskContext, facts: ConsumerFacts, at: OnCads, name: str) -> str:
    """All that is stored of a row: who keyed it, when it ended, what came of its alert."""
    kind, place = name[:2], int(name[2:]) - 1
    if kind == "gc":
        good = cads.good_cause_of(facts.file, at.case)[at.good_cause : at.good_cause + STORED]
        if place >= len(good):
            return "That row is empty."
        row = good[place]
        said = desk.rules.meaning("goodcause", row.code)
        return f"{said}, {shown_date(row.on)} by {row.worker}; {_ended(row.ended_on)}."
    marks = cads.marks_of(facts.file, at.case)[at.non_coop : at.non_coop + STORED]
    if place >= len(marks):
        return "That row is empty."
    mark = marks[place]
    alert = next((one for one in facts.file.alerts if one.mark == mark.seq), None)
    sent, time = "no alert", ""
    if alert is not None:
        came = desk.rules.meaning("ks_outcome", alert.outcome).lower() if alert.outcome else "tonight"
        copy = f", copy {alert.copied_as}" if alert.copied_as else ""
        sent = f"alert {alert.code}{copy}: {came}"
        time = alert.created_at[:5]
    day = shown_date(mark.created_on) if mark.created_on != mark.on else ""
    keyed = " ".join(part for part in ("keyed", day, time, f"by {mark.worker}") if part)
    return f"From {shown_date(mark.on)}, {keyed}; {_ended(mark.ended_on)}; {sent}."


def _ended(day: date | None) -> str:
    return f"ended {shown_date(day)}" if day else "open"


def _day(day: date | None) -> str:
    """A date as CADS shows it, MMDDYYYY."""
    return shown_date(day, 8)
