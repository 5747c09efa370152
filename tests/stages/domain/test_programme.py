"""The timetable of a stage."""

from datetime import UTC, date, datetime, time

import pytest

from stages.domain.programme import gaps, overlaps, timetable
from tests.factories import ParticipationFactory, ProgrammeItemFactory, StagePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db):
    return StagePageFactory(timed=True)


def add(stage, title, start=None, end=None, **fields):
    return ProgrammeItemFactory(stage=stage, title=title, start_time=start, end_time=end, **fields)


def summary(day):
    """(title, end, whether it is inferred) of each slot."""
    return [(slot.item.title, slot.end_time, slot.is_end_inferred) for slot in day.slots]


def states(stage, at):
    return {slot.item.title: slot.state for day in timetable(stage, at=at) for slot in day.slots}


def paris(hour, minute=0, *, day=9):
    """An instant of October 2014 by the clocks of Paris, then two hours ahead of UTC."""
    return datetime(2014, 10, day, hour - 2, minute, tzinfo=UTC)


def test_stage_without_programme_has_no_days(stage):
    assert timetable(stage) == []


def test_slots_are_in_the_order_of_their_hours(stage):
    add(stage, "buffet", time(12))
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(9, 30))
    (day,) = timetable(stage)

    assert (day.number, day.date) == (1, date(2014, 10, 9))
    assert [slot.item.title for slot in day.slots] == ["accueil", "exposé", "buffet"]


def test_end_is_the_one_given_else_the_next_beginning_and_the_last_is_open(stage):
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(9, 15), time(10))
    add(stage, "pause", time(10, 30))
    add(stage, "buffet", time(12))
    (day,) = timetable(stage)

    assert summary(day) == [
        ("accueil", time(9, 15), True),
        ("exposé", time(10), False),
        ("pause", time(12), True),
        ("buffet", None, False),
    ]
    assert (day.slots[0].starts_at, day.slots[0].ends_at) == (paris(9), paris(9, 15))
    assert (day.slots[3].starts_at, day.slots[3].ends_at) == (paris(12), None)


def test_end_of_two_slots_at_the_same_hour_is_the_next_later_beginning(stage):
    add(stage, "atelier 1", time(14))
    add(stage, "atelier 2", time(14))
    add(stage, "restitution", time(16))
    (day,) = timetable(stage)

    assert summary(day) == [
        ("atelier 1", time(16), True),
        ("atelier 2", time(16), True),
        ("restitution", None, False),
    ]


def test_slot_at_midnight_is_a_slot(stage):
    add(stage, "veillée", time(0))
    (day,) = timetable(stage)

    assert [slot.item.title for slot in day.slots] == ["veillée"]
    assert day.unscheduled == []


def test_all_day_and_unscheduled_moments_stand_apart_in_the_order_given(stage):
    add(stage, "café", is_all_day=True)
    add(stage, "à caler", sort_order=90)
    add(stage, "accueil", time(9))
    add(stage, "radio", is_all_day=True)
    (day,) = timetable(stage)

    assert [item.title for item in day.all_day] == ["café", "radio"]
    assert [item.title for item in day.unscheduled] == ["à caler"]
    assert [item.title for item in day.items] == ["café", "radio", "accueil", "à caler"]


def test_several_days_have_their_own_dates_and_ends():
    stage = StagePageFactory(several_days=True)
    add(stage, "clôture", time(17), day=3)
    add(stage, "accueil", time(9), day=1)
    add(stage, "dîner", time(20), day=1)

    days = timetable(stage)

    assert [(day.number, day.date) for day in days] == [(1, date(2014, 10, 9)), (3, date(2014, 10, 11))]
    assert summary(days[0]) == [("accueil", time(20), True), ("dîner", None, False)]


