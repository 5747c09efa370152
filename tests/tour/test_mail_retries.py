"""A mail that the server puts off, or that finds none, is tried again until it is too late."""

from datetime import timedelta

import pytest

from tests.tour.queued import queue, state_of
from tour import clock, delivery, mail
from tour.batch import MOST_TRIES
from tour.models import MailState, QueuedMail
from tour.smtp import MOST_REFUSALS


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["answer", "at_recipient"])
def test_refused_for_now_is_tried_again_later(smtp_server, clock_at, where):
    clock_at("2014-10-01T09:00")
    setattr(smtp_server, where, "451 later")
    row = queue()

    assert mail.send_due() == 0
    assert state_of(row) == (MailState.RETRY, 1)
    assert timedelta(seconds=60) <= row.next_try_at - clock.now() <= timedelta(seconds=75)
    assert (row.reason, row.handed_at) == ("451 later", None)

    setattr(smtp_server, where, "")
    assert mail.send_due() == 0
    clock_at("2014-10-01T09:02")
    assert mail.send_due() == 1
    assert state_of(row) == (MailState.SENT, 2)


@pytest.mark.django_db
def test_absent_server_delays(settings, smtp_server, clock_at, absent_port):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, absent_port
    now = clock_at("2014-10-01T09:00")
    row = queue()
    for wait in (1, 2, 5, 15, 30, 60, 60):
        mail.send_due()
        assert state_of(row)[0] == MailState.RETRY
        assert timedelta(minutes=wait) <= row.next_try_at - now <= timedelta(minutes=wait) * 1.25
        now = clock_at(row.next_try_at.isoformat())

    settings.EMAIL_PORT = port
    assert mail.send_due() == 1


@pytest.mark.django_db
def test_server_that_is_back_before_it_is_too_late_is_asked_in_time(settings, smtp_server, clock_at, absent_port):
    """A reminder of seven for a stage that opens at nine, and a server that is away until five past eight."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, absent_port
    now = clock_at("2014-10-01T07:00")
    row, is_back = queue(), now + timedelta(minutes=65)
    QueuedMail.objects.update(not_after=now + timedelta(hours=2))
    while now < is_back:
        assert mail.send_due() == 0
        row.refresh_from_db()
        now = clock_at(row.next_try_at.isoformat())

    settings.EMAIL_PORT = port
    assert mail.send_due() == 1


@pytest.mark.django_db
def test_new_tries_are_a_minute_apart_at_least(settings, clock_at, absent_port):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", absent_port
    now = clock_at("2014-10-01T08:58")
    row = queue()
    QueuedMail.objects.update(not_after=now + timedelta(minutes=2))
    mail.send_due()
    assert timedelta(minutes=1) <= QueuedMail.objects.get(pk=row.pk).next_try_at - now <= timedelta(minutes=1.25)


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "is_recipient"), [("answer", False), ("at_recipient", True)])
def test_who_puts_a_mail_off_is_kept(smtp_server, clock_at, where, is_recipient):
    now = clock_at("2014-10-01T09:00")
    row = queue()
    for place, answer in (("at_recipient", "452 full"), (where, "452 full")):
        smtp_server.answer = smtp_server.at_recipient = ""
        setattr(smtp_server, place, answer)
        mail.send_due()
        now = clock_at((now + timedelta(minutes=5)).isoformat())
    row.refresh_from_db()
    assert (row.state, row.attempts, row.is_put_off_by_recipient) == (MailState.RETRY, 2, is_recipient)


@pytest.mark.django_db
def test_absent_server_is_not_asked_for_each_mail(settings, clock_at, absent_port):
    clock_at("2014-10-01T09:00")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", absent_port
    for _ in range(5):
        queue()

    mail.send_due()

    states = list(QueuedMail.objects.order_by("pk").values_list("state", "attempts"))
    assert states == [(MailState.RETRY, 1)] * MOST_REFUSALS + [(MailState.DUE, 0)] * 2


@pytest.mark.django_db
def test_mail_that_was_not_tried_is_as_late_as_before(settings, clock_at, absent_port):
    since = clock_at("2014-10-01T09:00")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", absent_port
    for _ in range(MOST_REFUSALS + 1):
        queue()
    clock_at("2014-10-01T09:10")

    mail.send_due()

    assert QueuedMail.objects.get(state=MailState.DUE).next_try_at == since


@pytest.mark.django_db
def test_mail_without_an_hour_beyond_which_it_is_late_is_given_up(settings, clock_at, absent_port):
    now = clock_at("2014-10-01T09:00")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", absent_port
    row = queue()
    QueuedMail.objects.update(not_after=None)

    for _ in range(MOST_TRIES):
        assert mail.send_due() == 0
        row.refresh_from_db()
        now = clock_at(max(now, row.next_try_at).isoformat())

    assert state_of(row) == (MailState.FAILED, MOST_TRIES)
    assert timedelta(hours=20) < now - row.due_at < timedelta(hours=36)


@pytest.mark.django_db
def test_what_comes_too_late_does_not_leave(smtp_server, clock_at):
    now = clock_at("2014-10-01T09:00")
    row = queue()
    QueuedMail.objects.update(not_after=now + timedelta(hours=1))

    clock_at("2014-10-01T10:00")

    assert mail.send_due() == 0
    assert state_of(row) == (MailState.EXPIRED, 0)
    assert row.reason == delivery.TOO_LATE


@pytest.mark.django_db
def test_server_away_for_days_makes_mail_too_late_until_a_person_says_otherwise(smtp_server, clock_at):
    clock_at("2014-10-01T09:00")
    row = queue()
    clock_at("2014-10-04T09:00")
    assert mail.send_due() == 0
    assert state_of(row) == (MailState.EXPIRED, 0)
    assert mail.send_again(row)
    assert mail.send_due() == 1
