"""ENCD: one non-compliance record field by field, the history of each field, and edits by hand."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from cstui.agencies.kansas.acts.kees_records import (
    KsOverridePenalty,
    KsRemoveRecord,
    KsSetCompliance,
    KsSetOverrideEnd,
)
from cstui.agencies.kansas.policy import non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.encl import in_force, shows_compliance, type_of
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, ConsumerPage
from cstui.agencies.kansas.records import FieldChange, NonCompliance
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING

NAMES = {
    "type": "TYPE",
    "reason": "REASON",
    "begins": "BEGIN",
    "ends": "END",
    "override_ends": "OVERRIDE END",
    "complied_on": "COMPLIANCE",
    "comments": "COMMENTS",
}
"""The fields of a record as the page calls them, in its order."""
FIELDS = {"ends": "override", "complied_on": "complied", "why": "why", "record": "override"}


class Encd(ConsumerPage):
    """The argument is the person and the record's number; OVERRIDE END or COMPLIANCE and Enter edits it."""

    name = "ENCD"
    takes_more = True
    answers = PAGING | {"REMOVE"}

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state, rest), hand.facts
        records = facts.file.records
        wanted = page.subject or (str(records[-1].seq) if records else "")
        record = next((one for one in records if str(one.seq) == wanted), None)
        if record is None:
            wrong = desk.finding(
                "KS-IF-30", "command", consumer=facts.key, what="record", number=wanted or "yet"
            )
            return Answer(screen=self.name, findings=(wrong,))
        answer = self.listed(desk, page, list(_history(desk, facts, record)), _values(desk, facts, record))
        return _shut(replace(answer, message=answer.message or _whom_to_ask(facts, record)), record)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        record = self._record(desk, request)
        entry = self.entry(desk, request)
        forever = entry.text("override").replace("/", "") == f"{non_compliance.FOREVER:%m%d%Y}"
        override = non_compliance.FOREVER if forever else entry.date("override")
        complied, why = entry.date("complied"), entry.text("why")
        if entry.found or record is None:
            return self.refused(request, entry.found)
        ended = override != record.override_ends
        came = complied is not None and record.complied_on is None
        if came and ended:
            said = {"label": "COMPLIANCE", "value": "", "other": "OVERRIDE END, which follows from it"}
            return self.refused(request, [desk.finding("CS-707", "override", **said)])
        case, seq = desk.case, record.seq
        if complied is not None and came:
            return self.do(
                desk, request, KsSetCompliance(consumer=case, record=seq, complied_on=complied), FIELDS
            )
        if (
            ended
            and record.ends is not None
            and override is not None
            and desk.worker.role in KsOverridePenalty.roles
        ):
            return self.do(
                desk, request, KsOverridePenalty(consumer=case, record=seq, ends=override, why=why), FIELDS
            )
        if ended:
            return self.do(desk, request, KsSetOverrideEnd(consumer=case, record=seq, ends=override), FIELDS)
        if why:
            return self.refused(request, [desk.finding("CS-701", "why", label="WHY of a removal", key="F6")])
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        record = self._record(desk, request)
        if record is None:
            return self.again(desk, request.state)
        why = rest or request.values.get("why", "")
        act = KsRemoveRecord(consumer=desk.case, record=record.seq, why=why)
        return self.do(desk, request, act, FIELDS)

    def _record(self, desk: DeskContext, request: Request) -> NonCompliance | None:
        """The record that the screen shows, as the store has it."""
        facts: ConsumerFacts | None = desk.facts(desk.case)
        page = self.at(desk, request.state)
        records = facts.file.records if facts is not None else ()
        wanted = page.subject or (str(records[-1].seq) if records else "")
        return next((one for one in records if str(one.seq) == wanted), None)


def _shut(answer: Answer, record: NonCompliance) -> Answer:
    """The page with the fields shut that the record does not take: all where it was removed."""
    if record.removed_on is not None:
        return replace(answer, protected=frozenset({"override", "complied", "why"}))
    return replace(answer, protected=frozenset({"complied"} if record.complied_on is not None else ()))


