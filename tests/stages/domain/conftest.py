"""A stage to come and who follows it; modules that tell of another make their own."""

import pytest

from stages.domain import planning
from tests.factories import StagePageFactory, SubscriptionFactory


@pytest.fixture
def stage(clock_at):
    """Mende, on 9 October 2014 from 9 to 18 h, published on 1 September."""
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True)


@pytest.fixture
def follower(stage):
    follower = SubscriptionFactory(follows=stage)
    planning.plan([stage])
    return follower
