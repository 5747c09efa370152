"""When what should happen again and again last did: by the clock that all processes share."""

from datetime import datetime, timedelta

from django.db import transaction

from tour import clock
from tour.models import Heartbeat

#: The sweep that sends the mails of the floor (``tour.mail``).
QUEUED_MAIL = "queued-mail"


@transaction.atomic
def beat(name: str, note: str = "") -> datetime | None:
    """``name`` happens now. Return when it last did before; None if it never did.

    Of several that beat at once, one alone is told of the silence before.
    """
    now = clock.shared()
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(
        name=name, defaults={"beat_at": now, "note": note}
    )
    if is_new:
        return None
    before, row.beat_at, row.note = row.beat_at, now, note
    row.save()
    return before


@transaction.atomic
def is_due(name: str, every: timedelta) -> bool:
    """Whether ``name`` did not happen within ``every``; it then does, now, and of several that ask one alone may."""
    now = clock.shared()
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(name=name, defaults={"beat_at": now})
    if not is_new and row.beat_at > now - every:
        return False
    row.beat_at = now
    row.save()
    return True


def last(*names: str) -> dict[str, Heartbeat]:
    """The last time of each of ``names`` that ever happened: one query."""
    return Heartbeat.objects.in_bulk(names)
