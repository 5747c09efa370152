"""What sweeps leave and tell: that they ran, that none did, that one had to mend."""

import pytest

from stages.domain import health, ledger, nudges, planning, reminders, sweeps
from stages.enums import DeliveryKind
from stages.models import Delivery, StagePage
from tests.factories import StagePageFactory, SubscriptionFactory, UserFactory
from tour import heartbeat, mail
from tour.models import QueuedMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(home, clock_at):
    """Both sweeps ran at 9 h; the national team is of two."""
    UserFactory.create_batch(2, national=True)
    UserFactory()
    UserFactory(national=True, is_active=False)
    clock_at("2014-10-09T09:00")
    sweep()


def sweep():
    mail.send_due()
    ledger.send_due()


def alerts():
    return list(QueuedMail.objects.order_by("pk").values_list("subject", flat=True))


def test_first_sweep_of_a_site_tells_nothing(swept):
    assert alerts() == []


@pytest.mark.parametrize(("back_at", "count"), [("09:06", 0), ("09:07", 2)])
def test_outage_is_told_by_the_sweep_that_comes_back(swept, clock_at, smtp_server, back_at, count):
    clock_at(f"2014-10-09T{back_at}")
    ledger.send_due()
    said = "Envois du Tour\xa0: aucun envoi depuis le 9\xa0octobre 2014 à 9\xa0h"
    assert alerts() == [said] * count


def test_outage_says_from_when_to_when_and_how_much_waits(swept, clock_at, smtp_server):
    clock_at("2014-10-09T09:30")
    mail.queue(to="marie@mende.example", subject="Invitation", text="")
    clock_at("2014-10-09T11:15")
    ledger.send_due()
    text = QueuedMail.objects.filter(subject__startswith="Envois").first().text.replace("\xa0", " ")
    assert "Entre le 9 octobre 2014 à 9 h et le 9 octobre 2014 à 11 h 15, aucun courriel n’est parti." in text
    assert "Courriels en retard à la reprise : 1." in text
    assert "http://127.0.0.1:8000/admin/sante-des-envois/" in text


def test_outage_is_told_once_and_not_more_than_daily(swept, clock_at, smtp_server):
    told = []
    for instant in ("09T10:00", "09T10:01", "09T18:00", "10T10:01", "10T10:02"):
        clock_at(f"2014-10-{instant}")
        sweep()
        told.append(QueuedMail.objects.count())
    assert told == [2, 2, 2, 4, 4]


def test_other_sweep_that_does_not_come_back_is_told_too(swept, clock_at, smtp_server):
    for minute in range(1, 10):
        clock_at(f"2014-10-09T09:{minute:02d}")
        ledger.send_due()
    assert len(alerts()) == 2
    assert alerts() == ["Envois du Tour\xa0: aucun courriel des comptes depuis le 9\xa0octobre 2014 à 9\xa0h"] * 2
    text = QueuedMail.objects.first().text.replace("\xa0", " ")
    assert "9 h 07, aucun courriel des comptes (invitations, mots de passe) n’est parti." in text
    assert "Ils partent maintenant" not in text


def test_alert_that_cannot_be_written_is_logged_and_undone(swept, caplog):
    def fail(subject):
        mail.queue(to="a@b.example", subject=subject, text="")
        raise ValueError("no template")

    sweeps.quietly(fail, "Envois du Tour")
    assert (alerts(), [record.message for record in caplog.records]) == ([], ["An alert could not be written"])


@pytest.fixture
def follower(swept, clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True)
    reminders.reconcile()
    return SubscriptionFactory(follows=stage)


def test_reconciliation_that_adds_is_told(follower, clock_at):
    """Somebody confirmed, and what that makes expected was not planned."""
    now = clock_at("2014-09-01T11:00")
    assert reminders.reconcile().added == 4
    beat = heartbeat.last(health.MENDED)[health.MENDED]
    assert (beat.beat_at, beat.note) == (now, "inscrits\xa0: 4, rétablis\xa0: 0, déplacés\xa0: 0")
    assert alerts() == ["Envois du Tour\xa0: des rappels n’étaient pas prévus"] * 2


def test_reconciliation_that_finds_nothing_or_cancels_tells_nothing(follower):
    planning.plan()
    assert reminders.reconcile().total == 0
    follower.follows.all().delete()
    assert reminders.reconcile().cancelled == 4
    assert (alerts(), heartbeat.last(health.MENDED)) == ([], {})


def test_first_reconciliation_of_a_site_tells_nothing(home, clock_at):
    clock_at("2014-09-01T10:00")
    SubscriptionFactory(follows=StagePageFactory(published=True, timed=True))
    assert reminders.reconcile().added == 4
    assert heartbeat.last(health.MENDED) == {}


def test_other_driver_plans_when_nobody_does(swept, clock_at):
    clock_at("2014-09-01T10:00")
    reminders.plan_if_due()
    SubscriptionFactory(follows=StagePageFactory(published=True, timed=True))
    clock_at("2014-09-01T11:30")
    reminders.plan_if_due()
    assert Delivery.objects.filter(subscription__isnull=False).count() == 0
    clock_at("2014-09-01T11:31")
    reminders.plan_if_due()
    assert Delivery.objects.filter(subscription__isnull=False).count() == 4


def test_other_driver_that_cannot_plan_tries_again_each_hour(swept, clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True)
    StagePage.objects.filter(pk=stage.pk).update(time_zone="Nulle/Part")
    tried = []
    for minute in ("10:00", "10:30", "10:59", "11:00"):
        clock_at(f"2014-09-01T{minute}")
        Delivery.objects.all().delete()
        reminders.plan_if_due()
        tried.append(Delivery.objects.exists())
    assert tried == [True, False, False, True]


def test_planning_that_could_not_plan_a_stage_did_not_succeed(swept, clock_at):
    """It goes on hourly; the health light tells of it two hours after the last that planned everything."""
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True)
    reminders.reconcile()
    StagePage.objects.filter(pk=stage.pk).update(time_zone="Nulle/Part")
    for hour in (11, 12):
        clock_at(f"2014-09-01T{hour}:00")
        reminders.reconcile()
    assert not health.health().is_unplanned
    clock_at("2014-09-01T12:01")
    assert health.health().is_unplanned
    StagePage.objects.filter(pk=stage.pk).update(time_zone="Europe/Paris")
    reminders.reconcile()
    assert not health.health().is_unplanned


def test_nudges_that_cannot_be_planned_keep_no_digest_from_it(swept, clock_at, monkeypatch, caplog):
    clock_at("2014-09-01T10:00")
    monkeypatch.setattr(nudges, "RHYTHM", None)
    with pytest.raises(AttributeError):
        reminders.plan_weekly()
    assert set(Delivery.objects.values_list("kind", flat=True)) == {DeliveryKind.DIGEST}
    assert "What stages.domain.nudges plans every week could not be planned" in caplog.text
