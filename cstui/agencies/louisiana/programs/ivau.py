"""IVAU: what IV-A said of the worker's cases, acknowledged line by line, several at once (E-522)."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.followup import AcknowledgeNews
from cstui.desk.conversation import Answer, Request, Row, unchanged
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page, tried, typed_again
from cstui.desk.programs.listing import PAGING, ListProgram
from cstui.desk.programs.pages import under_cursor
from cstui.desk.programs.standing_in import Standing
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding

MOST = 9_999
"""WAITING counts no further."""


class News(Page, frozen=True, kw_only=True):
    """The page, and how many updates ACK has asked about: those of the page, or of the `whole` list."""

    asked: int = 0
    whole: bool = False


class Ivau(ListProgram[News]):
    """A before lines, then one Enter; S, or the cursor on a line and Enter, opens CAS2; ACK takes many."""

    name = "IVAU"
    state = News
    answers = PAGING | {"ACK"}

    def begins(self, desk: DeskContext, argument: str) -> News:
        return News(subject=argument if desk.own.worker.fits(argument) else desk.worker.number)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        worker = desk.read(lambda s: next((w for w in reads.workers(s) if w.number == page.subject), None))
        if worker is None:
            return Answer(screen=self.name, findings=(desk.finding("CS-120", "command", value=page.subject),))
        shown = self.shown(desk)
        cover = desk.read(lambda session: Standing.of(session, worker.number, desk.on))
        waiting = desk.read(
            lambda session: reads.benefit_news_count(session, worker.number, covered=cover.workers)
        )
        if page.offset >= waiting:
            page = msgspec.structs.replace(page, offset=max(0, (waiting - 1) // shown * shown))
        news = _news(desk, page, cover, shown)
        rows = tuple(_row(one, cover.marked(one.worker, one.cp)) for one in news)
        return Answer(
            screen=self.name,
            values={
                "worker": worker.number,
                "name": cover.said(worker.name, short=True),
                "waiting": str(min(waiting, MOST)),
            },
            rows=rows,
            guide=cover.guide(),
            more_above=page.offset > 0,
            more_below=page.offset + shown < waiting,
            state=page,
            seen={f"case {one.case}": one.version for one in news},
            message=cover.told() or ("" if news else "No update of IV-A waits."),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        wrong: list[Finding] = []
        marks = self.marks(desk, request, wrong)
        chosen = [(index, row) for index, row, letter in marks if letter == "S"]
        taken = [row for _, row, letter in marks if letter == "A"]
        if chosen and taken:
            wrong.append(self.wrong(desk, chosen[0][0], "S", "acknowledge the marked lines first"))
        if wrong:
            return self.refused(request, wrong)
        if chosen:
            return desk.go("CAS2", chosen[0][1].values["case"])
        page = self.at(desk, request.state)
        if page.asked and not taken and isinstance(desk.confirmed, AcknowledgeNews):
            cover = desk.read(lambda session: Standing.of(session, page.subject, desk.on))
            first = msgspec.structs.replace(page, offset=0)
            all_of = _news(desk, first, cover, page.asked) if page.whole else ()
            taken = [_row(one, "") for one in all_of] or list(request.rows)
        if taken:
            return self._acknowledged(desk, request, taken)
        under = under_cursor(request)
        return (
            desk.go("CAS2", under.values["case"]) if under and under.key else self.again(desk, request.state)
        )

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """ACK asks about the page, ACK ALL about all that wait; the Enter that follows does it."""
        whole = rest.strip().upper() == "ALL"
        if rest.strip() and not whole:
            wrong = desk.finding("CS-130", "command", value=f"ACK {rest}", choices="ACK, or ACK ALL")
            return self.refused(request, [wrong])
        if not request.rows:
            return self.again(desk, request.state)
        page, case = self.at(desk, request.state), request.rows[0].values["case"]
        cover = desk.read(lambda session: Standing.of(session, page.subject, desk.on))
        count = len(request.rows)
        if whole:
            count = desk.read(lambda s: reads.benefit_news_count(s, page.subject, covered=cover.workers))
        desk.asked = AcknowledgeNews(case=case)
        updates = f"{count} update{'' if count == 1 else 's'}"
        which = f"all {updates}" if whole else f"the {updates} shown"
        return msgspec.structs.replace(
            unchanged(request),
            message=f"Acknowledge {which}? Enter does it, F12 drops.",
            asks=True,
            state=msgspec.structs.replace(page, asked=count, whole=whole),
        )

    def _acknowledged(self, desk: DeskContext, request: Request, taken: list[Row]) -> Answer:
        """Each line is an act of its own; what is refused is said, the others are done."""
        seen = dict(request.seen)
        refused: list[Finding] = []
        cases: list[str] = []
        keys: set[str] = set()
        done = 0
        desk.progress.begin("Updates", len(taken), "updates")
        for row in taken:
            if desk.progress.cancelled:
                break
            case, seq = row.key.split()
            act = AcknowledgeNews(case=case, update=int(seq))
            outcome = desk.perform(act, msgspec.structs.replace(request, seen=seen))
            desk.progress.done += 1
            if isinstance(outcome, Refused):
                refused += [msgspec.structs.replace(f, field="") for f in outcome.findings]
                cases.append(case)
                keys.add(row.key)
                continue
            done += 1
            if f"case {case}" in seen:
                seen[f"case {case}"] += 1
        desk.progress.cancelled = False  # the list is painted again whatever was asked meanwhile
        page = msgspec.structs.replace(self.at(desk, request.state), asked=0)
        answer = typed_again(self.again(desk, page), request, keys, "action")
        return tried(desk, answer, f"{done} acknowledged.", done, cases, refused)


def _news(desk: DeskContext, page: News, cover: Standing, limit: int) -> list[reads.NewsRow]:
    return desk.read(
        lambda session: reads.benefit_news(
            session, page.subject, covered=cover.workers, limit=limit, offset=page.offset
        )
    )


def _row(news: reads.NewsRow, cp: str) -> Row:
    return Row(
        key=f"{news.case} {news.seq}",
        values={
            "action": "",
            "came": shown_date(news.received_on),
            "case": news.case,
            "cp": cp,
            "text": news.text.removeprefix("IV-A: "),
        },
    )
