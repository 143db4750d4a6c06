"""What may be typed: every command with its arguments, and the function that does it.

`run` names the function as `module:function` below `cstui.commandline`, so that nothing is imported
before a command is chosen.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn, TypeAlias

from cstui import __version__
from cstui.agency import in_tree, installed
from cstui.commandline.faults import CommandError
from cstui.commandline.print_kinds import prints_of, whole
from cstui.settings import BY_NAME

_VISIT = re.compile(r"--if-([^=]+)(?:=(.*))?")


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are CommandErrors; with `visits` it takes `--if-NAME DAY` for `--if NAME=DAY`."""

    def __init__(self, *args: Any, visits: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._visits = visits

    def error(self, message: str) -> NoReturn:
        raise CommandError("CS-301", fault=message, command=self.prog)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write the help; argparse would say nothing where that cannot be written."""
        (file or sys.stderr).write(message)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = args
        if self._visits and args:
            words = list(args)
            for at in reversed(range(len(words))):
                if found := _VISIT.fullmatch(words[at]):
                    day = found[2] or "".join(words[at + 1 : at + 2])
                    words[at : at + (1 if found[2] else 2)] = ["--if", f"{found[1]}={day}"]
        return super().parse_known_args(words, namespace)


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; each command's function is `options.run`.

    `words` are those that it will parse: agencies of other distributions are asked only by commands that
    need them.
    """
    top = _Parser(prog="cstui", description="A caseworker's desk for child support, in the terminal.")
    top.add_argument("--version", action="version", version=f"cstui {__version__}")
    store = BY_NAME["store"]
    top.add_argument("--store", metavar="STORE", type=_store, help=f"{store.help} Else {store.variable}.")
    key = BY_NAME["keyfile"]
    top.add_argument("--key-file", metavar="FILE", help=f"{key.help} Else {key.variable}.")
    _linear(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Parser)
    for add in (
        _desk_commands,
        _act_commands,
        _case_commands,
        _report_commands,
        _content_commands,
        _running_commands,
        _classroom_commands,
        _store_commands,
        _site_commands,
        _practice_commands,
        _protected_commands,
        partial(_print_commands, everywhere="print" in (words or ())),
        _interface_commands,
        _own_commands,
    ):
        add(commands)
    return top


def _command(
    commands: _Commands, name: str, run: str, help_: str, *, json: bool = True
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=help_, description=help_)
    _common(made, run, json=json)
    return made


def _desk_commands(commands: _Commands) -> None:
    desk = _command(commands, "desk", "work:desk", "Open the desk (what `cstui` alone does).", json=False)
    for name in ("theme", "keymap", "lock"):
        desk.add_argument(f"--{name}", metavar=name.upper(), help=BY_NAME[name].help)
    _linear(desk)

    tour = _command(
        commands, "tour", "touring:tour", "A tour of the README as a recording, or played here.", json=False
    )
    tour.add_argument("--name", default="five-minutes", help="Which tour: five-minutes or ofs53.")
    _out(tour, help_="The asciicast file to write; else standard output.")
    tour.add_argument("--play", action="store_true", help="Play it; so does a terminal without --out.")


def _act_commands(commands: _Commands) -> None:
    do = _command(commands, "do", "acting:do", "Do one act on a practice store.")
    do.add_argument("act", metavar="ACT", help="The act, such as schedule-appointment; `cstui acts`.")
    do.add_argument("inputs", nargs="*", metavar="key=value", help="What the act takes.")
    _on(do, "Another date than the store's business date.")
    do.add_argument("--as", dest="worker", metavar="WORKER", help="Who acts; else the case's worker.")
    do.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
    do.add_argument("--once", action="store_true", help="Nothing where the same was done that day.")

    undo = _command(
        commands, "undo", "undoing:undo", "Take back a worker's own last act of today, with the reason."
    )
    undo.add_argument("reason", nargs="*", metavar="REASON", help="Why; it stands in the log.")
    undo.add_argument("--as", dest="worker", metavar="WORKER", required=True, help="Whose last act.")

    acts = _command(commands, "acts", "acting:acts", "The acts and what they take.")
    acts.add_argument("act", nargs="?", metavar="ACT")
    for made in (do, undo, acts):
        _of_agency(made)


def _case_commands(commands: _Commands) -> None:
    show = _command(commands, "show", "cases:show", "Show a case with everything on it.")
    show.add_argument(
        "what",
        nargs="+",
        metavar="NUMBER",
        help="Its number, of a case 8 digits; `case` may come first.",
    )
    _as_viewer(show)

    guide = _command(
        commands, "guide", "cases:guide", "What comes next: on a case, or over a worker's cases."
    )
    guide.add_argument("number", nargs="?", metavar="NUMBER")
    guide.add_argument("--as", dest="worker", metavar="WORKER", help="Whose worklist; else all workers'.")

    says = "A case along its dates: done, owed, coming."
    timeline = commands.add_parser("timeline", help=says, description=says, visits=True)
    _common(timeline, "cases:timeline")
    timeline.add_argument("number", metavar="NUMBER")
    _as_viewer(timeline)
    timeline.add_argument(
        "--if",
        dest="visit",
        metavar="NAME=DATE",
        help="What comes of a visit that day (ofs53), beside what comes if nothing is done. Also --if-NAME.",
    )
    explained = _command(
        commands,
        "help",
        "explaining:help_",
        "What HELP says of a rule, word, term or code.",
        json=False,
    )
    explained.add_argument("words", nargs="*", metavar="WORD", help="Such as FTC; else all terms.")
    for made in (show, guide, timeline, explained):
        _of_agency(made)


def _report_commands(commands: _Commands) -> None:
    names = ", ".join(name for agency in in_tree() for name in agency.reports)
    report = _command(commands, "report", "reporting:report", "A report over many cases.")
    report.add_argument("name", metavar="REPORT", help=f"Which: {names}.")
    report.add_argument(
        "about", nargs="*", metavar="WORD", help="What it is about, where it asks for it: FED/LA 2026."
    )
    whose = report.add_mutually_exclusive_group()
    whose.add_argument("--office", metavar="OFFICE", help="One office's cases, 2 digits; else all.")
    whose.add_argument("--worker", metavar="WORKER", help="One worker's cases, 5 digits; else all.")
    report.add_argument(
        "--merge", nargs="+", default=(), metavar="FILE", help="The files that a report merges."
    )
    _format(report, "text", "csv", "json", "pdf", "xlsx", "parquet")
    _out(report)
    _of_agency(report)
    _as_viewer(report)


def _content_commands(commands: _Commands) -> None:
    rules = _command(
        commands, "rules", "content_commands:rules", "The rules with citation, message and way out."
    )
    rules.add_argument(
        "document", nargs="?", metavar="DOCUMENT", help="One document, such as desk, or one agency."
    )
    rules.add_argument(
        "--proof",
        action="store_true",
        help="Which act asks each rule, and the scenarios that fail without it; status 1 where none does.",
    )

    screens = commands.add_parser("screens", help="Check or show the screen files.")
    which = screens.add_subparsers(dest="action", metavar="check|show", required=True, parser_class=_Parser)
    _common(
        which.add_parser("check", help="Check every screen file."),
        "content_commands:check_screens",
        json=False,
    )
    shown = which.add_parser("show", help="Show a screen as it is drawn, with its fields and keys.")
    shown.add_argument("name", metavar="NAME")
    _common(shown, "content_commands:show_screen", json=False)
    _of_agency(shown)


def _running_commands(commands: _Commands) -> None:
    nightly = _command(commands, "nightly", "work:nightly", "Run the nights of a practice store.")
    nightly.add_argument("--through", metavar="DATE", help="The last night to run; else tonight.")
    _backups(nightly)

    play = _command(
        commands, "play", "work:play", "Play scenarios on fresh stores in memory; status 1 on any fail."
    )
    play.add_argument("files", nargs="+", metavar="FILE", help="A scenario file, or a shipped one's name.")

    learn = _command(commands, "learn", "learning:learn", "Work a lesson at the desk, alone.", json=False)
    learn.add_argument("lesson", nargs="*", metavar="LESSON", help="Its number, name or file; else pick one.")
    learn.add_argument(
        "--variant", metavar="N", help="The same with other names and dates, by number; 0 is as written."
    )
    learn.add_argument(
        "--sheet", metavar="FILE", help="Write the score sheet of when you last finished it, as PDF."
    )
    learn.add_argument("--check", action="store_true", help="Say what is wrong with lessons; status 1 then.")
    learn.add_argument(
        "--record", metavar="FILE", help="Work a lesson or scenario, and write it as a lesson to FILE."
    )
    learn.add_argument("--grades", action="store_true", help="Your attempts, and the rules you mastered.")
    learn.add_argument(
        "--new",
        metavar="FILE",
        help="Write a new lesson to FILE; one of a scenario, if that is named.",
    )
    learn.add_argument(
        "--linear",
        action="store_true",
        help="Line by line, for screen readers and scripts. Else CSTUI_LINEAR, else the setting.",
    )


def _own_commands(commands: _Commands) -> None:
    docs = _command(
        commands, "docs", "content_commands:docs", "Write the generated reference pages.", json=False
    )
    docs.add_argument("--check", action="store_true", help="Write nothing; status 1 where a page is stale.")
    docs.add_argument("--folder", metavar="FOLDER", help="Where the pages are; else docs in the checkout.")

    completing = _command(
        commands,
        "completion",
        "completing:completion",
        "The script by which a shell completes what is typed.",
        json=False,
    )
    completing.add_argument("shell", choices=["bash", "zsh", "fish"], metavar="bash|zsh|fish")

    settings = _command(
        commands, "settings", "work:settings", "Each setting, and what says so; set or unset one."
    )
    settings.add_argument("action", nargs="?", choices=["set", "unset"], metavar="set|unset")
    settings.add_argument("name", nargs="?", metavar="NAME", help="The setting.")
    settings.add_argument("value", nargs="?", metavar="VALUE", help="What it is set to.")


def _linear(desk: argparse.ArgumentParser) -> None:
    """The options of the desk line by line; absent ones leave no trace, as both parsers take them."""
    absent = argparse.SUPPRESS
    desk.add_argument(
        "--linear",
        action="store_true",
        default=absent,
        help="The desk line by line, for screen readers and scripts. Else CSTUI_LINEAR, else the setting.",
    )
    desk.add_argument(
        "--strict", action="store_true", default=absent, help="Line by line: end with status 1 when refused."
    )
    desk.add_argument(
        "--columns",
        type=whole,
        metavar="N",
        default=absent,
        help="Line by line: lines of at most N columns.",
    )


def _classroom_commands(commands: _Commands) -> None:
    classroom = commands.add_parser("classroom", help="Hold a class, and sit in one.")
    which = classroom.add_subparsers(
        dest="action",
        metavar="serve|board|join|replay|results|coverage|forget",
        required=True,
        parser_class=_Parser,
    )
    serve = which.add_parser("serve", help="Hold a class: seats are joined by browser or terminal.")
    serve.add_argument("--lesson", metavar="LESSON", help="Number, name or file; else the class goes on.")
    serve.add_argument("--seats", type=whole, metavar="N", help="How many seats (30).")
    serve.add_argument("--folder", metavar="FOLDER", help="Where the class is kept.")
    serve.add_argument("--title", metavar="TITLE", help="What learners see it called.")
    serve.add_argument("--host", default="127.0.0.1", metavar="HOST", help="Loopback unless told otherwise.")
    serve.add_argument("--port", type=whole, default=8017, metavar="PORT", help="8017; 0 takes a free one.")
    serve.add_argument(
        "--idle", type=whole, default=30, metavar="N", help="After so many minutes empty seats rest (30)."
    )
    how = serve.add_mutually_exclusive_group()
    how.add_argument("--exam", action="store_true", help="Guide, hints and CHECK are off.")
    how.add_argument("--sandbox", action="store_true", help="Nothing is judged.")
    for name, help_ in (
        ("--pass-mark", "Points that pass, of 100; else the lesson's own."),
        ("--minutes", "The time that each learner has; else no limit."),
        ("--attempts", "How often a learner may begin; else once in an exam."),
    ):
        serve.add_argument(name, type=whole, metavar="N", help=help_)
    serve.add_argument("--roster", metavar="FILE", help="A CSV file of who is expected: name, variant.")
    serve.add_argument("--variants", type=whole, metavar="N", help="So many variants, seat by seat.")
    serve.add_argument("--no-board", action="store_true", help="Print the codes instead of the board.")
    _common(serve, "classroom:serve", json=False)
    board = which.add_parser("board", help="The trainer's board of a class that is served.")
    board.add_argument("--folder", metavar="FOLDER", help="Where the class is kept.")
    _common(board, "classroom:board", json=False)
    join = which.add_parser("join", help="Sit at a seat in this terminal; Ctrl-] leaves it.")
    join.add_argument("code", nargs="?", metavar="CODE", help="The seat's code; else go on where you were.")
    join.add_argument("--name", metavar="NAME", help="Your name, where the seat has none yet.")
    join.add_argument("--at", default="http://127.0.0.1:8017/", metavar="ADDRESS", help="Where the class is.")
    join.add_argument(
        "--linear",
        action="store_true",
        help="Line by line, for screen readers and scripts. Else CSTUI_LINEAR, else the setting.",
    )
    _common(join, "classroom:join", json=False)
    replay = which.add_parser("replay", help="What was done at a seat, key by key, with its screens.")
    replay.add_argument("seat", metavar="SEAT", help="The seat, such as s03 or 3.")
    replay.add_argument("--folder", metavar="FOLDER", help="Where the class is kept.")
    replay.add_argument("--text", action="store_true", help="Print every screen instead of showing it.")
    _common(replay, "classroom:replay", json=False)
    _results_commands(which)


def _results_commands(which: _Commands) -> None:
    results = which.add_parser("results", help="What was reached, seat by seat; while it runs or afterward.")
    results.add_argument("folders", nargs="*", metavar="FOLDER", help="Classes; several are set beside.")
    results.add_argument("--folder", metavar="FOLDER", help="Where the class is kept.")
    results.add_argument("--seat", metavar="SEAT", help="One seat alone, such as s03 or 3.")
    says = "text; csv; json; pdf, sheets to print; or xapi, statements with pseudonyms."
    _format(results, "text", "csv", "json", "pdf", "xapi", help_=says)
    _out(results)
    results.add_argument(
        "--by", choices=("goal", "attempt", "rule"), default="goal",
        help="A line for each goal; each attempt, and which counts; or each rule, and who has mastered it.",
    )  # fmt: skip
    results.add_argument("--no-names", action="store_true", help="Without the names of the learners.")
    _common(results, "results:results")
    coverage = which.add_parser("coverage", help="Which lessons teach which rules, and which none does.")
    coverage.add_argument("lesson", nargs="*", metavar="LESSON", help="Numbers, names or files; else all.")
    _common(coverage, "results:coverage")
    forget = which.add_parser("forget", help="Forget the names of a class now.")
    forget.add_argument("--folder", metavar="FOLDER", help="Where the class is kept.")
    _common(forget, "results:forget", json=False)


def _print_commands(commands: _Commands, *, everywhere: bool) -> None:
    kinds = {
        name: kind
        for agency in reversed(installed() if everywhere else in_tree())
        for name, kind in prints_of(agency).items()
    }
    printing = commands.add_parser("print", help="Print forms, a case, its log, the docket; all logged.")
    which = printing.add_subparsers(
        dest="action", metavar="|".join(kinds), required=True, parser_class=_Parser
    )
    for name, kind in kinds.items():
        made = which.add_parser(name, help=kind.help, description=kind.help)
        says = "text; or pdf, which goes into the folder of forms without --out."
        made.add_argument("--format", choices=("text", "pdf"), default="text", action=_PrintFormat, help=says)
        made.add_argument(
            "--pdf", action=_PrintFormat, nargs=0, default=False, help="The same as --format pdf."
        )
        _out(made)
        made.add_argument("--as", dest="worker", metavar="WORKER", help="Who prints; else the case's worker.")
        _common(made, "prints:run")
        for one in kind.arguments:
            made.add_argument(*one.names, **one.options)
        _of_agency(made)


def _interface_commands(commands: _Commands) -> None:
    interface = commands.add_parser("interface", help="Files to and from other agencies.")
    which = interface.add_subparsers(
        dest="action", metavar="list|out|in|aside", required=True, parser_class=_Parser
    )

    def kind(name: str, run: str, help_: str) -> argparse.ArgumentParser:
        made = which.add_parser(name, help=help_, description=help_)
        _common(made, f"interfaces:{run}")
        _of_agency(made)
        return made

    kind("list", "files", "The files that go out and come in, by name.")
    out = kind("out", "out", "The records of a night as a file, as docs/interfaces.md describes it.")
    _on(out, "The night; else the last one that was run.")
    _out(out, "--file")
    incoming = kind("in", "take_in", "Take in a file of another agency.")
    incoming.add_argument("file", metavar="FILE", help="The file.")
    for made in (out, incoming):
        made.add_argument("--name", metavar="NAME", help="Which kind of file; else the agency's first.")
    aside = kind("aside", "aside", "The records that were set aside and wait to be seen to.")
    aside.add_argument("--again", metavar="ENTRY", type=whole, help="Apply this one again.")
    aside.add_argument("--settle", metavar="ENTRY", type=whole, help="Say that this one was seen to.")
    aside.add_argument("--why", metavar="TEXT", help="What was done about it; goes with --settle.")
    aside.add_argument(
        "--as", dest="worker", metavar="WORKER", help="Who sees to it; goes with --again or --settle."
    )


def _store_commands(commands: _Commands) -> None:
    store = commands.add_parser(
        "store", help="Create, describe, verify, upgrade, back up or restore a store."
    )
    which = store.add_subparsers(
        dest="action",
        metavar="create|info|verify|seal|upgrade|backup|backups|restore|rescue|key|rekey",
        required=True,
        parser_class=_Parser,
    )
    create = which.add_parser("create", help="Make a practice store with its caseload, or a live store.")
    create.add_argument("--name", help="What the store is called on its screens.")
    _on(create, "Its first business date; else today, or the next open day.")
    create.add_argument(
        "--agency",
        action="append",
        dest="agencies",
        metavar="AGENCY",
        help="Whose offices and cases it holds, once for each; else the first agency's.",
    )
    create.add_argument("--empty", action="store_true", help="Without offices, workers and cases.")
    create.add_argument(
        "--live",
        action="store_true",
        help="A store for real work: with --site and --administrator.",
    )
    create.add_argument("--site", metavar="DIR", help="The folder of its site; goes with --live.")
    create.add_argument(
        "--administrator", metavar="WORKER", help="Who signs on first and opens accounts; goes with --live."
    )
    _encrypted(create)
    create.add_argument(
        "--passwords",
        action="store_true",
        help="Ask for passwords as a live store does; the sign-on screen shows the practice password.",
    )
    _common(create, "stores:create")
    for name, help_ in (
        ("info", "What the store is."),
        ("upgrade", "Bring an older store to this version, after a backup."),
    ):
        _common(which.add_parser(name, help=help_), f"stores:{name}")
    seal = which.add_parser("seal", help="Write the newest seal of the log to a file kept outside.")
    seal.add_argument("--out", required=True, metavar="FILE", help="The file, for you alone to read.")
    _common(seal, "stores:seal")
    verify = which.add_parser("verify", help="Check the log, its seals, the next steps and the tables.")
    verify.add_argument(
        "--seal",
        nargs="?",
        const="",
        metavar="DIGEST or FILE",
        help="Print the newest seal of the log, to be kept outside; or compare with one that was.",
    )
    _common(verify, "stores:verify")
    for name, help_, what in (
        (
            "backup",
            "Copy the store while desks work in it.",
            "The new file; else one in the folder of --backups.",
        ),
        ("restore", "Put a backup in the place of the store, which is kept beside it.", "The backup."),
    ):
        made = which.add_parser(name, help=help_)
        made.add_argument("file", metavar="FILE", nargs="?" if name == "backup" else None, help=what)
        if name == "backup":
            _backups(made)
        _common(made, f"stores:{name}")
    rescue = which.add_parser("rescue", help="Save what can be read of a damaged store into a new one.")
    rescue.add_argument("file", metavar="FILE", help="The damaged store; it is not changed.")
    rescue.add_argument("new", metavar="NEW", help="The new store.")
    _common(rescue, "encryption:rescue")
    kept = which.add_parser("backups", help="The backups of the store in the folder, and why each is kept.")
    _backups(kept)
    kept.add_argument("--remove", action="store_true", help="Remove those that the rule does not keep.")
    _common(kept, "encryption:backups")
    key = which.add_parser("key", help="Whether the store is encrypted, and keep its key in the keyring.")
    how = key.add_mutually_exclusive_group()
    how.add_argument("--keep", action="store_true", help="Keep the passphrase in the system keyring.")
    how.add_argument("--forget", action="store_true", help="Take it out of the system keyring.")
    _common(key, "encryption:key")
    rekey = which.add_parser("rekey", help="Give the store another passphrase, or encrypt a plain one.")
    rekey.add_argument(
        "--new-key-file", metavar="FILE", help="A private file that holds the new one; else it is asked for."
    )
    _common(rekey, "encryption:rekey")


def _site_commands(commands: _Commands) -> None:
    site = commands.add_parser("site", help="Keep a site: offices, workers, calendar, codes, parameters.")
    which = site.add_subparsers(
        dest="action", metavar="begin|check|load|cases|show", required=True, parser_class=_Parser
    )
    for name, help_, json in (
        ("begin", "Write a folder to fill in.", False),
        ("check", "Check a folder without a store.", True),
        ("load", "Load a folder into the store: all of it, or nothing.", True),
    ):
        made = which.add_parser(name, help=help_)
        made.add_argument("folder", metavar="DIR", help="The folder of the site.")
        made.add_argument("--agency", metavar="AGENCY", help="Whose site; else the first agency's.")
        if name == "load":
            made.add_argument("--dry-run", action="store_true", help="Only say what it would change.")
            made.add_argument("--as", dest="worker", metavar="WORKER", help="Who loads it.")
        _common(made, f"site:{name}", json=json)
    made = which.add_parser("cases", help="Take over cases that were worked elsewhere: all, or nothing.")
    made.add_argument("files", metavar="FILE", nargs="+", help="People and cases, as a scenario gives them.")
    made.add_argument("--agency", metavar="AGENCY", help="Whose cases; else the first agency's.")
    made.add_argument("--dry-run", action="store_true", help="Only say what is wrong, or how many they are.")
    made.add_argument("--as", dest="worker", metavar="WORKER", help="Who takes them over.")
    _common(made, "site:cases")
    shown = which.add_parser("show", help="What a site may say, and what this one says.")
    shown.add_argument("--agency", metavar="AGENCY", help="Whose site; else the first agency's.")
    _common(shown, "site:show")


def _protected_commands(commands: _Commands) -> None:
    protected = commands.add_parser("protected", help="Prints of protected data, until they are destroyed.")
    which = protected.add_subparsers(
        dest="action", metavar="list|destroy", required=True, parser_class=_Parser
    )
    listed = which.add_parser("list", help="The prints that are not destroyed, and how old they are.")
    listed.add_argument("--all", action="store_true", help="Those that were destroyed too.")
    _common(listed, "protected:listed")
    gone = which.add_parser("destroy", help="Record that a print was destroyed; on practice stores.")
    gone.add_argument("print", type=int, metavar="NUMBER", help="The print, as `list` numbers it.")
    gone.add_argument("--how", required=True, metavar="HOW", help="How: shredded, burned, file erased.")
    gone.add_argument("--as", dest="worker", required=True, metavar="WORKER", help="Who destroyed it.")
    _common(gone, "protected:destroy")


def _practice_commands(commands: _Commands) -> None:
    practice = commands.add_parser("practice", help="Make up a caseload of any size.")
    which = practice.add_subparsers(dest="action", metavar="generate", required=True, parser_class=_Parser)
    made = which.add_parser(
        "generate",
        help="Make a practice store with a made-up caseload, facts of the federal report included.",
    )
    made.add_argument("--cases", type=int, required=True, metavar="N", help="How many cases.")
    made.add_argument("--seed", type=int, default=1, metavar="S", help="Another seed, other cases; else 1.")
    made.add_argument("--name", help="What the store is called on its screens.")
    _on(made, "Its business date; else today.")
    made.add_argument("--agency", metavar="AGENCY", help="Whose cases; else the first agency's.")
    made.add_argument(
        "--beside",
        action="append",
        default=[],
        metavar="AGENCY",
        help="Another agency with its practice subjects, such as federal; once for each.",
    )
    made.add_argument(
        "--no-steps",
        action="store_true",
        help="Without next steps: WORK is empty, and it takes half the time.",
    )
    _encrypted(made)
    _common(made, "stores:generate")


class _PrintFormat(argparse.Action):
    """`--format` of a print, or `--pdf` alone: `pdf` is true where it names that."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option: Any = None) -> None:
        namespace.format = values or "pdf"
        namespace.pdf = namespace.format == "pdf"


def _out(made: argparse.ArgumentParser, *also: str, help_: str = "") -> None:
    """`--out FILE`: where a command writes what it would print; `also` are former names.

    `-` is standard output, given as an empty name.
    """
    says = help_ or "Where to write it; otherwise, or with -, standard output."
    made.add_argument("--out", *also, dest="out", metavar="FILE", type=_not_standard_output, help=says)


def _store(name: str) -> str:
    if not name.strip():
        raise CommandError("CS-301", fault="--store is empty; name a store or leave it out", command="cstui")
    return name


def _not_standard_output(name: str) -> str:
    return "" if name in {"-", "/dev/stdout"} else name


def _format(made: argparse.ArgumentParser, *forms: str, help_: str = "") -> None:
    """`--format FORM`: in which of the forms a command gives out what it makes; the first if left out."""
    says = help_ or f"{', '.join(forms[:-1])} or {forms[-1]}."
    made.add_argument("--format", choices=forms, default=forms[0], help=says)


def _backups(made: argparse.ArgumentParser) -> None:
    for name in ("backups", "keep"):
        setting = BY_NAME[name]
        metavar = "RULE" if name == "keep" else "DIR"
        made.add_argument(f"--{name}", metavar=metavar, help=f"{setting.help} Else {setting.variable}.")


def _encrypted(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--encrypted", action="store_true", help="Encrypt it with a passphrase, which is asked for."
    )


def _on(made: argparse.ArgumentParser, help_: str) -> None:
    """`--on DATE`: the business date that a command is about; `--date` is its former name."""
    made.add_argument("--on", "--date", dest="on", metavar="DATE", help=help_)


def _as_viewer(made: argparse.ArgumentParser) -> None:
    """`--as WORKER`: a practice store is read as the worker's role is shown it."""
    made.add_argument(
        "--as", dest="viewer", metavar="WORKER", help="As this worker sees it; on practice stores."
    )


def _of_agency(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--agency", metavar="AGENCY", help="Whose; else the worker's, else the first that it fits."
    )


def _common(made: argparse.ArgumentParser, run: str, *, json: bool = True) -> None:
    hidden = argparse.SUPPRESS
    made.add_argument("--store", metavar="STORE", type=_store, default=hidden, help=hidden)
    made.add_argument("--key-file", metavar="FILE", default=hidden, help=hidden)
    if json:
        made.add_argument("--json", action="store_true", help="JSON as docs/json.md describes it.")
    made.set_defaults(run=run)
