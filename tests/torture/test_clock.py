"""The time of day jumps, or an hour is counted twice or left out: no mail is lost, doubled or silent for it."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.torture import mails
from tests.torture.account import Account
from tests.torture.clocks import Clock
from tests.torture.processes import ROOT, Beat, Worker, wait_until
from tour.clock import shared
from tour.models import QueuedMail

pytestmark = pytest.mark.services

HOUR = 3600
#: Seconds of fake time that pass at each step, and of real time.
STEP, EVERY = 20, 0.15


@pytest.fixture
def clock(services):
    """The time of day of PostgreSQL, and of what is started with its environment."""
    clock = Clock(services.postgres.home / "clock")
    services.postgres.kill()
    services.postgres.environment = clock.of_others
    services.postgres.start()
    yield clock
    services.stop_others()
    services.postgres.kill()
    services.postgres.environment = {}


@pytest.fixture
def workers(services, clock):
    """Two workers and a beat, ready, with that clock."""
    environment = {"MAIL_ABREAST": "1", **clock.of_python}  # a process is giving one mail at a time
    workers = [services.started(Worker(services.folder, number, **environment)) for number in (1, 2)]
    wait_until(lambda: all(worker.is_ready for worker in workers))
    services.started(Beat(services.folder, **clock.of_python))
    return workers


def test_clock_jumps_forward_while_mails_are_going_out(services, clock, workers):
    """Leases are over at once: others take what was taken, and nobody gives a mail to the server a second time."""
    queue(300, due=0)
    queue(5, due=2 * HOUR)
    wait_until(lambda: services.sink.counts()["accepted"] > 50)

    clock.shift(HOUR)
    wait_until(lambda: mails.count_open() == 5)
    account = Account(mails.rows(), services.sink.lines(), planned=305)

    assert account.faults == {"still open": account.faults["still open"]}
    assert account.states["due"] == 5
    assert account.states["uncertain"] <= 4  # at most one that each process was giving
    clock.shift(3 * HOUR)
    wait_until(lambda: mails.count_open() == 0)


def test_clock_jumps_back_while_mails_are_going_out(services, clock, workers):
    """What was due is due an hour later; what is due then leaves, by the system's timer if beat waits, too."""
    queue(300, due=0)
    wait_until(lambda: services.sink.counts()["accepted"] > 50)

    clock.shift(-HOUR)
    wait_until(lambda: not QueuedMail.objects.filter(state="sending").exists())
    queue(5, due=0)
    sweep_by_timer(clock)
    assert QueuedMail.objects.filter(to__startswith="0-", state="sent").exists()
    clock.shift(0)
    wait_until(lambda: mails.count_open() == 0)

    account = Account(mails.rows(), services.sink.lines(), planned=305)
    assert account.faults == {}
    assert account.states["uncertain"] <= 4


@pytest.mark.parametrize(
    "begins_at",
    [datetime(2014, 10, 25, 23, 45, tzinfo=UTC), datetime(2015, 3, 29, 0, 15, tzinfo=UTC)],
    ids=["October", "March"],
)
def test_mails_leave_every_minute_of_the_night_in_which_the_hour_changes(services, clock, begins_at):
    """From a quarter before the hour that comes twice (or never) in Paris to a quarter after it."""
    offset = begins_at.timestamp() - time.time()
    clock.shift(offset)
    # A second of work is more than two minutes of this night.
    environment = {"TORTURE_TICK": "60", "TORTURE_LEASE": "3600", **clock.of_python}
    worker = services.started(Worker(services.folder, **environment))
    wait_until(lambda: worker.is_ready)
    services.started(Beat(services.folder, every=EVERY, **environment))
    QueuedMail.objects.bulk_create(
        QueuedMail(
            to=f"{minute}@night.example", subject="Nuit", text="Oui.", created_at=due, due_at=due, next_try_at=due
        )
        for minute in range(95)
        if (due := begins_at + timedelta(minutes=minute))
    )

    for _ in range(100 * 60 // STEP):
        offset += STEP - EVERY
        clock.shift(offset)
        time.sleep(EVERY)
    wait_until(lambda: mails.count_open() == 0, seconds=10)

    late = [row.sent_at - row.due_at for row in QueuedMail.objects.order_by("due_at")]
    assert len(late) == 95
    assert min(late) >= timedelta(0)
    assert max(late) < timedelta(minutes=20)  # an hour of silence would show
    assert Account(mails.rows(), services.sink.lines(), planned=95).faults == {}


def queue(count, *, due):
    """Mails due ``due`` seconds from now, by the clock of the database."""
    at = shared() + timedelta(seconds=due)
    QueuedMail.objects.bulk_create(
        QueuedMail(
            to=f"{number}-{due}@jump.example", subject="Heure", text="Oui.", created_at=at, due_at=at, next_try_at=at
        )
        for number in range(count)
    )


def sweep_by_timer(clock):
    """What the system's timer runs."""
    subprocess.run(
        [sys.executable, "manage.py", "send_due"], cwd=ROOT, env={**os.environ, **clock.of_python}, check=True
    )
