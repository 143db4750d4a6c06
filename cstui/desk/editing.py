"""Editing the cells of one field: overtype, insert, remove, erase. Lists are changed in place.

A field of several rows is one list of cells cut every `width`; a row that ends in a blank ends a
word there, so an insertion or removal moves text up to the end of such a row and no further.
"""

from __future__ import annotations

from cstui.cells import BLANK
from cstui.cells import width as columns_of


class NoRoom(Exception):  # noqa: N818 - the name says what is the matter
    """The field has no room for the character."""


def overtype(found: list[str], width: int, index: int, char: str, columns: int) -> int:
    """Put a character over what is at `index`; the index behind it. NoRoom where it does not fit."""
    if columns == 2 and index % width == width - 1:
        index += 1
    if index + columns > len(found):
        raise NoRoom
    _clear(found, index, columns)
    found[index] = char
    if columns == 2:
        found[index + 1] = ""
    return index + columns


def insert(found: list[str], width: int, index: int, char: str, columns: int) -> int:
    """Put a character in at `index`, moving what follows; the index behind it. NoRoom if no room."""
    if not found[index]:
        index -= 1
    if columns == 2 and index % width == width - 1:
        index += 1
        if index >= len(found):
            raise NoRoom
    end = _stretch(found, width, index, columns)
    put = [char] if columns == 1 else [char, ""]
    changed = [*found[:index], *put, *found[index : end - columns], *found[end:]]
    if any(not changed[start] for start in range(0, len(changed), width)):
        raise NoRoom
    found[:] = changed
    return index + columns


def remove(found: list[str], width: int, index: int) -> int:
    """Take the character at `index` out, moving up what follows; the index where it began."""
    if not found[index]:
        index -= 1
    columns = 2 if columns_of(found[index][0]) == 2 else 1
    end = _row_end(found, width, index)
    changed = [*found[:index], *found[index + columns : end], *([BLANK] * columns), *found[end:]]
    if any(not changed[start] for start in range(0, len(changed), width)):
        found[index : index + columns] = [BLANK] * columns
    else:
        found[:] = changed
    return index


def erase(found: list[str], index: int) -> int:
    """Blank everything from `index` on; the index."""
    if not found[index]:
        index -= 1
    found[index:] = [BLANK] * (len(found) - index)
    return index


def wrapped_word(found: list[str], width: int, index: int) -> int:
    """Carry a word that typing cut at the end of a row down to the next; the index behind it."""
    start = index - 1
    if start < width or start % width or found[start] == BLANK or found[start - 1] == BLANK:
        return index
    row = found[start - width : start]
    head = width - 1
    while head and row[head - 1] != BLANK:
        head -= 1
    word = row[head:]
    if not head or any(cell != BLANK for cell in found[index : start + width]) or len(word) + 1 > width:
        return index
    found[start - width + head : start] = [BLANK] * len(word)
    found[start : start + len(word) + 1] = [*word, found[start]]
    return start + len(word) + 1


def _clear(found: list[str], index: int, columns: int) -> None:
    """Blank the cells, with the other half of a wide character that they would cut."""
    if not found[index]:
        found[index - 1] = BLANK
    behind = index + columns
    if behind < len(found) and not found[behind]:
        found[behind] = BLANK
    for place in range(index, behind):
        found[place] = BLANK


def _stretch(found: list[str], width: int, index: int, columns: int) -> int:
    """The end of the text that an insertion moves: a row's end with that many blanks before it."""
    end = (index // width + 1) * width
    while end <= len(found):
        if end - index >= columns and all(cell == BLANK for cell in found[end - columns : end]):
            return end
        end += width
    raise NoRoom


def _row_end(found: list[str], width: int, index: int) -> int:
    end = (index // width + 1) * width
    while end < len(found) and found[end - 1] != BLANK:
        end += width
    return end