@pytest.mark.parametrize("made", [{"unknown": True}, {"period": True}])
def test_programme_without_an_exact_date_has_hours_and_no_instants(made):
    stage = StagePageFactory(**made)
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(10))
    (day,) = timetable(stage)

    assert day.date is None
    assert summary(day) == [("accueil", time(10), True), ("exposé", None, False)]
    assert [(slot.starts_at, slot.ends_at, slot.state) for slot in day.slots] == [(None, None, "none")] * 2


def test_hours_are_those_of_the_place():
    stage = StagePageFactory(timed=True, time_zone="Indian/Reunion")
    add(stage, "accueil", time(9), time(10))
    (day,) = timetable(stage)

    assert (day.slots[0].starts_at, day.slots[0].ends_at) == (
        datetime(2014, 10, 9, 5, tzinfo=UTC),
        datetime(2014, 10, 9, 6, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (paris(8, 59), {"accueil": "none", "exposé": "none", "pause": "none", "buffet": "none"}),
        (paris(9), {"accueil": "now", "exposé": "next", "pause": "none", "buffet": "none"}),
        (paris(9, 14), {"accueil": "now", "exposé": "next", "pause": "none", "buffet": "none"}),
        (paris(9, 15), {"accueil": "past", "exposé": "now", "pause": "next", "buffet": "none"}),
        (paris(9, 59), {"accueil": "past", "exposé": "now", "pause": "next", "buffet": "none"}),
        (paris(10), {"accueil": "past", "exposé": "past", "pause": "next", "buffet": "none"}),
        (paris(10, 29), {"accueil": "past", "exposé": "past", "pause": "next", "buffet": "none"}),
        (paris(10, 30), {"accueil": "past", "exposé": "past", "pause": "now", "buffet": "next"}),
        (paris(12), {"accueil": "past", "exposé": "past", "pause": "past", "buffet": "now"}),
        (paris(17, 59), {"accueil": "past", "exposé": "past", "pause": "past", "buffet": "now"}),
        (paris(18), {"accueil": "past", "exposé": "past", "pause": "past", "buffet": "past"}),
    ],
)
def test_now_and_next_at_each_boundary(stage, at, expected):
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(9, 15), time(10))
    add(stage, "pause", time(10, 30))
    add(stage, "buffet", time(12))

    assert states(stage, at) == expected


def test_now_is_the_present_of_the_clock(stage, clock_at):
    add(stage, "accueil", time(9))
    clock_at("2014-10-09T09:30")

    (day,) = timetable(stage)

    assert day.slots[0].state == "now"


def test_next_is_all_that_begins_together(stage):
    add(stage, "accueil", time(9))
    add(stage, "atelier 1", time(10))
    add(stage, "atelier 2", time(10))
    add(stage, "buffet", time(12))

    assert states(stage, paris(9, 30)) == {"accueil": "now", "atelier 1": "next", "atelier 2": "next", "buffet": "none"}


def test_next_may_be_tomorrow_and_yesterday_is_past():
    stage = StagePageFactory(several_days=True)
    add(stage, "premier soir", time(20), day=1)
    add(stage, "deuxième matin", time(9), day=2)
    add(stage, "troisième matin", time(9), day=3)

    assert states(stage, paris(22)) == {
        "premier soir": "now",
        "deuxième matin": "next",
        "troisième matin": "none",
    }
    assert states(stage, paris(8, 59, day=10))["premier soir"] == "past"
    assert states(stage, paris(9, 0, day=10)) == {
        "premier soir": "past",
        "deuxième matin": "now",
        "troisième matin": "next",
    }


def test_moment_after_the_closing_of_the_stage_is_still_to_come(stage):
    add(stage, "accueil", time(9))
    add(stage, "apéritif", time(19))

    assert states(stage, paris(18, 30)) == {"accueil": "now", "apéritif": "next"}
    assert states(stage, paris(19, 30)) == {"accueil": "past", "apéritif": "now"}
    assert states(stage, paris(23, 59)) == {"accueil": "past", "apéritif": "now"}
    assert states(stage, paris(2, 0, day=10)) == {"accueil": "past", "apéritif": "past"}


