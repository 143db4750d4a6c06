"""The documents and their rules, as `rules` prints them."""

from __future__ import annotations

from cstui.commandline.shapes.base import Shape
from cstui.policy.rulebook import RuleText


class DocumentOut(Shape, frozen=True, kw_only=True):
    """The rules of one document, in its order; `agency` is whose it is, empty for the desk's own messages."""

    document: str
    agency: str
    rules: tuple[RuleText, ...]


class ProofOut(Shape, frozen=True, kw_only=True):
    """What scenarios show of one rule: the acts that ask it (or `guide`), the scenarios that fail
    without it, those that expect it and do not, the first that fails if it always finds."""

    rule: str
    asked_by: tuple[str, ...]
    refusing: tuple[str, ...]
    blind: tuple[str, ...]
    holding: str


class MetOut(Shape, frozen=True, kw_only=True):
    """Where one rule is met: acts (or `guide`) with the screens they are done on, and scenarios by id.

    `refusing` expect the rule; `holding` do one of those acts and do not expect it.
    """

    rule: str
    acts: dict[str, tuple[str, ...]]
    refusing: tuple[str, ...]
    holding: tuple[str, ...]


class RulesOut(Shape, frozen=True, kw_only=True):
    """`cstui rules`: the rules of every document, or of the one that was asked for, and where each is
    met; with `--proof` instead what the scenarios prove of each."""

    documents: tuple[DocumentOut, ...]
    met: tuple[MetOut, ...] = ()
    proofs: tuple[ProofOut, ...] = ()
