"""`cstui site`: an office's own offices, workers, calendar, codes and parameters, from files."""

from __future__ import annotations

import json
from argparse import Namespace

from cstui import files
from cstui.acts.perform import Receipt
from cstui.agency import Manifest, first
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, counted
from cstui.commandline.places import agency_named, workplace
from cstui.commandline.shapes.base import shaped
from cstui.commandline.shapes.sites import (
    OfficeOut,
    SiteEntryOut,
    SiteFaultOut,
    SiteLoadOut,
    SiteOut,
    TakenOverOut,
    WorkerOut,
)
from cstui.content import ContentError
from cstui.desk.agency_desk import desk_of
from cstui.interfaces.site_files import SHEETS, Shapes, SiteRead, read_site
from cstui.policy.effects import Effects, Refused
from cstui.policy.facts import Staff, StoreFacts
from cstui.policy.rulebook import CodeTable, Parameter, Rulebook, load_rulebook
from cstui.policy.site import Site
from cstui.scenario.taking_over import TakenOver, take_over
from cstui.store import site_reads

NO_OFFICE = "CS-902"
LOADER = "SITE"
"""Who loads a site where nobody signs on."""


def check(options: Namespace, paper: Paper) -> int:
    """Check the folder of a site without a store. Status 1 where something is wrong."""
    agency = _agency(options, "cstui site check")
    rules = load_rulebook(agency.name)
    read = read_folder(options.folder, agency, rules)
    facts = StoreFacts(staff=Staff(agency=agency.name))
    came = read.act.decide(facts, rules, options.clock().date(), LOADER)
    return _told(read, all_found(read, came), options, paper, dry=True)


def load(options: Namespace, paper: Paper) -> int:
    """Load the folder of a site into the store, or say what that would change."""
    came: Receipt | Effects | Refused
    with workplace(options) as place:
        read = read_folder(options.folder, place.agency, place.rules)
        actor, on = options.worker or LOADER, place.business_date()
        came = all_found(read, place.performer.consider(read.act, actor=actor, on=on))
        if isinstance(came, Effects) and not options.dry_run:
            came = place.performer.perform(read.act, actor=actor, on=on)
    return _told(read, came, options, paper, dry=options.dry_run)


def all_found(read: SiteRead, came: Effects | Refused) -> Effects | Refused:
    """What the act does; refused where lines of the folder cannot be read.

    An office on such a line is not said to be missing as well.
    """
    if not read.found:
        return came
    unread = any(one.field.startswith("offices") for one in read.found)
    return Refused((*read.found, *(one for one in came.findings if not (unread and one.rule == NO_OFFICE))))


def _agency(options: Namespace, command: str) -> Manifest:
    return agency_named(options.agency, command) if options.agency else first()


def read_folder(folder: str, agency: Manifest, rules: Rulebook) -> SiteRead:
    """The folder of a site. CommandError CS-311 where it cannot be read."""
    path = files.expanded(folder)
    try:
        return read_site(path, rules, shapes_of(agency))
    except OSError as error:
        raise CommandError("CS-311", what=str(path), fault=error.strerror or str(error)) from error


def shapes_of(agency: Manifest) -> Shapes:
    """The numbers of an agency as the columns of its sheets have them."""
    desk = desk_of(agency.name)

    def office(value: str) -> str:
        return "" if desk.office.fits(value) else desk.office.counted.shape

    def worker(value: str) -> str:
        return "" if desk.worker.fits(value) else desk.worker.counted.shape

    return {"code": office, "office": office, "number": worker}


def _told(
    read: SiteRead, came: Receipt | Effects | Refused, options: Namespace, paper: Paper, *, dry: bool
) -> int:
    """Say what came of it: what is wrong line by line, or what was or would be changed."""
    lines = tuple(log.text for log in came.logs) if isinstance(came, Effects) else ()
    refused = isinstance(came, Refused)
    out = SiteLoadOut(
        files=read.names,
        holds=not refused,
        found=tuple(shaped(SiteFaultOut, one) for one in came.findings),
        changes=lines,
        receipt=came.number if isinstance(came, Receipt) else "",
    )
    if options.json:
        paper.json(out)
        return 1 if refused else 0
    found_in(came, paper)
    if isinstance(came, Refused):
        raise CommandError("CS-310", count=counted(len(came.findings), "fault"), what=options.folder)
    for line in lines:
        paper.wrapped(line, 2)
    if dry:
        paper.line(f"{counted(len(lines), 'change')} from {', '.join(read.names)}. Nothing was written.")
    elif isinstance(came, Receipt):
        paper.line(came.message, "good")
        paper.line(f"Receipt {came.number}", "dim")
    return 0


def found_in(came: Receipt | Effects | Refused, paper: Paper) -> None:
    """Say what was found, each with its way out."""
    for one in came.findings:
        paper.wrapped(one.message, 10, one.severity, first=f"{one.rule} ")
        paper.wrapped(one.remedy, 10)


