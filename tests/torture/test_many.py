"""Many at once: workers, beats, recipients; and what is decided while the mails are going out."""

import os
import signal
import time
from datetime import timedelta

import pytest

from stages.domain import following
from stages.enums import DeliveryKind, StageStatus
from stages.models import Delivery, Subscription
from tests.factories import publish
from tests.torture import mails
from tests.torture.account import Account
from tests.torture.processes import Beat, Worker, wait_until
from tests.torture.smtp_sink import Strike
from tests.torture.sweeps import begin_sweep
from tour import clock

pytestmark = pytest.mark.services

IS_TORTURE = bool(os.environ.get("TORTURE"))
#: The gate does with a tenth.
RECIPIENTS = 10_000 if IS_TORTURE else 1_000
TICK = 60 if IS_TORTURE else 4


@pytest.fixture
def crew(services):
    """Three workers, ready, and two beats to be started."""
    workers = [services.started(Worker(services.folder, number)) for number in range(3)]
    wait_until(lambda: all(worker.is_ready for worker in workers))
    return [Beat(services.folder, number) for number in range(2)]


def test_two_beats_and_three_workers_send_each_mail_once(services, crew):
    mails.queue(RECIPIENTS // 10)
    mails.plan(followers=RECIPIENTS, after=20 if RECIPIENTS < 5000 else 60)
    due_at = mails.rows()[0].due_at
    for beat in crew:
        services.started(beat)

    wait_until(lambda: mails.count_open() == 0, seconds=RECIPIENTS / 20)
    account = Account(mails.rows(), services.sink.lines(), planned=RECIPIENTS * 11 // 10)

    assert account.faults == {}
    assert account.states == {"sent": RECIPIENTS * 11 // 10}
    took = max(line["at"] for line in services.sink.lines()) - due_at
    assert took <= 120 * max(RECIPIENTS, 5000) / 5000  # 5,000 within two minutes


def test_worker_that_is_stopped_amid_a_mailing_leaves_nothing_uncertain(services):
    services.sink.misbehave(1, 7, ["slow"])
    worker = services.started(Worker(services.folder))
    beat = services.started(Beat(services.folder))
    mails.queue(200)
    wait_until(services.sink.lines)

    beat.kill()
    worker.process.terminate()
    worker.process.wait(20)

    stopped = Account(mails.rows(), services.sink.lines(), planned=200)
    assert (set(stopped.states), stopped.keys("sent")) == ({"sent", "due"}, set(stopped.received))
    services.sink.misbehave(0, 7, [])
    worker.start()
    beat.start()
    wait_until(lambda: mails.count_open() == 0)
    ended = Account(mails.rows(), services.sink.lines(), planned=200)
    assert (ended.faults, ended.states) == ({}, {"sent": 200})


def test_mails_are_not_late_where_nothing_fails(services):
    worker = services.started(Worker(services.folder, TORTURE_TICK=str(TICK)))
    wait_until(lambda: worker.is_ready)
    mails.plan(stages=20, followers=25, after=15, over=4 * TICK)
    services.started(Beat(services.folder, TORTURE_TICK=str(TICK)))

    wait_until(lambda: mails.count_open() == 0, seconds=15 + 6 * TICK)
    account = Account(mails.rows(), services.sink.lines(), planned=500)

    assert (account.faults, account.states) == ({}, {"sent": 500})
    assert account.lateness["p99"] <= max(TICK * 1.25, TICK + 5)


@pytest.mark.parametrize(
    ("change", "notice"),
    [
        ({"starts_on": timedelta(days=7)}, DeliveryKind.CHANGED),
        ({"status": StageStatus.CANCELLED}, DeliveryKind.CANCELLED),
    ],
    ids=["moved", "cancelled"],
)
def test_stage_changes_while_its_reminders_are_going_out(services, crew, change, notice):
    """Nobody is reminded of what is not true any more; all who began to follow what was true are told."""
    (stage,) = mails.plan(followers=600, after=15)
    for beat in crew:
        services.started(beat)
    wait_until(lambda: services.sink.counts()["accepted"] > 60)
    changes = {name: stage.starts_on + to if name == "starts_on" else to for name, to in change.items()}

    publish(stage, **changes)
    changed_at = clock.shared()
    reminders = Delivery.objects.filter(kind=DeliveryKind.REMINDER, due_at__lt=changed_at)
    wait_until(lambda: not reminders.open().exists())

    states = set(reminders.values_list("state", flat=True))
    assert states == {"sent", "cancelled"}
    assert reminders.count() == 600
    told = reminders.filter(state="sent")
    assert not told.filter(handed_at__gt=changed_at).exists()
    assert services.sink.counts()["accepted"] == told.count()
    assert Delivery.objects.filter(kind=notice).count() == 600
    later = Delivery.objects.filter(kind=DeliveryKind.REMINDER, due_at__gt=changed_at)
    assert later.count() == (600 if "starts_on" in change else 0)


def test_followers_leave_while_their_reminders_are_going_out(services, crew):
    mails.plan(followers=600, after=15)
    for beat in crew:
        services.started(beat)
    wait_until(lambda: services.sink.counts()["accepted"] > 60)

    left = {}
    for follower in Subscription.objects.order_by("-pk")[:100]:
        following.leave(follower)
        left[follower.email] = time.time()
    wait_until(lambda: mails.count_open() == 0)

    account = Account(mails.rows(), services.sink.lines(), planned=600, ends=("sent", "cancelled"))
    assert account.faults == {}
    # What was handed to the server before, it has within its own time to answer.
    late = {line["to"] for line in services.sink.lines() if line["at"] > left.get(line["to"], line["at"]) + 2}
    assert late == set()
    assert account.states["cancelled"] > 0


@pytest.mark.parametrize(
    ("point", "becomes"), [("connect", ("cancelled", 0)), ("rcpt", ("cancelled", 0)), ("data", ("sent", 1))]
)
def test_follower_leaves_while_the_server_is_told_at(services, point, becomes):
    mails.plan(followers=1)
    mails.fall_due()
    services.sink.strike(Strike(point, "freeze"))
    sender = begin_sweep()
    pid = wait_until(lambda: services.sink.counts()["pids"])[0]

    following.leave(Subscription.objects.get())
    os.kill(pid, signal.SIGCONT)
    sender.join(20)

    assert mails.outcome(services) == [becomes]


def test_follower_who_left_between_plan_and_hour_gets_nothing(services):
    mails.plan(followers=3)
    following.leave(Subscription.objects.order_by("pk").first())
    mails.fall_due()

    assert mails.sweep() == 2
    assert mails.outcome(services) == [("cancelled", 0), ("sent", 1), ("sent", 1)]
