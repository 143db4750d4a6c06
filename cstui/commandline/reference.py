"""The generated reference pages: what the registries know, written as `docs/*.md`.

A page is written from the same registry that the program runs on, so that it can say nothing
but that; `cstui docs --check` and a test say when a page in the tree is older than its registry.
"""

from __future__ import annotations

import argparse
import inspect
import re
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from cstui import files
from cstui.agency import Manifest, in_tree
from cstui.classroom import errors as class_errors
from cstui.commandline import faults as command_faults
from cstui.commandline.paper import said
from cstui.commandline.shapes.outputs import OUTPUTS
from cstui.content import Source, sources
from cstui.desk.commands import Does, commands
from cstui.desk.dates import FORMS
from cstui.desk.drawing import Drawing, all_drawings
from cstui.desk.legend import COMMON_KEYS, legend
from cstui.policy.roles import ROLES, SHOWN
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.settings import SettingsError
from cstui.store.errors import StoreError

Lines = Iterator[str]
MADE = "<!-- Written by `cstui docs` from the registries; do not edit. -->"


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {name: _page(title, write()) for name, (title, write) in _PAGES.items()}


def stale(folder: Path) -> list[str]:
    """The pages in `folder` that are missing or are not what the registries say."""
    return [name for name, text in pages().items() if _read(folder / name) != text]


