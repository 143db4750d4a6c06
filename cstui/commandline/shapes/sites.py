"""A site, what it may say, and what came of loading it, as `site` prints them."""

from __future__ import annotations

from cstui.commandline.shapes.base import Shape


class SiteFaultOut(Shape, frozen=True, kw_only=True):
    """What is wrong with a line: `field` is where it stands (`workers.csv:3`)."""

    rule: str
    severity: str
    message: str
    field: str
    remedy: str


class SiteLoadOut(Shape, frozen=True, kw_only=True):
    """`cstui site check` and `load`: the files read, whether they hold, and what that changes or would.

    `changes` are told by `check` and `--dry-run`, the `receipt` by `load`.
    """

    files: tuple[str, ...]
    holds: bool
    found: tuple[SiteFaultOut, ...] = ()
    changes: tuple[str, ...] = ()
    receipt: str = ""


class OfficeOut(Shape, frozen=True, kw_only=True):
    """An office."""

    code: str
    name: str
    address: str
    phone: str


class WorkerOut(Shape, frozen=True, kw_only=True):
    """Somebody who signs on."""

    number: str
    name: str
    office: str
    role: str


class SiteEntryOut(Shape, frozen=True, kw_only=True):
    """A code table or parameter that the agency leaves to its sites; `own` where this one says it."""

    kind: str
    name: str
    says: str
    own: bool


class SiteOut(Shape, frozen=True, kw_only=True):
    """`cstui site show`: the site of an agency, its files, and what a site may say."""

    agency: str
    offices: tuple[OfficeOut, ...]
    workers: tuple[WorkerOut, ...]
    files: tuple[str, ...]
    entries: tuple[SiteEntryOut, ...]


class TakenOverOut(Shape, frozen=True, kw_only=True):
    """`cstui site cases`: what is wrong with the files, else how many subjects and people were taken over.

    With `--dry-run` how many would be.
    """

    holds: bool
    found: tuple[SiteFaultOut, ...] = ()
    subjects: int = 0
    people: int = 0
