"""A stage as search engines read it, in its page."""

import json
import re
from datetime import date, time

import pytest

from partners.enums import PartnerRole
from stages.enums import DateKind, StageStatus
from stages.models import ThemedStage
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    PlacePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped_clock(clock_at):
    clock_at("2014-09-01T09:00")


@pytest.fixture
def told(client):
    """Return a function: the one JSON-LD object of a stage's page."""

    def read(stage):
        html = client.get(stage.url).content.decode()
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        return json.loads(text)

    return read


@pytest.mark.parametrize(
    ("at", "status", "offered"),
    [
        ("2014-10-08T12:00", StageStatus.CONFIRMED, True),
        ("2014-10-08T12:00", StageStatus.CANCELLED, False),
        ("2014-10-08T12:00", StageStatus.POSTPONED, False),
        ("2014-10-10T12:00", StageStatus.CONFIRMED, False),
    ],
)
def test_registration_is_offered_while_one_can(told, clock_at, at, status, offered):
    stage = StagePageFactory(timed=True, status=status, registration_url="https://tour.example/inscription")
    clock_at(at)
    assert ("offers" in told(stage)) is offered


def test_stage_is_an_event(told):
    edition = EditionPageFactory(title="Tour 2014", slug="tour-2014")
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        slug="mende",
        summary="Une journée en Lozère.",
        timed=True,
        located=True,
        registration_url="https://tour.example/inscription",
        venue=PlacePageFactory(title="POLeN", slug="polen", address="12 rue des Lices", postal_code="48000"),
    )
    made = [("LBMG", PartnerRole.ORGANISER), ("MDECS", PartnerRole.LOCAL_ORGANISER), ("AMRF", PartnerRole.SUPPORT)]
    for name, role in made:
        StagePartnerFactory(stage=stage, role=role, partner=PartnerPageFactory(title=name, slug=name.lower()))
    ThemedStage.objects.create(content_object=stage, tag=ThemeFactory(name="ruralité"))
    ProgrammeItemFactory(stage=stage, title="Accueil", timed=True)
    ProgrammeItemFactory(stage=stage, title="Sans heure")
    event = told(stage)
    site = "http://127.0.0.1:8000" if event["url"].startswith("http://127") else "http://localhost"

    def organisation(name):
        return {"@type": "Organization", "name": name, "url": f"{site}/partenaires/{name.lower()}/"}

    image = event.pop("image")
    assert image.startswith(f"{site}/tour-2014/mende/carte.png?v=")
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{site}/tour-2014/mende/",
        "url": f"{site}/tour-2014/mende/",
        "name": "Mende",
        "description": "Une journée en Lozère.",
        "inLanguage": "fr",
        "keywords": ["ruralité"],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "startDate": "2014-10-09T09:00:00+02:00",
        "endDate": "2014-10-09T18:00:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {
            "@type": "Place",
            "name": "POLeN",
            "url": f"{site}/lieux/polen/",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "12 rue des Lices",
                "postalCode": "48000",
                "addressLocality": "Mende",
                "addressRegion": "Lozère",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 44.5182, "longitude": 3.5013},
        },
        "superEvent": {"@type": "EventSeries", "name": "Tour 2014", "url": f"{site}/tour-2014/"},
        "organizer": [organisation("LBMG"), organisation("MDECS")],
        "sponsor": [organisation("AMRF")],
        "offers": {"@type": "Offer", "url": "https://tour.example/inscription"},
        "subEvent": [
            {
                "@type": "Event",
                "name": "Accueil",
                "startDate": "2014-10-09T09:15:00+02:00",
                "endDate": "2014-10-09T10:00:00+02:00",
                "eventStatus": "https://schema.org/EventScheduled",
            }
        ],
    }


@pytest.mark.parametrize("trait", ["unknown", "period"])
def test_what_is_not_known_is_left_out(told, trait, settings):
    event = told(StagePageFactory(**{trait: True}))
    assert {"startDate", "endDate", "location", "offers", "subEvent", "keywords"} & event.keys() == set()
    assert event["organizer"] == [
        {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.WAGTAILADMIN_BASE_URL}
    ]


def test_day_without_hours_is_a_date(told):
    event = told(StagePageFactory(exact=True, ends_on=date(2014, 10, 11)))
    assert (event["startDate"], event["endDate"]) == ("2014-10-09", "2014-10-11")


@pytest.mark.parametrize(
    ("zone", "starts"),
    [("Indian/Reunion", "2014-10-09T09:00:00+04:00"), ("Pacific/Noumea", "2014-10-09T09:00:00+11:00")],
)
def test_hours_have_the_offset_of_the_place(told, zone, starts):
    assert told(StagePageFactory(timed=True, time_zone=zone))["startDate"] == starts


def test_day_of_a_change_of_hour_has_two_offsets(told):
    stage = StagePageFactory(exact=True, starts_on=date(2014, 10, 26), opening_time=time(1), closing_time=time(9))
    event = told(stage)
    assert (event["startDate"], event["endDate"]) == ("2014-10-26T01:00:00+02:00", "2014-10-26T09:00:00+01:00")


def test_stage_that_moved_says_which_day_it_was(told):
    stage = StagePageFactory(timed=True, published=True)
    publish(stage, starts_on=date(2014, 10, 16))
    event = told(stage)
    assert event["startDate"] == "2014-10-16T09:00:00+02:00"
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == "2014-10-09"


def test_new_hours_are_no_new_day(told):
    stage = StagePageFactory(timed=True, published=True)
    publish(stage, opening_time=time(8))
    assert told(stage)["eventStatus"] == "https://schema.org/EventScheduled"


def test_stage_that_lost_its_day_is_postponed(told):
    stage = StagePageFactory(timed=True, published=True)
    publish(stage, date_kind=DateKind.UNKNOWN, starts_on=None, opening_time=None, closing_time=None)
    event = told(stage)
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["previousStartDate"] == "2014-10-09"
    assert "startDate" not in event


@pytest.mark.parametrize(("status", "said"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")])
def test_stage_that_is_off_says_so(told, status, said):
    stage = StagePageFactory(timed=True, status=StageStatus(status))
    ProgrammeItemFactory(stage=stage, timed=True)
    event = told(stage)
    assert {event["eventStatus"], event["subEvent"][0]["eventStatus"]} == {f"https://schema.org/{said}"}


def test_text_cannot_leave_its_element(told):
    hostile = "</script><script>alert(1)</script><!-- & \u2028 é"
    assert told(StagePageFactory(timed=True, title=hostile))["name"] == hostile
