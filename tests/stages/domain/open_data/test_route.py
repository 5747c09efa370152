"""The route as GeoJSON (RFC 7946)."""

from decimal import Decimal

import pytest

from stages.domain.open_data.route import POINT_COLUMNS, ROUTE_PROPERTIES
from tests.factories import EditionPageFactory, StagePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before(clock_at):
    clock_at("2014-10-01T09:00")


@pytest.fixture
def edition(db):
    return EditionPageFactory(year=2014)


def at(edition, position, lat, lon):
    return StagePageFactory(
        parent=edition,
        position=position,
        latitude=None if lat is None else Decimal(lat),
        longitude=None if lon is None else Decimal(lon),
    )


def geometries(features):
    return [feature["geometry"] for feature in features]


def lines(features):
    return [geometry for geometry in geometries(features) if geometry["type"] != "Point"]


def test_point_is_longitude_then_latitude(features, edition):
    stage = at(edition, 1, "44.51820", "3.50130")
    (feature,) = features()

    assert (feature["type"], feature["id"]) == ("Feature", str(stage.translation_key))
    assert feature["geometry"] == {"type": "Point", "coordinates": [3.5013, 44.5182]}
    assert [feature["properties"][name] for name in ("name", "position", "phase", "edition_year")] == [
        stage.title,
        1,
        "to_come",
        2014,
    ]


def test_properties_are_columns_of_the_stages():
    assert {leaf.column for leaf in ROUTE_PROPERTIES} == set(POINT_COLUMNS)


def test_line_joins_stages_whose_ranks_follow(features, edition):
    for position, lat, lon in ((3, "45", "3"), (1, "43", "1"), (2, "44", "2")):
        at(edition, position, lat, lon)
    at(edition, None, "46", "4")

    assert lines(features()) == [{"type": "LineString", "coordinates": [[1.0, 43.0], [2.0, 44.0], [3.0, 45.0]]}]
    assert features()[-1]["id"] == str(edition.translation_key)
    assert features()[-1]["properties"] == {
        "edition_id": str(edition.translation_key),
        "edition_name": "Tour 2014",
        "edition_year": 2014,
        "edition_url": "http://localhost/tour-2014/",
    }


def test_line_is_broken_where_a_stage_has_no_place(features, edition):
    for position in range(1, 6):
        known = position != 3
        at(edition, position, f"4{position}.5" if known else None, f"{position}" if known else None)

    assert lines(features()) == [
        {"type": "MultiLineString", "coordinates": [[[1.0, 41.5], [2.0, 42.5]], [[4.0, 44.5], [5.0, 45.5]]]}
    ]


def test_line_stays_in_the_metropole_as_on_the_map(features, edition):
    at(edition, 1, "43", "1")
    at(edition, 2, "-20.87890", "55.44810")
    at(edition, 3, "44", "2")

    assert geometries(features()) == [
        {"type": "Point", "coordinates": [1.0, 43.0]},
        {"type": "Point", "coordinates": [55.4481, -20.8789]},
        {"type": "Point", "coordinates": [2.0, 44.0]},
    ]


def test_editions_have_a_line_each(features, edition):
    other = EditionPageFactory(year=2012)
    for parent in (edition, other):
        at(parent, 1, "43", "1")
        at(parent, 2, "44", "2")

    assert len(lines(features())) == 2
    assert [feature["properties"]["edition_year"] for feature in features(other)] == [2012] * 3


def test_stages_without_coordinates_make_no_feature(features, edition):
    at(edition, 1, None, None)

    assert features() == []
