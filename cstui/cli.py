"""The command line. `cstui` alone opens the desk; every import of weight waits for its command.

A command is a function `run(options, paper) -> exit status` in `cstui.commandline`; the parser
names it by module and name, so that `--help` and `--version` load neither Textual nor SQLModel.
Errors are one line `ID message` and a line with the way out on stderr: status 1 for what is
refused, 2 for a command written wrongly, 3 where something was done and the command could not say so.
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

from cstui import lasting
from cstui.clock import system_clock
from cstui.commandline.faults import TELLS_ALL, CommandError
from cstui.commandline.key_entry import KeyDoor
from cstui.commandline.paper import Paper, read_anywhere, shortened
from cstui.commandline.parser import parser
from cstui.content import ContentError
from cstui.errors import WordedError

Clock = Callable[[], datetime]


def main(arguments: Sequence[str] | None = None, *, clock: Clock = system_clock) -> int:
    """Run one command; answers its exit status."""
    lasting.begin()
    read_anywhere()
    status = _run(arguments, clock)
    try:
        sys.stdout.flush()
    except OSError as fault:
        return _unread() if isinstance(fault, BrokenPipeError) else _full(fault)
    return status


def _run(arguments: Sequence[str] | None, clock: Clock) -> int:
    try:
        options = _parsed(arguments)
        options.clock = clock
        options.keys = KeyDoor(getattr(options, "key_file", None))
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
        if done := lasting.told():
            _refuse(CommandError("CS-320", what=done, again="what is named is done"))
        return 130
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else 0
    except OSError as fault:
        if fault.filename is not None and fault.errno in (errno.ENAMETOOLONG, errno.ELOOP):
            return _refuse(CommandError("CS-311", what=fault.filename, fault=fault.strerror))
        return _full(fault) if _is_full(fault) else _fault_of_our_own()
    except Exception:  # noqa: BLE001 - the outermost edge of every command: logged with its trace, and said
        return _fault_of_our_own()
    return status


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options; `key=value` may stand before and after options of `do`."""
    for one in sys.argv[1:] if arguments is None else arguments:
        if not one.isprintable() and not one.encode(errors="replace").decode() == one:
            raise CommandError("CS-329", shown=shortened(ascii(one)))
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
    """End quietly where nothing was done: nobody reads what is left. The status is that of SIGPIPE."""
    _leave_unwritten()
    return _unsaid("nobody reads it") or 128 + 13


def _unsaid(why: object) -> int:
    """Say what was done where the output cannot; 0 where nothing was done."""
    done = lasting.told()
    return _refuse(CommandError("CS-328", fault=why, done=done)) if done else 0


def _is_full(fault: OSError) -> bool:
    """Whether standard output could not be written, as on a full disk, or because it is closed.

    Faults of files name their file, or were worded where the file was written.
    """
    return fault.filename is None and fault.errno in (
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF,
    )  # fmt: skip


def _full(fault: OSError) -> int:
    _leave_unwritten()
    why = fault.strerror or fault
    return _unsaid(why) or _refuse(CommandError("CS-327", fault=why))


def _leave_unwritten() -> None:
    """Send what standard output still holds nowhere, so that Python's own end does not fail at it."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refuse(fault: WordedError) -> int:
    """Say what is wrong, and what the command had done to the log before, where it does not say so itself."""
    more = (
        [f"Done before it: {lasting.told()}."] if lasting.is_logged() and fault.rule not in TELLS_ALL else []
    )
    _say(str(fault), fault.remedy, *more)
    return fault.status


def _say(message: str, *more: str) -> None:
    from cstui.cells import clean

    with suppress(OSError):  # nobody reads standard error
        lines = [shortened(clean(message)), *(f"  {shortened(clean(one))}" for one in more)]
        print(*lines, sep="\n", file=sys.stderr, flush=True)


def _fault_of_our_own() -> int:
    import logging

    from cstui.commandline.logs import log_to_file

    place = log_to_file()
    logging.getLogger("cstui").exception("a command met a fault")
    fault, done = type(sys.exc_info()[1]).__name__, lasting.told()
    return _refuse(CommandError("CS-334" if done else "CS-333", fault=fault, done=done, log=place))