def _whom_to_ask(facts: ConsumerFacts, record: NonCompliance) -> str:
    """Who answers for a record without tier: CSS made the mark although nothing was active."""
    alert = next((one for one in facts.file.alerts if one.seq == record.alert), None)
    if alert is None or record.removed_on or non_compliance.why(record)["reason"] != "KS-NC-12":
        return ""
    return f"Without tier. If CSS marked it in error, contact CSS: worker {alert.worker}."


def _values(desk: DeskContext, facts: ConsumerFacts, record: NonCompliance) -> dict[str, str]:
    return {
        "seq": str(record.seq),
        "standing": _standing(facts, record),
        "type": type_of(desk, record),
        "reason": desk.rules.meaning("ks_reason", record.reason),
        "type_of_program": programs.TYPES[record.program],
        "made_by": _made_by(facts, record),
        "from": shown_date(record.begins),
        "ends": shown_date(record.ends),
        "override": shown_date(record.override_ends),
        "complied": shown_date(record.complied_on) if shows_compliance(record) else "",
        "comments": record.comments,
        "why": "",
    }


def _standing(facts: ConsumerFacts, record: NonCompliance) -> str:
    """Where the record stands in a few words."""
    if record.removed_on is not None:
        return f"removed {shown_date(record.removed_on)}"
    if record.edited_on is not None:
        return f"edited {shown_date(record.edited_on)}: the automation fails"
    if in_force(record):
        return "in force"
    return f"{'ends' if record.complied_on else 'last day'} {shown_date(non_compliance.last_day(record))}"


def _made_by(facts: ConsumerFacts, record: NonCompliance) -> str:
    """Who made it: the alert of CADS, or staff."""
    if record.alert is None:
        return f"{record.made_by} {shown_date(record.created_on)}"
    alert = next(one for one in facts.file.alerts if one.seq == record.alert)
    return f"alert {alert.code} of {shown_date(alert.created_on)}"


def _history(desk: DeskContext, facts: ConsumerFacts, record: NonCompliance) -> Iterator[Row]:
    """Each field as it was made and each of its changes, field by field."""
    changes = [change for change in facts.file.changes if change.record == record.seq]
    why = non_compliance.why(record)
    for name, named in NAMES.items():
        own = [change for change in changes if change.field == name]
        made = own[0].before if own else _text(desk, record, name)
        if name in ("complied_on", "comments") and not own:
            continue
        if name in why:
            yield _line(desk, f"{name} made", named, record.created_on, "", made, record.made_by, why[name])
        for change in own:
            yield _changed(desk, named, change)


def _text(desk: DeskContext, record: NonCompliance, name: str) -> str:
    """A field's value as the page shows it."""
    if name in ("type", "reason"):
        return desk.rules.meaning(f"ks_{name}", getattr(record, name))
    value = getattr(record, name)
    return value if isinstance(value, str) else shown_date(value)


def _changed(desk: DeskContext, named: str, change: FieldChange) -> Row:
    key = f"{change.field} {change.seq}"
    return _line(
        desk, key, named, change.on, change.before or "blank", change.after or "blank", change.by, change.rule
    )


def _line(
    desk: DeskContext, key: str, named: str, on: object, before: str, after: str, by: str, rule: str
) -> Row:
    text = desk.rules.rules.get(rule)
    because = text.title if text is not None else "changed by staff" if by != non_compliance.KEES else ""
    guide = (
        GuideLine(text=f"{named}: {after or 'blank'}", style="heading"),
        GuideLine(text=because),
        *((GuideLine(text=f"{text.id}, {text.cite}", style="cite"),) if text is not None else ()),
    )
    return Row(
        key=key,
        values={
            "field": named,
            "on": shown_date(on),  # type: ignore[arg-type]
            "before": before,
            "after": after or "blank",
            "by": by,
            "rule": rule,
            "title": because,
        },
        guide=guide,
    )
