"""Who sends a letter and to whom, as its lines: the office with its hours, the address of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cstui.policy.records import Address, Office, OfficeHours

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def office_lines(office: Office, hours: Sequence[OfficeHours]) -> Iterator[str]:
    """Where an office is, its telephone, and when it is open."""
    if office.address:
        yield office.address
    spans = []
    for (_, opens, closes), same in groupby(
        enumerate(hours), key=lambda one: (one[1].weekday - one[0], one[1].opens, one[1].closes)
    ):
        days = [DAYS[row.weekday - 1] for _, row in same]
        span = f"{days[0]} to {days[-1]}" if len(days) > 1 else days[0]
        spans.append(f"{span} {opens} to {closes}")
    phone = f"Telephone {office.phone}" if office.phone else ""
    if found := [part for part in (phone, ", ".join(spans)) if part]:
        yield ", ".join(found)


def address_lines(addresses: Iterable[Address]) -> tuple[str, ...]:
    """The present mailing address, else the home address, in lines; empty where there is none."""
    present = [address for address in addresses if address.until is None]
    found: Address | None = next((a for a in present if a.kind == "mail"), None)
    found = found or next(iter(present), None)
    if found is None:
        return ()
    place = f"{found.city}, {found.state} {found.zip_code}"
    return tuple(line for line in (found.line1, found.line2, place) if line.strip())
