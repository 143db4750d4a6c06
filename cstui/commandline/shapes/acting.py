"""What acts take and did, as `do` and `acts` print it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cstui.commandline.shapes.base import Shape
from cstui.commandline.shapes.cases import NextStepOut
from cstui.policy.findings import Finding


class ActInput(Shape, frozen=True, kw_only=True):
    """One input of an act: `type` as people read it, `choices` where only these are taken."""

    name: str
    type: str
    required: bool
    default: str | int | bool | None
    choices: tuple[str, ...] = ()


class ActHelp(Shape, frozen=True, kw_only=True):
    """One act: its name, what it does, what it takes, and what it is on (case, person, worker)."""

    act: str
    help: str
    about: str
    inputs: tuple[ActInput, ...]


class ActsOut(Shape, frozen=True, kw_only=True):
    """`cstui acts`: every act, or the one that was asked for."""

    acts: tuple[ActHelp, ...]


class Changed(Shape, frozen=True, kw_only=True):
    """One record that the act adds or changes; `fields` are the names of those that change."""

    change: Literal["add", "change"]
    record: str
    key: str
    fields: tuple[str, ...] = ()


class DoOut(Shape, frozen=True, kw_only=True):
    """`cstui do`: what came of an act. `findings` say why not, or warn.

    `receipt` is null where nothing was written (refused, or --dry-run); `steps` are the next steps
    of the cases touched; `changes` is filled by --dry-run only.
    """

    done: bool = False
    dry_run: bool = False
    act: str = ""
    on: date
    actor: str
    receipt: str | None = None
    message: str = ""
    findings: tuple[Finding, ...] = ()
    steps: tuple[NextStepOut, ...] = ()
    changes: tuple[Changed, ...] = ()
