"""The one source of the present.

Everything that asks what time it is asks here; calling ``timezone.now``, ``datetime.now`` or
``date.today`` elsewhere in our code is a lint error. A demonstration runs the clock from a chosen
start (``TOUR_CLOCK_START``), ticking, so that the Tour is alive on the screen.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone

#: The time in which the Tour is conducted, whatever the stage's own.
PARIS = ZoneInfo("Europe/Paris")
_IMPORTED_AT = time.time()


class Travel:
    """The present of this process while it is told what time it is; it stands still between two calls of ``to``."""

    def __init__(self, start: datetime):
        self.now = start

    def to(self, instant: datetime):
        """Make ``instant`` (aware) the present. Raises ValueError for what is before it."""
        if instant < self.now:
            raise ValueError(f"{instant:%Y-%m-%d %H:%M} is before {self.now:%Y-%m-%d %H:%M}")
        self.now = instant.astimezone(UTC)


_travels: list[Travel] = []


@contextmanager
def travelling(start: datetime) -> Iterator[Travel]:
    """Let the caller say what time it is, from ``start`` (aware) on, in this process alone, until the block ends.

    For rehearsals whose writings are undone (``stages.domain.replay``): whatever asks the clock believes it, every
    thread of the process with it. The database's own clock is not asked meanwhile; Wagtail's hours do not move.
    """
    travel = Travel(start.astimezone(UTC))
    _travels.append(travel)
    try:
        yield travel
    finally:
        _travels.remove(travel)


def is_demo() -> bool:
    """Whether the clock runs from a chosen start instead of the real present."""
    return bool(settings.TOUR_CLOCK_START)


def now() -> datetime:
    """The present, as an aware datetime in UTC.

    Raises ValueError when ``TOUR_CLOCK_START`` is not an ISO 8601 date and time; without an offset
    it is Paris wall-clock time.
    """
    if _travels:
        return _travels[-1].now
    if not is_demo():
        return machine_now()
    start = datetime.fromisoformat(settings.TOUR_CLOCK_START)
    if start.tzinfo is None:
        start = start.replace(tzinfo=PARIS)
    started_at = settings.TOUR_CLOCK_STARTED_AT or _IMPORTED_AT
    elapsed = timedelta(seconds=time.time() - started_at)
    return start.astimezone(ZoneInfo("UTC")) + elapsed


def machine_now() -> datetime:
    """The machine's present (aware, UTC), that of Wagtail's own hours: a demonstration does not move it (ADR 0005)."""
    return timezone.now()


def today(zone: str = "Europe/Paris") -> date:
    """The civil date at this moment in ``zone`` (an IANA time zone name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def shared() -> datetime:
    """The present (aware, UTC) on which processes of several machines agree, for what one holds against the others.

    The database's own clock where ``DATABASE_CLOCK`` says so; elsewhere ``now()``.
    """
    if not is_shared():
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


def shared_in_statement() -> datetime | Func:
    """The same for a statement to compare with, which the database tells as it runs: it is not asked beforehand."""
    return Func(function="clock_timestamp", output_field=DateTimeField()) if is_shared() else now()


def is_shared() -> bool:
    """Whether the database tells the present of ``shared``."""
    return settings.DATABASE_CLOCK and not _travels
