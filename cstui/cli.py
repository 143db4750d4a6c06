"""The command line. `cstui` alone opens the desk; every import of weight waits for its command.

A command is a function `run(options, paper) -> exit status` in `cstui.commandline`; the parser
names it by module and name, so that `--help` and `--version` load neither Textual nor SQLModel.
Errors are one line `ID message` and a line with the way out on stderr: status 1 for what is
refused, 2 for a command written wrongly.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module

from cstui.clock import system_clock
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper, read_anywhere
from cstui.commandline.parser import parser
from cstui.content import ContentError
from cstui.errors import WordedError

Clock = Callable[[], datetime]


def main(arguments: Sequence[str] | None = None, *, clock: Clock = system_clock) -> int:
    """Run one command; answers its exit status."""
    read_anywhere()
    status = _run(arguments, clock)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _unread()
    except OSError as fault:
        return _full(fault)
    return status


def _run(arguments: Sequence[str] | None, clock: Clock) -> int:
    try:
        options = _parsed(arguments)
        options.clock = clock
        module, _, name = getattr(options, "run", "work:desk").partition(":")
        run = getattr(import_module(f"cstui.commandline.{module}"), name)
        status: int = run(options, Paper())
    except WordedError as fault:
        return _refuse(fault)
    except ContentError as fault:
        return _refuse(CommandError("CS-307", fault=fault))
    except BrokenPipeError:  # the reader went away, as `head` does
        return _unread()
    except KeyboardInterrupt:
        return 130
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else 0
    except Exception as fault:  # noqa: BLE001 - the outermost edge of every command: logged with its trace, and said
        return _full(fault) if isinstance(fault, OSError) and _is_full(fault) else _fault_of_our_own()
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


def _unread() -> int:
    """End quietly: nobody reads what is left. The status is that of a program that SIGPIPE ended."""
    _leave_unwritten()
    return 128 + 13


def _is_full(fault: OSError) -> bool:
    """Whether standard output could not be written, as on a full disk.

    Faults of files name their file, or were worded where the file was written.
    """
    return fault.filename is None and fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def _full(fault: OSError) -> int:
    _leave_unwritten()
    return _refuse(CommandError("CS-327", fault=fault.strerror or fault))


def _leave_unwritten() -> None:
    """Send what standard output still holds nowhere, so that Python's own end does not fail at it."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refuse(fault: WordedError) -> int:
    _say(str(fault), fault.remedy)
    return fault.status


def _say(message: str, remedy: str) -> None:
    from cstui.cells import clean

    with suppress(OSError):  # nobody reads standard error
        print(clean(message), f"  {clean(remedy)}", sep="\n", file=sys.stderr, flush=True)


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
