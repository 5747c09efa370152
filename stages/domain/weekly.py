"""Mails of every week to people with an account: planned a week ahead, each person's once in an ISO week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from stages.domain import planning
from stages.domain.planning import Outcome
from stages.enums import DeliveryKind
from stages.models import Delivery
from tour.clock import PARIS
from tour.models import MailState


@dataclass(frozen=True)
class Occurrence:
    """One week's mail. ``week`` is its ISO week, « 2014-W40 »."""

    week: str
    due_at: datetime
    not_after: datetime


@dataclass(frozen=True)
class Rhythm:
    """A day of the week (Monday is 0) and a civil time of Paris, none between 2 and 3 h: a night has it once.

    ``days_late``: for how many days the mail still makes sense.
    """

    weekday: int
    at: time
    days_late: int

    def next_after(self, now: datetime) -> Occurrence:
        """The first occurrence that is still to come at ``now``."""
        today = now.astimezone(PARIS).date()
        day = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        if self.instant(day) <= now:
            day += timedelta(days=7)
        year, week, _weekday = day.isocalendar()
        return Occurrence(f"{year}-W{week:02d}", self.instant(day), self.instant(day + timedelta(days=self.days_late)))

    def instant(self, day) -> datetime:
        return datetime.combine(day, self.at, PARIS).astimezone(ZoneInfo("UTC"))

    def week_before(self, due_at: datetime) -> datetime:
        """The instant of the occurrence before that of ``due_at``."""
        return self.instant(due_at.astimezone(PARIS).date() - timedelta(days=7))


def key_of(kind: DeliveryKind, user: int, occurrence: Occurrence) -> str:
    return f"{kind}:user:{user}:week:{occurrence.week}"


@transaction.atomic
def plan(kind: DeliveryKind, occurrence: Occurrence, users: Iterable[int], now: datetime, *, reason: str) -> Outcome:
    """Make the mails of ``kind`` for ``occurrence``, which is to come, be those to ``users`` (keys), and no others.

    ``reason`` is kept of those that are not expected any more. Safe to run twice, or twice at once.
    """
    users = set(users)
    there = {delivery.user_id: delivery for delivery in Delivery.objects.filter(kind=kind, occurrence=occurrence.week)}
    missing = [
        Delivery(
            key=key_of(kind, user, occurrence),
            kind=kind,
            user_id=user,
            occurrence=occurrence.week,
            planned_at=now,
            due_at=occurrence.due_at,
            next_try_at=occurrence.due_at,
            not_after=occurrence.not_after,
        )
        for user in sorted(users - there.keys())
    ]
    Delivery.objects.bulk_create(missing, ignore_conflicts=True)
    again = [one for user, one in there.items() if user in users and one.state == MailState.CANCELLED]
    needless = [one.pk for user, one in there.items() if user not in users]
    return Outcome(
        planned=len(missing),
        reopened=planning.reopen([(delivery, occurrence) for delivery in again], now),
        cancelled=planning.cancel(Delivery.objects.not_handed().filter(pk__in=needless), reason),
    )
