"""What HELP says: of a message and its rule, of a field and how it is filled, of a screen, of a word."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from cstui.desk.agency_desk import desk_of
from cstui.desk.commands import Ambiguous, Does, by_word, find_command, near_command
from cstui.desk.conversation import Request
from cstui.desk.dates import FORMS
from cstui.desk.drawing import Drawing, Field, Kind, load_drawing
from cstui.desk.keynames import Named, in_finding, named_here
from cstui.desk.layout import COMMAND, COMMAND_FIELD, where_named
from cstui.desk.message_line import place_of
from cstui.desk.terms import Term, find_term, folded, near_term, terms
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Parameter, Rulebook, RuleText

WIDTH = 76
Lines = list[tuple[str, str]]
"""Lines of help, each with its style: heading, text, cite."""

TAKES = {
    Kind.TEXT: "text",
    Kind.NUMBER: "digits",
    Kind.DATE: "a date",
    Kind.TIME: "a time of 24 hours: 0900, 9:00, 1330",
    Kind.CODE: "a code",
    Kind.PERSON: "a person number",
    Kind.FLAG: "Y or N",
}
_PROMPTS = {
    Kind.DATE: "F4 shows the month, days off marked, or the dates that the office has free.",
    Kind.TIME: "F4 lists the free times of the day.",
    Kind.PERSON: "F4 searches: type a name or a person number.",
    Kind.WORKER: "F4 lists the workers: type a name or a number.",
}

READING = "A reading: the document leaves room here; an agency can change it."
LOOSELY = 0.65
"""How alike a mistyped word and a term are at least: of three letters two may be exchanged."""
_FEW = 12
"""Codes that help lists by itself; of a longer table F4 shows them."""


def of_screen(request: Request, findings: Sequence[Finding], rules: Rulebook, on: date | None) -> Lines:
    """Help at a place on a screen: the messages, that of the field under the cursor first, then the
    field, then the screen. `on` is the business date, None before the sign-on."""
    drawing = load_drawing(request.screen, request.agency)
    lines: Lines = []
    at = request.cursor
    for finding in sorted(findings, key=lambda f: at is None or where_named(f.field) != at):
        lines += of_finding(finding, drawing, rules, on)
    fields = (*drawing.fields, COMMAND_FIELD)
    field = next((f for f in fields if at is not None and f.name == at.field), None)
    if field is not None and field.help and field.name != COMMAND:
        lines += [*of_field(field, rules, on, request.agency), ("", "")]
    return lines + of_drawing(drawing)


def of_drawing(drawing: Drawing) -> Lines:
    """Help on a screen as a whole."""
    lines = [*prose(f"SCREEN {drawing.transaction}  {drawing.title}", "heading"), *prose(drawing.help)]
    if drawing.site_supplied:
        lines += prose("Site-supplied: the documents name this screen but do not print its fields.")
    return [*lines, *cite(drawing.cite)]


def of_field(field: Field, rules: Rulebook, on: date | None, agency: str = "") -> Lines:
    """What a field is for, what it takes, its codes or date forms, its citation."""
    lines = [*prose(f"FIELD {field.named}", "heading"), *prose(field.help)]
    if field.entry:
        needed = " It must be filled." if field.required else ""
        size = "one character" if field.size == 1 else f"up to {field.size} characters"
        lines += prose(f"Takes {_takes(field.kind, agency)}, {size}.{needed}")
    if field.codes:
        lines += _codes(field, rules, on)
    elif field.entry and (prompt := _prompt(field.kind, agency)):
        lines += prose(prompt)
    if field.entry and field.kind is Kind.DATE:
        lines += date_forms()
    return [*lines, *cite(field.cite)]


def _takes(kind: Kind, agency: str) -> str:
    """What a field of that kind takes."""
    numbers = {Kind.CASE: desk_of(agency).subject, Kind.WORKER: desk_of(agency).worker}
    return numbers[kind].takes if kind in numbers else TAKES[kind]


def _prompt(kind: Kind, agency: str) -> str:
    """What F4 does in a field of that kind; empty where it does nothing."""
    if kind is Kind.CASE:
        return f"F4 searches: type a name or the beginning of {desk_of(agency).subject.shape}."
    return _PROMPTS.get(kind, "")


def date_forms() -> Lines:
    """Every way in which a date may be typed."""
    lines: Lines = [("", ""), ("HOW DATES ARE TYPED", "heading")]
    for form, meaning in FORMS:
        lines += prose(f"{form:14}{meaning}", under=14)
    return lines + prose(
        "The month comes before the day. What could be two days is refused, and both are named. "
        "When you leave the field its day is said with the weekday."
    )


def _codes(field: Field, rules: Rulebook, on: date | None) -> Lines:
    table = rules.codes[field.codes]
    site = " Site-supplied: an agency replaces this table." if table.site_supplied else ""
    current = [code for code in table.code if on is None or code.current(on)]
    lines = prose(f"F4 lists the values of {table.title}.{site}")
    if len(current) <= _FEW:
        for code in current:
            lines += prose(f"  {code.code:8}{code.meaning}", under=10)
    return lines


def of_finding(finding: Finding, drawing: Drawing, rules: Rulebook, on: date | None) -> Lines:
    """A message in full: where, why, the rule's text and numbers, the way out, the citation."""
    finding = in_finding(finding, named_here)
    lines = prose(f"{finding.rule}  {finding.message}", "heading", named=str)
    if place := place_of(finding, drawing):
        lines += prose(f"At {place}; what you typed is still there.")
    rule = rules.rules.get(finding.rule)
    lines += prose(sentence(finding.cause), named=str)
    if rule is not None and named_here(rule.title) != finding.cause:
        lines += prose(f"Rule: {sentence(rule.title)}")
    if finding.remedy:
        lines += prose(f"Way out: {finding.remedy}", named=str)
    if rule is not None:
        lines += _numbers(rule, rules, on)
    if finding.reading:
        lines += prose(READING)
    return [*lines, *cite(finding.cite), ("", "")]


