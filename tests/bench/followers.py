"""Followers and stages, as many as are wanted."""

from datetime import timedelta

from stages.enums import FollowScope
from stages.models import Consent, Follow, StagePage, Subscription
from stages.models.subscription import target_of
from tests.factories import StagePageFactory
from tour import clock

AT_ONCE = 1000


def make_followers(count: int, prefix: str = "suiveur"):
    """As many addresses, confirmed yesterday, that follow the whole Tour."""
    since = clock.now() - timedelta(days=1)
    subscriptions = Subscription.objects.bulk_create(
        (
            Subscription(email=f"{prefix}{number}@example.org", created_at=since, confirmed_at=since)
            for number in range(count)
        ),
        batch_size=AT_ONCE,
    )
    consents = Consent.objects.bulk_create(
        (
            Consent(
                subscription=subscription,
                address_hash="0" * 64,
                subject="le Tour entier",
                wording="Je demande à recevoir les messages du Tour.",
                page="/suivre/",
                asked_at=since,
                confirmed_at=since,
            )
            for subscription in subscriptions
        ),
        batch_size=AT_ONCE,
    )
    Follow.objects.bulk_create(
        (
            Follow(
                subscription=consent.subscription,
                scope=FollowScope.TOUR,
                target=target_of(FollowScope.TOUR),
                consent=consent,
                asked_at=since,
                confirmed_at=since,
            )
            for consent in consents
        ),
        batch_size=AT_ONCE,
    )


def make_stage(days: int) -> StagePage:
    """A stage that begins in so many days, published as an editor does."""
    return StagePageFactory(
        published=True,
        timed=True,
        located=True,
        title="Mende",
        slug=f"etape-{days}",
        starts_on=clock.today() + timedelta(days=days),
        venue_name="Espace Événements Georges Frêche",
    )
