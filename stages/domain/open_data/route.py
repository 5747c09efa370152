"""The route as GeoJSON (RFC 7946)."""

from typing import Any

from stages.domain.open_data.dataset import Selection, preamble
from stages.domain.open_data.fields import Address, Leaf
from stages.domain.open_data.shared import EDITION_REFERENCE
from stages.domain.open_data.stages import STAGES
from stages.models import StagePage
from tour.cartography import unbroken_runs
from tour.geography import in_metropole

#: What a point says of its stage: some of the columns of the dataset of stages, under the same names.
POINT_COLUMNS = (
    "id",
    "name",
    "url",
    "position",
    "kind",
    "edition_id",
    "edition_name",
    "edition_year",
    "edition_url",
    "status",
    "phase",
    "date_precision",
    "start_date",
    "end_date",
    "location_name",
    "location_city",
    "location_department_code",
)
ROUTE_PROPERTIES: tuple[Leaf, ...] = tuple(leaf for leaf in STAGES.leaves if leaf.column in POINT_COLUMNS)


def route(selection: Selection, address: Address, *, source: str) -> dict[str, Any]:
    """A FeatureCollection: a Point for each stage with coordinates, then a line for each edition.

    Positions are (longitude, latitude), WGS 84. A line is a LineString, or a MultiLineString where it is broken; an
    edition in which no two stages can be joined has none. ``source`` is the address of the documentation.
    """
    stages = [stage for stage in STAGES.rows(selection) if stage.latitude is not None and stage.longitude is not None]
    by_edition: dict[Any, list[StagePage]] = {}
    for stage in stages:
        by_edition.setdefault(stage.edition, []).append(stage)
    lines = [line(edition, its, address) for edition, its in by_edition.items() if edition is not None]
    features = [*(point(stage, address) for stage in stages), *(found for found in lines if found)]
    return {"type": "FeatureCollection", **preamble(source=source), "features": features}


def position(stage):
    return [float(stage.longitude), float(stage.latitude)]


def point(stage, address):
    record = STAGES.record(stage, address)
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "Point", "coordinates": position(stage)},
        "properties": {leaf.column: leaf.pick(record) for leaf in ROUTE_PROPERTIES},
    }


def line(edition, stages, address):
    """The road of an edition as the site's map draws it: between stages of metropolitan France whose ranks follow."""
    joined = [stage for stage in stages if in_metropole(float(stage.latitude), float(stage.longitude))]
    runs = [[position(stage) for stage in run] for run in unbroken_runs(joined, lambda stage: stage.position)]
    if not runs:
        return None
    is_whole = len(runs) == 1
    return {
        "type": "Feature",
        "id": str(edition.translation_key),
        "geometry": {
            "type": "LineString" if is_whole else "MultiLineString",
            "coordinates": runs[0] if is_whole else runs,
        },
        "properties": {f"edition_{field.name}": field.value(edition, address) for field in EDITION_REFERENCE},
    }
