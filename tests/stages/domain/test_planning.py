"""Planning reminders: the ledger holds what is expected of it."""

from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from stages.domain import health, planning, reminder_slots, reminders
from stages.enums import DateKind, DeliveryKind, FollowScope, Moment, ScheduleChange, StageStatus
from stages.models import Delivery, ReminderRule, ScheduleVersion, StagePage, StageReminders, Subscription
from tests.factories import (
    EditionPageFactory,
    FollowFactory,
    StagePageFactory,
    SubscriptionFactory,
    ThemeFactory,
    publish,
)
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db


def ledger(**filters):
    """(rule's countdown, hour in Paris, state) of the reminders, in the order of time."""
    rows = (
        Delivery.objects.filter(kind=DeliveryKind.REMINDER, **filters).order_by("due_at", "pk").select_related("rule")
    )
    return [
        (row.rule.countdown, f"{row.due_at.astimezone(ZoneInfo('Europe/Paris')):%m-%d %H:%M}", row.state)
        for row in rows
    ]


def open_hours():
    return [hour for _rule, hour, state in ledger() if state == MailState.DUE]


DUE = [
    ("J−7", "10-02 09:00", MailState.DUE),
    ("J−1", "10-08 17:00", MailState.DUE),
    ("J", "10-09 07:00", MailState.DUE),
    ("J+3", "10-12 09:00", MailState.DUE),
]


def test_follower_is_reminded_four_times(follower):
    assert ledger() == DUE
    assert planning.plan().total == 0


def test_follower_of_several_things_is_reminded_once(stage):
    follower = SubscriptionFactory(follows=stage)
    FollowFactory(subscription=follower)
    FollowFactory(subscription=follower, scope=FollowScope.REGION, region="Occitanie")
    planning.plan([stage])
    assert ledger() == DUE


@pytest.mark.parametrize(("region", "count"), [("Occitanie", 4), ("Bretagne", 0)])
def test_region_is_that_of_the_department(stage, region, count):
    FollowFactory(scope=FollowScope.REGION, region=region)
    planning.plan([stage])
    assert Delivery.objects.count() == count


def test_theme_is_one_of_the_stage(stage):
    rural, other = ThemeFactory(), ThemeFactory()
    FollowFactory(scope=FollowScope.THEME, theme=rural)
    FollowFactory(scope=FollowScope.THEME, theme=other)
    stage.themes.add(rural)
    stage.save_revision().publish()
    assert Delivery.objects.count() == 4


def test_what_is_past_is_not_planned_save_the_morning(stage, clock_at):
    clock_at("2014-10-09T08:00")
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    assert ledger() == [("J", "10-09 07:00", MailState.DUE), ("J+3", "10-12 09:00", MailState.DUE)]


def test_nobody_is_reminded_of_this_morning_once_the_doors_are_open(stage, clock_at):
    clock_at("2014-10-09T09:00")
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    assert [hour for _rule, hour, _state in ledger()] == ["10-12 09:00"]


def test_unconfirmed_paused_and_gone_are_not_reminded(stage):
    now = clock.now()
    SubscriptionFactory(follows=stage, confirmed_at=None)
    SubscriptionFactory(follows=stage, paused_at=now)
    SubscriptionFactory(follows=stage, left_at=now)
    FollowFactory(confirmed_at=None)
    planning.plan([stage])
    assert ledger() == []


def test_declined_moment_is_not_planned_and_comes_back(stage, follower):
    Subscription.objects.update(declined=[Moment.EVE])
    planning.plan([stage])
    assert open_hours() == ["10-02 09:00", "10-09 07:00", "10-12 09:00"]
    assert Delivery.objects.get(state=MailState.CANCELLED).reason == planning.DECLINED
    Subscription.objects.update(declined=[])
    planning.plan([stage])
    assert ledger() == DUE


def test_alias_is_told_as_its_original_alone(stage):
    """Wagtail shows the same stage in a second place: it is one."""
    stage.create_alias(parent=EditionPageFactory(year=2015))
    FollowFactory()
    FollowFactory(scope=FollowScope.REGION, region="Occitanie")
    planning.plan()
    assert (len(ledger(stage=stage)), Delivery.objects.count()) == (8, 8)