def of_rule(rule: RuleText, rules: Rulebook, on: date | None) -> Lines:
    """A rule by its id: what it says, what its message says, the way out, its numbers today."""
    lines = [*prose(f"{rule.id}  {rule.title}", "heading"), *prose(f"Message: {_open(rule.message)}")]
    if rule.cause:
        lines += prose(sentence(_open(rule.cause)))
    lines += prose(f"Way out: {_open(rule.remedy)}")
    lines += _numbers(rule, rules, on)
    if rule.reading:
        lines += prose(READING)
    return [*lines, *cite(rule.cite)]


def _numbers(rule: RuleText, rules: Rulebook, on: date | None) -> Lines:
    """The parameters that the rule holds by, with their values on the business date."""
    lines: Lines = []
    for name in rule.uses if on is not None else ():
        assert on is not None
        lines += prose(f"In force on {on:%m/%d/%Y}: {_said(rules.parameters[name], rules, on)}")
    return lines


def _said(parameter: Parameter, rules: Rulebook, on: date) -> str:
    since = max(value.since for value in parameter.value if value.since <= on)
    whose = "set by the site" if parameter.site_supplied else parameter.cite
    value = rules.value(parameter.name, on)
    return f"{value} {parameter.unit} since {since:%m/%d/%Y} ({whose}). {parameter.help}"


def of_word(wanted: str, rules: Rulebook, on: date | None, agency: str = "") -> Lines | None:
    """Help on what follows HELP: a rule id, DATES, TERMS, a command word, a term, a code, the beginning of a
    word; None where it is not one of them. How it is spelled matters for words alone."""
    wanted = wanted.strip().upper()
    if rule := rules.rules.get(wanted) or _spelled(wanted, rules):
        return of_rule(rule, rules, on)
    if wanted in ("DATE", "DATES"):
        return date_forms()[1:]
    if wanted in ("TERM", "TERMS") and terms(agency):
        return _all_terms(agency)
    if wanted not in by_word(agency):
        if term := find_term(wanted, agency):
            return of_term(term, rules, agency)
        if codes := of_code(wanted, rules):
            return codes
    try:
        command = find_command(wanted, agency)
    except Ambiguous as several:
        return prose(f"{wanted} could be {', '.join(several.choices)}.")
    if command is None:
        return None
    key = f"{command.key.upper().replace('PF', 'F')} or " if command.key else ""
    lines = prose(f"WORD {command.word} {command.takes}".rstrip(), "heading") + prose(command.help)
    lines += prose(f"{key}{command.word} on the command line.")
    if command.does is Does.SCREEN:
        lines += [("", ""), *of_drawing(load_drawing(command.word, agency))]
    return lines