def write(folder: Path) -> list[str]:
    """Write every page that is stale into `folder`; answers their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = stale(folder)
    texts = pages()
    for name in written:
        begun = files.begin(folder / name, texts[name].encode())
        begun.waiting.chmod(0o644)  # pages that everybody reads
        begun.keep()
    return written


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _page(title: str, lines: Iterable[str]) -> str:
    text = "\n".join([f"# {title}", "", MADE, "", *lines])
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def _cell(value: object) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Lines:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"
    yield ""


def _marks(entry: Any) -> str:
    marks = [
        ("site-supplied", getattr(entry, "site_supplied", False)),
        ("our reading", getattr(entry, "reading", False)),
    ]
    return ", ".join(name for name, is_so in marks if is_so)


def _by_agency(lines: Callable[[Manifest], Lines]) -> Lines:
    """What a page says of each agency, under its title where there are several."""
    for agency in in_tree():
        if len(in_tree()) > 1:
            yield f"# {agency.title}"
            yield ""
        yield from lines(agency)


# --- acts ------------------------------------------------------------------------------------------


def _acts() -> Lines:
    yield "One thing that a worker, the interface or the nightly run does. On the command line:"
    yield '`cstui do ACT key=value ...`; in a scenario: a step with `act = "ACT"`.'
    yield ""
    yield from _by_agency(_acts_of)


def _acts_of(agency: Manifest) -> Lines:
    from cstui.acts.registry import acts_of
    from cstui.commandline.acting import help_of

    for name in acts_of(agency.name):
        act = help_of(name, agency.name)
        yield f"## {name}"
        yield ""
        yield act.help
        yield ""
        rows = [
            (f"`{one.name}`", one.type, "yes" if one.required else "", said(one.default))
            for one in act.inputs
        ]
        yield from _table(("input", "what", "needed", "else"), rows)


# --- rules, parameters, codes, errors ------------------------------------------------------------


def _book(kind: str) -> Iterator[tuple[Rulebook, Source]]:
    """The files of the kernel's messages and of every agency's book, each with its rulebook."""
    yield from ((load_rulebook(), source) for source in sources(f"data/desk/{kind}"))
    for agency in in_tree():
        yield from ((load_rulebook(agency.name), source) for source in agency.sources(kind))


def _rules() -> Lines:
    yield "Every rule with its citation, what it says when it is not kept, and the way out. *Our reading*:"
    yield "the document leaves room, and this is how we read it."
    yield ""
    for book, source in _book("rules"):
        yield f"## {source.data['document']}"
        yield ""
        for entry in source.data["rule"]:
            rule = book.rules[entry["id"]]
            yield f"### {rule.id}"
            yield ""
            yield f"{rule.title} ({rule.cite})"
            yield ""
            yield f"- {rule.severity}{', our reading' if rule.reading else ''}"
            yield f"- says: {_quoted(rule.message)}"
            if rule.cause:
                yield f"- why: {_quoted(rule.cause)}"
            yield f"- way out: {_quoted(rule.remedy)}"
            if rule.uses:
                yield f"- numbers: {', '.join(rule.uses)} ([parameters.md](parameters.md))"
            yield ""


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;")


def _parameters() -> Lines:
    yield "Numbers and codes that rules use, each from its date on, as `data/AGENCY/parameters/` has them."
    yield ""
    for book, source in _book("parameters"):
        yield f"## {source.data['document']}"
        yield ""
        rows = []
        for entry in source.data["parameter"]:
            one = book.parameters[entry["name"]]
            values = "; ".join(f"{value.value} from {value.since}" for value in one.value)
            rows.append((f"`{one.name}`", f"{values} ({one.unit})", one.cite, one.help, _marks(one)))
        yield from _table(("parameter", "value", "source", "what it is", ""), rows)


def _codes() -> Lines:
    yield "Code tables as `data/AGENCY/codes/` has them. *Site-supplied* tables stand in for ones that the"
    yield "documents name and do not print; an agency replaces them."
    yield ""
    yield from _by_agency(_codes_of)


def _codes_of(agency: Manifest) -> Lines:
    for table in load_rulebook(agency.name).codes.values():
        yield f"## {table.name}"
        yield ""
        marks = _marks(table)
        yield f"{table.title} ({table.cite}{'; ' + marks if marks else ''}). {table.help}".strip()
        yield ""
        rows = [(f"`{c.code}`", c.meaning, c.help, c.cite, _dates(c.since, c.until)) for c in table.code]
        yield from _table(("code", "meaning", "help", "source", "dates"), rows)


def _dates(since: object, until: object) -> str:
    return " ".join(f"{word} {day}" for word, day in (("from", since), ("until", until)) if day)


def _terms() -> Lines:
    yield "The terms of the policy as `data/AGENCY/terms/` has them. HELP and a term shows its page at the"
    yield "desk, `cstui help` in the shell. Case, spaces and punctuation do not matter."
    yield ""
    yield from _by_agency(_terms_of)


def _terms_of(agency: Manifest) -> Lines:
    from cstui.desk.terms import terms

    for term in terms(agency.name):
        yield f"## {term.name}"
        yield ""
        yield f"{term.title} ({'; '.join(mark for mark in (term.cite, _marks(term)) if mark)})."
        yield _quoted(term.what)
        yield ""
        yield f"- on the desk: {_quoted(term.where)}"
        if term.screens:
            yield f"- words: {', '.join(term.screens)}"
        if term.also:
            yield f"- also written: {', '.join(term.also)}"
        if term.see:
            yield f"- related: {', '.join(term.see)}"
        yield ""


def _errors() -> Lines:
    yield "What can be wrong other than by a rule of policy: entry (CS-0, CS-1), the store (CS-2), a command"
    yield "of the command line (CS-3), a setting (CS-4), a lesson or a class (CS-6). Each is one line with"
    yield "its id, and the way out."
    yield ""
    book = load_rulebook().rules
    entry = {name: (rule.message, rule.remedy) for name, rule in book.items() if name.startswith("CS-")}
    tables: tuple[tuple[str, Mapping[str, tuple[str, str]]], ...] = (
        ("At the desk", entry),
        ("The store", StoreError.texts),
        ("The command line", command_faults.rules()),
        ("Settings", SettingsError.texts),
        ("Lessons and classes", class_errors.rules()),
    )
    for title, known in tables:
        yield f"## {title}"
        yield ""
        rows = [(f"`{name}`", *map(_quoted, known[name])) for name in sorted(known)]
        yield from _table(("id", "says", "way out"), rows)


def _interfaces() -> Lines:
    from cstui.commandline.layout_pages import INTRODUCTION, layout_lines

    yield from INTRODUCTION
    yield from _by_agency(lambda agency: layout_lines(agency, _table, _marks))


# --- screens and commands ----------------------------------------------------------------------------


def screen_lines(drawing: Drawing) -> list[str]:
    """The screen as text of 24 rows at most: title, drawing with its runs, PF legend."""
    title = f" {drawing.transaction:<8}{drawing.title.center(62)}"
    return [title.rstrip(), " ===> ", *drawing.map, "", f" {legend(drawing)}"]


def _screens() -> Lines:
    yield "Each screen as it is drawn in `screens/`. `_` is a field; entry fields are listed with what goes"
    yield "there. The keys that mean the same everywhere are in [commands.md](commands.md)."
    yield ""
    yield "A date may be typed in any of these ways, read against the business date; what could be two days"
    yield "is refused, and both are named:"
    yield ""
    yield from _table(("typed", "is"), [(f"`{'`, `'.join(form.split('  '))}`", what) for form, what in FORMS])
    yield ""
    yield from _by_agency(_screens_of)


def _screens_of(agency: Manifest) -> Lines:
    for drawing in all_drawings(agency.name):
        yield f"## {drawing.transaction}"
        yield ""
        marks = "; ".join(mark for mark in (drawing.cite, _marks(drawing)) if mark)
        title = f"{drawing.title.capitalize()}{f' ({marks})' if marks else ''}."
        yield f"{title} {' '.join(drawing.help.split())}"
        yield ""
        yield "```text"
        yield from screen_lines(drawing)
        yield "```"
        yield ""
        if drawing.entries:
            rows = [
                (f.named, str(f.kind), f.size, f.codes and f"[{f.codes}](codes.md#{f.codes})", f.help, f.cite)
                for f in drawing.entries
            ]
            yield from _table(("field", "kind", "width", "codes", "what goes there", "source"), rows)
        if protected := [f"`{field.name}`" for field in drawing.fields if field.protected]:
            yield f"Protected, and hidden until it is revealed: {', '.join(protected)}."
            yield ""
        if drawing.keys:
            yield from _table(("key", "word", "label"), [(k.key, k.word, k.label) for k in drawing.keys])


_DOES = {
    Does.SCREEN: "Words that open a screen",
    Does.HERE: "Words for the screen that is shown",
    Does.DESK: "Words that work everywhere",
}


def _commands() -> Lines:
    yield "Command words are typed on the command line (row 2); a unique beginning is enough. `;` stacks"
    yield "several. `=CAS2` goes there from anywhere, `/NAME` searches, `.` is the case in hand, `-` the one"
    yield "before. Every key stands for a word, and every word works without its key."
    yield ""
    yield from _by_agency(_words_of)
    yield "## Keys"
    yield ""
    yield "A screen may give a key of its own another word; its legend says so ([screens.md](screens.md))."
    yield ""
    yield from _table(("key", "word", "label"), [(k.key, k.word, k.label) for k in COMMON_KEYS])
    yield "What the other keys of the keyboard do, and in which keymap: [keys.md](keys.md)."
    yield ""
    yield "## The command line of the shell"
    yield ""
    from cstui.commandline.faults import STATUSES
    from cstui.commandline.parser import parser

    yield from _table(("exit status", "what it says"), STATUSES.items())
    for name, command in _subcommands(parser()):
        yield f"### cstui {name}"
        yield ""
        yield command.description or ""
        yield ""
        yield from _table(("argument", "what it is"), _arguments(command))


def _words_of(agency: Manifest) -> Lines:
    for does, title in _DOES.items():
        yield f"## {title}"
        yield ""
        rows = [
            (f"`{c.word}`", c.takes, c.key.value.upper() if c.key else "", c.help, ", ".join(c.also))
            for c in commands(agency.name)
            if c.does is does
        ]
        yield from _table(("word", "takes", "key", "what it does", "also"), rows)


def _keys() -> Lines:
    from cstui.commandline.key_pages import key_lines

    return key_lines(_table)


def _subcommands(parser: Any, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command of the shell by its words."""
    for action in parser._subparsers._group_actions:
        for name, sub in action.choices.items():
            if sub._subparsers is not None:
                yield from _subcommands(sub, f"{name} ")
            else:
                yield before + name, sub


