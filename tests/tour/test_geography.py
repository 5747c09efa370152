"""The map of the route. Lengths are read back from the strings that the template draws."""

import math
import re

import pytest

from tour.cartography import build_map
from tour.geography import Point, in_metropole, outline, to_lambert93

WIDTH = 560


def route(*places):
    """Numbered points: (label, latitude, longitude)."""
    return [Point(label, number, lat=lat, lon=lon) for number, (label, lat, lon) in enumerate(places, start=1)]


TOUR_2014 = route(
    ("Saint-Étienne", 45.4397, 4.3872),
    ("Strasbourg", 48.5734, 7.7521),
    ("Bordeaux", 44.8378, -0.5792),
    ("Paris", 48.8918, 2.2380),
    ("Mende", 44.5182, 3.5013),
)


def gap(first, second):
    return math.hypot(float(first.x) - float(second.x), float(first.y) - float(second.y))


def gaps(drawn):
    return [gap(first, second) for rank, first in enumerate(drawn.points) for second in drawn.points[rank + 1 :]]


@pytest.mark.parametrize(
    ("lat", "lon", "easting", "northing"),
    [
        (46.5, 3.0, 700000.00, 6600000.00),  # the origin of the projection
        (41.15, -9.86, -378305.81, 6093283.21),  # the corners EPSG gives for the area of EPSG:2154
        (51.56, 10.38, 1212610.74, 7186901.68),
    ],
)
def test_lambert93_of_known_points(lat, lon, easting, northing):
    x, y = to_lambert93(lat, lon)

    assert (round(x, 2), round(y, 2)) == (easting, northing)


def test_lambert93_agrees_with_the_defining_parallels():
    """The projection computed from its definition (GRS80, parallels 44° and 49°; Snyder 1987, p. 108)."""
    flattening = 1 / 298.257222101
    e = math.sqrt(2 * flattening - flattening**2)

    def t(phi):
        return math.tan(math.pi / 4 - phi / 2) / ((1 - e * math.sin(phi)) / (1 + e * math.sin(phi))) ** (e / 2)

    def m(phi):
        return math.cos(phi) / math.sqrt(1 - (e * math.sin(phi)) ** 2)

    south, north, origin = math.radians(44), math.radians(49), math.radians(46.5)
    n = math.log(m(south) / m(north)) / math.log(t(south) / t(north))
    scale = 6378137 * m(south) / (n * t(south) ** n)
    for lat in range(42, 52):
        for lon in range(-5, 10):
            radius = scale * t(math.radians(lat)) ** n
            angle = n * math.radians(lon - 3)
            x = 700000 + radius * math.sin(angle)
            y = 6600000 + scale * t(origin) ** n - radius * math.cos(angle)
            assert to_lambert93(lat, lon) == pytest.approx((x, y), abs=0.001)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (44.5, 3.5, True),
        (42.7, 9.45, True),  # Bastia
        (48.4, -4.5, True),  # Brest
        (-20.9, 55.5, False),  # La Réunion
        (46.8, -56.2, False),  # Saint-Pierre-et-Miquelon: the same latitude, an ocean away
        (90, 0, False),
        (math.nan, math.nan, False),
    ],
)
def test_in_metropole(lat, lon, expected):
    assert in_metropole(lat, lon) is expected


def test_outline_reaches_from_brittany_to_corsica_and_to_dunkerque():
    xs = [x for ring in outline() for x, _ in ring]
    ys = [y for ring in outline() for _, y in ring]

    assert 120_000 < min(xs) < 130_000
    assert 1_240_000 < max(xs) < 1_245_000
    assert 6_040_000 < min(ys) < 6_060_000
    assert 7_105_000 < max(ys) < 7_115_000


def test_map_of_the_tour_names_all_its_stages_inside_the_frame():
    drawn = build_map(TOUR_2014)

    assert drawn.view_box == f"0 0 {WIDTH} {drawn.height}"
    assert [point.label for point in drawn.points] == ["Saint-Étienne", "Strasbourg", "Bordeaux", "Paris", "Mende"]
    assert [point.has_label for point in drawn.points] == [True] * 5
    assert drawn.points[0].aria_label == "Étape 1\u00a0: Saint-Étienne"
    assert (drawn.insets, drawn.missing, drawn.is_dense) == ((), (), False)


