"""Nothing typed is lost: keeps drafts of the screens of one desk, offers them, compares a stale one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cstui.desk.conflicts import (
    Compared,
    Typed,
    compare,
    filled_with,
    painted_there,
    row_keys,
    taken,
    typed_on,
)
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.drafts import FORMAT, Draft, Drafts
from cstui.desk.frames import OVERLAYS, Frame
from cstui.desk.programs.drft import set_aside, typed_labels, waiting, when
from cstui.desk.stack import Stack
from cstui.policy.findings import Finding, Severity
from cstui.store import reads
from cstui.store.log_reads import ActivityRow

LOGGED = 3
"""How many entries of the log DIFF shows."""


class Keeper:
    """What is typed and not entered at one desk. Without `drafts` nothing is kept on disk."""

    def __init__(self, stack: Stack, drafts: Drafts | None) -> None:
        self.stack, self.desk, self.drafts = stack, stack.desk, drafts
        self.said: Finding | None = None
        """What is to be said with the next answer: that a draft was kept."""

    # Keeping

    def note(self, frame: Frame, request: Request) -> Draft | None:
        """Keep what was typed on a screen and not entered; the draft, None where there is none."""
        if self.drafts is None or frame.screen in OVERLAYS or request.screen != frame.screen:
            return None
        typed = frame.typed_in(request)
        draft = self._draft(frame, typed).over(frame.waiting) if typed else frame.waiting
        self.drafts.hold(frame.key, draft)
        return draft

    def _draft(self, frame: Frame, typed: Typed) -> Draft:
        was, (screen, subject) = painted_there(frame.base, typed), frame.key
        now = self.desk.place.clock()
        assert self.drafts is not None
        return Draft(
            format=FORMAT,
            worker=self.drafts.worker,
            store=self.drafts.store,
            screen=screen,
            subject=subject,
            argument=frame.argument,
            on=self.desk.on,
            at=now,
            painted=frame.painted_at or now,
            fields=typed.fields,
            was=was.fields,
            rows=typed.rows,
            rows_was=was.rows,
            seen=frame.base.seen,
        )

    def left(self, frame: Frame, request: Request) -> None:
        """Keep the draft of a screen that is being left, and say so with the next answer."""
        typed = frame.typed_in(request)
        draft = self.note(frame, request) if typed else None
        if draft is not None:
            what = " ".join(draft.key).strip()
            self.said = self.desk.finding(
                "CS-501", "", what=what, value=typed_labels(draft, self.desk.agency.name)
            )
            assert self.drafts is not None
            if fault := self.drafts.writer.fault:
                self.said = self.desk.finding("CS-505", "", fault=fault, place=self.drafts.folder)

    def entered(self, frame: Frame) -> None:
        """What was typed on a screen was entered, or dropped: its draft goes, one that waited stays."""
        if self.drafts is not None:
            self.drafts.hold(frame.key, frame.waiting)

    def turned(self, frame: Frame, request: Request, page: Answer) -> Answer:
        """Another page of a list of which one Enter takes all, with what was typed there before."""
        self.note(frame, request)
        typed = frame.typed_in(request)
        frame.carry(request, typed)
        frame.answer, frame.painted, frame.typed, frame.findings = page, None, None, ()
        frame.painted_at = self.desk.place.clock()
        frame.brought_back, _ = filled_with(page, typed, self.desk.agency.name)
        return frame.brought_back

    def _page(self, frame: Frame, typed: Typed, page: Answer) -> Typed:
        """What of it belongs on this page, where one Enter takes what was typed on all pages."""
        if not self.stack.program(frame.screen).carries:
            return typed
        here = set(row_keys(page.rows))
        rows = {key: columns for key, columns in typed.rows.items() if key in here}
        return msgspec.structs.replace(typed, rows=rows)

    # Offering

    def offered(self, answer: Answer, *, kept: bool = False) -> Answer:
        """A screen just painted, with the offer of the draft that waits for it and what is to be said.

        With `kept` the draft is what still stands typed on the screen, and is not offered.
        """
        frame, said = self.stack.top, self.said
        self.said = None
        found = [said] if said is not None else []
        if self.drafts is not None and frame.screen not in OVERLAYS and not (answer.keep_typed or kept):
            waits = self.drafts.get(frame.key)
            opened = waits is not None and frame.waiting is not waits
            frame.waiting = waits
            if waits is not None and (opened or not (answer.message or answer.findings or found)):
                found.append(self._offer(answer, waits))
        if not found:
            return answer
        return msgspec.structs.replace(answer, findings=(*answer.findings, *found))

    def _offer(self, answer: Answer, draft: Draft) -> Finding:
        mine = self._page(self.stack.top, _typed(draft), answer)
        lines = compare(_was(draft), answer, mine, agency=self.desk.agency.name)
        count = sum(line.theirs != line.was for line in lines)
        day = when(draft, self.desk.on)
        if not count and not _moved(draft, answer):
            return self.desk.finding("CS-502", "", when=day)
        what = f"{count} field{'s' if count > 1 else ''}" if count else "the case"
        return self.desk.finding("CS-507", "", when=day, moved=what)

    def greeting(self, answer: Answer) -> Answer:
        """WORK at the sign-on, with how many drafts wait and what could not be read."""
        if self.drafts is None:
            return answer
        said = "  ".join(text for text in (waiting(len(self.drafts.all())), answer.message) if text)
        aside = set_aside(self.desk)
        return msgspec.structs.replace(answer, message=said, findings=(*answer.findings, *aside))

    def restore(self, request: Request) -> Answer | Finding:
        """The screen with its draft put on it; where something changed meanwhile DIFF before that."""
        frame = self.stack.top
        draft = self.note(frame, request) if frame.screen not in OVERLAYS else None
        if draft is None:
            return self.desk.finding("CS-503", "command", screen=frame.screen)
        theirs = self.stack.afresh()
        mine = _typed(draft)
        here = self._page(frame, mine, theirs)
        lines = compare(_was(draft), theirs, here, agency=self.desk.agency.name)
        if _moved(draft, theirs) or any(line.theirs != line.was for line in lines):
            day = when(draft, self.desk.on)
            heading = f"{draft.screen} {draft.subject}: changed since your draft of {day}."
            return self._cover(
                Compared(theirs=theirs, heading=heading, lines=lines, log=self._log(theirs, draft.painted))
            )
        return self._put(frame, theirs, mine, "Restored: {count}. Enter submits it; F12 drops it.")

    def drop(self, request: Request) -> Finding | None:
        """Drop the draft that waits for the screen; what is typed on it now stays."""
        frame = self.stack.top
        if self.drafts is None or frame.screen in OVERLAYS or self.drafts.get(frame.key) is None:
            return self.desk.finding("CS-503", "command", screen=frame.screen)
        frame.waiting = None
        self.drafts.drop(frame.key)
        self.note(frame, request)
        return None

    # Two people, one case

    def stale(self, frame: Frame, request: Request, refused: Answer) -> Answer:
        """DIFF over a screen whose submit was refused because the case moved on."""
        frame.findings = refused.findings
        theirs = self.stack.program(frame.screen).open(self.desk, frame.argument, frame.answer.state)
        gone = any(finding.severity is Severity.ERROR for finding in theirs.findings)
        if theirs.screen != frame.screen or gone:
            return refused
        mine = typed_on(frame.base, request)
        lines = compare(painted_there(frame.base, mine), theirs, mine, frame.base, self.desk.agency.name)
        moved_on = next((name for name, seen in request.seen.items() if theirs.seen.get(name) != seen), "")
        what = self.desk.place.performer.called(moved_on) if moved_on else frame.screen
        heading = f"{what} was changed while {frame.screen} was on your screen."
        log = self._log(theirs, frame.painted_at)
        moved = tuple(msgspec.structs.replace(f, field="") for f in refused.findings if f.rule == "CS-110")
        return self._cover(Compared(theirs=theirs, heading=heading, lines=lines, log=log), moved)

    def _cover(self, compared: Compared, findings: tuple[Finding, ...] = ()) -> Answer:
        answer = self.stack.program("DIFF").open(self.desk, "", compared)
        if findings:
            answer = msgspec.structs.replace(answer, findings=findings, message="")
        self.stack.frames.append(Frame("DIFF", "", answer))
        return answer

    def take(self, compared: Compared) -> Answer:
        """Back on the screen as it stands now, with what was chosen to be mine."""
        self.stack.frames.pop()
        said = "Taken: {count} of mine. Enter submits it on what stands now."
        return self._put(self.stack.top, compared.theirs, taken(compared), said)

    def _put(self, frame: Frame, theirs: Answer, mine: Typed, said: str) -> Answer:
        filled, left = filled_with(theirs, mine, self.desk.agency.name)
        if self.stack.program(frame.screen).carries:
            stays = self._page(frame, left, theirs)
            away = {key: columns for key, columns in left.rows.items() if key not in stays.rows}
            frame.carried = {key: Row(key=key, values=columns) for key, columns in away.items()}
            left = stays
        count = _entries(mine) - _entries(left)
        frame.answer, frame.painted, frame.typed, frame.findings = theirs, None, None, ()
        frame.painted_at = self.desk.place.clock()
        frame.brought_back = msgspec.structs.replace(filled, findings=(), message=said.format(count=count))
        if self.drafts is not None:
            frame.waiting = self._draft(frame, left) if left else None
            self.drafts.hold(frame.key, self._draft(frame, mine) if mine else None)
        return frame.brought_back

    def _log(self, theirs: Answer, since: datetime | None) -> tuple[str, ...]:
        """What was logged since then on the subjects of the screen, newest first."""
        subjects = [name for name in theirs.seen if name.startswith(self.desk.subject(""))]
        if theirs.case and self.desk.subject(theirs.case) not in subjects:
            subjects.append(self.desk.subject(theirs.case))
        if since is None:
            return ()

        def question(session: reads.Reading) -> list[ActivityRow]:
            return [row for name in subjects for row in reads.activities(session, name, limit=LOGGED)]

        rows = [row for row in self.desk.read(question) if row.at >= since]
        rows.sort(key=lambda row: row.at, reverse=True)
        return tuple(f"{row.actor} {row.action} {row.text}" for row in rows[:LOGGED])


def _was(draft: Draft) -> Typed:
    return Typed(fields=draft.was, rows=draft.rows_was)


def _typed(draft: Draft) -> Typed:
    return Typed(fields=draft.fields, rows=draft.rows)


def _entries(typed: Typed) -> int:
    """How many fields hold something typed, those of list rows one by one, as DIFF lists them."""
    return len(typed.fields) + sum(map(len, typed.rows.values()))


def _moved(draft: Draft, answer: Answer) -> bool:
    """Whether a record of the draft has another version now."""
    return any(name in answer.seen and answer.seen[name] != version for name, version in draft.seen.items())