def _spelled(wanted: str, rules: Rulebook) -> RuleText | None:
    """The rule whose id is that except for spaces, punctuation and leading zeros: LA E522 4."""
    spelling = folded(wanted)
    return next((rule for name, rule in rules.rules.items() if folded(name) == spelling), None)


def of_term(term: Term, rules: Rulebook, agency: str = "") -> Lines:
    """A term: what it is, where it is on the desk and words that lead there, its rules, its paragraph."""
    lines = [*prose(f"{term.name}: {term.title}", "heading"), *prose(term.what)]
    lines += [("", ""), ("ON THE DESK", "heading"), *prose(term.where)]
    known = by_word(agency)
    for word in term.screens:
        lines += prose(f"{word:9}{known[word].help}", under=9)
    if term.paragraph:
        cited = [rule for rule in rules.rules.values() if cites(rule.cite, term.paragraph)]
        lines += [("", ""), ("RULES OF THE DESK FROM IT", "heading")] if cited else []
        for rule in cited:
            lines += prose(f"{rule.id:13}{sentence(rule.title)}", under=13)
    lines += [("", "")]
    if term.also:
        lines += prose(f"Also written {', '.join(term.also)}.")
    if term.see:
        lines += prose(f"Related: {', '.join(f'HELP {name}' for name in term.see)}.")
    if term.site_supplied:
        lines += prose("Site-supplied: the document names it and does not print it; an agency has its own.")
    if term.reading:
        lines += prose(READING)
    return [*lines, *cite(term.cite)]


def cites(citation: str, paragraph: str) -> bool:
    """Whether a citation names the paragraph, alone or with a part of it: `E-520 I` names E-520."""
    return re.search(rf"(?<![\w.]){re.escape(paragraph)}(?![\w.]*\d)", citation) is not None


def _all_terms(agency: str) -> Lines:
    lines: Lines = [("TERMS OF THE POLICY", "heading")]
    lines += prose("HELP and a term, or the term alone on the command line, opens its page.")
    for term in sorted(terms(agency), key=lambda term: term.name):
        lines += prose(f"{term.name:20}{term.title}", under=20)
    return lines


def of_code(wanted: str, rules: Rulebook) -> Lines:
    """What a code means in each table that has it; empty where none has."""
    lines: Lines = []
    for table in rules.codes.values():
        for code in table.code:
            if code.code.upper() == wanted:
                lines += [("", "")] * bool(lines)
                lines += prose(f"CODE {code.code}: {code.meaning}", "heading")
                site = " Site-supplied: an agency replaces this table." if table.site_supplied else ""
                lines += prose(f"A value of {table.title}.{site}")
                lines += prose(code.help) if code.help else []
                lines += cite(code.cite or table.cite)
    return lines


def meant_by(wanted: str, rules: Rulebook, agency: str = "") -> str:
    """The command, term or rule nearest to what HELP does not know; empty where none is near."""
    wanted = wanted.strip().upper()
    near = near_command(wanted, agency) or near_term(wanted, agency, LOOSELY)
    return near or next(iter(get_close_matches(wanted, rules.rules, n=1, cutoff=0.85)), "")


def _open(template: str) -> str:
    """A message with its blanks as words: `{label} {value}` is `LABEL VALUE`."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: found[1].upper(), template)


def sentence(said: str) -> str:
    """The text with a full stop: a rule's title stands for the cause where the rule gives none."""
    return said if not said or said.endswith((".", "?", "!")) else f"{said}."


def cite(where: str) -> Lines:
    """Where it is written."""
    return prose(f"See {where}.", "cite") if where else []


def prose(said: str, style: str = "text", under: int = 0, named: Named = named_here) -> Lines:
    """Paragraphs wrapped to the width of the page; further lines begin at column `under`."""
    lines: Lines = []
    for part in _paragraphs(named(said), under):
        lines += [("", "")] * bool(lines) + [(line, style) for line in part]
    return lines


def _paragraphs(said: str, under: int) -> Iterator[list[str]]:
    for part in said.strip("\n").split("\n\n"):
        flat = part if under else " ".join(part.split())
        yield textwrap.wrap(flat, WIDTH, subsequent_indent=" " * under) or [""]
