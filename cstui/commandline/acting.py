"""`cstui do` and `cstui acts`: what the acts take, and doing one on a practice store."""

from __future__ import annotations

import inspect
import types
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from cstui.acts.base import Act, PersonAct, SubjectAct, WorkerAct, name_of
from cstui.acts.ivd_base import IvdAct
from cstui.acts.perform import OVERTAKEN, Receipt
from cstui.acts.registry import act_named, acts_of
from cstui.agency import Manifest, find, first
from cstui.commandline.faults import CommandError, nearest
from cstui.commandline.paper import Paper
from cstui.commandline.places import agency_named, is_worker, refuse_live, typed_date, workplace
from cstui.commandline.shapes.acting import ActHelp, ActInput, ActsOut, Changed, DoOut
from cstui.commandline.shapes.base import as_agency, shaped
from cstui.commandline.shapes.cases import NextStepOut
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.findings import Finding, Severity
from cstui.policy.formats import Clock
from cstui.policy.records import NextStep, Record, SubjectRecord, key_of, seq_of
from cstui.reshaping import hint_with
from cstui.scenario.sections import formats_of
from cstui.store.facts import read_facts
from cstui.store.ivd_reads import read_ivd
from cstui.workplace import Workplace

_SEVERAL = "; several with commas between"
_TRUTH = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}


def help_of(name: str, agency: str = "") -> ActHelp:
    """What the act of an agency of that name does and takes; CommandError CS-302 where there is none."""
    act = _act(name, agency)
    fields, hints = _taken(act, agency)
    return ActHelp(
        act=name_of(act),
        help=inspect.cleandoc(act.__doc__ or ""),
        about=_about(act),
        inputs=tuple(_input(field, hints[key]) for key, field in fields.items()),
    )


def _act(name: str, agency: str) -> type[Act]:
    """The act of that name, or that had it once; CommandError CS-302 where there is none."""
    act = act_named(name, agency)
    if act is None:
        raise CommandError("CS-302", value=name, nearest=nearest(name, acts_of(agency)))
    return act


def _about(act: type[Act]) -> str:
    if issubclass(act, SubjectAct):
        return act.subject_kind.rpartition(".")[2]
    if issubclass(act, IvdAct):
        return "case"
    return "person" if issubclass(act, PersonAct) else "worker"


