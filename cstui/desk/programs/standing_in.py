"""How a worker's lists show cover: for whom he or she stands in today, or who stands in for him or her."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.desk.conversation import GuideLine
from cstui.policy.records import Cover
from cstui.store import cover_reads, reads


class Standing(msgspec.Struct, frozen=True):
    """The covers that bear on one worker's lists on one day."""

    worker: str
    covers: tuple[Cover, ...] = ()
    away: Cover | None = None

    @classmethod
    def of(cls, session: reads.Reading, worker: str, on: date) -> Standing:
        """What holds of a worker on `on`; nothing for an office."""
        if reads.is_office(session, worker):
            return cls(worker)
        covers = tuple(cover_reads.covered(session, worker, on))
        return cls(worker, covers, cover_reads.cover_of(session, worker, on))

    @property
    def workers(self) -> tuple[str, ...]:
        """The workers whose cases are on the list too."""
        return tuple(cover.worker for cover in self.covers)

    def marked(self, worker: str, party: str, *, always: bool = False) -> str:
        """The name that a subject is listed under, after the worker's number where it is another's."""
        if worker == self.worker and not always:
            return party
        return f"{worker} {party}"

    def said(self, name: str, *, short: bool = False) -> str:
        """The worker's name with who is covered, or who covers and until when."""
        if self.away is not None:
            till = f"{self.away.last:%m/%d}"
            return (
                f"{name}: {self.away.by} covers"
                if short
                else f"{name}, away to {till}: {self.away.by} covers"
            )
        if not self.covers:
            return name
        whom = ", ".join(f"{cover.worker} to {cover.last:%m/%d}" for cover in self.covers)
        return f"{name} for {', '.join(self.workers)}" if short else f"{name}, covers {whom}"

    def told(self) -> str:
        """For the message line: that the worker is away; empty where he or she is not."""
        if self.away is None:
            return ""
        return f"Away to {self.away.last:%m/%d/%Y}: worker {self.away.by} covers and sees this list too."

    def guide(self) -> tuple[GuideLine, ...]:
        """The covers in full."""
        if not self.covers and self.away is None:
            return ()
        lines = [GuideLine(text=""), GuideLine(text="COVER", style="heading")]
        lines += [
            GuideLine(
                text=f"You cover worker {one.worker} to {one.last:%a %m/%d/%Y}: number before the name."
            )
            for one in self.covers
        ]
        if self.away is not None:
            lines.append(GuideLine(text=self.told()))
        lines.append(GuideLine(text="===> COVR", style="key"))
        return tuple(lines)
