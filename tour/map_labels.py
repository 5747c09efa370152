"""Where the signs of a map and their labels stand, so that they cover neither each other nor the road too much.

Lengths are units of the drawing's view box.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tour.geography import Point

SIGN_RADIUS = 15
LABEL_HEIGHT = 20
LETTER_WIDTH = 9.4


@dataclass
class Sign:
    """A point on its way to be drawn, in view-box units."""

    point: Point
    site: tuple[float, float]
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the area the two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def outside(self, width: float, height: float) -> float:
        """Return by how much the box leaves a frame at the origin."""
        return max(0, -self.left) + max(0, -self.top) + max(0, self.right - width) + max(0, self.bottom - height)


def spread(signs: list[Sign], *, distance: float, width: float, height: float, rounds: int = 80) -> None:
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
                    sign.x = min(max(sign.x, SIGN_RADIUS), width - SIGN_RADIUS)
                    sign.y = min(max(sign.y, SIGN_RADIUS), height - SIGN_RADIUS)
                has_moved = True
        if not has_moved:
            return


def _road_marks(roads: Sequence[Sequence[tuple[float, float]]]) -> list[Box]:
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
                marks.append(Box(x - 4, y - 4, x + 4, y + 4))
    return marks


def _candidates(sign: Sign) -> list[tuple[float, float, str, Box]]:
    """Return where a label may stand, the best first: (x, baseline, anchor, box)."""
    length = len(sign.point.label) * LETTER_WIDTH
    x, y = sign.x, sign.y
    spots = [(x + 18, y + 6, "start"), (x - 18, y + 6, "end")]
    spots += [(x, y + 34, "middle"), (x, y - 21, "middle")]
    spots += [(x + 14, y + 24, "start"), (x + 14, y - 14, "start"), (x - 14, y + 24, "end"), (x - 14, y - 14, "end")]
    spots += [(x + 24, y + 36, "start"), (x + 24, y - 26, "start"), (x - 24, y + 36, "end"), (x - 24, y - 26, "end")]
    found = []
    for spot_x, baseline, anchor in spots:
        left = {"start": spot_x, "middle": spot_x - length / 2, "end": spot_x - length}[anchor]
        found.append((spot_x, baseline, anchor, Box(left, baseline - LABEL_HEIGHT + 4, left + length, baseline + 4)))
    return found


def place_labels(signs: list[Sign], roads: Sequence, *, width: float, height: float) -> dict:
    """Choose a place for each label: greedy, then improved in turns until nothing changes.

    A label that would cover a sign or another label is dropped: its number and its line in the list still name it.
    """
    marks = _road_marks(roads)
    boxes = [Box(sign.x - 15, sign.y - 17, sign.x + 15, sign.y + 15) for sign in signs]
    options = [_candidates(sign) for sign in signs]
    chosen: dict[int, int] = {}

    def hard(index: int, box: Box) -> float:
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
