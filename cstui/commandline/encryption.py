"""`cstui store key`, `rekey`, `backups` and `rescue`: keys, and what is done in time and after a loss."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.commandline.shapes.stores import (
    BackupsOut,
    CopyOut,
    FaultOut,
    KeptBackupOut,
    KeyOut,
    RescueOut,
    SavedOut,
)
from cstui.settings import backups_folder, keep_rule, store_target
from cstui.store import keys
from cstui.store.engine import open_store, place_of, unlocked
from cstui.store.errors import StoreError


def key(options: Namespace, paper: Paper) -> int:
    """Whether the store is encrypted, and whether the system keyring keeps its passphrase."""
    place = place_of(store_target(options.store, os.environ))
    if options.forget:
        keys.forget(place)
        kept, encrypted = False, None
    else:
        with open_store(place.path or place.name, keys=options.keys) as store:
            if options.keep:
                if store.key is None:
                    raise CommandError(
                        "CS-301", fault="the store is not encrypted", command="cstui store key"
                    )
                store.key.keep(place)
            encrypted = store.secret is not None
        kept = keys.from_keyring(place) is not None
    out = KeyOut(place=place.name, encrypted=encrypted, kept=kept)
    if options.json:
        paper.json(out)
        return 0
    pairs = [("store", out.place), ("encrypted", {True: "yes", False: "no", None: ""}[out.encrypted])]
    pairs.append(("keyring", "keeps its passphrase" if out.kept else "does not keep a passphrase for it"))
    paper.pairs([(name, said) for name, said in pairs if said])
    return 0


def rekey(options: Namespace, paper: Paper) -> int:
    """Give the store another passphrase, or encrypt a plain one; what it was stays beside it."""
    from cstui.store.backup import change_key
    from cstui.store.engine import SCHEMA

    place = place_of(store_target(options.store, os.environ))
    old = unlocked(place, options.keys)[0] if place.path is not None and place.path.exists() else None
    new = options.keys.new(place, options.new_key_file)
    came = change_key(place.path or place.name, keys.given(old), new, at=options.clock())
    out = CopyOut(place=place.name, file=None, schema=came.schema, kept=str(came.kept))
    if options.json:
        paper.json(out)
        return 0
    paper.pairs([("store", out.place), ("version", out.schema), ("kept", out.kept)])
    how = "opens with the former passphrase" if old is not None else "is not encrypted"
    paper.wrapped(f"What is kept {how}: remove it, and older backups, when you trust the new one.")
    if keys.from_keyring(place) is not None:
        paper.wrapped("The keyring keeps a passphrase for it: run `cstui store key --keep`.", style="warning")
    if came.schema != SCHEMA:
        paper.line("It is of an older version: run `cstui store upgrade`.")
    return 0


def backups(options: Namespace, paper: Paper) -> int:
    """The backups of the store in the folder, newest first, and why each is kept."""
    from cstui.store.kept_backups import KeepRule, backups_in, remove_old

    place = place_of(store_target(options.store, os.environ))
    folder, rule = (
        backups_folder(options.backups, os.environ),
        KeepRule.of(keep_rule(options.keep, os.environ)),
    )
    if folder is None:
        raise StoreError("CS-230", name=place.name)
    if place.path is None:
        raise StoreError("CS-219", name=place.name)
    removed = remove_old(folder, place.path.name, rule) if options.remove else ()
    found = backups_in(folder, place.path.name, rule)
    shown = tuple(KeptBackupOut(file=str(f.file), at=f.at, bytes=f.bytes, kept=f.kept) for f in found)
    out = BackupsOut(folder=str(folder), rule=str(rule), backups=shown, removed=tuple(map(str, removed)))
    if options.json:
        paper.json(out)
        return 0
    paper.line(f"Rule {out.rule}, in {out.folder}")
    rows = [
        (f"{one.at:%m/%d/%Y %H:%M}", f"{one.bytes:>14,}", ", ".join(one.kept) or "goes", Path(one.file).name)
        for one in out.backups
    ]
    if rows:
        paper.table(("MADE", "BYTES", "KEPT AS", "FILE"), rows)
    else:
        paper.line("There is no backup of this store.")
    for file in out.removed:
        paper.line(f"Removed {file}")
    return 0


def rescue(options: Namespace, paper: Paper) -> int:
    """Save what can be read of a damaged store into a new one. Status 1 where that one does not hold."""
    from cstui.store.rescue import rescue as rescued

    came = rescued(Path(options.file), Path(options.new), keys=options.keys, at=options.clock())
    out = RescueOut(
        place=str(came.path),
        file=options.file,
        tables=tuple(SavedOut(table=one.name, saved=one.saved, lost=one.lost) for one in came.tables),
        faults=tuple(FaultOut(check=f.check, where=f.where, fault=f.fault) for f in came.faults),
    )
    if options.json:
        paper.json(out)
        return int(bool(out.faults))
    rows = [
        (f"{one.saved:>9,}", "        ?" if one.lost is None else f"{one.lost:>9,}", one.table)
        for one in out.tables
        if one.saved or one.lost != 0
    ]
    paper.table(("SAVED", "LOST", "TABLE"), rows)
    paper.line(f"Saved into {out.place}.", "bold")
    for fault in out.faults:
        paper.wrapped(f"{fault.check}: {fault.where}: {fault.fault}")
    if not out.faults:
        paper.line("It holds.", "good")
    return int(bool(out.faults))
