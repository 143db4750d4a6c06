"""The practice store: invented cases in several offices, brought to their state by performing acts.

The files in an agency's folder `practice` are written like scenarios, with dates relative to the start. Cases
are loaded on the day before the first act, and every act and every night from then on is real: log,
receipts and next steps are those of a store in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from cstui.acts.perform import Performer
from cstui.agency import Manifest, first
from cstui.clock import day_here
from cstui.content import ContentError, Source
from cstui.policy.records import Record
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.days import Days
from cstui.scenario.givens import FIRST_PERSON, Given
from cstui.scenario.play import PlayedClock, Player, load
from cstui.scenario.read import Step, StepReader, read_text
from cstui.scenario.shapes import GivenText
from cstui.store import keys
from cstui.store.engine import MEMORY, Store, create_store, making_encrypted, open_store, place_of
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey

PlacedStep = tuple[Source, Step]
_ReadPractice = tuple[Manifest, tuple[Record, ...], tuple[PlacedStep, ...]]


def create_practice_store(
    target: str | Path,
    *,
    clock: Callable[[], datetime],
    start: date | None = None,
    name: str = "PRACTICE",
    agencies: Sequence[Manifest] = (),
    key: StoreKey | None = None,
) -> Store:
    """Make the practice store at `target`, opened, with the practice cases of the `agencies` (the first).

    Its business date is `start`, which is today by `clock` where it is left out; both move on to the next
    day on which the first office is open. With a `key` it is encrypted. StoreError where the store cannot be
    made; ContentError, with file and line, where a practice file has an act that policy refuses.
    """
    agencies = tuple(agencies) or (first(),)
    numbers = count(FIRST_PERSON)
    start = start or day_here(clock())
    read = []
    for agency in agencies:
        given, steps, start = read_practice(start, agency, numbers, [one.name for one in agencies])
        read.append((agency, given, steps))
    anchor = min((step.on for *_, steps in read for _, step in steps), default=start) - timedelta(days=1)
    place = place_of(target)
    if place.path is not None and place.path.exists():
        raise StoreError("CS-209", name=place.name)
    at = clock()
    if place.path is not None and key is not None:
        with making_encrypted(
            place.path, key, name=name, business_date=anchor, at=at, agencies=agencies
        ) as making:
            _play(making, read, anchor, start)
        return open_store(place.path, keys=keys.given(key))
    # Built in memory and saved whole: one write to the disk instead of one an act.
    where = str(target) if place.server else MEMORY
    store = create_store(where, name=name, business_date=anchor, at=at, agencies=agencies, key=key)
    _play(store, read, anchor, start)
    if place.path is None:
        return store
    with store:
        store.save_to(place.path)
    return open_store(place.path)


def _play(store: Store, read: Iterable[_ReadPractice], anchor: date, start: date) -> None:
    """Load what is given into an empty store on the day before the first act, and perform the acts."""
    played = PlayedClock(anchor)
    players: list[tuple[Player, PlacedStep]] = []
    for agency, given, steps in read:
        rules = load_rulebook(agency.name)
        load(store, given, rules, anchor, played, "Loaded as a practice case.")
        player = Player(Performer(store, rules, played), played)
        players += [(player, placed) for placed in steps]
    for player, (source, step) in sorted(players, key=lambda one: one[1][1].on):
        player.pass_to(step.on)
        assert step.act is not None
        check = player.act(step, step.act)
        if not check.passed:
            raise ContentError(source.path, step.line, f"{check.what}: {check.found}")
    player.pass_to(start)


def read_practice(
    start: date,
    agency: Manifest | None = None,
    numbers: Iterator[int] | None = None,
    beside: Sequence[str] = (),
) -> tuple[tuple[Record, ...], tuple[PlacedStep, ...], date]:
    """The given records and the acts, by date, of an agency's practice cases; and `start`, on an open day.

    `numbers` are those that people get. `beside` names the agencies of the store: a file that stands beside
    another one is left out.
    """
    agency = agency or first()
    read = [(source, read_text(source, GivenText)) for source in agency.sources("practice")]
    files = [(source, text) for source, text in read if not text.beside or text.beside in beside]
    given = Given(agency, numbers)
    for source, text in files:
        given.add_offices(source, text, defaults=False)
    days = Days(given.days(start).next_open(start), given.days(start).hours, agency.name)
    for source, text in files:
        given.add_people(source, text, days)
    for source, text in files:
        given.add_records(source, text, days)
    steps = [(source, step) for source, text in files for step in StepReader(source, given, days).acts(text)]
    steps.sort(key=lambda placed: placed[1].on)
    return tuple(given.records), tuple(steps), days.starts
