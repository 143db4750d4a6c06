"""ASID: records of IV-A that were set aside, worked one by one (E-522, E-523)."""

from __future__ import annotations

from cstui.desk.programs import asid


class LouisianaAsid(asid.Asid):
    """A before lines applies them again, D with WHY disposes of one, S shows one in full."""

    sender = "IV-A"
    cites = "E-522, E-523"