def _taken(act: type[Act], agency: str) -> tuple[dict[str, msgspec.structs.FieldInfo], dict[str, Any]]:
    """What an act takes, by the names of its inputs: fields, and their types as the agency shapes them."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(act)}
    types = formats_of(find(agency) if agency else first()).types()
    return fields, {key: hint_with(field.type, types) for key, field in fields.items()}


def _input(field: msgspec.structs.FieldInfo, hint: Any) -> ActInput:
    default = None if field.default is msgspec.NODEFAULT else field.default
    return ActInput(
        name=field.encode_name,
        type=_kind(hint),
        required=field.required,
        default=default,
        choices=_choices(hint),
    )


def _choices(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return tuple(value for value in get_args(hint) if value)
    return ()


def _kind(hint: Any) -> str:
    """A type as people read it: `case number, 8 digits`, `date`, `yes or no`, `one of SI, GT, CH`."""
    if choices := _choices(hint):
        return f"one of {', '.join(choices)}"
    if get_origin(hint) is Annotated:
        metas = [meta for meta in get_args(hint)[1:] if isinstance(meta, msgspec.Meta)]
        return next((meta.description for meta in metas if meta.description), _kind(get_args(hint)[0]))
    if get_origin(hint) is tuple:
        return f"{_kind(get_args(hint)[0])}{_SEVERAL}"
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(_kind(part) for part in get_args(hint) if part is not types.NoneType)
    return {date: "date", bool: "yes or no", int: "number", str: "text"}.get(hint, str(hint))


def acts(options: Namespace, paper: Paper) -> int:
    """List the acts, or explain one."""
    agency = agency_named(options.agency, "cstui acts").name if options.agency else ""
    found = tuple(help_of(name, agency) for name in ([options.act] if options.act else acts_of(agency)))
    if options.json:
        paper.json(ActsOut(acts=found))
        return 0
    if not options.act:
        paper.table(("ACT", "WHAT IT DOES"), [(act.act, act.help.split("\n")[0]) for act in found])
        paper.line()
        paper.wrapped("`cstui acts ACT` shows what an act takes; `cstui do ACT key=value ...` does it.")
        return 0
    for act in found:
        paper.line(act.act, "bold")
        for paragraph in act.help.split("\n\n"):
            paper.wrapped(" ".join(paragraph.split()), 2)
        paper.line()
        rows = [(one.name, "yes" if one.required else "", _default(one), one.type) for one in act.inputs]
        paper.table(("INPUT", "NEEDED", "ELSE", "WHAT"), rows, 2)
    return 0


def _default(given: ActInput) -> object:
    return given.default if given.default is not None else ""


def make_act(name: str, inputs: Iterable[str], today: date, agency: str = "") -> Act:
    """The act of an agency from `key=value` texts; CommandError CS-302, CS-303 where that cannot be."""
    act = _act(name, agency)
    known, hints = _taken(act, agency)
    values: dict[str, object] = {}
    for text in inputs:
        key, sign, value = text.partition("=")
        if not sign:
            raise CommandError("CS-303", act=name, fault=f"{text} is not an input; write key=value")
        if key not in known:
            raise CommandError("CS-303", act=name, fault=f"there is no input {key}{nearest(key, known)}")
        if key in values:
            raise CommandError("CS-303", act=name, fault=f"{key} is given twice")
        values[key] = _typed(name, key, hints[key], value, today)
    if missing := [key for key, one in known.items() if one.required and key not in values]:
        raise CommandError("CS-303", act=name, fault=f"{' and '.join(missing)} must be given")
    try:
        return msgspec.convert(values, act, strict=False)
    except msgspec.ValidationError as error:
        fault, _, at = str(error).partition(" - at `$.")
        key = at.rstrip("`").partition("[")[0]
        if key in known:
            given = values.get(key, "")
            said = ",".join(given) if isinstance(given, list) else given
            fault = f"{key} {said} is not {_article(_kind(hints[key]))}"
        raise CommandError("CS-303", act=name, fault=fault) from error


def _article(kind: str) -> str:
    if kind.startswith(("one of", "yes", "a ", "an ")):
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _typed(act: str, key: str, hint: Any, value: str, today: date) -> object:
    """The value as the act's type takes it; as it was typed where it is not one: the type refuses it."""
    parts = [part for part in get_args(hint) if part is not types.NoneType]
    one = parts[0] if get_origin(hint) in (Union, types.UnionType) and len(parts) == 1 else hint
    if one is date:
        return typed_date(value, today, key, f"cstui acts {act};").isoformat()
    if get_origin(one) is tuple:
        return [each.strip() for each in value.split(",") if each.strip()]
    if one is bool:
        return _TRUTH.get(value.lower(), value)
    if one == Clock:
        from cstui.desk.dates import parse_time

        return parse_time(value) or value
    return next((known for known in _choices(one) if known.lower() == value.lower()), value)


def do(options: Namespace, paper: Paper) -> int:
    """Do one act, or with --dry-run say what it would do. Status 1 where policy refuses it."""
    with workplace(options) as place:
        agency = place.performer.agency
        help_of(options.act, agency.name)
        refuse_live(place, on=options.on)
        out = _asked(place, options)
        while any(found.rule == OVERTAKEN for found in out.findings):
            out = _asked(place, options)  # what was typed is meant for the day on which it is done
    return told(out, options, paper, agency)


def _asked(place: Workplace, options: Namespace) -> DoOut:
    """What comes of the act that was typed, on the business date or the one that was named."""
    today = place.business_date()
    on = typed_date(options.on, today, "--on", "cstui do") if options.on else today
    act = make_act(options.act, options.inputs, on, place.performer.agency.name)
    actor = _actor(place, act, options.worker)
    if isinstance(actor, Finding):
        return DoOut(act=options.act, on=on, actor=options.worker or "", findings=(actor,))
    asked = DoOut(act=options.act, on=on, actor=actor, dry_run=options.dry_run)
    return _answered(place, act, asked, once=options.once, current=not options.on)


def told(out: DoOut, options: Namespace, paper: Paper, agency: Manifest) -> int:
    """Say what an act did, and answer with the command's status."""
    if options.json:
        paper.json(as_agency(out, agency))
    else:
        _print(out, paper)
    return 0 if out.done or (out.dry_run and not _errors(out)) else 1


