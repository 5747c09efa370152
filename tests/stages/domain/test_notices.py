"""Telling followers what changed: whoever was told otherwise, once."""

from datetime import date, time, timedelta

import pytest
import vobject

from stages.domain import following, ledger, notices, planning, reminder_rules, reminders
from stages.enums import DateKind, DeliveryKind, Moment, StageStatus
from stages.models import Delivery
from tests.factories import (
    EditionPageFactory,
    StagePageFactory,
    SubscriptionFactory,
    UserFactory,
    publish,
)
from tests.stages.domain.notified import lose, noticed
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"starts_on": date(2014, 10, 16)}, DeliveryKind.CHANGED),
        ({"opening_time": time(10)}, DeliveryKind.CHANGED),
        ({"venue_name": "Halle aux grains"}, DeliveryKind.CHANGED),
        ({"status": StageStatus.CANCELLED}, DeliveryKind.CANCELLED),
        ({"status": StageStatus.POSTPONED}, DeliveryKind.POSTPONED),
    ],
)
def test_change_is_told_after_ten_quiet_minutes(stage, follower, clock_at, changes, kind):
    now = clock_at("2014-09-02T10:00")
    publish(stage, **changes)
    assert noticed() == [(kind, "1", MailState.DUE)]
    assert Delivery.objects.get(kind=kind).due_at == now + timedelta(minutes=10)


def test_three_edits_in_ten_minutes_make_one_mail(stage, follower, clock_at, smtp_server):
    for minute, day in ((0, 16), (4, 17), (8, 23)):
        clock_at(f"2014-09-02T10:0{minute}")
        publish(stage, starts_on=date(2014, 10, day))
    clock_at("2014-09-02T10:17")
    assert ledger.send_due() == 0
    clock_at("2014-09-02T10:18")
    assert ledger.send_due() == 1
    (message,) = smtp_server.messages
    text = message.get_body(("plain",)).get_content()
    assert "jeudi 23\u00a0octobre 2014 (auparavant\u00a0: jeudi 9\u00a0octobre 2014)" in text
    (attached,) = message.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", f"{stage.slug}.ics")
    assert "DTSTART;TZID=Europe/Paris:20141023T090000" in attached.get_content()


def test_edits_without_end_are_told_after_half_an_hour(stage, follower, clock_at):
    begun = clock_at("2014-09-02T10:00")
    for minute in range(0, 40, 8):
        clock_at((begun + timedelta(minutes=minute)).isoformat())
        publish(stage, starts_on=date(2014, 10, 10 + minute // 8))
    last = Delivery.objects.get(kind=DeliveryKind.CHANGED, state=MailState.DUE)
    assert last.due_at == begun + timedelta(minutes=32)


def test_what_was_put_right_in_time_is_not_told(stage, follower, clock_at, smtp_server):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T10:05")
    publish(stage, starts_on=date(2014, 10, 9))
    clock_at("2014-09-02T12:00")
    assert ledger.send_due() == 0
    assert [state for _kind, _number, state in noticed()] == [MailState.CANCELLED]


def test_whoever_was_told_the_old_date_is_told_the_new_one_and_nobody_else(stage, follower, clock_at, smtp_server):
    """The move is told; moved back, it is told again to whom it was told, not to whom began to follow since."""
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    assert ledger.send_due() == 1
    clock_at("2014-09-03T10:00")
    late = SubscriptionFactory(follows=stage, created_at=clock_at("2014-09-03T10:00"))
    late.follows.update(confirmed_at=late.created_at)
    planning.plan([stage])
    clock_at("2014-09-04T10:00")
    publish(stage, opening_time=time(9))
    assert [number for _kind, number, _state in noticed()] == ["1"]

    publish(stage, venue_name="Halle aux grains")
    clock_at("2014-09-04T11:00")
    assert ledger.send_due() == 2
    texts = {message["To"]: message.get_body(("plain",)).get_content() for message in smtp_server.messages[1:]}
    assert sorted(texts) == sorted([follower.email, late.email])
    assert all("16\u00a0octobre 2014 (auparavant" not in text for text in texts.values())


def test_uncertain_mail_may_have_told_the_old_date(stage, follower, clock_at, smtp_server):
    """The reminder that may have arrived said the 9th; the move to the 16th and back must be put right for it."""
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    smtp_server.answer = b""
    ledger.send_due()
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.UNCERTAIN)]
    clock_at("2014-09-03T10:00")
    publish(stage, starts_on=date(2014, 10, 9))
    assert noticed()[1:] == [(DeliveryKind.CHANGED, "2", MailState.DUE)]


NO_DAY = {"date_kind": DateKind.UNKNOWN, **dict.fromkeys(("starts_on", "ends_on", "opening_time", "closing_time"))}
PERIOD = {**NO_DAY, "date_kind": DateKind.PERIOD, "starts_on": date(2014, 11, 1), "ends_on": date(2014, 11, 30)}
WITHDRAWN = "Le fichier joint annule, dans votre agenda, le jour qui était prévu."
CORRECTED = "Le fichier joint met votre agenda à jour."


