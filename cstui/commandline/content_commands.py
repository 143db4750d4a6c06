"""`cstui rules`, `cstui screens` and `cstui docs`: the content that people write, checked and shown."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cstui.agency import find, installed
from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper, counted
from cstui.commandline.shapes.books import DocumentOut, ProofOut, RulesOut


def rules(options: Namespace, paper: Paper) -> int:
    """The rules of all documents or of one."""
    documents = tuple(_documents())
    if options.document:
        wanted = options.document.lower()
        chosen = tuple(one for one in documents if _called(one, wanted))
        if not chosen:
            names = list(
                dict.fromkeys(name for one in documents for name in (one.document, one.agency) if name)
            )
            raise CommandError("CS-308", value=options.document, nearest=nearest(wanted, names))
        documents = chosen
    if options.proof:
        return _prove(documents, options.json, paper)
    if options.json:
        from cstui.commandline.rule_table import met

        ids = {rule.id for one in documents for rule in one.rules}
        paper.json(RulesOut(documents=documents, met=met(ids)))
        return 0
    for at, one in enumerate(documents):
        if at:
            paper.line()
        paper.line(one.document, "bold")
        for rule in one.rules:
            paper.line()
            marks = ", ".join(mark for mark in (rule.severity, "our reading" if rule.reading else "") if mark)
            paper.wrapped(f"{rule.title} ({rule.cite})", 12, "bold", first=rule.id)
            paper.pairs(
                [
                    ("is", marks),
                    ("says", rule.message),
                    ("why", rule.cause),
                    ("then", rule.remedy),
                    *_met(rule.id),
                ],
                12,
            )
    return 0


def _met(rule: str) -> list[tuple[str, object]]:
    """Where a rule is met: the acts with their screens, and the scenarios that show it."""
    from cstui.commandline.rule_table import asked_by, named, table

    shown = table().get(rule)
    if shown is None:
        return []
    return [
        ("asked by", asked_by(rule)),
        ("refuses in", named(shown.refusing)),
        ("holds in", named(shown.holding)),
    ]


def _prove(documents: tuple[DocumentOut, ...], as_json: bool, paper: Paper) -> int:
    """Prove the policy rules of the documents by the shipped scenarios; 1 where one is not proved."""
    from cstui.policy.rulebook import load_rulebook
    from cstui.scenario.proof import prove
    from cstui.scenario.read import read_scenario

    whose = {rule.id: one.agency for one in documents if one.agency for rule in one.rules}
    rules = [rule for one in documents if one.agency for rule in one.rules]
    agencies = dict.fromkeys(whose.values())
    scenarios = [read_scenario(path) for name in agencies for path in find(name).files("scenarios")]
    proofs = tuple(
        prove(
            rule.id,
            load_rulebook(whose[rule.id]),
            [scenario for scenario in scenarios if scenario.agency == whose[rule.id]],
        )
        for rule in rules
    )
    if as_json:
        said = msgspec.convert(proofs, tuple[ProofOut, ...], from_attributes=True)
        paper.json(RulesOut(documents=documents, proofs=said))
        return 0 if all(proof.proved for proof in proofs) else 1
    for rule, proof in zip(rules, proofs, strict=True):
        paper.wrapped(f"{rule.title} ({rule.cite})", 12, "bold", first=rule.id)
        paper.pairs(
            [
                ("asked by", ", ".join(proof.asked_by) or "nothing"),
                ("refuses in", ", ".join(proof.refusing) or "no scenario"),
                ("holds in", proof.holding or "no scenario"),
                ("blind", ", ".join(proof.blind)),
            ],
            12,
        )
    proved = sum(proof.proved for proof in proofs)
    by = counted(len(scenarios), "scenario")
    paper.line(f"{proved} of {len(proofs)} rules are proved both ways by {by}.")
    return 0 if proved == len(proofs) else 1


def _documents() -> Iterator[DocumentOut]:
    from cstui.content import sources
    from cstui.policy.rulebook import load_rulebook

    placed = [("", source) for source in sources("data/desk/rules")]
    placed += [(agency.name, source) for agency in installed() for source in agency.sources("rules")]
    for agency, source in placed:
        known = load_rulebook(agency).rules
        rules = tuple(known[rule["id"]] for rule in source.data["rule"])
        yield DocumentOut(document=source.data["document"], agency=agency, rules=rules)


def _called(document: DocumentOut, wanted: str) -> bool:
    """Whether a document is meant by part of its name, or by what its rules cite."""
    if wanted == document.agency:
        return True
    if wanted in document.document or wanted.replace("-", "") in document.document:
        return True
    return any(wanted in rule.cite.lower() for rule in document.rules)


def check_screens(options: Namespace, paper: Paper) -> int:
    """Check every screen file: counts, widths, overlaps, codes, help, and keys against programs.

    The kernel's own are checked as an agency has them that draws none, then each agency's.
    """
    from cstui.agency import KERNEL
    from cstui.desk.checker import check_all
    from cstui.desk.drawing import drawing_names
    from cstui.desk.programs.registry import answered
    from cstui.policy.rulebook import load_rulebook

    faults = set(check_all((), answered(KERNEL), KERNEL))
    for agency in installed():
        codes = set(load_rulebook(agency.name).codes)
        faults.update(check_all(codes, answered(agency.name), agency.name))
    for fault in sorted(faults):
        paper.line(str(fault), "error")
    if faults:
        raise CommandError("CS-310", count=counted(len(faults), "fault"), what="screens/")
    agencies = (KERNEL, *(agency.name for agency in installed()))
    names = sorted({name for agency in agencies for name in drawing_names(agency)})
    paper.wrapped(f"{len(names)} screens are sound: {' '.join(names)}")
    return 0


def show_screen(options: Namespace, paper: Paper) -> int:
    """Show a screen as it is drawn, with its fields and keys."""
    from cstui.commandline.places import agency_named
    from cstui.commandline.reference import screen_lines
    from cstui.desk.drawing import drawing_names, load_drawing

    agency = agency_named(options.agency, "cstui screens show").name if options.agency else ""
    if options.name.upper() not in drawing_names(agency):
        near = nearest(options.name, drawing_names(agency))
        raise CommandError("CS-306", value=options.name, nearest=near)
    drawing = load_drawing(options.name.upper(), agency)
    paper.line(f"{drawing.transaction}  {drawing.title}", "bold")
    paper.wrapped(" ".join(drawing.help.split()))
    paper.line()
    for line in screen_lines(drawing):
        paper.line(line)
    paper.line()
    rows = [
        (f.name, f"{f.row}/{f.column}", f.size, str(f.kind) if f.entry else "shown", f.codes, f.help)
        for f in drawing.fields
    ]
    paper.table(("FIELD", "ROW/COL", "WIDTH", "KIND", "CODES", "HELP"), rows)
    return 0


def docs(options: Namespace, paper: Paper) -> int:
    """Write the generated reference pages, or check that none is stale."""
    from cstui.commandline.reference import pages, stale, write
    from cstui.content import root

    folder = Path(options.folder) if options.folder else root() / "docs"
    if options.check:
        old = stale(folder)
        if old:
            are = "page is" if len(old) == 1 else "pages are"
            raise CommandError("CS-309", count=f"{len(old)} generated {are}", pages=" ".join(old))
        paper.line(f"{len(pages())} pages are as the registries say.")
        return 0
    try:
        written = write(folder)
    except OSError as error:
        raise CommandError("CS-314", what=str(folder), fault=error.strerror or error) from error
    for name in written:
        paper.line(f"{folder / name}")
    return 0
