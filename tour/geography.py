"""The map of the route: Lambert-93 coordinates, the outline of France, and where each stage and its label are drawn.

Pure Python, no Django model. Angles are decimal degrees on WGS84, taken as RGF93 (they differ by less than a metre
per tens of years, far below what a drawing shows). Projected lengths are metres of EPSG:2154 (RGF93 / Lambert-93).
Lengths of a drawing are units of its SVG view box; they are handed to templates as strings, so that no locale can put
a decimal comma in them.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

# GRS80 ellipsoid and the constants of Lambert-93 as published by IGN (NTG 71 and the RGF93 user notice).
_ECCENTRICITY = 0.0818191910428158
_CENTRAL_MERIDIAN = math.radians(3.0)
_CONE_EXPONENT = 0.7256077650532670
_CONE_CONSTANT = 11754255.4260960
_POLE_EASTING = 700000.0
_POLE_NORTHING = 12655612.0498760

# Metropolitan France, Corsica included: what is outside goes to the inset.
_METROPOLE = {"lat": (41.2, 51.3), "lon": (-5.6, 9.8)}

OUTLINE_FILE = Path(__file__).parent / "data" / "france.json"

# From this many points on, a map shows small marks and no names: the list beside it names them.
_MANY_POINTS = 24
_MARGIN = 26
_SIGN_RADIUS = 15
# A box beside the map is as wide as the longest name it holds, in these bounds; a longer name is left to the list.
_INSET_WIDTHS = (150, 320)
_INSET_HEIGHT = 46
_INSET_GAP = 8
_INSET_LABEL = 43
_LABEL_HEIGHT = 20
_LETTER_WIDTH = 9.4


def to_lambert93(lat: float, lon: float) -> tuple[float, float]:
    """Return (easting, northing) in metres, EPSG:2154, of a point in decimal degrees.

    IGN's ALG0001 (isometric latitude) and ALG0003 (projection). 46.5°N 3°E gives (700000, 6600000).
    """
    phi = math.radians(lat)
    sine = _ECCENTRICITY * math.sin(phi)
    isometric = math.atanh(math.sin(phi)) - _ECCENTRICITY * math.atanh(sine)
    radius = _CONE_CONSTANT * math.exp(-_CONE_EXPONENT * isometric)
    angle = _CONE_EXPONENT * (math.radians(lon) - _CENTRAL_MERIDIAN)
    return _POLE_EASTING + radius * math.sin(angle), _POLE_NORTHING - radius * math.cos(angle)


def in_metropole(lat: float, lon: float) -> bool:
    """Whether a point (decimal degrees) falls in the frame of metropolitan France."""
    return _METROPOLE["lat"][0] <= lat <= _METROPOLE["lat"][1] and _METROPOLE["lon"][0] <= lon <= _METROPOLE["lon"][1]


@cache
def outline() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the closed rings of France (mainland, Corsica, larger islands) in metres, EPSG:2154."""
    data = json.loads(OUTLINE_FILE.read_text(encoding="utf-8"))
    unit = data["unit"]
    return tuple(tuple((x * unit, y * unit) for x, y in ring) for ring in data["rings"])


@dataclass(frozen=True)
class Point:
    """A place asked for on a map.

    ``number`` is the order on the route, or None for a place outside it. ``kind`` is "urban" or "rural"; ``state`` is
    a stage's phase as the templates name it. A point without both coordinates is left out of the drawing.
    """

    label: str
    number: int | None = None
    url: str = ""
    lat: float | None = None
    lon: float | None = None
    kind: str = "urban"
    state: str = "unknown"
    description: str = ""

    @property
    def is_located(self) -> bool:
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True)
class MapPoint:
    """A point as drawn: its sign at (x, y), its true site at (site_x, site_y), its label beside the sign.

    ``aria_label`` is the name of its link. ``anchor`` is SVG's text-anchor. ``has_leader`` says that the sign was moved
    away from its site, so that a line joins the two.
    """

    number: str
    label: str
    url: str
    kind: str
    state: str
    aria_label: str
    x: str
    y: str
    site_x: str
    site_y: str
    has_leader: bool
    label_x: str
    label_y: str
    anchor: str
    has_label: bool


