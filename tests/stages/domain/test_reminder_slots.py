"""When reminders fall, and from when on they come too late."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from stages.domain import reminder_slots
from stages.models import ReminderRule, StageReminders
from tests.factories import StagePageFactory
from tour.clock import PARIS

pytestmark = pytest.mark.django_db


def slots(stage):
    """(countdown, due, too late) in Paris, in the order of time."""
    return [
        (slot.rule.countdown, *(f"{at.astimezone(PARIS):%m-%d %H:%M}" for at in (slot.due_at, slot.not_after)))
        for slot in reminder_slots.slots_of(stage)
    ]


def test_each_rule_has_its_hour_and_one_from_which_it_is_too_late(stage):
    assert slots(stage) == [
        ("J−7", "10-02 09:00", "10-04 09:00"),
        ("J−1", "10-08 17:00", "10-09 00:00"),
        ("J", "10-09 07:00", "10-09 09:00"),
        ("J+3", "10-12 09:00", "12-11 08:00"),
    ]


@pytest.mark.parametrize(
    ("opening", "morning"),
    [(None, "10-09 12:00"), (time(6), "10-10 00:00")],
    ids=["unknown", "before the reminder of the morning"],
)
def test_hour_of_opening_ends_the_morning_and_midnight_the_eve(clock_at, opening, morning):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, exact=True, starts_on=date(2014, 10, 9), opening_time=opening)
    assert [late for _rule, _due, late in slots(stage)[1:3]] == ["10-09 00:00", morning]


def test_reminders_fall_at_the_hour_of_the_place(clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True, time_zone="Indian/Reunion")
    first, eve, *_later = reminder_slots.slots_of(stage)
    assert first.due_at == datetime(2014, 10, 2, 9, tzinfo=ZoneInfo("Indian/Reunion"))
    assert eve.not_after == datetime(2014, 10, 9, tzinfo=ZoneInfo("Indian/Reunion"))


@pytest.mark.parametrize(
    ("day", "utc_hour"), [(date(2014, 10, 28), 7), (date(2015, 3, 31), 8), (date(2026, 10, 27), 7)]
)
def test_reminders_keep_their_hour_over_a_change_of_clocks(clock_at, day, utc_hour):
    """A week before, the other time was in force: 9 h is 9 h."""
    clock_at((day - timedelta(days=30)).isoformat() + "T10:00")
    first = reminder_slots.slots_of(StagePageFactory(published=True, timed=True, starts_on=day))[0]
    due_at = first.due_at.astimezone(ZoneInfo("UTC"))
    assert (due_at.date(), due_at.hour) == (day - timedelta(days=7), utc_hour)


def test_rules_are_the_nations_but_for_those_switched_off_and_the_stages_own(stage):
    own = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))
    ReminderRule.objects.create(stage=StagePageFactory(published=True), days=-4, at=time(9))
    StageReminders.objects.get(stage=stage).switched_off.add(ReminderRule.objects.get(days=-1))
    ReminderRule.objects.filter(days=0).update(is_active=False)
    assert {rule.days for rule in reminder_slots.rules_of(stage)} == {-7, own.days, 3}
