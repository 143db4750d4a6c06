"""What can be wrong with a store, each with its id, one line, and the way out."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "CS-201": (
        "Store {name} is busy: another entry is being saved",
        "Wait a moment and press the key again; what you typed is still here.",
    ),
    "CS-202": (
        "Store {name} cannot be written: {what} is read-only",
        "Give yourself write permission on the file and its folder, or open another store with --store.",
    ),
    "CS-203": (
        "Store {name} is of an older version ({found}, this cstui needs {needed})",
        "Run `cstui store upgrade`; it makes a backup beside the store first.",
    ),
    "CS-204": (
        "Store {name} is of a newer version ({found}, this cstui knows {needed})",
        "Install the newer cstui that made it, or open another store with --store.",
    ),
    "CS-205": (
        "{name} is not a cstui store",
        "Check the path; `cstui store create` makes a new store under a name that is not taken.",
    ),
    "CS-206": (
        "Store {name} not found",
        "Check the path given by --store or CSTUI_STORE, or make it with `cstui store create`.",
    ),
    "CS-207": (
        "Store {name} lies on a network file system ({kind})",
        "Put the store on a local disk, or use a PostgreSQL store for several computers.",
    ),
    "CS-208": (
        "Store {name} is damaged or encrypted: {what}",
        "Open it with its key, or put back the last backup and run `cstui store verify`.",
    ),
    "CS-209": (
        "{name} is there already; nothing was changed",
        "Open it, or create the new store under another name.",
    ),
    "CS-210": (
        "{what} was changed by someone else in the meantime",
        "Press F5 to see it as it is now, then make your entry again.",
    ),
    "CS-211": (
        "Store {name} could not save: {what}",
        "Free space on the disk or repair it; nothing of this entry was saved.",
    ),
    "CS-212": (
        "Store server {name} does not answer: {what}",
        "Check the store URL and that the PostgreSQL server runs, then try again.",
    ),
    "CS-213": (
        "The store refuses {what}: it breaks a rule of the tables",
        "Check the numbers that the entry refers to; nothing was saved.",
    ),
    "CS-214": (
        "Store {name} was not upgraded: {what}",
        "The store is as it was. Keep the backup beside it and report this with `cstui store verify`.",
    ),
}


class StoreError(Exception):
    """A store that cannot be used as asked. `rule` is the id, `message` one line, `remedy` the way out."""

    def __init__(self, rule: str, **values: str) -> None:
        message, remedy = _TEXTS[rule]
        self.rule = rule
        self.values = values
        self.message = message.format(**values)
        self.remedy = remedy
        super().__init__(f"{rule} {self.message}")


class StaleRecord(StoreError):  # noqa: N818  (the name that acts and screens use)
    """A record is not in the version that the change was decided on; nothing of the act was saved."""

    def __init__(self, what: str) -> None:
        super().__init__("CS-210", what=what)


def rules() -> dict[str, tuple[str, str]]:
    """Every id with its message pattern and remedy, for the help text and the documentation."""
    return dict(_TEXTS)
