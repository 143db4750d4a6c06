"""Reminders on consumers: a worker's own. What the policy has to say stands on WORK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cstui.agencies.kansas.acts.reminders import KsMoveReminder, KsSetReminder
from cstui.agencies.kansas.reads.reminders import reminders
from cstui.desk.programs.remd import Reminded
from cstui.store import reads


class KansasReminders:
    """Kansas's `cstui.desk.programs.remd.Reminders`."""

    @staticmethod
    def listed(
        session: reads.Reading, worker: str, covered: Sequence[str], limit: int, offset: int
    ) -> list[Reminded]:
        return [
            Reminded(
                key=row.consumer,
                seq=row.seq,
                kind="own",
                due=row.due,
                text=row.text,
                worker=row.worker,
                party=row.ar,
                version=row.version,
            )
            for row in reminders(session, (worker, *covered), limit, offset)
        ]

    @staticmethod
    def added(key: str, due: date, text: str) -> KsSetReminder:
        return KsSetReminder(consumer=key, due=due, text=text)

    @staticmethod
    def moved(key: str, seq: int, due: date | None) -> KsMoveReminder:
        return KsMoveReminder(consumer=key, reminder=seq, due=due)