def test_what_was_planned_of_an_alias_is_cancelled(stage, follower):
    twin = StagePageFactory(published=True, timed=True)
    SubscriptionFactory(follows=twin)
    planning.plan([twin])
    StagePage.objects.filter(pk=twin.pk).update(alias_of=stage.pk)
    planning.plan()
    assert {state for _rule, _hour, state in ledger(stage=twin)} == {MailState.CANCELLED}
    assert ledger(stage=stage) == DUE


def test_move_cancels_the_old_date_and_plans_the_new_one(stage, follower):
    publish(stage, starts_on=date(2014, 10, 16))
    assert open_hours() == ["10-09 09:00", "10-15 17:00", "10-16 07:00", "10-19 09:00"]
    cancelled = Delivery.objects.filter(state=MailState.CANCELLED)
    assert set(cancelled.values_list("reason", flat=True)) == {planning.MOVED}
    assert cancelled.count() == 4


def test_move_away_and_back_plans_each_reminder_once(stage, follower):
    publish(stage, starts_on=date(2014, 10, 16))
    publish(stage, starts_on=date(2014, 10, 9))
    assert open_hours() == [hour for _rule, hour, _state in DUE]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": StageStatus.CANCELLED}, "L’étape est annulée."),
        ({"status": StageStatus.POSTPONED}, "L’étape est reportée."),
        (
            {"date_kind": DateKind.UNKNOWN, "starts_on": None, "opening_time": None, "closing_time": None},
            reminder_slots.NO_DATE,
        ),
    ],
)
def test_stage_that_is_off_reminds_nobody_until_it_is_on_again(stage, follower, changes, reason):
    before = {name: getattr(stage, name) for name in changes}
    publish(stage, **changes)
    assert open_hours() == []
    assert set(Delivery.objects.filter(kind=DeliveryKind.REMINDER).values_list("reason", flat=True)) == {reason}
    publish(stage, **before)
    assert open_hours() == [hour for _rule, hour, _state in DUE]


def test_unpublished_stage_reminds_nobody(stage, follower):
    stage.unpublish()
    assert open_hours() == []
    stage.save_revision().publish()
    assert ledger() == DUE


def test_deleted_stage_leaves_its_history(stage, follower):
    stage.delete()
    assert {state for _rule, _hour, state in ledger()} == {MailState.CANCELLED}


def test_rule_of_a_stage_is_its_own(stage, follower):
    other = StagePageFactory(published=True, timed=True)
    SubscriptionFactory(follows=other)
    ReminderRule.objects.create(stage=stage, days=-3, at=time(18))
    planning.plan()
    assert "10-06 18:00" in [hour for _rule, hour, _state in ledger(stage=stage)]
    assert len(ledger(stage=other)) == 4


def test_stage_switches_a_national_rule_off_and_on(stage, follower):
    own = StageReminders.objects.get(stage=stage)
    own.switched_off.add(ReminderRule.objects.get(days=-7))
    planning.plan([stage])
    assert open_hours() == ["10-08 17:00", "10-09 07:00", "10-12 09:00"]
    own.switched_off.clear()
    planning.plan([stage])
    assert ledger() == DUE


def test_reminder_that_waits_for_a_new_try_waits_for_the_new_hour_of_its_rule(stage, follower, clock_at):
    clock_at("2014-10-02T09:00")
    again_at = clock.now() + timedelta(minutes=5)
    Delivery.objects.filter(rule__days=-7).update(state=MailState.RETRY, attempts=1, next_try_at=again_at)
    ReminderRule.objects.filter(days=-7).update(days=-3)
    planning.plan([stage])
    row = Delivery.objects.get(state=MailState.RETRY)
    assert row.next_try_at == row.due_at == datetime(2014, 10, 6, 9, tzinfo=ZoneInfo("Europe/Paris"))


def test_rule_that_changes_its_hour_takes_its_reminders_along(stage, follower):
    ReminderRule.objects.filter(days=-7).update(days=-10, at=time(12))
    planning.plan()
    assert open_hours() == ["09-29 12:00", "10-08 17:00", "10-09 07:00", "10-12 09:00"]


