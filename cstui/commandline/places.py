"""Opening what a command works on: the workplace of its store, dates and workers as they were typed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from cstui import lasting
from cstui.acts.accounts import Accounts, Tried
from cstui.acts.registry import act_named
from cstui.agency import Manifest, UnknownAgencyError, find, installed
from cstui.commandline import secrets
from cstui.commandline.faults import CommandError, FoundError, nearest
from cstui.policy.rulebook import Rulebook
from cstui.policy.viewer import Viewer
from cstui.store import reads
from cstui.workplace import Workplace, open_workplace

if TYPE_CHECKING:
    from cstui.desk.agency_desk import NumberShape


@contextmanager
def workplace(options: Namespace, *, by_system: bool = False, asks: bool = True) -> Iterator[Workplace]:
    """The workplace of the store that is meant; the user's own practice store is made at its first use.

    It runs by the rules of the agency for whose offices it works. A store that asks for passwords is worked
    in by whoever signs on, and shows what he or she is shown. A command that is done `by_system` without a
    terminal asks nobody then, and one without `asks` never does.
    """
    place = open_workplace(options.store, options.clock, options.keys)
    try:
        if asks and not (by_system and not secrets.on_terminal()):
            try:
                _sign_on(place, options)
            finally:
                lasting.begin()  # what the log says of a sign-on is nothing that the command did
        agency = _agency(place, options)
        if agency.name != place.rules.agency:
            place = place.at(agency.name)
        if number := getattr(options, "number", None):
            options.number = _full(agency, number)
        if viewer := getattr(options, "viewer", None):
            place.store.viewer = _viewer(place, viewer)
        yield place
    finally:
        place.store.close()


def _viewer(place: Workplace, number: str) -> Viewer:
    """The worker as whom a practice store is read; FoundError CS-120 for one that it does not know."""
    refuse_live(place, **{"as": number})
    with place.store.read() as session:
        found = reads.viewer_of(session, number)
    if found is None:
        raise FoundError(place.rules.finding("CS-120", "worker", value=number))
    return found


def _sign_on(place: Workplace, options: Namespace) -> None:
    """Have a worker sign on where the store asks for it: then the command is his or hers.

    FoundError for what is wrong with number, password or code; CommandError CS-305 where a first password
    waits to be changed, CS-335 without a terminal.
    """
    accounts = Accounts(place.store, place.rules, place.clock)
    if not accounts.asked:
        return
    on, acts = place.business_date(), options.command != "report"  # there --worker says whose cases
    number = (acts and getattr(options, "worker", None)) or secrets.asked("Worker", hidden=False)
    password = secrets.asked("Password")
    came = accounts.sign_on(number, password, on=on, by="command line")
    if isinstance(came, Tried) and came.proven is not None:
        code = secrets.asked("Code", hidden=False)
        came = accounts.sign_on(number, password, code=code, proven=came.proven, on=on, by="command line")
    if isinstance(came, Tried):
        raise FoundError(came.finding)
    if came.first is not None:
        raise CommandError("CS-305", worker=came.worker.number)
    with place.store.read() as session:
        place.store.viewer = reads.viewer_of(session, came.worker.number)
    if acts:
        options.worker = came.worker.number


def agency_named(name: str, command: str) -> Manifest:
    """The agency of that name; CommandError CS-301 for one that is not installed."""
    try:
        return find(name)
    except UnknownAgencyError:
        known = [agency.name for agency in installed()]
        fault = f"there is no agency {name}{nearest(name, known)}; there are {', '.join(known)}"
        raise CommandError("CS-301", fault=fault, command=command) from None


def _agency(place: Workplace, options: Namespace) -> Manifest:
    """Whose offices the command works for.

    The agency that --agency names, else the worker's, else the one that has the report or the act, or with
    whose prefix the number begins, or that alone has such numbers, else the store's first. CommandError
    CS-301 for one that is not held.
    """
    here = place.store.agencies
    if named := getattr(options, "agency", None):
        for agency in here:
            if agency.name == named:
                return agency
        names = [agency.name for agency in here]
        fault = f"store {place.info().name} holds no agency {named}{nearest(named, names)}; it holds "
        raise CommandError("CS-301", fault=fault + ", ".join(names), command=f"cstui {options.command}")
    if len(here) == 1:
        return here[0]
    if worker := getattr(options, "worker", None):
        with place.store.read() as session:
            viewer = reads.viewer_of(session, worker)
        return next((agency for agency in here if viewer and agency.name == viewer.agency), here[0])
    number, act = getattr(options, "number", None) or "", getattr(options, "act", None)
    if options.command == "report":
        return next((one for one in here if options.name in one.reports), here[0])
    if act:
        return next((one for one in here if act_named(act, one.name)), here[0])
    fits = [one for one in here if one.prefix and number.startswith(one.prefix)]
    if not fits:  # zeros that may be left out would make any number fit
        shapes = {one.name: _shape(one) for one in here}
        fits = [one for one in here if shapes[one.name].fits(f"{shapes[one.name].prefix}{number}")]
    return fits[0] if len(fits) == 1 else here[0]


def _full(agency: Manifest, number: str) -> str:
    """The number of a subject with what every one begins with, which need not be typed."""
    return _shape(agency).full(number)


def _shape(agency: Manifest) -> NumberShape:
    from cstui.desk.agency_desk import desk_of

    return desk_of(agency.name).subject


def typed_date(typed: str, today: date, option: str, command: str) -> date:
    """A date as the desk takes it (`T+7`, `MMDDYYYY`, `MM/DD/YYYY`, `mon`) or as `YYYY-MM-DD`."""
    from cstui.desk.dates import NoDate, NoSuchDay, Several, parse_date

    try:
        return parse_date(typed, today)
    except Several as several:
        fault = f"{option} {typed} is not clear; write {several.readings}"
    except NoDate:
        fault = f"{option} {typed} is not a date; write YYYY-MM-DD, MMDDYYYY or T+7"
    except NoSuchDay:
        fault = f"{option} {typed}: there is no such day"
    raise CommandError("CS-301", fault=fault, command=command)


def is_worker(session: reads.Reading, number: str) -> bool:
    """Whether the store knows a worker of that number."""
    return any(row.number == number for row in reads.workers(session))


def known_worker(session: reads.Reading, number: str, rules: Rulebook) -> str:
    """The number of a worker whom the store knows; FoundError CS-120 for any other."""
    if not is_worker(session, number):
        raise FoundError(rules.finding("CS-120", "worker", value=number))
    return number


def known_office(session: reads.Reading, code: str, command: str) -> str:
    """The code of an office that the store knows; CommandError CS-301 for any other."""
    if all(row.code != code for row in reads.offices(session)):
        raise CommandError("CS-301", fault=f"there is no office {code} in this store", command=command)
    return code


def refuse_live(place: Workplace, **options: object) -> None:
    """A live store takes no date from the command line."""
    info = place.info()
    given = [f"--{name}" for name, value in options.items() if value]
    if info.kind != "practice" and given:
        raise CommandError("CS-304", name=info.name, options=" and ".join(given))
