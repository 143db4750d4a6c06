"""COVR: who of the office is away and who covers: added, ended early, listed."""

from __future__ import annotations

import msgspec

from cstui.acts.covering import EndCover, RecordCover
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import marked, under_cursor
from cstui.policy.effects import Refused
from cstui.policy.records import Cover
from cstui.policy.rulebook import Code, CodeTable
from cstui.store import cover_reads, reads

NEW = ("worker", "by", "since", "until", "why")


class Covr(PageProgram):
    """One Enter adds a cover, or ends those marked E; S opens the list of the worker who is away."""

    name = "COVR"

    def begins(self, desk: DeskContext, argument: str) -> Page:
        return Page(subject=argument or desk.worker.office)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        office = desk.read(lambda s: next((o for o in reads.offices(s) if o.code == page.subject), None))
        if office is None:
            shape = "an office of this store"
            wrong = desk.finding("CS-116", "command", label="OFFICE", value=page.subject, shape=shape)
            return Answer(screen=self.name, findings=(wrong,))
        shown = self.shown(desk)
        found = desk.read(
            lambda s: cover_reads.covers(s, office.code, desk.on, limit=shown + 1, offset=page.offset)
        )
        rows = tuple(_row(one, desk) for one in found[:shown])
        return Answer(
            screen=self.name,
            values={"office": office.code, "name": office.name, **dict.fromkeys(NEW, "")},
            rows=rows,
            more_above=page.offset > 0,
            more_below=len(found) > shown,
            state=page,
            seen={f"cover {one.cover.worker} {one.cover.seq}": one.cover.version for one in found[:shown]},
            guide=_guide(found[:shown], desk),
            message="" if rows else "Nobody of this office was or is to be away.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        ends = self._ends(desk, entry, request)
        chosen = [(index, row) for index, row, letter in marked(request) if letter == "S"]
        added = self._added(desk, entry, request)
        several = (("another", bool(added) or self._keyed(request)), ("E", bool(ends)), ("S", bool(chosen)))
        if len([what for what, there in several if there]) > 1:
            place = f"action.{chosen[0][0]}" if chosen else f"action.{ends[0][0]}" if ends else "worker"
            choices = "one thing at a time: add, end, or show"
            entry.found.append(desk.finding("CS-130", place, value="ACTION", choices=choices))
        if entry.found:
            return self.refused(request, entry.found)
        if chosen:
            return desk.go("WORK", chosen[0][1].key.split()[0])
        if added is not None:
            outcome = desk.perform(added, request)
            if isinstance(outcome, Refused):
                return self.refused(request, outcome.findings)
            return msgspec.structs.replace(self.again(desk, request.state), message=outcome.message)
        if ends:
            return self._ended(desk, request, ends)
        under = under_cursor(request)
        return (
            desk.go("WORK", under.key.split()[0]) if under and under.key else self.again(desk, request.state)
        )

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        """The workers of the desk's office, for AWAY and COVERED BY."""
        if field not in {"worker", "by"}:
            return None
        workers = desk.read(lambda session: reads.workers(session, desk.worker.office))
        codes = tuple(Code(code=worker.number, meaning=worker.name) for worker in workers)
        return CodeTable(name="workers", title="Workers of the office", cite="COVR", code=codes)

    def _keyed(self, request: Request) -> bool:
        return any(request.values.get(name, "").strip() for name in NEW)

    def _added(self, desk: DeskContext, entry: Entry, request: Request) -> RecordCover | None:
        """The cover that is to be added; None where nothing was keyed for one, or it is wrong."""
        if not self._keyed(request):
            return None
        before = len(entry.found)
        number = desk.own.worker
        worker = entry.number("worker", number, required=True)
        by = entry.number("by", number, required=True)
        since, until = entry.date("since", required=True), entry.date("until", required=True)
        if len(entry.found) > before or since is None or until is None:
            return None
        return RecordCover(worker=worker, by=by, since=since, until=until, why=entry.text("why"))

    def _ends(self, desk: DeskContext, entry: Entry, request: Request) -> list[tuple[int, EndCover]]:
        """The covers that are to end; what is wrong with a line goes into `entry.found`."""
        ends: list[tuple[int, EndCover]] = []
        for index, row in enumerate(request.rows):
            letter, typed = row.values.get("action", "").strip(), row.values.get("back", "").strip()
            if (letter and letter not in self.letters) or (typed and letter == "S"):
                entry.found.append(self.wrong(desk, index, letter))
            elif letter == "E" or typed:
                back = entry.date("back", row=index)
                worker, seq = row.key.split()
                ends.append((index, EndCover(worker=worker, cover=int(seq), back=back)))
        return ends

    def _ended(self, desk: DeskContext, request: Request, ends: list[tuple[int, EndCover]]) -> Answer:
        """All of the marked covers end, or none."""
        outcomes = desk.perform_all([act for _, act in ends], request)
        wrong = [
            msgspec.structs.replace(f, field=f"{'back' if f.field == 'back' else 'action'}.{index}")
            for (index, _), outcome in zip(ends, outcomes, strict=True)
            if isinstance(outcome, Refused)
            for f in outcome.findings
        ]
        if wrong:
            return self.refused(request, wrong)
        said = [outcome.message for outcome in outcomes if not isinstance(outcome, Refused)]
        answer = self.again(desk, request.state)
        return msgspec.structs.replace(answer, message=said[0] if len(said) == 1 else f"{len(said)} ended.")


def stands(cover: Cover, desk: DeskContext) -> str:
    """How a cover stands on the business date: NOW, LATER, OVER."""
    if cover.last < desk.on:
        return "OVER"
    return "NOW" if cover.holds(desk.on) else "LATER"


def _row(one: cover_reads.CoverRow, desk: DeskContext) -> Row:
    cover, now = one.cover, stands(one.cover, desk)
    return Row(
        key=f"{cover.worker} {cover.seq}",
        values={
            "action": "",
            "back": "",
            "from": shown_date(cover.since),
            "to": shown_date(cover.until if cover.ended_on is None else cover.last),
            "away": f"{cover.worker} {one.name}",
            "covers": f"{cover.by} {one.by_name}",
            "stands": now,
        },
        style={"NOW": "intensified", "OVER": "dim"}.get(now, ""),
        protected=frozenset({"back"}) if now == "OVER" else frozenset(),
    )


def _guide(found: list[cover_reads.CoverRow], desk: DeskContext) -> tuple[GuideLine, ...]:
    """The lines in full, with who entered them and why."""
    lines: list[GuideLine] = []
    for one in found:
        cover = one.cover
        lines.append(GuideLine(text=f"{cover.worker} {one.name}: {stands(cover, desk)}", style="heading"))
        said = f"{cover.since:%a %m/%d/%Y} to {cover.until:%a %m/%d/%Y}, {cover.by} {one.by_name} covers."
        lines.append(GuideLine(text=said))
        if cover.ended_on is not None:
            lines.append(GuideLine(text=f"Back on {cover.ended_on:%a %m/%d/%Y}."))
        if cover.why:
            lines.append(GuideLine(text=cover.why))
        lines.append(
            GuideLine(text=f"Entered {cover.entered_on:%m/%d/%Y} by {cover.entered_by}.", style="cite")
        )
    return tuple(lines)
