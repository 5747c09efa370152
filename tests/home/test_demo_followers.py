"""The followers of the demonstration, whom it reminds within minutes."""

from datetime import timedelta

import pytest

from home import demo
from stages.domain import ledger
from stages.models import Consent, Delivery, ReminderRule, Subscription
from tests.home.documented_tour import db, documented_tour, during_demo

__all__ = ["db", "documented_tour", "during_demo"]

BEGAN = "2026-01-01T12:00:00+00:00"
SAID = "  des adresses fictives suivent le Tour : un rappel de Mende leur part à 9 h 03, à l’heure du site"


@pytest.fixture
def begun(during_demo, settings, clock_at):
    """When the demonstration begins, 1 October 2014 at 9 h, on the machine's clock."""
    began = clock_at(BEGAN)
    settings.TOUR_CLOCK_STARTED_AT = began.timestamp()
    return began


def test_followers_are_made_once_and_stay_away(begun):
    assert demo.run(accounts=True).replace("\xa0", " ").splitlines()[-1] == SAID
    assert [one.email.partition("@")[2] for one in Subscription.objects.all()] == ["example.org"] * 5
    assert [(rule.stage.slug, str(rule)) for rule in ReminderRule.objects.exclude(stage=None)] == [
        ("mende", "J−8, 09:03")
    ]
    Subscription.objects.all().delete()
    ReminderRule.objects.exclude(stage=None).delete()

    assert "adresses fictives" not in demo.run(accounts=True)

    assert (Subscription.objects.count(), Consent.objects.count()) == (0, 5)


def test_reminders_leave_within_minutes_and_the_next_morning(begun, smtp_server, clock_at):
    demo.run(accounts=True)
    assert ledger.send_due() == 0
    clock_at((begun + timedelta(minutes=3)).isoformat())
    assert ledger.send_due() == 5
    assert sorted(message["To"] for message in smtp_server.messages) == [
        f"{name}@example.org" for name in ("ada", "basile", "colette", "denis", "elise")
    ]
    clock_at((begun + timedelta(days=1)).isoformat())
    assert ledger.send_due() == 5
    clock_at((begun + timedelta(days=7, hours=8)).isoformat())
    assert ledger.send_due() == 4  # one of them declined the eve


@pytest.mark.parametrize("start", ["2014-10-09T09:00", "2014-12-01T09:00", "2014-05-01T09:00", "2014-10-05T02:10"])
def test_no_reminder_is_added_where_none_could_be(begun, settings, start):
    settings.TOUR_CLOCK_START = start
    assert "adresses fictives" not in demo.run(accounts=True)
    assert ReminderRule.objects.exclude(stage=None).count() == 0
    assert Subscription.objects.count() == 5


def test_no_follower_is_made_without_accounts(begun):
    demo.run()
    assert (Subscription.objects.count(), Delivery.objects.count()) == (0, 0)
