"""What must hold of the ledger, and that what breaks it is found."""

import io
from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command

from stages.domain import invariants, ledger, notices, planning, reminders
from stages.models import Delivery, DeliveryLog, Subscription
from tests.factories import SubscriptionFactory, UserFactory, publish
from tour import clock, mail
from tour.models import MailState

pytestmark = pytest.mark.django_db


def broken():
    return [finding.name for finding in invariants.findings() if finding.count]


def sent(**changes):
    """The first reminder, sent with its line of history, then changed."""
    row = Delivery.objects.order_by("due_at").first()
    row.state, row.handed_at, row.sent_at = MailState.SENT, clock.now(), clock.now()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    planning.note([row], at=clock.now())
    return row


def test_empty_ledger_holds(home):
    assert [(finding.name, finding.count) for finding in invariants.findings()] == [
        (name, 0) for name in ("I1", "I2", "I3", "I4", "I5", "I5", "I6", "I7")
    ]


def test_ledger_that_lives_holds(follower, stage, smtp_server, clock_at):
    """Reminded, moved, told, put off, left and come back."""
    clock_at("2014-10-02T09:00")
    ledger.send_due()
    publish(stage, starts_on=stage.starts_on + timedelta(days=7))
    smtp_server.answer = "451 later"
    clock_at("2014-10-02T09:15")
    ledger.send_due()
    smtp_server.answer = b""
    clock_at("2014-10-02T09:30")
    ledger.send_due()
    assert ledger.send_again(Delivery.objects.get(state=MailState.UNCERTAIN), by=None)
    smtp_server.answer = ""
    ledger.send_due()
    mail.queue(to="marie@mende.example", subject="Invitation", text="")
    mail.send_due()
    follower.follows.all().delete()
    reminders.replan([stage])
    assert set(Delivery.objects.values_list("state", flat=True)) == {MailState.SENT, MailState.CANCELLED}
    assert broken() == []


def test_notice_that_is_expected_again_is_sent_after_its_cancellation(follower, stage, smtp_server, clock_at):
    publish(stage, closing_time=time(17))
    row = Delivery.objects.exclude(occurrence="0").get()
    planning.cancel(Delivery.objects.filter(pk=row.pk), notices.KNOWN)
    notices.plan([stage])
    clock_at("2014-09-01T10:30")
    assert ledger.send_due() == 1
    assert broken() == []


@pytest.mark.parametrize("answer", [b"", "550 non"])
def test_ledger_with_a_settled_mail_holds(follower, smtp_server, clock_at, answer):
    clock_at("2014-10-02T09:00")
    smtp_server.answer = answer
    ledger.send_due()
    row = Delivery.objects.get(state__in=[MailState.UNCERTAIN, MailState.FAILED])
    assert ledger.settle(row, by=UserFactory())
    assert broken() == []
    smtp_server.answer = ""
    assert ledger.send_again(row, by=UserFactory())
    assert ledger.send_due() == 1
    assert broken() == []


def test_sending_without_end_breaks_i3(follower):
    row = Delivery.objects.first()
    row.state, row.token = MailState.SENDING, "0" * 32
    row.next_try_at = clock.now() + timedelta(minutes=7)
    row.save()
    assert broken() == ["I3"]


def test_mail_sent_twice_breaks_i4(follower):
    planning.note([sent()], at=clock.now())
    assert broken() == ["I4"]


def test_mail_lost_more_often_than_noted_breaks_i4(follower):
    sent(ambiguous=1)
    assert broken() == ["I4"]


def test_mail_lost_thrice_without_a_person_breaks_i4(follower):
    row = sent(ambiguous=2)
    for _ in range(2):
        DeliveryLog.objects.create(delivery=row, state=MailState.RETRY, at=clock.now())
    assert broken() == ["I4"]


def test_settling_lets_no_mail_be_lost_once_more(follower):
    """Who settles a mail has not let it leave again."""
    row = sent(ambiguous=2)
    for state, by in ((MailState.UNCERTAIN, None), (MailState.SETTLED, UserFactory()), (MailState.UNCERTAIN, None)):
        DeliveryLog.objects.create(delivery=row, state=state, by=by, at=clock.now())
    assert "I4" in broken()


def test_follower_without_reminders_breaks_i5_and_stays_without(stage):
    SubscriptionFactory.create_batch(3, follows=stage)
    assert broken() == ["I5"]
    assert Delivery.objects.count() == 0


def test_second_mail_for_one_occasion_breaks_i5(follower):
    row = Delivery.objects.first()
    row.pk, row.key, row.message_id = None, "another", "another"
    row.save(force_insert=True)
    assert broken() == ["I5"]


def test_open_beyond_its_hour_breaks_i6(follower, clock_at):
    clock_at("2014-10-04T09:11")
    assert broken() == ["I6"]


@pytest.mark.parametrize("end", [MailState.CANCELLED, MailState.SETTLED])
def test_sent_after_its_end_breaks_i7(follower, end):
    row = Delivery.objects.order_by("due_at").first()
    DeliveryLog.objects.create(delivery=row, state=end, at=clock.now())
    sent()
    assert broken() == ["I7"]


@pytest.mark.parametrize(("minutes", "expected"), [(1, []), (2, ["I7"])])
@pytest.mark.parametrize("changes", [{}, {"state": MailState.SETTLED, "sent_at": None}])
def test_handed_to_who_had_left_breaks_i7(follower, minutes, expected, changes):
    sent(**changes)
    planning.cancel(Delivery.objects.all(), planning.NOT_FOLLOWED)
    Subscription.objects.update(left_at=clock.now() - timedelta(minutes=minutes))
    assert broken() == expected


def test_command_prints_each_and_fails_when_one_is_broken(follower):
    out = io.StringIO()
    call_command("check_deliveries", stdout=out)
    assert [line.split("\xa0")[0] for line in out.getvalue().splitlines()] == [
        f"{name} tenu (0)" for name in ("I1", "I2", "I3", "I4", "I5", "I5", "I6", "I7")
    ]
    planning.note([sent()], at=clock.now())
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 invariant rompu\\."):
        call_command("check_deliveries", stdout=out)
    assert "I4 ROMPU (1)" in out.getvalue()
    assert follower.email not in out.getvalue()
