"""Calendar files, read by a parser that is not the library that wrote them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import vobject

from partners.enums import PartnerRole
from stages.domain.calendar import read_stages
from stages.domain.icalendar import calendar_of, item_events, parse_alarm, stage_events
from stages.domain.schedule import record_changes
from stages.enums import SessionKind, StageStatus
from stages.models import StagePage, ThemedStage
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    PartnerPageFactory,
    PlacePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
    publish,
)

NBSP = "\u00a0"

pytestmark = pytest.mark.django_db

HOSTILE = [
    "Virgules, points-virgules; deux-points: et \\ barres",
    "Deux\nlignes\r\net un\ttabulateur",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:pirate",
    "🚲 À bicyclette 👩‍🌾 et « guillemets »",
    "Contrôles \x02\x01\x07\x1b\x7f\x85\u2028\u2029 cachés",
    'Guillemets "droits" et ^accent^',
    "é" * 500,
    "🚲" * 250,
    "=1+1",
]


def written(events, **options):
    return calendar_of(events, **{"name": "Le Tour", "url": "https://t/", "source": "https://t/c.ics", **options})


def parsed(events, **options):
    """The calendar as vobject reads it."""
    body = written(events, **options)
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "folded at 75 octets (RFC 5545, 3.1)"
    return vobject.readOne(body.decode())


def all_stages():
    return stage_events(read_stages())


def only(calendar):
    (event,) = calendar.vevent_list
    return event


def test_calendar_says_what_it_is_and_when_to_look_again():
    StagePageFactory(timed=True)
    calendar = parsed(all_stages(), name="Le Tour, 2014")
    said = {line.name: (line.value, line.params) for line in calendar.lines()}
    assert said["VERSION"] == ("2.0", {})
    assert said["METHOD"] == ("PUBLISH", {})
    assert said["NAME"] == said["X-WR-CALNAME"] == ("Le Tour, 2014", {})
    assert said["REFRESH-INTERVAL"] == ("PT4H", {"VALUE": ["DURATION"]})
    assert said["X-PUBLISHED-TTL"] == ("PT4H", {})
    assert said["SOURCE"] == ("https://t/c.ics", {"VALUE": ["URI"]})
    assert said["URL"] == ("https://t/", {})


def test_stage_is_told_whole(clock_at):
    now = clock_at("2014-09-01T10:00")
    edition = EditionPageFactory()
    EditionPartnerFactory(edition=edition, partner=PartnerPageFactory(title="Général"))
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        timed=True,
        rural=True,
        summary="Une journée en Lozère.",
        venue=PlacePageFactory(title="POLeN", address="12 rue des Lices", postal_code="48000", city="Mende"),
        latitude=Decimal("44.51820"),
        longitude=Decimal("3.50130"),
    )
    StagePartnerFactory(stage=stage, role=PartnerRole.SUPPORT)
    StagePartnerFactory(stage=stage, role=PartnerRole.ORGANISER)
    local = StagePartnerFactory(
        stage=stage, role=PartnerRole.LOCAL_ORGANISER, partner=PartnerPageFactory(title="Maison « de l’emploi »; Mende")
    ).partner
    ThemedStage.objects.create(content_object=stage, tag=ThemeFactory(name="Ruralité, campagne"))
    record_changes()

    event = only(parsed(all_stages()))
    assert event.uid.value == str(stage.translation_key)
    assert event.summary.value == "Mende"
    assert event.dtstart.value == stage.starts_at
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Paris"]
    assert event.dtend.value == stage.ends_at
    assert event.sequence.value == "0"
    assert event.dtstamp.value == event.last_modified.value == now
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"
    assert event.location.value == "POLeN, 12 rue des Lices, 48000 Mende"
    assert event.geo.value == "44.5182;3.5013"
    assert event.categories.value == ["Étape rurale", "Ruralité, campagne"]
    assert event.url.value == stage.full_url
    assert event.description.value == f"Une journée en Lozère.\n{stage.full_url}"
    assert event.organizer.value == local.full_url
    assert event.organizer.params["CN"] == ["Maison « de l’emploi »; Mende"]


def test_organiser_is_the_edition_s_then_the_tour(settings):
    alone = StagePageFactory(parent=EditionPageFactory(year=2012), timed=True)
    assert only(parsed(all_stages())).organizer.params["CN"] == [settings.SITE_NAME]
    link = EditionPartnerFactory(edition=alone.get_parent().specific, role=PartnerRole.ORGANISER)
    assert only(parsed(all_stages())).organizer.value == link.partner.full_url


def test_organisers_without_a_rank_come_after_those_that_have_one():
    stage = StagePageFactory(timed=True)
    unranked, ranked = (
        StagePartnerFactory(stage=stage, role=PartnerRole.ORGANISER, sort_order=rank).partner for rank in (None, 1)
    )
    assert only(parsed(all_stages())).organizer.value == ranked.full_url

    stage.partner_roles.filter(partner=ranked).delete()
    assert only(parsed(all_stages())).organizer.value == unranked.full_url


def test_stage_without_an_hour_lasts_all_day():
    StagePageFactory(exact=True, ends_on=date(2014, 10, 11))
    event = only(parsed(all_stages()))
    assert (event.dtstart.value, event.dtend.value) == (date(2014, 10, 9), date(2014, 10, 12))
    assert event.dtstart.params["VALUE"] == ["DATE"]


def test_stage_without_an_end_lasts_until_midnight_and_says_so():
    StagePageFactory(exact=True, opening_time=time(9))
    event = only(parsed(all_stages()))
    assert event.dtend.value - event.dtstart.value == timedelta(hours=15)
    assert "Heure de fin à confirmer." in event.description.value


def test_what_has_no_day_stays_out():
    StagePageFactory(period=True)
    StagePageFactory(unknown=True)
    assert all_stages() == []
    assert b"BEGIN:VEVENT" not in written([])


@pytest.mark.parametrize(
    ("trait", "status", "title"),
    [("cancelled", "CANCELLED", "Annulée\u00a0: Mende"), ("postponed", "TENTATIVE", "Reportée\u00a0: Mende")],
)
def test_stage_that_is_off_says_so(trait, status, title):
    StagePageFactory(title="Mende", timed=True, status_note="La salle est fermée.", **{trait: True})
    event = only(parsed(all_stages()))
    assert (event.status.value, event.summary.value) == (status, title)
    assert event.description.value.startswith(
        f"Cette étape est {title.partition(NBSP)[0].lower()}. La salle est fermée."
    )


def test_move_raises_the_sequence_and_keeps_the_uid(clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(timed=True, published=True)
    before = only(parsed(all_stages()))
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16), slug="autre-adresse")
    after = only(parsed(all_stages()))
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.last_modified.value - before.last_modified.value == timedelta(days=1)
    assert after.dtstart.value.date() == date(2014, 10, 16)


@pytest.mark.parametrize(
    ("zone", "day", "starts", "ends"),
    [
        # The night of 30 March 2014 two o'clock is three; that of 26 October three o'clock is two.
        ("Europe/Paris", date(2014, 3, 30), datetime(2014, 3, 30, 0, 30), datetime(2014, 3, 30, 7)),
        ("Europe/Paris", date(2014, 10, 26), datetime(2014, 10, 25, 23, 30), datetime(2014, 10, 26, 8)),
        ("Indian/Reunion", date(2014, 3, 30), datetime(2014, 3, 29, 21, 30), datetime(2014, 3, 30, 5)),
        ("Pacific/Noumea", date(2014, 10, 26), datetime(2014, 10, 25, 14, 30), datetime(2014, 10, 25, 22)),
    ],
)
def test_hours_are_those_of_the_place_also_when_they_change(zone, day, starts, ends):
    StagePageFactory(exact=True, starts_on=day, opening_time=time(1, 30), closing_time=time(9), time_zone=zone)
    calendar = parsed(all_stages())
    event = only(calendar)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == [zone]
    # vobject takes the zone from the definition in the file, not from the system.
    assert [zone_told.tzid.value for zone_told in calendar.vtimezone_list] == [zone]
    assert event.dtstart.value.astimezone(UTC) == starts.replace(tzinfo=UTC)
    assert event.dtend.value.astimezone(UTC) == ends.replace(tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_back_and_makes_no_other_event(text):
    kept = " ".join("".join(" " if sign in "\x02\x01\x07\x1b\x7f\x85\u2028\u2029" else sign for sign in text).split())
    stage = StagePageFactory(
        title="Mende", timed=True, summary=text[:400], venue_name=text[:200], status_note=text[:300], postponed=True
    )
    StagePage.objects.filter(pk=stage.pk).update(title=text[:255])
    event = only(parsed(all_stages()))
    assert event.summary.value == f"Reportée\u00a0: {kept[:255].rstrip()}"
    assert event.location.value == kept[:200].rstrip()
    assert len(event.description.value.split("\n")) == 3


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("1d", timedelta(days=1)),
        ("1j", timedelta(days=1)),
        ("2h", timedelta(hours=2)),
        ("30m", timedelta(minutes=30)),
        ("1w", timedelta(weeks=1)),
        ("", None),
        ("0d", None),
        ("1000d", None),
        ("-1d", None),
        ("1", None),
        ("d", None),
        ("1d\n", None),
        ("١d", None),
    ],
)
def test_alarm_is_read_from_an_address(text, before):
    assert parse_alarm(text) == before


def test_alarm_rings_before_each_event():
    StagePageFactory(title="Mende", timed=True)
    alarm = only(parsed(all_stages(), alarm=timedelta(days=1))).valarm
    assert (alarm.action.value, alarm.trigger.value) == ("DISPLAY", timedelta(days=-1))
    assert alarm.description.value == "Mende"
    assert not hasattr(only(parsed(all_stages())), "valarm")


@pytest.mark.parametrize(
    ("before", "rings"),
    [
        (timedelta(days=1), timedelta(hours=-15)),  # at 9 the day before, not at midnight
        (timedelta(weeks=1), timedelta(days=-7, hours=9)),
        (timedelta(hours=2), timedelta(hours=-2)),
    ],
)
def test_alarm_of_a_whole_day_rings_in_the_morning(before, rings):
    StagePageFactory(exact=True)
    assert only(parsed(all_stages(), alarm=before)).valarm.trigger.value == rings


def test_programme_is_told_moment_by_moment():
    stage = StagePageFactory(title="Mende", timed=True)
    kept = ProgrammeItemFactory(stage=stage, title="Accueil", timed=True, released=True, kinds=[SessionKind.WELCOME])
    ProgrammeItemFactory(stage=stage, title="Exposé", start_time=time(10))
    ProgrammeItemFactory(stage=stage, title="Apéritif", start_time=time(17))
    ProgrammeItemFactory(stage=stage, title="Exposition", all_day=True)
    ProgrammeItemFactory(stage=stage, title="Sans heure")
    (read,) = read_stages()
    events = {event.summary.value: event for event in parsed(item_events(read)).vevent_list}
    assert list(events) == ["Exposition", "Accueil", "Exposé", "Apéritif"]
    assert events["Exposition"].dtend.value == date(2014, 10, 10)
    assert (events["Accueil"].dtstart.value, events["Accueil"].dtend.value) == (
        stage.instant(stage.starts_on, time(9, 15)),
        stage.instant(stage.starts_on, time(10)),
    )
    assert events["Accueil"].categories.value == ["Accueil"]
    assert (events["Accueil"].status.value, events["Exposé"].status.value) == ("CONFIRMED", "TENTATIVE")
    assert events["Exposé"].dtend.value == stage.instant(stage.starts_on, time(17))  # where the next begins
    assert events["Apéritif"].dtend.value == stage.ends_at
    assert "Heure de fin à confirmer." in events["Apéritif"].description.value
    assert len({event.uid.value for event in events.values()} | {str(stage.translation_key)}) == 5

    (alone,) = parsed(item_events(read, kept.pk)).vevent_list
    assert alone.uid.value == events["Accueil"].uid.value
    assert item_events(read, kept.pk + 1000) == []


def test_programme_of_a_cancelled_stage_is_cancelled():
    stage = StagePageFactory(timed=True, status=StageStatus.CANCELLED)
    ProgrammeItemFactory(stage=stage, title="Accueil", timed=True, released=True)
    (event,) = parsed(item_events(read_stages()[0])).vevent_list
    assert (event.status.value, event.summary.value) == ("CANCELLED", "Annulée\u00a0: Accueil")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_stages(count, django_assert_num_queries):
    edition = EditionPageFactory()
    for _ in range(count):
        stage = StagePageFactory(parent=edition, timed=True, venue=PlacePageFactory())
        StagePartnerFactory(stage=stage, role=PartnerRole.ORGANISER)
    record_changes()
    read = read_stages()
    written(stage_events(read))  # what a process keeps: the site's address
    with django_assert_num_queries(3):
        written(stage_events(read))