def _arguments(command: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """The arguments of a command, written out here: argparse words its help again in each Python."""
    for action in command._actions:
        if action.dest == "help":
            continue
        name = " ".join([*action.option_strings[:1], str(action.metavar or "")]).strip()
        help_ = "" if action.help == argparse.SUPPRESS else action.help or ""
        if action.dest == "store":
            help_ = "The store, as everywhere; see [settings.md](settings.md)."
        elif action.dest == "key_file":
            help_ = "Its key, as everywhere; see [encryption.md](encryption.md)."
        yield f"`{name}`" if action.required else f"[`{name}`]", help_


# --- roles ------------------------------------------------------------------------------------------


def _roles() -> Lines:
    yield "What each role is for, what it is shown, and which acts it may do, as screens and acts declare it."
    yield "Reads hold it too: who is shown no case gets none, whichever way it is asked for. Everybody is"
    yield "shown one agency, that of his or her own office."
    yield ""
    yield from _table(("role", "what it is for"), [(f"`{role}`", what) for role, what in ROLES.items()])
    yield "Each may look at:"
    yield ""
    rows = [(f"{what[:1].upper()}{what[1:]}", *_may(shown)) for what, shown in SHOWN.values()]
    yield from _table(("what", *ROLES), rows)
    yield from _by_agency(_roles_of)


def _may(held: Collection[str]) -> Iterator[str]:
    return ("x" if role in held else "" for role in ROLES)


def _roles_of(agency: Manifest) -> Lines:
    from cstui.acts.registry import every_act
    from cstui.desk.agency_desk import desk_of
    from cstui.desk.programs.registry import programs

    own = desk_of(agency.name)
    yield "## Screens"
    yield ""
    first = [(role, " ".join(own.begun(role))) for role in ROLES]
    yield from _table(("role", "screens after the sign-on, the last on top"), first)
    rows = [(f"`{name}`", *_may(SHOWN[own.shown_on(name)][1])) for name in sorted(programs(agency.name))]
    yield from _table(("screen", *ROLES), rows)
    yield "## Acts"
    yield ""
    yield "An act that no role may do by name is done by an interface or the nightly run alone."
    yield ""
    acts = [(f"`{name}`", *_may(act.roles)) for name, act in every_act(agency.name).items()]
    yield from _table(("act", *ROLES), acts)


# --- settings and JSON ---------------------------------------------------------------------------


def _settings() -> Lines:
    from cstui.commandline.setting_pages import setting_lines

    return setting_lines(_table)


def _json() -> Lines:
    yield "What each command prints with `--json`: one object. Keys may be added, none is renamed or dropped."
    yield "Dates are `YYYY-MM-DD`, moments RFC 3339 in UTC. `null` means that there is none, or that it is"
    yield "hidden. Refusals print the same object with `findings`; other errors print nothing on standard"
    yield "output and one line with the id, and the way out, on standard error."
    yield ""
    shapes: dict[str, type[msgspec.Struct]] = {}
    for command, out in OUTPUTS.items():
        yield f"- `cstui {command} --json` prints [{out.__name__}](#{out.__name__.lower()})"
        _gather(out, shapes)
    yield ""
    for name in sorted(shapes):
        shape = shapes[name]
        yield f"## {name}"
        yield ""
        yield inspect.cleandoc(shape.__doc__ or "")
        yield ""
        hints = get_type_hints(shape, include_extras=True)
        rows = [(f"`{f.encode_name}`", _json_type(hints[f.name])) for f in msgspec.structs.fields(shape)]
        yield from _table(("key", "value"), rows)


def _gather(shape: type[msgspec.Struct], found: dict[str, type[msgspec.Struct]]) -> None:
    found[shape.__name__] = shape
    for hint in get_type_hints(shape).values():
        for inner in _structs(hint):
            if inner.__name__ not in found:
                _gather(inner, found)


def _structs(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from _structs(inner)


_PLAIN = {
    "str": "string",
    "int": "number",
    "bool": "true or false",
    "date": "date",
    "datetime": "moment",
    "NoneType": "null",
}


def _json_type(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        notes = [meta.description for meta in inner[1:] if isinstance(meta, msgspec.Meta)]
        return f"{_json_type(inner[0])} ({notes[0]})" if notes and notes[0] else _json_type(inner[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(_json_type(part) for part in inner)
    if origin is tuple:
        return f"list of {_json_type(inner[0])}"
    if origin in (dict, Mapping):
        return f"object, each value {_json_type(inner[1])}"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    name = getattr(hint, "__name__", str(hint))
    return _PLAIN.get(name, "string")


_PAGES: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
    "acts.md": ("Acts", _acts),
    "roles.md": ("Roles", _roles),
    "rules.md": ("Rules", _rules),
    "parameters.md": ("Parameters", _parameters),
    "codes.md": ("Codes", _codes),
    "terms.md": ("Terms", _terms),
    "screens.md": ("Screens", _screens),
    "commands.md": ("Command words, keys and commands", _commands),
    "keys.md": ("Keys", _keys),
    "errors.md": ("Errors", _errors),
    "interfaces.md": ("Interface files", _interfaces),
    "settings.md": ("Settings", _settings),
    "json.md": ("JSON", _json),
}
