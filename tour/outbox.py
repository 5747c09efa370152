"""A kind of mail that leaves by rows: what the door (``tour.delivery``) asks of it, and how its rows end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from django.db.models import F, QuerySet

from tour.models import MailState, OutgoingMail


@dataclass(frozen=True)
class Obstacle:
    """Why a mail does not leave now: ``state`` is what becomes of it, or it waits until ``until``."""

    reason: str
    state: MailState = MailState.CANCELLED
    until: datetime | None = None


@dataclass(frozen=True)
class Outbox:
    """A kind of row that leaves by this door.

    ``rows()`` are those that may leave at present, due or not. ``compose(row)`` writes the message; what it raises is
    the row's own fault. ``obstacles(rows)`` tells, by key, of those that must not leave after all. ``note(rows)`` keeps
    a line of history of each, as it is now. ``refused(row, code, said)`` is told of a recipient refused for good.
    ``handing(row)``: further fields to keep as it is handed. ``may_repeat()``: whether a mail that may have arrived is
    sent once more.
    """

    model: type[OutgoingMail]
    rows: Callable[[], QuerySet]
    compose: Callable[[OutgoingMail], EmailMessage]
    obstacles: Callable[[list], dict[int, Obstacle]] = lambda rows: {}
    note: Callable[[list], None] = lambda rows: None
    refused: Callable[[OutgoingMail, int, str], None] = lambda row, code, said: None
    handing: Callable[[OutgoingMail], dict] = lambda row: {}
    may_repeat: Callable[[], bool] = lambda: False


def be_uncertain(outbox, rows, reason, now):
    """The server may have them. Where the outbox allows it they leave once more, else a person decides."""
    if not rows:
        return
    again = [row for row in rows if not row.ambiguous and outbox.may_repeat()]
    rest = [row for row in rows if row not in again]
    for row in rows:
        row.ambiguous += 1
    outbox.model.objects.filter(pk__in=[row.pk for row in rows]).update(ambiguous=F("ambiguous") + 1)
    later = now + timedelta(minutes=5)
    changes = {"next_try_at": later, "handed_at": None, "token": None, "is_put_off_by_recipient": False}
    finish(outbox, again, MailState.RETRY, reason=reason, **changes)
    finish(outbox, rest, MailState.UNCERTAIN, reason=reason)


def finish(outbox, rows, state, **changes):
    """Put ``rows`` into ``state``, with their line of history. Within the caller's transaction."""
    if not rows:
        return
    outbox.model.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **changes)
    for row in rows:
        row.state = state
        for name, value in changes.items():
            setattr(row, name, value)
    outbox.note(rows)
