"""The shapes of the numbers of the federal report: programs by their State, and who works on them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from cstui.policy.formats import TO_OFFICE, TO_WORKER

ProgramNumber = Annotated[
    str,
    Meta(
        pattern=r"^FED/[A-Z]{2}$",
        description="program, FED/ and the State's postal code",
        extra={"refers": "fed_state_program.number"},
    ),
]
WorkerNumber = Annotated[
    str, Meta(pattern=r"^FED/\d{5}$", description="worker number, FED/ and 5 digits", extra=TO_WORKER)
]
OfficeCode = Annotated[
    str, Meta(pattern=r"^FED/\d{2}$", description="office, FED/ and 2 digits", extra=TO_OFFICE)
]
