"""O1SA: a random sample of what a line counts, answered case by case, and what the answers say."""

from __future__ import annotations

from typing import Any

import msgspec

from cstui.agencies.federal.acts.samples import FedAnswerSample, FedDrawSample
from cstui.agencies.federal.policy import lines, sampling
from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.policy.named_report import asked
from cstui.agencies.federal.policy.printed import line_named
from cstui.agencies.federal.programs.of_program import ProgramInHand
from cstui.agencies.federal.reads import behind, items, samples
from cstui.agencies.federal.reads.items import Kept
from cstui.agencies.federal.reads.parties import names_of
from cstui.agencies.federal.records import Report, Sample, SampleCase
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.of_subject import Keyed, PagedSubject
from cstui.desk.programs.pages import under_cursor

SEED = 8
"""Digits of the report's digest that make the seed."""


class O1sa(PagedSubject[ProgramInHand]):
    """OK and NOTE answer a case, DRAW draws, SAMPLE shows another sample."""

    name = "O1SA"
    takes_more = True
    answers = PAGING | {"DRAW", "WHY"}

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        page, file = self.at(desk, state, rest), hand.file
        of = asked(file, page.subject, desk.on)
        values = dict.fromkeys(("sample", "of_line", "title", "drawn", "result", "of_report"), "")
        values["year"] = str(of.year)
        sample = _sample(file, of.words, of.report)
        if sample is None:
            said = "Nothing is drawn: DRAW 2 draws cases of line 2." if of.report else "No report is counted."
            return self.listed(desk, page, [], values, said)
        report = file.report(sample.report)
        assert report is not None
        line = lines.editions()[report.edition].by_number[sample.line]
        mine = [one for one in file.sampled if one.sample == sample.seq]
        values |= {
            "sample": str(sample.seq),
            "of_line": sample.line,
            "title": line.title,
            "of_report": f"R{report.seq} {report.edition}",
            "year": str(report.fiscal_year),
            "drawn": f"{sample.size:,} of {sample.population:,} on {shown_date(sample.drawn_on)}, "
            f"seed {sample.seed}",
            "result": result_said(mine, desk),
        }
        shown = self.shown(desk)
        page = msgspec.structs.replace(page, offset=page.offset if page.offset < len(mine) else 0)

        def read(session: Any) -> tuple[dict[str, Kept], dict[int, str]]:
            part = mine[page.offset : page.offset + shown]
            found = (items.item(session, file.key, report.seq, one.unit, one.key) for one in part)
            kept = [one for one in found if one is not None]
            return {one.key: one for one in kept}, names_of(session, kept)

        kept, names = desk.read(read)
        rows = [_row(one, kept.get(one.key), names) for one in mine]
        return self.listed(desk, page, rows, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        page, file = self.at(desk, request.state), desk.facts(desk.case).file
        entry, keyed = self.entry(desk, request), list[Keyed]()
        marks = self.marks(desk, request, entry.found)
        typed = entry.text("sample")
        of = asked(file, page.subject, desk.on)
        sample = _sample(file, of.words, of.report)
        if typed and (sample is None or typed != str(sample.seq)):
            return self.again(desk, Page(subject=f"#{typed}"))
        before = {str(one.seq): one for one in file.sampled}
        for index, row in enumerate(request.rows):
            right, note = entry.text("right", row=index), entry.text("note", row=index)
            one = before[row.key]
            if (right, note) == (one.agrees, one.note) or not (right or note):
                continue
            if right not in ("Y", "N"):
                entry.found.append(
                    desk.finding("CS-119", f"right.{index}", label="OK", value=right or "empty")
                )
                continue
            act = msgspec.convert(
                {"program": desk.case, "item": one.seq, "agrees": right, "note": note}, FedAnswerSample
            )
            keyed.append(Keyed(act, {"note": f"note.{index}", "action": f"right.{index}"}))
        if entry.found:
            return self.refused(request, entry.found)
        if keyed:
            return self.do_all(desk, request, keyed)
        chosen = marks[0][1] if marks else None
        return self._why(desk, request, chosen) if chosen is not None else self.again(desk, page)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "WHY":
            row = under_cursor(request) or next(iter(request.rows), None)
            return self._why(desk, request, row) if row is not None else self.again(desk, request.state)
        return self._draw(desk, request, rest)

    def _why(self, desk: DeskContext, request: Request, row: Row) -> Answer:
        """Why the sampled case was counted on the sample's line."""
        file = desk.facts(desk.case).file
        of = asked(file, self.at(desk, request.state).subject, desk.on)
        sample = _sample(file, of.words, of.report)
        assert sample is not None
        return desk.go("O1WY", f"{desk.case} R{sample.report} {row.values['number']} {sample.line}")

    def _draw(self, desk: DeskContext, request: Request, rest: str) -> Answer:
        """DRAW line [size]: the size of the rulebook's confidence and margin where none is named."""
        file: ProgramFile = desk.facts(desk.case).file
        of = asked(file, self.at(desk, request.state).subject, desk.on)
        typed, _, many = rest.partition(" ")
        line = line_named(lines.editions()[of.report.edition], typed) if of.report is not None else None
        if of.report is None or line is None or not line.unit or (many and not many.isdecimal()):
            said = {
                "label": "DRAW",
                "value": rest or "alone",
                "shape": "a counted line and a size: DRAW 2 100",
            }
            return self.refused(request, [desk.finding("CS-116", "command", **said)])
        report, seed = of.report, int(of.report.digest[:SEED], 16) + len(file.samples)
        population = desk.read(lambda session: behind.population(session, report, line))
        size = (
            int(many)
            if many
            else sampling.size(
                population,
                confidence=_whole(desk, "fed_sample_confidence"),
                margin=_whole(desk, "fed_sample_margin"),
            )
        )
        keys = desk.read(lambda session: samples.draw(session, report, line, size, seed))
        act = FedDrawSample(
            program=desk.case,
            report=report.seq,
            line=line.number,
            population=population,
            keys=keys,
            seed=seed,
        )
        fields = dict.fromkeys(("line", "keys", "report"), "command")
        newest = msgspec.structs.replace(request, state=Page(subject=f"R{report.seq}"))
        return self.do(desk, newest, act, fields)


def _whole(desk: DeskContext, name: str) -> int:
    value = desk.rules.value(name, desk.on)
    assert isinstance(value, int)
    return value


def _sample(file: ProgramFile, words: tuple[str, ...], report: Report | None) -> Sample | None:
    """The sample of the number that is named (`#2`), or else the newest of the report."""
    number = next((word.removeprefix("#") for word in words if word.startswith("#")), "")
    if number.isdecimal():
        return next((one for one in file.samples if one.seq == int(number)), None)
    mine = [one for one in file.samples if report is not None and one.report == report.seq]
    return mine[-1] if mine else None


def result_said(mine: list[SampleCase], desk: DeskContext) -> str:
    """How many were read, the share that was right with its bounds, and what that means."""
    right, wrong = (sum(one.agrees == answer for one in mine) for answer in ("Y", "N"))
    if not right + wrong:
        return f"none of {len(mine):,} is answered"
    confidence = _whole(desk, "fed_sample_confidence")
    found = sampling.result(right, wrong, confidence=confidence, standard=_whole(desk, "fed_reliability"))
    share, low, high = (f"{float(n) * 100:.1f}" for n in (found.share, found.lower, found.upper))
    bounds = f"{share} % right, {low} to {high} % at {confidence} %"
    return f"{right + wrong:,} of {len(mine):,} read, {bounds}: {found.verdict}"


def _row(one: SampleCase, kept: Kept | None, names: dict[int, str]) -> Row:
    person = int(one.key) if one.unit == "K" else (kept.parent if kept is not None else None)
    status = "" if kept is None else shown_date(kept.closed) if kept.closed is not None else "open"
    name = names.get(person or 0, "")
    answered = f"Answered {shown_date(one.answered_on)}." if one.answered_on is not None else "Not read yet."
    return Row(
        key=str(one.seq),
        values={
            "number": one.key.lstrip("0") if one.unit == "K" else one.key,
            "status": status,
            "ncp": name,
            "right": one.agrees,
            "note": one.note,
        },
        guide=(GuideLine(text=f"{one.key} {name}".strip(), style="heading"), GuideLine(text=answered)),
        style="late" if one.agrees == "N" else "dim" if one.agrees else "",
    )
