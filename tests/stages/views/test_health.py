"""The address that what watches over the site asks."""

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError

from stages.domain import ledger, reminders
from stages.models import Delivery
from tests.factories import SubscriptionFactory
from tour import clock, heartbeat, mail
from tour.models import MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(home, clock_at):
    clock_at("2014-10-09T09:00")
    cache.clear()
    reminders.reconcile()
    mail.send_due()
    ledger.send_due()


def test_green_while_mails_leave(swept, client):
    response = client.get("/sante/envois/")
    assert (response.status_code, response["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert response.json() == {
        "light": "green",
        "faults": [],
        "last_sweep_at": "2014-10-09T07:00:00Z",
        "lag_seconds": 0,
        "due": 0,
        "retry": 0,
        "failed": 0,
        "uncertain": 0,
        "next_at": None,
    }


def test_red_names_the_fault_and_nobody(swept, client):
    follower = SubscriptionFactory(email="marie@mende.example")
    now = clock.now()
    Delivery.objects.create(
        key="x",
        kind="reminder",
        subscription=follower,
        state=MailState.UNCERTAIN,
        due_at=now,
        next_try_at=now,
        planned_at=now,
    )
    response = client.get("/sante/envois/")
    assert (response.status_code, response.json()["light"], response.json()["uncertain"]) == (503, "red", 1)
    assert "mende" not in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_does_not_answer_is_red(client, monkeypatch, error):
    def fail():
        raise error("the connection is closed")

    cache.clear()
    monkeypatch.setattr(heartbeat, "last", lambda *names: fail())
    answers = [client.get(path) for path in ("/sante/envois/", "/sante/")]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json() == {"light": "red", "faults": ["La base de données ne répond pas."]}


def test_asked_again_within_seconds_it_asks_the_database_nothing(swept, client, clock_at, django_assert_num_queries):
    client.get("/sante/envois/")
    with django_assert_num_queries(0):
        client.get("/sante/envois/")
    clock_at("2014-10-09T09:06")
    assert client.get("/sante/envois/").status_code == 503