@pytest.mark.parametrize("off", [{"cancelled": True}, {"postponed": True}])
def test_stage_that_is_off_has_nothing_now_or_next(off):
    stage = StagePageFactory(timed=True, **off)
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(10))

    assert states(stage, paris(9, 30)) == {"accueil": "none", "exposé": "none"}


def test_moment_beyond_the_days_of_the_stage_is_kept_on_its_day(stage):
    """The form refuses it; a stage shortened by a script may still hold one."""
    add(stage, "lendemain", time(9), day=2)
    (day,) = timetable(stage)

    assert (day.number, day.date) == (2, date(2014, 10, 10))


def test_programme_across_the_change_of_hour_keeps_the_hours_of_the_wall():
    stage = StagePageFactory(exact=True, starts_on=date(2014, 10, 25), ends_on=date(2014, 10, 26))
    add(stage, "samedi", time(9), day=1)
    add(stage, "dimanche", time(9), day=2)

    assert [slot.starts_at for day in timetable(stage) for slot in day.slots] == [
        datetime(2014, 10, 25, 7, tzinfo=UTC),
        datetime(2014, 10, 26, 8, tzinfo=UTC),
    ]


def test_timetable_is_two_queries_whatever_the_number_of_moments(stage, django_assert_num_queries):
    for rank in (1, 2, 3):
        item = add(stage, f"moment {rank}", time(8 + rank))
        ParticipationFactory(item=item, with_page=True)
        with django_assert_num_queries(2):
            (day,) = timetable(stage)
            names = [part.shown_name for slot in day.slots for part in slot.item.participations.all()]
        assert len(names) == rank


# --- What to look at before it is released --------------------------------------------------------


def told(stage):
    """(overlaps, gaps) of a stage: titles and hours."""
    days = timetable(stage)
    return (
        [(found.first.title, found.second.title, found.starts, found.ends) for found in overlaps(days)],
        [(found.starts, found.ends) for found in gaps(days)],
    )


def test_moments_that_follow_each_other_neither_overlap_nor_leave_a_gap(stage):
    add(stage, "accueil", time(9))
    add(stage, "exposé", time(9, 30), time(10))
    add(stage, "buffet", time(10))

    assert told(stage) == ([], [])


def test_moment_that_ends_after_others_begin_overlaps_each_until_the_first_end(stage):
    add(stage, "long", time(9), time(12))
    add(stage, "court", time(9, 30), time(10))
    add(stage, "suivant", time(11))
    add(stage, "fin", time(13))

    assert told(stage) == (
        [("long", "court", time(9, 30), time(10)), ("long", "suivant", time(11), time(12))],
        [],
    )


def test_moments_at_one_hour_overlap_until_the_next_or_without_an_end(stage):
    add(stage, "atelier 1", time(14))
    add(stage, "atelier 2", time(14))
    add(stage, "fin 1", time(16))
    add(stage, "fin 2", time(16))

    assert told(stage) == (
        [("atelier 1", "atelier 2", time(14), time(16)), ("fin 1", "fin 2", time(16), None)],
        [],
    )


def test_gap_is_between_the_last_end_so_far_and_the_next_beginning(stage):
    add(stage, "long", time(9), time(12))
    add(stage, "court", time(10), time(11))
    add(stage, "reprise", time(13))

    assert told(stage)[1] == [(time(12), time(13))]


def test_days_are_looked_at_one_by_one_and_moments_without_hours_not_at_all():
    stage = StagePageFactory(several_days=True)
    add(stage, "premier jour", time(9), time(10), day=1)
    add(stage, "deuxième jour", time(9, 30), day=2)
    add(stage, "toute la journée", is_all_day=True)
    add(stage, "à caler")

    assert told(stage) == ([], [])
