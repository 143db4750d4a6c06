"""What is refused outside of policy: an error with an id, one line that says what, and the way out.

Settings, stores, classes and the command line each keep a table of their ids; the words are filled in
here. What policy refuses are findings (`cstui.policy.findings`), which carry a citation as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

Texts = Mapping[str, tuple[str, str]]
"""By id: the pattern of the message and that of the remedy."""


class WordedError(Exception):
    """Something that cannot be done. `rule` is the id, `message` one line, `remedy` the way out."""

    texts: ClassVar[Texts]
    """The ids of the kind, each with its patterns. KeyError for an id that is not there."""

    rule: str
    message: str
    remedy: str

    def __init__(self, rule: str, **values: object) -> None:
        message, remedy = self.texts[rule]
        self.rule = rule
        self.message = message.format(**values)
        self.remedy = remedy.format(**values)
        super().__init__(f"{rule} {self.message}")

    @property
    def status(self) -> int:
        """The exit status of a command that ends on it."""
        return 1
