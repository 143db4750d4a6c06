"""`cstui help`: what HELP of the desk says of a rule, a command word, a term of the policy or a code."""

from __future__ import annotations

from argparse import Namespace

from cstui.clock import day_here
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.commandline.places import agency_named


def help_(options: Namespace, paper: Paper) -> int:
    """Explain what is asked; without a word, list the terms."""
    from cstui.agency import first
    from cstui.desk.programs.explain import meant_by, of_word
    from cstui.policy.rulebook import load_rulebook

    agency = (agency_named(options.agency, "cstui help") if options.agency else first()).name
    rules, wanted = load_rulebook(agency), " ".join(options.words) or "TERMS"
    lines = of_word(wanted, rules, day_here(options.clock()), agency)
    if lines is None:
        near = meant_by(wanted, rules, agency)
        raise CommandError("CS-325", value=wanted, nearest=f"; did you mean {near}?" if near else "")
    for text, style in lines:
        paper.line(text, {"heading": "bold", "cite": "dim"}.get(style, ""))
    return 0
