"""Bytes that no keyboard sends: none ends the desk, and a signal ends it in order after them.

`bytes` reads them as the desk's terminal does, in this process, thousands a second; `bytes at the desk` sends
them to a desk in a pseudo-terminal, and then ends it.
"""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cstui.desk.sequences import KeyParser, bytes_reader, install
from cstui.scenario.practice import create_practice_store
from tests.attacks.attack import Tally, attack
from tests.kernel.terminal.typist import DESK, Typist, signed_on

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
CASE = "17000101"
AT_A_DESK = 50
"""Inputs that one desk gets."""
INPUTS = (
    *(b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[97;1;55296u", b"\x1b[97:65;5u", b"\x1b[57441u", b"\x1b[;u"),
    *(b"\x1b[:::u", b"\x1b[" + b"9" * 40 + b"u", b"\x1b[1;99999999999999u", b"\x1b[99999999999999999999u"),
    *(b"\x1b[<0;10;10M", b"\x1b[<0;10;10m", b"\x1b[<99999999999;-5;3M", b"\x1b[M   ", b"\x1b[M\x80\xff\xe9"),
    *(b"\x1b[32;10;10M", b"\x1b[-1;-1;-1M", b"\x1b[<64;5;5M", b"\x1b[<35;999999;999999M"),
    *(b"\x1b[200~pasted\x1b[201~", b"\x1b[200~never over", b"\x1b[201~", b"\x1b[200~\0\x1b[A\x1b[201~"),
    *(b"\x1b[48;24;80;480;800t", b"\x1b[48;99999;99999;0;0t", b"\x1b[48;24;80;0;0t", b"\x1b[?2048;1$y"),
    *(b"\x1b[1;5R", b"\x1b]0;title\x07", b"\x1b]0never over", b"\x1bP>|x\x1b\\", b"\x1b[I", b"\x1b[O"),
    *(b"\xc0\xaf", b"\xf5\x80\x80\x80", b"\xed\xa0\x80", b"\xe2\x80", b"\0\0", b"\xe9\xe8", b"\xff" * 9),
    *(
        b"\x1bOP",
        b"\x1b[15~",
        b"\x1b[25~",
        b"\r",
        b"\t",
        b"abc",
        b"\x1b",
        b"\x1b[",
        b"\x7f",
        "日é🙂".encode(),
    ),
)
ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def mutated(chance: Random) -> bytes:
    """Some of the inputs one after the other, half of them changed; or bytes at random."""
    return b"".join(_one(chance) for _ in range(chance.randrange(1, 8)))


def _one(chance: Random) -> bytes:
    if chance.random() < 0.2:
        return chance.randbytes(chance.randrange(1, 24))
    found = bytearray(chance.choice(INPUTS))
    at = chance.randrange(len(found))
    match chance.randrange(6):
        case 0:
            found[at] = chance.randrange(256)
        case 1:
            del found[at:]
        case 2:
            found[at:at] = chance.choice((b"9" * chance.randrange(1, 30), b";", b":", b"\x1b", b"\0"))
    return bytes(found)


@attack("bytes", loss="a fault of the reading, or an x that is not read after them", tries=10_000, short=300)
def read_bytes(chance: Random, tries: int, folder: Path) -> Tally:
    install()
    tally = Tally()
    events = 0
    for _ in range(tries):
        whole = data = mutated(chance)
        parser, reader = KeyParser(), bytes_reader("utf-8")()
        tally.tries += 1
        try:
            while data:
                count = chance.randrange(1, 12)
                text = reader.decode(data[:count])
                events += sum(1 for _ in parser.feed(text)) if text else 0
                data = data[count:]
            ends = ("\x07", "\x1b\\", "~", "\x1b[201~", "\x1b[201~", "~~~~", "x")
            last = [event for end in ends for event in parser.feed(end)]
            if not last or getattr(last[-1], "character", "") != "x":
                tally.lost(f"{whole!r}: x is not read any more: {last[-3:]}")
        except Exception as fault:  # noqa: BLE001 - what is looked for
            tally.lost(f"{whole!r}: {type(fault).__name__}: {fault}")
    tally.counts = {"events": events}
    return tally


@attack(
    "bytes at the desk",
    loss="a desk that ended by itself, or not as the signal that ended it says",
    tries=200,
    short=1,
)
def bytes_at_the_desk(chance: Random, tries: int, folder: Path) -> Tally:
    """Each try is a desk that gets inputs between keys, and is then ended by a signal."""
    golden, store = folder / "golden.db", folder / "s.db"
    create_practice_store(golden, clock=lambda: MOMENT, start=MOMENT.date()).close()
    tally = Tally()
    inputs = faults = 0
    for turn in range(tries):
        data, sign = folder / f"data{turn}", chance.choice(ENDS)
        place = {"XDG_DATA_HOME": str(data), "CSTUI_SETTINGS": str(folder / "none.toml"), "HOME": str(folder)}
        store.write_bytes(golden.read_bytes())
        tally.tries += 1
        with Typist([*DESK, "--store", str(store)], environment=place) as worker:
            signed_on(worker)
            worker.type("home", f"CONT {CASE}", "enter")
            worker.wait("CONT", CASE)
            sent = b""
            for _ in range(AT_A_DESK):
                sent += (one := mutated(chance))
                worker.send(one)
                worker.quiet(0.01)
                inputs += 1
                if ended := _ended(worker):
                    tally.lost(f"desk {turn} ended by itself, {ended}: {sent[-200:]!r} {_log(data)[-500:]}")
                    break
            else:
                os.kill(worker.pid, sign)
                status = worker.ends()
                if status != 128 + sign:
                    tally.lost(f"desk {turn}: status {status} after {sign.name}: {_log(data)[-500:]}")
                faults += _log(data).count("Traceback")
    tally.counts = {"inputs": inputs, "faults in the log": faults}
    return tally


def _ended(worker: Typist) -> str:
    done, status = os.waitpid(worker.pid, os.WNOHANG)
    if not done:
        return ""
    worker.status = os.waitstatus_to_exitcode(status)
    return f"status {worker.status}"


def _log(data: Path) -> str:
    log = data / "cstui" / "cstui.log"
    return log.read_text() if log.exists() else ""
