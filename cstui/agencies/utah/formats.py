"""The shapes of the numbers that Utah's workers key; site-supplied shapes of a practice agency."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from cstui.policy.formats import TO_OFFICE, TO_WORKER

NcpNumber = Annotated[
    str,
    Meta(
        pattern=r"^UT/\d{6}$",
        description="NCP number, UT/ and 6 digits",
        extra={"refers": "ut_ncp.number"},
    ),
]
CaseNumber = Annotated[str, Meta(pattern=r"^C\d{8}$", description="case number, C and 8 digits")]
WorkerNumber = Annotated[
    str, Meta(pattern=r"^UT/\d{5}$", description="worker number, UT/ and 5 digits", extra=TO_WORKER)
]
OfficeCode = Annotated[
    str, Meta(pattern=r"^UT/\d{2}$", description="office, UT/ and 2 digits", extra=TO_OFFICE)
]
