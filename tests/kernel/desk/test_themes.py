"""Colors: every pair that can be on the screen is readable, on every terminal, and says nothing alone."""

from __future__ import annotations

import re
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet

from cstui.content import ContentError, root
from cstui.desk import painter
from cstui.desk.palette import BASES, OVERLAYS, PLAIN, Theme, theme
from cstui.desk.theme import Looks, codes
from cstui.settings import allowed

THEMES = allowed("theme")
COLORED = [name for name in THEMES if name != PLAIN]
LEAST = 4.5
LEAST_OF = {"high-contrast": 7.0}
FAULTS = ("fault-error", "fault-warning", "fault-info")

XTERM = "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff"
XTERM += " ff00ff 00ffff ffffff"
CONSOLE = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff"
CONSOLE += " ff55ff 55ffff ffffff"
"""The sixteen colors as xterm has them, and as the Linux console (VGA) has them."""
_STEPS = (0, 95, 135, 175, 215, 255)


def styles() -> list[str]:
    """Every combination that a row can hold: a base, a fault on it, a selection, the cursor."""
    upper = [("selected",), ("cursor",), ("selected", "cursor")]
    above = [*chain([()], upper), *((fault, *more) for fault in FAULTS for more in chain([()], upper))]
    return ["+".join((base, *more)) for base in BASES for more in above]


