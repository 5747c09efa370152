"""The SMTP server fails in each of its ways: what it has is never given to it twice, what it has not is."""

import pytest

from stages.domain import ledger
from stages.models import Delivery, DeliveryLog
from tests.factories import UserFactory
from tests.torture import mails
from tests.torture.smtp_sink import FAULTS

pytestmark = pytest.mark.services

#: What is known of the mail at once, and what becomes of it: (state, copies).
BECOMES = {
    "refused": ("retry", ("sent", 1)),
    "silent": ("retry", ("sent", 1)),
    "busy": ("retry", ("sent", 1)),
    "sender later": ("retry", ("sent", 1)),
    "recipient later": ("retry", ("sent", 1)),
    "recipient refused": ("failed", ("failed", 0)),
    "no such recipient": ("failed", ("failed", 0)),
    "dropped in the text": ("uncertain", ("uncertain", 0)),
    "text later": ("retry", ("sent", 1)),
    "text refused": ("failed", ("failed", 0)),
    "answer lost": ("uncertain", ("uncertain", 1)),
    "answer late": ("uncertain", ("uncertain", 1)),
    "slow": ("sent", ("sent", 1)),
}


@pytest.fixture
def three(services):
    """Three reminders that are due."""
    mails.plan(followers=3)
    mails.fall_due()
    return services


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_the_server_concerns_one_mail_and_no_other(three, fault):
    at_once, at_last = BECOMES[fault]
    three.sink.strike(FAULTS[fault])

    mails.sweep()
    states = [state for state, _copies in mails.outcome(three)]
    for _ in range(2):
        mails.pass_time()
        mails.sweep()

    assert states == [at_once, "sent", "sent"]
    assert mails.outcome(three) == [at_last, ("sent", 1), ("sent", 1)]


def test_server_that_is_away_delays(three):
    three.sink.kill()
    assert mails.sweep() == 0
    assert {row.state for row in mails.rows()} <= {"due", "retry"}

    three.sink.start()
    mails.pass_time()

    assert mails.sweep() == 3
    assert mails.outcome(three) == [("sent", 1)] * 3


def test_server_that_says_later_for_hours_has_it_in_the_end(three):
    for _ in range(6):
        three.sink.strike("recipient later")
        mails.sweep()
        mails.pass_time()
    mails.sweep()

    assert mails.outcome(three) == [("sent", 1)] * 3
    assert Delivery.objects.order_by("pk").first().attempts == 7


def test_uncertain_mail_comes_twice_only_when_a_person_sends_it_again(three):
    three.sink.strike("answer lost")
    mails.sweep()
    uncertain = Delivery.objects.get(state="uncertain")
    person = UserFactory(national=True)

    assert [ledger.send_again(uncertain, by=person), ledger.send_again(uncertain, by=person)] == [True, False]
    mails.sweep()

    assert mails.outcome(three) == [("sent", 2), ("sent", 1), ("sent", 1)]
    assert DeliveryLog.objects.filter(delivery=uncertain, by=person).count() == 1
