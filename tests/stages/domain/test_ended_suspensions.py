"""What was kept from a suspended address is planned when its suspension ends."""

from datetime import date

import pytest

from stages.domain import invariants, reminders
from stages.domain import ledger as ledger_of_mails
from stages.enums import DeliveryKind
from stages.models import Delivery, Subscription
from tests.factories import (
    SubscriptionFactory,
    publish,
)
from tour import clock, suppressions
from tour.models import MailState, Suppression, SuppressionReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def suspended(stage, follower, clock_at, smtp_server):
    """``follower``, whose reminder of a week before was cancelled at the door; the stage moved on since."""
    reminders.reconcile()
    suppressions.suppress(follower.email, SuppressionReason.REFUSED)
    clock_at("2014-10-02T09:00")
    assert ledger_of_mails.send_due() == 0
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-10-02T10:00")
    assert ledger_of_mails.send_due() == 0
    assert set(Delivery.objects.filter(kind=DeliveryKind.CHANGED).values_list("reason", flat=True)) == {
        suppressions.OBSTACLE
    }
    return follower


def lift(follower):
    assert suppressions.lift(follower.email)


def let_time_pass(follower):
    Suppression.objects.update(created_at=clock.now() - suppressions.REFUSALS_HOLD_FOR)
    suppressions.forget_old()


@pytest.mark.parametrize("end", [lift, let_time_pass])
def test_what_a_suspension_kept_back_is_planned_by_its_end(suspended, end):
    SubscriptionFactory(follows="tour")
    end(suspended)
    assert Delivery.objects.filter(subscription=suspended, kind=DeliveryKind.CHANGED).get().state == MailState.DUE
    other = Subscription.objects.exclude(pk=suspended.pk)
    assert not Delivery.objects.filter(subscription__in=other).exists()
    other.delete()
    assert invariants.missing().count == 0
    assert reminders.reconcile().total == 0
