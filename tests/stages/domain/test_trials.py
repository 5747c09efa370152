"""Reminders that somebody of a team sends to themselves."""

from datetime import time

import pytest

from stages.domain import ledger, planning, reminder_rules, reminder_slots, trials
from stages.enums import DeliveryKind
from stages.models import Delivery, ReminderRule
from tests.factories import StagePageFactory, UserFactory
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(clock_at):
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


@pytest.fixture
def user(stage):
    return UserFactory()


@pytest.fixture
def week_before(stage):
    return ReminderRule.objects.national().get(days=-7)


def outcome():
    return Delivery.objects.values_list("state", "reason").get(kind=DeliveryKind.TEST)


def test_trial_goes_to_oneself_alone_and_opens_nobodys_page(stage, week_before, user, smtp_server):
    reminder_rules.suspend(None, is_suspended=True, by=user)

    assert trials.send(week_before, stage=stage, to=user) is True
    assert trials.send(week_before, stage=stage, to=user) is False
    assert ledger.send_due() == 1

    (message,) = smtp_server.messages
    assert message["To"] == user.email
    assert message["Subject"].startswith("[Essai] Mende")
    assert message["List-Unsubscribe"] is None
    text = message.get_body(("plain",)).get_content()
    assert trials.REASON in text
    assert "vous suivez" not in text
    assert "ma-page" not in message.as_string()
    assert "partir" not in message.as_string()


def test_trial_of_a_stage_that_went_offline_is_cancelled(stage, week_before, user, smtp_server):
    trials.send(week_before, stage=stage, to=user)
    stage.unpublish()

    assert ledger.send_due() == 0
    assert outcome() == (MailState.CANCELLED, reminder_slots.NOT_ONLINE)


def test_trial_of_a_deleted_rule_is_cancelled(stage, user, smtp_server):
    rule = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))
    trials.send(rule, stage=stage, to=user)
    rule.delete()

    assert ledger.send_due() == 0
    assert outcome() == (MailState.CANCELLED, planning.NOT_EXPECTED)


def test_trial_to_a_closed_account_is_cancelled(stage, user, week_before, smtp_server):
    trials.send(week_before, stage=stage, to=user)
    user.is_active = False
    user.save()

    assert ledger.send_due() == 0
    assert outcome() == (MailState.CANCELLED, ledger.CLOSED)
