"""What answers the desk line by line."""

from __future__ import annotations

from typing import Protocol

from cstui.desk.conversation import Answer, Request, Status


class LineHost(Protocol):
    """What answers the screens: the desk's session."""

    def start(self) -> Answer:
        """The first screen."""

    def handle(self, request: Request) -> Answer:
        """The next screen."""

    def status(self) -> Status:
        """Date, store, worker and case."""
