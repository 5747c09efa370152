"""What is kept of followers and accounts is forgotten in time (docs/registre-rgpd.md)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stages import tasks
from stages.domain import following, personal_data
from stages.enums import DeliveryKind, FollowScope
from stages.models import Consent, Delivery, DeliveryLog, Follow, Subscription
from tests.factories import (
    EditionPageFactory,
    FollowFactory,
    StagePageFactory,
    SubscriptionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.stages.domain.marie import MARIE, addresses, ask, marie, stage
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db

#: Its fixtures.
__all__ = ["marie", "stage"]


def test_request_is_forgotten_after_thirty_days(stage, clock_at):
    ask("tour")
    clock_at("2014-10-01T09:59")
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])
    clock_at("2014-10-01T10:00")
    assert (personal_data.forget_old(), addresses(), Consent.objects.count()) == (1, [], 0)


def test_request_of_a_follower_is_forgotten_alone(marie, clock_at):
    clock_at("2014-09-02T10:00")
    ask("tour")
    clock_at("2014-10-03T10:00")
    personal_data.forget_old()
    assert [consent.subject for consent in Consent.objects.all()] == ["l’étape Mende"]
    assert addresses() == [MARIE]


def test_who_asks_again_is_kept(stage, clock_at):
    ask("tour")
    clock_at("2014-09-20T10:00")
    ask("tour")
    clock_at("2014-10-10T10:00")
    assert (personal_data.forget_old(), Consent.objects.count()) == (0, 1)


def test_who_left_is_forgotten_three_months_later(marie, clock_at):
    following.leave(marie)
    clock_at("2014-11-29T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2014-12-01T10:00")
    assert (personal_data.forget_old(), addresses()) == (1, [])


def test_who_comes_back_while_old_addresses_are_looked_for_is_kept(marie, clock_at, monkeypatch):
    """Between the finding and the erasing of an address stands its lock: as if one had waited for it."""
    following.leave(marie)
    clock_at("2014-12-01T10:00")
    held = personal_data.hold_to_erase

    def come_back_and_hold(subscription):
        FollowFactory(subscription=marie)
        Subscription.objects.update(left_at=None)
        return held(subscription)

    monkeypatch.setattr(personal_data, "hold_to_erase", come_back_and_hold)
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])


def test_address_is_forgotten_three_months_after_its_edition(marie, clock_at):
    clock_at("2015-01-06T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2015-01-07T10:00")
    assert (personal_data.forget_old(), addresses()) == (1, [])


def test_who_follows_the_whole_tour_is_kept(marie, clock_at):
    FollowFactory(subscription=marie)
    clock_at("2020-01-01T10:00")
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])


def test_last_edition_of_what_is_followed_counts(marie, stage, clock_at):
    theme = ThemeFactory()
    next_edition = EditionPageFactory(year=2015, ends_on=date(2015, 6, 30))
    later = StagePageFactory(parent=next_edition, department="12")
    later.themes.add(theme)
    later.save_revision().publish()
    by_theme = SubscriptionFactory(email="theme@mende.example")
    FollowFactory(subscription=by_theme, scope=FollowScope.THEME, theme=theme)
    by_region = SubscriptionFactory(email="region@mende.example")
    FollowFactory(subscription=by_region, scope=FollowScope.REGION, region="Occitanie")
    elsewhere = SubscriptionFactory(email="ailleurs@mende.example")
    FollowFactory(subscription=elsewhere, scope=FollowScope.REGION, region="Bretagne")

    clock_at("2015-03-01T10:00")
    personal_data.forget_old()
    assert addresses() == ["region@mende.example", "theme@mende.example"]
    clock_at("2015-09-28T10:00")
    personal_data.forget_old()
    assert addresses() == []


def test_edition_without_last_day_ends_with_its_year(home, clock_at):
    stage = StagePageFactory(title="Mende", parent=EditionPageFactory(year=2014))
    SubscriptionFactory(follows=stage)
    clock_at("2015-03-30T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2015-03-31T10:00")
    assert personal_data.forget_old() == 1


def test_who_begins_between_editions_is_kept_three_months(marie, stage, clock_at):
    began = clock_at("2015-03-01T10:00")
    late = SubscriptionFactory(email="tard@mende.example", created_at=began)
    FollowFactory(subscription=late, scope=FollowScope.REGION, region="Occitanie", asked_at=began, confirmed_at=began)
    personal_data.forget_old()
    assert addresses() == ["tard@mende.example"]
    clock_at("2015-05-31T10:00")
    assert personal_data.forget_old() == 1


def test_ends_of_editions_are_read_once(marie, clock_at):
    SubscriptionFactory(follows="tour")
    for _ in range(2):
        SubscriptionFactory(follows=Follow.objects.filter(scope=FollowScope.STAGE).first().stage)
    clock_at("2015-01-07T10:00")
    with CaptureQueriesContext(connection) as queries:
        assert personal_data.forget_old() == 3
    assert sum('FROM "stages_editionpage"' in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("deed", [personal_data.erase, following.leave, following.pause])
def test_planners_are_held_before_the_mails_that_they_may_hold(marie, stage, deed):
    """Changing a mail first, and waiting then for a planner that waits for it, would be waiting for good."""
    with CaptureQueriesContext(connection) as queries:
        deed(marie)
    said = [query["sql"] for query in queries]
    holding = next(rank for rank, sql in enumerate(said) if 'FROM "stages_stagereminders"' in sql)
    changing = next(rank for rank, sql in enumerate(said) if sql.startswith('UPDATE "stages_delivery"'))
    assert 'ORDER BY "stages_stagereminders"."stage_id"' in said[holding]
    assert ("FOR UPDATE" in said[holding], holding < changing) == (connection.features.has_select_for_update, True)


@pytest.mark.parametrize("kind", [DeliveryKind.NUDGE, DeliveryKind.DIGEST, DeliveryKind.TEST])
def test_mails_to_accounts_are_forgotten_after_ninety_days(stage, marie, clock_at, kind):
    """With their history, and also once the account is gone; what is open, or told followers something, stays."""
    now, of_marie = clock.now(), Delivery.objects.filter(subscription=marie).count()
    for number, (user, state) in enumerate(
        [(UserFactory(), MailState.UNCERTAIN), (None, MailState.FAILED), (UserFactory(), MailState.DUE)]
    ):
        row = Delivery.objects.create(
            key=f"{kind}:{number}", kind=kind, user=user, state=state, planned_at=now, due_at=now, next_try_at=now
        )
        DeliveryLog.objects.create(delivery=row, state=state, at=now)
    for instant, left in (("2014-11-30T08:59", [0, 1, 2]), ("2014-11-30T09:00", [2])):
        clock_at(instant)
        tasks.forget_old_addresses()
        assert sorted(Delivery.objects.filter(kind=kind).values_list("key", flat=True)) == [f"{kind}:{n}" for n in left]
        assert DeliveryLog.objects.filter(delivery__kind=kind).count() == len(left)
    assert Delivery.objects.filter(subscription=marie).count() == of_marie


def test_proof_is_forgotten_three_years_after_it_was_withdrawn(marie, clock_at):
    personal_data.erase(marie)
    clock_at("2017-08-30T10:00")
    personal_data.forget_old()
    assert Consent.objects.count() == 1
    clock_at("2017-09-01T10:00")
    personal_data.forget_old()
    assert Consent.objects.count() == 0


def test_forgetting_is_a_task(marie, clock_at):
    clock_at("2020-01-01T10:00")
    tasks.forget_old_addresses()
    assert addresses() == []


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_what_is_old_takes_the_same_queries(stage, count, django_assert_num_queries):
    for _ in range(count):
        SubscriptionFactory(follows=stage)
    with django_assert_num_queries(13):
        assert personal_data.forget_old() == 0
