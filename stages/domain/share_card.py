"""The picture of a stage that is shown where its address is shared: a milestone at the edge of the road."""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from io import BytesIO

from django.conf import settings
from django.utils.text import Truncator, capfirst
from PIL import Image, ImageDraw

from stages.domain.dates import date_in_words
from stages.domain.lettering import DISPLAY, TEXT, Lines, fit
from stages.domain.road_furniture import (
    BORNE_HEIGHT,
    BORNE_WIDTH,
    CAP,
    EDGE,
    GROUNDS,
    PLATE_HEIGHT,
    PLATE_PADDING,
    RED,
    WHITE,
    Ground,
    borne,
    draw_road,
    plate,
)
from stages.enums import StageStatus
from stages.models import StagePage
from tour.french import NBSP

#: Goes up when ``draw`` makes another picture of the same card: addresses and caches then follow.
VERSION = 1
#: Pixels.
WIDTH, HEIGHT = 1200, 630
#: Pixels. No text comes nearer to an edge, nor below the road's.
MARGIN = 72
ROAD_TOP = 540
#: Of the picture's palette: few enough for a small file, enough for smooth letters.
COLOURS = 64
#: Characters of a name in the alternative text: a network that shows it takes some 400 in all.
LONGEST_NAME = 200


@dataclass(frozen=True)
class Card:
    """All that is drawn. Texts are whole here: they are cut where they are drawn."""

    tour: str
    edition: str
    name: str
    number: int | None
    kind: str
    status: str
    date: str
    place: str
    town: str

    @property
    def digest(self) -> str:
        """16 hexadecimal digits, others as soon as the picture would be another."""
        drawn = json.dumps([VERSION, *astuple(self)])
        return sha256(drawn.encode()).hexdigest()[:16]

    @property
    def rank(self) -> str:
        """« Étape 5 · Tour 2014 », what is known of it."""
        stage = f"Étape{NBSP}{self.number}" if self.number else "Étape"
        return " · ".join(filter(None, [stage, self.edition]))

    @property
    def is_cancelled(self) -> bool:
        return self.status == StageStatus.CANCELLED

    @property
    def off(self) -> str:
        """« Annulée », « Reportée »; empty when the stage goes ahead."""
        return "" if self.status == StageStatus.CONFIRMED else StageStatus(self.status).label

    @property
    def alt(self) -> str:
        """What the picture says, in French, for those who do not see it."""
        name = Truncator(" ".join(self.name.split())).chars(LONGEST_NAME)
        said = [f"{self.rank}{NBSP}: {name}", self.off, self.date, ", ".join(filter(None, [self.place, self.town]))]
        return f"Une borne routière au bord d’une route. {'. '.join(filter(None, said))}. {self.tour}."


def card_of(stage: StagePage, edition: str) -> Card:
    """The card of a stage; ``edition`` is the title of its edition, empty when it is not to be told.

    No query for a stage read ``with_venue``.
    """
    date = capfirst(date_in_words(stage))
    if not date and stage.status != StageStatus.CANCELLED:  # the day of what is cancelled will not be confirmed
        date = "Date à confirmer"
    return Card(
        tour=settings.SITE_NAME,
        edition=edition,
        name=stage.title,
        number=stage.position,
        kind=stage.kind,
        status=stage.status,
        date=date,
        place=stage.place_name,
        town=stage.location if stage.location != stage.title else "",
    )


#: Pixels. The column where the words of the stage stand: from below the Tour's name to above the road.
COLUMN = MARGIN + BORNE_WIDTH + 64
COLUMN_WIDTH = WIDTH - MARGIN - COLUMN
COLUMN_TOP, COLUMN_BOTTOM = 132, 496
#: Pixels, from a baseline to the top of the capitals below; ``CLEAR`` is what stays between letters in any case.
ABOVE_NAME, ABOVE_DATE, ABOVE_PLACE, CLEAR = 36, 46, 28, 12


