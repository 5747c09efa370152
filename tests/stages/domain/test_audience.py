"""How many follow each of several stages."""

from datetime import UTC, datetime

import pytest

from stages.domain.audience import followers_of
from stages.enums import FollowScope
from stages.models import StagePage, Subscription
from tests.factories import FollowFactory, StagePageFactory, SubscriptionFactory, ThemeFactory

pytestmark = pytest.mark.django_db
LATER = datetime(2014, 2, 1, tzinfo=UTC)


@pytest.fixture
def rural(home):
    return ThemeFactory()


@pytest.fixture
def stages(rural):
    mende = StagePageFactory(title="Mende", located=True)
    mende.themes.add(rural)
    mende.save_revision().publish()
    millau = StagePageFactory(title="Millau", department="12")
    rennes = StagePageFactory(title="Rennes", department="35")
    return [StagePage.objects.get(pk=stage.pk) for stage in (mende, millau, rennes)]


def test_everybody_is_counted_once_for_each_stage(stages, rural):
    mende, millau, rennes = stages
    SubscriptionFactory(follows="tour")
    several = SubscriptionFactory(follows=mende)
    FollowFactory(subscription=several)
    FollowFactory(subscription=several, scope=FollowScope.REGION, region="Occitanie")
    region = SubscriptionFactory()
    FollowFactory(subscription=region, scope=FollowScope.REGION, region="Occitanie")
    FollowFactory(subscription=region, scope=FollowScope.THEME, theme=rural)
    FollowFactory(scope=FollowScope.THEME, theme=rural)
    SubscriptionFactory(follows=rennes)
    for idle in ({"confirmed_at": None}, {"left_at": LATER}, {"paused_at": LATER}):
        SubscriptionFactory(follows=mende, **idle)
    FollowFactory(scope=FollowScope.STAGE, stage=mende, confirmed_at=None)

    assert followers_of(stages) == {mende.pk: 4, millau.pk: 3, rennes.pk: 3}
    assert followers_of(stages) == {stage.pk: Subscription.objects.following(stage).count() for stage in stages}


def test_nobody_follows(stages):
    assert followers_of(stages) == {stage.pk: 0 for stage in stages}


@pytest.mark.parametrize("number", [1, 3])
def test_followers_are_counted_in_three_queries(stages, django_assert_num_queries, number):
    for stage in stages:
        SubscriptionFactory(follows=stage)
    with django_assert_num_queries(3):
        assert list(followers_of(stages[:number]).values()) == [1] * number
