"""A stage that is followed, and its organiser; modules that tell of another stage make their own."""

import pytest

from stages.domain import planning
from stages.models import ReminderRule
from tests.factories import StagePageFactory, SubscriptionFactory
from tests.stages.views.admin.screens import member


@pytest.fixture
def stage(home, clock_at):
    clock_at("2014-10-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


@pytest.fixture
def followed(stage):
    for _ in range(2):
        SubscriptionFactory(follows=stage)
    planning.plan([stage])
    return stage


@pytest.fixture
def organiser(client, stage):
    client.force_login(member(stage))
    return client


@pytest.fixture
def week_before(stage):
    return ReminderRule.objects.national().get(days=-7)
