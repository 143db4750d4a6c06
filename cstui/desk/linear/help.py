"""What the line-by-line desk says of itself."""

from __future__ import annotations

from cstui.desk.agency_desk import desk_of

HELP_WORDS = "HELP WORDS tells how to type here."

HINTS: tuple[str, ...] = (
    "NAME=VALUE keys a field, 3 X keys a row, an empty line sends what is keyed, SEND hands in always.",
    "READ reads the whole screen, WHERE says where you are, HELP explains, HELP WORDS tells all words.",
)

_WORDS: tuple[str, ...] = (
    "Every line is a command as on the desk, or an entry. Nothing is sent until you send it.",
    "COMMANDS",
    "{opens}/NAME searches, F3 or EXIT goes back. KEYS lists all.",
    "ENTRIES",
    'DATE=T+8 keys a field; DATE T+8 does too. DATE=T+8 TIME=0900 keys two. WHY="" empties one.',
    "3 X keys X before row 3; 1 K 2 F keys two rows; 3 ACTION=K REF=Y keys two columns of row 3.",
    'FILL asks field by field: Enter keeps, ? explains, ?? lists the choices, < goes back, "" empties, '
    ". ends.",
    "SENDING",
    "An empty line sends what is keyed and not yet sent. At a keyboard it begins FILL if nothing is keyed.",
    "SEND submits the screen as it stands; SEND 3 does so on row 3, as Enter with the cursor on it.",
    "; SEND behind an entry sends it at once. CANCEL drops what is keyed.",
    "After an error everything stays keyed, and FILL goes on at the field at fault.",
    "HEARING MORE",
    "READ the whole screen. ROWS the list again. ROW 3, or 3, one row with its columns; it is then in hand.",
    "MORE the next page of the list, UP the page before. WHERE screen, field, case, store, what waits.",
    "MSG the message with its paragraph. GUIDE the next steps. FIELD DATE one field. ? what can be keyed.",
    "CHOICES DATE, or F4 DATE, lists the values of a field: letters narrow them, a code or SEND 3 takes one.",
    "HELP explains the message, the field and the screen; HELP DATE the field DATE.",
)


def words(agency: str) -> list[str]:
    """HELP WORDS at the desk of an agency."""
    own = desk_of(agency)
    one = own.subject.example
    opens = f"{own.opens} {one} opens a screen, {one} the {own.called.lower()}, " if own.opens and one else ""
    return [line.replace("{opens}", opens) for line in _WORDS]
