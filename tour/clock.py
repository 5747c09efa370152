"""The one source of the present.

Everything that asks what time it is asks here; calling ``timezone.now``, ``datetime.now`` or
``date.today`` elsewhere in our code is a lint error. A demonstration runs the clock from a chosen
start (``TOUR_CLOCK_START``), ticking, so that the Tour is alive on the screen.
"""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

_IMPORTED_AT = time.time()


def is_demo() -> bool:
    """Whether the clock runs from a chosen start instead of the real present."""
    return bool(settings.TOUR_CLOCK_START)


def now() -> datetime:
    """The present, as an aware datetime in UTC.

    Raises ValueError when ``TOUR_CLOCK_START`` is not an ISO 8601 date and time; without an offset
    it is Paris wall-clock time.
    """
    if not is_demo():
        return machine_now()
    start = datetime.fromisoformat(settings.TOUR_CLOCK_START)
    if start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo("Europe/Paris"))
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
    if not settings.DATABASE_CLOCK:
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)
