"""ENCL: the non-compliance records of a person in KEES, those in force or all; a record by hand."""

from __future__ import annotations

import msgspec

from cstui.agencies.kansas.acts.kees_records import KsAddRecord
from cstui.agencies.kansas.policy import kees_calendar, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, OfConsumer
from cstui.agencies.kansas.records import TIERS, NonCompliance
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import cut, under_cursor, within

FIELDS = {"begins": "begins", "occurred_on": "occurred", "program": "program", "reason": "reason"}


class Viewed(Page, frozen=True, kw_only=True):
    """The page, and whether View was pressed: the list then shows every record."""

    view: bool = False


class Encl(OfConsumer[Viewed]):
    """F6 shows the records behind View, F5 adds a record by hand; S opens one."""

    name = "ENCL"
    state = Viewed
    answers = PAGING | {"ADD", "VIEW"}

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, known = self.at(desk, state), seen(desk, hand.facts)
        first = [record for record in known if in_force(record)]
        records = known if page.view else first
        shown = self.shown(desk)
        offset = within(page.offset, len(records), shown)
        rows, above, below = cut([_row(desk, record) for record in records], offset, shown)
        hidden = len(known) - len(first)
        return Answer(
            screen=self.name,
            values={
                "shown": f"all {len(known)}" if page.view else f"in force, {len(first)} of {len(known)}",
                **dict.fromkeys(("program", "reason", "begins", "occurred", "comments"), ""),
            },
            rows=rows,
            more_above=above,
            more_below=below,
            state=msgspec.structs.replace(page, offset=offset),
            message=_said(len(known), hidden, view=page.view),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found = (
            []
            if not _keyed(request)
            else [desk.finding("CS-701", "program", label="A record by hand", key="F5")]
        )
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        row = marks[0][1] if marks else under_cursor(request)
        if row is None or not row.key:
            return self.again(desk, request.state)
        return desk.go("ENCD", f"{desk.case} {row.key}")

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = self.at(desk, request.state)
        if word == "VIEW":
            return self.again(desk, Viewed(subject=page.subject, view=not page.view))
        entry = self.entry(desk, request)
        program = entry.code("program", required=True)
        reason = entry.code("reason", required=True)
        occurred = entry.date("occurred", required=True)
        begins = entry.date("begins")
        comments = entry.text("comments")
        if entry.found or occurred is None:
            return self.refused(request, entry.found)
        if begins is None:
            tiered = reason in TIERS
            begins = kees_calendar.penalty_month(occurred, desk.rules) if tiered else occurred
        said = {"program": program, "reason": reason, "begins": begins, "occurred_on": occurred}
        inputs = {"consumer": desk.case, "comments": comments, **said}
        return self.do(desk, request, msgspec.convert(inputs, KsAddRecord), FIELDS)


def seen(desk: DeskContext, facts: ConsumerFacts) -> list[NonCompliance]:
    """The records that the page shows today: what a night made is seen the next day."""
    return [
        record
        for record in non_compliance.standing(facts.file)
        if record.alert is None or record.created_on < desk.on
    ]


def in_force(record: NonCompliance) -> bool:
    """Whether the list shows the record without View: its last day is open, or 12/31/9999."""
    return non_compliance.last_day(record) == non_compliance.FOREVER


def type_of(desk: DeskContext, record: NonCompliance) -> str:
    return desk.rules.meaning("ks_type", record.type)


def shows_compliance(record: NonCompliance) -> bool:
    """Whether the compliance date is displayed: not for TANF and Child Care without a tier (Table B)."""
    return record.tiered or record.program == programs.FOOD


def _row(desk: DeskContext, record: NonCompliance) -> Row:
    return Row(
        key=str(record.seq),
        values={
            "action": "",
            "seq": str(record.seq),
            "type_of_program": programs.TYPES[record.program],
            "type": type_of(desk, record),
            "why": desk.rules.meaning("ks_reason", record.reason),
            "from": shown_date(record.begins),
            "ends": shown_date(record.ends),
            "override": shown_date(record.override_ends),
            "complied": shown_date(record.complied_on) if shows_compliance(record) else "",
        },
        style="" if in_force(record) else "dim",
    )


def _keyed(request: Request) -> bool:
    return any(request.values.get(name) for name in ("program", "reason", "begins", "occurred", "comments"))


def _said(known: int, hidden: int, *, view: bool) -> str:
    """What the list says of what it does not show; empty where it shows all."""
    if not known:
        return "The person has no non-compliance record."
    if hidden and not view:
        return f"{hidden} more with an end date {'is' if hidden == 1 else 'are'} behind View: F6."
    return ""