def test_rule_moved_into_the_past_sends_nothing(stage, follower, clock_at):
    clock_at("2014-10-01T10:00")
    ReminderRule.objects.filter(days=-7).update(days=-20)
    planning.plan()
    assert open_hours() == ["10-08 17:00", "10-09 07:00", "10-12 09:00"]


def test_rows_lost_by_hand_are_planned_again(stage, follower):
    Delivery.objects.filter(rule__days=-1).delete()
    outcome = reminders.reconcile()
    assert (outcome.planned, outcome.total) == (1, 1)
    assert ledger() == DUE


def test_planning_takes_the_same_queries_for_any_number_of_followers(clock_at):
    clock_at("2014-09-01T10:00")

    def queries_for(number):
        stage = StagePageFactory(published=True, timed=True)
        for _ in range(number):
            SubscriptionFactory(follows=stage)
        counts = []
        for _ in ("planned", "found as planned"):
            with CaptureQueriesContext(connection) as queries:
                planning.plan([stage])
            counts.append(len(queries))
        assert Delivery.objects.filter(stage=stage).count() == 4 * number
        return counts

    for_one = queries_for(1)
    assert queries_for(3) == for_one
    assert max(for_one) < 20


def test_stage_that_becomes_private_and_public_again_is_planned_by_it(follower, stage):
    restriction = PageViewRestriction.objects.create(page=stage.get_parent(), restriction_type="login")
    assert {state for _rule, _hour, state in ledger()} == {MailState.CANCELLED}
    restriction.delete()
    assert ledger() == DUE
    assert reminders.reconcile().total == 0


def test_stage_moved_below_a_private_page_is_planned_no_more(follower, stage):
    private = EditionPageFactory(year=2015)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    stage.move(private, pos="last-child")
    assert {state for _rule, _hour, state in ledger()} == {MailState.CANCELLED}


def test_stage_that_cannot_be_planned_stops_no_other(stage, follower, caplog):
    other = StagePageFactory(published=True, timed=True)
    SubscriptionFactory(follows=other)
    StagePage.objects.filter(pk=stage.pk).update(time_zone="Nulle/Part")
    assert reminders.reconcile().planned == 4
    assert f"Nothing could be planned of stage {stage.pk}" in caplog.text


@pytest.mark.parametrize(("sqlstate", "goes_on"), [("55P03", True), ("57P01", False)])
def test_stage_that_another_process_holds_stops_no_other_unlike_a_database_that_ends(sqlstate, goes_on):
    """PostgreSQL's « lock_not_available » and « admin_shutdown »."""
    error, planned = OperationalError(), []
    error.__cause__ = psycopg.errors.lookup(sqlstate)()

    def plan(key):
        if key == 1:
            raise error
        planned.append(key)
        return planning.Outcome()

    with nullcontext() if goes_on else pytest.raises(OperationalError):
        assert reminders.each_alone([1, 2], plan) == (planning.Outcome(), [1])
    assert planned == ([2] if goes_on else [])


def test_change_that_cannot_be_planned_keeps_no_other_from_being_told(stage, follower, caplog):
    other = StagePageFactory(published=True, timed=True)
    StagePage.objects.filter(pk=stage.pk).update(time_zone="Nulle/Part")
    StagePage.objects.filter(pk=other.pk).update(status=StageStatus.CANCELLED)
    reminders.catch_up()
    assert [version.stage_id for version in ScheduleVersion.objects.filter(change=ScheduleChange.CANCELLED)] == [
        other.pk
    ]
    assert f"Nothing could be planned of stage {stage.pk}" in caplog.text


def test_reminder_planned_after_its_hour_is_not_late(stage, clock_at, smtp_server):
    now = clock_at("2014-10-09T08:30")
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    morning = Delivery.objects.get(rule__days=0)
    assert (morning.next_try_at, morning.due_at) == (now, now - timedelta(minutes=90))
    assert health.health().lag == timedelta()
    publish(stage, status=StageStatus.CANCELLED)
    clock_at("2014-10-09T08:40")
    publish(stage, status=StageStatus.CONFIRMED)
    assert health.health().lag == timedelta()
    ReminderRule.objects.filter(days=0).update(at=time(7, 30))
    clock_at("2014-10-09T08:50")
    planning.plan([stage])
    assert health.health().lag == timedelta()
