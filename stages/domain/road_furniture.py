"""What stands along the road, drawn: the milestone, the plate, the road itself. All measures are in pixels."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from stages.enums import StageKind

# Colours: those of static/css in daylight.
ASPHALT, PAINT = "#23272f", "#f8f5ea"
EDGE, STONE, CAP_WHEN_CANCELLED = "#171b24", "#fffdf6", "#d7d3c8"
RED, WHITE = "#b4231a", "#ffffff"


@dataclass(frozen=True)
class Ground:
    """The colours of a kind of stage: what is drawn upon, its texts, the cap of its milestone."""

    ground: str
    ink: str
    soft: str
    cap: str


GROUNDS = {
    StageKind.URBAN: Ground("#ffcf1a", "#171b24", "#34301c", "#ffcf1a"),
    StageKind.RURAL: Ground("#134e35", "#f7f4ea", "#d3e4d8", "#3f9e68"),
}

#: Of the milestone; ``CAP`` is the height of its coloured cap, ``LINE`` the width of its lines.
BORNE_WIDTH, BORNE_HEIGHT, CAP, LINE = 268, 332, 128, 10
PLATE_HEIGHT, PLATE_PADDING = 66, 24
#: Shapes are drawn so many times larger, then reduced: Pillow leaves edges jagged.
FINE = 4


def reduced(shape: Image.Image) -> Image.Image:
    return shape.resize((shape.width // FINE, shape.height // FINE), Image.Resampling.BOX)


def draw_road(pen: ImageDraw.ImageDraw, top: int):
    """Asphalt from ``top`` to the bottom of a picture, with the dashes of its centre line."""
    width, bottom = pen.im.size
    pen.rectangle((0, top, width, bottom), fill=ASPHALT)
    middle = (top + bottom) // 2
    for x in range(0, width, 220):
        pen.rectangle((x, middle - 4, x + 109, middle + 3), fill=PAINT)


def borne(colours: Ground, *, is_cancelled: bool, has_number: bool) -> Image.Image:
    """The milestone on its ground, without its number; where it has none, a road goes off to the horizon."""
    width, height, cap, line = (FINE * size for size in (BORNE_WIDTH, BORNE_HEIGHT, CAP, LINE))
    shape = Image.new("RGB", (width, height), colours.ground)
    pen = ImageDraw.Draw(shape)

    def arch(inset, fill):
        pen.pieslice((inset, inset, width - 1 - inset, width - 1 - inset), 180, 360, fill=fill)
        pen.rectangle((inset, width // 2, width - 1 - inset, height - 1 - inset), fill=fill)

    arch(0, EDGE)
    arch(line, CAP_WHEN_CANCELLED if is_cancelled else colours.cap)
    pen.rectangle((line, cap, width - 1 - line, height - 1 - line), fill=STONE)
    pen.rectangle((line, cap, width - 1 - line, cap + line - 1), fill=EDGE)
    if not has_number:
        draw_road_away(pen, width // 2, cap + line, height - line)
    return reduced(shape)


def draw_road_away(pen, middle, top, bottom):
    near, far, half_a_dash = 62 * FINE, 16 * FINE, 6 * FINE
    pen.polygon([(middle - near, bottom), (middle - far, top), (middle + far, top), (middle + near, bottom)], fill=EDGE)
    for begins, ends in ((0.12, 0.26), (0.4, 0.57), (0.72, 0.93)):
        y = [top + share * (bottom - top) for share in (begins, ends)]
        pen.rectangle((middle - half_a_dash, y[0], middle + half_a_dash, y[1]), fill=STONE)


def plate(width: int, ground: str) -> tuple[Image.Image, Image.Image]:
    """A plate ``width`` wide and ``PLATE_HEIGHT`` high, red or white, its edge the other colour; and its mask."""
    size = (width * FINE, PLATE_HEIGHT * FINE)
    whole = (0, 0, size[0] - 1, size[1] - 1)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle(whole, radius=12 * FINE, fill=255)
    shape = Image.new("RGB", size, ground)
    edge = WHITE if ground == RED else RED
    ImageDraw.Draw(shape).rounded_rectangle(whole, radius=12 * FINE, outline=edge, width=5 * FINE)
    return reduced(shape), reduced(mask)
