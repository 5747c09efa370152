"""Rehearsing a season: the clock goes from one due mail to the next, and the ledger tells what left, when, or why not.

It is the real engine that plans, checks and sends. But what it writes is undone, and its mails go to an SMTP server of
its own. Meanwhile the mails of the site wait: the rehearsal holds the rows of the ledger.
"""

import logging
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from django.db import transaction
from django.db.models import Min
from django.test.utils import override_settings  # as for a test, the settings are others for a while

from stages.domain import ledger, reminder_slots, reminders
from stages.enums import TimeZone
from stages.models import Delivery, StagePage, Subscription
from tour import clock, delivery
from tour.clock import Travel
from tour.models import MailState

#: Beat's: a sweep at each, and between two looks at everything.
TICK = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """What happens at an instant (aware); ``deed`` does it."""

    at: datetime
    deed: Callable[[], object]


@dataclass
class Walk:
    """What it took. ``corrected``: deliveries that an hourly look at everything had to put right, which should be 0."""

    days: int
    instants: int = 0
    sent: int = 0
    looks: int = 0
    corrected: int = 0
    seconds: float = 0.0


@dataclass
class Account:
    """What became of the mails of one rule, or of one kind, for a stage. ``sent``: how many at which local minute;
    ``kept``: how many were not, by state and reason.
    """

    stage: str
    what: str
    planned: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)


@contextmanager
def rehearsal(start: datetime) -> Iterator[Travel]:
    """A site that nobody follows, where it is ``start``; all that is done to it is undone when the block ends."""
    with quiet(), server() as port, override_settings(**mail_settings(port)), transaction.atomic():
        Delivery.objects.all().delete()
        Subscription.objects.all().delete()
        with clock.travelling(start) as travel:
            yield travel
        transaction.set_rollback(True)


@contextmanager
def quiet():
    """The logs do not tell of pages published that never were."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


def mail_settings(port: int) -> dict:
    return {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


class AcceptsAll:
    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        return "250 OK"


@contextmanager
def server() -> Iterator[int]:
    """An SMTP server on loopback that accepts everything and keeps nothing; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(AcceptsAll(), hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def walk(travel: Travel, *, until: datetime, events: Iterable[Event] = (), look_every: timedelta = HOUR) -> Walk:
    """Go to each instant at which something is due or happens, up to ``until``, and let the engine work there.

    At each the ledger is looked over first, if that was not done for ``look_every``.
    """
    began, looked_at = time.perf_counter(), None
    walked = Walk(days=(until - travel.now).days)
    waiting = sorted(events, key=lambda event: event.at)
    while (instant := next_instant(travel.now, waiting)) and instant <= until:
        travel.to(instant)
        walked.instants += 1
        while waiting and waiting[0].at <= instant:
            waiting.pop(0).deed()
        if looked_at is None or instant - looked_at >= look_every:
            looked_at, walked.looks = instant, walked.looks + 1
            walked.corrected += reminders.reconcile().total
        # Not ``ledger.send_due``: between two instants no sweep was away.
        walked.sent += delivery.send_due(ledger.OUTBOX)
    travel.to(until)
    walked.seconds = time.perf_counter() - began
    return walked


def next_instant(now: datetime, waiting: list[Event]) -> datetime | None:
    """The next tick that has something to do; None when there is nothing left."""
    ticks = [waiting[0].at] if waiting else []
    if due := ledger.may_leave().open().aggregate(first=Min("next_try_at"))["first"]:
        ticks.append(max(tick_of(due), now + TICK))
    late = Delivery.objects.open().filter(not_after__gt=now)
    if ends := late.aggregate(first=Min("not_after"))["first"]:
        ticks.append(tick_of(ends))
    return max(min(ticks), now) if ticks else None


def tick_of(instant: datetime) -> datetime:
    """The first tick at which ``instant`` has come."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + TICK


# --- The account ------------------------------------------------------------------------------------------------


def rows() -> list[Delivery]:
    """The ledger, in the order of time."""
    found = Delivery.objects.select_related("stage", "rule", "subscription", "user")
    return list(found.order_by("due_at", "stage__starts_at", "pk"))


def account(deliveries: Iterable[Delivery]) -> list[Account]:
    found = {}
    for row in deliveries:
        key = (row.stage_id, row.rule_id, row.kind)
        line = found.setdefault(key, Account(row.stage.title if row.stage else "–", what(row)))
        line.planned += 1
        if row.state == MailState.SENT:
            line.sent[local_minute(row, row.sent_at)] += 1
        else:
            line.kept[row.get_state_display(), row.reason] += 1
    return list(found.values())


def what(row: Delivery) -> str:
    """« J−7, 09:00 », « Annulation »."""
    return str(row.rule) if row.rule else row.get_kind_display()


def local_minute(row: Delivery, at: datetime) -> str:
    """``at`` to the minute, where the stage is held."""
    return f"{at.astimezone(ZoneInfo(row.stage.time_zone if row.stage else TimeZone.METROPOLE)):%Y-%m-%d %H:%M}"


def silent_stages(start: datetime) -> list[tuple[str, str]]:
    """The stages not over at ``start`` of which nothing was planned, and why."""
    stages = StagePage.objects.followable().upcoming(start).filter(deliveries=None).in_tour_order()
    return [(stage.title, reminder_slots.why_not(stage) or "Personne ne la suit.") for stage in stages]
