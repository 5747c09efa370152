"""Followers made by the site itself, for its demonstration and its rehearsals: each confirmed, with its proof."""

from collections.abc import Iterable

from django.db import transaction

from stages.domain import following, ledger, planning
from stages.enums import FollowScope
from stages.models import Consent, Delivery, Follow, StagePage, Subscription
from tour import clock
from tour.models import Theme


@transaction.atomic
def follow(*, email: str, stage: str = "", theme: str = "", region: str = "", declined: Iterable[str] = ()):
    """``email`` follows a stage (its slug), a theme (its name), a region or else the whole Tour, from now on."""
    now = clock.now()
    follower = Subscription.objects.create(email=email, created_at=now, confirmed_at=now, declined=list(declined))
    followed = Follow(subscription=follower, asked_at=now, confirmed_at=now, scope=FollowScope.TOUR)
    if stage:
        followed.scope = FollowScope.STAGE
        followed.stage = StagePage.objects.filter(slug=stage).order_by("-path").first()
    elif theme:
        followed.scope, followed.theme = FollowScope.THEME, Theme.objects.get(name=theme)
    elif region:
        followed.scope, followed.region = FollowScope.REGION, region
    followed.consent = Consent.objects.create(
        subscription=follower,
        address_hash=following.address_hash(email),
        subject=followed.name,
        wording="Démonstration\u00a0: cette adresse n’est celle de personne.",
        page="/",
        asked_at=now,
        confirmed_at=now,
    )
    followed.save()
    planning.plan(subscriptions=Subscription.objects.filter(pk=follower.pk))


@transaction.atomic
def leave(email: str):
    stop(email, left_at=clock.now())


@transaction.atomic
def pause(email: str):
    stop(email, paused_at=clock.now())


def stop(email: str, **changes):
    follower = Subscription.objects.filter(email=email)
    follower.update(**changes)
    planning.cancel(Delivery.objects.not_handed().telling().filter(subscription__in=follower), ledger.LEFT)
