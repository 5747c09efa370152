"""Sending what is planned, through a real SMTP server."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from stages.domain import ledger, planning, reminder_slots, reminders
from stages.enums import DeliveryKind, StageStatus
from stages.models import (
    Delivery,
    DeliveryLog,
    Follow,
    ReminderRule,
    ReminderSettings,
    ScheduleVersion,
    StagePage,
    StageReminders,
    Subscription,
)
from tests.factories import StagePageFactory, SubscriptionFactory, UserFactory, publish
from tests.tour.bounce_samples import MESSAGE_ID, POSTFIX
from tour import bounces, clock, delivery, suppressions
from tour.batch import Batch
from tour.models import MailState, SuppressionReason
from tour.smtp import Conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(clock_at):
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


@pytest.fixture
def follower(stage):
    follower = SubscriptionFactory(follows=stage, email="marie@mende.example")
    planning.plan([stage])
    return follower


def test_reminder_leaves_at_its_hour_once(follower, smtp_server, clock_at):
    clock_at("2014-10-02T08:59")
    assert ledger.send_due() == 0
    clock_at("2014-10-02T09:00")
    assert [ledger.send_due(), ledger.send_due()] == [1, 0]

    (message,) = smtp_server.messages
    row = Delivery.objects.get(state=MailState.SENT)
    assert message["To"] == "marie@mende.example"
    assert message["Message-ID"] == f"<{row.message_id}@127.0.0.1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/suivre/partir/")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert row.told.number == 0
    assert list(DeliveryLog.objects.values_list("delivery", "state", "attempt")) == [(row.pk, "sent", 1)]


def test_address_of_the_button_to_leave_is_written_in_clear(follower, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    ledger.send_due()

    ((_recipients, content),) = smtp_server.received
    url = ledger.leaving_url(Delivery.objects.get(state=MailState.SENT))
    assert len(url) > 78
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in content


def test_results_are_waited_for(follower, stage, smtp_server, clock_at):
    clock_at("2014-10-12T09:00")
    Delivery.objects.exclude(rule__days=3).delete()
    assert ledger.send_due() == 0
    row = Delivery.objects.get()
    assert (row.state, row.reason, row.attempts) == (MailState.DUE, ledger.NO_RESULTS, 0)
    publish(stage, results=[{"type": "paragraph", "value": "<p>Huit ateliers.</p>"}])
    clock_at("2014-10-12T10:00")
    assert ledger.send_due() == 1


def test_waiting_is_told_of_once_however_long_it_lasts(follower, smtp_server, clock_at):
    now = clock_at("2014-10-12T09:00")
    Delivery.objects.exclude(rule__days=3).delete()
    for _ in range(4):
        ledger.send_due()
        now = clock_at((now + timedelta(hours=1)).isoformat())
        row = Delivery.objects.get()
        assert (row.state, row.reason, row.attempts, row.next_try_at) == (MailState.DUE, ledger.NO_RESULTS, 0, now)
    assert list(row.log.filter(reason=ledger.NO_RESULTS).values_list("state", flat=True)) == [MailState.DUE]


def test_process_whose_clock_is_behind_does_not_look_again_at_once(follower, smtp_server, clock_at, monkeypatch):
    now = clock_at("2014-10-02T09:00")
    ScheduleVersion.objects.all().delete()
    monkeypatch.setattr(clock, "shared", lambda: now + timedelta(minutes=3))
    assert ledger.send_due() == 0
    row = Delivery.objects.get(rule__days=-7)
    assert (row.reason, row.next_try_at >= now + timedelta(minutes=4)) == (ledger.UNRECORDED, True)


def test_address_that_a_server_names_is_nowhere_once_its_owner_left(follower, smtp_server, clock_at):
    """Also of a mail that was on its way while they did."""
    clock_at("2014-10-02T09:00")
    email = follower.email
    name = email.partition("@")[0]
    smtp_server.answer = f"550 <{email}>: user {name} unknown"
    ledger.send_due()
    row = Delivery.objects.get(rule__days=-7)
    told = {row.reason, *row.log.exclude(reason="").values_list("reason", flat=True)}
    assert told == {"550 <…>: user … unknown"}


def test_what_servers_said_of_old_is_masked(follower, stage):
    old = f"550 <{follower.email}>: user {follower.email.partition('@')[0]} unknown"
    Delivery.objects.filter(rule__days=-7).update(reason=old)
    planning.note(list(Delivery.objects.all()), at=clock.now())
    import_module("stages.migrations.0017_masked_reasons").mask_reasons(apps, None)
    for model in (Delivery, DeliveryLog):
        assert set(model.objects.values_list("reason", flat=True)) == {"", "550 <…>: user … unknown"}


def test_results_that_never_come_are_given_up(follower, smtp_server, clock_at):
    clock_at("2014-12-12T09:00")
    assert ledger.send_due() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {MailState.EXPIRED}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda stage, one: Subscription.objects.update(left_at=clock.now()), ledger.LEFT),
        (lambda stage, one: Subscription.objects.update(paused_at=clock.now()), ledger.LEFT),
        (lambda stage, one: Subscription.objects.update(declined=["ahead"]), planning.DECLINED),
        (lambda stage, one: Follow.objects.all().delete(), planning.NOT_FOLLOWED),
        (lambda stage, one: one.delete(), ledger.ERASED),
        (lambda stage, one: ReminderRule.objects.update(is_active=False), planning.NOT_EXPECTED),
        (lambda stage, one: StagePage.objects.update(status=StageStatus.CANCELLED), ledger.UNRECORDED),
        (lambda stage, one: StagePage.objects.update(live=False), reminder_slots.NOT_ONLINE),
    ],
)
def test_what_changed_without_a_word_is_seen_at_the_door(follower, stage, smtp_server, clock_at, change, reason):
    change(stage, follower)
    clock_at("2014-10-02T09:00")
    assert ledger.send_due() == 0
    row = Delivery.objects.get(rule__days=-7)
    assert row.reason == reason
    assert row.state == (MailState.DUE if reason == ledger.UNRECORDED else MailState.CANCELLED)


def test_unfollowed_while_it_is_being_sent(follower, stage, smtp_server, clock_at):
    """The last moment is that of the hand-over: what is cancelled before it does not leave."""
    clock_at("2014-10-02T09:00")

    rows = ledger.delivery.claim(ledger.OUTBOX)
    planning.cancel(Delivery.objects.filter(subscription=follower), planning.NOT_FOLLOWED)
    with Conversation() as conversation:
        assert Batch(ledger.OUTBOX, rows, conversation).deliver() == 0
    assert smtp_server.received == []


@pytest.mark.parametrize("everywhere", [True, False])
def test_kill_switch_holds_back_and_lets_go(follower, stage, smtp_server, clock_at, everywhere):
    switch = ReminderSettings(pk=1) if everywhere else StageReminders.objects.get(stage=stage)
    switch.is_suspended = True
    switch.save()
    clock_at("2014-10-02T09:00")
    assert ledger.send_due() == 0
    assert Delivery.objects.get(rule__days=-7).state == MailState.DUE
    switch.is_suspended = False
    switch.save()
    assert ledger.send_due() == 1


def test_kill_switch_stops_what_a_sweep_has_taken(follower, smtp_server, clock_at):
    """Until the server is about to be given it; it leaves when the switch is let go."""
    now = clock_at("2014-10-02T09:00")

    def suspend_and_compose(row):
        ReminderSettings.objects.create(pk=1, is_suspended=True)
        return ledger.compose(row)

    assert delivery.send_due(replace(ledger.OUTBOX, compose=suspend_and_compose)) == 0
    row = Delivery.objects.get(rule__days=-7)
    assert (row.state, row.attempts, row.next_try_at) == (MailState.DUE, 0, now)
    ReminderSettings.objects.all().delete()
    assert ledger.send_due() == 1


def test_what_was_handed_and_left_is_uncertain_also_while_mails_are_suspended(follower, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    (row,) = delivery.claim(ledger.OUTBOX)
    Delivery.objects.filter(pk=row.pk).update(handed_at=clock.now())
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    clock_at("2014-10-02T09:06")
    assert ledger.send_due() == 0
    assert Delivery.objects.values_list("state", "reason").get(pk=row.pk) == (
        MailState.UNCERTAIN,
        delivery.INTERRUPTED,
    )


def test_what_became_too_late_while_a_sweep_had_it_does_not_leave(follower, smtp_server, clock_at):
    clock_at("2014-10-04T08:59")

    def compose_slowly(row):
        clock_at("2014-10-04T09:00")
        return ledger.compose(row)

    assert delivery.send_due(replace(ledger.OUTBOX, compose=compose_slowly)) == 0
    ledger.send_due()
    assert Delivery.objects.get(rule__days=-7).state == MailState.EXPIRED
    assert smtp_server.received == []


def test_stage_of_which_no_schedule_is_kept_waits_for_one(follower, stage, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    ScheduleVersion.objects.all().delete()
    assert ledger.send_due() == 0
    row = Delivery.objects.get(rule__days=-7)
    assert (row.state, row.reason) == (MailState.DUE, ledger.UNRECORDED)
    reminders.catch_up()
    clock_at("2014-10-02T09:01")
    assert ledger.send_due() == 1


@pytest.mark.parametrize("count", [1, 4])
def test_notices_are_looked_at_by_the_same_queries(stage, clock_at, django_assert_num_queries, count):
    for _ in range(count):
        SubscriptionFactory(follows=stage)
    publish(stage, starts_on=date(2014, 10, 16))
    rows = list(Delivery.objects.filter(kind=DeliveryKind.CHANGED))
    assert len(rows) == count
    with django_assert_num_queries(11):
        assert ledger.obstacles(rows) == {}


def test_suspended_for_too_long_is_too_late(follower, stage, smtp_server, clock_at):
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    clock_at("2014-10-04T09:01")
    ledger.send_due()
    assert Delivery.objects.get(rule__days=-7).state == MailState.EXPIRED


@pytest.mark.parametrize("may_repeat", [True, False])
def test_uncertain_is_repeated_once_if_the_nation_allows(follower, smtp_server, clock_at, may_repeat):
    ReminderSettings.objects.create(pk=1, may_repeat=may_repeat)
    now = clock_at("2014-10-02T09:00")
    smtp_server.answer = b""
    ledger.send_due()
    row = Delivery.objects.get(rule__days=-7)
    assert row.state == (MailState.RETRY if may_repeat else MailState.UNCERTAIN)
    clock_at((now + timedelta(minutes=10)).isoformat())
    ledger.send_due()
    row.refresh_from_db()
    assert (row.state, row.ambiguous) == (MailState.UNCERTAIN, 2 if may_repeat else 1)


@pytest.mark.parametrize("answer", [b"", "550 non"])
def test_settled_reminder_is_not_repeated_for_a_stage_that_moves_away_and_back(
    follower, stage, smtp_server, clock_at, answer
):
    """Nor at all, unless it surely did not arrive: then the new date has a reminder of its own."""
    clock_at("2014-10-09T07:00")
    smtp_server.answer = answer
    ledger.send_due()
    assert ledger.settle(Delivery.objects.get(rule__days=0), by=UserFactory())
    assert reminders.reconcile().total == 0
    publish(stage, starts_on=date(2014, 10, 16))
    publish(stage, starts_on=date(2014, 10, 9))
    this_morning = Delivery.objects.filter(rule__days=0, state=MailState.DUE)
    assert this_morning.count() == (0 if answer == b"" else 1)


@pytest.mark.parametrize("number", [1, 3])
def test_sending_takes_the_same_queries_for_a_few_mails(
    stage, smtp_server, clock_at, django_assert_num_queries, number
):
    for _ in range(number):
        SubscriptionFactory(follows=stage)
    planning.plan([stage])
    clock_at("2014-10-02T09:00")
    with django_assert_num_queries(42):
        assert ledger.send_due() == number


def test_suspended_follower_is_not_written_to(follower, smtp_server, clock_at):
    suppressions.suppress(follower.email, SuppressionReason.REFUSED)
    clock_at("2014-10-02T09:00")

    assert ledger.send_due() == 0

    row = Delivery.objects.order_by("due_at").first()
    assert (row.state, row.reason) == (MailState.CANCELLED, suppressions.OBSTACLE)


def test_reminder_that_comes_back_says_so_and_suspends(follower, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    ledger.send_due()
    row = Delivery.objects.get(state=MailState.SENT)
    report = POSTFIX.replace(MESSAGE_ID, row.message_id).encode()

    at = clock_at("2014-10-02T09:05")
    assert bounces.receive(report) is True
    clock_at("2014-10-02T10:05")
    assert bounces.receive(report) is True

    row.refresh_from_db()
    assert (row.state, row.bounced_at) == (MailState.SENT, at)
    assert suppressions.is_suppressed(follower.email)


def test_report_on_what_was_erased_is_about_nobody(follower, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    ledger.send_due()
    row = Delivery.objects.get(state=MailState.SENT)
    Delivery.objects.update(subscription=None)
    assert bounces.receive(POSTFIX.replace(MESSAGE_ID, row.message_id).encode()) is False


def test_what_a_suspended_address_is_not_sent_is_not_planned_again(stage, follower, smtp_server, clock_at):
    """Its notice, and the reminder of the morning, might leave until the doors open; that of the eve is too late."""
    suppressions.suppress(follower.email, SuppressionReason.COMPLAINT)
    clock_at("2014-10-09T07:00")
    publish(stage, venue_name="Halle aux grains")
    clock_at("2014-10-09T08:30")
    reminders.reconcile()
    ledger.send_due()
    cancelled = Delivery.objects.filter(reason=suppressions.OBSTACLE)
    assert sorted(cancelled.values_list("kind", flat=True)) == ["changed", "reminder"]
    assert reminders.reconcile().added == 0