def shown_of(number: int, palette: str) -> ColorTriplet:
    """What a terminal of 256 colors shows for a number: xterm's own sixteen, cube and grays."""
    if number < 16:
        return triplet(palette.split()[number])
    if number >= 232:
        gray = 8 + 10 * (number - 232)
        return ColorTriplet(gray, gray, gray)
    number -= 16
    return ColorTriplet(_STEPS[number // 36], _STEPS[number // 6 % 6], _STEPS[number % 6])


def triplet(text: str) -> ColorTriplet:
    return ColorTriplet(*(int(text[at : at + 2], 16) for at in (0, 2, 4)))


def linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(color: ColorTriplet) -> float:
    """Relative luminance as WCAG 2 has it."""
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """The contrast ratio as WCAG 2 has it, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    assert contrast(triplet("000000"), triplet("ffffff")) == pytest.approx(21)
    assert contrast(triplet("777777"), triplet("ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLORED)
def test_every_pair_can_be_read_in_any_color(name: str) -> None:
    looks = Looks(theme(name).shades("truecolor"))
    for style in map(looks.style, styles()):
        assert style.color is not None
        assert style.bgcolor is not None
    found = {s: _ratio(looks, s, lambda c: c.get_truecolor()) for s in styles()}
    assert {s: r for s, r in found.items() if r < LEAST_OF.get(name, LEAST)} == {}


@pytest.mark.parametrize("name", COLORED)
def test_every_pair_can_be_read_in_256_colors(name: str) -> None:
    """What is sent is the nearest of 256; what is measured is what that number shows."""
    looks = Looks(theme(name).shades("256"))

    def shown(color: Color) -> ColorTriplet:
        number = color.downgrade(ColorSystem.EIGHT_BIT).number
        assert number is not None
        return shown_of(number, XTERM)

    found = {s: _ratio(looks, s, shown) for s in styles()}
    assert {s: r for s, r in found.items() if r < LEAST} == {}


@pytest.mark.parametrize("palette", [XTERM, CONSOLE], ids=["xterm", "console"])
@pytest.mark.parametrize("name", COLORED)
def test_every_pair_can_be_read_in_sixteen_colors(name: str, palette: str) -> None:
    """Also where bold is shown as the brighter of two colors, and a bright ground as the darker."""
    looks = Looks(theme(name).shades("standard"))
    shown = [triplet(one) for one in palette.split()]
    bad = {}
    for style in styles():
        look = looks.style(style)
        assert look.color is not None
        assert look.bgcolor is not None
        ink, ground = look.color.number, look.bgcolor.number
        assert ink is not None
        assert ground is not None
        inks = {ink, ink | 8} if look.bold else {ink}
        for one, other in product(inks, {ground, ground & 7}):
            ratio = contrast(shown[one], shown[other])
            if ratio < LEAST:
                bad[style, one, other] = round(ratio, 2)
    assert bad == {}


def _ratio(looks: Looks, name: str, shown: object) -> float:
    look = looks.style(name)
    assert callable(shown)
    return contrast(shown(look.color), shown(look.bgcolor))


@pytest.mark.parametrize("name", THEMES)
def test_no_style_dims_or_blinks(name: str) -> None:
    """How dark a terminal makes what is dim is its own affair: nothing could be proved of it."""
    found = theme(name)
    for text in chain(found.styles.values(), found.sixteen.styles.values()):
        assert not re.search(r"dim|blink|conceal|italic", text)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("colors", ["truecolor", "256", "standard", None])
def test_the_cursor_and_a_selection_are_seen_on_everything(name: str, colors: str | None) -> None:
    looks = Looks(theme(name).shades(colors))
    for base in [*BASES, *(f"{base}+{fault}" for base in ("entry", "value") for fault in FAULTS)]:
        plain = codes(looks.style(base), ColorSystem.TRUECOLOR)
        for overlay in ("selected", "cursor"):
            assert codes(looks.style(f"{base}+{overlay}"), ColorSystem.TRUECOLOR) != plain, base


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("colors", ["truecolor", "standard", None])
def test_entry_fields_are_underlined(name: str, colors: str | None) -> None:
    looks = Looks(theme(name).shades(colors))
    assert looks.style("entry").underline
    assert looks.style("entry-high").underline
    assert looks.style("entry-guide").underline
    assert not looks.style("value").underline


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("colors", ["truecolor", "256", "standard", None])
def test_what_the_guide_filled_in_has_a_shade_of_its_own(name: str, colors: str | None) -> None:
    looks = Looks(theme(name).shades(colors))
    shade = codes(looks.style("entry-guide"), ColorSystem.TRUECOLOR)
    others = {codes(looks.style(one), ColorSystem.TRUECOLOR) for one in ("entry", "entry-high", "value")}
    assert shade not in others


def test_every_severity_has_a_mark_of_its_own() -> None:
    assert len(set(painter.MARKS.values())) == 3


@pytest.mark.parametrize("name", ["mono", PLAIN])
@pytest.mark.parametrize("colors", ["truecolor", "standard", None])
def test_severities_differ_without_color(name: str, colors: str | None) -> None:
    """In one color, or none, an error, a warning and a notice differ by reverse, underline or bold."""
    looks = Looks(theme(name).shades(colors))
    kinds = ["rule-{}", "value+fault-{}"] if name == PLAIN or colors is None else ["rule-{}"]
    for kind in kinds:
        seen = {
            codes(looks.style(kind.format(severity)), ColorSystem.TRUECOLOR)[0]
            for severity in ("error", "warning", "info")
        }
        assert len(seen) == 3, kind


# Viénot, Brettel and Mollon (1999), for the two common kinds of red-green blindness, on linear RGB.
DEUTERANOPIA = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))
PROTANOPIA = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))


@pytest.mark.parametrize("sight", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_what_colors_tell_apart_stays_apart_for_who_sees_no_red_or_green(
    sight: tuple[tuple[float, ...], ...],
) -> None:
    """In the color-blind theme error, warning, notice and entry stay as far apart as a step of gray."""
    looks = Looks(theme("color-blind").shades("truecolor"))

    def seen(name: str, *, ground: bool = False) -> tuple[float, ...]:
        look = looks.style(name)
        color = look.bgcolor if ground else look.color
        assert color is not None
        there = [linear(channel) for channel in color.get_truecolor()]
        mixed = [sum(w * c for w, c in zip(row, there, strict=True)) for row in sight]
        return tuple(max(0.0, one) ** (1 / 2.2) for one in mixed)

    meaning = ["message-error", "message-warning", "message-info", "entry"]
    for one, other in combinations(meaning, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 0.15, (one, other, apart)
    for one, other in combinations([f"value+{fault}" for fault in FAULTS], 2):
        pair = zip(seen(one, ground=True), seen(other, ground=True), strict=True)
        assert sum((a - b) ** 2 for a, b in pair) ** 0.5 > 0.08, (one, other)


def test_everything_that_is_painted_has_a_style() -> None:
    """Names in the painter are names of the palette; `PREFIX-{severity}` stands for three."""
    text = Path(painter.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', text)) & {*BASES, *OVERLAYS}
    for prefix in re.findall(r'f"\+?([a-z]+)-\{', text):
        named |= {f"{prefix}-{severity}" for severity in ("error", "warning", "info")}
    named |= {f"guide-{style}" for style in ("heading", "text", "cite", "key")}
    assert named <= {*BASES, *OVERLAYS}
    assert len(named) > 25


WRONG = {
    "an unknown style": ('blank = ""\n', 'blank = ""\npink = "#ffffff"\n', "`pink`"),
    "a style that is missing": ('more = "#f2d35c"\n', "", "`more` is missing"),
    "a color by its name": ('label = "#7aa8ec"', 'label = "blue"', "`blue` is not a style"),
    "a word that is none": ('cursor = "reverse"', 'cursor = "blink"', "`blink`"),
    "an unknown key": ('title = "', 'note = "x"\ntitle = "', "unknown key `note`"),
    "another name": ('name = "classic"', 'name = "clasic"', "clasic"),
}


@pytest.mark.parametrize(("old", "new", "says"), WRONG.values(), ids=list(WRONG))
def test_a_theme_is_read_strictly(
    old: str, new: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root() / "data/desk/themes/classic.toml").read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "data" / "desk" / "themes"
    folder.mkdir(parents=True)
    (folder / "classic.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr("cstui.desk.palette.root", lambda: tmp_path)
    theme.cache_clear()
    try:
        with pytest.raises(ContentError, match=r"classic\.toml:\d+") as caught:
            theme("classic")
    finally:
        theme.cache_clear()
    assert says in str(caught.value)


def test_the_themes_that_the_settings_allow() -> None:
    assert {"classic", "mono", "high-contrast", "light", "color-blind"} <= set(THEMES)
    assert all(isinstance(theme(name), Theme) and theme(name).title for name in THEMES)
