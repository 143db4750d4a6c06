"""The shapes of numbers that people key, as far as every agency has them.

An agency's own shapes (eight digits for a case) are in its package. Keys of an agency's offices, workers and
subjects begin with the prefix of its manifest, so that two agencies with an office 17 share a store.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

TO_WORKER = {"refers": "worker.number"}
TO_OFFICE = {"refers": "office.code"}
"""What the store lets such a number refer to."""
WorkerNumber = Annotated[str, Meta(pattern=r"^\S{1,24}$", description="worker number", extra=TO_WORKER)]
OfficeCode = Annotated[str, Meta(pattern=r"^\S{1,24}$", description="office", extra=TO_OFFICE)]
PersonNumber = Annotated[
    int,
    Meta(gt=0, lt=10**9, description="person number, up to 9 digits", extra={"refers": "person.number"}),
]
LONGEST_TEXT = 2_000
"""Characters of the longest text that is entered: a note on NOTE takes 456, and this much fills a page."""
Line = Annotated[str, Meta(extra={"longest": 100})]
"""A name, a line of an address, a telephone: a field of one row takes 76 characters."""
Cents = Annotated[int, Meta(description="cents")]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="time of day, HH:MM")]
