"""The shapes of the numbers that Kansas's workers key.

Person and case numbers have ten digits on CADS. Offices and workers are site-supplied shapes of a practice
agency: an office has two digits, a worker's number begins with those of the office.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from cstui.policy.formats import TO_OFFICE, TO_WORKER

ConsumerNumber = Annotated[
    str,
    Meta(
        pattern=r"^\d{10}$",
        description="person number, 10 digits",
        extra={"refers": "ks_consumer.number"},
    ),
]
CaseNumber = Annotated[str, Meta(pattern=r"^\d{10}$", description="case number, 10 digits")]
ApNumber = Annotated[str, Meta(pattern=r"^(\d{10})?$", description="AP number, 10 digits, or nothing")]
WorkerNumber = Annotated[
    str, Meta(pattern=r"^KS/\d{5}$", description="worker number, KS/ and 5 digits", extra=TO_WORKER)
]
OfficeCode = Annotated[
    str, Meta(pattern=r"^KS/\d{2}$", description="office, KS/ and 2 digits", extra=TO_OFFICE)
]
ParentsAtHome = Annotated[int, Meta(ge=0, le=2, description="parents in the home, 0 to 2")]
