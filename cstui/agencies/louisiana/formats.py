"""The shapes of the numbers that Louisiana's workers key.

The documents do not print them, so they are site-supplied shapes of a practice office: a worker's
number starts with the two digits of the office, a case's with those of the office that opened it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from cstui.policy.formats import TO_OFFICE, TO_WORKER

CaseNumber = Annotated[
    str, Meta(pattern=r"^\d{8}$", description="case number, 8 digits", extra={"refers": "la_case.number"})
]
WorkerNumber = Annotated[
    str, Meta(pattern=r"^\d{5}$", description="worker number, 5 digits", extra=TO_WORKER)
]
OfficeCode = Annotated[str, Meta(pattern=r"^\d{2}$", description="office, 2 digits", extra=TO_OFFICE)]
