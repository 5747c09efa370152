"""Where things are: Lambert-93 coordinates, the outline of France, points asked for on a map.

Pure Python, no Django model. Angles are decimal degrees on WGS84, taken as RGF93 (they differ by less than a metre
per tens of years, far below what a drawing shows). Projected lengths are metres of EPSG:2154 (RGF93 / Lambert-93).
"""

import json
import math
from dataclasses import dataclass
from functools import cache
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