def show(options: Namespace, paper: Paper) -> int:
    """What a site may say, and what this one says."""
    with workplace(options) as place, place.store.read() as session:
        staff = site_reads.staff_of(session, place.agency.name)
        book, site = place.rules, place.rules.site
    own = {(kind, line) for kind in ("codes", "parameters") for line in _named(site, kind)}
    entries = tuple(
        SiteEntryOut(kind=kind, name=one.name, says=_says(one), own=(kind, one.name) in own)
        for kind, known in (("codes", book.codes), ("parameters", book.parameters))
        for one in known.values()
        if one.site_supplied
    )
    out = SiteOut(
        agency=place.agency.name,
        offices=tuple(shaped(OfficeOut, one) for one in staff.offices),
        workers=tuple(shaped(WorkerOut, one) for one in staff.workers),
        files=tuple(f"{one.kind}.toml" for one in staff.files if one.text),
        entries=entries,
    )
    if options.json:
        paper.json(out)
        return 0
    offices = [(one.code, one.name, one.phone, one.address) for one in out.offices]
    paper.table(("OFFICE", "NAME", "TELEPHONE", "ADDRESS"), offices)
    paper.line()
    workers = [(one.number, one.name, one.office, one.role) for one in out.workers]
    paper.table(("WORKER", "NAME", "OFFICE", "ROLE"), workers)
    paper.line()
    paper.table(
        ("A SITE MAY SAY", "KIND", "BY", "NOW"),
        [(e.name, e.kind, "site" if e.own else "agency", e.says) for e in entries],
    )
    return 0


def cases(options: Namespace, paper: Paper) -> int:
    """Take over cases that the office worked elsewhere: all of the files, or nothing."""
    with workplace(options) as place:
        try:
            came = take_over(
                place.performer,
                [files.expanded(name) for name in options.files],
                actor=options.worker or LOADER,
                on=place.business_date(),
                dry_run=options.dry_run,
            )
        except ContentError as error:
            raise CommandError("CS-307", fault=str(error)) from error
        desk = desk_of(place.agency.name)
    found = () if isinstance(came, TakenOver) else came.findings
    out = TakenOverOut(
        holds=not found,
        found=tuple(shaped(SiteFaultOut, one) for one in found),
        subjects=came.subjects if isinstance(came, TakenOver) else 0,
        people=came.people if isinstance(came, TakenOver) else 0,
    )
    if options.json:
        paper.json(out)
        return 0 if out.holds else 1
    if isinstance(came, Refused):
        found_in(came, paper)
        raise CommandError("CS-310", count=counted(len(found), "fault"), what=" ".join(options.files))
    kept = "would be taken over; nothing was written" if options.dry_run else "taken over"
    of = counted(out.subjects, desk.called.lower(), desk.subjects)
    paper.line(f"{of} and {counted(out.people, 'person', 'people')} {kept}.", "good")
    return 0


def begin(options: Namespace, paper: Paper) -> int:
    """Write a folder to fill in: the heads of the sheets, and what the agency leaves to its sites."""
    agency = _agency(options, "cstui site begin")
    folder, book = files.expanded(options.folder), load_rulebook(agency.name)
    made = {f"{name}.csv": f"{','.join(sheet.columns)}\n" for name, sheet in SHEETS.items()}
    made["calendar.toml"] = _CALENDAR
    made["codes.toml"] = "".join(_table_text(one) for one in book.codes.values() if one.site_supplied)
    made["parameters.toml"] = "".join(
        _parameter_text(one) for one in book.parameters.values() if one.site_supplied
    )
    if there := [name for name in made if (folder / name).exists()]:
        raise CommandError("CS-314", what=str(folder / there[0]), fault="it is there already")
    try:
        files.folder(folder)
        for name, text in made.items():
            files.replace(folder / name, text.encode())
    except OSError as error:
        raise CommandError("CS-314", what=str(folder), fault=error.strerror or str(error)) from error
    paper.line(f"Written to {folder}: {', '.join(made)}.")
    paper.line(f"Fill them in; `cstui site check {options.folder}` says what is wrong.")
    return 0


_CALENDAR = """\
# Days on which the offices are closed beside the holidays of the law, and holidays on which they are open.
# [[added]]
# on = 2027-02-08
# name = "Offices closed: training day"
# [[removed]]
# on = 2027-02-09
# name = "The offices are open"
"""


def _table_text(table: CodeTable) -> str:
    """A code table as a site's file says it. Codes stay; a new one is added, an old one ends with `until`."""
    lines = [f"# {table.title}. Without the table here, that of the agency holds.", "# [[table]]"]
    lines.append(f"# name = {_quoted(table.name)}")
    for code in table.code:
        lines += [
            "# [[table.code]]",
            f"# code = {_quoted(code.code)}",
            f"# meaning = {_quoted(code.meaning)}",
        ]
        lines += [f"# help = {_quoted(code.help)}"] if code.help else []
        lines += [f"# from = {code.since}"] if code.since else []
        lines += [f"# until = {code.until}"] if code.until else []
    return "\n".join(lines) + "\n\n"


def _parameter_text(one: Parameter) -> str:
    lines = [
        f"# {' '.join(one.help.split())} In {one.unit}.",
        "# [[parameter]]",
        f"# name = {_quoted(one.name)}",
    ]
    for said in one.value:
        value = _quoted(said.value) if isinstance(said.value, str) else str(said.value).lower()
        lines += ["# [[parameter.value]]", f"# from = {said.since}", f"# value = {value}"]
    return "\n".join(lines) + "\n\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _named(site: Site, kind: str) -> list[str]:
    """The entries of a kind that a site says itself."""
    entry = {"codes": "table", "parameters": "parameter"}[kind]
    return [str(one["name"]) for source in site.sources(kind) for one in source.data.get(entry, ())]


def _says(one: CodeTable | Parameter) -> str:
    if isinstance(one, CodeTable):
        return f"{one.title}: {' '.join(code.code or '(blank)' for code in one.code)}"
    return f"{one.value[-1].value} {one.unit} from {one.value[-1].since:%m/%d/%Y}"
