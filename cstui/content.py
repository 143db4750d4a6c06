"""Find and strictly read the content that people edit without Python: `screens/` and `data/`.

A checkout or an editable install is read from the folders beside the package, so that an edited
screen shows at once; an installed wheel carries its own copy. Nothing here is forgiving: a key
that no one knows, a date that does not exist or a value of the wrong kind stops the load and
names the file and the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from cstui import files as files_of

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent
_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]#]+)\]\]?\s*(#.*)?$")
_NAMES = re.compile(r"[A-Za-z0-9_.\-\"' ]+")
_DEEP = re.compile(r"(?:[\w\"'-]+[ \t]*\.[ \t]*){64}")
LARGEST = 1024 * 1024
"""Bytes of the largest file of content that is read: the largest that is shipped has a tenth of it."""
TOO_DEEP = "is nested too deeply: nothing here is deeper than a few tables"
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-\"']+(?:\s*\.\s*[A-Za-z0-9_\-\"']+)*)\s*=")
_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_\-]*)|\[(\d+)\]|\[\.\.\.\]")


_WAYS = (
    (
        "Illegal character '\\n'",
        'the text has no quote at the end of its line; longer ones stand between """',
    ),
    ("Unterminated string", 'a text that begins with """ here ends nowhere'),
    ("Invalid value", "write a text between quotes, a date as 2026-03-02, true or false in small letters"),
    ("Expected '='", 'a line is name = "value"; a text of several lines stands between """'),
    ("Expected newline", 'nothing follows a value; a date is 2026-03-02, a quote within a text is \\"'),
    ("Expected ']", "a table is [name] or [[name]] on a line of its own"),
    ("Invalid statement", 'a line is name = "value", [name], [[name]], or begins with #'),
    ("Cannot overwrite", "a name stands once in its table; what comes several times is [[name]] each time"),
    ("Cannot declare", "what comes several times is [[name]] each time"),
    ("Unescaped", "write a backslash within a text twice"),
    ("Unclosed array", "a list ends with ] and has commas between its values"),
    ("Unclosed inline table", "what begins with { ends with } on the same line, and has commas within"),
    ("Invalid date", "there is no such day or time"),
    ("out of range", "there is no such day or time"),
)
"""What TOML's reader says, and the way out for who writes a file without knowing it."""


class ContentError(Exception):
    """A content file that cannot be used. The text names file, line, fault and way out."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        self.path, self.line, self.fault = path, line, fault
        super().__init__(f"{shown(path)}:{line}: {fault}")


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every shape read from a content file; a key that it does not name is an error."""


_FILE_NAME, _FORM_NAME = r"\A[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z", r"\A[A-Za-z0-9][A-Za-z0-9 -]{0,63}\Z"
_SHAPES = {_FILE_NAME: "letters, digits and hyphens", _FORM_NAME: "letters, digits, blanks and hyphens"}
NameOfFile = Annotated[str, msgspec.Meta(pattern=_FILE_NAME, description=_SHAPES[_FILE_NAME])]
"""An id that also names a file or folder: it leads nowhere else."""
NameOfForm = Annotated[str, msgspec.Meta(pattern=_FORM_NAME, description=_SHAPES[_FORM_NAME])]
"""What a form is called; a file that it is written to is called so, with hyphens for the blanks."""


