"""Names as they are looked for: the letters and digits alone, in Latin capitals.

`BÉBÉ`, `Bebe` and `be-be` are looked for alike, and so are `O'Dogwood` and `ODOGWOOD`. The beginning of a
name gives the beginning of its plain letters. The store keeps what this makes of every name
(`person_name`, `person_word`); whoever changes it makes a revision that fills those tables again.
"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The letters and digits of a name without accents, signs, blanks and small letters; others in Latin."""
    if not name.isascii():
        from anyascii import anyascii

        name = anyascii(name)
    return "".join(char for char in name.upper() if char.isalnum())


def words_of(name: str) -> list[str]:
    """The plain words of a name, and the whole of it: `PRACTICE-DOE` has PRACTICE, DOE and PRACTICEDOE."""
    parts = [plain(part) for part in re.split(r"[\W_]+", name)]
    return [word for word in dict.fromkeys((*parts, plain(name))) if word]
