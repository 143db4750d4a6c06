"""What a site says for itself beside the content of its agency: a calendar, code tables and parameters.

Its files lie in the store, so that every desk and every night of a store works by the same ones. They
replace what the agency's content marks as site-supplied, and nothing that a document prints.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from cstui.content import Source

KINDS = ("calendar", "codes", "parameters")


class Site(msgspec.Struct, frozen=True):
    """The files of a site, each as its kind (`calendar`), its name and its text."""

    files: tuple[tuple[str, str, str], ...] = ()

    def sources(self, kind: str) -> list[Source]:
        """Its content of a kind, in the order of names."""
        return [Source(Path("site") / f"{name}.toml", text) for of, name, text in self.files if of == kind]


NO_SITE = Site()
