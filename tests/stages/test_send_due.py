"""`manage.py send_due`: the sweep of a timer, and what it would do."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from stages.domain import ledger, planning
from stages.management.commands.send_due import HELD
from stages.models import Delivery, ReminderSettings, StageReminders, Subscription
from tests.factories import StagePageFactory, SubscriptionFactory
from tour import clock, mail
from tour.delivery import TOO_LATE
from tour.models import MailState, QueuedMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(home, clock_at):
    """Three followers of Mende are reminded today: one left without a word, for another it is too late."""
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True, title="Mende")
    for name in ("marie", "jean", "lise"):
        SubscriptionFactory(follows=stage, email=f"{name}@mende.example")
    planning.plan([stage])
    clock_at("2014-10-02T09:00")
    Subscription.objects.filter(email__startswith="jean").update(left_at=clock.now())
    late = Delivery.objects.filter(subscription__email__startswith="lise", rule__days=-7)
    late.update(not_after=clock.now() - timedelta(minutes=1))


def run(*options):
    said = StringIO()
    call_command("send_due", *options, stdout=said)
    return said.getvalue().replace("\xa0", " ").splitlines()


def test_dry_run_says_what_would_become_of_each_and_sends_nothing(three, smtp_server):
    before = list(Delivery.objects.order_by("pk").values())
    said = [line.partition("(")[2] for line in run("--dry-run")]
    assert said == ["m…@mende.example) : part", f"j…@mende.example) : {ledger.LEFT}", f"l…@mende.example) : {TOO_LATE}"]
    assert (list(Delivery.objects.order_by("pk").values()), smtp_server.received) == (before, [])


@pytest.mark.parametrize("whose", ["tour", "stage"])
def test_dry_run_says_what_a_kill_switch_holds_back(three, whose):
    if whose == "tour":
        ReminderSettings.objects.create(pk=1, is_suspended=True)
    else:
        StageReminders.objects.update(is_suspended=True)
    said = [line.partition(" : ")[2] for line in run("--dry-run")]
    assert said == [HELD, HELD, TOO_LATE]


def test_one_mail_is_singular(smtp_server, home):
    mail.queue(to="organisatrice@mende.example", subject="Invitation", text="Bonjour")
    assert run() == ["1 courriel accepté par le serveur."]


def test_both_kinds_of_mail_are_sent_once_what_is_expected_is_planned(three, smtp_server):
    """So that what was late by hand alone leaves, too."""
    mail.queue(to="organisatrice@mende.example", subject="Invitation", text="Bonjour")
    assert run() == ["3 courriels acceptés par le serveur."]
    assert QueuedMail.objects.get().state == MailState.SENT


def test_what_stops_the_one_kind_does_not_stop_the_other(three, smtp_server, monkeypatch):
    def break_down():
        raise RuntimeError("rompu")

    monkeypatch.setattr(ledger, "send_due", break_down)
    mail.queue(to="organisatrice@mende.example", subject="Invitation", text="Bonjour")
    with pytest.raises(RuntimeError):
        run()
    assert QueuedMail.objects.get().state == MailState.SENT
