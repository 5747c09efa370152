"""Texts of any length and any signs, made to fit a place in a drawing. All measures are in pixels."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from math import ceil

from django.conf import settings
from PIL import ImageFont

from tour.french import NBSP

ELLIPSIS = "…"
#: Spaces at which French does not end a line.
UNBREAKABLE_SPACES = (NBSP, "\u202f", "\u2007")
#: From one baseline to the next, in sizes, at least.
TIGHTEST = 0.96
#: What does not end a line: it belongs to what follows (« Paris / La Défense »).
SMALL_WORD = re.compile(r"(?<!\w)(à|au|aux|dans|de|des|du|en|et|la|le|les|ou|par|sur|un|une) (?=\S)", re.IGNORECASE)
#: Stands for a space at which a line may not end, while lines are made.
GLUE = "\ue000"
HYPHEN = re.compile(r"(?<=[-–/])(?=\w)")
#: No character: what a font draws for it is what it draws for all that it lacks.
NO_SIGN = "\U0010fffe"


@dataclass(frozen=True)
class Face:
    """A variable font of the site (a file of static/fonts) at one weight."""

    file: str
    weight: int
    #: Between letters, in sizes.
    tracking: float = 0

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return load_font(self.file, self.weight, size)

    def width(self, text: str, size: int) -> float:
        """How far the pen goes to write ``text``."""
        return self.font(size).getlength(text) + self.tracking * size * max(0, len(text) - 1)

    def letters(self, text: str, size: int) -> Iterator[tuple[float, str]]:
        """(how far from the beginning, letter) of ``text``: Pillow kerns, and knows no tracking."""
        if not self.tracking:
            yield 0, text
            return
        font = self.font(size)
        for index, letter in enumerate(text):
            until = font.getlength(text[: index + 1]) - font.getlength(letter)
            yield until + self.tracking * size * index, letter


#: Titles, numbers.
DISPLAY = Face("bricolage-grotesque.woff2", 800, tracking=-0.025)
#: Everything else.
TEXT = Face("figtree.woff2", 600)


@lru_cache(maxsize=128)
def load_font(file: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / file, size)
    font.set_variation_by_axes([weight])
    return font


@dataclass(frozen=True)
class Lines:
    """Text set in lines of one face and size."""

    face: Face
    size: int
    lines: tuple[str, ...]
    #: From one baseline to the next.
    leading: int

    def bearing(self, line: str) -> int:
        """From where the pen begins to where the ink of a line does."""
        return self.face.font(self.size).getmask(line[0]).getbbox()[0]

    @property
    def is_cut(self) -> bool:
        """Whether it ends in « … »."""
        return bool(self.lines) and self.lines[-1].endswith(ELLIPSIS)

    @property
    def cap_height(self) -> int:
        """The height of a capital."""
        return -self.face.font(self.size).getbbox("H", anchor="ls")[1]

    @property
    def height(self) -> int:
        """From the top of a capital of the first line to the last baseline; 0 without lines."""
        return self.cap_height + self.leading * (len(self.lines) - 1) if self.lines else 0

    @property
    def rise(self) -> int:
        """How far the accents of the first line stand above that height."""
        return max(0, -ink(self.lines[0], self.face, self.size)[0] - self.cap_height) if self.lines else 0

    @property
    def drop(self) -> int:
        """How far the last line hangs below that height."""
        return max(0, ink(self.lines[-1], self.face, self.size)[1]) if self.lines else 0

    @property
    def width(self) -> int:
        """How far the longest line reaches, from where its ink begins."""
        reaches = (ceil(self.face.width(line, self.size)) - self.bearing(line) for line in self.lines)
        return max(reaches, default=0)


def fit(text: str, face: Face, *, sizes: range, width: int, height: int, lines: int = 4) -> Lines:
    """``text`` in the largest of ``sizes`` (descending) that holds in ``width`` and ``height``, in ``lines`` at most.

    A hyphenated word is divided at its hyphens only where whole words would be less than two thirds of the largest
    size. At the smallest size one line is always there; words too long are divided anywhere, and what is left over
    becomes « … ». Signs that the face lacks are left out: see ``legible``.
    """
    words = [word.replace(GLUE, " ") for word in SMALL_WORD.sub(rf"\1{GLUE}", legible(text, face)).split(" ")]
    if words == [""]:
        return Lines(face, sizes[-1], (), 0)

    def lines_of(size):
        """How many lines of ``size`` there is room for, and from one to the next: none touches another."""
        top, bottom = ink(" ".join(words), face, size)
        leading = max(round(size * TIGHTEST), bottom - top + size // 20)
        return max(1, min(lines, 1 + int((height - size * 0.7) // leading))), leading

    def largest(parts):
        for size in sizes:
            most, leading = lines_of(size)
            measure = partial(face.width, size=size)
            wrapped = wrap(parts, width, measure)
            if wrapped is not None and len(wrapped) <= most:
                return Lines(face, size, balance(parts, width, measure, wrapped), leading)
        return None

    whole = largest([[word] for word in words])
    if whole and whole.size * 3 >= sizes[0] * 2:
        return whole
    divided = largest([HYPHEN.split(word) for word in words])
    if divided and (whole is None or divided.size * 2 > whole.size * 3):
        return divided
    if whole:
        return whole

    most, leading = lines_of(sizes[-1])
    measure = partial(face.width, size=sizes[-1])
    parts = []
    for word in words:
        if measure(word) <= width:
            parts.append([word])
        else:
            parts += [list(bit) for bit in word.replace(NBSP, " ").split(" ")]
    wrapped = wrap(parts, width, measure)
    if len(wrapped) > most:
        last = wrapped[most - 1]
        while measure(last + ELLIPSIS) > width:
            last = last[:-1]
        wrapped = [*wrapped[: most - 1], last.rstrip(" ,;:-–/(" + NBSP) + ELLIPSIS]
    return Lines(face, sizes[-1], tuple(wrapped), leading)


@lru_cache(maxsize=512)
def ink(text: str, face: Face, size: int) -> tuple[int, int]:
    """The top and the bottom of ``text`` from its baseline, downwards."""
    _, top, _, bottom = face.font(size).getbbox(text, anchor="ls")
    return top, bottom


def wrap(words: list[list[str]], width: float, measure) -> list[str] | None:
    """Lines no wider than ``width`` of words that may be divided between their parts; None if a part is wider."""
    lines, line = [], ""
    for word in words:
        for index, part in enumerate(word):
            longer = f"{line} {part}" if line and index == 0 else line + part
            if measure(longer) <= width:
                line = longer
            elif measure(part) > width:
                return None
            else:
                lines.append(line)
                line = part
    return [*lines, line]


def balance(words, width, measure, wrapped) -> tuple[str, ...]:
    """The same number of lines, as even as can be: a last word does not stand alone."""
    best, low = wrapped, width // 2
    while width - low > 8:
        middle = (low + width) // 2
        narrower = wrap(words, middle, measure)
        if narrower is not None and len(narrower) == len(wrapped):
            best, width = narrower, middle
        else:
            low = middle
    return tuple(best)


def legible(text: str, face: Face) -> str:
    """``text`` in one line of single spaces, of nothing but what ``face`` draws.

    An accented letter that it lacks loses its accent. What it lacks for good (emoji, other scripts) is left out, and
    so is what draws nothing or disturbs what stands next to it: control characters, marks stacked on no letter.
    """
    words = "".join(signs_of(text, face)).split(" ")
    return " ".join(word for word in (word.strip(NBSP) for word in words) if word)


def signs_of(text: str, face: Face) -> Iterator[str]:
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace():
            yield NBSP if sign in UNBREAKABLE_SPACES else " "
        elif has_glyph(sign, face):
            yield sign
        else:
            yield from (part for part in unicodedata.normalize("NFKD", sign) if has_glyph(part, face))


@lru_cache(maxsize=2048)
def has_glyph(sign: str, face: Face) -> bool:
    """Whether ``face`` has a form for ``sign``, that stands by itself and is not blank."""
    if unicodedata.category(sign)[0] in "CMZ":
        return False
    font = face.font(32)
    form, none = font.getmask(sign), font.getmask(NO_SIGN)
    return form.getbbox() is not None and (form.size, bytes(form)) != (none.size, bytes(none))