class Source:
    """One TOML file: its path, its text and what it says."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        try:
            self.text = files_of.text(path, LARGEST, "utf-8-sig") if text is None else text
        except OSError as error:
            raise ContentError(path, 1, f"cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ContentError(path, line, "is not UTF-8; save it as UTF-8") from error
        if deep := _DEEP.search(self.text):
            line = self.text.count("\n", 0, deep.start()) + 1
            raise ContentError(path, line, TOO_DEEP)
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except RecursionError as error:
            raise ContentError(path, 1, TOO_DEEP) from error
        except (tomllib.TOMLDecodeError, ValueError) as error:
            line = self._line_of(error)
            raise ContentError(path, line, f"is not TOML: {error}{self._meant(line, error)}") from error

    def _meant(self, line: int, error: Exception) -> str:
        """What is to be done about a fault, for who does not know TOML; empty where nobody can say."""
        written = self.text.splitlines()[line - 1 : line]
        if written and any(quote in written[0] for quote in "“”„‘’"):
            return '; write straight quotes: "'
        return next((f"; {way}" for begins, way in _WAYS if begins in str(error)), "")

    def read(self, shape: type[T]) -> T:
        """The whole file as `shape`; ContentError with the line of the first fault."""
        return self.convert(self.data, shape)

    def convert(self, data: object, shape: type[T], at: str = "$") -> T:
        """Part of the file as `shape`; `at` says where the part stands (`$.step[3]`)."""
        try:
            return msgspec.convert(data, shape, strict=True)
        except (msgspec.ValidationError, ValueError) as error:
            fault, _, inner = str(error).partition(" - at `")
            raise self.error(at + inner.rstrip("`").removeprefix("$"), fault) from error

    def error(self, at: str, fault: str) -> ContentError:
        """A ContentError on the line where the value at `at` (`$.field[2].width`) stands."""
        unknown = re.search(r"unknown field `([^`]+)`", fault)
        if unknown:
            at += f".{unknown.group(1)}"
            fault = f"unknown key `{unknown.group(1)}`; correct or remove it"
        for pattern, said in _SHAPES.items():
            if pattern in fault.replace("\\\\", "\\"):
                fault = f"names a file: write {said} alone, at most 64"
        return ContentError(self.path, self.line_of(at), fault)

    def line_of(self, at: str) -> int:
        """The line (from 1) where the value at `at` stands, or its nearest enclosing table."""
        wanted = [name or int(number or 0) for name, number in _STEP.findall(at)]
        for depth in range(len(wanted), 0, -1):
            place = tuple(wanted[:depth])
            if line := self._lines.get(place) or self._lines.get((*place, 0)):
                return line
        return 1

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        """The first line of each place; a place is a path of names and numbers."""
        lines: dict[tuple[str | int, ...], int] = {}
        for line, place in self._places():
            lines.setdefault(tuple(place), line)
        return lines

    def _places(self) -> Iterator[tuple[int, list[str | int]]]:
        counts: dict[str, int] = {}
        below: dict[str, set[str]] = {}
        table: list[str | int] = []
        quote = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if quote:
                if quote in line:
                    quote = ""
                continue
            if (header := _HEADER.match(line)) and _NAMES.fullmatch(header.group(2).strip()):
                table = self._table(header.group(1) == "[[", header.group(2).strip(), counts, below)
                yield number, table
            elif key := _KEY.match(line):
                yield number, [*table, *(part.strip(" \"'") for part in key.group(1).split("."))]
                for mark in ("'''", '"""'):
                    if line.count(mark) % 2:
                        quote = mark

    @staticmethod
    def _table(
        is_array: bool, name: str, counts: dict[str, int], below: dict[str, set[str]]
    ) -> list[str | int]:
        """The place of a table; `counts` are the arrays of tables met, `below` those under each path."""
        place: list[str | int] = []
        path = ""
        parts = [part.strip(" \"'") for part in name.split(".")]
        for index, part in enumerate(parts):
            path = f"{path}.{part}"
            place.append(part)
            if index == len(parts) - 1 and is_array:
                counts[path] = counts.get(path, -1) + 1
                for longer in below.pop(path, ()):
                    counts.pop(longer, None)
                for above in [path[:at] for at, sign in enumerate(path) if sign == "." and at]:
                    below.setdefault(above, set()).add(path)
            if path in counts:
                place.append(counts[path])
        return place

    def _line_of(self, error: Exception) -> int:
        """The line of a fault that TOML's reader found; it names none for some."""
        if found := re.search(r"line (\d+)", str(error)):
            return int(found.group(1))
        lines = self.text.splitlines()
        if "Unterminated string" in str(error):
            return max((at for at, line in enumerate(lines, 1) if '"""' in line or "'''" in line), default=1)
        if "end of document" in str(error):
            return len(lines)
        for number, line in enumerate(lines, start=1):
            try:
                tomllib.loads(line)
            except tomllib.TOMLDecodeError:
                continue
            except ValueError:
                return number
        return 1


def shown(path: Path) -> str:
    """The path as messages show it: relative to the content root where it lies in it."""
    try:
        return str(path.resolve().relative_to(root()))
    except ValueError:
        return str(path)


@cache
def root() -> Path:
    """The folder that holds `screens/` and `data/`: the checkout's, else the package's own copy."""
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "screens").is_dir():
        return checkout
    return _PACKAGE / "_content"


def files(folder: str, pattern: str = "*.toml", base: Path | None = None) -> list[Path]:
    """The content files below `folder` (`screens/desk`) of `base` (the program's root), by name."""
    return sorted(((base or root()) / folder).glob(pattern))


def sources(folder: str, base: Path | None = None) -> list[Source]:
    """Every TOML file in `folder`, read."""
    return [Source(path) for path in files(folder, base=base)]
