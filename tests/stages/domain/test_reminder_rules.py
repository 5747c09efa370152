"""What people decide of reminders."""

from datetime import time

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry

from stages.domain import ledger, planning, reminder_rules
from stages.domain.planning import Outcome
from stages.models import Delivery, ReminderRule, ReminderSettings, StageReminders
from tests.factories import StagePageFactory, SubscriptionFactory, UserFactory
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(clock_at):
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


@pytest.fixture
def user(stage):
    SubscriptionFactory(follows=stage)
    planning.plan([stage])
    return UserFactory()


@pytest.fixture
def week_before(stage):
    return ReminderRule.objects.national().get(days=-7)


def states(**filters):
    return list(Delivery.objects.filter(**filters).order_by("due_at").values_list("state", flat=True))


def told(stage):
    """What the history of the stage says of its reminders."""
    entries = PageLogEntry.objects.filter(page=stage, action__startswith="stages.")
    return [str(entry.message) for entry in entries.order_by("pk")]


def test_own_rule_is_planned_changed_and_deleted(stage, user):
    rule = ReminderRule(stage=stage, days=-3, at=time(18, 30))

    assert reminder_rules.save(rule, by=user) == Outcome(planned=1)
    rule.days = -2
    assert reminder_rules.save(rule, by=user) == Outcome(rescheduled=1)
    assert reminder_rules.delete(rule, by=user) == Outcome(cancelled=1)

    assert states(rule=None) == [MailState.CANCELLED]
    assert told(stage) == [
        "Rappel ajouté\u00a0: J−3, 18:30",
        "Rappel modifié\u00a0: J−2, 18:30",
        "Rappel supprimé\u00a0: J−2, 18:30",
    ]


def test_deed_plans_what_its_own_rule_sends_and_no_more(stage, user, week_before):
    """It is done while somebody waits for the page; the sweep looks after the rest."""
    Delivery.objects.all().delete()
    assert reminder_rules.save(week_before, by=user) == Outcome(planned=1)
    Delivery.objects.update(rule=ReminderRule.objects.national().get(days=-1))
    assert reminder_rules.switch_national(week_before, is_on=False, by=user) == Outcome()


def test_what_a_deleted_rule_sent_stays(stage, user, smtp_server, clock_at):
    rule = ReminderRule(stage=stage, days=-10, at=time(9))
    reminder_rules.save(rule, by=user)
    clock_at("2014-09-29T09:00")
    ledger.send_due()

    assert reminder_rules.delete(rule, by=user) == Outcome()
    assert states(rule=None) == [MailState.SENT]


def test_national_rule_is_switched_off_and_on_for_one_stage(stage, user, week_before):
    other = StagePageFactory(published=True, timed=True)
    SubscriptionFactory(follows=other)
    planning.plan([other])

    assert reminder_rules.switch(week_before, stage=stage, is_on=False, by=user) == Outcome(cancelled=1)
    assert reminder_rules.switch(week_before, stage=stage, is_on=False, by=user) is None
    assert states(stage=other, rule=week_before) == [MailState.DUE]
    assert reminder_rules.switch(week_before, stage=stage, is_on=True, by=user) == Outcome(reopened=1)
    assert reminder_rules.switch(week_before, stage=stage, is_on=True, by=user) is None

    assert states(stage=stage, rule=week_before) == [MailState.DUE]
    assert told(stage) == ["Rappel national écarté\u00a0: J−7, 09:00", "Rappel national rétabli\u00a0: J−7, 09:00"]


def test_national_rule_changes_for_all_stages(stage, user, week_before):
    other = StagePageFactory(published=True, timed=True)
    SubscriptionFactory(follows=other)
    planning.plan([other])
    week_before.days = -6

    assert reminder_rules.save(week_before, by=user) == Outcome(rescheduled=2)
    assert reminder_rules.switch_national(week_before, is_on=False, by=user) == Outcome(cancelled=2)
    assert reminder_rules.switch_national(week_before, is_on=False, by=user) is None
    assert reminder_rules.switch_national(week_before, is_on=True, by=user) == Outcome(reopened=2)

    entries = ModelLogEntry.objects.filter(object_id=week_before.pk, action__startswith="stages.").order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("stages.change_reminder", user),
        ("stages.switch_off_reminder", user),
        ("stages.switch_on_reminder", user),
    ]


def test_rule_of_a_stage_is_no_national_one(stage, user):
    own = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))

    assert reminder_rules.switch_national(own, is_on=False, by=user) is None
    own.refresh_from_db()
    assert own.is_active is True


def test_stage_is_suspended_and_resumed_once(stage, user):
    assert reminder_rules.suspend(stage, is_suspended=True, by=user) is True
    assert reminder_rules.suspend(stage, is_suspended=True, by=user) is False
    assert StageReminders.objects.get(stage=stage).is_suspended is True
    assert reminder_rules.suspend(stage, is_suspended=False, by=user) is True
    assert told(stage) == ["Envois suspendus", "Envois repris"]


def test_nation_is_suspended_and_resumed_once(user):
    assert reminder_rules.suspend(None, is_suspended=False, by=user) is False
    assert reminder_rules.suspend(None, is_suspended=True, by=user) is True
    assert ReminderSettings.current().is_suspended is True
    assert reminder_rules.suspend(None, is_suspended=False, by=user) is True
    assert ModelLogEntry.objects.filter(action__endswith="_mails").count() == 2


def test_repeats_are_allowed_and_refused_once(user):
    assert reminder_rules.allow_repeats(is_allowed=True, by=user) is True
    assert reminder_rules.allow_repeats(is_allowed=True, by=user) is False
    assert ReminderSettings.current().may_repeat is True
