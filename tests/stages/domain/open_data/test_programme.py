"""What is said of programmes."""

from datetime import date, time

import pytest

from stages.enums import DateKind
from tests.factories import ParticipationFactory, PersonPageFactory, ProgrammeItemFactory, StagePageFactory

pytestmark = pytest.mark.django_db

BEFORE, DURING, AFTER = "2014-10-09T08:00", "2014-10-09T09:30", "2014-10-09T18:00"


@pytest.fixture(autouse=True)
def _before(clock_at):
    clock_at(BEFORE)


@pytest.fixture
def stage(db):
    return StagePageFactory(timed=True, title="Mende", slug="mende", position=5)


def test_moment_of_which_everything_is_known(records, stage):
    item = ProgrammeItemFactory(
        stage=stage,
        title="Table ronde",
        timed=True,
        kinds=["round_table", "break"],
        description="<p>Un <b>débat</b>.</p><p>Puis un autre.</p>",
        released=True,
    )
    person = PersonPageFactory(title="Camille Martin", slug="camille")
    ParticipationFactory(item=item, name="", person=person, function="présidente", organisation="Ville de Mende")
    edition = stage.get_parent()
    (record,) = records("programme")
    (again,) = records("programme")

    assert record.pop("id") == again["id"]
    assert record == {
        "name": "Table ronde",
        "description": "Un débat.\nPuis un autre.",
        "is_provisional": False,
        "modified": None,
        "kinds": ["round_table", "break"],
        "edition": {
            "id": str(edition.translation_key),
            "name": "Tour 2014",
            "year": 2014,
            "url": "http://localhost/tour-2014/",
        },
        "stage": {
            "id": str(stage.translation_key),
            "name": "Mende",
            "position": 5,
            "url": "http://localhost/tour-2014/mende/",
        },
        "day": 1,
        "date": "2014-10-09",
        "is_all_day": False,
        "start_time": "09:15",
        "end_time": "10:00",
        "time_zone": "Europe/Paris",
        "start_datetime": "2014-10-09T09:15:00+02:00",
        "end_datetime": "2014-10-09T10:00:00+02:00",
        "speakers": [
            {
                "name": "Camille Martin",
                "url": "http://localhost/intervenants/camille/",
                "job_title": "présidente",
                "affiliation": "Ville de Mende",
                "is_alternate": False,
                "was_present": None,
            }
        ],
    }


def test_moments_are_in_the_order_of_the_page(records, stage):
    other = StagePageFactory(parent=stage.get_parent(), position=4)
    ProgrammeItemFactory(stage=stage, title="deuxième jour", day=2)
    ProgrammeItemFactory(stage=stage, title="horaire à confirmer")
    ProgrammeItemFactory(stage=stage, title="dix heures", start_time=time(10))
    ProgrammeItemFactory(stage=stage, title="neuf heures", start_time=time(9))
    ProgrammeItemFactory(stage=stage, title="toute la journée", all_day=True)
    ProgrammeItemFactory(stage=other, title="étape d’avant")

    assert [(record["name"], record["day"]) for record in records("programme")] == [
        ("étape d’avant", 1),
        ("toute la journée", 1),
        ("neuf heures", 1),
        ("dix heures", 1),
        ("horaire à confirmer", 1),
        ("deuxième jour", 2),
    ]


def test_end_that_is_inferred_is_not_told(records, stage):
    ProgrammeItemFactory(stage=stage, start_time=time(9))
    ProgrammeItemFactory(stage=stage, start_time=time(10))

    assert [(record["end_time"], record["end_datetime"]) for record in records("programme")] == [(None, None)] * 2


def test_moment_of_a_stage_without_an_exact_day_has_hours_only(records):
    ProgrammeItemFactory(stage=StagePageFactory(period=True), timed=True)
    (record,) = records("programme")

    assert [record[name] for name in ("date", "start_time", "end_time", "start_datetime", "end_datetime")] == [
        None,
        "09:15",
        "10:00",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("zone", "day", "starts"),
    [
        ("Europe/Paris", date(2014, 10, 25), ["2014-10-25T09:15:00+02:00", "2014-10-26T09:15:00+01:00"]),
        ("Indian/Reunion", date(2014, 10, 9), ["2014-10-09T09:15:00+04:00", "2014-10-10T09:15:00+04:00"]),
        ("Pacific/Noumea", date(2014, 10, 9), ["2014-10-09T09:15:00+11:00", "2014-10-10T09:15:00+11:00"]),
    ],
)
def test_instant_has_the_offset_of_the_place_that_day(records, zone, day, starts):
    stage = StagePageFactory(date_kind=DateKind.EXACT, starts_on=day, time_zone=zone)
    for number in (1, 2):
        ProgrammeItemFactory(stage=stage, timed=True, day=number)

    assert [record["start_datetime"] for record in records("programme")] == starts


def test_programme_is_provisional_as_a_whole(records, stage):
    ProgrammeItemFactory(stage=stage, released=True)
    ProgrammeItemFactory(stage=stage)

    assert [record["is_provisional"] for record in records("programme")] == [True, True]


@pytest.mark.parametrize(("at", "names"), [(BEFORE, ["Annoncée"]), (DURING, ["Annoncée", "Imprévu"])])
def test_speaker_who_was_not_announced_is_named_once_the_stage_has_begun(records, clock_at, stage, at, names):
    item = ProgrammeItemFactory(stage=stage)
    ParticipationFactory(item=item, name="Annoncée")
    ParticipationFactory(item=item, name="Imprévu", unannounced=True, present=True)
    clock_at(at)
    (record,) = records("programme")

    assert [speaker["name"] for speaker in record["speakers"]] == names


@pytest.mark.parametrize(("at", "presence"), [(BEFORE, [None] * 3), (DURING, [None] * 3), (AFTER, [True, False, None])])
def test_presence_is_told_once_the_stage_is_over(records, clock_at, stage, at, presence):
    item = ProgrammeItemFactory(stage=stage)
    ParticipationFactory(item=item, present=True)
    ParticipationFactory(item=item, absent=True)
    ParticipationFactory(item=item)
    clock_at(at)
    (record,) = records("programme")

    assert [speaker["was_present"] for speaker in record["speakers"]] == presence


def test_person_who_is_hidden_is_not_named(records, stage):
    item = ProgrammeItemFactory(stage=stage)
    hidden = PersonPageFactory(draft=True)
    ParticipationFactory(item=item, name="", person=hidden)
    ParticipationFactory(item=item, name="", person=hidden, function="le préfet", alternate=True)
    (record,) = records("programme")

    assert record["speakers"] == [
        {
            "name": "le préfet",
            "url": None,
            "job_title": None,
            "affiliation": None,
            "is_alternate": True,
            "was_present": None,
        }
    ]
