"""Names as they are looked for: the letters and digits alone, in Latin capitals.

`BÉBÉ`, `Bebe` and `be-be` are looked for alike, and so are `O'Dogwood` and `ODOGWOOD`. The beginning of a
name gives the beginning of its plain letters. The store keeps what this makes of every name
(`person_name`); whoever changes it makes a revision that fills that table anew.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The letters and digits of a name without accents, signs, blanks and small letters; others in Latin."""
    if not name.isascii():
        from anyascii import anyascii

        name = anyascii(name)
    return "".join(char for char in name.upper() if char.isalnum())