def said_and_attached(message):
    """The plain text of a mail, and the event of its calendar file as another library reads it; None without one."""
    files = [attached.get_content() for attached in message.iter_attachments()]
    calendars = [vobject.readOne(file) for file in files]
    assert all(calendar.method.value == "PUBLISH" for calendar in calendars)
    events = [event for calendar in calendars for event in calendar.vevent_list]
    return message.get_body(("plain",)).get_content(), events[0] if events else None


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"status": StageStatus.POSTPONED, **NO_DAY}, "Reportée\u00a0: Mende"),
        ({"status": StageStatus.CANCELLED, **NO_DAY}, "Annulée\u00a0: Mende"),
        (PERIOD, "Date à confirmer\u00a0: Mende"),
    ],
    ids=["postponed", "cancelled", "period"],
)
def test_day_that_is_no_more_is_cancelled_in_agendas(stage, follower, clock_at, smtp_server, changes, title):
    clock_at("2014-09-02T10:00")
    publish(stage, title="Mende", **changes)
    clock_at("2014-09-02T11:00")
    assert ledger.send_due() == 1
    text, event = said_and_attached(smtp_server.messages[0])
    assert (WITHDRAWN in text, CORRECTED in text) == (True, False)
    assert (event.uid.value, event.status.value) == (str(stage.translation_key), "CANCELLED")
    assert (event.sequence.value, event.summary.value) == ("1", title)
    assert (event.dtstart.value, event.dtend.value) == (stage.starts_at, stage.ends_at)

    clock_at("2014-09-03T10:00")
    publish(stage, status=StageStatus.CONFIRMED, date_kind=DateKind.EXACT, starts_on=date(2014, 11, 6), ends_on=None)
    clock_at("2014-09-03T11:00")
    assert ledger.send_due() == 1
    text, event = said_and_attached(smtp_server.messages[1])
    assert (WITHDRAWN in text, CORRECTED in text) == (False, True)
    assert (event.uid.value, event.status.value) == (str(stage.translation_key), "CONFIRMED")
    assert (event.sequence.value, event.dtstart.value) == ("2", date(2014, 11, 6))


def test_change_of_a_stage_that_had_no_day_has_no_calendar_file(stage, follower, clock_at, smtp_server):
    clock_at("2014-09-02T10:00")
    publish(stage, **NO_DAY)
    clock_at("2014-09-02T11:00")
    ledger.send_due()
    clock_at("2014-09-03T10:00")
    publish(stage, **PERIOD)
    clock_at("2014-09-03T11:00")
    assert ledger.send_due() == 1
    text, event = said_and_attached(smtp_server.messages[1])
    assert ("agenda" in text, event) == (False, None)


@pytest.mark.parametrize("answer", [b"", "550 non"])
def test_settled_notice_is_not_planned_again(stage, follower, clock_at, smtp_server, answer):
    """By no planner, whatever becomes of the stage; what may have arrived counts as perhaps told, as before."""
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    smtp_server.answer = answer
    ledger.send_due()
    assert ledger.settle(Delivery.objects.get(kind=DeliveryKind.CHANGED), by=UserFactory())
    smtp_server.answer = ""
    assert reminders.reconcile().total == 0
    following.pause(follower)
    following.resume(follower)
    assert (noticed(), ledger.send_due()) == ([(DeliveryKind.CHANGED, "1", MailState.SETTLED)], 0)
    clock_at("2014-09-03T10:00")
    publish(stage, starts_on=date(2014, 10, 9))
    back = [(DeliveryKind.CHANGED, "2", MailState.DUE)]
    assert noticed()[1:] == (back if answer == b"" else [])


def test_stage_moved_while_its_reminders_go_out(stage, follower, clock_at, smtp_server):
    """What was told before the move is told otherwise; what was not leaves for the new date alone."""
    other = SubscriptionFactory(follows=stage)
    planning.plan([stage])
    clock_at("2014-10-02T09:00")
    Delivery.objects.filter(subscription=other, rule__days=-7).update(next_try_at=clock_at("2014-10-02T09:30"))
    clock_at("2014-10-02T09:00")
    assert ledger.send_due() == 1
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-10-02T10:00")
    assert ledger.send_due() == 2
    assert [message["To"] for message in smtp_server.messages].count(other.email) == 1
    assert Delivery.objects.filter(subscription=other, rule__days=-7, state=MailState.SENT).count() == 0


def test_notice_of_a_stage_that_is_over_is_not_planned(stage, follower, clock_at):
    clock_at("2014-10-12T10:00")
    publish(stage, venue_name="Halle aux grains")
    assert noticed() == []


def test_declined_changes_are_not_told(stage, follower, clock_at):
    follower.declined = [Moment.CHANGES]
    follower.save()
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    assert noticed() == []


def test_change_of_a_stage_that_has_an_alias_is_told_once(stage, clock_at):
    stage.create_alias(parent=EditionPageFactory(year=2015))
    SubscriptionFactory(follows="tour")
    reminders.catch_up()
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    reminders.catch_up()
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]


