"""What screens show, as frozen rows in pages: nothing above the acts sees a table.

Lists have `limit` and `offset`, the log `limit` and the line before which to go on. The parts are
in `work_reads`, `person_reads` and `log_reads`; an agency has its own.
"""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy.orm import Session

from cstui.store.family_reads import merged_here
from cstui.store.log_reads import (
    ActivityRow,
    activities,
    activity,
    acts_done,
    log_of_all,
)
from cstui.store.person_reads import (
    HIDDEN,
    Number,
    PersonRow,
    full_name,
    in_force,
    name_of,
    namesakes,
    person_view,
    read_person,
    search_people,
)
from cstui.store.work_reads import (
    Recent,
    Sorting,
    WorkCount,
    WorkerLoad,
    WorkRow,
    is_office,
    office_load,
    offices,
    own_reminders,
    recent,
    viewer_of,
    workers,
    worklist,
    worklist_counts,
)

__all__ = [
    "HIDDEN",
    "ActivityRow",
    "Number",
    "PersonRow",
    "Reading",
    "Recent",
    "Sorting",
    "WorkCount",
    "WorkRow",
    "WorkerLoad",
    "activities",
    "activity",
    "acts_done",
    "full_name",
    "in_force",
    "is_office",
    "log_of_all",
    "merged_here",
    "name_of",
    "namesakes",
    "office_load",
    "offices",
    "own_reminders",
    "person_view",
    "read_person",
    "recent",
    "search_people",
    "viewer_of",
    "workers",
    "worklist",
    "worklist_counts",
]

Reading: TypeAlias = Session
"""What the store's reading door gives; every question here takes it first."""
