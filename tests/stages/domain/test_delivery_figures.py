"""What became of the mails, in numbers."""

from datetime import timedelta

import pytest

from stages.domain import delivery_figures, planning
from stages.domain.delivery_figures import ToLookAt, Waiting
from stages.models import Delivery, EditionPage
from tests.factories import EditionPageFactory, StagePageFactory, SubscriptionFactory
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(clock_at):
    clock_at("2014-10-01T10:00")
    stage = StagePageFactory(published=True, timed=True, title="Mende")
    for _ in range(3):
        SubscriptionFactory(follows=stage)
    planning.plan([stage])
    return stage


def put(state, number, **filters):
    keys = list(Delivery.objects.filter(state=MailState.DUE, **filters).values_list("pk", flat=True)[:number])
    times = {"sent_at": clock.now()} if state == MailState.SENT else {}
    Delivery.objects.filter(pk__in=keys).update(state=state, **times)


def test_statistics_of_each_rule(stage):
    put(MailState.SENT, 1, rule__days=-7)
    put(MailState.FAILED, 1, rule__days=-7)
    put(MailState.SETTLED, 1, rule__days=-7)
    Delivery.objects.filter(rule__days=0).update(rule=None)
    Delivery.objects.filter(rule__days=3).update(kind="changed", rule=None)

    lines = delivery_figures.statistics(EditionPage.objects.get())
    assert [(line.label, [number for _heading, number in line.cells]) for line in lines] == [
        ("J−7, 09:00", [0, 1, 0, 1, 0, 1, 0]),
        ("J−1, 17:00", [3, 0, 0, 0, 0, 0, 0]),
        ("J, 07:00", [0, 0, 0, 0, 0, 0, 0]),
        ("J+3, 09:00", [0, 0, 0, 0, 0, 0, 0]),
        ("Changement", [3, 0, 0, 0, 0, 0, 0]),
        ("Rappels supprimés depuis", [3, 0, 0, 0, 0, 0, 0]),
    ]


def test_statistics_are_those_of_the_edition(stage):
    older = EditionPageFactory(year=2012)
    assert {line.waiting for line in delivery_figures.statistics(older)} == {0}
    assert sum(line.waiting for line in delivery_figures.statistics(None)) == 12


def test_statistics_take_two_queries(stage, django_assert_num_queries):
    edition = EditionPage.objects.get()
    with django_assert_num_queries(2):
        delivery_figures.statistics(edition)


def test_what_failed_long_ago_is_not_looked_at_any_more(stage, clock_at):
    put(MailState.FAILED, 2, rule__days=-7)
    put(MailState.UNCERTAIN, 1, rule__days=-7)
    assert delivery_figures.to_look_at() == ToLookAt(uncertain=1, failed=2)
    clock_at("2014-12-01T10:00")
    assert delivery_figures.to_look_at() == ToLookAt(uncertain=1, failed=0)


def test_what_a_kill_switch_would_hold_back(stage):
    Delivery.objects.filter(rule__days=-1).update(due_at=clock.now() - timedelta(minutes=1))
    Delivery.objects.filter(rule__days=3).update(kind="confirmation")
    StagePageFactory(published=True, timed=True)

    assert delivery_figures.waiting(None) == Waiting(total=9, soon=6, due=3)
    assert delivery_figures.waiting(stage) == Waiting(total=9, soon=6, due=3)
    assert delivery_figures.waiting(StagePageFactory()) == Waiting(total=0, soon=0, due=0)
