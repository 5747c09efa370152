"""Who follows the Tour."""

from datetime import UTC, datetime

import factory

from stages.enums import FollowScope
from stages.models import Consent, Follow, Subscription

BEGAN = datetime(2014, 1, 1, tzinfo=UTC)


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """An address confirmed on 1 January 2014; ``follows=stage`` follows a stage, ``follows="tour"`` the whole Tour.

    What that makes expected is planned by the test.
    """

    email = factory.Sequence(lambda number: f"suiveur{number}@example.org")
    created_at = BEGAN
    confirmed_at = factory.SelfAttribute("created_at")

    class Meta:
        model = Subscription
        skip_postgeneration_save = True

    @factory.post_generation
    def follows(self, create, extracted, **kwargs):
        if extracted == "tour":
            FollowFactory(subscription=self, confirmed_at=self.confirmed_at)
        elif extracted is not None:
            FollowFactory(subscription=self, scope=FollowScope.STAGE, stage=extracted, confirmed_at=self.confirmed_at)


class ConsentFactory(factory.django.DjangoModelFactory):
    subscription = factory.SubFactory(SubscriptionFactory)
    address_hash = "0" * 64
    subject = "le Tour entier"
    wording = "Je demande à recevoir les messages du Tour."
    page = "/suivre/"
    asked_at = BEGAN

    class Meta:
        model = Consent


class FollowFactory(factory.django.DjangoModelFactory):
    """The whole Tour unless told otherwise."""

    subscription = factory.SubFactory(SubscriptionFactory)
    scope = FollowScope.TOUR
    consent = factory.SubFactory(ConsentFactory, subscription=factory.SelfAttribute("..subscription"))
    asked_at = BEGAN
    confirmed_at = BEGAN

    class Meta:
        model = Follow
