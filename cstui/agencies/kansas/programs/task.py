"""TASK: open tasks of KEES by queue: Purple, Work Programs, FAET, and the inbox of the local office."""

from __future__ import annotations

from functools import partial

import msgspec

from cstui.acts.base import Act
from cstui.agencies.kansas import reads
from cstui.agencies.kansas.acts.tasks import KsCloseTask, KsTakeTask, KsWorkTask
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, tried
from cstui.desk.programs.listing import PAGING, PageProgram
from cstui.desk.programs.pages import under_cursor
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding

MINE = "MINE"
WORKED_ON = {"PURPLE": "ENCL", "INBOX": "ENCL", "WORK": "EDBC", "FAET": "EDBC"}
"""The screen where a task of each queue is worked."""


class TaskList(PageProgram):
    """T takes, W works, C closes the tasks marked, each an act of its own; S opens where one is worked."""

    name = "TASK"
    answers = PAGING

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument.strip().upper())
        wanted, named = _wanted(desk, page.subject)
        if wanted is None:
            queues = ", ".join(code.code for code in desk.rules.codes["ks_queue"].code)
            choices = f"{queues}, {MINE}, or a person number"
            wrong = desk.finding("CS-130", "command", value=f"TASK {page.subject}", choices=choices)
            return Answer(screen=self.name, findings=(wrong,))
        shown = self.shown(desk)
        found = desk.read(partial(reads.tasks, wanted=wanted, limit=shown, offset=page.offset))
        if not found.rows and page.offset:
            return self.open(
                desk, argument, msgspec.structs.replace(page, offset=max(0, page.offset - shown))
            )
        return Answer(
            screen=self.name,
            values={"shown": named, "open": str(min(found.count, 9999)), "outcome": ""},
            rows=tuple(_row(desk, row) for row in found.rows),
            more_above=page.offset > 0,
            more_below=page.offset + shown < found.count,
            state=page,
            seen={ConsumerFacts.subject_of(row.consumer): row.version for row in found.rows},
            message="" if found.rows else "No task is open.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        opens = [(index, row) for index, row, letter in marks if letter == "S"]
        acts = [(index, row, letter) for index, row, letter in marks if letter != "S"]
        if opens and acts:
            found.append(self.wrong(desk, opens[0][0], "S", "do what the other letters say first"))
        outcome = request.values.get("outcome", "")
        if outcome and not any(letter == "W" for _, _, letter in acts):
            found.append(desk.finding("CS-171", "outcome", what="W"))
        if not outcome and any(letter == "W" for _, _, letter in acts):
            found.append(desk.finding("CS-105", "outcome", label="OUTCOME"))
        if found:
            return self.refused(request, found)
        if acts:
            return self._done(desk, request, acts, outcome)
        row = opens[0][1] if opens else under_cursor(request)
        if row is None or not row.key:
            return self.again(desk, request.state)
        return desk.go(WORKED_ON[row.values["queue"]], row.key.split()[0])

    def _done(
        self, desk: DeskContext, request: Request, acts: list[tuple[int, Row, str]], outcome: str
    ) -> Answer:
        """Each line is an act of its own; what is refused is said, the others are done."""
        seen, done = dict(request.seen), 0
        refused: list[Finding] = []
        people: list[str] = []
        for index, row, letter in acts:
            consumer, seq = row.key.split()
            act = _act(letter, consumer, int(seq), outcome)
            result = desk.perform(act, msgspec.structs.replace(request, seen=seen))
            if isinstance(result, Refused):
                if len(acts) == 1:
                    return self.refused(request, result.findings, {"task": f"action.{index}"})
                refused += [msgspec.structs.replace(one, field="") for one in result.findings]
                people.append(consumer)
                continue
            done += 1
            if (subject := ConsumerFacts.subject_of(consumer)) in seen:
                seen[subject] += 1
        answer = self.again(desk, request.state)
        said = desk.last.message if done == 1 and desk.last is not None else f"{done} tasks done."
        if not refused and desk.last is not None and done == 1:
            answer = msgspec.structs.replace(answer, findings=desk.last.findings)
        return tried(desk, answer, said, done, people, refused)


def _act(letter: str, consumer: str, task: int, outcome: str) -> Act:
    """The act that a letter before a line stands for."""
    if letter == "T":
        return KsTakeTask(consumer=consumer, task=task)
    if letter == "W":
        return KsWorkTask(consumer=consumer, task=task, outcome=outcome)
    return KsCloseTask(consumer=consumer, task=task)


def _wanted(desk: DeskContext, argument: str) -> tuple[reads.Wanted | None, str]:
    """Which tasks are shown for what followed the word, and what the screen calls them."""
    office = desk.worker.office
    if not argument:
        return reads.Wanted(office=office), f"office {office}, all queues"
    if argument == MINE:
        return reads.Wanted(worker=desk.worker.number), f"taken by {desk.worker.number}"
    if desk.own.subject.fits(number := desk.own.subject.full(argument)):
        return reads.Wanted(consumer=number), f"person {number}"
    if desk.rules.code("ks_queue", argument) is not None:
        said = desk.rules.meaning("ks_queue", argument)
        return reads.Wanted(office=office, queue=argument), f"office {office}, {said}"
    return None, ""


def _row(desk: DeskContext, row: reads.TaskRow) -> Row:
    name = desk.rules.meaning("ks_task", row.name)
    taken = f"Taken by {row.taken_by}." if row.taken_by else "Nobody has taken it."
    return Row(
        key=f"{row.consumer} {row.seq}",
        values={
            "action": "",
            "queue": row.queue,
            "made": shown_date(row.made_on),
            "case": row.consumer,
            "person": row.person,
            "task": name,
            "taken": row.taken_by,
            "worked": shown_date(row.worked_on),
        },
        guide=(
            GuideLine(text=name, style="heading"),
            GuideLine(text=f"{row.consumer} {row.person}"),
            GuideLine(text=row.details),
            GuideLine(text=taken),
            GuideLine(text=f"===> {WORKED_ON[row.queue]} {row.consumer}", style="key"),
        ),
        style="intensified" if row.queue == "PURPLE" else "",
    )
