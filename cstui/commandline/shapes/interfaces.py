"""Files to and from other agencies, as `interface` prints them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cstui.commandline.shapes.base import Shape


class FileKindOut(Shape, frozen=True, kw_only=True):
    """A kind of file: its name, whether it goes out or comes in, what it is."""

    name: str
    direction: Literal["in", "out"]
    title: str


class FilesOut(Shape, frozen=True, kw_only=True):
    """`cstui interface list`: the files that the store's agencies send and take in."""

    files: tuple[FileKindOut, ...]


class InterfaceOut(Shape, frozen=True, kw_only=True):
    """`cstui interface out`: the file of a night. `file` is null where it came back in `text`."""

    night: date
    file: str | None
    records: int
    total: int
    text: str | None


class AsideRecord(Shape, frozen=True, kw_only=True):
    """A record of an incoming file that was not taken: its line, why not, and the record as it came."""

    line: int
    why: str
    record: str


class InterfaceInOut(Shape, frozen=True, kw_only=True):
    """`cstui interface in`: what became of a file. `before` is the day on which it went in already.

    `taken` records went in now, `known` had gone in before, those in `aside` could not.
    """

    file: str
    digest: str
    records: int
    taken: int
    known: int
    aside: tuple[AsideRecord, ...]
    before: date | None


class WaitingRecord(Shape, frozen=True, kw_only=True):
    """A record set aside that waits to be seen to: its entry in the store's log, its day, what was said.

    `file` are the first digits of the file's digest, `run` its number (empty until the file was taken to
    its end), `line` and `number` where it stood and whom it is about, `why` the reason, `record` the line,
    `agency` whose file it was.
    """

    entry: int
    on: date
    text: str
    file: str
    run: str
    line: int | None
    number: str
    why: str
    record: str
    agency: str


class AsideListOut(Shape, frozen=True, kw_only=True):
    """`cstui interface aside`: the records that wait, after one was settled if that was asked."""

    waiting: tuple[WaitingRecord, ...]
