"""Whether CADS and KEES say the same of a consumer."""

from __future__ import annotations

from cstui.agencies.kansas.policy import cads, non_compliance
from cstui.agencies.kansas.policy.facts import ConsumerFile


def says_cooperating(file: ConsumerFile) -> bool | None:
    """What the newest row of CADS says, whichever case it is on; None where there is none."""
    return file.marks[-1].code == cads.COOPERATING if file.marks else None


def agrees(file: ConsumerFile) -> bool:
    """Whether the records of KEES say what the newest row of CADS says: open ones while not cooperating."""
    said = says_cooperating(file)
    return said is None or said != bool(non_compliance.open_records(file))