def test_programme_alone_is_not_told(stage, follower, clock_at):
    clock_at("2014-09-02T10:00")
    publish(stage, summary="Autre chose")
    assert noticed() == []
    assert reminders.reconcile().total == 0


def test_later_change_replaces_the_one_that_waits(stage, follower, clock_at):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    publish(stage, status=StageStatus.CANCELLED, starts_on=date(2014, 10, 16))
    assert noticed() == [
        (DeliveryKind.CHANGED, "1", MailState.CANCELLED),
        (DeliveryKind.CANCELLED, "2", MailState.DUE),
    ]
    assert Delivery.objects.get(occurrence="1", kind=DeliveryKind.CHANGED).reason == notices.REPLACED


def test_notice_that_a_person_let_leave_is_planned_again_after_a_pause(stage, follower, clock_at):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    notice = Delivery.objects.get(kind=DeliveryKind.CHANGED)
    Delivery.objects.filter(pk=notice.pk).update(state=MailState.FAILED)
    assert ledger.send_again(notice, by=UserFactory())
    following.pause(follower)
    following.resume(follower)
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]


def test_stage_that_lost_its_day_during_a_pause_is_told_afterwards(stage, follower, clock_at):
    following.pause(follower)
    clock_at("2014-09-02T10:00")
    publish(stage, **NO_DAY)
    assert noticed() == []
    following.resume(follower)
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]


def test_notice_to_whom_a_reminder_told_it_meanwhile_does_not_leave(stage, follower, clock_at, smtp_server):
    clock_at("2014-10-02T08:55")
    publish(stage, venue_name="Halle aux grains")
    clock_at("2014-10-02T09:00")
    assert ledger.send_due() == 1
    clock_at("2014-10-02T09:05")
    assert ledger.send_due() == 0
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.CANCELLED)]


def test_past_stage_without_a_day_is_not_told_of(clock_at):
    """Of 2012 no day is known: that somebody fills in where it was held is no news."""
    clock_at("2014-09-01T10:00")
    old = StagePageFactory(
        parent=EditionPageFactory(year=2012, ends_on=date(2012, 12, 31)), published=True, date_kind=DateKind.UNKNOWN
    )
    SubscriptionFactory(follows="tour")
    clock_at("2014-09-02T10:00")
    publish(old, venue_name="Halle aux grains")
    assert (old.schedule_versions.count(), noticed()) == (2, [])


def test_stage_to_come_without_a_day_is_told_of(clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, date_kind=DateKind.UNKNOWN)
    SubscriptionFactory(follows="tour")
    clock_at("2014-09-02T10:00")
    publish(stage, venue_name="Halle aux grains")
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]


def test_stage_corrected_to_a_past_day_is_told_to_whom_a_later_one_was(stage, follower, clock_at):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 8, 9))
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]


def test_mail_that_may_have_arrived_is_not_forgotten_when_it_leaves_anew(stage, follower, clock_at, smtp_server):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    lose(smtp_server)
    assert ledger.send_again(Delivery.objects.get(kind=DeliveryKind.CHANGED), by=UserFactory())
    publish(stage, starts_on=date(2014, 10, 9))
    assert noticed() == [
        (DeliveryKind.CHANGED, "1", MailState.CANCELLED),
        (DeliveryKind.CHANGED, "2", MailState.DUE),
    ]
    clock_at("2014-09-02T12:00")
    assert ledger.send_due() == 1
    assert "auparavant\u00a0: jeudi 16\u00a0octobre" in smtp_server.messages[-1].get_body(("plain",)).get_content()


def test_mail_that_the_site_sends_anew_may_have_arrived(stage, follower, clock_at, smtp_server):
    reminder_rules.allow_repeats(is_allowed=True, by=UserFactory())
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    lose(smtp_server)
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.RETRY)]
    publish(stage, starts_on=date(2014, 10, 9))
    assert noticed()[1:] == [(DeliveryKind.CHANGED, "2", MailState.DUE)]


def test_notice_sent_anew_says_what_its_reader_was_told_before(stage, follower, clock_at, smtp_server):
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-02T11:00")
    lose(smtp_server)
    assert ledger.send_again(Delivery.objects.get(kind=DeliveryKind.CHANGED), by=UserFactory())
    assert ledger.send_due() == 1
    assert "auparavant\u00a0: jeudi 9\u00a0octobre" in smtp_server.messages[-1].get_body(("plain",)).get_content()


def test_morning_that_may_have_been_told_is_not_told_again(stage, follower, clock_at, smtp_server):
    """It was sent anew when the stage moved to tomorrow and back."""
    Delivery.objects.exclude(rule__days=0).delete()
    clock_at("2014-10-09T07:00")
    lose(smtp_server)
    assert ledger.send_again(Delivery.objects.get(), by=UserFactory())
    publish(stage, starts_on=date(2014, 10, 10))
    publish(stage, starts_on=date(2014, 10, 9))
    assert Delivery.objects.open().filter(rule__days=0).count() == 0
