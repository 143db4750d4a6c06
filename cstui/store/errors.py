"""What can be wrong with a store, each with its id, one line, and the way out."""

from __future__ import annotations

from cstui.errors import WordedError

_TEXTS: dict[str, tuple[str, str]] = {
    "CS-201": (
        "The store is busy, another entry is being saved: {name}",
        "Wait a moment and press the key again; what you typed is still here.",
    ),
    "CS-202": (
        "The store cannot be written, it is read-only: {what}",
        "Give yourself write permission on the file and its folder, or name a copy of it, made with its "
        "-wal, by --store.",
    ),
    "CS-203": (
        "The store is of an older version ({found}, cstui needs {needed}): {name}",
        "Run `cstui store upgrade`; it makes a backup beside the store first.",
    ),
    "CS-204": (
        "The store is of a newer version ({found}, cstui knows {needed}): {name}",
        "Install the newer cstui that made it, or open another store with --store.",
    ),
    "CS-205": (
        "This is not a cstui store: {name}",
        "Check the path; `cstui store create` makes a new store under a name that is not taken.",
    ),
    "CS-206": (
        "There is no store here: {name}",
        "Check the path given by --store or CSTUI_STORE, or make it with `cstui store create`.",
    ),
    "CS-207": (
        "The store lies on a network file system ({kind}): {name}",
        "Put the store on a local disk, or use a PostgreSQL store for several computers.",
    ),
    "CS-208": (
        "The store is damaged, {what}: {name}",
        "`cstui store restore BACKUP` puts back a backup.",
    ),
    "CS-209": (
        "There is something already, nothing was changed: {name}",
        "Open it, or create the new store under another name.",
    ),
    "CS-210": (
        "{what} was changed by someone else in the meantime",
        "Press F5 to see it as it is now, then make your entry again.",
    ),
    "CS-211": (
        "The store could not save, {what}: {name}",
        "Free space on the disk or repair it; nothing of this entry was saved.",
    ),
    "CS-212": (
        "The store's server does not answer ({what}): {name}",
        "Check the store URL and that the PostgreSQL server runs, then try again.",
    ),
    "CS-213": (
        "The store refuses {what}: it breaks a rule of the tables",
        "Check the numbers that the entry refers to; nothing was saved.",
    ),
    "CS-214": (
        "The store was not upgraded, {what}: {name}",
        "The store is as it was. Keep it and the backup beside it, and report this message.",
    ),
    "CS-215": (
        "The store needs the agency {what}, which is not installed: {name}",
        "Install the package of that agency beside cstui, then open the store again.",
    ),
    "CS-216": (
        "A night is already running in this store: {name}",
        "Wait until it is over; run `cstui nightly` again if the business date has not moved then.",
    ),
    "CS-217": (
        "The store's server fell silent while an entry was being saved: {name}",
        "Look in the log whether the entry is there, before you make it again.",
    ),
    "CS-218": (
        "The store is not the one that was opened, {what}: {name}",
        "Nothing of this was saved. Leave: EXIT keeps what you typed as a draft. Put the store back, by "
        "`cstui store restore BACKUP` where it is not whole, and begin again.",
    ),
    "CS-219": (
        "A PostgreSQL store is backed up by its server: {name}",
        "Run `pg_dump --format=custom --file=FILE DATABASE`; `pg_restore --clean` puts it back.",
    ),
    "CS-220": (
        "This store is not whole ({count}; {fault}): {name}",
        "Nothing was made or changed. `cstui --store FILE store verify` names every fault; "
        "use an earlier backup.",
    ),
    "CS-221": (
        "The store is open elsewhere, nothing was changed: {name}",
        "Close every desk and night that works in it, then give the command again.",
    ),
    "CS-222": (
        "The store URL cannot be used, {fault}: {name}",
        "Write postgresql://USER@HOST/DATABASE, or the path of a file.",
    ),
    "CS-240": (
        "Role {role} is not shown {what}",
        "Ask somebody whose role is shown it; docs/roles.md lists screens and acts by role.",
    ),
    "CS-223": (
        "The store was changed while it was read: {name}",
        "Do it again; where somebody works in the store, read it where you may write its folder.",
    ),
    "CS-224": (
        "The store is encrypted, and no key was given: {name}",
        "Give its passphrase when you are asked, or name a private file that holds it by --key-file. "
        "A store that was never encrypted is damaged: `cstui store restore BACKUP` puts back a backup.",
    ),
    "CS-225": (
        "The key does not open the store, or the store is damaged: {name}",
        "Try the passphrase again; after `cstui store rekey` an older backup still has the former one. "
        "With the right one, the file is damaged: `cstui store restore BACKUP` puts back a backup.",
    ),
    "CS-226": (
        "An encrypted store needs SQLCipher, which is not installed here: {name}",
        "Install the extra `cipher` of cstui (`pip install 'cstui[cipher]'`), then open the store again.",
    ),
    "CS-227": (
        "The key file cannot be used, {fault}: {name}",
        "Write the passphrase alone into a file of your own, and run `chmod 600` on it.",
    ),
    "CS-228": (
        "A store cannot be encrypted with this passphrase: {fault}",
        "Choose 15 characters or more, such as five words that do not belong together.",
    ),
    "CS-230": (
        "There is no folder for backups of this store: {name}",
        "Name a file, or a folder by --backups or in the variable CSTUI_BACKUPS.",
    ),
    "CS-231": (
        "{what} is not a rule for backups",
        "Write how many daily, weekly and monthly ones are kept, such as `7d 5w 12m`.",
    ),
    "CS-229": (
        "The system keyring cannot be used: {fault}",
        "Type the passphrase when you are asked, or name a private file that holds it.",
    ),
}

