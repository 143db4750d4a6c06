"""Files that go out, written whole or not at all into a folder that a user named."""

from __future__ import annotations

from pathlib import Path

from cstui.forms.pages import write_file


class FolderError(Exception):
    """A file cannot be written: `place` and `why`."""

    def __init__(self, place: Path, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place, self.why = place, why


def write_into(folder: Path, name: str, text: str | bytes) -> None:
    """Write an ASCII text, or bytes, as a file of the folder; FolderError where that cannot be."""
    try:
        write_file(text if isinstance(text, bytes) else text.encode("ascii"), folder, name)
    except OSError as error:
        raise FolderError(folder, error.strerror or type(error).__name__) from error
