"""Stages: their date, their instants, their phase, their order."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from stages.enums import DateKind, Phase, StageStatus
from stages.models import StagePage
from tests.factories import (
    EditionPageFactory,
    PlacePageFactory,
    StagePageFactory,
    ThemeFactory,
)
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db

NINTH = date(2014, 10, 9)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# --- The three kinds of date ---------------------------------------------------------------------


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

FOR_UNKNOWN = "La date est dite inconnue : videz ce champ, ou choisissez une autre précision."
NO_HOURS = "Une période n’a pas d’horaires : videz ce champ, ou indiquez une date exacte."
OUT_OF_CALENDAR = "Cette date est hors de notre calendrier : vérifiez l’année."


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
            {"starts_on": ["Indiquez le premier jour, ou choisissez « Date inconnue »."]},
        ),
        (
            {"exact": True},
            {"starts_on": None, "ends_on": NINTH},
            {"starts_on": ["Indiquez le premier jour, ou choisissez « Date inconnue »."]},
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
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"timed": True},
            {"closing_time": time(9)},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"timed": True},
            {"opening_time": time(0), "closing_time": time(0)},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"period": True},
            {"starts_on": None, "ends_on": None},
            {
                "starts_on": ["Indiquez le premier jour, ou choisissez « Date inconnue »."],
                "ends_on": ["Une période a un premier et un dernier jour : indiquez le dernier."],
            },
        ),
        (
            {"period": True},
            {"ends_on": None},
            {"ends_on": ["Une période a un premier et un dernier jour : indiquez le dernier."]},
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
            {"longitude": ["La latitude et la longitude vont ensemble : complétez ou videz les deux."]},
        ),
        (
            {"exact": True},
            {"longitude": Decimal("3.5")},
            {"latitude": ["La latitude et la longitude vont ensemble : complétez ou videz les deux."]},
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
        "closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."],
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


# --- Where a stage stands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-10-09T08:59:59", Phase.TO_COME),
        ("2014-10-09T09:00:00", Phase.UNDER_WAY),
        ("2014-10-09T17:59:59", Phase.UNDER_WAY),
        ("2014-10-09T18:00:00", Phase.OVER),
        ("2015-10-09T12:00:00", Phase.OVER),
    ],
)
def test_phase_of_a_timed_stage(clock_at, at, phase):
    stage = StagePageFactory(timed=True)
    clock_at(at)

    assert stage.phase == phase
    assert StagePage.objects.with_progress().get().phase == phase


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-10-08T23:59", Phase.TO_COME),
        ("2014-10-09T00:00", Phase.UNDER_WAY),
        ("2014-10-09T23:59", Phase.UNDER_WAY),
        ("2014-10-10T00:00", Phase.OVER),
    ],
)
def test_phase_of_a_day_without_hours(clock_at, at, phase):
    stage = StagePageFactory(exact=True)
    clock_at(at)

    assert stage.phase == phase
    assert StagePage.objects.with_progress().get().phase == phase


def test_phase_in_noumea_follows_its_own_day(clock_at):
    stage = StagePageFactory(timed=True, time_zone="Pacific/Noumea")
    clock_at("2014-10-09T00:00")  # nine in the morning there

    assert stage.phase == Phase.UNDER_WAY


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-04-30T23:59", Phase.TO_COME),
        ("2014-05-15T12:00", Phase.TO_COME),
        ("2014-06-30T23:59", Phase.TO_COME),
        ("2014-07-01T00:00", Phase.OVER),
    ],
)
def test_phase_of_a_period_is_to_come_until_its_last_day_is_over(clock_at, at, phase):
    stage = StagePageFactory(period=True)
    clock_at(at)

    assert stage.phase == phase


def test_phase_of_an_unknown_date_is_to_come(clock_at):
    clock_at("2030-01-01T00:00")

    assert StagePageFactory(unknown=True).phase == Phase.TO_COME


def test_phase_tells_when_results_are_online(clock_at):
    stage = StagePageFactory(timed=True, with_results=True)

    clock_at("2014-10-09T17:59")
    assert StagePage.objects.get().phase == Phase.UNDER_WAY
    clock_at("2014-10-09T18:00")
    assert stage.phase == Phase.RESULTS_ONLINE


def test_phase_of_a_draft_being_changed_is_that_of_its_new_date(clock_at):
    clock_at("2014-10-10T12:00")
    stage = StagePageFactory(timed=True)
    stage.starts_on = date(2014, 10, 16)
    stage.full_clean()

    assert stage.phase == Phase.TO_COME


def test_phase_of_a_page_that_was_never_saved(clock_at):
    clock_at("2014-10-09T12:00")

    assert StagePageFactory.build().phase == Phase.TO_COME


def test_phase_costs_no_query_when_read_with_progress(clock_at, django_assert_num_queries):
    clock_at("2014-10-09T12:00")
    StagePageFactory(timed=True)
    stage = StagePage.objects.with_progress().get()

    with django_assert_num_queries(0):
        assert stage.phase == Phase.UNDER_WAY


def test_upcoming_and_past_are_complements_at_every_minute_of_a_stage():
    edition = EditionPageFactory(dated=True)
    for position, made in enumerate(
        [{"unknown": True}, {"period": True}, {"timed": True}, {"unknown": True}, {"exact": True}], start=1
    ):
        StagePageFactory(parent=edition, position=position, **made)
    StagePageFactory(parent=edition, unknown=True)
    everything = StagePage.objects.count()
    turns = []
    midnight = utc(2014, 10, 8, 22)
    for minute in range(-1, 24 * 60 + 2):
        at = midnight + timedelta(minutes=minute)
        is_over = dict(StagePage.objects.with_progress(at).values_list("pk", "is_over"))
        assert (len(is_over), set(is_over.values()) <= {True, False}) == (everything, True)
        over = {pk for pk in is_over if is_over[pk]}
        if not turns or turns[-1][1] != len(over):
            assert set(StagePage.objects.past(at).values_list("pk", flat=True)) == over
            assert set(StagePage.objects.upcoming(at).values_list("pk", flat=True)) == is_over.keys() - over
            turns.append((minute, len(over)))

    # The period and the one before it are over since June, the fourth as soon as the fifth begins at midnight, the
    # timed one at 18 h, the last and the one without rank with the day and the edition.
    assert turns == [(-1, 2), (0, 3), (18 * 60, 4), (24 * 60, 6)]


@pytest.mark.parametrize("query", ["past", "upcoming"])
def test_upcoming_and_past_at_the_last_and_first_instant(query):
    StagePageFactory(timed=True)
    ends_at = utc(2014, 10, 9, 16)

    before = getattr(StagePage.objects, query)(ends_at - timedelta(microseconds=1)).count()
    at_end = getattr(StagePage.objects, query)(ends_at).count()

    assert (before, at_end) == {"past": (0, 1), "upcoming": (1, 0)}[query]


def test_undated_stage_is_over_once_a_later_one_has_begun(clock_at):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(position=2, timed=True)

    clock_at("2014-10-09T08:59")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-10-09T09:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_period_is_over_once_a_later_stage_has_begun(clock_at):
    period = StagePageFactory(position=1, period=True, ends_on=date(2014, 12, 31))
    StagePageFactory(position=2, timed=True)
    clock_at("2014-10-09T09:00")

    assert StagePage.objects.get(pk=period.pk).phase == Phase.OVER


def test_undated_stage_is_not_over_because_of_an_earlier_one(clock_at):
    StagePageFactory(position=1, timed=True)
    undated = StagePageFactory(position=2, unknown=True)
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


@pytest.mark.parametrize(
    "later",
    [
        {"cancelled": True},
        {"postponed": True},
        {"draft": True},
        {"position": None},
        {"position": 1},
    ],
)
def test_undated_stage_is_not_over_because_of_a_stage_that_is_off_hidden_or_not_later(clock_at, later):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(**{"position": 2, "timed": True, **later})
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


def test_undated_stage_is_not_over_because_of_another_edition(clock_at):
    undated = StagePageFactory(parent=EditionPageFactory(year=2014), position=1, unknown=True)
    StagePageFactory(parent=EditionPageFactory(year=2012), position=2, timed=True)
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


def test_later_period_makes_undated_stage_over_only_when_it_is_past(clock_at):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(position=2, period=True)

    clock_at("2014-06-15T12:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-07-01T00:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_undated_stage_is_over_once_its_edition_has_ended(clock_at):
    edition = EditionPageFactory(dated=True)
    undated = StagePageFactory(parent=edition, unknown=True)

    clock_at("2014-10-09T23:59")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-10-10T00:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_exact_stage_is_not_over_because_its_edition_is(clock_at):
    edition = EditionPageFactory(dated=True)
    stage = StagePageFactory(parent=edition, timed=True, starts_on=date(2014, 10, 20))
    clock_at("2014-10-15T12:00")

    assert StagePage.objects.past().count() == 0
    assert stage.phase == Phase.TO_COME


def test_progress_is_one_query_whatever_the_number_of_stages(clock_at, django_assert_num_queries):
    clock_at("2014-10-09T12:00")
    edition = EditionPageFactory(dated=True)
    for position in (1, 2, 3):
        StagePageFactory(parent=edition, position=position)
        with django_assert_num_queries(1):
            assert len(StagePage.objects.with_progress()) == position


# --- Order, status, place -------------------------------------------------------------------------


def test_tour_order_is_by_edition_then_rank_then_tree():
    first, second = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    titles = [
        (second, "quatrième", 2),
        (second, "sixième", None),
        (first, "deuxième", 10),
        (first, "première", 9),
        (second, "septième", None),
        (second, "cinquième", 3),
        (second, "troisième", 1),
    ]
    for edition, title, position in titles:
        StagePageFactory(parent=edition, title=title, position=position)

    assert [stage.title for stage in StagePage.objects.in_tour_order()] == [
        "première",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
    ]


def test_tour_order_of_two_stages_with_one_rank_is_that_of_the_tree():
    EditionPageFactory()
    for title in ("avant", "après"):
        StagePageFactory(title=title, position=1)

    assert [stage.title for stage in StagePage.objects.in_tour_order()] == ["avant", "après"]


def test_querysets_chain():
    StagePageFactory(title="ouverte", timed=True, position=1)
    StagePageFactory(title="annulée", timed=True, cancelled=True, position=2)
    StagePageFactory(title="brouillon", timed=True, draft=True, position=3)

    shown = StagePage.objects.visible().going_ahead().past(utc(2015, 1, 1)).in_tour_order()

    assert [stage.title for stage in shown] == ["ouverte"]


@pytest.mark.parametrize(("status", "goes_ahead"), list(zip(StageStatus, [True, False, False], strict=True)))
def test_stage_goes_ahead_unless_cancelled_or_postponed(status, goes_ahead):
    assert StagePageFactory.build(status=status).goes_ahead is goes_ahead


def test_place_name_is_the_directory_entry_before_the_typed_name():
    place = PlacePageFactory(title="POLeN")

    assert StagePageFactory(venue=place, venue_name="ailleurs").place_name == "POLeN"
    assert StagePageFactory(venue_name="parvis de La Défense").place_name == "parvis de La Défense"
    assert StagePageFactory().place_name == ""


def test_place_that_is_deleted_leaves_its_stage():
    stage = StagePageFactory(venue=PlacePageFactory(), venue_name="salle du fond")
    stage.venue.delete()

    stage.refresh_from_db()
    assert stage.place_name == "salle du fond"


def test_location_says_what_is_known():
    assert StagePageFactory.build(located=True).location == "Mende (Lozère)"
    assert StagePageFactory.build().location == ""


def test_themes_are_shared_words():
    theme = ThemeFactory(name="Télétravail")
    stage = StagePageFactory()
    stage.themes.add(theme)
    stage.save()

    assert [str(tag) for tag in StagePage.objects.get(pk=stage.pk).themes.all()] == ["Télétravail"]
    assert [row.content_object for row in theme.themed_stages.all()] == [stage]