_CAUSES: dict[str, str] = {
    "CS-201": "Entries are saved one after the other. Another desk, or the nightly run, was saving longer "
    "than this one waits.",
    "CS-202": "The file, or the folder in which it keeps its journal, may not be written by you.",
    "CS-203": "It was made by an earlier cstui; its tables are not those that this one writes.",
    "CS-204": "It was made by a later cstui; this one does not know all of its tables.",
    "CS-205": "The file is something else: it does not carry the mark of a cstui store.",
    "CS-206": "Nothing has this name. Only the practice store in the data folder is made by itself.",
    "CS-207": "Several computers writing over a network file system can spoil a store without any error.",
    "CS-208": "The file begins like no readable store, or its pages contradict each other.",
    "CS-209": "A new store never takes the place of a file that is there.",
    "CS-210": "Two people, or the nightly run, worked on the same record.",
    "CS-211": "The disk refused the write; it may be full or failing.",
    "CS-212": "The PostgreSQL server is not running, cannot be reached, or refuses the name.",
    "CS-213": "The tables hold rules of their own, as a last guard against an entry that makes no sense.",
    "CS-214": "A step of the upgrade failed, and the whole upgrade was taken back.",
    "CS-215": "The store holds offices of an agency that comes with a package of its own.",
    "CS-216": "Somebody else started the nightly run, and two at once would be in each other's way. One that "
    "was cut off does not count.",
    "CS-217": "The server stopped, or the connection broke, before it said whether the entry was saved.",
    "CS-218": "Its file was removed, replaced or written over while it was open. What is entered now would "
    "go into a file that nobody finds again.",
    "CS-219": "The server's own tools copy a database while others write in it; cstui copies files.",
    "CS-220": "A backup is proven before it gets its name, and again before it takes the place of a store.",
    "CS-221": "Whoever has the store open would write on into the file that is put aside.",
    "CS-222": "A word of it that is not known would be passed over in silence, or refused by the server.",
    "CS-240": "What a screen or a command shows is one thing, and each role is shown some of them.",
    "CS-223": "It is read-only here and has no log, so it is read without locks. Somebody wrote meanwhile.",
    "CS-224": "Without its key an encrypted store is random bytes to everybody, this program too.",
    "CS-225": "Every page of an encrypted store is sealed with the key. Where a seal does not fit, "
    "nobody can tell whether the key is another one or the page was changed.",
    "CS-226": "SQLCipher, which reads and writes encrypted stores, is not a part of every installation.",
    "CS-227": "Who reads the key file can read the store, so it must be a plain file that only you read.",
    "CS-228": "Whoever has a copy of the file can try passphrases without end; a short one is found.",
    "CS-230": "Backups that are kept by a rule lie in one folder, which nobody has named.",
    "CS-231": "The rule has three numbers, each with its letter: d for daily, w for weekly, m for monthly.",
    "CS-229": "No keyring runs in this session, it is locked, or it refused.",
}


class StoreError(WordedError):
    """A store that cannot be used as asked; `cause` says why, `values` what its message was filled with."""

    texts = _TEXTS

    def __init__(self, rule: str, **values: str) -> None:
        super().__init__(rule, **values)
        self.values = values
        self.cause = _CAUSES[rule]


class StaleRecord(StoreError):  # noqa: N818  (the name that acts and screens use)
    """A record is not in the version that the change was decided on; nothing of the act was saved."""

    def __init__(self, what: str) -> None:
        super().__init__("CS-210", what=what)