def _actor(place: Workplace, act: Act, worker: str | None) -> str | Finding:
    """Who acts: the worker named, the system from which it comes, else the worker of the subject, or
    the worker whom the act is about."""
    from cstui.store import reads

    with place.store.read() as session:
        if worker:
            known = is_worker(session, worker)
            return worker if known else place.rules.finding("CS-120", "worker", value=worker)
        if act.sender:
            return act.sender
        if isinstance(act, SubjectAct):
            kind = place.performer.facts_class
            found = read_facts(session, kind, act.key)
            if found is None:
                return place.rules.finding("CS-101", "case", what=kind.called(), value=act.key)
            return str(found.file.head.worker)
        if isinstance(act, WorkerAct):
            known = is_worker(session, act.worker)
            return act.worker if known else place.rules.finding("CS-120", "worker", value=act.worker)
        if isinstance(act, IvdAct):
            case = read_ivd(session, place.performer.agency, act.case)
            what = {"what": "IV-D case", "value": act.case}
            return case.case.worker if case else place.rules.finding("CS-101", "case", **what)
        assert isinstance(act, PersonAct)
        view = reads.person_view(session, act.person)
        if view is None:
            return place.rules.finding("CS-121", "person", value=act.person)
        if not view.roles:
            raise CommandError("CS-313")
        return view.roles[0].worker


def _answered(place: Workplace, act: Act, asked: DoOut, *, once: bool, current: bool) -> DoOut:
    """What comes of an act that is done, or with --dry-run only considered."""
    came: Receipt | Effects | Refused
    if asked.dry_run:
        came = place.performer.consider(act, actor=asked.actor, on=asked.on)
    else:
        came = place.performer.perform(act, actor=asked.actor, on=asked.on, once=once, current=current)
    if isinstance(came, Refused):
        return msgspec.structs.replace(asked, findings=came.findings)
    out = msgspec.structs.replace(asked, message=came.message, findings=came.findings)
    if isinstance(came, Effects):
        return msgspec.structs.replace(out, changes=tuple(map(_change, came.changes)))
    steps = tuple(map(next_step_out, came.steps))
    return msgspec.structs.replace(out, done=True, receipt=came.number, steps=steps)


def next_step_out(step: NextStep) -> NextStepOut:
    """A next step as JSON has it."""
    return shaped(NextStepOut, step, subject_key=step.key)


def _change(change: Add | Change) -> Changed:
    """A change without its contents: addresses and places of work may be hidden."""
    record = change.record if isinstance(change, Add) else change.after
    fields: tuple[str, ...] = ()
    if isinstance(change, Change):
        fields = tuple(
            name
            for name in record.__struct_fields__
            if getattr(change.before, name) != getattr(change.after, name)
        )
    return Changed(
        change="add" if isinstance(change, Add) else "change",
        record=type(record).__name__,
        key=_key(record),
        fields=fields,
    )


def _key(record: Record) -> str:
    """What a record is known by: its head's key, or its owner's with its number."""
    if record.head:
        return str(getattr(record, record.head))
    by = record.owner.by if record.owner else record.__struct_fields__[0]
    whose = key_of(record.subject) if isinstance(record, SubjectRecord) else getattr(record, by)
    return f"{whose} {seq_of(record)}" if hasattr(record, "seq") else str(whose)


def _errors(out: DoOut) -> bool:
    return any(finding.severity is Severity.ERROR for finding in out.findings)


def _print(out: DoOut, paper: Paper) -> None:
    refused = _errors(out)
    if refused:
        import sys

        paper = Paper(sys.stderr)
    for finding in out.findings:
        paper.wrapped(f"{finding.message} ({finding.cite})", 10, finding.severity, first=f"{finding.rule} ")
        paper.wrapped(finding.remedy, 2)
    if refused:
        return
    paper.wrapped(out.message)
    if out.dry_run:
        paper.line("Nothing was written. It would:", "dim")
        for change in out.changes:
            fields = f" ({', '.join(change.fields)})" if change.fields else ""
            paper.wrapped(f"{change.change} {change.record} {change.key}{fields}", 2)
        return
    paper.line(f"Receipt {out.receipt}", "dim")
    for step in out.steps:
        told = f"{step.text}{f' -- {step.command}' if step.command else ''}"
        paper.wrapped(told, len(step.subject_key) + 2, first=step.subject_key)
