"""The reminder that waits for the results of a stage: nothing that interrupts the waiting loses it."""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from stages.domain import following, planning, reminder_rules, reminders
from stages.domain import ledger as ledger_of_mails
from stages.enums import Moment, StageStatus
from stages.models import Delivery, ReminderRule, StagePage
from tests.factories import (
    SubscriptionFactory,
    UserFactory,
    publish,
)
from tour.models import MailState

pytestmark = pytest.mark.django_db

RESULTS = [{"type": "paragraph", "value": "<p>Huit ateliers.</p>"}]


def results():
    """The state of each reminder that waits for results, of who follows, in the order of their making."""
    return list(Delivery.objects.filter(rule__needs_results=True).order_by("pk").values_list("state", flat=True))


@pytest.fixture
def waiting(stage, follower, clock_at, smtp_server):
    """``follower`` waits for the results of ``stage``, which is over for four days."""
    Delivery.objects.exclude(rule__days=3).delete()
    clock_at("2014-10-13T10:00")
    assert (ledger_of_mails.send_due(), results()) == (0, [MailState.DUE])
    return follower


def rework(stage, follower):
    StagePage.objects.get().unpublish()
    yield
    publish(stage)


def hide(stage, follower):
    restriction = PageViewRestriction.objects.create(page=stage, restriction_type="login")
    yield
    restriction.delete()


def call_off(stage, follower):
    publish(stage, status=StageStatus.CANCELLED)
    yield
    publish(stage, status=StageStatus.CONFIRMED)


def do_without(stage, follower):
    rule, by = ReminderRule.objects.get(days=3), UserFactory()
    reminder_rules.switch(rule, stage=stage, is_on=False, by=by)
    yield
    reminder_rules.switch(rule, stage=stage, is_on=True, by=by)


def put_out_of_service(stage, follower):
    rule, by = ReminderRule.objects.get(days=3), UserFactory()
    reminder_rules.switch_national(rule, is_on=False, by=by)
    yield
    reminder_rules.switch_national(rule, is_on=True, by=by)


def pause(stage, follower):
    following.pause(follower)
    yield
    following.resume(follower)


def untick(stage, follower):
    asked = {"targets": [f"stage:{stage.pk}"], "page": "/suivre/", "wording": "Je demande.", "ip": ""}
    following.change(follower, declined=[Moment.AFTER], **asked)
    yield
    following.change(follower, declined=[], **asked)


def put_right(stage, follower):
    yield
    publish(stage, ends_on=date(2014, 10, 10))


@pytest.mark.parametrize(
    "interrupt", [rework, hide, call_off, do_without, put_out_of_service, pause, untick, put_right]
)
def test_results_are_told_although_the_waiting_was_interrupted(stage, waiting, clock_at, smtp_server, interrupt):
    steps = interrupt(stage, waiting)
    next(steps)
    clock_at("2014-10-15T10:00")
    next(steps, None)
    assert results()[-1] == MailState.DUE
    assert reminders.reconcile().total == 0
    publish(stage, results=RESULTS)
    clock_at("2014-10-15T12:00")
    assert ledger_of_mails.send_due() == 1
    assert reminders.reconcile().total == 0


def test_results_published_with_the_page_are_told(stage, waiting, clock_at, smtp_server):
    StagePage.objects.get().unpublish()
    clock_at("2014-10-20T10:00")
    publish(stage, results=RESULTS)
    assert reminders.reconcile().total == 0
    assert (ledger_of_mails.send_due(), results()) == (1, [MailState.SENT])


def test_results_published_with_another_last_day_are_told_once(stage, waiting, clock_at, smtp_server):
    publish(stage, ends_on=date(2014, 10, 10), results=RESULTS)
    clock_at("2014-10-14T10:00")
    assert (ledger_of_mails.send_due(), results()) == (1, [MailState.CANCELLED, MailState.SENT])
    publish(stage, ends_on=date(2014, 10, 11))
    publish(stage, starts_on=date(2014, 10, 8), ends_on=None)
    assert results() == [MailState.CANCELLED, MailState.SENT]


def test_results_that_are_told_are_not_told_again_of_a_last_day_to_come(stage, waiting, clock_at, smtp_server):
    publish(stage, results=RESULTS)
    clock_at("2014-10-13T12:00")
    assert ledger_of_mails.send_due() == 1
    publish(stage, ends_on=date(2014, 10, 12))
    assert results() == [MailState.SENT]


def test_who_confirms_before_the_results_are_online_is_told_them_and_nobody_afterwards(stage, waiting, clock_at):
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    assert results() == [MailState.DUE] * 2
    publish(stage, results=RESULTS)
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    assert results() == [MailState.DUE] * 2


@pytest.mark.parametrize("interrupt", [do_without, pause, untick])
def test_results_that_came_while_they_were_not_wanted_are_not_told_afterwards(stage, waiting, clock_at, interrupt):
    steps = interrupt(stage, waiting)
    next(steps)
    publish(stage, results=RESULTS)
    clock_at("2014-11-20T10:00")
    next(steps, None)
    assert results() == [MailState.CANCELLED]
    assert reminders.reconcile().total == 0


def test_results_are_waited_for_no_longer_than_two_months(stage, waiting, clock_at):
    StagePage.objects.get().unpublish()
    clock_at("2014-12-11T08:00")
    publish(stage)
    assert results() == [MailState.CANCELLED]


def test_rule_of_results_moved_into_the_past_is_still_waited_for(stage, waiting, clock_at):
    ReminderRule.objects.filter(days=3).update(days=2)
    planning.plan([stage])
    assert results() == [MailState.DUE]
    assert planning.plan([stage]).total == 0
