"""How F4 searches cases and the persons on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cstui.agencies.louisiana.reads.prompts import cases_from, parties
from cstui.cells import short_name
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.searching import NAME, OTHER, FoundLine


class LouisianaSearches:
    """Louisiana's `cstui.desk.programs.searching.Searches`."""

    heads = {
        "case": f"{'CASE':8} {'CUSTODIAL PARENT':33} {'NCP':17} STATUS WORKER",
        "person": f"{'NUMBER':8} {'NAME':33} {'BORN':10} AS  CASE     STATUS",
    }
    titles = {
        "case": "CASES: a name, or the beginning of a number; before that, your last ones",
        "person": "PERSONS: a name, a number or a date of birth; before that, those of the case",
    }
    beside = frozenset({"CH"})

    @staticmethod
    def beginning(desk: DeskContext, number: str, limit: int, offset: int) -> Sequence[str]:
        return desk.read(lambda session: cases_from(session, number, limit=limit, offset=offset))

    @staticmethod
    def lines(desk: DeskContext, numbers: Sequence[str]) -> tuple[FoundLine, ...]:
        known = desk.read(lambda session: parties(session, numbers))
        return tuple(
            FoundLine(
                code=number,
                meaning=short_name(row.cp, NAME),
                help=f"{short_name(row.ncp, OTHER)[:OTHER]:{OTHER}} {row.status.upper():6} {row.worker}",
            )
            for number in numbers
            if (row := known.get(number)) is not None
        )

    @staticmethod
    def people(desk: DeskContext) -> Mapping[int, str]:
        facts = desk.facts(desk.case) if desk.case else None
        if facts is None:
            return {}
        ncp = {facts.case.ncp: "NCP"} if facts.case.ncp is not None else {}
        return {facts.case.cp: "CP", **ncp, **{child.person: "CH" for child in facts.file.children}}
