"""What leaves when."""

from datetime import date, time

import pytest

from stages.domain import planning, reminder_forecast, reminder_rules, reminder_slots
from stages.models import Delivery, ReminderRule, StagePage, StageReminders
from tests.factories import EditionPageFactory, StagePageFactory, SubscriptionFactory, UserFactory, publish
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(clock_at):
    clock_at("2014-10-01T10:00")
    stage = StagePageFactory(published=True, timed=True, title="Mende")
    for _ in range(2):
        SubscriptionFactory(follows=stage)
    planning.plan([stage])
    return stage


def seen(reminders):
    return [
        (one.rule.countdown, f"{one.local:%m-%d %H:%M}" if one.local else "", one.days_left, one.recipients, one.is_off)
        for one in reminders
    ]


def test_stage_sees_its_reminders_in_the_order_of_time(stage):
    ReminderRule.objects.create(stage=stage, days=-3, at=time(18, 30))
    ReminderRule.objects.create(stage=StagePageFactory(), days=-4, at=time(18, 30))
    planning.plan([stage])
    rule = ReminderRule.objects.get(days=-1)
    reminder_rules.switch(rule, stage=stage, is_on=False, by=UserFactory())

    assert seen(reminder_forecast.of_stage(stage).reminders) == [
        ("J−7", "10-02 09:00", 1, 2, False),
        ("J−3", "10-06 18:30", 5, 2, False),
        ("J−1", "10-08 17:00", 7, 0, True),
        ("J", "10-09 07:00", 8, 2, False),
        ("J+3", "10-12 09:00", 11, 2, False),
    ]


def test_hours_are_those_of_the_place(clock_at):
    clock_at("2014-10-01T10:00")
    stage = StagePageFactory(published=True, timed=True, time_zone="Indian/Reunion")

    assert seen(reminder_forecast.of_stage(stage).reminders)[0] == ("J−7", "10-02 09:00", 1, 0, False)


def test_stage_that_moved_counts_what_is_about_its_new_date(stage):
    Delivery.objects.filter(rule__days=-7).update(state=MailState.SENT, sent_at=clock.now(), handed_at=clock.now())
    publish(stage, starts_on=date(2014, 10, 16))

    first = reminder_forecast.of_stage(StagePage.objects.get()).reminders[0]
    assert (first.recipients, first.sent, f"{first.local:%m-%d}") == (2, 0, "10-09")


def test_stage_without_a_day_is_told_why(stage):
    without = StagePageFactory(published=True, period=True)
    forecast = reminder_forecast.of_stage(without)

    assert forecast.obstacle == reminder_slots.NO_DATE
    assert seen(forecast.reminders)[0] == ("J−7", "", None, 0, False)
    assert reminder_forecast.of_stage(stage).obstacle == ""
    assert reminder_forecast.of_stage(StagePageFactory(draft=True)).obstacle == reminder_slots.NOT_ONLINE


def test_next_days_of_all_stages(stage):
    StagePageFactory(published=True, timed=True, title="Millau", starts_on=date(2014, 11, 7))
    for hidden in ({"cancelled": True}, {"draft": True}):
        StagePageFactory(timed=True, **hidden)
    own = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))
    reminder_rules.switch(ReminderRule.objects.get(days=-1), stage=stage, is_on=False, by=UserFactory())
    ReminderRule.objects.filter(days=0).update(is_active=False)
    planning.plan()

    coming = reminder_forecast.coming()
    assert [(one.stage.title, one.rule.countdown, one.recipients) for one in coming] == [
        ("Mende", "J−7", 2),
        ("Mende", "J−3", 2),
        ("Mende", "J+3", 2),
        ("Millau", "J−7", 0),
    ]
    assert coming[1].rule == own


def test_next_days_list_a_stage_with_an_alias_once(stage):
    stage.create_alias(parent=EditionPageFactory(year=2015))
    assert [one.rule.countdown for one in reminder_forecast.coming()] == ["J−7", "J−1", "J", "J+3"]


def test_next_days_tell_what_is_suspended(stage):
    StageReminders.objects.filter(stage=stage).update(is_suspended=True)
    assert {one.is_suspended for one in reminder_forecast.coming()} == {True}


@pytest.mark.parametrize("number", [1, 3])
def test_next_days_take_the_same_queries(stage, django_assert_num_queries, number):
    for _ in range(number - 1):
        SubscriptionFactory(follows=StagePageFactory(published=True, timed=True))
    planning.plan()
    with django_assert_num_queries(4):
        assert len(reminder_forecast.coming()) == 4 * number


@pytest.mark.parametrize("number", [1, 3])
def test_reminders_of_a_stage_take_the_same_queries(stage, django_assert_num_queries, number):
    for days in range(number):
        ReminderRule.objects.create(stage=stage, days=-20 - days, at=time(9))
    with django_assert_num_queries(7):
        assert len(reminder_forecast.of_stage(stage).reminders) == 4 + number


def test_example_is_the_next_stage_else_the_last(stage, clock_at):
    StagePageFactory(published=True, timed=True, starts_on=date(2014, 12, 1))
    assert reminder_forecast.example() == stage
    clock_at("2015-10-01T10:00")
    assert reminder_forecast.example().starts_on == date(2014, 12, 1)


def test_reminder_that_may_still_find_readers_is_not_closed(stage, clock_at):
    """The morning's until the doors open; the results until they are online, or nobody waits for them any more."""

    def closed():
        return [one.is_closed for one in reminder_forecast.of_stage(StagePage.objects.get()).reminders]

    clock_at("2014-10-09T08:00")
    assert closed() == [True, True, False, False]
    clock_at("2014-10-13T10:00")
    assert closed() == [True, True, True, False]
    publish(stage, results=[{"type": "paragraph", "value": "<p>Huit ateliers.</p>"}])
    assert closed() == [True] * 4