@dataclass(frozen=True)
class Inset:
    """A point outside metropolitan France, drawn in a box of its own beside the map."""

    x: str
    y: str
    width: str
    height: str
    point: MapPoint


@dataclass(frozen=True)
class RouteMap:
    """All that ``components/route_map.html`` draws. ``missing`` names the points that have no coordinates."""

    view_box: str
    width: str
    height: str
    outline: str
    grid: str
    route: str
    points: tuple[MapPoint, ...]
    insets: tuple[Inset, ...]
    missing: tuple[str, ...]
    is_dense: bool


@dataclass
class _Sign:
    """A point on its way to be drawn, in view-box units."""

    point: Point
    site: tuple[float, float]
    x: float
    y: float


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "_Box") -> float:
        """Return the area the two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def outside(self, width: float, height: float) -> float:
        """Return by how much the box leaves a frame at the origin."""
        return max(0, -self.left) + max(0, -self.top) + max(0, self.right - width) + max(0, self.bottom - height)


def build_map(points: Iterable[Point], *, width: int = 560) -> RouteMap:
    """Lay out the map of the given points, in the order of the route.

    ``width`` is the width of the drawing in view-box units, the column of insets apart. The route joins two points
    only if both are on the map and their numbers follow each other: no road is drawn through a stage without a place.
    """
    points = list(points)
    rings = outline()
    frame = _Frame.around(rings, width)
    located = [point for point in points if point.is_located]
    inside = [point for point in located if in_metropole(point.lat, point.lon)]
    abroad = [point for point in located if not in_metropole(point.lat, point.lon)]
    is_dense = len(inside) > _MANY_POINTS

    signs = []
    for point in inside:
        site = frame.place(to_lambert93(point.lat, point.lon))
        signs.append(_Sign(point=point, site=site, x=site[0], y=site[1]))
    _spread(signs, distance=15 if is_dense else 29, width=frame.width, height=frame.height)
    roads = _roads(signs)

    labels = {} if is_dense else _place_labels(signs, roads, width=frame.width, height=frame.height)
    insets = _insets(abroad, frame)
    total_width = max((float(inset.x) + float(inset.width) + 6 for inset in insets), default=frame.width)
    return RouteMap(
        view_box=f"0 0 {total_width:.0f} {frame.height:.0f}",
        width=f"{total_width:.0f}",
        height=f"{frame.height:.0f}",
        outline="".join(frame.path(ring) for ring in rings),
        grid=frame.grid(),
        route="".join(_curve(road) for road in roads),
        points=tuple(_drawn(sign, labels.get(index)) for index, sign in enumerate(signs)),
        insets=insets,
        missing=tuple(point.label for point in points if not point.is_located),
        is_dense=is_dense,
    )


@dataclass(frozen=True)
class _Frame:
    """The passage from metres (northing upwards) to view-box units (y downwards)."""

    left: float
    top: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, rings: Sequence, width: int) -> "_Frame":
        eastings = [x for ring in rings for x, _ in ring]
        northings = [y for ring in rings for _, y in ring]
        scale = (width - 2 * _MARGIN) / (max(eastings) - min(eastings))
        return cls(
            left=min(eastings) - _MARGIN / scale,
            top=max(northings) + _MARGIN / scale,
            scale=scale,
            width=float(width),
            height=round((max(northings) - min(northings)) * scale + 2 * _MARGIN),
        )

    def place(self, position: tuple[float, float]) -> tuple[float, float]:
        return (position[0] - self.left) * self.scale, (self.top - position[1]) * self.scale

    def path(self, ring: Sequence[tuple[float, float]]) -> str:
        """Return a closed path in whole units, relative after its first point, without repeated points."""
        placed = []
        for position in ring:
            x, y = self.place(position)
            spot = (round(x), round(y))
            if not placed or placed[-1] != spot:
                placed.append(spot)
        if len(placed) < 3:
            return ""
        (x, y), steps = placed[0], []
        for next_x, next_y in placed[1:]:
            steps.append(f"{next_x - x},{next_y - y}")
            x, y = next_x, next_y
        return f"M{placed[0][0]},{placed[0][1]}l{' '.join(steps)}z"

    def grid(self) -> str:
        """Return the folds of the map: lines every 200 km of the Lambert-93 grid."""
        step = 200000
        lines = []
        easting = math.ceil(self.left / step) * step
        while (x := (easting - self.left) * self.scale) < self.width:
            lines.append(f"M{x:.0f},0V{self.height:.0f}")
            easting += step
        northing = math.floor(self.top / step) * step
        while (y := (self.top - northing) * self.scale) < self.height:
            lines.append(f"M0,{y:.0f}H{self.width:.0f}")
            northing -= step
        return "".join(lines)


def _spread(signs: list[_Sign], *, distance: float, width: float, height: float, rounds: int = 80) -> None:
    """Push signs apart until two of them are at least ``distance`` units from each other, or rounds run out.

    No sign leaves the frame.
    """
    for _ in range(rounds):
        has_moved = False
        for index, first in enumerate(signs):
            for rank, second in enumerate(signs[index + 1 :], start=1):
                dx, dy = second.x - first.x, second.y - first.y
                gap = math.hypot(dx, dy)
                if gap >= distance:
                    continue
                if gap < 0.01:  # the same place twice: part them in a direction of their own
                    dx, dy = math.cos(rank * 2.4), math.sin(rank * 2.4)
                    gap = 1.0
                push = min(distance - math.hypot(second.x - first.x, second.y - first.y) + 0.1, distance) / 2
                first.x, first.y = first.x - dx / gap * push, first.y - dy / gap * push
                second.x, second.y = second.x + dx / gap * push, second.y + dy / gap * push
                for sign in (first, second):
                    sign.x = min(max(sign.x, _SIGN_RADIUS), width - _SIGN_RADIUS)
                    sign.y = min(max(sign.y, _SIGN_RADIUS), height - _SIGN_RADIUS)
                has_moved = True
        if not has_moved:
            return


def _roads(signs: list[_Sign]) -> list[list[tuple[float, float]]]:
    """Return the unbroken runs of the route: signs whose numbers follow each other."""
    numbered = sorted((sign for sign in signs if sign.point.number is not None), key=lambda sign: sign.point.number)
    roads: list[list[tuple[float, float]]] = []
    previous = None
    for sign in numbered:
        if previous is not None and sign.point.number == previous + 1:
            roads[-1].append((sign.x, sign.y))
        else:
            roads.append([(sign.x, sign.y)])
        previous = sign.point.number
    return [road for road in roads if len(road) > 1]


def _curve(road: Sequence[tuple[float, float]]) -> str:
    """Return a path that winds through every place of a road: each leg bends, one way then the other."""
    path = [f"M{road[0][0]:.0f},{road[0][1]:.0f}"]
    for rank, ((x1, y1), (x2, y2)) in enumerate(pairwise(road)):
        bend = 0.13 if rank % 2 else -0.13
        dx, dy = x2 - x1, y2 - y1
        first = (x1 + dx * 0.33 - dy * bend, y1 + dy * 0.33 + dx * bend)
        second = (x1 + dx * 0.67 - dy * bend, y1 + dy * 0.67 + dx * bend)
        path.append(f"C{first[0]:.0f},{first[1]:.0f} {second[0]:.0f},{second[1]:.0f} {x2:.0f},{y2:.0f}")
    return "".join(path)


def _road_marks(roads: Sequence[Sequence[tuple[float, float]]]) -> list[_Box]:
    """Return small boxes along the roads, so that labels avoid them."""
    marks = []
    for road in roads:
        for rank, ((x1, y1), (x2, y2)) in enumerate(pairwise(road)):
            bend = 0.13 if rank % 2 else -0.13
            for step in range(1, 24):
                t = step / 24
                bulge = bend * 3 * t * (1 - t)
                x = x1 + (x2 - x1) * t - (y2 - y1) * bulge
                y = y1 + (y2 - y1) * t + (x2 - x1) * bulge
                marks.append(_Box(x - 4, y - 4, x + 4, y + 4))
    return marks


def _candidates(sign: _Sign) -> list[tuple[float, float, str, _Box]]:
    """Return where a label may stand, the best first: (x, baseline, anchor, box)."""
    length = len(sign.point.label) * _LETTER_WIDTH
    x, y = sign.x, sign.y
    spots = [(x + 18, y + 6, "start"), (x - 18, y + 6, "end")]
    spots += [(x, y + 34, "middle"), (x, y - 21, "middle")]
    spots += [(x + 14, y + 24, "start"), (x + 14, y - 14, "start"), (x - 14, y + 24, "end"), (x - 14, y - 14, "end")]
    spots += [(x + 24, y + 36, "start"), (x + 24, y - 26, "start"), (x - 24, y + 36, "end"), (x - 24, y - 26, "end")]
    found = []
    for spot_x, baseline, anchor in spots:
        left = {"start": spot_x, "middle": spot_x - length / 2, "end": spot_x - length}[anchor]
        found.append((spot_x, baseline, anchor, _Box(left, baseline - _LABEL_HEIGHT + 4, left + length, baseline + 4)))
    return found


def _place_labels(signs: list[_Sign], roads: Sequence, *, width: float, height: float) -> dict:
    """Choose a place for each label: greedy, then improved in turns until nothing changes.

    A label that would cover a sign or another label is dropped: its number and its line in the list still name it.
    """
    marks = _road_marks(roads)
    boxes = [_Box(sign.x - 15, sign.y - 17, sign.x + 15, sign.y + 15) for sign in signs]
    options = [_candidates(sign) for sign in signs]
    chosen: dict[int, int] = {}

    def hard(index: int, box: _Box) -> float:
        cost = sum(box.overlap(other) for rank, other in enumerate(boxes) if rank != index)
        cost += sum(box.overlap(options[rank][pick][3]) for rank, pick in chosen.items() if rank != index)
        return cost + 20 * box.outside(width, height)

    def cost(index: int, pick: int) -> float:
        box = options[index][pick][3]
        return 10 * hard(index, box) + 1.5 * sum(box.overlap(mark) for mark in marks) + 4 * pick

    for _ in range(6):
        before = dict(chosen)
        for index in range(len(signs)):
            chosen[index] = min(range(len(options[index])), key=lambda pick: cost(index, pick))
        if chosen == before:
            break
    for index in range(len(signs)):
        if hard(index, options[index][chosen[index]][3]) > 12:
            del chosen[index]
    return {index: options[index][pick][:3] for index, pick in chosen.items()}


def _drawn(sign: _Sign, label: tuple[float, float, str] | None) -> MapPoint:
    point = sign.point
    label_x, label_y, anchor = label or (sign.x, sign.y, "start")
    return MapPoint(
        number="" if point.number is None else str(point.number),
        label=point.label,
        url=point.url,
        kind=point.kind,
        state=point.state,
        aria_label=_aria_label(point),
        x=f"{sign.x:.0f}",
        y=f"{sign.y:.0f}",
        site_x=f"{sign.site[0]:.0f}",
        site_y=f"{sign.site[1]:.0f}",
        has_leader=math.hypot(sign.x - sign.site[0], sign.y - sign.site[1]) > 5,
        label_x=f"{label_x:.0f}",
        label_y=f"{label_y:.0f}",
        anchor=anchor,
        has_label=label is not None,
    )


def _insets(points: Sequence[Point], frame: _Frame) -> tuple[Inset, ...]:
    """Return the boxes of the points outside the frame: columns on its right, the first filled from its bottom up."""
    narrowest, widest = _INSET_WIDTHS
    needs = [_INSET_LABEL + len(point.label) * _LETTER_WIDTH + _INSET_GAP for point in points]
    width = math.ceil(max((need for need in needs if need <= widest), default=narrowest))
    width = max(width, narrowest)
    rows = int(frame.height // (_INSET_HEIGHT + _INSET_GAP))
    boxes = []
    for rank, point in enumerate(points):
        column, row = divmod(rank, rows)
        in_column = min(rows, len(points) - column * rows)
        x = frame.width + 6 + column * (width + _INSET_GAP)
        y = frame.height - (in_column - row) * (_INSET_HEIGHT + _INSET_GAP)
        sign = _Sign(point=point, site=(x + 23, y + 23), x=x + 23, y=y + 23)
        label = (x + _INSET_LABEL, y + 29, "start") if needs[rank] <= widest else None
        boxes.append(
            Inset(x=f"{x:.0f}", y=f"{y:.0f}", width=str(width), height=str(_INSET_HEIGHT), point=_drawn(sign, label))
        )
    return tuple(boxes)


def _aria_label(point: Point) -> str:
    name = point.label if point.number is None else f"Étape {point.number} : {point.label}"
    return f"{name}, {point.description}" if point.description else name
