"""Redis holds nothing that matters: it may lose all it has, hang, or be away for an hour."""

import time
import urllib.request

import pytest

from stages.tasks import send_deliveries
from tests.torture import mails
from tests.torture.account import Account
from tests.torture.clocks import fast
from tests.torture.processes import Beat, Site, Worker, wait_until

pytestmark = pytest.mark.services

#: Seconds of a real one in which a fast clock counts a minute.
FAST = 120


def test_redis_loses_the_tasks_that_were_queued(services):
    mails.plan(followers=50)
    mails.fall_due()
    for _ in range(200):
        send_deliveries.delay()
    assert services.redis.client.llen("celery") == 200

    services.redis.kill()
    services.redis.start()
    assert services.redis.client.llen("celery") == 0
    services.started(Worker(services.folder))
    services.started(Beat(services.folder))
    wait_until(lambda: mails.count_open() == 0)

    account = Account(mails.rows(), services.sink.lines(), planned=50)
    assert (account.faults, account.states) == ({}, {"sent": 50})


def test_redis_is_away_for_an_hour(services):
    """The worker does not give up; what fell due meanwhile leaves within two minutes of Redis' return."""
    worker = services.started(Worker(services.folder, beat=True, TORTURE_TICK="60", **fast(FAST)))
    wait_until(lambda: worker.is_ready)
    mails.queue(10)
    wait_until(lambda: mails.count_open() == 0)

    services.redis.kill()
    mails.queue(10)
    time.sleep(3700 / FAST)
    assert worker.is_running
    assert mails.count_open() == 10
    services.redis.start()
    wait_until(lambda: mails.count_open() == 0)

    account = Account(mails.rows(), services.sink.lines(), planned=20)
    assert (account.faults, account.states) == ({}, {"sent": 20})


@pytest.mark.parametrize("deed", ["kill", "freeze"])
def test_visitor_does_not_feel_that_redis_is_away(services, settings, deed):
    site = services.started(Site(services.folder))
    address = f"http://127.0.0.1:{settings.SITE_PORT}"
    wait_until(lambda: answers(f"{address}/sante/"))
    paths = ["/", "/calendrier/", "/partenaires/", "/admin/login/", "/sante/"]
    for path in paths:
        visit(address + path)

    getattr(services.redis, deed)()
    slowest = max(visit(address + path) for _ in range(5) for path in paths)

    assert slowest < 1
    assert site.is_running


def visit(url) -> float:
    """The seconds that a page takes; it must be there."""
    begun = time.monotonic()
    with urllib.request.urlopen(url, timeout=30) as answer:
        answer.read()
    assert answer.status == 200
    return time.monotonic() - begun


def answers(url) -> bool:
    try:
        visit(url)
    except OSError:
        return False
    return True
