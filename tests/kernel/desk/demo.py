"""A small fake host with two screens, for tests and bench of the terminal side of the desk."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cstui.content import Source
from cstui.desk.conversation import Aid, Answer, GuideLine, Request, Row, Status
from cstui.desk.drawing import Drawing, load_source
from cstui.policy.findings import Finding, Severity

SCREENS = Path(__file__).parent / "screens"

VALUES = {
    "case": "01000123",
    "status": "OPEN",
    "office": "LAKE CHARLES",
    "worker": "01001",
    "cp": "BROUSSARD, CELESTE A",
    "cp_born": "04/12/1991",
    "ncp": "FONTENOT, MARCUS J",
    "ncp_born": "11/30/1988",
    "noncoop_text": "",
    "notes": "Called about the appointment of the 3rd. She asked for a morning and will bring the card.",
}
ROWS = tuple(
    Row(
        key=str(number),
        values={
            "date": f"03/{number:02}/2026",
            "text": text,
            "outcome": "",
            "by": "01001",
        },
        style="intensified" if number == 2 else "dim" if number > 4 else "",
    )
    for number, text in enumerate(
        (
            "APPOINTMENT SCHEDULED",
            "APPOINTMENT MISSED",
            "CSE 105 MAILED",
            "NON COOPERATION REPORTED",
            "LAIN 2IP RECORD SENT",
            "CALL FROM CUSTODIAL PARENT",
        ),
        start=1,
    )
)
GUIDE = (
    GuideLine(text="NEXT STEP", style="heading"),
    GuideLine(text="Report the non-cooperation: two appointments in a row were missed without a reason."),
    GuideLine(text="by 03/31/2026", style="text"),
    GuideLine(text="E-522, LA-E522-04", style="cite"),
    GuideLine(text="F6 takes you to CAS2 with the ground filled in", style="key"),
)


@cache
def drawing(name: str, agency: str = "") -> Drawing:
    """A screen of the tests."""
    return load_source(Source(SCREENS / f"{name.lower()}.toml"))


class DemoHost:
    """Enter on DEMO shows OTHR, on OTHR shows DEMO; F5 answers with the same screen and a message.

    `delay` seconds pass before each answer. Every request is kept in `requests`.
    """

    def __init__(self, first: str = "DEMO", delay: float = 0.0) -> None:
        self.first, self.delay = first, delay
        self.requests: list[Request] = []

    def start(self) -> Answer:
        return answer(self.first)

    def handle(self, request: Request) -> Answer:
        self.requests.append(request)
        if self.delay:
            time.sleep(self.delay)
        if request.aid is Aid.PF3:
            return Answer(screen=request.screen, ends=True)
        if request.aid is Aid.PF5:
            return Answer(screen=request.screen, keep_typed=True, message="Nothing has changed.")
        if request.aid is Aid.PF9:
            raise RuntimeError("made to fail")
        if request.values.get("noncoop") == "99":
            return Answer(
                screen=request.screen,
                keep_typed=True,
                findings=(
                    Finding(
                        rule="CS-104",
                        severity=Severity.ERROR,
                        message="99 is not a NON COOP code. F4 lists them.",
                        field="noncoop",
                    ),
                    Finding(
                        rule="CS-102",
                        severity=Severity.ERROR,
                        message="The date is missing.",
                        field="noncoop_date",
                    ),
                ),
            )
        return answer("OTHR" if request.screen == "DEMO" else "DEMO")

    def status(self) -> Status:
        return Status(business_date="03/16/2026", store="PRACTICE", training=True, worker="01001")

    def words(self) -> Sequence[tuple[str, str]]:
        return (("DEMO", "The screen for tests"), ("OTHR", "Another screen"))


def answer(name: str) -> Answer:
    """What the fake host shows on a screen."""
    if name == "OTHR":
        return Answer(screen="OTHR", values={"case": "01000123", "name": "BROUSSARD"}, case="01000123")
    return Answer(screen="DEMO", values=VALUES, rows=ROWS, guide=GUIDE, case="01000123", more_below=True)


if __name__ == "__main__":
    from cstui.desk.app import DeskApp

    DeskApp(DemoHost(), drawings=drawing).run()
