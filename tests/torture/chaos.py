"""Chaos: mails fall due while everything that sends them is killed, frozen and restarted; then the account is made."""

import heapq
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from stages.domain import invariants
from tests.torture import mails
from tests.torture.account import Account
from tests.torture.processes import Beat, Services, Worker, wait_until
from tests.torture.smtp_sink import FAULTS

WORKERS, BEATS = 3, 2
#: The share of the SMTP connections that must have met a fault.
LEAST_STRUCK = 0.15
#: Seconds within which everything must have been settled once nothing is killed any more.
TO_SETTLE = 180
#: Seconds within which all is planned, before the first falls due.
TO_PLAN = 20


@dataclass(frozen=True)
class Plan:
    """The reminders of ``stages`` to ``followers`` fall due over ``seconds``, in which each deed of ``strikes`` is done
    so many times; of the SMTP connections, and of the mails of each, the share ``smtp`` meets a fault.
    """

    stages: int
    followers: int
    seconds: float
    strikes: dict[str, int]
    smtp: float = 0.08


#: The whole, of which three seeds are 10,200 mails, 102 kills of workers, 21 of Redis…
FULL = Plan(
    stages=34,
    followers=100,
    seconds=180,
    strikes={
        "kill worker": 17,
        "kill process of a worker": 17,
        "freeze worker": 4,
        "kill redis": 7,
        "kill postgres": 4,
        "kill beat": 7,
    },
)
#: What the gate has time for.
SHORT = Plan(
    stages=10,
    followers=50,
    seconds=30,
    strikes={
        "kill worker": 4,
        "kill process of a worker": 4,
        "freeze worker": 1,
        "kill redis": 2,
        "kill postgres": 1,
        "kill beat": 2,
    },
)


class Chaos:
    """One run. ``done`` counts the deeds that were done."""

    def __init__(self, services: Services, plan: Plan, seed: int):
        self.services, self.plan, self.random = services, plan, random.Random(seed)
        self.seed, self.done, self.events = seed, Counter(), []
        self.workers = [Worker(services.folder, number) for number in range(WORKERS)]
        self.beats = [Beat(services.folder, number) for number in range(BEATS)]
        self.frozen, self.killed = set(), set()

    def run(self) -> Account:
        sink = self.services.sink
        # Not of an address that does not exist: it would get none of the others.
        sink.misbehave(self.plan.smtp, self.seed, [name for name in FAULTS if name != "no such recipient"])
        for service in (*self.workers, *self.beats):
            self.services.started(service)
        wait_until(lambda: all(worker.is_ready for worker in self.workers))
        stages, followers = self.plan.stages, self.plan.followers
        mails.plan(stages=stages, followers=followers, after=TO_PLAN, over=self.plan.seconds)
        time.sleep(max(0, mails.rows()[0].due_at - time.time()))
        self.strike()
        with suppress(TimeoutError):  # the account tells which are open
            wait_until(lambda: mails.count_open() == 0, seconds=TO_SETTLE, every=0.5)
        self.counts = sink.counts()
        self.services.stop_others()
        self.broken = [finding for finding in invariants.findings() if finding.count]
        return Account(mails.rows(), sink.lines(), planned=self.plan.stages * self.plan.followers)

    def strike(self):
        """Do all that is planned, each at a moment of its own; what was broken is mended a little later."""
        begun = time.monotonic()
        for deed, times in self.plan.strikes.items():
            for _ in range(times):
                self.at(begun + self.random.uniform(0, self.plan.seconds), lambda deed=deed: self.do(deed))
        while self.events:
            if self.events[0][0] > time.monotonic():
                self.restart_what_ended()
                time.sleep(0.02)
                continue
            heapq.heappop(self.events)[-1]()

    def restart_what_ended(self):
        """By itself: which is a fault, even if what looks after the services starts it again."""
        for service in (*self.workers, *self.beats):
            if not service.is_running and service not in self.killed:
                self.done["ended by itself"] += 1
                service.start()

    def at(self, moment, deed):
        heapq.heappush(self.events, (moment, self.random.random(), deed))

    def later(self, least, most, deed):
        self.at(time.monotonic() + self.random.uniform(least, most), deed)

    def do(self, deed):
        """Do it, or try again soon if there is nothing to do it to."""
        if getattr(self, deed.replace(" ", "_"))():
            self.done[deed] += 1
        else:
            self.later(0.3, 1, lambda: self.do(deed))

    def one_of(self, services):
        up = [service for service in services if service.is_running and service not in self.frozen]
        return self.random.choice(up) if up else None

    def kill_worker(self):
        return self.kill_and_restart(self.one_of(self.workers))

    def kill_beat(self):
        return self.kill_and_restart(self.one_of(self.beats))

    def kill_redis(self):
        return self.kill_and_restart(self.one_of([self.services.redis]))

    def kill_postgres(self):
        return self.kill_and_restart(self.one_of([self.services.postgres]))

    def kill_and_restart(self, service) -> bool:
        if service:
            service.kill()
            self.killed.add(service)
            self.later(0.2, 2, lambda: self.restart(service))
        return bool(service)

    def restart(self, service):
        service.start()
        self.killed.discard(service)

    def kill_process_of_a_worker(self) -> bool:
        worker = self.one_of([worker for worker in self.workers if worker.is_ready])  # else it would not begin
        children = worker.children() if worker else []
        if children:
            os.kill(self.random.choice(children), signal.SIGKILL)
        return bool(children)

    def freeze_worker(self) -> bool:
        """For longer than it may hold what it took."""
        worker = self.one_of(self.workers)
        if worker:
            worker.freeze()
            self.frozen.add(worker)
            lease = settings.MAIL_LEASE_SECONDS
            self.later(lease + 1, lease + 4, lambda: self.thaw(worker))
        return bool(worker)

    def thaw(self, worker):
        worker.thaw()
        self.frozen.discard(worker)

    def faults(self, account: Account) -> dict:
        """Those of the account, invariants that are broken, what ended by itself, what was not struck as planned."""
        struck = self.counts["struck_connections"] / max(1, self.counts["connections"])
        missing = {deed: self.done[deed] for deed, times in self.plan.strikes.items() if self.done[deed] < times}
        if struck < LEAST_STRUCK:
            missing["SMTP"] = struck
        others = {"broken": self.broken, "ended by itself": self.done["ended by itself"], "not struck": missing}
        return account.faults | {what: of for what, of in others.items() if of}

    def table(self, account: Account) -> str:
        struck = f"{self.counts['struck_connections']} of {self.counts['connections']}"
        lines = [
            *(f"| {deed} | {times} |" for deed, times in self.done.items()),
            f"| SMTP connections struck | {struck} |",
            *(f"| SMTP {fault} | {times} |" for fault, times in sorted(self.counts["struck"].items())),
        ]
        return "\n".join([f"| seed {self.seed} | |", "|---|---|", *lines, account.table()])
