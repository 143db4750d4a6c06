"""The command line. `cstui` alone opens the desk; every import of weight waits for its command.

A command is a function `run(options, paper) -> exit status` in `cstui.commandline`; the parser
names it by module and name, so that `--help` and `--version` load neither Textual nor SQLModel.
Errors are one line `ID message` and a line with the way out on stderr: status 1 for what is
refused, 2 for a command written wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module

from cstui.clock import system_clock
from cstui.commandline.faults import CommandError
from cstui.commandline.parser import parser
from cstui.content import ContentError
from cstui.errors import WordedError

Clock = Callable[[], datetime]


def main(arguments: Sequence[str] | None = None, *, clock: Clock = system_clock) -> int:
    """Run one command; answers its exit status."""
    try:
        options = _parsed(arguments)
        options.clock = clock
        module, _, name = getattr(options, "run", "work:desk").partition(":")
        run = getattr(import_module(f"cstui.commandline.{module}"), name)
        from cstui.commandline.paper import Paper

        status: int = run(options, Paper())
        sys.stdout.flush()
    except WordedError as fault:
        return _refuse(fault)
    except ContentError as fault:
        return _refuse(CommandError("CS-307", fault=fault))
    except BrokenPipeError:  # the reader went away, as `head` does
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001 - the outermost edge of every command: logged with its trace, and said
        return _fault_of_our_own()
    return status


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options; `key=value` may stand before and after options of `do`."""
    options, left = parser(arguments).parse_known_args(arguments)
    if options.command == "do":
        options.inputs += [word for word in left if not word.startswith("-") and "=" in word]
        left = [word for word in left if word not in options.inputs]
    if left:
        named = (options.command, getattr(options, "action", None))
        command = " ".join(["cstui", *(one for one in named if one)])
        raise CommandError("CS-301", fault=f"{' '.join(left)} is not understood here", command=command)
    return options


def _refuse(fault: WordedError) -> int:
    _say(str(fault), fault.remedy)
    return fault.status


def _say(message: str, remedy: str) -> None:
    from cstui.cells import clean

    print(clean(message), f"  {clean(remedy)}", sep="\n", file=sys.stderr)


def _fault_of_our_own() -> int:
    import logging

    from cstui.commandline.logs import log_to_file

    place = log_to_file()
    logging.getLogger("cstui").exception("a command met a fault")
    _say(
        f"CS-099 cstui met a fault of its own: {type(sys.exc_info()[1]).__name__}. Nothing was written.",
        f"Try again; if it comes back, report it with what {place} says.",
    )
    return 1
