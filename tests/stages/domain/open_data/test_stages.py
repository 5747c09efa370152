"""What is said of stages."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from wagtail.models import PageViewRestriction

from stages.enums import DateKind, StageKind, StageStatus
from stages.models import StagePage
from tests.factories import EditionPageFactory, PlacePageFactory, StagePageFactory, ThemeFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before(clock_at):
    clock_at("2014-10-01T09:00")


#: The fields that an unknown date leaves without a value.
DATES = ("start_date", "end_date", "door_time", "end_time", "start_datetime", "end_datetime")


def dates(record):
    return {name: record[name] for name in ("date_precision", *DATES)}


def nothing(**known):
    return {**dict.fromkeys(DATES), **known}


def test_stage_of_which_everything_is_known(records):
    edition = EditionPageFactory(year=2014, title="Tour 2014", slug="tour-2014")
    venue = PlacePageFactory(title="POLeN", slug="polen", address="12 rue des Lices", postal_code="48000", city="Mende")
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        slug="mende",
        summary="Une journée en Lozère.",
        position=5,
        kind=StageKind.RURAL,
        timed=True,
        located=True,
        venue=venue,
        venue_note="au premier étage",
        registration_url="https://tour.example/inscription",
        price="Gratuit",
        last_published_at=datetime(2014, 9, 25, 8, tzinfo=UTC),
    )
    stage.themes.add(ThemeFactory(name="télétravail"), ThemeFactory(name="élus"), ThemeFactory(name="ruralité"))
    stage.save()

    assert records("etapes") == [
        {
            "id": str(stage.translation_key),
            "name": "Mende",
            "url": "http://localhost/tour-2014/mende/",
            "description": "Une journée en Lozère.",
            "position": 5,
            "kind": "rural",
            "themes": ["élus", "ruralité", "télétravail"],
            "modified": "2014-09-25T08:00:00+00:00",
            "edition": {
                "id": str(edition.translation_key),
                "name": "Tour 2014",
                "year": 2014,
                "url": "http://localhost/tour-2014/",
            },
            "status": "confirmed",
            "status_note": None,
            "phase": "to_come",
            "has_results": False,
            "date_precision": "exact",
            "start_date": "2014-10-09",
            "end_date": "2014-10-09",
            "day_count": 1,
            "door_time": "09:00",
            "end_time": "18:00",
            "time_zone": "Europe/Paris",
            "start_datetime": "2014-10-09T09:00:00+02:00",
            "end_datetime": "2014-10-09T18:00:00+02:00",
            "location": {
                "name": "POLeN",
                "url": "http://localhost/lieux/polen/",
                "note": "au premier étage",
                "address": "12 rue des Lices, 48000 Mende",
                "city": "Mende",
                "department_code": "48",
                "department": "Lozère",
                "region": "Occitanie",
                "latitude": 44.5182,
                "longitude": 3.5013,
            },
            "registration_url": "https://tour.example/inscription",
            "price": "Gratuit",
        }
    ]


def test_unknown_is_null(records):
    StagePageFactory(unknown=True)
    (record,) = records("etapes")

    assert dates(record) == nothing(date_precision="unknown")
    assert record["day_count"] is None
    assert set(record["location"].values()) == {None}
    assert [record[name] for name in ("description", "position", "modified", "registration_url", "price")] == [None] * 5
    assert record["themes"] == []


def test_period_has_days_and_no_instant(records):
    StagePageFactory(period=True, day_count=2)
    (record,) = records("etapes")

    assert dates(record) == nothing(date_precision="period", start_date="2014-05-01", end_date="2014-06-30")
    assert record["day_count"] == 2


def test_exact_day_without_hours_has_no_instant(records):
    StagePageFactory(exact=True)
    (record,) = records("etapes")

    assert dates(record) == nothing(date_precision="exact", start_date="2014-10-09", end_date="2014-10-09")


def test_several_days_end_on_the_last(records):
    StagePageFactory(several_days=True)
    (record,) = records("etapes")

    assert (record["start_datetime"], record["end_datetime"]) == (
        "2014-10-09T09:00:00+02:00",
        "2014-10-11T18:00:00+02:00",
    )
    assert record["day_count"] == 3


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Europe/Paris", date(2014, 10, 25), "2014-10-25T09:00:00+02:00"),
        ("Europe/Paris", date(2014, 10, 26), "2014-10-26T09:00:00+01:00"),
        ("Europe/Paris", date(2014, 3, 30), "2014-03-30T09:00:00+02:00"),
        ("Indian/Reunion", date(2014, 10, 9), "2014-10-09T09:00:00+04:00"),
        ("Pacific/Noumea", date(2014, 10, 9), "2014-10-09T09:00:00+11:00"),
        ("America/Martinique", date(2014, 7, 9), "2014-07-09T09:00:00-04:00"),
    ],
)
def test_instant_has_the_offset_of_the_place_that_day(records, zone, day, start):
    StagePageFactory(date_kind=DateKind.EXACT, starts_on=day, opening_time=time(9), time_zone=zone)
    (record,) = records("etapes")

    assert (record["door_time"], record["time_zone"], record["start_datetime"]) == ("09:00", zone, start)


@pytest.mark.parametrize("status", [StageStatus.CANCELLED, StageStatus.POSTPONED])
def test_stage_that_is_off_has_a_status_and_no_phase(records, status):
    StagePageFactory(
        timed=True, status=status, status_note="Neige.", registration_url="https://tour.example/", with_results=True
    )
    (record,) = records("etapes")

    assert [record[name] for name in ("status", "status_note", "phase", "has_results", "registration_url")] == [
        status,
        "Neige.",
        None,
        False,
        None,
    ]


@pytest.mark.parametrize(
    ("at", "phase", "has_results", "registration"),
    [
        ("2014-10-09T08:59", "to_come", False, "https://tour.example/"),
        ("2014-10-09T09:00", "under_way", True, None),
        ("2014-10-09T18:00", "results_online", True, None),
    ],
)
def test_phase_results_and_registration_follow_the_clock(records, clock_at, at, phase, has_results, registration):
    StagePageFactory(
        timed=True, status_note="Note ancienne.", registration_url="https://tour.example/", with_results=True
    )
    clock_at(at)
    (record,) = records("etapes")

    assert (record["phase"], record["has_results"], record["registration_url"]) == (phase, has_results, registration)
    assert record["status_note"] is None


def test_venue_that_is_hidden_is_not_named(records):
    venue = PlacePageFactory(title="Lieu caché", address="1 rue Cachée", draft=True)
    StagePageFactory(venue=venue, venue_name="un parvis")
    (record,) = records("etapes")

    assert {name: value for name, value in record["location"].items() if value} == {"name": "un parvis"}


def test_stages_that_not_everybody_may_see_are_left_out(records):
    edition = EditionPageFactory(year=2014)
    private = EditionPageFactory(year=2013)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StagePageFactory(parent=edition, draft=True)
    StagePageFactory(parent=private)
    shown = StagePageFactory(parent=edition, title="Mende")

    assert [record["id"] for record in records("etapes")] == [str(shown.translation_key)]


def test_stage_of_an_edition_that_is_a_draft_has_none(records):
    StagePageFactory(parent=EditionPageFactory(draft=True))
    (record,) = records("etapes")

    assert record["edition"] is None


def test_alias_is_left_out_with_what_its_source_keeps_private(records):
    edition, private = EditionPageFactory(year=2014), EditionPageFactory(year=2013)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StagePageFactory(parent=private, title="Réservée").create_alias(parent=edition, update_slug="alias")

    assert StagePage.objects.live().count() == 2
    assert records("etapes") == []


def test_stages_are_in_the_order_of_the_tour_and_of_one_edition_if_asked(records):
    first, second = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    for edition, position in ((second, 2), (second, 1), (first, None), (first, 1)):
        StagePageFactory(parent=edition, position=position, title=f"{edition.year}, {position}")

    assert [record["name"] for record in records("etapes")] == ["2012, 1", "2012, None", "2014, 1", "2014, 2"]
    assert [record["name"] for record in records("etapes", second)] == ["2014, 1", "2014, 2"]


def test_page_outside_the_site_is_left_out(records):
    outside = EditionPageFactory(parent=home_page().get_root(), year=2011)
    StagePageFactory(parent=outside)

    assert records("etapes") == []


def test_coordinates_keep_their_sign(records):
    StagePageFactory(latitude=Decimal("-20.87890"), longitude=Decimal("-0.00001"))
    (record,) = records("etapes")

    assert (record["location"]["latitude"], record["location"]["longitude"]) == (-20.8789, -0.00001)
