"""The map of the route, as its template draws it.

Lengths are units of the SVG's view box; they are handed to templates as strings, so that no locale can put a decimal
comma in them.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tour.geography import Point, in_metropole, outline, to_lambert93
from tour.map_labels import LETTER_WIDTH, Sign, place_labels, spread

# From this many points on, a map shows small marks and no names: the list beside it names them.
_MANY_POINTS = 24
_MARGIN = 26
# A box beside the map is as wide as the longest name it holds, in these bounds; a longer name is left to the list.
_INSET_WIDTHS = (150, 320)
_INSET_HEIGHT = 46
_INSET_GAP = 8
_INSET_LABEL = 43


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
        signs.append(Sign(point=point, site=site, x=site[0], y=site[1]))
    spread(signs, distance=15 if is_dense else 29, width=frame.width, height=frame.height)
    roads = _roads(signs)

    labels = {} if is_dense else place_labels(signs, roads, width=frame.width, height=frame.height)
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


def unbroken_runs(things: Iterable, number: Callable) -> list[list]:
    """The stretches of the route of two things or more whose numbers (``number(thing)``, None outside it) follow."""
    numbered = sorted((thing for thing in things if number(thing) is not None), key=number)
    runs: list[list] = []
    for thing in numbered:
        if runs and number(thing) == number(runs[-1][-1]) + 1:
            runs[-1].append(thing)
        else:
            runs.append([thing])
    return [run for run in runs if len(run) > 1]


def _roads(signs: list[Sign]) -> list[list[tuple[float, float]]]:
    """Return the unbroken runs of the route: signs whose numbers follow each other."""
    return [[(sign.x, sign.y) for sign in run] for run in unbroken_runs(signs, lambda sign: sign.point.number)]


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


def _drawn(sign: Sign, label: tuple[float, float, str] | None) -> MapPoint:
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
    needs = [_INSET_LABEL + len(point.label) * LETTER_WIDTH + _INSET_GAP for point in points]
    width = math.ceil(max((need for need in needs if need <= widest), default=narrowest))
    width = max(width, narrowest)
    rows = int(frame.height // (_INSET_HEIGHT + _INSET_GAP))
    boxes = []
    for rank, point in enumerate(points):
        column, row = divmod(rank, rows)
        in_column = min(rows, len(points) - column * rows)
        x = frame.width + 6 + column * (width + _INSET_GAP)
        y = frame.height - (in_column - row) * (_INSET_HEIGHT + _INSET_GAP)
        sign = Sign(point=point, site=(x + 23, y + 23), x=x + 23, y=y + 23)
        label = (x + _INSET_LABEL, y + 29, "start") if needs[rank] <= widest else None
        boxes.append(
            Inset(x=f"{x:.0f}", y=f"{y:.0f}", width=str(width), height=str(_INSET_HEIGHT), point=_drawn(sign, label))
        )
    return tuple(boxes)


def _aria_label(point: Point) -> str:
    name = point.label if point.number is None else f"Étape {point.number}\u00a0: {point.label}"
    return f"{name}, {point.description}" if point.description else name
