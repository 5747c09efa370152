"""The services can be broken and come back, as the tests of faults take for granted."""

import os

import pytest
import redis
from django.db import OperationalError, connection

from tests.torture import mails
from tests.torture.account import Account
from tests.torture.processes import Beat, Worker, wait_until
from tour.models import QueuedMail

pytestmark = pytest.mark.services


def test_redis_comes_back_empty_from_a_kill(services):
    services.redis.client.set("mende", "9 octobre")

    services.redis.kill()
    with pytest.raises(redis.RedisError):
        services.redis.client.ping()
    services.redis.start()

    assert services.redis.client.get("mende") is None


def test_postgres_keeps_what_was_committed_through_a_kill(services):
    mails.queue(3)

    services.postgres.kill()
    with pytest.raises(OperationalError):
        QueuedMail.objects.count()
    connection.close()
    services.postgres.start()

    assert QueuedMail.objects.count() == 3


def test_postgres_writes_to_the_disk(services):
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == ("on",)


def test_each_test_begins_with_a_new_site(services):
    mails.queue(3)
    services.redis.client.set("mende", "9 octobre")

    services.renew()

    assert QueuedMail.objects.count() == 0
    assert services.redis.client.dbsize() == 0


def test_worker_and_beat_send_what_is_due_and_a_killed_one_leaves_no_process(services):
    mails.queue(10)
    mails.plan(followers=20, after=5)
    worker, beat = services.started(Worker(services.folder)), services.started(Beat(services.folder))

    wait_until(lambda: mails.count_open() == 0)
    account = Account(mails.rows(), services.sink.lines(), planned=30)
    children = worker.children()
    worker.kill()

    assert (account.faults, account.states) == ({}, {"sent": 30})
    assert len(children) == 2
    wait_until(lambda: not any(is_running(pid) for pid in children), seconds=10)
    assert beat.is_running


def test_frozen_worker_sends_nothing_until_it_is_thawed(services):
    worker = services.started(Worker(services.folder))
    services.started(Beat(services.folder))
    wait_until(lambda: worker.is_ready)
    worker.freeze()
    mails.queue(3)

    with pytest.raises(TimeoutError):
        wait_until(lambda: mails.count_open() == 0, seconds=5)
    worker.thaw()

    wait_until(lambda: mails.count_open() == 0, seconds=10)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