def test_map_puts_each_place_on_its_side_of_the_country():
    strasbourg, bordeaux, mende = (build_map(TOUR_2014).points[rank] for rank in (1, 2, 4))

    assert float(bordeaux.x) < float(mende.x) < float(strasbourg.x)
    assert float(strasbourg.y) < float(bordeaux.y) < float(mende.y)


def test_labels_stay_inside_the_frame_and_off_each_other():
    drawn = build_map(TOUR_2014)
    boxes = []
    for point in drawn.points:
        length = len(point.label) * 9.4
        left = float(point.label_x) - {"start": 0, "middle": length / 2, "end": length}[point.anchor]
        boxes.append((left, float(point.label_y) - 16, left + length, float(point.label_y) + 4))

    for rank, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH
        assert bottom <= float(drawn.height)
        for other in boxes[rank + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_route_joins_the_stages_in_order():
    drawn = build_map(TOUR_2014)

    assert drawn.route.startswith(f"M{drawn.points[0].x},{drawn.points[0].y}C")
    assert drawn.route.count("C") == 4
    assert drawn.route.endswith(f" {drawn.points[4].x},{drawn.points[4].y}")


def test_route_follows_the_numbers_not_the_order_given():
    assert build_map(list(reversed(TOUR_2014))).route == build_map(TOUR_2014).route


def test_route_is_not_drawn_through_a_missing_number():
    drawn = build_map([TOUR_2014[0], TOUR_2014[1], TOUR_2014[3], TOUR_2014[4]])

    assert drawn.route.count("M") == 2
    assert drawn.route.count("C") == 2


def test_route_is_not_drawn_through_a_stage_without_place():
    nowhere = Point("Quelque part", 2)

    drawn = build_map([TOUR_2014[0], nowhere, *TOUR_2014[2:]])

    assert drawn.missing == ("Quelque part",)
    assert drawn.route.count("M") == 1
    assert drawn.route.count("C") == 2


def test_places_without_number_are_drawn_and_not_joined():
    drawn = build_map([Point("Mende", lat=44.5, lon=3.5), Point("Florac", lat=44.3, lon=3.6)])

    assert [point.number for point in drawn.points] == ["", ""]
    assert [point.aria_label for point in drawn.points] == ["Mende", "Florac"]
    assert drawn.route == ""


@pytest.mark.parametrize(("lat", "lon"), [(None, None), (44.5, None), (None, 3.5)])
def test_place_without_both_coordinates_is_named_as_missing(lat, lon):
    drawn = build_map([Point("Ailleurs", 1, lat=lat, lon=lon)])

    assert (drawn.points, drawn.insets, drawn.missing) == ((), (), ("Ailleurs",))


def test_map_without_points_is_the_country_alone():
    drawn = build_map([])

    assert (drawn.points, drawn.route) == ((), "")
    assert drawn.outline.startswith("M")


def test_description_is_read_after_the_name():
    drawn = build_map([Point("Mende", 5, lat=44.5, lon=3.5, description="à venir, jeudi 9 octobre 2014")])

    assert drawn.points[0].aria_label == "Étape 5\u00a0: Mende, à venir, jeudi 9 octobre 2014"


def test_same_place_twice_gives_two_signs_apart_with_lines_to_their_site():
    drawn = build_map(route(("Mende", 44.5, 3.5), ("Mende", 44.5, 3.5)))
    first, second = drawn.points

    assert gap(first, second) >= 28
    assert (first.has_leader, second.has_leader) == (True, True)
    assert (first.site_x, first.site_y) == (second.site_x, second.site_y)


@pytest.mark.parametrize(("lat", "lon"), [(48.4, -4.7), (42.7, 9.45), (51.05, 2.4), (42.5, 3.1)])
@pytest.mark.parametrize("count", [5, 20, 60])
def test_signs_crowded_at_the_edge_of_the_country_stay_inside_the_frame(lat, lon, count):
    drawn = build_map(route(*[("Ici", lat, lon)] * count))

    assert len(drawn.points) == count
    for point in drawn.points:
        assert 15 <= float(point.x) <= WIDTH - 15
        assert 15 <= float(point.y) <= float(drawn.height) - 15


@pytest.mark.parametrize(("lat", "lon"), [(48.4, -4.7), (42.7, 9.45), (46.5, 3)])
def test_twenty_signs_at_one_place_are_apart(lat, lon):
    drawn = build_map(route(*[("Ici", lat, lon)] * 20))

    assert min(gaps(drawn)) >= 26


def test_dense_map_has_small_marks_and_no_labels():
    drawn = build_map(route(*[(f"Étape {n}", 43 + n % 7, n % 6) for n in range(25)]))

    assert drawn.is_dense is True
    assert [point.has_label for point in drawn.points] == [False] * 25


def test_map_of_twenty_four_points_is_not_dense():
    assert build_map(route(*[(f"Étape {n}", 43 + n % 7, n % 6) for n in range(24)])).is_dense is False


def test_overseas_stage_has_a_box_beside_the_map():
    drawn = build_map([*TOUR_2014, Point("Saint-Denis", 6, lat=-20.88, lon=55.45)])
    (inset,) = drawn.insets

    assert len(drawn.points) == 5
    assert float(inset.x) >= WIDTH
    assert float(inset.x) + float(inset.width) <= float(drawn.width)
    assert inset.point.number == "6"
    assert drawn.route.count("C") == 4


@pytest.mark.parametrize("count", [1, 9, 10, 30])
def test_overseas_boxes_stay_inside_the_drawing_and_off_each_other(count):
    drawn = build_map(route(*[("Mamoudzou", -12.8, 45.2)] * count))
    corners = [(float(i.x), float(i.y), float(i.width), float(i.height)) for i in drawn.insets]

    assert len(corners) == count
    for rank, (x, y, width, height) in enumerate(corners):
        assert x >= WIDTH
        assert y >= 0
        assert x + width <= float(drawn.width)
        assert y + height <= float(drawn.height)
        for other in corners[rank + 1 :]:
            assert abs(x - other[0]) >= width or abs(y - other[1]) >= height


def test_overseas_box_is_as_wide_as_its_label():
    drawn = build_map([Point("Saint-Pierre-et-Miquelon", 6, lat=46.8, lon=-56.2)])
    (inset,) = drawn.insets

    assert inset.point.has_label is True
    assert float(inset.point.label_x) + len(inset.point.label) * 9.4 <= float(inset.x) + float(inset.width)
    assert float(inset.x) + float(inset.width) <= float(drawn.width)


def test_overseas_label_longer_than_any_box_is_left_to_the_list():
    (inset,) = build_map([Point("Étape " * 40, 6, lat=-20.9, lon=55.5)]).insets

    assert inset.point.has_label is False
    assert float(inset.width) < WIDTH


@pytest.mark.parametrize("label", ["", " ", "É" * 500, "<script>alert(1)</script>", "مدينة", "🏔️" * 30, "a\x00b"])
def test_odd_labels_are_drawn_or_dropped_never_an_error(label):
    drawn = build_map([Point(label, 1, lat=44.5, lon=3.5), Point(label, 2, lat=-20.9, lon=55.5)])

    assert drawn.points[0].label == label
    assert drawn.insets[0].point.label == label


def test_label_longer_than_the_map_is_left_to_the_list():
    assert build_map([Point("É" * 100, 1, lat=44.5, lon=3.5)]).points[0].has_label is False


@pytest.mark.parametrize(("first", "second", "legs"), [(-1, 0, 1), (0, 1, 1), (32766, 32767, 1), (1, 1, 0), (1, 3, 0)])
def test_numbers_join_when_they_follow_each_other(first, second, legs):
    drawn = build_map([Point("A", first, lat=44.5, lon=3.5), Point("B", second, lat=48.5, lon=3.5)])

    assert drawn.route.count("C") == legs


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (0, 0), (89.99999, 3)])
def test_ends_of_the_world_are_beside_the_map(lat, lon):
    drawn = build_map([Point("Bout du monde", 1, lat=lat, lon=lon)])

    assert (len(drawn.points), len(drawn.insets)) == (0, 1)


def test_numbers_of_the_drawing_have_no_decimal_comma():
    drawn = build_map([*TOUR_2014, Point("Saint-Denis", 6, lat=-20.88, lon=55.45)])

    numbers = [drawn.width, drawn.height, *(getattr(p, name) for p in drawn.points for name in ("x", "y", "label_x"))]
    assert [number for number in numbers if not re.fullmatch(r"-?\d+", number)] == []
