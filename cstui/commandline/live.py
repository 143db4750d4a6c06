"""`cstui store create --live`: a store for real work, with its site, its first administrator, and no case."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from cstui.acts import accounts
from cstui.acts.perform import Performer
from cstui.acts.site import LoadSite
from cstui.agency import Manifest
from cstui.clock import day_in
from cstui.commandline import secrets
from cstui.commandline.faults import CommandError, FoundError
from cstui.commandline.paper import Paper, counted
from cstui.commandline.site import LOADER, all_found, found_in, read_folder
from cstui.policy.effects import Refused
from cstui.policy.facts import Staff, StoreFacts
from cstui.policy.roles import ADMINISTRATOR
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.store import drivers
from cstui.store.engine import Store, create_store, making_encrypted, open_store, place_of
from cstui.store.errors import StoreError
from cstui.store.keys import given


def create(options: Namespace, target: str | Path, agency: Manifest, paper: Paper) -> Store:
    """Make a live store at `target`, opened: checked before anything is asked, whole or not at all."""
    rules, place = load_rulebook(agency.name), place_of(target)
    if place.path is not None and place.path.exists():
        raise StoreError("CS-209", name=place.name)
    read = read_folder(options.site, agency, rules)
    at: datetime = options.clock()
    on = day_in(at, agency.zone)
    checked = all_found(read, read.act.decide(StoreFacts(staff=Staff(agency=agency.name)), rules, on, LOADER))
    if isinstance(checked, Refused):
        found_in(checked, paper)
        raise CommandError("CS-310", count=counted(len(checked.findings), "fault"), what=options.site)
    number = options.administrator
    if not any(one.number == number and one.role == ADMINISTRATOR for one in read.act.workers):
        raise CommandError("CS-345", number=number)
    if place.path is not None and drivers.CIPHER not in drivers.available():
        raise StoreError("CS-226", name=place.name)
    password = secrets.asked_twice(f"First password of {number}")
    first = next(one for one in read.act.workers if one.number == number)
    if faults := accounts.new_faults(load_rulebook(), password, first.record(agency.name), (), on):
        raise FoundError(*faults)
    name = options.name or agency.name.upper()
    if place.path is None:
        store = create_store(target, name=name, business_date=on, kind="live", at=at, agencies=(agency,))
        _begin(store, read.act, number, password, rules, on, at)
        return store
    key = options.keys.new(place, options.keys.file)
    with making_encrypted(
        place.path, key, name=name, business_date=on, kind="live", at=at, agencies=(agency,)
    ) as making:
        _begin(making, read.act, number, password, rules, on, at)
    return open_store(place.path, keys=given(key))


def _begin(
    store: Store, site: LoadSite, number: str, password: str, rules: Rulebook, on: date, at: datetime
) -> None:
    """Load the site, and give the first administrator an account. FoundError for an unfit password."""
    came = Performer(store, rules, lambda: at).perform(site, actor=LOADER, on=on)
    assert not isinstance(came, Refused)
    with store.write() as session:
        faults = accounts.open_account(session, number, password, by=LOADER, on=on, at=at, must_change=False)
        if faults:
            raise FoundError(*faults)
