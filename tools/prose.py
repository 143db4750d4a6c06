"""Find phrases that we never write, each with the better one: `python tools/prose.py [FILE...]`.

It reads pages and TOML files, and the texts and comments of Python files. What is between backticks or
braces is code and is left alone, and so are the keys of TOML and a text of a single word.
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = ("*.md", "docs/*.md", "screens/**/*.toml", "data/**/*.toml", "cstui/**/*.py")
NEVER = {
    r"anew|afresh": "again",
    r"(?<!thing.)(?<!body.)(?<!one.)(?<!where.)(?<!what.)(?<!who.)else[.;,:]": "otherwise",
    r"(?<!there.)(?:is|was) no (?!longer|more|less|fewer|later|earlier|different|one)\w+": "is not a ...",
    r"(?:it|that) (?:is|was) none": "is not one",
    r"but for": "except for",
    r"of before": "earlier",
    r"since when": "the date from which",
    r"she or he|hers? or his|her or him": "he or she, his or her; they, their",
    r"afterwards|towards|backwards|forwards|onwards": "the same word without its s",
    r"upon|whilst|amongst|till|lest|thus|hence|thereof|therein|wherein|whereupon|thereby": "on, while, until",
    r"foretells?|foretold": "predict, forecast",
    r"sets? right|setting right": "correct",
    r"(?:is|was) in touch": "contacted us",
    r"older cstui": "older version",
    r"hand(?:s|ed)? (?:the|a|its) screen (?:in|over)": "submit",
    r"not any ?more": "no longer",
    r"holds? from the": "takes effect",
    r"(?:what|which|that) stands there": "what is there",
    r"(?:is|are) (?:over|closed|certified) since": "has been closed since",
}
"""What we never write, as a pattern, and the better word."""
_NEVER = [(re.compile(rf"\b(?:{one})(?!\w)".replace(" ", r"\s+"), re.I), said) for one, said in NEVER.items()]
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|\{[^{}\n]*\}", re.DOTALL)
_KEY = re.compile(r"^[\w.]+(?= *=)|^\[.*\]$", re.MULTILINE)
_TEXTS = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def odd_phrases(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that have such a phrase, from 0, each with what to write."""
    for pattern, better in _NEVER:
        for found in pattern.finditer(_blanked(_CODE, text)):
            yield text.count("\n", 0, found.start()), f"`{' '.join(found[0].split())}`: {better}"


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), text)


def odd_phrases_of(path: Path) -> list[str]:
    """The odd phrases of a file, as `path:line: phrase: better`."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        parts = [(t.start[0], t.string) for t in tokens if t.type in _TEXTS and re.search(r"\s", t.string)]
    else:
        parts = [(1, _blanked(_KEY, text) if path.suffix == ".toml" else text)]
    found = ((first + line, said) for first, part in parts for line, said in odd_phrases(part))
    return [f"{path.relative_to(ROOT)}:{line}: {said}" for line, said in sorted(found)]


def main(named: Sequence[str]) -> int:
    """Print what is found; 1 if anything is."""
    paths = [*map(Path, named)] or [path for files in FILES for path in sorted(ROOT.glob(files))]
    found = [said for path in paths for said in odd_phrases_of(path.resolve())]
    print(*found, f"{len(found)} odd phrases in {len(paths)} files.", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