@dataclass(frozen=True)
class Placed:
    """Lines at their place: ``x``, and ``y`` of the top of a capital of the first one."""

    text: Lines
    x: int
    y: int
    colour: str
    #: The colour of the plate they are on, if any.
    plate: str = ""
    is_struck: bool = False

    def baselines(self) -> Iterator[tuple[str, int]]:
        """(line, y of its baseline)"""
        for index, line in enumerate(self.text.lines):
            yield line, self.y + self.text.cap_height + index * self.text.leading

    @property
    def box(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of the space they take, accents, descenders and plate included."""
        bottom = self.y + self.text.height
        if self.plate:
            beyond = (PLATE_HEIGHT - self.text.height) // 2
            right = self.x + self.text.width + PLATE_PADDING
            return self.x - PLATE_PADDING, self.y - beyond, right, self.y - beyond + PLATE_HEIGHT
        return self.x, self.y - self.text.rise, self.x + self.text.width, bottom + self.text.drop


def compose(card: Card) -> list[Placed]:
    """The texts of the picture at their places: inside the margins, above the road, none over another."""
    colours = GROUNDS[card.kind]
    tour = fit(card.tour, DISPLAY, sizes=range(32, 19, -2), width=WIDTH - 2 * MARGIN, height=32, lines=1)
    return [
        placed
        for placed in [Placed(tour, MARGIN, 62, colours.ink), number_of(card), *column(card, colours)]
        if placed.text.lines
    ]


def number_of(card: Card) -> Placed:
    """In the middle of the milestone's body."""
    text = fit(str(card.number or ""), DISPLAY, sizes=range(150, 39, -5), width=BORNE_WIDTH - 64, height=150, lines=1)
    body = ROAD_TOP - BORNE_HEIGHT + CAP
    x = MARGIN + (BORNE_WIDTH - text.width) // 2
    return Placed(text, x, body + (ROAD_TOP - body - text.height) // 2, EDGE, is_struck=card.is_cancelled)


def column(card: Card, colours: Ground) -> list[Placed]:
    """One below the other: whether it is off and its rank, its name, its date, where it is held."""
    off = fit(card.off, DISPLAY, sizes=range(42, 41, -1), width=COLUMN_WIDTH // 2, height=42, lines=1)
    beside = off.width + 2 * PLATE_PADDING + 24 if card.off else 0
    rank = fit(card.rank, TEXT, sizes=range(32, 23, -2), width=COLUMN_WIDTH - beside, height=32, lines=1)
    head = PLATE_HEIGHT if card.off else rank.height
    date = in_one_line(card.date, 44, 34)
    if date.is_cut:
        date = fit(card.date, TEXT, sizes=range(36, 31, -2), width=COLUMN_WIDTH, height=96, lines=2)
    below = [(text, ABOVE_DATE if text is date else ABOVE_PLACE) for text in (date, *where(card)) if text.lines]

    room = COLUMN_BOTTOM - COLUMN_TOP - head - sum(gap + text.height for text, gap in below)
    above, after, name = ABOVE_NAME, 0, None
    for _ in range(2):  # the second time, what the accents and the descenders of such letters need is known
        name = fit(card.name, DISPLAY, sizes=range(148, 39, -4), width=COLUMN_WIDTH, height=room - above - after)
        above = max(ABOVE_NAME, name.rise + CLEAR + (0 if card.off else rank.drop))
        after = max(0, name.drop + CLEAR + below[0][0].rise - below[0][1]) if below else 0

    y = COLUMN_TOP + (room - above - after - name.height) // 2
    placed = [Placed(rank, COLUMN + beside, y + (head - rank.height) // 2, colours.soft)]
    if card.off:
        ink, plate = (WHITE, RED) if card.is_cancelled else (RED, WHITE)
        placed.append(Placed(off, COLUMN + PLATE_PADDING, y + (head - off.height) // 2, ink, plate))
    y += head + above
    placed.append(Placed(name, COLUMN, y, colours.ink))
    y += name.height + after
    for text, gap in below:
        y += gap
        is_date = text is date
        colour = colours.ink if is_date else colours.soft
        placed.append(Placed(text, COLUMN, y, colour, is_struck=is_date and card.is_cancelled))
        y += text.height
    return placed


def where(card: Card) -> list[Lines]:
    """The place and the town: in one line if they hold there, else one below the other."""
    together = in_one_line(", ".join(filter(None, [card.place, card.town])), 36, 32)
    if card.place and card.town and together.is_cut:
        return [in_one_line(card.place, 32, 32), in_one_line(card.town, 32, 32)]
    return [together]


def in_one_line(text: str, largest: int, smallest: int) -> Lines:
    sizes = range(largest, smallest - 1, -2)
    return fit(text, TEXT, sizes=sizes, width=COLUMN_WIDTH, height=largest, lines=1)


def draw(card: Card) -> bytes:
    """The picture: the bytes of a PNG of ``WIDTH`` by ``HEIGHT`` pixels."""
    colours = GROUNDS[card.kind]
    picture = Image.new("RGB", (WIDTH, HEIGHT), colours.ground)
    pen = ImageDraw.Draw(picture)
    draw_road(pen, ROAD_TOP)
    milestone = borne(colours, is_cancelled=card.is_cancelled, has_number=bool(card.number))
    picture.paste(milestone, (MARGIN, ROAD_TOP - BORNE_HEIGHT))
    for placed in compose(card):
        if placed.plate:
            left, top, right, _ = placed.box
            shape, mask = plate(right - left, placed.plate)
            picture.paste(shape, (left, top), mask)
        write(pen, placed)
    file = BytesIO()
    picture.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def write(pen: ImageDraw.ImageDraw, placed: Placed):
    """The ink of each line begins at ``placed.x``: large letters and small ones stand on one edge."""
    text = placed.text
    font = text.face.font(text.size)
    for line, baseline in placed.baselines():
        bearing = text.bearing(line)
        for x, letters in text.face.letters(line, text.size):
            pen.text((placed.x - bearing + x, baseline), letters, font=font, fill=placed.colour, anchor="ls")
        if placed.is_struck:
            thick = max(4, text.size // 12)
            top = baseline - (text.cap_height + thick) // 2
            right = placed.x + text.face.width(line, text.size) - 2 * bearing
            pen.rectangle((placed.x, top, right, top + thick - 1), fill=placed.colour)
