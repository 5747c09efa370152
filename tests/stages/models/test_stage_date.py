"""The date of a stage: exact, a period or unknown; its instants; what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from stages.enums import DateKind
from stages.models import StagePage
from tests.factories import StagePageFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db

NINTH = date(2014, 10, 9)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# --- The three kinds of date ----------------------------------------------------------------------


def test_exact_date_without_hours_lasts_the_whole_day_of_its_place():
    stage = StagePageFactory(exact=True)

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 10, 8, 22), utc(2014, 10, 9, 22))
    assert (stage.last_day, stage.known_days) == (NINTH, 1)


def test_exact_date_with_hours_lasts_from_opening_to_closing():
    stage = StagePageFactory(timed=True)

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 10, 9, 7), utc(2014, 10, 9, 16))


def test_exact_date_with_an_opening_alone_lasts_until_midnight():
    stage = StagePageFactory(exact=True, opening_time=time(9))

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 10, 9, 7), utc(2014, 10, 9, 22))


def test_several_days_last_from_the_first_opening_to_the_last_closing():
    stage = StagePageFactory(several_days=True)

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 10, 9, 7), utc(2014, 10, 11, 16))
    assert (stage.last_day, stage.known_days) == (date(2014, 10, 11), 3)


def test_several_days_may_close_at_an_earlier_hour_than_they_open():
    stage = StagePageFactory(several_days=True, opening_time=time(18), closing_time=time(12))

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 10, 9, 16), utc(2014, 10, 11, 10))


def test_period_spans_all_its_days():
    stage = StagePageFactory(period=True)

    assert (stage.starts_at, stage.ends_at) == (utc(2014, 4, 30, 22), utc(2014, 6, 30, 22))
    assert stage.known_days is None


def test_period_of_a_stage_whose_length_is_known():
    assert StagePageFactory(period=True, day_count=2).known_days == 2


def test_unknown_date_has_no_instants():
    stage = StagePageFactory(unknown=True)

    assert (stage.starts_at, stage.ends_at, stage.last_day, stage.known_days) == (None, None, None, None)


def test_date_that_becomes_unknown_loses_its_instants():
    stage = StagePageFactory(timed=True)
    stage.date_kind = DateKind.UNKNOWN
    stage.starts_on = stage.opening_time = stage.closing_time = None
    stage.save()

    stage.refresh_from_db()
    assert (stage.starts_at, stage.ends_at) == (None, None)


@pytest.mark.parametrize(
    ("zone", "starts_at", "ends_at"),
    [
        ("Europe/Paris", utc(2014, 10, 9, 7), utc(2014, 10, 9, 16)),
        ("Indian/Reunion", utc(2014, 10, 9, 5), utc(2014, 10, 9, 14)),
        ("Indian/Mayotte", utc(2014, 10, 9, 6), utc(2014, 10, 9, 15)),
        ("America/Guadeloupe", utc(2014, 10, 9, 13), utc(2014, 10, 9, 22)),
        ("America/Cayenne", utc(2014, 10, 9, 12), utc(2014, 10, 9, 21)),
        ("America/Miquelon", utc(2014, 10, 9, 11), utc(2014, 10, 9, 20)),
        ("Pacific/Noumea", utc(2014, 10, 8, 22), utc(2014, 10, 9, 7)),
        ("Pacific/Tahiti", utc(2014, 10, 9, 19), utc(2014, 10, 10, 4)),
        ("Pacific/Wallis", utc(2014, 10, 8, 21), utc(2014, 10, 9, 6)),
    ],
)
def test_hours_are_those_of_the_place(zone, starts_at, ends_at):
    stage = StagePageFactory(timed=True, time_zone=zone)

    assert (stage.starts_at, stage.ends_at) == (starts_at, ends_at)


def test_moving_to_another_time_zone_moves_the_instants():
    stage = StagePageFactory(timed=True)
    stage.time_zone = "Indian/Reunion"
    stage.save()

    stage.refresh_from_db()
    assert stage.starts_at == utc(2014, 10, 9, 5)


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at", "hours"),
    [
        (date(2014, 3, 30), utc(2014, 3, 29, 23), utc(2014, 3, 30, 22), 23),
        (date(2014, 10, 26), utc(2014, 10, 25, 22), utc(2014, 10, 26, 23), 25),
        (date(2014, 10, 9), utc(2014, 10, 8, 22), utc(2014, 10, 9, 22), 24),
    ],
)
def test_day_on_which_the_hour_changes_is_shorter_or_longer(day, starts_at, ends_at, hours):
    stage = StagePageFactory(exact=True, starts_on=day)

    assert (stage.starts_at, stage.ends_at) == (starts_at, ends_at)
    assert stage.ends_at - stage.starts_at == timedelta(hours=hours)


def test_hours_across_the_spring_change_are_an_hour_closer():
    stage = StagePageFactory(
        exact=True, starts_on=date(2014, 3, 30), opening_time=time(1, 30), closing_time=time(3, 30)
    )

    assert stage.ends_at - stage.starts_at == timedelta(hours=1)


def test_hours_across_the_autumn_change_are_an_hour_further():
    stage = StagePageFactory(
        exact=True, starts_on=date(2014, 10, 26), opening_time=time(1, 30), closing_time=time(3, 30)
    )

    assert stage.ends_at - stage.starts_at == timedelta(hours=3)


# --- What is refused ------------------------------------------------------------------------------

FOR_UNKNOWN = "La date est dite inconnue\u00a0: videz ce champ, ou choisissez une autre précision."
NO_HOURS = "Une période n’a pas d’horaires\u00a0: videz ce champ, ou indiquez une date exacte."
OUT_OF_CALENDAR = "Cette date est hors de notre calendrier\u00a0: vérifiez l’année."


@pytest.mark.parametrize(
    ("made", "changed", "errors"),
    [
        (
            {"unknown": True},
            {"starts_on": NINTH, "closing_time": time(18)},
            {"starts_on": [FOR_UNKNOWN], "closing_time": [FOR_UNKNOWN]},
        ),
        ({"unknown": True}, {"opening_time": time(0)}, {"opening_time": [FOR_UNKNOWN]}),
        (
            {"exact": True},
            {"starts_on": None},
            {"starts_on": ["Indiquez le premier jour, ou choisissez «\u00a0Date inconnue\u00a0»."]},
        ),
        (
            {"exact": True},
            {"starts_on": None, "ends_on": NINTH},
            {"starts_on": ["Indiquez le premier jour, ou choisissez «\u00a0Date inconnue\u00a0»."]},
        ),
        ({"exact": True}, {"ends_on": date(2014, 10, 8)}, {"ends_on": ["L’étape finit avant de commencer."]}),
        (
            {"exact": True},
            {"closing_time": time(18)},
            {"opening_time": ["Indiquez aussi l’heure d’ouverture, ou videz l’heure de fin."]},
        ),
        (
            {"timed": True},
            {"closing_time": time(8, 59)},
            {"closing_time": ["L’étape finit avant d’ouvrir\u00a0: corrigez l’une des deux heures."]},
        ),
        (
            {"timed": True},
            {"closing_time": time(9)},
            {"closing_time": ["L’étape finit avant d’ouvrir\u00a0: corrigez l’une des deux heures."]},
        ),
        (
            {"timed": True},
            {"opening_time": time(0), "closing_time": time(0)},
            {"closing_time": ["L’étape finit avant d’ouvrir\u00a0: corrigez l’une des deux heures."]},
        ),
        (
            {"period": True},
            {"starts_on": None, "ends_on": None},
            {
                "starts_on": ["Indiquez le premier jour, ou choisissez «\u00a0Date inconnue\u00a0»."],
                "ends_on": ["Une période a un premier et un dernier jour\u00a0: indiquez le dernier."],
            },
        ),
        (
            {"period": True},
            {"ends_on": None},
            {"ends_on": ["Une période a un premier et un dernier jour\u00a0: indiquez le dernier."]},
        ),
        ({"period": True}, {"ends_on": date(2014, 4, 30)}, {"ends_on": ["La période finit avant de commencer."]}),
        (
            {"period": True},
            {"opening_time": time(9), "closing_time": time(18)},
            {"opening_time": [NO_HOURS], "closing_time": [NO_HOURS]},
        ),
        ({"exact": True}, {"starts_on": date(1, 1, 1)}, {"starts_on": [OUT_OF_CALENDAR]}),
        ({"exact": True}, {"starts_on": date(214, 10, 9)}, {"starts_on": [OUT_OF_CALENDAR]}),
        ({"exact": True}, {"ends_on": date(9999, 12, 31)}, {"ends_on": [OUT_OF_CALENDAR]}),
        (
            {"period": True},
            {"starts_on": date(1, 1, 1), "ends_on": date(9999, 12, 31)},
            {"starts_on": [OUT_OF_CALENDAR], "ends_on": [OUT_OF_CALENDAR]},
        ),
        (
            {"exact": True},
            {"latitude": Decimal("44.5")},
            {"longitude": ["La latitude et la longitude vont ensemble\u00a0: complétez ou videz les deux."]},
        ),
        (
            {"exact": True},
            {"longitude": Decimal("3.5")},
            {"latitude": ["La latitude et la longitude vont ensemble\u00a0: complétez ou videz les deux."]},
        ),
        (
            {"exact": True},
            {"latitude": Decimal("90.00001"), "longitude": Decimal("-180.00001")},
            {
                "latitude": ["Une latitude va de −90 à 90 degrés."],
                "longitude": ["Une longitude va de −180 à 180 degrés."],
            },
        ),
        (
            {"timed": True},
            {"time_zone": "Europe/Atlantide"},
            {"time_zone": ["La valeur «\u00a0'Europe/Atlantide'\u00a0» n’est pas un choix valide."]},
        ),
        ({"exact": True}, {"day_count": 0}, {"day_count": ["Une étape dure au moins un jour."]}),
        ({"exact": True}, {"position": 0}, {"position": ["La première étape a le rang 1."]}),
    ],
)
def test_date_or_place_that_does_not_hold_is_refused_at_its_field(made, changed, errors):
    stage = StagePageFactory(**made)
    for name, value in changed.items():
        setattr(stage, name, value)

    assert errors_of(stage) == errors


def test_hours_that_the_spring_change_turns_round_are_refused():
    """On 30 March 2014 there is no 2 h 30: it comes after 3 h 15."""
    stage = StagePageFactory(exact=True, starts_on=date(2014, 3, 30))
    stage.opening_time, stage.closing_time = time(2, 30), time(3, 15)

    assert errors_of(stage) == {
        "closing_time": ["L’étape finit avant d’ouvrir\u00a0: corrigez l’une des deux heures."],
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"starts_at": None},
        {"ends_at": None},
        {"starts_on": None},
        {"ends_at": utc(2014, 10, 9, 7)},
        {"ends_on": date(2014, 10, 8)},
        {"opening_time": None},
        {"date_kind": DateKind.PERIOD},
        {"date_kind": DateKind.UNKNOWN},
        {"date_kind": "maybe"},
        {"latitude": Decimal("44.5")},
        {"latitude": Decimal("90.1"), "longitude": Decimal("3.5")},
        {"latitude": Decimal("44.5"), "longitude": Decimal("180.1")},
    ],
)
def test_database_refuses_what_does_not_hold(changed):
    stage = StagePageFactory(timed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        StagePage.objects.filter(pk=stage.pk).update(**changed)


@pytest.mark.parametrize(
    ("made", "changed"),
    [
        ({"period": True}, {"ends_on": None}),
        ({"period": True}, {"ends_on": date(2014, 4, 30)}),
        ({"period": True}, {"opening_time": time(9)}),
        ({"unknown": True}, {"starts_on": NINTH}),
        ({"unknown": True}, {"starts_at": utc(2014, 10, 9)}),
    ],
)
def test_database_refuses_a_half_known_date(made, changed):
    stage = StagePageFactory(**made)

    with pytest.raises(IntegrityError), transaction.atomic():
        StagePage.objects.filter(pk=stage.pk).update(**changed)
