"""A tour: rows of what is typed and what is seen then, in `data/<agency>/tours/` and in the README alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from cstui.agency import in_tree
from cstui.content import Content

_TOKEN = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")
_PLAIN = re.compile(r"\*\*|`")


class RowText(Content, frozen=True, kw_only=True):
    """One row as written: `type` is what is typed, `see` what the screen then shows."""

    type: str
    see: str

    @property
    def keys(self) -> tuple[FlowStroke, ...]:
        """What is pressed, in order."""
        return tuple(FlowStroke(key or text, is_key=bool(key)) for key, text in _TOKEN.findall(self.type))

    @property
    def shown(self) -> tuple[str, ...]:
        """The texts that stand on the screen afterward."""
        return tuple(text for _, text in _TOKEN.findall(self.see) if text)

    @property
    def asked(self) -> str:
        """What is typed, as a caption: keys in brackets."""
        return " ".join(f"[{stroke.text}]" if stroke.is_key else stroke.text for stroke in self.keys)

    @property
    def said(self) -> str:
        """What is seen, as a caption."""
        return _PLAIN.sub("", self.see)


class FlowStroke(msgspec.Struct, frozen=True):
    """One key by its name (`Enter`, `F6`), or a text that is typed letter by letter."""

    text: str
    is_key: bool


class Tour(Content, frozen=True, kw_only=True):
    """A tour by its name (`five-minutes`), with the README's heading as its title.

    `agency` is whose desk it is worked at: that in whose folder the file is.
    """

    name: str
    title: str
    row: tuple[RowText, ...]
    agency: str = ""


def load_tours() -> Sequence[Tour]:
    """Every tour, an agency's by name; ContentError where a file cannot be used."""
    return [
        msgspec.structs.replace(source.read(Tour), agency=agency.name)
        for agency in in_tree()
        for source in agency.sources("tours")
    ]
